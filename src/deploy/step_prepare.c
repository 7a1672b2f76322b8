/* prepare: would the deploy find what it needs? OK, NG, or SKIP where we cannot know. */
#include "deploy/github.h"
#include "deploy/grammar.h"
#include "deploy/image.h"
#include "deploy/release.h"
#include "deploy/sha.h"

#include "base/file.h"

enum {
    PROGRAM_CAP = 256 * 1024 * 1024 /* bytes hashed; docker has 40 MB */
};

static bool is_release(const struct pf_deploy_run *run)
{
    return pf_str_eq(run->goal, PF_STR("release"));
}

static pf_str first_line(pf_str text)
{
    pf_str line;
    return pf_str_next_line(&text, &line) ? line : PF_STR("");
}

static void say_program(struct pf_deploy_run *run, const char *name, bool needed)
{
    static const char *const words[] = {"--version", NULL};
    struct pf_child child = {.program = name, .arguments = words, .changes = ""};
    pf_str path, why, bytes;
    if (run->dry_run) {
        pf_child_run(run, run->arena, &child);
        return;
    }
    if (!pf_program_find(run, name, false, &path, &why)) {
        pf_say_result(run->say, needed ? PF_SAY_NG : PF_SAY_SKIP, pf_str_c(name), "%.*s",
                      PF_ARG(why));
        return;
    }
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_spawned done = pf_child_run(run, arena, &child);
    pf_str version = first_line(done.out.len > 0 ? done.out : done.err);
    pf_str hash = PF_STR("");
    if (pf_file_read(arena, path.data, PROGRAM_CAP, &bytes, NULL))
        hash = pf_sha256_hex(arena, bytes);
    if (!pf_spawned_well(&done))
        pf_say_result(run->say, PF_SAY_NG, pf_str_c(name), "%.*s",
                      PF_ARG(pf_child_text(run, arena, &child, &done)));
    else
        pf_say_result(run->say, PF_SAY_OK, pf_str_c(name), "%.*s, %.*s", PF_ARG(version),
                      PF_ARG(path));
    pf_say_event(run->say, "program", "name", name, "path", path.data, "sha256",
                 pf_arena_str(arena, hash).data, NULL);
    pf_arena_free(arena);
}

static void say_programs(struct pf_deploy_run *run)
{
    pf_say_enter(run->say, "programs");
    say_program(run, "git", true);
    if (is_release(run))
        say_program(run, "docker", true);
    say_program(run, "aws", is_release(run));
    if (!is_release(run))
        say_program(run, "gh", false);
    pf_say_leave(run->say);
}

/* arn:aws:iam::ACCOUNT:role/… */
static pf_str account_of(pf_str arn)
{
    pf_str part = PF_STR(""), rest = arn;
    for (int i = 0; i < 5; i++)
        pf_str_cut(rest, ':', &part, &rest);
    return part;
}

static void say_account(struct pf_deploy_run *run, pf_str account, const char *key)
{
    pf_str role = run->deployment == NULL ? PF_STR("")
                                          : pf_node_text(pf_node_get(run->deployment->node, key));
    pf_str theirs = account_of(role);
    if (theirs.len == 0 || account.len == 0)
        return;
    bool same = pf_str_eq(theirs, account);
    pf_say_result(run->say, same ? PF_SAY_OK : PF_SAY_NG, pf_str_c(key), "%s account %.*s%s",
                  same ? "in this" : "is in", PF_ARG(theirs),
                  same ? "" : ": ECS takes roles of its own account only");
}

/* False when asking on makes no sense. */
static bool say_credentials(struct pf_deploy_run *run)
{
    struct pf_aws_reply reply =
        pf_aws_call(run, run->arena, "sts", "get-caller-identity", PF_STR(""), "");
    pf_str arn = pf_node_text(pf_node_get(reply.root, "Arn"));
    if (run->dry_run)
        return true;
    if (reply.kind != PF_AWS_DONE) {
        /* By the way of push, GitHub's workflow has the credentials: ours are for looking only. */
        pf_say_result(run->say, is_release(run) ? PF_SAY_NG : PF_SAY_SKIP, PF_STR("credentials"),
                      "%.*s", PF_ARG(reply.message));
        return false;
    }
    pf_say_result(run->say, PF_SAY_OK, PF_STR("credentials"), "%.*s", PF_ARG(arn));
    pf_str account = pf_node_text(pf_node_get(reply.root, "Account"));
    say_account(run, account, "execution_role");
    say_account(run, account, "task_role");
    return true;
}

static bool has_breaker(const struct pf_service *service)
{
    return service->has_breaker && service->rolls_back;
}

static void say_service(struct pf_deploy_run *run)
{
    struct pf_service service;
    pf_str why, name = pf_run_setting(run, PF_SETTING_SERVICE);
    if (!is_release(run) && (name.len == 0 || pf_run_setting(run, PF_SETTING_CLUSTER).len == 0)) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("service"),
                      "cluster and service are not known");
        return;
    }
    if (!pf_release_has_target(run))
        return;
    enum pf_aws_kind kind = pf_service_look(run, run->arena, &service, &why);
    if (run->dry_run)
        return;
    if (kind != PF_AWS_DONE) {
        bool is_missing = kind == PF_AWS_REFUSED;
        pf_say_result(run->say, is_missing ? PF_SAY_NG : PF_SAY_SKIP, PF_STR("service"), "%.*s",
                      PF_ARG(why));
        return;
    }
    bool active = pf_str_eq(service.status, PF_STR("ACTIVE"));
    pf_say_result(run->say, active ? PF_SAY_OK : PF_SAY_NG, PF_STR("service"),
                  "%.*s is %.*s, %lld of %lld running", PF_ARG(name), PF_ARG(service.status),
                  (long long)service.running, (long long)service.desired);
    pf_say_result(run->say, has_breaker(&service) ? PF_SAY_OK : PF_SAY_WARN,
                  PF_STR("circuit breaker"), "%s",
                  has_breaker(&service) ? "goes back by itself when tasks fail"
                                        : "off: a bad release stays until somebody rolls it back");
}

