/* `echo "::set-output name=tag::1"` → `echo "tag=1" >> "$GITHUB_OUTPUT"`. */
#include "checks/command_fix.h"

#include "ghexpr/find.h"

/* The line of the script around `at`, without white space at its ends. */
static pf_str line_around(pf_str script, size_t at)
{
    ptrdiff_t before = pf_str_find_last_byte(pf_str_slice(script, 0, at), '\n');
    pf_str rest = pf_str_slice(script, (size_t)(before + 1), script.len), line;
    pf_str_next_line(&rest, &line);
    return pf_str_trim(line);
}

/* `echo WORD` alone: its word without the quotes, which `*quote` is, or '\0' for a plain word. */
static bool echoed_word(pf_str line, char *quote, pf_str *word)
{
    if (!pf_str_starts(line, PF_STR("echo ")))
        return false;
    *word = pf_str_trim(pf_str_slice(line, 5, line.len));
    char first = word->len == 0 ? '\0' : word->data[0];
    *quote = first == '"' || first == '\'' ? first : '\0';
    if (*quote == '\0') {
        for (size_t i = 0; i < word->len; i++)
            if (pf_is_space(word->data[i]) ||
                pf_str_find_byte(PF_STR("\"'\\;&|<>"), word->data[i]) != PF_STR_NONE)
                return false;
        return true;
    }
    *word = pf_str_slice(*word, 1, word->len);
    ptrdiff_t end = pf_str_find_byte(*word, *quote);
    if (end == PF_STR_NONE || (size_t)end + 1 != word->len)
        return false;
    *word = pf_str_slice(*word, 0, (size_t)end);
    return true;
}

/* "::set-output name=tag::1" → "tag" and "1". */
static bool name_and_value(pf_str word, pf_str *name, pf_str *value)
{
    ptrdiff_t equals = pf_str_find(word, PF_STR(" name="));
    if (!pf_str_starts(word, PF_STR("::")) || equals == PF_STR_NONE)
        return false;
    pf_str rest = pf_str_slice(word, (size_t)equals + 6, word.len);
    ptrdiff_t colons = pf_str_find(rest, PF_STR("::"));
    if (colons == PF_STR_NONE)
        return false;
    *name = pf_str_slice(rest, 0, (size_t)colons);
    *value = pf_str_slice(rest, (size_t)colons + 2, rest.len);
    for (size_t i = 0; i < name->len; i++)
        if (!pf_is_name(name->data[i]) && name->data[i] != '-')
            return false;
    return name->len > 0;
}

bool pf_command_to_file(struct pf_arena *arena, const struct pf_node *run, size_t at,
                        const char *file, pf_span *span, pf_str *text)
{
    char quote;
    pf_str line = line_around(run->text, at), word, name, value;
    bool keeps_bytes = run->style == PF_STYLE_PLAIN || run->style == PF_STYLE_LITERAL;
    if (!keeps_bytes || !echoed_word(line, &quote, &word) || !name_and_value(word, &name, &value))
        return false;
    char mark[2] = {quote, '\0'};
    *span = pf_ghexpr_span(run, (size_t)(line.data - run->text.data), line.len);
    *text = pf_arena_format(arena, "echo %s%.*s=%.*s%s >> \"$%s\"", mark, PF_ARG(name),
                            PF_ARG(value), mark, file);
    return true;
}
