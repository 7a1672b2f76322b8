/* Case folding and white space by the tables of Unicode 14 (UnicodeData.txt, simple upper case). */
#include "ghexpr/text.h"

#include "base/buffer.h"
#include "base/utf8.h"

struct case_run {
    uint32_t first, last, step; /* code points in lower case */
    int32_t to_upper;           /* what to add */
};

static const struct case_run case_runs[] = {
    {0xb5, 0xb5, 1, 743},        {0xe0, 0xf6, 1, -32},       {0xf8, 0xfe, 1, -32},
    {0xff, 0xff, 1, 121},        {0x101, 0x12f, 2, -1},      {0x133, 0x137, 2, -1},
    {0x13a, 0x148, 2, -1},       {0x14b, 0x177, 2, -1},      {0x17a, 0x17e, 2, -1},
    {0x180, 0x180, 1, 195},      {0x183, 0x185, 2, -1},      {0x188, 0x188, 1, -1},
    {0x18c, 0x18c, 1, -1},       {0x192, 0x192, 1, -1},      {0x195, 0x195, 1, 97},
    {0x199, 0x199, 1, -1},       {0x19a, 0x19a, 1, 163},     {0x19e, 0x19e, 1, 130},
    {0x1a1, 0x1a5, 2, -1},       {0x1a8, 0x1a8, 1, -1},      {0x1ad, 0x1ad, 1, -1},
    {0x1b0, 0x1b0, 1, -1},       {0x1b4, 0x1b6, 2, -1},      {0x1b9, 0x1b9, 1, -1},
    {0x1bd, 0x1bd, 1, -1},       {0x1bf, 0x1bf, 1, 56},      {0x1c5, 0x1c5, 1, -1},
    {0x1c6, 0x1c6, 1, -2},       {0x1c8, 0x1c8, 1, -1},      {0x1c9, 0x1c9, 1, -2},
    {0x1cb, 0x1cb, 1, -1},       {0x1cc, 0x1cc, 1, -2},      {0x1ce, 0x1dc, 2, -1},
    {0x1dd, 0x1dd, 1, -79},      {0x1df, 0x1ef, 2, -1},      {0x1f2, 0x1f2, 1, -1},
    {0x1f3, 0x1f3, 1, -2},       {0x1f5, 0x1f5, 1, -1},      {0x1f9, 0x21f, 2, -1},
    {0x223, 0x233, 2, -1},       {0x23c, 0x23c, 1, -1},      {0x23f, 0x240, 1, 10815},
    {0x242, 0x242, 1, -1},       {0x247, 0x24f, 2, -1},      {0x250, 0x250, 1, 10783},
    {0x251, 0x251, 1, 10780},    {0x252, 0x252, 1, 10782},   {0x253, 0x253, 1, -210},
    {0x254, 0x254, 1, -206},     {0x256, 0x257, 1, -205},    {0x259, 0x259, 1, -202},
    {0x25b, 0x25b, 1, -203},     {0x25c, 0x25c, 1, 42319},   {0x260, 0x260, 1, -205},
    {0x261, 0x261, 1, 42315},    {0x263, 0x263, 1, -207},    {0x265, 0x265, 1, 42280},
    {0x266, 0x266, 1, 42308},    {0x268, 0x268, 1, -209},    {0x269, 0x269, 1, -211},
    {0x26a, 0x26a, 1, 42308},    {0x26b, 0x26b, 1, 10743},   {0x26c, 0x26c, 1, 42305},
    {0x26f, 0x26f, 1, -211},     {0x271, 0x271, 1, 10749},   {0x272, 0x272, 1, -213},
    {0x275, 0x275, 1, -214},     {0x27d, 0x27d, 1, 10727},   {0x280, 0x280, 1, -218},
    {0x282, 0x282, 1, 42307},    {0x283, 0x283, 1, -218},    {0x287, 0x287, 1, 42282},
    {0x288, 0x288, 1, -218},     {0x289, 0x289, 1, -69},     {0x28a, 0x28b, 1, -217},
    {0x28c, 0x28c, 1, -71},      {0x292, 0x292, 1, -219},    {0x29d, 0x29d, 1, 42261},
    {0x29e, 0x29e, 1, 42258},    {0x345, 0x345, 1, 84},      {0x371, 0x373, 2, -1},
    {0x377, 0x377, 1, -1},       {0x37b, 0x37d, 1, 130},     {0x3ac, 0x3ac, 1, -38},
    {0x3ad, 0x3af, 1, -37},      {0x3b1, 0x3c1, 1, -32},     {0x3c2, 0x3c2, 1, -31},
    {0x3c3, 0x3cb, 1, -32},      {0x3cc, 0x3cc, 1, -64},     {0x3cd, 0x3ce, 1, -63},
    {0x3d0, 0x3d0, 1, -62},      {0x3d1, 0x3d1, 1, -57},     {0x3d5, 0x3d5, 1, -47},
    {0x3d6, 0x3d6, 1, -54},      {0x3d7, 0x3d7, 1, -8},      {0x3d9, 0x3ef, 2, -1},
    {0x3f0, 0x3f0, 1, -86},      {0x3f1, 0x3f1, 1, -80},     {0x3f2, 0x3f2, 1, 7},
    {0x3f3, 0x3f3, 1, -116},     {0x3f5, 0x3f5, 1, -96},     {0x3f8, 0x3f8, 1, -1},
    {0x3fb, 0x3fb, 1, -1},       {0x430, 0x44f, 1, -32},     {0x450, 0x45f, 1, -80},
    {0x461, 0x481, 2, -1},       {0x48b, 0x4bf, 2, -1},      {0x4c2, 0x4ce, 2, -1},
    {0x4cf, 0x4cf, 1, -15},      {0x4d1, 0x52f, 2, -1},      {0x561, 0x586, 1, -48},
    {0x10d0, 0x10fa, 1, 3008},   {0x10fd, 0x10ff, 1, 3008},  {0x13f8, 0x13fd, 1, -8},
    {0x1c80, 0x1c80, 1, -6254},  {0x1c81, 0x1c81, 1, -6253}, {0x1c82, 0x1c82, 1, -6244},
    {0x1c83, 0x1c84, 1, -6242},  {0x1c85, 0x1c85, 1, -6243}, {0x1c86, 0x1c86, 1, -6236},
    {0x1c87, 0x1c87, 1, -6181},  {0x1c88, 0x1c88, 1, 35266}, {0x1d79, 0x1d79, 1, 35332},
    {0x1d7d, 0x1d7d, 1, 3814},   {0x1d8e, 0x1d8e, 1, 35384}, {0x1e01, 0x1e95, 2, -1},
    {0x1e9b, 0x1e9b, 1, -59},    {0x1ea1, 0x1eff, 2, -1},    {0x1f00, 0x1f07, 1, 8},
    {0x1f10, 0x1f15, 1, 8},      {0x1f20, 0x1f27, 1, 8},     {0x1f30, 0x1f37, 1, 8},
    {0x1f40, 0x1f45, 1, 8},      {0x1f51, 0x1f57, 2, 8},     {0x1f60, 0x1f67, 1, 8},
    {0x1f70, 0x1f71, 1, 74},     {0x1f72, 0x1f75, 1, 86},    {0x1f76, 0x1f77, 1, 100},
    {0x1f78, 0x1f79, 1, 128},    {0x1f7a, 0x1f7b, 1, 112},   {0x1f7c, 0x1f7d, 1, 126},
    {0x1f80, 0x1f87, 1, 8},      {0x1f90, 0x1f97, 1, 8},     {0x1fa0, 0x1fa7, 1, 8},
    {0x1fb0, 0x1fb1, 1, 8},      {0x1fb3, 0x1fb3, 1, 9},     {0x1fbe, 0x1fbe, 1, -7205},
    {0x1fc3, 0x1fc3, 1, 9},      {0x1fd0, 0x1fd1, 1, 8},     {0x1fe0, 0x1fe1, 1, 8},
    {0x1fe5, 0x1fe5, 1, 7},      {0x1ff3, 0x1ff3, 1, 9},     {0x214e, 0x214e, 1, -28},
    {0x2170, 0x217f, 1, -16},    {0x2184, 0x2184, 1, -1},    {0x24d0, 0x24e9, 1, -26},
    {0x2c30, 0x2c5f, 1, -48},    {0x2c61, 0x2c61, 1, -1},    {0x2c65, 0x2c65, 1, -10795},
    {0x2c66, 0x2c66, 1, -10792}, {0x2c68, 0x2c6c, 2, -1},    {0x2c73, 0x2c73, 1, -1},
    {0x2c76, 0x2c76, 1, -1},     {0x2c81, 0x2ce3, 2, -1},    {0x2cec, 0x2cee, 2, -1},
    {0x2cf3, 0x2cf3, 1, -1},     {0x2d00, 0x2d25, 1, -7264}, {0x2d27, 0x2d27, 1, -7264},
    {0x2d2d, 0x2d2d, 1, -7264},  {0xa641, 0xa66d, 2, -1},    {0xa681, 0xa69b, 2, -1},
    {0xa723, 0xa72f, 2, -1},     {0xa733, 0xa76f, 2, -1},    {0xa77a, 0xa77c, 2, -1},
    {0xa77f, 0xa787, 2, -1},     {0xa78c, 0xa78c, 1, -1},    {0xa791, 0xa793, 2, -1},
    {0xa794, 0xa794, 1, 48},     {0xa797, 0xa7a9, 2, -1},    {0xa7b5, 0xa7c3, 2, -1},
    {0xa7c8, 0xa7ca, 2, -1},     {0xa7d1, 0xa7d1, 1, -1},    {0xa7d7, 0xa7d9, 2, -1},
    {0xa7f6, 0xa7f6, 1, -1},     {0xab53, 0xab53, 1, -928},  {0xab70, 0xabbf, 1, -38864},
    {0xff41, 0xff5a, 1, -32},    {0x10428, 0x1044f, 1, -40}, {0x104d8, 0x104fb, 1, -40},
    {0x10597, 0x105a1, 1, -39},  {0x105a3, 0x105b1, 1, -39}, {0x105b3, 0x105b9, 1, -39},
    {0x105bb, 0x105bc, 1, -39},  {0x10cc0, 0x10cf2, 1, -64}, {0x118c0, 0x118df, 1, -32},
    {0x16e60, 0x16e7f, 1, -32},  {0x1e922, 0x1e943, 1, -34},
};

