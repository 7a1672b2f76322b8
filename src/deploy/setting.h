/*
 * Where a deploy goes and whom it speaks to: each setting by flag, by variable, by the
 * configuration's `deploy:`, or as the plan of the commit says.
 */
#ifndef PF_DEPLOY_SETTING_H
#define PF_DEPLOY_SETTING_H

#include "command/options.h"
#include "tree/node.h"

enum pf_setting {
    PF_SETTING_REMOTE,
    PF_SETTING_BRANCH,
    PF_SETTING_CLUSTER,
    PF_SETTING_SERVICE,
    PF_SETTING_REGION,
    PF_SETTING_IMAGE,
    PF_SETTING_REGISTRY,
    PF_SETTING_REGISTRY_USER,
    PF_SETTING_URL,
    PF_SETTING_AWS_ENDPOINT,
    PF_SETTING_GH_HOST,
    PF_SETTING_GH_SOCKET,
    PF_SETTING_GH_REPO,
    PF_SETTING_SENTRY_URL,
    PF_SETTING_STATE,
    PF_SETTING_POLL,
    PF_SETTING_COUNT
};

struct pf_setting_value {
    pf_str value; /* "": not set */
    pf_str by;    /* "--cluster", "PREFLIGHT_CLUSTER", "preflight.yml", "deploy.yml:deploy" */
};
struct pf_settings_given {
    struct pf_setting_value items[PF_SETTING_COUNT];
};

/* The flag's name without dashes, which is the configuration's key too: "aws-endpoint". */
const char *pf_setting_name(enum pf_setting setting);
/* "PREFLIGHT_AWS_ENDPOINT" */
const char *pf_setting_variable(enum pf_setting setting);

/*
 * Takes every setting that a flag or a variable gives. A flag is found by its name in the command's
 * own table; a table without it leaves that setting to the variable. False, with the reason, for a
 * value that breaks the grammar of what it is for (deploy/grammar.h).
 */
bool pf_settings_take_given(struct pf_arena *arena, struct pf_settings_given *settings,
                            const struct pf_given *given, struct pf_error *error);
/* The same for a map of the configuration (PF_MAP or NULL), where nothing is set yet. `by` names
 * the file. */
bool pf_settings_take_map(struct pf_arena *arena, struct pf_settings_given *settings,
                          const struct pf_node *map, pf_str by, struct pf_error *error);
/* One value from elsewhere, where nothing is set yet and `value` is not empty. */
bool pf_settings_take(struct pf_settings_given *settings, enum pf_setting setting, pf_str value,
                      pf_str by, struct pf_error *error);

#endif
