/* TOML's truth values, numbers, dates and times: what is written without quotes. */
#include "base/number.h"
#include "read/toml_value.h"

#include <math.h>

static char at(pf_str text, size_t index)
{
    return index < text.len ? text.data[index] : '\0';
}

static bool is_digit_of(char c, unsigned base)
{
    char lower = pf_to_lower(c);
    if (base == 16 && lower >= 'a' && lower <= 'f')
        return true;
    return c >= '0' && c < (char)('0' + (base > 10 ? 10 : base));
}

/* Length of digits with single underscores between them; 0 where none begin. */
static size_t digits_length(pf_str text, size_t from, unsigned base)
{
    size_t i = from;
    while (is_digit_of(at(text, i), base) ||
           (i > from && at(text, i) == '_' && is_digit_of(at(text, i - 1), base) &&
            is_digit_of(at(text, i + 1), base)))
        i++;
    return i - from;
}

static pf_str without_underscores(struct pf_arena *arena, pf_str text)
{
    char *data = PF_NEW_ARRAY(arena, char, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_')
            data[len++] = text.data[i];
    return (pf_str){data, len};
}

/* ---- dates and times ---- */

/* `count` digits as a number from `least` to `most`. */
static bool has_number(pf_str text, size_t from, size_t count, unsigned least, unsigned most,
                       unsigned *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (!pf_is_digit(at(text, from + i)))
            return false;
        *number = *number * 10 + (unsigned)(text.data[from + i] - '0');
    }
    return *number >= least && *number <= most;
}

/* 07:32:00.999; 0 where none stands at `from`. */
static size_t time_length(pf_str text, size_t from)
{
    unsigned number;
    if (!has_number(text, from, 2, 0, 23, &number) || at(text, from + 2) != ':' ||
        !has_number(text, from + 3, 2, 0, 59, &number) || at(text, from + 5) != ':' ||
        !has_number(text, from + 6, 2, 0, 59, &number))
        return 0;
    size_t end = from + 8;
    if (at(text, end) == '.' && pf_is_digit(at(text, end + 1)))
        for (end++; pf_is_digit(at(text, end));)
            end++;
    return end - from;
}

static size_t offset_length(pf_str text, size_t from)
{
    unsigned number;
    char c = at(text, from);
    if (c == 'Z' || c == 'z')
        return 1;
    bool fits = (c == '+' || c == '-') && has_number(text, from + 1, 2, 0, 23, &number) &&
                at(text, from + 3) == ':' && has_number(text, from + 4, 2, 0, 59, &number);
    return fits ? 6 : 0;
}

