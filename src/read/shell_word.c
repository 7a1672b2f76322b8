/* What single words and operators of a shell script are. */
#include "read/shell_word.h"

#include "base/buffer.h"

pf_str pf_shell_without_tabs(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_str line, rest = text;
    while (rest.len > 0) {
        size_t tabs = 0;
        while (tabs < rest.len && rest.data[tabs] == '\t')
            tabs++;
        rest = pf_str_slice(rest, tabs, rest.len);
        bool more = pf_str_cut(rest, '\n', &line, &rest);
        pf_buffer_add(&buffer, line);
        if (more)
            pf_buffer_add_byte(&buffer, '\n');
    }
    return pf_buffer_str(&buffer);
}

bool pf_shell_is_redirect(pf_str operator)
{
    for (size_t i = 0; i < operator.len; i++)
        if (operator.data[i] == '<' || operator.data[i] == '>')
            return true;
    return false;
}

bool pf_shell_is_descriptor(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]) && text.data[i] != '-')
            return false;
    return true;
}

bool pf_shell_is_assignment(pf_str script, const struct pf_shell_word *word)
{
    pf_str written = pf_str_slice(script, word->at, word->at + word->len);
    size_t i = 0;
    while (i < written.len && pf_is_name(written.data[i]))
        i++;
    if (i == 0 || pf_is_digit(written.data[0]))
        return false;
    if (i < written.len && written.data[i] == '[') {
        ptrdiff_t close = pf_str_find_byte(written, ']');
        if (close < 0)
            return false;
        i = (size_t)close + 1;
    }
    i += i < written.len && written.data[i] == '+';
    return i < written.len && written.data[i] == '=';
}

bool pf_shell_has_pattern(pf_str text)
{
    return pf_str_find_byte(text, '*') >= 0 || pf_str_find_byte(text, '?') >= 0 ||
           pf_str_find_byte(text, '[') >= 0;
}

enum pf_shell_keyword pf_shell_keyword_of(const struct pf_shell_word *word)
{
    static const struct {
        pf_str text;
        enum pf_shell_keyword keyword;
    } keywords[] = {
        {PF_STR_INIT("if"), PF_SHELL_K_IF},
        {PF_STR_INIT("then"), PF_SHELL_K_THEN},
        {PF_STR_INIT("elif"), PF_SHELL_K_THEN},
        {PF_STR_INIT("else"), PF_SHELL_K_THEN},
        {PF_STR_INIT("fi"), PF_SHELL_K_FI},
        {PF_STR_INIT("while"), PF_SHELL_K_LOOP},
        {PF_STR_INIT("until"), PF_SHELL_K_LOOP},
        {PF_STR_INIT("for"), PF_SHELL_K_FOR},
        {PF_STR_INIT("select"), PF_SHELL_K_FOR},
        {PF_STR_INIT("do"), PF_SHELL_K_DO},
        {PF_STR_INIT("done"), PF_SHELL_K_DONE},
        {PF_STR_INIT("case"), PF_SHELL_K_CASE},
        {PF_STR_INIT("esac"), PF_SHELL_K_ESAC},
        {PF_STR_INIT("{"), PF_SHELL_K_OPEN},
        {PF_STR_INIT("}"), PF_SHELL_K_CLOSE},
        {PF_STR_INIT("!"), PF_SHELL_K_PASS},
        {PF_STR_INIT("time"), PF_SHELL_K_PASS},
        {PF_STR_INIT("coproc"), PF_SHELL_K_PASS},
        {PF_STR_INIT("function"), PF_SHELL_K_FUNCTION},
    };
    if (word->quoted || word->len != word->text.len)
        return PF_SHELL_K_NONE;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (pf_str_eq(word->text, keywords[i].text))
            return keywords[i].keyword;
    return PF_SHELL_K_NONE;
}
