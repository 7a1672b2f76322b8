/* What is wrong with suppressions: no reason, no use, no such rule, past their day. */
#include "rule/internal.h"
#include "rule/settle_parts.h"

static void add(struct pf_settling *settling, const char *id, const char *variant, pf_span span,
                const struct pf_arguments *arguments, pf_str key)
{
    struct pf_finding finding =
        pf_internal_finding(settling->arena, settling->input->rules, id, variant, span, arguments);
    finding.key = key;
    if (finding.severity != PF_SEVERITY_OFF)
        pf_findings_add(settling->arena, settling->findings, finding);
}

static void argue(struct pf_settling *settling, struct pf_arguments *arguments, const char *name,
                  pf_str value)
{
    *pf_pile_add(settling->arena, arguments) = (struct pf_argument){pf_str_c(name), value};
}

static bool names_one_of(const struct pf_rules *rules, pf_str entry)
{
    for (size_t i = 0; i < rules->count; i++)
        if (pf_selection_fit(entry, &rules->items[i]->card) > 0)
            return true;
    return false;
}

static const struct pf_rules *rules_that_ran(const struct pf_settling *settling)
{
    return settling->input->ran != NULL ? settling->input->ran : settling->input->rules;
}

static void add_unknown(struct pf_settling *settling, pf_str entry, pf_span span)
{
    struct pf_arguments arguments = {0};
    pf_str nearest = pf_rules_nearest(settling->input->rules, entry);
    pf_str suggestion = {0};
    if (nearest.len > 0)
        suggestion = pf_arena_format(settling->arena, "; did you mean '%.*s'?", PF_ARG(nearest));
    argue(settling, &arguments, "rule", entry);
    argue(settling, &arguments, "suggestion", suggestion);
    add(settling, "PFL902", "unknown-rule", span, &arguments, entry);
}

static void judge_entry(struct pf_settling *settling, const struct pf_suppression *suppression,
                        size_t index)
{
    pf_str entry = suppression->rules.items[index];
    pf_span span = suppression->rule_spans[index];
    bool can_tell = !settling->input->partial && !pf_settle_is_past(settling, suppression->expires);
    if (!names_one_of(settling->input->rules, entry)) {
        add_unknown(settling, entry, span);
    } else if (can_tell && !suppression->used[index] &&
               names_one_of(rules_that_ran(settling), entry)) {
        struct pf_arguments arguments = {0};
        argue(settling, &arguments, "rule", entry);
        add(settling, "PFL902", "comment", span, &arguments, entry);
    }
}

static void judge_expiry(struct pf_settling *settling, pf_str expires, pf_span span, pf_str key)
{
    struct pf_arguments arguments = {0};
    argue(settling, &arguments, "expires", expires);
    if (pf_settle_is_past(settling, expires))
        add(settling, "PFL903", "expired", span, &arguments, key);
}

static void judge_comment(struct pf_settling *settling, const struct pf_suppression *suppression)
{
    struct pf_arguments arguments = {0};
    if (suppression->malformed) {
        add(settling, "PFL902", "malformed", suppression->span, &arguments, (pf_str){0});
        return;
    }
    pf_str rules = pf_arena_join(settling->arena, suppression->rules.items,
                                 suppression->rules.count, PF_STR(", "));
    argue(settling, &arguments, "rules", rules);
    if (suppression->reason.len == 0)
        add(settling, "PFL901", "comment", suppression->span, &arguments, rules);
    judge_expiry(settling, suppression->expires, suppression->span, rules);
    for (size_t i = 0; i < suppression->rules.count; i++)
        judge_entry(settling, suppression, i);
}

static void judge_config(struct pf_settling *settling)
{
    const struct pf_config *config = settling->input->config;
    for (size_t i = 0; config != NULL && i < config->ignores.count; i++) {
        const struct pf_config_ignore *ignore = &config->ignores.items[i];
        struct pf_arguments none = {0};
        judge_expiry(settling, ignore->expires, ignore->span, ignore->rule);
        if (!ignore->used && !settling->input->partial &&
            !pf_settle_is_past(settling, ignore->expires) &&
            names_one_of(rules_that_ran(settling), ignore->rule))
            add(settling, "PFL902", "config", ignore->span, &none, ignore->rule);
    }
}

static void judge_baseline(struct pf_settling *settling)
{
    const struct pf_baseline *baseline = settling->input->baseline;
    if (baseline == NULL || settling->input->partial)
        return;
    for (size_t i = 0; i < baseline->count; i++) {
        const struct pf_baseline_entry *entry = &baseline->items[i];
        struct pf_arguments arguments = {0};
        if (entry->seen >= entry->count || !names_one_of(rules_that_ran(settling), entry->rule))
            continue;
        argue(settling, &arguments, "known",
              pf_arena_format(settling->arena, "%zu finding%s", entry->count,
                              entry->count == 1 ? "" : "s"));
        argue(settling, &arguments, "rule", entry->rule);
        argue(settling, &arguments, "path",
              entry->path.len == 0 ? PF_STR("the project") : entry->path);
        argue(settling, &arguments, "seen", pf_arena_format(settling->arena, "%zu", entry->seen));
        argue(settling, &arguments, "verb", entry->seen == 1 ? PF_STR("is") : PF_STR("are"));
        add(settling, "PFL904", "stale", entry->span, &arguments, entry->key);
    }
}

void pf_settle_judge_suppressions(struct pf_settling *settling)
{
    for (size_t i = 0; i < settling->suppressions.count; i++) {
        const struct pf_suppressions *of_file = settling->suppressions.entries[i].value;
        for (size_t j = 0; j < of_file->count; j++)
            judge_comment(settling, &of_file->items[j]);
    }
    judge_config(settling);
    judge_baseline(settling);
}
