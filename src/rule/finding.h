/* What a rule found: everything that a report prints of it. */
#ifndef PF_RULE_FINDING_H
#define PF_RULE_FINDING_H

#include "base/pile.h"
#include "tree/source.h"

enum pf_severity { PF_SEVERITY_OFF, PF_SEVERITY_INFO, PF_SEVERITY_WARNING, PF_SEVERITY_ERROR };

const char *pf_severity_name(enum pf_severity severity); /* "off", "info", "warning", "error" */
bool pf_severity_parse(pf_str name, enum pf_severity *severity);

/* What a report may know of the rule behind a finding. */
struct pf_rule_card {
    pf_str id;      /* "DJG004" */
    pf_str name;    /* "debug-from-string" */
    pf_str summary; /* one sentence, lower case, no full stop */
    pf_str docs;    /* Markdown */
    const pf_str *tags;
    size_t tag_count;
    pf_str security_severity;  /* "7.5", or "" */
    enum pf_severity severity; /* the default */
};

struct pf_related {
    pf_span span;
    pf_str label; /* "read here without a default" */
};

struct pf_argument {
    pf_str name; /* of the capture in the message template */
    pf_str value;
};

enum pf_fix_safety { PF_FIX_SUGGESTION, PF_FIX_UNSAFE, PF_FIX_SAFE };

/* Bytes to put in place of a span. A suggestion has text to read but is never applied. */
struct pf_fix {
    enum pf_fix_safety safety;
    pf_str title;
    pf_span span; /* file NULL for a suggestion that has no place */
    pf_str text;
    const struct pf_fix
        *next; /* another edit of the same fix, made with it or not at all; or NULL */
};

struct pf_finding {
    const struct pf_rule_card *rule;
    enum pf_severity severity;
    bool certain; /* holds whatever the unknowns are */
    pf_str message;
    pf_str label;  /* what stands under the snippet's marker; "" when the message says it all */
    pf_str help;   /* what to write instead; "" when there is nothing to say */
    pf_str bearer; /* words of the message that tell of whom, or "": see pf_report_bearer */
    bool bearer_ranks;
    pf_str key;      /* stable identity within the file: "web/SENTRY_DSN" */
    pf_str twin_key; /* a second gap that the same slip makes, for `covers` alone; or "" */
    pf_span span;    /* file NULL: about the project as a whole */
    struct pf_related *related;
    size_t related_count;
    struct pf_argument *arguments;
    size_t argument_count;
    pf_span *redacted; /* never printed, in no snippet and no format */
    size_t redacted_count;
    pf_str *secrets; /* the text of what is redacted, hidden wherever else it stands */
    size_t secret_count;
    const struct pf_fix *fix; /* NULL: none */
    pf_str fingerprint; /* hex of rule, path and key; salted by repeats; set by settle, else "" */
    bool suppressed;
    pf_str suppressed_reason; /* of the comment or config entry that did it */
};

/* Each stays where it was made: order and selection move pointers. */
struct pf_findings {
    struct pf_finding **items;
    size_t count, capacity;
};

/* A copy of the finding, whose parts are not copied, at the end. */
void pf_findings_add(struct pf_arena *arena, struct pf_findings *findings,
                     struct pf_finding finding);

#endif
