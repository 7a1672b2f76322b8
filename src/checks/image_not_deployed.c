/* The image that is rendered into the task definition is not one that the workflow pushed before.
 */
#include "checks/flow.h"

#include "model/taskdef.h"

/* One image that a deploy renders. */
struct rendered {
    struct pf_check_context *context;
    struct pf_accesses *accesses;
    const struct pf_deploy *deploy;
    const struct pf_node *input; /* `image` of the render step */
    pf_str image, name, tag;     /* with gaps */
};

static const struct pf_gaps *gaps_of(const struct rendered *rendered)
{
    return &rendered->accesses->follow.gaps;
}

/* Docker Hub by any of its names, and "latest" where no tag is told. */
static void split(pf_str image, pf_str *name, pf_str *tag)
{
    static const pf_str hosts[] = {PF_STR_INIT("docker.io/"), PF_STR_INIT("index.docker.io/")};
    pf_gaps_split_image(image, name, tag);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (pf_str_starts(*name, hosts[i]))
            *name = pf_str_slice(*name, hosts[i].len, name->len);
    if (tag->len == 0)
        *tag = PF_STR("latest");
}

struct match {
    enum pf_truth name, whole;
};

static struct match match(const struct rendered *rendered, const struct pf_access *push)
{
    pf_str name, tag;
    split(push->image, &name, &tag);
    struct match match = {.name = pf_gaps_equal(gaps_of(rendered), rendered->name, name)};
    match.whole = pf_truth_and(match.name, pf_gaps_equal(gaps_of(rendered), rendered->tag, tag));
    return match;
}

static bool is_here(const struct rendered *rendered, const struct pf_access *access)
{
    return access->place.workflow->file == rendered->deploy->workflow->file;
}

/* Does some deploy render that name, or a task definition of the project hold it? */
static bool is_deployed(const struct rendered *rendered, pf_str name)
{
    const struct pf_wiring *wiring = pf_facts_wiring(rendered->context);
    pf_str other, tag;
    for (size_t i = 0; i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        for (size_t r = 0; r < deploy->render_count; r++) {
            struct pf_deploy_place place = {rendered->context->arena, wiring->project,
                                            deploy->workflow, deploy->job, deploy->renders[r].step};
            split(pf_follow_input(&rendered->accesses->follow, &place, "image"), &other, &tag);
            if (pf_gaps_equal(gaps_of(rendered), other, name) != PF_NO)
                return true;
        }
    }
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        split(pf_node_text(pf_node_get(wiring->deployments[i].container, "image")), &other, &tag);
        if (pf_gaps_equal(gaps_of(rendered), other, name) != PF_NO)
            return true;
    }
    return false;
}

static void report(const struct rendered *rendered, const char *message,
                   const struct pf_access *push)
{
    const struct pf_gaps *gaps = gaps_of(rendered);
    struct pf_report *report = pf_check_report(rendered->context, message, rendered->input->span);
    pf_report_argument(report, "image", pf_gaps_show(gaps, rendered->image));
    pf_report_argument(report, "pushed", pf_gaps_show(gaps, push->image));
    pf_report_argument(report, "job", push->place.job->id);
    pf_report_argument(report, "deploy", rendered->deploy->job->id);
    pf_report_related(report, "push", push->span);
    pf_report_key(report, "%.*s/%s", PF_ARG(rendered->deploy->job->id), message);
}

/* ---- when it is pushed ---- */

enum { MAX_NEEDS = 256 /* jobs on the way; GitHub starts no more in one run */ };

static bool needs(const struct pf_workflow *workflow, const struct pf_workflow_job *job,
                  const struct pf_workflow_job *wanted)
{
    const struct pf_workflow_job *queue[MAX_NEEDS] = {job};
    size_t count = 1;
    for (size_t at = 0; at < count; at++)
        for (size_t i = 0; i < queue[at]->needs.count && count < MAX_NEEDS; i++) {
            const struct pf_workflow_job *next =
                pf_workflow_job_of(workflow, queue[at]->needs.items[i]);
            bool is_known = next == NULL;
            for (size_t k = 0; k < count; k++)
                is_known = is_known || queue[k] == next;
            if (next != NULL && next->node == wanted->node)
                return true;
            if (!is_known)
                queue[count++] = next;
        }
    return false;
}

