/* A .env file → names and values. */
#ifndef PF_READ_DOTENV_H
#define PF_READ_DOTENV_H

#include "tree/fault.h"
#include "tree/node.h"

/* The programs that read such files disagree; each is followed exactly. */
enum pf_dotenv_mode {
    PF_DOTENV_PYTHON,   /* python-dotenv: quotes, escapes, export, ${X} expansion left to the caller
                         */
    PF_DOTENV_ENVIRON,  /* django-environ's read_env */
    PF_DOTENV_DECOUPLE, /* python-decouple's RepositoryEnv */
    PF_DOTENV_DOCKER    /* docker run --env-file, ECS environmentFiles */
};

enum {
    PF_DOTENV_DOCKER_LINE = 65535 /* bytes of a line with its end: Docker's scanner takes no more */
};

/* Stands in a value for what a step writes there and no file tells; Unicode keeps this character
 * for such uses (U+FDD0). */
#define PF_DOTENV_UNKNOWN "\xef\xb7\x90"

/*
 * PF_MAP name → PF_STRING, or PF_NULL for a name without `=` (PF_DOTENV_PYTHON, and
 * PF_DOTENV_DOCKER: taken from Docker's own environment); later lines of a name stay too, and the
 * last wins. Never NULL.
 *
 * django-environ read files in three ways over time (up to 0.7; from 0.8 on; 0.11). A value that
 * they do not agree on is PF_ANY with the reason, and so is a name with different values on two
 * lines, of which older releases take the first.
 *
 * A line that the program passes over, or for which Docker refuses the file, is a fault of kind
 * PF_FAULT_UNPARSABLE; a BOM that becomes part of the first name is PF_FAULT_SUSPICIOUS; bytes that
 * are not UTF-8, at which Python and Docker give up, are PF_FAULT_UNREADABLE. Values span their
 * quotes.
 */
const struct pf_node *pf_dotenv_read(struct pf_arena *arena, const struct pf_source *source,
                                     enum pf_dotenv_mode mode, struct pf_faults *faults);

#endif
