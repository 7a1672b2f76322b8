/* A container's start: its command and entry point down to the programs they end in. */
#include "model/start.h"

#include "read/shell.h"

enum {
    MAX_SCRIPT_DEPTH = 3, /* an entry point that execs a script that execs another */
    PROGRAM_WORDS = 4,    /* "exec python -m gunicorn" */
    MAX_COMMANDS = 200    /* a start script is short; the rest of a long one is not looked at */
};

struct start_reader {
    struct pf_arena *arena;
    struct pf_project *project;
    struct pf_start *start;
    bool exports_all;          /* `set -a` */
    bool has_script, hands_on; /* a script was read; one of them asks for its arguments */
    bool is_apart;             /* in a script that is run beside: what it sets stays its own */
};

bool pf_start_is_shell(pf_str program)
{
    static const pf_str shells[] = {PF_STR_INIT("sh"), PF_STR_INIT("bash"), PF_STR_INIT("ash"),
                                    PF_STR_INIT("dash")};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (pf_str_eq(pf_path_base(program), shells[i]))
            return true;
    return false;
}

/* Programs that serve or run Django. */
static bool is_django_program(pf_str base)
{
    static const pf_str programs[] = {
        PF_STR_INIT("gunicorn"),       PF_STR_INIT("uwsgi"),
        PF_STR_INIT("daphne"),         PF_STR_INIT("uvicorn"),
        PF_STR_INIT("hypercorn"),      PF_STR_INIT("granian"),
        PF_STR_INIT("waitress-serve"), PF_STR_INIT("mod_wsgi-express"),
        PF_STR_INIT("celery"),         PF_STR_INIT("django-admin"),
        PF_STR_INIT("manage.py")};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(base, programs[i]))
            return true;
    return false;
}

static bool is_python(pf_str program)
{
    pf_str base = pf_path_base(program);
    return pf_str_starts(base, PF_STR("python"));
}

bool pf_start_script(struct pf_arena *arena, struct pf_project *project, pf_str path, pf_str *found)
{
    static const char *const places[] = {"", "docker", "scripts", "bin", "deploy", "compose"};
    pf_str clean;
    while (path.len > 0 && path.data[0] == '/')
        path = pf_str_slice(path, 1, path.len);
    if (!pf_path_clean(arena, path, &clean))
        return false;
    pf_str tail = clean, head;
    for (bool more = true; more && tail.len > 0; more = pf_str_cut(tail, '/', &head, &tail)) {
        if (pf_project_has_file(project, tail)) {
            *found = tail;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        *found = pf_path_join(arena, pf_str_c(places[i]), pf_path_base(clean));
        if (pf_project_has_file(project, *found))
            return true;
    }
    return false;
}

/* Where a command stands. */
struct place {
    pf_span span;
    bool conditional;
};

static void add_command(struct start_reader *reader, const pf_str *words, size_t count,
                        const struct place *place, int depth);

static bool is_export_word(pf_str word)
{
    return pf_str_eq(word, PF_STR("export")) || pf_str_eq(word, PF_STR("declare"));
}

static void add_assignment(struct start_reader *reader, const struct pf_shell_word *word,
                           const struct place *place, bool is_exported)
{
    struct pf_start_assignment assignment = {
        .span = place->span.file == NULL ? place->span
                                         : pf_span_of(place->span.file, word->at, word->len),
        .conditional = place->conditional || reader->is_apart,
        .exported = is_exported || reader->exports_all,
        .literal = word->literal};
    if (pf_str_cut(word->text, '=', &assignment.name, &assignment.value))
        *pf_pile_add(reader->arena, &reader->start->assignments) = assignment;
}

/* `export NAME` of what was set before it, and `: ${NAME:=value}`. */
static void export_earlier(const struct start_reader *reader, pf_str name)
{
    for (size_t i = 0; i < reader->start->assignments.count; i++)
        if (pf_str_eq(reader->start->assignments.items[i].name, name))
            reader->start->assignments.items[i].exported = true;
}

/* `set -a`, `set -o allexport`, `set +a`. */
static void follow_set(struct start_reader *reader, const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++) {
        pf_str word = command->words[i].text;
        bool is_all = pf_str_eq(word, PF_STR("allexport")) ||
                      (word.len > 1 && pf_str_find_byte(word, 'a') != PF_STR_NONE &&
                       (word.data[0] == '-' || word.data[0] == '+') && word.data[1] != 'o');
        if (is_all)
            reader->exports_all = !pf_str_starts(command->words[1].text, PF_STR("+"));
    }
}

