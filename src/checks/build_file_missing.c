/* A build takes a file that its context does not hold, or that is not in the image yet. */
#include "checks/built.h"

#include "read/requirements.h"
#include "read/shell.h"

/* One build while its stages are gone through. */
struct build_walk {
    struct pf_check_context *context;
    const struct pf_built *built;
    struct pf_image_origin origin; /* of the stage */
};

static struct pf_report *report(const struct build_walk *walk, const char *message, pf_span span,
                                pf_str path)
{
    struct pf_report *report = pf_check_report(walk->context, message, span);
    pf_str folder = walk->origin.context;
    pf_report_argument(report, "path", path);
    pf_report_argument(report, "folder",
                       folder.len == 0 ? PF_STR("the root of the repository") : folder);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(walk->built->dockerfile->path), PF_ARG(path));
    return report;
}

/* ---- COPY and ADD ---- */

static void judge_source(const struct build_walk *walk, const struct pf_node *source)
{
    struct pf_arena *arena = walk->context->arena;
    struct pf_project *project = pf_facts_wiring(walk->context)->project;
    if (!pf_node_is(source, PF_STRING))
        return;
    enum pf_image_source found = pf_image_source_of(arena, project, &walk->origin, source->text);
    if (found == PF_SOURCE_EXCLUDED)
        report(walk, "excluded", source->span, source->text);
    else if (found == PF_SOURCE_MISSING && pf_built_has_repository(walk->context) &&
             !pf_built_may_be_made(walk->built->build, source->text))
        report(walk, "", source->span, source->text);
}

static void judge_copy(const struct build_walk *walk, const struct pf_image_step *step)
{
    if (pf_node_get(pf_node_get(step->instruction, "flags"), "from") != NULL)
        return;
    for (size_t i = 0; i + 1 < step->words->count; i++)
        judge_source(walk, step->words->items[i]);
}

/* ---- RUN ---- */

/* Commands that end with an error where a file of that name is not in their directory. */
static const struct {
    pf_str program, verb, option; /* `option` must stand there too; "" for none */
    pf_str file;
} needs[] = {
    {PF_STR_INIT("poetry"), PF_STR_INIT("install"), {0}, PF_STR_INIT("pyproject.toml")},
    {PF_STR_INIT("uv"), PF_STR_INIT("sync"), {0}, PF_STR_INIT("pyproject.toml")},
    {PF_STR_INIT("uv"), PF_STR_INIT("sync"), PF_STR_INIT("--frozen"), PF_STR_INIT("uv.lock")},
    {PF_STR_INIT("uv"), PF_STR_INIT("sync"), PF_STR_INIT("--locked"), PF_STR_INIT("uv.lock")},
    {PF_STR_INIT("pipenv"), PF_STR_INIT("sync"), {0}, PF_STR_INIT("Pipfile.lock")},
    {PF_STR_INIT("pipenv"), PF_STR_INIT("install"), PF_STR_INIT("--deploy"),
     PF_STR_INIT("Pipfile.lock")},
    {PF_STR_INIT("npm"), PF_STR_INIT("ci"), {0}, PF_STR_INIT("package-lock.json")},
};

static bool is_python(pf_str word)
{
    pf_str base = pf_path_base(word);
    return pf_str_eq(base, PF_STR("python")) || pf_str_eq(base, PF_STR("python3"));
}

/* Is it `pip install`, `python -m pip wheel` or `uv pip install`? */
static bool is_pip(const struct pf_shell_command *command)
{
    for (size_t i = 0; i < 4 && i < command->word_count; i++) {
        pf_str word = pf_path_base(command->words[i].text);
        if (pf_str_eq(word, PF_STR("pip")) || pf_str_eq(word, PF_STR("pip3")))
            return pf_shell_has_word(command, i, PF_STR("install")) ||
                   pf_shell_has_word(command, i, PF_STR("wheel"));
    }
    return false;
}

/* A command of a RUN, and where the build is by then. */
struct run {
    const struct build_walk *walk;
    const struct pf_image_step *step;
    size_t index; /* of the step */
};

/* The word in the instruction, to point at; else all of it. */
static pf_span span_of(const struct run *run, pf_str word)
{
    const struct pf_node *words = pf_node_get(run->step->instruction, "words");
    for (size_t i = 0; words != NULL && i < words->count; i++)
        if (pf_str_contains(words->items[i]->text, word))
            return words->items[i]->span;
    return run->step->instruction->span;
}

/* The project's file that a COPY brings there, for what it includes itself; NULL when unknown. */
static const struct pf_project_file *file_behind(const struct run *run, pf_str path)
{
    struct pf_project *project = pf_facts_wiring(run->walk->context)->project;
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_REQUIREMENTS);
    for (size_t i = 0; i < files.count; i++) {
        const struct pf_node *by;
        pf_str place;
        pf_image_origin_place(run->walk->context->arena, &run->walk->origin, files.items[i]->path,
                              &by, &place);
        if (pf_str_eq(place, path) && pf_project_load(project, files.items[i]))
            return files.items[i];
    }
    return NULL;
}

static void judge_file(const struct run *run, const char *message, pf_str path, pf_str word,
                       pf_str by)
{
    struct pf_project *project = pf_facts_wiring(run->walk->context)->project;
    if (path.len == 0 || pf_image_has_path(run->walk->context->arena, project, &run->walk->origin,
                                           path, run->index) != PF_NO)
        return;
    struct pf_report *told = report(run->walk, message, span_of(run, word), path);
    pf_report_argument(told, "by", by);
}

