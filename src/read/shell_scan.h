/* The tokens of shell text: words with their expansions, operators, line ends. */
#ifndef PF_READ_SHELL_SCAN_H
#define PF_READ_SHELL_SCAN_H

#include "base/buffer.h"
#include "read/shell.h"

/* A stretch of the script that is a script of its own: the inside of $( ) or ` `. */
struct pf_shell_range {
    size_t from, to;
};
struct pf_shell_ranges {
    struct pf_shell_range *items;
    size_t count, capacity;
};

struct pf_shell_scan {
    struct pf_arena *arena;
    pf_str script;
    size_t at, end;               /* what is still to be read */
    struct pf_shell_ranges inner; /* substitutions of the words read since it was last emptied */
    struct pf_buffer text;        /* of the word being read */
};

enum pf_shell_token_kind { PF_SHELL_END, PF_SHELL_LINE_END, PF_SHELL_WORD, PF_SHELL_OPERATOR };

struct pf_shell_token {
    enum pf_shell_token_kind kind;
    struct pf_shell_word word; /* PF_SHELL_WORD */
    pf_str operator;           /* PF_SHELL_OPERATOR: the longest that fits, without a number */
};

/* Blanks, continuations and comments in front are passed over. */
struct pf_shell_token pf_shell_scan_next(struct pf_shell_scan *scan);

/*
 * `at` stands on the ( or { that opens something; `*behind` is the place behind its end. False, and
 * `*behind` is `end`, when it is not closed or goes deeper than PF_SHELL_NESTING. Quotes,
 * here-documents and case patterns inside do not close it.
 */
bool pf_shell_skip(pf_str script, size_t at, size_t end, bool quoted, size_t *behind);

/* `at` stands on ${{: behind its }}, or `end`. GitHub's quotes are ' alone; }} in them ends
 * nothing. */
size_t pf_shell_skip_github(pf_str script, size_t at, size_t end);

/* Adds the outermost $( ) and ` ` of a stretch that is text, not words: a here-document's. */
void pf_shell_scan_inner(struct pf_shell_scan *scan, size_t from, size_t to);

/*
 * Whether the line [from, to) ends the here-document of `delimiter`; with `tabs` (the <<- form)
 * tabs in front do not count.
 */
bool pf_shell_heredoc_ends(pf_str script, size_t from, size_t to, pf_str delimiter, bool tabs);

#endif
