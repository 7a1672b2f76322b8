/* What a push starts. */
#include "project.h"
#include "unit.h"

#include "model/deploy.h"

Suite *simulate_suite(void);

static const struct pf_simulation *push(struct pf_arena *arena, struct pf_project *project,
                                        const char *branch)
{
    struct pf_workflows *workflows = PF_NEW(arena, struct pf_workflows);
    *workflows = *pf_project_workflows(project);
    struct pf_event event = {.name = PF_STR("push"),
                             .branch = pf_str_c(branch),
                             .default_branch = PF_STR("main"),
                             .repository = PF_STR("acme/shop")};
    return pf_simulate(arena, project, workflows, &event);
}

static const struct pf_simulation *push_to(struct pf_arena *arena, const char *text,
                                           const char *branch)
{
    return push(arena, pf_test_workflow(arena, text), branch);
}

START_TEST(filters_say_which_push_starts_a_workflow_and_why)
{
    static const struct {
        const char *on, *branch;
        enum pf_truth triggered;
        const char *reason;
    } cases[] = {
        {"push", "main", PF_YES, "every push starts it"},
        {"[push, pull_request]", "x", PF_YES, "every push starts it"},
        {"{push: }", "x", PF_YES, "every push starts it"},
        {"{push: {branches: [main]}}", "main", PF_YES, "branch 'main' matches 'main'"},
        {"{push: {branches: [main]}}", "master", PF_NO,
         "branch 'master' is not among its branches: 'main'"},
        {"{push: {branches: ['**', '!dev']}}", "dev", PF_NO, "branch 'dev' is excluded by '!dev'"},
        {"{push: {branches-ignore: [dev]}}", "dev", PF_NO, "branch 'dev' is ignored by its filter"},
        {"{push: {branches-ignore: [dev]}}", "main", PF_YES, "branch 'main' is not ignored"},
        {"{push: {tags: ['v*']}}", "main", PF_NO,
         "it listens to pushes of tags only, and 'main' is a branch"},
        {"{push: {branches: [main], paths: ['src/**']}}", "main", PF_MAYBE,
         "only when a changed file matches 'src/**'"},
        {"{push: {branches: [main], paths: ['src/**']}}", "dev", PF_NO,
         "branch 'dev' is not among its branches: 'main'"},
        {"{push: {branches: [a], branches-ignore: [b]}}", "a", PF_NO,
         "GitHub refuses branches together with branches-ignore"},
        {"pull_request", "main", PF_NO, "it does not listen to push"},
        {"{push: {branches: main}}", "main", PF_YES, "branch 'main' matches 'main'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = pf_arena_format(arena, "on: %s\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n",
                                      cases[i].on);
        const struct pf_simulated *workflow =
            &push_to(arena, text.data, cases[i].branch)->workflows[0];
        ck_assert_pf_str_eq(workflow->reason, pf_str_c(cases[i].reason));
        ck_assert_int_eq(workflow->triggered, cases[i].triggered);
        ck_assert_int_eq(workflow->jobs[0].runs, cases[i].triggered == PF_NO ? PF_NO : PF_YES);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_branch_passes_by_its_name_alone)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(
        pf_test_workflow(arena, "on: {push: {branches: [main], tags: ['v*'], paths: [a]}}\n"
                                "jobs: {}\n"));
    const struct pf_workflow *workflow = &workflows.items[0];
    ck_assert_int_eq(pf_simulate_branch_passes(arena, workflow, "push", PF_STR("main")), PF_YES);
    ck_assert_int_eq(pf_simulate_branch_passes(arena, workflow, "push", PF_STR("dev")), PF_NO);
    ck_assert_int_eq(pf_simulate_branch_passes(arena, workflow, "push", PF_STR("refs/tags/v1")),
                     PF_YES);
    ck_assert_int_eq(pf_simulate_branch_passes(arena, workflow, "release", PF_STR("main")), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(known_paths_and_skip_markers_decide)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_workflow(
        arena, "on: {push: {paths-ignore: ['docs/**']}}\njobs: {a: {runs-on: x, steps: []}}\n");
    struct pf_workflows workflows = *pf_project_workflows(project);
    struct pf_strs paths = {0};
    *pf_pile_add(arena, &paths) = PF_STR("docs/a.md");
    struct pf_event event = {.name = PF_STR("push"), .branch = PF_STR("main"), .paths = &paths};
    ck_assert_int_eq(pf_simulate(arena, project, &workflows, &event)->workflows[0].triggered,
                     PF_NO);
    *pf_pile_add(arena, &paths) = PF_STR("app.py");
    ck_assert_int_eq(pf_simulate(arena, project, &workflows, &event)->workflows[0].triggered,
                     PF_YES);
    event.message = PF_STR("fix [skip ci]");
    ck_assert_int_eq(pf_simulate(arena, project, &workflows, &event)->workflows[0].triggered,
                     PF_NO);
    event.message = PF_STR("fix\n\n\nskip-checks: true\n");
    ck_assert_int_eq(pf_simulate(arena, project, &workflows, &event)->workflows[0].triggered,
                     PF_NO);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_simulated_job *only_job(struct pf_arena *arena, const char *condition)
{
    pf_str text = pf_arena_format(
        arena, "on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n    if: %s\n", condition);
    return &push_to(arena, text.data, "main")->workflows[0].jobs[0];
}

START_TEST(conditions_are_read_as_github_reads_them)
{
    static const struct {
        const char *condition;
        enum pf_truth runs;
        const char *reason, *decided;
    } cases[] = {
        {"github.ref == 'refs/heads/main'", PF_YES,
         "condition is true: github.ref is 'refs/heads/main'", "github.ref == 'refs/heads/main'"},
        {"${{ github.ref == 'main' }}", PF_NO,
         "condition is false: github.ref is 'refs/heads/main', not 'main'", "github.ref == 'main'"},
        {"github.event_name == 'push' && vars.DEPLOY == 'yes'", PF_MAYBE,
         "condition cannot be decided: it depends on the variable vars.DEPLOY",
         "vars.DEPLOY == 'yes'"},
        {"${{ false }} || false", PF_YES,
         "condition is true: text around ${{ }} makes it a string, not a test",
         "${{ false }} || false"},
        {"|\n      ${{ false }}", PF_YES,
         "condition is true: text around ${{ }} makes it a string, not a test",
         "|\n      ${{ false }}"},
        {"|-\n      ${{ false }}", PF_NO, "condition is false: it is the constant false", "false"},
        {"|\n      github.ref ==\n      'x'", PF_NO,
         "condition is false: github.ref is 'refs/heads/main', not 'x'",
         "github.ref ==\n      'x'"},
        {"false", PF_NO, "condition is false: it is the constant false", "false"},
        {"failure()", PF_NO, "condition is false: failure() is false", "failure()"},
        {"always()", PF_YES, "condition is true: always() is true", "always()"},
        {"''", PF_YES, "no condition", NULL},
        {"github.ref == \"main\"", PF_NO,
         "GitHub refuses the condition: unexpected symbol \"main\"; strings stand in single quotes "
         "here",
         "\"main\""},
        {"contains(github.ref, 'mai')", PF_YES,
         "condition is true: contains(github.ref, 'mai') is true: github.ref is "
         "'refs/heads/main'",
         "contains(github.ref, 'mai')"},
        {"github.event.pull_request.merged == true", PF_NO,
         "condition is false: github.event.pull_request.merged is empty, not true",
         "github.event.pull_request.merged == true"},
        {"github.repository == 'acme/shop' && github.event.repository.fork", PF_MAYBE,
         "condition cannot be decided: it depends on github.event.repository.fork",
         "github.event.repository.fork"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_simulated_job *job = only_job(arena, cases[i].condition);
        ck_assert_pf_str_eq(job->reason, pf_str_c(cases[i].reason));
        ck_assert_int_eq(job->runs, cases[i].runs);
        pf_str decided = PF_STR("");
        if (job->decided.file != NULL)
            decided = pf_span_text(job->decided);
        ck_assert_pf_str_eq(decided, pf_str_c(cases[i].decided));
        pf_arena_free(arena);
    }
}
END_TEST

static const char graph[] =
    "on: push\n"
    "concurrency: one\n"
    "jobs:\n"
    "  last: {needs: middle, runs-on: x, steps: []}\n"
    "  skipped: {if: github.ref == 'refs/heads/dev', runs-on: x, steps: [{run: a}]}\n"
    "  middle: {needs: skipped, if: always(), runs-on: x, steps: []}\n"
    "  direct: {needs: [skipped], runs-on: x, steps: []}\n"
    "  brave: {needs: middle, if: '!cancelled() && needs.middle.result == ''success''',\n"
    "          runs-on: x, steps: []}\n"
    "  open: {if: vars.GO, runs-on: x, steps: []}\n"
    "  after: {needs: open, runs-on: x, steps: []}\n"
    "  round: {needs: trip, runs-on: x, steps: []}\n"
    "  trip: {needs: round, runs-on: x, steps: []}\n"
    "  lost: {needs: nobody, runs-on: x, steps: []}\n"
    "  stuck: {concurrency: ONE, runs-on: x, steps: []}\n"
    "  none: {strategy: {matrix: {a: []}}, runs-on: x, steps: []}\n";

START_TEST(skips_spread_through_needs_as_github_spreads_them)
{
    static const struct {
        const char *id;
        enum pf_truth runs;
        const char *reason;
    } cases[] = {
        {"last", PF_NO, "it needs 'middle', and a job before that is skipped"},
        {"skipped", PF_NO,
         "condition is false: github.ref is 'refs/heads/main', not 'refs/heads/dev'"},
        {"middle", PF_YES, "condition is true: always() is true"},
        {"direct", PF_NO, "it needs 'skipped', which is skipped"},
        {"brave", PF_YES, NULL},
        {"open", PF_MAYBE, "condition cannot be decided: it depends on the variable vars.GO"},
        {"after", PF_MAYBE, "it depends on whether 'open' runs"},
        {"round", PF_NO, "the jobs it needs need each other, or one that does not exist"},
        {"trip", PF_NO, "the jobs it needs need each other, or one that does not exist"},
        {"lost", PF_NO, "it needs 'nobody', which does not exist"},
        {"stuck", PF_NO, "it waits for the concurrency group that its own workflow holds"},
        {"none", PF_NO, "its matrix has no legs"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_simulated *workflow = &push_to(arena, graph, "main")->workflows[0];
    ck_assert_uint_eq(workflow->job_count, sizeof cases / sizeof *cases);
    for (size_t i = 0; i < workflow->job_count; i++) {
        const struct pf_simulated_job *job = &workflow->jobs[i];
        ck_assert_pf_str_eq(job->job->id, pf_str_c(cases[i].id));
        ck_assert_msg(job->runs == cases[i].runs, "%s: %s", cases[i].id, pf_truth_name(job->runs));
        if (cases[i].reason != NULL)
            ck_assert_pf_str_eq(job->reason, pf_str_c(cases[i].reason));
    }
    ck_assert_int_eq(workflow->jobs[1].steps[0].runs, PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(steps_see_the_matrix_env_and_outputs_of_earlier_steps)
{
    static const struct {
        enum pf_truth runs;
        const char *reason;
    } expected[] = {
        {PF_YES, "no condition"},
        {PF_YES, "condition is true: matrix.os is 'mac' (in 1 of 2 matrix legs)"},
        {PF_NO, "condition is false: matrix.os is 'linux', not 'windows'"},
        {PF_YES, "condition is true: env.GO is 'yes'"},
        {PF_YES, "condition is true: steps.a.outputs.x is '1'"},
        {PF_NO, "condition is false: steps.a.outcome is 'success', not 'failure'"},
        {PF_MAYBE, "condition cannot be decided: it depends on the GitHub secret K"},
        {PF_NO, "condition is false: failure() is false"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_simulation *simulation =
        push_to(arena,
                "on: push\n"
                "jobs:\n"
                "  a:\n"
                "    runs-on: x\n"
                "    strategy: {matrix: {os: [linux, mac]}}\n"
                "    env: {K: '${{ secrets.K }}'}\n"
                "    steps:\n"
                "      - {id: a, run: \"echo x=1 >> $GITHUB_OUTPUT; echo GO=yes >> $GITHUB_ENV\"}\n"
                "      - {if: matrix.os == 'mac', run: a}\n"
                "      - {if: matrix.os == 'windows', run: a}\n"
                "      - {if: env.GO == 'yes', run: a}\n"
                "      - {if: steps.a.outputs.x == 1, run: a}\n"
                "      - {if: steps.a.outcome == 'failure', run: a}\n"
                "      - {if: env.K != '', run: a}\n"
                "      - {if: failure(), run: a}\n",
                "main");
    const struct pf_simulated_job *job = &simulation->workflows[0].jobs[0];
    ck_assert_uint_eq(job->step_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < job->step_count; i++) {
        ck_assert_pf_str_eq(job->steps[i].reason, pf_str_c(expected[i].reason));
        ck_assert_int_eq(job->steps[i].runs, expected[i].runs);
    }
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file chain[] = {
    {".github/workflows/a.yml", "name: CI\non: {push: {branches: [main]}}\njobs:\n"
                                "  call:\n    uses: ./.github/workflows/b.yml\n"
                                "    with: {stage: prod}\n"
                                "  never:\n    if: false\n"
                                "    uses: ./.github/workflows/c.yml\n"},
    {".github/workflows/b.yml", "on: {workflow_call: {inputs: {stage: {type: string}}}}\njobs:\n"
                                "  d:\n    if: inputs.stage == 'prod'\n    runs-on: x\n"
                                "    steps: [{run: aws ecs update-service --service s}]\n"
                                "  e: {if: inputs.stage == 'test', runs-on: x, steps: []}\n"},
    {".github/workflows/c.yml", "on: workflow_call\njobs: {d: {runs-on: x, steps: []}}\n"},
    {".github/workflows/d.yml",
     "on: {workflow_run: {workflows: [CI], types: [completed], branches: [main]}}\njobs:\n"
     "  d:\n    if: github.event.workflow_run.conclusion == 'success' &&"
     " github.ref == 'refs/heads/main'\n    runs-on: x\n    steps: []\n"},
    {NULL, NULL},
};

START_TEST(calls_and_runs_after_runs_are_followed)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, chain);
    const struct pf_simulation *simulation = push(arena, project, "main");
    ck_assert_int_eq(simulation->workflows[1].triggered, PF_YES);
    ck_assert_pf_str_eq(simulation->workflows[1].reason,
                        PF_STR("job 'call' of .github/workflows/a.yml calls it"));
    ck_assert_int_eq(simulation->workflows[1].jobs[0].runs, PF_YES);
    ck_assert_int_eq(simulation->workflows[1].jobs[1].runs, PF_NO);
    ck_assert_int_eq(simulation->workflows[2].triggered, PF_NO);
    ck_assert_int_eq(simulation->workflows[3].triggered, PF_YES);
    ck_assert_pf_str_eq(simulation->workflows[3].reason, PF_STR("it runs after 'CI'"));
    ck_assert_int_eq(simulation->workflows[3].jobs[0].runs, PF_YES);
    simulation = push(arena, project, "dev");
    for (size_t i = 0; i < simulation->workflow_count; i++)
        ck_assert_int_eq(simulation->workflows[i].triggered, PF_NO);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file after_pull[] = {
    {".github/workflows/a.yml", "name: CI\non: [push, pull_request]\njobs: {t: {runs-on: x}}\n"},
    {".github/workflows/b.yml",
     "on: {workflow_run: {workflows: [CI], branches: [main]}}\njobs:\n"
     "  d: {if: github.event.workflow_run.event == 'push', runs-on: x}\n"
     "  e: {if: github.event.workflow_run.event == 'pull_request', runs-on: x}\n"},
    {NULL, NULL},
};

START_TEST(a_run_after_a_pull_requests_has_its_event_and_the_branch_to_merge)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, after_pull);
    static const struct {
        pf_str head;
        enum pf_truth triggered;
    } cases[] = {
        {PF_STR_INIT(""), PF_MAYBE}, {PF_STR_INIT("main"), PF_YES}, {PF_STR_INIT("fix"), PF_NO}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_event event = {.name = PF_STR("pull_request"),
                                 .branch = PF_STR("main"),
                                 .head_branch = cases[i].head,
                                 .default_branch = PF_STR("main")};
        const struct pf_simulation *simulation =
            pf_simulate(arena, project, pf_project_workflows(project), &event);
        const struct pf_simulated *after = &simulation->workflows[1];
        ck_assert_int_eq(after->triggered, cases[i].triggered);
        ck_assert_int_eq(after->jobs[0].runs, PF_NO);
        ck_assert_int_eq(after->jobs[1].runs, cases[i].triggered == PF_NO ? PF_NO : PF_YES);
    }
    const struct pf_simulated *pushed = &push(arena, project, "main")->workflows[1];
    ck_assert_int_eq(pushed->jobs[0].runs, PF_YES);
    ck_assert_int_eq(pushed->jobs[1].runs, PF_NO);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file called_twice[] = {
    {".github/workflows/a.yml",
     "on: push\njobs:\n"
     "  staging: {uses: ./.github/workflows/r.yml, with: {stage: staging}}\n"
     "  production: {uses: ./.github/workflows/r.yml, with: {stage: production}}\n"},
    {".github/workflows/r.yml",
     "on: {workflow_call: {inputs: {stage: {type: string}}}}\njobs:\n"
     "  d:\n    if: inputs.stage == 'production'\n    runs-on: x\n    steps:\n"
     "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
     "        with: {task-definition: t.json, service: shop}\n"},
    {NULL, NULL},
};

START_TEST(each_call_of_a_workflow_is_a_run_of_its_own)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, called_twice);
    const struct pf_simulation *simulation = push(arena, project, "main");
    const struct pf_simulated *called = &simulation->workflows[1];
    const struct pf_deploys *deploys = pf_deploys_find(arena, project);
    ck_assert_uint_eq(simulation->workflows[0].runs.count, 1);
    ck_assert_ptr_null(simulation->workflows[0].runs.items[0]->caller);
    ck_assert_uint_eq(called->runs.count, 2);
    ck_assert_pf_str_eq(called->runs.items[0]->caller_job->id, PF_STR("staging"));
    ck_assert_int_eq(called->runs.items[0]->jobs[0].runs, PF_NO);
    ck_assert_pf_str_eq(called->runs.items[1]->caller_job->id, PF_STR("production"));
    ck_assert_int_eq(called->runs.items[1]->jobs[0].runs, PF_YES);
    ck_assert_uint_eq(deploys->count, 2);
    ck_assert_int_eq(pf_deploy_runs(simulation, &deploys->items[0]), PF_NO);
    ck_assert_int_eq(pf_deploy_runs(simulation, &deploys->items[1]), PF_YES);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file loop[] = {
    {".github/workflows/a.yml",
     "on: [push, workflow_call]\njobs: {b: {uses: ./.github/workflows/b.yml}}\n"},
    {".github/workflows/b.yml",
     "on: workflow_call\njobs: {a: {uses: ./.github/workflows/a.yml}}\n"},
    {NULL, NULL},
};

START_TEST(workflows_that_call_each_other_run_once)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_simulation *simulation = push(arena, pf_test_project(arena, loop), "main");
    ck_assert_uint_eq(simulation->workflows[0].runs.count, 1);
    ck_assert_uint_eq(simulation->workflows[1].runs.count, 1);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file dispatched[] = {
    {".github/workflows/a.yml",
     "on:\n  workflow_dispatch:\n    inputs:\n"
     "      stage: {type: choice, options: [staging, production], required: true}\n"
     "      dry: {type: boolean, default: 'true'}\n"
     "      count: {type: number}\n"
     "      note: {}\n"
     "jobs:\n"
     "  typed: {if: inputs.dry == false && inputs.count == 3, runs-on: x, steps: []}\n"
     "  text: {if: github.event.inputs.dry == 'false', runs-on: x, steps: []}\n"
     "  stage: {if: inputs.stage == 'production', runs-on: x, steps: []}\n"
     "  note: {if: inputs.note == '', runs-on: x, steps: []}\n"},
    {NULL, NULL},
};

START_TEST(a_dispatch_gives_inputs_of_their_types)
{
    static const struct {
        const char *inputs[8]; /* name, value, … */
        enum pf_truth triggered, jobs[4];
        const char *reason;
    } cases[] = {
        {{NULL}, PF_YES, {PF_NO, PF_NO, PF_MAYBE, PF_YES}, "every workflow_dispatch starts it"},
        {{"stage", "production", "dry", "false", "count", "3"},
         PF_YES,
         {PF_YES, PF_YES, PF_YES, PF_YES},
         "every workflow_dispatch starts it"},
        {{"STAGE", "staging", "note", "x"},
         PF_YES,
         {PF_NO, PF_NO, PF_NO, PF_NO},
         "every workflow_dispatch starts it"},
        {{"stage", "prod"}, PF_NO, {0}, "'prod' is no option of its input 'stage'"},
        {{"note", "x"}, PF_NO, {0}, "its input 'stage' is required"},
        {{"stage", "staging", "dry", "yes"},
         PF_NO,
         {0},
         "its input 'dry' is a boolean, and 'yes' is none"},
        {{"stage", "staging", "count", "three"},
         PF_NO,
         {0},
         "its input 'count' is a number, and 'three' is none"},
        {{"stage", "staging", "other", "x"}, PF_NO, {0}, "it has no input 'other'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_project *project = pf_test_project(arena, dispatched);
        struct pf_node *inputs = pf_node_new(arena, PF_MAP, (pf_span){0});
        for (size_t k = 0; cases[i].inputs[k] != NULL; k += 2)
            pf_node_put(arena, inputs, pf_str_c(cases[i].inputs[k]), (pf_span){0},
                        pf_node_str(arena, pf_str_c(cases[i].inputs[k + 1]), (pf_span){0}));
        struct pf_event event = {.name = PF_STR("workflow_dispatch"),
                                 .branch = PF_STR("main"),
                                 .inputs = inputs->count > 0 ? inputs : NULL};
        const struct pf_simulated *one =
            &pf_simulate(arena, project, pf_project_workflows(project), &event)->workflows[0];
        ck_assert_int_eq(one->triggered, cases[i].triggered);
        ck_assert_pf_str_eq(one->reason, pf_str_c(cases[i].reason));
        for (size_t k = 0; k < one->job_count; k++)
            ck_assert_msg(one->jobs[k].runs == cases[i].jobs[k], "case %zu, job %zu", i, k);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_deploy_runs_when_workflow_job_and_step_do)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, chain);
    const struct pf_deploys *deploys = pf_deploys_find(arena, project);
    ck_assert_uint_eq(deploys->count, 1);
    ck_assert_int_eq(pf_deploy_runs(push(arena, project, "main"), &deploys->items[0]), PF_YES);
    ck_assert_int_eq(pf_deploy_runs(push(arena, project, "dev"), &deploys->items[0]), PF_NO);
    pf_arena_free(arena);
}
END_TEST

static const struct pf_test_file composite[] = {
    {".github/workflows/w.yml",
     "on: push\njobs:\n  d:\n    runs-on: x\n    steps:\n"
     "      - {uses: ./.github/actions/release, with: {stage: prod}}\n"
     "      - {if: false, uses: ./.github/actions/release, with: {stage: prod}}\n"},
    {".github/actions/release/action.yml",
     "name: release\ndescription: d\n"
     "inputs: {stage: {required: true}, dry: {default: false}}\n"
     "runs:\n  using: composite\n  steps:\n"
     "    - {if: inputs.stage == 'test', shell: bash, run: pytest}\n"
     "    - {if: inputs.dry, shell: bash, run: echo dry}\n"
     "    - {id: a, shell: bash, run: \"echo go=1 >> $GITHUB_OUTPUT\"}\n"
     "    - {if: steps.a.outputs.go == 1, shell: bash,"
     " run: aws ecs update-service --service s}\n"
     "    - {uses: ./.github/actions/release}\n"},
    {NULL, NULL},
};

START_TEST(steps_of_a_local_action_run_as_its_inputs_say)
{
    static const enum pf_truth runs[] = {PF_NO, PF_YES /* the text 'false' is something */, PF_YES,
                                         PF_YES, PF_YES};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, composite);
    const struct pf_simulation *simulation = push(arena, project, "main");
    const struct pf_simulated_job *job = &simulation->workflows[0].jobs[0];
    ck_assert_uint_eq(job->steps[0].step_count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(job->steps[0].steps[i].runs, runs[i]);
        ck_assert_int_eq(job->steps[1].steps[i].runs, PF_NO);
    }
    const struct pf_deploys *deploys = pf_deploys_find(arena, project);
    ck_assert_int_eq(pf_deploy_runs(simulation, &deploys->items[0]), PF_YES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_deploy_in_an_action_hangs_on_the_actions_own_condition)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_test_file files[] = {
        {".github/workflows/w.yml", "on: push\njobs: {d: {runs-on: x, steps: [{uses: ./a}]}}\n"},
        {"a/action.yml", "name: a\ndescription: d\nruns:\n  using: composite\n  steps:\n"
                         "    - {if: github.ref_name == 'main', shell: bash,"
                         " run: aws ecs update-service --service s}\n"},
        {NULL, NULL},
    };
    struct pf_project *project = pf_test_project(arena, files);
    const struct pf_deploys *deploys = pf_deploys_find(arena, project);
    ck_assert_uint_eq(deploys->count, 1);
    ck_assert_int_eq(pf_deploy_runs(push(arena, project, "main"), &deploys->items[0]), PF_YES);
    ck_assert_int_eq(pf_deploy_runs(push(arena, project, "dev"), &deploys->items[0]), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_deploy_under_a_condition_of_the_shell_may_run)
{
    static const struct {
        const char *script;
        enum pf_truth runs;
    } cases[] = {
        {"aws ecs update-service --service s", PF_YES},
        {"cd app && aws ecs update-service --service s", PF_YES},
        {"if test -f x; then aws ecs update-service --service s; fi", PF_MAYBE},
        {"test -f x || aws ecs update-service --service s", PF_MAYBE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = pf_arena_format(
            arena, "on: push\njobs: {d: {runs-on: x, steps: [{run: \"%s\"}]}}\n", cases[i].script);
        struct pf_project *project = pf_test_workflow(arena, text.data);
        const struct pf_deploys *deploys = pf_deploys_find(arena, project);
        ck_assert_uint_eq(deploys->count, 1);
        ck_assert_int_eq(pf_deploy_runs(push(arena, project, "main"), &deploys->items[0]),
                         cases[i].runs);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(other_events_carry_their_own_values)
{
    static const struct {
        const char *event, *on, *condition;
        enum pf_truth runs;
    } cases[] = {
        {"pull_request", "{pull_request: {branches: [main]}}", "github.base_ref == 'main'", PF_YES},
        {"pull_request", "{pull_request: {branches: [dev]}}", "true", PF_NO},
        {"pull_request", "{pull_request: {types: [closed]}}", "true", PF_MAYBE},
        {"pull_request", "pull_request", "github.ref == 'refs/heads/main'", PF_NO},
        {"pull_request", "pull_request", "startsWith(github.ref, 'refs/pull/')", PF_YES},
        {"pull_request", "pull_request", "github.event_name == 'push'", PF_NO},
        {"workflow_dispatch", "workflow_dispatch", "github.ref_name == 'main'", PF_YES},
        {"workflow_dispatch", "{workflow_dispatch: {inputs: {stage: {default: prod}}}}",
         "inputs.stage == 'prod'", PF_YES},
        {"workflow_dispatch", "push", "true", PF_NO},
        {"schedule", "{schedule: [{cron: '0 4 * * *'}]}", "github.event_name == 'schedule'",
         PF_YES},
        {"schedule", "{schedule: [{cron: '0 4 * * *'}]}", "github.event.head_commit", PF_MAYBE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text =
            pf_arena_format(arena, "on: %s\njobs: {a: {runs-on: x, if: \"%s\", steps: []}}\n",
                            cases[i].on, cases[i].condition);
        struct pf_project *project = pf_test_workflow(arena, text.data);
        struct pf_workflows workflows = *pf_project_workflows(project);
        struct pf_event event = {.name = pf_str_c(cases[i].event), .branch = PF_STR("main")};
        const struct pf_simulated *workflow =
            &pf_simulate(arena, project, &workflows, &event)->workflows[0];
        ck_assert_msg(pf_truth_and(workflow->triggered, workflow->jobs[0].runs) == cases[i].runs,
                      "%s %s", cases[i].on, cases[i].condition);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_matrix_expands_as_github_expands_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_simulation *simulation = push_to(
        arena,
        "on: push\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix:\n"
        "        fruit: [apple, pear]\n        animal: [cat, dog]\n"
        "        exclude: [{fruit: pear, animal: dog}]\n"
        "        include:\n          - color: green\n          - {color: pink, animal: cat}\n"
        "          - {fruit: banana}\n          - {fruit: banana, animal: cat}\n"
        "    steps:\n"
        "      - {if: matrix.color == 'green' && matrix.animal == 'dog', run: a}\n"
        "      - {if: matrix.color == 'pink', run: a}\n"
        "      - {if: matrix.fruit == 'pear' && matrix.animal == 'dog', run: a}\n"
        "      - {if: matrix.fruit == 'banana' && matrix.animal == '', run: a}\n",
        "main");
    const struct pf_simulated_step *steps = simulation->workflows[0].jobs[0].steps;
    ck_assert_pf_str_eq(steps[0].reason,
                        PF_STR("condition is true: matrix.color is 'green', and matrix.animal is "
                               "'dog' (in 1 of 5 matrix legs)"));
    ck_assert(pf_str_contains(steps[1].reason, PF_STR("(in 2 of 5 matrix legs)")));
    ck_assert_int_eq(steps[2].runs, PF_NO);
    ck_assert_int_eq(steps[3].runs, PF_YES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(entries_of_a_matrix_are_compared_as_expressions_compare)
{
    static const struct {
        const char *matrix, *condition, *legs;
    } cases[] = {
        {"os: [macOS-latest, x], v: ['3.8', 3.9], exclude: [{os: macos-LATEST, v: 3.8}]",
         "matrix.v == 3.8", "(in 1 of 3 matrix legs)"},
        {"v: ['3.10', 3.9], include: [{v: 3.10, extra: 1}]", "matrix.extra == 1 && matrix.v",
         "(in 1 of 2 matrix legs)"},
        {"os: [Linux], include: [{os: linux, extra: 1}]", "matrix.extra && matrix.os == 'Linux'",
         "matrix.os is 'Linux'"},
        {"v: [{a: 1, b: 2}, {a: 2, b: 2}], include: [{v: {a: 1}, extra: 1}]", "matrix.extra == 1",
         "(in 1 of 2 matrix legs)"},
        {"v: [[a, b], [c]], exclude: [{v: [a]}]", "matrix.v[0] == 'c'", "matrix.v[0] is 'c'"},
        {"v: [{a: 1}, {b: 2}], exclude: [{v: {a: ''}}]", "matrix.v.a == 1", "matrix.v.a is 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text =
            pf_arena_format(arena,
                            "on: push\njobs:\n  a:\n    runs-on: x\n    strategy: {matrix: {%s}}\n"
                            "    steps:\n      - if: %s\n        run: a\n",
                            cases[i].matrix, cases[i].condition);
        const struct pf_simulation *simulation = push_to(arena, text.data, "main");
        const struct pf_simulated_step *step = &simulation->workflows[0].jobs[0].steps[0];
        ck_assert_int_eq(step->runs, PF_YES);
        ck_assert_msg(pf_str_contains(step->reason, pf_str_c(cases[i].legs)), "%.*s",
                      PF_ARG(step->reason));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_matrix_of_256_legs_is_known_and_one_more_is_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str values = PF_STR("0");
    for (int i = 1; i < 256; i++)
        values = pf_arena_format(arena, "%.*s, %d", PF_ARG(values), i);
    for (int extra = 0; extra < 2; extra++) {
        if (extra == 1)
            values = pf_arena_format(arena, "%.*s, 256", PF_ARG(values));
        pf_str text = pf_arena_format(arena,
                                      "on: push\njobs:\n  a:\n    runs-on: x\n"
                                      "    strategy: {matrix: {n: [%.*s]}}\n"
                                      "    steps: [{if: matrix.n == 3, run: a}]\n",
                                      PF_ARG(values));
        const struct pf_simulation *simulation = push_to(arena, text.data, "main");
        ck_assert_int_eq(simulation->workflows[0].jobs[0].steps[0].runs,
                         extra == 0 ? PF_YES : PF_MAYBE);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *simulate_suite(void)
{
    const TTest *const tests[] = {
        filters_say_which_push_starts_a_workflow_and_why,
        a_branch_passes_by_its_name_alone,
        known_paths_and_skip_markers_decide,
        conditions_are_read_as_github_reads_them,
        skips_spread_through_needs_as_github_spreads_them,
        steps_see_the_matrix_env_and_outputs_of_earlier_steps,
        calls_and_runs_after_runs_are_followed,
        a_run_after_a_pull_requests_has_its_event_and_the_branch_to_merge,
        each_call_of_a_workflow_is_a_run_of_its_own,
        workflows_that_call_each_other_run_once,
        a_dispatch_gives_inputs_of_their_types,
        a_deploy_runs_when_workflow_job_and_step_do,
        steps_of_a_local_action_run_as_its_inputs_say,
        a_deploy_in_an_action_hangs_on_the_actions_own_condition,
        a_deploy_under_a_condition_of_the_shell_may_run,
        other_events_carry_their_own_values,
        a_matrix_expands_as_github_expands_it,
        entries_of_a_matrix_are_compared_as_expressions_compare,
        a_matrix_of_256_legs_is_known_and_one_more_is_not,
        NULL,
    };
    return pf_suite("simulate", tests);
}
