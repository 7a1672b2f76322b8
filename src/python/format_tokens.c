/* Tokens of f- and t-strings, as PEP 701 has them since 3.12: fields are code, the rest is text. */
#include "python/tokens.h"

static struct pf_token_format *top_format(struct pf_tokens *tokens)
{
    return tokens->format_count == 0 ? NULL : &tokens->formats[tokens->format_count - 1];
}

/* The string that the top of the stack is, or is a field of. */
static const struct pf_token_format *open_string(const struct pf_tokens *tokens)
{
    size_t i = tokens->format_count - 1;
    while (tokens->formats[i].is_field)
        i--;
    return &tokens->formats[i];
}

static const char *string_word(const struct pf_token_format *string)
{
    return string->is_template ? "t-string" : "f-string";
}

bool pf_tokens_in_format_text(const struct pf_tokens *tokens)
{
    if (tokens->format_count == 0)
        return false;
    const struct pf_token_format *top = &tokens->formats[tokens->format_count - 1];
    return !top->is_field || top->in_spec;
}

static bool push(struct pf_tokens *tokens, struct pf_token *token, struct pf_token_format format)
{
    if (tokens->format_count == PF_TOKENS_FORMATS) {
        pf_tokens_fail(tokens, token, PF_FAULT_LIMIT, format.at, tokens->at,
                       "more than %d f-strings and fields within each other", PF_TOKENS_FORMATS);
        return false;
    }
    tokens->formats[tokens->format_count++] = format;
    return true;
}

void pf_tokens_format_start(struct pf_tokens *tokens, struct pf_token *token)
{
    struct pf_token_format string = {.at = token->at};
    for (size_t i = token->at; i < tokens->at; i++) {
        char c = pf_to_lower(tokens->text.data[i]);
        string.is_raw |= c == 'r';
        string.is_template |= c == 't';
    }
    unsigned char quote = pf_tokens_peek(tokens, 0);
    string.quote = (char)quote;
    string.is_triple = pf_tokens_peek(tokens, 1) == quote && pf_tokens_peek(tokens, 2) == quote;
    tokens->at += string.is_triple ? 3 : 1;
    token->kind = PF_TOKEN_FORMAT_START;
    push(tokens, token, string);
}

static bool at_closing_quote(const struct pf_tokens *tokens, const struct pf_token_format *string)
{
    unsigned char quote = (unsigned char)string->quote;
    if (pf_tokens_peek(tokens, 0) != quote)
        return false;
    return !string->is_triple ||
           (pf_tokens_peek(tokens, 1) == quote && pf_tokens_peek(tokens, 2) == quote);
}

static void unterminated(struct pf_tokens *tokens, struct pf_token *token,
                         const struct pf_token_format *string)
{
    pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, string->at, tokens->at,
                   "this %s%s is never closed", string->is_triple ? "triple-quoted " : "",
                   string_word(string));
    tokens->fault.to_the_end = string->is_triple;
}

/*
 * Steps over an escape. It hides a quote or a line end, in a raw string, too, but never a brace;
 * the braces of `\N{…}` open no field.
 */
static void skip_escape(struct pf_tokens *tokens, const struct pf_token_format *string)
{
    tokens->at++;
    unsigned char c = pf_tokens_peek(tokens, 0);
    if (c == '{' || c == '}' || pf_tokens_at_end(tokens))
        return;
    if (pf_tokens_is_newline(c)) {
        pf_tokens_skip_newline(tokens);
        return;
    }
    tokens->at++;
    if (string->is_raw || c != 'N' || pf_tokens_peek(tokens, 0) != '{')
        return;
    size_t at = tokens->at;
    while (pf_tokens_peek(tokens, 0) != '}' && !at_closing_quote(tokens, string)) {
        if (pf_tokens_at_end(tokens) || pf_tokens_is_newline(pf_tokens_peek(tokens, 0))) {
            tokens->at = at; /* no name: the literal's decoding will say so */
            return;
        }
        tokens->at++;
    }
    if (pf_tokens_peek(tokens, 0) == '}')
        tokens->at++;
}

/* Steps over text up to a quote, a brace that means something, or an error. */
static void skip_text(struct pf_tokens *tokens, const struct pf_token_format *string, bool in_spec)
{
    while (!pf_tokens_at_end(tokens) && !at_closing_quote(tokens, string)) {
        unsigned char c = pf_tokens_peek(tokens, 0);
        if (c == '\\') {
            skip_escape(tokens, string);
        } else if (c == '{' || c == '}') {
            if (in_spec || pf_tokens_peek(tokens, 1) != c)
                return;
            tokens->at += 2;
        } else if (pf_tokens_is_newline(c)) {
            if (!string->is_triple)
                return;
            pf_tokens_skip_newline(tokens);
        } else {
            tokens->at++;
        }
    }
}

bool pf_tokens_fail_field(struct pf_tokens *tokens, struct pf_token *token)
{
    const struct pf_token_format *field = top_format(tokens);
    if (field == NULL || !field->is_field)
        return false;
    pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, field->at, tokens->at,
                   "this field of the %s is never closed with '}'",
                   string_word(open_string(tokens)));
    return true;
}

static void open_field(struct pf_tokens *tokens, struct pf_token *token)
{
    if (!pf_tokens_open_bracket(tokens, token, '{'))
        return;
    tokens->at++;
    token->kind = PF_TOKEN_FIELD_OPEN;
    push(tokens, token,
         (struct pf_token_format){
             .at = token->at, .is_field = true, .level = (uint32_t)tokens->bracket_count});
}

static void close_field(struct pf_tokens *tokens, struct pf_token *token)
{
    tokens->at++;
    tokens->bracket_count--;
    tokens->format_count--;
    token->kind = PF_TOKEN_FIELD_CLOSE;
}

void pf_tokens_format_text(struct pf_tokens *tokens, struct pf_token *token)
{
    const struct pf_token_format *string = open_string(tokens);
    bool in_spec = top_format(tokens)->is_field;
    skip_text(tokens, string, in_spec);
    if (tokens->at > token->at) {
        token->kind = PF_TOKEN_FORMAT_TEXT;
        return;
    }
    unsigned char c = pf_tokens_peek(tokens, 0);
    if (at_closing_quote(tokens, string)) {
        if (in_spec) {
            pf_tokens_fail_field(tokens, token);
            return;
        }
        tokens->at += string->is_triple ? 3 : 1;
        tokens->format_count--;
        token->kind = PF_TOKEN_FORMAT_END;
    } else if (c == '{') {
        open_field(tokens, token);
    } else if (c == '}' && in_spec) {
        close_field(tokens, token);
    } else if (c == '}') {
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, tokens->at, tokens->at + 1,
                       "a single '}' in an %s; write '}}' for a brace as text",
                       string_word(string));
    } else {
        unterminated(tokens, token, string);
    }
}

bool pf_tokens_field_mark(struct pf_tokens *tokens, struct pf_token *token)
{
    struct pf_token_format *field = top_format(tokens);
    if (field == NULL || tokens->bracket_count != field->level)
        return false;
    switch (pf_tokens_peek(tokens, 0)) {
    case '}':
        close_field(tokens, token);
        return true;
    case ':':
        tokens->at++;
        field->in_spec = true;
        token->kind = PF_TOKEN_FIELD_SPEC;
        return true;
    case '!':
        if (pf_tokens_peek(tokens, 1) == '=')
            return false;
        tokens->at++;
        token->kind = PF_TOKEN_FIELD_CONVERSION;
        return true;
    default:
        return false;
    }
}