uint32_t pf_ghexpr_text_upcase(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point >= 'a' && code_point <= 'z' ? code_point - 32 : code_point;
    size_t low = 0, high = sizeof case_runs / sizeof *case_runs;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct case_run *run = &case_runs[middle];
        if (code_point < run->first)
            high = middle;
        else if (code_point > run->last)
            low = middle + 1;
        else if ((code_point - run->first) % run->step != 0)
            return code_point;
        else
            return (uint32_t)((int32_t)code_point + run->to_upper);
    }
    return code_point;
}

/* The character at the start of `*s`, which moves behind it. A stray byte counts as itself. */
static uint32_t next_upper(pf_str *s)
{
    uint32_t code_point = 0;
    size_t len = pf_utf8_decode(*s, &code_point);
    if (len == 0) {
        code_point = (unsigned char)s->data[0];
        len = 1;
    }
    *s = pf_str_slice(*s, len, s->len);
    return pf_ghexpr_text_upcase(code_point);
}

pf_str pf_ghexpr_text_upper(struct pf_arena *arena, pf_str s)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    while (s.len > 0) {
        uint32_t ignored = 0;
        if (pf_utf8_decode(s, &ignored) == 0) {
            pf_buffer_add_byte(&buffer, s.data[0]);
            s = pf_str_slice(s, 1, s.len);
        } else {
            pf_buffer_add_utf8(&buffer, next_upper(&s));
        }
    }
    return pf_buffer_str(&buffer);
}

