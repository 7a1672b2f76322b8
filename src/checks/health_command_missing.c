/* The container's health check runs curl or wget, which a slim image does not have. */
#include "checks/facts.h"

static pf_str program_of(struct pf_check_context *context, const struct pf_node *command)
{
    static const pf_str programs[] = {PF_STR_INIT("curl"), PF_STR_INIT("wget")};
    for (size_t i = 1; i < command->count; i++) {
        pf_str rest = pf_node_text(command->items[i]), word;
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ' ', &word, &rest);
            for (size_t p = 0; p < sizeof programs / sizeof *programs; p++)
                if (pf_str_eq(pf_path_base(word), programs[p]))
                    return programs[p];
        }
    }
    (void)context;
    return PF_STR("");
}

/* Bases that surely lack both programs; alpine's busybox has a wget. */
static bool lacks(pf_str base, pf_str program)
{
    bool is_python =
        pf_str_contains(base, PF_STR("library/python:")) || pf_str_starts(base, PF_STR("python:"));
    if (is_python && pf_str_contains(base, PF_STR("slim")))
        return true;
    return is_python && pf_str_contains(base, PF_STR("alpine")) &&
           pf_str_eq(program, PF_STR("curl"));
}

static bool installs(const struct pf_image *image, pf_str program)
{
    for (size_t i = 0; i < image->runs->count; i++)
        if (pf_str_contains(pf_node_text(pf_node_get(image->runs->items[i], "text")), program))
            return true;
    for (size_t i = 0; i < image->copies->count; i++)
        if (pf_str_contains(pf_node_text(pf_node_get(image->copies->items[i], "text")), program))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *command =
        pf_node_get(pf_node_get(deployment->container, "healthCheck"), "command");
    if (!pf_node_is(command, PF_SEQ) || deployment->image == NULL)
        return;
    pf_str program = program_of(context, command);
    pf_str base = pf_node_text(deployment->image->base);
    if (program.len == 0 || !lacks(base, program) || installs(deployment->image, program))
        return;
    struct pf_report *report = pf_check_report(context, "", command->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "base", base);
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    pf_report_related(report, "base", deployment->image->base->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_health_command_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
