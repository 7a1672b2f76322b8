/* Patterns of Python's re as PCRE2 reads them. What both read differently is refused. */
#include "python/re_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buffer.h"
#include "base/utf8.h"

enum {
    NEST_LIMIT = 30,      /* parentheses; PCRE2's compiler recurses on them */
    MATCH_LIMIT = 500000, /* PCRE2's own count, beside the callouts */
    HEAP_LIMIT = 2048     /* KiB of backtracking frames */
};

struct pf_re {
    const pcre2_code *code;
    unsigned group_count;
    const struct pf_re_name *names;
    size_t name_count;
    bool needs_ascii; /* what it means beyond ASCII is Unicode's business */
};

/* --- from Python's pattern to PCRE2's ----------------------------------------------------------
 */

struct reader {
    pf_str s;
    size_t at;
    struct pf_buffer out;
    bool needs_ascii;
    bool quantified; /* what stands before is a quantifier: another one may not follow */
    bool nothing;    /* nothing that a quantifier could repeat stands before */
    int depth;       /* of open groups */
    int groups;      /* opened so far */
};

static int peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->s.len ? (unsigned char)r->s.data[r->at + ahead] : -1;
}

static void copy(struct reader *r, size_t count)
{
    pf_buffer_add(&r->out, pf_str_slice(r->s, r->at, r->at + count));
    r->at += count;
}

static bool is_one_of(int c, const char *set)
{
    return c > 0 && pf_str_find_byte(pf_str_c(set), (char)c) != PF_STR_NONE;
}

static bool is_hex(int c)
{
    return c >= 0 && (pf_is_digit((char)c) || is_one_of(c, "abcdefABCDEF"));
}

/* A backslash and what follows; both mean the same by it, or it is replaced. */
static bool read_escape(struct reader *r, bool in_class)
{
    int c = peek(r, 1);
    if (is_one_of(c, "dDwWsS") || (!in_class && is_one_of(c, "bB"))) {
        r->needs_ascii = true;
        r->nothing = c == 'b' || c == 'B';
        copy(r, 2);
        return true;
    }
    if (c == 'v') { /* PCRE2's \v is a class */
        pf_buffer_add_c(&r->out, "\\x0b");
        r->at += 2;
        return true;
    }
    if (!in_class && (c == 'A' || c == 'Z')) {
        pf_buffer_add_c(&r->out, c == 'A' ? "\\A" : "\\z");
        r->at += 2;
        r->nothing = true;
        return true;
    }
    if (is_one_of(c, "nrtfa") || (in_class && c == 'b') ||
        (c > ' ' && c < 0x7f && !pf_is_name((char)c))) {
        copy(r, 2);
        return true;
    }
    if (c == 'x' && is_hex(peek(r, 2)) && is_hex(peek(r, 3))) {
        copy(r, 4);
        return true;
    }
    /* To a group that is complete; PCRE2 knows others, too. */
    bool reference = !in_class && c >= '1' && c <= '9' && r->depth == 0 && c - '0' <= r->groups &&
                     (peek(r, 2) < 0 || !pf_is_digit((char)peek(r, 2)));
    if (reference)
        copy(r, 2);
    return reference;
}

static bool read_class(struct reader *r)
{
    copy(r, 1);
    if (peek(r, 0) == '^')
        copy(r, 1);
    if (peek(r, 0) == ']')
        copy(r, 1);
    while (peek(r, 0) >= 0 && peek(r, 0) != ']') {
        int c = peek(r, 0), next = peek(r, 1);
        if (c == '[' || ((c == '-' || c == '&' || c == '|' || c == '~') && next == c))
            return false;
        r->needs_ascii |= c >= 0x80;
        if (c != '\\')
            copy(r, 1);
        else if (!read_escape(r, true))
            return false;
    }
    if (peek(r, 0) != ']')
        return false;
    copy(r, 1);
    return true;
}

