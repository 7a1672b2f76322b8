/* A container's image by its reference; each rule takes one kind of problem. */
#include "checks/facts.h"

#include "model/taskdef.h"

static void report_image(struct pf_check_context *context, const struct pf_node *container,
                         const struct pf_node *image, const char *message, pf_str problem)
{
    struct pf_report *report = pf_check_report(context, message, image->span);
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    pf_report_argument(report, "container", name);
    pf_report_argument(report, "image", image->text);
    pf_report_argument(report, "problem", problem);
    pf_report_key(report, "%.*s", PF_ARG(name));
}

static void judge_container(struct pf_check_context *context, const struct pf_node *container)
{
    const struct pf_node *image = pf_node_get(container, "image");
    struct pf_image_reference reference;
    pf_str problem = {0};
    if (!pf_node_is(image, PF_STRING) || image->text.len == 0 ||
        pf_taskdef_is_placeholder(image->text) ||
        pf_facts_image_is_replaced(pf_facts_wiring(context), container))
        return;
    bool is_valid = pf_image_reference_parse(context->arena, image->text, &reference, &problem);
    if (pf_check_param_has(context, "problem", PF_STR("invalid")) && !is_valid)
        report_image(context, container, image, "", problem);
    if (!is_valid)
        return;
    bool is_mutable = reference.digest.len == 0 &&
                      (reference.tag.len == 0 || pf_str_eq(reference.tag, PF_STR("latest")));
    bool is_private_hub = pf_str_eq(reference.registry, PF_STR("docker.io")) &&
                          !pf_str_starts(reference.repository, PF_STR("library/")) &&
                          !pf_str_starts(reference.repository, PF_STR("amazon/")) &&
                          !pf_str_starts(reference.repository, PF_STR("datadog/"));
    if (pf_check_param_has(context, "problem", PF_STR("mutable")) && is_mutable)
        report_image(context, container, image, "", problem);
    if (pf_check_param_has(context, "problem", PF_STR("private")) && is_private_hub &&
        pf_node_get(container, "repositoryCredentials") == NULL)
        report_image(context, container, image, "", problem);
}

void pf_check_image_reference(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++)
            judge_container(context, container);
}
