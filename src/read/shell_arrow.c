/* Which redirection stands before its target. */
#include "read/shell.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Is the byte in front of the arrow no part of it? `2>f` and `&>f` speak of other streams. */
static bool stands_free(pf_str script, size_t at)
{
    char before = at == 0 ? '\n' : script.data[at - 1];
    return is_blank(before) || before == '\n' || before == '"' || before == '\'';
}

enum pf_shell_arrow pf_shell_arrow_of(pf_str script, const struct pf_shell_word *target)
{
    size_t at = target->at;
    while (at > 0 && at <= script.len && is_blank(script.data[at - 1]))
        at--;
    if (at == 0 || at > script.len)
        return PF_SHELL_ARROW_OTHER;
    char arrow = script.data[at - 1];
    bool is_more = arrow == '>' && at > 1 && script.data[at - 2] == '>';
    if ((arrow != '>' && arrow != '<') || !stands_free(script, at - (is_more ? 2 : 1)))
        return PF_SHELL_ARROW_OTHER;
    if (arrow == '<')
        return PF_SHELL_ARROW_FROM;
    return is_more ? PF_SHELL_ARROW_MORE : PF_SHELL_ARROW_WHOLE;
}
