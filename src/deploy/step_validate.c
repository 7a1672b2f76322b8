/* validate: the project's own checks, on a copy of the commit's files. */
#include "deploy/child.h"
#include "deploy/plan.h"
#include "deploy/snapshot.h"

#include <errno.h>
#include <stdlib.h>

enum {
    CHECKS = 50, /* more commands than any project has */
    CHECK_SECONDS = 600
};

struct check {
    const char **words; /* NULL at the end */
    pf_str place;       /* where it is demanded */
    const struct pf_node *env;
};
struct checks {
    struct check *items;
    size_t count, capacity;
};

static void add_check(struct pf_deploy_run *run, struct checks *checks, const struct pf_node *argv,
                      pf_str place, const struct pf_node *env)
{
    if (!pf_node_is(argv, PF_SEQ) || argv->count == 0 || checks->count == CHECKS)
        return;
    const char **words = PF_NEW_ARRAY(run->arena, const char *, argv->count + 1);
    for (size_t i = 0; i < argv->count; i++)
        words[i] = pf_arena_str(run->arena, pf_node_text(argv->items[i])).data;
    *pf_pile_add(run->arena, checks) = (struct check){words, place, env};
}

/* The configuration's, else those that workflows and documentation name. */
static struct checks find_checks(struct pf_deploy_run *run)
{
    struct checks checks = {0};
    const struct pf_node *own = pf_node_get(run->plan->config_deploy, "checks");
    const struct pf_node *found = run->plan->checks;
    for (size_t i = 0; pf_node_is(own, PF_SEQ) && i < own->count; i++)
        add_check(run, &checks, own->items[i], run->plan->config, NULL);
    for (size_t i = 0; own == NULL && pf_node_is(found, PF_SEQ) && i < found->count; i++) {
        const struct pf_node *one = found->items[i];
        pf_str place =
            pf_arena_format(run->arena, "%.*s:%.*s", PF_ARG(pf_node_text(pf_node_get(one, "path"))),
                            PF_ARG(pf_node_text(pf_node_get(one, "line"))));
        add_check(run, &checks, pf_node_get(one, "argv"), place, pf_node_get(one, "env"));
    }
    return checks;
}

struct pairs {
    const char **items;
    size_t count, capacity;
};

static void add_pair(struct pf_deploy_run *run, struct pairs *pairs, pf_str name, pf_str value)
{
    *pf_pile_add(run->arena, pairs) =
        pf_arena_format(run->arena, "%.*s=%.*s", PF_ARG(name), PF_ARG(value)).data;
}

/* The test job's own literal variables, and those of ours that the configuration names. */
static const char *const *environment_of(struct pf_deploy_run *run, const struct check *check)
{
    struct pairs pairs = {0};
    struct pf_strs named =
        pf_plan_texts(run->arena, pf_node_get(run->plan->config_deploy, "variables"));
    const char *venv = getenv("VIRTUAL_ENV");
    if (venv != NULL)
        add_pair(run, &pairs, PF_STR("VIRTUAL_ENV"), pf_str_c(venv));
    add_pair(run, &pairs, PF_STR("PYTHONDONTWRITEBYTECODE"), PF_STR("1"));
    for (size_t i = 0; pf_node_is(check->env, PF_MAP) && i < check->env->count; i++)
        add_pair(run, &pairs, check->env->items[i]->key->text, check->env->items[i]->text);
    for (size_t i = 0; i < named.count; i++) {
        const char *value = getenv(pf_arena_str(run->arena, named.items[i]).data);
        if (value == NULL)
            continue;
        pf_masker_add(run->masker, pf_str_c(value));
        add_pair(run, &pairs, named.items[i], pf_str_c(value));
    }
    *pf_pile_add(run->arena, &pairs) = NULL;
    return pairs.items;
}

/* Debian has no "python"; outside of a virtual environment it is called by its version. */
static const char *program_of(struct pf_deploy_run *run, const struct check *check)
{
    pf_str path, why;
    bool is_python = pf_str_eq(pf_str_c(check->words[0]), PF_STR("python"));
    if (is_python && !pf_program_find(run, "python", true, &path, &why))
        return "python3";
    return check->words[0];
}

static bool run_check(struct pf_deploy_run *run, const struct check *check, pf_str folder)
{
    struct pf_child child = {.program = program_of(run, check),
                             .arguments = check->words + 1,
                             .environment = environment_of(run, check),
                             .directory = pf_arena_str(run->arena, folder).data,
                             .limit_seconds = CHECK_SECONDS,
                             .changes = "",
                             .shows = true,
                             .from_project = true};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_spawned done = pf_child_run(run, arena, &child);
    bool good = pf_spawned_well(&done);
    pf_str name = pf_arena_join(arena, (pf_str[]){pf_str_c(check->words[0])}, 1, PF_STR(" "));
    if (run->dry_run)
        pf_say_note(run->say, "    demanded by %.*s", PF_ARG(check->place));
    else if (good)
        pf_say_result(run->say, PF_SAY_OK, name, "%.*s", PF_ARG(check->place));
    else if (done.end == PF_SPAWN_NOT_STARTED && done.status == ENOENT)
        pf_say_result(run->say, PF_SAY_NG, name,
                      "is not installed here, and %.*s demands it: install the project's "
                      "development requirements",
                      PF_ARG(check->place));
    else
        pf_say_result(run->say, PF_SAY_NG, name, "%.*s",
                      PF_ARG(pf_child_text(run, arena, &child, &done)));
    pf_arena_free(arena);
    return good;
}

/* Checks write caches and databases: not beside what is built. */
static bool copy_tree(struct pf_deploy_run *run, pf_str *folder)
{
    struct pf_git_blobs blobs = {0};
    struct pf_error error = {0};
    *folder = pf_arena_format(run->arena, "%.*s/checks", PF_ARG(run->private_folder));
    if (run->dry_run ||
        (pf_git_list(run, &blobs, &error) && pf_snapshot_write(run, &blobs, *folder, &error)))
        return true;
    pf_say_problem(run->say, "%s", error.message);
    return false;
}

static enum pf_step_end validate(struct pf_deploy_run *run)
{
    struct checks checks = find_checks(run);
    pf_str folder;
    bool good = true;
    if (checks.count == 0) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("checks"),
                      "neither a workflow nor the documentation names any");
        return PF_STEP_DONE;
    }
    if (!copy_tree(run, &folder))
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    for (size_t i = 0; i < checks.count && !pf_run_must_stop(run); i++)
        good = run_check(run, &checks.items[i], folder) && good;
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    return good ? PF_STEP_DONE : PF_STEP_FAILED;
}

const struct pf_deploy_step pf_step_validate = {
    .name = "validate",
    .summary = "the project's own checks",
    .changes = "",
    .run = validate,
};
