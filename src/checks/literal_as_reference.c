/* A secret's value where `valueFrom` takes an ARN or a parameter's name. */
#include "checks/facts.h"

#include "model/taskdef.h"

/* Letters, digits and ". - _ /": what Parameter Store allows; a version or label may stand behind a
 * colon. Source: ssm PutParameter, GetParameters. */
static bool is_parameter_name(pf_str text)
{
    pf_str version;
    pf_str_cut(text, ':', &text, &version);
    if (pf_str_find_byte(version, ':') != PF_STR_NONE || pf_str_starts(version, PF_STR("//")))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_name(text.data[i]) && text.data[i] != '.' && text.data[i] != '-' &&
            text.data[i] != '/')
            return false;
    return true;
}

static void judge_secret(struct pf_check_context *context, const struct pf_node *container,
                         const struct pf_node *secret)
{
    const struct pf_node *from = pf_node_get(secret, "valueFrom");
    if (!pf_node_is(from, PF_STRING) || pf_str_starts(from->text, PF_STR("arn:")) ||
        pf_taskdef_is_placeholder(from->text))
        return;
    if (is_parameter_name(from->text) && !pf_facts_is_credential(from->text))
        return;
    pf_str name = pf_node_text(pf_node_get(secret, "name"));
    pf_str container_name = pf_node_text(pf_node_get(container, "name"));
    struct pf_report *report = pf_check_report(context, "", from->span);
    pf_report_argument(report, "variable", name);
    pf_report_argument(report, "container", container_name);
    pf_report_redact(report, from);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container_name), PF_ARG(name));
}

static void judge_list(struct pf_check_context *context, const struct pf_node *container,
                       const struct pf_node *secrets)
{
    for (size_t s = 0; pf_node_is(secrets, PF_SEQ) && s < secrets->count; s++)
        judge_secret(context, container, secrets->items[s]);
}

void pf_check_literal_as_reference(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++) {
            judge_list(context, container, pf_node_get(container, "secrets"));
            judge_list(context, container,
                       pf_node_get(pf_node_get(container, "logConfiguration"), "secretOptions"));
        }
}
