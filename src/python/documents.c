/* TOML and YAML texts → the values that tomllib and PyYAML make of them. */
#include "python/documents.h"

#include "read/toml.h"
#include "read/yaml.h"

/* --- shared ------------------------------------------------------------------------------------
 */

struct making;
typedef pf_value scalar_maker(struct making *m, const struct pf_node *node);

struct making {
    struct pf_eval *ev;
    scalar_maker *scalar, *key;
    bool unsure;      /* something in it is beyond what is worked out */
    bool has_anchors; /* YAML: one list or dict may stand in several places */
    struct {
        struct {
            struct pf_node **items; /* what an alias and its anchor have in common */
            pf_value value;
        } * items;
        size_t count, capacity;
    } made;
};
enum { MAX_MADE = 2000 /* lists and dicts of a document with anchors; each looks through all */ };

static pf_value integer_of(struct making *m, pf_str text, int base)
{
    struct pf_buffer digits = pf_buffer_new(m->ev->arena);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_' && text.data[i] != '+')
            pf_buffer_add_byte(&digits, text.data[i]);
    int64_t i;
    if (pf_int_parse(pf_buffer_str(&digits), base, &i) == PF_INT_OK)
        return pf_int(i);
    m->unsure = true;
    return pf_none();
}

static pf_value real_of(struct making *m, pf_str text)
{
    struct pf_buffer digits = pf_buffer_new(m->ev->arena);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_')
            pf_buffer_add_byte(&digits, text.data[i]);
    double d;
    if (pf_float_parse(m->ev->arena, pf_buffer_str(&digits), &d))
        return pf_float(d);
    m->unsure = true;
    return pf_none();
}

static pf_value value_of(struct making *m, const struct pf_node *node);

/* YAML's anchor and its aliases are one object: who changes the one changes the other. */
static bool is_made(struct making *m, const struct pf_node *node, pf_value *v)
{
    if (!m->has_anchors)
        return false;
    m->unsure |= node->count == 0 || m->made.count >= MAX_MADE; /* which empty ones are one? */
    for (size_t i = 0; i < m->made.count; i++)
        if (m->made.items[i].items == node->items) {
            *v = m->made.items[i].value;
            return true;
        }
    return m->unsure;
}

static pf_value made(struct making *m, const struct pf_node *node, pf_value v)
{
    if (m->has_anchors) {
        struct pf_arena *arena = m->ev->arena;
        pf_pile_add(arena, &m->made);
        m->made.items[m->made.count - 1].items = node->items;
        m->made.items[m->made.count - 1].value = v;
    }
    return v;
}

static pf_value list_of(struct making *m, const struct pf_node *node)
{
    pf_value list = pf_list_value(m->ev, NULL, 0);
    if (is_made(m, node, &list))
        return list;
    for (size_t i = 0; i < node->count && !m->unsure; i++)
        pf_list_append(m->ev, list.as.object->contents, value_of(m, node->items[i]));
    return made(m, node, list);
}

static bool put(struct making *m, pf_value dict, pf_value key, pf_value value)
{
    uint64_t hash;
    if (!m->unsure && pf_hash_value(m->ev, key, &hash))
        pf_dict_put(m->ev, dict.as.object->contents, key, hash, value);
    else
        m->unsure = true;
    return !m->unsure;
}

static bool is_merge(const struct making *m, const struct pf_node *node)
{
    return m->has_anchors && node->key->style == PF_STYLE_PLAIN &&
           pf_str_eq(node->key->text, PF_STR("<<"));
}

/* The pairs of a map: what it merges stands before its own, and of several the last before. */
static void flatten(struct making *m, const struct pf_node *map, struct pf_nodes *pairs)
{
    for (size_t i = 0; i < map->count && !m->unsure; i++) {
        const struct pf_node *merged = map->items[i];
        if (!is_merge(m, merged))
            continue;
        if (merged->kind == PF_MAP)
            flatten(m, merged, pairs);
        else
            m->unsure |= merged->kind != PF_SEQ;
        for (size_t j = merged->count; merged->kind == PF_SEQ && j-- > 0;) {
            m->unsure |= merged->items[j]->kind != PF_MAP;
            if (!m->unsure)
                flatten(m, merged->items[j], pairs);
        }
    }
    for (size_t i = 0; i < map->count && !m->unsure; i++)
        if (!is_merge(m, map->items[i]))
            *pf_pile_add(m->ev->arena, pairs) = map->items[i];
}

