/* The table of sections: which keys a mapping may hold, and what stands behind each. */
#ifndef PF_MODEL_SHAPE_ROWS_H
#define PF_MODEL_SHAPE_ROWS_H

#include "base/index.h"
#include "base/pile.h"

/* What an expression may name at a place. */
struct pf_shape_scope {
    struct pf_strs contexts, functions;
};

enum pf_shape_kind {
    PF_SHAPE_ANY,
    PF_SHAPE_NULL,
    PF_SHAPE_BOOL,
    PF_SHAPE_NUMBER,
    PF_SHAPE_STRING,
    PF_SHAPE_FULL_STRING, /* not empty */
    PF_SHAPE_SCALAR,
    PF_SHAPE_CHOICE,
    PF_SHAPE_LIST,
    PF_SHAPE_MAP,
    PF_SHAPE_SECTION,
    PF_SHAPE_JOB,  /* a section: one of `variants` */
    PF_SHAPE_STEP, /* the same */
    PF_SHAPE_ON,   /* these are read by the program */
    PF_SHAPE_PERMISSIONS,
    PF_SHAPE_RUNS,
    PF_SHAPE_KIND_COUNT
};

struct pf_shape_section;

/* The section of a mapping that has `key`; an empty one says that every mapping has it. */
struct pf_shape_variant {
    pf_str key;
    const struct pf_shape_section *section;
};

/* What a value may be. */
struct pf_shape_type {
    enum pf_shape_kind kind;
    bool must_hold;                          /* LIST, MAP: not empty */
    struct pf_strs choices;                  /* CHOICE */
    const struct pf_shape_type *item;        /* LIST, MAP */
    const struct pf_shape_section *section;  /* SECTION */
    const struct pf_shape_variant *variants; /* JOB, STEP */
    size_t variant_count;
    const struct pf_shape_type *other; /* the next alternative, or NULL */
};

struct pf_shape_row {
    pf_str key;
    const struct pf_shape_type *type;
    const struct pf_shape_scope *scope; /* for the value and all below it; NULL: as around it */
    bool is_required;
    bool is_harmless;  /* required, but GitHub does without it */
    bool is_condition; /* an expression without ${{ }} */
};
struct pf_shape_section {
    pf_str name;
    const struct pf_shape_row *rows; /* in the order of the table */
    size_t row_count;
    const struct pf_shape_row *any; /* the row of `*`; NULL: there are no other keys */
};

/* Rows of rules/tables/github-schema-contexts.tsv by their name → struct pf_shape_scope. */
struct pf_index pf_shape_read_scopes(struct pf_arena *arena);
/* Sections of rules/tables/github-shape.tsv by their name → struct pf_shape_section. */
struct pf_index pf_shape_read_sections(struct pf_arena *arena, const struct pf_index *scopes);
/* A list or a mapping, as the first of the alternatives. */
static inline bool pf_shape_is_container(const struct pf_shape_type *type)
{
    return type->kind >= PF_SHAPE_LIST && type->kind <= PF_SHAPE_STEP;
}
/* The row of `key`, or the one for any; NULL. */
const struct pf_shape_row *pf_shape_find_row(const struct pf_shape_section *section, pf_str key);

#endif
