/* preflight check: the gate. Its lines are the folders of this house. */
#include "cli/base.h"
#include "cli/paths.h"
#include "cli/plan.h"
#include "cli/commands.h"
#include "cli/scene.h"
#include "cli/shut_in.h"
#include "cli/timer.h"
#include "base/clock.h"
#include "report/repair.h"
#include "rule/engine.h"

/* What all the projects of one call come to. */
struct outcome {
    struct pf_findings findings;
    struct pf_strs files, reasons;
    struct pf_rules ran;
    struct pf_source_roots roots;
    size_t undecided;
    pf_str plan;
    bool several;
};

/* Faults of what was read become findings; where a file was not read to its end, a reason. */
static void report_faults(struct pf_scene *scene, const struct pf_rules *rules,
                          const char *class_name, pf_str path, const struct pf_faults *faults,
                          struct outcome *outcome, struct pf_findings *findings)
{
    struct pf_arena *arena = scene->call->arena;
    if (pf_findings_add_faults(arena, rules, class_name, faults, findings))
        *pf_pile_add(arena, &outcome->reasons) =
            pf_arena_format(arena, "%.*s was not read to its end", PF_ARG(path));
}

static void report_all_faults(struct pf_scene *scene, const struct pf_rules *rules,
                              struct outcome *outcome, struct pf_findings *findings)
{
    const struct pf_project *project = scene->project;
    for (size_t i = 0; i < project->files.count; i++) {
        const struct pf_project_file *file = project->files.items[i];
        report_faults(scene, rules, pf_file_class_name(file->type), file->path, &file->faults,
                      outcome, findings);
    }
    for (size_t i = 0; i < scene->wiring->deployment_count; i++) {
        const struct pf_settings *settings = scene->wiring->deployments[i].judged;
        if (settings != NULL)
            report_faults(scene, rules, pf_file_class_name(PF_CLASS_PYTHON), settings->path,
                          &settings->faults, outcome, findings);
    }
    report_faults(scene, rules, "", scene->folder, &project->faults, outcome, findings);
}

static bool has_file(void *context, pf_str path)
{
    return pf_project_has_file(context, path) || pf_project_has_directory(context, path);
}

/* Runs the chosen rules and says which of them did not come to an end. */
static struct pf_findings run_rules(struct pf_scene *scene, const struct pf_rules *rules,
                                    struct outcome *outcome)
{
    struct pf_arena *arena = scene->call->arena;
    struct pf_engine_input input = {.rules = rules,
                                    .roots = scene->picture->roots,
                                    .root_count = scene->picture->root_count,
                                    .picture = scene->picture,
                                    .has_file = has_file,
                                    .has_file_context = scene->project};
    struct pf_engine_result result = pf_engine_run(arena, &input);
    outcome->undecided += result.undecided;
    for (size_t i = 0; i < result.outcome_count; i++)
        if (result.outcomes[i].exhausted)
            *pf_pile_add(arena, &outcome->reasons) = pf_arena_format(
                arena, "rule %.*s reached a limit", PF_ARG(result.outcomes[i].rule->card.id));
    return result.findings;
}

static void add_sources(struct pf_scene *scene, const struct pf_source ***sources, size_t *count)
{
    const struct pf_project_files *files = &scene->project->files;
    const struct pf_source **found =
        PF_NEW_ARRAY(scene->call->arena, const struct pf_source *, files->count);
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i]->source != NULL)
            found[(*count)++] = files->items[i]->source;
    *sources = found;
}

static void settle(struct pf_scene *scene, const struct pf_gate *options,
                   const struct pf_rules *ran, struct pf_findings *findings)
{
    const struct pf_source **sources = NULL;
    size_t source_count = 0;
    add_sources(scene, &sources, &source_count);
    if (options->base.len > 0)
        pf_base_compare(scene, options, sources, source_count, findings);
    struct pf_settle_input input = {.rules = &scene->rules,
                                    .ran = ran,
                                    .sources = sources,
                                    .source_count = source_count,
                                    .config = &scene->config,
                                    .baseline = options->baseline,
                                    .today = pf_clock_today(scene->call->arena),
                                    .names_findings = options->names_findings || options->only_new,
                                    .partial = options->only.count > 0 || options->changes != NULL};
    pf_settle(scene->call->arena, &input, findings);
    for (size_t i = 0; options->strict_baseline && i < findings->count; i++)
        if (pf_str_eq(findings->items[i]->rule->id, PF_STR("PFL904")))
            findings->items[i]->severity = PF_SEVERITY_ERROR;
}

/* What was asked for: these files, these lines. A change of the gate is told in any case. */
static bool is_wanted(struct pf_scene *scene, const struct pf_gate *options, pf_str root,
                      const struct pf_finding *finding)
{
    return pf_base_is_of_gate(finding) ||
           (pf_paths_wanted(&options->only, finding) &&
            (options->changes == NULL ||
             pf_changes_touch(scene->call->arena, options->changes, root, finding)));
}

