/* The inside of python-decouple's model. */
#ifndef PF_PYTHON_DECOUPLE_H
#define PF_PYTHON_DECOUPLE_H

#include "python/lib_help.h"

/* Where the second look goes, after os.environ. */
struct pf_repository {
    pf_value values; /* DICT name → str */
    bool is_ini;     /* names without regard to case */
    bool unknown;    /* a file that is not in the project: any name may be in it */
};

/* The variables of a .env or settings.ini of the project. */
const struct pf_repository *pf_decouple_read(struct pf_eval *ev, const struct pf_source *source,
                                             bool is_ini);
/* What shlex splits, without white space of its own; false: ValueError was raised. */
bool pf_decouple_split(struct pf_eval *ev, pf_value text, pf_str delimiters, struct pf_strs *parts);

extern const struct pf_native_class pf_decouple_csv_class, pf_decouple_choices_class;

#endif
