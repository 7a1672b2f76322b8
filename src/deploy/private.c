/* A folder of our own: made, filled and removed without following a link. */
#include "deploy/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 256 /* folders inside each other; no path of a file system is longer in parts */ };

bool pf_private_make(struct pf_deploy_run *run, struct pf_error *error)
{
    pf_str base = pf_str_c(getenv("TMPDIR"));
    if (base.len == 0 || base.data[0] != '/')
        base = PF_STR("/tmp");
    pf_str name = pf_arena_format(run->arena, "%.*s/preflight-XXXXXX", PF_ARG(base));
    char *path = pf_arena_take(run->arena, name.len + 1);
    memcpy(path, name.data, name.len);
    if (mkdtemp(path) == NULL)
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot make a folder in %.*s: %s",
                            PF_ARG(base), strerror(errno));
    run->private_folder = pf_str_c(path);
    return true;
}

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
