/* What comes through the pipe from the check, whole or not. */
#include "unit.h"

#include "deploy/plan.h"

Suite *plan_suite(void);

#define HEAD "{\"schema\":1,\"tool\":\"preflight\",\"version\":\"1\",\"verdict\":\"pass\","
#define PLAN                                                                                       \
    HEAD "\"not_checked\":[],\"findings\":[{\"rule\":\"DJG001\",\"severity\":\"error\","           \
         "\"path\":\"a.py\",\"line\":3,\"message\":\"m\"}],\"plan\":{\"branch\":\"main\","         \
         "\"production_branch\":\"main\",\"push_deploys\":\"maybe\",\"reasons\":[],"               \
         "\"deployments\":[{\"name\":\"d\",\"task_definition\":\"t.json\","                        \
         "\"task_definition_changed\":true,\"container\":\"web\",\"supplies\":[{\"name\":\"A\","   \
         "\"by\":\"x\",\"value_from\":\"arn\"}],\"deploy\":{\"job\":\"deploy\",\"runs\":\"yes\"}}" \
         "],"                                                                                      \
         "\"github\":{\"secrets\":[\"S\"]},\"checks\":[],\"config\":\"\",\"deploy\":null}}\n"

START_TEST(a_plan_is_read_as_it_was_written)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_plan plan;
    ck_assert(pf_plan_read(arena, PF_STR(PLAN), &plan, NULL));
    ck_assert_pf_str_eq(plan.verdict, PF_STR("pass"));
    ck_assert_int_eq(plan.push_deploys, PF_MAYBE);
    ck_assert_uint_eq(plan.deployment_count, 1);
    ck_assert(plan.deployments[0].task_definition_changed);
    ck_assert_int_eq(plan.deployments[0].runs, PF_YES);
    ck_assert_ptr_nonnull(pf_plan_supply(&plan.deployments[0], "A"));
    ck_assert_ptr_null(pf_plan_supply(&plan.deployments[0], "B"));
    ck_assert_uint_eq(plan.finding_count, 1);
    ck_assert_pf_str_eq(plan.findings[0].line, PF_STR("3"));
    ck_assert_uint_eq(plan.secrets.count, 1);
    ck_assert_ptr_null(plan.config_deploy);
    ck_assert_uint_eq(plan.sha256.len, 64);
    pf_arena_free(arena);
}
END_TEST

/* A gate that takes half an answer for a whole one is none. */
START_TEST(every_cut_of_a_plan_is_refused)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_plan plan;
    pf_str whole = PF_STR(PLAN);
    for (size_t len = 0; len + 1 < whole.len; len++)
        ck_assert_msg(!pf_plan_read(arena, pf_str_slice(whole, 0, len), &plan, NULL), "%zu bytes",
                      len);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_is_no_plan_is_refused)
{
    static const char *const others[] = {
        "",
        "[]",
        "null",
        "{}",
        "<html>",
        HEAD "\"plan\":null}",
        "{\"schema\":2,\"tool\":\"preflight\",\"verdict\":\"pass\",\"plan\":{}}",
        "{\"schema\":1,\"tool\":\"other\",\"verdict\":\"pass\",\"plan\":{}}",
        "{\"schema\":1,\"tool\":\"preflight\",\"plan\":{}}"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_error error = {0};
        struct pf_plan plan;
        ck_assert_msg(!pf_plan_read(arena, pf_str_c(others[i]), &plan, &error), "%s", others[i]);
        ck_assert_int_eq(error.exit_status, PF_EXIT_INTERNAL);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *plan_suite(void)
{
    const TTest *const tests[] = {
        a_plan_is_read_as_it_was_written,
        every_cut_of_a_plan_is_refused,
        what_is_no_plan_is_refused,
        NULL,
    };
    return pf_suite("plan", tests);
}
