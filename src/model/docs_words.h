/* What a piece of documentation speaks of, told by its words in many languages. */
#ifndef PF_MODEL_DOCS_WORDS_H
#define PF_MODEL_DOCS_WORDS_H

#include "tree/logic.h"
#include "base/arena.h"

/* Bits; the names of the table's first column. */
enum pf_sense {
    PF_SENSE_DEPLOY = 1 << 0,
    PF_SENSE_PRODUCTION = 1 << 1,
    PF_SENSE_DEVELOPMENT = 1 << 2,
    PF_SENSE_CONTRIBUTE = 1 << 3,
    PF_SENSE_SECRET = 1 << 4,
    PF_SENSE_GITHUB = 1 << 5,
    PF_SENSE_VARIABLE = 1 << 6,    /* "environment variable", ".env" */
    PF_SENSE_ENVIRONMENT = 1 << 7, /* "environment" alone: a place, or variables */
    PF_SENSE_NAME = 1 << 8,
    PF_SENSE_SETTING = 1 << 9,
    PF_SENSE_OTHER = 1 << 10, /* heads a column of upper-case words that are no variables */
    PF_SENSE_REQUIRED = 1 << 11,
    PF_SENSE_OPTIONAL = 1 << 12,
    PF_SENSE_VALUE = 1 << 13,
    PF_SENSE_DEFAULT = 1 << 14,
    PF_SENSE_YES = 1 << 15,
    PF_SENSE_NO = 1 << 16
};

enum {
    PF_DOCS_LOOK = 2000 /* bytes of a paragraph that are looked at; what it is about comes early */
};

struct pf_docs_words;

/* Reads rules/tables/docs-words.tsv. */
const struct pf_docs_words *pf_docs_words_read(struct pf_arena *arena);

/* The senses of all words in the first PF_DOCS_LOOK bytes of `text`. */
unsigned pf_docs_senses(const struct pf_docs_words *words, pf_str text);

/* "Yes", "oui (prod)", "✓", "required" → yes; "no", "-", "optional" → no; else maybe. Mark-up in
 * front is passed over. */
enum pf_truth pf_docs_answer(const struct pf_docs_words *words, pf_str text);

#endif
