/* How a workflow deploys: each rule takes one habit. */
#include "checks/flow.h"

#include "ghexpr/find.h"

static void report_deploy(struct pf_check_context *context, const struct pf_deploy *deploy,
                          const char *message, pf_span span)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
}

static pf_span step_span(const struct pf_deploy *deploy)
{
    if (deploy->step->uses != NULL)
        return deploy->step->uses->span;
    return deploy->job->node->key->span;
}

/* "test" is none in "latest", which every second image is tagged with. */
static bool contains_nocase(pf_str text, const char *part)
{
    pf_str wanted = pf_str_c(part);
    size_t at = 0;
    for (ptrdiff_t found;
         (found = pf_str_find_nocase(pf_str_slice(text, at, text.len), wanted)) != PF_STR_NONE;) {
        at += (size_t)found + 1;
        pf_str around = pf_str_slice(text, at < 3 ? 0 : at - 3, at - 1 + wanted.len);
        if (!pf_str_eq_nocase(around, PF_STR("latest")))
            return true;
    }
    return false;
}

static bool step_mentions(const struct pf_workflow_step *step, const char *part)
{
    return contains_nocase(pf_node_text(step->run), part) ||
           contains_nocase(pf_node_text(step->uses), part) ||
           contains_nocase(pf_workflow_step_name(step), part);
}

static bool job_mentions(const struct pf_workflow_job *job, const char *part)
{
    if (contains_nocase(job->id, part) || contains_nocase(pf_node_text(job->uses), part) ||
        contains_nocase(pf_node_text(pf_node_get(job->node, "name")), part))
        return true;
    for (size_t i = 0; i < job->step_count; i++)
        if (step_mentions(&job->steps[i], part))
            return true;
    return false;
}

/* ---- untested ---- */

/* As a word of its own: "make check", "ci", but neither "checkout" nor "decide". */
static bool holds_word(pf_str text, pf_str word)
{
    size_t at = 0;
    for (ptrdiff_t found;
         (found = pf_str_find_nocase(pf_str_slice(text, at, text.len), word)) != PF_STR_NONE;) {
        at += (size_t)found + 1;
        size_t end = at - 1 + word.len;
        if ((at == 1 || !pf_is_alnum(text.data[at - 2])) &&
            (end == text.len || !pf_is_alnum(text.data[end])))
            return true;
    }
    return false;
}

