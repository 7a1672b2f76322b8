/* Ignore patterns, read and held against paths as git's wildmatch does, without its recursion. */
#include "read/gitignore.h"

/* What a step through one segment's pattern found at its start. */
struct glob_atom {
    size_t len; /* bytes of the pattern */
    bool fits;  /* the byte given is one that it stands for */
};

struct character_class {
    pf_str name;
    bool (*has)(char c);
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20) || c == 0x7f;
}

static bool is_graphic(char c)
{
    return c > 0x20 && c < 0x7f;
}

static bool is_printable(char c)
{
    return c >= 0x20 && c < 0x7f;
}

static bool is_punctuation(char c)
{
    return is_graphic(c) && !pf_is_alnum(c);
}

static bool is_hexadecimal(char c)
{
    return pf_is_digit(c) || (pf_to_lower(c) >= 'a' && pf_to_lower(c) <= 'f');
}

static const struct character_class classes[] = {
    {PF_STR_INIT("alnum"), pf_is_alnum},    {PF_STR_INIT("alpha"), pf_is_alpha},
    {PF_STR_INIT("blank"), is_blank},       {PF_STR_INIT("cntrl"), is_control},
    {PF_STR_INIT("digit"), pf_is_digit},    {PF_STR_INIT("graph"), is_graphic},
    {PF_STR_INIT("lower"), is_lower},       {PF_STR_INIT("print"), is_printable},
    {PF_STR_INIT("punct"), is_punctuation}, {PF_STR_INIT("space"), pf_is_space},
    {PF_STR_INIT("upper"), is_upper},       {PF_STR_INIT("xdigit"), is_hexadecimal},
};

static bool class_has(pf_str name, char c)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (pf_str_eq(classes[i].name, name))
            return classes[i].has(c);
    return false;
}

/* "[:digit:]" at `at`: its length, or 0 when none stands there. */
static size_t class_at(pf_str pattern, size_t at, pf_str *name)
{
    pf_str rest = pf_str_slice(pattern, at, pattern.len);
    if (!pf_str_starts(rest, PF_STR("[:")))
        return 0;
    ptrdiff_t end = pf_str_find(pf_str_slice(rest, 2, rest.len), PF_STR(":]"));
    if (end == PF_STR_NONE)
        return 0;
    *name = pf_str_slice(rest, 2, 2 + (size_t)end);
    return (size_t)end + 4;
}

/* One byte of a bracket, a backslash before it passed over. */
static char bracket_byte(pf_str pattern, size_t *at)
{
    if (pattern.data[*at] == '\\' && *at + 1 < pattern.len)
        ++*at;
    return pattern.data[(*at)++];
}

/* `pattern` starts with "[". An unclosed bracket fits nothing, as in git. */
static struct glob_atom bracket(pf_str pattern, char c)
{
    size_t at = 1;
    bool negated = at < pattern.len && (pattern.data[at] == '!' || pattern.data[at] == '^');
    if (negated)
        at++;
    bool fits = false;
    for (bool first = true; at < pattern.len; first = false) {
        if (pattern.data[at] == ']' && !first)
            return (struct glob_atom){at + 1, fits != negated};
        pf_str name;
        size_t class_len = class_at(pattern, at, &name);
        if (class_len > 0) {
            fits = fits || class_has(name, c);
            at += class_len;
            continue;
        }
        char low = bracket_byte(pattern, &at);
        char high = low;
        if (at + 1 < pattern.len && pattern.data[at] == '-' && pattern.data[at + 1] != ']') {
            at++;
            high = bracket_byte(pattern, &at);
        }
        unsigned char byte = (unsigned char)c;
        fits = fits || (byte >= (unsigned char)low && byte <= (unsigned char)high);
    }
    return (struct glob_atom){pattern.len, false};
}

static struct glob_atom atom(pf_str pattern, char c)
{
    switch (pattern.data[0]) {
    case '?':
        return (struct glob_atom){1, true};
    case '[':
        return bracket(pattern, c);
    case '\\':
        if (pattern.len == 1)
            return (struct glob_atom){1, false};
        return (struct glob_atom){2, pattern.data[1] == c};
    default:
        return (struct glob_atom){1, pattern.data[0] == c};
    }
}

/* Only the last star ever needs another try: what stands before it fitted as early as it could. */
static bool segment_fits(pf_str pattern, pf_str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, star_text = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.data[p] == '*') {
            star = ++p;
            star_text = t;
            continue;
        }
        if (p < pattern.len) {
            struct glob_atom next = atom(pf_str_slice(pattern, p, pattern.len), text.data[t]);
            if (next.fits) {
                p += next.len;
                t++;
                continue;
            }
        }
        if (star == SIZE_MAX)
            return false;
        p = star;
        t = ++star_text;
    }
    while (p < pattern.len && pattern.data[p] == '*')
        p++;
    return p == pattern.len;
}

/* The segment at the start, and how far the next one is: past the end when it was the last. */
static pf_str segment_at(pf_str s, size_t at, size_t *next)
{
    pf_str rest = pf_str_slice(s, at, s.len);
    ptrdiff_t slash = pf_str_find_byte(rest, '/');
    size_t len = slash == PF_STR_NONE ? rest.len : (size_t)slash;
    *next = at + len + 1;
    return pf_str_slice(rest, 0, len);
}

