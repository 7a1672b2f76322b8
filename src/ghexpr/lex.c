/* The lexer: what a token is depends on the token before it, as in GitHub's own. */
#include "ghexpr/lex.h"

#include "base/buffer.h"
#include "ghexpr/text.h"
#include "ghexpr/value.h"

/* A name or number ends before white space and these. */
static bool ends_word(pf_str text, size_t at)
{
    char c = text.data[at];
    if (pf_is_name(c) || c == '-')
        return false;
    return c == '.' || c == ' ' || pf_str_find_byte(PF_STR("([)],!><=&|"), c) != PF_STR_NONE ||
           pf_ghexpr_text_space(text, at) > 0;
}

static struct pf_ghexpr_token token_of(const struct pf_ghexpr_lexer *lexer,
                                       enum pf_ghexpr_token_kind kind, size_t from)
{
    return (struct pf_ghexpr_token){
        .kind = kind, .at = from, .text = pf_str_slice(lexer->text, from, lexer->at)};
}

/* A dot belongs to a number: ".5", "1.5". */
static struct pf_ghexpr_token read_number(struct pf_ghexpr_lexer *lexer)
{
    size_t from = lexer->at++;
    while (lexer->at < lexer->text.len &&
           (lexer->text.data[lexer->at] == '.' || !ends_word(lexer->text, lexer->at)))
        lexer->at++;
    struct pf_ghexpr_token token = token_of(lexer, PF_GHEXPR_TOKEN_LITERAL, from);
    double number = pf_ghexpr_value_parse_number(token.text);
    if (number != number)
        token.kind = PF_GHEXPR_TOKEN_BAD;
    else
        token.value = pf_ghexpr_value_of_number(lexer->arena, number);
    return token;
}

/* '' inside stands for one quote. */
static struct pf_ghexpr_token read_string(struct pf_ghexpr_lexer *lexer)
{
    size_t from = lexer->at++;
    struct pf_buffer buffer = pf_buffer_new(lexer->arena);
    while (lexer->at < lexer->text.len) {
        char c = lexer->text.data[lexer->at++];
        bool is_quote = c == '\'';
        bool is_doubled =
            is_quote && lexer->at < lexer->text.len && lexer->text.data[lexer->at] == '\'';
        if (is_quote && !is_doubled) {
            struct pf_ghexpr_token token = token_of(lexer, PF_GHEXPR_TOKEN_LITERAL, from);
            token.value = pf_node_str(lexer->arena, pf_buffer_str(&buffer), (pf_span){0});
            return token;
        }
        lexer->at += is_doubled ? 1 : 0;
        pf_buffer_add_byte(&buffer, c);
    }
    return token_of(lexer, PF_GHEXPR_TOKEN_BAD, from);
}

static struct pf_ghexpr_token read_operator(struct pf_ghexpr_lexer *lexer)
{
    static const struct {
        pf_str text;
        enum pf_ghexpr_kind kind;
    } operators[] = {
        /* the longer ones first */
        {PF_STR_INIT("!="), PF_GHEXPR_NOT_EQUAL},
        {PF_STR_INIT("=="), PF_GHEXPR_EQUAL},
        {PF_STR_INIT(">="), PF_GHEXPR_GREATER_EQUAL},
        {PF_STR_INIT("<="), PF_GHEXPR_LESS_EQUAL},
        {PF_STR_INIT("&&"), PF_GHEXPR_AND},
        {PF_STR_INIT("||"), PF_GHEXPR_OR},
        {PF_STR_INIT("!"), PF_GHEXPR_NOT},
        {PF_STR_INIT(">"), PF_GHEXPR_GREATER},
        {PF_STR_INIT("<"), PF_GHEXPR_LESS},
    };
    size_t from = lexer->at;
    pf_str rest = pf_str_slice(lexer->text, from, lexer->text.len);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (pf_str_starts(rest, operators[i].text)) {
            lexer->at += operators[i].text.len;
            struct pf_ghexpr_token token = token_of(lexer, PF_GHEXPR_TOKEN_OPERATOR, from);
            token.operation = operators[i].kind;
            return token;
        }
    lexer->at++;
    while (lexer->at < lexer->text.len && !ends_word(lexer->text, lexer->at))
        lexer->at++;
    return token_of(lexer, PF_GHEXPR_TOKEN_BAD, from);
}

