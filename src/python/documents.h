/* TOML and YAML texts → the values that tomllib and PyYAML make of them. */
#ifndef PF_PYTHON_DOCUMENTS_H
#define PF_PYTHON_DOCUMENTS_H

#include "python/lib_help.h"

/* tomllib.loads(text): false when it is no TOML. A date, and an integer beyond 64 bits, make the
 * whole document unknown. */
bool pf_help_toml(struct pf_eval *ev, pf_str text, pf_value *v);
/* yaml.safe_load(text): false, and an unknown value, where it is not sure what PyYAML does:
 * anchors, tags, merge keys, dates, base 60, and what the reader finds fault with. */
bool pf_help_yaml(struct pf_eval *ev, pf_str text, pf_value *v);

#endif
