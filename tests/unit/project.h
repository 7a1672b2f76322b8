/* Small projects in memory for tests of the model. */
#ifndef PF_TESTS_PROJECT_H
#define PF_TESTS_PROJECT_H

#include "model/workflow.h"

struct pf_test_file {
    const char *path, *text;
};

/* A virtual project of files up to one whose path is NULL. */
static inline struct pf_project *pf_test_project(struct pf_arena *arena,
                                                 const struct pf_test_file *files)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (; files->path != NULL; files++)
        pf_node_put(arena, map, pf_str_c(files->path), (pf_span){0},
                    pf_node_str(arena, pf_str_c(files->text), (pf_span){0}));
    return pf_project_virtual(arena, map);
}

/* A project of the one workflow .github/workflows/w.yml. */
static inline struct pf_project *pf_test_workflow(struct pf_arena *arena, const char *text)
{
    const struct pf_test_file files[] = {{".github/workflows/w.yml", text}, {NULL, NULL}};
    return pf_test_project(arena, files);
}

#endif
