/* The wired project as nodes for rules in the expression language. */
#include "model/picture.h"

#include "model/taskdef.h"

struct painter {
    struct pf_arena *arena;
    const struct pf_wiring *wiring;
};

static struct pf_node *map(struct painter *painter)
{
    return pf_node_new(painter->arena, PF_MAP, (pf_span){0});
}

static void put(struct painter *painter, struct pf_node *owner, const char *key,
                const struct pf_node *value)
{
    if (value != NULL)
        pf_node_put(painter->arena, owner, pf_str_c(key), (pf_span){0},
                    pf_node_with_key(painter->arena, value, NULL));
}

static void put_text(struct painter *painter, struct pf_node *owner, const char *key, pf_str text,
                     pf_span span)
{
    put(painter, owner, key, pf_node_str(painter->arena, text, span));
}

static void put_bool(struct painter *painter, struct pf_node *owner, const char *key, bool value)
{
    put(painter, owner, key, pf_node_bool(painter->arena, value, (pf_span){0}));
}

static void put_truth(struct painter *painter, struct pf_node *owner, const char *key,
                      enum pf_truth truth)
{
    put_text(painter, owner, key, pf_str_c(pf_truth_name(truth)), (pf_span){0});
}

static struct pf_node *list_in(struct painter *painter, struct pf_node *owner, const char *key)
{
    struct pf_node *list = pf_node_new(painter->arena, PF_SEQ, (pf_span){0});
    pf_node_put(painter->arena, owner, pf_str_c(key), (pf_span){0}, list);
    return list;
}

/* An item of a list: a map that stands at `span`. */
static struct pf_node *item_in(struct painter *painter, struct pf_node *list, pf_span span)
{
    struct pf_node *item = pf_node_new(painter->arena, PF_MAP, span);
    pf_node_append(painter->arena, list, item);
    return item;
}

static void paint_supply(struct painter *painter, struct pf_node *list,
                         const struct pf_supply *supply)
{
    struct pf_node *item = item_in(painter, list, supply->span);
    put_text(painter, item, "name", supply->name, supply->span);
    put(painter, item, "value", supply->value);
    put_text(painter, item, "supplier", pf_str_c(pf_supplier_words(supply->supplier)),
             supply->span);
    put_bool(painter, item, "effective", supply->effective);
}

static void paint_supplies(struct painter *painter, struct pf_node *root,
                           const struct pf_deployment *deployment)
{
    struct pf_node *env = list_in(painter, root, "env");
    struct pf_node *supplies = list_in(painter, root, "supplies");
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        paint_supply(painter, supplies, supply);
        if (supply->effective)
            paint_supply(painter, env, supply);
    }
}

static void paint_reads(struct painter *painter, struct pf_node *root,
                        const struct pf_settings *settings)
{
    struct pf_node *reads = list_in(painter, root, "reads");
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        struct pf_node *item = item_in(painter, reads, read->span);
        put_text(painter, item, "name", read->name, read->span);
        put_bool(painter, item, "required", read->required);
        put(painter, item, "default", read->fallback);
        put_truth(painter, item, "reached", read->reached);
        put_bool(painter, item, "found", read->found);
        put_text(painter, item, "through", read->through, read->span);
    }
}

static void paint_docs_variables(struct painter *painter, struct pf_node *root, const char *key)
{
    const struct pf_docs *docs = painter->wiring->docs;
    struct pf_node *list = list_in(painter, root, key);
    for (size_t i = 0; i < docs->variable_count; i++) {
        const struct pf_docs_variable *variable = &docs->variables[i];
        struct pf_node *item = item_in(painter, list, variable->span);
        put_text(painter, item, "name", variable->name, variable->span);
        if (variable->has_value)
            put_text(painter, item, "value", variable->value, variable->span);
        put_truth(painter, item, "required", variable->required);
        put_bool(painter, item, "in_table", variable->in_table);
        put_bool(painter, item, "development", variable->for_development);
    }
}

