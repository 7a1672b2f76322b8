/* Operands of `preflight check`: which are projects, which are files, what is shown of them. */
#ifndef PF_CLI_PATHS_H
#define PF_CLI_PATHS_H

#include "command/command.h"
#include "model/project.h"
#include "report/report.h"

/*
 * Folders go to `folders` ("." when nothing is named), files to `only`, as clean paths beneath the
 * working directory, which is then the project. False for a path that is not there, or for files
 * and folders together.
 */
bool pf_paths_sort(struct pf_arena *arena, const struct pf_strs *operands, struct pf_strs *folders,
                   struct pf_strs *only, struct pf_error *error);

/* What reports put before a project's paths: "samples/shop", "" for the working directory. */
pf_str pf_paths_root(struct pf_arena *arena, pf_str folder);
/* Does the finding stand in one of these files, or point at one? No files: always. */
bool pf_paths_wanted(const struct pf_strs *only, const struct pf_finding *finding);
/* Notes the root of every source that the finding points at. */
void pf_paths_remember(struct pf_arena *arena, struct pf_source_roots *roots,
                       const struct pf_finding *finding, pf_str root);
/* Every file with what it is taken for, a line each. */
void pf_paths_list(struct pf_call *call, const struct pf_project *project);

#endif
