/* preflight init: a first preflight.yml with what was found, and what runs it before commits and in
 * CI. */
#include "cli/commands.h"
#include "cli/scene.h"

#include <sys/stat.h>

enum { OPTION_FOLDER = PF_OPTION_FIRST_OWN, OPTION_PRINT, OPTION_FORCE, OPTION_HOOK, OPTION_CI };
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FOLDER] = PF_PROJECT_OPTION,
    [OPTION_PRINT] = {.name = "print", .help = "print the file instead of writing it"},
    [OPTION_FORCE] = {.name = "force", .help = "replace a configuration that is there"},
    [OPTION_HOOK] = {.name = "hook",
                     .help = "write .pre-commit-config.yaml too, where there is none"},
    [OPTION_CI] = {.name = "ci",
                   .help = "write .github/workflows/preflight.yml too, where there is none"},
    {.name = NULL},
};

/* A scalar that YAML reads back as the same text. */
static void yaml_text(struct pf_sink *page, pf_str text)
{
    struct pf_buffer doubled = pf_buffer_new(page->buffer.arena);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\'')
            pf_buffer_add_byte(&doubled, '\'');
        pf_buffer_add_byte(&doubled, text.data[i]);
    }
    pf_sink_add(page, "'");
    pf_sink_text(page, pf_buffer_str(&doubled));
    pf_sink_add(page, "'");
}

static void member(struct pf_sink *page, const char *indent, const char *key, pf_str value)
{
    if (value.len == 0)
        return;
    pf_sink_format(page, "#%s%s: ", indent, key);
    yaml_text(page, value);
    pf_sink_add(page, "\n");
}

static void deployments(struct pf_sink *page, const struct pf_wiring *wiring)
{
    if (wiring->deployment_count == 0)
        return;
    pf_sink_add(page, "\n# How production is put together. preflight found this by itself; write "
                      "it down where it is wrong.\n# deployments:\n");
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        const struct pf_project_file *taskdef = deployment->taskdef;
        const struct pf_project_file *dockerfile = deployment->dockerfile;
        member(page, " - ", "name", deployment->name);
        member(page, "   ", "task-definition", taskdef == NULL ? PF_STR("") : taskdef->path);
        member(page, "   ", "container", pf_node_text(pf_node_get(deployment->container, "name")));
        member(page, "   ", "dockerfile", dockerfile == NULL ? PF_STR("") : dockerfile->path);
        if (deployment->modules.count > 0)
            member(page, "   ", "settings", deployment->modules.items[0].module);
    }
}

static void write_page(struct pf_sink *page, const struct pf_wiring *wiring)
{
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    pf_sink_add(page, "# What preflight checks here; `preflight schema config` lists every key.\n"
                      "version: 1\n\n"
                      "# The branch that production is made from.\n");
    if (branch.name.len > 0) {
        pf_sink_add(page, "branch: ");
        yaml_text(page, branch.name);
        pf_sink_add(page, "\n");
    } else {
        pf_sink_add(page, "# branch: 'main'\n");
    }
    pf_sink_add(page, "\n# Variables that production must be given.\nmandated:");
    pf_sink_add(page, wiring->mandated.count == 0 ? " []\n" : "\n");
    for (size_t i = 0; i < wiring->mandated.count; i++) {
        pf_sink_add(page, "- ");
        yaml_text(page, wiring->mandated.items[i]);
        pf_sink_add(page, "\n");
    }
    pf_sink_add(page, "\n# Findings to hide, each with its reason; a day in `expires` brings them "
                      "back.\n# ignore:\n"
                      "# - {rule: DJG006, path: 'shop/settings.py', reason: '…', "
                      "expires: 2030-01-31}\n");
    deployments(page, wiring);
}

#define HOOK                                                                                       \
    "repos:\n- repo: local\n  hooks:\n"                                                            \
    "  - {id: preflight, name: preflight, entry: preflight check, language: system, "              \
    "pass_filenames: false}\n"

/* A whole workflow: a job in another one can need it only from its own file. */
static void ci_page(struct pf_sink *page, const struct pf_wiring *wiring)
{
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    pf_sink_add(page, "name: preflight\n\non:\n  pull_request:\n  push:\n    branches: [");
    yaml_text(page, branch.name.len > 0 ? branch.name : PF_STR("main"));
    pf_sink_add(page,
                "]\n\npermissions:\n  contents: read\n\njobs:\n  preflight:\n"
                "    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n"
                "    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"
                "      with:\n        persist-credentials: false\n"
                "    # The repository's variable PREFLIGHT_REPOSITORY says where preflight lives.\n"
                "    - run: git clone --depth 1 --branch v" PREFLIGHT_VERSION
                " \"$PREFLIGHT_REPOSITORY\" \"$RUNNER_TEMP/preflight\"\n"
                "      env:\n        PREFLIGHT_REPOSITORY: ${{ vars.PREFLIGHT_REPOSITORY }}\n"
                "    - run: '\"$RUNNER_TEMP/preflight/scripts/preflight\" check --format github "
                "--summary'\n");
}

