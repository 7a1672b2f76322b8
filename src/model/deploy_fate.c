/* What the steps of a job do to a file before it is used. */
#include "model/deploy_inside.h"
#include "model/written_text.h"

struct fate {
    const struct pf_deploy_place *place; /* of the step looked at */
    pf_str path;
    struct pf_file_fate file;
    struct pf_buffer *text;              /* of what is written to it, or NULL when nobody asks */
    bool is_untold;                      /* something else may be in it */
    const struct pf_shell_command *last; /* that wrote to it; what && joins to it runs, too */
    size_t touched;                      /* how often a script does something to it */
    pf_str target; /* the last > and where it stands: one of a compound serves each command */
    bool is_built; /* the script's docker build is passed: what follows comes too late */
};

static bool is_file(const struct fate *fate, const struct pf_deploy_script *script,
                    const struct pf_shell_word *word)
{
    if (!pf_str_contains(word->text, pf_path_base(fate->path)) && !pf_deploy_is_open(word->text))
        return false;
    pf_str text = pf_deploy_word(script, word)->text;
    pf_str path = pf_deploy_project_path(fate->place, script->directory, text);
    return path.len > 0 && pf_str_eq(path, fate->path);
}

static bool mentions(const struct fate *fate, const struct pf_deploy_script *script,
                     const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (is_file(fate, script, &command->words[i]))
            return true;
    return false;
}

static bool is_one_of(pf_str word, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(word, words[i]))
            return true;
    return false;
}

/* Programs that read a file named to them and leave it as it is. */
static bool only_reads(pf_str program)
{
    static const pf_str readers[] = {
        PF_STR_INIT("cat"),    PF_STR_INIT("jq"),     PF_STR_INIT("echo"), PF_STR_INIT("ls"),
        PF_STR_INIT("test"),   PF_STR_INIT("["),      PF_STR_INIT("[["),   PF_STR_INIT("grep"),
        PF_STR_INIT("head"),   PF_STR_INIT("tail"),   PF_STR_INIT("aws"),  PF_STR_INIT("diff"),
        PF_STR_INIT("wc"),     PF_STR_INIT("stat"),   PF_STR_INIT("git"),  PF_STR_INIT("chmod"),
        PF_STR_INIT("export"), PF_STR_INIT("printf"), PF_STR_INIT("cd"),   PF_STR_INIT("envsubst"),
        PF_STR_INIT("mkdir"),  PF_STR_INIT("zip"),    PF_STR_INIT("tar"),
    };
    return is_one_of(program, readers, sizeof readers / sizeof *readers);
}

/* cp, mv, tee, curl -o: the file is where they put something. */
static bool puts_there(const struct fate *fate, const struct pf_deploy_script *script,
                       const struct pf_shell_command *command)
{
    static const pf_str movers[] = {PF_STR_INIT("cp"), PF_STR_INIT("mv"), PF_STR_INIT("install"),
                                    PF_STR_INIT("ln")};
    static const pf_str loaders[] = {PF_STR_INIT("curl"), PF_STR_INIT("wget"), PF_STR_INIT("tee"),
                                     PF_STR_INIT("gh"), PF_STR_INIT("sponge")};
    if (command->word_count < 2)
        return false;
    pf_str program = command->words[0].text;
    if (is_one_of(program, movers, sizeof movers / sizeof *movers))
        return is_file(fate, script, &command->words[command->word_count - 1]);
    bool is_download = pf_str_eq(program, PF_STR("aws")) && command->word_count > 2 &&
                       pf_str_eq(command->words[1].text, PF_STR("s3"));
    return (is_download || is_one_of(program, loaders, sizeof loaders / sizeof *loaders)) &&
           mentions(fate, script, command);
}

static bool redirects_there(const struct fate *fate, const struct pf_deploy_script *script,
                            const struct pf_shell_command *command)
{
    for (size_t i = 0; i < command->redirect_count; i++)
        if (is_file(fate, script, &command->redirects[i]))
            return true;
    return false;
}

static void follow_writing(struct fate *fate, const struct pf_deploy_script *script,
                           const struct pf_shell_command *command)
{
    enum pf_shell_arrow arrow = command->redirect_count == 1
                                    ? pf_shell_arrow_of(script->text, &command->redirects[0])
                                    : PF_SHELL_ARROW_OTHER;
    bool is_told = arrow == PF_SHELL_ARROW_WHOLE || arrow == PF_SHELL_ARROW_MORE;
    bool goes_on = command->joint == PF_SHELL_AND && fate->last + 1 == command;
    bool is_plain = (!command->conditional || goes_on) && command->joint != PF_SHELL_PIPE &&
                    command->joint != PF_SHELL_BACKGROUND;
    pf_str target = is_told ? pf_str_slice(script->text, command->redirects[0].at, script->text.len)
                            : PF_STR("");
    if (arrow == PF_SHELL_ARROW_WHOLE && target.data != fate->target.data)
        *fate->text = pf_buffer_new(fate->place->arena);
    if (!is_told || !is_plain || !pf_written_text(script, command, fate->text))
        fate->is_untold = true;
    fate->target = target;
    fate->last = command;
}

/* While somebody asks for the text. */
static void follow(struct fate *fate, const struct pf_deploy_script *script,
                   const struct pf_shell_command *command, bool is_redirected, bool is_touched)
{
    bool is_docker =
        command->word_count > 1 && (pf_str_eq(command->words[0].text, PF_STR("docker")) ||
                                    pf_str_eq(command->words[0].text, PF_STR("podman")));
    for (size_t i = 1; is_docker && i < command->word_count; i++)
        fate->is_built |= pf_str_eq(command->words[i].text, PF_STR("build"));
    if (fate->is_built || !(is_redirected || is_touched))
        return;
    fate->touched++;
    if (is_redirected)
        follow_writing(fate, script, command);
    else
        fate->is_untold = true;
}

