/* What workflows take from GitHub by name: ${{ secrets.X }}, ${{ vars.X }}, environments. */
#include "cli/plan_inside.h"

struct search {
    struct pf_arena *arena;
    const char *context; /* "secrets" */
    struct pf_strs *names;
};

static void add_name(struct search *search, pf_str name)
{
    if (name.len > 0 && !pf_str_eq_nocase(name, PF_STR("GITHUB_TOKEN")))
        pf_strs_add_once(search->arena, search->names, name);
}

static pf_str name_at_start(pf_str text)
{
    size_t len = 0;
    while (len < text.len && (pf_is_name(text.data[len]) || text.data[len] == '-'))
        len++;
    return pf_str_slice(text, 0, len);
}

/* In one expression: secrets.NAME and secrets['NAME']. */
static void search_expression(struct search *search, pf_str text)
{
    pf_str context = pf_str_c(search->context);
    for (ptrdiff_t at; (at = pf_str_find(text, context)) != PF_STR_NONE;) {
        bool is_whole = at == 0 || (!pf_is_name(text.data[at - 1]) && text.data[at - 1] != '.');
        text = pf_str_slice(text, (size_t)at + context.len, text.len);
        if (is_whole && pf_str_starts(text, PF_STR(".")))
            add_name(search, name_at_start(pf_str_slice(text, 1, text.len)));
        else if (is_whole && pf_str_starts(text, PF_STR("['")))
            add_name(search, name_at_start(pf_str_slice(text, 2, text.len)));
    }
}

static bool is_condition(const struct pf_node *node)
{
    return node->key != NULL && pf_str_eq(node->key->text, PF_STR("if"));
}

static void search_node(const struct pf_node *node, void *context)
{
    struct search *search = context;
    if (node->kind != PF_STRING)
        return;
    pf_str text = node->text;
    if (is_condition(node))
        search_expression(search, text);
    for (ptrdiff_t at; (at = pf_str_find(text, PF_STR("${{"))) != PF_STR_NONE;) {
        text = pf_str_slice(text, (size_t)at + 3, text.len);
        ptrdiff_t end = pf_str_find(text, PF_STR("}}"));
        size_t len = end == PF_STR_NONE ? text.len : (size_t)end;
        search_expression(search, pf_str_slice(text, 0, len));
        text = pf_str_slice(text, len, text.len);
    }
}

static void add_environments(struct pf_plan_writer *writer, const struct pf_workflow *workflow,
                             struct pf_strs *names)
{
    for (size_t i = 0; i < workflow->job_count; i++) {
        const struct pf_node *environment = pf_node_get(workflow->jobs[i].node, "environment");
        if (pf_node_is(environment, PF_MAP))
            environment = pf_node_get(environment, "name");
        pf_str name = pf_node_text(environment);
        if (name.len > 0 && pf_str_find(name, PF_STR("${{")) == PF_STR_NONE)
            pf_strs_add_once(writer->arena, names, name);
    }
}

static void put_names(struct pf_plan_writer *writer, const char *key, struct pf_strs *names)
{
    pf_strs_sort(names);
    pf_json_key(&writer->json, key);
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < names->count; i++)
        pf_json_string(&writer->json, names->items[i]);
    pf_json_close(&writer->json, ']');
}

void pf_plan_put_github(struct pf_plan_writer *writer)
{
    struct pf_strs secrets = {0}, variables = {0}, environments = {0};
    const struct pf_workflows *workflows = &writer->wiring->deploys->workflows;
    for (size_t i = 0; i < workflows->count; i++) {
        struct search for_secrets = {writer->arena, "secrets", &secrets};
        struct search for_variables = {writer->arena, "vars", &variables};
        if (pf_plan_triggers(writer, &workflows->items[i]) == PF_NO)
            continue;
        pf_node_walk(workflows->items[i].root, search_node, &for_secrets);
        pf_node_walk(workflows->items[i].root, search_node, &for_variables);
        add_environments(writer, &workflows->items[i], &environments);
    }
    pf_json_key(&writer->json, "github");
    pf_json_open(&writer->json, '{');
    pf_json_put_string(&writer->json, "repository",
                       writer->wiring->git->owner.len == 0
                           ? PF_STR("")
                           : pf_arena_format(writer->arena, "%.*s/%.*s",
                                             PF_ARG(writer->wiring->git->owner),
                                             PF_ARG(writer->wiring->git->name)));
    put_names(writer, "secrets", &secrets);
    put_names(writer, "variables", &variables);
    put_names(writer, "environments", &environments);
    pf_json_close(&writer->json, '}');
}