/* One project's findings and files join those of the others. */
static void gather(struct pf_scene *scene, const struct pf_gate *options,
                   struct pf_findings *findings, struct outcome *outcome)
{
    struct pf_arena *arena = scene->call->arena;
    pf_str root = pf_paths_root(arena, scene->folder);
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        if (!is_wanted(scene, options, root, findings->items[i]))
            continue;
        if (outcome->several)
            pf_paths_remember(arena, &outcome->roots, findings->items[i], root);
        findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
    if (outcome->findings.count == 0)
        outcome->findings = *findings;
    else
        for (size_t i = 0; i < kept; i++)
            *pf_pile_add(arena, &outcome->findings) = findings->items[i];
    for (size_t i = 0; i < scene->project->files.count; i++) {
        pf_str path = scene->project->files.items[i]->path;
        *pf_pile_add(arena, &outcome->files) =
            outcome->several ? pf_path_join(arena, root, path) : path;
    }
}

static bool has_something_to_check(const struct pf_scene *scene)
{
    const struct pf_project_files *files = &scene->project->files;
    for (size_t i = 0; i < files->count; i++) {
        enum pf_file_class type = files->items[i]->type;
        if (type == PF_CLASS_WORKFLOW || type == PF_CLASS_ACTION || type == PF_CLASS_TASKDEF ||
            type == PF_CLASS_DOCKERFILE || type == PF_CLASS_COMPOSE)
            return true;
    }
    for (size_t i = 0; i < scene->wiring->deployment_count; i++)
        if (scene->wiring->deployments[i].settings != NULL)
            return true;
    return scene->project->truncated;
}

static bool check_project(struct pf_call *call, struct pf_gate *options, pf_str folder,
                          struct outcome *outcome, struct pf_error *error);

/* The findings that the base has as well are no news. */
static bool hide_old(struct pf_scene *scene, const struct pf_gate *options,
                     struct pf_findings *findings, struct pf_error *error)
{
    struct pf_gate of_base = *options;
    struct outcome outcome = {0};
    of_base.base = PF_STR("");
    of_base.only_new = false;
    of_base.names_findings = true; /* by which the two know each other */
    of_base.only = (struct pf_strs){0};
    of_base.changes = NULL;
    of_base.edited = PF_STR("");
    of_base.allows_empty = true;
    if (!check_project(scene->call, &of_base, options->base, &outcome, error))
        return false;
    pf_base_hide(scene->call->arena, &outcome.findings, findings);
    return true;
}

/* Its own configuration, or the one of what a pull request would be merged into. */
static bool configure(struct pf_scene *scene, const struct pf_gate *options, struct pf_error *error)
{
    pf_str folder = scene->folder;
    if (options->base.len > 0)
        scene->folder = options->base;
    bool done = pf_scene_configure(scene, options->config, options->wants_config, error);
    scene->folder = folder;
    scene->passed_over = options->base;
    return done;
}

static bool check_project(struct pf_call *call, struct pf_gate *options, pf_str folder,
                          struct outcome *outcome, struct pf_error *error)
{
    struct pf_scene scene = {.call = call,
                             .folder = folder,
                             .edited = options->edited,
                             .edited_bytes = options->edited_bytes};
    if (!configure(&scene, options, error) ||
        !pf_scene_load_rules(&scene, options->rule_folders, error) ||
        !pf_gate_choose(call->arena, options, &scene, &outcome->ran, error) ||
        !pf_scene_open(&scene, error))
        return false;
    pf_scene_connect(&scene);
    pf_scene_notes(&scene);
    if (options->lists_files) {
        pf_paths_list(call, scene.project);
        return true;
    }
    if (!options->allows_empty && !has_something_to_check(&scene))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "nothing to check: %.*s holds no workflow, task definition, Dockerfile "
                            "or Django settings",
                            PF_ARG(folder));
    if (options->wants_plan)
        outcome->plan = pf_plan_json(&scene, options->branch);
    pf_scene_draw(&scene);
    struct pf_findings findings = run_rules(&scene, &outcome->ran, outcome);
    report_all_faults(&scene, &outcome->ran, outcome, &findings);
    settle(&scene, options, &outcome->ran, &findings);
    if (options->only_new && !hide_old(&scene, options, &findings, error))
        return false;
    gather(&scene, options, &findings, outcome);
    return true;
}

/* The exit status, once every report is written. */
static int conclude(struct pf_call *call, const struct pf_gate *options,
                    const struct outcome *outcome, struct pf_error *error)
{
    struct pf_verdict verdict = {
        .findings = &outcome->findings,
        .summary = pf_findings_summary(&outcome->findings),
        .undecided = outcome->undecided,
        .files = &outcome->files,
        .rules = &outcome->ran,
        .reasons = &outcome->reasons,
        .root =
            outcome->several ? PF_STR("") : pf_paths_root(call->arena, options->folders.items[0]),
        .roots = outcome->several ? &outcome->roots : NULL,
        .fails = pf_findings_fail(&outcome->findings, options->fail_on),
        .plan = outcome->several ? PF_STR("") : outcome->plan,
        .quiet = options->quiet,
        .verbose = pf_given_flag(&call->given, PF_OPTION_VERBOSE)};
    if (!pf_gate_write(call, options, &verdict, error))
        return error->exit_status;
    if (outcome->reasons.count > 0)
        return PF_EXIT_INCOMPLETE;
    bool passes = options->exits_zero || options->writes_baseline ||
                  !pf_findings_fail(&outcome->findings, options->fail_on);
    return passes ? PF_EXIT_CLEAN : PF_EXIT_FINDINGS;
}

