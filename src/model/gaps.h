/* Texts with gaps: what only the run knows stands in them by name, so that texts compare. */
#ifndef PF_MODEL_GAPS_H
#define PF_MODEL_GAPS_H

#include "base/buffer.h"
#include "base/index.h"
#include "base/pile.h"
#include "tree/logic.h"

/*
 * A gap stands in a text as the byte 1, its number and the byte 2: no shell and no YAML reader
 * stumbles over it. Gaps of the same words have the same number.
 */
struct pf_gaps {
    struct pf_arena *arena;
    struct pf_index numbers; /* words → struct pf_gap */
    PF_PILE(pf_str) words;
};
struct pf_gaps pf_gaps_new(struct pf_arena *arena);

/* The text that stands for `words`: "github.sha", "secrets.USER", "$(date)". */
pf_str pf_gaps_make(struct pf_gaps *gaps, pf_str words);
/* A gap that surely comes out empty: an output that its step never writes. */
pf_str pf_gaps_make_missing(struct pf_gaps *gaps, pf_str words);

bool pf_gaps_has(pf_str text);
/* A gap that holds just `value` or, in some runs, nothing at all: a tag of docker/metadata-action
 * that is made for some events only. */
pf_str pf_gaps_make_perhaps(struct pf_gaps *gaps, pf_str value);
/* The first digits of the commit's id, as docker/metadata-action takes seven of them. */
#define PF_GAPS_SHORT_SHA PF_STR("github.sha, 7 digits")
/* A name or version that a tag, a branch or a pull request gives: surely no commit's id. */
pf_str pf_gaps_make_name(struct pf_gaps *gaps, pf_str words);

/* One of the gaps could be any text: a command's output, an input, a variable nobody declares.
 * Closed ones have one value in all of a run: github.sha, secrets.X, the ECR registry. */
bool pf_gaps_is_open(const struct pf_gaps *gaps, pf_str text);
/* The words of the first gap that surely comes out empty; "" when there is none. */
pf_str pf_gaps_missing(const struct pf_gaps *gaps, pf_str text);
/* The words of the first gap that starts with `prefix`; "" when there is none. */
pf_str pf_gaps_named(const struct pf_gaps *gaps, pf_str text, const char *prefix);
/* One of the gaps has just these words. */
bool pf_gaps_holds(const struct pf_gaps *gaps, pf_str text, pf_str wanted);
/* As a reader may see it: "acme/shop:${{ github.sha }}". */
pf_str pf_gaps_show(const struct pf_gaps *gaps, pf_str text);

/* Are two texts the same in a run? PF_NO only where no value of the gaps makes them so. */
enum pf_truth pf_gaps_equal(const struct pf_gaps *gaps, pf_str a, pf_str b);

/* Splits an image into its name and its tag ("" without one); gaps may hold anything. */
void pf_gaps_split_image(pf_str image, pf_str *name, pf_str *tag);

#endif
