/* A database that does not survive a deploy, or is not there: each rule takes one kind. */
#include "checks/server_bind.h"

#include "model/taskdef.h"

/* A second container may be where the database lives: the loopback address is theirs together. */
static bool has_other_containers(const struct pf_deployment *deployment)
{
    return deployment->container == NULL ||
           (pf_taskdef_container_count(deployment->taskdef_root) > 1 &&
            pf_taskdef_shares_loopback(deployment->taskdef_root));
}

static bool is_below(pf_str path, pf_str folder)
{
    while (folder.len > 0 && folder.data[folder.len - 1] == '/')
        folder.len--;
    return folder.len == 0 ||
           (pf_str_starts(path, folder) && path.len > folder.len && path.data[folder.len] == '/');
}

/* A volume may be where the file lives; a path that is not known or relative may lead there. */
static bool is_on_volume(const struct pf_deployment *deployment, const struct pf_node *name)
{
    const struct pf_node *mounts = pf_node_get(deployment->container, "mountPoints");
    if (deployment->container == NULL)
        return true;
    for (size_t i = 0; pf_node_is(mounts, PF_SEQ) && i < mounts->count; i++) {
        const struct pf_node *at = pf_node_get(mounts->items[i], "containerPath");
        bool is_known = pf_node_is(name, PF_STRING) && pf_str_starts(name->text, PF_STR("/")) &&
                        pf_node_is(at, PF_STRING) && !pf_taskdef_is_placeholder(at->text);
        if (!is_known || is_below(name->text, at->text))
            return true;
    }
    return false;
}

static void report_database(struct pf_check_context *context,
                            const struct pf_deployment *deployment, const struct pf_node *database,
                            const struct pf_node *at)
{
    pf_span span = at->span.file != NULL ? at->span : database->span;
    struct pf_report *report = pf_check_report(context, "", span);
    pf_report_argument(report, "database", database->key->text);
    pf_facts_report_container(context, deployment, report);
    pf_report_value(report, "value", at);
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(at, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(database->key->text));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *databases = pf_facts_setting(deployment, "DATABASES");
    bool wants_sqlite = pf_check_param_has(context, "database", PF_STR("sqlite"));
    for (size_t i = 0; pf_node_is(databases, PF_MAP) && i < databases->count; i++) {
        const struct pf_node *database = databases->items[i];
        const struct pf_node *engine = pf_node_get(database, "ENGINE");
        const struct pf_node *host = pf_node_get(database, "HOST");
        const struct pf_node *name = pf_node_get(database, "NAME");
        bool is_sqlite =
            pf_node_is(engine, PF_STRING) && pf_str_contains(engine->text, PF_STR("sqlite"));
        bool in_memory = pf_str_contains(pf_node_text(name), PF_STR(":memory:"));
        if (wants_sqlite && is_sqlite && !in_memory && !is_on_volume(deployment, name))
            report_database(context, deployment, database, engine);
        if (!wants_sqlite && !is_sqlite && pf_node_is(host, PF_STRING) &&
            pf_server_bind_is_loopback(host->text) && !has_other_containers(deployment))
            report_database(context, deployment, database, host);
    }
}

void pf_check_database_unfit(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
