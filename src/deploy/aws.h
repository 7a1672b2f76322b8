/* One call of AWS's own program: JSON in by a descriptor, JSON out, errors told apart. */
#ifndef PF_DEPLOY_AWS_H
#define PF_DEPLOY_AWS_H

#include "base/buffer.h"
#include "deploy/child.h"

enum {
    PF_AWS_REPLY = 1024 * 1024, /* bytes; a service with all its events has 50 kB */
    PF_AWS_SECONDS = 60,
    PF_AWS_INPUT = 100 /* the descriptor that its input comes by */
};

enum pf_aws_kind {
    PF_AWS_DONE,
    PF_AWS_REFUSED,   /* the service answered: it did not do it; `code` says why */
    PF_AWS_BUSY,      /* throttled, or the service itself is in trouble: ask again later */
    PF_AWS_NOT_ASKED, /* no credentials, no program, no region: the call did not leave */
    PF_AWS_NO_ANSWER, /* it may have been done: time was over, the line went dead, the answer is
                         no JSON */
    PF_AWS_INTERRUPTED
};
struct pf_aws_reply {
    enum pf_aws_kind kind;
    const struct pf_node *root; /* with DONE: PF_MAP */
    pf_str code;                /* "AccessDeniedException", "" where there is none */
    pf_str message;             /* for people: what happened and what to do; not with DONE */
};

/*
 * aws SERVICE OPERATION --cli-input-json INPUT, with the run's region and endpoint. `input` "" is
 * none. `changes` as in pf_child: with it, a dry run shows the call and its input. In a dry run
 * every call is DONE with an empty map.
 */
struct pf_aws_reply pf_aws_call(struct pf_deploy_run *run, struct pf_arena *arena,
                                const char *service, const char *operation, pf_str input,
                                const char *changes);
/* What the program printed and how it ended → the reply. For tests, too. */
struct pf_aws_reply pf_aws_reply_of(struct pf_arena *arena, const struct pf_spawned *done);

/* {"cluster":C,"services":[S]} and its kin: one JSON object of texts; a name that ends with "[]" is
 * a list of one. Pairs end with NULL. */
pf_str pf_aws_input(struct pf_arena *arena, ...);

#endif
