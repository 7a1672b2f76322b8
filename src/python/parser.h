/*
 * What the files of the parser share: tokens in, nodes out, one error at a time.
 *
 * Once an error is noted the current token is ERROR, which nothing accepts, so every loop ends and
 * every function returns some node; the statement's reader then throws the statement away. So no
 * result needs a check before it is put into another node.
 */
#ifndef PF_PYTHON_PARSER_H
#define PF_PYTHON_PARSER_H

#include "python/ast.h"
#include "python/tokens.h"

enum {
    /* Expressions within each other. CPython gets to some 250; real code to 30. */
    PF_PARSER_DEPTH = 400,
    /* Nodes that one level of nesting may add, beyond those that are counted: a conditional, an
       assignment expression, a container or call with a comprehension, keyword, slice or field. */
    PF_PARSER_LEVEL_HEIGHT = 4,
    /* Syntax errors that are told. Each may cost a pass over the rest of the file. */
    PF_PARSER_ERRORS = 50,
};

struct pf_parser {
    struct pf_arena *arena;
    const struct pf_source *source;
    const uint32_t *origins; /* of the text's bytes in the source, or NULL */
    pf_str text;
    struct pf_tokens *tokens;

    struct pf_token token; /* the current one, which is seen.items[index] */
    struct {
        struct pf_token *items;
        size_t count, capacity;
    } seen; /* since the statement began */
    size_t index;
    uint32_t last_end; /* of the last token consumed that is more than layout */
    size_t indents;    /* INDENTs consumed and not yet closed */

    struct {
        struct pf_ast **items;
        size_t count, capacity;
    } stack; /* members of the lists that are being read */
    unsigned depth;
    unsigned height; /* at least that of any node made since it was last set */

    bool failed;
    unsigned trying; /* errors are only a reason to try another way */
    struct pf_fault error;
    struct pf_faults *faults;
    unsigned error_count;
};

/* --- parser.c: tokens --- */

static inline enum pf_token_kind pf_parser_peek(const struct pf_parser *parser)
{
    return (enum pf_token_kind)parser->token.kind;
}
/* The token `ahead` of the current one; the last one when an error or the end comes before. */
struct pf_token pf_parser_ahead(struct pf_parser *parser, size_t ahead);
void pf_parser_advance(struct pf_parser *parser);
bool pf_parser_accept(struct pf_parser *parser, enum pf_token_kind kind);
/* Fails with "expected … but found …" otherwise. */
bool pf_parser_expect(struct pf_parser *parser, enum pf_token_kind kind);
/* Like it, for a closing bracket: what is missing may be a comma. */
bool pf_parser_expect_closing(struct pf_parser *parser, enum pf_token_kind kind);
/* A name, normalised; fails on anything else. */
pf_str pf_parser_name(struct pf_parser *parser);
pf_str pf_parser_text(const struct pf_parser *parser, struct pf_token token);
bool pf_parser_is_word(const struct pf_parser *parser, struct pf_token token, pf_str word);
/* Forgets the tokens before the current one: where nobody will go back beyond it. */
void pf_parser_forget(struct pf_parser *parser);
/* Forgets all tokens and asks the tokenizer anew. */
void pf_parser_restart(struct pf_parser *parser);
/* Takes back a failure: the current token is what it was. */
void pf_parser_recover(struct pf_parser *parser);

/* --- errors --- */