/* Our own gate says "check" and runs no test. */
static bool step_checks(const struct pf_workflow_step *step)
{
    static const pf_str words[] = {PF_STR_INIT("check"), PF_STR_INIT("checks"), PF_STR_INIT("ci")};
    const pf_str texts[] = {pf_node_text(step->run), pf_node_text(step->uses),
                            pf_workflow_step_name(step)};
    for (size_t t = 0; t < sizeof texts / sizeof *texts && !step_mentions(step, "preflight"); t++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (holds_word(texts[t], words[i]))
                return true;
    return false;
}

static bool tests(const struct pf_workflow_job *job)
{
    static const char *const words[] = {"test", "tox", "nox", "verify", "coverage"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (job_mentions(job, words[i]))
            return true;
    if (holds_word(job->id, PF_STR("ci")) || holds_word(job->id, PF_STR("check")) ||
        holds_word(job->id, PF_STR("checks")) || holds_word(pf_node_text(job->uses), PF_STR("ci")))
        return true;
    for (size_t i = 0; i < job->step_count; i++)
        if (step_checks(&job->steps[i]))
            return true;
    return false;
}

static bool runs_tests(const struct pf_workflow_job *job)
{
    static const char *const words[] = {"pytest", "manage.py test", "tox", "unittest"};
    for (size_t i = 0; i < job->step_count; i++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (contains_nocase(pf_node_text(job->steps[i].run), words[w]))
                return true;
    return false;
}

static bool has_test_files(const struct pf_project *project)
{
    for (size_t i = 0; i < project->files.count; i++) {
        pf_str base = pf_path_base(project->files.items[i]->path);
        if (pf_str_eq(base, PF_STR("tests.py")) ||
            (pf_str_starts(base, PF_STR("test_")) && pf_str_ends(base, PF_STR(".py"))))
            return true;
    }
    return false;
}

static void judge_untested(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_workflow *workflow = deploy->origin;
    if (deploy->caller != NULL || pf_flow_listens(workflow, "workflow_run") ||
        pf_flow_listens(workflow, "workflow_call") || !pf_flow_listens(workflow, "push") ||
        pf_flow_needs(workflow, deploy->origin_job, tests) ||
        pf_flow_needs(deploy->workflow, deploy->job, tests))
        return;
    const struct pf_workflow_job *beside = NULL;
    for (size_t i = 0; i < workflow->job_count && beside == NULL; i++)
        if (runs_tests(&workflow->jobs[i]))
            beside = &workflow->jobs[i];
    if (beside != NULL) {
        const struct pf_workflow_job *job = deploy->origin_job;
        struct pf_report *report = pf_check_report(context, "beside", job->node->key->span);
        pf_report_argument(report, "job", job->id);
        pf_report_argument(report, "tests", beside->id);
        pf_report_related(report, "tests", beside->node->key->span);
        pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
        return;
    }
    /* Tests of another workflow may well guard the branch: a rule of the repository, in no file. */
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++)
        for (size_t j = 0; j < wiring->deploys->workflows.items[i].job_count; j++)
            if (tests(&wiring->deploys->workflows.items[i].jobs[j]))
                return;
    if (has_test_files(wiring->project))
        report_deploy(context, deploy, "never", deploy->job->node->key->span);
}

/* ---- after failure ---- */

struct seen {
    bool ignores; /* always(), !cancelled() */
    bool asks;    /* for a result: success(), failure(), needs.X.result, steps.X.outcome */
};

static void look(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent, void *data)
{
    struct seen *seen = data;
    bool is_call = expr->kind == PF_GHEXPR_CALL;
    bool is_negated = parent != NULL && parent->kind == PF_GHEXPR_NOT;
    if (is_call && (pf_str_eq_nocase(expr->name, PF_STR("always")) ||
                    (is_negated && pf_str_eq_nocase(expr->name, PF_STR("cancelled")))))
        seen->ignores = true;
    if (is_call && (pf_str_eq_nocase(expr->name, PF_STR("success")) ||
                    pf_str_eq_nocase(expr->name, PF_STR("failure"))))
        seen->asks = true;
    if (expr->kind == PF_GHEXPR_NAME && (pf_str_eq_nocase(expr->name, PF_STR("needs")) ||
                                         pf_str_eq_nocase(expr->name, PF_STR("steps")) ||
                                         pf_str_eq_nocase(expr->name, PF_STR("job"))))
        seen->asks = true;
}

static void judge_after_failure(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_workflow_job *outer =
        deploy->origin_job->node == deploy->job->node ? NULL : deploy->origin_job;
    const struct pf_node *conditions[] = {deploy->job->condition, deploy->step->condition,
                                          outer == NULL ? NULL : outer->condition};
    enum { STEP = 1 };
    if (deploy->caller != NULL)
        return;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        size_t at;
        struct seen seen = {0};
        const struct pf_ghexpr *expr = pf_flow_condition(context, conditions[i], &at);
        const struct pf_workflow_job *job = i > STEP ? outer : deploy->job;
        bool has_before = i == STEP ? deploy->step != &deploy->job->steps[0]
                                    : job != NULL && job->needs.count > 0;
        if (expr == NULL || !has_before)
            continue;
        pf_ghexpr_walk(expr, look, &seen);
        if (seen.ignores && !seen.asks)
            report_deploy(context, deploy, i == STEP ? "step" : "job", conditions[i]->span);
    }
}

/* ---- after a workflow that may have failed ---- */

/* workflow_run starts when the other one ends, whatever came of it. */
static void judge_after_workflow(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_workflow *workflow = deploy->workflow;
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    const struct pf_node *run = pf_node_get(on, "workflow_run");
    if (run == NULL || workflow->call != NULL ||
        pf_str_contains(pf_span_text(workflow->root->span), PF_STR("conclusion")))
        return;
    const struct pf_node *names = pf_node_get(run, "workflows");
    pf_str name =
        pf_node_is(names, PF_SEQ) ? pf_node_text(pf_node_at(names, 0)) : pf_node_text(names);
    if (name.len == 0)
        return;
    struct pf_report *report = pf_check_report(context, "workflow", deploy->job->node->key->span);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_argument(report, "workflow", name);
    pf_report_related(report, "waits", pf_node_key_span(run));
    pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
}

/* ---- cancelled midway ---- */

static void judge_cancelled(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *maps[] = {deploy->workflow->root, deploy->job->node, deploy->origin->root,
                                    deploy->origin_job->node};
    bool is_called = deploy->origin_job->node != deploy->job->node;
    for (size_t i = 0; i < (is_called ? 4 : 2); i++) {
        const struct pf_node *cancels =
            pf_node_get(pf_node_get(maps[i], "concurrency"), "cancel-in-progress");
        if (pf_node_is(cancels, PF_BOOL) && cancels->as.boolean)
            report_deploy(context, deploy, "", cancels->span);
    }
}

/* ---- no wait ---- */

static bool later_step_mentions(const struct pf_deploy *deploy, const char *part)
{
    bool is_later = false;
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        if (is_later && step_mentions(&deploy->job->steps[i], part))
            return true;
        is_later = is_later || deploy->job->steps[i].node == deploy->step->node;
    }
    return false;
}

