/* What the documentation promises: branches to push, variables, secrets, checks to run. */
#ifndef PF_MODEL_DOCS_H
#define PF_MODEL_DOCS_H

#include "model/project.h"

/* `git push origin X` (also `git push -u origin X`, `HEAD:X`) in a code block or an inline literal.
 */
struct pf_docs_branch {
    pf_str name;
    pf_span span;             /* the branch's name */
    bool speaks_of_deploying; /* the heading or the paragraph around it does, in any of the
                                 languages known: deploy, release, production, déploiement, mise en
                                 production, Bereitstellung, despliegue, … */
};

/* A row of a table, a list item or a code block line that names an environment variable. */
struct pf_docs_variable {
    pf_str name;
    pf_span span;           /* the name */
    enum pf_truth required; /* a "required" column or word says yes or no; PF_MAYBE: not said */
    bool in_table;          /* a table of variables: the documentation's promise */
    bool has_value;         /* an example or a fixed value is given: DEBUG=0 */
    pf_str value;           /* as written, quotes and back-ticks removed */
    bool for_production;    /* heading or column speaks of production or of deploying */
    bool for_development;   /* … of development, local or test only */
};

/* A GitHub secret: a table under a heading that speaks of GitHub secrets, or ${{ secrets.X }}. */
struct pf_docs_secret {
    pf_str name;
    pf_span span;
};

/* A command that is demanded: pytest, flake8, isort, black, manage.py test, … in a code block. */
struct pf_docs_command {
    pf_str name; /* "pytest" */
    pf_str text; /* the line */
    pf_span span;
};

struct pf_docs {
    struct pf_docs_branch *branches;
    size_t branch_count;
    struct pf_docs_variable *variables;
    size_t variable_count;
    struct pf_docs_secret *secrets;
    size_t secret_count;
    struct pf_docs_command *commands;
    size_t command_count;
};

/* Reads every documentation file of the project; in path order, then by place. Never NULL. */
const struct pf_docs *pf_docs_read(struct pf_arena *arena, struct pf_project *project);

#endif