/* "(?…" of the kinds that both know. */
static bool read_group(struct reader *r)
{
    r->nothing = true;
    r->depth++;
    if (peek(r, 1) == '*')
        return false;
    if (peek(r, 1) != '?') {
        r->groups++;
        copy(r, 1);
        return true;
    }
    int kind = peek(r, 2);
    if (kind == ':' || kind == '=' || kind == '!') {
        copy(r, 3);
        return true;
    }
    if (kind == 'P' && peek(r, 3) == '<') {
        copy(r, 4);
        while (peek(r, 0) >= 0 && pf_is_name((char)peek(r, 0)))
            copy(r, 1);
        bool named = peek(r, 0) == '>';
        r->groups++;
        if (named)
            copy(r, 1);
        return named;
    }
    size_t letters = 2;
    while (is_one_of(peek(r, letters), "ims"))
        letters++;
    if (letters > 2 && (peek(r, letters) == ':' || (peek(r, letters) == ')' && r->at == 0))) {
        r->depth -= peek(r, letters) == ')';
        r->needs_ascii = true;
        copy(r, letters + 1);
        return true;
    }
    return false;
}

/* "{2,3}": its length; 0: the brace is a literal; SIZE_MAX: read differently. */
static size_t count_length(const struct reader *r)
{
    size_t i = 1, digits = 0;
    while (peek(r, i) >= 0 && pf_is_digit((char)peek(r, i)))
        i++, digits++;
    if (peek(r, i) == ',') {
        i++;
        if (digits == 0)
            return SIZE_MAX;
        while (peek(r, i) >= 0 && pf_is_digit((char)peek(r, i)))
            i++;
    }
    if (digits == 0)
        return 0;
    return peek(r, i) == '}' ? i + 1 : 0;
}

static bool read_quantifier(struct reader *r, size_t length)
{
    if (r->nothing || r->quantified)
        return false;
    copy(r, length);
    if (peek(r, 0) == '?')
        copy(r, 1);
    else if (peek(r, 0) == '+')
        return false; /* possessive since Python 3.11 */
    r->quantified = true;
    return true;
}

static bool read_one(struct reader *r)
{
    int c = peek(r, 0);
    size_t length = c == '{' ? count_length(r) : is_one_of(c, "*+?") ? 1 : 0;
    if (length == SIZE_MAX)
        return false;
    if (length > 0)
        return read_quantifier(r, length);
    bool was_group = c == '(';
    r->quantified = false;
    r->nothing = c == '|' || c == '^' || c == '$';
    r->depth -= c == ')';
    if (c == '\\')
        return read_escape(r, false);
    if (c == '[')
        return read_class(r);
    if (was_group)
        return read_group(r);
    copy(r, 1);
    return true;
}

/* --- compiling -----------------------------------------------------------------------------------
 */

static void *take(size_t size, void *arena)
{
    return pf_arena_take(arena, size);
}

static void give_back(void *piece, void *arena)
{
    (void)piece;
    (void)arena;
}

static uint32_t info(const pcre2_code *code, uint32_t what)
{
    uint32_t value = 0;
    pcre2_pattern_info(code, what, &value);
    return value;
}

static void read_names(struct pf_arena *arena, struct pf_re *re)
{
    uint32_t count = info(re->code, PCRE2_INFO_NAMECOUNT);
    uint32_t size = info(re->code, PCRE2_INFO_NAMEENTRYSIZE);
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(re->code, PCRE2_INFO_NAMETABLE, &table);
    struct pf_re_name *names = PF_NEW_ARRAY(arena, struct pf_re_name, count);
    for (uint32_t i = 0; i < count; i++) {
        PCRE2_SPTR entry = table + i * size;
        names[i] = (struct pf_re_name){pf_str_c((const char *)entry + 2),
                                       (unsigned)(entry[0] << 8 | entry[1])};
    }
    re->names = names;
    re->name_count = count;
}

