/* A service sends its load balancer's requests to a container or port that its task definition does
 * not have. */
#include "checks/facts.h"

#include "checks/port_facts.h"
#include "ghexpr/find.h"
#include "model/taskdef.h"
#include "read/shell.h"

/* Where a load balancer's requests go, as a service says. */
struct target {
    pf_str container, port;
    pf_span container_span, port_span;
};

static bool is_told(pf_str text)
{
    return text.len > 0 && !pf_taskdef_is_placeholder(text) &&
           pf_str_find_byte(text, '$') == PF_STR_NONE;
}

/* The project's task definition of that family; the only one where the service names none. */
static const struct pf_node *taskdef_of(struct pf_check_context *context, pf_str family)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *found = NULL;
    pf_str name, revision;
    family = pf_path_base(family); /* an ARN's */
    pf_str_cut(family, ':', &name, &revision);
    if (!is_told(name))
        return taskdefs.count == 1 ? taskdefs.nodes[0] : NULL;
    for (size_t i = 0; i < taskdefs.count; i++) {
        if (!pf_str_eq(pf_node_text(pf_node_get(taskdefs.nodes[i], "family")), name))
            continue;
        if (found != NULL)
            return NULL;
        found = taskdefs.nodes[i];
    }
    return found;
}

static void report_target(struct pf_check_context *context, const char *message,
                          const struct target *target, pf_span span, const struct pf_node *other)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "container", target->container);
    pf_report_argument(report, "port", target->port);
    pf_report_value(report, "ports",
                    pf_node_get(pf_node_at(pf_port_mappings(other), 0), "containerPort"));
    pf_report_related(report, "definition", other->key == NULL ? other->span : other->key->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(target->container), PF_ARG(target->port));
}

static bool has_unknown_names(const struct pf_node *root)
{
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++)
        if (!is_told(pf_node_text(pf_node_get(container, "name"))))
            return true;
    return pf_taskdef_container_count(root) == 0;
}

static void judge_target(struct pf_check_context *context, const struct pf_node *root,
                         const struct target *target)
{
    int64_t port;
    if (root == NULL || !is_told(target->container) || has_unknown_names(root))
        return;
    const struct pf_node *container = pf_taskdef_container_named(root, target->container);
    if (container == NULL) {
        report_target(context, "container", target, target->container_span,
                      pf_node_get(root, "containerDefinitions"));
        return;
    }
    const struct pf_node *mappings = pf_port_mappings(container);
    if (!pf_str_to_int(target->port, &port))
        return;
    if (mappings == NULL)
        report_target(context, "unmapped", target, target->port_span,
                      pf_node_get(container, "name"));
    else if (pf_port_is_mapped(mappings, port) == PF_NO)
        report_target(context, "port", target, target->port_span, container);
}

static void judge_service(struct pf_check_context *context, const struct pf_node *document)
{
    const struct pf_node *wrapped = pf_node_get(document, "service");
    const struct pf_node *service = wrapped == NULL ? document : wrapped;
    const struct pf_node *balancers = pf_node_get(service, "loadBalancers");
    pf_str family = pf_node_text(pf_node_get(service, "taskDefinition"));
    for (size_t i = 0; pf_node_is(balancers, PF_SEQ) && i < balancers->count; i++) {
        const struct pf_node *name = pf_node_get(balancers->items[i], "containerName");
        const struct pf_node *port = pf_node_get(balancers->items[i], "containerPort");
        if (name == NULL || port == NULL)
            continue;
        struct target target = {pf_node_text(name), pf_node_text(port), name->span, port->span};
        if (pf_node_is(port, PF_INT))
            target.port = pf_arena_format(context->arena, "%lld", (long long)port->as.integer);
        judge_target(context, taskdef_of(context, family), &target);
    }
}

/* "targetGroupArn=…,containerName=web,containerPort=8000", the client's shorthand. */
static struct target shorthand(pf_str text, pf_span span)
{
    struct target target = {.container_span = span, .port_span = span};
    pf_str part, name, value;
    for (bool more = true; more;) {
        more = pf_str_cut(text, ',', &part, &text);
        pf_str_cut(part, '=', &name, &value);
        if (pf_str_eq(name, PF_STR("containerName")))
            target.container = value;
        else if (pf_str_eq(name, PF_STR("containerPort")))
            target.port = value;
    }
    return target;
}

static void judge_script(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *run = deploy->step->run;
    if (deploy->kind != PF_DEPLOY_CLI || run == NULL || deploy->taskdef_changed ||
        deploy->taskdef_made)
        return;
    struct pf_shell_commands commands = pf_shell_read(context->arena, run->text);
    pf_str family = pf_node_text(deploy->taskdef_path.len > 0 ? NULL : deploy->task_definition);
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        bool is_behind = false;
        for (size_t w = 0; w < command->word_count; w++) {
            const struct pf_shell_word *word = &command->words[w];
            if (pf_str_starts(word->text, PF_STR("--")))
                is_behind = pf_str_eq(word->text, PF_STR("--load-balancers"));
            struct target target = shorthand(word->text, pf_ghexpr_span(run, word->at, word->len));
            if (is_behind && target.port.len > 0)
                judge_target(context, taskdef_of(context, family), &target);
        }
    }
}

void pf_check_load_balancer_target(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL)
        return;
    struct pf_project_files files = pf_project_of_class(wiring->project, PF_CLASS_SERVICE);
    for (size_t i = 0; i < files.count; i++)
        if (pf_project_load(wiring->project, files.items[i]))
            judge_service(context, files.items[i]->root);
    for (size_t i = 0; i < wiring->deploys->count; i++)
        judge_script(context, &wiring->deploys->items[i]);
}
