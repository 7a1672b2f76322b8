/* One message while it is made: what the files of say share. */
#ifndef PF_DEPLOY_SAY_INSIDE_H
#define PF_DEPLOY_SAY_INSIDE_H

#include "deploy/say.h"
#include "report/json.h"
#include "report/sink.h"

struct pf_say {
    struct pf_arena *arena;
    struct pf_say_look look;
    struct pf_masker *masker;
    const char *step;
    unsigned depth;
    size_t wrong_count;
    struct pf_buffer progress; /* what was shown last */
    bool in_progress;          /* a line without an end stands on the terminal */
    struct pf_masker_stream streams[2];
    struct pf_buffer lines[2]; /* masked output up to its next line feed */
    size_t heard;              /* bytes of the child that is being shown */
    char stop_token[33];       /* "" outside a child's output */
    bool is_deaf;              /* the reader went away: the deploy goes on without words */
};

/* One message while it is made: memory of its own, given back when it is written. */
struct pf_say_message {
    struct pf_say *say;
    struct pf_arena *arena;
    struct pf_sink sink;
    struct pf_json json;
};

struct pf_say_message pf_say_message(struct pf_say *say);
/* The same on a new line: whatever progress stood there is gone. */
struct pf_say_message pf_say_line_message(struct pf_say *say);
/* Writes it and gives its memory back. */
void pf_say_send(struct pf_say_message *message);

/* Strangers' words, masked; one line. */
void pf_say_add_words(struct pf_say_message *message, pf_str text);
void pf_say_indent(struct pf_say_message *message, unsigned depth);

/* {"event":…,"step":…,"time":… and, with close, its end. `message` must stay where it is: the
 * writer points into it. Closing sends it. */
void pf_say_open_event(struct pf_say_message *message, const char *event);
void pf_say_close_event(struct pf_say_message *message);
void pf_say_put_masked(struct pf_say_message *message, const char *key, pf_str text);

#endif
