/* Images that workflows build: docker/build-push-action, and `docker build` in scripts. */
#include "model/deploy_inside.h"

#include "base/buffer.h"
#include "model/resolve.h"

struct builder {
    struct pf_arena *arena;
    struct pf_builds *builds;
    const struct pf_deploy_place *place;
};

static enum pf_truth is_true(const struct pf_node *value)
{
    pf_str text = pf_str_trim(pf_node_text(value));
    if (value == NULL || pf_str_eq_nocase(text, PF_STR("false")))
        return PF_NO;
    return pf_str_eq_nocase(text, PF_STR("true")) ? PF_YES : PF_MAYBE;
}

/* `push: true`, or an output to a registry. */
static enum pf_truth action_pushes(const struct pf_deploy_place *place)
{
    enum pf_truth pushes = is_true(pf_deploy_input(place, "push"));
    pf_str outputs = pf_node_text(pf_deploy_input(place, "outputs"));
    bool is_pushed = pf_str_contains(outputs, PF_STR("push=true")) ||
                     pf_str_contains(outputs, PF_STR("type=registry"));
    return is_pushed ? PF_YES : pushes;
}

/* A context that is a path; "" for the root, and for a git URL or what is not known. */
static pf_str context_path(const struct pf_deploy_place *place, pf_str directory, pf_str text)
{
    bool is_path = text.len > 0 && !pf_str_contains(text, PF_STR("://")) &&
                   !pf_str_contains(text, PF_STR("{{defaultContext}}")) &&
                   !pf_str_eq(text, PF_STR("-"));
    if (is_path)
        return pf_deploy_project_path(place, directory, text);
    ptrdiff_t colon = pf_str_find(text, PF_STR("{{defaultContext}}:"));
    if (colon != 0)
        return PF_STR("");
    return pf_deploy_project_path(place, PF_STR(""), pf_str_slice(text, 19, text.len));
}

/* Neither a URL, nor standard input, nor what only the run knows. */
static bool is_plain_path(pf_str text)
{
    return !pf_deploy_is_open(text) && !pf_str_contains(text, PF_STR("://")) &&
           !pf_str_starts(text, PF_STR("git@")) && !pf_str_starts(text, PF_STR("/")) &&
           !pf_str_starts(text, PF_STR("..")) && !pf_str_eq(text, PF_STR("-"));
}

struct lines {
    struct pf_buffer buffer;
    pf_span span;
    bool has_any;
};

static void add_line(struct lines *lines, const struct pf_node *value)
{
    if (lines->has_any)
        pf_buffer_add_byte(&lines->buffer, '\n');
    else
        lines->span = value->span;
    pf_buffer_add(&lines->buffer, value->text);
    lines->has_any = true;
}

static const struct pf_node *lines_node(const struct lines *lines)
{
    if (!lines->has_any)
        return NULL;
    return pf_node_str(lines->buffer.arena, pf_buffer_str(&lines->buffer), lines->span);
}

/* The lines of the input, each with what files tell of its expressions; the others as written. */
static const struct pf_node *action_arguments(const struct pf_deploy_place *place)
{
    const struct pf_node *value = pf_workflow_input(place->step, "build-args");
    if (!pf_node_is(value, PF_STRING))
        return value;
    struct lines lines = {.buffer = {.arena = place->arena}};
    pf_str line, rest = pf_node_text(value);
    while (pf_str_next_line(&rest, &line)) {
        const struct pf_node *raw = pf_node_str(place->arena, line, value->span);
        const struct pf_node *known =
            pf_resolve(place->arena, place->workflow, place->job, place->step, raw);
        bool is_line =
            pf_node_is(known, PF_STRING) && pf_str_find_byte(known->text, '\n') == PF_STR_NONE;
        add_line(&lines, is_line ? known : raw);
    }
    return lines_node(&lines);
}

static void add_action(struct builder *builder)
{
    const struct pf_deploy_place *place = builder->place;
    *pf_pile_add(builder->arena, builder->builds) = (struct pf_build){
        .workflow = place->workflow,
        .job = place->job,
        .step = place->step,
        .context = context_path(place, PF_STR(""), pf_node_text(pf_deploy_input(place, "context"))),
        .dockerfile =
            pf_deploy_project_path(place, PF_STR(""), pf_node_text(pf_deploy_input(place, "file"))),
        .target = pf_node_text(pf_deploy_input(place, "target")),
        .tags = pf_deploy_input(place, "tags"),
        .pushes = action_pushes(place),
        .build_args = action_arguments(place),
        .is_told = is_plain_path(pf_node_text(pf_deploy_input(place, "context"))) &&
                   is_plain_path(pf_node_text(pf_deploy_input(place, "file"))),
    };
}

