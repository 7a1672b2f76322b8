/* Sets of rules: finding one, its parameters, the names that rules may use. */
#include "rule/rule.h"

#include "base/nearest.h"
#include "rule/rule_logic.h"

const pf_str pf_rule_roots[] = {
    PF_STR_INIT("action"),     PF_STR_INIT("compose"),    PF_STR_INIT("config"),
    PF_STR_INIT("deployment"), PF_STR_INIT("dockerfile"), PF_STR_INIT("docs"),
    PF_STR_INIT("git"),        PF_STR_INIT("taskdef"),    PF_STR_INIT("workflow"),
};
const size_t pf_rule_root_count = sizeof pf_rule_roots / sizeof *pf_rule_roots;

bool pf_rule_family_is_reserved(pf_str family)
{
    static const char *const reserved[] = {"ENV", "DJG", "GHA", "DEP", "ECS",
                                           "IMG", "SEC", "DOC", "PFL"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (pf_str_eq(family, pf_str_c(reserved[i])))
            return true;
    return false;
}

/* The rules stand in byte order of their ids. */
static struct pf_rule *find_id(const struct pf_rules *rules, pf_str id)
{
    size_t from = 0, to = rules->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = pf_str_compare(rules->items[middle]->card.id, id);
        if (order == 0)
            return rules->items[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

struct pf_rule *pf_rules_find(const struct pf_rules *rules, pf_str id_or_name)
{
    struct pf_rule *named = find_id(rules, id_or_name);
    if (named != NULL)
        return named;
    for (size_t i = 0; i < rules->count; i++)
        if (pf_str_eq(rules->items[i]->card.id, id_or_name) ||
            pf_str_eq(rules->items[i]->card.name, id_or_name))
            return rules->items[i];
    return NULL;
}

pf_str pf_rules_nearest(const struct pf_rules *rules, pf_str written)
{
    pf_str nearest = {0};
    unsigned best = (unsigned)(written.len + 1) / 2 < 3 ? (unsigned)(written.len + 1) / 2 : 3;
    for (size_t i = 0; i < rules->count; i++) {
        const pf_str words[] = {rules->items[i]->card.id, rules->items[i]->card.name};
        for (size_t j = 0; j < 2; j++) {
            unsigned distance = best == 0 ? 1 : pf_nearest_distance(written, words[j], best - 1);
            if (distance < best) {
                best = distance;
                nearest = words[j];
            }
        }
    }
    return nearest;
}

static struct pf_rule_param *find_param(const struct pf_rule *rule, pf_str name)
{
    pf_rule_read(rule);
    for (size_t i = 0; i < rule->param_count; i++)
        if (pf_str_eq(rule->params[i].name, name))
            return &rule->params[i];
    return NULL;
}

const struct pf_node *pf_rule_param(const struct pf_rule *rule, pf_str name)
{
    const struct pf_rule_param *param = find_param(rule, name);
    return param == NULL ? NULL : param->value;
}

void pf_rule_mark_pattern(struct pf_rule *rule, pf_str name)
{
    struct pf_rule_param *param = find_param(rule, name);
    if (param != NULL)
        param->is_pattern = true;
}

static void check_pattern(struct pf_strict *strict, const struct pf_node *text)
{
    struct pf_regex_fault wrong;
    if (!pf_node_is_scalar(text))
        pf_strict_fault(strict, text->span, "a pattern is a text, not a %s",
                        pf_kind_name(text->kind));
    else if (pf_regex_compile(strict->arena, text->text, PF_STR(""), &wrong) == NULL)
        pf_strict_fault(strict, text->span, "in this pattern, after %zu bytes: %s", wrong.at,
                        wrong.message);
}

void pf_rule_check_patterns(struct pf_strict *strict, const struct pf_rule_param *param)
{
    if (!param->is_pattern)
        return;
    if (param->value->kind != PF_SEQ)
        check_pattern(strict, param->value);
    for (size_t i = 0; param->value->kind == PF_SEQ && i < param->value->count; i++)
        check_pattern(strict, param->value->items[i]);
}

/* Lists stay lists and mappings mappings; among scalars, what is written may be of any kind. */
static bool is_like(const struct pf_node *value, const struct pf_node *usual)
{
    return value->kind == usual->kind || (pf_node_is_scalar(value) && pf_node_is_scalar(usual));
}

static void refuse_param(struct pf_strict *strict, const struct pf_rule *rule, pf_str name,
                         pf_span place)
{
    struct pf_strs names = {0};
    for (size_t i = 0; i < rule->param_count; i++)
        *pf_pile_add(strict->arena, &names) = rule->params[i].name;
    pf_str suggestion = pf_strict_suggestion(strict->arena, name, names.items, names.count);
    pf_strict_fault(strict, place, "%.*s has no parameter '%.*s'%.*s", PF_ARG(rule->card.id),
                    PF_ARG(name), PF_ARG(suggestion));
}

bool pf_rule_set_param(struct pf_arena *arena, struct pf_rule *rule, pf_str name,
                       const struct pf_node *value, struct pf_faults *faults)
{
    struct pf_strict strict = {.arena = arena, .faults = faults};
    struct pf_rule_param *param = find_param(rule, name);
    if (param == NULL) {
        refuse_param(&strict, rule, name, value->key != NULL ? value->key->span : value->span);
        return false;
    }
    if (!is_like(value, param->value)) {
        pf_strict_fault(&strict, value->span, "'%.*s' of %.*s is a %s, not a %s", PF_ARG(name),
                        PF_ARG(rule->card.id), pf_kind_name(param->value->kind),
                        pf_kind_name(value->kind));
        return false;
    }
    struct pf_rule_param changed = {name, value, param->is_pattern};
    pf_rule_check_patterns(&strict, &changed);
    if (!strict.failed)
        *param = changed;
    return !strict.failed;
}
