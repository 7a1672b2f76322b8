/* Deploys and builds, found in workflows and followed back. */
#include "project.h"
#include "unit.h"

#include "model/deploy.h"

Suite *deploy_suite(void);

/* The shape of AWS's own starter workflow. */
static const char starter[] =
    "name: Deploy to Amazon ECS\n"
    "on:\n"
    "  push:\n"
    "    branches: [ $default-branch, main ]\n"
    "env:\n"
    "  ECR_REPOSITORY: shop\n"
    "  ECS_SERVICE: web\n"
    "  ECS_TASK_DEFINITION: .aws/task-definition.json\n"
    "  CONTAINER_NAME: app\n"
    "jobs:\n"
    "  deploy:\n"
    "    runs-on: ubuntu-latest\n"
    "    steps:\n"
    "      - uses: actions/checkout@v4\n"
    "      - id: login-ecr\n"
    "        uses: aws-actions/amazon-ecr-login@v1\n"
    "      - id: build-image\n"
    "        env:\n"
    "          ECR_REGISTRY: ${{ steps.login-ecr.outputs.registry }}\n"
    "        run: |\n"
    "          docker build -t $ECR_REGISTRY/$ECR_REPOSITORY:v1 .\n"
    "          docker push $ECR_REGISTRY/$ECR_REPOSITORY:v1\n"
    "          echo \"image=$ECR_REGISTRY/$ECR_REPOSITORY:v1\" >> $GITHUB_OUTPUT\n"
    "      - id: task-def\n"
    "        uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
    "        with:\n"
    "          task-definition: ${{ env.ECS_TASK_DEFINITION }}\n"
    "          container-name: ${{ env.CONTAINER_NAME }}\n"
    "          image: ${{ steps.build-image.outputs.image }}\n"
    "      - id: second\n"
    "        uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
    "        with:\n"
    "          task-definition: ${{ steps.task-def.outputs.task-definition }}\n"
    "          container-name: worker\n"
    "          environment-variables: |\n"
    "            DEBUG=0\n"
    "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
    "        with:\n"
    "          task-definition: ${{ steps.second.outputs.task-definition }}\n"
    "          service: ${{ env.ECS_SERVICE }}\n"
    "          cluster: default\n"
    "          wait-for-service-stability: true\n";

