/* What the parts of the expression parser share. */
#ifndef PF_RULE_EXPR_PARSER_H
#define PF_RULE_EXPR_PARSER_H

#include "base/pile.h"
#include "rule/lexer.h"

struct pf_expr_parser {
    struct pf_arena *arena;
    const struct pf_node *text;
    struct pf_expr_lexer lexer;
    struct pf_expr_token token; /* the next one, not yet taken */
    const struct pf_expr_scope *scope;
    struct pf_expr_fault *fault;
    int depth;
    int filters; /* how many [? ], any() and all() are open: where @ is something */
    bool failed;
};

struct pf_expr_parser_items {
    const struct pf_expr **items;
    size_t count, capacity;
};

/* Only the first thing that is wrong is told; always NULL. */
struct pf_expr *pf_expr_parser_fail(struct pf_expr_parser *parser, size_t at, const char *format,
                                    ...) __attribute__((format(printf, 3, 4)));

/* These look at the next word, or take it; all are false once something has failed. */
bool pf_expr_parser_advance(struct pf_expr_parser *parser);
bool pf_expr_parser_at(const struct pf_expr_parser *parser, enum pf_expr_token_kind kind);
bool pf_expr_parser_at_word(const struct pf_expr_parser *parser, const char *word);
bool pf_expr_parser_take(struct pf_expr_parser *parser, enum pf_expr_token_kind kind);
bool pf_expr_parser_take_word(struct pf_expr_parser *parser, const char *word);
/* Takes the word or fails: "'sign' is missing after AFTER". */
bool pf_expr_parser_expect(struct pf_expr_parser *parser, enum pf_expr_token_kind kind,
                           const char *sign, const char *after);

/* A piece of tree that begins at byte `at`. */
struct pf_expr *pf_expr_parser_make(struct pf_expr_parser *parser, enum pf_expr_kind kind,
                                    enum pf_expr_type type, size_t at);
/* It ends where the word that was taken last does. */
void pf_expr_parser_end_here(const struct pf_expr_parser *parser, struct pf_expr *expr);
struct pf_expr *pf_expr_parser_make_of_items(struct pf_expr_parser *parser, enum pf_expr_kind kind,
                                             enum pf_expr_type type, size_t at,
                                             const struct pf_expr_parser_items *items);

/* One level of brackets more; fails beyond PF_EXPR_DEPTH. */
bool pf_expr_parser_enter(struct pf_expr_parser *parser);
/* False, after failing, when `expr` is a condition or a pattern; false when it is NULL. */
bool pf_expr_parser_is_set(struct pf_expr_parser *parser, const struct pf_expr *expr, size_t at,
                           const char *where);
/* The same for a pattern only: every set is a condition, too. */
bool pf_expr_parser_is_condition(struct pf_expr_parser *parser, const struct pf_expr *expr,
                                 size_t at);

/* Brackets of all kinds make the grammar recursive: expr, set and term call each other. */
struct pf_expr *pf_expr_parse_or(struct pf_expr_parser *parser);
struct pf_expr *pf_expr_parse_set(struct pf_expr_parser *parser);
struct pf_expr *pf_expr_parse_term(struct pf_expr_parser *parser);

#endif
