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

static const pf_str perhaps_mark = PF_STR_INIT("perhaps "), name_mark = PF_STR_INIT("a name: ");

pf_str pf_gaps_make_perhaps(struct pf_gaps *gaps, pf_str value)
{
    return pf_gaps_has(value)
               ? pf_gaps_make(gaps, pf_gaps_show(gaps, value))
               : pf_gaps_make(gaps, pf_arena_format(gaps->arena, "%.*s%.*s", PF_ARG(perhaps_mark),
                                                    PF_ARG(value)));
}

pf_str pf_gaps_make_name(struct pf_gaps *gaps, pf_str words)
{
    return pf_gaps_make(gaps,
                        pf_arena_format(gaps->arena, "%.*s%.*s", PF_ARG(name_mark), PF_ARG(words)));
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
        PF_STR_INIT("github.sha"),           PF_STR_INIT("github.run_id"),
        PF_STR_INIT("github.run_number"),    PF_STR_INIT("github.run_attempt"),
        PF_STR_INIT("github.repository"),    PF_STR_INIT("github.repository_owner"),
        PF_STR_INIT("github.ref"),           PF_STR_INIT("github.ref_name"),
        PF_STR_INIT("github.actor"),         PF_STR_INIT("the ECR registry"),
        PF_STR_INIT("github.sha, 7 digits"),
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

static pf_str without_mark(pf_str words)
{
    const pf_str marks[] = {missing_mark, perhaps_mark, name_mark};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (pf_str_starts(words, marks[i]))
            return pf_str_slice(words, marks[i].len, words.len);
    return words;
}

pf_str pf_gaps_show(const struct pf_gaps *gaps, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(gaps->arena);
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words)) {
        bool is_shell = pf_str_starts(words, PF_STR("$"));
        pf_str name = without_mark(words);
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

enum { SHA_DIGITS = 40, DIGIT = 3 /* a byte of a form that is some hexadecimal digit */ };

/* How many of the commit's digits the gap holds; 0 when it is none of these. */
static size_t sha_digits(pf_str words)
{
    static const pf_str cuts[] = {PF_STR_INIT("${GITHUB_SHA::"), PF_STR_INIT("${GITHUB_SHA:0:")};
    if (pf_str_eq(words, PF_STR("github.sha")))
        return SHA_DIGITS;
    if (pf_str_eq(words, PF_GAPS_SHORT_SHA))
        return 7;
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        int64_t digits;
        if (pf_str_starts(words, cuts[i]) && pf_str_ends(words, PF_STR("}")) &&
            pf_str_to_int(pf_str_slice(words, cuts[i].len, words.len - 1), &digits) && digits > 0 &&
            digits <= SHA_DIGITS)
            return (size_t)digits;
    }
    return 0;
}

/*
 * The bytes of a text whose length is known: digits of a commit's id in their places, what is there
 * perhaps as if it were. False when another gap is in it.
 */
static bool form_of(const struct pf_gaps *gaps, pf_str text, pf_str *form)
{
    struct pf_buffer buffer = pf_buffer_new(gaps->arena);
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words)) {
        size_t digits = sha_digits(words);
        bool is_perhaps = pf_str_starts(words, perhaps_mark);
        if (digits == 0 && !is_perhaps)
            return false;
        pf_buffer_add(&buffer, before);
        if (is_perhaps)
            pf_buffer_add(&buffer, without_mark(words));
        for (size_t i = 0; i < digits; i++)
            pf_buffer_add_byte(&buffer, DIGIT);
    }
    pf_buffer_add(&buffer, before);
    *form = pf_buffer_str(&buffer);
    return true;
}

static bool forms_fit(pf_str a, pf_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        bool a_is_open = a.data[i] == DIGIT, b_is_open = b.data[i] == DIGIT;
        pf_str literal = pf_str_slice(a_is_open ? b : a, i, i + 1);
        bool fits = a_is_open && b_is_open   ? true
                    : a_is_open || b_is_open ? is_hexadecimal(literal)
                                             : a.data[i] == b.data[i];
        if (!fits)
            return false;
    }
    return true;
}

/* Values of GitHub's own that have a form: a number, a name that is no commit's id. */
static bool may_be(pf_str words, pf_str literal)
{
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

static bool holds_sha(const struct pf_gaps *gaps, pf_str text)
{
    pf_str before, words;
    while (next_gap(gaps, &text, &before, &words))
        if (sha_digits(words) > 0)
            return true;
    return false;
}

/* Nothing but a branch's name, a tag's version: nobody names those after the commit itself. */
static bool is_named(const struct pf_gaps *gaps, pf_str text)
{
    pf_str words = whole_gap(gaps, text);
    return pf_str_starts(words, name_mark) || pf_str_eq(words, PF_STR("github.ref_name"));
}

enum pf_truth pf_gaps_equal(const struct pf_gaps *gaps, pf_str a, pf_str b)
{
    if (pf_str_eq(a, b))
        return PF_YES;
    if (!pf_gaps_has(a) && !pf_gaps_has(b))
        return PF_NO;
    pf_str a_form, b_form;
    bool a_has_form = form_of(gaps, a, &a_form), b_has_form = form_of(gaps, b, &b_form);
    if (a_has_form && b_has_form)
        return forms_fit(a_form, b_form) ? PF_MAYBE : PF_NO;
    if (!pf_gaps_has(a))
        return may_be_text(gaps, b, a) ? PF_MAYBE : PF_NO;
    if (!pf_gaps_has(b))
        return may_be_text(gaps, a, b) ? PF_MAYBE : PF_NO;
    bool a_is_formed = has_form(whole_gap(gaps, a)) || a_has_form;
    bool b_is_formed = has_form(whole_gap(gaps, b)) || b_has_form;
    bool is_name = holds_sha(gaps, a) ? is_named(gaps, b) : holds_sha(gaps, b) && is_named(gaps, a);
    return (a_is_formed && b_is_formed) || is_name ? PF_NO : PF_MAYBE;
}

void pf_gaps_split_image(pf_str image, pf_str *name, pf_str *tag)
{
    ptrdiff_t colon = pf_str_find_last_byte(image, ':');
    ptrdiff_t slash = pf_str_find_last_byte(image, '/');
    bool has_tag = colon != PF_STR_NONE && colon > slash;
    *name = has_tag ? pf_str_slice(image, 0, (size_t)colon) : image;
    *tag = has_tag ? pf_str_slice(image, (size_t)colon + 1, image.len) : PF_STR("");
}
