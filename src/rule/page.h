/* A rule's page, docs/rules/<ID>.md: also what `explain` prints. */
#ifndef PF_RULE_PAGE_H
#define PF_RULE_PAGE_H

#include "base/buffer.h"
#include "rule/rule.h"

/* Markdown, made from the rule file alone: the same rule gives the same bytes. */
void pf_rule_page(const struct pf_rules *rules, const struct pf_rule *rule, struct pf_buffer *page);
/* docs/rules/README.md: all rules by family, with links. */
void pf_rules_index_page(const struct pf_rules *rules, struct pf_buffer *page);

#endif
