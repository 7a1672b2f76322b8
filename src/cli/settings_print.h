/* Evaluated settings as JSON (the contract of "schema": 1) and as lines for people. */
#ifndef PF_CLI_SETTINGS_PRINT_H
#define PF_CLI_SETTINGS_PRINT_H

#include "python/settings.h"
#include "report/sink.h"

/* `deployment` "" leaves it out; `names` empty means all. A name that the module does not set is
 * null in JSON and said in text. */
void pf_settings_print_json(const struct pf_settings *settings, pf_str deployment,
                            const struct pf_strs *names, struct pf_sink *sink);
void pf_settings_print_text(const struct pf_settings *settings, pf_str deployment,
                            const struct pf_strs *names, struct pf_sink *sink);

#endif
