/* GitHub's coercions, which follow JavaScript's where they can. */
#include "ghexpr/value.h"

#include "ghexpr/text.h"

#include <math.h>
#include <stdlib.h>

static const pf_span nowhere = {0};

enum { SAFE_BITS = 53 /* whole numbers up to 2^53 are exact as a double */ };

pf_str pf_ghexpr_value_number_text(struct pf_arena *arena, double number)
{
    if (isnan(number))
        return PF_STR("NaN");
    if (isinf(number))
        return number > 0 ? PF_STR("Infinity") : PF_STR("-Infinity");
    if (number == 0)
        return PF_STR("0");
    return pf_arena_format(arena, "%.15G", number);
}

const struct pf_node *pf_ghexpr_value_of_number(struct pf_arena *arena, double number)
{
    double bound = (double)((int64_t)1 << SAFE_BITS);
    bool is_whole = number > -bound && number < bound && floor(number) == number;
    struct pf_node *node;
    if (is_whole && !(number == 0 && signbit(number))) {
        node = pf_node_int(arena, (int64_t)number, nowhere);
    } else {
        node = pf_node_new(arena, PF_REAL, nowhere);
        node->as.real = number;
        node->text = pf_ghexpr_value_number_text(arena, number);
    }
    return node;
}

const struct pf_node *pf_ghexpr_value_of_truth(struct pf_arena *arena, enum pf_truth truth,
                                               pf_str reason)
{
    if (truth == PF_MAYBE)
        return pf_node_any(arena, PF_KIND_BIT(PF_BOOL), true, reason, nowhere);
    return pf_node_bool(arena, truth == PF_YES, nowhere);
}

const char *pf_ghexpr_value_kind_name(const struct pf_node *value)
{
    static const char *const names[PF_KIND_COUNT] = {
        [PF_NULL] = "Null",   [PF_BOOL] = "Boolean",  [PF_INT] = "Number",
        [PF_REAL] = "Number", [PF_STRING] = "String", [PF_SEQ] = "Array",
        [PF_MAP] = "Object",  [PF_ANY] = "Unknown",   [PF_EITHER] = "Unknown",
    };
    return names[value->kind];
}

bool pf_ghexpr_value_is_unknown(const struct pf_node *value)
{
    return value->kind == PF_ANY || value->kind == PF_EITHER;
}

bool pf_ghexpr_value_is_number(const struct pf_node *value)
{
    return value->kind == PF_INT || value->kind == PF_REAL;
}

pf_str pf_ghexpr_value_reason(const struct pf_node *value)
{
    if (value->kind == PF_ANY)
        return value->as.any->reason;
    if (value->kind != PF_EITHER)
        return PF_STR("");
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->kind == PF_ANY)
            return value->items[i]->as.any->reason;
    return PF_STR("one of several values");
}

const struct pf_node *pf_ghexpr_value_rest(const struct pf_node *map)
{
    const struct pf_node *rest = pf_node_get(map, "*");
    return pf_node_is(rest, PF_ANY) ? rest : NULL;
}

struct unknown_search {
    bool found;
};

static void note_unknown(const struct pf_node *node, void *context)
{
    struct unknown_search *search = context;
    search->found = search->found || pf_ghexpr_value_is_unknown(node);
}

bool pf_ghexpr_value_has_unknown(const struct pf_node *value)
{
    struct unknown_search search = {false};
    pf_node_walk(value, note_unknown, &search);
    return search.found;
}

/* [sign] digits [. digits] [e [sign] digits], at least one digit before the exponent. */
static bool is_decimal(pf_str s)
{
    size_t at = s.len > 0 && (s.data[0] == '+' || s.data[0] == '-') ? 1 : 0;
    size_t digits = 0;
    for (; at < s.len && pf_is_digit(s.data[at]); at++)
        digits++;
    if (at < s.len && s.data[at] == '.')
        for (at++; at < s.len && pf_is_digit(s.data[at]); at++)
            digits++;
    if (digits == 0)
        return false;
    if (at == s.len)
        return true;
    if (s.data[at] != 'e' && s.data[at] != 'E')
        return false;
    at++;
    if (at < s.len && (s.data[at] == '+' || s.data[at] == '-'))
        at++;
    if (at == s.len)
        return false;
    for (; at < s.len; at++)
        if (!pf_is_digit(s.data[at]))
            return false;
    return true;
}

enum { DECIMAL_ROOM = 400 /* longer decimals differ in digits that no double holds */ };

static double decimal_number(pf_str s)
{
    char text[DECIMAL_ROOM];
    if (s.len >= sizeof text)
        return (double)NAN;
    for (size_t i = 0; i < s.len; i++)
        text[i] = s.data[i];
    text[s.len] = '\0';
    return strtod(text, NULL);
}

