/* PCRE2 without JIT; every callout is a step, so that the budget holds over all start offsets. */
#include "rule/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/utf8.h"

enum {
    NEST_LIMIT = 50,          /* parentheses; PCRE2's compiler recurses on them */
    COMPILED_CAP = 64 * 1024, /* bytes; nested counts make large programs of short patterns */
    MATCH_LIMIT = 1000 * 1000,
    DEPTH_LIMIT = 20000,
    HEAP_LIMIT = 4 * 1024, /* KiB of backtracking frames */
    BYTES_PER_STEP = 64,   /* single-character repeats run over bytes without a callout */
    BAD_BYTE = 0x1a        /* SUB: stands for a byte that is no UTF-8 */
};

struct pf_regex {
    pcre2_code *code;
    pf_str pattern;
    pf_str start; /* what every subject that matches begins with; "" where that is not known */
    unsigned group_count;
    bool has_backreference;
};

static void *take(size_t size, void *arena)
{
    return pf_arena_take(arena, size);
}

static void give_back(void *piece, void *arena)
{
    (void)piece;
    (void)arena;
}

static const struct pf_regex *refuse(struct pf_regex_fault *fault, size_t at, const char *message)
{
    *fault = (struct pf_regex_fault){.at = at};
    size_t len = pf_str_c(message).len;
    if (len >= sizeof fault->message)
        len = sizeof fault->message - 1;
    for (size_t i = 0; i < len; i++)
        fault->message[i] = message[i];
    return NULL;
}

static const struct pf_regex *refuse_code(struct pf_regex_fault *fault, int code, size_t at)
{
    PCRE2_UCHAR message[sizeof fault->message];
    if (pcre2_get_error_message(code, message, sizeof message) < 0)
        return refuse(fault, at, "the pattern cannot be compiled");
    return refuse(fault, at, (const char *)message);
}

static bool flag_option(char flag, uint32_t *options)
{
    switch (flag) {
    case 'i':
        *options |= PCRE2_CASELESS;
        return true;
    case 'm':
        *options |= PCRE2_MULTILINE;
        return true;
    case 's':
        *options |= PCRE2_DOTALL;
        return true;
    case 'x':
        *options |= PCRE2_EXTENDED;
        return true;
    default:
        return false;
    }
}

static pcre2_compile_context *compile_context(struct pf_arena *arena)
{
    pcre2_general_context *general = pcre2_general_context_create(take, give_back, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    pcre2_set_max_pattern_length(context, PF_REGEX_PATTERN_CAP);
    pcre2_set_parens_nest_limit(context, NEST_LIMIT);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    return context;
}

static uint32_t info(const pcre2_code *code, uint32_t what)
{
    uint32_t value = 0;
    pcre2_pattern_info(code, what, &value);
    return value;
}

/* "docker/x" of `^docker\/x[@:]`: most subjects are told by it, at no cost worth counting. */
static pf_str start_of(struct pf_arena *arena, pf_str pattern, pf_str flags)
{
    bool is_plain = flags.len == 0 && pf_str_find_byte(pattern, '|') == PF_STR_NONE;
    if (!is_plain || !pf_str_starts(pattern, PF_STR("^")))
        return PF_STR("");
    char *start = PF_NEW_ARRAY(arena, char, pattern.len);
    size_t len = 0;
    for (size_t at = 1; at < pattern.len;) {
        bool is_escaped = pattern.data[at] == '\\' && at + 1 < pattern.len;
        char c = pattern.data[at + is_escaped];
        size_t behind = at + is_escaped + 1;
        bool repeats = behind < pattern.len &&
                       pf_str_find_byte(PF_STR("?*+{"), pattern.data[behind]) != PF_STR_NONE;
        bool is_literal = is_escaped
                              ? c > ' ' && c < 0x7f && !pf_is_alnum(c)
                              : pf_is_name(c) || c == '-' || c == '/' || c == '@' || c == ':';
        if (!is_literal || repeats)
            break;
        start[len++] = c;
        at = behind;
    }
    return (pf_str){start, len};
}

const struct pf_regex *pf_regex_compile(struct pf_arena *arena, pf_str pattern, pf_str flags,
                                        struct pf_regex_fault *fault)
{
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    for (size_t i = 0; i < flags.len; i++)
        if (!flag_option(flags.data[i], &options))
            return refuse(fault, pattern.len, "a pattern's flags are i, m, s and x");
    if (pattern.len > PF_REGEX_PATTERN_CAP)
        return refuse(fault, PF_REGEX_PATTERN_CAP, "the pattern is longer than 4096 bytes");
    int error = 0;
    size_t at = 0;
    pf_str own = pf_arena_str(arena, pattern);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)own.data, own.len, options, &error, &at, compile_context(arena));
    if (code == NULL)
        return refuse_code(fault, error, at > pattern.len ? pattern.len : at);
    size_t size = 0;
    pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size);
    if (size > COMPILED_CAP)
        return refuse(fault, 0, "the pattern is too large once its counts are written out");
    struct pf_regex *regex = PF_NEW(arena, struct pf_regex);
    *regex = (struct pf_regex){
        .code = code,
        .pattern = own,
        .start = start_of(arena, own, flags),
        .group_count = info(code, PCRE2_INFO_CAPTURECOUNT),
        .has_backreference = info(code, PCRE2_INFO_BACKREFMAX) > 0,
    };
    return regex;
}

