/* Inputs, words and paths as a step sees them. */
#include "model/deploy_inside.h"

#include "ghexpr/find.h"
#include "model/resolve.h"

const struct pf_node *pf_deploy_input(const struct pf_deploy_place *place, const char *name)
{
    const struct pf_node *value = pf_workflow_input(place->step, name);
    if (value == NULL || value->kind == PF_NULL || pf_node_text(value).len == 0)
        return NULL;
    const struct pf_node *known =
        pf_resolve(place->arena, place->workflow, place->job, place->step, value);
    return pf_node_is(known, PF_STRING) ? known : value;
}

bool pf_deploy_is_open(pf_str text)
{
    return pf_str_find_byte(text, '$') != PF_STR_NONE || pf_str_find_byte(text, '`') != PF_STR_NONE;
}

static pf_span word_span(const struct pf_deploy_script *script, const struct pf_shell_word *word)
{
    if (script->run != NULL)
        return pf_ghexpr_span(script->run, word->at, word->len);
    return pf_span_of(script->source, word->at, word->len);
}

const struct pf_node *pf_deploy_word(const struct pf_deploy_script *script,
                                     const struct pf_shell_word *word)
{
    const struct pf_deploy_place *place = script->place;
    bool is_known = true;
    pf_str text = word->text;
    if (!word->literal)
        text = pf_resolve_word(place->arena, place->workflow, place->job, place->step,
                               script->commands, word, &is_known);
    return pf_node_str(place->arena, text, word_span(script, word));
}

/* As it is written nearest to the step; NULL: nowhere. */
static const struct pf_node *written_directory(const struct pf_deploy_place *place)
{
    const struct pf_node *value = pf_node_get(place->step->node, "working-directory");
    const struct pf_node *maps[] = {place->job->node, place->workflow->root};
    for (size_t i = 0; value == NULL && i < sizeof maps / sizeof *maps; i++)
        value =
            pf_node_get(pf_node_get(pf_node_get(maps[i], "defaults"), "run"), "working-directory");
    return value;
}

pf_str pf_deploy_directory(const struct pf_deploy_place *place)
{
    const struct pf_node *value = written_directory(place);
    if (value == NULL)
        return PF_STR("");
    const struct pf_node *known =
        pf_resolve(place->arena, place->workflow, place->job, place->step, value);
    pf_str clean;
    bool is_clean = pf_path_clean(place->arena, pf_node_text(known), &clean);
    return is_clean && !pf_deploy_is_open(clean) ? clean : PF_STR("");
}

/* The folder that an earlier checkout of this repository went to; "" for the workspace itself. */
static pf_str checkout_folder(const struct pf_deploy_place *place)
{
    for (size_t i = 0; i < place->job->step_count; i++) {
        const struct pf_workflow_step *step = &place->job->steps[i];
        if (step->node == place->step->node)
            break;
        pf_str folder = pf_node_text(pf_workflow_input(step, "path"));
        bool is_own = pf_str_eq(step->action, PF_STR("actions/checkout")) &&
                      pf_workflow_input(step, "repository") == NULL;
        pf_str clean;
        if (is_own && pf_path_clean(place->arena, folder, &clean))
            return clean;
    }
    return PF_STR("");
}

