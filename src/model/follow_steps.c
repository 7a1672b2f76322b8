/* Variables and outputs: where workflow, job and steps set them. */
#include "model/follow_inside.h"

#include "model/plain_program.h"
#include "model/writes.h"

/* A step that comes before the place's step; all of them where the place is the end of the job. */
static bool is_before(const struct pf_deploy_place *place, const struct pf_workflow_step *step)
{
    if (place->step == NULL)
        return true;
    for (size_t i = 0; i < place->job->step_count; i++) {
        if (place->job->steps[i].node == place->step->node)
            return false;
        if (place->job->steps[i].node == step->node)
            return true;
    }
    return false;
}

static pf_str fill(void *context, pf_str text);

struct filler {
    struct pf_follow *follow;
    const struct pf_deploy_place *place;
};

static pf_str fill(void *context, pf_str text)
{
    const struct filler *filler = context;
    return pf_follow_text(filler->follow, filler->place, text);
}

static void put(struct pf_follow *follow, struct pf_node *map, pf_str name, pf_str text)
{
    pf_node_put(follow->arena, map, name, (pf_span){0},
                pf_node_str(follow->arena, text, (pf_span){0}));
}

/* Does the script name the variable? Only those are followed. */
static bool names(pf_str script, pf_str name)
{
    return pf_str_contains(script, name);
}

/* The runner's own variables that have the value of an expression. */
static void put_runner_variables(struct pf_follow *follow, pf_str script, struct pf_node *env)
{
    static const struct {
        pf_str name, path;
    } known[] = {
        {PF_STR_INIT("GITHUB_SHA"), PF_STR_INIT("github.sha")},
        {PF_STR_INIT("GITHUB_REF"), PF_STR_INIT("github.ref")},
        {PF_STR_INIT("GITHUB_REF_NAME"), PF_STR_INIT("github.ref_name")},
        {PF_STR_INIT("GITHUB_RUN_ID"), PF_STR_INIT("github.run_id")},
        {PF_STR_INIT("GITHUB_RUN_NUMBER"), PF_STR_INIT("github.run_number")},
        {PF_STR_INIT("GITHUB_REPOSITORY"), PF_STR_INIT("github.repository")},
        {PF_STR_INIT("GITHUB_REPOSITORY_OWNER"), PF_STR_INIT("github.repository_owner")},
        {PF_STR_INIT("GITHUB_ACTOR"), PF_STR_INIT("github.actor")},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (names(script, known[i].name))
            put(follow, env, known[i].name, pf_gaps_make(&follow->gaps, known[i].path));
}

static void put_declared(struct pf_follow *follow, const struct pf_deploy_place *place,
                         const struct pf_node *declared, pf_str script, struct pf_node *env)
{
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        pf_str name = declared->items[i]->key->text;
        if (pf_node_get_str(env, name) == NULL && names(script, name))
            put(follow, env, name, pf_follow_variable(follow, place, name, name));
    }
}

static const struct pf_writes *writes_of(struct pf_follow *follow,
                                         const struct pf_deploy_place *place, pf_str file);

/* What earlier steps wrote to $GITHUB_ENV under names that nothing declares. */
static void put_written(struct pf_follow *follow, const struct pf_deploy_place *place,
                        pf_str script, struct pf_node *env)
{
    for (size_t i = 0; i < place->job->step_count; i++) {
        const struct pf_workflow_step *step = &place->job->steps[i];
        if (place->step != NULL && step->node == place->step->node)
            return;
        struct pf_deploy_place at = *place;
        at.step = step;
        const struct pf_writes *writes = writes_of(follow, &at, PF_STR("GITHUB_ENV"));
        for (size_t w = 0; w < writes->count; w++) {
            pf_str name = writes->items[w].name;
            if (pf_node_get_str(env, name) == NULL && names(script, name))
                put(follow, env, name, pf_follow_variable(follow, place, name, name));
        }
    }
}

/* Each step once for each call of its workflow. */
static pf_str key_of(struct pf_follow *follow, const struct pf_deploy_place *place, pf_str file)
{
    return pf_arena_format(follow->arena, "%p %p %.*s", (const void *)place->step->node,
                           (const void *)place->workflow->call, PF_ARG(file));
}

