/* A workflow's jobs and steps, taken out of its maps once. */
#include "model/workflow.h"

static const struct pf_node *if_kind(const struct pf_node *value, enum pf_kind kind)
{
    return pf_node_is(value, kind) ? value : NULL;
}

static const struct pf_node *of_kind(const struct pf_node *map, const char *key, enum pf_kind kind)
{
    return if_kind(pf_node_get(map, key), kind);
}

static bool is_commit(pf_str ref)
{
    enum { SHA1_DIGITS = 40 };
    for (size_t i = 0; i < ref.len; i++)
        if (!pf_is_digit(ref.data[i]) && (ref.data[i] < 'a' || ref.data[i] > 'f'))
            return false;
    return ref.len == SHA1_DIGITS;
}

/* "v4.2.2" of the comment that ends the line: `# v4.2.2`, `#v4`, `# tag=v4.2.2`, `# 4.2.2`. */
static pf_str version_behind(struct pf_arena *arena, pf_span span)
{
    if (span.file == NULL)
        return PF_STR("");
    pf_str bytes = span.file->bytes, line, rest, version;
    pf_str after = pf_str_slice(bytes, span.at + span.len, bytes.len);
    if (!pf_str_next_line(&after, &line) || !pf_str_cut(line, '#', &rest, &version))
        return PF_STR("");
    version = pf_str_trim(version);
    if (pf_str_starts(version, PF_STR("tag=")))
        version = pf_str_slice(version, 4, version.len);
    pf_str_cut(version, ' ', &version, &rest);
    bool has_v = pf_str_starts(version, PF_STR("v"));
    pf_str number = has_v ? pf_str_slice(version, 1, version.len) : version;
    if (number.len == 0 || !pf_is_digit(number.data[0]))
        return PF_STR("");
    return has_v ? version : pf_arena_format(arena, "v%.*s", PF_ARG(number));
}

/* Names of actions on GitHub have no case; paths of the project do. */
static void set_action(struct pf_arena *arena, struct pf_workflow_step *step)
{
    if (step->uses == NULL)
        return;
    pf_str text = pf_str_trim(step->uses->text);
    ptrdiff_t at = pf_str_find_last_byte(text, '@');
    bool is_path = pf_str_starts(text, PF_STR("./")) || pf_str_starts(text, PF_STR("../")) ||
                   pf_str_starts(text, PF_STR("$/"));
    if (is_path || pf_str_starts(text, PF_STR("docker://"))) {
        step->action = text;
        return;
    }
    pf_str name = at == PF_STR_NONE ? text : pf_str_slice(text, 0, (size_t)at);
    step->action = pf_arena_lower(arena, name);
    step->ref = at == PF_STR_NONE ? PF_STR("") : pf_str_slice(text, (size_t)at + 1, text.len);
    step->version = is_commit(step->ref) ? version_behind(arena, step->uses->span) : step->ref;
}

struct steps {
    struct pf_workflow_step *items;
    size_t count, capacity;
};

static void add_step(struct pf_arena *arena, struct steps *steps, const struct pf_node *node)
{
    enum { ID, NAME, USES, WITH, RUN, ENV, IF, COUNT };
    static const pf_str keys[COUNT] = {
        [ID] = PF_STR_INIT("id"),     [NAME] = PF_STR_INIT("name"), [USES] = PF_STR_INIT("uses"),
        [WITH] = PF_STR_INIT("with"), [RUN] = PF_STR_INIT("run"),   [ENV] = PF_STR_INIT("env"),
        [IF] = PF_STR_INIT("if"),
    };
    const struct pf_node *values[COUNT];
    pf_node_get_each(node, keys, COUNT, values);
    size_t index = steps->count;
    uint32_t known = 0;
    for (size_t k = 0; k < COUNT; k++)
        known += values[k] != NULL;
    struct pf_workflow_step *step = pf_pile_add(arena, steps);
    *step = (struct pf_workflow_step){
        .node = node,
        .index = (uint32_t)index,
        .other_keys = node->count - known,
        .id = pf_node_text(values[ID]),
        .uses = if_kind(values[USES], PF_STRING),
        .with = if_kind(values[WITH], PF_MAP),
        .run = if_kind(values[RUN], PF_STRING),
        .env = if_kind(values[ENV], PF_MAP),
        .condition = values[IF],
    };
    set_action(arena, step);
    if (step->run == NULL)
        return;
    step->script = PF_NEW(arena, struct pf_workflow_script);
    step->script->arena = arena;
}

/* The steps of a `parallel` group stand in its place. */
static void add_steps(struct pf_arena *arena, struct steps *steps, const struct pf_node *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        if (list->items[i]->kind != PF_MAP)
            continue;
        const struct pf_node *group = of_kind(list->items[i], "parallel", PF_SEQ);
        if (group == NULL)
            add_step(arena, steps, list->items[i]);
        for (size_t j = 0; group != NULL && j < group->count; j++)
            if (group->items[j]->kind == PF_MAP)
                add_step(arena, steps, group->items[j]);
    }
}

struct pf_workflow_step *pf_workflow_steps(struct pf_arena *arena, const struct pf_node *list,
                                           size_t *count)
{
    struct steps steps = {.capacity = list == NULL ? 0 : list->count};
    steps.items = PF_NEW_ARRAY(arena, struct pf_workflow_step, steps.capacity);
    add_steps(arena, &steps, list);
    *count = steps.count;
    return steps.items;
}

static struct pf_strs read_needs(struct pf_arena *arena, const struct pf_node *needs)
{
    struct pf_strs names = {0};
    if (pf_node_is(needs, PF_SEQ)) {
        for (size_t i = 0; i < needs->count; i++)
            if (pf_node_is_scalar(needs->items[i]))
                *pf_pile_add(arena, &names) = needs->items[i]->text;
    } else if (pf_node_text(needs).len > 0) {
        *pf_pile_add(arena, &names) = needs->text;
    }
    return names;
}

