/* Tokens of GitHub's expression language. */
#ifndef PF_GHEXPR_LEX_H
#define PF_GHEXPR_LEX_H

#include "ghexpr/expr.h"

enum pf_token_kind {
    PF_TOKEN_END,
    PF_TOKEN_BAD, /* no token of the language: a lexing error */
    PF_TOKEN_OPEN,
    PF_TOKEN_CLOSE,
    PF_TOKEN_OPEN_INDEX,
    PF_TOKEN_CLOSE_INDEX,
    PF_TOKEN_COMMA,
    PF_TOKEN_DOT,
    PF_TOKEN_STAR,
    PF_TOKEN_LITERAL,
    PF_TOKEN_NAME,     /* a context */
    PF_TOKEN_PROPERTY, /* a name after a dot, keywords included */
    PF_TOKEN_FUNCTION, /* a name before "(" */
    PF_TOKEN_OPERATOR
};

struct pf_token {
    enum pf_token_kind kind;
    size_t at;
    pf_str text;
    enum pf_expr_kind operation; /* OPERATOR */
    const struct pf_node *value; /* LITERAL */
};

struct pf_lexer {
    struct pf_arena *arena;
    pf_str text;
    size_t at;
    enum pf_token_kind last; /* decides whether a dot starts a number; END at the start */
};

struct pf_token pf_lexer_next(struct pf_lexer *lexer);

#endif
