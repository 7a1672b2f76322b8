/* One deployment of a plan: from its workflow's step to its container's suppliers. */
#include "cli/plan_inside.h"

#include "model/deploy_inside.h"

static void put(struct pf_plan_writer *writer, const char *key, pf_str text)
{
    pf_json_put_string(&writer->json, key, text);
}

static void put_strs(struct pf_plan_writer *writer, const char *key, const struct pf_strs *strs)
{
    pf_json_key(&writer->json, key);
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < strs->count; i++)
        pf_json_string(&writer->json, strs->items[i]);
    pf_json_close(&writer->json, ']');
}

/* An input of the last step of the job that uses such an action; "" when there is none. */
static pf_str job_input(struct pf_plan_writer *writer, const struct pf_deploy *deploy,
                        const char *action, const char *input)
{
    pf_str found = PF_STR("");
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        struct pf_deploy_place place = {writer->arena, NULL, deploy->workflow, deploy->job, step};
        if (!pf_str_eq(step->action, pf_str_c(action)))
            continue;
        pf_str value = pf_node_text(pf_deploy_input(&place, input));
        if (value.len > 0)
            found = value;
    }
    return found;
}

static pf_str environment_name(const struct pf_deploy *deploy)
{
    const struct pf_node *environment = pf_node_get(deploy->job->node, "environment");
    if (pf_node_is(environment, PF_MAP))
        environment = pf_node_get(environment, "name");
    return pf_node_text(environment);
}

static void put_deploy(struct pf_plan_writer *writer, const struct pf_deploy *deploy)
{
    static const char *const kinds[] = {
        [PF_DEPLOY_ACTION] = "action", [PF_DEPLOY_CLI] = "cli", [PF_DEPLOY_OTHER] = "other"};
    pf_json_put_c(&writer->json, "kind", kinds[deploy->kind]);
    put(writer, "workflow", deploy->workflow->file->path);
    put(writer, "workflow_name", deploy->workflow->name);
    put(writer, "job", deploy->job->id);
    put(writer, "environment", environment_name(deploy));
    pf_json_put_c(&writer->json, "runs", pf_truth_name(pf_deploy_runs(writer->push, deploy)));
    put_strs(writer, "branches", &deploy->branches);
    pf_json_put_c(&writer->json, "any_branch", pf_truth_name(deploy->any_branch));
    put(writer, "cluster", pf_node_text(deploy->cluster));
    put(writer, "service", pf_node_text(deploy->service));
    put(writer, "region",
        job_input(writer, deploy, "aws-actions/configure-aws-credentials", "aws-region"));
    put(writer, "role",
        job_input(writer, deploy, "aws-actions/configure-aws-credentials", "role-to-assume"));
}

/* The render steps that put something into this container. */
static void put_renders(struct pf_plan_writer *writer, const struct pf_deploy *deploy)
{
    pf_json_key(&writer->json, "renders");
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < deploy->render_count; i++) {
        const struct pf_deploy_render *render = &deploy->renders[i];
        pf_json_open(&writer->json, '{');
        put(writer, "container", pf_node_text(render->container_name));
        put(writer, "image", pf_node_text(render->image));
        put(writer, "environment_variables", pf_node_text(render->environment_variables));
        put(writer, "secrets", pf_node_text(render->secrets));
        put(writer, "env_files", pf_node_text(render->env_files));
        pf_json_close(&writer->json, '}');
    }
    pf_json_close(&writer->json, ']');
}

