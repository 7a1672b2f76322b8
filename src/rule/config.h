/* preflight.yml: which rules, which severities, what is ignored and why. */
#ifndef PF_RULE_CONFIG_H
#define PF_RULE_CONFIG_H

#include "rule/select.h"

enum { PF_CONFIG_EXTENDS = 8 /* files that extend each other in a row */ };

/* `rules: {DJG003: warning}` or `{DJG003: {severity: warning, params: {…}}}` */
struct pf_config_rule {
    pf_str rule; /* id or name as written */
    pf_span span;
    bool has_severity;
    enum pf_severity severity;
    const struct pf_node *params; /* PF_MAP or NULL */
};

/* `ignore: [{rule: DJG003, path: deploy/ *.json, key: web/DEBUG, reason: …, expires: …}]` */
struct pf_config_ignore {
    pf_span span;
    pf_str rule;    /* id, name or prefix */
    pf_str path;    /* a glob against the finding's path; "" any */
    pf_str key;     /* a glob against the finding's key; "" any */
    pf_str reason;  /* never empty */
    pf_str expires; /* "2026-12-31" or "" */
    bool used;      /* set by settle */
};

struct pf_config {
    const struct pf_source *source; /* NULL: there is no file, all is by default */
    struct pf_strs files;           /* that it was read from, by pf_config_load: itself first */
    struct pf_strs extends;         /* as written; pf_config_load has followed them */
    struct pf_strs projects;        /* directories, relative to the file; empty: its own */
    struct pf_selection selection;
    bool has_fail_on;
    enum pf_severity fail_on; /* the least that fails; off: none */
    struct {
        struct pf_config_rule *items;
        size_t count, capacity;
    } rules;
    struct {
        struct pf_config_ignore *items;
        size_t count, capacity;
    } ignores;
    struct pf_strs
        rule_files; /* own rules; relative to the file, after pf_config_load to where we are */
    struct pf_strs exclude; /* globs of paths that are not read */
    pf_str baseline;        /* a path as `rule_files` are; "" none */
    pf_str branch;          /* that production is made from; "" not said */
    bool has_mandated;
    struct pf_strs mandated;           /* variables that production must be given */
    const struct pf_node *deployments; /* PF_SEQ or NULL */
    const struct pf_node *deploy;      /* PF_MAP or NULL: for `preflight deploy` */
};

/* In the order in which they are looked for in a directory. */
extern const char *const pf_config_names[];
extern const size_t pf_config_name_count;

/*
 * The configuration that holds for `directory`: the nearest one from there upward, not beyond the
 * first directory that has .git; .github/workflows/preflight.yml is none. False when there is
 * none. `*path` starts with `directory`, which is "" for where we are.
 */
bool pf_config_find(struct pf_arena *arena, pf_str directory, pf_str *path);
/*
 * Reads the file and what it extends; nearer files win. False with every fault of the files in
 * `error` (exit status 2): an unknown key with the nearest one, a wrong kind of value, a file that
 * cannot be read or extends itself.
 */
bool pf_config_load(struct pf_arena *arena, const char *path, struct pf_config *config,
                    struct pf_error *error);
/* The same from bytes, without `extends`. Faults say what is wrong; what could be read is kept. */
bool pf_config_read(struct pf_arena *arena, const struct pf_source *source,
                    struct pf_config *config, struct pf_faults *faults);
/* Puts severities and parameters into the rules. A rule that does not exist is a fault with the
 * nearest one. */
bool pf_config_apply(struct pf_arena *arena, const struct pf_config *config, struct pf_rules *rules,
                     struct pf_faults *faults);

/* The keys of the file, for `schema config` and the manual. */
struct pf_config_key {
    const char *name;
    const char *type; /* "list of strings", "map", … */
    const char *summary;
};
extern const struct pf_config_key pf_config_keys[];
extern const size_t pf_config_key_count;

#endif
