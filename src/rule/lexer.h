/* Words of the rule language. */
#ifndef PF_RULE_LEXER_H
#define PF_RULE_LEXER_H

#include "rule/expr.h"

enum pf_expr_token_kind {
    PF_EXPR_TOKEN_END,
    PF_EXPR_TOKEN_NAME,
    PF_EXPR_TOKEN_VARIABLE, /* $name; `text` is without the dollar sign */
    PF_EXPR_TOKEN_STRING,   /* `text` is decoded */
    PF_EXPR_TOKEN_INTEGER,
    PF_EXPR_TOKEN_REGEX, /* `text` is the pattern, `flags` what follows it */
    PF_EXPR_TOKEN_SELF,
    PF_EXPR_TOKEN_OPERATOR, /* == != < <= > >= =~ !~ : `relation` */
    PF_EXPR_TOKEN_PLUS,
    PF_EXPR_TOKEN_COMMA,
    PF_EXPR_TOKEN_DOT,
    PF_EXPR_TOKEN_DOT_DOT,
    PF_EXPR_TOKEN_STAR,
    PF_EXPR_TOKEN_OPEN,         /* ( */
    PF_EXPR_TOKEN_CLOSE,        /* ) */
    PF_EXPR_TOKEN_OPEN_LIST,    /* [ */
    PF_EXPR_TOKEN_OPEN_FILTER,  /* [? */
    PF_EXPR_TOKEN_CLOSE_LIST,   /* ] */
    PF_EXPR_TOKEN_CLOSE_CAPTURE /* } */
};

struct pf_expr_token {
    enum pf_expr_token_kind kind;
    enum pf_expr_operator relation;
    size_t at, len; /* bytes in the text */
    pf_str text, flags;
    int64_t integer;
};

struct pf_expr_lexer {
    struct pf_arena *arena;
    pf_str text;
    size_t at;
};

/* The next word; false with `*fault` filled where no word begins. */
bool pf_expr_lexer_next(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                        struct pf_expr_fault *fault);

#endif
