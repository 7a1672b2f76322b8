/* What may have set a variable by the time a step's script runs. */
#include "checks/step_variable.h"

#include "ghexpr/find.h"
#include "model/runner.h"
#include "model/writes.h"

static bool is_one_of(pf_str word, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(word, words[i]))
            return true;
    return false;
}

/* Set by the shell, by GitHub, by its machines, or by an action that logs in to AWS. Source:
 * GitHub's documentation of default variables, and the environments of its images. */
static bool is_usual(pf_str name)
{
    static const pf_str prefixes[] = {
        PF_STR_INIT("GITHUB_"),  PF_STR_INIT("RUNNER_"),    PF_STR_INIT("ACTIONS_"),
        PF_STR_INIT("AWS_"),     PF_STR_INIT("BASH"),       PF_STR_INIT("JAVA_"),
        PF_STR_INIT("ANDROID_"), PF_STR_INIT("GOROOT"),     PF_STR_INIT("DOTNET_"),
        PF_STR_INIT("HOMEBREW"), PF_STR_INIT("PIPX_"),      PF_STR_INIT("AZURE_"),
        PF_STR_INIT("VCPKG_"),   PF_STR_INIT("XDG_"),       PF_STR_INIT("NVM_"),
        PF_STR_INIT("LC_"),      PF_STR_INIT("OPT"),        PF_STR_INIT("AGENT_"),
        PF_STR_INIT("DOCKER_"),  PF_STR_INIT("POWERSHELL"), PF_STR_INIT("SSH_"),
        PF_STR_INIT("NODE_"),    PF_STR_INIT("LD_"),        PF_STR_INIT("PKG_"),
    };
    static const pf_str names[] = {
        PF_STR_INIT("CI"),       PF_STR_INIT("HOME"),         PF_STR_INIT("PATH"),
        PF_STR_INIT("USER"),     PF_STR_INIT("PWD"),          PF_STR_INIT("OLDPWD"),
        PF_STR_INIT("SHELL"),    PF_STR_INIT("LANG"),         PF_STR_INIT("HOSTNAME"),
        PF_STR_INIT("HOSTTYPE"), PF_STR_INIT("OSTYPE"),       PF_STR_INIT("MACHTYPE"),
        PF_STR_INIT("RANDOM"),   PF_STR_INIT("UID"),          PF_STR_INIT("EUID"),
        PF_STR_INIT("PPID"),     PF_STR_INIT("IFS"),          PF_STR_INIT("REPLY"),
        PF_STR_INIT("SECONDS"),  PF_STR_INIT("LINENO"),       PF_STR_INIT("SHLVL"),
        PF_STR_INIT("GROUPS"),   PF_STR_INIT("DIRSTACK"),     PF_STR_INIT("LOGNAME"),
        PF_STR_INIT("TERM"),     PF_STR_INIT("EPOCHSECONDS"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(name, prefixes[i]))
            return true;
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] >= 'a' && name.data[i] <= 'z')
            return true; /* of a loop, or one that a program keeps for itself */
    return is_one_of(name, names, sizeof names / sizeof *names);
}

/* ---- the step itself ---- */

static bool declares(const struct pf_node *env, pf_str name)
{
    if (env == NULL || env->kind == PF_NULL)
        return false;
    return env->kind != PF_MAP || pf_node_get_str(env, name) != NULL;
}

static pf_str default_shell(const struct pf_node *map)
{
    return pf_node_text(pf_node_get(pf_node_get(pf_node_get(map, "defaults"), "run"), "shell"));
}

/* bash or sh on a machine of GitHub's, and in no container. */
static bool is_known_machine(const struct pf_flow_place *place)
{
    pf_str label = pf_node_text(pf_node_get(place->job->node, "runs-on"));
    pf_str shell = pf_node_text(pf_node_get(place->step->node, "shell"));
    if (shell.len == 0)
        shell = default_shell(place->job->node);
    if (shell.len == 0)
        shell = default_shell(place->workflow->root);
    bool is_read =
        shell.len == 0 || pf_str_eq(shell, PF_STR("bash")) || pf_str_eq(shell, PF_STR("sh"));
    return is_read && pf_runner_is_unix_image(label) &&
           pf_node_get(place->job->node, "container") == NULL;
}

