/* The files of a project: found, classified, read once. */
#ifndef PF_MODEL_PROJECT_H
#define PF_MODEL_PROJECT_H

#include "python/settings.h"
#include "base/file.h"
#include "base/index.h"

enum pf_file_class {
    PF_CLASS_OTHER,
    PF_CLASS_WORKFLOW, /* .github/workflows/ *.yml, *.yaml */
    PF_CLASS_ACTION,   /* action.yml, action.yaml anywhere */
    PF_CLASS_TASKDEF,  /* JSON or YAML whose top level holds containerDefinitions, or wraps it */
    PF_CLASS_SERVICE,  /* JSON or YAML whose top level holds loadBalancers: input of create-service
                        */
    PF_CLASS_DOCKERFILE,   /* Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile */
    PF_CLASS_DOCKERIGNORE, /* .dockerignore, *.dockerignore */
    PF_CLASS_COMPOSE,      /* docker-compose*.yml, compose*.yml */
    PF_CLASS_REQUIREMENTS, /* requirements*.txt, requirements/ *.txt, pyproject.toml,
                              Pipfile(.lock), poetry.lock, uv.lock, setup.cfg; *.in like *.txt */
    PF_CLASS_DOTENV,       /* .env, .env.*, *.env */
    PF_CLASS_DOCS,         /* *.md, *.markdown, *.rst, README, CONTRIBUTING, docs/ *.txt */
    PF_CLASS_PYTHON,       /* *.py */
    PF_CLASS_CONFIG,       /* preflight.yml, .preflight.yml at the root or in .github */
    PF_CLASS_COUNT
};
const char *pf_file_class_name(enum pf_file_class type); /* "workflow", "task definition", … */

struct pf_project_file {
    pf_str path; /* relative to the root, forward slashes */
    enum pf_file_class type;
    const struct pf_source *source; /* NULL until asked for, or when unreadable */
    const struct pf_node *root;     /* the document; NULL for Python, documentation, requirements,
                                       dotenv, ignore files, and where nothing could be read */
    struct pf_faults faults;        /* found while opening and reading it */
    bool tracked_out; /* the project's .gitignore names it, so no checkout has it; only .env* files
                         are kept so */
    bool loaded;      /* pf_project_load has been there */
    struct pf_stretch document; /* where `root` and all below it stand in memory */
};

struct pf_project_files {
    struct pf_project_file **items; /* in byte order of their paths */
    size_t count, capacity;
};

struct pf_workflows;       /* of model/workflow.h */
struct pf_workflow_shapes; /* of model/workflow_shape.h */

struct pf_project {
    struct pf_arena *arena;
    pf_str name;                    /* as the user named it: "." or "samples/shop" */
    struct pf_project_files files;  /* of every class but PF_CLASS_OTHER */
    struct pf_strs directories;     /* that hold at least one of them, in byte order, "" first */
    struct pf_files python;         /* the evaluator's view: any file beneath the root by its path,
                                       but for those that git ignores: a local_settings.py of the
                                       developer's own is not in production */
    struct pf_faults faults;        /* that belong to no file: the walk's limits */
    bool truncated;                 /* a limit of the walk was hit: not everything was seen */
    struct pf_root *root;           /* NULL for a virtual project */
    struct pf_project_state *state; /* of project.c alone */
    struct pf_index expressions;    /* text → tree, of pf_ghexpr_parse_once */
    const struct pf_workflows *workflows;    /* NULL until pf_project_workflows was asked */
    const struct pf_workflow_shapes *shapes; /* NULL until pf_project_shapes was asked */
};

/*
 * Walks the tree beneath `path`: names and types first, nothing read but what a class needs to be
 * told apart. Passed over: .git, virtual environments, node_modules, caches, vendored packages, and
 * what the root's .gitignore ignores (.env* are kept: they matter when they exist). False when the
 * directory cannot be opened.
 */
bool pf_project_open(struct pf_arena *arena, const char *path, struct pf_project **project,
                     struct pf_error *error);

/* The same with the file at the clean path `name` holding `bytes`, whatever is on disk. */
bool pf_project_open_edited(struct pf_arena *arena, const char *path, pf_str name, pf_str bytes,
                            struct pf_project **project, struct pf_error *error);

/* Closes the directory; what was read stays. NULL and virtual projects are fine. */
void pf_project_close(struct pf_project *project);

/* A project that exists in memory only: `files` is a PF_MAP of path → PF_STRING of its text. Paths
 * may name ".git/HEAD" and the like. */
struct pf_project *pf_project_virtual(struct pf_arena *arena, const struct pf_node *files);

/* The file at a clean path, of any class; NULL when there is none. Classified and read on demand.
 */
struct pf_project_file *pf_project_file(struct pf_project *project, pf_str path);
/* Reads the source, and the document where the class has one. False when it cannot be read (a fault
 * tells). Asking twice reads once. */
bool pf_project_load(struct pf_project *project, struct pf_project_file *file);
/*
 * A file's bytes alone, for looking through what nobody else asked for: its document is not read,
 * and that it cannot be read is no fault (NULL). In `arena`, or where an earlier load put them.
 */
const struct pf_source *pf_project_text(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_project_file *file);
bool pf_project_has_file(struct pf_project *project, pf_str path);
bool pf_project_has_directory(struct pf_project *project, pf_str path);
/* Does the root's .gitignore name the path, or a folder above it, be it there or not? */
bool pf_project_is_ignored(const struct pf_project *project, pf_str path, bool is_directory);

/* The files of one class, in path order. */
struct pf_project_files pf_project_of_class(const struct pf_project *project,
                                            enum pf_file_class type);

#endif
