/* Which settings module a container takes, and where its modules are looked for. */
#ifndef PF_MODEL_ENTRY_H
#define PF_MODEL_ENTRY_H

#include "model/start.h"
#include "model/supply.h"

/* Where the settings module of production was named. */
struct pf_module_choice {
    pf_str module; /* dotted; "" when what is named there cannot be told */
    pf_str by;     /* "the container's environment", "shop/wsgi.py", … */
    pf_span span;
    bool yields; /* a default: what the container's environment names goes before it */
};
struct pf_module_choices {
    struct pf_module_choice *items; /* strongest first: the first is the one taken */
    size_t count, capacity;
};

/*
 * Every place that names a module, strongest first: the command's --settings, an assignment in the
 * entry file, the container's environment, the entry file's default, other entry files' defaults,
 * and at last a settings file found by its name.
 */
struct pf_module_choices pf_entry_modules(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_start *start,
                                          const struct pf_supplies *supplies);

/* What the entry file sets a variable to where nothing supplies it (DJANGO_CONFIGURATION): of the
 * files that the commands start, else of wsgi.py, asgi.py and manage.py. "" when none does. */
pf_str pf_entry_default(struct pf_arena *arena, struct pf_project *project,
                        const struct pf_start *start, pf_str variable);

/* What the entry file at `path` sets the variable to where nothing supplies it; "" when it does not
 * say so plainly. */
pf_str pf_entry_file_default(struct pf_arena *arena, struct pf_project *project, pf_str path,
                             pf_str variable);

/*
 * For a container whose environment no file tells whole, or where the first choice cannot be told:
 * production may take another module than the default. A module beside it that is production's by
 * its name is then put first; a default for development, beside modules that are not, is replaced
 * by a choice that cannot be told.
 */
void pf_entry_doubt_default(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_strs *roots, struct pf_module_choices *choices);

/* The dotted name of a Python file, from the nearest of `roots` above it. */
pf_str pf_entry_module_of(struct pf_arena *arena, const struct pf_strs *roots, pf_str path);

/* Directories of the project that stand on sys.path in production, most likely first; "" is one. */
struct pf_strs pf_entry_roots(struct pf_arena *arena, struct pf_project *project,
                              const struct pf_start *start);

/* The path of a dotted module beneath the first root that has it; false when none has. */
bool pf_entry_module_path(struct pf_arena *arena, struct pf_project *project,
                          const struct pf_strs *roots, pf_str module, pf_str *path);

#endif