/* Does the push surely come before the deploy of the same run? */
static bool comes_before(const struct rendered *rendered, const struct pf_access *push)
{
    const struct pf_deploy *deploy = rendered->deploy;
    const struct pf_workflow_step *pushing = push->caller == NULL ? push->place.step : push->caller;
    const struct pf_workflow_step *deploying =
        deploy->caller == NULL ? deploy->step : deploy->caller;
    if (push->place.job->node != deploy->job->node)
        return needs(deploy->workflow, deploy->job, push->place.job);
    return pushing->node == deploying->node || pushing->index < deploying->index;
}

/* Only jobs of the very same workflow can be told apart in time. */
static bool is_comparable(const struct rendered *rendered, const struct pf_access *push)
{
    return is_here(rendered, push) && push->place.workflow->call == NULL &&
           rendered->deploy->workflow->call == NULL;
}

static void judge_time(const struct rendered *rendered)
{
    const struct pf_access *unawaited = NULL;
    for (size_t i = 0; i < rendered->accesses->count; i++) {
        const struct pf_access *access = &rendered->accesses->items[i];
        if (access->kind != PF_ACCESS_PUSH || match(rendered, access).whole == PF_NO)
            continue;
        if (!is_comparable(rendered, access) || comes_before(rendered, access))
            return;
        if (match(rendered, access).whole == PF_YES)
            unawaited = access;
    }
    if (unawaited != NULL)
        report(rendered,
               unawaited->place.job->node == rendered->deploy->job->node ? "later" : "unawaited",
               unawaited);
}

/* ---- whether it is pushed ---- */

/* A job that a workflow of another repository does may push anything. */
static bool calls_away(const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < workflow->job_count; i++) {
        pf_str called = pf_str_trim(pf_node_text(workflow->jobs[i].uses));
        if (called.len > 0 && !pf_str_starts(called, PF_STR("./")) &&
            !pf_str_starts(called, PF_STR("$/")))
            return true;
    }
    return false;
}

static void judge_image(const struct rendered *rendered)
{
    if (calls_away(rendered->deploy->workflow))
        return;
    const struct pf_access *near = NULL, *other = NULL;
    bool others_are_deployed = false;
    for (size_t i = 0; i < rendered->accesses->count; i++) {
        const struct pf_access *access = &rendered->accesses->items[i];
        if (access->kind == PF_ACCESS_ANYTHING && is_here(rendered, access))
            return;
        if (access->kind != PF_ACCESS_PUSH)
            continue;
        struct match found = match(rendered, access);
        if (found.whole != PF_NO) {
            judge_time(rendered);
            return;
        }
        if (!is_here(rendered, access))
            continue;
        pf_str name, tag;
        split(access->image, &name, &tag);
        if (found.name == PF_YES)
            near = access;
        other = access;
        others_are_deployed = others_are_deployed || is_deployed(rendered, name);
    }
    if (near != NULL)
        report(rendered, "tag", near);
    else if (other != NULL && !others_are_deployed)
        report(rendered, "name", other);
}

static void judge_deploy(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; i < deploy->render_count; i++) {
        struct rendered rendered = {context, wiring->accesses, deploy, NULL, {0}, {0}, {0}};
        struct pf_deploy_place place = {context->arena, wiring->project, deploy->workflow,
                                        deploy->job, deploy->renders[i].step};
        rendered.input = pf_workflow_input(place.step, "image");
        rendered.image = pf_follow_input(&wiring->accesses->follow, &place, "image");
        bool is_one = rendered.image.len > 0 &&
                      pf_str_find_byte(rendered.image, '\n') == PF_STR_NONE &&
                      pf_str_find_byte(rendered.image, '@') == PF_STR_NONE &&
                      !pf_taskdef_is_placeholder(rendered.image);
        split(rendered.image, &rendered.name, &rendered.tag);
        if (is_one && pf_gaps_missing(gaps_of(&rendered), rendered.image).len == 0)
            judge_image(&rendered);
    }
}

void pf_check_image_not_deployed(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge_deploy(context, &wiring->deploys->items[i]);
}