/* The variables that the step's script sees and names; a circle sees what is there so far. */
static const struct pf_node *environment(struct pf_follow *follow,
                                         const struct pf_deploy_place *place, pf_str script)
{
    pf_str key = key_of(follow, place, PF_STR(""));
    struct pf_node *env = pf_index_get(&follow->environments, key);
    if (env != NULL)
        return env;
    env = pf_node_new(follow->arena, PF_MAP, (pf_span){0});
    pf_index_put(&follow->environments, key, env);
    put_runner_variables(follow, script, env);
    put_declared(follow, place, place->step->env, script, env);
    put_written(follow, place, script, env);
    put_declared(follow, place, pf_node_get(place->job->node, "env"), script, env);
    put_declared(follow, place, pf_node_get(place->workflow->root, "env"), script, env);
    return env;
}

/* A script is followed once for each call of its workflow; a circle finds nothing. */
static const struct pf_writes *writes_of(struct pf_follow *follow,
                                         const struct pf_deploy_place *place, pf_str file)
{
    static const struct pf_writes nothing = {0};
    pf_str script = pf_node_text(place->step->run);
    if (!pf_str_contains(script, file) && !pf_str_contains(script, PF_STR("::set-")))
        return &nothing;
    pf_str key = key_of(follow, place, file);
    struct pf_writes *known = pf_index_get(&follow->writes, key);
    if (known != NULL)
        return known;
    struct pf_writes *writes = PF_NEW(follow->arena, struct pf_writes);
    pf_index_put(&follow->writes, key, writes);
    struct filler filler = {follow, place};
    struct pf_writes_scope scope = {.arena = follow->arena,
                                    .gaps = &follow->gaps,
                                    .env = environment(follow, place, script),
                                    .fill = fill,
                                    .context = &filler,
                                    .commands = pf_workflow_commands(place->step)};
    *writes = pf_writes_in(&scope, script, file);
    return writes;
}

/* The last write of that name among the steps before; NULL when none of them writes it. */
static const struct pf_write *last_write(struct pf_follow *follow,
                                         const struct pf_deploy_place *place, pf_str name)
{
    const struct pf_write *found = NULL;
    for (size_t i = 0; i < place->job->step_count; i++) {
        struct pf_deploy_place at = *place;
        at.step = &place->job->steps[i];
        if (!is_before(place, at.step))
            break;
        const struct pf_writes *writes = writes_of(follow, &at, PF_STR("GITHUB_ENV"));
        for (size_t w = 0; w < writes->count; w++)
            if (pf_str_eq(writes->items[w].name, name))
                found = &writes->items[w];
    }
    return found;
}

/* A variable's own name in its value would go on for ever: each is looked up further out. */
pf_str pf_follow_variable(struct pf_follow *follow, const struct pf_deploy_place *place,
                          pf_str path, pf_str name)
{
    const struct pf_node *own =
        place->step == NULL ? NULL : pf_node_get_str(place->step->env, name);
    struct pf_deploy_place outer = *place;
    if (pf_node_is_scalar(own)) {
        pf_str self = pf_arena_format(follow->arena, "env.%.*s", PF_ARG(name));
        if (!pf_str_contains(own->text, self))
            return pf_follow_text(follow, place, own->text);
    }
    const struct pf_write *write = last_write(follow, place, name);
    if (write != NULL)
        return pf_node_text(write->value);
    const struct pf_workflow_call *call = place->workflow->call;
    const struct pf_node *maps[] = {
        call == NULL || call->step == NULL ? NULL : call->step->env,
        place->job == NULL ? NULL : pf_node_get(place->job->node, "env"),
        pf_node_get(place->workflow->root, "env"),
    };
    static const struct pf_workflow_job no_job = {0};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        const struct pf_node *value = pf_node_get_str(maps[i], name);
        outer.step = NULL;
        outer.job = i == 2 ? &no_job : place->job;
        if (pf_node_is_scalar(value))
            return pf_follow_text(follow, &outer, value->text);
    }
    return pf_gaps_make(&follow->gaps, path);
}

/* Programs that write no outputs of their own accord; any other may. */
static bool is_plain(pf_str program)
{
    return pf_str_eq(program, PF_STR("sort")) || pf_program_is_plain(program);
}

