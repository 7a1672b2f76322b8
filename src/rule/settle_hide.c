/* Which findings are hidden: by a comment, by the configuration, by the baseline. */
#include "rule/settle_parts.h"

static void read_comments(struct pf_settling *settling)
{
    for (size_t i = 0; i < settling->input->source_count; i++) {
        const struct pf_source *source = settling->input->sources[i];
        struct pf_suppressions *read = PF_NEW(settling->arena, struct pf_suppressions);
        if (source == NULL || pf_index_get(&settling->suppressions, source->path) != NULL)
            continue;
        pf_suppressions_read(settling->arena, source, read);
        if (read->count > 0)
            pf_index_put(&settling->suppressions, source->path, read);
    }
}

bool pf_settle_is_past(const struct pf_settling *settling, pf_str expires)
{
    return expires.len > 0 && settling->input->today.len > 0 &&
           pf_str_compare(expires, settling->input->today) < 0;
}

/* A card is the first member of its rule; those of rule sets without internal rules are not. */
static bool cannot_be_hidden(const struct pf_settling *settling, const struct pf_finding *finding)
{
    const struct pf_rule *rule = pf_rules_find(settling->input->rules, finding->rule->id);
    return rule != NULL && rule->unsuppressable;
}

static void hide(struct pf_finding *finding, pf_str reason)
{
    finding->suppressed = true;
    finding->suppressed_reason = reason;
}

/* Every entry that fits is used, so that none of two equal comments is called unused. */
static void apply_comment(const struct pf_settling *settling, struct pf_suppression *suppression,
                          struct pf_finding *finding, uint32_t line)
{
    if (suppression->malformed || pf_settle_is_past(settling, suppression->expires) ||
        line < suppression->first_line || line > suppression->last_line)
        return;
    for (size_t i = 0; i < suppression->rules.count; i++) {
        if (pf_selection_fit(suppression->rules.items[i], finding->rule) == 0)
            continue;
        suppression->used[i] = true;
        hide(finding, suppression->reason);
    }
}

static void hide_by_comment(struct pf_settling *settling, struct pf_finding *finding)
{
    pf_str path = pf_finding_path(finding);
    struct pf_suppressions *of_file =
        path.len == 0 ? NULL : pf_index_get(&settling->suppressions, path);
    if (of_file == NULL)
        return;
    uint32_t line = pf_span_start(finding->span).line;
    for (size_t i = 0; i < of_file->count; i++)
        apply_comment(settling, &of_file->items[i], finding, line);
}

static void hide_by_config(struct pf_settling *settling, struct pf_finding *finding)
{
    struct pf_config *config = settling->input->config;
    for (size_t i = 0; config != NULL && i < config->ignores.count; i++) {
        struct pf_config_ignore *ignore = &config->ignores.items[i];
        bool fits =
            pf_selection_fit(ignore->rule, finding->rule) > 0 &&
            (ignore->path.len == 0 || pf_glob_match(ignore->path, pf_finding_path(finding))) &&
            (ignore->key.len == 0 || pf_glob_match(ignore->key, finding->key));
        if (!fits || pf_settle_is_past(settling, ignore->expires))
            continue;
        ignore->used = true;
        hide(finding, ignore->reason);
    }
}

static void hide_by_baseline(struct pf_settling *settling, struct pf_finding *finding)
{
    struct pf_baseline *baseline = settling->input->baseline;
    pf_str path = pf_finding_path(finding), key = pf_finding_key(finding);
    for (size_t i = 0; baseline != NULL && i < baseline->count; i++) {
        struct pf_baseline_entry *entry = &baseline->items[i];
        if (entry->seen < entry->count && pf_str_eq(entry->rule, finding->rule->id) &&
            pf_str_eq(entry->path, path) && pf_str_eq(entry->key, key)) {
            entry->seen++;
            hide(finding, PF_STR("known to the baseline"));
            return;
        }
    }
}

static bool may_hide_any(const struct pf_settling *settling)
{
    const struct pf_config *config = settling->input->config;
    const struct pf_baseline *baseline = settling->input->baseline;
    return settling->suppressions.count > 0 || (config != NULL && config->ignores.count > 0) ||
           (baseline != NULL && baseline->count > 0);
}

void pf_settle_hide(struct pf_settling *settling)
{
    read_comments(settling);
    if (!may_hide_any(settling))
        return;
    for (size_t i = 0; i < settling->findings->count; i++) {
        struct pf_finding *finding = settling->findings->items[i];
        if (cannot_be_hidden(settling, finding))
            continue;
        hide_by_comment(settling, finding);
        hide_by_config(settling, finding);
        if (!finding->suppressed)
            hide_by_baseline(settling, finding);
    }
}
