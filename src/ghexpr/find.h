/* Where `${{ … }}` stands in a scalar, in its text and in the bytes of its file. */
#ifndef PF_GHEXPR_FIND_H
#define PF_GHEXPR_FIND_H

#include "tree/node.h"

struct pf_ghexpr_site {
    size_t at, len;  /* in the scalar's text, `${{` and `}}` included */
    pf_str inner;    /* what stands between them; white space kept */
    size_t inner_at; /* where `inner` starts in the scalar's text */
    bool closed;     /* false: `}}` is missing, and the site goes to the end of the text */
};
struct pf_ghexpr_sites {
    struct pf_ghexpr_site *items;
    size_t count, capacity;
};

/*
 * The next expression of a scalar's text from `*from` on, which then stands behind it; false where
 * there is none. A `}}` inside a string in single quotes does not close, as GitHub reads it.
 * Nothing follows a site that is not closed.
 */
bool pf_ghexpr_next_site(pf_str text, size_t *from, struct pf_ghexpr_site *site);
/* All of them, first first. */
struct pf_ghexpr_sites pf_ghexpr_find(struct pf_arena *arena, pf_str text);
bool pf_ghexpr_has(pf_str text);

/* Where in a file's bytes an expression may begin, in order: as written, or behind an escape. */
struct pf_ghexpr_places {
    pf_str bytes;
    uint32_t *items;
    size_t count, capacity;
    size_t next; /* the first at or behind the node asked for last: nodes are walked in order */
};
struct pf_ghexpr_places pf_ghexpr_places(struct pf_arena *arena, pf_str bytes);
/* May a scalar in the node, or below it, hold one? An alias says nothing of what it stands for, so
 * that it may; and so does a node that was not read of these bytes. */
bool pf_ghexpr_may_hold(struct pf_ghexpr_places *places, const struct pf_node *node);

/* The site is closed, and nothing but white space stands around it in its text. */
bool pf_ghexpr_site_is_all(const struct pf_ghexpr_site *site, pf_str text);
/* The text (white space around it aside) is one closed expression and nothing else. */
bool pf_ghexpr_is_alone(pf_str text);

/*
 * The source bytes behind `len` bytes at `at` of the scalar's decoded text: quotes, escapes, folded
 * lines and indentation of block scalars are stepped over. Where the text does not come from the
 * source (a node made by the program) the node's own span.
 */
pf_span pf_ghexpr_span(const struct pf_node *scalar, size_t at, size_t len);

#endif
