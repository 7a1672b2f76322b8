/*
 * What AWS, Docker, git and GitHub take for a name: a value is checked against it before it becomes
 * an argument. AWS's own program reads `file://x` from the disk, git takes `-x` for an option.
 */
#ifndef PF_DEPLOY_GRAMMAR_H
#define PF_DEPLOY_GRAMMAR_H

#include "base/str.h"

enum pf_grammar {
    PF_GRAMMAR_ECS_NAME, /* cluster, service, family, container: [A-Za-z0-9_-]{1,255} */
    PF_GRAMMAR_ARN,      /* arn:aws…:service:region:account:resource */
    PF_GRAMMAR_ECS_NAME_OR_ARN,
    PF_GRAMMAR_REGION,       /* eu-west-3, us-gov-east-1 */
    PF_GRAMMAR_IMAGE_NAME,   /* [HOST[:PORT]/]PATH[/PATH…], lower case, no tag */
    PF_GRAMMAR_TAG,          /* [A-Za-z0-9_][A-Za-z0-9_.-]{0,127} */
    PF_GRAMMAR_DIGEST,       /* sha256:64 hex digits */
    PF_GRAMMAR_HOST,         /* name[:port], 127.0.0.1:5000, [::1]:5000 */
    PF_GRAMMAR_URL,          /* http or https, host, no user, no space or control character */
    PF_GRAMMAR_COMMIT,       /* 40 or 64 hex digits */
    PF_GRAMMAR_BRANCH,       /* git-check-ref-format(1), and not starting with '-' */
    PF_GRAMMAR_REMOTE,       /* a remote's name: as a branch, without '/' */
    PF_GRAMMAR_REPOSITORY,   /* OWNER/NAME on GitHub */
    PF_GRAMMAR_USER,         /* of a registry: [A-Za-z0-9][A-Za-z0-9._@+-]{0,254} */
    PF_GRAMMAR_PLATFORM,     /* linux/amd64, linux/arm64/v8 */
    PF_GRAMMAR_PATH,         /* relative, inside, no "..", not starting with '-' */
    PF_GRAMMAR_ANY_PATH,     /* a path of this machine: no control character, no leading '-' */
    PF_GRAMMAR_VARIABLE,     /* [A-Za-z_][A-Za-z0-9_]* */
    PF_GRAMMAR_MILLISECONDS, /* 1 to 600000 */
    PF_GRAMMAR_COUNT
};

/* Is all of `value` such a name? Never for the empty string. */
bool pf_grammar_is(enum pf_grammar grammar, pf_str value);
/* "a cluster's or service's name: letters, digits, - and _, at most 255" */
const char *pf_grammar_text(enum pf_grammar grammar);

#endif
