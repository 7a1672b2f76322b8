/* The container's own disk may not be written, and its command writes there when it starts. */
#include "checks/server_words.h"

#include "checks/facts.h"

static const pf_str temporary[] = {PF_STR_INIT("/tmp"), PF_STR_INIT("/var/tmp"),
                                   PF_STR_INIT("/usr/tmp")};

/* Folders that may be written: volumes of the task and tmpfs. */
static struct pf_strs writable_of(struct pf_arena *arena, const struct pf_node *container)
{
    const struct pf_node *lists[] = {
        pf_node_get(container, "mountPoints"),
        pf_node_get(pf_node_get(container, "linuxParameters"), "tmpfs")};
    struct pf_strs paths = {0};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; pf_node_is(lists[l], PF_SEQ) && i < lists[l]->count; i++)
            *pf_pile_add(arena, &paths) =
                pf_node_text(pf_node_get(lists[l]->items[i], "containerPath"));
    return paths;
}

/* VOLUME of the Dockerfile makes a folder that may be written. */
static bool has_volumes(const struct pf_image *image)
{
    const struct pf_node *stages = image == NULL ? NULL : pf_node_get(image->dockerfile, "stages");
    for (size_t s = 0; stages != NULL && s < stages->count; s++) {
        const struct pf_node *all = pf_node_get(stages->items[s], "instructions");
        for (size_t i = 0; all != NULL && i < all->count; i++)
            if (pf_str_eq(pf_node_text(pf_node_get(all->items[i], "instruction")),
                          PF_STR("VOLUME")))
                return true;
    }
    return false;
}

/* All that may be written is for temporary files: not the place of static files. */
static bool is_temporary_only(const struct pf_strs *paths)
{
    static const pf_str others[] = {PF_STR_INIT("/dev/shm"), PF_STR_INIT("/run"),
                                    PF_STR_INIT("/var/run")};
    for (size_t i = 0; i < paths->count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof temporary / sizeof *temporary; k++)
            is_known |=
                pf_str_eq(paths->items[i], temporary[k]) || pf_str_eq(paths->items[i], others[k]);
        if (!is_known)
            return false;
    }
    return true;
}

static bool has_option(const struct pf_strs *words, const char *option)
{
    for (size_t i = 0; i < words->count; i++)
        if (pf_str_starts(words->items[i], pf_str_c(option)))
            return true;
    return false;
}

/* Python finds no folder for temporary files: no volume lies over one, and not over the working
 * directory, which it takes at last. */
static bool has_no_temporary(const struct pf_deployment *deployment, const struct pf_strs *paths)
{
    return paths->count == 0 && !deployment->environment_is_open &&
           pf_supplies_get(&deployment->supplies, PF_STR("TMPDIR")) == NULL &&
           pf_supplies_get(&deployment->supplies, PF_STR("GUNICORN_CMD_ARGS")) == NULL;
}

/* `-c FILE`, or gunicorn.conf.py of the working directory, may say where. */
static bool is_configured(struct pf_check_context *context, const struct pf_strs *words)
{
    const struct pf_project *project = pf_facts_wiring(context)->project;
    for (size_t i = 0; i < project->files.count; i++)
        if (pf_str_contains(pf_path_base(project->files.items[i]->path), PF_STR("gunicorn")))
            return true;
    return has_option(words, "-c") || has_option(words, "--config") ||
           has_option(words, "--worker-tmp-dir");
}

/* Static files go to a bucket, or nobody knows where. */
static bool goes_elsewhere(const struct pf_deployment *deployment)
{
    const struct pf_node *root = pf_facts_setting(deployment, "STATIC_ROOT");
    const struct pf_node *storage = pf_facts_setting(deployment, "STATICFILES_STORAGE");
    const struct pf_node *storages = pf_facts_setting(deployment, "STORAGES");
    const struct pf_node *backend = pf_node_get(pf_node_get(storages, "staticfiles"), "BACKEND");
    const struct pf_node *named = backend != NULL ? backend : storage;
    bool is_known = named == NULL ? storages == NULL : pf_node_is(named, PF_STRING);
    bool is_local = named == NULL || pf_str_contains(pf_node_text(named), PF_STR("whitenoise")) ||
                    pf_str_starts(pf_node_text(named), PF_STR("django."));
    return root == NULL || !is_known || !is_local || !pf_facts_settings_complete(deployment) ||
           pf_str_starts(pf_node_text(root), PF_STR("/tmp")) ||
           pf_str_starts(pf_node_text(root), PF_STR("/dev/shm"));
}

static void report_writer(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const char *message, size_t item)
{
    pf_span place = deployment->start.places.items[item];
    const struct pf_node *key = pf_node_get(deployment->container, "readonlyRootFilesystem");
    struct pf_report *report = pf_check_report(
        context, message, place.file != NULL ? place : deployment->start.written->span);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "readonly", key->key != NULL ? key->key->span : key->span);
    pf_report_key(report, "%.*s/%s", PF_ARG(pf_facts_container_name(deployment)), message);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *readonly = pf_node_get(deployment->container, "readonlyRootFilesystem");
    const struct pf_start *start = &deployment->start;
    struct pf_strs paths = writable_of(context->arena, deployment->container);
    if (!pf_node_is(readonly, PF_BOOL) || !readonly->as.boolean || start->written == NULL ||
        has_volumes(deployment->image))
        return;
    for (size_t i = 0; i < start->count; i++) {
        size_t behind;
        const struct pf_strs *words = &start->items[i];
        pf_str program = pf_server_words_program(words, &behind);
        if (start->conditional.items[i])
            continue;
        if (pf_str_eq(program, PF_STR("gunicorn")) && has_no_temporary(deployment, &paths) &&
            !is_configured(context, words))
            report_writer(context, deployment, "gunicorn", i);
        bool collects = words->count > 2 && pf_str_eq(words->items[2], PF_STR("collectstatic"));
        if (collects && is_temporary_only(&paths) && !goes_elsewhere(deployment))
            report_writer(context, deployment, "collectstatic", i);
    }
}

void pf_check_readonly_root_written(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
