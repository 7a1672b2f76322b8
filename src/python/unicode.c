/* Look-ups in the Unicode tables, and normal form KC by the book (UAX #15, chapters 1.3 and 11). */
#include "python/unicode.h"

#include "base/pile.h"
#include "base/table.h"
#include "base/utf8.h"
#include "python/unicode_tables.h"

#include <string.h>

/* Hangul syllables are composed by arithmetic (Unicode, section 3.12). */
enum {
    HANGUL_S = 0xac00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11a7,
    HANGUL_L_COUNT = 19,
    HANGUL_V_COUNT = 21,
    HANGUL_T_COUNT = 28,
    HANGUL_S_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};

struct code_points {
    uint32_t *items;
    size_t count, capacity;
};

static bool in_ranges(const struct pf_unicode_range *ranges, size_t count, uint32_t c)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first;
}

bool pf_unicode_starts_name(uint32_t c)
{
    return in_ranges(pf_unicode_starts, pf_unicode_starts_count, c);
}

bool pf_unicode_continues_name(uint32_t c)
{
    return in_ranges(pf_unicode_continues, pf_unicode_continues_count, c);
}

bool pf_unicode_is_printable(uint32_t c)
{
    if (c >= 0xd800 && c < 0xe000)
        return false;
    return !in_ranges(pf_unicode_unprintables, pf_unicode_unprintables_count, c);
}

static uint32_t combining_class(uint32_t c)
{
    size_t low = 0, high = pf_unicode_classes_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pf_unicode_classes[middle].code_point < c)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < pf_unicode_classes_count && pf_unicode_classes[low].code_point == c;
    return found ? pf_unicode_classes[low].combining : 0;
}

static const struct pf_unicode_decomposition *find_decomposition(uint32_t c)
{
    size_t low = 0, high = pf_unicode_decompositions_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pf_unicode_decompositions[middle].code_point < c)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < pf_unicode_decompositions_count && pf_unicode_decompositions[low].code_point == c;
    return found ? &pf_unicode_decompositions[low] : NULL;
}

/* Keeps runs of combining marks in the order of their classes. */
static void add_ordered(struct pf_arena *arena, struct code_points *text, uint32_t c)
{
    *pf_pile_add(arena, text) = c;
    uint32_t class = combining_class(c);
    if (class == 0)
        return;
    for (size_t i = text->count - 1; i > 0 && combining_class(text->items[i - 1]) > class; i--) {
        text->items[i] = text->items[i - 1];
        text->items[i - 1] = c;
    }
}

static void add_decomposed(struct pf_arena *arena, struct code_points *text, uint32_t c)
{
    if (c >= HANGUL_S && c < HANGUL_S + HANGUL_S_COUNT) {
        uint32_t index = c - HANGUL_S;
        uint32_t last = index % HANGUL_T_COUNT;
        *pf_pile_add(arena, text) = HANGUL_L + index / (HANGUL_V_COUNT * HANGUL_T_COUNT);
        *pf_pile_add(arena, text) =
            HANGUL_V + index % (HANGUL_V_COUNT * HANGUL_T_COUNT) / HANGUL_T_COUNT;
        if (last > 0)
            *pf_pile_add(arena, text) = HANGUL_T + last;
        return;
    }
    const struct pf_unicode_decomposition *parts = find_decomposition(c);
    if (parts == NULL) {
        add_ordered(arena, text, c);
        return;
    }
    for (size_t i = 0; i < parts->count; i++)
        add_ordered(arena, text, pf_unicode_decomposed[parts->at + i]);
}

static uint32_t compose_hangul(uint32_t a, uint32_t b)
{
    if (a >= HANGUL_L && a < HANGUL_L + HANGUL_L_COUNT && b >= HANGUL_V &&
        b < HANGUL_V + HANGUL_V_COUNT)
        return HANGUL_S + ((a - HANGUL_L) * HANGUL_V_COUNT + (b - HANGUL_V)) * HANGUL_T_COUNT;
    if (a >= HANGUL_S && a < HANGUL_S + HANGUL_S_COUNT && (a - HANGUL_S) % HANGUL_T_COUNT == 0 &&
        b > HANGUL_T && b < HANGUL_T + HANGUL_T_COUNT)
        return a + (b - HANGUL_T);
    return 0;
}

/* 0 when the two do not compose. */
static uint32_t compose(uint32_t a, uint32_t b)
{
    size_t low = 0, high = pf_unicode_compositions_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pf_unicode_composition *row = &pf_unicode_compositions[middle];
        if (row->first < a || (row->first == a && row->second < b))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < pf_unicode_compositions_count && pf_unicode_compositions[low].first == a &&
        pf_unicode_compositions[low].second == b)
        return pf_unicode_compositions[low].composed;
    return compose_hangul(a, b);
}

/* Each character joins the last starter before it, unless an equal or higher class stands between.
 */
static void compose_all(struct code_points *text)
{
    size_t kept = 0, starter = 0;
    bool has_starter = false;
    uint32_t last_class = 0;
    for (size_t i = 0; i < text->count; i++) {
        uint32_t c = text->items[i], class = combining_class(c);
        bool blocked = kept > starter + 1 && (last_class == 0 || last_class >= class);
        uint32_t composed = has_starter && !blocked ? compose(text->items[starter], c) : 0;
        if (composed != 0) {
            text->items[starter] = composed;
            continue;
        }
        if (class == 0) {
            starter = kept;
            has_starter = true;
        }
        last_class = class;
        text->items[kept++] = c;
    }
    text->count = kept;
}

static bool is_ascii(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80)
            return false;
    return true;
}

pf_str pf_unicode_nfkc(struct pf_arena *arena, pf_str name)
{
    if (is_ascii(name))
        return name;
    struct code_points text = {0};
    for (size_t at = 0; at < name.len;) {
        uint32_t c = 0xfffd;
        size_t len = pf_utf8_decode(pf_str_slice(name, at, name.len), &c);
        at += len == 0 ? 1 : len;
        add_decomposed(arena, &text, c);
    }
    compose_all(&text);
    char *bytes = pf_arena_take(arena, text.count * 4);
    size_t len = 0;
    for (size_t i = 0; i < text.count; i++)
        len += pf_utf8_encode(text.items[i], bytes + len);
    return (pf_str){bytes, len};
}

static uint32_t hexadecimal(pf_str digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.data[i];
        value = value * 16 + (uint32_t)(pf_is_digit(c) ? c - '0' : pf_to_lower(c) - 'a' + 10);
    }
    return value;
}

bool pf_unicode_named(struct pf_arena *arena, pf_str name, uint32_t *code_point)
{
    pf_str table;
    if (name.len == 0 || !pf_embedded_find("rules/tables/unicode-names.tsv", &table))
        return false;
    char *line = pf_arena_take(arena, name.len + 2);
    line[0] = '\n';
    for (size_t i = 0; i < name.len; i++)
        line[i + 1] = pf_to_upper(name.data[i]);
    line[name.len + 1] = '\t';
    if (pf_str_find_byte(name, '\t') >= 0 || pf_str_find_byte(name, '\n') >= 0)
        return false;
    ptrdiff_t at = pf_str_find(table, (pf_str){line, name.len + 2});
    if (at < 0)
        return false;
    pf_str rest = pf_str_slice(table, (size_t)at + name.len + 2, table.len), digits;
    pf_str_cut(rest, '\n', &digits, &rest);
    *code_point = hexadecimal(digits);
    return true;
}
