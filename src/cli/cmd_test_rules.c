/* preflight test-rules: the examples in rule files, run as their tests. */
#include "cli/commands.h"
#include "cli/scene.h"
#include "rule/engine.h"
#include "rule/test_rules.h"

static const struct pf_option options[] = {PF_COMMON_OPTIONS, {.name = NULL}};

static bool has_file(void *context, pf_str path)
{
    return pf_project_has_file(context, path) || pf_project_has_directory(context, path);
}

/* An example's files as a project that exists in memory only. */
static bool build(void *context, struct pf_arena *arena, const struct pf_rules *rules,
                  const struct pf_node *files, const struct pf_node *given,
                  struct pf_rule_project *built, struct pf_error *error)
{
    (void)context, (void)given, (void)error;
    struct pf_project *project = pf_project_virtual(arena, files);
    struct pf_wiring_options wiring_options = {0};
    const struct pf_wiring *wiring = pf_wiring_connect(arena, project, &wiring_options);
    const struct pf_picture *picture = pf_picture_draw(arena, wiring);
    *built = (struct pf_rule_project){.roots = picture->roots,
                                      .root_count = picture->root_count,
                                      .picture = picture,
                                      .has_file = has_file,
                                      .has_file_context = project};
    for (size_t i = 0; i < project->files.count; i++) {
        const struct pf_project_file *file = project->files.items[i];
        pf_findings_add_faults(arena, rules, pf_file_class_name(file->type), &file->faults,
                               &built->findings);
    }
    return true;
}

static bool read_files(struct pf_scene *scene, const struct pf_strs *paths, struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    struct pf_faults faults = {0};
    for (size_t i = 0; i < paths->count; i++) {
        pf_str bytes;
        if (!pf_file_read(arena, pf_arena_str(arena, paths->items[i]).data, PF_FILE_CAP, &bytes,
                          error))
            return false;
        pf_rule_file_read(arena, pf_source_new(arena, paths->items[i], bytes), false, &scene->rules,
                          &faults);
    }
    if (faults.count == 0)
        return true;
    pf_sink_lines(&scene->call->aside, pf_rule_faults_text(arena, &faults));
    return pf_error_set(error, PF_EXIT_USAGE, "%zu mistake%s in rule files", faults.count,
                        faults.count == 1 ? "" : "s");
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene = {.call = call, .folder = PF_STR(".")};
    const struct pf_strs *paths = &call->given.operands;
    if (paths->count == 0)
        pf_rules_built_in(call->arena, &scene.rules);
    else if (!read_files(&scene, paths, error))
        return error->exit_status;
    struct pf_buffer failures = pf_buffer_new(call->arena);
    struct pf_rule_tests_result result = pf_rules_test(&scene.rules, build, NULL, &failures);
    pf_sink_lines(&call->out, pf_buffer_str(&failures));
    pf_sink_format(&call->out, "%zu rules, %zu examples passed, %zu failed\n", result.rules,
                   result.passed, result.failed);
    return result.failed == 0 ? PF_EXIT_CLEAN : PF_EXIT_FINDINGS;
}

const struct pf_command pf_command_test_rules = {
    .name = "test-rules",
    .summary = "run the examples in rule files as their tests",
    .operands = "[FILE…]",
    .about = "Runs the `bad`, `good` and `tests` examples of the rules in each FILE, or of the "
             "built-in rules.\n\nexit status: 0 all pass, 1 some fail, 2 a mistake in a rule file",
    .options = options,
    .run = run,
    .completes = PF_COMPLETES_FILES,
};