static void look_at_script(const struct pf_deploy_script *script,
                           const struct pf_shell_commands *commands, void *context)
{
    struct fate *fate = context;
    bool was_read = false;
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        bool is_mentioned = mentions(fate, script, command);
        bool reads_input = redirects_there(fate, script, command);
        bool is_put = reads_input || puts_there(fate, script, command);
        if (fate->text != NULL)
            follow(fate, script, command, reads_input,
                   is_put || (is_mentioned && command->word_count > 0 &&
                              !only_reads(command->words[0].text)));
        if (is_put && (was_read || (reads_input && is_mentioned)))
            fate->file.is_changed = true;
        else if (is_put)
            fate->file.is_made = true;
        else if (is_mentioned && command->word_count > 0 && !only_reads(command->words[0].text))
            fate->file.is_changed = true;
        was_read = was_read || is_mentioned;
    }
}

static bool is_harmless_action(pf_str action)
{
    static const pf_str known[] = {
        PF_STR_INIT("actions/checkout"),    PF_STR_INIT("actions/upload-artifact"),
        PF_STR_INIT("actions/cache"),       PF_STR_INIT("docker/build-push-action"),
        PF_STR_INIT("docker/login-action"),
    };
    return is_one_of(action, known, sizeof known / sizeof *known) ||
           pf_str_contains(action, PF_STR("ecs-"));
}

static void look_at_action(struct fate *fate)
{
    const struct pf_workflow_step *step = fate->place->step;
    if (pf_str_eq(step->action, PF_STR("actions/download-artifact")) &&
        !pf_project_has_file(fate->place->project, fate->path))
        fate->file.is_made = true;
    if (is_harmless_action(step->action) || step->with == NULL)
        return;
    for (size_t i = 0; i < step->with->count; i++)
        if (pf_str_contains(pf_node_text(step->with->items[i]), pf_path_base(fate->path)))
            fate->file.is_changed = true;
}

/* Actions that write a .env file from their inputs, `.env` where they name no other. */
static bool writes_dotenv(const struct fate *fate)
{
    static const pf_str names[] = {PF_STR_INIT("envfile"), PF_STR_INIT("env-file"),
                                   PF_STR_INIT("dotenv"), PF_STR_INIT("create-env")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_contains(fate->place->step->action, names[i]))
            return pf_str_eq(pf_path_base(fate->path), PF_STR(".env"));
    return false;
}

struct pf_file_fate pf_deploy_fate(const struct pf_deploy_place *place, pf_str path)
{
    struct pf_deploy_place at = *place;
    struct fate fate = {.place = &at, .path = path};
    for (size_t i = 0; i < place->job->step_count; i++) {
        at.step = &place->job->steps[i];
        bool is_last = at.step->node == place->step->node;
        if (!is_last || at.step->run != NULL)
            pf_deploy_scripts(&at, 0, NULL, look_at_script, &fate);
        if (is_last)
            break;
        if (at.step->uses != NULL)
            look_at_action(&fate);
        if (at.step->uses != NULL && writes_dotenv(&fate))
            fate.file.is_made = true;
    }
    return fate.file;
}

/* Is the step surely run, by a shell that we read? */
static bool is_sure(const struct pf_workflow_step *step)
{
    const struct pf_node *shell = pf_node_get(step->node, "shell");
    return step->condition == NULL && pf_node_get(step->node, "continue-on-error") == NULL &&
           (shell == NULL || pf_str_eq(pf_node_text(shell), PF_STR("bash")) ||
            pf_str_eq(pf_node_text(shell), PF_STR("sh")));
}

/* What a checkout leaves there: a file that git holds. */
static void begin_with_file(struct fate *fate, const struct pf_project_file *file)
{
    if (file == NULL || file->tracked_out)
        return;
    if (file->source == NULL)
        fate->is_untold = true;
    else
        pf_buffer_add(fate->text, file->source->bytes);
}

bool pf_build_written(struct pf_arena *arena, struct pf_project *project,
                      const struct pf_build *build, pf_str path, const struct pf_source **written)
{
    struct pf_deploy_place at = {arena, project, build->workflow, build->job, build->step};
    struct pf_buffer text = pf_buffer_new(arena);
    struct fate fate = {.place = &at, .path = path, .text = &text};
    struct pf_project_file *file = pf_project_file(project, path);
    if (file != NULL)
        pf_project_load(project, file);
    begin_with_file(&fate, file);
    for (size_t i = 0; i < build->job->step_count && !fate.is_untold; i++) {
        at.step = &build->job->steps[i];
        bool is_last = at.step->node == build->step->node;
        size_t before = fate.touched;
        fate.is_built = false;
        if (!is_last || at.step->run != NULL)
            pf_deploy_scripts(&at, 0, NULL, look_at_script, &fate);
        fate.is_untold |= fate.touched > before && !is_sure(at.step);
        if (is_last)
            break;
        bool checks_out = pf_str_eq(at.step->action, PF_STR("actions/checkout"));
        if (at.step->uses != NULL)
            look_at_action(&fate);
        fate.is_untold |=
            (checks_out && fate.touched > 0) || (at.step->uses != NULL && writes_dotenv(&fate));
    }
    if (fate.is_untold || fate.touched == 0 || fate.file.is_changed)
        return false;
    *written = pf_source_new(arena, path, pf_buffer_str(&text));
    return true;
}

struct pf_file_fate pf_build_fate(struct pf_arena *arena, struct pf_project *project,
                                  const struct pf_build *build, pf_str path)
{
    struct pf_deploy_place place = {arena, project, build->workflow, build->job, build->step};
    return pf_deploy_fate(&place, path);
}
