/* Paths as posixpath sees them, in the project's directory or anywhere: os.path and pathlib. */
#ifndef PF_PYTHON_LIB_PATH_H
#define PF_PYTHON_LIB_PATH_H

#include "python/interp.h"

/* A path's text. `rooted`: it follows the project's directory, whose own path is not known. */
struct pf_fs_path {
    bool rooted;
    pf_str text; /* rooted: "" or "/shop/settings.py" */
};

/* What os.fspath(v) gives. False: unknown (`*failed` false), or it raised TypeError. */
bool pf_fs_path_of(struct pf_eval *ev, pf_value v, struct pf_fs_path *path, bool *failed);
pf_value pf_fs_path_value(struct pf_eval *ev, struct pf_fs_path path);
struct pf_fs_path pf_fs_path_join(struct pf_eval *ev, struct pf_fs_path a, struct pf_fs_path b);
/* posixpath.normpath; false when it climbs above the project's directory. */
bool pf_fs_path_normal(struct pf_eval *ev, struct pf_fs_path path, struct pf_fs_path *normal);
/* Is it known where in the project this is? */
bool pf_fs_path_in_project(const struct pf_eval *ev, struct pf_fs_path path);
/* Behind the last slash. */
size_t pf_fs_last_slash(pf_str s);
/* posixpath.dirname; false where that is not known. */
bool pf_fs_path_head(struct pf_fs_path path, struct pf_fs_path *head);
/* The answer of a call with a path that is not known. */
pf_value pf_fs_path_unknown(struct pf_eval *ev, const struct pf_call *call);
enum pf_path_question { PF_PATH_EXISTS, PF_PATH_IS_FILE, PF_PATH_IS_DIRECTORY };
enum pf_truth pf_fs_path_ask(struct pf_eval *ev, struct pf_fs_path path, enum pf_path_question q);

pf_value pf_os_path_exists(struct pf_eval *ev, const struct pf_call *call);
pf_value pf_os_path_isfile(struct pf_eval *ev, const struct pf_call *call);
pf_value pf_os_path_isdir(struct pf_eval *ev, const struct pf_call *call);

extern const struct pf_native_class pf_path_class;

#endif
