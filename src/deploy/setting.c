/* One row a setting; flags before variables before the configuration before the plan. */
#include "deploy/setting.h"

#include "deploy/grammar.h"

#include <stdlib.h>

struct row {
    const char *name, *variable;
    enum pf_grammar grammar;
};
static const struct row rows[PF_SETTING_COUNT] = {
    [PF_SETTING_REMOTE] = {"remote", "PREFLIGHT_REMOTE", PF_GRAMMAR_REMOTE},
    [PF_SETTING_BRANCH] = {"branch", "PREFLIGHT_BRANCH", PF_GRAMMAR_BRANCH},
    [PF_SETTING_CLUSTER] = {"cluster", "PREFLIGHT_CLUSTER", PF_GRAMMAR_ECS_NAME_OR_ARN},
    [PF_SETTING_SERVICE] = {"service", "PREFLIGHT_SERVICE", PF_GRAMMAR_ECS_NAME_OR_ARN},
    [PF_SETTING_REGION] = {"region", "PREFLIGHT_REGION", PF_GRAMMAR_REGION},
    [PF_SETTING_IMAGE] = {"image", "PREFLIGHT_IMAGE", PF_GRAMMAR_IMAGE_NAME},
    [PF_SETTING_REGISTRY] = {"registry", "PREFLIGHT_REGISTRY", PF_GRAMMAR_HOST},
    [PF_SETTING_REGISTRY_USER] = {"registry-user", "PREFLIGHT_REGISTRY_USER", PF_GRAMMAR_USER},
    [PF_SETTING_URL] = {"url", "PREFLIGHT_URL", PF_GRAMMAR_URL},
    [PF_SETTING_AWS_ENDPOINT] = {"aws-endpoint", "PREFLIGHT_AWS_ENDPOINT", PF_GRAMMAR_URL},
    [PF_SETTING_GH_HOST] = {"gh-host", "PREFLIGHT_GH_HOST", PF_GRAMMAR_HOST},
    [PF_SETTING_GH_SOCKET] = {"gh-socket", "PREFLIGHT_GH_SOCKET", PF_GRAMMAR_ANY_PATH},
    [PF_SETTING_GH_REPO] = {"gh-repo", "PREFLIGHT_GH_REPO", PF_GRAMMAR_REPOSITORY},
    [PF_SETTING_SENTRY_URL] = {"sentry-url", "PREFLIGHT_SENTRY_URL", PF_GRAMMAR_URL},
    [PF_SETTING_STATE] = {"state", "PREFLIGHT_STATE", PF_GRAMMAR_ANY_PATH},
    [PF_SETTING_POLL] = {"poll", "PREFLIGHT_POLL", PF_GRAMMAR_MILLISECONDS},
};

const char *pf_setting_name(enum pf_setting setting)
{
    return rows[setting].name;
}

const char *pf_setting_variable(enum pf_setting setting)
{
    return rows[setting].variable;
}

bool pf_settings_take(struct pf_settings_given *settings, enum pf_setting setting, pf_str value,
                      pf_str by, struct pf_error *error)
{
    struct pf_setting_value *item = &settings->items[setting];
    if (item->value.len > 0 || value.len == 0)
        return true;
    if (!pf_grammar_is(rows[setting].grammar, value))
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s: '%.*s' is no value for it: %s", PF_ARG(by),
                            PF_ARG(value), pf_grammar_text(rows[setting].grammar));
    *item = (struct pf_setting_value){value, by};
    return true;
}

/* The value of the option of that name in the command's own table. */
static pf_str flag(const struct pf_given *given, const char *name)
{
    for (size_t i = 0; given->options[i].name != NULL; i++)
        if (pf_str_eq(pf_str_c(given->options[i].name), pf_str_c(name)))
            return pf_given_value(given, i, "");
    return PF_STR("");
}

bool pf_settings_take_given(struct pf_arena *arena, struct pf_settings_given *settings,
                            const struct pf_given *given, struct pf_error *error)
{
    for (int i = 0; i < PF_SETTING_COUNT; i++) {
        pf_str dashed = pf_arena_format(arena, "--%s", rows[i].name);
        if (!pf_settings_take(settings, (enum pf_setting)i, flag(given, rows[i].name), dashed,
                              error) ||
            !pf_settings_take(settings, (enum pf_setting)i, pf_str_c(getenv(rows[i].variable)),
                              pf_str_c(rows[i].variable), error))
            return false;
    }
    return true;
}

bool pf_settings_take_map(struct pf_arena *arena, struct pf_settings_given *settings,
                          const struct pf_node *map, pf_str by, struct pf_error *error)
{
    for (int i = 0; i < PF_SETTING_COUNT; i++) {
        const struct pf_node *value = pf_node_get(map, rows[i].name);
        pf_str place = pf_arena_format(arena, "%.*s: deploy.%s", PF_ARG(by), rows[i].name);
        if (!pf_settings_take(settings, (enum pf_setting)i, pf_node_text(value), place, error))
            return false;
    }
    return true;
}