/* Whoever calls the workflow says whether it waits; its own default is nobody's choice. */
static bool is_callers_choice(const struct pf_deploy *deploy)
{
    const struct pf_node *written = pf_workflow_input(deploy->step, "wait-for-service-stability");
    return pf_str_contains(pf_node_text(written), PF_STR("inputs.")) &&
           deploy->workflow->call == NULL;
}

static bool needs_job(const struct pf_workflow *workflow, const struct pf_workflow_job *needed)
{
    for (size_t i = 0; i < workflow->job_count; i++)
        if (pf_strs_has(&workflow->jobs[i].needs, needed->id))
            return true;
    return false;
}

/* The script's own way to look at what it started; a job behind it may look too. */
static bool is_watched(const struct pf_deploy *deploy)
{
    static const char *const words[] = {
        "wait ",
        "wait-",
        "wait_",
        "services-stable",
        "describe-services",
        "describe-tasks",
        "rollout",
        "sleep",
        "curl",
        "health",
        "smoke",
        "verify",
        "monitor",
        "poll",
        "watch",
        "stable",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (step_mentions(deploy->step, words[i]) || later_step_mentions(deploy, words[i]))
            return true;
    return needs_job(deploy->workflow, deploy->job) ||
           needs_job(deploy->origin, deploy->origin_job);
}

/* Does the update start a deployment? One with nothing but names starts none, and DEP027 says so.
 */
static bool starts_something(pf_str script)
{
    return pf_str_contains(script, PF_STR("--force-new-deployment")) ||
           pf_str_contains(script, PF_STR("--task-definition")) ||
           pf_str_find_byte(script, '$') != PF_STR_NONE;
}

/* `aws ecs update-service` in the workflow itself; what a script file does more is not looked at.
 */
static bool is_unwatched_script(const struct pf_deploy *deploy)
{
    const struct pf_node *run = deploy->step->run;
    bool is_here = run != NULL && deploy->service != NULL && deploy->service->span.file != NULL &&
                   deploy->service->span.file == run->span.file;
    return deploy->kind == PF_DEPLOY_CLI && is_here &&
           contains_nocase(run->text, "update-service") && starts_something(run->text) &&
           !is_watched(deploy);
}

/* One `aws ecs wait services-stable` behind the job's last update would look at all of them. */
static void judge_unwatched_script(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_deploys *all = pf_facts_wiring(context)->deploys;
    if (!is_unwatched_script(deploy))
        return;
    for (const struct pf_deploy *later = deploy + 1; later < all->items + all->count; later++)
        if (later->job->node == deploy->job->node && later->step->node != deploy->step->node &&
            is_unwatched_script(later))
            return;
    report_deploy(context, deploy, "script", deploy->service->span);
}

/* An input whose name only resembles the one that waits is told where it stands: that action's
 * inputs are known, a fork's are not. */
static bool has_misspelt_wait(const struct pf_deploy *deploy)
{
    const struct pf_node *with = deploy->step->with;
    bool is_known = pf_str_starts(deploy->step->action, PF_STR("aws-actions/"));
    for (size_t i = 0; is_known && pf_node_is(with, PF_MAP) && i < with->count; i++)
        if (pf_str_starts(pf_node_text(with->items[i]->key), PF_STR("wait-for-service")))
            return true;
    return false;
}

static void judge_no_wait(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    judge_unwatched_script(context, deploy);
    pf_str wait = pf_str_trim(pf_node_text(deploy->wait));
    bool is_off = deploy->wait == NULL || pf_str_eq_nocase(wait, PF_STR("false"));
    if (deploy->kind == PF_DEPLOY_ACTION && deploy->service != NULL && is_off &&
        !is_callers_choice(deploy) && !(deploy->wait == NULL && has_misspelt_wait(deploy)) &&
        !later_step_mentions(deploy, "services-stable") &&
        !later_step_mentions(deploy, "describe-services") && !later_step_mentions(deploy, "wait"))
        report_deploy(context, deploy, deploy->wait == NULL ? "absent" : "off",
                      deploy->wait == NULL ? step_span(deploy) : deploy->wait->span);
}

/* ---- no service ---- */

/* As later_step_mentions, of scripts alone: the name of a deploy action holds "ecs" too. */
static bool later_step_runs(const struct pf_deploy *deploy, const char *part)
{
    bool is_later = false;
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        bool is_deploy =
            pf_str_contains(pf_node_text(step->uses),
                            PF_STR("amazon-ecs-deploy-task-definition")) ||
            pf_str_contains(pf_node_text(step->uses), PF_STR("amazon-ecs-render-task-definition"));
        if (is_later && !is_deploy && step_mentions(step, part))
            return true;
        is_later = is_later || step->node == deploy->step->node;
    }
    return false;
}

