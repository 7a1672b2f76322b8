/* Follows texts of workflows to what they are made of, through variables, outputs and inputs. */
#ifndef PF_MODEL_FOLLOW_H
#define PF_MODEL_FOLLOW_H

#include "ghexpr/expr.h"
#include "model/deploy.h"
#include "model/gaps.h"
#include "read/shell.h"

/* Keeps what it found, so one serves a whole project. */
struct pf_follow {
    struct pf_arena *arena;
    struct pf_gaps gaps;
    struct pf_index writes;       /* of scripts: place → struct pf_writes */
    struct pf_index environments; /* place → struct pf_node: what its script sees */
    unsigned depth;
    size_t sites; /* followed for the text that was asked for */
};
enum {
    PF_FOLLOW_DEPTH = 40,        /* variables made of variables and outputs; deeper stay gaps */
    PF_FOLLOW_SITES = 2000,      /* for one text; twice two of each other would never end */
    PF_FOLLOW_TEXT = 256 * 1024, /* bytes that a text may grow to; then its sites stay gaps */
};
struct pf_follow pf_follow_new(struct pf_arena *arena);

/*
 * `text` as it stands at `place` (step NULL: a key of the job, after its steps) with its `${{ }}`
 * replaced, however far they lead: `env` of workflow, job and step, writes to $GITHUB_ENV and
 * $GITHUB_OUTPUT, job outputs, inputs of called workflows and local actions,
 * docker/metadata-action. What only the run knows is left as a gap. An output that its step's
 * script surely never writes is a missing gap.
 */
pf_str pf_follow_text(struct pf_follow *follow, const struct pf_deploy_place *place, pf_str text);
/* The same for an expression, or a part of one, that stands there. */
pf_str pf_follow_part(struct pf_follow *follow, const struct pf_deploy_place *place,
                      const struct pf_ghexpr *part);
/* The same for an input of the step; "" when it is not given. */
pf_str pf_follow_input(struct pf_follow *follow, const struct pf_deploy_place *place,
                       const char *name);
/* The same for a word of the step's script, whose commands are given. */
pf_str pf_follow_word(struct pf_follow *follow, const struct pf_deploy_place *place,
                      const struct pf_shell_commands *commands, const struct pf_shell_word *word);

#endif
