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

/* gunicorn's --worker-class: which package it is in. Source: gunicorn's settings reference. */
static pf_str package_of_workers(const struct pf_strs *words)
{
    static const struct {
        pf_str workers, package;
    } classes[] = {
        {PF_STR_INIT("gevent"), PF_STR_INIT("gevent")},
        {PF_STR_INIT("eventlet"), PF_STR_INIT("eventlet")},
        {PF_STR_INIT("tornado"), PF_STR_INIT("tornado")},
        {PF_STR_INIT("uvicorn.workers."), PF_STR_INIT("uvicorn")},
        {PF_STR_INIT("uvicorn_worker."), PF_STR_INIT("uvicorn-worker")},
    };
    for (size_t i = 0; i < words->count; i++) {
        pf_str value = PF_STR(""), word = words->items[i];
        bool is_option = pf_str_eq(word, PF_STR("-k")) || pf_str_eq(word, PF_STR("--worker-class"));
        if (is_option && i + 1 < words->count)
            value = words->items[i + 1];
        else if (pf_str_starts(word, PF_STR("--worker-class=")))
            value = pf_str_slice(word, 15, word.len);
        for (size_t c = 0; c < sizeof classes / sizeof *classes; c++)
            if (pf_str_starts(value, classes[c].workers))
                return classes[c].package;
    }
    return PF_STR("");
}

/* gunicorn[gevent]: an extra brings it. */
static bool is_extra(const struct pf_installs *installs, pf_str package)
{
    for (size_t i = 0; i < installs->packages.count; i++) {
        pf_span span = installs->packages.items[i].span;
        if (!pf_str_eq(installs->packages.items[i].name, PF_STR("gunicorn")) || span.file == NULL)
            continue;
        pf_str line, rest = pf_str_slice(span.file->bytes, span.at, span.file->bytes.len);
        pf_str_next_line(&rest, &line);
        if (pf_str_contains(line, package))
            return true;
    }
    return false;
}

static void judge_workers(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const struct pf_installs *installs, size_t item)
{
    const struct pf_start *start = &deployment->start;
    size_t behind;
    pf_str program = pf_server_words_program(&start->items[item], &behind);
    pf_str package = package_of_workers(&start->items[item]);
    if (!pf_str_eq(program, PF_STR("gunicorn")) || package.len == 0 ||
        start->conditional.items[item] || is_extra(installs, package))
        return;
    enum pf_truth has = pf_installs_has(installs, package);
    pf_span place = start->places.items[item];
    if (has == PF_YES)
        return;
    struct pf_report *report =
        pf_check_report(context, "workers", place.file != NULL ? place : start->written->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "package", package);
    pf_facts_report_container(context, deployment, report);
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
    for (size_t i = 0; i < deployment->start.count; i++) {
        judge_item(context, deployment, &installs, i);
        judge_workers(context, deployment, &installs, i);
    }
}

void pf_check_program_not_installed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
