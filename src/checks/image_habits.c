/* What an image would better do otherwise: each rule takes one habit. */
#include "checks/facts.h"

/* Official images run as root; what another base sets is not known. */
static bool is_official(const struct pf_node *base)
{
    pf_str text = pf_node_text(base);
    return pf_node_is(base, PF_STRING) && (pf_str_find_byte(text, '/') == PF_STR_NONE ||
                                           pf_str_contains(text, PF_STR("library/")));
}

static bool is_root(const struct pf_node *user, const struct pf_node *base)
{
    pf_str name, group;
    if (user == NULL)
        return is_official(base);
    pf_str_cut(user->text, ':', &name, &group);
    return pf_node_is(user, PF_STRING) &&
           (pf_str_eq(name, PF_STR("root")) || pf_str_eq(name, PF_STR("0")));
}

static bool is_unpinned(pf_str base)
{
    if (pf_str_contains(base, PF_STR("@sha256:")) || pf_str_eq(base, PF_STR("scratch")))
        return false;
    ptrdiff_t colon = pf_str_find_last_byte(base, ':');
    ptrdiff_t slash = pf_str_find_last_byte(base, '/');
    bool has_tag = colon != PF_STR_NONE && colon > slash;
    return !has_tag || pf_str_ends(base, PF_STR(":latest"));
}

static void report_habit(struct pf_check_context *context, const struct pf_deployment *deployment,
                         pf_span span, const struct pf_node *value)
{
    struct pf_report *report = pf_check_report(context, "", span);
    pf_facts_report_container(context, deployment, report);
    pf_report_value(report, "value", value);
    pf_report_key(report, "%.*s", PF_ARG(deployment->dockerfile->path));
}

/* `["gunicorn", …` that is no JSON: that it became a shell command is told already. */
static bool is_broken_list(const struct pf_node *command)
{
    return pf_str_starts(pf_str_trim(command->text), PF_STR("["));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    if (image == NULL)
        return;
    const struct pf_node *user = pf_node_get(deployment->container, "user");
    const struct pf_node *command = deployment->start.written;
    bool runs_image_command =
        command != NULL && (command == image->command || command == image->entrypoint);
    if (pf_check_param_has(context, "habit", PF_STR("shell-form")) && runs_image_command &&
        pf_node_is(command, PF_STRING) && !pf_str_starts(command->text, PF_STR("exec ")) &&
        !is_broken_list(command))
        report_habit(context, deployment, command->span, command);
    if (pf_check_param_has(context, "habit", PF_STR("root")) && user == NULL &&
        is_root(image->user, image->base) && image->base != NULL)
        report_habit(context, deployment,
                     image->user != NULL ? image->user->span : image->base->span, image->user);
    if (pf_check_param_has(context, "habit", PF_STR("unpinned")) &&
        pf_node_is(image->base, PF_STRING) && is_unpinned(image->base->text))
        report_habit(context, deployment, image->base->span, image->base);
}

void pf_check_image_habits(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
