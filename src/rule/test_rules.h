/*
 * The examples in a rule's file, run as its tests.
 *
 *   bad:                        each must be found by this rule
 *   - name: the variable is missing
 *     files: {config/settings.py: …, deploy/task-definition.json: …}
 *     expect: ['deploy/task-definition.json:1:2']   path:line[:column]; without: anywhere, any
 * number message: settings read SENTRY_DSN …           optional: the first finding's whole message
 *   good:                       each must be clean for this rule
 *   - files: {…}
 *   tests:                      cases that a page need not show; `expect: []` is clean
 *   - {name: …, files: {…}, expect: […], params: {…}, given: {…}}
 *
 * `files` are paths and contents of a project that exists in memory only. `params` are the rule's.
 * `given` is handed to the builder as it is (a branch, an event).
 */
#ifndef PF_RULE_TEST_RULES_H
#define PF_RULE_TEST_RULES_H

#include "base/buffer.h"
#include "rule/engine.h"

/* A project that was built from virtual files. */
struct pf_rule_project {
    const struct pf_picture_root *roots;
    size_t root_count;
    const struct pf_picture *picture;
    pf_has_file *has_file;
    void *has_file_context;
    struct pf_findings findings; /* of reading the files: pf_findings_add_faults */
};

/*
 * Builds the project of an example: `files` is a PF_MAP of path → scalar with the file's text;
 * `given` is a PF_MAP or NULL; `rules` serves pf_findings_add_faults. False with a reason when
 * `given` cannot be understood.
 */
typedef bool pf_rule_project_builder(void *context, struct pf_arena *arena,
                                     const struct pf_rules *rules, const struct pf_node *files,
                                     const struct pf_node *given, struct pf_rule_project *project,
                                     struct pf_error *error);

struct pf_rule_tests_result {
    size_t rules, passed, failed;
    size_t without_bad, without_good; /* rules that lack an example of a kind: counted as failed */
};

/*
 * Runs the examples of every rule in `rules` (internal rules may have none). What failed is
 * described in `report`, a line each, starting with the example's place. Only findings of the rule
 * itself count; each example runs in an arena of its own.
 */
struct pf_rule_tests_result pf_rules_test(const struct pf_rules *rules,
                                          pf_rule_project_builder *build, void *context,
                                          struct pf_buffer *report);

#endif
