/* A Dockerfile's logical lines: directives, comments, continuations and here-documents. */
#ifndef PF_READ_DOCKERFILE_LINES_H
#define PF_READ_DOCKERFILE_LINES_H

#include "tree/fault.h"

enum {
    PF_DOCKERFILE_LINE = 65535 /* bytes of a line with its end: BuildKit's scanner takes no more */
};

struct pf_docker_lines {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    size_t at;      /* in the source */
    char escape;    /* \ or ` */
    pf_span syntax; /* value of the syntax directive; file NULL when there is none */
    bool given_up;  /* a line was too long: BuildKit reads no further */
};

/* Where a piece of a joined line stands in the source. */
struct pf_docker_piece {
    size_t text_at, source_at;
};

struct pf_docker_line {
    struct pf_arena *arena;
    pf_str text; /* continuations joined, white space around it removed */
    struct {
        struct pf_docker_piece *items;
        size_t count, capacity;
    } pieces;
    const struct pf_source *source;
    size_t trimmed; /* bytes that were removed in front of `text` */
};

/* Reads the directives at the top; a BOM is passed over. */
struct pf_docker_lines pf_docker_lines_start(struct pf_arena *arena, const struct pf_source *source,
                                             struct pf_faults *faults);
/* The next line that is an instruction; false at the end. */
bool pf_docker_lines_next(struct pf_docker_lines *lines, struct pf_docker_line *line);
/* Bytes [from, to) of the line's text as they stand in the source. */
pf_span pf_docker_line_span(const struct pf_docker_line *line, size_t from, size_t to);

/*
 * The here-document that begins where the lines stand: its text (without leading tabs when `tabs`)
 * and its place. False when no line is `name`: then the rest of the file was taken.
 */
bool pf_docker_lines_heredoc(struct pf_docker_lines *lines, pf_str name, bool tabs, pf_str *text,
                             pf_span *span);

#endif
