/* Server programs by their names, and the words of a start command that belong to them. */
#ifndef PF_CHECKS_SERVER_WORDS_H
#define PF_CHECKS_SERVER_WORDS_H

#include "checks/facts.h"

/*
 * The server that a command starts, by its own name or as `python -m NAME`; "" for another
 * program. `*at` is the first word behind it.
 */
pf_str pf_server_words_program(const struct pf_strs *words, size_t *at);

/* The distribution that installs the program: "waitress" of waitress-serve. */
pf_str pf_server_words_package(pf_str program);

/*
 * The application that gunicorn, uvicorn, daphne, hypercorn, granian or waitress-serve is to
 * serve: the first word that is neither an option nor the value of one; "" where it is no dotted
 * name and no path of a Python file, or cannot be told.
 */
pf_str pf_server_words_application(const struct pf_strs *words, size_t from);

#endif
