/* What several checks ask of a deployment. */
#include "checks/facts.h"

const struct pf_wiring *pf_facts_wiring(const struct pf_check_context *context)
{
    return context->picture == NULL ? NULL : context->picture->wiring;
}

void *pf_facts_kept(struct pf_check_context *context, const char *name, pf_facts_make *make)
{
    struct pf_index *kept = pf_facts_wiring(context)->kept;
    void *thing = pf_index_get(kept, pf_str_c(name));
    if (thing == NULL) {
        struct pf_check_context lasting = *context;
        lasting.arena = context->kept;
        thing = make(&lasting);
        pf_index_put(kept, pf_str_c(name), thing);
    }
    return thing;
}

void pf_facts_each_deployment(struct pf_check_context *context, pf_facts_judge *judge)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++)
        judge(context, &wiring->deployments[i]);
}

const struct pf_node *pf_facts_setting(const struct pf_deployment *deployment, const char *name)
{
    return deployment->judged == NULL ? NULL : pf_node_get(deployment->judged->values, name);
}

bool pf_facts_ends_early(const struct pf_settings *settings)
{
    return settings->ends;
}

bool pf_facts_settings_complete(const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    return settings != NULL && !pf_facts_ends_early(settings) && !settings->names_are_open &&
           settings->faults.count == 0;
}

pf_span pf_facts_module_span(const struct pf_check_context *context,
                             const struct pf_deployment *deployment)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_file *file =
        deployment->judged == NULL ? NULL : pf_project_file(project, deployment->judged->path);
    if (file == NULL || !pf_project_load(project, file))
        return (pf_span){0};
    return pf_span_of(file->source, 0, 0);
}

pf_span pf_facts_container_span(const struct pf_check_context *context,
                                const struct pf_deployment *deployment)
{
    const struct pf_node *environment = pf_node_get(deployment->container, "environment");
    if (environment != NULL)
        return environment->key->span;
    const struct pf_node *name = pf_node_get(deployment->container, "name");
    if (name != NULL)
        return name->span;
    if (deployment->deploy != NULL)
        return deployment->deploy->step->uses != NULL ? deployment->deploy->step->uses->span
                                                      : deployment->deploy->job->node->key->span;
    return pf_facts_module_span(context, deployment);
}

pf_str pf_facts_container_name(const struct pf_deployment *deployment)
{
    pf_str name = pf_node_text(pf_node_get(deployment->container, "name"));
    return name.len > 0 ? name : deployment->name;
}

pf_str pf_facts_container_words(const struct pf_check_context *context,
                                const struct pf_deployment *deployment)
{
    pf_str name = pf_node_text(pf_node_get(deployment->container, "name"));
    return name.len == 0 ? PF_STR("production")
                         : pf_arena_format(context->arena, "container '%.*s'", PF_ARG(name));
}

/* A workflow names the file, though the production push does not lead to it: it may be filled in
 * for another branch. */
static bool is_named_elsewhere(const struct pf_wiring *wiring, const struct pf_node *root)
{
    if (root->span.file == NULL)
        return false;
    for (size_t i = 0; i < wiring->deployment_count; i++)
        if (wiring->deployments[i].taskdef_root == root && wiring->deployments[i].deploy != NULL)
            return false;
    pf_str base = pf_path_base(root->span.file->path);
    struct pf_project_files workflows = pf_project_of_class(wiring->project, PF_CLASS_WORKFLOW);
    for (size_t i = 0; i < workflows.count; i++)
        if (pf_project_load(wiring->project, workflows.items[i]) &&
            pf_str_contains(workflows.items[i]->source->bytes, base))
            return true;
    return false;
}

void pf_facts_report_container(const struct pf_check_context *context,
                               const struct pf_deployment *deployment, struct pf_report *report)
{
    pf_str words = pf_facts_container_words(context, deployment);
    pf_report_argument(report, "container", words);
    pf_report_bearer(report, words, deployment->deploy != NULL);
}

bool pf_facts_goes_through_action(const struct pf_check_context *context,
                                  const struct pf_node *root, pf_str version)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    bool is_led_to = false;
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++) {
        const struct pf_deploy *deploy = wiring->deployments[i].deploy;
        if (wiring->deployments[i].taskdef_root != root)
            continue;
        if (deploy == NULL || deploy->kind != PF_DEPLOY_ACTION ||
            !pf_str_ends(pf_node_text(deploy->step->uses), version))
            return false;
        is_led_to = true;
    }
    return is_led_to;
}

