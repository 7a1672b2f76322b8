/* Recognises a step that deploys to ECS, by its action or by the programs its script starts. */
#include "model/deploy_inside.h"

static bool base_contains(pf_str action, const char *part)
{
    return pf_str_contains(action, pf_str_c(part)) && !pf_str_starts(action, PF_STR("."));
}

bool pf_deploy_is_render(const struct pf_workflow_step *step)
{
    return base_contains(step->action, "ecs-render-task-definition");
}

/* Forks keep the name of the original behind their owner's. */
static bool is_deploy_action(const struct pf_workflow_step *step)
{
    return base_contains(step->action, "ecs-deploy-task-definition");
}

static bool is_other_action(const struct pf_workflow_step *step)
{
    static const char *const parts[] = {
        "/ecs-deploy",         "/deploy-ecs",        "/deploy-to-ecs",   "/aws-ecs-deploy",
        "/ecs-deploy-service", "/amazon-ecs-deploy", "/ecspresso-deploy"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (base_contains(step->action, parts[i]))
            return true;
    return false;
}

static void fill_from_inputs(const struct pf_deploy_place *place, struct pf_deploy *deploy)
{
    deploy->task_definition = pf_deploy_input(place, "task-definition");
    deploy->service = pf_deploy_input(place, "service");
    deploy->cluster = pf_deploy_input(place, "cluster");
    deploy->image = pf_deploy_input(place, "image");
    deploy->wait = pf_deploy_input(place, "wait-for-service-stability");
}

struct search {
    struct pf_deploy *deploy;
    bool found;
};

/* Index of the word behind "aws … ecs", or 0. Options may stand between the two. */
static size_t ecs_command(const struct pf_shell_command *command)
{
    size_t at = 0;
    while (at < command->word_count && !pf_str_eq(command->words[at].text, PF_STR("aws")) &&
           !pf_str_ends(command->words[at].text, PF_STR("/aws")))
        at++;
    if (at > 2)
        return 0;
    for (at++; at + 1 < command->word_count; at++) {
        if (pf_str_eq(command->words[at].text, PF_STR("ecs")))
            return at + 1;
        bool is_option = pf_str_starts(command->words[at].text, PF_STR("--"));
        bool has_value = is_option &&
                         pf_str_find_byte(command->words[at].text, '=') == PF_STR_NONE &&
                         !pf_str_starts(command->words[at].text, PF_STR("--no-")) &&
                         !pf_str_eq(command->words[at].text, PF_STR("--debug"));
        if (!is_option)
            return 0;
        at += has_value ? 1 : 0;
    }
    return 0;
}

static void set_option(const struct pf_deploy_script *script,
                       const struct pf_shell_command *command, size_t from, const char *name,
                       const struct pf_node **target)
{
    struct pf_shell_word room;
    const struct pf_shell_word *word = pf_deploy_option(command, from, name, &room);
    if (word != NULL)
        *target = pf_deploy_word(script, word);
}

/* A task definition that is a file of the runner, not a family or an ARN. */
static void set_file(const struct pf_deploy_script *script, const struct pf_shell_command *command,
                     size_t from, const char *name, struct pf_deploy *deploy)
{
    const struct pf_node *value = NULL;
    set_option(script, command, from, name, &value);
    if (value == NULL)
        return;
    deploy->task_definition = value;
    deploy->taskdef_path = pf_deploy_project_path(script->place, script->directory, value->text);
}

/* `update-service --desired-count 0` starts or stops tasks of what is there, and with
 * `--enable-execute-command` the API starts no deployment: they release nothing. */
static bool only_scales(const struct pf_shell_command *command, size_t at)
{
    static const char *const releasing[] = {"--task-definition", "--force-new-deployment",
                                            "--cli-input-json", "--cli-input-yaml"};
    bool scales = false;
    for (size_t i = at; i < command->word_count; i++) {
        pf_str option, value;
        pf_str_cut(command->words[i].text, '=', &option, &value);
        scales = scales || pf_str_eq(option, PF_STR("--desired-count")) ||
                 pf_str_eq(option, PF_STR("--enable-execute-command"));
        for (size_t r = 0; r < sizeof releasing / sizeof *releasing; r++)
            if (pf_str_eq(option, pf_str_c(releasing[r])))
                return false;
    }
    return scales;
}

static void take_ecs_command(const struct pf_deploy_script *script,
                             const struct pf_shell_command *command, size_t at,
                             struct search *search)
{
    pf_str name = command->words[at].text;
    bool is_register = pf_str_eq(name, PF_STR("register-task-definition"));
    bool is_update =
        pf_str_eq(name, PF_STR("update-service")) || pf_str_eq(name, PF_STR("create-service"));
    bool is_deploy = pf_str_eq(name, PF_STR("deploy"));
    bool is_wait = pf_str_eq(name, PF_STR("wait")) && search->found;
    if (is_wait)
        search->deploy->wait = pf_node_str(script->place->arena, PF_STR("true"),
                                           pf_deploy_word(script, &command->words[at])->span);
    if ((!is_register && !is_update && !is_deploy) || (is_update && only_scales(command, at)))
        return;
    /* `cd app && aws ecs …` counts as it stands: what comes before && rarely fails. */
    bool is_doubtful = command->conditional && command->joint != PF_SHELL_AND;
    search->deploy->doubtful =
        search->found ? search->deploy->doubtful && is_doubtful : is_doubtful;
    search->found = true;
    search->deploy->kind = PF_DEPLOY_CLI;
    if (is_register)
        set_file(script, command, at, "--cli-input-json", search->deploy);
    if (is_deploy)
        set_file(script, command, at, "--task-definition", search->deploy);
    if (is_update && search->deploy->task_definition == NULL)
        set_option(script, command, at, "--task-definition", &search->deploy->task_definition);
    if (!is_register) {
        set_option(script, command, at, "--service", &search->deploy->service);
        set_option(script, command, at, "--cluster", &search->deploy->cluster);
    }
}

/* Other programs, with the word that makes them deploy; "" for any use. */
static bool is_other_program(const struct pf_shell_command *command)
{
    static const struct {
        pf_str program, word;
    } programs[] = {
        {PF_STR_INIT("ecs-deploy"), PF_STR_INIT("")},
        {PF_STR_INIT("ecs"), PF_STR_INIT("deploy")},
        {PF_STR_INIT("ecspresso"), PF_STR_INIT("deploy")},
        {PF_STR_INIT("copilot"), PF_STR_INIT("deploy")},
        {PF_STR_INIT("ecs-cli"), PF_STR_INIT("up")},
        {PF_STR_INIT("fargate"), PF_STR_INIT("deploy")},
    };
    if (command->word_count == 0)
        return false;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (!pf_str_eq(pf_path_base(command->words[0].text), programs[i].program))
            continue;
        if (programs[i].word.len == 0)
            return true;
        for (size_t j = 1; j < command->word_count; j++)
            if (pf_str_eq(command->words[j].text, programs[i].word))
                return true;
    }
    return false;
}

