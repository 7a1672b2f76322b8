/* Opening files of a stranger's tree: openat2 beneath the root, or one O_NOFOLLOW step at a time.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    READ_AHEAD = 64 * 1024, /* what a file of unknown size is read in */
    OPEN_FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, /* a FIFO must not block */
    EAGAIN_TRIES = 8 /* openat2 answers EAGAIN while the tree is being renamed */
};

struct pf_root {
    int directory;
    bool has_openat2;
};

static bool is_safe_path(pf_str path)
{
    if (pf_str_find_byte(path, '\0') != PF_STR_NONE || pf_str_starts(path, PF_STR("/")))
        return false;
    pf_str part, rest = path;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (pf_str_eq(part, PF_STR("..")))
            return false;
    }
    return true;
}

static int open_beneath(const struct pf_root *root, const char *path, int flags)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)flags,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    for (int i = 0; i < EAGAIN_TRIES; i++) {
        long fd = syscall(SYS_openat2, root->directory, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            return (int)fd;
    }
    return -1;
}

/* Without openat2 no symbolic link is followed at all: fewer files are read, none outside. */
static int open_stepwise(const struct pf_root *root, pf_str path, int flags)
{
    char part[NAME_MAX + 1];
    int at = root->directory;
    for (bool more = true; more;) {
        pf_str name;
        more = pf_str_cut(path, '/', &name, &path);
        if (name.len > NAME_MAX) {
            errno = ENAMETOOLONG;
            break;
        }
        memcpy(part, name.data, name.len);
        part[name.len] = '\0';
        int step_flags = more ? O_PATH | O_DIRECTORY | O_CLOEXEC : flags;
        int next = openat(at, part, step_flags | O_NOFOLLOW);
        if (at != root->directory)
            close(at);
        at = next;
        if (next < 0)
            return -1;
        if (!more)
            return next;
    }
    return -1;
}

static int open_in_root(struct pf_root *root, pf_str path, int flags)
{
    if (!is_safe_path(path) || path.len >= PATH_MAX) {
        errno = path.len >= PATH_MAX ? ENAMETOOLONG : EXDEV;
        return -1;
    }
    char name[PATH_MAX];
    pf_str used = path.len == 0 ? PF_STR(".") : path;
    memcpy(name, used.data, used.len);
    name[used.len] = '\0';
    if (root->has_openat2) {
        int fd = open_beneath(root, name, flags);
        if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
            return fd;
        root->has_openat2 = false;
    }
    return open_stepwise(root, used, flags);
}

struct pf_root *pf_root_open(struct pf_arena *arena, const char *path, struct pf_error *error)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        pf_error_set(error, PF_EXIT_USAGE, "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct pf_root *root = PF_NEW(arena, struct pf_root);
    *root = (struct pf_root){.directory = directory, .has_openat2 = true};
    return root;
}

void pf_root_close(struct pf_root *root)
{
    if (root != NULL)
        close(root->directory);
}

static const char *type_words(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a directory";
    case S_IFIFO:
        return "a FIFO";
    case S_IFSOCK:
        return "a socket";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    default:
        return "of an unknown type";
    }
}

static const char *open_error_words(int number)
{
    switch (number) {
    case EXDEV:
        return "leads out of the project";
    case ELOOP:
        return "a symbolic link that loops or is not followed here";
    default:
        return strerror(number);
    }
}

/* Reads `room` bytes, or less where the file ends: behind `told` bytes, if it holds what it said.
 */
