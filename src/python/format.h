/* What the files that format values share. */
#ifndef PF_PYTHON_FORMAT_H
#define PF_PYTHON_FORMAT_H

#include "python/interp.h"

/* A specification as format() takes it: "*>+8.2f". */
struct pf_format_spec {
    uint32_t fill;
    char align; /* 0: the type's own */
    char sign, type, grouping;
    bool aligned; /* `align` was written */
    bool alternate;
    int64_t width, precision; /* -1: not given */
};
/* The value by the specification; a type that is not its own raises ValueError. */
pf_value pf_format_str(struct pf_eval *ev, pf_value v, const struct pf_format_spec *spec);
/* What they are of, a bool or an enum's member, is named in the error. */
pf_value pf_format_int(struct pf_eval *ev, int64_t i, const struct pf_format_spec *spec,
                       pf_value of);
pf_value pf_format_float(struct pf_eval *ev, double d, const struct pf_format_spec *spec,
                         pf_value of);
/* !r, !s, !a: -1 is none. */
pf_value pf_format_convert(struct pf_eval *ev, pf_value v, int conversion);

struct pf_pieces {
    pf_value *items;
    size_t count, capacity;
};
/* One text of them; unknown where one is, with what they were made from. */
pf_value pf_pieces_join(struct pf_eval *ev, const struct pf_pieces *pieces);

#endif
