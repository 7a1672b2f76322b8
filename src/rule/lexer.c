/* Expression text → words. */
#include "rule/lexer.h"

#include "base/buffer.h"

static bool refuse(struct pf_expr_lexer *lexer, struct pf_expr_fault *fault, size_t at,
                   const char *message)
{
    fault->at = at;
    fault->message = pf_arena_str(lexer->arena, pf_str_c(message));
    return false;
}

static bool is_name_start(char c)
{
    return pf_is_alpha(c) || c == '_';
}

static pf_str take_name(struct pf_expr_lexer *lexer)
{
    size_t start = lexer->at;
    while (lexer->at < lexer->text.len &&
           (pf_is_name(lexer->text.data[lexer->at]) || lexer->text.data[lexer->at] == '-'))
        lexer->at++;
    return pf_str_slice(lexer->text, start, lexer->at);
}

static bool take_variable(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                          struct pf_expr_fault *fault)
{
    lexer->at++;
    if (lexer->at >= lexer->text.len || !is_name_start(lexer->text.data[lexer->at]))
        return refuse(lexer, fault, token->at, "a name must follow $");
    token->kind = PF_EXPR_TOKEN_VARIABLE;
    token->text = take_name(lexer);
    return true;
}

/* The byte that `\` and `letter` stand for; 0 when that is no escape. */
static char unescape(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '\\':
    case '\'':
    case '"':
    case '/':
        return letter;
    default:
        return 0;
    }
}

static bool take_string(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                        struct pf_expr_fault *fault)
{
    char quote = lexer->text.data[lexer->at++];
    struct pf_buffer decoded = pf_buffer_new(lexer->arena);
    for (; lexer->at < lexer->text.len; lexer->at++) {
        char c = lexer->text.data[lexer->at];
        if (c == quote) {
            lexer->at++;
            token->kind = PF_EXPR_TOKEN_STRING;
            token->text = pf_buffer_str(&decoded);
            return true;
        }
        if (c == '\\') {
            lexer->at++;
            c = lexer->at < lexer->text.len ? unescape(lexer->text.data[lexer->at]) : 0;
            if (c == 0)
                return refuse(lexer, fault, lexer->at - 1,
                              "a string knows the escapes \\n \\t \\\\ \\' \\\" and \\/");
        }
        pf_buffer_add_byte(&decoded, c);
    }
    return refuse(lexer, fault, token->at, "the string has no end");
}

/* A slash inside [ ] or after a backslash does not end the pattern. */
static bool take_regex(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                       struct pf_expr_fault *fault)
{
    size_t start = ++lexer->at;
    bool in_class = false;
    for (; lexer->at < lexer->text.len; lexer->at++) {
        char c = lexer->text.data[lexer->at];
        if (c == '\\' && lexer->at + 1 < lexer->text.len)
            lexer->at++;
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '/' && !in_class)
            break;
    }
    if (lexer->at >= lexer->text.len)
        return refuse(lexer, fault, token->at, "the pattern has no closing /");
    token->kind = PF_EXPR_TOKEN_REGEX;
    token->text = pf_str_slice(lexer->text, start, lexer->at);
    size_t flags = ++lexer->at;
    while (lexer->at < lexer->text.len && pf_is_alpha(lexer->text.data[lexer->at]))
        lexer->at++;
    token->flags = pf_str_slice(lexer->text, flags, lexer->at);
    return true;
}

static bool take_integer(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                         struct pf_expr_fault *fault)
{
    size_t start = lexer->at++;
    while (lexer->at < lexer->text.len && pf_is_digit(lexer->text.data[lexer->at]))
        lexer->at++;
    token->kind = PF_EXPR_TOKEN_INTEGER;
    token->text = pf_str_slice(lexer->text, start, lexer->at);
    if (!pf_str_to_int(token->text, &token->integer))
        return refuse(lexer, fault, start, "the number is out of range");
    return true;
}

/* Longer words stand before their beginnings. */
static const struct {
    const char *word;
    enum pf_expr_token_kind kind;
    enum pf_expr_operator relation;
} signs[] = {
    {"==", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_EQUAL},
    {"=~", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_MATCHES},
    {"!=", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_UNEQUAL},
    {"!~", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_MATCHES_NOT},
    {"<=", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_LESS_EQUAL},
    {"<", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_LESS},
    {">=", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_GREATER_EQUAL},
    {">", PF_EXPR_TOKEN_OPERATOR, PF_EXPR_GREATER},
    {"..", PF_EXPR_TOKEN_DOT_DOT, 0},
    {".", PF_EXPR_TOKEN_DOT, 0},
    {"[?", PF_EXPR_TOKEN_OPEN_FILTER, 0},
    {"[", PF_EXPR_TOKEN_OPEN_LIST, 0},
    {"]", PF_EXPR_TOKEN_CLOSE_LIST, 0},
    {"(", PF_EXPR_TOKEN_OPEN, 0},
    {")", PF_EXPR_TOKEN_CLOSE, 0},
    {"+", PF_EXPR_TOKEN_PLUS, 0},
    {",", PF_EXPR_TOKEN_COMMA, 0},
    {"*", PF_EXPR_TOKEN_STAR, 0},
    {"@", PF_EXPR_TOKEN_SELF, 0},
    {"}", PF_EXPR_TOKEN_CLOSE_CAPTURE, 0},
};

static bool take_sign(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                      struct pf_expr_fault *fault)
{
    pf_str rest = pf_str_slice(lexer->text, lexer->at, lexer->text.len);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].word[0] != rest.data[0])
            continue;
        pf_str word = pf_str_c(signs[i].word);
        if (pf_str_starts(rest, word)) {
            token->kind = signs[i].kind;
            token->relation = signs[i].relation;
            lexer->at += word.len;
            return true;
        }
    }
    if (pf_str_starts(rest, PF_STR("&&")) || pf_str_starts(rest, PF_STR("||")) ||
        pf_str_starts(rest, PF_STR("!")))
        return refuse(lexer, fault, lexer->at, "the words are 'and', 'or' and 'not'");
    if (pf_str_starts(rest, PF_STR("=")))
        return refuse(lexer, fault, lexer->at, "equality is written ==");
    return refuse(lexer, fault, lexer->at, "no word of the rule language begins here");
}

static bool take_token(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                       struct pf_expr_fault *fault)
{
    char c = lexer->text.data[lexer->at];
    char next = lexer->at + 1 < lexer->text.len ? lexer->text.data[lexer->at + 1] : '\0';
    if (is_name_start(c)) {
        token->kind = PF_EXPR_TOKEN_NAME;
        token->text = take_name(lexer);
        return true;
    }
    if (pf_is_digit(c) || (c == '-' && pf_is_digit(next)))
        return take_integer(lexer, token, fault);
    switch (c) {
    case '$':
        return take_variable(lexer, token, fault);
    case '\'':
    case '"':
        return take_string(lexer, token, fault);
    case '/':
        return take_regex(lexer, token, fault);
    default:
        return take_sign(lexer, token, fault);
    }
}

bool pf_expr_lexer_next(struct pf_expr_lexer *lexer, struct pf_expr_token *token,
                        struct pf_expr_fault *fault)
{
    while (lexer->at < lexer->text.len && pf_is_space(lexer->text.data[lexer->at]))
        lexer->at++;
    *token = (struct pf_expr_token){.kind = PF_EXPR_TOKEN_END, .at = lexer->at};
    if (lexer->at >= lexer->text.len)
        return true;
    if (!take_token(lexer, token, fault))
        return false;
    token->len = lexer->at - token->at;
    return true;
}
