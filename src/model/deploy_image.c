/* Which container a render step fills in, and with what image. */
#include "model/deploy.h"

bool pf_deploy_renders(const struct pf_deploy_render *render, const struct pf_node *container)
{
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    pf_str rest = pf_node_text(render->container_name), item;
    if (container == NULL || pf_str_contains(rest, PF_STR("${{")))
        return true;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ',', &item, &rest);
        if (pf_str_eq(item, name))
            return true;
    }
    return false;
}

const struct pf_node *pf_deploy_image(const struct pf_deploy *deploy,
                                      const struct pf_node *container,
                                      const struct pf_deploy_render **by)
{
    for (size_t i = deploy == NULL ? 0 : deploy->render_count; i-- > 0;) {
        const struct pf_deploy_render *render = &deploy->renders[i];
        if (render->image != NULL && pf_deploy_renders(render, container)) {
            *by = render;
            return render->image;
        }
    }
    return NULL;
}
