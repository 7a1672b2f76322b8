/* One value for every format: YAML, JSON, Dockerfiles, dotenv files and evaluated settings. */
#ifndef PF_TREE_NODE_H
#define PF_TREE_NODE_H

#include "base/pile.h"
#include "tree/logic.h"
#include "tree/source.h"

enum pf_kind {
    PF_NULL,
    PF_BOOL,
    PF_INT,
    PF_REAL,
    PF_STRING,
    PF_SEQ,
    PF_MAP,
    PF_ANY,    /* unknown: `any` says what it may be and why */
    PF_EITHER, /* one of several: `items` are the arms, at least two, none of them PF_EITHER */
    PF_KIND_COUNT
};

/* Bits for the kinds an unknown value may have. */
#define PF_KIND_BIT(kind) (1u << (kind))
#define PF_KINDS_ALL (PF_KIND_BIT(PF_ANY) - 1u)

/* How a scalar was written; readers without quoting use PF_STYLE_PLAIN. */
enum pf_style {
    PF_STYLE_PLAIN,
    PF_STYLE_SINGLE,
    PF_STYLE_DOUBLE,
    PF_STYLE_LITERAL,
    PF_STYLE_FOLDED
};

/* What an unknown value may be. */
struct pf_any {
    unsigned kinds;    /* PF_KIND_BIT of each kind it may have */
    bool may_be_empty; /* "", [], {} or 0 are possible */
    pf_str reason;     /* in words: "supplied by the secret prod/dsn" */
};

/* How a value came to be, for evaluated settings; documents have none. */
struct pf_step {
    pf_span span;
    pf_str text; /* "os.environ.get", "bool" */
};
struct pf_trace {
    pf_str *from; /* the environment variables it was made from, each once, in byte order */
    size_t from_count;
    struct pf_step *steps; /* from the variable to the value */
    size_t step_count;
};

/* 64 bytes: a line of the cache, and documents are made of many. */
struct pf_node {
    enum pf_kind kind : 8;
    enum pf_style style : 8;
    uint16_t key_mark; /* of `key`, for pf_node_get: most keys are told apart without a look */
    uint32_t count;    /* of `items`; 0 for all other kinds */
    pf_span span;      /* of the value as written, quotes included; of a map or seq: all of it */
    pf_str text; /* scalars: the value as text, decoded ("0" of 0, "on" of on, "" of an empty null);
                    a PF_INT of any size is exact here, written as its reader found it ("0x1F") */
    const struct pf_node *key; /* in a map: its key (a scalar), see pf_node_set_key; else NULL */
    const struct pf_trace *trace;
    union {
        /* PF_SEQ, PF_MAP (in file order, each with its key), PF_EITHER; pf_node_set_items makes
         * them: before a map's stand the marks of its keys, the first one last */
        struct pf_node **items;
        union {
            bool boolean;
            int64_t integer; /* clamped to its range; `text` is exact */
            double real;
            const struct pf_any *any; /* PF_ANY */
            const pf_str *type; /* PF_STRING of evaluated settings: its class where it is no str */
        } as;
    };
};

struct pf_node *pf_node_new(struct pf_arena *arena, enum pf_kind kind, pf_span span);
struct pf_node *pf_node_str(struct pf_arena *arena, pf_str text, pf_span span);
struct pf_node *pf_node_bool(struct pf_arena *arena, bool value,
                             pf_span span); /* text true/false */
struct pf_node *pf_node_int(struct pf_arena *arena, int64_t value, pf_span span);
struct pf_node *pf_node_any(struct pf_arena *arena, unsigned kinds, bool may_be_empty,
                            pf_str reason, pf_span span);

/* `key` NULL takes it away. */
void pf_node_set_key(struct pf_node *node, const struct pf_node *key);

/* While building a seq or map: `items` is a pile kept by the builder. */
struct pf_nodes {
    struct pf_node **items;
    size_t count, capacity;
};
/* A copy of the first `count` of `items` becomes the node's own; those of a map have their keys. */
void pf_node_set_items(struct pf_arena *arena, struct pf_node *node, struct pf_node *const *items,
                       size_t count);
/* Appends to a map that the caller owns and nobody has seen yet; sets `value->key`. */
void pf_node_put(struct pf_arena *arena, struct pf_node *map, pf_str key, pf_span key_span,
                 struct pf_node *value);
/* Appends to a seq that the caller owns and nobody has seen yet. */
void pf_node_append(struct pf_arena *arena, struct pf_node *seq, struct pf_node *item);
/* The same node under another key or none: for aliases and for putting one value in two maps. */
struct pf_node *pf_node_with_key(struct pf_arena *arena, const struct pf_node *node,
                                 const struct pf_node *key);

static inline bool pf_node_is_scalar(const struct pf_node *node) /* null, bool, int, real, str */
{
    return node != NULL && node->kind <= PF_STRING;
}
static inline bool pf_node_is(const struct pf_node *node, enum pf_kind kind) /* NULL is nothing */
{
    return node != NULL && node->kind == kind;
}
const char *
pf_kind_name(enum pf_kind kind); /* "null", "bool", "int", "float", "str", "list", "map", … */

/*
 * A map's value; the first of several with that key. NULL where `map` is NULL, no map or lacks it,
 * so that look-ups chain: pf_node_get(pf_node_get(root, "jobs"), "build").
 */
const struct pf_node *pf_node_get_str(const struct pf_node *map, pf_str key);
static inline const struct pf_node *pf_node_get(const struct pf_node *map, const char *key)
{
    return pf_node_get_str(map, pf_str_c(key)); /* the length of a literal costs nothing */
}
/* The same where names have no case (ASCII letters). */
const struct pf_node *pf_node_get_nocase(const struct pf_node *map, pf_str key);
/* The same for several keys in one pass over the map: `values` has room for one of each. */
void pf_node_get_each(const struct pf_node *map, const pf_str *keys, size_t count,
                      const struct pf_node **values);
/* `index` from 0; NULL where there is none. */
const struct pf_node *pf_node_at(const struct pf_node *seq, size_t index);
/* Does it say something: a seq of items, or a scalar that is not empty? */
bool pf_node_is_given(const struct pf_node *node);
/* The text of a scalar; the empty string for NULL and everything else. */
pf_str pf_node_text(const struct pf_node *node);
/* The place to blame: the key's span and the value's joined, or the value's alone. */
pf_span pf_node_key_span(const struct pf_node *node);

/* Same kind and value, whatever the spans; maps without regard to order. Unknowns: PF_MAYBE. */
enum pf_truth pf_node_equal(const struct pf_node *a, const struct pf_node *b);
/* Python's truth of the value: empty, zero, false and null are PF_NO; unknown PF_MAYBE. */
enum pf_truth pf_node_truth(const struct pf_node *node);

/*
 * One value for "a or b": equal → a; two maps key by key (a key in one only becomes EITHER of the
 * value and nothing: kept, with PF_ANY beside it); else PF_EITHER of all arms without twins; more
 * than PF_JOIN_ARMS arms → PF_ANY of all their kinds.
 */
enum { PF_JOIN_ARMS = 8 /* more alternatives help no reader */ };
struct pf_node *pf_node_join(struct pf_arena *arena, const struct pf_node *a,
                             const struct pf_node *b);

/* Visits every scalar and container below `node`, itself included, parents first. Depth is bounded
 * by what the readers build. */
typedef void pf_node_visitor(const struct pf_node *node, void *context);
void pf_node_walk(const struct pf_node *node, pf_node_visitor *visit, void *context);

#endif
