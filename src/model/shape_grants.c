/* What called workflows ask of the token, against what the calling job has: GitHub starts none of
 * the jobs when they ask for more. */
#include "model/shape_inside.h"

#include "ghexpr/find.h"

enum { MAX_CALLS = 10 /* workflows that call each other; GitHub's own limit */ };

enum level { LEVEL_NONE, LEVEL_READ, LEVEL_WRITE };

static const char *const level_words[] = {"none", "read", "write"};

/* The permissions of one caller; `node` NULL: the repository's default, which no file tells. */
struct grant {
    struct pf_shape *shape;
    const struct pf_workflow_job *job;
    const struct pf_node *node;
    PF_PILE(const struct pf_node *) seen; /* the workflows that were asked */
    bool is_told;
};

static enum level level_of(pf_str word)
{
    for (size_t i = 0; i < sizeof level_words / sizeof *level_words; i++)
        if (pf_str_eq(word, pf_str_c(level_words[i])))
            return (enum level)i;
    return LEVEL_NONE;
}

/* Of one scope under `permissions`: scopes that a mapping does not name have none. */
static enum level given(const struct pf_node *permissions, pf_str scope)
{
    if (pf_node_is(permissions, PF_MAP))
        return level_of(pf_node_text(pf_node_get_str(permissions, scope)));
    pf_str word = pf_node_text(permissions);
    return pf_str_eq(word, PF_STR("write-all"))  ? LEVEL_WRITE
           : pf_str_eq(word, PF_STR("read-all")) ? LEVEL_READ
                                                 : LEVEL_NONE;
}

/* The stricter of the two defaults that a repository may have. */
static enum level default_level(pf_str scope)
{
    bool is_readable = pf_str_eq(scope, PF_STR("contents")) || pf_str_eq(scope, PF_STR("packages"));
    return is_readable ? LEVEL_READ : LEVEL_NONE;
}

static void report(struct grant *grant, pf_str asking, pf_str scope, enum level wanted,
                   enum level allowed, bool is_harmless)
{
    struct pf_workflow_problem *problem =
        pf_shape_add(grant->shape, PF_WORKFLOW_CALL_INVALID, grant->job->node->key->span,
                     grant->job->uses->text);
    problem->where = grant->job->uses->text;
    problem->is_harmless = is_harmless;
    pf_shape_detail(grant->shape, problem,
                    "its job '%.*s' asks for '%.*s: %s', and this job may give '%s' at most",
                    PF_ARG(asking), PF_ARG(scope), level_words[wanted], level_words[allowed]);
    grant->is_told = true;
}

/* One word for the first scope: whoever adds it sees the next one. */
static void compare(struct grant *grant, const struct pf_node *wanted, pf_str asking)
{
    const struct pf_table *scopes = &grant->shape->tables->permissions;
    for (size_t row = 0; row < scopes->row_count && !grant->is_told; row++) {
        pf_str scope = pf_table_cell(scopes, row, 0);
        enum level want = given(wanted, scope);
        enum level allowed = grant->node == NULL ? default_level(scope) : given(grant->node, scope);
        /* A repository whose token may write lets its own workflows have all, id-token too. */
        bool is_certain = grant->node != NULL;
        if (want > allowed)
            report(grant, asking, scope, want, allowed, !is_certain);
    }
}

static const struct pf_node *local_callee(struct pf_shape *shape, const struct pf_node *job)
{
    struct pf_workflow_job call = {.node = job, .uses = pf_node_get(job, "uses")};
    return pf_node_is(call.uses, PF_STRING) ? pf_shape_called_root(shape, &call) : NULL;
}

static bool is_seen(const struct grant *grant, const struct pf_node *root)
{
    for (size_t i = 0; i < grant->seen.count; i++)
        if (grant->seen.items[i] == root)
            return true;
    return false;
}

/* Jobs without permissions of their own have the caller's, and hand them on. A workflow that is
 * called in several places is asked once: it has the same permissions in each. */
static void check_callee(struct grant *grant, const struct pf_node *root, unsigned depth)
{
    if (is_seen(grant, root))
        return;
    *pf_pile_add(grant->shape->arena, &grant->seen) = root;
    const struct pf_node *jobs = pf_node_get(root, "jobs");
    const struct pf_node *of_all = pf_node_get(root, "permissions");
    for (size_t i = 0; pf_node_is(jobs, PF_MAP) && i < jobs->count && !grant->is_told; i++) {
        const struct pf_node *job = jobs->items[i], *own = pf_node_get(job, "permissions");
        if (own != NULL || of_all != NULL) {
            compare(grant, own != NULL ? own : of_all, job->key->text);
            continue;
        }
        const struct pf_node *next = depth == 0 ? NULL : local_callee(grant->shape, job);
        if (next != NULL)
            check_callee(grant, next, depth - 1);
    }
}

/* What such a workflow has is its own callers' business. */
static bool is_only_called(const struct pf_node *on)
{
    const struct pf_node *one =
        on != NULL && on->kind != PF_STRING && on->count == 1 ? on->items[0] : NULL;
    pf_str name = pf_node_is(on, PF_STRING)               ? on->text
                  : one != NULL && pf_node_is(on, PF_MAP) ? one->key->text
                                                          : pf_node_text(one);
    return pf_str_eq(name, PF_STR("workflow_call"));
}

void pf_shape_grants(struct pf_shape *shape)
{
    bool is_handed_on = is_only_called(pf_node_get(shape->root, "on")), is_told = false;
    const struct pf_node *of_all = pf_node_get(shape->root, "permissions");
    for (size_t i = 0; i < shape->workflow->job_count; i++) {
        const struct pf_workflow_job *job = &shape->workflow->jobs[i];
        const struct pf_node *own = pf_node_get(job->node, "permissions");
        const struct pf_node *root = job->uses == NULL ? NULL : pf_shape_called_root(shape, job);
        struct grant grant = {.shape = shape, .job = job, .node = own != NULL ? own : of_all};
        if (root != NULL && (grant.node != NULL || (!is_handed_on && !is_told)))
            check_callee(&grant, root, MAX_CALLS);
        /* The workflow says nothing of permissions: one word, at the first job, is enough. */
        is_told |= grant.node == NULL && grant.is_told;
    }
}
