/* JSON numbers and literals (RFC 8259, sections 3 and 6), what stands between tokens, and what
 * other languages write in their place. */
#include "read/json_scan.h"

#include "base/number.h"
#include "base/utf8.h"

#include <math.h>

static struct pf_fault *tell(const struct pf_json_scan *scan, size_t at, size_t len,
                             const char *message)
{
    return pf_fault_add(scan->arena, scan->faults, PF_FAULT_UNPARSABLE,
                        pf_span_of(scan->source, at, len), "%s", message);
}

char pf_json_scan_peek(const struct pf_json_scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->bytes.len ? scan->bytes.data[scan->at + ahead] : '\0';
}

/* --- between tokens --- */

static void skip_line_comment(struct pf_json_scan *scan)
{
    size_t from = scan->at;
    while (scan->at < scan->bytes.len && scan->bytes.data[scan->at] != '\n')
        scan->at++;
    tell(scan, from, scan->at - from, "JSON has no comments");
}

static void skip_block_comment(struct pf_json_scan *scan)
{
    size_t from = scan->at;
    pf_str inside = pf_str_slice(scan->bytes, from + 2, scan->bytes.len);
    ptrdiff_t end = pf_str_find(inside, PF_STR("*/"));
    scan->at = end == PF_STR_NONE ? scan->bytes.len : from + 2 + (size_t)end + 2;
    tell(scan, from, 2,
         end == PF_STR_NONE ? "JSON has no comments, and this one is never closed"
                            : "JSON has no comments");
}

/* Unicode's white space and what is as invisible; JSON has four characters only. */
static bool looks_blank(uint32_t code_point)
{
    return code_point == '\v' || code_point == '\f' || code_point == 0x85 || code_point == 0xa0 ||
           code_point == 0x1680 || (code_point >= 0x2000 && code_point <= 0x200d) ||
           code_point == 0x2028 || code_point == 0x2029 || code_point == 0x202f ||
           code_point == 0x205f || code_point == 0x2060 || code_point == 0x3000 ||
           code_point == 0xfeff;
}

/* Length of the character here that looks like white space and is none; else 0. */
static size_t blank_length(const struct pf_json_scan *scan, uint32_t *code_point)
{
    size_t len = pf_utf8_decode(pf_str_slice(scan->bytes, scan->at, scan->at + 4), code_point);
    return len > 0 && looks_blank(*code_point) ? len : 0;
}

static bool skip_blank(struct pf_json_scan *scan)
{
    uint32_t code_point;
    size_t len = blank_length(scan, &code_point);
    if (len > 0)
        pf_fault_add(scan->arena, scan->faults, PF_FAULT_UNPARSABLE,
                     pf_span_of(scan->source, scan->at, len),
                     "U+%04X looks like a space, but is none in JSON", (unsigned)code_point);
    scan->at += len;
    return len > 0;
}

static bool is_json_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void pf_json_scan_space(struct pf_json_scan *scan)
{
    while (scan->at < scan->bytes.len) {
        char c = scan->bytes.data[scan->at];
        if (is_json_space(c))
            scan->at++;
        else if (c == '#' || (c == '/' && pf_json_scan_peek(scan, 1) == '/'))
            skip_line_comment(scan);
        else if (c == '/' && pf_json_scan_peek(scan, 1) == '*')
            skip_block_comment(scan);
        else if (!skip_blank(scan))
            return;
    }
}

/* --- numbers --- */

static size_t skip_digits(pf_str s, size_t at)
{
    while (at < s.len && pf_is_digit(s.data[at]))
        at++;
    return at;
}

static char at_or_nul(pf_str s, size_t at)
{
    return at < s.len ? s.data[at] : '\0';
}

/* [ minus ] int [ frac ] [ exp ] and nothing else; `*is_int` without the last two. */
static bool is_number(pf_str s, bool *is_int)
{
    size_t from = at_or_nul(s, 0) == '-' ? 1 : 0;
    size_t at = at_or_nul(s, from) == '0' ? from + 1 : skip_digits(s, from);
    bool ok = at > from;
    *is_int = at == s.len;
    if (at_or_nul(s, at) == '.') {
        size_t fraction = at + 1;
        at = skip_digits(s, fraction);
        ok = ok && at > fraction;
    }
    if (at_or_nul(s, at) == 'e' || at_or_nul(s, at) == 'E') {
        at++;
        if (at_or_nul(s, at) == '-' || at_or_nul(s, at) == '+')
            at++;
        size_t exponent = at;
        at = skip_digits(s, exponent);
        ok = ok && at > exponent;
    }
    return ok && at == s.len;
}

static void tell_range(const struct pf_json_scan *scan, const struct pf_node *node)
{
    pf_fault_add(
        scan->arena, scan->faults, PF_FAULT_SUSPICIOUS, node->span,
        node->kind == PF_INT
            ? "this integer has more than 64 bits; programs refuse or round it"
            : "this number is larger than any double; programs refuse it or read infinity");
}

static void make_int(const struct pf_json_scan *scan, struct pf_node *node)
{
    bool has_sign = node->text.data[0] == '-' || node->text.data[0] == '+';
    pf_str digits = pf_str_slice(node->text, has_sign ? 1 : 0, node->text.len);
    bool exact;
    node->kind = PF_INT;
    node->as.integer = pf_number_from_digits(digits, 10, node->text.data[0] == '-', &exact);
    if (!exact)
        tell_range(scan, node);
}

static void make_real(const struct pf_json_scan *scan, struct pf_node *node, double value)
{
    node->kind = PF_REAL;
    node->as.real = value;
    if (isinf(value))
        tell_range(scan, node);
}

