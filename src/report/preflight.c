/* The public face: one call from a folder to its settled findings. */
#include "preflight/preflight.h"

#include "model/picture.h"
#include "rule/engine.h"
#include "rule/settle.h"
#include "rule/virtual.h"

#include <stdio.h>

struct preflight_result {
    struct pf_arena *arena;
    struct pf_findings findings;
    bool complete;
};

/* Everything one check holds; the steps below fill it from top to bottom. */
struct run {
    struct pf_arena *arena;
    struct pf_config config;
    struct pf_rules rules;
    struct pf_project *project;
    const struct pf_wiring *wiring;
    const struct pf_picture *picture;
};

static bool load(struct run *run, const char *path, struct pf_error *error)
{
    pf_str config_path;
    struct pf_faults faults = {0};
    pf_rules_built_in_to_run(run->arena, &run->rules);
    if (pf_config_find(run->arena, pf_str_c(path), &config_path) &&
        !pf_config_load(run->arena, pf_arena_str(run->arena, config_path).data, &run->config,
                        error))
        return false;
    if (run->config.source != NULL &&
        !pf_config_apply(run->arena, &run->config, &run->rules, &faults))
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s",
                            PF_ARG(pf_rule_faults_text(run->arena, &faults)));
    return pf_project_open(run->arena, path, &run->project, error);
}

static void connect_and_draw(struct run *run)
{
    struct pf_wiring_options options = {.mandated =
                                            run->config.has_mandated ? &run->config.mandated : NULL,
                                        .config = run->config.deployments,
                                        .branch = run->config.branch};
    run->wiring = pf_wiring_connect(run->arena, run->project, &options);
    run->picture = pf_picture_draw(run->arena, run->wiring);
}

static void judge(struct run *run, struct preflight_result *result)
{
    struct pf_engine_input input = {.rules = &run->rules,
                                    .roots = run->picture->roots,
                                    .root_count = run->picture->root_count,
                                    .picture = run->picture,
                                    .has_file = pf_rule_project_has_file,
                                    .has_file_context = run->project};
    struct pf_engine_result judged = pf_engine_run(run->arena, &input);
    result->findings = judged.findings;
    bool unread = pf_rule_project_faults(run->arena, &run->rules, run->wiring, &result->findings);
    result->complete = !judged.incomplete && !unread && !run->project->truncated;
}

static void settle(struct run *run, struct preflight_result *result)
{
    const struct pf_project_files *files = &run->project->files;
    struct pf_settle_input input = {
        .rules = &run->rules, .config = &run->config, .names_findings = true};
    const struct pf_source **sources =
        PF_NEW_ARRAY(run->arena, const struct pf_source *, files->count);
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i]->source != NULL)
            sources[input.source_count++] = files->items[i]->source;
    input.sources = sources;
    pf_settle(run->arena, &input, &result->findings);
}

struct preflight_result *preflight_check(const char *path, char *error, size_t error_size)
{
    struct pf_error problem = {0};
    struct run run = {.arena = pf_arena_new(NULL)};
    if (!load(&run, path, &problem)) {
        if (error != NULL && error_size > 0)
            snprintf(error, error_size, "%s", problem.message);
        pf_arena_free(run.arena);
        return NULL;
    }
    struct preflight_result *result = PF_NEW(run.arena, struct preflight_result);
    result->arena = run.arena;
    connect_and_draw(&run);
    judge(&run, result);
    settle(&run, result);
    pf_project_close(run.project);
    return result;
}

void preflight_free(struct preflight_result *result)
{
    if (result != NULL)
        pf_arena_free(result->arena);
}

size_t preflight_finding_count(const struct preflight_result *result)
{
    return result == NULL ? 0 : result->findings.count;
}

static const char *text(const struct preflight_result *result, pf_str s)
{
    return pf_arena_str(result->arena, s).data;
}

struct preflight_finding preflight_finding_at(const struct preflight_result *result, size_t index)
{
    const struct pf_finding *found = result->findings.items[index];
    struct preflight_finding finding = {
        .rule = text(result, found->rule->id),
        .name = text(result, found->rule->name),
        .severity = (enum preflight_severity)found->severity,
        .certain = found->certain,
        .message = text(result, found->message),
        .help = text(result, found->help),
        .path = "",
        .fingerprint = text(result, found->fingerprint),
        .suppressed = found->suppressed,
    };
    if (found->span.file == NULL)
        return finding;
    struct pf_place start = pf_span_start(found->span), end = pf_span_end(found->span);
    finding.path = text(result, found->span.file->path);
    finding.line = start.line;
    finding.column = start.column;
    finding.end_line = end.line;
    finding.end_column = end.column;
    return finding;
}

bool preflight_is_complete(const struct preflight_result *result)
{
    return result != NULL && result->complete;
}

const char *preflight_version(void)
{
    return PREFLIGHT_VERSION;
}
