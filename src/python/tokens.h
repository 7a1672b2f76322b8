/* The words of a Python file, read on demand; what a line's indentation means is in layout.h. */
#ifndef PF_PYTHON_TOKENS_H
#define PF_PYTHON_TOKENS_H

#include "tree/fault.h"

/* X(name, text): operators, then keywords, the latter sorted. */
#define PF_TOKEN_OPERATORS(X)                                                                      \
    X(LPAR, "(")                                                                                   \
    X(RPAR, ")")                                                                                   \
    X(LSQB, "[")                                                                                   \
    X(RSQB, "]")                                                                                   \
    X(LBRACE, "{")                                                                                 \
    X(RBRACE, "}")                                                                                 \
    X(COLON, ":")                                                                                  \
    X(COMMA, ",")                                                                                  \
    X(SEMI, ";")                                                                                   \
    X(DOT, ".")                                                                                    \
    X(ELLIPSIS, "...")                                                                             \
    X(ARROW, "->")                                                                                 \
    X(WALRUS, ":=")                                                                                \
    X(EQUAL, "=")                                                                                  \
    X(PLUS, "+")                                                                                   \
    X(MINUS, "-")                                                                                  \
    X(STAR, "*")                                                                                   \
    X(DOUBLE_STAR, "**")                                                                           \
    X(SLASH, "/")                                                                                  \
    X(DOUBLE_SLASH, "//")                                                                          \
    X(PERCENT, "%")                                                                                \
    X(AT, "@")                                                                                     \
    X(L_SHIFT, "<<")                                                                               \
    X(R_SHIFT, ">>")                                                                               \
    X(AMPERSAND, "&")                                                                              \
    X(BAR, "|")                                                                                    \
    X(CARET, "^")                                                                                  \
    X(TILDE, "~")                                                                                  \
    X(LESS, "<")                                                                                   \
    X(GREATER, ">")                                                                                \
    X(LESS_EQUAL, "<=")                                                                            \
    X(GREATER_EQUAL, ">=")                                                                         \
    X(EQ_EQUAL, "==")                                                                              \
    X(NOT_EQUAL, "!=")                                                                             \
    X(LESS_GREATER, "<>")                                                                          \
    X(PLUS_EQUAL, "+=")                                                                            \
    X(MINUS_EQUAL, "-=")                                                                           \
    X(STAR_EQUAL, "*=")                                                                            \
    X(DOUBLE_STAR_EQUAL, "**=")                                                                    \
    X(SLASH_EQUAL, "/=")                                                                           \
    X(DOUBLE_SLASH_EQUAL, "//=")                                                                   \
    X(PERCENT_EQUAL, "%=")                                                                         \
    X(AT_EQUAL, "@=")                                                                              \
    X(L_SHIFT_EQUAL, "<<=")                                                                        \
    X(R_SHIFT_EQUAL, ">>=")                                                                        \
    X(AMPERSAND_EQUAL, "&=")                                                                       \
    X(BAR_EQUAL, "|=")                                                                             \
    X(CARET_EQUAL, "^=")

#define PF_TOKEN_KEYWORDS(X)                                                                       \
    X(FALSE, "False")                                                                              \
    X(NONE, "None")                                                                                \
    X(TRUE, "True")                                                                                \
    X(AND, "and")                                                                                  \
    X(AS, "as")                                                                                    \
    X(ASSERT, "assert")                                                                            \
    X(ASYNC, "async")                                                                              \
    X(AWAIT, "await")                                                                              \
    X(BREAK, "break")                                                                              \
    X(CLASS, "class")                                                                              \
    X(CONTINUE, "continue")                                                                        \
    X(DEF, "def")                                                                                  \
    X(DEL, "del")                                                                                  \
    X(ELIF, "elif")                                                                                \
    X(ELSE, "else")                                                                                \
    X(EXCEPT, "except")                                                                            \
    X(FINALLY, "finally")                                                                          \
    X(FOR, "for")                                                                                  \
    X(FROM, "from")                                                                                \
    X(GLOBAL, "global")                                                                            \
    X(IF, "if")                                                                                    \
    X(IMPORT, "import")                                                                            \
    X(IN, "in")                                                                                    \
    X(IS, "is")                                                                                    \
    X(LAMBDA, "lambda")                                                                            \
    X(NONLOCAL, "nonlocal")                                                                        \
    X(NOT, "not")                                                                                  \
    X(OR, "or")                                                                                    \
    X(PASS, "pass")                                                                                \
    X(RAISE, "raise")                                                                              \
    X(RETURN, "return")                                                                            \
    X(TRY, "try")                                                                                  \
    X(WHILE, "while")                                                                              \
    X(WITH, "with")                                                                                \
    X(YIELD, "yield")

enum pf_token_kind {
    PF_TOKEN_ERROR, /* not to be read: pf_tokens.fault says why */
    PF_TOKEN_END,   /* of the file */
    PF_TOKEN_NEWLINE,
    PF_TOKEN_INDENT,
    PF_TOKEN_DEDENT,
    PF_TOKEN_NAME,
    PF_TOKEN_NUMBER,
    PF_TOKEN_STRING,           /* prefix, quotes and all; no f- or t-string */
    PF_TOKEN_FORMAT_START,     /* the prefix and opening quotes of an f- or t-string */
    PF_TOKEN_FORMAT_TEXT,      /* text in it or in a format specification, as written */
    PF_TOKEN_FORMAT_END,       /* the closing quotes */
    PF_TOKEN_FIELD_OPEN,       /* { of a replacement field */
    PF_TOKEN_FIELD_CONVERSION, /* ! in it */
    PF_TOKEN_FIELD_SPEC,       /* : in it; what follows is FORMAT_TEXT and more fields */
    PF_TOKEN_FIELD_CLOSE,
#define TOKEN(name, text) PF_TOKEN_##name,
    PF_TOKEN_OPERATORS(TOKEN) PF_TOKEN_KEYWORDS(TOKEN)
#undef TOKEN
        PF_TOKEN_KIND_COUNT
};

