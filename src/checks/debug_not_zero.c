/* A supplier sets the variable that DEBUG is made from to anything but 0. */
#include "checks/facts.h"

static bool is_debug_name(pf_str name)
{
    return pf_str_eq(name, PF_STR("DEBUG")) || pf_str_ends(name, PF_STR("_DEBUG"));
}

/* Which of the usual ways to write "off" switch DEBUG off in these settings, in words. */
static pf_str ways_to_switch_off(struct pf_check_context *context,
                                 const struct pf_deployment *deployment, pf_str name)
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

static void judge_supply(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_supply *supply)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    bool is_off = debug != NULL && pf_node_truth(debug) == PF_NO;
    bool is_read = debug != NULL && pf_facts_made_from(debug, supply->name);
    const char *message = !is_read ? (is_off ? "harmless" : "unread") : is_off ? "off" : "on";
    pf_span span = supply->value->span.file != NULL ? supply->value->span : supply->span;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    pf_report_argument(report, "variable", supply->name);
    pf_report_argument(report, "value", supply->value->text);
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    pf_report_argument(report, "off", ways_to_switch_off(context, deployment, supply->name));
    if (debug != NULL)
        pf_report_related(report, "setting", debug->span);
    pf_report_fix(report, span, pf_facts_written_like(context, span, PF_STR("0")));
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(supply->name));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (supply->effective && is_debug_name(supply->name) &&
            (pf_str_eq(supply->name, PF_STR("DEBUG")) ||
             pf_facts_made_from(pf_facts_setting(deployment, "DEBUG"), supply->name)) &&
            pf_node_is(supply->value, PF_STRING) && supply->value->text.len > 0 &&
            !pf_str_eq(supply->value->text, PF_STR("0")))
            judge_supply(context, deployment, supply);
    }
}

void pf_check_debug_not_zero(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
