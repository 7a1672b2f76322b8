/* What tests of the rule engine share: documents from YAML text, rules from text, one run. */
#ifndef PF_TESTS_RULES_HELP_H
#define PF_TESTS_RULES_HELP_H

#include "rule/engine.h"
#include "read/yaml.h"
#include "unit.h"

/* Bindings of `$doc` to the root of YAML text; unused helpers are fine in a header. */
static inline const struct pf_node *yaml_doc(struct pf_arena *arena, const char *path,
                                             const char *text)
{
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_yaml_read(arena, pf_source_new(arena, pf_str_c(path), pf_str_c(text)), &faults);
    ck_assert_uint_eq(faults.count, 0);
    return root;
}

static inline struct pf_picture_root root_of(struct pf_arena *arena, const char *name,
                                             const struct pf_node *node)
{
    const struct pf_node **nodes = PF_NEW_ARRAY(arena, const struct pf_node *, 1);
    nodes[0] = node;
    return (struct pf_picture_root){.name = pf_str_c(name), .nodes = nodes, .count = 1};
}

/* The rules of one file's text; asserts that there was no fault. */
static inline struct pf_rules rules_of(struct pf_arena *arena, const char *text)
{
    struct pf_rules rules = {0};
    struct pf_faults faults = {0};
    pf_rule_file_read(arena, pf_source_new(arena, PF_STR("rules/test.yaml"), pf_str_c(text)), true,
                      &rules, &faults);
    pf_str words = pf_rule_faults_text(arena, &faults);
    ck_assert_msg(faults.count == 0, "%.*s", PF_ARG(words));
    return rules;
}

static inline struct pf_engine_result run_rules(struct pf_arena *arena,
                                                const struct pf_rules *rules,
                                                const struct pf_picture_root *roots, size_t count)
{
    struct pf_engine_input input = {.rules = rules, .roots = roots, .root_count = count};
    return pf_engine_run(arena, &input);
}

#endif
