/* preflight.yml → configuration, strictly. */
#include "rule/config.h"

#include "read/yaml.h"
#include "rule/strict.h"
#include "rule/suppress.h"

const struct pf_config_key pf_config_keys[] = {
    {"version", "1", "the version of this file's format"},
    {"extends", "list of paths", "configurations that this one builds on; this one wins"},
    {"projects", "list of directories", "projects below this file, each checked by itself"},
    {"select", "list of rules", "only these rules run (an id, a prefix, a name, tag:X, ALL)"},
    {"extend-select", "list of rules", "rules that run in addition"},
    {"ignore", "list",
     "rules that do not run, or {rule, path, key, reason, expires} for findings to hide"},
    {"fail-on", "error, warning, info or off", "the least severity that fails the run"},
    {"rules", "map of rules", "a severity, or {severity, params}"},
    {"rule-files", "list of paths", "own rules"},
    {"exclude", "list of globs", "paths that are not read"},
    {"baseline", "path", "findings that are known and wait"},
    {"branch", "name", "the branch that production is made from"},
    {"mandated", "list of names", "variables that production must be given"},
    {"deployments", "list of maps", "how production is put together, where the files do not tell"},
    {"deploy", "map", "where `preflight deploy` deploys to: its flags by name, checks, variables"},
};
const size_t pf_config_key_count = sizeof pf_config_keys / sizeof *pf_config_keys;

static const char *const ignore_keys[] = {"rule", "path", "key", "reason", "expires"};

static void read_ignore(struct pf_strict *strict, const struct pf_node *map,
                        struct pf_config *config)
{
    if (!pf_strict_map(strict, map, "an entry of 'ignore'", ignore_keys,
                       sizeof ignore_keys / sizeof *ignore_keys))
        return;
    struct pf_config_ignore ignore = {
        .span = map->span,
        .rule = pf_strict_required(strict, map, "rule", map->span),
        .path = pf_strict_text(strict, map, "path"),
        .key = pf_strict_text(strict, map, "key"),
        .reason = pf_strict_required(strict, map, "reason", map->span),
        .expires = pf_strict_text(strict, map, "expires"),
    };
    if (ignore.expires.len > 0 && !pf_date_is_valid(ignore.expires))
        pf_strict_fault(strict, pf_node_get(map, "expires")->span,
                        "'expires' is a day like 2026-12-31");
    *pf_pile_add(strict->arena, &config->ignores) = ignore;
}

/* Texts are rules that do not run; mappings are findings to hide. */
static void read_ignores(struct pf_strict *strict, const struct pf_node *root,
                         struct pf_config *config)
{
    const struct pf_node *list = pf_node_get(root, "ignore");
    if (list != NULL && list->kind != PF_SEQ)
        pf_strict_fault(strict, list->span, "'ignore' is a list, not a %s",
                        pf_kind_name(list->kind));
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        if (pf_node_is_scalar(list->items[i]))
            pf_strs_add_once(strict->arena, &config->selection.ignore, list->items[i]->text);
        else
            read_ignore(strict, list->items[i], config);
    }
}

static void read_rule(struct pf_strict *strict, const struct pf_node *value,
                      struct pf_config *config)
{
    static const char *const keys[] = {"severity", "params"};
    struct pf_config_rule rule = {.rule = value->key->text, .span = value->key->span};
    if (pf_node_is_scalar(value)) {
        rule.has_severity = pf_severity_parse(value->text, &rule.severity);
        if (!rule.has_severity)
            pf_strict_fault(strict, value->span, "a severity is error, warning, info or off");
    } else if (pf_strict_map(strict, value, "an entry of 'rules'", keys,
                             sizeof keys / sizeof *keys)) {
        rule.has_severity = pf_strict_severity(strict, value, "severity", &rule.severity);
        rule.params = pf_node_get(value, "params");
        if (rule.params != NULL && rule.params->kind != PF_MAP)
            pf_strict_fault(strict, rule.params->span, "'params' is a mapping of names to values");
    }
    *pf_pile_add(strict->arena, &config->rules) = rule;
}