/* After 0x (0o): digits of a 32-bit integer in two's complement; NaN for anything else. */
static double radix_number(pf_str digits, unsigned radix)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = pf_to_lower(digits.data[i]);
        unsigned digit = pf_is_digit(c)         ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : radix;
        if (digit >= radix)
            return (double)NAN;
        value = value * radix + digit;
        if (value > UINT32_MAX)
            return (double)NAN;
    }
    return value > INT32_MAX ? (double)((int64_t)value - ((int64_t)1 << 32)) : (double)value;
}

double pf_ghexpr_value_parse_number(pf_str text)
{
    pf_str s = pf_ghexpr_text_trim(text);
    if (s.len == 0)
        return 0;
    if (is_decimal(s))
        return decimal_number(s);
    if (s.len > 2 && s.data[0] == '0' && (s.data[1] == 'x' || s.data[1] == 'o'))
        return radix_number(pf_str_slice(s, 2, s.len), s.data[1] == 'x' ? 16 : 8);
    bool is_negative = s.data[0] == '-';
    pf_str word = is_negative || s.data[0] == '+' ? pf_str_slice(s, 1, s.len) : s;
    if (pf_str_eq_nocase(word, PF_STR("Infinity")))
        return is_negative ? -(double)INFINITY : (double)INFINITY;
    return (double)NAN;
}

double pf_ghexpr_value_to_number(const struct pf_node *value)
{
    switch (value->kind) {
    case PF_NULL:
        return 0;
    case PF_BOOL:
        return value->as.boolean ? 1 : 0;
    case PF_INT:
        return is_decimal(value->text) ? decimal_number(value->text) : (double)value->as.integer;
    case PF_REAL:
        return value->as.real;
    case PF_STRING:
        return pf_ghexpr_value_parse_number(value->text);
    case PF_SEQ:
    case PF_MAP:
    case PF_ANY:
    case PF_EITHER:
    case PF_KIND_COUNT:
        break;
    }
    return (double)NAN;
}

pf_str pf_ghexpr_value_to_string(struct pf_arena *arena, const struct pf_node *value)
{
    if (value->kind == PF_STRING)
        return value->text;
    if (value->kind == PF_BOOL)
        return value->as.boolean ? PF_STR("true") : PF_STR("false");
    if (pf_ghexpr_value_is_number(value))
        return pf_ghexpr_value_number_text(arena, pf_ghexpr_value_to_number(value));
    if (value->kind == PF_SEQ)
        return PF_STR("Array");
    return value->kind == PF_MAP ? PF_STR("Object") : PF_STR("");
}

static enum pf_truth any_truth(const struct pf_any *any)
{
    unsigned objects = PF_KIND_BIT(PF_SEQ) | PF_KIND_BIT(PF_MAP);
    if ((any->kinds & ~PF_KIND_BIT(PF_NULL)) == 0)
        return PF_NO;
    bool may_be_falsy = (any->kinds & ~objects) != 0 && any->may_be_empty;
    return may_be_falsy || (any->kinds & PF_KIND_BIT(PF_NULL)) != 0 ? PF_MAYBE : PF_YES;
}

enum pf_truth pf_ghexpr_value_truth(const struct pf_node *value)
{
    if (value->kind == PF_ANY)
        return any_truth(value->as.any);
    if (value->kind == PF_EITHER) {
        enum pf_truth first = pf_ghexpr_value_truth(value->items[0]);
        for (size_t i = 1; i < value->count; i++)
            if (pf_ghexpr_value_truth(value->items[i]) != first)
                return PF_MAYBE;
        return first;
    }
    if (value->kind == PF_BOOL)
        return pf_truth_of(value->as.boolean);
    if (value->kind == PF_STRING)
        return pf_truth_of(value->text.len > 0);
    if (pf_ghexpr_value_is_number(value)) {
        double number = pf_ghexpr_value_to_number(value);
        return pf_truth_of(!isnan(number) && number != 0);
    }
    return pf_truth_of(value->kind != PF_NULL);
}

typedef enum pf_truth comparison(const struct pf_node *a, const struct pf_node *b);

/* One answer for all arms, or maybe. */
static enum pf_truth over_arms(const struct pf_node *either, const struct pf_node *other,
                               bool is_left, comparison *compare)
{
    enum pf_truth answer = PF_MAYBE;
    for (size_t i = 0; i < either->count; i++) {
        enum pf_truth one =
            is_left ? compare(either->items[i], other) : compare(other, either->items[i]);
        if (i > 0 && one != answer)
            return PF_MAYBE;
        answer = one;
    }
    return answer;
}

static bool is_primitive(const struct pf_node *value)
{
    return value->kind <= PF_STRING;
}

static bool same_collection(const struct pf_node *a, const struct pf_node *b)
{
    return a == b || (a->count > 0 && a->items == b->items);
}

