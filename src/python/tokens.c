/* The tokenizer: names, strings, operators, brackets, line ends. */
#include "python/tokens.h"

#include "base/utf8.h"
#include "python/layout.h"
#include "python/unicode.h"

#include <string.h>

static const char *const token_names[PF_TOKEN_KIND_COUNT] = {
    [PF_TOKEN_ERROR] = "an error",
    [PF_TOKEN_END] = "the end of the file",
    [PF_TOKEN_NEWLINE] = "the end of the line",
    [PF_TOKEN_INDENT] = "an indented line",
    [PF_TOKEN_DEDENT] = "the end of the block",
    [PF_TOKEN_NAME] = "a name",
    [PF_TOKEN_NUMBER] = "a number",
    [PF_TOKEN_STRING] = "a string",
    [PF_TOKEN_FORMAT_START] = "an f-string",
    [PF_TOKEN_FORMAT_TEXT] = "text",
    [PF_TOKEN_FORMAT_END] = "the end of the f-string",
    [PF_TOKEN_FIELD_OPEN] = "'{'",
    [PF_TOKEN_FIELD_CONVERSION] = "'!'",
    [PF_TOKEN_FIELD_SPEC] = "':'",
    [PF_TOKEN_FIELD_CLOSE] = "'}'",
#define TOKEN(name, text) [PF_TOKEN_##name] = "'" text "'",
    PF_TOKEN_OPERATORS(TOKEN) PF_TOKEN_KEYWORDS(TOKEN)
#undef TOKEN
};

const char *pf_token_name(enum pf_token_kind kind)
{
    return token_names[kind];
}

/* Sorted, as PF_TOKEN_KEYWORDS is; `kind` follows from the index. */
static const pf_str keywords[] = {
#define KEYWORD(name, text) PF_STR_INIT(text),
    PF_TOKEN_KEYWORDS(KEYWORD)
#undef KEYWORD
};
enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords, KEYWORD_LONGEST = 8 };

/* Index of the first keyword with this letter, plus one; the letters from 'F' to 'y'. */
static const unsigned char first_keyword[128] = {
#define FIRST(name) PF_TOKEN_##name - PF_TOKEN_FALSE + 1
    ['F'] = FIRST(FALSE),    ['N'] = FIRST(NONE),   ['T'] = FIRST(TRUE),  ['a'] = FIRST(AND),
    ['b'] = FIRST(BREAK),    ['c'] = FIRST(CLASS),  ['d'] = FIRST(DEF),   ['e'] = FIRST(ELIF),
    ['f'] = FIRST(FINALLY),  ['g'] = FIRST(GLOBAL), ['i'] = FIRST(IF),    ['l'] = FIRST(LAMBDA),
    ['n'] = FIRST(NONLOCAL), ['o'] = FIRST(OR),     ['p'] = FIRST(PASS),  ['r'] = FIRST(RAISE),
    ['t'] = FIRST(TRY),      ['w'] = FIRST(WHILE),  ['y'] = FIRST(YIELD),
#undef FIRST
};

static enum pf_token_kind keyword_or_name(pf_str name)
{
    unsigned char first = (unsigned char)name.data[0];
    if (name.len > KEYWORD_LONGEST || first >= 128 || first_keyword[first] == 0)
        return PF_TOKEN_NAME;
    for (size_t i = (size_t)first_keyword[first] - 1;
         i < KEYWORD_COUNT && keywords[i].data[0] == (char)first; i++)
        if (keywords[i].len == name.len && memcmp(keywords[i].data, name.data, name.len) == 0)
            return (enum pf_token_kind)(PF_TOKEN_FALSE + i);
    return PF_TOKEN_NAME;
}