static ptrdiff_t read_up_to(int fd, char *data, size_t room, size_t told)
{
    size_t len = 0;
    while (len < room && len != told) {
        ssize_t got = read(fd, data + len, room - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (ptrdiff_t)len;
}

/* Room for a file whose size is said to be 0: one byte where that is so, which it nearly always is.
 */
static size_t says_empty_room(int fd, size_t cap)
{
    char byte;
    ssize_t got = pread(fd, &byte, 1, 0);
    if (got == 0)
        return 1;
    return cap < READ_AHEAD ? cap + 1 : READ_AHEAD;
}

static bool read_descriptor(int fd, struct pf_arena *arena, pf_str path, size_t cap, pf_str *bytes,
                            struct pf_error *error)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s: %s", PF_ARG(path), strerror(errno));
    errno = 0;
    if (!S_ISREG(status.st_mode))
        return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s is %s, not a regular file",
                            PF_ARG(path), type_words(status.st_mode));
    errno = EFBIG;
    if (status.st_size < 0 || (uint64_t)status.st_size > cap)
        return pf_error_set(error, PF_EXIT_INCOMPLETE,
                            "%.*s has %lld bytes; preflight reads at most %zu", PF_ARG(path),
                            (long long)status.st_size, cap);
    /* Files of /proc say 0 and hold more; a growing file may hold more than it said. */
    bool says_empty = status.st_size == 0;
    size_t room = says_empty ? says_empty_room(fd, cap) : (size_t)status.st_size + 1;
    char *data = pf_arena_take(arena, room + 1);
    ptrdiff_t len = read_up_to(fd, data, room, says_empty ? SIZE_MAX : room - 1);
    if (len < 0)
        return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s: %s", PF_ARG(path), strerror(errno));
    errno = EFBIG;
    if ((size_t)len == room)
        return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s grew while it was read", PF_ARG(path));
    *bytes = (pf_str){data, (size_t)len};
    return true;
}

bool pf_root_read(struct pf_root *root, struct pf_arena *arena, pf_str path, size_t cap,
                  pf_str *bytes, struct pf_error *error)
{
    int fd = open_in_root(root, path, OPEN_FLAGS);
    if (fd < 0)
        return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s: %s", PF_ARG(path),
                            open_error_words(errno));
    bool done = read_descriptor(fd, arena, path, cap, bytes, error);
    close(fd);
    return done;
}

bool pf_file_read(struct pf_arena *arena, const char *path, size_t cap, pf_str *bytes,
                  struct pf_error *error)
{
    int fd = open(path, OPEN_FLAGS);
    if (fd < 0)
        return pf_error_set(error, PF_EXIT_USAGE, "%s: %s", path, strerror(errno));
    bool done = read_descriptor(fd, arena, pf_str_c(path), cap, bytes, error);
    close(fd);
    return done;
}

bool pf_file_read_input(struct pf_arena *arena, size_t cap, pf_str *bytes, struct pf_error *error)
{
    enum { FIRST = 64 * 1024 };
    size_t room = FIRST, len = 0;
    char *data = pf_arena_take(arena, room);
    for (;;) {
        ptrdiff_t got = read_up_to(STDIN_FILENO, data + len, room - len, SIZE_MAX);
        if (got < 0)
            return pf_error_set(error, PF_EXIT_USAGE, "standard input: %s", strerror(errno));
        len += (size_t)got;
        if (len < room)
            break;
        if (room > cap)
            return pf_error_set(error, PF_EXIT_INCOMPLETE,
                                "standard input holds more than the %zu bytes preflight reads",
                                cap);
        char *larger = pf_arena_take(arena, room * 2);
        memcpy(larger, data, len);
        data = larger;
        room *= 2;
    }
    *bytes = (pf_str){data, len};
    return true;
}

static enum pf_file_type type_of_mode(mode_t mode)
{
    if (S_ISREG(mode))
        return PF_FILE_REGULAR;
    if (S_ISDIR(mode))
        return PF_FILE_DIRECTORY;
    return S_ISLNK(mode) ? PF_FILE_LINK : PF_FILE_OTHER;
}

