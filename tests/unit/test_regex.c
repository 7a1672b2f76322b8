/* Regular expressions: matching, refusing, and what evil patterns may cost. */
#include "unit.h"

#include "rule/regex.h"

Suite *regex_suite(void);

static const struct pf_regex *compile(struct pf_arena *arena, const char *pattern,
                                      const char *flags)
{
    struct pf_regex_fault fault;
    return pf_regex_compile(arena, pf_str_c(pattern), pf_str_c(flags), &fault);
}

static bool matches(struct pf_arena *arena, const char *pattern, const char *flags, pf_str subject)
{
    struct pf_regex_run run = pf_regex_run_new(arena);
    return pf_regex_find(compile(arena, pattern, flags), &run, subject, 0, NULL);
}

START_TEST(groups_come_back_with_their_offsets)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_regex_run run = pf_regex_run_new(arena);
    struct pf_regex_part parts[PF_REGEX_GROUPS];
    ck_assert(pf_regex_find(compile(arena, "(b+)(x)?(c)", ""), &run, PF_STR("aabbc"), 0, parts));
    ck_assert_uint_eq(parts[0].at, 2);
    ck_assert_uint_eq(parts[1].len, 2);
    ck_assert_uint_eq(parts[2].at, SIZE_MAX);
    ck_assert_uint_eq(parts[3].at, 4);
    ck_assert(!pf_regex_find(compile(arena, "a", ""), &run, PF_STR("aabbc"), 2, parts));
    ck_assert(!pf_regex_find(compile(arena, "", ""), &run, PF_STR("a"), 2, parts));
    ck_assert(!run.exhausted);
    pf_arena_free(arena);
}
END_TEST

START_TEST(flags_change_case_lines_dots_and_white_space)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert(!matches(arena, "debug", "", PF_STR("DEBUG")));
    ck_assert(matches(arena, "debug", "i", PF_STR("DEBUG")));
    ck_assert(!matches(arena, "^b", "", PF_STR("a\nb")));
    ck_assert(matches(arena, "^b", "m", PF_STR("a\nb")));
    ck_assert(matches(arena, "a.b", "s", PF_STR("a\nb")));
    ck_assert(matches(arena, "a b", "x", PF_STR("ab")));
    pf_arena_free(arena);
}
END_TEST

