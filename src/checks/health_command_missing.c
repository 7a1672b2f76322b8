/* The container's health check runs a program that the image does not have. */
#include "checks/image_programs.h"

static const pf_str programs[] = {PF_STR_INIT("curl"), PF_STR_INIT("wget"), PF_STR_INIT("bash"),
                                  PF_STR_INIT("nc")};

/* The first of them that stands as a word of the command, with a path or without. */
static pf_str program_of(const struct pf_node *command)
{
    for (size_t i = 1; i < command->count; i++) {
        pf_str rest = pf_node_text(command->items[i]), word;
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ' ', &word, &rest);
            for (size_t p = 0; p < sizeof programs / sizeof *programs; p++)
                if (pf_str_eq(pf_path_base(word), programs[p]))
                    return programs[p];
        }
    }
    return PF_STR("");
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *command =
        pf_node_get(pf_node_get(deployment->container, "healthCheck"), "command");
    if (!pf_node_is(command, PF_SEQ) || deployment->image == NULL)
        return;
    pf_str program = program_of(command);
    pf_str base = pf_node_text(deployment->image->base);
    if (program.len == 0 || !pf_image_lacks_program(context->arena, deployment->image, program))
        return;
    struct pf_report *report = pf_check_report(context, "", command->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "base", base);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "base", deployment->image->base->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_health_command_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