static enum pf_file_type entry_type(int directory, const struct dirent *entry)
{
    switch (entry->d_type) {
    case DT_REG:
        return PF_FILE_REGULAR;
    case DT_DIR:
        return PF_FILE_DIRECTORY;
    case DT_LNK:
        return PF_FILE_LINK;
    case DT_UNKNOWN:
        break;
    default:
        return PF_FILE_OTHER;
    }
    struct stat status;
    if (fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return PF_FILE_OTHER;
    return type_of_mode(status.st_mode);
}

size_t pf_file_entries_place(const struct pf_file_entries *entries, pf_str name)
{
    size_t low = 0, high = entries->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pf_str_compare(entries->items[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool pf_file_entries_has(const struct pf_file_entries *entries, pf_str name)
{
    size_t at = pf_file_entries_place(entries, name);
    return at < entries->count && pf_str_eq(entries->items[at].name, name);
}

static int compare_entries(const void *a, const void *b)
{
    return pf_str_compare(((const struct pf_file_entry *)a)->name,
                          ((const struct pf_file_entry *)b)->name);
}

bool pf_root_list(struct pf_root *root, struct pf_arena *arena, pf_str path,
                  struct pf_file_entries *entries, struct pf_error *error)
{
    int fd = open_in_root(root, path, OPEN_FLAGS | O_DIRECTORY);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    if (directory == NULL) {
        pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s: %s", PF_ARG(path), open_error_words(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct pf_file_entries found = {0};
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        pf_str name = pf_str_c(entry->d_name);
        if (pf_str_eq(name, PF_STR(".")) || pf_str_eq(name, PF_STR("..")))
            continue;
        *pf_pile_add(arena, &found) =
            (struct pf_file_entry){pf_arena_str(arena, name), entry_type(fd, entry)};
    }
    closedir(directory);
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, compare_entries);
    *entries = found;
    return true;
}

bool pf_root_stat(struct pf_root *root, pf_str path, enum pf_file_type *type)
{
    int fd = open_in_root(root, path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return false;
    struct stat status;
    bool known = fstat(fd, &status) == 0;
    close(fd);
    if (known)
        *type = type_of_mode(status.st_mode);
    return known;
}

/* Where the kernel says that the descriptor stands; false without /proc. */
static bool path_of_descriptor(int fd, char path[PATH_MAX], size_t *len)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, path, PATH_MAX);
    if (got <= 0 || got >= PATH_MAX)
        return false;
    *len = (size_t)got;
    return true;
}

bool pf_root_real(struct pf_root *root, struct pf_arena *arena, pf_str path, pf_str *real)
{
    int fd = open_in_root(root, path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return false;
    char here[PATH_MAX], top[PATH_MAX];
    size_t here_len, top_len;
    bool known = path_of_descriptor(fd, here, &here_len) &&
                 path_of_descriptor(root->directory, top, &top_len);
    close(fd);
    if (!known)
        return false;
    pf_str rest = {here, here_len}, prefix = {top, top_len};
    if (!pf_str_starts(rest, prefix))
        return false;
    rest = pf_str_slice(rest, prefix.len, rest.len);
    if (pf_str_starts(rest, PF_STR("/")))
        rest = pf_str_slice(rest, 1, rest.len);
    else if (!pf_str_eq(prefix, PF_STR("/")) && rest.len > 0)
        return false;
    *real = pf_arena_str(arena, rest);
    return true;
}

bool pf_path_clean(struct pf_arena *arena, pf_str path, pf_str *clean)
{
    if (pf_str_starts(path, PF_STR("/")))
        return false;
    struct pf_strs parts = {0};
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(path, '/', &part, &path);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")))
            continue;
        if (!pf_str_eq(part, PF_STR("..")))
            *pf_pile_add(arena, &parts) = part;
        else if (parts.count == 0)
            return false;
        else
            parts.count--;
    }
    *clean = pf_arena_join(arena, parts.items, parts.count, PF_STR("/"));
    return true;
}

pf_str pf_path_join(struct pf_arena *arena, pf_str directory, pf_str name)
{
    if (directory.len == 0)
        return name;
    pf_str parts[] = {directory, name};
    return pf_arena_join(arena, parts, 2, PF_STR("/"));
}

pf_str pf_path_directory(pf_str path)
{
    ptrdiff_t at = pf_str_find_last_byte(path, '/');
    return at == PF_STR_NONE ? pf_str_slice(path, 0, 0) : pf_str_slice(path, 0, (size_t)at);
}

pf_str pf_path_base(pf_str path)
{
    ptrdiff_t at = pf_str_find_last_byte(path, '/');
    return at == PF_STR_NONE ? path : pf_str_slice(path, (size_t)at + 1, path.len);
}
