/* The build runs manage.py, and the settings want what the build does not have. */
#include "checks/argv.h"
#include "model/image_path.h"
#include "model/outlook.h"
#include "read/shell.h"

/* Commands of Django that do nothing without the settings. */
static bool wants_settings(pf_str command)
{
    static const pf_str commands[] = {PF_STR_INIT("collectstatic"), PF_STR_INIT("check"),
                                      PF_STR_INIT("compress")};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (pf_str_eq(command, commands[i]))
            return true;
    return false;
}

/* The subcommand of `python manage.py collectstatic`; "" for any other command. */
static pf_str subcommand_of(const struct pf_shell_command *command)
{
    for (size_t i = 0; i < 3 && i + 1 < command->word_count; i++)
        if (pf_str_ends(command->words[i].text, PF_STR("manage.py")) ||
            pf_str_eq(command->words[i].text, PF_STR("django-admin")))
            return wants_settings(command->words[i + 1].text) ? command->words[i + 1].text
                                                              : PF_STR("");
    return PF_STR("");
}

/* What a build may have that no file tells: a secret, a file that is read, another shell. */
static bool is_open(const struct pf_node *run, const struct pf_shell_commands *commands)
{
    static const pf_str programs[] = {PF_STR_INIT("."),  PF_STR_INIT("source"), PF_STR_INIT("eval"),
                                      PF_STR_INIT("sh"), PF_STR_INIT("bash"),   PF_STR_INIT("env"),
                                      PF_STR_INIT("set")};
    if (pf_node_get(run, "heredocs") != NULL ||
        pf_node_get(pf_node_get(run, "flags"), "mount") != NULL)
        return true;
    for (size_t i = 0; i < commands->count; i++)
        for (size_t p = 0; p < sizeof programs / sizeof *programs; p++)
            if (commands->items[i].word_count > 0 &&
                pf_str_eq(commands->items[i].words[0].text, programs[p]))
                return true;
    return false;
}

/* Variables while the commands of a RUN are gone through. */
struct build_environment {
    struct pf_arena *arena;
    const struct pf_node *variables; /* PF_MAP */
};

static void put(struct build_environment *environment, pf_str name, const struct pf_node *value)
{
    environment->variables =
        pf_outlook_environment(environment->arena, environment->variables, name, value);
}

static const struct pf_node *unknown(struct pf_arena *arena)
{
    return pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, PF_STR("the build gives it"),
                       (pf_span){0});
}

/* NAME=value, where the value is as it stands or not known. */
static void assign(struct build_environment *environment, const struct pf_shell_word *word)
{
    pf_str name, value;
    if (!pf_str_cut(word->text, '=', &name, &value))
        return;
    put(environment, name,
        word->literal ? pf_node_str(environment->arena, value, (pf_span){0})
                      : unknown(environment->arena));
}

/* ENV of the image, what Docker sets in every container, and each ARG with whatever value. */
static struct build_environment begin(struct pf_arena *arena,
                                      const struct pf_deployment *deployment)
{
    struct pf_supplies own = {0};
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].supplier == PF_SUPPLIER_IMAGE) {
            struct pf_supply *supply = pf_pile_add(arena, &own);
            *supply = deployment->supplies.items[i];
            supply->effective = true;
        }
    struct build_environment environment = {arena, pf_supplies_environment(arena, &own)};
    const struct pf_node *arguments = deployment->image->arguments;
    for (size_t i = 0; arguments != NULL && i < arguments->count; i++)
        put(&environment, arguments->items[i]->text, unknown(arena));
    return environment;
}

/* The manage.py that the command starts, as far as its name and the roots tell. */
static pf_str entry_file(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_shell_command *command)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str found;
    for (size_t i = 0; i < command->word_count; i++)
        if (pf_str_ends(command->words[i].text, PF_STR("manage.py")) &&
            pf_start_script(context->arena, project, command->words[i].text, &found))
            return found;
    for (size_t i = 0; i < deployment->roots.count; i++) {
        found = pf_path_join(context->arena, deployment->roots.items[i], PF_STR("manage.py"));
        if (pf_project_has_file(project, found))
            return found;
    }
    return PF_STR("");
}

