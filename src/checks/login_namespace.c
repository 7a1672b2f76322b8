/* The image's namespace is not the one that the login may push to. */
#include "checks/flow.h"

#include "base/nearest.h"

static pf_str namespace_of(pf_str image, pf_str registry)
{
    pf_str first, rest;
    if (!pf_str_cut(image, '/', &first, &rest))
        return PF_STR("");
    bool has_host = pf_str_eq_nocase(first, registry);
    if (!has_host)
        return first;
    return pf_str_cut(rest, '/', &first, &rest) ? first : PF_STR("");
}

/* The login of the same job to the same registry, last before the push. */
static const struct pf_access *login_of(const struct pf_accesses *accesses, size_t at)
{
    const struct pf_access *push = &accesses->items[at], *found = NULL;
    for (size_t i = 0; i < at; i++) {
        const struct pf_access *login = &accesses->items[i];
        bool is_here = pf_access_is_in(login, push->place.workflow, push->place.job);
        if (is_here && login->kind == PF_ACCESS_LOGIN)
            found = pf_str_eq(login->registry, push->registry) ? login : NULL;
        if (is_here && login->kind == PF_ACCESS_ANYTHING)
            found = NULL;
    }
    return found;
}

static void report(struct pf_check_context *context, const struct pf_access *push,
                   const struct pf_access *login, const char *message, pf_str owner)
{
    struct pf_report *report = pf_check_report(context, message, push->span);
    pf_report_argument(report, "namespace", namespace_of(push->image, push->registry));
    pf_report_argument(report, "user", owner);
    pf_report_related(report, "login", login->span);
    pf_report_key(report, "%.*s", PF_ARG(push->place.job->id));
}

static void judge(struct pf_check_context *context, size_t at)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_access *push = &wiring->accesses->items[at];
    pf_str space = namespace_of(push->image, push->registry);
    const struct pf_access *login = login_of(wiring->accesses, at);
    if (login == NULL || space.len == 0 || pf_gaps_has(space))
        return;
    bool is_hub = pf_str_eq(push->registry, PF_STR("docker.io"));
    bool is_user = login->user.len > 0 && !pf_gaps_has(login->user);
    /* Organisations have names of their own: only a name that is nearly the user's is a slip. */
    if (is_hub && is_user && !pf_str_eq_nocase(space, login->user) &&
        pf_nearest(space, &login->user, 1) != PF_STR_NONE)
        report(context, push, login, "hub", login->user);
    /* The job's own token writes beneath the repository's owner alone. */
    const struct pf_node *password =
        login->place.step->with == NULL ? NULL : pf_workflow_input(login->place.step, "password");
    bool is_own_token = pf_str_contains(pf_node_text(password), PF_STR("GITHUB_TOKEN")) ||
                        pf_str_contains(pf_node_text(password), PF_STR("github.token"));
    if (pf_str_eq(push->registry, PF_STR("ghcr.io")) && is_own_token &&
        wiring->git->owner.len > 0 && !pf_str_eq_nocase(space, wiring->git->owner))
        report(context, push, login, "token", wiring->git->owner);
}

void pf_check_login_namespace(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->accesses->count; i++)
        if (wiring->accesses->items[i].kind == PF_ACCESS_PUSH)
            judge(context, i);
}
