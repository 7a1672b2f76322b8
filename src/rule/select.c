/* Which rules run. */
#include "rule/select.h"

/* How exactly an entry names a rule: more digits of the id, then its name. */
enum { FITS_NOT = 0, FITS_ALL = 1, FITS_TAG = 2, FITS_PREFIX = 3, FITS_NAME = 100 };

void pf_selection_add(struct pf_arena *arena, struct pf_strs *strs, pf_str list)
{
    pf_str entry, rest = list;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ',', &entry, &rest);
        entry = pf_str_trim(entry);
        if (entry.len > 0)
            pf_strs_add_once(arena, strs, pf_arena_str(arena, entry));
    }
}

static bool has_tag(const struct pf_rule_card *card, pf_str tag)
{
    for (size_t i = 0; i < card->tag_count; i++)
        if (pf_str_eq(card->tags[i], tag))
            return true;
    return false;
}

/* DJG, DJG0, DJG003: at least the family, so that "D" does not choose three of them. */
static bool is_prefix_of(pf_str entry, pf_str id)
{
    return entry.len >= 3 && pf_str_starts(id, entry);
}

unsigned pf_selection_fit(pf_str entry, const struct pf_rule_card *card)
{
    if (pf_str_eq(entry, card->name) || pf_str_eq(entry, card->id))
        return FITS_NAME;
    if (is_prefix_of(entry, card->id))
        return FITS_PREFIX + (unsigned)entry.len;
    if (pf_str_starts(entry, PF_STR("tag:")) && has_tag(card, pf_str_slice(entry, 4, entry.len)))
        return FITS_TAG;
    return pf_str_eq(entry, PF_STR("ALL")) ? FITS_ALL : FITS_NOT;
}

static unsigned best_fit(const struct pf_strs *entries, const struct pf_rule_card *card)
{
    unsigned best = FITS_NOT;
    for (size_t i = 0; i < entries->count; i++) {
        unsigned fit = pf_selection_fit(entries->items[i], card);
        best = fit > best ? fit : best;
    }
    return best;
}

static bool fits_some_rule(pf_str entry, const struct pf_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        if (pf_selection_fit(entry, &rules->items[i]->card) != FITS_NOT)
            return true;
    return false;
}

static bool check_entries(struct pf_arena *arena, const struct pf_strs *entries, const char *option,
                          const struct pf_rules *rules, struct pf_error *error)
{
    for (size_t i = 0; i < entries->count; i++) {
        pf_str entry = entries->items[i];
        if (fits_some_rule(entry, rules) || pf_str_eq(entry, PF_STR("ALL")))
            continue;
        pf_str nearest = pf_rules_nearest(rules, entry);
        pf_str suggestion = nearest.len == 0
                                ? nearest
                                : pf_arena_format(arena, "; did you mean '%.*s'?", PF_ARG(nearest));
        return pf_error_set(error, PF_EXIT_USAGE, "%s: no rule is called '%.*s'%.*s", option,
                            PF_ARG(entry), PF_ARG(suggestion));
    }
    return true;
}

bool pf_selection_check(struct pf_arena *arena, const struct pf_selection *selection,
                        const struct pf_rules *rules, struct pf_error *error)
{
    return check_entries(arena, &selection->select, "select", rules, error) &&
           check_entries(arena, &selection->extend, "extend-select", rules, error) &&
           check_entries(arena, &selection->ignore, "ignore", rules, error);
}

bool pf_selection_has(const struct pf_selection *selection, const struct pf_rule *rule)
{
    unsigned chosen = best_fit(&selection->select, &rule->card);
    unsigned extended = best_fit(&selection->extend, &rule->card);
    unsigned ignored = best_fit(&selection->ignore, &rule->card);
    if (rule->unsuppressable)
        return true;
    if (selection->select.count == 0 && rule->card.severity != PF_SEVERITY_OFF)
        chosen = FITS_ALL;
    chosen = extended > chosen ? extended : chosen;
    return chosen != FITS_NOT && (ignored == FITS_NOT || chosen > ignored);
}

struct pf_rules pf_rules_select(struct pf_arena *arena, const struct pf_rules *rules,
                                const struct pf_selection *selection)
{
    struct pf_rules chosen = {0};
    for (size_t i = 0; i < rules->count; i++) {
        struct pf_rule *rule = rules->items[i];
        bool is_chosen = pf_selection_has(selection, rule);
        if (is_chosen && rule->card.severity == PF_SEVERITY_OFF)
            rule->card.severity = PF_SEVERITY_WARNING;
        if (is_chosen || rule->internal)
            *pf_pile_add(arena, &chosen) = rule;
    }
    return chosen;
}