/* Everything the script may write was seen. */
static bool is_followed(const struct pf_deploy_place *place, const struct pf_writes *writes)
{
    const struct pf_workflow_step *step = place->step;
    bool has_shell = pf_node_get(step->node, "shell") != NULL ||
                     pf_node_get(pf_node_get(place->job->node, "defaults"), "run") != NULL ||
                     pf_node_get(pf_node_get(place->workflow->root, "defaults"), "run") != NULL;
    if (step->run == NULL || writes->is_open || has_shell)
        return false;
    const struct pf_shell_commands *commands = pf_workflow_commands(step);
    for (size_t i = 0; i < commands->count; i++)
        if (commands->items[i].word_count > 0 && !is_plain(commands->items[i].words[0].text))
            return false;
    return true;
}

static pf_str script_output(struct pf_follow *follow, const struct pf_deploy_place *at, pf_str path,
                            pf_str name)
{
    const struct pf_writes *writes = writes_of(follow, at, PF_STR("GITHUB_OUTPUT"));
    for (size_t i = writes->count; i > 0; i--)
        if (pf_str_eq_nocase(writes->items[i - 1].name, name))
            return pf_node_text(writes->items[i - 1].value);
    return is_followed(at, writes) ? pf_gaps_make_missing(&follow->gaps, path)
                                   : pf_gaps_make(&follow->gaps, path);
}

static pf_str action_output(struct pf_follow *follow, const struct pf_deploy_place *at, pf_str path,
                            pf_str name)
{
    if (pf_str_eq(at->step->action, PF_STR("aws-actions/amazon-ecr-login")) &&
        pf_str_eq_nocase(name, PF_STR("registry"))) {
        pf_str type = pf_follow_input(follow, at, "registry-type");
        bool is_public = pf_str_eq(type, PF_STR("public"));
        bool is_other = pf_workflow_input(at->step, "registries") != NULL || pf_gaps_has(type);
        if (!is_other)
            return is_public ? PF_STR("public.ecr.aws")
                             : pf_gaps_make(&follow->gaps, PF_STR("the ECR registry"));
    }
    if (pf_str_eq(at->step->action, PF_STR("docker/metadata-action")) &&
        pf_str_eq_nocase(name, PF_STR("tags")))
        return pf_follow_metadata_tags(follow, at);
    if (pf_str_eq(at->step->action, PF_STR("docker/metadata-action")) &&
        pf_str_eq_nocase(name, PF_STR("version"))) {
        pf_str version = pf_follow_metadata_version(follow, at);
        if (version.len > 0)
            return version;
    }
    return pf_gaps_make(&follow->gaps, path);
}

pf_str pf_follow_step_output(struct pf_follow *follow, const struct pf_deploy_place *place,
                             pf_str path, pf_str rest)
{
    pf_str id, outputs, name;
    pf_str_cut(rest, '.', &id, &rest);
    pf_str_cut(rest, '.', &outputs, &name);
    const struct pf_workflow_step *step = pf_workflow_step_of(place->job, id);
    if (step == NULL || name.len == 0 || !pf_str_eq_nocase(outputs, PF_STR("outputs")))
        return pf_gaps_make(&follow->gaps, path);
    struct pf_deploy_place at = *place;
    at.step = step;
    return step->run != NULL ? script_output(follow, &at, path, name)
                             : action_output(follow, &at, path, name);
}

pf_str pf_follow_word(struct pf_follow *follow, const struct pf_deploy_place *place,
                      const struct pf_shell_commands *commands, const struct pf_shell_word *word)
{
    if (word->literal)
        return word->text;
    struct filler filler = {follow, place};
    pf_str script = place->step->run == NULL ? PF_STR("") : place->step->run->text;
    struct pf_writes_scope scope = {.arena = follow->arena,
                                    .gaps = &follow->gaps,
                                    .env = environment(follow, place, script),
                                    .fill = fill,
                                    .context = &filler};
    const struct pf_node *env = pf_writes_env_at(&scope, commands, word->at);
    return pf_writes_expand_gaps(&follow->gaps, fill(&filler, word->text), env);
}