/* What a byte makes alone, before '=', twice, and twice before '='; 0 is nothing. */
static const struct operator_row {
    unsigned char alone, equal, twice, twice_equal;
} operators[128] = {
    [':'] = {PF_TOKEN_COLON, PF_TOKEN_WALRUS, 0, 0},
    [','] = {PF_TOKEN_COMMA, 0, 0, 0},
    [';'] = {PF_TOKEN_SEMI, 0, 0, 0},
    ['.'] = {PF_TOKEN_DOT, 0, 0, 0},
    ['='] = {PF_TOKEN_EQUAL, PF_TOKEN_EQ_EQUAL, 0, 0},
    ['+'] = {PF_TOKEN_PLUS, PF_TOKEN_PLUS_EQUAL, 0, 0},
    ['-'] = {PF_TOKEN_MINUS, PF_TOKEN_MINUS_EQUAL, 0, 0},
    ['*'] = {PF_TOKEN_STAR, PF_TOKEN_STAR_EQUAL, PF_TOKEN_DOUBLE_STAR, PF_TOKEN_DOUBLE_STAR_EQUAL},
    ['/'] = {PF_TOKEN_SLASH, PF_TOKEN_SLASH_EQUAL, PF_TOKEN_DOUBLE_SLASH,
             PF_TOKEN_DOUBLE_SLASH_EQUAL},
    ['%'] = {PF_TOKEN_PERCENT, PF_TOKEN_PERCENT_EQUAL, 0, 0},
    ['@'] = {PF_TOKEN_AT, PF_TOKEN_AT_EQUAL, 0, 0},
    ['&'] = {PF_TOKEN_AMPERSAND, PF_TOKEN_AMPERSAND_EQUAL, 0, 0},
    ['|'] = {PF_TOKEN_BAR, PF_TOKEN_BAR_EQUAL, 0, 0},
    ['^'] = {PF_TOKEN_CARET, PF_TOKEN_CARET_EQUAL, 0, 0},
    ['~'] = {PF_TOKEN_TILDE, 0, 0, 0},
    ['<'] = {PF_TOKEN_LESS, PF_TOKEN_LESS_EQUAL, PF_TOKEN_L_SHIFT, PF_TOKEN_L_SHIFT_EQUAL},
    ['>'] = {PF_TOKEN_GREATER, PF_TOKEN_GREATER_EQUAL, PF_TOKEN_R_SHIFT, PF_TOKEN_R_SHIFT_EQUAL},
    ['!'] = {0, PF_TOKEN_NOT_EQUAL, 0, 0},
};

/* The few operators that no row of `operators` makes. */
static const struct odd_operator {
    pf_str text;
    enum pf_token_kind kind;
} odd_operators[] = {
    {PF_STR_INIT("..."), PF_TOKEN_ELLIPSIS},
    {PF_STR_INIT("->"), PF_TOKEN_ARROW},
    {PF_STR_INIT("<>"), PF_TOKEN_LESS_GREATER},
};

void pf_tokens_fail(struct pf_tokens *tokens, struct pf_token *token, enum pf_fault_kind kind,
                    size_t at, size_t end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tokens->fault = (struct pf_token_fault){.kind = kind, .at = at, .end = end};
    tokens->fault.message = pf_arena_vformat(tokens->arena, format, args);
    va_end(args);
    token->kind = PF_TOKEN_ERROR;
}

void pf_tokens_skip_newline(struct pf_tokens *tokens)
{
    bool is_crlf = pf_tokens_peek(tokens, 0) == '\r' && pf_tokens_peek(tokens, 1) == '\n';
    tokens->at += is_crlf ? 2 : 1;
}

void pf_tokens_skip_comment(struct pf_tokens *tokens)
{
    while (!pf_tokens_at_end(tokens) && !pf_tokens_is_newline(pf_tokens_peek(tokens, 0)))
        tokens->at++;
}

bool pf_tokens_skip_continuation(struct pf_tokens *tokens)
{
    struct pf_token ignored;
    size_t at = tokens->at++;
    if (pf_tokens_is_newline(pf_tokens_peek(tokens, 0))) {
        pf_tokens_skip_newline(tokens);
        if (!pf_tokens_at_end(tokens))
            return true;
    }
    if (pf_tokens_at_end(tokens))
        pf_tokens_fail(tokens, &ignored, PF_FAULT_PYTHON_SYNTAX, at, at + 1,
                       "the file ends behind a line continuation '\\'");
    else
        pf_tokens_fail(tokens, &ignored, PF_FAULT_PYTHON_SYNTAX, at, at + 1,
                       "something follows the line continuation '\\'; it must end its line");
    return false;
}