static void say_aws(struct pf_deploy_run *run)
{
    pf_say_enter(run->say, "aws");
    if (say_credentials(run))
        say_service(run);
    pf_say_leave(run->say);
}

/* Names of one list, over its pages; false when it may not be seen. */
static enum pf_github_kind list_names(struct pf_deploy_run *run, const char *path, const char *key,
                                      struct pf_strs *names, pf_str *why)
{
    const struct pf_node *root;
    pf_str whole = pf_arena_format(run->arena, "%s?per_page=100", path);
    enum pf_github_kind kind = pf_github_get(run, run->arena, whole, &root, why);
    const struct pf_node *list = pf_node_get(root, key);
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        *pf_pile_add(run->arena, names) = pf_node_text(pf_node_get(list->items[i], "name"));
    return kind;
}

/* A name is missing only where every place that could hold it was seen. */
static void say_names(struct pf_deploy_run *run, const char *key, const struct pf_strs *wanted)
{
    struct pf_strs names = {0};
    pf_str why = PF_STR("");
    bool saw_all = true;
    const char *own = pf_arena_format(run->arena, "actions/%s", key).data;
    const char *shared = pf_arena_format(run->arena, "actions/organization-%s", key).data;
    if (wanted->count == 0)
        return;
    saw_all = list_names(run, own, key, &names, &why) == PF_GITHUB_DONE;
    if (saw_all)
        saw_all = list_names(run, shared, key, &names, &why) == PF_GITHUB_DONE;
    for (size_t i = 0; saw_all && i < run->plan->environments.count; i++) {
        /* A name with spaces or slashes would be another path. */
        if (!pf_grammar_is(PF_GRAMMAR_TAG, run->plan->environments.items[i])) {
            why = PF_STR("the environment's name cannot be asked for");
            saw_all = false;
            break;
        }
        const char *path = pf_arena_format(run->arena, "environments/%.*s/%s",
                                           PF_ARG(run->plan->environments.items[i]), key)
                               .data;
        enum pf_github_kind kind = list_names(run, path, key, &names, &why);
        saw_all = kind == PF_GITHUB_DONE || kind == PF_GITHUB_NOT_FOUND;
    }
    for (size_t i = 0; !(run->dry_run && saw_all) && i < wanted->count; i++) {
        pf_str name = wanted->items[i];
        bool there = false;
        for (size_t j = 0; j < names.count; j++)
            there = there || pf_str_eq_nocase(names.items[j], name);
        enum pf_say_mark mark = there ? PF_SAY_OK : saw_all ? PF_SAY_NG : PF_SAY_SKIP;
        if (mark == PF_SAY_SKIP)
            pf_say_result(run->say, mark, name, "cannot be known: %.*s", PF_ARG(why));
        else
            pf_say_result(run->say, mark, name, "%s",
                          there ? "" : "is used by a workflow and does not exist");
    }
}

static void say_github(struct pf_deploy_run *run)
{
    const struct pf_plan *plan = run->plan;
    if (is_release(run) || plan->secrets.count + plan->variables.count == 0)
        return;
    pf_say_enter(run->say, "secrets and variables on GitHub");
    say_names(run, "secrets", &plan->secrets);
    say_names(run, "variables", &plan->variables);
    pf_say_leave(run->say);
}

static void say_registry(struct pf_deploy_run *run)
{
    struct pf_release_image image;
    struct pf_error error = {0};
    pf_str how;
    if (!is_release(run) || run->deployment == NULL)
        return;
    pf_say_enter(run->say, "registry");
    if (!pf_image_name(run, &image, &error))
        pf_say_result(run->say, PF_SAY_NG, PF_STR("image"), "%s", error.message);
    else if (!pf_image_login(run, &image, &how))
        pf_say_result(run->say, PF_SAY_NG, image.name, "%.*s", PF_ARG(how));
    else if (!run->dry_run || run->docker_config.len == 0)
        pf_say_result(run->say, run->docker_config.len > 0 ? PF_SAY_OK : PF_SAY_SKIP, image.name,
                      "%.*s", PF_ARG(how));
    pf_say_leave(run->say);
}

static enum pf_step_end prepare(struct pf_deploy_run *run)
{
    static void (*const parts[])(struct pf_deploy_run *) = {say_programs, say_aws, say_github,
                                                            say_registry};
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !pf_run_must_stop(run); i++)
        parts[i](run);
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    return pf_say_wrong_count(run->say) == 0 ? PF_STEP_DONE : PF_STEP_FAILED;
}

const struct pf_deploy_step pf_step_prepare = {
    .name = "prepare",
    .summary = "programs, credentials, names on GitHub, the service, the registry",
    .changes = "",
    .run = prepare,
};
