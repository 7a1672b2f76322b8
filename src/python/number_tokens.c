/* Where a number ends, and what may not follow it: CPython's tokenizer, part "Number". */
#include "python/tokens.h"

typedef bool is_digit_of(unsigned char c);

static bool is_decimal(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hexadecimal(unsigned char c)
{
    return is_decimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_octal(unsigned char c)
{
    return c >= '0' && c <= '7';
}

static bool is_binary(unsigned char c)
{
    return c == '0' || c == '1';
}

static bool is_name(unsigned char c)
{
    return pf_is_name((char)c) || c >= 0x80;
}

static const struct radix {
    char letter;
    is_digit_of *is_digit;
    const char *name;
} radixes[] = {
    {'x', is_hexadecimal, "hexadecimal"},
    {'o', is_octal, "octal"},
    {'b', is_binary, "binary"},
};

/* Digits with single underscores between them; `_1` too when `after_prefix`. */
static bool skip_digits(struct pf_tokens *tokens, is_digit_of *is_digit, bool after_prefix)
{
    if (after_prefix && pf_tokens_peek(tokens, 0) == '_')
        tokens->at++;
    if (!is_digit(pf_tokens_peek(tokens, 0)))
        return false;
    for (;;) {
        while (is_digit(pf_tokens_peek(tokens, 0)))
            tokens->at++;
        if (pf_tokens_peek(tokens, 0) != '_')
            return true;
        tokens->at++;
        if (!is_digit(pf_tokens_peek(tokens, 0)))
            return false;
    }
}

static void invalid(struct pf_tokens *tokens, struct pf_token *token, const char *name)
{
    while (is_name(pf_tokens_peek(tokens, 0)))
        tokens->at++;
    pf_str text = pf_str_slice(tokens->text, token->at, tokens->at);
    enum { SHOWN = 40 };
    pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, token->at, tokens->at,
                   "'%.*s%s' is no %s number", (int)(text.len < SHOWN ? text.len : SHOWN),
                   text.data, text.len < SHOWN ? "" : "…", name);
}

/* `1if x else 2` is Python still: these may follow a number without a space. */
static bool at_keyword(const struct pf_tokens *tokens)
{
    static const pf_str words[] = {
        PF_STR_INIT("and"), PF_STR_INIT("else"), PF_STR_INIT("for"), PF_STR_INIT("if"),
        PF_STR_INIT("in"),  PF_STR_INIT("is"),   PF_STR_INIT("not"), PF_STR_INIT("or"),
    };
    pf_str rest = pf_str_slice(tokens->text, tokens->at, tokens->text.len);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_starts(rest, words[i]))
            return true;
    return false;
}

static void end_number(struct pf_tokens *tokens, struct pf_token *token, const char *name)
{
    if (is_name(pf_tokens_peek(tokens, 0)) && !at_keyword(tokens)) {
        invalid(tokens, token, name);
        return;
    }
    token->kind = PF_TOKEN_NUMBER;
}

/* At an exponent that is one: `1else` is not. */
static bool at_exponent(const struct pf_tokens *tokens)
{
    unsigned char c = pf_tokens_peek(tokens, 0), next = pf_tokens_peek(tokens, 1);
    return (c == 'e' || c == 'E') && (next == '+' || next == '-' || is_decimal(next));
}

static bool skip_exponent(struct pf_tokens *tokens)
{
    tokens->at++;
    unsigned char c = pf_tokens_peek(tokens, 0);
    if (c == '+' || c == '-')
        tokens->at++;
    return skip_digits(tokens, is_decimal, false);
}

static const struct radix *find_radix(const struct pf_tokens *tokens)
{
    if (pf_tokens_peek(tokens, 0) != '0')
        return NULL;
    char letter = pf_to_lower((char)pf_tokens_peek(tokens, 1));
    for (size_t i = 0; i < sizeof radixes / sizeof *radixes; i++)
        if (radixes[i].letter == letter)
            return &radixes[i];
    return NULL;
}

/* `007` is refused, `000` and `007.5` are not. */
static bool has_leading_zeros(const struct pf_tokens *tokens, const struct pf_token *token)
{
    pf_str text = pf_str_slice(tokens->text, token->at, tokens->at);
    if (text.len == 0 || text.data[0] != '0')
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (text.data[i] != '0' && text.data[i] != '_')
            return true;
    return false;
}

void pf_tokens_number(struct pf_tokens *tokens, struct pf_token *token)
{
    const struct radix *radix = find_radix(tokens);
    if (radix != NULL) {
        tokens->at += 2;
        if (!skip_digits(tokens, radix->is_digit, true) || is_decimal(pf_tokens_peek(tokens, 0)))
            invalid(tokens, token, radix->name);
        else
            end_number(tokens, token, radix->name);
        return;
    }

    bool leading_zeros = false, is_real = false;
    if (pf_tokens_peek(tokens, 0) != '.') {
        if (!skip_digits(tokens, is_decimal, false)) {
            invalid(tokens, token, "decimal");
            return;
        }
        leading_zeros = has_leading_zeros(tokens, token);
    }
    if (pf_tokens_peek(tokens, 0) == '.') {
        is_real = true;
        tokens->at++;
        if (is_decimal(pf_tokens_peek(tokens, 0)) && !skip_digits(tokens, is_decimal, false)) {
            invalid(tokens, token, "decimal");
            return;
        }
    }
    if (at_exponent(tokens)) {
        is_real = true;
        if (!skip_exponent(tokens)) {
            invalid(tokens, token, "decimal");
            return;
        }
    }
    unsigned char c = pf_tokens_peek(tokens, 0);
    bool is_imaginary = c == 'j' || c == 'J';
    tokens->at += is_imaginary;
    if (leading_zeros && !is_real && !is_imaginary) {
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, token->at, tokens->at,
                       "a number with leading zeros; an octal one is written 0o…");
        return;
    }
    end_number(tokens, token, is_imaginary ? "imaginary" : "decimal");
}
