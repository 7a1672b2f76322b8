/* docker build, docker login, docker push. */
#include "deploy/image.h"

#include "deploy/child.h"
#include "deploy/grammar.h"
#include "deploy/snapshot.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUILD_SECONDS = 1800, PUSH_SECONDS = 900, LOGIN_SECONDS = 60 };

/* "host/a/b:tag@digest" → "host/a/b" */
static pf_str without_tag(pf_str reference)
{
    pf_str name, rest;
    pf_str_cut(reference, '@', &name, &rest);
    ptrdiff_t slash = pf_str_find_last_byte(name, '/');
    ptrdiff_t colon = pf_str_find_last_byte(name, ':');
    return colon > slash ? pf_str_slice(name, 0, (size_t)colon) : name;
}

static pf_str host_of(pf_str name)
{
    pf_str head, rest;
    bool has_host = pf_str_cut(name, '/', &head, &rest) &&
                    (pf_str_find_byte(head, '.') >= 0 || pf_str_find_byte(head, ':') >= 0 ||
                     pf_str_eq(head, PF_STR("localhost")));
    return has_host ? head : PF_STR("");
}

static pf_str platform_of(const struct pf_plan_deployment *deployment)
{
    bool is_arm = pf_str_eq_nocase(deployment->architecture, PF_STR("ARM64"));
    return is_arm ? PF_STR("linux/arm64") : PF_STR("linux/amd64");
}

bool pf_image_name(struct pf_deploy_run *run, struct pf_release_image *image,
                   struct pf_error *error)
{
    pf_str set = pf_run_setting(run, PF_SETTING_IMAGE);
    pf_str registry = pf_run_setting(run, PF_SETTING_REGISTRY);
    pf_str name = without_tag(set.len > 0 ? set : run->deployment->image);
    pf_str host = host_of(name);
    if (registry.len > 0) {
        pf_str path = host.len > 0 ? pf_str_slice(name, host.len + 1, name.len) : name;
        name = pf_arena_format(run->arena, "%.*s/%.*s", PF_ARG(registry), PF_ARG(path));
        host = registry;
    }
    if (!pf_grammar_is(PF_GRAMMAR_IMAGE_NAME, name))
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                            "the image's name cannot be told from '%.*s'; set it by --image",
                            PF_ARG(run->deployment->image));
    *image = (struct pf_release_image){
        .name = name,
        .host = host,
        .tagged = pf_arena_format(run->arena, "%.*s:%.*s", PF_ARG(name), PF_ARG(run->commit)),
        .platform = platform_of(run->deployment)};
    return true;
}

/* Names that a push of this commit gives a value without asking GitHub. */
static bool known_expression(const struct pf_deploy_run *run, pf_str expression, pf_str *value)
{
    const struct {
        const char *name;
        pf_str value;
    } known[] = {{"github.sha", run->commit},
                 {"github.ref_name", run->branch},
                 {"github.repository", pf_run_setting(run, PF_SETTING_GH_REPO)}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pf_str_eq(expression, pf_str_c(known[i].name)) && known[i].value.len > 0) {
            *value = known[i].value;
            return true;
        }
    return false;
}

bool pf_image_fill(struct pf_deploy_run *run, pf_str text, pf_str *filled)
{
    struct pf_buffer buffer = pf_buffer_new(run->arena);
    for (ptrdiff_t at; (at = pf_str_find(text, PF_STR("${{"))) != PF_STR_NONE;) {
        pf_str value;
        pf_buffer_add(&buffer, pf_str_slice(text, 0, (size_t)at));
        text = pf_str_slice(text, (size_t)at + 3, text.len);
        ptrdiff_t end = pf_str_find(text, PF_STR("}}"));
        if (end == PF_STR_NONE ||
            !known_expression(run, pf_str_trim(pf_str_slice(text, 0, (size_t)end)), &value))
            return false;
        pf_buffer_add(&buffer, value);
        text = pf_str_slice(text, (size_t)end + 2, text.len);
    }
    pf_buffer_add(&buffer, text);
    *filled = pf_buffer_str(&buffer);
    return pf_str_find(*filled, PF_STR("***")) == PF_STR_NONE;
}

/* DOCKER_CONFIG=…: ours while we log in ourselves, else the user's own. */
static const char *const *docker_environment(struct pf_deploy_run *run)
{
    const char **pairs = PF_NEW_ARRAY(run->arena, const char *, 2);
    if (run->docker_config.len > 0)
        pairs[0] =
            pf_arena_format(run->arena, "DOCKER_CONFIG=%.*s", PF_ARG(run->docker_config)).data;
    return pairs;
}

static bool is_aws_registry(pf_str host)
{
    return pf_str_contains(host, PF_STR(".dkr.ecr.")) &&
           pf_str_contains(host, PF_STR(".amazonaws.com"));
}