static struct pf_workflow_job read_job(struct pf_arena *arena, const struct pf_node *node)
{
    size_t count = 0;
    struct pf_workflow_step *steps =
        pf_workflow_steps(arena, of_kind(node, "steps", PF_SEQ), &count);
    return (struct pf_workflow_job){
        .node = node,
        .id = node->key->text,
        .needs = read_needs(arena, pf_node_get(node, "needs")),
        .condition = pf_node_get(node, "if"),
        .uses = of_kind(node, "uses", PF_STRING),
        .steps = steps,
        .step_count = count,
    };
}

static unsigned mentions_in(pf_str text)
{
    static const struct {
        pf_str word;
        unsigned bit;
    } words[] = {{PF_STR_INIT("docker"), PF_MENTIONS_ENGINE},
                 {PF_STR_INIT("podman"), PF_MENTIONS_ENGINE},
                 {PF_STR_INIT("buildah"), PF_MENTIONS_ENGINE},
                 {PF_STR_INIT("nerdctl"), PF_MENTIONS_ENGINE},
                 {PF_STR_INIT("aws"), PF_MENTIONS_AWS},
                 {PF_STR_INIT("ecs"), PF_MENTIONS_RELEASE},
                 {PF_STR_INIT("copilot"), PF_MENTIONS_RELEASE},
                 {PF_STR_INIT("fargate"), PF_MENTIONS_RELEASE},
                 {PF_STR_INIT(".sh"), PF_MENTIONS_SCRIPT}};
    unsigned mentions = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((mentions & words[i].bit) == 0 && pf_str_contains(text, words[i].word))
            mentions |= words[i].bit;
    return mentions;
}

/* `uses` has no case: "Docker/Build-Push-Action". Who writes capitals may mean any of the words. */
static unsigned mentions_of(const struct pf_workflow_job *job)
{
    unsigned mentions = 0;
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_workflow_step *step = &job->steps[i];
        if (pf_str_starts(step->action, PF_STR("docker/")))
            mentions |= PF_MENTIONS_ENGINE;
        if (step->uses != NULL && !pf_str_starts(pf_str_trim_left(step->uses->text), step->action))
            mentions |= PF_MENTIONS_RELEASE;
    }
    return mentions;
}

static struct pf_workflow read_workflow(struct pf_arena *arena, const struct pf_project_file *file)
{
    struct pf_workflow workflow = {.file = file,
                                   .root = file->root,
                                   .mentions = mentions_in(file->source->bytes),
                                   .places = pf_ghexpr_places(arena, file->source->bytes)};
    pf_str name = pf_node_text(pf_node_get(file->root, "name"));
    workflow.name = name.len > 0 ? name : file->path;
    const struct pf_node *jobs = of_kind(file->root, "jobs", PF_MAP);
    if (jobs == NULL)
        return workflow;
    workflow.jobs = PF_NEW_ARRAY(arena, struct pf_workflow_job, jobs->count);
    for (size_t i = 0; i < jobs->count; i++) {
        if (jobs->items[i]->kind != PF_MAP)
            continue;
        struct pf_workflow_job *job = &workflow.jobs[workflow.job_count++];
        *job = read_job(arena, jobs->items[i]);
        workflow.mentions |= mentions_of(job);
    }
    return workflow;
}

const struct pf_workflows *pf_project_workflows(struct pf_project *project)
{
    if (project->workflows != NULL)
        return project->workflows;
    struct pf_workflows *workflows = PF_NEW(project->arena, struct pf_workflows);
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_WORKFLOW);
    for (size_t i = 0; i < files.count; i++)
        if (pf_project_load(project, files.items[i]) && pf_node_is(files.items[i]->root, PF_MAP))
            *pf_pile_add(project->arena, workflows) = read_workflow(project->arena, files.items[i]);
    project->workflows = workflows;
    return workflows;
}

pf_str pf_workflow_step_name(const struct pf_workflow_step *step)
{
    return pf_node_text(pf_node_get(step->node, "name"));
}

const struct pf_shell_commands *pf_workflow_commands(const struct pf_workflow_step *step)
{
    struct pf_workflow_script *script = step->script;
    if (!script->is_read)
        script->commands = pf_shell_read(script->arena, step->run->text);
    script->is_read = true;
    return &script->commands;
}

const struct pf_node *pf_workflow_input(const struct pf_workflow_step *step, const char *name)
{
    return pf_node_get_nocase(step->with, pf_str_c(name));
}

const struct pf_workflow_job *pf_workflow_job_of(const struct pf_workflow *workflow, pf_str id)
{
    for (size_t i = 0; i < workflow->job_count; i++)
        if (pf_str_eq_nocase(workflow->jobs[i].id, id))
            return &workflow->jobs[i];
    return NULL;
}

const struct pf_workflow_step *pf_workflow_step_of(const struct pf_workflow_job *job, pf_str id)
{
    for (size_t i = 0; id.len > 0 && i < job->step_count; i++)
        if (pf_str_eq_nocase(job->steps[i].id, id))
            return &job->steps[i];
    return NULL;
}

const struct pf_node *pf_workflow_variable(const struct pf_workflow *workflow,
                                           const struct pf_workflow_job *job,
                                           const struct pf_workflow_step *step, pf_str name)
{
    const struct pf_node *maps[] = {
        step == NULL ? NULL : step->env,
        job == NULL ? NULL : pf_node_get(job->node, "env"),
        pf_node_get(workflow->root, "env"),
    };
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        if (pf_node_get_str(maps[i], name) != NULL)
            return pf_node_get_str(maps[i], name);
    return NULL;
}
