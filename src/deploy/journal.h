/*
 * What a deploy did, line by line on the disk before and after each effect, so that another process
 * can go on where this one was killed. A line is a CRC-32 in hex, a space, and a JSON object of
 * strings; it counts only when it is whole.
 */
#ifndef PF_DEPLOY_JOURNAL_H
#define PF_DEPLOY_JOURNAL_H

#include "base/error.h"
#include "tree/node.h"

enum {
    PF_JOURNAL_CAP = 4 * 1024 * 1024, /* bytes that are read; a deploy writes some thousands */
    PF_JOURNAL_FULL = 1024 * 1024     /* a longer one is put aside before a new deploy begins */
};

struct pf_journal;

/*
 * Opens or makes the file (0600) and reads it. A last line that is not whole was being written when
 * the writer died: it is cut off. False with the reason when the file cannot be had, and (exit
 * status 5) when a line before the last is damaged: what was done is then not known.
 */
bool pf_journal_open(struct pf_arena *arena, const char *path, struct pf_journal **journal,
                     struct pf_error *error);
void pf_journal_close(struct pf_journal *journal);

/* A new deploy: what follows belongs to it. Pairs of name and value (const char *) end with NULL.
 */
bool pf_journal_begin(struct pf_journal *journal, struct pf_error *error, ...);
/* Goes on with the last deploy. */
void pf_journal_resume(struct pf_journal *journal);
/*
 * One line on the disk when it returns true: before an effect, after it, or words about it. `kind`
 * is "before", "after", "end" or "note". False when it could not be written: the effect must then
 * not be begun, or is not known to whoever comes next.
 */
bool pf_journal_add(struct pf_journal *journal, const char *kind, const char *effect,
                    struct pf_error *error, ...);

/* How an effect of the current deploy stands. */
enum pf_effect_state {
    PF_EFFECT_NEVER, /* not begun, or it ended without having any effect */
    PF_EFFECT_BEGUN, /* begun, and no word since: it may have happened */
    PF_EFFECT_DONE
};
struct pf_effect {
    enum pf_effect_state state;
    const struct pf_node *before, *after; /* the lines' objects (PF_MAP), or NULL */
};
struct pf_effect pf_journal_effect(const struct pf_journal *journal, const char *effect);
/* A string of the line that began the current deploy, or of its last one with that name; "". */
pf_str pf_journal_text(const struct pf_journal *journal, const char *name);

/* The last deploy in the file. */
struct pf_journal_last {
    bool exists, ended;
    const struct pf_node *begin; /* PF_MAP */
    pf_str status;               /* of its end: "0", "4", …; "" while it has none */
};
struct pf_journal_last pf_journal_last(const struct pf_journal *journal);

/* The lines of `bytes` that are whole, as a PF_SEQ of PF_MAP; `*whole` is how many bytes they are.
 * False when one before the last is damaged. */
bool pf_journal_read(struct pf_arena *arena, pf_str bytes, const struct pf_node **lines,
                     size_t *whole);
/* CRC-32 as in zlib and Ethernet. */
uint32_t pf_journal_crc(pf_str bytes);

#endif