/* AWS's registry gives out passwords of its own. */
static bool ask_aws_password(struct pf_deploy_run *run, pf_str *password, pf_str *how)
{
    pf_str region = pf_run_setting(run, PF_SETTING_REGION);
    const char *with_region[] = {"--region", pf_arena_str(run->arena, region).data, "ecr",
                                 "get-login-password", NULL};
    struct pf_child child = {.program = "aws",
                             .arguments = region.len > 0 ? with_region : with_region + 2,
                             .changes = ""};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    *password = pf_str_trim(done.out);
    pf_masker_add(run->masker, *password);
    *how = pf_child_text(run, run->arena, &child, &done);
    return run->dry_run || (pf_spawned_well(&done) && password->len > 0);
}

static bool login_as(struct pf_deploy_run *run, pf_str host, pf_str user, pf_str password,
                     pf_str *how)
{
    const char *words[] = {"login",
                           "--username",
                           pf_arena_str(run->arena, user).data,
                           "--password-stdin",
                           host.len > 0 ? pf_arena_str(run->arena, host).data : NULL,
                           NULL};
    struct pf_child child = {.program = "docker",
                             .arguments = words,
                             .environment = docker_environment(run),
                             .input = password,
                             .limit_seconds = LOGIN_SECONDS,
                             .changes = ""};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    if (pf_spawned_well(&done))
        *how = pf_arena_format(run->arena, "logged in as %.*s", PF_ARG(user));
    else
        *how = pf_child_text(run, run->arena, &child, &done);
    return pf_spawned_well(&done);
}

static bool make_docker_config(struct pf_deploy_run *run, pf_str *how)
{
    pf_str path = pf_arena_format(run->arena, "%.*s/docker", PF_ARG(run->private_folder));
    if (mkdir(path.data, 0700) != 0) {
        *how = PF_STR("cannot make a folder for docker's login");
        return false;
    }
    run->docker_config = path;
    return true;
}

bool pf_image_login(struct pf_deploy_run *run, const struct pf_release_image *image, pf_str *how)
{
    pf_str user = pf_run_setting(run, PF_SETTING_REGISTRY_USER);
    pf_str password = pf_str_c(getenv("PREFLIGHT_REGISTRY_PASSWORD"));
    if (run->docker_config.len > 0) {
        *how = PF_STR("logged in before");
        return true;
    }
    if (user.len == 0 && !is_aws_registry(image->host)) {
        *how = PF_STR("as docker is logged in already; --registry-user logs in here");
        return true;
    }
    if (user.len > 0 && password.len == 0 && !run->dry_run) {
        *how = PF_STR("--registry-user needs the variable PREFLIGHT_REGISTRY_PASSWORD");
        return false;
    }
    if (user.len == 0) {
        user = PF_STR("AWS");
        if (!ask_aws_password(run, &password, how))
            return false;
    }
    return make_docker_config(run, how) && login_as(run, image->host, user, password, how);
}

struct words {
    const char **items;
    size_t count, capacity;
};

static void add(struct pf_deploy_run *run, struct words *words, const char *flag, pf_str value)
{
    *pf_pile_add(run->arena, words) = flag;
    *pf_pile_add(run->arena, words) = pf_arena_str(run->arena, value).data;
}

static bool add_build_args(struct pf_deploy_run *run, struct words *words)
{
    pf_str lines = pf_node_text(pf_node_get(run->deployment->node, "build_args"));
    for (pf_str line; pf_str_next_line(&lines, &line);) {
        pf_str filled, name, value;
        line = pf_str_trim(line);
        if (line.len == 0)
            continue;
        if (!pf_image_fill(run, line, &filled)) {
            pf_say_problem(run->say,
                           "the build argument '%.*s' is known to GitHub only; push instead",
                           PF_ARG(line));
            return false;
        }
        pf_str_cut(filled, '=', &name, &value);
        if (!pf_grammar_is(PF_GRAMMAR_VARIABLE, name))
            return false;
        add(run, words, "--build-arg", filled);
    }
    return true;
}

/* A path of the plan as docker takes it: never an option. */
static pf_str as_path(struct pf_arena *arena, pf_str path, const char *otherwise)
{
    if (path.len == 0)
        return pf_str_c(otherwise);
    return pf_arena_format(arena, "./%.*s", PF_ARG(path));
}

