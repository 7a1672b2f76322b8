/* Which Python packages a project installs, and in which versions. */
#ifndef PF_READ_REQUIREMENTS_H
#define PF_READ_REQUIREMENTS_H

#include "base/pile.h"
#include "tree/fault.h"

enum {
    PF_REQUIREMENTS_INCLUDES = 200 /* -r and -c lines; nobody splits his packages so far */
};

struct pf_requirement {
    pf_str name;          /* normalised as PEP 503: lower case, runs of -_. are one - */
    pf_str specifier;     /* ">=4.2,<5" as written; "" when none */
    pf_str version;       /* the one version when it is pinned (==, ===, a lock file's); else "" */
    bool for_development; /* a dev group, requirements-dev.txt */
    bool conditional;     /* an environment marker decides: "; python_version < '3.9'" */
    pf_span span;
};
struct pf_requirements {
    struct pf_requirement *items;
    size_t count, capacity;
    struct pf_strs includes; /* paths of -r and -c lines, as written */
};

/*
 * Appends what the file names. Its kind is told by its path: requirements*.txt and *.in,
 * pyproject.toml (PEP 621, PEP 735, Poetry, uv), Pipfile, Pipfile.lock, poetry.lock, uv.lock,
 * setup.cfg. Groups and extras are for development unless their names speak of production.
 *
 * UTF-16 text with a byte order mark is read as pip reads it. A line that pip refuses is a fault of
 * kind PF_FAULT_UNPARSABLE; includes beyond the limit are left out with a PF_FAULT_LIMIT.
 */
void pf_requirements_read(struct pf_arena *arena, const struct pf_source *source,
                          struct pf_requirements *requirements, struct pf_faults *faults);
/* A package's name as `name` above has it. */
pf_str pf_requirement_name(struct pf_arena *arena, pf_str written);

#endif
