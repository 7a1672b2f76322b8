/* JSON's scalars: strings, numbers and words, with what people write instead of them. */
#ifndef PF_READ_JSON_SCAN_H
#define PF_READ_JSON_SCAN_H

#include "tree/fault.h"
#include "tree/node.h"

/* Where the reader stands. */
struct pf_json_scan {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    pf_str bytes; /* of the source */
    size_t at;
};

/* Past white space, comments and characters that only look like white space (both faults). */
void pf_json_scan_space(struct pf_json_scan *scan);
/* The byte at `ahead` bytes from here; NUL at the end, where `at` is bytes.len. */
char pf_json_scan_peek(const struct pf_json_scan *scan, size_t ahead);

/*
 * The string whose quote, double or single, stands here. One that is not closed on its line ends
 * with the line, or before the comma there: better to read the next line right than this one.
 */
struct pf_node *pf_json_scan_string(struct pf_json_scan *scan);

/*
 * The number, `true`, `false`, `null` or other text up to the next white space or one of
 * `,;:[]{}"'`. At least one byte must stand here. What is none of JSON's is a fault and read as
 * what was meant; if nothing can have been meant, as a string. With `is_key`, a string and always a
 * fault.
 */
struct pf_node *pf_json_scan_word(struct pf_json_scan *scan, bool is_key);

#endif
