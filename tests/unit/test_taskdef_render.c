/* A task definition of the commit → what is registered. */
#include "unit.h"

#include "deploy/taskdef.h"
#include "read/json.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

Suite *taskdef_render_suite(void);

static const struct pf_node *json(struct pf_arena *arena, const char *text)
{
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_json_read(arena, pf_source_new(arena, PF_STR("x"), pf_str_c(text)), &faults);
    ck_assert_uint_eq(faults.count, 0);
    return root;
}

/* The render of `file` with a plan of `deploy`, or the reason. */
static pf_str rendered(struct pf_arena *arena, const char *file, const char *deploy)
{
    char folder[] = "/tmp/preflight-taskdef-XXXXXX";
    struct pf_error error = {0};
    pf_str result;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *path = pf_arena_format(arena, "%s/t.json", folder).data;
    int written = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_eq(write(written, file, pf_str_c(file).len), (ssize_t)pf_str_c(file).len);
    close(written);
    struct pf_plan_deployment plan = {.deploy = json(arena, deploy),
                                      .task_definition = PF_STR_INIT("t.json"),
                                      .container = PF_STR_INIT("web")};
    struct pf_deploy_run run = {.arena = arena,
                                .deployment = &plan,
                                .commit = PF_STR_INIT("abc"),
                                .tree_folder = pf_str_c(folder)};
    struct pf_release_image image = {.name = PF_STR_INIT("a/b"), .digest = PF_STR_INIT("sha256:d")};
    if (!pf_taskdef_render(&run, &image, &result, &error))
        result = pf_arena_str(arena, pf_str_c(error.message));
    unlink(path);
    rmdir(folder);
    return result;
}

#define NOTHING "{\"renders\":[]}"
#define RENDER(ENVIRONMENT, SECRETS)                                                               \
    "{\"renders\":[{\"container\":\"web\",\"environment_variables\":\"" ENVIRONMENT                \
    "\",\"secrets\":\"" SECRETS "\",\"env_files\":\"\"}]}"
#define WEB "{\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"old\"}]}"

static const struct {
    const char *name, *file, *deploy, *result;
} rows[] = {
    {"the image becomes the digest, other containers stay",
     "{\"family\":\"f\",\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"old\",\"cpu\":1,"
     "\"essential\":true},{\"name\":\"log\",\"image\":\"l:1\"}]}",
     NOTHING,
     "{\"family\": \"f\", \"containerDefinitions\": [{\"name\": \"web\", \"image\": "
     "\"a/b@sha256:d\", \"cpu\": 1, \"essential\": true}, {\"name\": \"log\", \"image\": "
     "\"l:1\"}]}"},
    {"what ECS only prints, nulls and empty tags are left out",
     "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn\",\"revision\":7,\"status\":\"ACTIVE\","
     "\"tags\":[],\"cpu\":null,\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"old\","
     "\"user\":null}]}}",
     NOTHING, "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"a/b@sha256:d\"}]}"},
    {"the render step's variables are added, and replace those of the same name",
     "{\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"old\",\"environment\":[{\"name\":"
     "\"A\",\"value\":\"1\"},{\"name\":\"B\",\"value\":\"2\"}]}]}",
     RENDER("A=3\\nREL=${{ github.sha }}\\n", "S=arn:x"),
     "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"a/b@sha256:d\", "
     "\"environment\": [{\"name\": \"B\", \"value\": \"2\"}, {\"name\": \"A\", \"value\": \"3\"}, "
     "{\"name\": \"REL\", \"value\": \"abc\"}], \"secrets\": [{\"name\": \"S\", \"valueFrom\": "
     "\"arn:x\"}]}]}"},
    {"a value that only GitHub knows", WEB, RENDER("KEY=${{ secrets.KEY }}", ""),
     "the workflow gives KEY a value that only GitHub knows; use the step push"},
    {"a value that was hidden as a secret", WEB, RENDER("KEY=***", ""),
     "the workflow gives KEY a value that only GitHub knows; use the step push"},
    {"no such container", "{\"containerDefinitions\":[{\"name\":\"app\",\"image\":\"old\"}]}",
     NOTHING, "t.json has no container 'web'"},
    {"JSON that only people read", "{'containerDefinitions':[]}", NOTHING,
     "t.json is no task definition that ECS takes"},
};

START_TEST(the_file_is_registered_with_the_image_that_was_pushed)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str result = rendered(arena, rows[i].file, rows[i].deploy);
        ck_assert_msg(pf_str_eq(result, pf_str_c(rows[i].result)), "%s: %.*s", rows[i].name,
                      PF_ARG(result));
        pf_arena_free(arena);
    }
}
END_TEST

Suite *taskdef_render_suite(void)
{
    const TTest *const tests[] = {the_file_is_registered_with_the_image_that_was_pushed, NULL};
    return pf_suite("taskdef_render", tests);
}