/* How the name stands in a text: behind `$`, `${` or `env.` it is only asked for. */
static bool is_asked(pf_str text, size_t at, size_t end)
{
    pf_str before = pf_str_slice(text, 0, at);
    if (pf_str_ends(before, PF_STR("env.")))
        return true;
    if (pf_str_ends(before, PF_STR("${")))
        return end < text.len && text.data[end] == '}'; /* not ${X:=…} and its kin */
    return pf_str_ends(before, PF_STR("$"));
}

/* The next place from `*from` on where the whole name is more than asked for; PF_STR_NONE: none. */
static ptrdiff_t next_mention(pf_str text, pf_str name, size_t *from)
{
    while (*from < text.len) {
        pf_str rest = pf_str_slice(text, *from, text.len);
        ptrdiff_t found = pf_str_find(rest, name);
        if (found == PF_STR_NONE)
            return PF_STR_NONE;
        size_t at = *from + (size_t)found, end = at + name.len;
        *from = end;
        bool is_whole = (at == 0 || !pf_is_name(text.data[at - 1])) &&
                        (end == text.len || !pf_is_name(text.data[end]));
        if (is_whole && !is_asked(text, at, end))
            return (ptrdiff_t)at;
    }
    return PF_STR_NONE;
}

static bool may_set(pf_str text, pf_str name)
{
    size_t from = 0;
    return next_mention(text, name, &from) != PF_STR_NONE;
}

/* ---- steps before ---- */

/* Programs that set nothing for the shell or the steps behind it. Others may write to $GITHUB_ENV
 * as well as any script. */
static bool is_harmless(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {
        PF_STR_INIT("aws"),      PF_STR_INIT("docker"),   PF_STR_INIT("git"),
        PF_STR_INIT("echo"),     PF_STR_INIT("printf"),   PF_STR_INIT("cat"),
        PF_STR_INIT("cd"),       PF_STR_INIT("cp"),       PF_STR_INIT("mv"),
        PF_STR_INIT("rm"),       PF_STR_INIT("ls"),       PF_STR_INIT("mkdir"),
        PF_STR_INIT("jq"),       PF_STR_INIT("sed"),      PF_STR_INIT("awk"),
        PF_STR_INIT("grep"),     PF_STR_INIT("cut"),      PF_STR_INIT("tr"),
        PF_STR_INIT("head"),     PF_STR_INIT("tail"),     PF_STR_INIT("sort"),
        PF_STR_INIT("date"),     PF_STR_INIT("sleep"),    PF_STR_INIT("test"),
        PF_STR_INIT("["),        PF_STR_INIT("[["),       PF_STR_INIT("true"),
        PF_STR_INIT("false"),    PF_STR_INIT("exit"),     PF_STR_INIT("set"),
        PF_STR_INIT("export"),   PF_STR_INIT("pip"),      PF_STR_INIT("pip3"),
        PF_STR_INIT("pytest"),   PF_STR_INIT("flake8"),   PF_STR_INIT("ruff"),
        PF_STR_INIT("black"),    PF_STR_INIT("curl"),     PF_STR_INIT("wget"),
        PF_STR_INIT("tar"),      PF_STR_INIT("unzip"),    PF_STR_INIT("apt-get"),
        PF_STR_INIT("chmod"),    PF_STR_INIT("touch"),    PF_STR_INIT("npm"),
        PF_STR_INIT("yarn"),     PF_STR_INIT("tee"),      PF_STR_INIT("wc"),
        PF_STR_INIT("pwd"),      PF_STR_INIT("envsubst"), PF_STR_INIT("find"),
        PF_STR_INIT("basename"), PF_STR_INIT("mvn"),      PF_STR_INIT("gradle"),
        PF_STR_INIT("go"),       PF_STR_INIT("cargo"),    PF_STR_INIT("pnpm"),
        PF_STR_INIT("poetry"),   PF_STR_INIT("uv"),       PF_STR_INIT("pipenv"),
        PF_STR_INIT("tox"),      PF_STR_INIT("coverage"), PF_STR_INIT("mypy"),
        PF_STR_INIT("kubectl"),  PF_STR_INIT("isort"),    PF_STR_INIT("pylint"),
    };
    size_t at = pf_shell_has_word(command, 0, PF_STR("sudo")) ? 1 : 0;
    if (command->word_count <= at)
        return true;
    pf_str program = command->words[at].text;
    for (size_t i = 1; pf_str_eq(program, PF_STR("export")) && i < command->word_count; i++)
        if (!command->words[i].literal &&
            pf_str_find_byte(command->words[i].text, '=') == PF_STR_NONE)
            return false; /* export $(cat .env) */
    bool is_own_tool = pf_str_starts(program, PF_STR("python")) && command->word_count > at + 1 &&
                       (pf_str_eq(command->words[at + 1].text, PF_STR("-m")) ||
                        pf_str_ends(command->words[at + 1].text, PF_STR("manage.py")));
    return is_own_tool || is_one_of(program, programs, sizeof programs / sizeof *programs);
}

