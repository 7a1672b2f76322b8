/* A job pushes or deploys without the credentials for it. */
#include "checks/flow.h"

#include "model/checkout.h"

struct job {
    struct pf_check_context *context;
    const struct pf_accesses *accesses;
    size_t at; /* of the access in need */
};

static const struct pf_access *access_of(const struct job *job)
{
    return &job->accesses->items[job->at];
}

static bool is_same_job(const struct job *job, size_t index)
{
    const struct pf_access *access = access_of(job);
    return pf_access_is_in(&job->accesses->items[index], access->place.workflow, access->place.job);
}

/* Does an access of that kind, or one that may be anything, stand before in the job? */
static bool has_before(const struct job *job, enum pf_access_kind kind)
{
    for (size_t i = 0; i < job->at; i++)
        if (is_same_job(job, i) && (job->accesses->items[i].kind == kind ||
                                    job->accesses->items[i].kind == PF_ACCESS_ANYTHING))
            return true;
    return false;
}

/* ---- registries ---- */

static bool covers(const struct pf_access *login, pf_str registry)
{
    return login->kind == PF_ACCESS_ANYTHING ||
           (login->kind == PF_ACCESS_LOGIN &&
            (login->registry.len == 0 || pf_str_eq_nocase(login->registry, registry) ||
             (pf_access_is_ecr(login->registry) && pf_access_is_ecr(registry))));
}

/* A registry of the runner's own, or one that takes images from everybody. */
static bool needs_no_login(pf_str registry)
{
    return registry.len == 0 || pf_str_starts(registry, PF_STR("localhost")) ||
           pf_str_starts(registry, PF_STR("127.")) || pf_str_eq(registry, PF_STR("ttl.sh")) ||
           pf_str_find_byte(registry, '.') == PF_STR_NONE;
}

static bool was_told(const struct job *job)
{
    const struct pf_access *access = access_of(job);
    for (size_t i = 0; i < job->at; i++)
        if (is_same_job(job, i) && job->accesses->items[i].kind == access->kind &&
            pf_str_eq(job->accesses->items[i].registry, access->registry))
            return true;
    return false;
}

static struct pf_report *report_access(const struct job *job, const char *message)
{
    const struct pf_access *access = access_of(job);
    struct pf_report *report = pf_check_report(job->context, message, access->span);
    pf_report_argument(report, "job", access->place.job->id);
    pf_report_argument(report, "registry", access->registry);
    pf_report_key(report, "%.*s/%s/%.*s", PF_ARG(access->place.job->id), message,
                  PF_ARG(access->registry));
    return report;
}

static void judge_push(const struct job *job)
{
    const struct pf_access *push = access_of(job), *other = NULL, *later = NULL;
    if (needs_no_login(push->registry) || was_told(job))
        return;
    for (size_t i = 0; i < job->accesses->count; i++) {
        const struct pf_access *access = &job->accesses->items[i];
        if (!is_same_job(job, i))
            continue;
        if (covers(access, push->registry) && i < job->at)
            return;
        if (covers(access, push->registry) && access->kind == PF_ACCESS_LOGIN)
            later = access;
        else if (access->kind == PF_ACCESS_LOGIN)
            other = access;
    }
    struct pf_report *report = report_access(job, later != NULL   ? "late"
                                                  : other != NULL ? "other"
                                                                  : "login");
    if (other != NULL)
        pf_report_argument(report, "other", other->registry);
    if (later != NULL || other != NULL)
        pf_report_related(report, "login", (later != NULL ? later : other)->span);
}

/* ---- AWS ---- */

static bool names_credentials(const struct pf_node *env)
{
    static const pf_str names[] = {PF_STR_INIT("AWS_ACCESS_KEY_ID"),
                                   PF_STR_INIT("AWS_PROFILE"),
                                   PF_STR_INIT("AWS_ROLE_ARN"),
                                   PF_STR_INIT("AWS_WEB_IDENTITY_TOKEN_FILE"),
                                   PF_STR_INIT("AWS_SHARED_CREDENTIALS_FILE"),
                                   PF_STR_INIT("AWS_CONFIG_FILE")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_node_get_str(env, names[i]) != NULL)
            return true;
    return pf_node_is_scalar(env); /* an expression */
}

