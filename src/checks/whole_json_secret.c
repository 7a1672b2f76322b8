/* A variable that gets a whole secret, where other variables take single keys of the same one. */
#include "checks/facts.h"

#include "model/taskdef.h"

enum {
    ARN_FIELDS = 7,   /* arn:P:secretsmanager:REGION:ACCOUNT:secret:NAME */
    KEYED_FIELDS = 10 /* the same with key, version stage and version id */
};

/* The secret's own ARN; "" for anything else. `*key` is the JSON key that is taken from it. */
static pf_str secret_of(pf_str value, pf_str *key)
{
    size_t fields = pf_str_count_byte(value, ':') + 1, seen = 0, at = 0;
    *key = PF_STR("");
    if (!pf_str_starts(value, PF_STR("arn:")) ||
        !pf_str_contains(value, PF_STR(":secretsmanager:")) || pf_taskdef_is_placeholder(value) ||
        (fields != ARN_FIELDS && fields != KEYED_FIELDS))
        return PF_STR("");
    while (at < value.len && (seen += value.data[at] == ':') < ARN_FIELDS)
        at++;
    pf_str rest;
    pf_str_cut(pf_str_slice(value, at + 1, value.len), ':', key, &rest);
    return pf_str_slice(value, 0, at);
}

/* Another entry of the list that shares the secret: by a key of it, or under another name. */
static const struct pf_node *sharer(const struct pf_node *list, size_t index, pf_str secret)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct pf_node *value = pf_node_get(list->items[i], "valueFrom");
        pf_str key;
        if (i != index && pf_str_eq(secret_of(pf_node_text(value), &key), secret))
            return value;
    }
    return NULL;
}

static void judge_list(struct pf_check_context *context, const struct pf_node *container)
{
    const struct pf_node *list = pf_node_get(container, "secrets");
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *value = pf_node_get(list->items[i], "valueFrom");
        pf_str name = pf_node_text(pf_node_get(list->items[i], "name")), key;
        pf_str secret = secret_of(pf_node_text(value), &key);
        const struct pf_node *other =
            secret.len > 0 && key.len == 0 ? sharer(list, i, secret) : NULL;
        if (other == NULL)
            continue;
        struct pf_report *report = pf_check_report(context, "", value->span);
        pf_report_argument(report, "variable", name);
        pf_report_related(report, "other", other->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_node_text(pf_node_get(container, "name"))),
                      PF_ARG(name));
    }
}

void pf_check_whole_json_secret(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++)
            judge_list(context, container);
}
