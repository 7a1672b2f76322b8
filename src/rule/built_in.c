/* The rules that are compiled in: whole, or by their cards until more of them is needed. */
#include "rule/built_in.h"

#include "rule/check.h"
#include "rule/rule.h"

struct pf_rule_unread {
    struct pf_arena *arena; /* the rule's */
    struct pf_rule *rule;
    const struct pf_built_in_rule *known;
};

/* The first `len` bytes of the rule's file. */
static void read_file(struct pf_arena *arena, const struct pf_built_in_rule *known, size_t len,
                      struct pf_rules *rules)
{
    struct pf_faults faults = {0};
    pf_str path = pf_str_c(known->file.path), bytes = {known->file.data, len};
    pf_rule_file_read(arena, pf_source_new(arena, path, bytes), true, rules, &faults);
    if (faults.count > 0)
        pf_die("a built-in rule is wrong:\n%.*s", PF_ARG(pf_rule_faults_text(arena, &faults)));
}

void pf_rules_built_in(struct pf_arena *arena, struct pf_rules *rules)
{
    for (size_t i = 0; i < pf_built_in_rule_count; i++)
        read_file(arena, &pf_built_in_rules[i], pf_built_in_rules[i].file.len, rules);
}

static struct pf_rule *rule_of_card(struct pf_arena *arena, const struct pf_built_in_rule *known)
{
    struct pf_rule *rule = PF_NEW(arena, struct pf_rule);
    rule->card = known->card;
    rule->built_in = true;
    rule->internal = known->internal;
    rule->unsuppressable = known->unsuppressable;
    rule->walks = known->walks;
    rule->check = known->check.len == 0 ? NULL : pf_check_find(known->check);
    rule->unread = PF_NEW(arena, struct pf_rule_unread);
    *rule->unread = (struct pf_rule_unread){arena, rule, known};
    return rule;
}

void pf_rules_built_in_to_run(struct pf_arena *arena, struct pf_rules *rules)
{
    for (size_t i = 0; i < pf_built_in_rule_count; i++)
        *pf_pile_add(arena, rules) = rule_of_card(arena, &pf_built_in_rules[i]);
}

/* In place, since findings hold the card's address; what the configuration has set stays. */
void pf_rule_read(const struct pf_rule *asked)
{
    struct pf_rules read = {0};
    if (asked->unread == NULL)
        return;
    struct pf_rule *rule = asked->unread->rule;
    const struct pf_built_in_rule *known = asked->unread->known;
    read_file(asked->unread->arena, known, known->brief, &read);
    struct pf_rule whole = *read.items[0];
    whole.card.severity = rule->card.severity;
    whole.severity_is_set = rule->severity_is_set;
    whole.walks = rule->walks;
    *rule = whole;
}
