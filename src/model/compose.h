/* What a compose file gives its services: variables and files of variables, for development. */
#ifndef PF_MODEL_COMPOSE_H
#define PF_MODEL_COMPOSE_H

#include "tree/node.h"

enum {
    PF_COMPOSE_MERGES = 16 /* `<<` inside each other that are followed */
};

struct pf_compose_variable {
    pf_str service;
    pf_str name;
    const struct pf_node *value;    /* PF_STRING; PF_NULL where compose takes it from its own
                                       environment; PF_ANY where it fills in variables */
    const struct pf_node *fallback; /* PF_STRING: "x" of a value that is ${NAME:-x} or ${NAME-x} as
                                       a whole; else NULL */
    pf_span span;                   /* the name, or the list's item */
};

struct pf_compose_file {
    pf_str service;
    pf_str path; /* as written, relative to the compose file's directory */
    bool required;
    pf_span span;
};

struct pf_compose {
    struct pf_compose_variable *variables; /* in file order, service by service */
    size_t variable_count;
    struct pf_compose_file *files;
    size_t file_count;
};

/*
 * `root` is the document of a compose file, or NULL. Both forms of `environment`, all three of
 * `env_file`; `<<` is followed in a service and in its environment, where own keys count before
 * merged ones. What has another shape is passed over. `$$` is a dollar sign.
 */
const struct pf_compose *pf_compose_read(struct pf_arena *arena, const struct pf_node *root);

#endif
