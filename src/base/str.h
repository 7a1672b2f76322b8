/* Sized strings: bytes with a length, never NUL-terminated by promise. */
#ifndef PF_BASE_STR_H
#define PF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct pf_str {
    const char *data; /* may be NULL only when len is 0; may hold NUL bytes */
    size_t len;       /* bytes */
} pf_str;

/* A string literal as a pf_str; PF_STR_INIT is the same for static initialisers. */
#define PF_STR(literal) ((pf_str){(literal), sizeof(literal) - 1})
#define PF_STR_INIT(literal)                                                                       \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* The two arguments that "%.*s" takes. */
#define PF_ARG(s) (int)(s).len, (s).data

enum { PF_STR_NONE = -1 }; /* what the find functions answer when nothing is there */

/* A NUL-terminated string from libc's side of the border; NULL gives the empty string. */
static inline pf_str pf_str_c(const char *text)
{
    return text == NULL ? (pf_str){NULL, 0} : (pf_str){text, strlen(text)};
}

static inline bool pf_str_eq(pf_str a, pf_str b)
{
    /* Most that are of one length differ in the first byte. */
    return a.len == b.len &&
           (a.len == 0 || (a.data[0] == b.data[0] && memcmp(a.data, b.data, a.len) == 0));
}
static inline char pf_to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
/* ASCII letters compare without case; other bytes exactly. */
bool pf_str_same_nocase(const char *a, const char *b, size_t len);
static inline bool pf_str_eq_nocase(pf_str a, pf_str b)
{
    return a.len == b.len && (a.len == 0 || (pf_to_lower(a.data[0]) == pf_to_lower(b.data[0]) &&
                                             pf_str_same_nocase(a.data, b.data, a.len)));
}
/* Byte order, shorter first on a common prefix: <0, 0, >0. The order of everything we print. */
int pf_str_compare(pf_str a, pf_str b);
static inline bool pf_str_starts(pf_str s, pf_str prefix)
{
    return s.len >= prefix.len && pf_str_eq((pf_str){s.data, prefix.len}, prefix);
}
bool pf_str_starts_nocase(pf_str s, pf_str prefix);
bool pf_str_ends(pf_str s, pf_str suffix);
bool pf_str_contains(pf_str s, pf_str part);

/* Offset of the first (last) occurrence, or PF_STR_NONE. An empty `part` is found at 0. */
ptrdiff_t pf_str_find(pf_str s, pf_str part);
/* Does `word` stand in it as one of its own: no letter, digit or _ goes on with it on either side?
 * ALLOWED_HOSTS does not hold ALLOWED_HOST. False for the empty word. */
bool pf_str_has_word(pf_str s, pf_str word);
ptrdiff_t pf_str_find_nocase(pf_str s, pf_str part);
ptrdiff_t pf_str_find_byte(pf_str s, char byte);
ptrdiff_t pf_str_find_last_byte(pf_str s, char byte);
size_t pf_str_count_byte(pf_str s, char byte);

/* The bytes from `from` up to `to`; both are clamped to the string. */
static inline pf_str pf_str_slice(pf_str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from >= to)
        return (pf_str){s.len == 0 ? s.data : s.data + (from < s.len ? from : s.len), 0};
    return (pf_str){s.data + from, to - from};
}
/* Without leading and trailing ASCII white space (space, \t, \n, \v, \f, \r). */
pf_str pf_str_trim(pf_str s);
/* The spaces at the start of a line. */
size_t pf_str_indentation(pf_str line);
pf_str pf_str_trim_left(pf_str s);
pf_str pf_str_trim_right(pf_str s);

/*
 * Splits at the first `separator`: what stands before it goes to `*head`, what follows to `*tail`.
 * Without one: false, all of `s` in `*head`, `*tail` empty. Loops read
 * `for (bool more = true; more;) { more = pf_str_cut(rest, ',', &item, &rest); … }`.
 */
bool pf_str_cut(pf_str s, char separator, pf_str *head, pf_str *tail);
/* The next line without its LF or CRLF; false when `*rest` was empty. */
bool pf_str_next_line(pf_str *rest, pf_str *line);

/* Decimal digits with an optional sign and nothing else; false on anything else or overflow. */
bool pf_str_to_int(pf_str s, int64_t *value);

/* ASCII character classes: no locale. */
static inline bool pf_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool pf_is_alpha(char c) /* A-Z a-z */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool pf_is_alnum(char c)
{
    return pf_is_alpha(c) || pf_is_digit(c);
}
static inline bool pf_is_space(char c) /* space \t \n \v \f \r */
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool pf_is_name(char c) /* A-Z a-z 0-9 _ */
{
    return pf_is_alnum(c) || c == '_';
}
char pf_to_upper(char c);

#endif
