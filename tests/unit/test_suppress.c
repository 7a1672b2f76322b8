/* Comments that hide findings: where they are looked for and what they cover. */
#include "unit.h"

#include "rule/suppress.h"

Suite *suppress_suite(void);

static struct pf_suppressions read(struct pf_arena *arena, const char *path, const char *text)
{
    struct pf_suppressions suppressions = {0};
    pf_suppressions_read(arena, pf_source_new(arena, pf_str_c(path), pf_str_c(text)),
                         &suppressions);
    return suppressions;
}

START_TEST(a_directive_covers_its_line_or_the_next)
{
    static const struct {
        const char *path, *text;
        uint32_t first, last;
    } cases[] = {
        {"a.yml", "a: 1 # preflight: ignore[X] why\n", 1, 1},
        {"a.yml", "# preflight: ignore[X] why\na: 1\nb: 2\n", 2, 2},
        {"a.yml", "# preflight: ignore[X] why\n\n# other\na: 1\n", 4, 4},
        {"a.yml", "- run: | # preflight: ignore[X] why\n    one\n\n    two\n  name: x\n", 1, 4},
        {"a.yml", "  # preflight: ignore[X] why\n  run: >-\n    one\n  name: x\n", 2, 3},
        {"a.yml", "  # preflight: ignore[X] why\n  run: |2- # c\n    one\n  name: x\n", 2, 3},
        {"a.yml", "a: b| # preflight: ignore[X] why\n  one\n", 1, 1},
        {"a.yml", "run: |\n  one\n  two # preflight: ignore[X] why\n", 3, 3},
        {"s.py", "DEBUG = 1  # preflight: ignore[X] why\n", 1, 1},
        {"Dockerfile", "# preflight: ignore[X] why\nRUN a \\\n  b \\\n  c\nRUN d\n", 2, 4},
        {"docker/Dockerfile.prod", "# preflight: ignore[X] why\nUSER root\n", 2, 2},
        {".env", "# preflight: ignore[X] why\nA=1\n", 2, 2},
        {"README.md", "<!-- preflight: ignore[X] why -->\ngit push origin master\n", 2, 2},
        {"README.md", "git push <!-- preflight: ignore[X] why -->\n", 1, 1},
        {"a.rst", ".. preflight: ignore[X] why\n\n   git push\n", 3, 3},
        {"a.yml", "# preflight: ignore-file[X] why\n", 0, UINT32_MAX},
        {"a.yml", "# preflight: ignore[X] at the very end", 2, 2},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_suppressions found = read(arena, cases[i].path, cases[i].text);
        ck_assert_msg(found.count == 1, "%s", cases[i].text);
        ck_assert_msg(found.items[0].first_line == cases[i].first &&
                          found.items[0].last_line == cases[i].last,
                      "%s: %u to %u", cases[i].text, found.items[0].first_line,
                      found.items[0].last_line);
        ck_assert(!found.items[0].malformed);
        ck_assert_pf_str_eq(found.items[0].rules.items[0], PF_STR("X"));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(rules_reason_and_date_are_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_suppressions found =
        read(arena, "a.yml",
             "a: 1 #  preflight:  ignore[DJG001, debug-on] until 2026-12-31: a reason \n");
    const struct pf_suppression *suppression = &found.items[0];
    ck_assert_uint_eq(suppression->rules.count, 2);
    ck_assert_pf_str_eq(suppression->rules.items[1], PF_STR("debug-on"));
    ck_assert_pf_str_eq(pf_span_text(suppression->rule_spans[1]), PF_STR("debug-on"));
    ck_assert_pf_str_eq(suppression->expires, PF_STR("2026-12-31"));
    ck_assert_pf_str_eq(suppression->reason, PF_STR("a reason"));
    ck_assert_pf_str_eq(pf_span_text(suppression->span),
                        PF_STR("preflight:  ignore[DJG001, debug-on] until 2026-12-31: a reason"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_cannot_be_read_as_a_directive_is_malformed)
{
    static const char *const texts[] = {
        "# preflight: ignore DJG001\n", "# preflight: ignore[DJG001 why\n",
        "# preflight: ignore[] why\n",  "# preflight: ignore[X] until 2026-02-30 why\n",
        "# preflight: ignore-file\n",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pf_suppressions found = read(arena, "a.yml", texts[i]);
        ck_assert_msg(found.count == 1 && found.items[0].malformed, "%s", texts[i]);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(other_comments_and_other_files_have_none)
{
    static const struct {
        const char *path, *text;
    } cases[] = {
        {"a.json", "{} # preflight: ignore[X] why\n"},
        {"a.yml", "# preflight: checks this file\n"},
        {"a.yml", "a: b# preflight: ignore[X] why\n"},
        {"a.yml", "run: preflight: ignore[X]\n"},
        {"a.md", "# preflight: ignore[X] why\n"},
        {"noidea", "# preflight: ignore[X] why\n"},
        {"a.yml", ""},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(read(arena, cases[i].path, cases[i].text).count == 0, "%s", cases[i].text);
    pf_arena_free(arena);
}
END_TEST

START_TEST(dates_are_days_of_the_calendar)
{
    ck_assert(pf_date_is_valid(PF_STR("2026-12-31")));
    ck_assert(pf_date_is_valid(PF_STR("2028-02-29")));
    ck_assert(!pf_date_is_valid(PF_STR("2026-02-29")));
    ck_assert(!pf_date_is_valid(PF_STR("2026-13-01")));
    ck_assert(!pf_date_is_valid(PF_STR("2026-00-10")));
    ck_assert(!pf_date_is_valid(PF_STR("2026-1-1")));
    ck_assert(!pf_date_is_valid(PF_STR("tomorrow")));
    ck_assert(!pf_date_is_valid(PF_STR("20a6-12-31")));
}
END_TEST

Suite *suppress_suite(void)
{
    const TTest *const tests[] = {
        a_directive_covers_its_line_or_the_next,
        rules_reason_and_date_are_read,
        what_cannot_be_read_as_a_directive_is_malformed,
        other_comments_and_other_files_have_none,
        dates_are_days_of_the_calendar,
        NULL,
    };
    return pf_suite("suppress", tests);
}