static bool has_credentials(const struct pf_deploy_place *place)
{
    const struct pf_workflow_call *call = place->workflow->call;
    return names_credentials(place->step->env) ||
           names_credentials(pf_node_get(place->job->node, "env")) ||
           names_credentials(pf_node_get(place->workflow->root, "env")) ||
           (call != NULL && call->step != NULL && names_credentials(call->step->env));
}

static bool comes_later(const struct job *job)
{
    for (size_t i = job->at; i < job->accesses->count; i++)
        if (is_same_job(job, i) && job->accesses->items[i].kind == PF_ACCESS_AWS)
            return true;
    return false;
}

static void judge_use(const struct job *job)
{
    if (has_before(job, PF_ACCESS_AWS) || has_before(job, PF_ACCESS_AWS_USE) ||
        has_credentials(&access_of(job)->place))
        return;
    report_access(job, comes_later(job) ? "aws-late" : "aws");
}

/* ---- the role's token ---- */

static bool is_given(const struct pf_workflow_step *step, const char *input)
{
    return pf_node_text(pf_workflow_input(step, input)).len > 0;
}

static bool takes_role_by_token(const struct pf_deploy_place *place)
{
    pf_str chaining = pf_node_text(pf_workflow_input(place->step, "role-chaining"));
    return place->step->uses != NULL && is_given(place->step, "role-to-assume") &&
           !is_given(place->step, "aws-access-key-id") &&
           !is_given(place->step, "web-identity-token-file") &&
           (chaining.len == 0 || pf_str_eq_nocase(chaining, PF_STR("false")));
}

static const struct pf_node *permissions_of(const struct pf_workflow *workflow,
                                            const struct pf_workflow_job *job)
{
    const struct pf_node *own = pf_node_get(job->node, "permissions");
    return own != NULL ? own : pf_node_get(workflow->root, "permissions");
}

static bool grants_token(const struct pf_node *permissions)
{
    const struct pf_node *token = pf_node_get(permissions, "id-token");
    const struct pf_node *misspelt = pf_node_get(permissions, "id_token"); /* which is told there */
    return pf_str_eq(pf_node_text(permissions), PF_STR("write-all")) ||
           pf_str_eq(pf_node_text(token == NULL ? misspelt : token), PF_STR("write"));
}

static void report_token(const struct job *job, const char *message, const struct pf_node *place)
{
    const struct pf_access *access = access_of(job);
    struct pf_report *report = report_access(job, message);
    pf_report_related(report, "permissions",
                      place == NULL ? (pf_span){0} : pf_node_key_span(place));
    pf_report_argument(report, "role",
                       pf_node_text(pf_workflow_input(access->place.step, "role-to-assume")));
}

/* Without a block of its own a called workflow has what its caller has. */
static const struct pf_node *effective_permissions(const struct pf_deploy_place *place)
{
    const struct pf_workflow_call *call = place->workflow->call;
    const struct pf_node *own = permissions_of(place->workflow, place->job);
    bool is_called = call != NULL && call->step == NULL;
    return own == NULL && is_called ? permissions_of(call->workflow, call->job) : own;
}

/* May the permissions come from a caller that is not in the project? */
static bool is_for_others(const struct pf_workflow *workflow)
{
    const struct pf_workflow_call *call = workflow->call;
    const struct pf_workflow *outermost =
        call != NULL && call->step == NULL ? call->workflow : workflow;
    return pf_flow_listens(outermost, "workflow_call");
}

static void judge_role(const struct job *job)
{
    const struct pf_deploy_place *place = &access_of(job)->place;
    if (!takes_role_by_token(place) || has_before(job, PF_ACCESS_AWS) || has_credentials(place))
        return;
    const struct pf_node *permissions = effective_permissions(place);
    if (permissions != NULL && !grants_token(permissions))
        report_token(job, "token", permissions);
    if (permissions == NULL && !is_for_others(place->workflow))
        report_token(job, "token-default", NULL);
}

void pf_check_credentials_missing(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->accesses->count; i++) {
        struct job job = {context, wiring->accesses, i};
        const struct pf_access *access = access_of(&job);
        if (!pf_checkout_is_hosted(access->place.job))
            continue;
        if (access->kind == PF_ACCESS_PUSH)
            judge_push(&job);
        if (access->kind == PF_ACCESS_AWS_USE)
            judge_use(&job);
        if (access->kind == PF_ACCESS_AWS)
            judge_role(&job);
    }
}