/* `export $(…)`, `export "$line"`, `eval "$(…)"`: the names are not said. */
static bool sets_unnamed(const struct pf_shell_command *command)
{
    pf_str first = command->word_count == 0 ? PF_STR("") : command->words[0].text;
    bool is_export = is_export_word(first), is_eval = pf_str_eq(first, PF_STR("eval"));
    for (size_t i = 1; (is_export || is_eval) && i < command->word_count; i++) {
        pf_str name, value, word = command->words[i].text;
        pf_str_cut(word, '=', &name, &value);
        if (is_export && pf_str_find_byte(name, '$') != PF_STR_NONE)
            return true;
        if (pf_str_contains(is_export ? name : word, PF_STR("$(")) ||
            pf_str_find_byte(is_export ? name : word, '`') != PF_STR_NONE)
            return true;
    }
    return false;
}

/* A server, which keeps what stands in front of its line; manage.py's other commands end. */
static bool is_server(const struct pf_shell_command *command)
{
    bool is_django = false, is_managing = false;
    for (size_t i = 0; i < command->word_count; i++) {
        pf_str base = pf_path_base(command->words[i].text);
        is_django |= i < PROGRAM_WORDS && is_django_program(base);
        is_managing |=
            pf_str_eq(base, PF_STR("manage.py")) || pf_str_eq(base, PF_STR("django-admin"));
        if (pf_str_eq(base, PF_STR("runserver")) || pf_str_eq(base, PF_STR("$@")))
            return true;
    }
    return is_django && !is_managing;
}

/* A variable of unknown value that may be set. */
static void add_possible(struct start_reader *reader, pf_str name, pf_str value, pf_span span)
{
    *pf_pile_add(reader->arena, &reader->start->assignments) = (struct pf_start_assignment){
        .name = name, .value = value, .span = span, .conditional = true};
}

/* NAME=value, also in front of a server, `export NAME=value`, `read NAME`, and `: ${NAME:=value}`,
 * which sets it where it is not set. */
static void add_assignments(struct start_reader *reader, const struct pf_shell_command *command,
                            const struct place *place)
{
    pf_str first = command->word_count == 0 ? PF_STR("") : command->words[0].text;
    bool exports = is_export_word(first), serves = is_server(command);
    bool sets = exports || pf_str_eq(first, PF_STR("readonly")) ||
                ((pf_str_eq(first, PF_STR("env")) || pf_str_eq(first, PF_STR("exec"))) && serves);
    for (size_t i = 0; i < command->assignment_count; i++)
        if (first.len == 0 || serves)
            add_assignment(reader, &command->assignments[i], place, serves);
    if (pf_str_eq(first, PF_STR("set")))
        follow_set(reader, command);
    for (size_t i = 0; i < command->word_count; i++) {
        const struct pf_shell_word *word = &command->words[i];
        ptrdiff_t equals = pf_str_find(word->text, PF_STR(":="));
        if (sets)
            add_assignment(reader, word, place, exports || serves);
        if (exports)
            export_earlier(reader, word->text);
        if (pf_str_eq(first, PF_STR("read")) && i > 0)
            add_possible(reader, word->text, PF_STR(""), place->span);
        if (equals != PF_STR_NONE && pf_str_starts(word->text, PF_STR("${")))
            add_possible(reader, pf_str_slice(word->text, 2, (size_t)equals), word->text,
                         place->span);
    }
}

/* Programs that serve nobody: one of them beside the server changes nothing of where that listens.
 */
static bool is_no_server(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {PF_STR_INIT("celery"), PF_STR_INIT("cron"),
                                      PF_STR_INIT("crond"),  PF_STR_INIT("tail"),
                                      PF_STR_INIT("sleep"),  PF_STR_INIT("echo")};
    for (size_t w = 0; w < command->word_count && w < PROGRAM_WORDS; w++)
        for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
            if (pf_str_eq(pf_path_base(command->words[w].text), programs[i]))
                return true;
    return false;
}

