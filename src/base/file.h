/* Opening what a stranger's tree holds: beneath its root, regular files only, never more than a
 * cap. */
#ifndef PF_BASE_FILE_H
#define PF_BASE_FILE_H

#include "base/error.h"
#include "base/pile.h"

enum {
    PF_FILE_CAP = 1024 * 1024,         /* GitHub refuses larger workflows; settings end at 757 kB */
    PF_FILE_SCAN_CAP = 8 * 1024 * 1024 /* for files that are only searched, such as lock files */
};

struct pf_root; /* an open directory that nothing escapes */

struct pf_root *pf_root_open(struct pf_arena *arena, const char *path, struct pf_error *error);
void pf_root_close(struct pf_root *root);

/*
 * The bytes of the regular file at `path` (relative, forward slashes). Symbolic links are followed
 * while they stay beneath the root. Fails with a reason for anything else: a FIFO, a device, a
 * directory, a link that leaves the tree or loops (exit_status INCOMPLETE), more than `cap` bytes
 * (the error's number is then EFBIG).
 * The file may grow while it is read: at most cap + 1 bytes are taken.
 */
bool pf_root_read(struct pf_root *root, struct pf_arena *arena, pf_str path, size_t cap,
                  pf_str *bytes, struct pf_error *error);

enum pf_file_type { PF_FILE_REGULAR, PF_FILE_DIRECTORY, PF_FILE_LINK, PF_FILE_OTHER };

struct pf_file_entry {
    pf_str name; /* bytes as the directory has them; may be no UTF-8 */
    enum pf_file_type type;
};
struct pf_file_entries {
    struct pf_file_entry *items;
    size_t count, capacity;
};

/* Where the name is, or belongs, among entries in byte order; is it one of them? */
size_t pf_file_entries_place(const struct pf_file_entries *entries, pf_str name);
bool pf_file_entries_has(const struct pf_file_entries *entries, pf_str name);

/* What the directory holds, without . and .., in byte order. "" is the root itself. */
bool pf_root_list(struct pf_root *root, struct pf_arena *arena, pf_str path,
                  struct pf_file_entries *entries, struct pf_error *error);
/* The type behind `path` with links followed beneath the root; false when there is nothing. */
bool pf_root_stat(struct pf_root *root, pf_str path, enum pf_file_type *type);

/* `path` with every symbolic link in it resolved, relative to the root; false when nothing is there
 * or the system does not tell. */
bool pf_root_real(struct pf_root *root, struct pf_arena *arena, pf_str path, pf_str *real);

/* A file outside any tree, named by the user on the command line: the same checks, no root. */
bool pf_file_read(struct pf_arena *arena, const char *path, size_t cap, pf_str *bytes,
                  struct pf_error *error);

/* Standard input to its end. */
bool pf_file_read_input(struct pf_arena *arena, size_t cap, pf_str *bytes, struct pf_error *error);

/* "a/./b/../c" → "a/c"; false when it climbs above the start or is absolute. */
bool pf_path_clean(struct pf_arena *arena, pf_str path, pf_str *clean);
pf_str pf_path_join(struct pf_arena *arena, pf_str directory, pf_str name);
pf_str pf_path_directory(pf_str path); /* "a/b.c" → "a", "b.c" → "" */
pf_str pf_path_base(pf_str path);      /* "a/b.c" → "b.c" */

#endif