/* May the other deploy of the workflow take up what this one registers? A script may; a deploy
 * action for a service does where it is given this one's output or its file. */
static bool takes_up(const struct pf_deploy *other, const struct pf_deploy *deploy)
{
    if (other->workflow->file != deploy->workflow->file || other->step->node == deploy->step->node)
        return false;
    if (other->kind != PF_DEPLOY_ACTION)
        return true;
    bool is_same_file = other->taskdef_path.len == 0 || deploy->taskdef_path.len == 0 ||
                        pf_str_eq(other->taskdef_path, deploy->taskdef_path);
    return other->service != NULL && is_same_file;
}

/* Is what the step registers taken up by something else? */
static bool is_used_elsewhere(const struct pf_wiring *wiring, const struct pf_deploy *deploy)
{
    for (size_t i = 0; i < wiring->deploys->count; i++)
        if (takes_up(&wiring->deploys->items[i], deploy))
            return true;
    return later_step_runs(deploy, "ecs") || later_step_mentions(deploy, "task-definition-arn") ||
           later_step_mentions(deploy, "events") || later_step_mentions(deploy, "terraform") ||
           pf_node_get(deploy->job->node, "outputs") != NULL;
}

static void judge_no_service(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *runs_task = pf_workflow_input(deploy->step, "run-task");
    if (deploy->kind == PF_DEPLOY_ACTION && deploy->service == NULL && deploy->caller == NULL &&
        runs_task == NULL && !is_used_elsewhere(pf_facts_wiring(context), deploy))
        report_deploy(context, deploy, "", step_span(deploy));
}

