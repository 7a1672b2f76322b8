/* Follows a text back through variables, pipelines and files to the question that AWS answered. */
#include "checks/described_answer.h"

enum { MAX_TRACE = 8 /* variables and files behind each other; a script has two or three */ };

/* A place in the job's scripts: what stands before it may have made what is used there. */
struct spot {
    const struct pf_workflow_step *step;
    const struct pf_shell_commands *commands; /* of the step; NULL for an action */
    size_t before;
};

struct trail {
    struct pf_arena *arena;
    const struct pf_flow_place *place; /* of the job */
    struct spot spot;
    bool is_changed; /* a program may have taken the definition out of the answer */
};

/* The value of the only assignment to the variable, and which command it is; "" for none, several,
 * or one that may be passed over. */
static pf_str assigned(const struct pf_shell_commands *commands, pf_str name, size_t *at)
{
    pf_str found = {0};
    for (size_t i = 0; i < commands->count; i++)
        for (size_t k = 0; k < commands->items[i].assignment_count; k++) {
            pf_str left, right;
            pf_str_cut(commands->items[i].assignments[k].text, '=', &left, &right);
            if (!pf_str_eq(left, name))
                continue;
            if (found.len > 0 || commands->items[i].conditional)
                return (pf_str){0};
            found = right;
            *at = i;
        }
    return found;
}

/* "$(a | b)" → a and b; none for anything else. */
static struct pf_described_line substituted(struct trail *trail, pf_str value)
{
    if (!pf_str_starts(value, PF_STR("$(")) || !pf_str_ends(value, PF_STR(")")))
        return (struct pf_described_line){0};
    pf_str text = pf_str_slice(value, 2, value.len - 1);
    struct pf_shell_commands commands = pf_shell_read(trail->arena, text);
    return (struct pf_described_line){commands.items, commands.count, text};
}

static bool follow_variable(struct trail *trail, struct pf_described_source *source)
{
    struct spot *spot = &trail->spot;
    if (spot->commands == NULL)
        return false;
    pf_str value = assigned(spot->commands, source->name, &spot->before);
    return pf_described_hands_on(substituted(trail, value), source, &trail->is_changed);
}

/* ---- files ---- */

/* "./td.json" and "file://td.json" → "td.json"; "" where the name has parts that only the run
 * knows. A file of the runner's own folder is known well enough. */
static pf_str plain_path(pf_str path)
{
    static const pf_str own[] = {PF_STR_INIT("$RUNNER_TEMP/"), PF_STR_INIT("${RUNNER_TEMP}/"),
                                 PF_STR_INIT("${{ runner.temp }}/")};
    if (pf_str_starts(path, PF_STR("file://")))
        path = pf_str_slice(path, 7, path.len);
    while (pf_str_starts(path, PF_STR("./")))
        path = pf_str_slice(path, 2, path.len);
    pf_str rest = path;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (pf_str_starts(path, own[i]))
            rest = pf_str_slice(path, own[i].len, path.len);
    return pf_str_find_byte(rest, '$') == PF_STR_NONE && pf_str_find_byte(rest, '`') == PF_STR_NONE
               ? path
               : (pf_str){0};
}

static bool is_relative(pf_str path)
{
    return !pf_str_starts(path, PF_STR("/")) && !pf_str_starts(path, PF_STR("$"));
}

/* Does the command leave alone every file that is not named to it? */
static bool spares_others(const struct pf_shell_command *command)
{
    static const char *const programs[] = {
        "[",     "[[",     "aws",   "awk",  "basename", "cat",   "cd",    "chmod", "cp",
        "cut",   "date",   "diff",  "echo", "exit",     "false", "grep",  "head",  "jq",
        "ls",    "mkdir",  "mv",    "pwd",  "printf",   "sed",   "sleep", "sort",  "stat",
        "tail",  "test",   "tr",    "true", "wc",       "set",   "yq",    "tee",   "docker",
        "touch", "export", "unset", "read", "local",    "shopt"};
    if (command->word_count == 0)
        return true;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_described_is_program(command, programs[i]))
            return true;
    return pf_described_is_program(command, "git") &&
           pf_shell_has_word(command, 1, PF_STR("rev-parse"));
}