static void search_script(const struct pf_deploy_script *script,
                          const struct pf_shell_commands *commands, void *context)
{
    struct search *search = context;
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        size_t at = ecs_command(command);
        if (at > 0)
            take_ecs_command(script, command, at, search);
        else if (!search->found && is_other_program(command)) {
            search->found = true;
            search->deploy->kind = PF_DEPLOY_OTHER;
        }
    }
}

bool pf_deploy_recognise(const struct pf_deploy_place *place, struct pf_deploy *deploy)
{
    bool may_be_of_ecs = (place->workflow->mentions & PF_MENTIONS_RELEASE) != 0;
    bool is_of_ecs = may_be_of_ecs && pf_str_contains(place->step->action, PF_STR("ecs"));
    bool is_deploy = is_of_ecs && is_deploy_action(place->step);
    if (is_deploy || (is_of_ecs && is_other_action(place->step))) {
        deploy->kind = is_deploy ? PF_DEPLOY_ACTION : PF_DEPLOY_OTHER;
        fill_from_inputs(place, deploy);
        return true;
    }
    struct search search = {deploy, false};
    static const char *const words[] = {"ecs", "copilot", "fargate", NULL};
    pf_deploy_scripts(place, PF_MENTIONS_RELEASE, words, search_script, &search);
    return search.found;
}
