/* What the ways to read a .env file share: Python's view of its text, and the map being made. */
#ifndef PF_READ_DOTENV_TEXT_H
#define PF_READ_DOTENV_TEXT_H

#include "base/buffer.h"
#include "tree/fault.h"
#include "tree/node.h"

struct pf_dotenv {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    pf_str text;            /* the file with CRLF and CR as LF, as Python opens text files */
    const uint32_t *places; /* of each byte of `text` in the source; NULL: the same */
    struct pf_node *map;
};

struct pf_dotenv pf_dotenv_open(struct pf_arena *arena, const struct pf_source *source,
                                struct pf_faults *faults);
/* Bytes [from, to) of the text as they stand in the source. */
pf_span pf_dotenv_span(const struct pf_dotenv *dotenv, size_t from, size_t to);
void pf_dotenv_put(struct pf_dotenv *dotenv, pf_str name, pf_span name_span, struct pf_node *value);

/* Length in bytes of the character at `at` if it is white space by str.isspace, else 0. */
size_t pf_dotenv_space(pf_str text, size_t at);
/* `text` from its first to its last character that is no white space, as str.strip. */
pf_str pf_dotenv_strip(pf_str text);
pf_str pf_dotenv_strip_right(pf_str text);

void pf_dotenv_read_python(struct pf_dotenv *dotenv);
void pf_dotenv_read_environ(struct pf_dotenv *dotenv);

#endif
