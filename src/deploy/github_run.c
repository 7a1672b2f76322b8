/* The runs of a commit, looked at until they are over. */
#include "deploy/github.h"

#include "deploy/plan.h"
#include "deploy/rollout.h"

#include <time.h>

enum {
    RUN_SECONDS = 3000,   /* a pipeline; the whole deploy has an hour */
    APPEAR_SECONDS = 120, /* from a push to its run */
    DEAF = 20,            /* looks in a row without an answer */
    LOG_LINES = 25
};

struct follow {
    struct pf_deploy_run *run;
    pf_str id;           /* of the run */
    struct pf_strs said; /* "job/step conclusion" lines that were printed */
    pf_str failed_job;   /* id of the first job that failed */
    pf_str failed_step;
};

static pf_str text(const struct pf_node *map, const char *key)
{
    return pf_node_text(pf_node_get(map, key));
}

static bool is(pf_str a, const char *b)
{
    return pf_str_eq(a, pf_str_c(b));
}

/* Ids become parts of a path: digits only. */
static bool is_number(pf_str digits)
{
    int64_t number;
    return pf_str_to_int(digits, &number) && number > 0 && pf_is_digit(digits.data[0]);
}

/* The workflow that deploys, or any where the plan does not know which. */
static bool is_ours(const struct pf_deploy_run *run, const struct pf_node *one)
{
    if (!is(text(one, "event"), "push") || !pf_str_eq(text(one, "head_sha"), run->commit))
        return false;
    return run->deployment == NULL || run->deployment->workflow.len == 0 ||
           pf_str_starts(text(one, "path"), run->deployment->workflow);
}

static bool say_once(struct follow *follow, pf_str line)
{
    if (pf_strs_has(&follow->said, line))
        return false;
    *pf_pile_add(follow->run->arena, &follow->said) = pf_arena_str(follow->run->arena, line);
    return true;
}

static void say_step(struct follow *follow, struct pf_arena *arena, const struct pf_node *job,
                     const struct pf_node *step)
{
    pf_str name = pf_arena_format(arena, "%.*s / %.*s", PF_ARG(text(job, "name")),
                                  PF_ARG(text(step, "name")));
    pf_str conclusion = text(step, "conclusion");
    if (!is(text(step, "status"), "completed") || !say_once(follow, name))
        return;
    bool good = is(conclusion, "success"), skipped = is(conclusion, "skipped");
    pf_say_result(follow->run->say,
                  good      ? PF_SAY_OK
                  : skipped ? PF_SAY_SKIP
                            : PF_SAY_NG,
                  name, "%.*s", PF_ARG(conclusion));
    if (good || skipped || follow->failed_step.len > 0)
        return;
    follow->failed_step = pf_arena_str(follow->run->arena, text(step, "name"));
    if (is_number(text(job, "id")))
        follow->failed_job = pf_arena_str(follow->run->arena, text(job, "id"));
}

static enum pf_github_kind look_at_jobs(struct follow *follow, struct pf_arena *arena, pf_str *why)
{
    const struct pf_node *root;
    pf_str path = pf_arena_format(arena, "actions/runs/%.*s/jobs?per_page=100", PF_ARG(follow->id));
    enum pf_github_kind kind = pf_github_get(follow->run, arena, path, &root, why);
    const struct pf_node *jobs = pf_node_get(root, "jobs");
    for (size_t i = 0; pf_node_is(jobs, PF_SEQ) && i < jobs->count; i++) {
        const struct pf_node *steps = pf_node_get(jobs->items[i], "steps");
        for (size_t j = 0; pf_node_is(steps, PF_SEQ) && j < steps->count; j++)
            say_step(follow, arena, jobs->items[i], steps->items[j]);
        pf_say_progress(follow->run->say, "%.*s: %.*s", PF_ARG(text(jobs->items[i], "name")),
                        PF_ARG(text(jobs->items[i], "status")));
    }
    return kind;
}

/* A log's lines begin with the time they were written. */
static void say_log_tail(struct follow *follow)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str log, why;
    pf_str path = pf_arena_format(arena, "actions/jobs/%.*s/logs", PF_ARG(follow->failed_job));
    enum pf_github_kind kind = pf_github_get_text(follow->run, arena, path, &log, &why);
    if (kind == PF_GITHUB_DONE && !follow->run->dry_run) {
        size_t from = log.len, lines = 0;
        for (; from > 0 && lines <= LOG_LINES; from--)
            lines += log.data[from - 1] == '\n';
        pf_say_note(follow->run->say,
                    "the job's log ends, step '%.*s':", PF_ARG(follow->failed_step));
        pf_say_heard_begin(follow->run->say);
        pf_say_heard(follow->run->say, PF_SPAWN_OUT,
                     pf_str_slice(log, from > 0 ? from + 1 : 0, log.len));
        pf_say_heard_end(follow->run->say);
    }
    pf_arena_free(arena);
}

