/* What the start of a logical line means: INDENT, DEDENT, or nothing. */
#ifndef PF_PYTHON_LAYOUT_H
#define PF_PYTHON_LAYOUT_H

#include "python/tokens.h"

/*
 * Reads white space, blank lines and comments up to the first token of a logical line. True when
 * that gave a token: INDENT, DEDENT (more may be owed: tokens->dedents) or ERROR.
 */
bool pf_layout_begin_line(struct pf_tokens *tokens, struct pf_token *token);

/*
 * The start of the first physical line after byte `from` that is indented by at most `column`
 * columns and holds code other than closing brackets; the text's length when there is none.
 */
size_t pf_layout_find_line(const struct pf_tokens *tokens, size_t from, uint32_t column);

#endif
