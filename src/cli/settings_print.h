/* Evaluated settings as JSON (the contract of "schema": 1) and as lines for people. */
#ifndef PF_CLI_SETTINGS_PRINT_H
#define PF_CLI_SETTINGS_PRINT_H

#include "cli/settings_ask.h"

/*
 * `names` empty means all. A name that is surely not set is null in JSON and said in text; one that
 * an exception or a star import hides is unknown.
 */
void pf_settings_print_json(const struct pf_subject *subject, const struct pf_strs *names,
                            struct pf_sink *sink);
void pf_settings_print_text(const struct pf_subject *subject, const struct pf_strs *names,
                            struct pf_sink *sink);

/* What differs between two of them, `names` only unless there are none. */
void pf_settings_diff_json(const struct pf_subject *a, const struct pf_subject *b,
                           const struct pf_strs *names, struct pf_sink *sink);
void pf_settings_diff_text(const struct pf_subject *a, const struct pf_subject *b,
                           const struct pf_strs *names, struct pf_sink *sink);

/* ---- what both forms need ---- */

/* Is it one of `names`, or are there none, which asks for all? */
bool pf_setting_is_asked(const struct pf_strs *names, pf_str name);
/* Where a setting is set: its name in the last assignment, else its value. */
pf_span pf_setting_span(const struct pf_node *setting);
/* Why a name that is not among the values may be set all the same; "" where it surely is not. */
pf_str pf_setting_absence(const struct pf_settings *settings);
/* The value as Python writes it, an alternative as "a, or b", an unknown as "unknown (str): why".
 */
pf_str pf_setting_words(struct pf_arena *arena, const struct pf_node *setting);

#endif