/* An unknown of some kinds against what it can never equal. */
static enum pf_truth any_equal(const struct pf_any *any, const struct pf_node *other)
{
    unsigned objects = PF_KIND_BIT(PF_SEQ) | PF_KIND_BIT(PF_MAP);
    if (is_primitive(other) && (any->kinds & ~objects) == 0)
        return PF_NO;
    bool is_filled_string = any->kinds == PF_KIND_BIT(PF_STRING) && !any->may_be_empty;
    if (is_filled_string && other->kind == PF_STRING && other->text.len == 0)
        return PF_NO;
    return PF_MAYBE;
}

enum pf_truth pf_ghexpr_value_equal(const struct pf_node *a, const struct pf_node *b)
{
    if (a->kind == PF_EITHER)
        return over_arms(a, b, true, pf_ghexpr_value_equal);
    if (b->kind == PF_EITHER)
        return over_arms(b, a, false, pf_ghexpr_value_equal);
    if (a->kind == PF_ANY)
        return any_equal(a->as.any, b);
    if (b->kind == PF_ANY)
        return any_equal(b->as.any, a);
    if (!is_primitive(a) || !is_primitive(b))
        return pf_truth_of(a->kind == b->kind && same_collection(a, b));
    if (a->kind == PF_STRING && b->kind == PF_STRING)
        return pf_truth_of(pf_ghexpr_text_compare(a->text, b->text) == 0);
    return pf_truth_of(pf_ghexpr_value_to_number(a) == pf_ghexpr_value_to_number(b));
}

enum pf_truth pf_ghexpr_value_greater(const struct pf_node *a, const struct pf_node *b)
{
    if (a->kind == PF_EITHER)
        return over_arms(a, b, true, pf_ghexpr_value_greater);
    if (b->kind == PF_EITHER)
        return over_arms(b, a, false, pf_ghexpr_value_greater);
    if (a->kind == PF_ANY || b->kind == PF_ANY)
        return PF_MAYBE;
    if (!is_primitive(a) || !is_primitive(b))
        return PF_NO;
    if (a->kind == PF_STRING && b->kind == PF_STRING)
        return pf_truth_of(pf_ghexpr_text_compare(a->text, b->text) > 0);
    return pf_truth_of(pf_ghexpr_value_to_number(a) > pf_ghexpr_value_to_number(b));
}

static struct pf_node *join_or(struct pf_arena *arena, struct pf_node *joined, struct pf_node *next)
{
    return joined == NULL ? next : pf_node_join(arena, joined, next);
}

static const struct pf_node *falsy_of_any(struct pf_arena *arena, const struct pf_any *any)
{
    struct pf_node *joined = NULL;
    if (any->kinds & PF_KIND_BIT(PF_NULL))
        joined = join_or(arena, joined, pf_node_new(arena, PF_NULL, nowhere));
    if (!any->may_be_empty)
        return joined;
    if (any->kinds & PF_KIND_BIT(PF_BOOL))
        joined = join_or(arena, joined, pf_node_bool(arena, false, nowhere));
    if (any->kinds & (PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL)))
        joined = join_or(arena, joined, pf_node_int(arena, 0, nowhere));
    if (any->kinds & PF_KIND_BIT(PF_STRING))
        joined = join_or(arena, joined, pf_node_str(arena, PF_STR(""), nowhere));
    return joined;
}

static const struct pf_node *truthy_of_any(struct pf_arena *arena, const struct pf_node *value)
{
    if (pf_ghexpr_value_truth(value) == PF_NO)
        return NULL;
    unsigned kinds = value->as.any->kinds & ~PF_KIND_BIT(PF_NULL);
    if (kinds == PF_KIND_BIT(PF_BOOL))
        return pf_node_bool(arena, true, value->span);
    return pf_node_any(arena, kinds, false, value->as.any->reason, value->span);
}

typedef const struct pf_node *part(struct pf_arena *arena, const struct pf_node *value);

static const struct pf_node *part_of_arms(struct pf_arena *arena, const struct pf_node *either,
                                          part *take)
{
    struct pf_node *joined = NULL;
    for (size_t i = 0; i < either->count; i++) {
        const struct pf_node *one = take(arena, either->items[i]);
        if (one != NULL)
            joined = join_or(arena, joined, pf_node_with_key(arena, one, NULL));
    }
    return joined;
}

const struct pf_node *pf_ghexpr_value_falsy(struct pf_arena *arena, const struct pf_node *value)
{
    if (value->kind == PF_ANY)
        return falsy_of_any(arena, value->as.any);
    if (value->kind == PF_EITHER)
        return part_of_arms(arena, value, pf_ghexpr_value_falsy);
    return pf_ghexpr_value_truth(value) == PF_NO ? value : NULL;
}

const struct pf_node *pf_ghexpr_value_truthy(struct pf_arena *arena, const struct pf_node *value)
{
    if (value->kind == PF_ANY)
        return truthy_of_any(arena, value);
    if (value->kind == PF_EITHER)
        return part_of_arms(arena, value, pf_ghexpr_value_truthy);
    return pf_ghexpr_value_truth(value) == PF_NO ? NULL : value;
}
