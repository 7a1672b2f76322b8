/* Shell-like patterns over paths, in time linear to the text but for the stars' retries. */
#include "rule/eval.h"

struct glob {
    pf_str pattern, text;
    size_t pattern_at, text_at;
};

/* Where to go on when what follows a star does not fit: the star takes one more byte. */
struct retry {
    bool set;
    size_t pattern_at, text_at;
};

static bool class_has(pf_str class, char c)
{
    bool negated = class.len > 0 && (class.data[0] == '!' || class.data[0] == '^');
    bool found = false;
    for (size_t i = negated ? 1 : 0; i < class.len; i++) {
        char low = class.data[i], high = low;
        if (i + 2 < class.len && class.data[i + 1] == '-') {
            high = class.data[i + 2];
            i += 2;
        }
        found |= low <= c && c <= high;
    }
    return found != negated;
}

/* [abc]: bytes of the pattern up to and with the bracket that closes; 0 when none does. */
static size_t class_length(pf_str pattern, size_t at)
{
    ptrdiff_t close = pf_str_find_byte(pf_str_slice(pattern, at + 1, pattern.len), ']');
    return close == PF_STR_NONE || close == 0 ? 0 : (size_t)close + 2;
}

/* One byte of the text against what stands at the pattern; steps over both when they fit. */
static bool match_one(struct glob *glob)
{
    if (glob->text_at >= glob->text.len || glob->pattern_at >= glob->pattern.len)
        return false;
    char wanted = glob->pattern.data[glob->pattern_at], c = glob->text.data[glob->text_at];
    size_t len = 1;
    bool fits = wanted == c;
    if (wanted == '?')
        fits = c != '/';
    else if (wanted == '[' && class_length(glob->pattern, glob->pattern_at) > 0) {
        len = class_length(glob->pattern, glob->pattern_at);
        fits = c != '/' && class_has(pf_str_slice(glob->pattern, glob->pattern_at + 1,
                                                  glob->pattern_at + len - 1),
                                     c);
    }
    if (fits) {
        glob->pattern_at += len;
        glob->text_at++;
    }
    return fits;
}

static bool at_star(const struct glob *glob)
{
    return glob->pattern_at < glob->pattern.len && glob->pattern.data[glob->pattern_at] == '*';
}

/* Steps over * or **, or a ** with its slash where a path segment begins (it may be no segment). */
static void take_star(struct glob *glob, struct retry *star, struct retry *deep)
{
    pf_str rest = pf_str_slice(glob->pattern, glob->pattern_at, glob->pattern.len);
    bool is_deep = pf_str_starts(rest, PF_STR("**"));
    bool at_segment = glob->text_at == 0 || glob->text.data[glob->text_at - 1] == '/';
    glob->pattern_at += is_deep ? 2 : 1;
    if (is_deep && at_segment && pf_str_starts(rest, PF_STR("**/")))
        glob->pattern_at++;
    *(is_deep ? deep : star) = (struct retry){true, glob->pattern_at, glob->text_at};
    if (is_deep)
        star->set = false;
}

static bool at_segment_after_deep(const struct glob *glob, const struct retry *deep)
{
    bool needs_segment = deep->pattern_at >= 3 && glob->pattern.data[deep->pattern_at - 1] == '/';
    return !needs_segment || glob->text.data[deep->text_at - 1] == '/';
}

static bool retry_star(struct glob *glob, struct retry *star)
{
    if (!star->set || star->text_at >= glob->text.len || glob->text.data[star->text_at] == '/')
        return false;
    star->text_at++;
    glob->pattern_at = star->pattern_at;
    glob->text_at = star->text_at;
    return true;
}

static bool retry_deep(struct glob *glob, struct retry *star, struct retry *deep)
{
    if (!deep->set)
        return false;
    do {
        if (deep->text_at >= glob->text.len)
            return false;
        deep->text_at++;
    } while (!at_segment_after_deep(glob, deep));
    star->set = false;
    glob->pattern_at = deep->pattern_at;
    glob->text_at = deep->text_at;
    return true;
}

bool pf_glob_match(pf_str pattern, pf_str text)
{
    struct glob glob = {.pattern = pattern, .text = text};
    struct retry star = {0}, deep = {0};
    while (glob.text_at < text.len || glob.pattern_at < pattern.len) {
        if (at_star(&glob))
            take_star(&glob, &star, &deep);
        else if (!match_one(&glob) && !retry_star(&glob, &star) && !retry_deep(&glob, &star, &deep))
            return false;
    }
    return true;
}