static void say_written(struct pf_call *call, const char *path)
{
    pf_sink_add(&call->out, "wrote ");
    pf_sink_text(&call->out, pf_str_c(path));
    pf_sink_add(&call->out, "\n");
}

/* Only where there is none: what somebody wrote is left as it is. */
static bool write_new(struct pf_call *call, const char *path, struct pf_sink *page,
                      struct pf_error *error)
{
    struct stat status;
    if (lstat(path, &status) == 0) {
        pf_call_note(call, "%s is there already; it is left as it is", path);
        return true;
    }
    if (!pf_sink_write_file(page, path, error))
        return false;
    say_written(call, path);
    return true;
}

static const char *beneath(const struct pf_scene *scene, const char *path)
{
    if (pf_str_eq(scene->folder, PF_STR(".")))
        return path;
    return pf_arena_format(scene->call->arena, "%.*s/%s", PF_ARG(scene->folder), path).data;
}

static bool write_hook(const struct pf_scene *scene, struct pf_error *error)
{
    struct pf_sink page = pf_sink_new(scene->call->arena, false);
    pf_sink_add(&page, HOOK);
    return write_new(scene->call, beneath(scene, ".pre-commit-config.yaml"), &page, error);
}

static bool write_ci(const struct pf_scene *scene, struct pf_error *error)
{
    struct pf_sink page = pf_sink_new(scene->call->arena, false);
    ci_page(&page, scene->wiring);
    mkdir(beneath(scene, ".github"), 0777);
    mkdir(beneath(scene, ".github/workflows"), 0777);
    return write_new(scene->call, beneath(scene, ".github/workflows/preflight.yml"), &page, error);
}

/* What may still be done, where it was not asked for. */
static void next_steps(struct pf_call *call)
{
    if (!pf_given_flag(&call->given, OPTION_HOOK))
        pf_sink_add(&call->out, "Before each commit: preflight init --hook, or in "
                                ".pre-commit-config.yaml:\n\n" HOOK "\n");
    if (!pf_given_flag(&call->given, OPTION_CI))
        pf_sink_add(&call->out, "On each push: preflight init --ci, or a job that the deploy job "
                                "`needs`:\n\n    - run: preflight check --format github "
                                "--summary\n\n");
    pf_sink_add(&call->out, "Now: preflight check\n");
}

static bool write_config(const struct pf_scene *scene, struct pf_sink *page, struct pf_error *error)
{
    const struct pf_given *given = &scene->call->given;
    const char *path = beneath(scene, "preflight.yml");
    bool adds = pf_given_flag(given, OPTION_HOOK) || pf_given_flag(given, OPTION_CI);
    struct stat status;
    if (adds && !pf_given_flag(given, OPTION_FORCE))
        return write_new(scene->call, path, page, error);
    if (lstat(path, &status) == 0 && !pf_given_flag(given, OPTION_FORCE))
        return pf_error_set(error, PF_EXIT_USAGE, "%s is there already; --force replaces it", path);
    if (!pf_sink_write_file(page, path, error))
        return false;
    say_written(scene->call, path);
    return true;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    const struct pf_given *given = &call->given;
    struct pf_scene scene = {.call = call, .folder = pf_given_value(given, OPTION_FOLDER, ".")};
    if (!pf_scene_open(&scene, error))
        return error->exit_status;
    pf_scene_connect(&scene);
    struct pf_sink page = pf_sink_new(call->arena, false);
    write_page(&page, scene.wiring);
    if (pf_given_flag(given, OPTION_PRINT)) {
        pf_sink_lines(&call->out, pf_buffer_str(&page.buffer));
        return PF_EXIT_CLEAN;
    }
    if (!write_config(&scene, &page, error) ||
        (pf_given_flag(given, OPTION_HOOK) && !write_hook(&scene, error)) ||
        (pf_given_flag(given, OPTION_CI) && !write_ci(&scene, error)))
        return error->exit_status;
    next_steps(call);
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_init = {
    .name = "init",
    .summary = "write a first preflight.yml with what was found",
    .operands = "",
    .about = "Looks at the project, writes a commented preflight.yml and says how to run preflight "
             "before each commit\nand each deploy; --hook and --ci write that too. What is there "
             "already is left as it is.",
    .options = options,
    .run = run,
};