/* `-r base.txt` in the file that pip reads counts from that file's folder. */
static void judge_includes(const struct run *run, pf_str path)
{
    struct pf_arena *arena = run->walk->context->arena;
    const struct pf_project_file *file = file_behind(run, path);
    struct pf_requirements read = {0};
    struct pf_faults faults = {0};
    if (file == NULL || !pf_str_ends(file->path, PF_STR(".txt")))
        return;
    pf_requirements_read(arena, file->source, &read, &faults);
    for (size_t i = 0; i < read.includes.count; i++) {
        pf_str include = read.includes.items[i];
        if (pf_str_contains(include, PF_STR("://")))
            continue;
        pf_str joined = pf_path_join(arena, pf_path_directory(path), include);
        judge_file(run, "include", pf_image_absolute(arena, NULL, joined), pf_path_base(path),
                   file->path);
    }
}

static void judge_pip(const struct run *run, const struct pf_shell_command *command)
{
    struct pf_arena *arena = run->walk->context->arena;
    for (size_t i = 1; i < command->word_count; i++) {
        pf_str word = command->words[i].text, name = PF_STR("");
        bool is_option = pf_str_eq(word, PF_STR("-r")) || pf_str_eq(word, PF_STR("--requirement"));
        if (is_option && i + 1 < command->word_count)
            name = command->words[i + 1].text;
        else if (pf_str_starts(word, PF_STR("--requirement=")))
            name = pf_str_slice(word, 14, word.len);
        else if (pf_str_starts(word, PF_STR("-r")) && word.len > 2)
            name = pf_str_slice(word, 2, word.len);
        if (name.len == 0 || pf_str_contains(name, PF_STR("://")))
            continue;
        pf_str path = pf_image_absolute(arena, run->step->workdir, name);
        judge_file(run, "run", path, name, PF_STR("pip"));
        if (path.len > 0)
            judge_includes(run, path);
    }
}

static void judge_needs(const struct run *run, const struct pf_shell_command *command)
{
    struct pf_arena *arena = run->walk->context->arena;
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (command->word_count > 1 &&
            pf_str_eq(pf_path_base(command->words[0].text), needs[i].program) &&
            pf_str_eq(command->words[1].text, needs[i].verb) &&
            (needs[i].option.len == 0 || pf_shell_has_word(command, 2, needs[i].option)))
            judge_file(run, "run", pf_image_absolute(arena, run->step->workdir, needs[i].file),
                       needs[i].program,
                       pf_arena_format(arena, "%.*s %.*s", PF_ARG(needs[i].program),
                                       PF_ARG(needs[i].verb)));
    if (command->word_count > 1 && is_python(command->words[0].text) &&
        pf_str_ends(command->words[1].text, PF_STR("manage.py")))
        judge_file(run, "run", pf_image_absolute(arena, run->step->workdir, command->words[1].text),
                   command->words[1].text, PF_STR("python"));
}

/* A command that goes elsewhere first, or reads what only this RUN sees. */
static bool is_elsewhere(const struct pf_node *instruction,
                         const struct pf_shell_commands *commands)
{
    if (pf_node_get(instruction, "heredocs") != NULL ||
        pf_node_get(pf_node_get(instruction, "flags"), "mount") != NULL)
        return true;
    for (size_t i = 0; i < commands->count; i++)
        if (commands->items[i].word_count > 0 &&
            (pf_str_eq(commands->items[i].words[0].text, PF_STR("cd")) ||
             pf_str_eq(commands->items[i].words[0].text, PF_STR("pushd"))))
            return true;
    return false;
}

/* May an earlier command of the same RUN, or anything the command itself does, make the file? */
static bool is_plain(const struct pf_shell_command *command)
{
    return !command->conditional || command->joint == PF_SHELL_AND;
}

static void judge_run(const struct build_walk *walk, const struct pf_image_step *step, size_t index)
{
    struct pf_shell_commands commands =
        pf_shell_read(walk->context->arena, pf_node_text(pf_node_get(step->instruction, "text")));
    struct run run = {walk, step, index};
    if (is_elsewhere(step->instruction, &commands))
        return;
    for (size_t i = 0; i < commands.count; i++) {
        if (!is_plain(&commands.items[i]))
            return;
        if (is_pip(&commands.items[i]))
            judge_pip(&run, &commands.items[i]);
        judge_needs(&run, &commands.items[i]);
    }
}

/* ---- stages ---- */

static void judge_image(const struct pf_image *image, void *state)
{
    struct build_walk *walk = state;
    walk->origin.image = image;
    for (size_t i = 0; i < image->step_count; i++)
        if (image->steps[i].words == NULL)
            judge_run(walk, &image->steps[i], i);
        else
            judge_copy(walk, &image->steps[i]);
}

static void judge(struct pf_check_context *context, const struct pf_built *built)
{
    struct build_walk walk = {.context = context, .built = built, .origin = built->origin};
    pf_built_each_stage(context->arena, built, judge_image, &walk);
}

void pf_check_build_file_missing(struct pf_check_context *context)
{
    pf_built_each(context, judge);
}