static enum pf_step_end child_failed(struct pf_deploy_run *run, const struct pf_child *child,
                                     const struct pf_spawned *done)
{
    if (done->end == PF_SPAWN_INTERRUPTED || pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    pf_say_problem(run->say, "%.*s", PF_ARG(pf_child_text(run, run->arena, child, done)));
    return PF_STEP_FAILED;
}

static enum pf_step_end build(struct pf_deploy_run *run, const struct pf_release_image *image)
{
    const struct pf_plan_deployment *plan = run->deployment;
    struct words words = {0};
    *pf_pile_add(run->arena, &words) = "build";
    add(run, &words, "--platform", image->platform);
    add(run, &words, "--file", as_path(run->arena, plan->dockerfile, "./Dockerfile"));
    add(run, &words, "--tag", image->tagged);
    add(run, &words, "--label",
        pf_arena_format(run->arena, "org.opencontainers.image.revision=%.*s", PF_ARG(run->commit)));
    if (plan->target.len > 0)
        add(run, &words, "--target", plan->target);
    if (!add_build_args(run, &words))
        return PF_STEP_FAILED;
    *pf_pile_add(run->arena, &words) =
        pf_arena_str(run->arena, as_path(run->arena, plan->context, ".")).data;
    *pf_pile_add(run->arena, &words) = NULL;
    struct pf_child child = {.program = "docker",
                             .arguments = words.items,
                             .environment = docker_environment(run),
                             .directory = run->tree_folder.data,
                             .limit_seconds = BUILD_SECONDS,
                             .changes = "builds the image from the commit's files, here",
                             .shows = true};
    struct pf_arena *scratch = pf_arena_new(NULL);
    struct pf_spawned done = pf_child_run(run, scratch, &child);
    enum pf_step_end end = pf_spawned_well(&done) ? PF_STEP_DONE : child_failed(run, &child, &done);
    pf_arena_free(scratch);
    return end;
}

pf_str pf_image_digest(pf_str printed)
{
    pf_str found = PF_STR(""), key = PF_STR("digest: ");
    for (ptrdiff_t at; (at = pf_str_find(printed, key)) != PF_STR_NONE;) {
        printed = pf_str_slice(printed, (size_t)at + key.len, printed.len);
        pf_str digest = pf_str_slice(printed, 0, 71);
        if (pf_grammar_is(PF_GRAMMAR_DIGEST, digest))
            found = digest;
    }
    return found;
}

static enum pf_step_end push(struct pf_deploy_run *run, struct pf_release_image *image)
{
    const char *words[] = {"push", image->tagged.data, NULL};
    struct pf_child child = {.program = "docker",
                             .arguments = words,
                             .environment = docker_environment(run),
                             .limit_seconds = PUSH_SECONDS,
                             .changes = "adds the image to the registry",
                             .shows = true};
    if (!pf_effect_begin(run, PF_EFFECT_IMAGE, PF_EFFECT_BESIDE, "image", image->tagged.data, NULL))
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    if (run->dry_run) {
        image->digest = PF_STR("sha256:<digest>");
        return PF_STEP_DONE;
    }
    image->digest = pf_str_slice(pf_image_digest(done.out), 0, 71);
    bool pushed = pf_spawned_well(&done) && image->digest.len > 0;
    bool is_sure = pushed || (done.end == PF_SPAWN_EXITED && done.status != 0);
    pf_effect_end(run, PF_EFFECT_IMAGE,
                  pushed    ? PF_RESULT_DONE
                  : is_sure ? PF_RESULT_FAILED
                            : PF_RESULT_UNKNOWN,
                  PF_EFFECT_BESIDE, "image", image->tagged.data, "digest",
                  pf_arena_str(run->arena, image->digest).data, NULL);
    if (pushed)
        return PF_STEP_DONE;
    if (pf_spawned_well(&done))
        pf_say_problem(run->say, "docker push told no digest: what was pushed cannot be named");
    return pf_spawned_well(&done) ? PF_STEP_FAILED : child_failed(run, &child, &done);
}

enum pf_step_end pf_image_make(struct pf_deploy_run *run, struct pf_release_image *image)
{
    struct pf_effect known = pf_effect_known(run, PF_EFFECT_IMAGE);
    pf_str how;
    if (known.state == PF_EFFECT_DONE &&
        pf_grammar_is(PF_GRAMMAR_DIGEST, pf_effect_text(&known, "digest"))) {
        image->digest = pf_effect_text(&known, "digest");
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("image"), "pushed before: %.*s",
                      PF_ARG(image->digest));
        return PF_STEP_DONE;
    }
    enum pf_step_end end = build(run, image);
    if (end != PF_STEP_DONE)
        return end;
    if (!pf_image_login(run, image, &how)) {
        if (pf_run_must_stop(run))
            return PF_STEP_INTERRUPTED;
        pf_say_result(run->say, PF_SAY_NG, PF_STR("registry"), "%.*s", PF_ARG(how));
        return PF_STEP_FAILED;
    }
    end = push(run, image);
    if (end == PF_STEP_DONE && !run->dry_run)
        pf_say_result(run->say, PF_SAY_OK, PF_STR("image"), "%.*s@%.*s", PF_ARG(image->name),
                      PF_ARG(image->digest));
    return end;
}
