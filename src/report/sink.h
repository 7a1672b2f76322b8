/* The one place where bytes leave the program: gathered in memory, written once. */
#ifndef PF_REPORT_SINK_H
#define PF_REPORT_SINK_H

#include "base/buffer.h"
#include "base/error.h"

struct pf_sink {
    struct pf_buffer buffer;
    bool on_github; /* the runner reads along: strangers' text must not become a command */
};

struct pf_sink pf_sink_new(struct pf_arena *arena, bool on_github);

/* Words of our own, and markup: added as they are. */
void pf_sink_add(struct pf_sink *sink, const char *ours);
void pf_sink_format(struct pf_sink *sink, const char *ours, ...)
    __attribute__((format(printf, 2, 3)));
/* Anybody's words for people to read: escaped, one line. */
void pf_sink_text(struct pf_sink *sink, pf_str strangers);
/* Several lines of them: line ends (LF, CR LF) stay, the rest is escaped. */
void pf_sink_lines(struct pf_sink *sink, pf_str strangers);

/*
 * Writes what was gathered, all of it, and empties the sink. A reader that went away (EPIPE) ends
 * the program with 128 + SIGPIPE, silently, as the signal would; anything else is an error with
 * exit status INCOMPLETE: a report that nobody can read is none.
 */
bool pf_sink_write(struct pf_sink *sink, int descriptor, struct pf_error *error);
/* The same into a file. A regular file is replaced at once and whole, or not at all. */
bool pf_sink_write_file(struct pf_sink *sink, const char *path, struct pf_error *error);
/* The same at the end of a file that is there or not (GITHUB_STEP_SUMMARY). */
bool pf_sink_append_file(struct pf_sink *sink, const char *path, struct pf_error *error);

#endif