/* Notes an error at bytes `at` to `end` of the text, unless there is one. Returns a BROKEN node. */
struct pf_ast *pf_parser_fail(struct pf_parser *parser, uint32_t at, uint32_t end,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));
struct pf_ast *pf_parser_fail_limit(struct pf_parser *parser, uint32_t at, uint32_t end,
                                    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same at a node. */
struct pf_ast *pf_parser_fail_at(struct pf_parser *parser, const struct pf_ast *node,
                                 const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The current token cannot stand here; `wanted` is a noun phrase. */
struct pf_ast *pf_parser_unexpected(struct pf_parser *parser, const char *wanted);

/* One more level of nesting; false, with an error, when that is too deep. */
bool pf_parser_enter(struct pf_parser *parser);
void pf_parser_leave(struct pf_parser *parser);
/* Notes that a node of `height` was made; fails when it is too high. */
void pf_parser_set_height(struct pf_parser *parser, unsigned height);

/* Where to go back to when a try does not work out. */
struct pf_parser_mark {
    size_t index, stack, indents;
    uint32_t last_end;
    unsigned depth, height;
};
struct pf_parser_mark pf_parser_try(struct pf_parser *parser);
/* Ends a try; false, and back at the mark, when it failed or `worked` is false. */
bool pf_parser_tried(struct pf_parser *parser, struct pf_parser_mark mark, bool worked);

/* --- nodes --- */

/* A node from byte `start` of the text to the last token consumed. */
struct pf_ast *pf_parser_node(struct pf_parser *parser, enum pf_ast_kind kind, uint32_t start);
pf_span pf_parser_span(const struct pf_parser *parser, uint32_t start, uint32_t end);
void pf_parser_push(struct pf_parser *parser, struct pf_ast *node);
/* What was pushed since the stack had `mark` items. */
struct pf_ast_list pf_parser_list(struct pf_parser *parser, size_t mark);

/* --- expressions.c --- */

/* Binding powers of binary operators, loosest first: the numbers of the grammar's rules. */
enum pf_power {
    PF_POWER_OR = 1, /* disjunction */
    PF_POWER_AND,
    PF_POWER_NOT,
    PF_POWER_COMPARISON,
    PF_POWER_BIT_OR,
    PF_POWER_BIT_XOR,
    PF_POWER_BIT_AND,
    PF_POWER_SHIFT,
    PF_POWER_SUM,
    PF_POWER_TERM,
    PF_POWER_FACTOR, /* unary + - ~ */
    PF_POWER_POWER
};

bool pf_parse_starts_expression(enum pf_token_kind kind);
/* Operators that bind at least so tightly, within another expression: 'for', '*', '**'. */
struct pf_ast *pf_parse_operand(struct pf_parser *parser, enum pf_power least);
struct pf_ast *pf_parse_expression(struct pf_parser *parser);
/* At NAME ':='. */
bool pf_parse_at_walrus(struct pf_parser *parser);
struct pf_ast *pf_parse_named_expression(struct pf_parser *parser);
/* '*' bitwise_or, or an expression (star_expression) or named expression. */
struct pf_ast *pf_parse_star_expression(struct pf_parser *parser);
struct pf_ast *pf_parse_star_named_expression(struct pf_parser *parser);
/* One, or a tuple without parentheses. */
struct pf_ast *pf_parse_star_expressions(struct pf_parser *parser);
/* A yield, or star_expressions. */
struct pf_ast *pf_parse_yield_or_star_expressions(struct pf_parser *parser);
/* The targets of a `for`: up to 'in'. */
struct pf_ast *pf_parse_for_targets(struct pf_parser *parser);
/* NAME ('.' NAME)* as Name and Attributes: in patterns. */
struct pf_ast *pf_parse_dotted(struct pf_parser *parser);
struct pf_ast *pf_parse_number(struct pf_parser *parser);
struct pf_ast *pf_parse_keyword_constant(struct pf_parser *parser);

/* --- atoms.c --- */

struct pf_ast *pf_parse_atom(struct pf_parser *parser);
/* for_if_clauses, as a list of COMPREHENSION. */
struct pf_ast_list pf_parse_comprehensions(struct pf_parser *parser);
bool pf_parse_at_comprehension(struct pf_parser *parser);

/* --- arguments.c --- */

/* Behind '(': up to and with ')'. `generators`: a lone generator needs no parentheses. */
void pf_parse_call_arguments(struct pf_parser *parser, bool generators, struct pf_ast_list *args,
                             struct pf_ast_list *keywords);
/* Parameters up to `end`, which is not consumed; annotated ones in a def. */
struct pf_ast *pf_parse_parameters(struct pf_parser *parser, enum pf_token_kind end);
/* '[' … ']' behind a name, or nothing. */
struct pf_ast_list pf_parse_type_params(struct pf_parser *parser);

/* --- strings.c --- */

/* One or more literals in a row. */
struct pf_ast *pf_parse_strings(struct pf_parser *parser);

/* --- targets.c --- */

/* Makes a target of an expression, however deep, or fails: "cannot assign to …". */
void pf_parse_to_target(struct pf_parser *parser, struct pf_ast *node, enum pf_ast_context ctx);
/* For messages: "a function call". */
const char *pf_parse_kind_in_words(const struct pf_ast *node);

/* --- patterns.c --- */

/* patterns: up to the guard or colon of a case. */
struct pf_ast *pf_parse_patterns(struct pf_parser *parser);

/* --- statements.c --- */

/* Simple statements up to and with NEWLINE, pushed. */
void pf_parse_simple_statements(struct pf_parser *parser);

/* --- compound.c --- */

/* NULL when what comes is none: soft keywords count by what follows them. */
struct pf_ast *pf_parse_compound(struct pf_parser *parser);

/* --- parse.c --- */

/* Statements up to the end of the block or file, pushed; broken ones as BROKEN. */
void pf_parse_statements(struct pf_parser *parser);

#endif
