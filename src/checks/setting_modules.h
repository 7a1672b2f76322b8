/* The dotted names in the settings that Django imports when it starts. */
#ifndef PF_CHECKS_SETTING_MODULES_H
#define PF_CHECKS_SETTING_MODULES_H

#include "checks/facts.h"

struct pf_setting_name {
    const char *setting;         /* "MIDDLEWARE" */
    const struct pf_node *value; /* PF_STRING: "shop.health.HealthMiddleware" */
    bool is_object; /* the last part names something in the module; else the module may be whole */
};
typedef void pf_setting_visitor(struct pf_check_context *context,
                                const struct pf_deployment *deployment,
                                const struct pf_setting_name *name, void *state);
/* Those of ROOT_URLCONF, INSTALLED_APPS, MIDDLEWARE, AUTHENTICATION_BACKENDS and DATABASES' ENGINE
 * that are known. */
void pf_setting_modules_each(struct pf_check_context *context,
                             const struct pf_deployment *deployment, pf_setting_visitor *visit,
                             void *state);

/* "shop" of "shop.health.HealthMiddleware". */
pf_str pf_setting_modules_top(pf_str name);
/* Has the project a package or module of that name, in whatever folder? */
bool pf_setting_modules_is_own(const struct pf_check_context *context, pf_str top);

/*
 * May production import the file `path` of the project as `module`? No, where the image surely has
 * it at a place that does not end like the module: backend/shop/wsgi.py at /app/shop/wsgi.py is no
 * backend.shop.wsgi there. `*place` is that place.
 */
bool pf_setting_modules_may_import(struct pf_check_context *context,
                                   const struct pf_deployment *deployment, pf_str module,
                                   pf_str path, pf_str *place);

#endif