static pf_value dict_of(struct making *m, const struct pf_node *node)
{
    pf_value dict = pf_dict_value(m->ev);
    struct pf_nodes pairs = {0};
    if (is_made(m, node, &dict))
        return dict;
    flatten(m, node, &pairs);
    for (size_t i = 0; i < pairs.count; i++)
        if (!put(m, dict, m->key(m, pairs.items[i]->key), value_of(m, pairs.items[i])))
            break;
    return made(m, node, dict);
}

static pf_value value_of(struct making *m, const struct pf_node *node)
{
    if (node->kind == PF_SEQ)
        return list_of(m, node);
    if (node->kind == PF_MAP)
        return dict_of(m, node);
    if (pf_node_is_scalar(node))
        return m->scalar(m, node);
    m->unsure = true;
    return pf_none();
}

static pf_value unsure_value(struct pf_eval *ev, unsigned kinds)
{
    return pf_unknown_value(ev, kinds, true, "a document that is not worked out");
}

/* --- TOML --------------------------------------------------------------------------------------
 */

static pf_value toml_scalar(struct making *m, const struct pf_node *node)
{
    pf_str text = node->text;
    switch (node->kind) {
    case PF_BOOL:
        return pf_bool(node->as.boolean);
    case PF_INT:
        return integer_of(m, text, pf_str_starts(text, PF_STR("0")) && text.len > 1 ? 0 : 10);
    case PF_REAL:
        return real_of(m, text);
    default:
        m->unsure |= node->style == PF_STYLE_PLAIN; /* a date or time */
        return pf_str_value(m->ev, text);
    }
}

static pf_value toml_key(struct making *m, const struct pf_node *node)
{
    return pf_str_value(m->ev, node->text);
}

bool pf_help_toml(struct pf_eval *ev, pf_str text, pf_value *v)
{
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(ev->arena, PF_STR("<toml>"), text);
    const struct pf_node *root = pf_toml_read(ev->arena, source, &faults);
    struct making m = {.ev = ev, .scalar = toml_scalar, .key = toml_key};
    for (size_t i = 0; i < faults.count; i++) {
        if (faults.items[i].kind != PF_FAULT_SUSPICIOUS && faults.items[i].kind != PF_FAULT_LIMIT)
            return false;
        m.unsure = true;
    }
    *v = value_of(&m, root);
    if (m.unsure)
        *v = unsure_value(ev, PF_KIND_BIT(PF_MAP));
    return true;
}

/* --- YAML: what PyYAML takes plain words for, which is YAML 1.1 ---------------------------------
 */

static bool is_among(pf_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(text, pf_str_c(words[i])))
            return true;
    return false;
}

/* How far characters of `set` go from `at`. */
static size_t run(pf_str text, size_t at, const char *set)
{
    while (at < text.len && pf_str_find_byte(pf_str_c(set), text.data[at]) != PF_STR_NONE)
        at++;
    return at;
}

/* How far 12:30:59 goes: digits, and then two at most, less than 60, behind each colon. */
static size_t run_of_base_60(pf_str text)
{
    size_t at = run(text, 0, "0123456789_");
    while (at + 1 < text.len && text.data[at] == ':' && pf_is_digit(text.data[at + 1])) {
        size_t digits = run(text, at + 1, "0123456789") - at - 1;
        if (digits > 2 || (digits == 2 && text.data[at + 1] > '5'))
            break;
        at += 1 + digits;
    }
    return at;
}

