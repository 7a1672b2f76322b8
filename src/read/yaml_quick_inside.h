/* What the files of the quick reader share. */
#ifndef PF_READ_YAML_QUICK_INSIDE_H
#define PF_READ_YAML_QUICK_INSIDE_H

#include "tree/fault.h"
#include "tree/node.h"

struct pf_quick {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    pf_str bytes;
    size_t at;       /* next byte */
    size_t line;     /* where its line starts */
    size_t last_end; /* where the value read last ends */
    size_t nodes;
    unsigned depth;
    bool saw_comment;      /* between the value before and `at` */
    bool has_crlf;         /* `bytes` are without the file's CRs, and `all` is kept */
    struct pf_nodes all;   /* every node there is, keys too */
    bool gave_up;          /* something is unusual: nothing that is returned counts */
    struct pf_node *fresh; /* nodes taken beforehand, to stand side by side */
    size_t fresh_count;
    struct pf_nodes pending; /* items of all open containers, inner ones last */
};

/* Bytes that a plain text may end at. */
static inline bool pf_quick_may_end(char c)
{
    static const bool ends[256] = {['\n'] = true, [':'] = true, ['#'] = true, ['\t'] = true};
    return ends[(unsigned char)c];
}
/* The first such byte from `at` on, or the end of the file. */
static inline size_t pf_quick_skip_plain(pf_str bytes, size_t at)
{
    while (at < bytes.len && !pf_quick_may_end(bytes.data[at]))
        at++;
    return at;
}

/* The end of the file reads as a line end. */
static inline char pf_quick_char(const struct pf_quick *quick, size_t at)
{
    return at < quick->bytes.len ? quick->bytes.data[at] : '\n';
}
static inline bool pf_quick_is_blank(char c)
{
    return c == ' ' || c == '\n';
}
static inline bool pf_quick_is_done(const struct pf_quick *quick)
{
    return quick->gave_up || quick->at >= quick->bytes.len;
}
static inline size_t pf_quick_column(const struct pf_quick *quick)
{
    return quick->at - quick->line;
}

void *pf_quick_give_up(struct pf_quick *quick); /* NULL */
/* A counted node; what gives up has one, too. */
struct pf_node *pf_quick_node(struct pf_quick *quick, enum pf_kind kind, size_t from, size_t to);

/* Past blank lines and comments, from a line's start to the next text, or to the end. */
void pf_quick_to_content(struct pf_quick *quick);
/* The same from behind a value: nothing but a comment may follow it on its line. */
void pf_quick_end_line(struct pf_quick *quick);

/* May a plain scalar start here? */
bool pf_quick_starts_plain(const struct pf_quick *quick, bool in_flow);
/* Behind the closing quote of the scalar at `at`; 0 when it does not end on its line. */
size_t pf_quick_quoted_end(const struct pf_quick *quick, size_t at);
/* The scalar in quotes at `at`, up to `end`. */
struct pf_node *pf_quick_quoted(struct pf_quick *quick, size_t end);
struct pf_node *pf_quick_plain_between(struct pf_quick *quick, size_t from, size_t to);
/* A plain scalar of a block whose parent starts at column `parent`; goes on to the next content. */
struct pf_node *pf_quick_plain(struct pf_quick *quick, size_t parent);
/* `|` or `>` and its lines; goes on to the next content. */
struct pf_node *pf_quick_block_scalar(struct pf_quick *quick, size_t parent);
/* `[…]` or `{…}`; `at` is behind it. */
struct pf_node *pf_quick_flow(struct pf_quick *quick);

/* The container whose items are pending from `first` on. */
struct pf_node *pf_quick_close(struct pf_quick *quick, struct pf_node *node, size_t first,
                               size_t end);

#endif
