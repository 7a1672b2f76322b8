/* preflight simulate EVENT: what a push runs, and whether it deploys. */
#include "cli/commands.h"
#include "cli/scene.h"
#include "model/contexts.h"
#include "report/json.h"

enum {
    OPTION_FORMAT = PF_OPTION_FIRST_OWN,
    OPTION_FOLDER,
    OPTION_CONFIG,
    OPTION_BRANCH,
    OPTION_TAG,
    OPTION_HEAD,
    OPTION_PATH,
    OPTION_ACTOR,
    OPTION_MESSAGE,
    OPTION_INPUT
};
static const char *const events[] = {"push", "pull_request", "workflow_dispatch", "schedule", NULL};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = PF_FORMAT_OPTION,
    [OPTION_FOLDER] = PF_PROJECT_OPTION,
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    [OPTION_BRANCH] = {.name = "branch",
                       .letter = 'b',
                       .kind = PF_OPTION_VALUE,
                       .value = "BRANCH",
                       .help = "pushed, or the base of a pull request; the main one by default"},
    [OPTION_TAG] = {.name = "tag",
                    .kind = PF_OPTION_VALUE,
                    .value = "TAG",
                    .help = "a tag is pushed instead of a branch"},
    [OPTION_HEAD] = {.name = "head",
                     .kind = PF_OPTION_VALUE,
                     .value = "BRANCH",
                     .help = "the head of a pull request"},
    [OPTION_PATH] = {.name = "path",
                     .kind = PF_OPTION_LIST,
                     .value = "PATH",
                     .help = "a file that the push changes; without any, they are not known",
                     .completes = PF_COMPLETES_FILES},
    [OPTION_ACTOR] = {.name = "actor",
                      .kind = PF_OPTION_VALUE,
                      .value = "NAME",
                      .help = "who pushes"},
    [OPTION_MESSAGE] = {.name = "message",
                        .kind = PF_OPTION_VALUE,
                        .value = "TEXT",
                        .help = "of the head commit: [skip ci] in it skips"},
    [OPTION_INPUT] = {.name = "input",
                      .letter = 'i',
                      .kind = PF_OPTION_LIST,
                      .value = "NAME=VALUE",
                      .help = "of workflow_dispatch; without any, defaults are taken"},
    {.name = NULL},
};

/* What is printed: the simulation, and the deploys that tell which job releases. */
struct outcome {
    const struct pf_simulation *simulation;
    const struct pf_deploys *deploys;
};

static bool is_event(pf_str name)
{
    for (const char *const *event = events; *event != NULL; event++)
        if (pf_str_eq(name, pf_str_c(*event)))
            return true;
    return false;
}

static bool is_declared(const struct pf_workflows *workflows, pf_str name)
{
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_node *inputs = pf_contexts_dispatch_inputs(&workflows->items[i]);
        for (size_t k = 0; pf_node_is(inputs, PF_MAP) && k < inputs->count; k++)
            if (pf_str_eq_nocase(inputs->items[k]->key->text, name))
                return true;
    }
    return false;
}

/* NAME=VALUE of each --input; `*inputs` stays NULL without any. */
static bool read_inputs(const struct pf_scene *scene, pf_str event, const struct pf_node **inputs,
                        struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    const struct pf_strs *given = pf_given_list(&scene->call->given, OPTION_INPUT);
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; i < given->count; i++) {
        pf_str name, value;
        bool is_pair = pf_str_cut(given->items[i], '=', &name, &value) && name.len > 0;
        const char *problem = NULL;
        if (!pf_str_eq(event, PF_STR("workflow_dispatch")))
            problem = "only workflow_dispatch takes --input";
        else if (!is_pair)
            problem = "--input is NAME=VALUE";
        else if (!is_declared(&scene->wiring->deploys->workflows, name))
            problem = "no workflow has such an input under workflow_dispatch";
        if (problem != NULL) {
            pf_error_set(error, PF_EXIT_USAGE, "%s: '%.*s'", problem, PF_ARG(given->items[i]));
            return false;
        }
        pf_node_put(arena, map, name, (pf_span){0}, pf_node_str(arena, value, (pf_span){0}));
        *inputs = map;
    }
    return true;
}