/* Whether a pattern begins with plain text or not, it matches what it says. */
START_TEST(plain_text_at_a_patterns_start_stands_for_itself_alone)
{
    static const struct {
        const char *pattern, *flags, *subject;
        bool matches;
    } cases[] = {
        {"^docker\\/build@v", "", "docker/build@v3", true},
        {"^docker\\/build@v", "", "docker/bake@v3", false},
        {"^ab?c", "", "ac", true},
        {"^ab{0}c", "", "ac", true},
        {"^a*b", "", "b", true},
        {"^ab|c", "", "c", true},
        {"^AB", "i", "abc", true},
        {"^b", "m", "a\nb", true},
        {"^a b", "x", "ab", true},
        {"^\\d\\/", "", "1/", true},
        {"^\\.x", "", ".x", true},
        {"^\\.x", "", "ax", false},
        {"^a.c", "", "abc", true},
        {"^", "", "", true},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(matches(arena, cases[i].pattern, cases[i].flags,
                              pf_str_c(cases[i].subject)) == cases[i].matches,
                      "%s", cases[i].pattern);
    pf_arena_free(arena);
}
END_TEST

START_TEST(wrong_patterns_are_refused_with_their_place)
{
    static const struct {
        const char *pattern, *flags;
        size_t at;
    } cases[] = {
        {"a(b", "", 3},  {"a[b", "", 3},
        {"(?<n", "", 4}, {"a", "ig", 1},
        {"\\C", "", 2},  {"*", "", 1},
        {"\xff", "", 0}, {"((((a{1,100}){1,100}){1,100}){1,100})", "", 0},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_regex_fault fault = {.at = 99};
        ck_assert_ptr_null(
            pf_regex_compile(arena, pf_str_c(cases[i].pattern), pf_str_c(cases[i].flags), &fault));
        ck_assert_msg(fault.at <= pf_str_c(cases[i].pattern).len, "%s", cases[i].pattern);
        ck_assert_msg(fault.message[0] != '\0', "%s", cases[i].pattern);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_pattern_may_have_4096_bytes_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *bytes = PF_NEW_ARRAY(arena, char, PF_REGEX_PATTERN_CAP + 1);
    for (size_t i = 0; i <= PF_REGEX_PATTERN_CAP; i++)
        bytes[i] = 'a';
    struct pf_regex_fault fault;
    pf_str just = {bytes, PF_REGEX_PATTERN_CAP}, over = {bytes, PF_REGEX_PATTERN_CAP + 1};
    ck_assert_ptr_nonnull(pf_regex_compile(arena, just, PF_STR(""), &fault));
    ck_assert_ptr_null(pf_regex_compile(arena, over, PF_STR(""), &fault));
    pf_arena_free(arena);
}
END_TEST

static pf_str filled(struct pf_arena *arena, size_t len, char with, char end)
{
    char *bytes = PF_NEW_ARRAY(arena, char, len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = with;
    bytes[len - 1] = end;
    return (pf_str){bytes, len};
}

START_TEST(a_subject_may_have_64_kib_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_regex_run run = pf_regex_run_new(arena);
    const struct pf_regex *regex = compile(arena, "x$", "");
    ck_assert(pf_regex_find(regex, &run, filled(arena, PF_REGEX_SUBJECT_CAP, 'a', 'x'), 0, NULL));
    ck_assert(!run.exhausted);
    pf_regex_find(regex, &run, filled(arena, PF_REGEX_SUBJECT_CAP + 1, 'a', 'x'), 0, NULL);
    ck_assert(run.exhausted);
    pf_arena_free(arena);
}
END_TEST

START_TEST(evil_patterns_end_and_say_so)
{
    static const char *const evil[] = {
        "(x+x+)+[yz]",   "(x*)*y",        "(x|x)*y",       "(x|xx)+y",
        "x*x*x*x*x*y",   "(.*)*y",        "(?:x?){30}y",   "(x+)+\\1y",
        "(x*)\\1*\\1y",  "(?=(x+))\\1*y", "(x{0,9}){99}y", "[a-z]+[a-y]+[0-9]",
        "(?:(?:x+)+)+y", "((x+)?)*y",     "(.+)+(.+)+y",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str subject = filled(arena, 8192, 'x', '!');
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        struct pf_regex_run run = pf_regex_run_new(arena);
        bool found = pf_regex_find(compile(arena, evil[i], ""), &run, subject, 0, NULL);
        ck_assert_msg(!found, "%s", evil[i]);
        ck_assert_msg(run.steps_left >= PF_REGEX_STEPS_PER_RULE - PF_REGEX_STEPS, "%s", evil[i]);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_ordinary_pattern_over_a_long_line_is_affordable)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_regex_run run = pf_regex_run_new(arena);
    pf_regex_find(compile(arena, "[a-z]+[0-9]", ""), &run, filled(arena, 8192, 'x', '!'), 0, NULL);
    ck_assert(!run.exhausted);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_run_of_many_subjects_comes_to_its_end)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_regex_run run = pf_regex_run_new(arena);
    const struct pf_regex *regex = compile(arena, "(x+x+)+[yz]", "");
    pf_str subject = filled(arena, 4096, 'x', '!');
    for (int i = 0; i < 25; i++)
        pf_regex_find(regex, &run, subject, 0, NULL);
    ck_assert(run.exhausted);
    ck_assert_uint_lt(run.steps_left, PF_REGEX_STEPS_PER_RULE);
    pf_arena_free(arena);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_do_not_shift_offsets)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_regex_run run = pf_regex_run_new(arena);
    struct pf_regex_part parts[PF_REGEX_GROUPS];
    const char bytes[] = "a\xff\xc3\xa9z";
    ck_assert(pf_regex_find(compile(arena, "\xc3\xa9(z)", ""), &run,
                            (pf_str){bytes, sizeof bytes - 1}, 0, parts));
    ck_assert_uint_eq(parts[1].at, 4);
    pf_arena_free(arena);
}
END_TEST

Suite *regex_suite(void)
{
    const TTest *const tests[] = {
        groups_come_back_with_their_offsets,
        flags_change_case_lines_dots_and_white_space,
        plain_text_at_a_patterns_start_stands_for_itself_alone,
        wrong_patterns_are_refused_with_their_place,
        a_pattern_may_have_4096_bytes_and_no_more,
        a_subject_may_have_64_kib_and_no_more,
        evil_patterns_end_and_say_so,
        an_ordinary_pattern_over_a_long_line_is_affordable,
        a_run_of_many_subjects_comes_to_its_end,
        bytes_that_are_no_utf8_do_not_shift_offsets,
        NULL,
    };
    return pf_suite("regex", tests);
}
