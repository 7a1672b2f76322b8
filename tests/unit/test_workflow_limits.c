/* How far calls, chains and scripts are followed: to the limit, and not further. */
#include "project.h"
#include "unit.h"

#include "model/deploy.h"
#include "model/resolve.h"
#include "model/trail.h"

Suite *workflow_limits_suite(void);

static void put(struct pf_arena *arena, struct pf_node *files, pf_str path, pf_str text)
{
    pf_node_put(arena, files, path, (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
}

/* `count` workflows of which each calls the next; the last one deploys. */
static struct pf_project *calls(struct pf_arena *arena, int count)
{
    struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (int i = 0; i <= count; i++) {
        pf_str path = pf_arena_format(arena, ".github/workflows/w%02d.yml", i);
        pf_str text =
            i == count ? PF_STR("on: workflow_call\njobs: {a: {runs-on: x, steps: [{run: aws ecs "
                                "update-service --service s}]}}\n")
                       : pf_arena_format(arena,
                                         "on: %s\njobs: {a: {uses: ./.github/workflows/w%02d.yml}}"
                                         "\n",
                                         i == 0 ? "push" : "workflow_call", i + 1);
        put(arena, files, path, text);
    }
    return pf_project_virtual(arena, files);
}

static enum pf_truth last_triggered(struct pf_arena *arena, struct pf_project *project)
{
    struct pf_workflows *workflows = PF_NEW(arena, struct pf_workflows);
    *workflows = *pf_project_workflows(project);
    struct pf_event event = {.name = PF_STR("push"), .branch = PF_STR("main")};
    const struct pf_simulation *simulation = pf_simulate(arena, project, workflows, &event);
    return simulation->workflows[simulation->workflow_count - 1].triggered;
}

START_TEST(ten_calls_in_one_another_are_followed)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_int_eq(last_triggered(arena, calls(arena, 10)), PF_YES);
    ck_assert_int_eq(last_triggered(arena, calls(arena, 11)), PF_NO);
    ck_assert_uint_eq(pf_deploys_find(arena, calls(arena, 10))->count, 1);
    ck_assert_uint_eq(pf_deploys_find(arena, calls(arena, 11))->count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(three_runs_after_a_run_are_started)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (int count = 3; count <= 4; count++) {
        struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
        put(arena, files, PF_STR(".github/workflows/w0.yml"),
            PF_STR("name: w0\non: push\njobs: {a: {runs-on: x, steps: []}}\n"));
        for (int i = 1; i <= count; i++)
            put(arena, files, pf_arena_format(arena, ".github/workflows/w%d.yml", i),
                pf_arena_format(arena,
                                "name: w%d\non: {workflow_run: {workflows: [w%d]}}\n"
                                "jobs: {a: {runs-on: x, steps: []}}\n",
                                i, i - 1));
        ck_assert_int_eq(last_triggered(arena, pf_project_virtual(arena, files)),
                         count == 3 ? PF_YES : PF_NO);
    }
    pf_arena_free(arena);
}
END_TEST

static const struct pf_deploy *deploy_of_renders(struct pf_arena *arena, int count)
{
    pf_str text = PF_STR("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n");
    for (int i = 0; i < count; i++) {
        pf_str from =
            i == 0 ? PF_STR("td.json")
                   : pf_arena_format(arena, "'${{ steps.r%d.outputs.task-definition }}'", i - 1);
        text = pf_arena_format(
            arena,
            "%.*s      - {id: r%d, uses: aws-actions/amazon-ecs-render-task-definition@v1,\n"
            "         with: {task-definition: %.*s}}\n",
            PF_ARG(text), i, PF_ARG(from));
    }
    text = pf_arena_format(
        arena,
        "%.*s      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
        "        with: {task-definition: '${{ steps.r%d.outputs.task-definition }}'}\n",
        PF_ARG(text), count - 1);
    const struct pf_deploys *deploys = pf_deploys_find(arena, pf_test_workflow(arena, text.data));
    ck_assert_uint_eq(deploys->count, 1);
    return &deploys->items[0];
}

START_TEST(a_chain_of_renders_is_followed_to_its_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_pf_str_eq(deploy_of_renders(arena, 31)->taskdef_path, PF_STR("td.json"));
    const struct pf_deploy *deploy = deploy_of_renders(arena, 32);
    ck_assert(deploy->chain_broken);
    ck_assert_pf_str_eq(deploy->taskdef_path, PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(twenty_scripts_of_a_step_are_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (int count = 20; count <= 21; count++) {
        struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
        put(arena, files, PF_STR(".github/workflows/w.yml"),
            PF_STR("on: push\njobs: {a: {runs-on: x, steps: [{run: ./s1.sh}]}}\n"));
        for (int i = 1; i <= count; i++)
            put(arena, files, pf_arena_format(arena, "s%d.sh", i),
                i == count ? PF_STR("aws ecs update-service --service s\n")
                           : pf_arena_format(arena, "./s%d.sh\n", i + 1));
        ck_assert_uint_eq(pf_deploys_find(arena, pf_project_virtual(arena, files))->count,
                          count == 20 ? 1 : 0);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_value_is_followed_through_eight_jobs)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = PF_STR("on: push\njobs:\n");
    for (int i = 0; i < 10; i++) {
        pf_str value = i == 0 ? PF_STR("literal")
                              : pf_arena_format(arena, "'${{ needs.j%d.outputs.x }}'", i - 1);
        pf_str needs = i == 0 ? PF_STR("") : pf_arena_format(arena, "needs: j%d, ", i - 1);
        text =
            pf_arena_format(arena, "%.*s  j%d: {%.*sruns-on: x, outputs: {x: %.*s}, steps: []}\n",
                            PF_ARG(text), i, PF_ARG(needs), PF_ARG(value));
    }
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text.data));
    const struct pf_workflow *workflow = &workflows.items[0];
    struct pf_node *value = pf_node_str(arena, PF_STR("${{ needs.j7.outputs.x }}"), (pf_span){0});
    ck_assert_int_eq(pf_resolve(arena, workflow, &workflow->jobs[8], NULL, value)->kind, PF_STRING);
    value = pf_node_str(arena, PF_STR("${{ needs.j8.outputs.x }}"), (pf_span){0});
    ck_assert_int_eq(pf_resolve(arena, workflow, &workflow->jobs[9], NULL, value)->kind, PF_ANY);
    pf_arena_free(arena);
}
END_TEST

START_TEST(five_hundred_variables_are_known_and_the_next_is_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (int count = PF_TRAIL_ENV - 1; count <= PF_TRAIL_ENV; count++) {
        pf_str text = PF_STR("on: push\nenv:\n");
        for (int i = 1; i <= count; i++)
            text = pf_arena_format(arena, "%.*s  V%d: x\n", PF_ARG(text), i);
        text = pf_arena_format(arena, "%.*sjobs: {a: {runs-on: x, steps: []}}\n", PF_ARG(text));
        struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text.data));
        struct pf_node *value =
            pf_node_str(arena, pf_arena_format(arena, "${{ env.V%d }}", count), (pf_span){0});
        const struct pf_node *result =
            pf_resolve(arena, &workflows.items[0], &workflows.items[0].jobs[0], NULL, value);
        ck_assert_int_eq(result->kind, count < PF_TRAIL_ENV ? PF_STRING : PF_ANY);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *workflow_limits_suite(void)
{
    const TTest *const tests[] = {
        ten_calls_in_one_another_are_followed,
        three_runs_after_a_run_are_started,
        a_chain_of_renders_is_followed_to_its_limit,
        twenty_scripts_of_a_step_are_read,
        a_value_is_followed_through_eight_jobs,
        five_hundred_variables_are_known_and_the_next_is_not,
        NULL,
    };
    return pf_suite("workflow_limits", tests);
}
