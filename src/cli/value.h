/* Values as JSON and as a line of text, for the commands that show what something comes to. */
#ifndef PF_CLI_VALUE_H
#define PF_CLI_VALUE_H

#include "report/json.h"
#include "tree/node.h"

/* Nothing in it is PF_ANY or PF_EITHER, and it is not nested more than 64 deep. */
bool pf_value_is_known(const struct pf_node *value);
/* The arm of a name that may not be set at all. */
bool pf_value_is_unset(const struct pf_node *value);
bool pf_value_may_be_unset(const struct pf_node *value);
/* A known value. An integer keeps all its digits. What is not known inside is null. */
void pf_value_json(struct pf_json *json, const struct pf_node *value);
/* The value as Python writes it: True, None, 'text', ['a', 1], ('t',), {'k': 2.5}; what is not
 * known in it is <unknown>, and one of several values <one of 2>. */
void pf_value_python(struct pf_buffer *buffer, const struct pf_node *value);
/* The names Python has for the types it may be: "str", "bool", "NoneType", …; once each. */
struct pf_strs pf_value_types(struct pf_arena *arena, const struct pf_node *value);
/* Why it is not known, in words: of the first unknown in it; "" for a known value. */
pf_str pf_value_reason(struct pf_arena *arena, const struct pf_node *value);

/* At most so many characters of the text, and "…" where it was cut. */
pf_str pf_value_cut(struct pf_arena *arena, pf_str text, size_t characters);

#endif