static bool is_name(pf_str word)
{
    if (word.len == 0 || !(pf_is_alpha(word.data[0]) || word.data[0] == '_'))
        return false;
    for (size_t i = 1; i < word.len; i++)
        if (!pf_is_name(word.data[i]) && word.data[i] != '-')
            return false;
    return true;
}

/* Keywords are exact; names that only look like them are contexts. */
static const struct pf_node *keyword_value(struct pf_arena *arena, pf_str word)
{
    if (pf_str_eq(word, PF_STR("null")))
        return pf_node_new(arena, PF_NULL, (pf_span){0});
    if (pf_str_eq(word, PF_STR("true")) || pf_str_eq(word, PF_STR("false")))
        return pf_node_bool(arena, word.data[0] == 't', (pf_span){0});
    if (pf_str_eq(word, PF_STR("NaN")) || pf_str_eq(word, PF_STR("Infinity")))
        return pf_ghexpr_value_of_number(arena, pf_ghexpr_value_parse_number(word));
    return NULL;
}

static bool is_before_bracket(const struct pf_ghexpr_lexer *lexer)
{
    size_t at = lexer->at;
    for (size_t len = pf_ghexpr_text_space(lexer->text, at); len > 0;
         len = pf_ghexpr_text_space(lexer->text, at))
        at += len;
    return at < lexer->text.len && lexer->text.data[at] == '(';
}

static struct pf_ghexpr_token read_word(struct pf_ghexpr_lexer *lexer)
{
    size_t from = lexer->at++;
    while (lexer->at < lexer->text.len && !ends_word(lexer->text, lexer->at))
        lexer->at++;
    struct pf_ghexpr_token token = token_of(lexer, PF_GHEXPR_TOKEN_NAME, from);
    if (!is_name(token.text))
        token.kind = PF_GHEXPR_TOKEN_BAD;
    else if (lexer->last == PF_GHEXPR_TOKEN_DOT)
        token.kind = PF_GHEXPR_TOKEN_PROPERTY;
    else if ((token.value = keyword_value(lexer->arena, token.text)) != NULL)
        token.kind = PF_GHEXPR_TOKEN_LITERAL;
    else if (is_before_bracket(lexer))
        token.kind = PF_GHEXPR_TOKEN_FUNCTION;
    return token;
}

/* Where an operand must come, a dot can only start a number. */
static bool expects_operand(enum pf_ghexpr_token_kind last)
{
    return last == PF_GHEXPR_TOKEN_END || last == PF_GHEXPR_TOKEN_COMMA ||
           last == PF_GHEXPR_TOKEN_OPEN || last == PF_GHEXPR_TOKEN_OPEN_INDEX ||
           last == PF_GHEXPR_TOKEN_OPERATOR;
}

static struct pf_ghexpr_token read_token(struct pf_ghexpr_lexer *lexer)
{
    static const struct {
        char sign;
        enum pf_ghexpr_token_kind kind;
    } signs[] = {
        {'(', PF_GHEXPR_TOKEN_OPEN},       {')', PF_GHEXPR_TOKEN_CLOSE},
        {'[', PF_GHEXPR_TOKEN_OPEN_INDEX}, {']', PF_GHEXPR_TOKEN_CLOSE_INDEX},
        {',', PF_GHEXPR_TOKEN_COMMA},      {'*', PF_GHEXPR_TOKEN_STAR},
    };
    char c = lexer->text.data[lexer->at];
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].sign == c) {
            lexer->at++;
            return token_of(lexer, signs[i].kind, lexer->at - 1);
        }
    if (c == '\'')
        return read_string(lexer);
    if (pf_str_find_byte(PF_STR("!><=&|"), c) != PF_STR_NONE)
        return read_operator(lexer);
    if (c == '.' && !expects_operand(lexer->last)) {
        lexer->at++;
        return token_of(lexer, PF_GHEXPR_TOKEN_DOT, lexer->at - 1);
    }
    if (c == '.' || c == '-' || c == '+' || pf_is_digit(c))
        return read_number(lexer);
    return read_word(lexer);
}

struct pf_ghexpr_token pf_ghexpr_next(struct pf_ghexpr_lexer *lexer)
{
    for (size_t len = pf_ghexpr_text_space(lexer->text, lexer->at); len > 0;
         len = pf_ghexpr_text_space(lexer->text, lexer->at))
        lexer->at += len;
    if (lexer->at >= lexer->text.len)
        return token_of(lexer, PF_GHEXPR_TOKEN_END, lexer->at);
    struct pf_ghexpr_token token = read_token(lexer);
    lexer->last = token.kind;
    return token;
}
