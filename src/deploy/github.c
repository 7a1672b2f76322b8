/* gh api … */
#include "deploy/github.h"

#include "deploy/snapshot.h"
#include "read/json.h"

#include <string.h>
#include <sys/stat.h>

enum {
    EXIT_NO_LOGIN = 4, /* gh help exit-codes */
    REPLY = 1024 * 1024
};

/* GH_HOST, and a configuration of ours where gh is to speak to a socket. */
static const char *const *environment_of(struct pf_deploy_run *run)
{
    const char **pairs = PF_NEW_ARRAY(run->arena, const char *, 4);
    pf_str host = pf_run_setting(run, PF_SETTING_GH_HOST);
    pf_str socket = pf_run_setting(run, PF_SETTING_GH_SOCKET), path;
    size_t count = 0;
    if (host.len > 0)
        pairs[count++] = pf_arena_format(run->arena, "GH_HOST=%.*s", PF_ARG(host)).data;
    if (socket.len == 0 || run->private_folder.len == 0)
        return pairs;
    if (run->gh_config.len == 0) {
        pf_str folder = pf_arena_format(run->arena, "%.*s/gh", PF_ARG(run->private_folder));
        pf_str text = pf_arena_format(run->arena, "http_unix_socket: %.*s\n", PF_ARG(socket));
        if (mkdir(folder.data, 0700) == 0 &&
            pf_private_write(run, "gh/config.yml", text, &path, NULL))
            run->gh_config = folder;
    }
    pairs[count++] = pf_arena_format(run->arena, "GH_CONFIG_DIR=%.*s", PF_ARG(run->gh_config)).data;
    return pairs;
}

static enum pf_github_kind kind_of(const struct pf_spawned *done)
{
    if (pf_spawned_well(done))
        return PF_GITHUB_DONE;
    if (done->end == PF_SPAWN_INTERRUPTED)
        return PF_GITHUB_INTERRUPTED;
    if (done->end != PF_SPAWN_EXITED)
        return PF_GITHUB_FAILED;
    if (done->status == EXIT_NO_LOGIN)
        return PF_GITHUB_NO_LOGIN;
    if (pf_str_contains(done->err, PF_STR("(HTTP 401)")) ||
        pf_str_contains(done->err, PF_STR("(HTTP 403)")))
        return PF_GITHUB_NOT_ALLOWED;
    return pf_str_contains(done->err, PF_STR("(HTTP 404)")) ? PF_GITHUB_NOT_FOUND
                                                            : PF_GITHUB_FAILED;
}

enum pf_github_kind pf_github_get_text(struct pf_deploy_run *run, struct pf_arena *arena,
                                       pf_str path, pf_str *text, pf_str *why)
{
    pf_str repository = pf_run_setting(run, PF_SETTING_GH_REPO);
    const char *whole =
        pf_arena_format(arena, "repos/%.*s/%.*s", PF_ARG(repository), PF_ARG(path)).data;
    const char *words[] = {"api", whole, NULL};
    struct pf_child child = {
        .program = "gh", .arguments = words, .environment = environment_of(run), .changes = ""};
    if (repository.len == 0) {
        *why = PF_STR("the repository on GitHub is not known; give --gh-repo");
        return PF_GITHUB_NO_LOGIN;
    }
    struct pf_spawned done = pf_child_run(run, arena, &child);
    *text = done.out;
    *why = pf_child_text(run, arena, &child, &done);
    return kind_of(&done);
}

enum pf_github_kind pf_github_get(struct pf_deploy_run *run, struct pf_arena *arena, pf_str path,
                                  const struct pf_node **root, pf_str *why)
{
    pf_str text;
    struct pf_faults faults = {0};
    *root = NULL;
    enum pf_github_kind kind = pf_github_get_text(run, arena, path, &text, why);
    if (run->dry_run && kind == PF_GITHUB_DONE)
        *root = pf_node_new(arena, PF_MAP, (pf_span){0});
    if (kind != PF_GITHUB_DONE || run->dry_run)
        return kind;
    if (text.len <= REPLY)
        *root = pf_json_read(arena, pf_source_new(arena, PF_STR("reply"), text), &faults);
    if (pf_node_is(*root, PF_MAP) && !pf_faults_has(&faults, PF_FAULT_UNPARSABLE))
        return PF_GITHUB_DONE;
    *root = NULL;
    *why = PF_STR("gh answered what is no JSON object");
    return PF_GITHUB_FAILED;
}
