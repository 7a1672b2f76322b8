/* The project's own checks: what documentation demands and workflows run, as argument arrays. */
#include "cli/plan_inside.h"

#include "read/shell.h"

/* Programs that judge the code and are worth running here. Those that rewrite it get a flag that
 * makes them only look. */
struct tool {
    const char *name;
    const char *only_looks; /* added where none of `looking` is there; NULL: it only looks anyway */
    const char *looking[3];
};
static const struct tool tools[] = {
    {"pytest", NULL, {NULL}},
    {"py.test", NULL, {NULL}},
    {"flake8", NULL, {NULL}},
    {"mypy", NULL, {NULL}},
    {"pylint", NULL, {NULL}},
    {"bandit", NULL, {NULL}},
    {"black", "--check", {"--check", "--diff", NULL}},
    {"isort", "--check-only", {"--check-only", "--check", "-c"}},
};
/* manage.py's. */
static const char *const manage_verbs[] = {"check", "test", "makemigrations"};

struct checks {
    struct pf_plan_writer *writer;
    struct pf_strs seen; /* words joined by NUL: what was said already */
};

/* Where the check stands. */
struct place {
    const char *from; /* "workflow", "documentation" */
    pf_span span;
    const struct pf_node *job_env; /* PF_MAP or NULL */
};

static const struct tool *tool_named(pf_str name)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (pf_str_eq(name, pf_str_c(tools[i].name)))
            return &tools[i];
    return NULL;
}

static bool is_python(pf_str word)
{
    return pf_str_eq(word, PF_STR("python")) || pf_str_eq(word, PF_STR("python3"));
}

static bool has_word(const struct pf_strs *words, const char *word)
{
    return pf_strs_has(words, pf_str_c(word));
}

/* python manage.py test, ./manage.py check --deploy; makemigrations only with --check. */
static bool is_manage(const struct pf_strs *words)
{
    size_t at = is_python(words->items[0]) ? 1 : 0;
    if (words->count < at + 2)
        return false;
    pf_str program = words->items[at], verb = words->items[at + 1];
    if (!pf_str_eq(program, PF_STR("manage.py")) && !pf_str_eq(program, PF_STR("./manage.py")))
        return false;
    if (pf_str_eq(verb, PF_STR("makemigrations")))
        return has_word(words, "--check");
    for (size_t i = 0; i < sizeof manage_verbs / sizeof *manage_verbs; i++)
        if (pf_str_eq(verb, pf_str_c(manage_verbs[i])))
            return true;
    return false;
}

static const struct tool *tool_of(const struct pf_strs *words)
{
    if (is_python(words->items[0]) && words->count > 2 && pf_str_eq(words->items[1], PF_STR("-m")))
        return tool_named(words->items[2]);
    return tool_named(words->items[0]);
}

static void look_only(struct pf_arena *arena, const struct tool *tool, struct pf_strs *words)
{
    if (tool == NULL || tool->only_looks == NULL)
        return;
    for (size_t i = 0; i < 3 && tool->looking[i] != NULL; i++)
        if (has_word(words, tool->looking[i]))
            return;
    *pf_pile_add(arena, words) = pf_str_c(tool->only_looks);
}

/* Literal values only: what an expression makes is not known here. */
static void put_environment(struct pf_json *json, const struct pf_node *env)
{
    pf_json_key(json, "env");
    pf_json_open(json, '{');
    for (size_t i = 0; pf_node_is(env, PF_MAP) && i < env->count; i++) {
        const struct pf_node *value = env->items[i];
        if (!pf_node_is_scalar(value) || pf_str_contains(value->text, PF_STR("${{")))
            continue;
        pf_json_key_str(json, pf_node_text(value->key));
        pf_json_string(json, value->text);
    }
    pf_json_close(json, '}');
}

static void put_check(struct checks *checks, const struct pf_strs *words, const struct place *place)
{
    struct pf_json *json = &checks->writer->json;
    pf_json_open(json, '{');
    pf_json_key(json, "argv");
    pf_json_open(json, '[');
    for (size_t i = 0; i < words->count; i++)
        pf_json_string(json, words->items[i]);
    pf_json_close(json, ']');
    pf_json_put_c(json, "from", place->from);
    pf_json_put_string(json, "path",
                       place->span.file == NULL ? PF_STR("") : place->span.file->path);
    pf_json_put_number(json, "line",
                       place->span.file == NULL ? 0 : pf_span_start(place->span).line);
    put_environment(json, place->job_env);
    pf_json_close(json, '}');
}

/* A simple command of literal words that is one of the tools; anything else is passed over. */
static void add_command(struct checks *checks, const struct pf_shell_command *command,
                        const struct place *place)
{
    struct pf_arena *arena = checks->writer->arena;
    struct pf_strs words = {0};
    if (command->word_count == 0 || command->redirect_count > 0 || command->conditional ||
        command->assignment_count > 0 || command->joint == PF_SHELL_PIPE)
        return;
    for (size_t i = 0; i < command->word_count; i++) {
        if (!command->words[i].literal)
            return;
        *pf_pile_add(arena, &words) = command->words[i].text;
    }
    const struct tool *tool = tool_of(&words);
    if (tool == NULL && !is_manage(&words))
        return;
    if (pf_str_eq(words.items[0], PF_STR("./manage.py"))) {
        struct pf_strs by_python = {0};
        *pf_pile_add(arena, &by_python) = PF_STR("python");
        for (size_t i = 0; i < words.count; i++)
            *pf_pile_add(arena, &by_python) = words.items[i];
        words = by_python;
    }
    look_only(arena, tool, &words);
    pf_str joined = pf_arena_join(arena, words.items, words.count, (pf_str){"", 1});
    if (pf_strs_has(&checks->seen, joined))
        return;
    *pf_pile_add(arena, &checks->seen) = joined;
    put_check(checks, &words, place);
}

static void add_script(struct checks *checks, pf_str script, const struct place *place)
{
    struct pf_shell_commands commands = pf_shell_read(checks->writer->arena, script);
    for (size_t i = 0; i < commands.count; i++)
        add_command(checks, &commands.items[i], place);
}

static void add_job(struct checks *checks, const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_workflow_step *step = &job->steps[i];
        if (step->run == NULL)
            continue;
        struct place place = {
            .from = "workflow", .span = step->run->span, .job_env = pf_node_get(job->node, "env")};
        add_script(checks, step->run->text, &place);
    }
}

static pf_str without_prompt(pf_str line)
{
    line = pf_str_trim(line);
    return pf_str_starts(line, PF_STR("$ ")) ? pf_str_slice(line, 2, line.len) : line;
}

/* The workflows' first: they say what the variables are. */
void pf_plan_put_checks(struct pf_plan_writer *writer)
{
    struct checks checks = {.writer = writer};
    const struct pf_workflows *workflows = &writer->wiring->deploys->workflows;
    const struct pf_docs *docs = writer->wiring->docs;
    pf_json_key(&writer->json, "checks");
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < workflows->count; i++)
        for (size_t j = 0; j < workflows->items[i].job_count; j++)
            if (pf_plan_triggers(writer, &workflows->items[i]) != PF_NO)
                add_job(&checks, &workflows->items[i].jobs[j]);
    for (size_t i = 0; i < docs->command_count; i++) {
        struct place place = {.from = "documentation", .span = docs->commands[i].span};
        add_script(&checks, without_prompt(docs->commands[i].text), &place);
    }
    pf_json_close(&writer->json, ']');
}