/* [-+]?0b[01_]+, 0[0-7_]+, 0x…, decimal, or 12:30, which is 750. */
static bool is_integer(pf_str text, int *base, bool *unsure)
{
    size_t at = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+') ? 1 : 0;
    pf_str rest = pf_str_slice(text, at, text.len);
    if (rest.len == 0 || !pf_is_digit(rest.data[0]))
        return false;
    *base = 10;
    if (pf_str_starts(rest, PF_STR("0x")) && rest.len > 2 &&
        run(rest, 2, "0123456789abcdefABCDEF_") == rest.len)
        *base = 16;
    else if (pf_str_starts(rest, PF_STR("0b")) && rest.len > 2 && run(rest, 2, "01_") == rest.len)
        *base = 2;
    else if (rest.data[0] == '0' && rest.len > 1 && run(rest, 1, "01234567_") == rest.len)
        *base = 8;
    else if (rest.data[0] == '0' ? rest.len > 1 : run(rest, 0, "0123456789_") < rest.len) {
        size_t end = run_of_base_60(rest);
        bool is_of_60 = end > run(rest, 0, "0123456789_");
        *unsure |= is_of_60 && end < rest.len && rest.data[end] == '.' &&
                   run(rest, end + 1, "0123456789_") == rest.len; /* 1:30.5 */
        *base = 60;
        return is_of_60 && end == rest.len && rest.data[0] != '0';
    }
    return true;
}

enum { MAX_BASE_60 = 18 /* digits and colons: days, not the age of the world */ };

static pf_value base_60_of(struct making *m, pf_str text)
{
    int64_t value = 0, part;
    bool is_negative = text.data[0] == '-';
    pf_str rest = pf_str_slice(text, pf_is_digit(text.data[0]) ? 0 : 1, text.len), digits;
    m->unsure |= text.len > MAX_BASE_60 || pf_str_find_byte(text, '_') != PF_STR_NONE;
    for (bool more = !m->unsure; more; value = value * 60 + part) {
        more = pf_str_cut(rest, ':', &digits, &rest);
        if (pf_int_parse(digits, 10, &part) != PF_INT_OK) {
            size_t at = run(digits, 0, "0"); /* pf_int_parse wants no second 0 */
            if (pf_int_parse(pf_str_slice(digits, at, digits.len), 10, &part) != PF_INT_OK)
                part = 0;
        }
    }
    return pf_int(is_negative ? -value : value);
}

static bool is_real(pf_str text)
{
    static const char *const words[] = {".nan", ".NaN", ".NAN"};
    static const char *const infinities[] = {".inf", ".Inf", ".INF"};
    if (is_among(text, words, PF_COUNT(words)))
        return true;
    size_t at = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+') ? 1 : 0;
    if (is_among(pf_str_slice(text, at, text.len), infinities, PF_COUNT(infinities)))
        return true;
    size_t whole = run(text, at, "0123456789_");
    if (whole >= text.len || text.data[whole] != '.' || (whole > at && text.data[at] == '_'))
        return false;
    if (whole == at && (at > 0 || whole + 1 >= text.len || !pf_is_digit(text.data[whole + 1])))
        return false;
    at = run(text, whole + 1, "0123456789_");
    if (at + 2 < text.len && (text.data[at] == 'e' || text.data[at] == 'E') &&
        (text.data[at + 1] == '-' || text.data[at + 1] == '+'))
        return run(text, at + 2, "0123456789") == text.len;
    return at == text.len;
}

static int two_digits(pf_str text, size_t at)
{
    return pf_is_digit(text.data[at]) && pf_is_digit(text.data[at + 1])
               ? (text.data[at] - '0') * 10 + text.data[at + 1] - '0'
               : -1;
}

/* 2001-12-14 alone, and a day that is in each month. */
static bool is_date(pf_str text)
{
    return text.len == 10 && text.data[4] == '-' && text.data[7] == '-' &&
           two_digits(text, 0) >= 0 && two_digits(text, 2) > 0 && two_digits(text, 5) >= 1 &&
           two_digits(text, 5) <= 12 && two_digits(text, 8) >= 1 && two_digits(text, 8) <= 28;
}

/* 2001-12-14, with or without a time. */
static bool may_be_a_date(pf_str text)
{
    return run(text, 0, "0123456789") == 4 && text.len >= 8 && text.data[4] == '-';
}