static bool is_name_start(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool is_name_part(unsigned char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* "b", "Rb", "F": which prefixes make a string of what follows. */
static bool is_string_prefix(pf_str name)
{
    if (name.len == 1)
        return memchr("bBfFrRtTuU", name.data[0], 10) != NULL;
    if (name.len != 2)
        return false;
    char a = pf_to_lower(name.data[0]), b = pf_to_lower(name.data[1]);
    char other = a == 'r' ? b : a;
    return (a == 'r' || b == 'r') && (other == 'b' || other == 'f' || other == 't');
}

static bool is_format_prefix(pf_str prefix)
{
    for (size_t i = 0; i < prefix.len; i++)
        if (memchr("fFtT", prefix.data[i], 4) != NULL)
            return true;
    return false;
}

static void unterminated(struct pf_tokens *tokens, struct pf_token *token, bool is_triple)
{
    if (pf_tokens_fail_field(tokens, token))
        return;
    pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, token->at, tokens->at,
                   is_triple ? "this triple-quoted string is never closed"
                             : "this string is not closed on its line");
    tokens->fault.to_the_end = is_triple;
}

/* At the opening quote; token->at is where the prefix began. */
static void read_string(struct pf_tokens *tokens, struct pf_token *token)
{
    unsigned char quote = pf_tokens_peek(tokens, 0);
    bool is_triple = pf_tokens_peek(tokens, 1) == quote && pf_tokens_peek(tokens, 2) == quote;
    tokens->at += is_triple ? 3 : 1;
    for (;;) {
        unsigned char c = pf_tokens_peek(tokens, 0);
        if (pf_tokens_at_end(tokens) || (!is_triple && pf_tokens_is_newline(c))) {
            unterminated(tokens, token, is_triple);
            return;
        }
        if (c == '\\') {
            tokens->at++;
            if (pf_tokens_is_newline(pf_tokens_peek(tokens, 0)))
                pf_tokens_skip_newline(tokens);
            else if (!pf_tokens_at_end(tokens))
                tokens->at++;
        } else if (c != quote) {
            tokens->at++;
        } else if (!is_triple) {
            tokens->at++;
            break;
        } else if (pf_tokens_peek(tokens, 1) == quote && pf_tokens_peek(tokens, 2) == quote) {
            tokens->at += 3;
            break;
        } else {
            tokens->at++;
        }
    }
    token->kind = PF_TOKEN_STRING;
}

static void invalid_character(struct pf_tokens *tokens, struct pf_token *token, size_t at,
                              size_t len, uint32_t c)
{
    if (len == 0)
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, at, at + 1,
                       "the byte %02X is not UTF-8; save the file as UTF-8 or declare its encoding",
                       (unsigned)(unsigned char)tokens->text.data[at]);
    else if (pf_unicode_is_printable(c))
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, at, at + len,
                       "the character '%.*s' (U+%04X) cannot stand here", (int)len,
                       tokens->text.data + at, (unsigned)c);
    else
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, at, at + len,
                       "the invisible character U+%04X cannot stand here", (unsigned)c);
    tokens->at = at + (len == 0 ? 1 : len);
}

/* The rest of a name, from its first byte that is not ASCII. */
static bool skip_wide_name(struct pf_tokens *tokens, struct pf_token *token)
{
    while (is_name_part(pf_tokens_peek(tokens, 0))) {
        uint32_t c = 0;
        pf_str rest = pf_str_slice(tokens->text, tokens->at, tokens->text.len);
        size_t len = pf_utf8_decode(rest, &c);
        bool starts = tokens->at == token->at;
        if (len == 0 ||
            (starts ? !pf_unicode_starts_name(c) && c != '_' : !pf_unicode_continues_name(c))) {
            invalid_character(tokens, token, tokens->at, len, c);
            return false;
        }
        tokens->at += len;
    }
    if (tokens->at - token->at <= PF_TOKENS_NAME)
        return true;
    pf_tokens_fail(tokens, token, PF_FAULT_LIMIT, token->at, tokens->at,
                   "a name of more than %d bytes", PF_TOKENS_NAME);
    return false;
}

