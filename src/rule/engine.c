/* All rules over one project: run, cap, and drop what another finding covers. */
#include "rule/engine.h"

#include "rule/check_run.h"
#include "rule/engine_rule.h"
#include "rule/internal.h"

/* Where a run puts things: `scratch` is cleared after each rule. */
struct run {
    struct pf_arena *arena, *scratch;
    const struct pf_engine_input *input;
    struct pf_engine_result result;
};

static struct pf_rule_outcome run_check(struct run *run, const struct pf_rule *rule)
{
    const struct pf_engine_input *input = run->input;
    struct pf_findings *findings = &run->result.findings;
    struct pf_check_context context = {
        .arena = run->scratch,
        .kept = run->arena,
        .picture = input->picture,
        .roots = input->roots,
        .root_count = input->root_count,
        .rule = rule,
    };
    struct pf_rule_outcome outcome = {.rule = rule, .bindings = 1};
    size_t before = findings->count;
    pf_check_run(&context, findings, &outcome.undecided);
    outcome.findings = findings->count - before;
    return outcome;
}

static void add_argument(struct pf_arena *arena, struct pf_arguments *arguments, const char *name,
                         pf_str value)
{
    *pf_pile_add(arena, arguments) = (struct pf_argument){pf_str_c(name), value};
}

static void add_exhausted(struct pf_arena *arena, const struct pf_engine_input *input,
                          const struct pf_rule *rule, struct pf_findings *findings)
{
    struct pf_arguments arguments = {0};
    add_argument(arena, &arguments, "rule", rule->card.id);
    add_argument(arena, &arguments, "name", rule->card.name);
    struct pf_finding finding =
        pf_internal_finding(arena, input->rules, "PFL003", "rule", (pf_span){0}, &arguments);
    finding.key = rule->card.id;
    pf_findings_add(arena, findings, finding);
}

static void add_cut(struct pf_arena *arena, const struct pf_engine_input *input,
                    const struct pf_rule *rule, const struct pf_source *file, size_t count,
                    struct pf_findings *findings)
{
    struct pf_arguments arguments = {0};
    add_argument(arena, &arguments, "rule", rule->card.id);
    add_argument(arena, &arguments, "count", pf_arena_format(arena, "%zu", count));
    pf_span place = file == NULL ? (pf_span){0} : pf_span_of(file, 0, 0);
    struct pf_finding finding =
        pf_internal_finding(arena, input->rules, "PFL003", "findings", place, &arguments);
    finding.key = rule->card.id;
    pf_findings_add(arena, findings, finding);
}

struct file_count {
    const struct pf_source *file;
    size_t count;
};
struct file_counts {
    struct file_count *items;
    size_t count, capacity;
};

/* A rule speaks of a file at a time, so the file wanted is nearly always the last. */
static struct file_count *count_of(struct pf_arena *arena, struct file_counts *counts,
                                   const struct pf_source *file)
{
    for (size_t i = counts->count; i-- > 0;)
        if (counts->items[i].file == file)
            return &counts->items[i];
    struct file_count *added = pf_pile_add(arena, counts);
    added->file = file;
    return added;
}

/* Keeps the first PF_FINDINGS_PER_RULE_AND_FILE of each file among those from `from` on. */
static bool cap_findings(struct pf_arena *arena, const struct pf_engine_input *input,
                         const struct pf_rule *rule, size_t from, struct pf_findings *findings)
{
    struct file_counts counts = {0};
    size_t kept = from;
    for (size_t i = from; i < findings->count; i++) {
        struct file_count *count = count_of(arena, &counts, findings->items[i]->span.file);
        if (++count->count <= PF_FINDINGS_PER_RULE_AND_FILE)
            findings->items[kept++] = findings->items[i];
    }
    bool is_cut = kept < findings->count;
    findings->count = kept;
    for (size_t i = 0; i < counts.count; i++)
        if (counts.items[i].count > PF_FINDINGS_PER_RULE_AND_FILE)
            add_cut(arena, input, rule, counts.items[i].file, counts.items[i].count, findings);
    return is_cut;
}