static bool read_number(const struct pf_json_scan *scan, struct pf_node *node)
{
    bool is_int;
    double value;
    if (!is_number(node->text, &is_int))
        return false;
    if (is_int)
        make_int(scan, node);
    else if (pf_number_from_decimal(scan->arena, node->text, &value))
        make_real(scan, node, value);
    return true;
}

static bool has_any(pf_str s, const char *bytes)
{
    for (; *bytes != '\0'; bytes++)
        if (pf_str_find_byte(s, *bytes) != PF_STR_NONE)
            return true;
    return false;
}

/* `+1`, `.5`, `1.`, `012`: numbers elsewhere. */
static bool read_foreign_number(const struct pf_json_scan *scan, struct pf_node *node)
{
    double value;
    if (!pf_number_from_decimal(scan->arena, node->text, &value))
        return false;
    tell(scan, node->span.at, node->span.len,
         "JSON's numbers have no leading '+' or zeros, and digits on both sides of their point");
    if (has_any(node->text, ".eE"))
        make_real(scan, node, value);
    else
        make_int(scan, node);
    return true;
}

/* --- words --- */

enum meaning { MEANS_NULL, MEANS_FALSE, MEANS_TRUE, MEANS_NAN, MEANS_PLUS_INF, MEANS_MINUS_INF };

/* JSON's own three come first; the others are those of Python, JavaScript, YAML and C. */
static const struct word {
    pf_str text;
    enum meaning meaning;
    const char *instead; /* NULL for JSON's own */
} words[] = {
    {PF_STR_INIT("true"), MEANS_TRUE, NULL},
    {PF_STR_INIT("false"), MEANS_FALSE, NULL},
    {PF_STR_INIT("null"), MEANS_NULL, NULL},
    {PF_STR_INIT("True"), MEANS_TRUE, "write 'true'"},
    {PF_STR_INIT("TRUE"), MEANS_TRUE, "write 'true'"},
    {PF_STR_INIT("False"), MEANS_FALSE, "write 'false'"},
    {PF_STR_INIT("FALSE"), MEANS_FALSE, "write 'false'"},
    {PF_STR_INIT("None"), MEANS_NULL, "write 'null'"},
    {PF_STR_INIT("Null"), MEANS_NULL, "write 'null'"},
    {PF_STR_INIT("NULL"), MEANS_NULL, "write 'null'"},
    {PF_STR_INIT("nil"), MEANS_NULL, "write 'null'"},
    {PF_STR_INIT("undefined"), MEANS_NULL, "write 'null'"},
    {PF_STR_INIT("NaN"), MEANS_NAN, "JSON has no NaN"},
    {PF_STR_INIT("nan"), MEANS_NAN, "JSON has no NaN"},
    {PF_STR_INIT("-NaN"), MEANS_NAN, "JSON has no NaN"},
    {PF_STR_INIT("Infinity"), MEANS_PLUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("+Infinity"), MEANS_PLUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("Inf"), MEANS_PLUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("+Inf"), MEANS_PLUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("inf"), MEANS_PLUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("-Infinity"), MEANS_MINUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("-Inf"), MEANS_MINUS_INF, "JSON has no infinity"},
    {PF_STR_INIT("-inf"), MEANS_MINUS_INF, "JSON has no infinity"},
};

static void give_meaning(struct pf_node *node, enum meaning meaning)
{
    switch (meaning) {
    case MEANS_NULL:
        node->kind = PF_NULL;
        break;
    case MEANS_FALSE:
    case MEANS_TRUE:
        node->kind = PF_BOOL;
        node->as.boolean = meaning == MEANS_TRUE;
        break;
    case MEANS_NAN:
        node->kind = PF_REAL;
        node->as.real = (double)NAN;
        break;
    case MEANS_PLUS_INF:
    case MEANS_MINUS_INF:
        node->kind = PF_REAL;
        node->as.real = meaning == MEANS_PLUS_INF ? (double)INFINITY : -(double)INFINITY;
        break;
    }
}

static bool read_known_word(const struct pf_json_scan *scan, struct pf_node *node)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!pf_str_eq(words[i].text, node->text))
            continue;
        give_meaning(node, words[i].meaning);
        if (words[i].instead != NULL)
            tell(scan, node->span.at, node->span.len, words[i].instead);
        return true;
    }
    return false;
}

static bool ends_word(const struct pf_json_scan *scan)
{
    static const char ends[] = ",;:[]{}\"'#";
    char c = pf_json_scan_peek(scan, 0);
    uint32_t code_point;
    return is_json_space(c) || pf_str_find_byte(PF_STR(ends), c) != PF_STR_NONE ||
           (c == '/' && (pf_json_scan_peek(scan, 1) == '/' || pf_json_scan_peek(scan, 1) == '*')) ||
           blank_length(scan, &code_point) > 0;
}

struct pf_node *pf_json_scan_word(struct pf_json_scan *scan, bool is_key)
{
    size_t from = scan->at++;
    while (scan->at < scan->bytes.len && !ends_word(scan))
        scan->at++;
    pf_span span = pf_span_of(scan->source, from, scan->at - from);
    struct pf_node *node = pf_node_str(scan->arena, pf_span_text(span), span);
    if (!is_key &&
        (read_known_word(scan, node) || read_number(scan, node) || read_foreign_number(scan, node)))
        return node;
    tell(scan, from, span.len,
         is_key ? "a key stands in double quotes"
                : "this is neither a number nor true, false or null; text stands in double quotes");
    return node;
}
