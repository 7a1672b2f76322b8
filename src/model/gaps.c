/* Gaps of texts: numbered by their words, shown, and compared. */
#include "model/gaps.h"

enum { OPEN = 1, CLOSE = 2 };

struct pf_gap {
    size_t number;
};

struct pf_gaps pf_gaps_new(struct pf_arena *arena)
{
    return (struct pf_gaps){.arena = arena, .numbers = pf_index_new(arena)};
}

pf_str pf_gaps_make(struct pf_gaps *gaps, pf_str words)
{
    struct pf_gap *gap = pf_index_get(&gaps->numbers, words);
    if (gap == NULL) {
        gap = PF_NEW(gaps->arena, struct pf_gap);
        gap->number = gaps->words.count;
        *pf_pile_add(gaps->arena, &gaps->words) = pf_arena_str(gaps->arena, words);
        pf_index_put(&gaps->numbers, gaps->words.items[gap->number], gap);
    }
    return pf_arena_format(gaps->arena, "%c%zu%c", OPEN, gap->number, CLOSE);
}

static const pf_str missing_mark = PF_STR_INIT("!");

pf_str pf_gaps_make_missing(struct pf_gaps *gaps, pf_str words)
{
    return pf_gaps_make(gaps, pf_arena_format(gaps->arena, "!%.*s", PF_ARG(words)));
}

bool pf_gaps_has(pf_str text)
{
    return pf_str_find_byte(text, OPEN) != PF_STR_NONE;
}

/* The next gap of `*rest`: the text before it and its words; false when there is none. */
static bool next_gap(const struct pf_gaps *gaps, pf_str *rest, pf_str *before, pf_str *words)
{
    pf_str number;
    int64_t value;
    if (!pf_str_cut(*rest, OPEN, before, rest))
        return false;
    if (!pf_str_cut(*rest, CLOSE, &number, rest) || !pf_str_to_int(number, &value) || value < 0 ||
        (size_t)value >= gaps->words.count)
        return false;
    *words = gaps->words.items[value];
    return true;
}

static bool is_closed(pf_str words)
{
    static const pf_str prefixes[] = {PF_STR_INIT("secrets."), PF_STR_INIT("vars.")};
    static const pf_str whole[] = {
        PF_STR_INIT("github.sha"),        PF_STR_INIT("github.run_id"),
        PF_STR_INIT("github.run_number"), PF_STR_INIT("github.run_attempt"),
        PF_STR_INIT("github.repository"), PF_STR_INIT("github.repository_owner"),
        PF_STR_INIT("github.ref"),        PF_STR_INIT("github.ref_name"),
        PF_STR_INIT("github.actor"),      PF_STR_INIT("the ECR registry"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(words, prefixes[i]))
            return true;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (pf_str_eq(words, whole[i]))
            return true;
    return pf_str_starts(words, missing_mark);
}

bool pf_gaps_is_open(const struct pf_gaps *gaps, pf_str text)
{
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words))
        if (!is_closed(words))
            return true;
    return false;
}

pf_str pf_gaps_named(const struct pf_gaps *gaps, pf_str text, const char *prefix)
{
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words))
        if (pf_str_starts(words, pf_str_c(prefix)))
            return words;
    return PF_STR("");
}

bool pf_gaps_holds(const struct pf_gaps *gaps, pf_str text, pf_str wanted)
{
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words))
        if (pf_str_eq(words, wanted))
            return true;
    return false;
}

pf_str pf_gaps_missing(const struct pf_gaps *gaps, pf_str text)
{
    pf_str words = pf_gaps_named(gaps, text, "!");
    return pf_str_slice(words, 1, words.len);
}

pf_str pf_gaps_show(const struct pf_gaps *gaps, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(gaps->arena);
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words)) {
        bool is_shell = pf_str_starts(words, PF_STR("$"));
        pf_str name =
            pf_str_starts(words, missing_mark) ? pf_str_slice(words, 1, words.len) : words;
        pf_buffer_add(&buffer, before);
        pf_buffer_format(&buffer, is_shell ? "%.*s" : "${{ %.*s }}", PF_ARG(name));
    }
    pf_buffer_add(&buffer, before);
    return pf_buffer_str(&buffer);
}

static bool is_hexadecimal(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]) && (text.data[i] < 'a' || text.data[i] > 'f'))
            return false;
    return true;
}

static bool is_number(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]))
            return false;
    return text.len > 0;
}

/* The one gap that a text is; "" when it is anything else. */
static pf_str whole_gap(const struct pf_gaps *gaps, pf_str text)
{
    pf_str rest = text, before, words;
    bool is_whole = next_gap(gaps, &rest, &before, &words) && before.len == 0 && rest.len == 0;
    return is_whole ? words : PF_STR("");
}

/* Values of GitHub's own that have a form: a commit's 40 digits, a number. */
static bool may_be(pf_str words, pf_str literal)
{
    if (pf_str_eq(words, PF_STR("github.sha")))
        return literal.len == 40 && is_hexadecimal(literal);
    if (pf_str_eq(words, PF_STR("github.run_id")) || pf_str_eq(words, PF_STR("github.run_number")))
        return is_number(literal);
    return true;
}

static bool has_form(pf_str words)
{
    return !may_be(words, PF_STR("?"));
}

/* A text with gaps against one without: what stands around the gaps must be there. */
static bool may_be_text(const struct pf_gaps *gaps, pf_str text, pf_str literal)
{
    pf_str words = whole_gap(gaps, text);
    if (words.len > 0)
        return may_be(words, literal);
    ptrdiff_t first = pf_str_find_byte(text, OPEN), last = pf_str_find_last_byte(text, CLOSE);
    return pf_str_starts(literal, pf_str_slice(text, 0, (size_t)first)) &&
           pf_str_ends(literal, pf_str_slice(text, (size_t)last + 1, text.len));
}

enum pf_truth pf_gaps_equal(const struct pf_gaps *gaps, pf_str a, pf_str b)
{
    if (pf_str_eq(a, b))
        return PF_YES;
    if (!pf_gaps_has(a) && !pf_gaps_has(b))
        return PF_NO;
    if (!pf_gaps_has(a))
        return may_be_text(gaps, b, a) ? PF_MAYBE : PF_NO;
    if (!pf_gaps_has(b))
        return may_be_text(gaps, a, b) ? PF_MAYBE : PF_NO;
    return has_form(whole_gap(gaps, a)) && has_form(whole_gap(gaps, b)) ? PF_NO : PF_MAYBE;
}

void pf_gaps_split_image(pf_str image, pf_str *name, pf_str *tag)
{
    ptrdiff_t colon = pf_str_find_last_byte(image, ':');
    ptrdiff_t slash = pf_str_find_last_byte(image, '/');
    bool has_tag = colon != PF_STR_NONE && colon > slash;
    *name = has_tag ? pf_str_slice(image, 0, (size_t)colon) : image;
    *tag = has_tag ? pf_str_slice(image, (size_t)colon + 1, image.len) : PF_STR("");
}
