/* What the kinds of requirement files share: one requirement, and files of lines. */
#ifndef PF_READ_REQUIREMENTS_LINE_H
#define PF_READ_REQUIREMENTS_LINE_H

#include "read/requirements.h"

struct pf_requirement_reader {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_requirements *requirements;
    struct pf_faults *faults;
    bool for_development;
};

/* Adds a package; `name` is normalised here. `*version` "" when it is not pinned. */
struct pf_requirement *pf_requirement_add(struct pf_requirement_reader *reader, pf_str name,
                                          pf_str specifier, pf_str version, pf_span span);
/* "==4.2.11" and "===4.2.11" → "4.2.11"; "" for everything else. */
pf_str pf_requirement_pinned(pf_str specifier);
/* "4.2.11", "2024.1.post1": a version and nothing else. */
bool pf_requirement_is_version(pf_str text);
/* PEP 508: "django[argon2] >= 4.2, < 5 ; python_version >= '3.8'". What is none is a fault. */
void pf_requirement_add_pep508(struct pf_requirement_reader *reader, pf_str text, pf_span span);

/* requirements.txt */
void pf_requirements_read_lines(struct pf_requirement_reader *reader);
/* setup.cfg */
void pf_requirements_read_setup_cfg(struct pf_requirement_reader *reader);

/* The words of a file's or a group's name speak of development, tests or tools. */
bool pf_requirements_for_development(pf_str name);
bool pf_requirements_for_production(pf_str name);

#endif