/* A command whose failure is an answer: what follows it behind && may well be passed over. */
static bool is_question(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {
        PF_STR_INIT("["),    PF_STR_INIT("[["),    PF_STR_INIT("(("),         PF_STR_INIT("test"),
        PF_STR_INIT("grep"), PF_STR_INIT("which"), PF_STR_INIT("command"),    PF_STR_INIT("type"),
        PF_STR_INIT("nc"),   PF_STR_INIT("curl"),  PF_STR_INIT("pg_isready"), PF_STR_INIT("false")};
    pf_str program = command->word_count == 0 ? PF_STR("") : pf_path_base(command->words[0].text);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(program, programs[i]))
            return true;
    return program.len == 0;
}

/* "$@", "$*", "$1": the script runs, or looks at, what it is handed. */
static bool asks_for_arguments(pf_str text)
{
    static const char *const signs[] = {"$@", "$*", "${@", "${*", "$1", "${1", "shift", "getopts"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(text, pf_str_c(signs[i])))
            return true;
    return false;
}

/* `file` is the script, NULL for the text of a command. */
static void add_script_text(struct start_reader *reader, pf_str text, const struct pf_source *file,
                            bool is_conditional, int depth)
{
    struct pf_shell_commands commands = pf_shell_read(reader->arena, text);
    bool before = true; /* is the command before this one conditional? */
    reader->has_script = true;
    reader->hands_on |= asks_for_arguments(text);
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        /* `migrate && gunicorn`: the server starts, or the container ends */
        bool follows =
            command->joint == PF_SHELL_AND && i > 0 && !before && !is_question(command - 1);
        before = command->conditional && !follows;
        struct pf_strs words = {0};
        for (size_t w = 0; w < command->word_count; w++)
            *pf_pile_add(reader->arena, &words) = command->words[w].text;
        struct place place = {.conditional = is_conditional || before};
        if (file != NULL && command->word_count > 0) {
            const struct pf_shell_word *last = &command->words[command->word_count - 1];
            place.span =
                pf_span_of(file, command->words[0].at, last->at + last->len - command->words[0].at);
        }
        if (file != NULL && command->word_count == 0)
            place.span = pf_span_of(file, 0, 0);
        reader->start->has_background |=
            command->joint == PF_SHELL_BACKGROUND && i > 0 && !is_no_server(command - 1);
        reader->start->brings_variables |= sets_unnamed(command);
        add_assignments(reader, command, &place);
        add_command(reader, words.items, words.count, &place, depth);
    }
}

/* `is_apart`: it is run beside, neither sourced nor in place of the shell that reads its line. */
static bool add_script(struct start_reader *reader, pf_str path, bool is_conditional, bool is_apart,
                       int depth)
{
    pf_str found;
    bool was_apart = reader->is_apart;
    if (depth >= MAX_SCRIPT_DEPTH || !pf_start_script(reader->arena, reader->project, path, &found))
        return false;
    struct pf_project_file *file = pf_project_file(reader->project, found);
    if (file == NULL || !pf_project_load(reader->project, file))
        return false;
    reader->is_apart |= is_apart;
    add_script_text(reader, file->source->bytes, file->source, is_conditional, depth + 1);
    reader->is_apart = was_apart;
    return true;
}

/* `. ./functions.sh`: a script of the project is read, and a virtual environment sets nothing that
 * is asked for here. What else it may be brings variables; a .env is not the production's. */
static bool add_sourced(struct start_reader *reader, pf_str path, bool is_conditional, int depth)
{
    bool is_shell = pf_str_ends(path, PF_STR(".sh")) || pf_str_ends(path, PF_STR(".bash"));
    if (is_shell && add_script(reader, path, is_conditional, false, depth))
        return true;
    reader->start->brings_variables |= !pf_str_ends(path, PF_STR("/activate"));
    return false;
}

