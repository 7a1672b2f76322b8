/* A workflow's parts. */
#include "project.h"
#include "unit.h"

Suite *workflow_suite(void);

static const char text[] = "name: Deploy\n"
                           "on: push\n"
                           "jobs:\n"
                           "  build:\n"
                           "    runs-on: ubuntu-latest\n"
                           "    steps:\n"
                           "      - uses: Docker/Build-Push-Action@v5\n"
                           "        id: image\n"
                           "        with: {Push: true}\n"
                           "      - parallel:\n"
                           "          - run: a\n"
                           "          - run: b\n"
                           "      - uses: ./.github/Actions/x\n"
                           "      - a word\n"
                           "  deploy:\n"
                           "    needs: build\n"
                           "    if: always()\n"
                           "    uses: ./.github/workflows/other.yml\n"
                           "  last:\n"
                           "    needs: [build, deploy]\n"
                           "  none: 3\n";

START_TEST(jobs_and_steps_are_found_by_name)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    ck_assert_uint_eq(workflows.count, 1);
    const struct pf_workflow *workflow = &workflows.items[0];
    ck_assert_pf_str_eq(workflow->name, PF_STR("Deploy"));
    ck_assert_uint_eq(workflow->job_count, 3);
    const struct pf_workflow_job *deploy = pf_workflow_job_of(workflow, PF_STR("Deploy"));
    ck_assert_pf_str_eq(deploy->needs.items[0], PF_STR("build"));
    ck_assert_ptr_nonnull(deploy->condition);
    ck_assert_ptr_nonnull(deploy->uses);
    ck_assert_uint_eq(workflow->jobs[2].needs.count, 2);
    ck_assert_ptr_null(pf_workflow_job_of(workflow, PF_STR("none")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(steps_know_their_action_and_inputs)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    const struct pf_workflow_job *build = &workflows.items[0].jobs[0];
    ck_assert_uint_eq(build->step_count, 4);
    const struct pf_workflow_step *step = pf_workflow_step_of(build, PF_STR("IMAGE"));
    ck_assert_pf_str_eq(step->action, PF_STR("docker/build-push-action"));
    ck_assert_pf_str_eq(step->ref, PF_STR("v5"));
    ck_assert_pf_str_eq(pf_node_text(pf_workflow_input(step, "push")), PF_STR("true"));
    ck_assert_ptr_null(pf_workflow_input(step, "tags"));
    ck_assert_pf_str_eq(pf_node_text(build->steps[2].run), PF_STR("b"));
    ck_assert_pf_str_eq(build->steps[3].action, PF_STR("./.github/Actions/x"));
    ck_assert_uint_eq(build->steps[3].index, 3);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_commit_is_of_the_version_that_its_comment_names)
{
    static const struct {
        const char *behind, *version;
    } cases[] = {
        {"11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "v4.2.2"},
        {"11bd71901bbe5b1630ceea73d27597364c9af683 #v4 pinned", "v4"},
        {"11bd71901bbe5b1630ceea73d27597364c9af683 # tag=4.2.2", "v4.2.2"},
        {"11bd71901bbe5b1630ceea73d27597364c9af683 # pinned", ""},
        {"11bd71901bbe5b1630ceea73d27597364c9af683\n# v4", ""},
        {"v3 # v4.2.2", "v3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str workflow = pf_arena_format(arena,
                                          "jobs:\n  a:\n    steps:\n"
                                          "      - uses: actions/checkout@%s\n",
                                          cases[i].behind);
        struct pf_workflows workflows =
            *pf_project_workflows(pf_test_workflow(arena, workflow.data));
        ck_assert_pf_str_eq(workflows.items[0].jobs[0].steps[0].version,
                            pf_str_c(cases[i].version));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_file_that_is_no_map_is_no_workflow)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(pf_project_workflows(pf_test_workflow(arena, "- a\n"))->count, 0);
    ck_assert_uint_eq(pf_project_workflows(pf_test_workflow(arena, "jobs: 3\n"))->count, 1);
    pf_arena_free(arena);
}
END_TEST

Suite *workflow_suite(void)
{
    const TTest *const tests[] = {
        jobs_and_steps_are_found_by_name,
        steps_know_their_action_and_inputs,
        a_commit_is_of_the_version_that_its_comment_names,
        a_file_that_is_no_map_is_no_workflow,
        NULL,
    };
    return pf_suite("workflow", tests);
}
