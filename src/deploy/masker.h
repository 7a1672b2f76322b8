/* A stream of bytes without the secrets in it, wherever the stream is cut into pieces. */
#ifndef PF_DEPLOY_MASKER_H
#define PF_DEPLOY_MASKER_H

#include "base/buffer.h"

enum {
    PF_MASKER_SHORTEST = 6 /* bytes; a shorter secret would blank out innocent words everywhere */
};

/* The secrets, in every form in which programs print them. */
struct pf_masker;
struct pf_masker *pf_masker_new(struct pf_arena *arena);
/*
 * From now on `secret` is hidden: as it is, in base64 (at each of its three alignments, both
 * alphabets), percent-encoded, and inside a JSON string. Shorter than PF_MASKER_SHORTEST: nothing.
 * A secret of several lines is also hidden line by line.
 */
void pf_masker_add(struct pf_masker *masker, pf_str secret);
/* All of `text`, each secret replaced by "***"; `text` itself when there is none. */
pf_str pf_masker_text(const struct pf_masker *masker, struct pf_arena *arena, pf_str text);

/* One stream: what may be the beginning of a secret is held back until more is known. */
struct pf_masker_stream {
    const struct pf_masker *masker;
    struct pf_buffer held; /* at most the longest form less one byte */
};
struct pf_masker_stream pf_masker_stream(const struct pf_masker *masker, struct pf_arena *arena);
/* Adds to `clean` what can be told of the stream so far. */
void pf_masker_feed(struct pf_masker_stream *stream, pf_str bytes, struct pf_buffer *clean);
/* The stream has ended: the rest. */
void pf_masker_end(struct pf_masker_stream *stream, struct pf_buffer *clean);

#endif