/* Characters past U+FFFF are surrogate pairs there, which sort below U+E000. */
static uint32_t utf16_rank(uint32_t code_point)
{
    return code_point >= 0x10000  ? 0xd800 + code_point
           : code_point >= 0xe000 ? 0x200000 + code_point
                                  : code_point;
}

int pf_ghexpr_text_compare(pf_str a, pf_str b)
{
    while (a.len > 0 && b.len > 0) {
        uint32_t left = utf16_rank(next_upper(&a)), right = utf16_rank(next_upper(&b));
        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a.len > 0) - (b.len > 0);
}

size_t pf_ghexpr_text_space(pf_str s, size_t at)
{
    if (at >= s.len)
        return 0;
    if ((unsigned char)s.data[at] < 0x80)
        return pf_is_space(s.data[at]) ? 1 : 0;
    uint32_t c = 0;
    size_t len = pf_utf8_decode(pf_str_slice(s, at, s.len), &c);
    bool is_space = c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
                    c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
    return is_space ? len : 0;
}

pf_str pf_ghexpr_text_trim(pf_str s)
{
    size_t from = 0;
    for (size_t len = pf_ghexpr_text_space(s, 0); len > 0; len = pf_ghexpr_text_space(s, from))
        from += len;
    size_t to = from;
    for (size_t at = from; at < s.len;) {
        size_t len = pf_ghexpr_text_space(s, at);
        at += len == 0 ? 1 : len;
        to = len == 0 ? at : to;
    }
    return pf_str_slice(s, from, to);
}