static void paint_contract(struct painter *painter, struct pf_node *root,
                           const struct pf_deployment *deployment)
{
    struct pf_variables variables = pf_wiring_contract(painter->arena, painter->wiring, deployment);
    struct pf_node *list = list_in(painter, root, "variables");
    for (size_t i = 0; i < variables.count; i++) {
        const struct pf_variable *variable = &variables.items[i];
        pf_span span = variable->supplied != NULL     ? variable->supplied->span
                       : variable->read != NULL       ? variable->read->span
                       : variable->documented != NULL ? variable->documented->span
                                                      : (pf_span){0};
        struct pf_node *item = item_in(painter, list, span);
        put_text(painter, item, "name", variable->name, span);
        put_text(painter, item, "status", pf_str_c(pf_variable_status_name(variable->status)),
                 span);
        put_bool(painter, item, "mandated", variable->mandated);
        put_bool(painter, item, "required", variable->read != NULL && variable->read->required);
        put_bool(painter, item, "documented", variable->documented != NULL);
        put_bool(painter, item, "read", variable->read != NULL);
    }
}

static void paint_calls(struct painter *painter, struct pf_node *root,
                        const struct pf_settings *settings)
{
    struct pf_node *calls = list_in(painter, root, "calls");
    for (size_t i = 0; settings != NULL && i < settings->call_count; i++) {
        const struct pf_settings_call *call = &settings->calls[i];
        struct pf_node *item = item_in(painter, calls, call->span);
        put_text(painter, item, "function", call->function, call->span);
        put_truth(painter, item, "reached", call->reached);
        struct pf_node *arguments = map(painter);
        for (size_t a = 0; a < call->argument_count; a++)
            if (call->arguments[a].name.len > 0)
                pf_node_put(painter->arena, arguments, call->arguments[a].name, (pf_span){0},
                            pf_node_with_key(painter->arena, call->arguments[a].value, NULL));
        put(painter, item, "arguments", arguments);
    }
}

static void paint_raises(struct painter *painter, struct pf_node *root,
                         const struct pf_settings *settings)
{
    const struct pf_settings_raise *raises = settings == NULL ? NULL : settings->raises;
    if (raises == NULL)
        return;
    struct pf_node *item = pf_node_new(painter->arena, PF_MAP, raises->span);
    put_text(painter, item, "type", raises->type, raises->span);
    put_text(painter, item, "message", raises->message, raises->span);
    put_text(painter, item, "variable", raises->variable, raises->span);
    put_truth(painter, item, "certain", raises->certain);
    pf_node_put(painter->arena, root, PF_STR("raises"), (pf_span){0}, item);
}

static void paint_installed(struct painter *painter, struct pf_node *root)
{
    struct pf_node *installed = map(painter);
    const struct pf_requirements *packages = painter->wiring->packages;
    for (size_t i = 0; i < packages->count; i++)
        if (!packages->items[i].for_development)
            pf_node_put(
                painter->arena, installed, packages->items[i].name, packages->items[i].span,
                pf_node_str(painter->arena, packages->items[i].version, packages->items[i].span));
    put(painter, root, "installed", installed);
}

static const struct pf_node *paint_deployment(struct painter *painter,
                                              const struct pf_deployment *deployment)
{
    struct pf_node *root = map(painter);
    const struct pf_settings *settings = deployment->judged;
    put_text(painter, root, "name", deployment->name, (pf_span){0});
    put_text(painter, root, "branch", pf_wiring_branch(painter->wiring).name, (pf_span){0});
    if (deployment->deploy != NULL) {
        const struct pf_deploy *deploy = deployment->deploy;
        put_text(painter, root, "workflow", deploy->workflow->file->path, (pf_span){0});
        put(painter, root, "job", deploy->job->node);
        put(painter, root, "step", deploy->step->node);
    }
    put(painter, root, "taskdef", deployment->taskdef_root);
    put(painter, root, "container", deployment->container);
    if (deployment->dockerfile != NULL)
        put(painter, root, "dockerfile", deployment->dockerfile->root);
    if (settings != NULL)
        put_text(painter, root, "module", settings->module, (pf_span){0});
    put_text(painter, root, "django", deployment->django_pin, (pf_span){0});
    put_bool(painter, root, "open", deployment->environment_is_open);
    paint_supplies(painter, root, deployment);
    paint_reads(painter, root, settings);
    paint_docs_variables(painter, root, "documented");
    paint_contract(painter, root, deployment);
    if (settings != NULL)
        put(painter, root, "settings", settings->values);
    paint_calls(painter, root, settings);
    paint_raises(painter, root, deployment->settings);
    paint_installed(painter, root);
    return root;
}

