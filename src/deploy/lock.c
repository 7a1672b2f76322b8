/* flock(2): the kernel gives it back however we end. */
#include "deploy/lock.h"

#include "base/file.h"
#include "deploy/sha.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_DIGITS = 16 };

static pf_str default_folder(struct pf_arena *arena, pf_str project)
{
    pf_str base = pf_str_c(getenv("XDG_STATE_HOME"));
    pf_str home = pf_str_c(getenv("HOME"));
    if (base.len == 0 || base.data[0] != '/')
        base =
            home.len == 0 ? PF_STR("") : pf_arena_format(arena, "%.*s/.local/state", PF_ARG(home));
    if (base.len == 0)
        return base;
    pf_str name = pf_str_slice(pf_sha256_hex(arena, project), 0, NAME_DIGITS);
    return pf_arena_format(arena, "%.*s/preflight/%.*s", PF_ARG(base), PF_ARG(name));
}

static bool make_folders(struct pf_arena *arena, pf_str folder, struct pf_error *error)
{
    for (size_t end = 1; end <= folder.len; end++) {
        if (end < folder.len && folder.data[end] != '/')
            continue;
        const char *part = pf_arena_str(arena, pf_str_slice(folder, 0, end)).data;
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return pf_error_set(error, PF_EXIT_USAGE, "cannot make the folder %s: %s", part,
                                strerror(errno));
    }
    return true;
}

bool pf_state_folder(struct pf_arena *arena, pf_str named, pf_str project, pf_str *folder,
                     struct pf_error *error)
{
    pf_str path = named.len > 0 ? named : default_folder(arena, project);
    struct stat status;
    if (path.len == 0)
        return pf_error_set(
            error, PF_EXIT_USAGE,
            "nowhere to keep the journal: HOME is not set; name a folder by --state");
    if (!make_folders(arena, path, error))
        return false;
    path = pf_arena_str(arena, path);
    if (stat(path.data, &status) != 0 || !S_ISDIR(status.st_mode))
        return pf_error_set(error, PF_EXIT_USAGE, "%s is no folder", path.data);
    if (status.st_uid != geteuid() || (status.st_mode & 022) != 0)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "%s belongs to somebody else or others may write to it: a journal "
                            "there proves nothing",
                            path.data);
    *folder = path;
    return true;
}

static pf_str holder(struct pf_arena *arena, int file)
{
    char text[64];
    ssize_t len = pread(file, text, sizeof text, 0);
    return pf_arena_str(arena, pf_str_trim((pf_str){text, len > 0 ? (size_t)len : 0}));
}

bool pf_lock_take(struct pf_arena *arena, pf_str folder, struct pf_error *error)
{
    const char *path = pf_arena_format(arena, "%.*s/lock", PF_ARG(folder)).data;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (file < 0)
        return pf_error_set(error, PF_EXIT_USAGE, "cannot open %s: %s", path, strerror(errno));
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        pf_str who = holder(arena, file);
        close(file);
        return pf_error_set(error, PF_EXIT_LOCKED,
                            "another deploy of this project is under way (process %.*s); nothing "
                            "was done",
                            PF_ARG(who));
    }
    /* For people only; the lock is the kernel's. */
    pf_str pid = pf_arena_format(arena, "%ld\n", (long)getpid());
    if (ftruncate(file, 0) == 0) {
        ssize_t ignored = pwrite(file, pid.data, pid.len, 0);
        (void)ignored;
    }
    return true;
}
