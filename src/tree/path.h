/* Steps from sets of nodes to sets of nodes: the path language without its predicates. */
#ifndef PF_TREE_PATH_H
#define PF_TREE_PATH_H

#include "tree/node.h"

/* A member that an undecidable filter kept is PF_MAYBE; members are never PF_NO. */
struct pf_member {
    const struct pf_node *node;
    enum pf_truth in;
};
struct pf_set {
    struct pf_member *items;
    size_t count, capacity;
};

/* How many nodes a rule may look at; shared by all steps of one rule run. */
struct pf_visits {
    size_t left;
    bool exhausted; /* set when `left` ran out: the result is incomplete */
};
enum { PF_VISITS_PER_RULE = 1000000 /* a rule that needs more is written wrongly */ };

/*
 * Each step goes from every member of `from` and appends to `to` in document order; a member's
 * doubt is passed on. Steps on the wrong kind of node yield nothing. PF_EITHER is stepped through:
 * its arms' members are PF_MAYBE. A step into PF_ANY yields that same unknown, as PF_MAYBE.
 */
void pf_path_child(struct pf_arena *arena, const struct pf_set *from, pf_str name,
                   struct pf_set *to, struct pf_visits *visits);
void pf_path_each(struct pf_arena *arena, const struct pf_set *from, struct pf_set *to,
                  struct pf_visits *visits); /* [*] and .*: items of a seq, values of a map */
void pf_path_at(struct pf_arena *arena, const struct pf_set *from, int64_t index, struct pf_set *to,
                struct pf_visits *visits); /* negative counts from the end */
/* ..name: every map value of that key at any depth, parents first. An empty name (..*): every
 * value. */
void pf_path_descend(struct pf_arena *arena, const struct pf_set *from, pf_str name,
                     struct pf_set *to, struct pf_visits *visits);
void pf_set_add(struct pf_arena *arena, struct pf_set *set, const struct pf_node *node,
                enum pf_truth in);

#endif
