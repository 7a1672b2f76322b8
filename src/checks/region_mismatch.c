/* Workflow, task definition and image name several regions, or several accounts. */
#include "checks/flow.h"

#include "model/taskdef.h"

#include <string.h>

/* One place that names a region. */
struct place {
    pf_str region;
    pf_span span;
    const char *what; /* variant of the words: "logs", "secret", "image" */
};
struct places {
    struct place *items;
    size_t count, capacity;
};

/* "eu-west-3", "us-gov-east-1"; not a placeholder, not an expression. */
static bool is_region(pf_str text)
{
    size_t dashes = 0;
    for (size_t i = 0; i < text.len; i++) {
        dashes += text.data[i] == '-';
        if (text.data[i] != '-' && !pf_is_digit(text.data[i]) &&
            (text.data[i] < 'a' || text.data[i] > 'z'))
            return false;
    }
    return dashes >= 2 && text.len >= 9 && pf_is_digit(text.data[text.len - 1]);
}

static void add(struct pf_arena *arena, struct places *places, pf_str region, pf_span span,
                const char *what)
{
    if (is_region(region))
        *pf_pile_add(arena, places) = (struct place){region, span, what};
}

/* The n-th part, from 0, of a text with colons or dots. */
static pf_str part_of(pf_str text, char separator, size_t n)
{
    pf_str part = {0};
    for (size_t i = 0; i <= n; i++)
        if (!pf_str_cut(text, separator, &part, &text) && i < n)
            return PF_STR("");
    return part;
}

static void add_arn(struct pf_arena *arena, struct places *places, const struct pf_node *value)
{
    pf_str text = pf_node_text(value);
    if (pf_str_starts(text, PF_STR("arn:")))
        add(arena, places, part_of(text, ':', 3), value->span, "secret");
}

static void add_container(struct pf_check_context *context, struct places *places,
                          const struct pf_deployment *deployment)
{
    struct pf_arena *arena = context->arena;
    const struct pf_node *container = deployment->container;
    const struct pf_node *logs = pf_node_get(container, "logConfiguration");
    const struct pf_node *region = pf_node_get(pf_node_get(logs, "options"), "awslogs-region");
    if (region != NULL)
        add(arena, places, pf_node_text(region), region->span, "logs");
    const struct pf_node *secrets = pf_node_get(container, "secrets");
    for (size_t i = 0; pf_node_is(secrets, PF_SEQ) && i < secrets->count; i++)
        add_arn(arena, places, pf_node_get(secrets->items[i], "valueFrom"));
    const struct pf_node *image = pf_node_get(container, "image");
    pf_str host, path;
    pf_str_cut(pf_node_text(image), '/', &host, &path);
    bool is_replaced =
        pf_facts_image_is_replaced(pf_facts_wiring(context), deployment->taskdef_root, container);
    if (pf_access_is_ecr(host) && !is_replaced)
        add(arena, places, part_of(host, '.', 3), image->span, "image");
}

/* ---- the workflow's region ---- */

static const struct pf_access *last_credentials(const struct pf_wiring *wiring,
                                                const struct pf_deploy *deploy)
{
    const struct pf_access *found = NULL;
    for (size_t i = 0; i < wiring->accesses->count; i++) {
        const struct pf_access *access = &wiring->accesses->items[i];
        if (!pf_access_is_in(access, deploy->workflow, deploy->job))
            continue;
        if (access->kind == PF_ACCESS_AWS_USE && access->place.step->node == deploy->step->node)
            break;
        if (access->kind == PF_ACCESS_AWS)
            found = access;
    }
    return found;
}

/* Where the deploy finds its service; `span` has no file where nothing literal tells. */
static struct place workflow_region(const struct pf_wiring *wiring, const struct pf_deploy *deploy)
{
    struct place place = {0};
    const struct pf_access *access = last_credentials(wiring, deploy);
    if (access == NULL || access->place.step->uses == NULL)
        return place;
    const struct pf_node *input = pf_workflow_input(access->place.step, "aws-region");
    pf_str region = pf_follow_input(&wiring->accesses->follow, &access->place, "aws-region");
    if (input != NULL && is_region(region))
        place = (struct place){region, input->span, "workflow"};
    return place;
}