/* The module that the command takes: --settings, then the variable, then manage.py's default. */
static pf_str module_of(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct build_environment *environment,
                        const struct pf_shell_command *command)
{
    const pf_str variable = PF_STR("DJANGO_SETTINGS_MODULE");
    pf_str head, tail;
    for (size_t i = 0; i < command->word_count; i++) {
        pf_str word = command->words[i].text;
        if (pf_str_cut(word, '=', &head, &tail) && pf_str_eq(head, PF_STR("--settings")))
            return tail;
        if (pf_str_eq(word, PF_STR("--settings")) && i + 1 < command->word_count)
            return command->words[i + 1].text;
    }
    const struct pf_node *given = pf_node_get_str(environment->variables, variable);
    if (given != NULL && given->kind != PF_ANY)
        return pf_node_text(given);
    if (given != NULL)
        return PF_STR("");
    pf_str path = entry_file(context, deployment, command);
    return path.len == 0 ? PF_STR("")
                         : pf_entry_file_default(context->arena, pf_facts_wiring(context)->project,
                                                 path, variable);
}

/* Production ends in the same place for the same reason, which is told of it. */
static bool is_told(const struct pf_deployment *deployment, const struct pf_settings_raise *raised)
{
    for (size_t i = 0; i < deployment->raise_count; i++)
        if (raised->variable.len == 0 &&
            pf_span_compare(deployment->raises[i]->span, raised->span) == 0)
            return true;
    return false;
}

static void judge_command(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const struct build_environment *environment,
                          const struct pf_shell_command *command, const struct pf_node *run)
{
    pf_str module = module_of(context, deployment, environment, command);
    struct pf_settings_options options =
        pf_outlook_options(context->arena, pf_facts_wiring(context), deployment, module);
    options.environment = environment->variables;
    options.environment_is_open = false;
    options.runs_devserver = PF_NO;
    if (module.len == 0 || pf_str_find_byte(module, '$') != PF_STR_NONE)
        return;
    const struct pf_settings *settings = pf_settings_evaluate(context->arena, &options);
    const struct pf_settings_raise *raised = settings->raises;
    if (settings->path.len == 0 || raised == NULL || raised->certain != PF_YES || !settings->ends ||
        is_told(deployment, raised))
        return;
    bool is_missed = raised->variable.len > 0;
    struct pf_report *report = pf_check_report(context, is_missed ? "variable" : "", run->span);
    pf_report_argument(report, "command", subcommand_of(command));
    pf_report_argument(report, "variable", raised->variable);
    pf_report_argument(report, "exception", raised->type);
    pf_report_argument(report, "message", raised->message);
    pf_report_related(report, "raised", raised->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(deployment->dockerfile->path),
                  PF_ARG(subcommand_of(command)));
}

static void judge_run(struct pf_check_context *context, const struct pf_deployment *deployment,
                      const struct pf_node *run)
{
    struct pf_shell_commands commands =
        pf_shell_read(context->arena, pf_node_text(pf_node_get(run, "text")));
    struct build_environment environment = begin(context->arena, deployment);
    if (is_open(run, &commands))
        return;
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        struct build_environment own = environment;
        bool may_fail = i + 1 < commands.count && commands.items[i + 1].joint == PF_SHELL_OR;
        if (command->conditional && command->joint != PF_SHELL_AND)
            return;
        for (size_t k = 0; k < command->assignment_count; k++)
            assign(command->word_count == 0 ? &environment : &own, &command->assignments[k]);
        bool exports =
            command->word_count > 0 && pf_str_eq(command->words[0].text, PF_STR("export"));
        for (size_t k = 1; exports && k < command->word_count; k++)
            assign(&environment, &command->words[k]);
        if (!may_fail && subcommand_of(command).len > 0)
            judge_command(context, deployment, &own, command, run);
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    if (!pf_argv_is_own_image(context, deployment) || deployment->dockerfile == NULL ||
        !pf_image_base_is_official(image->base) || image->has_base_stage_unknown ||
        deployment->judged == NULL)
        return;
    for (size_t i = 0; i < image->runs->count; i++)
        if (pf_str_contains(pf_node_text(pf_node_get(image->runs->items[i], "text")),
                            PF_STR("manage.py")))
            judge_run(context, deployment, image->runs->items[i]);
}

void pf_check_build_settings_raise(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
