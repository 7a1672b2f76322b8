/* Follows what is deployed back to the file the chain starts with, and what happens to the file. */
#include "model/deploy_inside.h"

#include "ghexpr/expr.h"
#include "ghexpr/find.h"
#include "model/resolve.h"

enum { MAX_CHAIN = 32 /* render steps and variables in a row */ };

struct chain {
    const struct pf_deploy_place *place;
    struct pf_deploy *deploy;
    struct {
        struct pf_deploy_render *items;
        size_t count, capacity;
    } renders; /* last first */
};

/* "steps.render.outputs.task-definition" of "${{ … }}"; "" when the text is no such thing. */
static pf_str path_of(struct pf_arena *arena, const struct pf_node *value)
{
    pf_str text = pf_str_trim(pf_node_text(value));
    if (!pf_ghexpr_is_alone(text))
        return PF_STR("");
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        pf_ghexpr_parse(arena, pf_str_slice(text, 3, text.len - 2), NULL, &error);
    return expr == NULL ? PF_STR("") : pf_ghexpr_path(arena, expr);
}

static bool is_under(pf_str path, const char *context, pf_str *rest)
{
    pf_str head;
    return pf_str_cut(path, '.', &head, rest) && pf_str_eq_nocase(head, pf_str_c(context));
}

static void add_render(struct chain *chain, const struct pf_deploy_place *at)
{
    *pf_pile_add(at->arena, &chain->renders) = (struct pf_deploy_render){
        .step = at->step,
        .task_definition = pf_deploy_input(at, "task-definition"),
        .container_name = pf_deploy_input(at, "container-name"),
        .image = pf_deploy_input(at, "image"),
        .environment_variables = pf_workflow_input(at->step, "environment-variables"),
        .secrets = pf_workflow_input(at->step, "secrets"),
        .env_files = pf_workflow_input(at->step, "env-files"),
    };
}

static void end_at(struct chain *chain, const struct pf_node *value)
{
    const struct pf_deploy_place *place = chain->place;
    chain->deploy->task_definition = value;
    if (value == NULL)
        return;
    chain->deploy->taskdef_path = pf_deploy_project_path(place, PF_STR(""), pf_node_text(value));
    chain->deploy->chain_broken = chain->deploy->taskdef_path.len == 0;
}

/* The render step that `path` names; NULL when it is none. */
static const struct pf_workflow_step *render_named(const struct pf_deploy_place *place, pf_str path)
{
    pf_str rest, id, output;
    if (!is_under(path, "steps", &rest) || !pf_str_cut(rest, '.', &id, &output))
        return NULL;
    const struct pf_workflow_step *step = pf_workflow_step_of(place->job, id);
    return step != NULL && pf_deploy_is_render(step) ? step : NULL;
}

static void follow(struct chain *chain, const struct pf_node *value)
{
    struct pf_deploy_place at = *chain->place;
    for (unsigned left = MAX_CHAIN; left > 0; left--) {
        pf_str path = path_of(at.arena, value), name;
        const struct pf_workflow_step *render = render_named(&at, path);
        if (render != NULL) {
            at.step = render;
            add_render(chain, &at);
            value = pf_deploy_input(&at, "task-definition");
            continue;
        }
        const struct pf_node *declared =
            is_under(path, "env", &name) ? pf_workflow_variable(at.workflow, at.job, at.step, name)
                                         : NULL;
        if (declared == NULL) {
            end_at(chain, value);
            return;
        }
        value = declared;
    }
    chain->deploy->chain_broken = true;
}

static void set_renders(struct chain *chain)
{
    size_t count = chain->renders.count;
    chain->deploy->renders = PF_NEW_ARRAY(chain->place->arena, struct pf_deploy_render, count);
    chain->deploy->render_count = count;
    for (size_t i = 0; i < count; i++)
        chain->deploy->renders[i] = chain->renders.items[count - 1 - i];
}

static void look_at_earlier_steps(const struct pf_deploy_place *place, struct pf_deploy *deploy)
{
    struct pf_deploy_place at = *place;
    if (deploy->render_count > 0 && place->step->run == NULL)
        at.step = deploy->renders[0].step;
    struct pf_file_fate fate = pf_deploy_fate(&at, deploy->taskdef_path);
    deploy->taskdef_made = fate.is_made;
    deploy->taskdef_changed = fate.is_changed;
}

void pf_deploy_follow(const struct pf_deploy_place *place, struct pf_deploy *deploy)
{
    struct chain chain = {.place = place, .deploy = deploy};
    const struct pf_node *written = pf_workflow_input(place->step, "task-definition");
    if (deploy->kind == PF_DEPLOY_ACTION && written != NULL)
        follow(&chain, deploy->task_definition == NULL ? written : deploy->task_definition);
    set_renders(&chain);
    if (deploy->image == NULL && deploy->render_count > 0)
        deploy->image = deploy->renders[deploy->render_count - 1].image;
    if (deploy->taskdef_path.len > 0)
        look_at_earlier_steps(place, deploy);
}
