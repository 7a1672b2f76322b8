/* The task definition of the project that a job's steps make the deployed one from. */
#include "model/deploy_inside.h"
#include "model/taskdef.h"

enum {
    MAX_TEMPLATES = 4 /* files made one from the other: envsubst, then jq, then a last touch */
};

struct search {
    const struct pf_deploy_place *place;
    pf_str made; /* path of the file looked for, or "" */
    pf_str from; /* the task definition that it is made from; "" none, or several */
    pf_str next; /* a file that is none of the project's, but may be made itself */
    bool is_done;
};

static bool is_taskdef(const struct pf_deploy_place *place, pf_str path)
{
    struct pf_project_file *file = pf_project_file(place->project, path);
    return file != NULL && file->type == PF_CLASS_TASKDEF &&
           pf_project_load(place->project, file) && pf_taskdef_root(file->root) != NULL;
}

/* One more file that is read on the way. */
static void take(struct search *search, const struct pf_deploy_script *script,
                 const struct pf_shell_word *word)
{
    if (pf_str_find_byte(word->text, '.') == PF_STR_NONE && !pf_deploy_is_open(word->text))
        return;
    pf_str text = pf_deploy_word(script, word)->text;
    pf_str path = pf_deploy_project_path(search->place, script->directory, text);
    if (path.len == 0 || pf_str_eq(path, search->made))
        return;
    if (!is_taskdef(search->place, path)) {
        if (pf_str_contains(path, PF_STR(".json")) || pf_str_contains(path, PF_STR(".y")))
            search->next = path;
        return;
    }
    bool is_other = search->from.len > 0 && !pf_str_eq(search->from, path);
    search->from = is_other ? PF_STR("") : path;
}

static void take_all(struct search *search, const struct pf_deploy_script *script,
                     const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        take(search, script, &command->words[i]);
    for (size_t i = 0; i < command->redirect_count; i++)
        take(search, script, &command->redirects[i]);
}

static bool is_made(const struct search *search, const struct pf_deploy_script *script,
                    const struct pf_shell_word *word)
{
    if (!pf_str_contains(word->text, pf_path_base(search->made)) && !pf_deploy_is_open(word->text))
        return false;
    pf_str text = pf_deploy_word(script, word)->text;
    return pf_str_eq(pf_deploy_project_path(search->place, script->directory, text), search->made);
}

/* `… > made`, `… -o made`, `cp template made`: is it the command that writes it? */
static bool writes(const struct search *search, const struct pf_deploy_script *script,
                   const struct pf_shell_command *command)
{
    static const pf_str options[] = {PF_STR_INIT("-o"), PF_STR_INIT("--out"),
                                     PF_STR_INIT("--output")};
    for (size_t i = 0; i < command->redirect_count; i++)
        if (pf_shell_arrow_of(script->text, &command->redirects[i]) == PF_SHELL_ARROW_WHOLE &&
            is_made(search, script, &command->redirects[i]))
            return true;
    if (command->word_count < 2 ||
        !is_made(search, script, &command->words[command->word_count - 1]))
        return false;
    pf_str program = command->words[0].text, before = command->words[command->word_count - 2].text;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (pf_str_eq(before, options[i]))
            return true;
    return pf_str_eq(program, PF_STR("cp")) || pf_str_eq(program, PF_STR("mv")) ||
           pf_str_eq(program, PF_STR("tee"));
}

static void start_anew(struct search *search)
{
    search->from = search->next = PF_STR("");
    search->is_done = true;
}

/* The last command of the script that writes the file, with those piped into it. */
static void look_for_file(const struct pf_deploy_script *script,
                          const struct pf_shell_commands *commands, void *context)
{
    struct search *search = context;
    for (size_t i = 0; i < commands->count; i++) {
        if (!writes(search, script, &commands->items[i]))
            continue;
        start_anew(search);
        size_t first = i;
        while (first > 0 && commands->items[first].joint == PF_SHELL_PIPE)
            first--;
        for (size_t k = first; k <= i; k++)
            take_all(search, script, &commands->items[k]);
    }
}

/* What the commands of "$(a | b)" read. */
static void look_in_value(struct search *search, pf_str value)
{
    const struct pf_deploy_place *place = search->place;
    if (!pf_str_starts(value, PF_STR("$(")) || !pf_str_ends(value, PF_STR(")")))
        return;
    pf_str text = pf_str_slice(value, 2, value.len - 1);
    struct pf_shell_commands commands = pf_shell_read(place->arena, text);
    struct pf_deploy_script script = {.place = place,
                                      .run = place->step->run,
                                      .text = text,
                                      .directory = pf_deploy_directory(place),
                                      .commands = &commands};
    start_anew(search);
    for (size_t i = 0; i < commands.count; i++)
        take_all(search, &script, &commands.items[i]);
}

/* The last "$( )" that the step's script sets the variable of `value` to. */
static void look_for_variable(struct search *search, pf_str value)
{
    const struct pf_shell_commands *commands = pf_workflow_commands(search->place->step);
    pf_str name = pf_str_slice(value, 1, value.len);
    if (pf_str_starts(name, PF_STR("{")) && pf_str_ends(name, PF_STR("}")))
        name = pf_str_slice(name, 1, name.len - 1);
    for (size_t i = 0; i < commands->count; i++)
        for (size_t k = 0; k < commands->items[i].assignment_count; k++) {
            pf_str left, right;
            pf_str_cut(commands->items[i].assignments[k].text, '=', &left, &right);
            if (pf_str_eq(left, name))
                look_in_value(search, right);
        }
}

/* Of the job's steps up to the place's own. */
static void look_for_made(struct search *search)
{
    const struct pf_deploy_place *place = search->place;
    struct pf_deploy_place at = *place;
    search->is_done = false;
    for (size_t i = 0; i < place->job->step_count; i++) {
        at.step = &place->job->steps[i];
        search->place = &at;
        if (at.step->run != NULL)
            pf_deploy_scripts(&at, 0, NULL, look_for_file, search);
        if (at.step->node == place->step->node)
            break;
    }
    search->place = place;
}

pf_str pf_deploy_template(const struct pf_deploy_place *place, const struct pf_deploy *deploy)
{
    struct search search = {.place = place, .made = deploy->taskdef_path};
    pf_str value = pf_node_text(deploy->task_definition);
    if (place->project == NULL || place->job == NULL || (search.made.len == 0 && value.len == 0))
        return PF_STR("");
    if (search.made.len == 0 && place->step->run != NULL && pf_str_starts(value, PF_STR("$("))) {
        look_in_value(&search, value);
        search.made = search.next;
    } else if (search.made.len == 0 && place->step->run != NULL) {
        look_for_variable(&search, value);
        search.made = search.next;
    }
    for (size_t i = 0; i < MAX_TEMPLATES && search.made.len > 0 && search.from.len == 0; i++) {
        look_for_made(&search);
        search.made = search.is_done ? search.next : PF_STR("");
    }
    return search.from;
}
