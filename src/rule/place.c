/* Lays a scalar's decoded text beside the bytes it was written with. */
#include "rule/place.h"

#include "base/utf8.h"

struct beside {
    pf_str raw, text;
    size_t raw_at, text_at;
    enum pf_style style;
};

/* White space may have been folded, so any stretch of it lies beside any other. */
static void skip_spaces(struct beside *beside)
{
    while (beside->raw_at < beside->raw.len && pf_is_space(beside->raw.data[beside->raw_at]))
        beside->raw_at++;
}

static unsigned hex_digits(char letter)
{
    switch (letter) {
    case 'x':
        return 2;
    case 'u':
        return 4;
    case 'U':
        return 8;
    default:
        return 0;
    }
}

/* \ud83d\ude00: JSON writes one character as two escapes. */
static bool is_surrogate_pair(pf_str rest)
{
    if (rest.len < 12 || rest.data[1] != 'u' || rest.data[6] != '\\' || rest.data[7] != 'u')
        return false;
    char half = pf_to_lower(rest.data[3]);
    return pf_to_lower(rest.data[2]) == 'd' &&
           (half == '8' || half == '9' || half == 'a' || half == 'b');
}

/* How many bytes of a double-quoted scalar write one character: `\u00e9`, `\n`, `a`. */
static size_t raw_length(const struct beside *beside)
{
    pf_str rest = pf_str_slice(beside->raw, beside->raw_at, beside->raw.len);
    uint32_t code_point;
    if (beside->style == PF_STYLE_DOUBLE && rest.len > 1 && rest.data[0] == '\\') {
        size_t len = 2 + hex_digits(rest.data[1]);
        return is_surrogate_pair(rest) ? 12 : len;
    }
    if (beside->style == PF_STYLE_SINGLE && pf_str_starts(rest, PF_STR("''")))
        return 2;
    size_t len = pf_utf8_decode(rest, &code_point);
    return len == 0 ? 1 : len;
}

static bool is_escape(const struct beside *beside)
{
    return beside->style == PF_STYLE_DOUBLE && beside->raw.data[beside->raw_at] == '\\';
}

/* A backslash at the end of a line joins it to the next. */
static void skip_joined_line(struct beside *beside)
{
    pf_str rest = pf_str_slice(beside->raw, beside->raw_at, beside->raw.len);
    if (beside->style == PF_STYLE_DOUBLE &&
        (pf_str_starts(rest, PF_STR("\\\n")) || pf_str_starts(rest, PF_STR("\\\r\n")))) {
        beside->raw_at++;
        skip_spaces(beside);
    }
}

/* Steps over one character of the text and what wrote it; false when they do not agree. */
static bool step(struct beside *beside)
{
    char next = beside->text.data[beside->text_at];
    skip_joined_line(beside);
    if (pf_is_space(next) && beside->raw_at < beside->raw.len && !is_escape(beside)) {
        skip_spaces(beside);
        while (beside->text_at < beside->text.len &&
               pf_is_space(beside->text.data[beside->text_at]))
            beside->text_at++;
        return true;
    }
    if (!is_escape(beside) && !pf_is_space(next))
        skip_spaces(beside);
    skip_joined_line(beside);
    if (beside->raw_at >= beside->raw.len)
        return false;
    if (!is_escape(beside) && beside->raw.data[beside->raw_at] != next)
        return false;
    uint32_t code_point;
    size_t text_len =
        pf_utf8_decode(pf_str_slice(beside->text, beside->text_at, beside->text.len), &code_point);
    beside->raw_at += raw_length(beside);
    beside->text_at += text_len == 0 ? 1 : text_len;
    return true;
}

/* Without quotes, or without the header line of a block scalar. */
static pf_str inner_bytes(const struct pf_node *scalar, size_t *start)
{
    pf_str raw = pf_span_text(scalar->span);
    *start = 0;
    bool is_quoted = scalar->style == PF_STYLE_SINGLE || scalar->style == PF_STYLE_DOUBLE;
    if (is_quoted && raw.len >= 2) {
        *start = 1;
        return pf_str_slice(raw, 1, raw.len - 1);
    }
    bool is_block = raw.len > 0 && (raw.data[0] == '|' || raw.data[0] == '>') &&
                    (scalar->style == PF_STYLE_LITERAL || scalar->style == PF_STYLE_FOLDED);
    ptrdiff_t line_end = is_block ? pf_str_find_byte(raw, '\n') : PF_STR_NONE;
    if (line_end != PF_STR_NONE)
        *start = (size_t)line_end + 1;
    return pf_str_slice(raw, *start, raw.len);
}

/* Steps on until the text has come to `at`; in the middle of folded white space is near enough. */
static bool walk_to(struct beside *beside, size_t at)
{
    while (beside->text_at < at)
        if (!step(beside))
            return false;
    return true;
}

pf_span pf_scalar_place(const struct pf_node *scalar, size_t at, size_t len)
{
    if (scalar->span.file == NULL || !pf_node_is_scalar(scalar))
        return scalar->span;
    size_t start;
    struct beside beside = {
        .raw = inner_bytes(scalar, &start), .text = scalar->text, .style = scalar->style};
    size_t end = at + len < beside.text.len ? at + len : beside.text.len;
    if (at > end || !walk_to(&beside, at))
        return scalar->span;
    skip_joined_line(&beside);
    bool starts_in_text = at < end && !pf_is_space(beside.text.data[at]);
    if (starts_in_text && !is_escape(&beside))
        skip_spaces(&beside);
    size_t raw_at = beside.raw_at;
    if (!walk_to(&beside, end))
        return scalar->span;
    return pf_span_of(scalar->span.file, scalar->span.at + start + raw_at, beside.raw_at - raw_at);
}
