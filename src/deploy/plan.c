/* A plan's JSON → what the steps ask of it. */
#include "deploy/plan.h"

#include "deploy/sha.h"
#include "read/json.h"

static pf_str text(const struct pf_node *map, const char *key)
{
    return pf_node_text(pf_node_get(map, key));
}

static enum pf_truth truth(const struct pf_node *map, const char *key)
{
    pf_str word = text(map, key);
    return pf_str_eq(word, PF_STR("yes"))  ? PF_YES
           : pf_str_eq(word, PF_STR("no")) ? PF_NO
                                           : PF_MAYBE;
}

struct pf_strs pf_plan_texts(struct pf_arena *arena, const struct pf_node *seq)
{
    struct pf_strs texts = {0};
    for (size_t i = 0; pf_node_is(seq, PF_SEQ) && i < seq->count; i++)
        *pf_pile_add(arena, &texts) = pf_node_text(seq->items[i]);
    return texts;
}

static struct pf_plan_deployment deployment_of(const struct pf_node *node)
{
    const struct pf_node *deploy = pf_node_get(node, "deploy");
    const struct pf_node *changed = pf_node_get(node, "task_definition_changed");
    return (struct pf_plan_deployment){
        .node = node,
        .deploy = pf_node_is(deploy, PF_MAP) ? deploy : NULL,
        .name = text(node, "name"),
        .task_definition = text(node, "task_definition"),
        .task_definition_changed = pf_node_is(changed, PF_BOOL) && changed->as.boolean,
        .family = text(node, "family"),
        .container = text(node, "container"),
        .image = text(node, "image"),
        .architecture = text(node, "architecture"),
        .log_group = text(node, "log_group"),
        .log_region = text(node, "log_region"),
        .log_prefix = text(node, "log_prefix"),
        .dockerfile = text(node, "dockerfile"),
        .context = text(node, "context"),
        .target = text(node, "target"),
        .workflow = text(deploy, "workflow"),
        .workflow_name = text(deploy, "workflow_name"),
        .job = text(deploy, "job"),
        .runs = pf_node_is(deploy, PF_MAP) ? truth(deploy, "runs") : PF_NO,
    };
}

static void read_deployments(struct pf_arena *arena, struct pf_plan *plan)
{
    const struct pf_node *seq = pf_node_get(plan->node, "deployments");
    plan->deployment_count = pf_node_is(seq, PF_SEQ) ? seq->count : 0;
    plan->deployments = PF_NEW_ARRAY(arena, struct pf_plan_deployment, plan->deployment_count);
    for (size_t i = 0; i < plan->deployment_count; i++)
        plan->deployments[i] = deployment_of(seq->items[i]);
}

static void read_findings(struct pf_arena *arena, const struct pf_node *root, struct pf_plan *plan)
{
    const struct pf_node *seq = pf_node_get(root, "findings");
    plan->finding_count = pf_node_is(seq, PF_SEQ) ? seq->count : 0;
    plan->findings = PF_NEW_ARRAY(arena, struct pf_plan_finding, plan->finding_count);
    for (size_t i = 0; i < plan->finding_count; i++) {
        const struct pf_node *node = seq->items[i];
        plan->findings[i] =
            (struct pf_plan_finding){text(node, "rule"), text(node, "severity"), text(node, "path"),
                                     text(node, "message"), text(node, "line")};
    }
}

bool pf_plan_read(struct pf_arena *arena, pf_str bytes, struct pf_plan *plan,
                  struct pf_error *error)
{
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_json_read(arena, pf_source_new(arena, PF_STR("plan"), bytes), &faults);
    struct pf_plan read = {.node = pf_node_get(root, "plan"), .verdict = text(root, "verdict")};
    bool is_plan = faults.count == 0 && pf_str_eq(text(root, "schema"), PF_STR("1")) &&
                   pf_str_eq(text(root, "tool"), PF_STR("preflight")) && read.verdict.len > 0 &&
                   pf_node_is(read.node, PF_MAP);
    if (!is_plan)
        return pf_error_set(error, PF_EXIT_INTERNAL, "preflight check gave no plan");
    const struct pf_node *github = pf_node_get(read.node, "github");
    const struct pf_node *config = pf_node_get(read.node, "deploy");
    read.branch = text(read.node, "branch");
    read.production_branch = text(read.node, "production_branch");
    read.push_deploys = truth(read.node, "push_deploys");
    read.reasons = pf_plan_texts(arena, pf_node_get(read.node, "reasons"));
    read.not_checked = pf_plan_texts(arena, pf_node_get(root, "not_checked"));
    read.checks = pf_node_get(read.node, "checks");
    read.secrets = pf_plan_texts(arena, pf_node_get(github, "secrets"));
    read.variables = pf_plan_texts(arena, pf_node_get(github, "variables"));
    read.environments = pf_plan_texts(arena, pf_node_get(github, "environments"));
    read.config = text(read.node, "config");
    read.config_deploy = pf_node_is(config, PF_MAP) ? config : NULL;
    read.sha256 = pf_sha256_hex(arena, bytes);
    read_deployments(arena, &read);
    read_findings(arena, root, &read);
    *plan = read;
    return true;
}

const struct pf_node *pf_plan_supply(const struct pf_plan_deployment *deployment, const char *name)
{
    const struct pf_node *supplies = pf_node_get(deployment->node, "supplies");
    for (size_t i = 0; pf_node_is(supplies, PF_SEQ) && i < supplies->count; i++)
        if (pf_str_eq(text(supplies->items[i], "name"), pf_str_c(name)))
            return supplies->items[i];
    return NULL;
}
