/* The container starts a server that nothing installs into its image. */
#include "checks/argv.h"
#include "checks/built.h"
#include "checks/installs.h"
#include "checks/server_words.h"
#include "model/packages.h"

static void judge_item(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_installs *installs, size_t item)
{
    const struct pf_start *start = &deployment->start;
    const struct pf_requirements *all = pf_facts_wiring(context)->packages;
    size_t behind;
    pf_str program = pf_server_words_program(&start->items[item], &behind);
    pf_str package = pf_server_words_package(program);
    enum pf_truth has = program.len == 0 ? PF_YES : pf_installs_has(installs, package);
    if (has == PF_YES || start->conditional.items[item])
        return;
    const struct pf_requirement *elsewhere = pf_packages_find(all, package);
    pf_span place = start->places.items[item];
    struct pf_report *report = pf_check_report(context, elsewhere == NULL ? "" : "elsewhere",
                                               place.file != NULL ? place : start->written->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "package", package);
    pf_facts_report_container(context, deployment, report);
    if (elsewhere != NULL)
        pf_report_related(report, "elsewhere", elsewhere->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(package));
    if (has == PF_MAYBE)
        pf_report_possible(report);
}

/* `pip install -r requirements.txt` in the start script. */
static bool installs_at_start(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_eq(start->items[i].items[w], PF_STR("install")) ||
                pf_str_eq(start->items[i].items[w], PF_STR("sync")))
                return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (!pf_argv_is_own_image(context, deployment) || deployment->start.written == NULL ||
        installs_at_start(&deployment->start) || !pf_built_has_repository(context))
        return;
    struct pf_installs installs = pf_installs_of(context, deployment->image);
    if (!installs.has_any || installs.is_open || installs.packages.count == 0)
        return;
    for (size_t i = 0; i < deployment->start.count; i++)
        judge_item(context, deployment, &installs, i);
}

void pf_check_program_not_installed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
