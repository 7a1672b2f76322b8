/* The core schema: which plain scalars are null, bool, int or float, and what tags say instead. */
#include "read/yaml_scalar.h"

#include "base/number.h"

#include <math.h>

static bool is_one_of(pf_str text, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(text, words[i]))
            return true;
    return false;
}

static bool resolve_null(struct pf_node *scalar)
{
    static const pf_str words[] = {PF_STR_INIT(""), PF_STR_INIT("~"), PF_STR_INIT("null"),
                                   PF_STR_INIT("Null"), PF_STR_INIT("NULL")};
    if (!is_one_of(scalar->text, words, sizeof words / sizeof *words))
        return false;
    scalar->kind = PF_NULL;
    return true;
}

static bool resolve_bool(struct pf_node *scalar)
{
    static const pf_str words[] = {PF_STR_INIT("true"),  PF_STR_INIT("True"),
                                   PF_STR_INIT("TRUE"),  PF_STR_INIT("false"),
                                   PF_STR_INIT("False"), PF_STR_INIT("FALSE")};
    if (!is_one_of(scalar->text, words, sizeof words / sizeof *words))
        return false;
    scalar->kind = PF_BOOL;
    scalar->as.boolean = pf_to_lower(scalar->text.data[0]) == 't';
    return true;
}

static bool is_digit_of(char c, unsigned base)
{
    if (base == 16)
        return pf_is_digit(c) || (pf_to_lower(c) >= 'a' && pf_to_lower(c) <= 'f');
    return pf_is_digit(c) && (base == 10 || c < '8');
}

static bool are_digits(pf_str s, unsigned base)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit_of(s.data[i], base))
            return false;
    return s.len > 0;
}

static pf_str without_sign(pf_str s)
{
    bool has_sign = s.len > 0 && (s.data[0] == '-' || s.data[0] == '+');
    return pf_str_slice(s, has_sign ? 1 : 0, s.len);
}

/* [-+]?[0-9]+ or 0o[0-7]+ or 0x[0-9a-fA-F]+: only decimals have a sign. */
static bool resolve_int(struct pf_node *scalar)
{
    pf_str digits = without_sign(scalar->text);
    unsigned base = 10;
    if (pf_str_starts(scalar->text, PF_STR("0o")))
        base = 8;
    else if (pf_str_starts(scalar->text, PF_STR("0x")))
        base = 16;
    if (base != 10)
        digits = pf_str_slice(scalar->text, 2, scalar->text.len);
    if (!are_digits(digits, base))
        return false;
    bool exact;
    scalar->kind = PF_INT;
    scalar->as.integer = pf_number_from_digits(digits, base, scalar->text.data[0] == '-', &exact);
    return true;
}

static bool resolve_real(struct pf_arena *arena, struct pf_node *scalar)
{
    static const pf_str infinities[] = {PF_STR_INIT(".inf"), PF_STR_INIT(".Inf"),
                                        PF_STR_INIT(".INF")};
    static const pf_str nans[] = {PF_STR_INIT(".nan"), PF_STR_INIT(".NaN"), PF_STR_INIT(".NAN")};
    double value;
    if (is_one_of(without_sign(scalar->text), infinities, 3))
        value = scalar->text.data[0] == '-' ? -(double)INFINITY : (double)INFINITY;
    else if (is_one_of(scalar->text, nans, 3))
        value = (double)NAN;
    else if (!pf_number_from_decimal(arena, scalar->text, &value))
        return false;
    scalar->kind = PF_REAL;
    scalar->as.real = value;
    return true;
}

/* Most scalars are strings, and their first character says so. */
static bool may_be_typed(pf_str text)
{
    switch (text.len == 0 ? '~' : text.data[0]) {
    case '~':
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case '+':
    case '-':
    case '.':
        return true;
    default:
        return pf_is_digit(text.data[0]);
    }
}

void pf_yaml_resolve(struct pf_arena *arena, struct pf_node *scalar)
{
    scalar->kind = PF_STRING;
    if (may_be_typed(scalar->text) && !resolve_null(scalar) && !resolve_bool(scalar) &&
        !resolve_int(scalar))
        resolve_real(arena, scalar);
}

static bool tag_null(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    return pf_node_is_scalar(node) && resolve_null(node);
}

static bool tag_bool(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    return pf_node_is_scalar(node) && resolve_bool(node);
}

static bool tag_int(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    return pf_node_is_scalar(node) && resolve_int(node);
}

static bool tag_float(struct pf_arena *arena, struct pf_node *node)
{
    return pf_node_is_scalar(node) && resolve_real(arena, node);
}

static bool tag_str(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    if (!pf_node_is_scalar(node))
        return false;
    node->kind = PF_STRING;
    return true;
}

static bool tag_seq(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    return node->kind == PF_SEQ;
}

static bool tag_map(struct pf_arena *arena, struct pf_node *node)
{
    (void)arena;
    return node->kind == PF_MAP;
}

/* YAML 1.2.2, 10.1.1 and 10.2.1. */
static const struct core_tag {
    pf_str name;
    bool (*apply)(struct pf_arena *arena, struct pf_node *node);
} core_tags[] = {
    {PF_STR_INIT("null"), tag_null}, {PF_STR_INIT("bool"), tag_bool},
    {PF_STR_INIT("int"), tag_int},   {PF_STR_INIT("float"), tag_float},
    {PF_STR_INIT("str"), tag_str},   {PF_STR_INIT("seq"), tag_seq},
    {PF_STR_INIT("map"), tag_map},
};

static const struct core_tag *find_core_tag(pf_str tag)
{
    pf_str prefix = PF_STR("tag:yaml.org,2002:");
    if (!pf_str_starts(tag, prefix))
        return NULL;
    pf_str name = pf_str_slice(tag, prefix.len, tag.len);
    for (size_t i = 0; i < sizeof core_tags / sizeof *core_tags; i++)
        if (pf_str_eq(core_tags[i].name, name))
            return &core_tags[i];
    return NULL;
}

static void resolve_by_style(struct pf_arena *arena, struct pf_node *node)
{
    if (node->kind == PF_STRING && node->style == PF_STYLE_PLAIN)
        pf_yaml_resolve(arena, node);
}

void pf_yaml_apply_tag(struct pf_arena *arena, struct pf_node *node, pf_str tag,
                       struct pf_faults *faults)
{
    if (pf_str_eq(tag, PF_STR("!")))
        return;
    const struct core_tag *core = find_core_tag(tag);
    if (core != NULL && core->apply(arena, node))
        return;
    resolve_by_style(arena, node);
    if (core != NULL)
        pf_fault_add(arena, faults, PF_FAULT_SUSPICIOUS, node->span,
                     "the tag '!!%.*s' does not fit this value, which is of type %s",
                     PF_ARG(core->name), pf_kind_name(node->kind));
    else
        pf_fault_add(arena, faults, PF_FAULT_SUSPICIOUS, node->span,
                     "the tag '%.*s' has no meaning here; the value is read as if it had none",
                     PF_ARG(tag));
}