static pf_value yaml_plain(struct making *m, pf_str text)
{
    static const char *const nothing[] = {"~", "null", "Null", "NULL", ""};
    static const char *const yes[] = {"yes",  "Yes", "YES", "true", "True",
                                      "TRUE", "on",  "On",  "ON"};
    static const char *const no[] = {"no",    "No",  "NO",  "false", "False",
                                     "FALSE", "off", "Off", "OFF"};
    int base;
    if (is_among(text, nothing, PF_COUNT(nothing)))
        return pf_none();
    if (is_among(text, yes, PF_COUNT(yes)) || is_among(text, no, PF_COUNT(no)))
        return pf_bool(is_among(text, yes, PF_COUNT(yes)));
    if (is_integer(text, &base, &m->unsure)) {
        if (base == 60)
            return base_60_of(m, text);
        if (base == 8) { /* pf_int_parse wants no second 0 */
            size_t sign = pf_is_digit(text.data[0]) ? 0 : 1;
            pf_str parts[] = {pf_str_slice(text, 0, sign), pf_str_slice(text, sign + 1, text.len)};
            text = pf_arena_join(m->ev->arena, parts, 2, PF_STR(""));
        }
        return integer_of(m, text, base);
    }
    if (is_real(text)) {
        ptrdiff_t word = pf_str_find_byte(text, 'n');
        bool is_word = word != PF_STR_NONE || pf_str_find_byte(text, 'N') != PF_STR_NONE;
        m->unsure |= is_word; /* .inf and .nan: nobody sets them */
        return is_word ? pf_none() : real_of(m, text);
    }
    if (is_date(text))
        return pf_unknown_value(m->ev, PF_KIND_OBJECT, false, "a date");
    m->unsure |= may_be_a_date(text) || pf_str_eq(text, PF_STR("="));
    return pf_str_value(m->ev, text);
}

static pf_value yaml_scalar(struct making *m, const struct pf_node *node)
{
    if (node->style != PF_STYLE_PLAIN)
        return pf_str_value(m->ev, node->text);
    m->unsure |= pf_str_eq(node->text, PF_STR("<<"));
    return yaml_plain(m, node->text);
}

static bool is_one_of(char c, const char *set)
{
    return pf_str_find_byte(pf_str_c(set), c) != PF_STR_NONE;
}

/* Where, from `at` on, a word may begin with one of `signs`; text.len: nowhere. */
static size_t find_sign(pf_str text, size_t at, const char *signs)
{
    for (; at < text.len; at++) {
        bool starts = at == 0 || is_one_of(text.data[at - 1], " \t\n[{,");
        if (starts && is_one_of(text.data[at], signs) && at + 1 < text.len &&
            text.data[at + 1] != ' ')
            return at;
    }
    return text.len;
}

static bool has_sign(pf_str text, const char *signs)
{
    return find_sign(text, 0, signs) < text.len;
}

enum { MAX_ANCHORS = 200 /* of a document; each name is looked for among all */ };

/* PyYAML takes no anchor twice, libyaml does. */
static bool may_repeat_an_anchor(pf_str text)
{
    pf_str names[MAX_ANCHORS];
    size_t count = 0;
    for (size_t at = find_sign(text, 0, "&"); at < text.len; at = find_sign(text, at + 1, "&")) {
        size_t end = at + 1;
        while (end < text.len && !is_one_of(text.data[end], " \t\r\n,[]{}"))
            end++;
        pf_str name = pf_str_slice(text, at, end);
        for (size_t i = 0; i < count; i++)
            if (pf_str_eq(names[i], name))
                return true;
        if (count == MAX_ANCHORS)
            return true;
        names[count++] = name;
    }
    return false;
}

/* Tags make other types, directives other tags: neither is worked out. */
bool pf_help_yaml(struct pf_eval *ev, pf_str text, pf_value *v)
{
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(ev->arena, PF_STR("<yaml>"), text);
    const struct pf_node *root = pf_yaml_read(ev->arena, source, &faults);
    struct making m = {.ev = ev,
                       .scalar = yaml_scalar,
                       .key = yaml_scalar,
                       .unsure = has_sign(text, "!") || pf_str_starts(text, PF_STR("%")),
                       .has_anchors = has_sign(text, "&*")};
    m.unsure |= m.has_anchors && may_repeat_an_anchor(text);
    *v = pf_none();
    for (size_t i = 0; i < faults.count; i++)
        m.unsure |= faults.items[i].kind != PF_FAULT_DUPLICATE_KEY;
    if (root != NULL && !m.unsure)
        *v = value_of(&m, root);
    if (m.unsure)
        *v = unsure_value(ev, PF_KINDS_EVERY);
    return !m.unsure;
}
