/* Tokens of GitHub's expression language. */
#ifndef PF_GHEXPR_LEX_H
#define PF_GHEXPR_LEX_H

#include "ghexpr/expr.h"

enum pf_ghexpr_token_kind {
    PF_GHEXPR_TOKEN_END,
    PF_GHEXPR_TOKEN_BAD, /* no token of the language: a lexing error */
    PF_GHEXPR_TOKEN_OPEN,
    PF_GHEXPR_TOKEN_CLOSE,
    PF_GHEXPR_TOKEN_OPEN_INDEX,
    PF_GHEXPR_TOKEN_CLOSE_INDEX,
    PF_GHEXPR_TOKEN_COMMA,
    PF_GHEXPR_TOKEN_DOT,
    PF_GHEXPR_TOKEN_STAR,
    PF_GHEXPR_TOKEN_LITERAL,
    PF_GHEXPR_TOKEN_NAME,     /* a context */
    PF_GHEXPR_TOKEN_PROPERTY, /* a name after a dot, keywords included */
    PF_GHEXPR_TOKEN_FUNCTION, /* a name before "(" */
    PF_GHEXPR_TOKEN_OPERATOR
};

struct pf_ghexpr_token {
    enum pf_ghexpr_token_kind kind;
    size_t at;
    pf_str text;
    enum pf_ghexpr_kind operation; /* OPERATOR */
    const struct pf_node *value;   /* LITERAL */
};

struct pf_ghexpr_lexer {
    struct pf_arena *arena;
    pf_str text;
    size_t at;
    enum pf_ghexpr_token_kind last; /* decides whether a dot starts a number; END at the start */
};

/*
 * The next token, white space before it skipped; END where the text is used up, however often it is
 * asked. `text` is as written, a part of the lexer's text; the value of a LITERAL is in the arena.
 */
struct pf_ghexpr_token pf_ghexpr_next(struct pf_ghexpr_lexer *lexer);

#endif