/* Does the command only read the files that are named to it? */
static bool only_reads(const struct pf_shell_command *command)
{
    static const char *const programs[] = {"cat",  "jq", "echo", "ls",   "test", "[",
                                           "grep", "wc", "head", "tail", "diff", "stat"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_described_is_program(command, programs[i]))
            return true;
    return pf_described_is_program(command, "aws") && !pf_shell_has_word(command, 1, PF_STR("s3"));
}

static bool redirects_to(const struct pf_shell_command *command, pf_str script, pf_str path)
{
    for (size_t i = 0; i < command->redirect_count; i++)
        if (pf_str_eq(plain_path(command->redirects[i].text), path))
            return pf_shell_arrow_of(script, &command->redirects[i]) == PF_SHELL_ARROW_WHOLE;
    return false;
}

/* Does it write, or read and write, a file of that name? */
static bool may_be_redirected(const struct pf_shell_command *command, pf_str script, pf_str base)
{
    for (size_t i = 0; i < command->redirect_count; i++)
        if (pf_str_contains(command->redirects[i].text, base) &&
            pf_shell_arrow_of(script, &command->redirects[i]) != PF_SHELL_ARROW_FROM)
            return true;
    return false;
}

/* `mv new.json td.json`, also behind &&: the first name; "" for anything else. */
static pf_str moved_from(const struct pf_shell_command *command, pf_str path)
{
    bool moves = pf_described_is_program(command, "mv") || pf_described_is_program(command, "cp");
    if (!moves || command->word_count != 3 || command->redirect_count > 0 ||
        (command->conditional && command->joint != PF_SHELL_AND) ||
        !pf_str_eq(plain_path(command->words[2].text), path))
        return (pf_str){0};
    return command->words[1].text;
}

/* Does a command before this one hold it in a `$( )` of its own words? */
static bool is_inside(const struct pf_shell_commands *commands, size_t at)
{
    if (commands->items[at].word_count == 0)
        return true;
    size_t place = commands->items[at].words[0].at;
    for (size_t i = 0; i < at; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        for (size_t k = 0; k < command->word_count; k++)
            if (command->words[k].at <= place &&
                place < command->words[k].at + command->words[k].len)
                return true;
    }
    return false;
}

/* The pipeline that ends with that command; none where one of it stands in a `$( )`. */
static struct pf_described_line pipeline_to(const struct pf_shell_commands *commands, size_t last,
                                            pf_str script)
{
    size_t first = last;
    while (first > 0 && commands->items[first].joint == PF_SHELL_PIPE)
        first--;
    for (size_t i = first; i <= last; i++)
        if (is_inside(commands, i))
            return (struct pf_described_line){0};
    return (struct pf_described_line){&commands->items[first], last - first + 1, script};
}

enum finding { FOUND, NOT_HERE, LOST };

/* Looks for the command that made the file, from the spot backwards to the script's begin. */
static enum finding find_in_script(struct trail *trail, pf_str path,
                                   struct pf_described_source *source)
{
    struct spot *spot = &trail->spot;
    pf_str script = spot->step->run->text, base = pf_path_base(path);
    for (size_t i = spot->before; i-- > 0;) {
        const struct pf_shell_command *command = &spot->commands->items[i];
        bool is_named = pf_shell_mentions(command->words, command->word_count, base);
        spot->before = i;
        if (redirects_to(command, script, path))
            return pf_described_hands_on(pipeline_to(spot->commands, i, script), source,
                                         &trail->is_changed)
                       ? FOUND
                       : LOST;
        pf_str from = moved_from(command, path);
        if (from.len > 0) {
            *source = (struct pf_described_source){from, true};
            return FOUND;
        }
        if (may_be_redirected(command, script, base) || !spares_others(command) ||
            (is_named && !only_reads(command)))
            return LOST;
    }
    return NOT_HERE;
}

static bool changes_folder(const struct pf_shell_commands *commands)
{
    for (size_t i = 0; commands != NULL && i < commands->count; i++)
        if (pf_described_is_program(&commands->items[i], "cd") ||
            pf_described_is_program(&commands->items[i], "pushd"))
            return true;
    return false;
}

