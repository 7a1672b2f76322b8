/* A program's variables, its words shown, and the run itself. */
#include "deploy/child.h"

#include <errno.h>
#include <stdlib.h>

/* What passes from our environment to whom; "" is for all but the project's own checks. */
struct passed {
    const char *program, *variable;
};
static const struct passed passed[] = {
    {"", "HOME"},
    {"", "USER"},
    {"", "LOGNAME"},
    {"", "TMPDIR"},
    {"", "XDG_RUNTIME_DIR"},
    {"", "SSL_CERT_FILE"},
    {"", "SSL_CERT_DIR"},
    {"", "HTTPS_PROXY"},
    {"", "https_proxy"},
    {"", "HTTP_PROXY"},
    {"", "http_proxy"},
    {"", "NO_PROXY"},
    {"", "no_proxy"},
    {"git", "SSH_AUTH_SOCK"},
    {"aws", "AWS_ACCESS_KEY_ID"},
    {"aws", "AWS_SECRET_ACCESS_KEY"},
    {"aws", "AWS_SESSION_TOKEN"},
    {"aws", "AWS_PROFILE"},
    {"aws", "AWS_DEFAULT_REGION"},
    {"aws", "AWS_REGION"},
    {"aws", "AWS_CONFIG_FILE"},
    {"aws", "AWS_SHARED_CREDENTIALS_FILE"},
    {"aws", "AWS_ROLE_ARN"},
    {"aws", "AWS_ROLE_SESSION_NAME"},
    {"aws", "AWS_WEB_IDENTITY_TOKEN_FILE"},
    {"aws", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"},
    {"aws", "AWS_CONTAINER_CREDENTIALS_FULL_URI"},
    {"aws", "AWS_CONTAINER_AUTHORIZATION_TOKEN"},
    {"aws", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"},
    {"aws", "AWS_EC2_METADATA_DISABLED"},
    {"aws", "AWS_CA_BUNDLE"},
    {"aws", "AWS_MAX_ATTEMPTS"},
    {"aws", "AWS_RETRY_MODE"},
    {"docker", "DOCKER_HOST"},
    {"docker", "DOCKER_CONTEXT"},
    {"docker", "DOCKER_CERT_PATH"},
    {"docker", "DOCKER_TLS_VERIFY"},
    {"docker", "DOCKER_BUILDKIT"},
    {"docker", "DOCKER_CONFIG"},
    {"gh", "GH_TOKEN"},
    {"gh", "GITHUB_TOKEN"},
    {"gh", "GH_ENTERPRISE_TOKEN"},
    {"gh", "GITHUB_ENTERPRISE_TOKEN"},
    {"gh", "GH_CONFIG_DIR"},
};
/* What we say ourselves. git's own settings of the system cannot start anything here; those of the
 * user stay for `git push`, which needs his credentials. */
static const struct {
    const char *program, *pair;
} fixed[] = {
    {"", "LC_ALL=C.UTF-8"},
    {"git", "GIT_CONFIG_NOSYSTEM=1"},
    {"git", "GIT_TERMINAL_PROMPT=0"},
    {"git", "GIT_ASKPASS="},
    {"git", "GIT_OPTIONAL_LOCKS=0"},
    {"git", "GIT_SSH_COMMAND=ssh -o BatchMode=yes"},
    {"git", "GIT_PAGER=cat"},
    {"aws", "AWS_PAGER="},
    {"aws", "AWS_CLI_AUTO_PROMPT=off"},
    {"gh", "GH_PROMPT_DISABLED=1"},
    {"gh", "GH_NO_UPDATE_NOTIFIER=1"},
    {"gh", "GH_PAGER=cat"},
    {"gh", "NO_COLOR=1"},
};

struct pf_words {
    const char **items;
    size_t count, capacity;
};

static bool is_for(const char *whose, const char *program)
{
    return whose[0] == '\0' ? program[0] != '/' : pf_str_eq(pf_str_c(whose), pf_str_c(program));
}

/* A later pair of the same name wins, as programs disagree about which of two they see. */
static void put(struct pf_arena *arena, struct pf_words *words, const char *pair)
{
    pf_str name, value;
    pf_str_cut(pf_str_c(pair), '=', &name, &value);
    for (size_t i = 0; i < words->count; i++) {
        pf_str other, ignored;
        pf_str_cut(pf_str_c(words->items[i]), '=', &other, &ignored);
        if (pf_str_eq(name, other)) {
            words->items[i] = pair;
            return;
        }
    }
    *pf_pile_add(arena, words) = pair;
}

/* Relative entries of PATH, and those in the work tree, would let the project choose programs. */
static const char *safe_path(struct pf_deploy_run *run, struct pf_arena *arena,
                             const struct pf_child *child)
{
    struct pf_strs folders = {0};
    pf_str rest = pf_str_c(getenv("PATH"));
    for (bool more = rest.len > 0; more;) {
        pf_str folder;
        more = pf_str_cut(rest, ':', &folder, &rest);
        bool is_ours = folder.len > 0 && folder.data[0] == '/' &&
                       (run->work_tree.len == 0 || child->from_project ||
                        !pf_str_starts(folder, run->work_tree));
        if (is_ours)
            *pf_pile_add(arena, &folders) = folder;
    }
    pf_str all = pf_arena_join(arena, folders.items, folders.count, PF_STR(":"));
    return pf_arena_format(arena, "PATH=%.*s", PF_ARG(all)).data;
}

static const char *const *environment_of(struct pf_deploy_run *run, struct pf_arena *arena,
                                         const struct pf_child *child)
{
    struct pf_words words = {0};
    bool is_ours = child->program[0] == '/'; /* gets what it is given, and nothing else */
    if (!is_ours)
        put(arena, &words, safe_path(run, arena, child));
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
        const char *value = getenv(passed[i].variable);
        if (value != NULL && is_for(passed[i].program, child->program))
            put(arena, &words, pf_arena_format(arena, "%s=%s", passed[i].variable, value).data);
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (is_for(fixed[i].program, child->program))
            put(arena, &words, fixed[i].pair);
    for (size_t i = 0; child->environment != NULL && child->environment[i] != NULL; i++)
        put(arena, &words, child->environment[i]);
    *pf_pile_add(arena, &words) = NULL;
    return words.items;
}

static const char *const *words_of(struct pf_arena *arena, const char *program,
                                   const struct pf_child *child)
{
    struct pf_words words = {0};
    *pf_pile_add(arena, &words) = program;
    for (size_t i = 0; child->arguments[i] != NULL; i++)
        *pf_pile_add(arena, &words) = child->arguments[i];
    *pf_pile_add(arena, &words) = NULL;
    return words.items;
}

static void show(struct pf_deploy_run *run, struct pf_arena *arena, const struct pf_child *child)
{
    if (child->is_local ? !pf_say_look(run->say)->verbose
                        : !run->dry_run && !child->shows && !pf_say_look(run->say)->verbose)
        return;
    pf_say_command(run->say, words_of(arena, child->program, child), child->changes);
}

struct pf_spawned pf_child_run(struct pf_deploy_run *run, struct pf_arena *arena,
                               const struct pf_child *child)
{
    pf_str path, why;
    show(run, arena, child);
    if (run->dry_run && !child->is_local)
        return (struct pf_spawned){.end = PF_SPAWN_EXITED};
    if (!pf_program_find(run, child->program, child->from_project, &path, &why))
        return (struct pf_spawned){.end = PF_SPAWN_NOT_STARTED, .status = ENOENT, .err = why};
    unsigned limit = child->limit_seconds == 0 ? PF_CHILD_SECONDS : child->limit_seconds;
    struct pf_spawn spawn = {.arguments = words_of(arena, path.data, child),
                             .environment = environment_of(run, arena, child),
                             .directory = child->directory,
                             .input = child->input,
                             .keep = child->keep,
                             .limit_seconds = pf_run_seconds_left(run, limit),
                             .heard = child->shows ? pf_say_hear : child->heard,
                             .context = child->shows ? run->say : child->context};
    if (child->shows)
        pf_say_heard_begin(run->say);
    struct pf_spawned done = pf_spawn_run(arena, run->signals, &spawn);
    if (child->shows)
        pf_say_heard_end(run->say);
    return done;
}

static pf_str last_line(pf_str text)
{
    text = pf_str_trim(text);
    ptrdiff_t at = pf_str_find_last_byte(text, '\n');
    return pf_str_trim(pf_str_slice(text, (size_t)(at + 1), text.len));
}

pf_str pf_child_text(struct pf_deploy_run *run, struct pf_arena *arena,
                     const struct pf_child *child, const struct pf_spawned *done)
{
    enum { NOT_LOGGED_IN = 4 /* gh's own status for it. Source: gh help exit-codes */ };
    (void)run;
    if (done->end == PF_SPAWN_EXITED && done->status == NOT_LOGGED_IN &&
        pf_str_eq(pf_str_c(child->program), PF_STR("gh")))
        return PF_STR("gh is not logged in: run gh auth login, or put a token into GH_TOKEN");
    unsigned limit = child->limit_seconds == 0 ? PF_CHILD_SECONDS : child->limit_seconds;
    struct pf_spawn spawn = {.limit_seconds = limit};
    pf_str how = done->end == PF_SPAWN_NOT_STARTED && done->err.len > 0
                     ? done->err
                     : pf_spawned_text(arena, done, &spawn);
    pf_str said = done->end == PF_SPAWN_NOT_STARTED ? PF_STR("") : last_line(done->err);
    return pf_arena_format(arena, "%s: %.*s%s%.*s", child->program, PF_ARG(how),
                           said.len > 0 ? ": " : "", PF_ARG(said));
}
