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

/* The variable where it is declared nearest to the step. */
static const struct pf_node *declared_variable(const struct pf_deploy_place *place, pf_str name)
{
    const struct pf_node *maps[] = {place->step->env, pf_node_get(place->job->node, "env"),
                                    pf_node_get(place->workflow->root, "env")};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        if (pf_node_get_str(maps[i], name) != NULL)
            return pf_node_get_str(maps[i], name);
    return NULL;
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
            is_under(path, "env", &name) ? declared_variable(&at, name) : NULL;
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

/* What earlier steps do to the file. */
struct fate {
    const struct pf_deploy_place *place; /* of the step looked at */
    pf_str path;
    bool is_made, is_changed;
};

static bool is_file(const struct fate *fate, const struct pf_deploy_script *script,
                    const struct pf_shell_word *word)
{
    if (!pf_str_contains(word->text, pf_path_base(fate->path)) && !pf_deploy_is_open(word->text))
        return false;
    pf_str text = pf_deploy_word(script, word)->text;
    pf_str path = pf_deploy_project_path(fate->place, script->directory, text);
    return path.len > 0 && pf_str_eq(path, fate->path);
}

static bool mentions(const struct fate *fate, const struct pf_deploy_script *script,
                     const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (is_file(fate, script, &command->words[i]))
            return true;
    return false;
}

static bool is_one_of(pf_str word, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(word, words[i]))
            return true;
    return false;
}

/* Programs that read a file named to them and leave it as it is. */
static bool only_reads(pf_str program)
{
    static const pf_str readers[] = {
        PF_STR_INIT("cat"),    PF_STR_INIT("jq"),     PF_STR_INIT("echo"), PF_STR_INIT("ls"),
        PF_STR_INIT("test"),   PF_STR_INIT("["),      PF_STR_INIT("[["),   PF_STR_INIT("grep"),
        PF_STR_INIT("head"),   PF_STR_INIT("tail"),   PF_STR_INIT("aws"),  PF_STR_INIT("diff"),
        PF_STR_INIT("wc"),     PF_STR_INIT("stat"),   PF_STR_INIT("git"),  PF_STR_INIT("chmod"),
        PF_STR_INIT("export"), PF_STR_INIT("printf"), PF_STR_INIT("cd"),   PF_STR_INIT("envsubst"),
        PF_STR_INIT("mkdir"),  PF_STR_INIT("zip"),    PF_STR_INIT("tar"),
    };
    return is_one_of(program, readers, sizeof readers / sizeof *readers);
}

/* cp, mv, tee, curl -o: the file is where they put something. */
static bool puts_there(const struct fate *fate, const struct pf_deploy_script *script,
                       const struct pf_shell_command *command)
{
    static const pf_str movers[] = {PF_STR_INIT("cp"), PF_STR_INIT("mv"), PF_STR_INIT("install"),
                                    PF_STR_INIT("ln")};
    static const pf_str loaders[] = {PF_STR_INIT("curl"), PF_STR_INIT("wget"), PF_STR_INIT("tee"),
                                     PF_STR_INIT("gh"), PF_STR_INIT("sponge")};
    if (command->word_count < 2)
        return false;
    pf_str program = command->words[0].text;
    if (is_one_of(program, movers, sizeof movers / sizeof *movers))
        return is_file(fate, script, &command->words[command->word_count - 1]);
    bool is_download = pf_str_eq(program, PF_STR("aws")) && command->word_count > 2 &&
                       pf_str_eq(command->words[1].text, PF_STR("s3"));
    return (is_download || is_one_of(program, loaders, sizeof loaders / sizeof *loaders)) &&
           mentions(fate, script, command);
}

static bool redirects_there(const struct fate *fate, const struct pf_deploy_script *script,
                            const struct pf_shell_command *command)
{
    for (size_t i = 0; i < command->redirect_count; i++)
        if (is_file(fate, script, &command->redirects[i]))
            return true;
    return false;
}

static void look_at_script(const struct pf_deploy_script *script,
                           const struct pf_shell_commands *commands, void *context)
{
    struct fate *fate = context;
    bool was_read = false;
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        bool is_mentioned = mentions(fate, script, command);
        bool reads_input = redirects_there(fate, script, command);
        bool is_put = reads_input || puts_there(fate, script, command);
        if (is_put && (was_read || (reads_input && is_mentioned)))
            fate->is_changed = true;
        else if (is_put)
            fate->is_made = true;
        else if (is_mentioned && command->word_count > 0 && !only_reads(command->words[0].text))
            fate->is_changed = true;
        was_read = was_read || is_mentioned;
    }
}

static bool is_harmless_action(pf_str action)
{
    static const pf_str known[] = {
        PF_STR_INIT("actions/checkout"),    PF_STR_INIT("actions/upload-artifact"),
        PF_STR_INIT("actions/cache"),       PF_STR_INIT("docker/build-push-action"),
        PF_STR_INIT("docker/login-action"),
    };
    return is_one_of(action, known, sizeof known / sizeof *known) ||
           pf_str_contains(action, PF_STR("ecs-"));
}

static void look_at_action(struct fate *fate)
{
    const struct pf_workflow_step *step = fate->place->step;
    if (pf_str_eq(step->action, PF_STR("actions/download-artifact")) &&
        !pf_project_has_file(fate->place->project, fate->path))
        fate->is_made = true;
    if (is_harmless_action(step->action) || step->with == NULL)
        return;
    for (size_t i = 0; i < step->with->count; i++)
        if (pf_str_contains(pf_node_text(step->with->items[i]), pf_path_base(fate->path)))
            fate->is_changed = true;
}

static void look_at_earlier_steps(const struct pf_deploy_place *place, struct pf_deploy *deploy)
{
    struct pf_deploy_place at = *place;
    struct fate fate = {.place = &at, .path = deploy->taskdef_path};
    const struct pf_workflow_step *first =
        deploy->render_count > 0 ? deploy->renders[0].step : place->step;
    for (size_t i = 0; i < place->job->step_count; i++) {
        at.step = &place->job->steps[i];
        if (at.step->node == first->node)
            break;
        pf_deploy_scripts(&at, NULL, look_at_script, &fate);
        if (at.step->uses != NULL)
            look_at_action(&fate);
    }
    at.step = place->step;
    if (place->step->run != NULL)
        pf_deploy_scripts(&at, NULL, look_at_script, &fate);
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