static bool is_day(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year > 0 && day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* 1979-05-27, 1979-05-27T07:32:00Z, 1979-05-27 07:32:00-07:00; 0 where none stands. `*exists`: the
 * calendar has that day. */
static size_t date_length(pf_str text, bool *exists)
{
    unsigned year, month, day;
    if (!has_number(text, 0, 4, 0, 9999, &year) || at(text, 4) != '-' ||
        !has_number(text, 5, 2, 1, 12, &month) || at(text, 7) != '-' ||
        !has_number(text, 8, 2, 1, 31, &day))
        return 0;
    *exists = is_day(year, month, day);
    char between = at(text, 10);
    size_t time = between == 'T' || between == 't' || between == ' ' ? time_length(text, 11) : 0;
    return time == 0 ? 10 : 11 + time + offset_length(text, 11 + time);
}

/* ---- numbers ---- */

/* [+-]1_000, [+-]1.5e-3; `*is_real` with a fraction or an exponent. 0 where none stands. */
static size_t decimal_length(pf_str text, bool *is_real)
{
    size_t sign = at(text, 0) == '+' || at(text, 0) == '-';
    size_t digits = at(text, sign) == '0' ? 1 : digits_length(text, sign, 10);
    size_t end = sign + digits;
    if (digits == 0)
        return 0;
    if (at(text, end) == '.' && pf_is_digit(at(text, end + 1))) {
        end += 1 + digits_length(text, end + 1, 10);
        *is_real = true;
    }
    if (at(text, end) == 'e' || at(text, end) == 'E') {
        size_t power = end + 1 + (at(text, end + 1) == '+' || at(text, end + 1) == '-');
        size_t more = digits_length(text, power, 10);
        if (more > 0) {
            end = power + more;
            *is_real = true;
        }
    }
    return end;
}

static unsigned base_of(pf_str text)
{
    if (at(text, 0) != '0')
        return 10;
    return at(text, 1) == 'x' ? 16 : at(text, 1) == 'o' ? 8 : at(text, 1) == 'b' ? 2 : 10;
}

static struct pf_node *integer(struct pf_toml *toml, pf_str digits, unsigned base, pf_span span)
{
    bool exact, negative = at(digits, 0) == '-';
    if (negative || at(digits, 0) == '+')
        digits = pf_str_slice(digits, 1, digits.len);
    int64_t value = pf_number_from_digits(digits, base, negative, &exact);
    struct pf_node *node = pf_node_int(toml->arena, value, span);
    if (exact)
        return node;
    pf_toml_fault(toml, PF_FAULT_SUSPICIOUS, span, "an integer beyond 64 bits");
    if (base == 10)
        node->text = pf_arena_format(toml->arena, "%s%.*s", negative ? "-" : "", PF_ARG(digits));
    return node;
}

static struct pf_node *real(struct pf_toml *toml, pf_str text, double value, pf_span span)
{
    struct pf_node *node = pf_node_new(toml->arena, PF_REAL, span);
    node->text = text;
    node->as.real = value;
    return node;
}

/* ---- the choice ---- */

static bool read_word(struct pf_toml *toml, pf_str text, struct pf_node **value)
{
    static const struct {
        const char *word;
        enum pf_kind kind;
        double number;
    } words[] = {
        {"true", PF_BOOL, 1},        {"false", PF_BOOL, 0},        {"inf", PF_REAL, INFINITY},
        {"+inf", PF_REAL, INFINITY}, {"-inf", PF_REAL, -INFINITY}, {"nan", PF_REAL, NAN},
        {"+nan", PF_REAL, NAN},      {"-nan", PF_REAL, NAN},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        pf_str word = pf_str_c(words[i].word);
        if (!pf_str_starts(text, word))
            continue;
        pf_span span = pf_span_of(toml->source, toml->at, word.len);
        toml->at += word.len;
        *value = words[i].kind == PF_BOOL
                     ? pf_node_bool(toml->arena, word.len == 4, span)
                     : real(toml, pf_str_slice(text, 0, word.len), words[i].number, span);
        return true;
    }
    return false;
}

static bool read_number(struct pf_toml *toml, pf_str text, struct pf_node **value)
{
    unsigned base = base_of(text);
    bool is_real = false;
    size_t prefix = base == 10 ? 0 : 2,
           len = base == 10 ? decimal_length(text, &is_real) : digits_length(text, 2, base);
    if (len == 0)
        return false;
    pf_str written = pf_str_slice(text, 0, prefix + len);
    pf_str digits = without_underscores(toml->arena, pf_str_slice(text, prefix, prefix + len));
    pf_span span = pf_span_of(toml->source, toml->at, written.len);
    double number;
    toml->at += written.len;
    if (!is_real)
        *value = integer(toml, digits, base, span);
    else if (pf_number_from_decimal(toml->arena, digits, &number))
        *value = real(toml, written, number, span);
    return true;
}

bool pf_toml_plain(struct pf_toml *toml, struct pf_node **value)
{
    pf_str text = pf_str_slice(toml->text, toml->at, toml->text.len);
    bool exists = true;
    size_t len = date_length(text, &exists);
    if (len == 0)
        len = time_length(text, 0);
    if (!exists)
        return pf_toml_fail(toml, "the calendar has no such day");
    if (len > 0) {
        *value = pf_node_str(toml->arena, pf_str_slice(text, 0, len),
                             pf_span_of(toml->source, toml->at, len));
        toml->at += len;
        return true;
    }
    *value = NULL;
    if (read_word(toml, text, value) || read_number(toml, text, value))
        return *value != NULL || pf_toml_fail(toml, "a value was expected here");
    return pf_toml_fail(toml, "a value was expected here");
}
