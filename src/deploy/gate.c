/* From a work tree to a verdict on the commit behind it. */
#include "deploy/gate.h"

#include "base/file.h"
#include "base/program.h"
#include "command/deploy.h"
#include "deploy/snapshot.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    CHECK_SECONDS = 90, /* the check ends itself after 60 */
    SHOWN = 20          /* findings and files that are listed; the rest is counted */
};

/* What stands against going on. */
struct gate {
    struct pf_deploy_run *run;
    enum pf_gate_remote remote;
    struct pf_plan *plan;
    struct pf_git_blobs blobs;
    bool refused;
    int status; /* of the first refusal */
};

static void refuse(struct gate *gate, int status)
{
    if (gate->remote == PF_GATE_LOOK)
        return;
    if (!gate->refused)
        gate->status = status;
    gate->refused = true;
}

/* The world did not let us look: not a matter for --override. */
static enum pf_step_end cannot(struct pf_deploy_run *run, const struct pf_error *error)
{
    pf_say_problem(run->say, "%s", error->message);
    run->refusal = error->exit_status;
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    return PF_STEP_REFUSED;
}

/* A pull request's code must not deploy, whoever started its workflow. */
static bool is_pull_request(void)
{
    return pf_str_starts(pf_str_c(getenv("GITHUB_EVENT_NAME")), PF_STR("pull_request"));
}

/* The nearest folder with a .git: which git is run must be known before git can be asked. */
static pf_str likely_work_tree(struct pf_deploy_run *run)
{
    for (pf_str folder = run->folder; folder.len > 1; folder = pf_path_directory(folder)) {
        const char *git = pf_arena_format(run->arena, "%.*s/.git", PF_ARG(folder)).data;
        if (access(git, F_OK) == 0)
            return folder;
    }
    return run->folder;
}

static bool take_folder(struct pf_deploy_run *run, struct pf_error *error)
{
    char path[PATH_MAX];
    pf_str named = pf_given_value(run->given, PF_DEPLOY_FOLDER, ".");
    if (realpath(pf_arena_str(run->arena, named).data, path) == NULL)
        return pf_error_set(error, PF_EXIT_USAGE, "there is no folder '%.*s'", PF_ARG(named));
    run->folder = pf_arena_str(run->arena, pf_str_c(path));
    run->work_tree = likely_work_tree(run);
    return true;
}

static void judge_work_tree(struct gate *gate, const struct pf_strs *changed)
{
    struct pf_say *say = gate->run->say;
    if (changed->count == 0) {
        pf_say_result(say, PF_SAY_OK, PF_STR("work tree"), "as committed");
        return;
    }
    pf_say_result(say, PF_SAY_NG, PF_STR("work tree"),
                  "%zu file%s changed since the commit: what you see is not what would be deployed",
                  changed->count, changed->count == 1 ? "" : "s");
    for (size_t i = 0; i < changed->count && i < SHOWN; i++)
        pf_say_note(say, "       %.*s", PF_ARG(changed->items[i]));
    refuse(gate, PF_EXIT_DEPLOY_UNCHANGED);
}

static void judge_remote(struct gate *gate)
{
    struct pf_deploy_run *run = gate->run;
    pf_str remote = pf_run_setting(run, PF_SETTING_REMOTE), theirs;
    pf_str name = pf_arena_format(run->arena, "%.*s/%.*s", PF_ARG(remote), PF_ARG(run->branch));
    bool is_push = gate->remote == PF_GATE_PUSH;
    if (!pf_git_remote_commit(run, &theirs)) {
        bool may_be_new = is_push && pf_git_remote_url(run).len > 0;
        pf_say_result(run->say, may_be_new ? PF_SAY_WARN : PF_SAY_NG, name,
                      "not known here: it was never fetched or pushed");
        if (!may_be_new)
            refuse(gate, PF_EXIT_DEPLOY_UNCHANGED);
        return;
    }
    bool ahead = pf_git_is_ancestor(run, theirs, run->commit);
    bool contained = pf_git_is_ancestor(run, run->commit, theirs);
    /* What is there already starts no workflow; a deploy that is resumed may have pushed it. */
    bool starts = !contained || run->resume;
    bool fits = gate->remote == PF_GATE_LOOK || (is_push ? ahead && starts : contained);
    pf_say_result(run->say, fits ? PF_SAY_OK : PF_SAY_NG, name, "%s",
                  !ahead && !contained ? "has gone another way: the commit is detached from it"
                  : is_push && !fits   ? "has this commit already: a push would start nothing"
                  : contained          ? "has this commit"
                  : is_push            ? "is before this commit"
                                       : "does not have this commit yet: push it first");
    if (!fits)
        refuse(gate, PF_EXIT_DEPLOY_UNCHANGED);
}