static void read_name(struct pf_tokens *tokens, struct pf_token *token)
{
    const char *data = tokens->text.data;
    size_t at = tokens->at, end = tokens->text.len;
    while (at < end && is_name_part((unsigned char)data[at]) && (unsigned char)data[at] < 0x80)
        at++;
    tokens->at = at;
    if (at < end && (unsigned char)data[at] >= 0x80) {
        token->kind = PF_TOKEN_NAME;
        skip_wide_name(tokens, token);
        return;
    }
    pf_str name = pf_str_slice(tokens->text, token->at, at);
    unsigned char next = pf_tokens_peek(tokens, 0);
    if ((next != '"' && next != '\'') || !is_string_prefix(name))
        token->kind = (uint8_t)keyword_or_name(name);
    else if (is_format_prefix(name))
        pf_tokens_format_start(tokens, token);
    else
        read_string(tokens, token);
}

bool pf_tokens_open_bracket(struct pf_tokens *tokens, struct pf_token *token, char open)
{
    if (tokens->bracket_count == PF_TOKENS_BRACKETS) {
        pf_tokens_fail(tokens, token, PF_FAULT_LIMIT, tokens->at, tokens->at + 1,
                       "more than %d brackets within each other", PF_TOKENS_BRACKETS);
        return false;
    }
    tokens->brackets[tokens->bracket_count++] =
        (struct pf_token_bracket){(uint32_t)tokens->at, open};
    return true;
}

static void read_closing(struct pf_tokens *tokens, struct pf_token *token, char close, char open,
                         enum pf_token_kind kind)
{
    size_t level = tokens->bracket_count;
    const struct pf_token_bracket *top = level == 0 ? NULL : &tokens->brackets[level - 1];
    if (top == NULL || top->open != open) {
        if (top == NULL)
            pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, tokens->at, tokens->at + 1,
                           "'%c' without an opening '%c'", close, open);
        else
            pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, tokens->at, tokens->at + 1,
                           "'%c' does not close the '%c' that is open", close, top->open);
        tokens->at++;
        return;
    }
    tokens->bracket_count--;
    tokens->at++;
    token->kind = (uint8_t)kind;
}

static void read_opening(struct pf_tokens *tokens, struct pf_token *token, char open,
                         enum pf_token_kind kind)
{
    if (!pf_tokens_open_bracket(tokens, token, open))
        return;
    tokens->at++;
    token->kind = (uint8_t)kind;
}

static void read_operator(struct pf_tokens *tokens, struct pf_token *token)
{
    unsigned char c = pf_tokens_peek(tokens, 0);
    pf_str rest = pf_str_slice(tokens->text, tokens->at, tokens->text.len);
    for (size_t i = 0; i < sizeof odd_operators / sizeof *odd_operators; i++)
        if (pf_str_starts(rest, odd_operators[i].text)) {
            tokens->at += odd_operators[i].text.len;
            token->kind = (uint8_t)odd_operators[i].kind;
            return;
        }
    const struct operator_row none = {0}, *row = c < 128 ? &operators[c] : &none;
    unsigned char next = pf_tokens_peek(tokens, 1);
    size_t len = 1;
    token->kind = row->alone;
    if (row->twice != 0 && next == c) {
        bool is_equal = pf_tokens_peek(tokens, 2) == '=';
        token->kind = is_equal ? row->twice_equal : row->twice;
        len = is_equal ? 3 : 2;
    } else if (row->equal != 0 && next == '=') {
        token->kind = row->equal;
        len = 2;
    }
    if (token->kind == 0) /* also the kind ERROR */
        invalid_character(tokens, token, tokens->at, 1, c);
    else
        tokens->at += len;
}

static void read_end(struct pf_tokens *tokens, struct pf_token *token)
{
    if (tokens->bracket_count > 0) {
        size_t at = tokens->brackets[tokens->bracket_count - 1].at;
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, at, at + 1, "'%c' is never closed",
                       tokens->brackets[tokens->bracket_count - 1].open);
        tokens->fault.is_unclosed = true;
        return;
    }
    token->kind = tokens->at_line_start ? PF_TOKEN_END : PF_TOKEN_NEWLINE;
    tokens->at_line_start = true;
}