size_t pf_deploy_docker_words(const struct pf_shell_command *command, const char *verb)
{
    static const pf_str programs[] = {PF_STR_INIT("docker"), PF_STR_INIT("podman"),
                                      PF_STR_INIT("buildah"), PF_STR_INIT("nerdctl")};
    size_t at = 0;
    if (command->word_count > 1 && pf_str_eq(command->words[0].text, PF_STR("sudo")))
        at++;
    bool is_program = false;
    for (size_t i = 0; at < command->word_count && i < sizeof programs / sizeof *programs; i++)
        is_program = is_program || pf_str_eq(command->words[at].text, programs[i]);
    if (!is_program)
        return 0;
    at++;
    while (at < command->word_count && (pf_str_eq(command->words[at].text, PF_STR("buildx")) ||
                                        pf_str_eq(command->words[at].text, PF_STR("image")) ||
                                        pf_str_starts(command->words[at].text, PF_STR("--"))))
        at++;
    bool is_verb = at < command->word_count && pf_str_eq(command->words[at].text, pf_str_c(verb));
    return is_verb ? at + 1 : 0;
}

/* Options of `docker build` that stand alone; all others take the next word. */
static bool stands_alone(pf_str option)
{
    static const pf_str flags[] = {
        PF_STR_INIT("--push"),     PF_STR_INIT("--load"),   PF_STR_INIT("--no-cache"),
        PF_STR_INIT("--pull"),     PF_STR_INIT("--quiet"),  PF_STR_INIT("-q"),
        PF_STR_INIT("--rm"),       PF_STR_INIT("--squash"), PF_STR_INIT("--force-rm"),
        PF_STR_INIT("--compress"), PF_STR_INIT("--debug"),
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (pf_str_eq(flags[i], option))
            return true;
    return pf_str_find_byte(option, '=') != PF_STR_NONE;
}

/* "-t", "--tag", "--tag=x" and "-tx" name one option. */
static bool is_option(pf_str word, char letter, const char *name)
{
    pf_str full = pf_str_c(name);
    bool is_short = word.len >= 2 && word.data[0] == '-' && word.data[1] == letter;
    return is_short || pf_str_eq(word, full) ||
           (pf_str_starts(word, full) && word.len > full.len && word.data[full.len] == '=');
}

/* The option's value, in its own word or in the next one. */
static struct pf_shell_word value_of(const struct pf_shell_command *command, size_t at)
{
    struct pf_shell_word word = command->words[at];
    ptrdiff_t equals = pf_str_find_byte(word.text, '=');
    bool is_long = pf_str_starts(word.text, PF_STR("--"));
    if (is_long && equals != PF_STR_NONE) {
        word.text = pf_str_slice(word.text, (size_t)equals + 1, word.text.len);
        return word;
    }
    if (!is_long && word.text.len > 2) {
        word.text = pf_str_slice(word.text, 2, word.text.len);
        return word;
    }
    if (at + 1 < command->word_count)
        return command->words[at + 1];
    word.text = PF_STR("");
    return word;
}

/* `cd app && docker build .`: paths count from elsewhere. */
static bool moves_before(const struct pf_deploy_script *script,
                         const struct pf_shell_command *command)
{
    static const pf_str movers[] = {PF_STR_INIT("cd"), PF_STR_INIT("pushd"), PF_STR_INIT("popd")};
    for (const struct pf_shell_command *at = script->commands->items; at < command; at++)
        for (size_t i = 0; at->word_count > 0 && i < sizeof movers / sizeof *movers; i++)
            if (pf_str_eq(at->words[0].text, movers[i]))
                return true;
    return false;
}

/* A working-directory that only the run knows. */
static bool is_somewhere(const struct pf_deploy_place *place)
{
    const struct pf_node *maps[] = {place->job->node, place->workflow->root};
    const struct pf_node *value = pf_node_get(place->step->node, "working-directory");
    for (size_t i = 0; value == NULL && i < sizeof maps / sizeof *maps; i++)
        value =
            pf_node_get(pf_node_get(pf_node_get(maps[i], "defaults"), "run"), "working-directory");
    return pf_deploy_is_open(pf_node_text(value));
}

static void add_command(struct builder *builder, const struct pf_deploy_script *script,
                        const struct pf_shell_command *command, size_t from)
{
    const struct pf_deploy_place *place = builder->place;
    struct lines tags = {.buffer = pf_buffer_new(builder->arena)};
    struct lines arguments = {.buffer = pf_buffer_new(builder->arena)};
    struct pf_build build = {.workflow = place->workflow, .job = place->job, .step = place->step};
    pf_str file = PF_STR("");
    for (size_t i = from; i < command->word_count; i++) {
        pf_str word = command->words[i].text;
        if (!pf_str_starts(word, PF_STR("-")) || pf_str_eq(word, PF_STR("-"))) {
            pf_str path = pf_deploy_word(script, &command->words[i])->text;
            build.context = context_path(place, script->directory, path);
            build.is_told = path.len > 0 && is_plain_path(path);
            continue;
        }
        struct pf_shell_word value = value_of(command, i);
        if (is_option(word, 't', "--tag")) {
            add_line(&tags, pf_deploy_word(script, &value));
        } else if (is_option(word, 'f', "--file")) {
            file = pf_deploy_word(script, &value)->text;
            build.dockerfile = pf_deploy_project_path(place, script->directory, file);
        } else if (is_option(word, '\0', "--target")) {
            pf_str target = pf_deploy_word(script, &value)->text;
            build.target = pf_deploy_is_open(target) ? PF_STR("") : target;
        } else if (is_option(word, '\0', "--build-arg")) {
            add_line(&arguments, pf_deploy_word(script, &value));
        } else if (pf_str_eq(word, PF_STR("--push"))) {
            build.pushes = PF_YES;
        }
        bool is_joined = !pf_str_starts(word, PF_STR("--")) && word.len > 2;
        i += stands_alone(word) || is_joined ? 0 : 1;
    }
    build.is_told = build.is_told && is_plain_path(file) && !command->conditional &&
                    !moves_before(script, command) && !is_somewhere(place);
    build.tags = lines_node(&tags);
    build.build_args = lines_node(&arguments);
    *pf_pile_add(builder->arena, builder->builds) = build;
}

static void search_builds(struct builder *builder, const struct pf_deploy_script *script,
                          const struct pf_shell_commands *commands)
{
    for (size_t i = 0; i < commands->count; i++) {
        size_t from = pf_deploy_docker_words(&commands->items[i], "build");
        bool is_compose =
            from > 0 && pf_str_eq(commands->items[i].words[from - 1].text, PF_STR("compose"));
        if (from > 0 && !is_compose)
            add_command(builder, script, &commands->items[i], from);
    }
}

static pf_str image_name(pf_str text)
{
    ptrdiff_t colon = pf_str_find_last_byte(text, ':');
    ptrdiff_t slash = pf_str_find_last_byte(text, '/');
    return colon > slash ? pf_str_slice(text, 0, (size_t)colon) : text;
}

/* Does the build make an image of that name? Tags differ by variables; names rarely do. */
static bool makes(const struct pf_build *build, pf_str image)
{
    pf_str rest = pf_node_text(build->tags), line;
    while (pf_str_next_line(&rest, &line))
        if (pf_str_eq(image_name(line), image_name(image)))
            return true;
    return false;
}

static void note_image(const struct builder *search, pf_str image, enum pf_truth pushes)
{
    for (size_t i = 0; i < search->builds->count; i++) {
        struct pf_build *build = &search->builds->items[i];
        bool is_here = build->job->node == search->place->job->node;
        if (is_here && (makes(build, image) || pushes == PF_MAYBE))
            build->pushes = pf_truth_or(build->pushes, pushes);
    }
}

/* `docker tag a b` gives what makes a the name b too. */
static void note_name(const struct builder *search, const struct pf_node *from,
                      const struct pf_node *to)
{
    for (size_t i = 0; i < search->builds->count; i++) {
        struct pf_build *build = &search->builds->items[i];
        if (build->job->node != search->place->job->node || !makes(build, from->text))
            continue;
        pf_str tags = pf_arena_format(search->place->arena, "%.*s\n%.*s", PF_ARG(build->tags->text),
                                      PF_ARG(to->text));
        build->tags = pf_node_str(search->place->arena, tags, build->tags->span);
    }
}

static void search_pushes(const struct builder *search, const struct pf_deploy_script *script,
                          const struct pf_shell_commands *commands)
{
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        size_t tag = pf_deploy_docker_words(command, "tag"),
               push = pf_deploy_docker_words(command, "push");
        if (tag > 0 && tag + 1 < command->word_count)
            note_name(search, pf_deploy_word(script, &command->words[tag]),
                      pf_deploy_word(script, &command->words[tag + 1]));
        if (push == 0 || push >= command->word_count)
            continue;
        const struct pf_node *image =
            pf_deploy_word(script, &command->words[command->word_count - 1]);
        enum pf_truth pushes = command->conditional ? PF_MAYBE : PF_YES;
        note_image(search, image->text, pushes);
    }
}

