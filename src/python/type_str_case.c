/* Case and classes of characters, exact for ASCII and Latin-1; beyond it Unicode's tables would be
 * needed, and the result is unknown. */
#include "python/type_str.h"

static bool is_latin(pf_value v)
{
    pf_str s = pf_text_of(v);
    if (v.type == PF_V_BYTES)
        return true;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] > 0xc3)
            return false;
    return true;
}

static bool is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7) || c == 0xaa ||
           c == 0xba || c == 0xb5;
}

static bool is_upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

static uint32_t to_lower(uint32_t c)
{
    return is_upper(c) ? c + 32 : c;
}

/* 0: it has no single Latin-1 counterpart (ß, µ, ÿ). */
static uint32_t to_upper(uint32_t c)
{
    if (c == 0xdf || c == 0xb5 || c == 0xff)
        return 0;
    return is_lower(c) && c != 0xaa && c != 0xba ? c - 32 : c;
}

enum casing { LOWER, UPPER, SWAP, TITLE, CAPITALIZE, FOLD };

static uint32_t recase(enum casing how, uint32_t c, bool inside)
{
    switch (how) {
    case LOWER:
        return to_lower(c);
    case FOLD:
        return c == 0xdf || c == 0xb5 ? 0 : to_lower(c);
    case UPPER:
        return to_upper(c);
    case SWAP:
        return is_upper(c) ? to_lower(c) : to_upper(c);
    case TITLE:
    case CAPITALIZE:
        break;
    }
    return inside ? to_lower(c) : to_upper(c);
}

static pf_value cased(struct pf_eval *ev, pf_value v, enum casing how)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (!is_latin(v))
        return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_STRING));
    bool inside = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = pf_text_char_at(v, &at);
        bool ascii_only = v.type == PF_V_BYTES && c > 0x7f;
        uint32_t changed = ascii_only ? c : recase(how, c, inside);
        if (changed == 0 && c != 0)
            return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_STRING));
        pf_text_put_char(&out, v, changed);
        inside = how == CAPITALIZE || is_lower(c) || is_upper(c);
    }
    return pf_text_like(ev, v, pf_buffer_str(&out));
}

#define CASE_METHOD(name, how)                                                                     \
    pf_value name(struct pf_eval *ev, const struct pf_call *call)                                  \
    {                                                                                              \
        return cased(ev, call->args[0], how);                                                      \
    }
CASE_METHOD(pf_str_method_lower, LOWER)
CASE_METHOD(pf_str_method_upper, UPPER)
CASE_METHOD(pf_str_method_swapcase, SWAP)
CASE_METHOD(pf_str_method_title, TITLE)
CASE_METHOD(pf_str_method_capitalize, CAPITALIZE)
CASE_METHOD(pf_str_method_casefold, FOLD)

enum trait { ALPHA, DIGIT, DECIMAL, NUMERIC, ALNUM, SPACE, LOWERS, UPPERS, ASCII, PRINTABLE };

static bool has_trait(enum trait trait, uint32_t c, bool bytes)
{
    bool wide = !bytes && c >= 0x80;
    bool letter = pf_is_alpha((char)(c < 0x80 ? c : 0)) || (wide && (is_lower(c) || is_upper(c)));
    bool digit = c >= '0' && c <= '9';
    bool super = wide && (c == 0xb2 || c == 0xb3 || c == 0xb9);
    bool fraction = wide && c >= 0xbc && c <= 0xbe;
    switch (trait) {
    case ALPHA:
        return letter;
    case DECIMAL:
        return digit;
    case DIGIT:
        return digit || super;
    case NUMERIC:
        return digit || super || fraction;
    case ALNUM:
        return letter || digit || super || fraction;
    case SPACE:
        return bytes ? (c >= 9 && c <= 13) || c == ' ' : pf_text_is_space(c);
    case ASCII:
        return c < 0x80;
    default:
        return (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad);
    }
}

static pf_value all_have(struct pf_eval *ev, pf_value v, enum trait trait)
{
    if (trait != ASCII && !is_latin(v))
        return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    pf_str s = pf_text_of(v);
    if (s.len == 0)
        return pf_bool(trait == ASCII || trait == PRINTABLE);
    for (size_t at = 0; at < s.len;)
        if (!has_trait(trait, pf_text_char_at(v, &at), v.type == PF_V_BYTES))
            return pf_bool(false);
    return pf_bool(true);
}

/* Some cased character, and none of the other case. */
static pf_value all_cased(struct pf_eval *ev, pf_value v, bool upper)
{
    if (!is_latin(v))
        return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool any = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = pf_text_char_at(v, &at);
        if (v.type == PF_V_BYTES && c > 0x7f)
            continue;
        if (upper ? is_lower(c) : is_upper(c))
            return pf_bool(false);
        any |= upper ? is_upper(c) : is_lower(c);
    }
    return pf_bool(any);
}

static pf_value all_titled(struct pf_eval *ev, pf_value v)
{
    if (!is_latin(v))
        return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool any = false, inside = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = pf_text_char_at(v, &at);
        if ((is_upper(c) && inside) || (is_lower(c) && !inside))
            return pf_bool(false);
        inside = is_upper(c) || is_lower(c);
        any |= inside;
    }
    return pf_bool(any);
}

#define TRAIT_METHOD(name, expression)                                                             \
    pf_value name(struct pf_eval *ev, const struct pf_call *call)                                  \
    {                                                                                              \
        pf_value v = call->args[0];                                                                \
        return expression;                                                                         \
    }
TRAIT_METHOD(pf_str_method_isalpha, all_have(ev, v, ALPHA))
TRAIT_METHOD(pf_str_method_isdigit, all_have(ev, v, DIGIT))
TRAIT_METHOD(pf_str_method_isdecimal, all_have(ev, v, DECIMAL))
TRAIT_METHOD(pf_str_method_isnumeric, all_have(ev, v, NUMERIC))
TRAIT_METHOD(pf_str_method_isalnum, all_have(ev, v, ALNUM))
TRAIT_METHOD(pf_str_method_isspace, all_have(ev, v, SPACE))
TRAIT_METHOD(pf_str_method_isascii, all_have(ev, v, ASCII))
TRAIT_METHOD(pf_str_method_isprintable, all_have(ev, v, PRINTABLE))
TRAIT_METHOD(pf_str_method_islower, all_cased(ev, v, false))
TRAIT_METHOD(pf_str_method_isupper, all_cased(ev, v, true))
TRAIT_METHOD(pf_str_method_istitle, all_titled(ev, v))

pf_value pf_str_method_isidentifier(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    pf_str s = pf_text_of(v);
    if (!pf_text_is_ascii(v))
        return pf_text_beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool fine = s.len > 0 && !pf_is_digit(s.data[0]);
    for (size_t i = 0; i < s.len; i++)
        fine &= pf_is_name(s.data[i]);
    return pf_bool(fine);
}