static void report(struct pf_check_context *context, const struct pf_deployment *deployment,
                   const char *message, const struct place *at, const struct place *other)
{
    struct pf_report *report = pf_check_report(context, message, at->span);
    pf_report_argument(report, "region", at->region);
    pf_report_argument(report, "other", other->region);
    pf_report_argument(report, "container", pf_facts_container_name(deployment));
    pf_report_related(report, "other", other->span);
    pf_report_key(report, "%.*s/%s", PF_ARG(pf_facts_container_name(deployment)), message);
}

static void judge_regions(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct places places = {0};
    add_container(context, &places, deployment);
    if (places.count == 0)
        return;
    struct place workflow = {0};
    if (deployment->deploy != NULL)
        workflow = workflow_region(wiring, deployment->deploy);
    const struct place *differs = NULL;
    for (size_t i = 1; i < places.count && differs == NULL; i++)
        if (!pf_str_eq(places.items[i].region, places.items[0].region))
            differs = &places.items[i];
    bool has_own = false; /* a log group or an image: a secret's ARN reaches into other regions */
    for (size_t i = 0; i < places.count; i++)
        has_own = has_own || strcmp(places.items[i].what, "secret") != 0;
    bool is_elsewhere = workflow.span.file != NULL && places.count > 1 && differs == NULL &&
                        has_own && !pf_str_eq(workflow.region, places.items[0].region);
    if (is_elsewhere) {
        report(context, deployment, "workflow", &workflow, &places.items[0]);
        return;
    }
    /* One that differs may be meant so: a full ARN reaches into other regions. */
    const struct place *common = workflow.span.file != NULL ? &workflow : &places.items[0];
    for (size_t i = 0; i < places.count; i++)
        if (!pf_str_eq(places.items[i].region, common->region)) {
            report(context, deployment, places.items[i].what, &places.items[i], common);
            return;
        }
}

/* ---- accounts ---- */

/* 12 digits that are nobody's example. */
static pf_str account_of(pf_str arn)
{
    static const pf_str examples[] = {
        PF_STR_INIT("123456789012"), PF_STR_INIT("111122223333"), PF_STR_INIT("012345678901"),
        PF_STR_INIT("000000000000"), PF_STR_INIT("111111111111"), PF_STR_INIT("999999999999"),
        PF_STR_INIT("123456789123"), PF_STR_INIT("123456789"),    PF_STR_INIT("444455556666")};
    pf_str account = part_of(arn, ':', 4);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (pf_str_eq(account, examples[i]))
            return PF_STR("");
    for (size_t i = 0; i < account.len; i++)
        if (!pf_is_digit(account.data[i]))
            return PF_STR("");
    return account.len == 12 && pf_str_starts(arn, PF_STR("arn:")) ? account : PF_STR("");
}

static void judge_accounts(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const char *const roles[] = {"executionRoleArn", "taskRoleArn"};
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_access *access =
        deployment->deploy == NULL ? NULL : last_credentials(wiring, deployment->deploy);
    if (access == NULL || access->place.step->uses == NULL)
        return;
    const struct pf_node *input = pf_workflow_input(access->place.step, "role-to-assume");
    pf_str own =
        account_of(pf_follow_input(&wiring->accesses->follow, &access->place, "role-to-assume"));
    for (size_t i = 0; own.len > 0 && i < sizeof roles / sizeof *roles; i++) {
        const struct pf_node *role = pf_node_get(deployment->taskdef_root, roles[i]);
        pf_str account = account_of(pf_node_text(role));
        if (account.len == 0 || pf_str_eq(account, own))
            continue;
        struct pf_report *report = pf_check_report(context, "", role->span);
        pf_report_argument(report, "role", pf_str_c(roles[i]));
        pf_report_argument(report, "account", account);
        pf_report_argument(report, "own", own);
        pf_report_related(report, "own", input->span);
        pf_report_key(report, "%.*s", PF_ARG(deployment->taskdef->path));
        return;
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    bool is_changed = deployment->deploy != NULL &&
                      (deployment->deploy->taskdef_changed || deployment->deploy->taskdef_made);
    if (deployment->container == NULL || is_changed)
        return;
    if (pf_check_param_has(context, "of", PF_STR("regions")))
        judge_regions(context, deployment);
    else
        judge_accounts(context, deployment);
}

void pf_check_region_mismatch(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
