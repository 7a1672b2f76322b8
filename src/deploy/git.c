/* Asking git, with every door closed by which a repository's own configuration could start things.
 */
#include "deploy/git.h"

#include "deploy/grammar.h"
#include "deploy/sha.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

const char *const pf_git_guards[] = {
    "--no-replace-objects",     "-c", "core.fsmonitor=false",         "-c",
    "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit", "-c",
    "protocol.ext.allow=never", NULL};

struct words {
    const char **items;
    size_t count, capacity;
};

static void add_all(struct pf_arena *arena, struct words *all, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        *pf_pile_add(arena, all) = words[i];
}

const char *const *pf_git_words(struct pf_deploy_run *run, const char *const *words)
{
    struct words all = {0};
    add_all(run->arena, &all, pf_git_guards);
    add_all(run->arena, &all, words);
    *pf_pile_add(run->arena, &all) = NULL;
    return all.items;
}

/* "KEY\nVALUE\0" of the user's own configuration. */
static pf_str user_helpers(struct pf_deploy_run *run)
{
    static const char *const words[] = {
        "config", "--global", "--null", "--get-regexp", "^credential\\.(.*\\.)?helper$", NULL};
    struct pf_child child = {.program = "git",
                             .arguments = words,
                             .directory = run->folder.data,
                             .changes = "",
                             .is_local = true};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    return pf_spawned_well(&done) ? done.out : PF_STR("");
}

const char *const *pf_git_remote_words(struct pf_deploy_run *run, const char *const *words)
{
    struct words all = {0};
    pf_str helpers = user_helpers(run), entry;
    add_all(run->arena, &all, pf_git_guards);
    *pf_pile_add(run->arena, &all) = "-c";
    *pf_pile_add(run->arena, &all) = "credential.helper=";
    while (pf_str_cut(helpers, '\0', &entry, &helpers)) {
        pf_str key, value;
        pf_str_cut(entry, '\n', &key, &value);
        *pf_pile_add(run->arena, &all) = "-c";
        *pf_pile_add(run->arena, &all) =
            pf_arena_format(run->arena, "%.*s=%.*s", PF_ARG(key), PF_ARG(value)).data;
    }
    add_all(run->arena, &all, words);
    *pf_pile_add(run->arena, &all) = NULL;
    return all.items;
}

bool pf_git_ask(struct pf_deploy_run *run, const char *const *words, pf_str *printed,
                struct pf_error *error)
{
    static const char *const no_user[] = {"GIT_CONFIG_GLOBAL=/dev/null", NULL};
    struct pf_child child = {.program = "git",
                             .arguments = pf_git_words(run, words),
                             .environment = no_user,
                             .directory = run->folder.data,
                             .changes = "",
                             .is_local = true};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    if (!pf_spawned_well(&done) || done.out_cut)
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "%.*s",
                            PF_ARG(pf_child_text(run, run->arena, &child, &done)));
    *printed = pf_str_ends(done.out, PF_STR("\n")) ? pf_str_slice(done.out, 0, done.out.len - 1)
                                                   : done.out;
    return true;
}

static bool take_folder(struct pf_deploy_run *run, struct pf_error *error)
{
    const char *const words[] = {"rev-parse", "--show-toplevel", "--show-prefix", NULL};
    pf_str printed;
    if (!pf_git_ask(run, words, &printed, error))
        return false;
    pf_str_cut(printed, '\n', &run->work_tree, &run->prefix);
    return true;
}

static bool take_commit(struct pf_deploy_run *run, struct pf_error *error)
{
    const char *const words[] = {"rev-parse", "--verify", "--end-of-options", "HEAD^{commit}",
                                 NULL};
    pf_str commit;
    if (!pf_git_ask(run, words, &commit, error))
        return false;
    if (!pf_grammar_is(PF_GRAMMAR_COMMIT, commit))
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "git names no commit for HEAD");
    run->commit = commit;
    return true;
}

