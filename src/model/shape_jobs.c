/* Jobs: ids, needs and their circles, permissions, shells, credentials, names of variables. */
#include "model/shape_inside.h"

#include "base/index.h"
#include "base/nearest.h"
#include "ghexpr/find.h"
#include "model/glob.h"

enum {
    MAX_ID = 100,   /* characters; GitHub refuses longer ids */
    MAX_RUN = 21000 /* characters of a script with expressions */
};

static const char name_words[] =
    "an id starts with a letter or '_' and holds letters, digits, '-' and '_' only";

static bool is_name(pf_str id)
{
    bool is_right = id.len > 0 && (pf_is_alpha(id.data[0]) || id.data[0] == '_');
    for (size_t i = 1; i < id.len; i++)
        is_right = is_right && (pf_is_name(id.data[i]) || id.data[i] == '-');
    return is_right;
}

void pf_shape_names(struct pf_shape *shape, const struct pf_node *map)
{
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++) {
        const struct pf_node *key = map->items[i]->key;
        if (is_name(key->text) || pf_ghexpr_has(key->text) || pf_str_eq(key->text, PF_STR("<<")))
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_BAD_ID, key->span, key->text);
        problem->detail = pf_str_c(name_words);
        problem->is_harmless = true;
    }
}

static void check_id(struct pf_shape *shape, pf_str id, pf_span span)
{
    const char *detail = NULL;
    if (!is_name(id))
        detail = name_words;
    else if (pf_str_starts(id, PF_STR("__")))
        detail = "ids that start with '__' are GitHub's own";
    else if (id.len >= MAX_ID)
        detail = "an id has fewer than 100 characters";
    if (detail != NULL)
        pf_shape_add(shape, PF_WORKFLOW_BAD_ID, span, id)->detail = pf_str_c(detail);
}

static void check_step_ids(struct pf_shape *shape, const struct pf_workflow_job *job)
{
    struct pf_index seen = pf_index_new(shape->arena);
    for (size_t i = 0; i < job->step_count; i++) {
        if (job->steps[i].id.len == 0)
            continue;
        const struct pf_node *id = pf_node_get(job->steps[i].node, "id");
        if (!pf_ghexpr_has(id->text))
            check_id(shape, id->text, id->span);
        pf_str key = pf_arena_lower(shape->arena, id->text);
        const struct pf_node *first = pf_index_get(&seen, key);
        if (first == NULL)
            pf_index_put(&seen, key, (void *)(uintptr_t)id);
        else
            pf_shape_add(shape, PF_WORKFLOW_DUPLICATE_ID, id->span, id->text)->related =
                first->span;
    }
}

static void check_job_ids(struct pf_shape *shape)
{
    const struct pf_node *jobs = pf_node_get(shape->root, "jobs");
    for (size_t i = 0; pf_node_is(jobs, PF_MAP) && i < jobs->count; i++)
        check_id(shape, jobs->items[i]->key->text, jobs->items[i]->key->span);
}

/* The node of one entry of `needs`, for its place. */
static const struct pf_node *need_node(const struct pf_workflow_job *job, size_t index)
{
    const struct pf_node *needs = pf_node_get(job->node, "needs");
    if (!pf_node_is(needs, PF_SEQ))
        return needs;
    for (size_t i = 0, seen = 0; i < needs->count; i++)
        if (pf_node_is_scalar(needs->items[i]) && seen++ == index)
            return needs->items[i];
    return needs;
}

