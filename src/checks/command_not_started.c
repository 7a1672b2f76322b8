/* The entry script never runs the command that it is handed. */
#include "checks/argv.h"
#include "checks/server_words.h"
#include "read/shell.h"

/* Commands of start scripts that come to an end. */
static bool ends(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {
        PF_STR_INIT("set"),   PF_STR_INIT("echo"), PF_STR_INIT("export"),     PF_STR_INIT("cd"),
        PF_STR_INIT("sleep"), PF_STR_INIT("test"), PF_STR_INIT("["),          PF_STR_INIT("[["),
        PF_STR_INIT("nc"),    PF_STR_INIT("true"), PF_STR_INIT("mkdir"),      PF_STR_INIT("printf"),
        PF_STR_INIT("chown"), PF_STR_INIT("pip"),  PF_STR_INIT("pg_isready"), PF_STR_INIT("date")};
    static const pf_str subcommands[] = {
        PF_STR_INIT("migrate"),          PF_STR_INIT("collectstatic"),
        PF_STR_INIT("compilemessages"),  PF_STR_INIT("check"),
        PF_STR_INIT("loaddata"),         PF_STR_INIT("makemigrations"),
        PF_STR_INIT("createcachetable"), PF_STR_INIT("createsuperuser")};
    if (command->word_count == 0)
        return true;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(command->words[0].text, programs[i]))
            return true;
    if (command->word_count < 3 || !pf_str_ends(command->words[1].text, PF_STR("manage.py")))
        return false;
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (pf_str_eq(command->words[2].text, subcommands[i]))
            return true;
    return false;
}

/* Is it surely over without a look at its arguments? */
static bool drops_arguments(struct pf_arena *arena, pf_str text)
{
    static const char *const signs[] = {"$@", "$*", "${@", "${*", "$1", "${1", "shift"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(text, pf_str_c(signs[i])))
            return false;
    struct pf_shell_commands commands = pf_shell_read(arena, text);
    for (size_t i = 0; i < commands.count; i++)
        if (!ends(&commands.items[i]))
            return false;
    return commands.count > 0;
}

/* ENTRYPOINT in shell form: `sh -c 'TEXT'` with the command as $0, $1, … that the text does not ask
 * for. Told where the text is a script that runs what it is handed, so that it is handed nothing.
 */
static void judge_shell_form(struct pf_check_context *context,
                             const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str path, rest, word;
    if (image == NULL || !pf_node_is(image->entrypoint, PF_STRING) ||
        !pf_node_is(image->command, PF_SEQ) || image->command->count == 0 ||
        pf_node_get(deployment->container, "entryPoint") != NULL)
        return;
    word = pf_str_trim(image->entrypoint->text);
    if (pf_str_starts(word, PF_STR("exec ")))
        word = pf_str_trim(pf_str_slice(word, 5, word.len));
    if (pf_str_cut(word, ' ', &word, &rest) ||
        !pf_start_script(context->arena, project, word, &path))
        return;
    struct pf_project_file *file = pf_project_file(project, path);
    if (file == NULL || !pf_project_load(project, file) ||
        !pf_str_contains(file->source->bytes, PF_STR("$@")))
        return;
    struct pf_report *report = pf_check_report(context, "shell", image->entrypoint->span);
    pf_report_argument(report, "program", pf_node_text(image->command->items[0]));
    pf_report_argument(report, "file", path);
    pf_report_argument(report, "word", word);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "command", image->command->span);
    pf_report_key(report, "%.*s", PF_ARG(path));
}

/* A script that drops the server it is handed. */
struct dropping {
    struct pf_argv argv;
    pf_str program, path;
    const struct pf_project_file *file;
};

static bool find_dropping(struct pf_check_context *context, const struct pf_deployment *deployment,
                          struct dropping *dropping)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_argv *argv = &dropping->argv;
    struct pf_strs words = {0};
    size_t behind;
    if (!pf_argv_of(deployment, argv) || argv->command_at == 0 || argv->command_at == argv->count)
        return false;
    size_t at = pf_argv_program(argv);
    at += pf_start_is_shell(argv->words[at]->text) ? 1 : 0;
    for (size_t i = argv->command_at; i < argv->count; i++)
        *pf_pile_add(context->arena, &words) = argv->words[i]->text;
    dropping->program = pf_server_words_program(&words, &behind);
    if (at >= argv->command_at || dropping->program.len == 0 ||
        !pf_start_script(context->arena, project, argv->words[at]->text, &dropping->path))
        return false;
    struct pf_project_file *file = pf_project_file(project, dropping->path);
    dropping->file = file;
    return file != NULL && pf_project_load(project, file) &&
           drops_arguments(context->arena, file->source->bytes);
}

/* The script is to be mended, so it is told once, of the first container that starts with it. */
static bool is_told(struct pf_check_context *context, const struct pf_deployment *deployment,
                    pf_str path)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct dropping other;
    for (size_t i = 0; i < wiring->deployment_count && &wiring->deployments[i] != deployment; i++)
        if (find_dropping(context, &wiring->deployments[i], &other) && pf_str_eq(other.path, path))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct dropping dropping;
    judge_shell_form(context, deployment);
    if (!find_dropping(context, deployment, &dropping) ||
        is_told(context, deployment, dropping.path))
        return;
    struct pf_report *report =
        pf_check_report(context, "script", dropping.argv.words[dropping.argv.command_at]->span);
    pf_report_argument(report, "program", dropping.program);
    pf_report_argument(report, "file", dropping.path);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "file", pf_span_of(dropping.file->source, 0, 0));
    pf_report_key(report, "%.*s", PF_ARG(dropping.path));
}

void pf_check_command_not_started(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
