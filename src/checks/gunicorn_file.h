/* The `bind` of a gunicorn configuration file, where it is written plainly. */
#ifndef PF_CHECKS_GUNICORN_FILE_H
#define PF_CHECKS_GUNICORN_FILE_H

#include "model/project.h"

enum pf_gunicorn_said {
    PF_GUNICORN_NOTHING, /* there is no such file, or it says nothing of `bind` */
    PF_GUNICORN_BIND,    /* `*bind` and `*span` */
    PF_GUNICORN_UNKNOWN  /* a file that cannot be found, or one that computes it */
};

/*
 * `named` is the path that --config gives, "" for none: gunicorn then reads gunicorn.conf.py of its
 * working directory. `*bind` is the text between the quotes.
 */
enum pf_gunicorn_said pf_gunicorn_file_bind(struct pf_arena *arena, struct pf_project *project,
                                            pf_str named, pf_str *bind, pf_span *span);

#endif
