/* echo, printf and cat with a here-document → the text that they print. */
#include "model/written_text.h"

#include "read/dotenv.h"

/* NAME=…: the name is all that is told. False: not even that. */
static bool add_line(struct pf_buffer *out, pf_str line, bool is_open)
{
    pf_str name, value;
    if (!is_open) {
        pf_buffer_add(out, line);
        return true;
    }
    if (!pf_str_cut(line, '=', &name, &value) || name.len == 0 || pf_deploy_is_open(name))
        return false;
    pf_buffer_add(out, name);
    pf_buffer_add_c(out, "=" PF_DOTENV_UNKNOWN);
    return true;
}

static bool add_lines(struct pf_buffer *out, pf_str text, bool may_be_open)
{
    pf_str line;
    for (bool more = true; more;) {
        more = pf_str_cut(text, '\n', &line, &text);
        if (!add_line(out, line, may_be_open && pf_deploy_is_open(line)))
            return false;
        if (more)
            pf_buffer_add_byte(out, '\n');
    }
    return true;
}

/* The word's text, known expressions replaced; `*is_open`: something in it is not known. */
static pf_str text_of(const struct pf_deploy_script *script, const struct pf_shell_word *word,
                      bool *is_open)
{
    if (word->literal)
        return word->text;
    pf_str text = pf_deploy_word(script, word)->text;
    *is_open |= pf_deploy_is_open(text);
    return text;
}

static bool has_backslash(const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (pf_str_find_byte(command->words[i].text, '\\') != PF_STR_NONE)
            return true;
    return false;
}

/* sh's echo reads backslashes and bash's does not: without one both say the same. */
static bool echo(const struct pf_deploy_script *script, const struct pf_shell_command *command,
                 struct pf_buffer *out)
{
    size_t first = 1;
    bool ends = true, is_open = false;
    struct pf_buffer words = pf_buffer_new(out->arena);
    if (has_backslash(command))
        return false;
    for (; first < command->word_count && pf_str_starts(command->words[first].text, PF_STR("-"));
         first++) {
        if (pf_str_eq(command->words[first].text, PF_STR("-n")))
            ends = false;
        else if (!pf_str_eq(command->words[first].text, PF_STR("-e")))
            return false;
    }
    for (size_t i = first; i < command->word_count; i++) {
        if (i > first)
            pf_buffer_add_byte(&words, ' ');
        pf_buffer_add(&words, text_of(script, &command->words[i], &is_open));
    }
    if (!add_lines(out, pf_buffer_str(&words), is_open))
        return false;
    if (ends)
        pf_buffer_add_byte(out, '\n');
    return true;
}

/* \n and %% of a format; false for any other escape. */
static bool add_format(struct pf_buffer *out, pf_str format)
{
    for (size_t i = 0; i < format.len; i++) {
        bool pair = i + 1 < format.len;
        if (format.data[i] != '\\' && format.data[i] != '%') {
            pf_buffer_add_byte(out, format.data[i]);
            continue;
        }
        if (!pair ||
            (format.data[i] == '\\' ? format.data[i + 1] != 'n' : format.data[i + 1] != '%'))
            return false;
        pf_buffer_add_byte(out, format.data[i++] == '%' ? '%' : '\n');
    }
    return true;
}

/* printf 'A=1\nB=2\n', and printf '%s\n' with one line for each argument. */
static bool print(const struct pf_deploy_script *script, const struct pf_shell_command *command,
                  struct pf_buffer *out)
{
    bool is_open = false;
    if (command->word_count < 2)
        return false;
    pf_str format = text_of(script, &command->words[1], &is_open);
    struct pf_buffer text = pf_buffer_new(out->arena);
    if (pf_str_eq(format, PF_STR("%s\\n"))) {
        for (size_t i = 2; i < command->word_count; i++) {
            pf_buffer_add(&text, text_of(script, &command->words[i], &is_open));
            pf_buffer_add_byte(&text, '\n');
        }
    } else if (command->word_count != 2 || !add_format(&text, format)) {
        return false;
    }
    return add_lines(out, pf_buffer_str(&text), is_open);
}

bool pf_written_text(const struct pf_deploy_script *script, const struct pf_shell_command *command,
                     struct pf_buffer *text)
{
    if (command->word_count == 0)
        return false;
    pf_str program = command->words[0].text;
    struct pf_buffer own = pf_buffer_new(text->arena);
    bool is_told = false;
    if (pf_str_eq(program, PF_STR("echo")))
        is_told = echo(script, command, &own);
    else if (pf_str_eq(program, PF_STR("printf")))
        is_told = print(script, command, &own);
    else if (pf_str_eq(program, PF_STR("cat")) && command->word_count == 1 &&
             command->heredoc.len > 0 && pf_str_find_byte(command->heredoc, '\\') == PF_STR_NONE)
        is_told = add_lines(&own, command->heredoc, true);
    if (is_told)
        pf_buffer_add(text, pf_buffer_str(&own));
    return is_told;
}
