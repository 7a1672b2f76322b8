/* Findings about preflight's own work. */
#include "rule/internal.h"

const struct pf_rule_message *pf_rule_message_named(const struct pf_rule *rule, pf_str variant)
{
    pf_rule_read(rule);
    for (size_t i = 0; i < rule->message_count; i++)
        if (pf_str_eq(rule->messages[i].variant, variant))
            return &rule->messages[i];
    return NULL;
}

/* For rule sets without the internal rules, such as those of tests. */
static const struct pf_rule_card *plain_card(struct pf_arena *arena, const char *id)
{
    struct pf_rule_card *card = PF_NEW(arena, struct pf_rule_card);
    card->id = card->name = card->summary = pf_str_c(id);
    card->severity = PF_SEVERITY_ERROR;
    return card;
}

static pf_str plain_words(struct pf_arena *arena, const struct pf_arguments *arguments)
{
    pf_str *values = PF_NEW_ARRAY(arena, pf_str, arguments->count);
    for (size_t i = 0; i < arguments->count; i++)
        values[i] = arguments->items[i].value;
    return pf_arena_join(arena, values, arguments->count, PF_STR(": "));
}

struct pf_finding pf_internal_finding(struct pf_arena *arena, const struct pf_rules *rules,
                                      const char *id, const char *variant, pf_span span,
                                      const struct pf_arguments *arguments)
{
    const struct pf_rule *rule = pf_rules_find(rules, pf_str_c(id));
    const struct pf_rule_message *words =
        rule == NULL ? NULL : pf_rule_message_named(rule, pf_str_c(variant));
    struct pf_finding finding = {
        .rule = rule != NULL ? &rule->card : plain_card(arena, id),
        .certain = true,
        .span = span,
        .arguments = arguments->items,
        .argument_count = arguments->count,
    };
    finding.severity = finding.rule->severity;
    if (words == NULL) {
        finding.message = plain_words(arena, arguments);
        return finding;
    }
    if (words->has_severity)
        finding.severity = words->severity;
    finding.message = pf_template_fill_named(arena, &words->text, arguments);
    finding.label = pf_template_fill_named(arena, &words->label, arguments);
    finding.help = pf_template_fill_named(arena, &words->help, arguments);
    return finding;
}