static void read_rules(struct pf_strict *strict, const struct pf_node *root,
                       struct pf_config *config)
{
    const struct pf_node *map = pf_node_get(root, "rules");
    if (map != NULL && map->kind != PF_MAP)
        pf_strict_fault(strict, map->span, "'rules' is a mapping of ids to severities");
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++)
        read_rule(strict, map->items[i], config);
}

static void append(struct pf_arena *arena, struct pf_strs *to, const struct pf_strs *from)
{
    for (size_t i = 0; i < from->count; i++)
        pf_strs_add_once(arena, to, from->items[i]);
}

static void append_texts(struct pf_strict *strict, const struct pf_node *root, const char *key,
                         struct pf_strs *to)
{
    struct pf_strs texts = pf_strict_texts(strict, root, key);
    append(strict->arena, to, &texts);
}

static void replace_texts(struct pf_strict *strict, const struct pf_node *root, const char *key,
                          struct pf_strs *texts)
{
    if (pf_node_get(root, key) != NULL)
        *texts = pf_strict_texts(strict, root, key);
}

static void replace_text(struct pf_strict *strict, const struct pf_node *root, const char *key,
                         pf_str *text)
{
    if (pf_node_get(root, key) != NULL)
        *text = pf_strict_text(strict, root, key);
}

static void read_deployments(struct pf_strict *strict, const struct pf_node *root,
                             struct pf_config *config)
{
    const struct pf_node *list = pf_node_get(root, "deployments");
    if (list == NULL)
        return;
    if (list->kind == PF_SEQ)
        config->deployments = list;
    else
        pf_strict_fault(strict, list->span, "'deployments' is a list, not a %s",
                        pf_kind_name(list->kind));
}

/* The flags of `preflight deploy`, and what has no flag. */
static const char *const deploy_keys[] = {"remote",       "branch",     "cluster",  "service",
                                          "region",       "image",      "registry", "registry-user",
                                          "url",          "gh-host",    "gh-repo",  "gh-socket",
                                          "aws-endpoint", "sentry-url", "checks",   "variables"};

static void read_checks(struct pf_strict *strict, const struct pf_node *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        bool is_command = checks->items[i]->kind == PF_SEQ && checks->items[i]->count > 0;
        for (size_t j = 0; is_command && j < checks->items[i]->count; j++)
            is_command = pf_node_is_scalar(checks->items[i]->items[j]);
        if (!is_command)
            pf_strict_fault(strict, checks->items[i]->span,
                            "a check is a list of words, such as [pytest, -q]: no shell reads it");
    }
}

static void read_deploy(struct pf_strict *strict, const struct pf_node *root,
                        struct pf_config *config)
{
    const struct pf_node *map = pf_node_get(root, "deploy");
    if (!pf_strict_map(strict, map, "'deploy'", deploy_keys,
                       sizeof deploy_keys / sizeof *deploy_keys))
        return;
    config->deploy = map;
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_node *value = map->items[i];
        const char *key = pf_arena_str(strict->arena, value->key->text).data;
        if (pf_str_eq(value->key->text, PF_STR("checks")) && value->kind == PF_SEQ)
            read_checks(strict, value);
        else if (pf_str_eq(value->key->text, PF_STR("checks")))
            pf_strict_fault(strict, value->span, "'checks' is a list of commands");
        else if (pf_str_eq(value->key->text, PF_STR("variables")))
            pf_strict_texts(strict, map, key);
        else
            pf_strict_text(strict, map, key);
    }
}