static bool covers(const struct pf_finding *better, const struct pf_finding *lesser)
{
    /* a card is the first member of its rule */
    const struct pf_rule *rule = (const struct pf_rule *)(const void *)better->rule;
    bool is_same = pf_str_eq(better->key, lesser->key) ||
                   (better->twin_key.len > 0 && pf_str_eq(better->twin_key, lesser->key));
    return better->key.len > 0 && is_same && better->certain &&
           (pf_strs_has(&rule->covers, lesser->rule->id) ||
            pf_strs_has(&rule->covers, lesser->rule->name));
}

static bool is_covered(const struct pf_findings *coverers, const struct pf_finding *finding)
{
    for (size_t i = 0; i < coverers->count; i++)
        if (covers(coverers->items[i], finding))
            return true;
    return false;
}

static bool has_covers(const struct pf_rules *rules, const struct pf_rule_card *card)
{
    const struct pf_rule *rule = pf_rules_find(rules, card->id);
    return rule != NULL && &rule->card == card && rule->covers.count > 0;
}

/* One gap, one finding: the better one names the rules whose findings it stands for. */
static void drop_covered(struct pf_arena *arena, const struct pf_rules *rules,
                         struct pf_findings *findings)
{
    struct pf_findings coverers = {0};
    const struct pf_rule_card *card = NULL; /* findings stand by their rules */
    bool is_coverer = false;
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->rule != card) {
            card = findings->items[i]->rule;
            is_coverer = has_covers(rules, card);
        }
        if (is_coverer)
            *pf_pile_add(arena, &coverers) = findings->items[i];
    }
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++)
        if (!is_covered(&coverers, findings->items[i]))
            findings->items[kept++] = findings->items[i];
    findings->count = kept;
}

static bool is_empty(const struct pf_engine_input *input, pf_str root)
{
    for (size_t i = 0; i < input->root_count; i++)
        if (pf_str_eq(input->roots[i].name, root) && input->roots[i].count > 0)
            return false;
    return true;
}

static struct pf_rule_outcome run_expressions(struct run *run, const struct pf_rule *rule)
{
    if (rule->walks.len > 0 && is_empty(run->input, rule->walks))
        return (struct pf_rule_outcome){.rule = rule};
    pf_rule_read(rule);
    return pf_engine_run_rule(run->arena, run->scratch, run->input, rule, &run->result.findings);
}

static void run_one(struct run *run, const struct pf_rule *rule)
{
    struct pf_engine_result *result = &run->result;
    struct pf_findings *findings = &result->findings;
    size_t before = findings->count;
    struct pf_rule_outcome outcome =
        rule->check != NULL ? run_check(run, rule) : run_expressions(run, rule);
    pf_arena_clear(run->scratch);
    bool is_cut = cap_findings(run->arena, run->input, rule, before, findings);
    if (outcome.exhausted)
        add_exhausted(run->arena, run->input, rule, findings);
    result->incomplete |= outcome.exhausted || is_cut;
    result->undecided += outcome.undecided;
    result->outcomes[result->outcome_count++] = outcome;
}

struct pf_engine_result pf_engine_run(struct pf_arena *arena, const struct pf_engine_input *input)
{
    struct run run = {.arena = arena, .scratch = pf_arena_beside(arena), .input = input};
    run.result.outcomes = PF_NEW_ARRAY(arena, struct pf_rule_outcome, input->rules->count);
    for (size_t i = 0; i < input->rules->count; i++) {
        const struct pf_rule *rule = input->rules->items[i];
        if (!rule->internal && rule->card.severity != PF_SEVERITY_OFF)
            run_one(&run, rule);
    }
    pf_arena_free(run.scratch);
    drop_covered(arena, input->rules, &run.result.findings);
    return run.result;
}