pf_str pf_regex_pattern(const struct pf_regex *regex)
{
    return regex->pattern;
}

unsigned pf_regex_group_count(const struct pf_regex *regex)
{
    return regex->group_count;
}

struct pf_regex_run pf_regex_run_new(struct pf_arena *arena)
{
    return (struct pf_regex_run){.arena = arena, .steps_left = PF_REGEX_STEPS_PER_RULE};
}

struct meter {
    size_t left;      /* steps */
    size_t at;        /* where the last callout stood in the subject */
    size_t surcharge; /* steps for each callout: a back reference compares unseen bytes */
};

static int count_step(pcre2_callout_block *block, void *data)
{
    struct meter *meter = data;
    size_t now = block->current_position;
    size_t moved = now > meter->at ? now - meter->at : 0; /* going back costs nothing */
    size_t cost = 1 + meter->surcharge + moved / BYTES_PER_STEP;
    meter->at = now;
    if (cost > meter->left) {
        meter->left = 0;
        return PCRE2_ERROR_CALLOUT;
    }
    meter->left -= cost;
    return 0;
}

/* Made at the first match and used for all of a run. */
struct pf_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct meter meter;
};

static struct pf_matcher *matcher_new(struct pf_arena *arena)
{
    struct pf_matcher *matcher = PF_NEW(arena, struct pf_matcher);
    pcre2_general_context *general = pcre2_general_context_create(take, give_back, arena);
    matcher->data = pcre2_match_data_create(PF_REGEX_GROUPS, general);
    matcher->context = pcre2_match_context_create(general);
    pcre2_set_match_limit(matcher->context, MATCH_LIMIT);
    pcre2_set_depth_limit(matcher->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(matcher->context, HEAP_LIMIT);
    pcre2_set_callout(matcher->context, count_step, &matcher->meter);
    return matcher;
}

/* Same length, so that offsets stay what they are. */
static pf_str without_bad_bytes(struct pf_arena *arena, pf_str subject)
{
    if (pf_utf8_first_bad(subject) == PF_STR_NONE)
        return subject;
    char *copy = PF_NEW_ARRAY(arena, char, subject.len);
    for (size_t i = 0; i < subject.len;) {
        uint32_t code_point;
        size_t len = pf_utf8_decode(pf_str_slice(subject, i, subject.len), &code_point);
        if (len == 0)
            copy[i++] = BAD_BYTE;
        for (size_t end = i + len; i < end; i++)
            copy[i] = subject.data[i];
    }
    return (pf_str){copy, subject.len};
}

static void fill_parts(pcre2_match_data *data, int count, struct pf_regex_part *parts)
{
    const size_t *ovector = pcre2_get_ovector_pointer(data);
    for (int i = 0; i < PF_REGEX_GROUPS; i++) {
        bool took_part = i < count && ovector[2 * i] != PCRE2_UNSET;
        parts[i] = (struct pf_regex_part){.at = SIZE_MAX};
        /* \K in a lookahead can put the start behind the end */
        if (took_part && ovector[2 * i] <= ovector[2 * i + 1])
            parts[i] = (struct pf_regex_part){ovector[2 * i], ovector[2 * i + 1] - ovector[2 * i]};
    }
}

/* Sets the meter for one subject; false when the run has nothing left to spend. */
static bool start_meter(struct pf_regex_run *run, const struct pf_regex *regex, pf_str subject,
                        size_t from)
{
    if (subject.len > PF_REGEX_SUBJECT_CAP || run->steps_left == 0)
        return false;
    if (run->matcher == NULL)
        run->matcher = matcher_new(run->arena);
    run->matcher->meter = (struct meter){
        .left = run->steps_left < PF_REGEX_STEPS ? run->steps_left : PF_REGEX_STEPS,
        .at = from,
        .surcharge = regex->has_backreference ? subject.len / BYTES_PER_STEP : 0,
    };
    run->steps_left -= run->matcher->meter.left;
    return true;
}

bool pf_regex_find(const struct pf_regex *regex, struct pf_regex_run *run, pf_str subject,
                   size_t from, struct pf_regex_part *parts)
{
    if (from > subject.len || (from == 0 && !pf_str_starts(subject, regex->start)))
        return false;
    if (!start_meter(run, regex, subject, from)) {
        run->exhausted = true;
        return false;
    }
    struct pf_matcher *matcher = run->matcher;
    pf_str text = without_bad_bytes(run->arena, subject);
    int count = pcre2_match(regex->code, (PCRE2_SPTR)(text.len == 0 ? "" : text.data), text.len,
                            from, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
    run->steps_left += matcher->meter.left;
    if (count < 0) {
        run->exhausted |= count != PCRE2_ERROR_NOMATCH;
        return false;
    }
    if (parts != NULL)
        fill_parts(matcher->data, count == 0 ? PF_REGEX_GROUPS : count, parts);
    return true;
}
