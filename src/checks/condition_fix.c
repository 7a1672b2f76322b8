/* Edits of conditions that are always the same, made of the bytes as they stand in the file. */
#include "checks/condition_fix.h"

#include "base/buffer.h"
#include "ghexpr/expr.h"

static pf_str bytes_between(pf_span in, size_t from, size_t to)
{
    return pf_str_slice(in.file->bytes, from, to);
}

bool pf_condition_without(pf_span condition, pf_str expression, pf_span *line)
{
    pf_str bytes = condition.file->bytes;
    size_t from = condition.at, to = condition.at + condition.len;
    while (from > 0 && bytes.data[from - 1] != '\n')
        from--;
    while (to < bytes.len && bytes.data[to] != '\n')
        to++;
    pf_str before = pf_str_trim(bytes_between(condition, from, condition.at));
    pf_str after = pf_str_trim(bytes_between(condition, condition.at + condition.len, to));
    bool stands_alone = pf_str_eq(before, PF_STR("if:")) && after.len == 0 && to < bytes.len;
    *line = pf_span_of(condition.file, from, to + 1 - from);
    return stands_alone && pf_str_eq_nocase(expression, PF_STR("true"));
}

/* `|`, `>`, `|+`, `|2`: the header of a block gets a dash, so that it has no line end. */
static bool strip_line_end(pf_span condition, pf_span *span, pf_str *text)
{
    pf_str bytes = pf_span_text(condition);
    size_t end = 1;
    while (end < bytes.len && (pf_is_digit(bytes.data[end]) || bytes.data[end] == '+'))
        end++;
    bool keeps = bytes.data[end - 1] == '+';
    *span = pf_span_of(condition.file, condition.at + end - (keeps ? 1 : 0), keeps ? 1 : 0);
    *text = PF_STR("-");
    return end == bytes.len || pf_is_space(bytes.data[end]);
}

/* `a || b` between the braces stays one operand of what stands around them. */
static bool binds_weakly(pf_str inner)
{
    return pf_str_contains(inner, PF_STR("||")) || pf_str_contains(inner, PF_STR("&&"));
}

static bool unwrap(struct pf_buffer *condition, pf_str written)
{
    while (written.len > 0) {
        ptrdiff_t open = pf_str_find(written, PF_STR("${{"));
        if (open == PF_STR_NONE) {
            pf_buffer_add(condition, written);
            return true;
        }
        pf_buffer_add(condition, pf_str_slice(written, 0, (size_t)open));
        written = pf_str_slice(written, (size_t)open + 3, written.len);
        ptrdiff_t close = pf_str_find(written, PF_STR("}}"));
        if (close == PF_STR_NONE)
            return false;
        pf_str inner = pf_str_trim(pf_str_slice(written, 0, (size_t)close));
        pf_buffer_format(condition, binds_weakly(inner) ? "(%.*s)" : "%.*s", PF_ARG(inner));
        written = pf_str_slice(written, (size_t)close + 2, written.len);
    }
    return true;
}

/* Text that YAML reads as itself without quotes. */
static bool is_plain(pf_str text)
{
    bool starts_well = text.len > 0 && (pf_is_alpha(text.data[0]) || text.data[0] == '(');
    return starts_well && !pf_str_contains(text, PF_STR(": ")) &&
           !pf_str_contains(text, PF_STR(" #")) && !pf_str_ends(text, PF_STR(":"));
}

bool pf_condition_unwrapped(struct pf_arena *arena, pf_span condition, pf_span *span, pf_str *text)
{
    pf_str written = pf_span_text(condition);
    if (written.len == 0 || written.data[0] == '\'')
        return false;
    if (written.data[0] == '|' || written.data[0] == '>')
        return strip_line_end(condition, span, text);
    bool is_quoted = written.data[0] == '"';
    if (is_quoted)
        written = pf_str_slice(written, 1, written.len - 1);
    struct pf_buffer unwrapped = pf_buffer_new(arena);
    struct pf_ghexpr_error error;
    bool is_one_line = pf_str_find_byte(written, '\n') == PF_STR_NONE &&
                       pf_str_find_byte(written, '\\') == PF_STR_NONE;
    if (!is_one_line || !unwrap(&unwrapped, written))
        return false;
    *text = pf_buffer_str(&unwrapped);
    if ((!is_quoted && !is_plain(*text)) || pf_ghexpr_parse(arena, *text, NULL, &error) == NULL)
        return false;
    *span = pf_span_of(condition.file, condition.at + (is_quoted ? 1 : 0), written.len);
    return true;
}