static unsigned poll_milliseconds(const struct pf_deploy_run *run)
{
    int64_t milliseconds;
    return pf_str_to_int(pf_run_setting(run, PF_SETTING_POLL), &milliseconds)
               ? (unsigned)milliseconds
               : PF_ROLLOUT_POLL;
}

/* The run of the push, once GitHub shows it. */
static enum pf_github_kind find_run(struct follow *follow, struct pf_arena *arena, pf_str *why)
{
    const struct pf_node *root;
    struct pf_deploy_run *run = follow->run;
    pf_str path = pf_arena_format(arena, "actions/runs?head_sha=%.*s&event=push&per_page=50",
                                  PF_ARG(run->commit));
    enum pf_github_kind kind = pf_github_get(run, arena, path, &root, why);
    const struct pf_node *runs = pf_node_get(root, "workflow_runs");
    for (size_t i = 0; pf_node_is(runs, PF_SEQ) && i < runs->count; i++) {
        if (!is_ours(run, runs->items[i]) || !is_number(text(runs->items[i], "id")))
            continue;
        follow->id = pf_arena_str(run->arena, text(runs->items[i], "id"));
        pf_say_result(run->say, PF_SAY_OK, PF_STR("run"), "%.*s: %.*s",
                      PF_ARG(text(runs->items[i], "name")),
                      PF_ARG(text(runs->items[i], "html_url")));
        break;
    }
    return kind;
}

/* How the run ended; "" while it goes on. */
static enum pf_github_kind look_at_run(struct follow *follow, struct pf_arena *arena,
                                       pf_str *conclusion, pf_str *why)
{
    const struct pf_node *root;
    enum pf_github_kind kind = look_at_jobs(follow, arena, why);
    if (kind != PF_GITHUB_DONE)
        return kind;
    pf_str path = pf_arena_format(arena, "actions/runs/%.*s", PF_ARG(follow->id));
    kind = pf_github_get(follow->run, arena, path, &root, why);
    if (is(text(root, "status"), "completed"))
        *conclusion = pf_arena_str(follow->run->arena, text(root, "conclusion"));
    return kind;
}

static enum pf_step_end concluded(struct follow *follow, pf_str conclusion)
{
    struct pf_deploy_run *run = follow->run;
    bool good = is(conclusion, "success");
    pf_say_result(run->say, good ? PF_SAY_OK : PF_SAY_NG, PF_STR("run"), "%.*s",
                  PF_ARG(conclusion));
    if (good)
        return PF_STEP_DONE;
    if (follow->failed_job.len > 0)
        say_log_tail(follow);
    return PF_STEP_FAILED;
}

static bool is_final(enum pf_github_kind kind)
{
    return kind == PF_GITHUB_NOT_ALLOWED || kind == PF_GITHUB_NO_LOGIN;
}

/* One look: PF_STEP_FAILED means that another one may follow. */
static bool look(struct follow *follow, unsigned *deaf, pf_str *conclusion, pf_str *why,
                 enum pf_github_kind *kind)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str said = PF_STR("");
    *kind = follow->id.len == 0 ? find_run(follow, arena, &said)
                                : look_at_run(follow, arena, conclusion, &said);
    *deaf = *kind == PF_GITHUB_DONE ? 0 : *deaf + 1;
    *why = pf_arena_str(follow->run->arena, said);
    pf_arena_free(arena);
    return !is_final(*kind) && *deaf < DEAF;
}

enum pf_step_end pf_github_follow(struct pf_deploy_run *run)
{
    struct follow follow = {.run = run};
    pf_str conclusion = PF_STR(""), why;
    time_t begin = time(NULL);
    unsigned deaf = 0;
    for (enum pf_github_kind kind;;) {
        bool goes_on = look(&follow, &deaf, &conclusion, &why, &kind);
        if (kind == PF_GITHUB_INTERRUPTED || pf_run_must_stop(run))
            return PF_STEP_INTERRUPTED;
        if (run->dry_run)
            return PF_STEP_DONE;
        if (conclusion.len > 0)
            return concluded(&follow, conclusion);
        long waited = (long)(time(NULL) - begin);
        if (follow.id.len == 0 && waited >= APPEAR_SECONDS) {
            pf_say_problem(run->say, "GitHub shows no run for the push of %.*s",
                           PF_ARG(run->commit));
            return PF_STEP_FAILED;
        }
        if (!goes_on || waited >= RUN_SECONDS) {
            pf_say_problem(run->say, "the run cannot be followed to its end: %.*s", PF_ARG(why));
            return PF_STEP_FAILED;
        }
        if (!pf_signals_sleep(run->signals, poll_milliseconds(run)))
            return PF_STEP_INTERRUPTED;
    }
}
