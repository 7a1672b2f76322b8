/* .dockerignore: patterns as moby's patternmatcher holds them against paths. */
#include "read/dockerignore.h"

#include "base/file.h"
#include "base/utf8.h"

#include <string.h>

static void add_line(struct pf_arena *arena, struct pf_dockerignore *ignore, pf_str line)
{
    struct pf_dockerignore_pattern pattern = {0};
    if (line.len > 0 && line.data[0] == '#')
        return;
    line = pf_str_trim(line);
    if (line.len > 0 && line.data[0] == '!') {
        pattern.negated = true;
        line = pf_str_trim(pf_str_slice(line, 1, line.len));
    }
    while (line.len > 0 && line.data[0] == '/')
        line = pf_str_slice(line, 1, line.len);
    if (line.len == 0 || !pf_path_clean(arena, line, &pattern.glob) || pattern.glob.len == 0)
        return;
    if (ignore->count >= PF_DOCKERIGNORE_PATTERNS) {
        ignore->truncated = true;
        return;
    }
    *pf_pile_add(arena, ignore) = pattern;
}

struct pf_dockerignore pf_dockerignore_read(struct pf_arena *arena, pf_str bytes)
{
    struct pf_dockerignore ignore = {0};
    pf_str line;
    if (pf_str_starts(bytes, PF_STR("\xEF\xBB\xBF")))
        bytes = pf_str_slice(bytes, 3, bytes.len);
    while (pf_str_next_line(&bytes, &line))
        add_line(arena, &ignore, line);
    return ignore;
}

/* ---- one pattern ---- */

/*
 * Where in the path a pattern may have come to: a mark for each offset. All ways are followed at
 * once, so no pattern takes longer than its length times the path's.
 */
struct matching {
    pf_str glob, path;
    size_t at; /* in the glob */
    bool marks[PF_DOCKERIGNORE_PATH + 1];
};

static char glob_byte(const struct matching *matching, size_t ahead)
{
    size_t at = matching->at + ahead;
    return at < matching->glob.len ? matching->glob.data[at] : '\0';
}

/* Length of the character at `at`, 1 where it is no UTF-8. */
static size_t character(pf_str text, size_t at, uint32_t *c)
{
    size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), c);
    if (len > 0)
        return len;
    *c = (unsigned char)text.data[at];
    return 1;
}

/* `*`: from each mark on, as far as there is no slash. */
static void spread_star(struct matching *matching)
{
    for (size_t i = 0; i < matching->path.len; i++)
        if (matching->marks[i] && matching->path.data[i] != '/')
            matching->marks[i + 1] = true;
}

/* `**` in front of something: also behind each slash further on. */
static void spread_directories(struct matching *matching)
{
    bool before = false;
    for (size_t i = 0; i < matching->path.len; i++) {
        before = before || matching->marks[i];
        if (before && matching->path.data[i] == '/')
            matching->marks[i + 1] = true;
    }
}

struct set {
    pf_str glob;
    size_t from, to; /* between the brackets, behind ^ */
    bool negated;
};

/* One end of a range; false when a backslash stands last or - stands where a character should. */
static bool set_character(const struct set *set, size_t *at, uint32_t *c)
{
    if (*at >= set->to || set->glob.data[*at] == '-')
        return false;
    *at += set->glob.data[*at] == '\\';
    if (*at >= set->to)
        return false;
    *at += character(set->glob, *at, c);
    return true;
}

/* False too when the set is malformed; `wanted` is then of no use. */
static bool in_set(const struct set *set, uint32_t wanted, bool *well_formed)
{
    bool found = false;
    *well_formed = set->to > set->from;
    for (size_t at = set->from; at < set->to && *well_formed;) {
        uint32_t low, high;
        *well_formed = set_character(set, &at, &low);
        high = low;
        if (*well_formed && at < set->to && set->glob.data[at] == '-') {
            at++;
            *well_formed = set_character(set, &at, &high) && high >= low;
        }
        found = found || (*well_formed && wanted >= low && wanted <= high);
    }
    return *well_formed && found != set->negated;
}

