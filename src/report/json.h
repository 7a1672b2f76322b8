/* Writing JSON in the order in which it is said: the same data gives the same bytes. */
#ifndef PF_REPORT_JSON_H
#define PF_REPORT_JSON_H

#include "base/buffer.h"

enum { PF_JSON_NESTING = 128 /* deeper than any value a reader of ours builds */ };

/* Where we are in the text. Start with pf_json_new. */
struct pf_json {
    struct pf_buffer *buffer;
    bool indented; /* two spaces a level; else all on one line */
    unsigned depth;
    bool has_items[PF_JSON_NESTING]; /* the container at that depth has something in it */
    bool after_key;
};

struct pf_json pf_json_new(struct pf_buffer *buffer, bool indented);

void pf_json_open(struct pf_json *json, char bracket); /* '{' or '[' */
void pf_json_close(struct pf_json *json, char bracket);
void pf_json_key(struct pf_json *json, const char *key);
void pf_json_key_str(struct pf_json *json, pf_str key);
void pf_json_string(struct pf_json *json, pf_str value);
void pf_json_bool(struct pf_json *json, bool value);
void pf_json_number(struct pf_json *json, size_t value);
void pf_json_null(struct pf_json *json);
/* Text that is JSON already: digits of an integer of any size. */
void pf_json_raw(struct pf_json *json, pf_str value);
/* The shortest decimal that reads back as the same double; NaN and infinities are strings. */
void pf_json_real(struct pf_json *json, double value);

/* key and value in one call */
void pf_json_put_string(struct pf_json *json, const char *key, pf_str value);
void pf_json_put_c(struct pf_json *json, const char *key, const char *value);
void pf_json_put_bool(struct pf_json *json, const char *key, bool value);
void pf_json_put_number(struct pf_json *json, const char *key, size_t value);

#endif
