/* A rule, as its YAML file says it. */
#ifndef PF_RULE_RULE_H
#define PF_RULE_RULE_H

#include "base/error.h"
#include "base/buffer.h"
#include "rule/message.h"
#include "tree/fault.h"

enum {
    PF_RULES_CAP = 1000,   /* of one run; more is no rule set but a program */
    PF_RULE_VARIABLES = 32 /* for and let together */
};

/* A variable of `for` (walked one member at a time) or `let` (a set). */
struct pf_rule_variable {
    pf_str name;
    const struct pf_expr *expr;
};

/* What a rule says in one case. Rules with one message have one variant, named "". */
struct pf_rule_message {
    pf_str variant;
    struct pf_template text;
    struct pf_template label; /* under the marker */
    struct pf_template help;
    bool has_severity;
    enum pf_severity severity; /* instead of the rule's */
};

struct pf_rule_related {
    pf_str name; /* for checks in C, which name it; "" in rules with expressions */
    const struct pf_expr *at;
    struct pf_template label;
};

struct pf_rule_fix {
    enum pf_fix_safety safety;
    struct pf_template title;
    const struct pf_expr *set; /* the node to replace; NULL: a suggestion to read */
    struct pf_template text;
};

struct pf_rule_param {
    pf_str name;
    const struct pf_node *value;
    bool is_pattern; /* stands right of =~ or !~: its texts must compile */
};

struct pf_check_entry;
struct pf_rule_unread;

struct pf_rule {
    struct pf_rule_card card; /* first, so that a card's address is its rule's */
    pf_span place;            /* of the id in the rule file */
    bool built_in;            /* came with the program: its prefix may be a reserved one */
    bool internal;            /* `internal: true`: reported by the program itself */
    bool unsuppressable;      /* no comment, configuration, baseline or --ignore hides it */
    pf_str since;
    struct pf_rule_param *params;
    size_t param_count;
    struct pf_rule_variable *each; /* for */
    size_t each_count;
    struct pf_rule_variable *let;
    size_t let_count;
    const struct pf_expr *when; /* NULL: always */
    const struct pf_expr *condition;
    bool severity_is_set; /* by the configuration, which then holds for all messages */
    bool forbids;         /* `condition` must not hold; else it must */
    const struct pf_check_entry *check; /* NULL for rules with expressions */
    struct pf_rule_message *messages;
    size_t message_count;
    const struct pf_expr *at; /* NULL: the last `for` variable */
    struct pf_rule_related *related;
    size_t related_count;
    struct pf_template key; /* no parts: none */
    const struct pf_expr *redact;
    bool reports_unknown;
    enum pf_severity unknown; /* of undecided cases */
    struct pf_rule_fix *fix;
    struct pf_strs covers;     /* ids or names: a finding of theirs with the same key is dropped */
    struct pf_strs references; /* addresses */
    struct pf_strs related_rules;
    struct pf_strs reads;                     /* kinds of file, in words, for the rule's page */
    pf_str exceptions;                        /* Markdown: when not to use it */
    const struct pf_node *bad, *good, *tests; /* examples: see test_rules.h */
    pf_str walks;                             /* a root without which `for` is empty; "": unknown */
    struct pf_rule_unread *unread;            /* not NULL: see pf_rules_built_in_to_run */
};

struct pf_rules {
    struct pf_rule **items; /* in byte order of their ids */
    size_t count, capacity;
};

/*
 * Reads one rule file and adds its rules to `*rules`. Strict: an unknown key, name, function or
 * pattern that does not compile is an entry in `*faults` with its place, and that rule is left out.
 * False when there was any fault. An id or name that `*rules` already has is one.
 */
bool pf_rule_file_read(struct pf_arena *arena, const struct pf_source *source, bool built_in,
                       struct pf_rules *rules, struct pf_faults *faults);
/* The rules that are compiled in. A fault in them is a mistake of ours: pf_die. */
void pf_rules_built_in(struct pf_arena *arena, struct pf_rules *rules);
/*
 * The same for a run, in which few of them have anything to look at: without examples, and at first
 * with id, name, severity, tags, built_in, internal, unsuppressable, check and walks alone. Whoever
 * wants more of a rule calls pf_rule_read; the functions for messages and parameters do so.
 */
void pf_rules_built_in_to_run(struct pf_arena *arena, struct pf_rules *rules);
/* Reads what is still unread of a built-in rule, once, into the arena of its rule set. */
void pf_rule_read(const struct pf_rule *rule);
/* Every fault as one line, "rules/x.yaml:3:5: message\n": what ends with status 2. */
pf_str pf_rule_faults_text(struct pf_arena *arena, const struct pf_faults *faults);

/* The keys of a rule, for `schema rules` and the manual. */
struct pf_rule_key {
    const char *name;
    const char *type; /* "text", "expression", … */
    const char *summary;
};
extern const struct pf_rule_key pf_rule_keys[];
extern const size_t pf_rule_key_count;

/* By id or name; NULL when there is none. */
struct pf_rule *pf_rules_find(const struct pf_rules *rules, pf_str id_or_name);
/* The id or name that is nearest to what was written; empty when none is near. */
pf_str pf_rules_nearest(const struct pf_rules *rules, pf_str written);
/* True for ENV, DJG, GHA, DEP, ECS, IMG, SEC, DOC and PFL. */
bool pf_rule_family_is_reserved(pf_str family);

const struct pf_node *pf_rule_param(const struct pf_rule *rule, pf_str name); /* NULL: none */
/* False with a fault at `value` when the rule has no such parameter or `value` is of another kind
 * than its default. */
bool pf_rule_set_param(struct pf_arena *arena, struct pf_rule *rule, pf_str name,
                       const struct pf_node *value, struct pf_faults *faults);

/* The names `$name` may have everywhere: workflow, taskdef, deployment, … */
extern const pf_str pf_rule_roots[];
extern const size_t pf_rule_root_count;

#endif