static void put_taskdef(struct pf_plan_writer *writer, const struct pf_deployment *deployment)
{
    const struct pf_node *root = deployment->taskdef_root, *container = deployment->container;
    const struct pf_deploy *deploy = deployment->deploy;
    bool is_changed =
        deploy != NULL && (deploy->taskdef_made || deploy->taskdef_changed || deploy->chain_broken);
    put(writer, "task_definition",
        deployment->taskdef == NULL ? PF_STR("") : deployment->taskdef->path);
    pf_json_put_bool(&writer->json, "task_definition_changed", is_changed);
    put(writer, "family", pf_node_text(pf_node_get(root, "family")));
    put(writer, "architecture",
        pf_node_text(pf_node_get(pf_node_get(root, "runtimePlatform"), "cpuArchitecture")));
    put(writer, "execution_role", pf_node_text(pf_node_get(root, "executionRoleArn")));
    put(writer, "task_role", pf_node_text(pf_node_get(root, "taskRoleArn")));
    put(writer, "container", pf_node_text(pf_node_get(container, "name")));
    put(writer, "image", pf_node_text(pf_node_get(container, "image")));
    const struct pf_node *log = pf_node_get(pf_node_get(container, "logConfiguration"), "options");
    put(writer, "log_group", pf_node_text(pf_node_get(log, "awslogs-group")));
    put(writer, "log_region", pf_node_text(pf_node_get(log, "awslogs-region")));
    put(writer, "log_prefix", pf_node_text(pf_node_get(log, "awslogs-stream-prefix")));
}

static void put_image(struct pf_plan_writer *writer, const struct pf_deployment *deployment)
{
    const struct pf_build *build = deployment->build;
    put(writer, "dockerfile",
        deployment->dockerfile == NULL ? PF_STR("") : deployment->dockerfile->path);
    put(writer, "context", build == NULL ? PF_STR("") : build->context);
    put(writer, "target", build == NULL ? PF_STR("") : build->target);
    put(writer, "build_args", build == NULL ? PF_STR("") : pf_node_text(build->build_args));
    struct pf_deploy_place place = {writer->arena, NULL, NULL, NULL, NULL};
    pf_str platforms = PF_STR("");
    if (build != NULL && build->step != NULL) {
        place.workflow = build->workflow;
        place.job = build->job;
        place.step = build->step;
        platforms = pf_node_text(pf_deploy_input(&place, "platforms"));
    }
    put(writer, "platforms", platforms);
}

/* Who gives what; a value is shown only where it is no secret: never here. */
static void put_supplies(struct pf_plan_writer *writer, const struct pf_deployment *deployment)
{
    pf_json_key(&writer->json, "supplies");
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (!supply->effective)
            continue;
        bool by_secret =
            supply->supplier == PF_SUPPLIER_SECRET || supply->supplier == PF_SUPPLIER_RENDER_SECRET;
        pf_json_open(&writer->json, '{');
        put(writer, "name", supply->name);
        pf_json_put_c(&writer->json, "by", pf_supplier_words(supply->supplier));
        put(writer, "value_from",
            by_secret && supply->written != NULL
                ? pf_node_text(pf_node_is(supply->written, PF_MAP)
                                   ? pf_node_get(supply->written, "valueFrom")
                                   : supply->written)
                : PF_STR(""));
        pf_json_close(&writer->json, '}');
    }
    pf_json_close(&writer->json, ']');
}

static void put_settings(struct pf_plan_writer *writer, const struct pf_deployment *deployment)
{
    put(writer, "settings_module",
        deployment->settings == NULL ? PF_STR("") : deployment->settings->module);
    put(writer, "open_environment",
        deployment->environment_is_open ? deployment->open_reason : PF_STR(""));
}

void pf_plan_put_deployments(struct pf_plan_writer *writer)
{
    pf_json_key(&writer->json, "deployments");
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < writer->wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &writer->wiring->deployments[i];
        if (deployment->runs_django == PF_NO)
            continue;
        pf_json_open(&writer->json, '{');
        put(writer, "name", deployment->name);
        put_taskdef(writer, deployment);
        put_image(writer, deployment);
        put_supplies(writer, deployment);
        put_settings(writer, deployment);
        pf_json_key(&writer->json, "deploy");
        if (deployment->deploy == NULL) {
            pf_json_null(&writer->json);
        } else {
            pf_json_open(&writer->json, '{');
            put_deploy(writer, deployment->deploy);
            put_renders(writer, deployment->deploy);
            pf_json_close(&writer->json, '}');
        }
        pf_json_close(&writer->json, '}');
    }
    pf_json_close(&writer->json, ']');
}