static void check_needs_of(struct pf_shape *shape, const struct pf_workflow_job *job,
                           const struct pf_index *by_id)
{
    struct pf_index seen = pf_index_new(shape->arena);
    for (size_t i = 0; i < job->needs.count; i++) {
        pf_str name = job->needs.items[i];
        const struct pf_node *node = need_node(job, i);
        pf_str key = pf_arena_lower(shape->arena, name);
        if (pf_index_get(&seen, key) != NULL) {
            pf_shape_add(shape, PF_WORKFLOW_DUPLICATE_ID, node->span, name);
            continue;
        }
        pf_index_put(&seen, key, (void *)(uintptr_t)job);
        if (name.len == 0 || pf_index_get(by_id, key) != NULL)
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_NEEDS_UNKNOWN, node->span, name);
        problem->where = job->id;
        struct pf_strs ids = {0};
        for (size_t j = 0; j < shape->workflow->job_count; j++)
            if (&shape->workflow->jobs[j] != job)
                *pf_pile_add(shape->arena, &ids) = shape->workflow->jobs[j].id;
        pf_shape_choices(shape, problem, &ids);
    }
}

/* Walks from a job along its needs without recursion; `mark` 1: on the way, 2: done. */
struct cycle_search {
    struct pf_shape *shape;
    struct pf_index by_id; /* lower case → job */
    unsigned char *marks;
    const struct pf_workflow_job **path;
    size_t *next; /* need to look at, for each job on the path */
    size_t depth;
};

static size_t index_of(const struct cycle_search *search, const struct pf_workflow_job *job)
{
    return (size_t)(job - search->shape->workflow->jobs);
}

static void report_cycle(struct cycle_search *search, const struct pf_workflow_job *again)
{
    struct pf_shape *shape = search->shape;
    size_t from = 0;
    while (search->path[from] != again)
        from++;
    struct pf_strs names = {0};
    for (size_t i = from; i < search->depth; i++)
        *pf_pile_add(shape->arena, &names) = search->path[i]->id;
    *pf_pile_add(shape->arena, &names) = again->id;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_NEEDS_CYCLE, again->node->key->span, again->id);
    problem->detail = pf_arena_join(shape->arena, names.items, names.count, PF_STR(" -> "));
}

static void enter(struct cycle_search *search, const struct pf_workflow_job *job)
{
    search->marks[index_of(search, job)] = 1;
    search->path[search->depth] = job;
    search->next[search->depth++] = 0;
}

static void step(struct cycle_search *search)
{
    const struct pf_workflow_job *job = search->path[search->depth - 1];
    size_t at = search->next[search->depth - 1]++;
    if (at >= job->needs.count) {
        search->marks[index_of(search, job)] = 2;
        search->depth--;
        return;
    }
    const struct pf_workflow_job *need =
        pf_index_get(&search->by_id, pf_arena_lower(search->shape->arena, job->needs.items[at]));
    if (need == NULL)
        return;
    unsigned char mark = search->marks[index_of(search, need)];
    if (mark == 1)
        report_cycle(search, need);
    else if (mark == 0)
        enter(search, need);
}

static bool has_needs(const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < workflow->job_count; i++)
        if (workflow->jobs[i].needs.count > 0)
            return true;
    return false;
}

static void check_needs(struct pf_shape *shape)
{
    size_t count = shape->workflow->job_count;
    if (!has_needs(shape->workflow))
        return;
    struct cycle_search search = {
        .shape = shape,
        .by_id = pf_index_new(shape->arena),
        .marks = PF_NEW_ARRAY(shape->arena, unsigned char, count),
        .path = PF_NEW_ARRAY(shape->arena, const struct pf_workflow_job *, count),
        .next = PF_NEW_ARRAY(shape->arena, size_t, count),
    };
    for (size_t i = 0; i < count; i++) {
        struct pf_workflow_job *job = &shape->workflow->jobs[i];
        pf_str key = pf_arena_lower(shape->arena, job->id);
        if (pf_index_get(&search.by_id, key) == NULL)
            pf_index_put(&search.by_id, key, job);
    }
    for (size_t i = 0; i < count; i++)
        check_needs_of(shape, &shape->workflow->jobs[i], &search.by_id);
    for (size_t i = 0; i < count; i++) {
        if (search.marks[i] == 0)
            enter(&search, &shape->workflow->jobs[i]);
        while (search.depth > 0)
            step(&search);
    }
}