static pf_str without_workspace(pf_str path)
{
    static const pf_str prefixes[] = {
        PF_STR_INIT("file://"),
        PF_STR_INIT("fileb://"),
        PF_STR_INIT("$GITHUB_WORKSPACE/"),
        PF_STR_INIT("${GITHUB_WORKSPACE}/"),
        PF_STR_INIT("${{ github.workspace }}/"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(path, prefixes[i]))
            path = pf_str_slice(path, prefixes[i].len, path.len);
    return path;
}

pf_str pf_deploy_project_path(const struct pf_deploy_place *place, pf_str directory, pf_str path)
{
    pf_str plain = without_workspace(pf_str_trim(path));
    bool is_workspace = plain.len < path.len && pf_str_contains(path, PF_STR("orkspace"));
    pf_str joined =
        is_workspace || directory.len == 0 ? plain : pf_path_join(place->arena, directory, plain);
    pf_str clean;
    if (plain.len == 0 || pf_deploy_is_open(plain) || !pf_path_clean(place->arena, joined, &clean))
        return PF_STR("");
    pf_str folder = checkout_folder(place);
    pf_str prefix =
        folder.len == 0 ? folder : pf_arena_format(place->arena, "%.*s/", PF_ARG(folder));
    return pf_str_starts(clean, prefix) ? pf_str_slice(clean, prefix.len, clean.len) : clean;
}

const struct pf_shell_word *pf_deploy_option(const struct pf_shell_command *command, size_t from,
                                             const char *name, struct pf_shell_word *room)
{
    pf_str option = pf_str_c(name);
    for (size_t i = from; i < command->word_count; i++) {
        const struct pf_shell_word *word = &command->words[i];
        if (pf_str_eq(word->text, option))
            return i + 1 < command->word_count ? &command->words[i + 1] : NULL;
        bool has_value = pf_str_starts(word->text, option) && word->text.len > option.len &&
                         word->text.data[option.len] == '=';
        if (!has_value)
            continue;
        *room = *word;
        room->text = pf_str_slice(word->text, option.len + 1, word->text.len);
        return room;
    }
    return NULL;
}

enum { MAX_SCRIPTS = 20 /* of one step, in one another or one after the other */ };

struct script_walk {
    const struct pf_deploy_place *place;
    unsigned mention;         /* of a workflow that holds one of the words */
    const char *const *words; /* of interest; NULL: every script is */
    pf_deploy_visitor *visit;
    void *context;
    struct pf_strs seen; /* paths of files */
};

static void visit_script(struct script_walk *walk, const struct pf_deploy_script *script);

/* Paths are not told from where the step stands: their first part says little then. */
static bool stands_elsewhere(const struct pf_deploy_place *place)
{
    return written_directory(place) != NULL || checkout_folder(place).len > 0;
}

/* Does the text name the checkout's folder, or that of a local action? */
static bool names_folder(pf_str text)
{
    static const pf_str names[] = {PF_STR_INIT("GITHUB_WORKSPACE"), PF_STR_INIT("github.workspace"),
                                   PF_STR_INIT("GITHUB_ACTION_PATH"),
                                   PF_STR_INIT("github.action_path")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_contains(text, names[i]))
            return true;
    return false;
}

/* Is what the path starts with in the project, or may it be? */
static bool may_be_in_project(const struct pf_deploy_place *place, pf_str text, pf_str path)
{
    pf_str top, rest;
    while (pf_str_starts(path, PF_STR("./")))
        path = pf_str_slice(path, 2, path.len);
    bool is_below = pf_str_cut(path, '/', &top, &rest);
    if (pf_str_find_byte(top, '$') != PF_STR_NONE || pf_str_ends(top, PF_STR("}")))
        return names_folder(text);
    if (top.len == 0 || pf_str_ends(top, PF_STR(":"))) /* from the machine's root on; an address */
        return false;
    if (stands_elsewhere(place))
        return true;
    return is_below ? pf_project_has_directory(place->project, top)
                    : pf_project_has_file(place->project, top);
}

static bool parts_words(char c)
{
    static const bool parts[256] = {
        [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['"'] = true, ['\''] = true,
        [';'] = true, ['&'] = true,  ['|'] = true,  ['('] = true,  [')'] = true, ['<'] = true,
        ['>'] = true, ['='] = true,  ['`'] = true,  [','] = true};
    return parts[(unsigned char)c];
}

/* The word around the byte at `at`; `*end` is behind it. */
static pf_str word_around(pf_str text, size_t at, size_t *end)
{
    size_t from = at;
    while (from > 0 && !parts_words(text.data[from - 1]))
        from--;
    *end = at;
    while (*end < text.len && !parts_words(text.data[*end]))
        ++*end;
    return pf_str_slice(text, from, *end);
}

/* "./deploy.sh", "bash deploy.sh", "ci/deploy": far enough to see that no script is started. */
static bool may_start_script(const struct pf_deploy_place *place, pf_str text, bool may_end_in_sh)
{
    static const pf_str signs[] = {PF_STR_INIT("/"), PF_STR_INIT(".sh")};
    for (size_t i = 0; i < (may_end_in_sh ? 2 : 1); i++) {
        pf_str rest = text;
        ptrdiff_t at;
        while ((at = pf_str_find(rest, signs[i])) != PF_STR_NONE) {
            size_t end, before = text.len - rest.len;
            pf_str word = word_around(text, before + (size_t)at, &end);
            if (may_be_in_project(place, text, word))
                return true;
            rest = pf_str_slice(text, end, text.len);
        }
    }
    return false;
}

/* `mentions` says what may stand in the text. */
static bool is_of_interest(const struct script_walk *walk, pf_str text, unsigned mentions)
{
    if (walk->words == NULL)
        return true;
    for (size_t i = 0; (mentions & walk->mention) != 0 && walk->words[i] != NULL; i++)
        if (pf_str_contains(text, pf_str_c(walk->words[i])))
            return true;
    return walk->place->project != NULL &&
           may_start_script(walk->place, text, (mentions & PF_MENTIONS_SCRIPT) != 0);
}

/* The word of a command that names a script it starts; NULL when it starts none. */
static const struct pf_shell_word *script_word(const struct pf_shell_command *command)
{
    static const pf_str shells[] = {PF_STR_INIT("bash"), PF_STR_INIT("sh"),   PF_STR_INIT("source"),
                                    PF_STR_INIT("."),    PF_STR_INIT("sudo"), PF_STR_INIT("exec")};
    if (command->word_count == 0)
        return NULL;
    bool is_shell = false;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        is_shell = is_shell || pf_str_eq(command->words[0].text, shells[i]);
    if (!is_shell)
        return &command->words[0];
    for (size_t i = 1; i < command->word_count; i++)
        if (!pf_str_starts(command->words[i].text, PF_STR("-")))
            return &command->words[i];
    return NULL;
}

/* A script beside the action.yml whose step starts it: its path in the project; else the word. */
static pf_str beside_action(const struct pf_deploy_place *place, pf_str word)
{
    static const pf_str heads[] = {
        PF_STR_INIT("${{ github.action_path }}/"), PF_STR_INIT("${{github.action_path}}/"),
        PF_STR_INIT("$GITHUB_ACTION_PATH/"), PF_STR_INIT("${GITHUB_ACTION_PATH}/")};
    const struct pf_source *action = place->step->node->span.file;
    for (size_t i = 0; action != NULL && i < sizeof heads / sizeof *heads; i++)
        if (pf_str_starts(word, heads[i]))
            return pf_path_join(place->arena, pf_path_directory(action->path),
                                pf_str_slice(word, heads[i].len, word.len));
    return word;
}

static void start_script(struct script_walk *walk, const struct pf_deploy_script *from,
                         const struct pf_shell_command *command)
{
    const struct pf_shell_word *word = script_word(command);
    if (walk->place->project == NULL)
        return;
    if (word == NULL || pf_str_find_byte(word->text, '/') == PF_STR_NONE) {
        bool is_file = word != NULL && pf_str_ends(word->text, PF_STR(".sh"));
        if (!is_file)
            return;
    }
    pf_str name = beside_action(walk->place, word->text);
    pf_str path = pf_deploy_project_path(
        walk->place, name.data == word->text.data ? from->directory : PF_STR(""), name);
    if (path.len == 0 || pf_strs_has(&walk->seen, path) || walk->seen.count >= MAX_SCRIPTS)
        return;
    struct pf_project_file *file = pf_project_file(walk->place->project, path);
    if (file == NULL || !pf_project_load(walk->place->project, file) || file->source == NULL)
        return;
    *pf_pile_add(walk->place->arena, &walk->seen) = path;
    bool is_python = pf_str_ends(path, PF_STR(".py")) ||
                     pf_str_starts(file->source->bytes, PF_STR("#!/usr/bin/env python"));
    struct pf_deploy_script script = {.place = walk->place,
                                      .source = file->source,
                                      .text = file->source->bytes,
                                      .directory = from->directory};
    if (!is_python && is_of_interest(walk, script.text, PF_MENTIONS_ALL))
        visit_script(walk, &script);
}

static void visit_script(struct script_walk *walk, const struct pf_deploy_script *script)
{
    struct pf_shell_commands own;
    const struct pf_shell_commands *commands = &own;
    if (script->run != NULL)
        commands = pf_workflow_commands(walk->place->step);
    else
        own = pf_shell_read(walk->place->arena, script->text);
    struct pf_deploy_script read = *script;
    read.commands = commands;
    walk->visit(&read, commands, walk->context);
    for (size_t i = 0; i < commands->count; i++)
        start_script(walk, script, &commands->items[i]);
}

void pf_deploy_scripts(const struct pf_deploy_place *place, unsigned mention,
                       const char *const *words, pf_deploy_visitor *visit, void *context)
{
    if (place->step->run == NULL)
        return;
    struct script_walk walk = {
        .place = place, .mention = mention, .words = words, .visit = visit, .context = context};
    struct pf_deploy_script script = {
        .place = place, .run = place->step->run, .text = place->step->run->text};
    if (!is_of_interest(&walk, script.text, place->workflow->mentions))
        return;
    script.directory = pf_deploy_directory(place); /* may take evaluating the steps before */
    visit_script(&walk, &script);
}
