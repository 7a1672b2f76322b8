/* The cards of the rules that are compiled in, made by src/gen from their files. */
#ifndef PF_RULE_BUILT_IN_H
#define PF_RULE_BUILT_IN_H

#include "base/table.h"
#include "rule/finding.h"

/* What must be known of a rule before its file is read. */
struct pf_built_in_rule {
    struct pf_rule_card card; /* without summary, docs and security_severity */
    pf_str check;             /* name of the check in C; "": none */
    pf_str walks;             /* the root that `for` begins at; "": several, or none */
    bool internal, unsuppressable;
    struct pf_embedded file;
    size_t brief; /* bytes of the file before its examples, which stand last */
};
extern const struct pf_built_in_rule pf_built_in_rules[]; /* in byte order of their files */
extern const size_t pf_built_in_rule_count;

#endif