void pf_shape_permissions(struct pf_shape *shape, const struct pf_node *permissions)
{
    if (pf_node_is_scalar(permissions)) {
        struct pf_strs levels = pf_shape_split(shape->arena, PF_STR("read-all,write-all"));
        if (permissions->kind == PF_NULL) {
            pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, permissions->key->span,
                         permissions->key->text);
        } else if (!pf_strs_has(&levels, permissions->text)) {
            struct pf_workflow_problem *problem = pf_shape_add(
                shape, PF_WORKFLOW_BAD_PERMISSION, permissions->span, permissions->text);
            pf_shape_choices(shape, problem, &levels);
        }
        return;
    }
    if (!pf_node_is(permissions, PF_MAP)) {
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, permissions->span, PF_STR("permissions"))
            ->expected = PF_STR("a mapping of scopes");
        return;
    }
    const struct pf_table *table = &shape->tables->permissions;
    struct pf_strs scopes = {0};
    for (size_t row = 0; row < table->row_count; row++)
        *pf_pile_add(shape->arena, &scopes) = pf_table_cell(table, row, 0);
    for (size_t i = 0; i < permissions->count; i++) {
        const struct pf_node *level = permissions->items[i];
        ptrdiff_t row = pf_table_find(table, 0, level->key->text);
        if (row == PF_STR_NONE) {
            struct pf_workflow_problem *problem =
                pf_shape_add(shape, PF_WORKFLOW_BAD_PERMISSION, level->key->span, level->key->text);
            pf_shape_choices(shape, problem, &scopes);
            problem->detail = PF_STR("GitHub knows no such scope");
            continue;
        }
        struct pf_strs levels = pf_shape_split(shape->arena, pf_table_cell(table, (size_t)row, 1));
        if (pf_strs_has(&levels, pf_node_text(level)))
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_BAD_PERMISSION, level->span, pf_node_text(level));
        problem->where = level->key->text;
        pf_shape_choices(shape, problem, &levels);
    }
}

static void check_shell(struct pf_shape *shape, const struct pf_node *shell)
{
    static const pf_str known[] = {PF_STR_INIT("bash"),   PF_STR_INIT("pwsh"),
                                   PF_STR_INIT("python"), PF_STR_INIT("sh"),
                                   PF_STR_INIT("cmd"),    PF_STR_INIT("powershell")};
    if (!pf_node_is(shell, PF_STRING) || pf_ghexpr_has(shell->text) ||
        pf_str_contains(shell->text, PF_STR("{0}")))
        return;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pf_str_eq_nocase(known[i], shell->text))
            return;
    bool is_command = pf_str_find_byte(shell->text, ' ') != PF_STR_NONE;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_SHELL, shell->span, shell->text);
    struct pf_strs names = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        *pf_pile_add(shape->arena, &names) = known[i];
    pf_shape_choices(shape, problem, &names);
    if (!is_command)
        return;
    problem->detail = PF_STR("a command needs '{0}' where the script's file goes");
    problem->expected = PF_STR("{0} where the file goes");
}

static const struct pf_node *default_shell(const struct pf_node *map)
{
    return pf_node_get(pf_node_get(pf_node_get(map, "defaults"), "run"), "shell");
}

/* What GitHub does not take for the name of a variable. */
static bool parts_names(pf_str key)
{
    bool parts = false;
    for (size_t i = 0; i < key.len; i++)
        parts |= key.data[i] == ' ' || key.data[i] == '=' || key.data[i] == '&';
    return parts;
}

static void check_env_names(struct pf_shape *shape, const struct pf_node *env)
{
    for (size_t i = 0; pf_node_is(env, PF_MAP) && i < env->count; i++) {
        const struct pf_node *key = env->items[i]->key;
        if (parts_names(key->text) && !pf_ghexpr_has(key->text))
            pf_shape_add(shape, PF_WORKFLOW_BAD_ENV_NAME, key->span, key->text);
    }
}

