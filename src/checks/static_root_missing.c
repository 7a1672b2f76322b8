/* The image or its start runs collectstatic, and STATIC_ROOT is not set. */
#include "checks/facts.h"

static const struct pf_node *collecting_in(const struct pf_node *instructions)
{
    for (size_t i = 0; pf_node_is(instructions, PF_SEQ) && i < instructions->count; i++) {
        const struct pf_node *instruction = instructions->items[i];
        if (pf_str_eq(pf_node_text(pf_node_get(instruction, "instruction")), PF_STR("RUN")) &&
            pf_str_contains(pf_node_text(pf_node_get(instruction, "text")),
                            PF_STR("collectstatic")))
            return instruction;
    }
    return NULL;
}

static const struct pf_node *stage_named(const struct pf_node *dockerfile, pf_str name)
{
    const struct pf_node *stages = pf_node_get(dockerfile, "stages");
    for (size_t i = 0; pf_node_is(stages, PF_SEQ) && i < stages->count && name.len > 0; i++)
        if (pf_str_eq_nocase(pf_node_text(pf_node_get(stages->items[i], "name")), name))
            return stages->items[i];
    return NULL;
}

/* In the image, or in a stage that it copies from: a build stage that fails ends the build. */
static const struct pf_node *collecting_run(const struct pf_image *image)
{
    const struct pf_node *run = image == NULL ? NULL : collecting_in(image->runs);
    for (size_t i = 0; image != NULL && run == NULL && i < image->copies->count; i++) {
        pf_str from =
            pf_node_text(pf_node_get(pf_node_get(image->copies->items[i], "flags"), "from"));
        run = collecting_in(pf_node_get(stage_named(image->dockerfile, from), "instructions"));
    }
    return run;
}

static bool start_collects(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_eq(start->items[i].items[w], PF_STR("collectstatic")))
                return true;
    return false;
}

static bool is_unset(const struct pf_node *value)
{
    return value->kind == PF_NULL || (value->kind == PF_STRING && value->text.len == 0);
}

/* Django's own storages and whitenoise's, which are made from them, write below STATIC_ROOT. */
static bool is_in_files(const struct pf_node *storage)
{
    pf_str name = pf_node_text(storage);
    return pf_str_starts(name, PF_STR("django.contrib.staticfiles.storage.")) ||
           pf_str_starts(name, PF_STR("whitenoise.storage."));
}

/* Another storage than the file system's needs no directory. */
static bool stores_in_files(const struct pf_deployment *deployment)
{
    const struct pf_node *old = pf_facts_setting(deployment, "STATICFILES_STORAGE");
    const struct pf_node *storages = pf_facts_setting(deployment, "STORAGES");
    const struct pf_node *backend = pf_node_get(pf_node_get(storages, "staticfiles"), "BACKEND");
    if (old != NULL && pf_facts_every(old, is_in_files) != PF_YES)
        return false;
    return storages == NULL || (backend != NULL && pf_facts_every(backend, is_in_files) == PF_YES);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *root = pf_facts_setting(deployment, "STATIC_ROOT");
    const struct pf_node *run = collecting_run(deployment->image);
    if (!pf_facts_settings_complete(deployment) ||
        (run == NULL && !start_collects(&deployment->start)) ||
        (root != NULL && pf_facts_every(root, is_unset) != PF_YES))
        return;
    if (!stores_in_files(deployment))
        return;
    pf_span span = root != NULL ? root->span : pf_facts_module_span(context, deployment);
    struct pf_report *report = pf_check_report(context, "", span);
    if (run != NULL)
        pf_report_related(report, "run", run->span);
    pf_report_key(report, "STATIC_ROOT");
}

void pf_check_static_root_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
