/* A container's image by its reference, as the task definition or a render step names it; each rule
 * takes one kind of problem. */
#include "checks/facts.h"

#include "base/buffer.h"
#include "model/follow.h"
#include "model/taskdef.h"

/* An image with "x" where only the run knows what stands there. */
enum { ECS_LONGEST = 255 /* tag and all. Source: the ECS API reference, image */ };

struct image {
    pf_str text;
    pf_span span;
    bool is_open;          /* something was not known */
    bool registry_is_open; /* the part that tells the registry is made from it */
    bool tag_is_open;
};

/* "${{ secrets.DOCKERHUB_USERNAME }}": an account, so Docker Hub is the registry. */
static bool is_hub_account(pf_str expression)
{
    return (pf_str_contains(expression, PF_STR("DOCKER")) ||
            pf_str_contains(expression, PF_STR("HUB"))) &&
           pf_str_contains(expression, PF_STR("USER"));
}

static struct image image_of_text(struct pf_arena *arena, pf_str text, pf_span span)
{
    struct image image = {.span = span};
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_str rest = text, inside;
    ptrdiff_t open;
    while ((open = pf_str_find(rest, PF_STR("${{"))) != PF_STR_NONE) {
        pf_str before = pf_str_slice(rest, 0, (size_t)open);
        ptrdiff_t close = pf_str_find(rest, PF_STR("}}"));
        if (close == PF_STR_NONE)
            break;
        pf_buffer_add(&buffer, before);
        inside = pf_str_slice(rest, (size_t)open, (size_t)close);
        rest = pf_str_slice(rest, (size_t)close + 2, rest.len);
        bool has_slash = pf_str_find_byte(pf_buffer_str(&buffer), '/') != PF_STR_NONE;
        bool is_account = !has_slash && is_hub_account(inside) && pf_buffer_str(&buffer).len == 0 &&
                          pf_str_starts(rest, PF_STR("/"));
        image.is_open = true;
        image.registry_is_open |= !has_slash && !is_account;
        image.tag_is_open |= pf_str_find_byte(rest, '/') == PF_STR_NONE;
        pf_buffer_add_byte(&buffer, 'x');
    }
    /* "$(date)": what a command prints, and all that stands behind it */
    ptrdiff_t dollar = pf_str_find_byte(rest, '$');
    if (dollar == PF_STR_NONE)
        dollar = pf_str_find_byte(rest, '`');
    if (dollar != PF_STR_NONE) {
        rest = pf_str_slice(rest, 0, (size_t)dollar);
        image.is_open = image.tag_is_open = true;
        image.registry_is_open |= pf_str_find_byte(pf_buffer_str(&buffer), '/') == PF_STR_NONE &&
                                  pf_str_find_byte(rest, '/') == PF_STR_NONE;
    }
    pf_buffer_add(&buffer, rest);
    if (dollar != PF_STR_NONE)
        pf_buffer_add_byte(&buffer, 'x');
    image.text = pf_buffer_str(&buffer);
    return image;
}

static void report_image(struct pf_check_context *context, const struct pf_node *container,
                         const struct image *image, pf_str problem)
{
    struct pf_report *report = pf_check_report(context, "", image->span);
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    pf_report_argument(report, "container", name);
    pf_report_argument(report, "image", pf_span_text(image->span));
    if (!image->is_open)
        pf_report_argument(report, "image", image->text);
    pf_report_argument(report, "problem", problem);
    pf_report_key(report, "%.*s", PF_ARG(name));
}

/* "" and "..." wait for an image. */
static bool has_letters(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (pf_is_alnum(text.data[i]))
            return true;
    return false;
}

/* "IMAGE_URI", "PLACEHOLDER_REPLACED_AT_DEPLOY": whoever deploys the file puts the image there. */
static bool is_word_in_capitals(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_name(text.data[i]) || (text.data[i] >= 'a' && text.data[i] <= 'z'))
            return false;
    return text.len > 0 && pf_is_alpha(text.data[0]);
}

/* Does a deploy of the project's workflows take the file? */
static bool is_deployed(const struct pf_wiring *wiring, const struct pf_node *root)
{
    for (size_t i = 0; i < wiring->deployment_count; i++)
        if (wiring->deployments[i].taskdef_root == root && wiring->deployments[i].deploy != NULL)
            return true;
    return false;
}

static void judge_image(struct pf_check_context *context, const struct pf_node *container,
                        const struct image *image)
{
    struct pf_image_reference reference;
    pf_str problem = {0};
    if (!has_letters(image->text) || pf_taskdef_is_placeholder(image->text))
        return;
    bool is_valid = pf_image_reference_parse(context->arena, image->text, &reference, &problem);
    if (is_valid && !image->is_open && image->text.len > ECS_LONGEST) {
        is_valid = false;
        problem = PF_STR("ECS takes at most 255 characters");
    }
    if (pf_check_param_has(context, "problem", PF_STR("invalid")) && !is_valid && !image->is_open)
        report_image(context, container, image, problem);
    if (!is_valid)
        return;
    bool is_mutable = reference.digest.len == 0 && !image->tag_is_open &&
                      (reference.tag.len == 0 || pf_str_eq(reference.tag, PF_STR("latest")));
    bool is_private_hub = pf_str_eq(reference.registry, PF_STR("docker.io")) &&
                          !image->registry_is_open &&
                          !pf_str_starts(reference.repository, PF_STR("library/")) &&
                          !pf_str_starts(reference.repository, PF_STR("amazon/")) &&
                          !pf_str_starts(reference.repository, PF_STR("datadog/"));
    if (pf_check_param_has(context, "problem", PF_STR("mutable")) && is_mutable)
        report_image(context, container, image, problem);
    if (pf_check_param_has(context, "problem", PF_STR("private")) && is_private_hub &&
        pf_node_get(container, "repositoryCredentials") == NULL)
        report_image(context, container, image, problem);
}

/* What the workflow's render step puts in, with the known part of its expressions filled in. */
static void judge_rendered(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_deploy *deploy = deployment->deploy;
    const struct pf_deploy_render *by;
    const struct pf_node *written = pf_deploy_image(deploy, deployment->container, &by);
    if (deployment->container == NULL || !pf_node_is(written, PF_STRING))
        return;
    struct pf_follow follow = pf_follow_new(context->arena);
    struct pf_deploy_place place = {context->arena, pf_facts_wiring(context)->project,
                                    deploy->workflow, deploy->job, by->step};
    pf_str text = pf_gaps_show(&follow.gaps, pf_follow_input(&follow, &place, "image"));
    struct image image = image_of_text(context->arena, text, written->span);
    if (pf_str_find_byte(text, '\n') == PF_STR_NONE) /* several are DEP029's */
        judge_image(context, deployment->container, &image);
}

static void judge_written(struct pf_check_context *context, const struct pf_node *root,
                          const struct pf_node *container)
{
    const struct pf_node *written = pf_node_get(container, "image");
    if (!pf_node_is(written, PF_STRING) ||
        pf_facts_image_is_replaced(pf_facts_wiring(context), root, container))
        return;
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring != NULL && is_word_in_capitals(written->text) && !is_deployed(wiring, root))
        return;
    struct image image = image_of_text(context->arena, written->text, written->span);
    judge_image(context, container, &image);
}

void pf_check_image_reference(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++)
            judge_written(context, taskdefs.nodes[i], container);
    pf_facts_each_deployment(context, judge_rendered);
}