bool pf_facts_image_is_replaced(const struct pf_wiring *wiring, const struct pf_node *root,
                                const struct pf_node *container)
{
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        const struct pf_deploy_render *by;
        if (deployment->taskdef_root == root && deployment->deploy != NULL &&
            (deployment->deploy->taskdef_changed ||
             pf_deploy_image(deployment->deploy, container, &by) != NULL))
            return true;
    }
    return wiring != NULL && is_named_elsewhere(wiring, root);
}

static const struct pf_faults *faults_of(const struct pf_check_context *context, pf_span span)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_project_file *file = wiring == NULL || span.file == NULL
                                       ? NULL
                                       : pf_project_file(wiring->project, span.file->path);
    return file == NULL ? NULL : &file->faults;
}

bool pf_facts_is_broken(const struct pf_check_context *context, pf_span span)
{
    const struct pf_faults *faults = faults_of(context, span);
    return faults != NULL && pf_faults_has(faults, PF_FAULT_UNPARSABLE);
}

bool pf_facts_is_broken_there(const struct pf_check_context *context, pf_span span)
{
    const struct pf_faults *faults = faults_of(context, span);
    uint32_t first = span.file == NULL ? 0 : pf_span_start(span).line;
    uint32_t last = span.file == NULL ? 0 : pf_span_end(span).line;
    for (size_t i = 0; faults != NULL && i < faults->count; i++) {
        uint32_t line = pf_span_start(faults->items[i].span).line;
        if (faults->items[i].kind == PF_FAULT_UNPARSABLE && line >= first && line <= last)
            return true;
    }
    return false;
}

struct search {
    pf_span key;
    pf_str name;
    bool found;
};

static void look_beside(const struct pf_node *node, void *context)
{
    struct search *search = context;
    for (size_t i = 0; node->kind == PF_MAP && i < node->count; i++) {
        const struct pf_node *key = node->items[i]->key;
        if (key != NULL && pf_span_compare(key->span, search->key) == 0)
            search->found |= pf_node_get_str(node, search->name) != NULL;
    }
}

bool pf_facts_has_beside(const struct pf_node *root, pf_span key, pf_str name)
{
    struct search search = {.key = key, .name = name};
    pf_node_walk(root, look_beside, &search);
    return search.found;
}

static bool names_program(const struct pf_strs *words, const pf_str *programs, size_t count)
{
    enum { LOOKED_AT = 6 /* words: behind python -m, a wrapper and its options */ };
    for (size_t w = 0; w < words->count && w < LOOKED_AT; w++)
        for (size_t i = 0; i < count; i++)
            if (pf_str_eq(pf_path_base(words->items[w]), programs[i]))
                return true;
    return false;
}

enum pf_truth pf_facts_serves_http(const struct pf_deployment *deployment)
{
    static const pf_str servers[] = {
        PF_STR_INIT("gunicorn"),       PF_STR_INIT("uwsgi"),     PF_STR_INIT("daphne"),
        PF_STR_INIT("uvicorn"),        PF_STR_INIT("hypercorn"), PF_STR_INIT("granian"),
        PF_STR_INIT("waitress-serve"), PF_STR_INIT("runserver"), PF_STR_INIT("mod_wsgi-express"),
        PF_STR_INIT("runserver_plus"), PF_STR_INIT("nginx"),     PF_STR_INIT("supervisord"),
    };
    static const pf_str others[] = {PF_STR_INIT("celery"), PF_STR_INIT("manage.py"),
                                    PF_STR_INIT("django-admin")};
    const struct pf_start *start = &deployment->start;
    bool all_are_known = start->known && start->count > 0;
    for (size_t i = 0; i < start->count; i++) {
        if (names_program(&start->items[i], servers, sizeof servers / sizeof *servers))
            return PF_YES;
        all_are_known &= names_program(&start->items[i], others, sizeof others / sizeof *others);
    }
    const struct pf_node *ports = pf_node_get(deployment->container, "portMappings");
    bool has_port = pf_node_is(ports, PF_SEQ) && ports->count > 0;
    return all_are_known && !has_port ? PF_NO : PF_MAYBE;
}

pf_str pf_facts_written_like(const struct pf_check_context *context, pf_span span, pf_str text)
{
    pf_str bytes = pf_span_text(span);
    bool is_quoted = bytes.len >= 2 && (bytes.data[0] == '"' || bytes.data[0] == '\'') &&
                     bytes.data[bytes.len - 1] == bytes.data[0];
    if (!is_quoted)
        return text;
    return pf_arena_format(context->arena, "%c%.*s%c", bytes.data[0], PF_ARG(text), bytes.data[0]);
}