static struct pf_event event_of(const struct pf_scene *scene, pf_str name)
{
    const struct pf_given *given = &scene->call->given;
    const struct pf_git *git = scene->wiring->git;
    const struct pf_strs *paths = pf_given_list(given, OPTION_PATH);
    struct pf_event event = {.name = name,
                             .tag = pf_given_value(given, OPTION_TAG, ""),
                             .head_branch = pf_given_value(given, OPTION_HEAD, ""),
                             .paths = paths->count > 0 ? paths : NULL,
                             .actor = pf_given_value(given, OPTION_ACTOR, ""),
                             .message = pf_given_value(given, OPTION_MESSAGE, ""),
                             .default_branch = git->default_branch};
    pf_str branch = pf_given_value(given, OPTION_BRANCH, "");
    if (branch.len > 0 || event.tag.len > 0)
        event.branch = branch;
    else
        event.branch = pf_wiring_branch(scene->wiring).name;
    if (git->owner.len > 0)
        event.repository =
            pf_arena_format(scene->call->arena, "%.*s/%.*s", PF_ARG(git->owner), PF_ARG(git->name));
    return event;
}

/* The surest answer of the deploys that stand in this job; `run` NULL: in any run of it. */
static enum pf_truth job_deploys(const struct outcome *outcome, const struct pf_simulated *run,
                                 const struct pf_simulated_job *job)
{
    enum pf_truth deploys = PF_NO;
    for (size_t i = 0; i < outcome->deploys->count; i++) {
        const struct pf_deploy *deploy = &outcome->deploys->items[i];
        if (deploy->job->node != job->job->node)
            continue;
        deploys = pf_truth_or(deploys, run == NULL ? pf_deploy_runs(outcome->simulation, deploy)
                                                   : pf_deploy_runs_in(run, deploy));
    }
    return deploys;
}

static bool job_has_deploy(const struct outcome *outcome, const struct pf_simulated_job *job)
{
    for (size_t i = 0; i < outcome->deploys->count; i++)
        if (outcome->deploys->items[i].job->node == job->job->node)
            return true;
    return false;
}

static enum pf_truth any_deploys(const struct outcome *outcome)
{
    enum pf_truth deploys = PF_NO;
    for (size_t i = 0; i < outcome->deploys->count; i++)
        deploys =
            pf_truth_or(deploys, pf_deploy_runs(outcome->simulation, &outcome->deploys->items[i]));
    return deploys;
}

static void put_line(struct pf_json *json, pf_span span)
{
    pf_json_key(json, "line");
    if (span.file == NULL)
        pf_json_null(json);
    else
        pf_json_number(json, pf_span_start(span).line);
}

