/* Looks for words through all of a project's files, whatever they are. */
#ifndef PF_MODEL_PROJECT_SEARCH_H
#define PF_MODEL_PROJECT_SEARCH_H

#include "model/project.h"

enum {
    PF_SEARCH_BYTES = 32 * 1024 * 1024, /* of files of no class; a search ends there */
    PF_SEARCH_FILE = 512 * 1024         /* larger ones are data */
};

/*
 * Sets `found[i]` where a file holds `words->items[i]`; documentation is left out. False when not
 * everything could be looked through: then what is not found may be there.
 */
bool pf_project_search(struct pf_project *project, const struct pf_strs *words, bool *found);

#endif