/* May the action write the file? Only one of the project's own, or one that is told its name. */
static bool may_write(const struct pf_workflow_step *step, pf_str path)
{
    if (pf_str_starts(step->uses->text, PF_STR(".")))
        return true;
    for (size_t i = 0; pf_node_is(step->with, PF_MAP) && i < step->with->count; i++)
        if (pf_str_contains(pf_node_text(step->with->items[i]), pf_path_base(path)))
            return true;
    return false;
}

/* Where the step's script runs, as written; "" is the workspace, where actions look, too. */
static pf_str folder_of(const struct trail *trail, const struct pf_workflow_step *step)
{
    if (step->run == NULL)
        return (pf_str){0};
    const struct pf_node *value = pf_node_get(step->node, "working-directory");
    const struct pf_node *maps[] = {trail->place->job->node, trail->place->workflow->root};
    for (size_t i = 0; value == NULL && i < sizeof maps / sizeof *maps; i++)
        value =
            pf_node_get(pf_node_get(pf_node_get(maps[i], "defaults"), "run"), "working-directory");
    return pf_node_text(value);
}

/* Does an earlier step surely run before that one does, by a shell that we read? */
static bool goes_before(const struct pf_workflow_step *earlier, const struct pf_workflow_step *step)
{
    pf_str shell = pf_node_text(pf_node_get(earlier->node, "shell"));
    bool is_read =
        shell.len == 0 || pf_str_eq(shell, PF_STR("bash")) || pf_str_eq(shell, PF_STR("sh"));
    return is_read && (earlier->condition == NULL ||
                       pf_str_eq(pf_node_text(earlier->condition), pf_node_text(step->condition)));
}

/* Is a path of one step's the same file to the other? */
static bool are_of_one_folder(const struct trail *trail, const struct pf_workflow_step *step,
                              const struct pf_workflow_step *other, pf_str path)
{
    return !is_relative(path) || pf_str_eq(folder_of(trail, step), folder_of(trail, other));
}

/* Looks for the command that made the file in this step, then in those before it. */
static bool follow_file(struct trail *trail, struct pf_described_source *source)
{
    const struct pf_workflow_step *user = trail->spot.step;
    pf_str path = plain_path(source->name);
    if (path.len == 0 || (is_relative(path) && changes_folder(trail->spot.commands)))
        return false;
    enum finding found =
        trail->spot.commands == NULL ? NOT_HERE : find_in_script(trail, path, source);
    for (size_t i = user->index; found == NOT_HERE && i-- > 0;) {
        const struct pf_workflow_step *step = &trail->place->job->steps[i];
        if (step->uses != NULL && may_write(step, path))
            return false;
        if (step->run == NULL)
            continue;
        const struct pf_shell_commands *commands = pf_workflow_commands(step);
        trail->spot = (struct spot){step, commands, commands->count};
        found = find_in_script(trail, path, source);
        if (found == FOUND &&
            (!goes_before(step, user) || !are_of_one_folder(trail, step, user, path) ||
             (is_relative(path) && changes_folder(commands))))
            return false;
    }
    return found == FOUND;
}

/* ---- from the beginning ---- */

static enum pf_answer answer(const struct trail *trail)
{
    return trail->is_changed ? PF_ANSWER_DEFINITION : PF_ANSWER_WRAPPED;
}

enum pf_answer pf_answer_of(struct pf_check_context *context, const struct pf_flow_place *place,
                            size_t before, pf_str value)
{
    const struct pf_shell_commands *commands =
        place->step->run == NULL ? NULL : pf_workflow_commands(place->step);
    struct trail trail = {
        .arena = context->arena, .place = place, .spot = {place->step, commands, before}};
    struct pf_described_source source =
        pf_described_source_of(value, pf_str_starts(value, PF_STR("file://")));
    if (source.name.len == 0) {
        if (!pf_described_hands_on(substituted(&trail, value), &source, &trail.is_changed))
            return PF_ANSWER_UNKNOWN;
        if (source.name.len == 0)
            return answer(&trail);
    }
    for (size_t i = 0; i < MAX_TRACE; i++) {
        bool is_followed =
            source.is_file ? follow_file(&trail, &source) : follow_variable(&trail, &source);
        if (!is_followed)
            return PF_ANSWER_UNKNOWN;
        if (source.name.len == 0)
            return answer(&trail);
    }
    return PF_ANSWER_UNKNOWN;
}