static void look_at_script(const struct pf_deploy_script *script,
                           const struct pf_shell_commands *commands, void *context)
{
    search_builds(context, script, commands);
    search_pushes(context, script, commands);
}

static void look_at_step(const struct pf_deploy_place *place, struct pf_builds *builds)
{
    struct builder builder = {place->arena, builds, place};
    if (pf_str_eq(place->step->action, PF_STR("docker/build-push-action")))
        add_action(&builder);
    static const char *const words[] = {"docker", "podman", "buildah", "nerdctl", NULL};
    pf_deploy_scripts(place, PF_MENTIONS_ENGINE, words, look_at_script, &builder);
}

pf_str pf_build_dockerfile(struct pf_arena *arena, const struct pf_build *build)
{
    return build->dockerfile.len > 0 ? build->dockerfile
                                     : pf_path_join(arena, build->context, PF_STR("Dockerfile"));
}

struct pf_builds pf_builds_find(struct pf_arena *arena, const struct pf_workflows *workflows)
{
    struct pf_builds builds = {0};
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_workflow *workflow = &workflows->items[i];
        bool may_build = (workflow->mentions & PF_MENTIONS_ENGINE) != 0;
        for (size_t j = 0; may_build && j < workflow->job_count; j++)
            for (size_t k = 0; k < workflow->jobs[j].step_count; k++) {
                struct pf_deploy_place place = {arena, NULL, workflow, &workflow->jobs[j],
                                                &workflow->jobs[j].steps[k]};
                look_at_step(&place, &builds);
            }
    }
    return builds;
}
