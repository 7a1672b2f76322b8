/* preflight doctor: what was found, which file plays which part and why, which rules apply. */
#include "base/sandbox.h"
#include "cli/commands.h"
#include "cli/scene.h"
#include "rule/engine.h"

#include <jansson.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <yaml.h>

enum { OPTION_FOLDER = PF_OPTION_FIRST_OWN, OPTION_CONFIG };
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FOLDER] = PF_PROJECT_OPTION,
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    {.name = NULL},
};

/* "  name            words" */
static void line(struct pf_sink *out, const char *name, pf_str words)
{
    pf_sink_format(out, "  %-22s ", name);
    pf_sink_text(out, words.len == 0 ? PF_STR("-") : words);
    pf_sink_add(out, "\n");
}

static void versions(struct pf_sink *out, struct pf_arena *arena)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pf_sink_add(out, "preflight " PREFLIGHT_VERSION "\n");
    line(out, "libyaml", pf_str_c(yaml_get_version_string()));
    line(out, "jansson", PF_STR(JANSSON_VERSION));
    struct pf_sandbox_state sandbox = pf_sandbox_probe();
    line(out, "sandbox", pf_sandbox_words(arena, &sandbox));
    line(out, "PCRE2", pf_arena_str(arena, pf_str_c(pcre2)));
}

static void files(struct pf_sink *out, const struct pf_project *project)
{
    pf_sink_format(out, "\nfiles (%zu%s)\n", project->files.count,
                   project->truncated ? ", cut at a limit" : "");
    for (size_t type = 0; type < PF_CLASS_COUNT; type++) {
        struct pf_project_files found = pf_project_of_class(project, (enum pf_file_class)type);
        if (found.count == 0)
            continue;
        pf_str first = found.items[0]->path;
        pf_str rest = found.count == 1
                          ? PF_STR("")
                          : pf_arena_format(out->buffer.arena, " and %zu more", found.count - 1);
        line(out, pf_file_class_name((enum pf_file_class)type),
             pf_arena_format(out->buffer.arena, "%.*s%.*s", PF_ARG(first), PF_ARG(rest)));
    }
}

static void git(struct pf_sink *out, const struct pf_wiring *wiring)
{
    const struct pf_git *found = wiring->git;
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    pf_sink_add(out, "\ngit\n");
    line(out, "branch", found->branch);
    line(out, "default branch", found->default_branch);
    line(out, "origin", found->remote_url);
    line(out, "production",
         branch.name.len == 0 ? branch.name
                              : pf_arena_format(out->buffer.arena, "%.*s, says %.*s",
                                                PF_ARG(branch.name), PF_ARG(branch.by)));
}

static pf_str module_words(struct pf_arena *arena, const struct pf_deployment *deployment)
{
    if (deployment->modules.count == 0)
        return PF_STR("");
    const struct pf_module_choice *choice = &deployment->modules.items[0];
    return choice->module.len == 0
               ? pf_arena_format(arena, "not known: left to %.*s", PF_ARG(choice->by))
               : pf_arena_format(arena, "%.*s, says %.*s", PF_ARG(choice->module),
                                 PF_ARG(choice->by));
}

/* "4.2.11" where it is pinned, "4.2" where its range ends in that series; rules about its checks
 * take the newest else. */
static pf_str django_of(struct pf_arena *arena, const struct pf_deployment *deployment)
{
    unsigned version = deployment->django_version;
    if (deployment->django_pin.len > 0)
        return deployment->django_pin;
    if (version == 0)
        return PF_STR("not pinned: judged as the newest");
    return pf_arena_format(arena, "%u.%u, the newest in its range", version / 100, version % 100);
}

static pf_str path_of(const struct pf_project_file *file)
{
    return file == NULL ? PF_STR("") : file->path;
}

static void deployment_lines(struct pf_sink *out, const struct pf_deployment *deployment)
{
    struct pf_arena *arena = out->buffer.arena;
    pf_sink_add(out, "\ndeployment ");
    pf_sink_text(out, deployment->name);
    pf_sink_add(out, "\n");
    line(out, "workflow",
         deployment->deploy == NULL ? PF_STR("") : deployment->deploy->workflow->file->path);
    line(out, "task definition", path_of(deployment->taskdef));
    line(out, "container", pf_node_text(pf_node_get(deployment->container, "name")));
    line(out, "Dockerfile", path_of(deployment->dockerfile));
    line(out, "settings", module_words(arena, deployment));
    line(out, "Django", django_of(arena, deployment));
    line(out, "environment",
         deployment->environment_is_open
             ? pf_arena_format(arena, "open: %.*s", PF_ARG(deployment->open_reason))
             : PF_STR("every supplier is known"));
}

static void rules(struct pf_scene *scene)
{
    struct pf_engine_input input = {.rules = &scene->rules,
                                    .roots = scene->picture->roots,
                                    .root_count = scene->picture->root_count,
                                    .picture = scene->picture};
    struct pf_engine_result result = pf_engine_run(scene->call->arena, &input);
    size_t applicable = 0;
    for (size_t i = 0; i < result.outcome_count; i++)
        applicable += result.outcomes[i].bindings > 0;
    pf_sink_format(&scene->call->out, "\nrules: %zu, of which %zu have something to judge here\n",
                   scene->rules.count, applicable);
    bool all = pf_given_flag(&scene->call->given, PF_OPTION_VERBOSE);
    for (size_t i = 0; all && i < result.outcome_count; i++) {
        const struct pf_rule_outcome *outcome = &result.outcomes[i];
        pf_sink_format(&scene->call->out, "  %.*s  %zu judged, %zu found, %zu undecided\n",
                       PF_ARG(outcome->rule->card.id), outcome->bindings, outcome->findings,
                       outcome->undecided);
    }
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene;
    static const struct pf_strs none = {0};
    const struct pf_given *given = &call->given;
    struct pf_sink *out = &call->out;
    if (!pf_scene_set(&scene, call, pf_given_value(given, OPTION_FOLDER, "."),
                      pf_given_value(given, OPTION_CONFIG, ""), error) ||
        !pf_scene_load_rules(&scene, &none, error))
        return error->exit_status;
    pf_scene_draw(&scene);
    versions(out, call->arena);
    line(out, "configuration", scene.config_path);
    files(out, scene.project);
    git(out, scene.wiring);
    for (size_t i = 0; i < scene.wiring->deployment_count; i++)
        deployment_lines(out, &scene.wiring->deployments[i]);
    if (scene.wiring->notes.count > 0)
        pf_sink_add(out, "\nnot joined\n");
    for (size_t i = 0; i < scene.wiring->notes.count; i++) {
        pf_sink_add(out, "  ");
        pf_sink_text(out, scene.wiring->notes.items[i]);
        pf_sink_add(out, "\n");
    }
    rules(&scene);
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_doctor = {
    .name = "doctor",
    .summary = "what was found, which file plays which part, and why",
    .operands = "",
    .about = "Prints versions, the configuration, what each file is taken for, how the deployments "
             "were put\ntogether and what could not be joined. With -v, what every rule judged.",
    .options = options,
    .run = run,
};
