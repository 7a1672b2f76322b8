/* An entry of ALLOWED_HOSTS that no request's host can equal. */
#include "checks/facts.h"

/* What is wrong with the entry, as a variant of the rule's messages; NULL when nothing is. */
static const char *problem_of(pf_str entry)
{
    static const struct {
        const char *part, *message;
    } problems[] = {
        {"://", "scheme"}, {"/", "path"}, {",", "comma"}, {" ", "space"}, {"\t", "space"},
    };
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (pf_str_contains(entry, pf_str_c(problems[i].part)))
            return problems[i].message;
    bool is_address = entry.len > 0 && entry.data[0] == '['; /* [::1]: IPv6 */
    ptrdiff_t colon = pf_str_find_last_byte(entry, ':');
    if (!is_address && colon != PF_STR_NONE)
        return "port";
    return NULL;
}

static void judge_entry(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct pf_node *hosts, pf_str entry, bool is_certain)
{
    const char *message = problem_of(entry);
    if (message == NULL)
        return;
    struct pf_report *report = pf_check_report(context, message, hosts->span);
    pf_report_argument(report, "entry", entry);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)), PF_ARG(entry));
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(hosts, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    if (!is_certain)
        pf_report_possible(report);
}

static void judge_value(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct pf_node *hosts, const struct pf_node *value, bool is_certain)
{
    if (pf_node_is(value, PF_STRING) && value->text.len > 0) {
        struct pf_report *report = pf_check_report(context, "string", hosts->span);
        pf_report_argument(report, "entry", value->text);
        pf_report_key(report, "%.*s/ALLOWED_HOSTS", PF_ARG(pf_facts_container_name(deployment)));
        if (!is_certain)
            pf_report_possible(report);
    }
    if (pf_node_is(value, PF_NULL)) {
        struct pf_report *report = pf_check_report(context, "none", hosts->span);
        pf_report_key(report, "%.*s/ALLOWED_HOSTS", PF_ARG(pf_facts_container_name(deployment)));
        if (!is_certain)
            pf_report_possible(report);
    }
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++)
        if (pf_node_is(value->items[i], PF_STRING))
            judge_entry(context, deployment, hosts, value->items[i]->text, is_certain);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    if (hosts == NULL)
        return;
    if (hosts->kind != PF_EITHER) {
        judge_value(context, deployment, hosts, hosts, true);
        return;
    }
    for (size_t i = 0; i < hosts->count; i++)
        judge_value(context, deployment, hosts, hosts->items[i], false);
}

void pf_check_allowed_hosts_malformed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