START_TEST(the_starter_workflow_leads_to_its_task_definition)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_deploys *deploys = pf_deploys_find(arena, pf_test_workflow(arena, starter));
    ck_assert_uint_eq(deploys->count, 1);
    const struct pf_deploy *deploy = &deploys->items[0];
    ck_assert_int_eq(deploy->kind, PF_DEPLOY_ACTION);
    ck_assert_pf_str_eq(deploy->taskdef_path, PF_STR(".aws/task-definition.json"));
    ck_assert(!deploy->chain_broken && !deploy->taskdef_made && !deploy->taskdef_changed);
    ck_assert_uint_eq(deploy->render_count, 2);
    ck_assert_pf_str_eq(pf_node_text(deploy->renders[0].container_name), PF_STR("app"));
    ck_assert_pf_str_eq(pf_node_text(deploy->renders[1].container_name), PF_STR("worker"));
    ck_assert_pf_str_eq(pf_node_text(deploy->renders[1].environment_variables),
                        PF_STR("DEBUG=0\n"));
    ck_assert_pf_str_eq(pf_node_text(deploy->service), PF_STR("web"));
    ck_assert_pf_str_eq(pf_node_text(deploy->wait), PF_STR("true"));
    ck_assert(pf_strs_has(&deploy->branches, PF_STR("main")));
    ck_assert_int_eq(deploy->any_branch, PF_NO);
    ck_assert_ptr_null(deploy->caller);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_build_knows_its_tags_and_whether_it_is_pushed)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, starter));
    struct pf_builds builds = pf_builds_find(arena, &workflows);
    ck_assert_uint_eq(builds.count, 1);
    ck_assert_pf_str_eq(pf_node_text(builds.items[0].tags), PF_STR("$ECR_REGISTRY/shop:v1"));
    ck_assert_int_eq(builds.items[0].pushes, PF_YES);
    ck_assert_pf_str_eq(builds.items[0].context, PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

static const struct pf_deploys *deploys_of_steps(struct pf_arena *arena, const char *steps,
                                                 const struct pf_test_file *more)
{
    pf_str text =
        pf_arena_format(arena, "on: push\njobs:\n  d:\n    runs-on: x\n    steps:\n%s", steps);
    struct pf_test_file files[8] = {{".github/workflows/w.yml", text.data}};
    for (size_t i = 0; more != NULL && more[i].path != NULL; i++)
        files[i + 1] = more[i];
    return pf_deploys_find(arena, pf_test_project(arena, files));
}

START_TEST(scripts_deploy_through_the_command_line_of_aws)
{
    static const struct {
        const char *steps, *path, *service;
    } cases[] = {
        {"      - run: aws ecs update-service --cluster c --service web --force-new-deployment\n",
         "", "web"},
        {"      - run: aws --region eu-west-1 ecs deploy --service=web --task-definition td.json\n",
         "td.json", "web"},
        {"      - run: aws ecs register-task-definition --cli-input-json file://aws/td.json\n"
         "        working-directory: infra\n"
         "      - run: |\n"
         "          aws ecs update-service --service web --task-definition shop\n"
         "          aws ecs wait services-stable --services web\n",
         "infra/aws/td.json", "web"},
        {"      - env: {FILE: td.json, SVC: '${{ github.job }}'}\n"
         "        run: |\n"
         "          aws ecs register-task-definition --cli-input-json \"file://$FILE\"\n"
         "          aws ecs update-service --service $SVC\n",
         "td.json", "$SVC"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_deploys *deploys = deploys_of_steps(arena, cases[i].steps, NULL);
        ck_assert_uint_eq(deploys->count, 1);
        ck_assert_int_eq(deploys->items[0].kind, PF_DEPLOY_CLI);
        ck_assert_pf_str_eq(deploys->items[0].taskdef_path, pf_str_c(cases[i].path));
        ck_assert_pf_str_eq(pf_node_text(deploys->items[0].service), pf_str_c(cases[i].service));
        ck_assert_int_eq(deploys->items[0].any_branch, PF_YES);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_word_of_a_script_has_its_place_in_the_file)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_deploys *deploys = deploys_of_steps(
        arena, "      - run: |\n          # é\n          aws ecs update-service --service web\n",
        NULL);
    ck_assert_pf_str_eq(pf_span_text(deploys->items[0].service->span), PF_STR("web"));
    ck_assert_uint_eq(pf_span_start(deploys->items[0].service->span).line, 8);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_file_that_steps_make_or_edit_is_told)
{
    static const char deploy[] = "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
                                 "        with: {task-definition: td.json, service: web}\n";
    static const struct {
        const char *before;
        bool is_made, is_changed;
    } cases[] = {
        {"      - run: cat td.json\n", false, false},
        {"      - run: aws ecs describe-task-definition --task-definition x > td.json\n", true,
         false},
        {"      - run: sed -i s/a/b/ td.json\n", false, true},
        {"      - run: jq .x td.json > t && mv t td.json\n", false, true},
        {"      - run: envsubst < td.tpl > td.json\n", true, false},
        {"      - run: curl -o td.json https://x\n", true, false},
        {"      - run: python scripts/edit.py td.json\n", false, true},
        {"      - uses: actions/download-artifact@v4\n", true, false},
        {"      - uses: x/replace-tokens@v1\n        with: {files: td.json}\n", false, true},
        {"      - run: cp other.json td2.json\n", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str steps = pf_arena_format(arena, "%s%s", cases[i].before, deploy);
        const struct pf_deploys *deploys = deploys_of_steps(arena, steps.data, NULL);
        ck_assert_uint_eq(deploys->count, 1);
        ck_assert_msg(deploys->items[0].taskdef_made == cases[i].is_made &&
                          deploys->items[0].taskdef_changed == cases[i].is_changed,
                      "%s: made %d, changed %d", cases[i].before,
                      (int)deploys->items[0].taskdef_made, (int)deploys->items[0].taskdef_changed);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_chain_that_leaves_the_file_is_broken)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_deploys *deploys = deploys_of_steps(
        arena,
        "      - id: other\n        uses: a/b@v1\n"
        "      - uses: Someone/amazon-ecs-deploy-task-definition@v9\n"
        "        with: {task-definition: '${{ steps.other.outputs.file }}', service: web}\n",
        NULL);
    ck_assert_uint_eq(deploys->count, 1);
    ck_assert(deploys->items[0].chain_broken);
    ck_assert_pf_str_eq(deploys->items[0].taskdef_path, PF_STR(""));
    ck_assert_ptr_nonnull(deploys->items[0].task_definition);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_script_beside_its_action_is_followed)
{
    static const char *const runs[] = {"${{ github.action_path }}/deploy.sh",
                                       "bash $GITHUB_ACTION_PATH/deploy.sh"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_test_file files[] = {
            {".github/workflows/main.yml",
             "on: push\njobs: {a: {runs-on: x, steps: [{uses: ./ops/release}]}}\n"},
            {"ops/release/action.yml",
             pf_arena_format(arena,
                             "name: r\ndescription: r\nruns:\n  using: composite\n  steps:\n"
                             "    - {run: '%s', shell: bash}\n",
                             runs[i])
                 .data},
            {"ops/release/deploy.sh", "aws ecs update-service --service api --task-definition x\n"},
            {NULL, NULL},
        };
        const struct pf_deploys *deploys = pf_deploys_find(arena, pf_test_project(arena, files));
        ck_assert_uint_eq(deploys->count, 1);
        ck_assert_pf_str_eq(pf_node_text(deploys->items[0].service), PF_STR("api"));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(calls_composite_actions_and_scripts_are_followed)
{
    static const struct pf_test_file files[] = {
        {".github/workflows/main.yml",
         "on: {push: {branches: [prod]}}\njobs:\n"
         "  go:\n    uses: ./.github/workflows/called.yml\n    with: {file: a/td.json}\n"
         "  act:\n    runs-on: x\n    steps:\n"
         "      - uses: ./.github/actions/release\n        with: {SERVICE: api}\n"
         "  script:\n    runs-on: x\n    steps:\n      - run: bash ops/deploy.sh\n"},
        {".github/workflows/called.yml",
         "on:\n  workflow_call:\n    inputs: {file: {type: string}}\njobs:\n  d:\n"
         "    runs-on: x\n    steps:\n"
         "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "        with: {task-definition: '${{ inputs.file }}', service: web}\n"},
        {".github/actions/release/action.yml",
         "name: r\ndescription: r\ninputs: {service: {}, file: {default: b/td.json}}\nruns:\n"
         "  using: composite\n  steps:\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: '${{ inputs.file }}', service: '${{ inputs.service }}'}\n"},
        {"ops/deploy.sh", "#!/bin/bash\nset -e\naws ecs deploy --task-definition c/td.json "
                          "--service job\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_deploys *deploys = pf_deploys_find(arena, pf_test_project(arena, files));
    ck_assert_uint_eq(deploys->count, 3);
    ck_assert_pf_str_eq(deploys->items[0].taskdef_path, PF_STR("a/td.json"));
    ck_assert_pf_str_eq(deploys->items[1].taskdef_path, PF_STR("b/td.json"));
    ck_assert_pf_str_eq(pf_node_text(deploys->items[1].service), PF_STR("api"));
    ck_assert_ptr_nonnull(deploys->items[1].caller);
    ck_assert_pf_str_eq(deploys->items[2].taskdef_path, PF_STR("c/td.json"));
    ck_assert_pf_str_eq(deploys->items[2].service->span.file->path, PF_STR("ops/deploy.sh"));
    for (size_t i = 0; i < 3; i++)
        ck_assert(pf_strs_has(&deploys->items[i].branches, PF_STR("prod")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(workflows_that_call_each_other_come_to_an_end)
{
    static const struct pf_test_file files[] = {
        {".github/workflows/a.yml", "on: [push, workflow_call]\njobs:\n"
                                    "  x: {uses: ./.github/workflows/b.yml}\n"
                                    "  y: {uses: ./.github/workflows/b.yml}\n"},
        {".github/workflows/b.yml", "on: workflow_call\njobs:\n"
                                    "  x: {uses: ./.github/workflows/a.yml}\n"
                                    "  y: {uses: ./.github/workflows/a.yml}\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(pf_deploys_find(arena, pf_test_project(arena, files))->count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(branches_are_those_that_the_filter_lets_through)
{
    static const struct {
        const char *on;
        const char *branch;
        enum pf_truth any;
    } cases[] = {
        {"push", NULL, PF_YES},
        {"{push: {branches: [main, 'release/**']}}", "main", PF_MAYBE},
        {"{push: {branches: [main, '!main']}}", NULL, PF_NO},
        {"{push: {branches-ignore: [dev]}}", NULL, PF_MAYBE},
        {"{push: {tags: ['v*']}}", NULL, PF_NO},
        {"{push: {branches: master}}", "master", PF_NO},
        {"workflow_dispatch", NULL, PF_NO},
        {"{workflow_run: {workflows: [CI], branches: [main]}}", "main", PF_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = pf_arena_format(arena,
                                      "on: %s\njobs:\n  d:\n    runs-on: x\n    steps:\n"
                                      "      - run: copilot svc deploy\n",
                                      cases[i].on);
        const struct pf_deploys *deploys =
            pf_deploys_find(arena, pf_test_workflow(arena, text.data));
        ck_assert_uint_eq(deploys->count, 1);
        ck_assert_int_eq(deploys->items[0].any_branch, cases[i].any);
        ck_assert_uint_eq(deploys->items[0].branches.count, cases[i].branch == NULL ? 0 : 1);
        if (cases[i].branch != NULL)
            ck_assert_pf_str_eq(deploys->items[0].branches.items[0], pf_str_c(cases[i].branch));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(builds_by_action_and_by_command_are_told_apart_by_their_options)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(
        arena, "on: push\nenv: {TAG: '1'}\njobs:\n  d:\n    runs-on: x\n    steps:\n"
               "      - uses: docker/build-push-action@v5\n"
               "        with: {context: web, file: web/Dockerfile.prod, push: true,\n"
               "               target: app, tags: 'acme/shop:${{ env.TAG }}'}\n"
               "      - uses: docker/build-push-action@v5\n"
               "      - run: docker buildx build --push -f ops/Dockerfile --target=run\n"
               "             -t a:1 -t b:1 --build-arg X=1 --no-cache ./src\n"
               "      - run: |\n"
               "          docker build . -t local\n"
               "          docker tag local acme/x:1\n"
               "          docker push acme/x:1\n"
               "      - run: docker build -t unpushed .\n"));
    struct pf_builds builds = pf_builds_find(arena, &workflows);
    ck_assert_uint_eq(builds.count, 5);
    ck_assert_pf_str_eq(builds.items[0].context, PF_STR("web"));
    ck_assert_pf_str_eq(builds.items[0].dockerfile, PF_STR("web/Dockerfile.prod"));
    ck_assert_pf_str_eq(pf_node_text(builds.items[0].tags), PF_STR("acme/shop:1"));
    ck_assert_int_eq(builds.items[0].pushes, PF_YES);
    ck_assert_int_eq(builds.items[1].pushes, PF_NO);
    ck_assert_ptr_null(builds.items[1].tags);
    ck_assert_pf_str_eq(builds.items[2].context, PF_STR("src"));
    ck_assert_pf_str_eq(builds.items[2].dockerfile, PF_STR("ops/Dockerfile"));
    ck_assert_pf_str_eq(builds.items[2].target, PF_STR("run"));
    ck_assert_pf_str_eq(pf_node_text(builds.items[2].tags), PF_STR("a:1\nb:1"));
    ck_assert_pf_str_eq(pf_node_text(builds.items[2].build_args), PF_STR("X=1"));
    ck_assert_int_eq(builds.items[3].pushes, PF_YES);
    ck_assert_int_eq(builds.items[4].pushes, PF_NO);
    pf_arena_free(arena);
}
END_TEST

Suite *deploy_suite(void)
{
    const TTest *const tests[] = {
        the_starter_workflow_leads_to_its_task_definition,
        a_build_knows_its_tags_and_whether_it_is_pushed,
        scripts_deploy_through_the_command_line_of_aws,
        a_word_of_a_script_has_its_place_in_the_file,
        a_file_that_steps_make_or_edit_is_told,
        a_chain_that_leaves_the_file_is_broken,
        calls_composite_actions_and_scripts_are_followed,
        a_script_beside_its_action_is_followed,
        workflows_that_call_each_other_come_to_an_end,
        branches_are_those_that_the_filter_lets_through,
        builds_by_action_and_by_command_are_told_apart_by_their_options,
        NULL,
    };
    return pf_suite("deploy", tests);
}
