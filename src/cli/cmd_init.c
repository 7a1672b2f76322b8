/* preflight init: a first preflight.yml with what was found, and the lines for hook and CI. */
#include "cli/commands.h"
#include "cli/scene.h"

#include <sys/stat.h>

enum { OPTION_FOLDER = PF_OPTION_FIRST_OWN, OPTION_PRINT, OPTION_FORCE };
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FOLDER] = {.name = "project",
                       .letter = 'C',
                       .kind = PF_OPTION_VALUE,
                       .value = "FOLDER",
                       .help = "the project; the current folder by default",
                       .completes = PF_COMPLETES_FOLDERS},
    [OPTION_PRINT] = {.name = "print", .help = "print the file instead of writing it"},
    [OPTION_FORCE] = {.name = "force", .help = "replace a configuration that is there"},
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

static void next_steps(struct pf_sink *out)
{
    pf_sink_add(
        out, "Before each commit, in .pre-commit-config.yaml:\n"
             "    - repo: local\n      hooks:\n"
             "      - {id: preflight, name: preflight, entry: preflight check, language: system, "
             "pass_filenames: false}\n"
             "Before each deploy, a job that the deploy job `needs`:\n"
             "    - run: preflight check --format github\n"
             "Now: preflight check\n");
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
    const char *path =
        pf_arena_format(call->arena, "%.*s/preflight.yml", PF_ARG(scene.folder)).data;
    struct stat status;
    if (lstat(path, &status) == 0 && !pf_given_flag(given, OPTION_FORCE)) {
        pf_error_set(error, PF_EXIT_USAGE, "%s is there already; --force replaces it", path);
        return PF_EXIT_USAGE;
    }
    if (!pf_sink_write_file(&page, path, error))
        return error->exit_status;
    pf_sink_add(&call->out, "wrote ");
    pf_sink_text(&call->out, pf_str_c(path));
    pf_sink_add(&call->out, "\n");
    next_steps(&call->out);
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_init = {
    .name = "init",
    .summary = "write a first preflight.yml with what was found",
    .operands = "",
    .about = "Looks at the project, writes a commented preflight.yml and says how to run preflight "
             "before each commit\nand each deploy. Changes nothing else.",
    .options = options,
    .run = run,
};