static const char *const *check_words(struct pf_deploy_run *run, pf_str config)
{
    const char **words = PF_NEW_ARRAY(run->arena, const char *, 10);
    size_t count = 0;
    words[count++] = "check";
    words[count++] = "--format";
    words[count++] = "plan";
    words[count++] = "--branch";
    words[count++] = pf_arena_str(run->arena, run->branch).data;
    if (config.len > 0) {
        words[count++] = "--config";
        words[count++] = pf_arena_str(run->arena, config).data;
    }
    words[count] = NULL;
    return words;
}

/* A configuration that is named must come from where no pull request can write. */
static bool find_config(struct pf_deploy_run *run, pf_str *config, struct pf_error *error)
{
    char path[PATH_MAX];
    pf_str named = pf_given_value(run->given, PF_DEPLOY_CONFIG, "");
    *config = PF_STR("");
    if (named.len == 0)
        return true;
    if (realpath(pf_arena_str(run->arena, named).data, path) == NULL)
        return pf_error_set(error, PF_EXIT_USAGE, "there is no file '%.*s'", PF_ARG(named));
    *config = pf_arena_str(run->arena, pf_str_c(path));
    pf_str tree = run->work_tree;
    bool inside =
        pf_str_starts(*config, tree) && config->len > tree.len && config->data[tree.len] == '/';
    return !inside || pf_error_set(error, PF_EXIT_USAGE,
                                   "--config names a file of the work tree; the commit's own "
                                   "configuration is read anyway, another one must lie outside");
}

/* The child: no variable, no secret, a pipe. */
static bool ask_check(struct gate *gate, struct pf_error *error)
{
    static const char *const places[] = {"preflight", "../../bin/preflight", NULL};
    struct pf_deploy_run *run = gate->run;
    pf_str program, config;
    if (!pf_program_beside(run->arena, places, &program, error) ||
        !find_config(run, &config, error))
        return false;
    struct pf_child child = {.program = program.data,
                             .arguments = check_words(run, config),
                             .directory = run->tree_folder.data,
                             .limit_seconds = CHECK_SECONDS,
                             .changes = "",
                             .is_local = true};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    bool has_verdict = done.end == PF_SPAWN_EXITED && done.status <= PF_EXIT_INCOMPLETE &&
                       done.status != PF_EXIT_USAGE && !done.out_cut;
    if (!has_verdict)
        return pf_error_set(error,
                            done.end == PF_SPAWN_EXITED ? (enum pf_exit)done.status
                                                        : PF_EXIT_DEPLOY_UNCHANGED,
                            "%.*s", PF_ARG(pf_child_text(run, run->arena, &child, &done)));
    gate->plan = PF_NEW(run->arena, struct pf_plan);
    return pf_plan_read(run->arena, done.out, gate->plan, error);
}

static bool snapshot(struct gate *gate, struct pf_error *error)
{
    struct pf_deploy_run *run = gate->run;
    if (!pf_private_make(run, error))
        return false;
    run->tree_folder = pf_arena_format(run->arena, "%.*s/tree", PF_ARG(run->private_folder));
    if (!pf_snapshot_write(run, &gate->blobs, run->tree_folder, error) ||
        !pf_snapshot_add_refs(run, run->tree_folder, error) || !ask_check(gate, error))
        return false;
    pf_snapshot_remove_refs(run, run->tree_folder);
    return true;
}

static void say_findings(struct gate *gate)
{
    const struct pf_plan *plan = gate->plan;
    for (size_t i = 0; i < plan->not_checked.count && i < SHOWN; i++)
        pf_say_note(gate->run->say, "       %.*s", PF_ARG(plan->not_checked.items[i]));
    for (size_t i = 0; i < plan->finding_count && i < SHOWN; i++) {
        const struct pf_plan_finding *finding = &plan->findings[i];
        pf_say_note(gate->run->say, "       %.*s:%.*s: %.*s: %.*s [%.*s]", PF_ARG(finding->path),
                    PF_ARG(finding->line), PF_ARG(finding->severity), PF_ARG(finding->message),
                    PF_ARG(finding->rule));
    }
    if (plan->finding_count > SHOWN)
        pf_say_note(gate->run->say, "       and %zu more: preflight check shows them",
                    plan->finding_count - SHOWN);
}

