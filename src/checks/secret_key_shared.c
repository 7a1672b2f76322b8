/* Production's SECRET_KEY is one that stands in the repository. */
#include "checks/facts.h"

#include "read/dotenv.h"

enum { SHORTEST = 8 /* a shorter text is found anywhere */ };

struct place {
    pf_span span;
    const char *label; /* name of the rule's related entry */
};

static bool find_in_dotenv(struct pf_check_context *context, struct pf_project *project, pf_str key,
                           struct place *place)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOTENV);
    for (size_t i = 0; i < files.count; i++) {
        struct pf_faults faults = {0};
        if (files.items[i]->tracked_out || !pf_project_load(project, files.items[i]))
            continue;
        const struct pf_node *values =
            pf_dotenv_read(context->arena, files.items[i]->source, PF_DOTENV_PYTHON, &faults);
        for (size_t k = 0; values != NULL && k < values->count; k++)
            if (pf_str_eq(pf_node_text(values->items[k]), key)) {
                *place = (struct place){values->items[k]->span, "dotenv"};
                return true;
            }
    }
    return false;
}

struct search {
    pf_str key;
    struct place *place;
    bool found;
};

static void visit(const struct pf_node *node, void *context)
{
    struct search *search = context;
    if (!search->found && pf_node_is(node, PF_STRING) && pf_str_eq(node->text, search->key)) {
        search->place->span = node->span;
        search->found = true;
    }
}

static bool find_in_documents(const struct pf_check_context *context, const char *root,
                              const char *label, pf_str key, struct place *place)
{
    struct search search = {key, place, false};
    struct pf_picture_root documents = pf_check_root(context, root);
    for (size_t i = 0; i < documents.count && !search.found; i++)
        pf_node_walk(documents.nodes[i], visit, &search);
    place->label = label;
    return search.found;
}

/* A literal of the settings themselves, not made from a variable: everybody's key. */
static bool is_written_in_settings(const struct pf_node *key)
{
    return key->span.file != NULL && (key->trace == NULL || key->trace->from_count == 0) &&
           pf_str_contains(pf_span_text(key->span), key->text);
}

/* The value that was supplied is the default that the settings hold. */
static bool find_in_defaults(const struct pf_settings *settings, const struct pf_node *key,
                             struct place *place)
{
    for (size_t i = 0; i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (read->found && pf_node_is(read->fallback, PF_STRING) &&
            pf_str_eq(read->fallback->text, key->text)) {
            *place = (struct place){read->span, "default"};
            return true;
        }
    }
    return false;
}

static void report_key(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_node *key, const char *message, const struct place *place)
{
    struct pf_report *report = pf_check_report(context, message, key->span);
    if (place != NULL)
        pf_report_related(report, place->label, place->span);
    pf_report_redact(report, key);
    if (place != NULL)
        pf_report_redact_text(report, place->span, key->text);
    pf_report_key(report, "%.*s/SECRET_KEY", PF_ARG(pf_facts_container_name(deployment)));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *key = pf_facts_setting(deployment, "SECRET_KEY");
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct place place;
    if (!pf_node_is(key, PF_STRING) || key->text.len < SHORTEST)
        return;
    if (is_written_in_settings(key))
        report_key(context, deployment, key, "written", NULL);
    else if (find_in_defaults(deployment->judged, key, &place) ||
             find_in_dotenv(context, project, key->text, &place) ||
             find_in_documents(context, "compose", "compose", key->text, &place) ||
             find_in_documents(context, "workflow", "workflow", key->text, &place))
        report_key(context, deployment, key, "shared", &place);
}

void pf_check_secret_key_shared(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