static void check_credentials(struct pf_shape *shape, const struct pf_node *container, pf_str where)
{
    check_env_names(shape, pf_node_get(container, "env"));
    const struct pf_node *password = pf_node_get(pf_node_get(container, "credentials"), "password");
    if (!pf_node_is_scalar(password) || password->text.len == 0 || pf_ghexpr_has(password->text))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_LITERAL_CREDENTIALS, password->span, PF_STR("password"));
    problem->where = where;
    problem->detail = password->text;
}

static void check_timeout(struct pf_shape *shape, const struct pf_node *minutes)
{
    bool is_small = (pf_node_is(minutes, PF_INT) && minutes->as.integer <= 0) ||
                    (pf_node_is(minutes, PF_REAL) && minutes->as.real <= 0);
    if (!is_small)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, minutes->span, minutes->key->text);
    problem->expected = PF_STR("a number greater than zero");
    pf_shape_detail(shape, problem, "'%.*s'", PF_ARG(minutes->text));
    problem->is_harmless = true;
}

static void check_run_length(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    if (step->run != NULL && step->run->text.len > MAX_RUN && pf_ghexpr_has(step->run->text))
        pf_shape_detail(shape,
                        pf_shape_add(shape, PF_WORKFLOW_LIMIT, step->run->span, PF_STR("run")),
                        "a script with expressions has %d characters at most", MAX_RUN);
}

/* "2.*": GitHub counts what follows the point. */
static bool is_major(pf_str version)
{
    size_t digits = 0;
    while (digits < version.len && pf_is_digit(version.data[digits]))
        digits++;
    return digits > 0 && pf_str_eq(pf_str_slice(version, digits, version.len), PF_STR(".*"));
}

static void check_snapshot(struct pf_shape *shape, const struct pf_node *snapshot)
{
    const struct pf_node *version = pf_node_get(snapshot, "version");
    size_t at = 0;
    if (!pf_node_is_scalar(version) || version->text.len == 0 || pf_ghexpr_has(version->text) ||
        is_major(version->text))
        return;
    pf_str detail = pf_filter_problem(shape->arena, version->text, true, &at);
    if (detail.len > 0) {
        pf_shape_add(shape, PF_WORKFLOW_BAD_GLOB, version->span, version->text)->detail = detail;
        return;
    }
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, version->span, PF_STR("version"));
    problem->expected = PF_STR("a major version with '.*', such as 2.*");
    pf_shape_detail(shape, problem, "'%.*s'", PF_ARG(version->text));
}

/* "docker://" alone names no image. */
static void check_image(struct pf_shape *shape, const struct pf_node *container)
{
    const struct pf_node *named = pf_node_get(container, "image");
    const struct pf_node *image = named == NULL ? container : named;
    if (pf_node_is(image, PF_STRING) && pf_str_eq(image->text, PF_STR("docker://")))
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, image->span, image->key->text);
}

static void check_concurrency(struct pf_shape *shape, const struct pf_node *concurrency)
{
    const struct pf_node *queue = pf_node_get(concurrency, "queue");
    const struct pf_node *cancel = pf_node_get(concurrency, "cancel-in-progress");
    bool is_cancelled = pf_node_is(cancel, PF_BOOL) && cancel->as.boolean;
    if (is_cancelled && pf_str_eq(pf_node_text(queue), PF_STR("max")))
        pf_shape_add(shape, PF_WORKFLOW_LIMIT, queue->span, PF_STR("queue"))->detail =
            PF_STR("'queue: max' cannot stand beside 'cancel-in-progress: true'");
}