const struct pf_re *pf_re_compile(struct pf_arena *arena, pf_str pattern, unsigned flags)
{
    struct reader r = {.s = pattern, .out = pf_buffer_new(arena), .nothing = true};
    const unsigned known = PF_RE_IGNORECASE | PF_RE_MULTILINE | PF_RE_DOTALL | PF_RE_UNICODE;
    if (pattern.len > PF_RE_PATTERN_CAP || (flags & ~known) != 0 ||
        pf_utf8_first_bad(pattern) != PF_STR_NONE || pf_str_find_byte(pattern, '\0') != PF_STR_NONE)
        return NULL;
    while (r.at < r.s.len)
        if (!read_one(&r))
            return NULL;
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    options |= (flags & PF_RE_IGNORECASE) != 0 ? PCRE2_CASELESS : 0;
    options |= (flags & PF_RE_MULTILINE) != 0 ? PCRE2_MULTILINE : 0;
    options |= (flags & PF_RE_DOTALL) != 0 ? PCRE2_DOTALL : 0;
    pcre2_general_context *general = pcre2_general_context_create(take, give_back, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    pcre2_set_parens_nest_limit(context, NEST_LIMIT);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pf_str text = pf_buffer_str(&r.out);
    if (text.len == 0)
        text = PF_STR(""); /* PCRE2 takes no NULL */
    int error = 0;
    size_t at = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text.data, text.len, options, &error, &at, context);
    if (code == NULL || info(code, PCRE2_INFO_CAPTURECOUNT) >= PF_RE_GROUPS)
        return NULL;
    struct pf_re *re = PF_NEW(arena, struct pf_re);
    *re = (struct pf_re){.code = code,
                         .group_count = info(code, PCRE2_INFO_CAPTURECOUNT),
                         .needs_ascii = r.needs_ascii || (flags & PF_RE_IGNORECASE) != 0};
    read_names(arena, re);
    return re;
}

unsigned pf_re_group_count(const struct pf_re *re)
{
    return re->group_count;
}

const struct pf_re_name *pf_re_names(const struct pf_re *re, size_t *count)
{
    *count = re->name_count;
    return re->names;
}

/* --- matching ------------------------------------------------------------------------------------
 */

static int count_step(pcre2_callout_block *block, void *left)
{
    size_t *steps = left;
    (void)block;
    return (*steps)-- == 0 ? PCRE2_ERROR_CALLOUT : 0;
}

static bool is_plain(pf_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c >= 0x80 || (c >= 0x1c && c < 0x20)) /* these four are white space in Python alone */
            return false;
    }
    return true;
}

enum pf_re_found pf_re_find(const struct pf_re *re, struct pf_arena *arena, pf_str subject,
                            size_t from, enum pf_re_how how, bool not_empty,
                            struct pf_re_span spans[PF_RE_GROUPS])
{
    if (subject.len > PF_RE_SUBJECT_CAP || (re->needs_ascii && !is_plain(subject)) ||
        pf_utf8_first_bad(subject) != PF_STR_NONE)
        return PF_RE_UNSURE;
    if (subject.len == 0)
        subject = PF_STR("");
    size_t left = PF_RE_STEPS;
    pcre2_general_context *general = pcre2_general_context_create(take, give_back, arena);
    pcre2_match_context *context = pcre2_match_context_create(general);
    pcre2_set_match_limit(context, MATCH_LIMIT);
    pcre2_set_heap_limit(context, HEAP_LIMIT);
    pcre2_set_callout(context, count_step, &left);
    pcre2_match_data *data = pcre2_match_data_create(PF_RE_GROUPS, general);
    uint32_t options = not_empty ? PCRE2_NOTEMPTY_ATSTART : 0;
    options |= how != PF_RE_SEARCH ? PCRE2_ANCHORED : 0;
    options |= how == PF_RE_FULLMATCH ? PCRE2_ENDANCHORED : 0;
    int result =
        pcre2_match(re->code, (PCRE2_SPTR)subject.data, subject.len, from, options, data, context);
    if (result == PCRE2_ERROR_NOMATCH)
        return PF_RE_NONE;
    if (result < 0)
        return PF_RE_UNSURE;
    const size_t *ovector = pcre2_get_ovector_pointer(data);
    for (unsigned i = 0; i <= re->group_count; i++) {
        bool took_part = (int)i < result && ovector[2 * i] != PCRE2_UNSET;
        spans[i].start = took_part ? ovector[2 * i] : SIZE_MAX;
        spans[i].end = took_part ? ovector[2 * i + 1] : SIZE_MAX;
    }
    return PF_RE_FOUND;
}