/* One command: through wrappers, `sh -c` and scripts to what is really started. */
static void add_command(struct start_reader *reader, const pf_str *words, size_t count,
                        const struct place *place, int depth)
{
    bool replaces = depth == 0;
    for (size_t skip; (skip = pf_start_wrapper(words, count)) > 0;) {
        replaces |= pf_str_eq(words[0], PF_STR("exec"));
        reader->start->brings_variables |= pf_start_brings_variables(words[0]);
        words += skip, count -= skip;
    }
    if (count == 0 || reader->start->count >= MAX_COMMANDS)
        return;
    if (pf_start_is_shell(words[0]) && count > 2 && pf_str_ends(words[1], PF_STR("c"))) {
        add_script_text(reader, words[2], NULL, place->conditional, depth);
        return;
    }
    bool is_sourced = pf_str_eq(words[0], PF_STR(".")) || pf_str_eq(words[0], PF_STR("source"));
    if (is_sourced && count > 1 && add_sourced(reader, words[1], place->conditional, depth))
        return;
    pf_str script = pf_start_is_shell(words[0]) && count > 1 ? words[1] : words[0];
    bool is_script = pf_str_ends(script, PF_STR(".sh")) || pf_start_is_shell(words[0]) ||
                     pf_str_contains(pf_path_base(script), PF_STR("entrypoint")) ||
                     pf_str_eq(pf_path_base(script), PF_STR("start"));
    if (is_script && add_script(reader, script, place->conditional, !replaces, depth))
        return;
    if (is_script)
        reader->start->known = false;
    struct pf_strs *command = pf_pile_add(reader->arena, reader->start);
    for (size_t i = 0; i < count; i++)
        *pf_pile_add(reader->arena, command) = words[i];
    *pf_pile_add(reader->arena, &reader->start->places) = place->span;
    *pf_pile_add(reader->arena, &reader->start->conditional) = place->conditional;
}

/* A command as ECS or Docker has it: a list of words, or one string for the shell. */
static struct pf_strs words_of(struct pf_arena *arena, const struct pf_node *node)
{
    struct pf_strs words = {0};
    if (pf_node_is(node, PF_STRING) && node->text.len > 0) {
        *pf_pile_add(arena, &words) = PF_STR("sh");
        *pf_pile_add(arena, &words) = PF_STR("-c");
        *pf_pile_add(arena, &words) = node->text;
    }
    for (size_t i = 0; pf_node_is(node, PF_SEQ) && i < node->count; i++)
        *pf_pile_add(arena, &words) = pf_node_text(node->items[i]);
    return words;
}

/* An entry point in shell form takes no arguments; one that execs "$@" runs the command too. */
static void add_start(struct start_reader *reader, const struct pf_node *entry,
                      const struct pf_node *command)
{
    static const struct place nowhere = {0};
    struct pf_strs arguments = words_of(reader->arena, command);
    struct pf_strs words = words_of(reader->arena, entry);
    if (words.count == 0) {
        add_command(reader, arguments.items, arguments.count, &nowhere, 0);
        return;
    }
    size_t before = reader->start->count;
    bool is_wrapped = pf_start_wraps(words.items[0]) || is_python(words.items[0]);
    if (!is_wrapped)
        add_command(reader, words.items, words.count, &nowhere, 0);
    bool hands_over = reader->start->count == before || reader->hands_on ||
                      (!reader->has_script && words.count <= 3);
    if (is_wrapped)
        for (size_t i = 0; i < arguments.count; i++)
            *pf_pile_add(reader->arena, &words) = arguments.items[i];
    if (is_wrapped)
        add_command(reader, words.items, words.count, &nowhere, 0);
    else if (hands_over)
        add_command(reader, arguments.items, arguments.count, &nowhere, 0);
}

struct pf_start pf_start_of(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_node *container, const struct pf_image *image)
{
    struct pf_start start = {.known = true};
    struct start_reader reader = {.arena = arena, .project = project, .start = &start};
    const struct pf_node *entry = pf_node_get(container, "entryPoint");
    const struct pf_node *command = pf_node_get(container, "command");
    bool entry_is_given = pf_node_is_given(entry);
    if (!entry_is_given)
        entry = image == NULL ? NULL : image->entrypoint;
    if (!pf_node_is_given(command) && !entry_is_given)
        command = image == NULL ? NULL : image->command;
    start.written = pf_node_is_given(command) ? command : entry;
    add_start(&reader, entry, command);
    if (start.count == 0)
        start.known = false;
    return start;
}

static bool names_django(const struct pf_strs *words)
{
    for (size_t w = 0; w < words->count && w < PROGRAM_WORDS; w++)
        if (is_django_program(pf_path_base(words->items[w])))
            return true;
    return false;
}

enum pf_truth pf_start_runs_django(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        if (names_django(&start->items[i]))
            return PF_YES;
    if (!start->known)
        return PF_MAYBE;
    for (size_t i = 0; i < start->count; i++)
        if (is_python(start->items[i].items[0]))
            return PF_MAYBE;
    return PF_NO;
}
