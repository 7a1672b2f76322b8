/* whitenoise is to serve STATIC_ROOT, and nothing runs collectstatic. */
#include "checks/argv.h"
#include "checks/built.h"
#include "model/outlook.h"

static const pf_str command = PF_STR_INIT("collectstatic");

/* A command that may run it inside: a script, make, a task runner. */
static bool may_hide_it(pf_str text)
{
    static const pf_str words[] = {
        PF_STR_INIT("./"),    PF_STR_INIT("make "),   PF_STR_INIT(".sh"),  PF_STR_INIT("bash "),
        PF_STR_INIT("just "), PF_STR_INIT("invoke "), PF_STR_INIT("fab "), PF_STR_INIT("task "),
        PF_STR_INIT("nox"),   PF_STR_INIT("npm run")};
    if (pf_str_contains(text, command))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, words[i]))
            return true;
    return false;
}

static bool is_in_dockerfile(const struct pf_node *dockerfile)
{
    const struct pf_node *stages = pf_node_get(dockerfile, "stages");
    for (size_t s = 0; stages != NULL && s < stages->count; s++) {
        const struct pf_node *all = pf_node_get(stages->items[s], "instructions");
        for (size_t i = 0; all != NULL && i < all->count; i++)
            if (pf_str_eq(pf_node_text(pf_node_get(all->items[i], "instruction")), PF_STR("RUN")) &&
                (may_hide_it(pf_node_text(pf_node_get(all->items[i], "text"))) ||
                 pf_node_get(all->items[i], "heredocs") != NULL))
                return true;
    }
    return false;
}

static bool is_in_start(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_contains(start->items[i].items[w], command))
                return true;
    return !start->known;
}

/* In a workflow, a service of compose, a task definition, or code: a command of one's own. */
static bool is_in_files(struct pf_check_context *context)
{
    static const enum pf_file_class classes[] = {PF_CLASS_TASKDEF, PF_CLASS_COMPOSE, PF_CLASS_PYTHON,
                                            PF_CLASS_ACTION};
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
        struct pf_project_files files = pf_project_of_class(wiring->project, classes[c]);
        for (size_t i = 0; i < files.count; i++) {
            const struct pf_source *source =
                pf_project_text(context->arena, wiring->project, files.items[i]);
            if (source != NULL && pf_str_contains(source->bytes, command))
                return true;
        }
    }
    const struct pf_workflows *workflows = &wiring->deploys->workflows;
    for (size_t w = 0; w < workflows->count; w++)
        for (size_t j = 0; j < workflows->items[w].job_count; j++)
            for (size_t s = 0; s < workflows->items[w].jobs[j].step_count; s++)
                if (may_hide_it(pf_node_text(workflows->items[w].jobs[j].steps[s].run)))
                    return true;
    return false;
}

/* The entry of MIDDLEWARE that serves the files; NULL where none does, or from another place. */
static const struct pf_node *server_of(const struct pf_deployment *deployment)
{
    static const char *const others[] = {"WHITENOISE_USE_FINDERS", "WHITENOISE_AUTOREFRESH",
                                         "WHITENOISE_ROOT"};
    const struct pf_node *middleware = pf_facts_setting(deployment, "MIDDLEWARE");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (pf_facts_setting(deployment, others[i]) != NULL)
            return NULL;
    for (size_t i = 0; pf_node_is(middleware, PF_SEQ) && i < middleware->count; i++)
        if (pf_str_starts(pf_node_text(middleware->items[i]), PF_STR("whitenoise.")))
            return middleware->items[i];
    return NULL;
}

/* A storage that asks a manifest, which collectstatic writes: each page then ends with 500. */
static const struct pf_node *manifest_of(const struct pf_deployment *deployment)
{
    const struct pf_node *storages = pf_facts_setting(deployment, "STORAGES");
    const struct pf_node *named = pf_node_get(pf_node_get(storages, "staticfiles"), "BACKEND");
    enum { GONE = 501 /* Django 5.1 does not read STATICFILES_STORAGE any more */ };
    bool is_read = deployment->django_version > 0 && deployment->django_version < GONE;
    if (named == NULL && is_read)
        named = pf_facts_setting(deployment, "STATICFILES_STORAGE");
    return pf_str_contains(pf_node_text(named), PF_STR("Manifest")) ? named : NULL;
}

static bool is_committed(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *root = pf_facts_setting(deployment, "STATIC_ROOT");
    pf_str place = pf_outlook_root(context->arena, pf_facts_wiring(context), deployment,
                                   deployment->modules.items[0].module);
    if (!pf_node_is(root, PF_STRING) || place.len == 0 || !pf_str_starts(root->text, place) ||
        root->text.len < place.len + 2)
        return true;
    return pf_project_has_directory(pf_facts_wiring(context)->project,
                                    pf_str_slice(root->text, place.len + 1, root->text.len));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *served = server_of(deployment);
    if (served == NULL || deployment->modules.count == 0 || deployment->dockerfile == NULL ||
        !pf_argv_is_own_image(context, deployment) || !pf_built_has_repository(context) ||
        pf_facts_serves_http(deployment) == PF_NO || is_in_start(&deployment->start) ||
        is_in_dockerfile(deployment->image->dockerfile) || is_committed(context, deployment) ||
        is_in_files(context))
        return;
    const struct pf_node *manifest = manifest_of(deployment);
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    bool is_asked = manifest != NULL && (debug == NULL || pf_node_truth(debug) == PF_NO);
    const struct pf_node *at = is_asked ? manifest : served;
    const struct pf_node *root = pf_facts_setting(deployment, "STATIC_ROOT");
    struct pf_report *report = pf_check_report(context, is_asked ? "manifest" : "",
                                               at->span.file != NULL ? at->span : root->span);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "root", root->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_static_not_collected(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