/* The `projects:` of the configuration here, where no path was named. */
static bool expand_projects(struct pf_call *call, struct pf_gate *options, struct pf_error *error)
{
    struct pf_scene here = {.call = call, .folder = PF_STR(".")};
    if (call->given.operands.count > 0 || options->base.len > 0)
        return true;
    if (!pf_scene_configure(&here, options->config, options->wants_config, error))
        return false;
    const struct pf_strs *projects = &here.config.projects;
    if (projects->count > 0)
        options->folders.count = 0;
    for (size_t i = 0; i < projects->count; i++)
        *pf_pile_add(call->arena, &options->folders) =
            pf_path_join(call->arena, pf_path_directory(here.config_path), projects->items[i]);
    return true;
}

static void show_diff(struct pf_call *call, const struct pf_repairs *repairs, pf_str root)
{
    struct pf_buffer diff = pf_buffer_new(call->arena);
    for (size_t i = 0; i < repairs->count; i++)
        pf_repair_diff(&diff, &repairs->items[i], root);
    pf_sink_lines(&call->out, pf_buffer_str(&diff));
}

static bool write_repairs(struct pf_call *call, const struct pf_repairs *repairs, pf_str root,
                          struct pf_error *error)
{
    size_t fixes = 0;
    for (size_t i = 0; i < repairs->count; i++) {
        struct pf_sink sink = pf_sink_new(call->arena, false);
        pf_str path = pf_path_join(call->arena, root, repairs->items[i].source->path);
        pf_buffer_add(&sink.buffer, repairs->items[i].bytes);
        if (!pf_sink_write_file(&sink, pf_arena_str(call->arena, path).data, error))
            return false;
        fixes += repairs->items[i].count;
    }
    if (fixes > 0)
        pf_call_note(call, "repaired %zu finding%s in %zu file%s", fixes, fixes == 1 ? "" : "s",
                     repairs->count, repairs->count == 1 ? "" : "s");
    return true;
}

/* One fix may call for the next; more often than this they would go in circles. */
enum { FIX_PASSES = 8 };

/* Writes the fixes and checks what came of them, until there is nothing left to do; with --diff
 * only shows the first ones. */
static bool repair(struct pf_call *call, struct pf_gate *options, struct outcome *outcome,
                   struct pf_error *error)
{
    if (options->folders.count != 1)
        return pf_error_set(error, PF_EXIT_USAGE, "--fix takes one project");
    pf_str folder = options->folders.items[0];
    for (int pass = 0; pass < FIX_PASSES; pass++) {
        struct pf_repairs repairs = pf_repairs_plan(
            call->arena, &outcome->findings, options->fixes_unsafe ? PF_FIX_UNSAFE : PF_FIX_SAFE);
        if (options->shows_diff) {
            show_diff(call, &repairs, pf_paths_root(call->arena, folder));
            return true;
        }
        if (repairs.count == 0)
            return true;
        if (!write_repairs(call, &repairs, folder, error))
            return false;
        *outcome = (struct outcome){0};
        if (!check_project(call, options, folder, outcome, error))
            return false;
    }
    return true;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_gate options;
    struct outcome outcome = {0};
    if (!pf_gate_read(call, &options, error) || !expand_projects(call, &options, error))
        return error->exit_status;
    if (!pf_gate_shut_in(call, &options, error))
        return error->exit_status;
    outcome.several = options.folders.count > 1;
    pf_timer_start(options.timeout_seconds);
    for (size_t i = 0; i < options.folders.count; i++)
        if (!check_project(call, &options, options.folders.items[i], &outcome, error))
            return error->exit_status;
    pf_timer_stop();
    if (options.lists_files)
        return PF_EXIT_CLEAN;
    if (options.fixes && !repair(call, &options, &outcome, error))
        return error->exit_status;
    if (options.shows_diff)
        return PF_EXIT_CLEAN;
    return conclude(call, &options, &outcome, error);
}

const struct pf_command pf_command_check = {
    .name = "check",
    .summary = "the gate: what is wrong, where, and what to write instead",
    .operands = "[PATH…]",
    .about = "Reads the project in the current folder, or in each folder named, and reports what "
             "would break or\nexpose its deploy. Files named instead narrow the report to them.\n\n"
             "exit status: 0 clean, 1 findings at or above --fail-on, 2 usage, configuration or "
             "rule-file error or\nnothing to check, 3 not fully checked (wins over 1)",
    .options = pf_gate_options,
    .run = run,
    .completes = PF_COMPLETES_FILES,
};
