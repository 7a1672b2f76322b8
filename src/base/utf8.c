/* UTF-8 by arithmetic; terminal width by a short table of ranges. */
#include "base/utf8.h"

/* Smallest code point that a sequence of this length may hold: shorter forms are refused. */
static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

size_t pf_utf8_decode(pf_str s, uint32_t *code_point)
{
    if (s.len == 0)
        return 0;
    unsigned char first = (unsigned char)s.data[0];
    size_t len = sequence_length(first);
    if (len == 0 || len > s.len)
        return 0;
    uint32_t value = len == 1 ? first : first & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s.data[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3f);
    }
    if (value < smallest[len] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 0;
    *code_point = value;
    return len;
}

size_t pf_utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(marks[len] | c);
    return len;
}

ptrdiff_t pf_utf8_first_bad(pf_str s)
{
    const uint64_t high_bits = 0x8080808080808080u;
    uint64_t eight;
    for (size_t at = 0; at < s.len;) {
        if (s.len - at >= sizeof eight) {
            memcpy(&eight, s.data + at, sizeof eight);
            if ((eight & high_bits) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        uint32_t code_point;
        bool is_ascii = (unsigned char)s.data[at] < 0x80;
        size_t len = is_ascii ? 1 : pf_utf8_decode(pf_str_slice(s, at, s.len), &code_point);
        if (len == 0)
            return (ptrdiff_t)at;
        at += len;
    }
    return PF_STR_NONE;
}

size_t pf_utf8_count(pf_str s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.len; count++) {
        uint32_t code_point;
        bool is_ascii = (unsigned char)s.data[at] < 0x80;
        size_t len = is_ascii ? 1 : pf_utf8_decode(pf_str_slice(s, at, s.len), &code_point);
        at += len == 0 ? 1 : len;
    }
    return count;
}

struct range {
    uint32_t first, last;
};

/* Combining marks and format characters that take no column. Unicode 15, the usual blocks. */
static const struct range no_width[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f},
    {0x202a, 0x202e}, {0x2060, 0x2064},   {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

/* East Asian Wide and Fullwidth, and emoji. Unicode 15, by block. */
static const struct range double_width[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x2705, 0x2705},   {0x274c, 0x274c},
    {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
    {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = (low + count) / 2;
        if (c < ranges[middle].first)
            count = middle;
        else if (c > ranges[middle].last)
            low = middle + 1;
        else
            return true;
    }
    return false;
}

unsigned pf_utf8_width(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (in_ranges(c, no_width, sizeof no_width / sizeof *no_width))
        return 0;
    return in_ranges(c, double_width, sizeof double_width / sizeof *double_width) ? 2 : 1;
}
