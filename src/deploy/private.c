/* A folder of our own: made, filled and removed without following a link. */
#include "deploy/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 256 /* folders inside each other; no path of a file system is longer in parts */ };

/* Removes what the folder behind `at` holds. */
static void empty(int at, unsigned depth)
{
    DIR *folder = fdopendir(at);
    if (folder == NULL) {
        close(at);
        return;
    }
    for (struct dirent *entry; depth < DEEPEST && (entry = readdir(folder)) != NULL;) {
        pf_str name = pf_str_c(entry->d_name);
        if (pf_str_eq(name, PF_STR(".")) || pf_str_eq(name, PF_STR("..")))
            continue;
        if (unlinkat(at, entry->d_name, 0) == 0)
            continue;
        int inner = openat(at, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0)
            empty(inner, depth + 1);
        unlinkat(at, entry->d_name, AT_REMOVEDIR);
    }
    closedir(folder);
}

static void remove_folder(const char *path)
{
    int at = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (at < 0)
        return;
    empty(at, 0);
    rmdir(path);
}

/* The process that made it, as its file "owner" says, is no more: it was killed. */
static bool is_left(const char *path)
{
    char text[32];
    struct stat status;
    int at = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int file = at < 0 ? -1 : openat(at, "owner", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is_ours = at >= 0 && fstat(at, &status) == 0 && status.st_uid == geteuid();
    ssize_t len = file < 0 ? -1 : read(file, text, sizeof text);
    int64_t pid = 0;
    bool has_owner = len > 0 && pf_str_to_int((pf_str){text, (size_t)len}, &pid) && pid > 1;
    if (file >= 0)
        close(file);
    if (at >= 0)
        close(at);
    return is_ours && has_owner && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* What a killed deploy left may hold a login: it goes before anything else is put there. */
static void remove_left(struct pf_deploy_run *run, pf_str base)
{
    DIR *folder = opendir(pf_arena_str(run->arena, base).data);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        pf_str name = pf_str_c(entry->d_name);
        if (!pf_str_starts(name, PF_STR("preflight-")))
            continue;
        const char *path =
            pf_arena_format(run->arena, "%.*s/%.*s", PF_ARG(base), PF_ARG(name)).data;
        if (is_left(path))
            remove_folder(path);
    }
    if (folder != NULL)
        closedir(folder);
}

bool pf_private_make(struct pf_deploy_run *run, struct pf_error *error)
{
    pf_str base = pf_str_c(getenv("TMPDIR"));
    if (base.len == 0 || base.data[0] != '/')
        base = PF_STR("/tmp");
    remove_left(run, base);
    pf_str name = pf_arena_format(run->arena, "%.*s/preflight-XXXXXX", PF_ARG(base)), owner;
    char *path = pf_arena_take(run->arena, name.len + 1);
    memcpy(path, name.data, name.len);
    if (mkdtemp(path) == NULL)
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot make a folder in %.*s: %s",
                            PF_ARG(base), strerror(errno));
    run->private_folder = pf_str_c(path);
    return pf_private_write(run, "owner", pf_arena_format(run->arena, "%ld", (long)getpid()),
                            &owner, error);
}

void pf_private_remove(struct pf_deploy_run *run)
{
    if (run->private_folder.len > 0)
        remove_folder(run->private_folder.data);
    run->private_folder = PF_STR("");
}

void pf_snapshot_remove_refs(struct pf_deploy_run *run, pf_str folder)
{
    remove_folder(pf_arena_format(run->arena, "%.*s/.git", PF_ARG(folder)).data);
}

bool pf_private_write(struct pf_deploy_run *run, const char *name, pf_str bytes, pf_str *path,
                      struct pf_error *error)
{
    *path = pf_arena_format(run->arena, "%.*s/%s", PF_ARG(run->private_folder), name);
    int file = open(path->data, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool done = file >= 0 && write(file, bytes.data, bytes.len) == (ssize_t)bytes.len;
    if (file >= 0 && close(file) != 0)
        done = false;
    return done || pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot write %s: %s", path->data,
                                strerror(errno));
}