bool pf_facts_made_from(const struct pf_node *value, pf_str variable)
{
    if (value == NULL)
        return false;
    const struct pf_trace *trace = value->trace;
    for (size_t i = 0; trace != NULL && i < trace->from_count; i++)
        if (pf_str_eq(trace->from[i], variable))
            return true;
    for (size_t i = 0; value->kind == PF_EITHER && i < value->count; i++)
        if (pf_facts_made_from(value->items[i], variable))
            return true;
    return false;
}

pf_str pf_facts_reason(const struct pf_node *value)
{
    if (value->kind == PF_ANY)
        return value->as.any->reason;
    for (size_t i = 0; value->kind == PF_EITHER && i < value->count; i++)
        if (value->items[i]->kind == PF_ANY)
            return value->items[i]->as.any->reason;
    return PF_STR("it depends on what cannot be decided");
}

enum pf_truth pf_facts_every(const struct pf_node *value, pf_facts_test *test)
{
    if (value == NULL)
        return PF_NO;
    if (value->kind == PF_ANY)
        return PF_MAYBE;
    if (value->kind != PF_EITHER)
        return pf_truth_of(test(value));
    size_t accepted = 0, unknown = 0;
    for (size_t i = 0; i < value->count; i++) {
        unknown += value->items[i]->kind == PF_ANY;
        accepted += value->items[i]->kind != PF_ANY && test(value->items[i]);
    }
    if (accepted == value->count)
        return PF_YES;
    return accepted + unknown > 0 ? PF_MAYBE : PF_NO;
}

/* Is the setting surely true when the container gets `variable` with that text, and made from it?
 */
static bool is_on_with(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const char *setting, pf_str variable, pf_str text)
{
    const struct pf_node *given = pf_node_str(context->arena, text, (pf_span){0});
    const struct pf_settings *settings =
        pf_wiring_what_if(context->arena, pf_facts_wiring(context), deployment, variable, given);
    const struct pf_node *value = settings == NULL ? NULL : pf_node_get(settings->values, setting);
    return value != NULL && !pf_facts_ends_early(settings) && pf_node_truth(value) == PF_YES &&
           pf_facts_made_from(value, variable);
}

bool pf_facts_is_truth_of_text(struct pf_check_context *context,
                               const struct pf_deployment *deployment, const char *setting,
                               pf_str variable)
{
    return is_on_with(context, deployment, setting, variable, PF_STR("0")) &&
           is_on_with(context, deployment, setting, variable, PF_STR("False")) &&
           is_on_with(context, deployment, setting, variable, PF_STR("1")) &&
           !is_on_with(context, deployment, setting, variable, PF_STR(""));
}

pf_str pf_facts_ways_off(struct pf_check_context *context, const struct pf_deployment *deployment,
                         pf_str name)
{
    static const struct {
        pf_str value, words;
        bool is_unset;
    } ways[] = {
        {PF_STR_INIT("0"), PF_STR_INIT("'0'"), false},
        {PF_STR_INIT("False"), PF_STR_INIT("'False'"), false},
        {PF_STR_INIT("false"), PF_STR_INIT("'false'"), false},
        {PF_STR_INIT(""), PF_STR_INIT("an empty value"), false},
        {PF_STR_INIT(""), PF_STR_INIT("leaving it unset"), true},
    };
    struct pf_strs words = {0};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const struct pf_node *value =
            ways[i].is_unset ? NULL : pf_node_str(context->arena, ways[i].value, (pf_span){0});
        const struct pf_settings *settings =
            pf_wiring_what_if(context->arena, pf_facts_wiring(context), deployment, name, value);
        const struct pf_node *debug =
            settings == NULL ? NULL : pf_node_get(settings->values, "DEBUG");
        if (debug != NULL && !pf_facts_ends_early(settings) && pf_node_truth(debug) == PF_NO)
            *pf_pile_add(context->arena, &words) = ways[i].words;
    }
    if (words.count == 0)
        return PF_STR("none of 0, False, false, empty and unset");
    return pf_arena_join(context->arena, words.items, words.count, PF_STR(", "));
}

static bool is_mentioned_in(struct pf_project *project, struct pf_project_file *file, pf_str name)
{
    return pf_project_load(project, file) && pf_str_has_word(file->source->bytes, name);
}

bool pf_facts_is_mentioned(const struct pf_check_context *context, pf_str name)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_PYTHON);
    for (size_t i = 0; i < files.count; i++)
        if (is_mentioned_in(project, files.items[i], name))
            return true;
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t d = 0; d < wiring->deployment_count; d++) {
        const struct pf_start *start = &wiring->deployments[d].start;
        for (size_t c = 0; c < start->count; c++)
            for (size_t w = 0; w < start->items[c].count; w++)
                if (pf_str_has_word(start->items[c].items[w], name))
                    return true;
    }
    return false;
}