static bool is_plain(char c)
{
    return pf_is_name(c) || c == '.' || c == '-' || c == '~';
}

/* A letter at either end that the path does not have there: most patterns are refused so. */
static bool differs_at_an_end(pf_str pattern, pf_str path)
{
    if (pattern.len == 0 || path.len == 0)
        return false;
    char first = pattern.data[0], last = pattern.data[pattern.len - 1];
    bool is_escaped = pattern.len > 1 && pattern.data[pattern.len - 2] == '\\';
    return (is_plain(first) && first != path.data[0]) ||
           (is_plain(last) && !is_escaped && last != path.data[path.len - 1]);
}

bool pf_glob_fits(pf_str pattern, pf_str path)
{
    const pf_str any = PF_STR("**");
    if (differs_at_an_end(pattern, path))
        return false;
    size_t p = 0, t = 0, star = SIZE_MAX, star_text = 0;
    while (t <= path.len) {
        size_t next_pattern = 0, next_text;
        pf_str text = segment_at(path, t, &next_text);
        if (p <= pattern.len) {
            pf_str segment = segment_at(pattern, p, &next_pattern);
            if (pf_str_eq(segment, any)) {
                /* At the end it stands for what is inside: at least one segment. */
                if (next_pattern > pattern.len)
                    return true;
                star = p = next_pattern;
                star_text = t;
                continue;
            }
            if (segment_fits(segment, text)) {
                p = next_pattern;
                t = next_text;
                continue;
            }
        }
        if (star == SIZE_MAX)
            return false;
        size_t skipped;
        segment_at(path, star_text, &skipped);
        p = star;
        t = star_text = skipped;
    }
    return p > pattern.len;
}

static bool has_wildcard(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] == '*' || s.data[i] == '?' || s.data[i] == '[' || s.data[i] == '\\')
            return true;
    return false;
}

/* Trailing spaces go, one quoted by a backslash stays. */
static pf_str without_trailing_spaces(pf_str line)
{
    size_t keep = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == '\\' && i + 1 < line.len)
            keep = ++i + 1;
        else if (line.data[i] != ' ')
            keep = i + 1;
    }
    return pf_str_slice(line, 0, keep);
}

static bool pattern_of_line(pf_str line, struct pf_ignore_pattern *pattern)
{
    if (line.len == 0 || line.data[0] == '#')
        return false;
    pf_str text = without_trailing_spaces(line);
    *pattern = (struct pf_ignore_pattern){0};
    if (pf_str_starts(text, PF_STR("!"))) {
        pattern->negated = true;
        text = pf_str_slice(text, 1, text.len);
    }
    if (pf_str_ends(text, PF_STR("/"))) {
        pattern->directory_only = true;
        text = pf_str_slice(text, 0, text.len - 1);
    }
    pattern->anchored = pf_str_find_byte(text, '/') != PF_STR_NONE;
    if (pf_str_starts(text, PF_STR("/")))
        text = pf_str_slice(text, 1, text.len);
    pattern->text = text;
    pattern->literal = !has_wildcard(text);
    return text.len > 0;
}

struct pf_gitignore pf_gitignore_read(struct pf_arena *arena, pf_str bytes)
{
    struct pf_gitignore ignore = {0};
    if (pf_str_starts(bytes, PF_STR("\xEF\xBB\xBF")))
        bytes = pf_str_slice(bytes, 3, bytes.len);
    for (pf_str line; pf_str_next_line(&bytes, &line);) {
        struct pf_ignore_pattern pattern;
        if (!pattern_of_line(line, &pattern))
            continue;
        if (ignore.count >= PF_IGNORE_PATTERNS || line.len > PF_IGNORE_PATTERN_LENGTH) {
            ignore.truncated = true;
            continue;
        }
        *pf_pile_add(arena, &ignore) = pattern;
    }
    return ignore;
}

static bool pattern_fits(const struct pf_ignore_pattern *pattern, pf_str path, pf_str base,
                         bool is_directory)
{
    if (pattern->directory_only && !is_directory)
        return false;
    pf_str against = pattern->anchored ? path : base;
    if (pattern->literal)
        return pf_str_eq(pattern->text, against);
    return pattern->anchored ? pf_glob_fits(pattern->text, path)
                             : segment_fits(pattern->text, base);
}

bool pf_gitignore_ignores(const struct pf_gitignore *ignore, pf_str path, bool is_directory)
{
    ptrdiff_t slash = pf_str_find_last_byte(path, '/');
    pf_str base = pf_str_slice(path, (size_t)(slash + 1), path.len);
    for (size_t i = ignore->count; i > 0; i--)
        if (pattern_fits(&ignore->items[i - 1], path, base, is_directory))
            return !ignore->items[i - 1].negated;
    return false;
}

bool pf_gitignore_ignores_below(const struct pf_gitignore *ignore, pf_str path, bool is_directory)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.data[i] == '/' && pf_gitignore_ignores(ignore, pf_str_slice(path, 0, i), true))
            return true;
    return pf_gitignore_ignores(ignore, path, is_directory);
}
