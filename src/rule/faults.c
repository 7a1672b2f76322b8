/* What was wrong with a file → findings. */
#include "rule/engine.h"
#include "rule/internal.h"

/* The first row that fits: a class's own rule, where the rule set has it, before the general one.
 */
static const struct {
    enum pf_fault_kind kind;
    const char *class_name; /* NULL: any */
    const char *rule;
} fault_rules[] = {
    {PF_FAULT_DUPLICATE_KEY, "workflow", "GHA004"},
    {PF_FAULT_DUPLICATE_KEY, "action", "GHA004"},
    {PF_FAULT_UNPARSABLE, "workflow", "GHA001"},
    {PF_FAULT_UNPARSABLE, "action", "GHA001"},
    {PF_FAULT_ALIAS, "workflow", "GHA070"},
    {PF_FAULT_ALIAS, "action", "GHA070"},
    {PF_FAULT_UNREADABLE, NULL, "PFL001"},
    {PF_FAULT_UNPARSABLE, NULL, "PFL002"},
    {PF_FAULT_ALIAS, NULL, "PFL002"},
    {PF_FAULT_LIMIT, NULL, "PFL003"},
    {PF_FAULT_PYTHON_SYNTAX, NULL, "PFL004"},
    {PF_FAULT_DUPLICATE_KEY, NULL, "PFL005"},
    {PF_FAULT_SUSPICIOUS, NULL, "PFL006"},
};

static const char *rule_for(const struct pf_rules *rules, enum pf_fault_kind kind,
                            const char *class_name)
{
    const char *rule = "PFL002";
    for (size_t i = 0; i < sizeof fault_rules / sizeof *fault_rules; i++) {
        const char *class_wanted = fault_rules[i].class_name;
        if (fault_rules[i].kind != kind)
            continue;
        rule = fault_rules[i].rule;
        if (class_wanted == NULL || (pf_str_eq(pf_str_c(class_wanted), pf_str_c(class_name)) &&
                                     pf_rules_find(rules, pf_str_c(rule)) != NULL))
            return rule;
    }
    return rule;
}

static pf_str label_of_first(const struct pf_rules *rules, const char *id)
{
    const struct pf_rule *rule = pf_rules_find(rules, pf_str_c(id));
    for (size_t i = 0; rule != NULL && i < rule->related_count; i++)
        if (pf_str_eq(rule->related[i].name, PF_STR("first")) && rule->related[i].label.count == 1)
            return rule->related[i].label.parts[0].text;
    return PF_STR("the first one");
}

static void add_related(struct pf_arena *arena, struct pf_finding *finding, pf_span span,
                        pf_str label)
{
    finding->related = PF_NEW(arena, struct pf_related);
    finding->related_count = 1;
    finding->related[0] = (struct pf_related){span, label};
}

bool pf_findings_add_faults(struct pf_arena *arena, const struct pf_rules *rules,
                            const char *class_name, const struct pf_faults *faults,
                            struct pf_findings *findings)
{
    bool incomplete = false;
    for (size_t i = 0; i < faults->count; i++) {
        const struct pf_fault *fault = &faults->items[i];
        const char *rule = rule_for(rules, fault->kind, class_name);
        struct pf_arguments arguments = {0};
        *pf_pile_add(arena, &arguments) = (struct pf_argument){PF_STR("message"), fault->message};
        struct pf_finding finding =
            pf_internal_finding(arena, rules, rule, "fault", fault->span, &arguments);
        finding.key = fault->message;
        if (fault->other.file != NULL)
            add_related(arena, &finding, fault->other, label_of_first(rules, rule));
        pf_findings_add(arena, findings, finding);
        incomplete |= fault->kind != PF_FAULT_DUPLICATE_KEY && fault->kind != PF_FAULT_SUSPICIOUS;
    }
    return incomplete;
}
