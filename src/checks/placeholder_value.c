/* A value that somebody meant to replace: changeme, <…>, TODO, the account id of a manual. */
#include "checks/facts.h"

#include "model/taskdef.h"

static pf_str written_text(const struct pf_supply *supply)
{
    if (supply->supplier == PF_SUPPLIER_ENVIRONMENT)
        return pf_node_text(pf_node_get(supply->written, "value"));
    return pf_node_text(supply->value);
}

/* Words that stand for a secret, and are plain values elsewhere: GRANT_TYPE=password, a dummy
 * cache. */
static bool is_plain_word(pf_str name, pf_str text)
{
    static const pf_str words[] = {PF_STR_INIT("secret"), PF_STR_INIT("password"),
                                   PF_STR_INIT("dummy"), PF_STR_INIT("secret_key")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq_nocase(pf_str_trim(text), words[i]))
            return !pf_facts_is_secret_name(name);
    return false;
}

/* `<NAME>` may be for a pipeline to fill in: only where one is seen that does not. */
static bool may_be_filled_in(const struct pf_deployment *deployment, pf_str text)
{
    bool is_template = pf_taskdef_is_placeholder(text);
    return is_template && (deployment->deploy == NULL || deployment->environment_is_open);
}

static void judge_supplies(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        pf_str text = written_text(supply);
        if (!supply->effective || !pf_facts_is_placeholder(text) ||
            is_plain_word(supply->name, text) || may_be_filled_in(deployment, text))
            continue;
        pf_span span = supply->value->span.file != NULL ? supply->value->span : supply->span;
        struct pf_report *report = pf_check_report(context, "variable", span);
        pf_str container = pf_facts_container_name(deployment);
        pf_report_argument(report, "variable", supply->name);
        pf_report_argument(report, "value", text);
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(supply->name));
    }
}

/* Account ids that AWS's own documentation uses. Source: the ECS, ECR and IAM user guides. */
static pf_str manual_account(pf_str text)
{
    static const pf_str ids[] = {
        PF_STR_INIT("123456789012"), PF_STR_INIT("111122223333"), PF_STR_INIT("012345678910"),
        PF_STR_INIT("444455556666"), PF_STR_INIT("000000000000"), PF_STR_INIT("111111111111"),
    };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (pf_str_contains(text, ids[i]))
            return ids[i];
    return PF_STR("");
}

/* "ACCOUNT_ID", "YOUR_AWS_ACCOUNT_ID", "XXXXXXXXXXXX" */
static bool is_account_word(pf_str text)
{
    bool is_all_x = text.len > 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (!pf_is_alpha(c) && c != '_' && c != '-')
            return false;
        is_all_x = is_all_x && (c == 'x' || c == 'X');
    }
    return is_all_x || pf_str_contains(text, PF_STR("ACCOUNT")) ||
           pf_str_contains(text, PF_STR("account"));
}

/* The account of an ARN or of an ECR image, where a word stands in its place; else "". */
static pf_str account_word(pf_str text)
{
    enum { BEFORE_ACCOUNT = 4 /* arn:aws:iam::ACCOUNT:role/x */ };
    pf_str account, rest = text;
    ptrdiff_t host = pf_str_find(text, PF_STR(".dkr.ecr."));
    for (int i = 0; host == PF_STR_NONE && i < BEFORE_ACCOUNT; i++)
        pf_str_cut(rest, ':', &account, &rest);
    if (host != PF_STR_NONE)
        account = pf_str_slice(text, 0, (size_t)host);
    else
        pf_str_cut(rest, ':', &account, &rest);
    return is_account_word(account) ? account : PF_STR("");
}

/* A role whose account somebody was to fill in, where a deploy is seen that takes the file as it
 * is: "arn:aws:iam::YOUR_ACCOUNT_ID:role/x", "arn:aws:iam::${ACCOUNT}:role/x". */
static void judge_roles(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const char *const members[] = {"executionRoleArn", "taskRoleArn"};
    const struct pf_deploy *deploy = deployment->deploy;
    if (deploy == NULL || deployment->environment_is_open || deploy->chain_broken ||
        deploy->taskdef_made || deploy->taskdef_changed)
        return;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct pf_node *role = pf_node_get(deployment->taskdef_root, members[i]);
        pf_str text = pf_node_text(role);
        ptrdiff_t account = pf_str_find(text, PF_STR(":iam::"));
        if (!pf_str_starts(text, PF_STR("arn:")) || account == PF_STR_NONE ||
            (size_t)account + 6 >= text.len || pf_is_digit(text.data[account + 6]) ||
            account_word(text).len > 0)
            continue;
        struct pf_report *report = pf_check_report(context, "role", role->span);
        pf_report_argument(report, "member", pf_str_c(members[i]));
        pf_report_argument(report, "value", text);
        pf_report_key(report, "%s", members[i]);
    }
}

/* What is known of a task definition: may a step still write into it, does a deploy take it? */
struct passage {
    bool is_edited, is_deployed;
    bool is_told; /* a word that stands everywhere is one that nobody filled in */
};