struct pf_token {
    uint32_t at, end; /* bytes of the text */
    uint8_t kind;     /* enum pf_token_kind */
    bool first;       /* the first of its logical line */
};

enum {
    PF_TOKENS_BRACKETS = 200, /* open at once; CPython's MAXLEVEL */
    PF_TOKENS_INDENTS = 100,  /* CPython's MAXINDENT, which counts the margin, too */
    PF_TOKENS_FORMATS = 150,  /* f-strings and their fields within each other; CPython's limit */
    PF_TOKENS_NAME = 4096,    /* bytes of a name that is not ASCII: normalising is quadratic */
    PF_TOKENS_TAB = 8,        /* columns of a tab; with a tab of 1 column the order must be equal */
};

struct pf_tokens {
    struct pf_arena *arena;
    pf_str text;
    size_t at;
    size_t line;        /* where the logical line of the last token began */
    bool at_line_start; /* of a logical line */
    size_t dedents;     /* owed */
    struct pf_token_indent {
        uint32_t column, narrow; /* with tabs of PF_TOKENS_TAB columns, and of one */
    } indents[PF_TOKENS_INDENTS];
    size_t indent_count; /* beyond the margin, which is indents[0] */
    struct pf_token_bracket {
        uint32_t at;
        char open;
    } brackets[PF_TOKENS_BRACKETS];
    size_t bracket_count;
    struct pf_token_format { /* a string that is open, or a field within the one below it */
        uint32_t at;
        uint32_t level; /* of a field: brackets open, its own counted */
        char quote;
        bool is_field, is_triple, is_raw, is_template;
        bool in_spec; /* of a field: behind its colon */
    } formats[PF_TOKENS_FORMATS];
    size_t format_count;
    struct pf_token_fault { /* of the last ERROR */
        enum pf_fault_kind kind;
        size_t at, end;
        pf_str message;
        bool to_the_end;  /* a triple-quoted string that takes all the rest */
        bool is_unclosed; /* a bracket that is open at the end of the file */
    } fault;
};

/* Starts at byte `start` of `text`. About 4 KiB: keep it in an arena. */
struct pf_tokens *pf_tokens_new(struct pf_arena *arena, pf_str text, size_t start);
/* After END always END; after ERROR call pf_tokens_resume first. */
struct pf_token pf_tokens_next(struct pf_tokens *tokens);
/* Reads on at the start of the physical line at `at`, outside of all brackets and strings. */
void pf_tokens_resume(struct pf_tokens *tokens, size_t at);

/* How a message calls it: "':'", "'import'", "a name", "the end of the line". */
const char *pf_token_name(enum pf_token_kind kind);

/* --- between the tokenizer's own files --- */

/* The byte `ahead` of the current one; 0 past the end. */
static inline unsigned char pf_tokens_peek(const struct pf_tokens *tokens, size_t ahead)
{
    size_t at = tokens->at + ahead;
    return at < tokens->text.len ? (unsigned char)tokens->text.data[at] : 0;
}
static inline bool pf_tokens_is_newline(unsigned char c)
{
    return c == '\n' || c == '\r';
}
static inline bool pf_tokens_at_end(const struct pf_tokens *tokens)
{
    return tokens->at >= tokens->text.len;
}
/* Steps over LF, CRLF or CR. */
void pf_tokens_skip_newline(struct pf_tokens *tokens);
void pf_tokens_skip_comment(struct pf_tokens *tokens);
/* Steps over a backslash and the line end behind it; false: an error was noted. */
bool pf_tokens_skip_continuation(struct pf_tokens *tokens);
/* Makes `token` an ERROR; `format` says what is wrong in bytes `at` to `end`. */
void pf_tokens_fail(struct pf_tokens *tokens, struct pf_token *token, enum pf_fault_kind kind,
                    size_t at, size_t end, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
bool pf_tokens_open_bracket(struct pf_tokens *tokens, struct pf_token *token, char open);

/* Is what comes next the text of an f-string? Then the second reads a token of it. */
bool pf_tokens_in_format_text(const struct pf_tokens *tokens);
void pf_tokens_format_text(struct pf_tokens *tokens, struct pf_token *token);
/* At the quote behind a prefix that ends at `quote`; token->at is the prefix's start. */
void pf_tokens_format_start(struct pf_tokens *tokens, struct pf_token *token);
/* At a quote that no string owns: in a field it is the f-string's own. False: not in a field. */
bool pf_tokens_fail_field(struct pf_tokens *tokens, struct pf_token *token);
/* The punctuation of a replacement field; false when the next token is none of that. */
bool pf_tokens_field_mark(struct pf_tokens *tokens, struct pf_token *token);

/* At a digit, or at a dot before one. */
void pf_tokens_number(struct pf_tokens *tokens, struct pf_token *token);

#endif
