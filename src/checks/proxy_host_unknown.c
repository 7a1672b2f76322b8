/* A proxy asks for the application by a name that only links or compose would resolve. */
#include "checks/proxy_targets.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_proxy_stray stray;
    if (deployment->container == NULL || !pf_proxy_stray_find(context, deployment, &stray))
        return;
    struct pf_report *report = pf_check_report(context, "", stray.span);
    pf_report_argument(report, "proxy", stray.proxy);
    pf_report_argument(report, "host", stray.host);
    pf_report_argument(report, "mode",
                       pf_node_text(pf_node_get(deployment->taskdef_root, "networkMode")));
    pf_report_argument(report, "port",
                       pf_arena_format(context->arena, "%lld", (long long)stray.port));
    pf_report_related(report, "mode", pf_node_get(deployment->taskdef_root, "networkMode")->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(stray.proxy), PF_ARG(stray.host));
}

void pf_check_proxy_host_unknown(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
