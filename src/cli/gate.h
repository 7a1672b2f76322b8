/* What `preflight check` was asked for, and the reports it writes. */
#ifndef PF_CLI_GATE_H
#define PF_CLI_GATE_H

#include "base/sandbox.h"
#include "cli/scene.h"
#include "rule/baseline.h"
#include "rule/changed.h"
#include "rule/select.h"

extern const struct pf_option pf_gate_options[];

struct pf_gate {
    struct pf_strs folders; /* projects, at least one; "." when none was named */
    struct pf_strs only;    /* files to report on, clean paths in the one project; empty: all */
    pf_str config;
    bool wants_config;
    const struct pf_strs *rule_folders;
    const struct pf_strs *formats; /* as given: "sarif=out.sarif" */
    pf_str writes_baseline_to;     /* "": nowhere */
    enum pf_sandbox_mode sandbox;
    struct pf_selection selection;
    bool has_fail_on;
    enum pf_severity fail_on; /* the configuration's may still come */
    unsigned timeout_seconds;
    struct pf_baseline *baseline; /* NULL: none */
    pf_str baseline_path;
    pf_str edited, edited_bytes; /* a file as standard input has it; "": none */
    pf_str base;                 /* the project before the change; "": not given */
    struct pf_changes *changes;  /* NULL: findings anywhere are reported */
    bool only_new;               /* none that the base has as well */
    bool quiet, lists_files, allows_empty, exits_zero, strict_baseline, writes_baseline;
    bool fixes, fixes_unsafe, shows_diff;
    bool names_findings; /* one of the formats prints fingerprints */
    bool wants_plan;     /* a plan of the deploy is among the formats */
    pf_str branch;       /* for the plan; "" for production's */
};

/* False with a reason for a path that is not there, a threshold that is none, … */
bool pf_gate_read(struct pf_call *call, struct pf_gate *options, struct pf_error *error);
/* The rules that run: the command line's choice over the configuration's. Also takes the threshold
 * and the baseline from the configuration where the command line names none. */
bool pf_gate_choose(struct pf_arena *arena, struct pf_gate *options, struct pf_scene *scene,
                    struct pf_rules *ran, struct pf_error *error);
/* Every report that was asked for: standard output, files, the job summary, the baseline. */
bool pf_gate_write(struct pf_call *call, const struct pf_gate *options,
                   const struct pf_verdict *verdict, struct pf_error *error);

#endif
