/* What the readers of documentation share: where they are in a document, and what they found. */
#ifndef PF_MODEL_DOCS_INSIDE_H
#define PF_MODEL_DOCS_INSIDE_H

#include "model/docs.h"
#include "model/docs_words.h"
#include "read/prose.h"

enum {
    PF_DOCS_FOUND = 10000, /* things promised in one project; a book has some hundreds */
    PF_DOCS_HEADINGS = 32, /* headings around a text; deeper ones count as the last */
    PF_DOCS_NAMES = 16     /* names in one table cell */
};

struct pf_docs_heading {
    unsigned level, senses;
};

struct pf_docs_found {
    struct {
        struct pf_docs_branch *items;
        size_t count, capacity;
    } branches;
    struct {
        struct pf_docs_variable *items;
        size_t count, capacity;
    } variables;
    struct {
        struct pf_docs_secret *items;
        size_t count, capacity;
    } secrets;
    struct {
        struct pf_docs_command *items;
        size_t count, capacity;
    } commands;
    size_t total;
};

struct pf_docs_reader {
    struct pf_arena *arena;
    const struct pf_docs_words *words;
    const struct pf_source *source;
    struct pf_faults *faults;
    struct pf_docs_found *found;
    unsigned file_senses;                              /* of the file's name */
    struct pf_docs_heading headings[PF_DOCS_HEADINGS]; /* the outermost first */
    size_t heading_count;
    const struct pf_prose_block *before; /* the text right before this block, in its section */
    const struct pf_prose_block *intro;  /* the last paragraph before this block, in its section */
    const struct pf_prose_block *last_text; /* whose senses are known … */
    unsigned last_senses;                   /* … to be these */
    bool full;                              /* PF_DOCS_FOUND was hit; a fault is there */
};

/* The senses of a block of text; 0 for NULL. */
unsigned pf_docs_block_senses(struct pf_docs_reader *reader, const struct pf_prose_block *text);

/* The first of: the text, the headings from the innermost, the file's name, that speaks of any of
 * `wanted`: its senses, else 0. */
unsigned pf_docs_nearest(struct pf_docs_reader *reader, const struct pf_prose_block *text,
                         unsigned wanted);
/* The senses of the text, all headings around and the file's name. */
unsigned pf_docs_around(struct pf_docs_reader *reader, const struct pf_prose_block *text);
/* A push in `text` is one to production: nearest words speak of it, and not of contributing. */
bool pf_docs_speaks_of_deploying(struct pf_docs_reader *reader, const struct pf_prose_block *text);
/* The text or headings speak of GitHub's secrets. */
bool pf_docs_speaks_of_secrets(struct pf_docs_reader *reader, const struct pf_prose_block *text);

/* A place for one more thing found; false, with a fault the first time, when there are too many. */
bool pf_docs_take(struct pf_docs_reader *reader);

/* A name of an environment variable: upper case, and none of the words that are written so anyway.
 */
bool pf_docs_is_name(pf_str text);
/* What stands in a value's place in an example: "your-key", "<key>", "…". */
bool pf_docs_is_placeholder(pf_str value);

/* One variable that a text names, its scope taken from `text` and the headings around. */
struct pf_docs_variable *pf_docs_add_variable(struct pf_docs_reader *reader,
                                              const struct pf_prose_block *text, pf_str name,
                                              pf_span span);
void pf_docs_set_value(struct pf_docs_variable *variable, pf_str value);
void pf_docs_add_secret(struct pf_docs_reader *reader, pf_str name, pf_span span);

/* The readers, each for what its file's head says. */
void pf_docs_read_pushes(struct pf_docs_reader *reader, const struct pf_prose_block *block);
void pf_docs_read_table(struct pf_docs_reader *reader, const struct pf_prose_block *table);
void pf_docs_read_item(struct pf_docs_reader *reader, const struct pf_prose_block *item);
void pf_docs_read_heading_name(struct pf_docs_reader *reader, const struct pf_prose_block *heading);
void pf_docs_read_code(struct pf_docs_reader *reader, const struct pf_prose_block *code);
void pf_docs_read_commands(struct pf_docs_reader *reader, const struct pf_prose_block *code);

/* Names in a text that is made of names: a table's cell, the start of a list item. */
struct pf_docs_name {
    pf_str text;
    size_t at;    /* in the text */
    pf_str value; /* of `NAME=value`; data NULL without one */
};
struct pf_docs_names {
    struct pf_docs_name items[PF_DOCS_NAMES];
    size_t count;
    bool has_underscore; /* in one of them */
    size_t end;          /* past the last name, its mark-up included */
};
/* "`A`", "**A**, `B`", "A=1", "$A": the names it starts with. */
struct pf_docs_names pf_docs_find_names(pf_str text);

#endif