/* ---- not gated ---- */

static bool is_gated(const struct pf_workflow_job *job)
{
    return job_mentions(job, "preflight");
}

/* One gate serves all deploys of a workflow, so the first one tells. */
static bool is_first_of_workflow(const struct pf_wiring *wiring, const struct pf_deploy *deploy)
{
    for (size_t i = 0; &wiring->deploys->items[i] != deploy; i++)
        if (wiring->deploys->items[i].workflow->file == deploy->workflow->file)
            return false;
    return true;
}

/* ---- no cluster ---- */

/* A variable that names a cluster: `env: {ECS_CLUSTER: production}`; NULL for none. */
static const struct pf_node *cluster_in(const struct pf_node *owner)
{
    const struct pf_node *env = pf_node_get(owner, "env");
    for (size_t i = 0; pf_node_is(env, PF_MAP) && i < env->count; i++)
        if (pf_str_find_nocase(env->items[i]->key->text, PF_STR("cluster")) != PF_STR_NONE &&
            pf_node_is(env->items[i], PF_STRING) && env->items[i]->text.len > 0)
            return env->items[i]->key;
    return NULL;
}

/* Where the workflow names a cluster: a variable, another step's input or option. */
static const struct pf_node *named_cluster(const struct pf_deploy *deploy)
{
    const struct pf_node *found = cluster_in(deploy->workflow->root);
    if (found == NULL)
        found = cluster_in(deploy->job->node);
    for (size_t i = 0; found == NULL && i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        const struct pf_node *input = pf_node_get(pf_node_get(step->node, "with"), "cluster");
        found = cluster_in(step->node);
        if (step == deploy->step)
            continue;
        if (pf_node_is(input, PF_STRING) && input->text.len > 0)
            found = input;
        if (pf_str_contains(pf_node_text(step->run), PF_STR("--cluster ")) ||
            pf_str_contains(pf_node_text(step->run), PF_STR("--cluster=")))
            found = step->run;
    }
    return found;
}

/* The cluster "default" is what many a project has: it is told where the workflow knows another. */
static void judge_no_cluster(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *named = NULL;
    if (deploy->service != NULL && deploy->service->kind == PF_STRING && deploy->cluster == NULL)
        named = named_cluster(deploy);
    if (named == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "", step_span(deploy));
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_related(report, "named", named->span);
    pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
}

/* ---- twice ---- */

static bool is_same(const struct pf_node *a, const struct pf_node *b)
{
    return a == b ||
           (pf_node_is(a, PF_STRING) && pf_node_is(b, PF_STRING) && pf_str_eq(a->text, b->text));
}

/* An earlier step of the job deploys the same service from another file: it is replaced before it
 * is stable. Steps with a condition of their own may be one or the other. */
static void judge_twice(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_deploys *all = pf_facts_wiring(context)->deploys;
    for (size_t i = 0; &all->items[i] != deploy; i++) {
        const struct pf_deploy *earlier = &all->items[i];
        if (earlier->job != deploy->job || earlier->caller != NULL || deploy->caller != NULL ||
            earlier->kind != PF_DEPLOY_ACTION || deploy->kind != PF_DEPLOY_ACTION ||
            !pf_node_is(deploy->service, PF_STRING) ||
            !is_same(earlier->service, deploy->service) ||
            !is_same(earlier->cluster, deploy->cluster) || earlier->taskdef_path.len == 0 ||
            deploy->taskdef_path.len == 0 ||
            pf_str_eq(earlier->taskdef_path, deploy->taskdef_path) ||
            pf_node_get(earlier->step->node, "if") != NULL ||
            pf_node_get(deploy->step->node, "if") != NULL)
            continue;
        struct pf_report *report = pf_check_report(context, "", deploy->service->span);
        pf_report_argument(report, "job", deploy->job->id);
        pf_report_argument(report, "file", deploy->taskdef_path);
        pf_report_argument(report, "other", earlier->taskdef_path);
        pf_report_value(report, "service", deploy->service);
        pf_report_related(report, "earlier", earlier->service->span);
        pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
        return;
    }
}