static struct passage passage_of(struct pf_check_context *context, const struct pf_node *root)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct passage passage = {0};
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        if (deployment->taskdef_root != root || deployment->deploy == NULL)
            continue;
        passage.is_edited |= deployment->deploy->taskdef_changed ||
                             deployment->deploy->taskdef_made || deployment->deploy->chain_broken;
        passage.is_deployed = true;
    }
    return passage;
}

static void judge_account(struct pf_check_context *context, struct passage *passage,
                          const struct pf_node *node, pf_str key)
{
    pf_str text = pf_node_text(node);
    bool names_account =
        pf_str_starts(text, PF_STR("arn:")) || pf_str_contains(text, PF_STR(".dkr.ecr."));
    pf_str account = names_account ? manual_account(text) : PF_STR("");
    pf_str word = names_account && passage->is_deployed ? account_word(text) : PF_STR("");
    if ((account.len == 0 && word.len == 0) || passage->is_edited ||
        (word.len > 0 && passage->is_told))
        return;
    passage->is_told = passage->is_told || word.len > 0;
    struct pf_report *report =
        pf_check_report(context, word.len > 0 ? "account-word" : "account", node->span);
    pf_report_argument(report, "account", word.len > 0 ? word : account);
    pf_report_argument(report, "member", key);
    pf_report_key(report, "%.*s", PF_ARG(key));
}

static void judge_taskdef(struct pf_check_context *context, const struct pf_node *root)
{
    static const char *const members[] = {"executionRoleArn", "taskRoleArn"};
    struct passage passage = passage_of(context, root);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        judge_account(context, &passage, pf_node_get(root, members[i]), pf_str_c(members[i]));
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++) {
        if (!pf_facts_image_is_replaced(pf_facts_wiring(context), root, container))
            judge_account(context, &passage, pf_node_get(container, "image"), PF_STR("image"));
        const struct pf_node *secrets = pf_node_get(container, "secrets");
        for (size_t k = 0; pf_node_is(secrets, PF_SEQ) && k < secrets->count; k++)
            judge_account(context, &passage, pf_node_get(secrets->items[k], "valueFrom"),
                          pf_node_text(pf_node_get(secrets->items[k], "name")));
    }
}

/* ---- in the workflow ---- */

/* "MY_AWS_REGION", as GitHub's starter workflow has it: MY_ and the name of the variable. */
static bool is_starter_word(pf_str text)
{
    static const pf_str words[] = {
        PF_STR_INIT("MY_AWS_REGION"),          PF_STR_INIT("MY_ECR_REPOSITORY"),
        PF_STR_INIT("MY_ECS_SERVICE"),         PF_STR_INIT("MY_ECS_CLUSTER"),
        PF_STR_INIT("MY_ECS_TASK_DEFINITION"), PF_STR_INIT("MY_CONTAINER_NAME")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(text, words[i]))
            return true;
    return false;
}

static void judge_entry(struct pf_check_context *context, const struct pf_node *entry)
{
    static const char *const names[] = {"region", "repository", "service", "cluster",  "role",
                                        "task",   "container",  "account", "registry", "image"};
    bool is_named = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        is_named |= pf_str_find_nocase(entry->key->text, pf_str_c(names[i])) != PF_STR_NONE;
    if (!pf_node_is(entry, PF_STRING) || !is_named ||
        !(is_starter_word(entry->text) || pf_facts_is_placeholder(entry->text)))
        return;
    struct pf_report *report = pf_check_report(context, "workflow", entry->span);
    pf_report_argument(report, "name", entry->key->text);
    pf_report_argument(report, "value", entry->text);
    pf_report_key(report, "%.*s", PF_ARG(entry->key->text));
}

static void judge_map(struct pf_check_context *context, const struct pf_node *map)
{
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++)
        judge_entry(context, map->items[i]);
}

/* Variables of the workflow and its job, and what the steps of AWS's actions are given. */
static void judge_workflow(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_deploys *all = pf_facts_wiring(context)->deploys;
    bool is_new = true; /* several deploys of a workflow, or of a job, are looked at once */
    for (size_t i = 0; &all->items[i] != deploy; i++) {
        is_new &= all->items[i].workflow->root != deploy->workflow->root;
        if (all->items[i].job->node == deploy->job->node)
            return;
    }
    if (is_new)
        judge_map(context, pf_node_get(deploy->workflow->root, "env"));
    judge_map(context, pf_node_get(deploy->job->node, "env"));
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        judge_map(context, pf_node_get(step->node, "env"));
        if (pf_str_starts(step->action, PF_STR("aws-actions/")))
            judge_map(context, pf_node_get(step->node, "with"));
    }
}

void pf_check_placeholder_value(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge_supplies);
    pf_facts_each_deployment(context, judge_roles);
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge_workflow(context, &wiring->deploys->items[i]);
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++)
        judge_taskdef(context, taskdefs.nodes[i]);
}