static bool take_branch(struct pf_deploy_run *run, struct pf_error *error)
{
    const char *const words[] = {"rev-parse", "--symbolic-full-name", "HEAD", NULL};
    pf_str name, prefix = PF_STR("refs/heads/");
    run->branch = pf_run_setting(run, PF_SETTING_BRANCH);
    if (run->branch.len > 0)
        return true;
    if (!pf_git_ask(run, words, &name, error))
        return false;
    if (!pf_str_starts(name, prefix))
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                            "HEAD is detached: no branch is checked out; name one by --branch");
    run->branch = pf_str_slice(name, prefix.len, name.len);
    if (!pf_grammar_is(PF_GRAMMAR_BRANCH, run->branch))
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "the branch's name cannot be used");
    return true;
}

bool pf_git_find(struct pf_deploy_run *run, struct pf_error *error)
{
    return take_folder(run, error) && take_commit(run, error) && take_branch(run, error);
}

bool pf_git_remote_commit(struct pf_deploy_run *run, pf_str *commit)
{
    pf_str remote = pf_run_setting(run, PF_SETTING_REMOTE);
    const char *name = pf_arena_format(run->arena, "refs/remotes/%.*s/%.*s^{commit}",
                                       PF_ARG(remote), PF_ARG(run->branch))
                           .data;
    const char *const words[] = {"rev-parse",        "--verify", "--quiet",
                                 "--end-of-options", name,       NULL};
    return pf_git_ask(run, words, commit, NULL) && pf_grammar_is(PF_GRAMMAR_COMMIT, *commit);
}

bool pf_git_is_ancestor(struct pf_deploy_run *run, pf_str ancestor, pf_str commit)
{
    const char *const words[] = {"merge-base", "--is-ancestor",
                                 pf_arena_str(run->arena, ancestor).data,
                                 pf_arena_str(run->arena, commit).data, NULL};
    pf_str nothing;
    return pf_git_ask(run, words, &nothing, NULL);
}

/* https://user:token@host/path → https://host/path */
static pf_str without_user(struct pf_arena *arena, pf_str url)
{
    ptrdiff_t scheme = pf_str_find(url, PF_STR("://"));
    if (scheme == PF_STR_NONE)
        return url;
    pf_str rest = pf_str_slice(url, (size_t)scheme + 3, url.len);
    ptrdiff_t slash = pf_str_find_byte(rest, '/');
    pf_str host = slash == PF_STR_NONE ? rest : pf_str_slice(rest, 0, (size_t)slash);
    ptrdiff_t at = pf_str_find_last_byte(host, '@');
    if (at == PF_STR_NONE)
        return url;
    return pf_arena_format(arena, "%.*s://%.*s", (int)scheme, url.data,
                           PF_ARG(pf_str_slice(rest, (size_t)at + 1, rest.len)));
}

pf_str pf_git_remote_url(struct pf_deploy_run *run)
{
    pf_str remote = pf_run_setting(run, PF_SETTING_REMOTE), url;
    const char *key = pf_arena_format(run->arena, "remote.%.*s.url", PF_ARG(remote)).data;
    const char *const words[] = {"config", "--get", key, NULL};
    if (!pf_git_ask(run, words, &url, NULL))
        return PF_STR("");
    return without_user(run->arena, url);
}

pf_str pf_git_repository(struct pf_deploy_run *run)
{
    pf_str url = pf_git_remote_url(run), host = pf_run_setting(run, PF_SETTING_GH_HOST);
    if (host.len == 0)
        host = PF_STR("github.com");
    ptrdiff_t at = pf_str_find(url, host);
    if (at == PF_STR_NONE || (at > 0 && url.data[at - 1] != '/' && url.data[at - 1] != '@'))
        return PF_STR("");
    pf_str path = pf_str_slice(url, (size_t)at + host.len + 1, url.len);
    if (pf_str_ends(path, PF_STR(".git")))
        path.len -= 4;
    return pf_grammar_is(PF_GRAMMAR_REPOSITORY, path) ? path : PF_STR("");
}