static bool are_harmless(const struct pf_shell_commands *commands)
{
    for (size_t i = 0; i < commands->count; i++)
        if (!is_harmless(&commands->items[i]))
            return false;
    return true;
}

/* Actions that export nothing, or only names that is_usual knows. */
static bool exports_nothing(const struct pf_workflow_step *step)
{
    static const pf_str known[] = {
        PF_STR_INIT("aws-actions/configure-aws-credentials"),
        PF_STR_INIT("aws-actions/amazon-ecr-login"),
        PF_STR_INIT("aws-actions/amazon-ecs-render-task-definition"),
        PF_STR_INIT("aws-actions/amazon-ecs-deploy-task-definition"),
    };
    bool is_of_docker = pf_str_starts(step->action, PF_STR("docker/"));
    bool is_of_github = pf_str_starts(step->action, PF_STR("actions/")) &&
                        !pf_str_eq(step->action, PF_STR("actions/github-script"));
    return is_of_docker || is_of_github ||
           is_one_of(step->action, known, sizeof known / sizeof *known);
}

/* May an earlier step have written the name to $GITHUB_ENV? */
static bool may_write(struct pf_check_context *context, const struct pf_workflow_step *step,
                      pf_str name)
{
    if (!are_harmless(pf_workflow_commands(step)))
        return true;
    if (!pf_str_contains(step->run->text, PF_STR("GITHUB_ENV")))
        return false;
    const struct pf_node *env = pf_node_new(context->arena, PF_MAP, step->run->span);
    struct pf_writes writes =
        pf_writes_of(context->arena, step->run->text, PF_STR("GITHUB_ENV"), env);
    for (size_t i = 0; i < writes.count; i++)
        if (pf_str_eq(writes.items[i].name, name) || pf_ghexpr_has(writes.items[i].name))
            return true;
    return writes.is_open || pf_str_contains(step->run->text, PF_STR("::set-env"));
}

static bool may_be_set_before(struct pf_check_context *context, const struct pf_flow_place *place,
                              pf_str name)
{
    for (size_t i = 0; i < place->step->index; i++) {
        const struct pf_workflow_step *step = &place->job->steps[i];
        if (step->uses != NULL ? !exports_nothing(step)
                               : step->run != NULL && may_write(context, step, name))
            return true;
    }
    return false;
}

bool pf_step_variable_is_empty(struct pf_check_context *context, const struct pf_flow_place *place,
                               pf_str name)
{
    const struct pf_node *run = place->step->run;
    return !is_usual(name) && is_known_machine(place) && !declares(place->step->env, name) &&
           !declares(pf_node_get(place->job->node, "env"), name) &&
           !declares(pf_node_get(place->workflow->root, "env"), name) &&
           !may_set(run->text, name) && are_harmless(pf_workflow_commands(place->step)) &&
           !may_be_set_before(context, place, name);
}

pf_span pf_step_variable_elsewhere(const struct pf_workflow *workflow, pf_str name)
{
    pf_str text = pf_span_text(workflow->root->span);
    ptrdiff_t at;
    for (size_t from = 0; (at = next_mention(text, name, &from)) != PF_STR_NONE;)
        if (from < text.len && (text.data[from] == ':' || text.data[from] == '='))
            return pf_span_of(workflow->root->span.file, workflow->root->span.at + (size_t)at,
                              name.len);
    return (pf_span){0};
}
