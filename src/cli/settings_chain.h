/* The way from environment variables to a setting's value, as a line. */
#ifndef PF_CLI_SETTINGS_CHAIN_H
#define PF_CLI_SETTINGS_CHAIN_H

#include "cli/settings_ask.h"

/*
 * `task-definition.json:25 DEBUG="0" → os.environ.get → bool → True`: where each variable is
 * supplied, or that it is not, what made the value of it, and the value or its type. "" for one
 * that was made from no variable. `settings` are those that `setting` is from.
 */
pf_str pf_settings_chain(struct pf_arena *arena, const struct pf_subject *subject,
                         const struct pf_settings *settings, const struct pf_node *setting);

#endif