static const struct pf_node *paint_docs(struct painter *painter)
{
    const struct pf_docs *docs = painter->wiring->docs;
    struct pf_node *root = map(painter);
    struct pf_node *branches = list_in(painter, root, "branches");
    for (size_t i = 0; i < docs->branch_count; i++) {
        struct pf_node *item = item_in(painter, branches, docs->branches[i].span);
        put_text(painter, item, "name", docs->branches[i].name, docs->branches[i].span);
        put_bool(painter, item, "deploying", docs->branches[i].speaks_of_deploying);
    }
    paint_docs_variables(painter, root, "variables");
    struct pf_node *secrets = list_in(painter, root, "secrets");
    for (size_t i = 0; i < docs->secret_count; i++)
        put_text(painter, item_in(painter, secrets, docs->secrets[i].span), "name",
                 docs->secrets[i].name, docs->secrets[i].span);
    struct pf_node *commands = list_in(painter, root, "commands");
    for (size_t i = 0; i < docs->command_count; i++) {
        struct pf_node *item = item_in(painter, commands, docs->commands[i].span);
        put_text(painter, item, "name", docs->commands[i].name, docs->commands[i].span);
        put_text(painter, item, "text", docs->commands[i].text, docs->commands[i].span);
    }
    return root;
}

static const struct pf_node *paint_git(struct painter *painter)
{
    const struct pf_git *git = painter->wiring->git;
    struct pf_node *root = map(painter);
    if (git->default_branch.len > 0)
        put_text(painter, root, "default_branch", git->default_branch, (pf_span){0});
    if (git->branch.len > 0)
        put_text(painter, root, "branch", git->branch, (pf_span){0});
    if (git->remote_url.len > 0)
        put_text(painter, root, "remote", git->remote_url, (pf_span){0});
    return root;
}

static void add_documents(struct painter *painter, struct pf_picture_root *root,
                          enum pf_file_class type)
{
    struct pf_project *project = painter->wiring->project;
    struct pf_project_files files = pf_project_of_class(project, type);
    root->nodes = PF_NEW_ARRAY(painter->arena, const struct pf_node *, files.count);
    for (size_t i = 0; i < files.count; i++) {
        if (!pf_project_load(project, files.items[i]) || files.items[i]->root == NULL)
            continue;
        const struct pf_node *node = files.items[i]->root;
        if (type == PF_CLASS_TASKDEF)
            node = pf_taskdef_root(node);
        if (node != NULL)
            root->nodes[root->count++] = node;
    }
}

static void add_one(struct painter *painter, struct pf_picture_root *root,
                    const struct pf_node *node)
{
    root->nodes = PF_NEW_ARRAY(painter->arena, const struct pf_node *, 1);
    root->nodes[root->count++] = node;
}

const struct pf_picture *pf_picture_draw(struct pf_arena *arena, const struct pf_wiring *wiring)
{
    static const struct {
        const char *name;
        enum pf_file_class type;
    } documents[] = {
        {"workflow", PF_CLASS_WORKFLOW}, {"action", PF_CLASS_ACTION},
        {"taskdef", PF_CLASS_TASKDEF},   {"dockerfile", PF_CLASS_DOCKERFILE},
        {"compose", PF_CLASS_COMPOSE},
    };
    enum { DOCUMENT_ROOTS = sizeof documents / sizeof *documents, ROOTS = DOCUMENT_ROOTS + 3 };
    struct painter painter = {arena, wiring};
    struct pf_picture *picture = PF_NEW(arena, struct pf_picture);
    picture->wiring = wiring;
    picture->roots = PF_NEW_ARRAY(arena, struct pf_picture_root, ROOTS);
    picture->root_count = ROOTS;
    struct pf_picture_root *root = picture->roots;
    for (size_t i = 0; i < DOCUMENT_ROOTS; i++, root++) {
        root->name = pf_str_c(documents[i].name);
        add_documents(&painter, root, documents[i].type);
    }
    root->name = PF_STR("docs");
    add_one(&painter, root++, paint_docs(&painter));
    root->name = PF_STR("git");
    add_one(&painter, root++, paint_git(&painter));
    root->name = PF_STR("deployment");
    root->nodes = PF_NEW_ARRAY(arena, const struct pf_node *, wiring->deployment_count);
    for (size_t i = 0; i < wiring->deployment_count; i++)
        root->nodes[root->count++] = paint_deployment(&painter, &wiring->deployments[i]);
    return picture;
}

const struct pf_picture_root *pf_picture_root_named(const struct pf_picture *picture, pf_str name)
{
    for (size_t i = 0; i < picture->root_count; i++)
        if (pf_str_eq(picture->roots[i].name, name))
            return &picture->roots[i];
    return NULL;
}