/* `at` stands behind "["; false when it is not closed. */
static bool read_set(struct matching *matching, struct set *set)
{
    *set = (struct set){.glob = matching->glob, .negated = glob_byte(matching, 0) == '^'};
    matching->at += set->negated;
    set->from = matching->at;
    while (glob_byte(matching, 0) != ']') {
        matching->at += glob_byte(matching, 0) == '\\' ? 2 : 1;
        if (matching->at >= matching->glob.len)
            return false;
    }
    set->to = matching->at++;
    return true;
}

/* Steps each mark over the character behind it where that is `c`, in `set`, or any but a slash. */
static void step(struct matching *matching, uint32_t c, const struct set *set, bool any)
{
    bool carried[5] = {false}; /* marks to come, as a character has up to 4 bytes */
    for (size_t i = 0; i <= matching->path.len; i++) {
        bool marked = matching->marks[i], well_formed;
        uint32_t here;
        matching->marks[i] = carried[i % 5];
        carried[i % 5] = false;
        if (!marked || i == matching->path.len)
            continue;
        size_t len = character(matching->path, i, &here);
        bool fits = set != NULL ? in_set(set, here, &well_formed) : any ? here != '/' : here == c;
        if (fits)
            carried[(i + len) % 5] = true;
    }
}

/* One element of the glob; false when it is malformed. */
static bool take_element(struct matching *matching)
{
    struct set set;
    uint32_t c;
    char first = glob_byte(matching, 0);
    if (first == '*') {
        matching->at++;
        spread_star(matching);
    } else if (first == '?') {
        matching->at++;
        step(matching, 0, NULL, true);
    } else if (first == '[') {
        matching->at++;
        if (!read_set(matching, &set))
            return false;
        step(matching, 0, &set, false);
    } else {
        matching->at += first == '\\';
        if (matching->at >= matching->glob.len)
            return false;
        matching->at += character(matching->glob, matching->at, &c);
        step(matching, c, NULL, false);
    }
    return true;
}

static bool any_mark(const struct matching *matching)
{
    return memchr(matching->marks, true, matching->path.len + 1) != NULL;
}

static bool has_special(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (pf_str_find_byte(PF_STR("*?[]\\"), text.data[i]) >= 0)
            return true;
    return false;
}

/* "**.pyc" fits by the end of the path, although "**" elsewhere stands for whole directories. */
static bool ends_like(pf_str glob, pf_str path)
{
    pf_str end = pf_str_slice(glob, 2, glob.len);
    bool whole = pf_str_starts(end, PF_STR("/")) && pf_str_eq(path, pf_str_slice(end, 1, end.len));
    return whole || pf_str_ends(path, end);
}

static bool glob_fits(pf_str glob, pf_str path)
{
    struct matching matching = {.glob = glob, .path = path};
    if (path.len > PF_DOCKERIGNORE_PATH)
        return false;
    if (!has_special(glob))
        return pf_str_eq(glob, path);
    if (pf_str_starts(glob, PF_STR("**")) && !has_special(pf_str_slice(glob, 2, glob.len)))
        return ends_like(glob, path);
    matching.marks[0] = true;
    while (matching.at < glob.len && any_mark(&matching)) {
        if (glob_byte(&matching, 0) == '*' && glob_byte(&matching, 1) == '*') {
            matching.at += 2;
            matching.at += glob_byte(&matching, 0) == '/';
            if (matching.at >= glob.len)
                return true;
            spread_directories(&matching);
        } else if (!take_element(&matching)) {
            return false;
        }
    }
    return matching.at >= glob.len && matching.marks[path.len];
}

/* ---- all of them ---- */

/* The path itself, or a directory above it. */
static bool fits(pf_str glob, pf_str path)
{
    for (; path.len > 0; path = pf_path_directory(path))
        if (glob_fits(glob, path))
            return true;
    return false;
}

bool pf_dockerignore_excludes(const struct pf_dockerignore *ignore, pf_str path)
{
    bool excluded = false;
    for (size_t i = 0; i < ignore->count; i++)
        if (ignore->items[i].negated == excluded && fits(ignore->items[i].glob, path))
            excluded = !excluded;
    return excluded;
}