static bool read_mode(pf_str text, unsigned *mode)
{
    *mode = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '7')
            return false;
        *mode = *mode * 8 + (unsigned)(text.data[i] - '0');
    }
    return text.len == 6;
}

/* No part of a path may lead out of the folder it is written to, or into git's own. */
static bool is_harmless(pf_str path)
{
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(path, '/', &part, &path);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")) || pf_str_eq(part, PF_STR("..")) ||
            pf_str_eq_nocase(part, PF_STR(".git")))
            return false;
    }
    return true;
}

bool pf_git_read_listing(struct pf_arena *arena, pf_str listing, pf_str prefix,
                         struct pf_git_blobs *blobs, struct pf_error *error)
{
    while (listing.len > 0) {
        pf_str entry, mode, type, rest, id, path;
        struct pf_git_blob blob;
        if (!pf_str_cut(listing, '\0', &entry, &listing) || !pf_str_cut(entry, ' ', &mode, &rest) ||
            !pf_str_cut(rest, ' ', &type, &rest) || !pf_str_cut(rest, '\t', &id, &path) ||
            !read_mode(mode, &blob.mode) || !pf_grammar_is(PF_GRAMMAR_COMMIT, id) ||
            !pf_str_starts(path, prefix))
            return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "git's listing cannot be read");
        blob.path = pf_str_slice(path, prefix.len, path.len);
        blob.id = id;
        if (!is_harmless(blob.path))
            return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                                "the commit holds the path '%.*s', which no checkout can have",
                                PF_ARG(path));
        if (blobs->count == PF_GIT_FILES)
            return pf_error_set(error, PF_EXIT_INCOMPLETE, "the commit holds more than %d files",
                                PF_GIT_FILES);
        *pf_pile_add(arena, blobs) = blob;
    }
    return true;
}

bool pf_git_list(struct pf_deploy_run *run, struct pf_git_blobs *blobs, struct pf_error *error)
{
    /* A pathspec could be read as a pattern; a tree of its own cannot. */
    const char *tree =
        pf_arena_format(run->arena, "%.*s:%.*s", PF_ARG(run->commit), PF_ARG(run->prefix)).data;
    const char *const words[] = {"ls-tree", "-r", "-z", "--full-tree", tree, NULL};
    pf_str listing;
    return pf_git_ask(run, words, &listing, error) &&
           pf_git_read_listing(run->arena, listing, PF_STR(""), blobs, error);
}

static bool is_as_committed(struct pf_deploy_run *run, struct pf_arena *arena, struct pf_root *root,
                            const struct pf_git_blob *blob)
{
    pf_str bytes;
    char target[PATH_MAX];
    if (blob->mode == 0160000)
        return true;
    if (blob->mode == 0120000) {
        const char *path =
            pf_arena_format(arena, "%.*s/%.*s", PF_ARG(run->folder), PF_ARG(blob->path)).data;
        ssize_t len = readlink(path, target, sizeof target);
        bytes = (pf_str){target, len > 0 ? (size_t)len : 0};
    } else if (!pf_root_read(root, arena, blob->path, PF_GIT_BYTES, &bytes, NULL)) {
        return false;
    }
    return pf_str_eq(pf_sha_blob_id(arena, bytes, blob->id.len == 64), blob->id);
}

bool pf_git_changed(struct pf_deploy_run *run, const struct pf_git_blobs *blobs,
                    struct pf_strs *changed, struct pf_error *error)
{
    struct pf_root *root = pf_root_open(run->arena, run->folder.data, error);
    if (root == NULL)
        return false;
    for (size_t i = 0; i < blobs->count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        if (!is_as_committed(run, arena, root, &blobs->items[i]))
            *pf_pile_add(run->arena, changed) = blobs->items[i].path;
        pf_arena_free(arena);
    }
    pf_root_close(root);
    return true;
}