static void judge_verdict(struct gate *gate)
{
    const struct pf_plan *plan = gate->plan;
    bool passes = pf_str_eq(plan->verdict, PF_STR("pass"));
    bool fails = pf_str_eq(plan->verdict, PF_STR("fail"));
    pf_say_result(gate->run->say, passes ? PF_SAY_OK : PF_SAY_NG, PF_STR("preflight check"), "%s",
                  passes  ? "passed"
                  : fails ? "has findings that stop a deploy"
                          : "could not check everything");
    if (passes)
        return;
    say_findings(gate);
    refuse(gate, fails ? PF_EXIT_FINDINGS : PF_EXIT_INCOMPLETE);
}

static void judge_branch(struct gate *gate)
{
    const struct pf_plan *plan = gate->plan;
    struct pf_say *say = gate->run->say;
    if (plan->push_deploys != PF_NO) {
        pf_say_result(say, PF_SAY_OK, PF_STR("branch"), "a push to '%.*s' deploys%s",
                      PF_ARG(gate->run->branch),
                      plan->push_deploys == PF_YES ? "" : ", as far as can be told");
        return;
    }
    bool matters = gate->remote == PF_GATE_PUSH ||
                   (gate->remote == PF_GATE_RELEASE && plan->production_branch.len > 0 &&
                    !pf_str_eq(plan->production_branch, gate->run->branch));
    if (!matters) {
        pf_say_result(say, PF_SAY_SKIP, PF_STR("branch"), "no workflow deploys on a push");
        return;
    }
    pf_say_result(say, PF_SAY_NG, PF_STR("branch"), "a push to '%.*s' deploys nothing%s%.*s%s",
                  PF_ARG(gate->run->branch), plan->production_branch.len > 0 ? "; '" : "",
                  PF_ARG(plan->production_branch),
                  plan->production_branch.len > 0 ? "' is production's branch" : "");
    for (size_t i = 0; i < plan->reasons.count && i < SHOWN; i++)
        pf_say_note(say, "       %.*s", PF_ARG(plan->reasons.items[i]));
    refuse(gate, PF_EXIT_DEPLOY_UNCHANGED);
}

/* The one that is named, the only one, or the only one that the push runs. */
static bool choose_deployment(struct gate *gate)
{
    struct pf_deploy_run *run = gate->run;
    const struct pf_plan *plan = gate->plan;
    pf_str named = pf_given_value(run->given, PF_DEPLOY_DEPLOYMENT, "");
    size_t fitting = 0;
    for (size_t i = 0; i < plan->deployment_count; i++) {
        const struct pf_plan_deployment *one = &plan->deployments[i];
        bool fits = named.len > 0 ? pf_str_eq(one->name, named)
                                  : plan->deployment_count == 1 || one->runs != PF_NO;
        if (!fits)
            continue;
        fitting++;
        run->deployment = one;
    }
    if (fitting == 1)
        return true;
    run->deployment = NULL;
    if (named.len == 0 && fitting == 0)
        return true; /* nothing is known; the steps that need one say so */
    pf_say_result(run->say, PF_SAY_NG, PF_STR("deployment"),
                  named.len > 0 ? "there is none of that name; there are:"
                                : "there are several; name one by --deployment:");
    for (size_t i = 0; i < plan->deployment_count; i++)
        pf_say_note(run->say, "       %.*s", PF_ARG(plan->deployments[i].name));
    return false;
}

/* On the branch that everybody starts from: somebody could look at it before it came there. */
static bool is_reviewed(struct pf_deploy_run *run)
{
    static const char *const branches[] = {"HEAD", "main", "master"};
    pf_str remote = pf_run_setting(run, PF_SETTING_REMOTE), theirs;
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++) {
        const char *name = pf_arena_format(run->arena, "refs/remotes/%.*s/%s^{commit}",
                                           PF_ARG(remote), branches[i])
                               .data;
        const char *const words[] = {"rev-parse",        "--verify", "--quiet",
                                     "--end-of-options", name,       NULL};
        if (pf_git_ask(run, words, &theirs, NULL))
            return pf_git_is_ancestor(run, run->commit, theirs);
    }
    return false;
}

/*
 * The commit's own `deploy:` names targets and commands. It counts for a commit that is deployed,
 * which the gate has held against the remote; to look at any other one (a pull request that is
 * checked out) its words are not followed.
 */
