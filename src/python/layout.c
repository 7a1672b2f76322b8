/* Indentation as CPython's tokenizer counts it, with tabs of eight columns and of one. */
#include "python/layout.h"

struct indentation {
    uint32_t column, narrow;
};

static void count(struct indentation *indentation, unsigned char c)
{
    if (c == '\f') { /* Emacs users part pages with it; what stood before does not count */
        *indentation = (struct indentation){0, 0};
        return;
    }
    indentation->column = c == '\t' ? (indentation->column / PF_TOKENS_TAB + 1) * PF_TOKENS_TAB
                                    : indentation->column + 1;
    indentation->narrow++;
}

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/*
 * The white space before a line's first token. A backslash carries on in the next line, but the
 * columns before the first one are those that count. False: an error was noted.
 */
static bool read_indentation(struct pf_tokens *tokens, struct indentation *indentation)
{
    struct indentation first = {0, 0};
    *indentation = first;
    for (;;) {
        unsigned char c = pf_tokens_peek(tokens, 0);
        if (is_blank(c)) {
            count(indentation, c);
            tokens->at++;
        } else if (c == '\\') {
            if (first.column == 0)
                first = *indentation;
            if (!pf_tokens_skip_continuation(tokens))
                return false;
        } else {
            break;
        }
    }
    if (first.column > 0)
        *indentation = (struct indentation){first.column, first.column};
    return true;
}

static void inconsistent(struct pf_tokens *tokens, struct pf_token *token)
{
    pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, tokens->at, tokens->at + 1,
                   "tabs and spaces are mixed so that the indentation depends on a tab's width; "
                   "use spaces only");
}

static bool indent(struct pf_tokens *tokens, struct pf_token *token, struct indentation to)
{
    const struct pf_token_indent *top = &tokens->indents[tokens->indent_count];
    if (tokens->indent_count + 1 >= PF_TOKENS_INDENTS) {
        pf_tokens_fail(tokens, token, PF_FAULT_LIMIT, tokens->at, tokens->at + 1,
                       "more than %d levels of indentation", PF_TOKENS_INDENTS - 1);
        return true;
    }
    if (to.narrow <= top->narrow) {
        inconsistent(tokens, token);
        return true;
    }
    tokens->indents[++tokens->indent_count] = (struct pf_token_indent){to.column, to.narrow};
    token->kind = PF_TOKEN_INDENT;
    return true;
}

static bool dedent(struct pf_tokens *tokens, struct pf_token *token, struct indentation to)
{
    size_t level = tokens->indent_count;
    while (level > 0 && to.column < tokens->indents[level].column)
        level--;
    if (to.column != tokens->indents[level].column) {
        pf_tokens_fail(tokens, token, PF_FAULT_PYTHON_SYNTAX, tokens->at, tokens->at + 1,
                       "this line is indented less than the one before, but as no line above it");
        return true;
    }
    if (to.narrow != tokens->indents[level].narrow) {
        inconsistent(tokens, token);
        return true;
    }
    tokens->dedents = tokens->indent_count - level - 1;
    tokens->indent_count = level;
    token->kind = PF_TOKEN_DEDENT;
    return true;
}

bool pf_layout_begin_line(struct pf_tokens *tokens, struct pf_token *token)
{
    struct indentation indentation;
    for (;;) {
        tokens->line = tokens->at;
        if (!read_indentation(tokens, &indentation)) {
            token->kind = PF_TOKEN_ERROR;
            return true;
        }
        if (pf_tokens_peek(tokens, 0) == '#')
            pf_tokens_skip_comment(tokens);
        if (!pf_tokens_is_newline(pf_tokens_peek(tokens, 0)))
            break;
        pf_tokens_skip_newline(tokens);
    }
    if (pf_tokens_at_end(tokens))
        indentation = (struct indentation){0, 0};
    token->at = token->end = (uint32_t)tokens->at;
    tokens->line = tokens->at;
    tokens->at_line_start = false;

    const struct pf_token_indent *top = &tokens->indents[tokens->indent_count];
    if (indentation.column > top->column)
        return indent(tokens, token, indentation);
    if (indentation.column < top->column)
        return dedent(tokens, token, indentation);
    if (indentation.narrow == top->narrow)
        return false;
    inconsistent(tokens, token);
    return true;
}

static bool starts_code(unsigned char c)
{
    return c != '#' && c != ')' && c != ']' && c != '}' && c != '\\' && !pf_tokens_is_newline(c);
}

size_t pf_layout_find_line(const struct pf_tokens *tokens, size_t from, uint32_t column)
{
    pf_str text = tokens->text;
    size_t at = from;
    for (;;) {
        while (at < text.len && !pf_tokens_is_newline((unsigned char)text.data[at]))
            at++;
        while (at < text.len && pf_tokens_is_newline((unsigned char)text.data[at]))
            at++;
        if (at >= text.len)
            return text.len;
        size_t start = at;
        struct indentation indentation = {0, 0};
        while (at < text.len && is_blank((unsigned char)text.data[at]))
            count(&indentation, (unsigned char)text.data[at++]);
        if (at < text.len && indentation.column <= column &&
            starts_code((unsigned char)text.data[at]))
            return start;
    }
}