/* `fallback`: the shell that a step without one has. */
static void check_step(struct pf_shape *shape, const struct pf_workflow_job *job, size_t index,
                       const struct pf_node *fallback)
{
    enum { SHELL, TIMEOUT, CANCEL_TIMEOUT, WAIT, CANCEL, COUNT };
    static const pf_str keys[COUNT] = {
        [SHELL] = PF_STR_INIT("shell"),
        [TIMEOUT] = PF_STR_INIT("timeout-minutes"),
        [CANCEL_TIMEOUT] = PF_STR_INIT("cancel-timeout-minutes"),
        [WAIT] = PF_STR_INIT("wait"),
        [CANCEL] = PF_STR_INIT("cancel"),
    };
    const struct pf_node *values[COUNT] = {NULL};
    const struct pf_workflow_step *step = &job->steps[index];
    if (step->other_keys > 0)
        pf_node_get_each(step->node, keys, COUNT, values);
    check_shell(shape, values[SHELL]);
    pf_shape_system_shell(shape, job, step, values[SHELL] == NULL ? fallback : values[SHELL]);
    check_env_names(shape, step->env);
    check_timeout(shape, values[TIMEOUT]);
    check_timeout(shape, values[CANCEL_TIMEOUT]);
    check_run_length(shape, step);
    pf_shape_folded(shape, step);
    pf_shape_variables(shape, step);
    if (values[WAIT] != NULL || values[CANCEL] != NULL)
        pf_shape_waiting(shape, job, index);
}

static void check_job(struct pf_shape *shape, const struct pf_workflow_job *job)
{
    const struct pf_node *shell = default_shell(job->node);
    check_step_ids(shape, job);
    check_shell(shape, shell);
    check_env_names(shape, pf_node_get(job->node, "env"));
    check_credentials(shape, pf_node_get(job->node, "container"), PF_STR("container"));
    check_image(shape, pf_node_get(job->node, "container"));
    check_timeout(shape, pf_node_get(job->node, "timeout-minutes"));
    check_timeout(shape, pf_node_get(job->node, "cancel-timeout-minutes"));
    check_snapshot(shape, pf_node_get(job->node, "snapshot"));
    check_concurrency(shape, pf_node_get(job->node, "concurrency"));
    pf_shape_names(shape, pf_node_get(job->node, "outputs"));
    const struct pf_node *services = pf_node_get(job->node, "services");
    for (size_t i = 0; pf_node_is(services, PF_MAP) && i < services->count; i++) {
        check_credentials(shape, services->items[i], services->items[i]->key->text);
        check_image(shape, services->items[i]);
    }
    if (shell == NULL)
        shell = default_shell(shape->root);
    for (size_t i = 0; i < job->step_count; i++)
        check_step(shape, job, i, shell);
}

/* GitHub wants a job to start with: one that needs no other. */
static void check_start(struct pf_shape *shape)
{
    const struct pf_workflow *workflow = shape->workflow;
    for (size_t i = 0; i < workflow->job_count; i++)
        if (workflow->jobs[i].needs.count == 0)
            return;
    bool has_cycle = false;
    for (size_t i = 0; i < shape->problems.count; i++)
        has_cycle |= shape->problems.items[i].kind == PF_WORKFLOW_NEEDS_CYCLE ||
                     shape->problems.items[i].kind == PF_WORKFLOW_NEEDS_UNKNOWN;
    const struct pf_node *jobs = pf_node_get(shape->root, "jobs");
    if (workflow->job_count > 0 && !has_cycle)
        pf_shape_add(shape, PF_WORKFLOW_NEEDS_CYCLE, jobs->key->span, PF_STR("jobs"));
}

void pf_shape_jobs(struct pf_shape *shape)
{
    check_job_ids(shape);
    check_needs(shape);
    check_start(shape);
    check_shell(shape, default_shell(shape->root));
    check_concurrency(shape, pf_node_get(shape->root, "concurrency"));
    check_env_names(shape, pf_node_get(shape->root, "env"));
    for (size_t i = 0; i < shape->workflow->job_count; i++)
        check_job(shape, &shape->workflow->jobs[i]);
}