/* Steps over what parts tokens; false: an error was noted. */
static bool skip_space(struct pf_tokens *tokens)
{
    for (;;) {
        unsigned char c = pf_tokens_peek(tokens, 0);
        if (c == ' ' || c == '\t' || c == '\f') {
            tokens->at++;
        } else if (c == '#') {
            pf_tokens_skip_comment(tokens);
        } else if (c == '\\') {
            if (!pf_tokens_skip_continuation(tokens))
                return false;
        } else if (pf_tokens_is_newline(c) && tokens->bracket_count > 0) {
            pf_tokens_skip_newline(tokens);
        } else {
            return true;
        }
    }
}

static void read_code(struct pf_tokens *tokens, struct pf_token *token)
{
    unsigned char c = pf_tokens_peek(tokens, 0);
    if (is_name_start(c)) {
        read_name(tokens, token);
        return;
    }
    if (is_digit(c) || (c == '.' && is_digit(pf_tokens_peek(tokens, 1)))) {
        pf_tokens_number(tokens, token);
        return;
    }
    if (tokens->format_count > 0 && pf_tokens_field_mark(tokens, token))
        return;
    switch (c) {
    case '"':
    case '\'':
        read_string(tokens, token);
        return;
    case '\n':
    case '\r':
        pf_tokens_skip_newline(tokens);
        token->kind = PF_TOKEN_NEWLINE;
        tokens->at_line_start = true;
        return;
    case '(':
        read_opening(tokens, token, '(', PF_TOKEN_LPAR);
        return;
    case '[':
        read_opening(tokens, token, '[', PF_TOKEN_LSQB);
        return;
    case '{':
        read_opening(tokens, token, '{', PF_TOKEN_LBRACE);
        return;
    case ')':
        read_closing(tokens, token, ')', '(', PF_TOKEN_RPAR);
        return;
    case ']':
        read_closing(tokens, token, ']', '[', PF_TOKEN_RSQB);
        return;
    case '}':
        read_closing(tokens, token, '}', '{', PF_TOKEN_RBRACE);
        return;
    default:
        read_operator(tokens, token);
    }
}

static void read_token(struct pf_tokens *tokens, struct pf_token *token)
{
    token->at = token->end = (uint32_t)tokens->at;
    if (tokens->dedents > 0) {
        tokens->dedents--;
        token->kind = PF_TOKEN_DEDENT;
        token->first = true;
        return;
    }
    if (pf_tokens_in_format_text(tokens)) {
        pf_tokens_format_text(tokens, token);
        return;
    }
    if (tokens->at_line_start) {
        token->first = true;
        if (pf_layout_begin_line(tokens, token))
            return;
    } else if (tokens->at == tokens->line) {
        token->first = true; /* behind INDENT or DEDENT */
    }
    if (!skip_space(tokens)) {
        token->kind = PF_TOKEN_ERROR;
        return;
    }
    token->at = (uint32_t)tokens->at;
    if (pf_tokens_at_end(tokens)) {
        if (token->first)
            tokens->at_line_start = true;
        read_end(tokens, token);
        return;
    }
    read_code(tokens, token);
}

struct pf_token pf_tokens_next(struct pf_tokens *tokens)
{
    struct pf_token token = {0};
    read_token(tokens, &token);
    if (token.kind != PF_TOKEN_INDENT && token.kind != PF_TOKEN_DEDENT)
        token.end = (uint32_t)tokens->at;
    return token;
}

void pf_tokens_resume(struct pf_tokens *tokens, size_t at)
{
    tokens->at = at;
    tokens->bracket_count = 0;
    tokens->format_count = 0;
    tokens->dedents = 0;
    tokens->at_line_start = true;
}

struct pf_tokens *pf_tokens_new(struct pf_arena *arena, pf_str text, size_t start)
{
    struct pf_tokens *tokens = PF_NEW(arena, struct pf_tokens);
    tokens->arena = arena;
    tokens->text = text;
    pf_tokens_resume(tokens, start);
    return tokens;
}
