/* Values of steps followed to their literals. */
#include "project.h"
#include "unit.h"

#include "model/resolve.h"

Suite *resolve_suite(void);

static const char text[] = "on: push\n"
                           "env:\n"
                           "  ECS_TASK_DEFINITION: .aws/task-definition.json\n"
                           "  REGION: eu-west-1\n"
                           "  NAME: ${{ github.event.repository.name }}\n"
                           "jobs:\n"
                           "  build:\n"
                           "    runs-on: ubuntu-latest\n"
                           "    outputs:\n"
                           "      image: ${{ steps.image.outputs.image }}\n"
                           "      copy: ${{ needs.deploy.outputs.x }}\n"
                           "    env: {REPO: 'acme/${{ env.REGION }}'}\n"
                           "    steps:\n"
                           "      - id: image\n"
                           "        env: {TAG: v1}\n"
                           "        run: |\n"
                           "          docker build -t shop:$TAG .\n"
                           "          echo \"image=shop:${TAG}\" >> $GITHUB_OUTPUT\n"
                           "  deploy:\n"
                           "    needs: build\n"
                           "    runs-on: ubuntu-latest\n"
                           "    strategy: {matrix: {stage: [prod]}}\n"
                           "    env: {CLUSTER: shop, OLD: before}\n"
                           "    steps:\n"
                           "      - run: |\n"
                           "          echo \"SERVICE=web-${{ env.CLUSTER }}\" >> \"$GITHUB_ENV\"\n"
                           "          echo OLD=after >> $GITHUB_ENV\n"
                           "          echo \"WHEN=$(date)\" >> $GITHUB_ENV\n"
                           "      - id: maybe\n"
                           "        if: github.ref == 'x'\n"
                           "        run: echo \"who=me\" >> $GITHUB_OUTPUT\n"
                           "      - id: last\n"
                           "        env: {CLUSTER: other}\n"
                           "        uses: a/b@v1\n"
                           "        with: {x: y}\n";

START_TEST(expressions_come_to_their_literals_and_unknowns_say_why)
{
    static const struct {
        const char *value, *text, *reason;
    } cases[] = {
        {"${{ env.ECS_TASK_DEFINITION }}", ".aws/task-definition.json", NULL},
        {"${{ env.REGION }}/x", "eu-west-1/x", NULL},
        {"${{ env.CLUSTER }}", "other", NULL},
        {"${{ env.SERVICE }}", "web-shop", NULL},
        {"${{ env.OLD }}", "after", NULL},
        {"${{ env.WHEN }}", NULL, "what a command of the script prints"},
        {"${{ env.NAME }}", NULL, "github.event.repository.name"},
        {"${{ secrets.KEY }}", NULL, "the GitHub secret KEY"},
        {"${{ vars.REGION }}", NULL, "the variable vars.REGION"},
        {"a-${{ matrix.stage }}", "a-prod", NULL},
        {"${{ needs.build.outputs.image }}", "shop:v1", NULL},
        {"${{ needs.build.outputs.none }}", NULL, "the output needs.build.outputs.none"},
        {"${{ steps.maybe.outputs.who }}", NULL, "a step that may not run"},
        {"plain", "plain", NULL},
        {"${{ broken", NULL, "an expression that fails"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    const struct pf_workflow *workflow = &workflows.items[0];
    const struct pf_workflow_job *job = pf_workflow_job_of(workflow, PF_STR("deploy"));
    const struct pf_workflow_step *step = pf_workflow_step_of(job, PF_STR("last"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_node *value = pf_node_str(arena, pf_str_c(cases[i].value), step->uses->span);
        const struct pf_node *result = pf_resolve(arena, workflow, job, step, value);
        ck_assert_msg((result->kind == PF_STRING) == (cases[i].text != NULL), "%s", cases[i].value);
        ck_assert_pf_str_eq(result->kind == PF_STRING ? result->text : result->as.any->reason,
                            pf_str_c(cases[i].text != NULL ? cases[i].text : cases[i].reason));
        ck_assert_uint_eq(result->span.at, step->uses->span.at);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_job_sees_the_workflows_env_but_not_a_later_write)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    const struct pf_workflow *workflow = &workflows.items[0];
    const struct pf_workflow_job *job = pf_workflow_job_of(workflow, PF_STR("deploy"));
    struct pf_node *value = pf_node_str(arena, PF_STR("${{ env.OLD }}"), (pf_span){0});
    ck_assert_pf_str_eq(pf_resolve(arena, workflow, job, &job->steps[0], value)->text,
                        PF_STR("before"));
    ck_assert_pf_str_eq(pf_resolve(arena, workflow, job, NULL, value)->text, PF_STR("before"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_a_caller_gives_comes_before_defaults)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows =
        *pf_project_workflows(pf_test_workflow(arena, "on:\n  workflow_call:\n    inputs:\n"
                                                      "      a: {type: string, default: x}\n"
                                                      "      b: {type: boolean}\n"
                                                      "jobs: {}\n"));
    struct pf_workflow workflow = workflows.items[0];
    struct pf_node *value = pf_node_str(arena, PF_STR("${{ inputs.a }}"), (pf_span){0});
    ck_assert_pf_str_eq(pf_resolve(arena, &workflow, NULL, NULL, value)->text, PF_STR("x"));
    struct pf_node *given = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, given, PF_STR("a"), (pf_span){0},
                pf_node_str(arena, PF_STR("given"), (pf_span){0}));
    workflow.inputs = given;
    ck_assert_pf_str_eq(pf_resolve(arena, &workflow, NULL, NULL, value)->text, PF_STR("given"));
    value = pf_node_str(arena, PF_STR("${{ inputs.b }}"), (pf_span){0});
    ck_assert_pf_str_eq(pf_resolve(arena, &workflow, NULL, NULL, value)->text, PF_STR("false"));
    pf_arena_free(arena);
}
END_TEST

Suite *resolve_suite(void)
{
    const TTest *const tests[] = {
        expressions_come_to_their_literals_and_unknowns_say_why,
        a_job_sees_the_workflows_env_but_not_a_later_write,
        what_a_caller_gives_comes_before_defaults,
        NULL,
    };
    return pf_suite("resolve", tests);
}