static void read_root(struct pf_strict *strict, const struct pf_node *root,
                      struct pf_config *config)
{
    const char *keys[sizeof pf_config_keys / sizeof *pf_config_keys];
    for (size_t i = 0; i < pf_config_key_count; i++)
        keys[i] = pf_config_keys[i].name;
    if (!pf_strict_map(strict, root, "the configuration", keys, pf_config_key_count))
        return;
    pf_str version = pf_strict_required(strict, root, "version", root->span);
    if (version.len > 0 && !pf_str_eq(version, PF_STR("1")))
        pf_strict_fault(strict, pf_node_get(root, "version")->span,
                        "this preflight reads configurations of version 1");
    config->extends = pf_strict_texts(strict, root, "extends");
    replace_texts(strict, root, "projects", &config->projects);
    replace_texts(strict, root, "select", &config->selection.select);
    append_texts(strict, root, "extend-select", &config->selection.extend);
    append_texts(strict, root, "rule-files", &config->rule_files);
    append_texts(strict, root, "exclude", &config->exclude);
    replace_text(strict, root, "baseline", &config->baseline);
    replace_text(strict, root, "branch", &config->branch);
    replace_texts(strict, root, "mandated", &config->mandated);
    config->has_mandated |= pf_node_get(root, "mandated") != NULL;
    pf_strict_severity(strict, root, "fail-on", &config->fail_on);
    config->has_fail_on |= pf_node_get(root, "fail-on") != NULL;
    read_ignores(strict, root, config);
    read_rules(strict, root, config);
    read_deployments(strict, root, config);
    read_deploy(strict, root, config);
}

bool pf_config_read(struct pf_arena *arena, const struct pf_source *source,
                    struct pf_config *config, struct pf_faults *faults)
{
    size_t before = faults->count;
    const struct pf_node *root = pf_yaml_read(arena, source, faults);
    struct pf_strict strict = {.arena = arena, .faults = faults};
    config->source = source;
    if (root == NULL && faults->count == before)
        pf_strict_fault(&strict, pf_span_of(source, 0, 0),
                        "the configuration is empty; it needs at least 'version: 1'");
    if (root != NULL)
        read_root(&strict, root, config);
    return faults->count == before;
}

static void refuse_rule(struct pf_strict *strict, const struct pf_rules *rules, pf_str name,
                        pf_span span)
{
    pf_str nearest = pf_rules_nearest(rules, name);
    if (nearest.len > 0)
        pf_strict_fault(strict, span, "no rule is called '%.*s'; did you mean '%.*s'?",
                        PF_ARG(name), PF_ARG(nearest));
    else
        pf_strict_fault(strict, span, "no rule is called '%.*s'", PF_ARG(name));
}

static void apply_rule(struct pf_strict *strict, const struct pf_config_rule *entry,
                       struct pf_rules *rules)
{
    struct pf_rule *rule = pf_rules_find(rules, entry->rule);
    if (rule == NULL) {
        refuse_rule(strict, rules, entry->rule, entry->span);
        return;
    }
    if (entry->has_severity && entry->severity == PF_SEVERITY_OFF && rule->unsuppressable)
        pf_strict_fault(strict, entry->span, "%.*s cannot be switched off", PF_ARG(rule->card.id));
    else if (entry->has_severity) {
        rule->card.severity = entry->severity;
        rule->severity_is_set = true;
    }
    for (size_t i = 0; pf_node_is(entry->params, PF_MAP) && i < entry->params->count; i++) {
        const struct pf_node *value = entry->params->items[i];
        strict->failed |=
            !pf_rule_set_param(strict->arena, rule, value->key->text, value, strict->faults);
    }
}

static bool names_a_rule(const struct pf_rules *rules, pf_str entry)
{
    for (size_t i = 0; i < rules->count; i++)
        if (pf_selection_fit(entry, &rules->items[i]->card) > 0)
            return true;
    return false;
}

bool pf_config_apply(struct pf_arena *arena, const struct pf_config *config, struct pf_rules *rules,
                     struct pf_faults *faults)
{
    struct pf_strict strict = {.arena = arena, .faults = faults};
    for (size_t i = 0; i < config->rules.count; i++)
        apply_rule(&strict, &config->rules.items[i], rules);
    for (size_t i = 0; i < config->ignores.count; i++)
        if (!names_a_rule(rules, config->ignores.items[i].rule))
            refuse_rule(&strict, rules, config->ignores.items[i].rule,
                        config->ignores.items[i].span);
    return !strict.failed;
}