/* A step of the deploy's own job, up to itself. */
static bool is_gated_inside(const struct pf_workflow_job *job, const struct pf_node *deploy_step)
{
    for (size_t i = 0; i < job->step_count; i++) {
        if (step_mentions(&job->steps[i], "preflight"))
            return true;
        if (job->steps[i].node == deploy_step)
            return false;
    }
    return false;
}

/* One of what the job waits for, itself apart. One that does not exist was meant to be something.
 */
static bool waits_for_gate(const struct pf_workflow *workflow, const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->needs.count; i++) {
        const struct pf_workflow_job *needed = pf_workflow_job_of(workflow, job->needs.items[i]);
        if (needed == NULL || pf_flow_needs(workflow, needed, is_gated))
            return true;
    }
    return false;
}

/* Does the deploy come after the gate: in its job, in what it or its caller needs? */
static bool comes_after_gate(const struct pf_deploy *deploy)
{
    const struct pf_node *step = deploy->caller == NULL ? deploy->step->node : deploy->caller->node;
    return is_gated_inside(deploy->job, step) || waits_for_gate(deploy->workflow, deploy->job) ||
           waits_for_gate(deploy->origin, deploy->origin_job) ||
           (deploy->caller != NULL && step_mentions(deploy->step, "preflight"));
}

/* A gate that may hold pushes back although the deploy does not need it: a check that a branch's
 * protection demands of pull requests, or a workflow that this one waits for. */
static bool may_hold_back(const struct pf_workflow *gate, const struct pf_deploy *deploy)
{
    return pf_flow_listens(gate, "pull_request") || pf_flow_listens(gate, "merge_group") ||
           pf_flow_listens(deploy->origin, "workflow_run") || !pf_flow_listens(gate, "push");
}

static void judge_not_gated(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_workflows *workflows = &pf_facts_wiring(context)->deploys->workflows;
    const struct pf_workflow_job *beside = NULL;
    if (comes_after_gate(deploy))
        return;
    for (size_t i = 0; i < workflows->count; i++)
        for (size_t j = 0; j < workflows->items[i].job_count; j++) {
            const struct pf_workflow_job *job = &workflows->items[i].jobs[j];
            if (!is_gated(job))
                continue;
            if (may_hold_back(&workflows->items[i], deploy))
                return;
            beside = job;
        }
    if (beside == NULL) {
        if (is_first_of_workflow(pf_facts_wiring(context), deploy))
            report_deploy(context, deploy, "never", step_span(deploy));
        return;
    }
    struct pf_report *report = pf_check_report(context, "beside", step_span(deploy));
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_argument(report, "gate", beside->id);
    pf_report_related(report, "gate", beside->node->key->span);
    pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
}

void pf_check_deploy_habit(struct pf_check_context *context)
{
    static const struct {
        pf_str name;
        void (*judge)(struct pf_check_context *context, const struct pf_deploy *deploy);
    } habits[] = {
        {PF_STR_INIT("untested"), judge_untested},
        {PF_STR_INIT("failure"), judge_after_failure},
        {PF_STR_INIT("failure"), judge_after_workflow},
        {PF_STR_INIT("cancelled"), judge_cancelled},
        {PF_STR_INIT("no-wait"), judge_no_wait},
        {PF_STR_INIT("no-service"), judge_no_service},
        {PF_STR_INIT("no-cluster"), judge_no_cluster},
        {PF_STR_INIT("twice"), judge_twice},
        {PF_STR_INIT("ungated"), judge_not_gated},
    };
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t h = 0; h < sizeof habits / sizeof *habits; h++)
        for (size_t i = 0; pf_check_param_has(context, "habit", habits[h].name) && wiring != NULL &&
                           i < wiring->deploys->count;
             i++)
            habits[h].judge(context, &wiring->deploys->items[i]);
}