static void judge_config(struct gate *gate)
{
    struct pf_deploy_run *run = gate->run;
    bool is_named = pf_given_value(run->given, PF_DEPLOY_CONFIG, "").len > 0;
    if (gate->plan->config_deploy == NULL || is_named || gate->remote != PF_GATE_LOOK ||
        is_reviewed(run))
        return;
    gate->plan->config_deploy = NULL;
    pf_say_result(run->say, PF_SAY_SKIP, gate->plan->config,
                  "its deploy: is not followed, the commit is not on the remote's main branch; "
                  "--config names one that is");
}

static bool take_settings(struct gate *gate, struct pf_error *error)
{
    struct pf_deploy_run *run = gate->run;
    const struct pf_plan *plan = gate->plan;
    struct pf_settings_given *settings = &run->settings;
    if (!pf_settings_take_map(run->arena, settings, plan->config_deploy,
                              plan->config.len > 0 ? plan->config : PF_STR("configuration"), error))
        return false;
    const struct pf_node *deploy = run->deployment == NULL ? NULL : run->deployment->deploy;
    pf_str by = run->deployment == NULL ? PF_STR("") : run->deployment->name;
    const struct {
        enum pf_setting setting;
        const char *key;
    } from_workflow[] = {{PF_SETTING_CLUSTER, "cluster"},
                         {PF_SETTING_SERVICE, "service"},
                         {PF_SETTING_REGION, "region"}};
    for (size_t i = 0; i < sizeof from_workflow / sizeof *from_workflow; i++) {
        pf_str value = pf_node_text(pf_node_get(deploy, from_workflow[i].key));
        if (!pf_str_contains(value, PF_STR("${{")) &&
            !pf_settings_take(settings, from_workflow[i].setting, value, by, error))
            return false;
    }
    pf_str region = run->deployment == NULL ? PF_STR("") : run->deployment->log_region;
    return pf_settings_take(settings, PF_SETTING_REGION, region, PF_STR("awslogs-region"), error) &&
           pf_settings_take(settings, PF_SETTING_GH_REPO, pf_git_repository(run),
                            PF_STR("git's remote"), error);
}

static enum pf_step_end conclude(struct gate *gate)
{
    struct pf_deploy_run *run = gate->run;
    pf_str reason = pf_given_value(run->given, PF_DEPLOY_OVERRIDE, "");
    if (!gate->refused)
        return PF_STEP_DONE;
    if (reason.len > 0) {
        pf_say_result(run->say, PF_SAY_WARN, PF_STR("overridden"), "%.*s", PF_ARG(reason));
        return PF_STEP_DONE;
    }
    run->refusal = gate->status;
    pf_say_problem(run->say, "nothing was changed; --override \"REASON\" goes on all the same");
    return PF_STEP_REFUSED;
}

enum pf_step_end pf_gate(struct pf_deploy_run *run, enum pf_gate_remote remote)
{
    struct gate gate = {.run = run, .remote = remote};
    struct pf_error error = {0};
    struct pf_strs changed = {0};
    pf_settings_take(&run->settings, PF_SETTING_REMOTE, PF_STR("origin"), PF_STR("default"), NULL);
    if (is_pull_request() && remote != PF_GATE_LOOK) {
        pf_error_set(&error, PF_EXIT_DEPLOY_UNCHANGED,
                     "a pull request's workflow does not deploy: its code is nobody's yet");
        return cannot(run, &error);
    }
    if (!take_folder(run, &error) || !pf_git_find(run, &error) ||
        !pf_git_list(run, &gate.blobs, &error) ||
        !pf_git_changed(run, &gate.blobs, &changed, &error))
        return cannot(run, &error);
    pf_say_result(run->say, PF_SAY_OK, PF_STR("commit"), "%.*s on %.*s, %zu files",
                  PF_ARG(run->commit), PF_ARG(run->branch), gate.blobs.count);
    judge_work_tree(&gate, &changed);
    judge_remote(&gate);
    if (!snapshot(&gate, &error))
        return cannot(run, &error);
    judge_verdict(&gate);
    judge_branch(&gate);
    judge_config(&gate);
    if (!choose_deployment(&gate)) {
        run->refusal = PF_EXIT_USAGE;
        return PF_STEP_REFUSED;
    }
    if (!take_settings(&gate, &error))
        return cannot(run, &error);
    run->plan = gate.plan;
    return conclude(&gate);
}
