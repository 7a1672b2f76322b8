/* The inside of django-environ's model. */
#ifndef PF_PYTHON_ENVIRON_H
#define PF_PYTHON_ENVIRON_H

#include "python/lib_url.h"

enum {
    PF_ENVIRON_OLDEST = PF_VERSION(0, 4, 4), /* what Debian 12 carries */
    PF_ENVIRON_NEWEST = PF_VERSION(0, 12, 0)
};

/* Env.parse_value: `value` cast to `cast` (UNBOUND or None: as it is). */
pf_value pf_environ_parse(struct pf_eval *ev, pf_value value, pf_value cast, unsigned version);
/* Kinds of what the cast gives for an unknown str; 0: anything. */
unsigned pf_environ_cast_kinds(struct pf_eval *ev, pf_value cast);

/* The `…_url_config` functions, of a known text; `other` is the engine or backend, or UNBOUND. */
typedef pf_value pf_environ_config(struct pf_eval *ev, pf_str text, pf_value other,
                                   unsigned version, pf_str variable);
pf_environ_config pf_environ_db, pf_environ_cache, pf_environ_email, pf_environ_search,
    pf_environ_channels;

/* Env.read_env(env_file?, overwrite?, parse_comments?, encoding?, **overrides). */
pf_native_fn pf_environ_read_env;

extern const struct pf_native_class pf_environ_path_class;

#endif