static void put_steps(struct pf_json *json, const struct pf_simulated_step *steps, size_t count)
{
    pf_json_key(json, "steps");
    pf_json_open(json, '[');
    for (size_t i = 0; i < count; i++) {
        const struct pf_simulated_step *step = &steps[i];
        pf_json_open(json, '{');
        pf_json_put_number(json, "index", step->step->index);
        pf_json_put_string(json, "id", step->step->id);
        pf_json_put_string(json, "name", pf_workflow_step_name(step->step));
        pf_json_put_c(json, "runs", pf_truth_name(step->runs));
        pf_json_put_string(json, "reason", step->reason);
        put_line(json, step->step->node->span);
        if (step->step_count > 0)
            put_steps(json, step->steps, step->step_count);
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static void put_job(struct pf_json *json, const struct outcome *outcome,
                    const struct pf_simulated *run, const struct pf_simulated_job *job)
{
    pf_json_open(json, '{');
    pf_json_put_string(json, "id", job->job->id);
    pf_json_put_c(json, "runs", pf_truth_name(job->runs));
    pf_json_put_string(json, "reason", job->reason);
    put_line(json, job->decided.file != NULL ? job->decided : pf_node_key_span(job->job->node));
    pf_json_put_bool(json, "deploys", job_deploys(outcome, run, job) != PF_NO);
    put_steps(json, job->steps, job->step_count);
    pf_json_close(json, '}');
}

/* What a workflow's answer and that of each of its runs have in common. */
static void put_answer(struct pf_json *json, const struct outcome *outcome,
                       const struct pf_simulated *simulated, const struct pf_simulated *run)
{
    pf_json_put_c(json, "triggered", pf_truth_name(simulated->triggered));
    pf_json_put_string(json, "reason", simulated->reason);
    pf_json_key(json, "jobs");
    pf_json_open(json, '[');
    for (size_t k = 0; k < simulated->job_count; k++)
        put_job(json, outcome, run, &simulated->jobs[k]);
    pf_json_close(json, ']');
}

static void put_run(struct pf_json *json, const struct outcome *outcome,
                    const struct pf_simulated *run)
{
    pf_json_open(json, '{');
    pf_json_key(json, "caller");
    if (run->caller == NULL) {
        pf_json_null(json);
    } else {
        pf_json_open(json, '{');
        pf_json_put_string(json, "path", run->caller->workflow->file->path);
        pf_json_put_string(json, "job", run->caller_job->id);
        pf_json_close(json, '}');
    }
    put_answer(json, outcome, run, run);
    pf_json_close(json, '}');
}

static void print_json(struct pf_sink *sink, const struct outcome *outcome)
{
    const struct pf_simulation *simulation = outcome->simulation;
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    pf_json_put_string(&json, "event", simulation->event.name);
    pf_json_put_string(&json, "branch", simulation->event.branch);
    if (simulation->event.tag.len > 0)
        pf_json_put_string(&json, "tag", simulation->event.tag);
    pf_json_put_c(&json, "deploys", pf_truth_name(any_deploys(outcome)));
    pf_json_key(&json, "workflows");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < simulation->workflow_count; i++) {
        const struct pf_simulated *simulated = &simulation->workflows[i];
        pf_json_open(&json, '{');
        pf_json_put_string(&json, "path", simulated->workflow->file->path);
        pf_json_put_string(&json, "name", simulated->workflow->name);
        put_answer(&json, outcome, simulated, NULL);
        if (simulated->runs.count > 1) {
            pf_json_key(&json, "runs");
            pf_json_open(&json, '[');
            for (size_t k = 0; k < simulated->runs.count; k++)
                put_run(&json, outcome, simulated->runs.items[k]);
            pf_json_close(&json, ']');
        }
        pf_json_close(&json, '}');
    }
    pf_json_close(&json, ']');
    pf_json_close(&json, '}');
    pf_sink_add(sink, "\n");
}

/* "yes", or "no: because …  # deploy.yml:4" */
static void answer(struct pf_sink *sink, enum pf_truth truth, pf_str reason, pf_span decided)
{
    pf_sink_add(sink, pf_truth_name(truth));
    if (reason.len > 0) {
        pf_sink_add(sink, ": ");
        pf_sink_text(sink, reason);
    }
    if (decided.file != NULL && truth != PF_YES) {
        pf_sink_add(sink, "  # ");
        pf_sink_text(sink, decided.file->path);
        pf_sink_format(sink, ":%u", pf_span_start(decided).line);
    }
    pf_sink_add(sink, "\n");
}

static pf_str step_title(struct pf_arena *arena, const struct pf_workflow_step *step)
{
    pf_str name = pf_workflow_step_name(step);
    if (name.len > 0)
        return name;
    if (step->uses != NULL)
        return step->uses->text;
    pf_str script = pf_node_text(step->run), line;
    if (pf_str_next_line(&script, &line))
        return pf_arena_format(arena, "run %.*s%s", PF_ARG(line), script.len > 0 ? " …" : "");
    return pf_arena_format(arena, "step %u", step->index + 1);
}

/* Steps that run are told where asked for, and where steps of their action do not. */
static bool is_told(const struct pf_simulated_step *step, bool verbose)
{
    if (verbose || step->runs != PF_YES)
        return true;
    for (size_t i = 0; i < step->step_count; i++)
        if (is_told(&step->steps[i], false))
            return true;
    return false;
}

static void step_lines(struct pf_sink *sink, const struct pf_simulated_step *step, size_t depth,
                       bool verbose)
{
    if (!is_told(step, verbose))
        return;
    for (size_t i = 0; i < depth; i++)
        pf_sink_add(sink, "  ");
    pf_sink_text(sink, step_title(sink->buffer.arena, step->step));
    pf_sink_add(sink, ": ");
    answer(sink, step->runs, step->reason, step->decided);
    for (size_t i = 0; step->runs != PF_NO && i < step->step_count; i++)
        step_lines(sink, &step->steps[i], depth + 1, verbose);
}

static void job_lines(struct pf_sink *sink, const struct outcome *outcome,
                      const struct pf_simulated_job *job, bool verbose)
{
    pf_sink_add(sink, "  ");
    pf_sink_text(sink, job->job->id);
    pf_sink_add(sink, job_has_deploy(outcome, job) ? " (deploys): " : ": ");
    answer(sink, job->runs, job->reason, job->decided);
    for (size_t i = 0; job->runs != PF_NO && i < job->step_count; i++)
        step_lines(sink, &job->steps[i], 2, verbose);
}

static void run_lines(struct pf_sink *sink, const struct outcome *outcome,
                      const struct pf_simulated *run, bool verbose)
{
    pf_sink_add(sink, "\n");
    pf_sink_text(sink, run->workflow->file->path);
    pf_sink_add(sink, ": ");
    answer(sink, run->triggered, run->reason, run->decided);
    for (size_t k = 0; run->triggered != PF_NO && k < run->job_count; k++)
        job_lines(sink, outcome, &run->jobs[k], verbose);
}

static void print_text(struct pf_sink *sink, const struct outcome *outcome, bool verbose)
{
    static const char *const verdicts[] = {
        [PF_NO] = "deploys nothing", [PF_MAYBE] = "may deploy", [PF_YES] = "deploys"};
    const struct pf_simulation *simulation = outcome->simulation;
    const struct pf_event *event = &simulation->event;
    pf_sink_text(sink, event->name);
    if (event->branch.len + event->tag.len > 0) {
        pf_sink_add(sink, event->tag.len > 0 ? " of tag " : " to ");
        pf_sink_text(sink, event->tag.len > 0 ? event->tag : event->branch);
    }
    bool is_known = outcome->deploys->count > 0;
    pf_sink_format(sink, " %s\n",
                   is_known ? verdicts[any_deploys(outcome)]
                            : "starts no deploy that preflight knows");
    for (size_t i = 0; i < simulation->workflow_count; i++) {
        const struct pf_simulated *simulated = &simulation->workflows[i];
        if (simulated->runs.count < 2)
            run_lines(sink, outcome, simulated, verbose);
        for (size_t k = 0; simulated->runs.count > 1 && k < simulated->runs.count; k++)
            run_lines(sink, outcome, simulated->runs.items[k], verbose);
    }
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene;
    const struct pf_given *given = &call->given;
    pf_str name = given->operands.count == 0 ? PF_STR("push") : given->operands.items[0];
    if (given->operands.count > 1 || !is_event(name)) {
        pf_error_set(error, PF_EXIT_USAGE,
                     "simulate takes push, pull_request, workflow_dispatch or schedule");
        return PF_EXIT_USAGE;
    }
    if (!pf_scene_set(&scene, call, pf_given_value(given, OPTION_FOLDER, "."),
                      pf_given_value(given, OPTION_CONFIG, ""), error))
        return error->exit_status;
    const struct pf_deploys *deploys = scene.wiring->deploys;
    if (deploys->workflows.count == 0) {
        pf_error_set(error, PF_EXIT_USAGE, "the project has no workflows");
        return PF_EXIT_USAGE;
    }
    struct pf_event event = event_of(&scene, name);
    if (!read_inputs(&scene, name, &event.inputs, error))
        return error->exit_status;
    struct outcome outcome = {pf_simulate(call->arena, scene.project, &deploys->workflows, &event),
                              deploys};
    if (pf_str_eq(pf_given_value(given, OPTION_FORMAT, "text"), PF_STR("json")))
        print_json(&call->out, &outcome);
    else
        print_text(&call->out, &outcome, pf_given_flag(given, PF_OPTION_VERBOSE));
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_simulate = {
    .name = "simulate",
    .summary = "what a push runs, and whether it deploys",
    .operands = "[EVENT]",
    .about = "Says for every workflow, job and step whether EVENT runs it: yes, no or maybe, and "
             "why. EVENT is push\n(default), pull_request, workflow_dispatch or schedule. With -v "
             "every step is listed.",
    .options = options,
    .run = run,
    .first_operands = events,
};
