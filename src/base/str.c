/* Sized strings: comparing, finding, cutting. */
#include "base/str.h"

char pf_to_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool pf_str_same_nocase(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (pf_to_lower(a[i]) != pf_to_lower(b[i]))
            return false;
    return true;
}

int pf_str_compare(pf_str a, pf_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool pf_str_starts_nocase(pf_str s, pf_str prefix)
{
    return s.len >= prefix.len && pf_str_eq_nocase(pf_str_slice(s, 0, prefix.len), prefix);
}

bool pf_str_ends(pf_str s, pf_str suffix)
{
    return s.len >= suffix.len && pf_str_eq(pf_str_slice(s, s.len - suffix.len, s.len), suffix);
}

bool pf_str_contains(pf_str s, pf_str part)
{
    return pf_str_find(s, part) != PF_STR_NONE;
}

/* The bytes that stand most often in workflows and scripts, by rank; all others are rarer. */
static const unsigned char commonness[256] = {
    ['$'] = 1,  ['"'] = 2,  ['E'] = 3,  ['y'] = 4,  ['k'] = 5,   ['w'] = 6,  ['}'] = 7,
    ['{'] = 8,  ['f'] = 9,  ['v'] = 10, ['_'] = 11, ['g'] = 12,  ['/'] = 13, ['b'] = 14,
    ['.'] = 15, ['d'] = 16, ['h'] = 17, ['m'] = 18, ['p'] = 19,  ['l'] = 20, ['c'] = 21,
    [':'] = 22, ['-'] = 23, ['u'] = 24, ['r'] = 25, ['\n'] = 26, ['i'] = 27, ['o'] = 28,
    ['a'] = 29, ['n'] = 30, ['s'] = 31, ['t'] = 32, ['e'] = 33,  [' '] = 34};

enum {
    LANES = 16,        /* places that one instruction compares */
    BLOCK = 4 * LANES, /* places that are looked at before the first question */
    TRIES = 64 /* false starts, then memmem: it prepares itself for hard cases at each call */
};
typedef unsigned char lanes __attribute__((vector_size(LANES)));

/* Looks for two of the part's bytes at once, at many places at once. */
struct finder {
    pf_str part;
    size_t first, second; /* where the two stand in it */
    lanes firsts, seconds;
    int tries; /* left */
};

static lanes lanes_of(char byte)
{
    return (lanes){0} + (unsigned char)byte;
}

static int rank(pf_str part, size_t at)
{
    return commonness[(unsigned char)part.data[at]];
}

/* By the two of its bytes that will stand for the fewest false starts. */
static struct finder finder_of(pf_str part)
{
    enum { LOOKED_AT = 6 /* bytes: among so many there are rare ones */ };
    size_t first = rank(part, 1) < rank(part, 0), second = 1 - first;
    for (size_t i = 2; i < part.len && i < LOOKED_AT; i++)
        if (rank(part, i) < rank(part, first)) {
            second = first;
            first = i;
        } else if (rank(part, i) < rank(part, second)) {
            second = i;
        }
    return (struct finder){.part = part,
                           .first = first,
                           .second = second,
                           .firsts = lanes_of(part.data[first]),
                           .seconds = lanes_of(part.data[second]),
                           .tries = TRIES};
}

static inline lanes match(const struct finder *finder, const char *at)
{
    lanes first, second;
    memcpy(&first, at + finder->first, LANES);
    memcpy(&second, at + finder->second, LANES);
    return (lanes)(first == finder->firsts) & (lanes)(second == finder->seconds);
}

static inline bool has_any(lanes matches)
{
    uint64_t halves[2];
    memcpy(halves, &matches, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

static bool may_be_in_block(const struct finder *finder, const char *at)
{
    lanes matches = match(finder, at);
    for (size_t i = LANES; i < BLOCK; i += LANES)
        matches |= match(finder, at + i);
    return has_any(matches);
}

/* The place among `count` from `at` on; NULL for none, or when there were too many tries. */
static const char *find_within(struct finder *finder, const char *at, size_t count)
{
    pf_str part = finder->part;
    for (size_t i = 0; i < count && finder->tries > 0; i++) {
        if (at[i + finder->first] != part.data[finder->first] ||
            at[i + finder->second] != part.data[finder->second])
            continue;
        if (memcmp(at + i, part.data, part.len) == 0)
            return at + i;
        finder->tries--;
    }
    return NULL;
}

/* The same where so few places are left that looking for one byte is the least work. */
static const char *find_among_few(const struct finder *finder, const char *at, size_t count)
{
    pf_str part = finder->part;
    const char *end = at + count, *hit;
    for (; at < end; at = hit + 1) {
        size_t left = (size_t)(end - at);
        hit = memchr(at + finder->first, part.data[finder->first], left);
        if (hit == NULL)
            return NULL;
        hit -= finder->first;
        if (memcmp(hit, part.data, part.len) == 0)
            return hit;
    }
    return NULL;
}

/* The same by sixteens, the last of which may look at places of the one before once more. */
static const char *find_by_lanes(struct finder *finder, const char *at, size_t count)
{
    if (count < LANES)
        return find_among_few(finder, at, count);
    const char *hit = NULL, *last = at + count - LANES;
    for (; hit == NULL && at < last; at += LANES)
        if (has_any(match(finder, at)))
            hit = find_within(finder, at, LANES);
    return hit == NULL && has_any(match(finder, last)) ? find_within(finder, last, LANES) : hit;
}

ptrdiff_t pf_str_find(pf_str s, pf_str part)
{
    if (part.len < 2 || s.len < part.len)
        return part.len == 1 ? pf_str_find_byte(s, part.data[0]) : part.len == 0 ? 0 : PF_STR_NONE;
    struct finder finder = finder_of(part);
    const char *hit = NULL;
    size_t at = 0, places = s.len - part.len + 1;
    for (; hit == NULL && places - at >= BLOCK; at += BLOCK)
        if (may_be_in_block(&finder, s.data + at))
            hit = find_by_lanes(&finder, s.data + at, BLOCK);
    if (hit == NULL && at < places)
        hit = find_by_lanes(&finder, s.data + at, places - at);
    if (hit == NULL && finder.tries == 0)
        hit = memmem(s.data, s.len, part.data, part.len);
    return hit == NULL ? PF_STR_NONE : hit - s.data;
}

bool pf_str_has_word(pf_str s, pf_str word)
{
    ptrdiff_t at;
    while (word.len > 0 && (at = pf_str_find(s, word)) != PF_STR_NONE) {
        size_t end = (size_t)at + word.len;
        bool begins = at == 0 || !pf_is_name(s.data[at - 1]) || !pf_is_name(word.data[0]);
        bool ends =
            end == s.len || !pf_is_name(s.data[end]) || !pf_is_name(word.data[word.len - 1]);
        if (begins && ends)
            return true;
        s = pf_str_slice(s, (size_t)at + 1, s.len);
    }
    return false;
}

ptrdiff_t pf_str_find_nocase(pf_str s, pf_str part)
{
    if (part.len == 0)
        return 0;
    char first = pf_to_lower(part.data[0]);
    for (size_t at = 0; at + part.len <= s.len; at++)
        if (pf_to_lower(s.data[at]) == first &&
            pf_str_eq_nocase((pf_str){s.data + at, part.len}, part))
            return (ptrdiff_t)at;
    return PF_STR_NONE;
}

ptrdiff_t pf_str_find_byte(pf_str s, char byte)
{
    const char *hit = s.len == 0 ? NULL : memchr(s.data, byte, s.len);
    return hit == NULL ? PF_STR_NONE : hit - s.data;
}

ptrdiff_t pf_str_find_last_byte(pf_str s, char byte)
{
    const char *hit = s.len == 0 ? NULL : memrchr(s.data, byte, s.len);
    return hit == NULL ? PF_STR_NONE : hit - s.data;
}

size_t pf_str_count_byte(pf_str s, char byte)
{
    enum { PART = 128 /* bytes, whose count fits into one: sixteen can be counted at a time */ };
    size_t count = 0;
    for (size_t at = 0; at < s.len; at += PART) {
        pf_str part = pf_str_slice(s, at, at + PART);
        uint8_t in_part = 0;
        for (size_t i = 0; i < part.len; i++)
            in_part = (uint8_t)(in_part + (part.data[i] == byte));
        count += in_part;
    }
    return count;
}

size_t pf_str_indentation(pf_str line)
{
    size_t at = 0;
    while (at < line.len && line.data[at] == ' ')
        at++;
    return at;
}

pf_str pf_str_trim_left(pf_str s)
{
    size_t from = 0;
    while (from < s.len && pf_is_space(s.data[from]))
        from++;
    return pf_str_slice(s, from, s.len);
}

pf_str pf_str_trim_right(pf_str s)
{
    while (s.len > 0 && pf_is_space(s.data[s.len - 1]))
        s.len--;
    return s;
}

pf_str pf_str_trim(pf_str s)
{
    return pf_str_trim_right(pf_str_trim_left(s));
}

bool pf_str_cut(pf_str s, char separator, pf_str *head, pf_str *tail)
{
    ptrdiff_t at = pf_str_find_byte(s, separator);
    if (at == PF_STR_NONE) {
        *head = s;
        *tail = pf_str_slice(s, s.len, s.len);
        return false;
    }
    *head = pf_str_slice(s, 0, (size_t)at);
    *tail = pf_str_slice(s, (size_t)at + 1, s.len);
    return true;
}

bool pf_str_next_line(pf_str *rest, pf_str *line)
{
    if (rest->len == 0)
        return false;
    pf_str_cut(*rest, '\n', line, rest);
    if (line->len > 0 && line->data[line->len - 1] == '\r')
        line->len--;
    return true;
}

bool pf_str_to_int(pf_str s, int64_t *value)
{
    bool negative = s.len > 0 && s.data[0] == '-';
    size_t at = s.len > 0 && (s.data[0] == '-' || s.data[0] == '+') ? 1 : 0;
    if (at == s.len)
        return false;
    int64_t sum = 0;
    for (; at < s.len; at++) {
        if (!pf_is_digit(s.data[at]))
            return false;
        int64_t digit = s.data[at] - '0';
        if (__builtin_mul_overflow(sum, 10, &sum))
            return false;
        if (negative ? __builtin_sub_overflow(sum, digit, &sum)
                     : __builtin_add_overflow(sum, digit, &sum))
            return false;
    }
    *value = sum;
    return true;
}
