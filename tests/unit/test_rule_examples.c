/* The examples of every built-in rule. */
#include "unit.h"

#include "rule/virtual.h"

#include <stdio.h>

Suite *rule_examples_suite(void);

START_TEST(every_rule_finds_its_bad_examples_and_leaves_the_good_ones)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = {0};
    pf_rules_built_in(arena, &rules);
    struct pf_buffer report = pf_buffer_new(arena);
    struct pf_rule_tests_result result =
        pf_rules_test(&rules, pf_rule_virtual_project, NULL, &report);
    fprintf(stderr, "%.*s", PF_ARG(pf_buffer_str(&report))); /* too long for a check message */
    ck_assert_uint_eq(result.failed, 0);
    ck_assert_uint_gt(result.passed, 60);
    pf_arena_free(arena);
}
END_TEST

Suite *rule_examples_suite(void)
{
    const TTest *const tests[] = {
        every_rule_finds_its_bad_examples_and_leaves_the_good_ones,
        NULL,
    };
    return pf_suite("rule examples", tests);
}
