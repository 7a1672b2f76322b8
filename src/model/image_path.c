/* Follows a path back through COPY and ADD, also through other stages, to the build context. */
#include "model/image_path.h"

#include "read/shell.h"

enum { STAGES_DEEP = 8 /* COPY --from of a stage that copies from another; deeper is "maybe" */ };

bool pf_image_base_is_official(const struct pf_node *base)
{
    static const pf_str names[] = {PF_STR_INIT("python"), PF_STR_INIT("debian"),
                                   PF_STR_INIT("ubuntu"), PF_STR_INIT("alpine"),
                                   PF_STR_INIT("node"),   PF_STR_INIT("ghcr.io/astral-sh/uv"),
                                   PF_STR_INIT("scratch")};
    pf_str text = pf_node_text(base), name, tag;
    static const pf_str prefixes[] = {PF_STR_INIT("docker.io/"), PF_STR_INIT("library/"),
                                      PF_STR_INIT("public.ecr.aws/docker/library/")};
    if (!pf_node_is(base, PF_STRING))
        return false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(text, prefixes[i]))
            text = pf_str_slice(text, prefixes[i].len, text.len);
    pf_str_cut(text, '@', &text, &tag);
    pf_str_cut(text, ':', &name, &tag);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(name, names[i]))
            return true;
    return false;
}

pf_str pf_image_absolute(struct pf_arena *arena, const struct pf_node *workdir, pf_str word)
{
    pf_str clean;
    if (word.len == 0 || pf_str_find_byte(word, '$') != PF_STR_NONE ||
        pf_str_find_byte(word, '~') != PF_STR_NONE || pf_str_find_byte(word, '*') != PF_STR_NONE)
        return PF_STR("");
    if (word.data[0] != '/') {
        if (workdir != NULL && !pf_node_is(workdir, PF_STRING))
            return PF_STR("");
        word = pf_path_join(arena, pf_node_text(workdir), word);
    }
    while (word.len > 0 && word.data[0] == '/')
        word = pf_str_slice(word, 1, word.len);
    if (!pf_path_clean(arena, word, &clean) || clean.len == 0)
        return PF_STR("");
    return pf_arena_format(arena, "/%.*s", PF_ARG(clean));
}

static bool has_pattern(pf_str text)
{
    return pf_str_find_byte(text, '*') != PF_STR_NONE ||
           pf_str_find_byte(text, '?') != PF_STR_NONE || pf_str_find_byte(text, '[') != PF_STR_NONE;
}

/* A COPY source → a clean path in the context; what climbs above it begins at the context. */
static bool source_path(struct pf_arena *arena, pf_str source, pf_str *clean)
{
    for (;;) {
        if (pf_str_starts(source, PF_STR("/")))
            source = pf_str_slice(source, 1, source.len);
        else if (pf_str_starts(source, PF_STR("../")))
            source = pf_str_slice(source, 3, source.len);
        else
            break;
    }
    return pf_path_clean(arena, source, clean);
}

static bool takes_back_in(const struct pf_dockerignore *ignore)
{
    for (size_t i = 0; i < ignore->count; i++)
        if (ignore->items[i].negated)
            return true;
    return ignore->truncated;
}

/* What git does not hold of this repository: another step, or a submodule, brings it. */
static bool is_brought(struct pf_project *project, pf_str path)
{
    return pf_project_has_file(project, PF_STR(".gitmodules")) ||
           pf_project_is_ignored(project, path, false) ||
           pf_project_is_ignored(project, path, true);
}

enum pf_image_source pf_image_source_of(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_image_origin *origin, pf_str source)
{
    pf_str clean;
    bool is_remote = pf_str_contains(source, PF_STR("://")) ||
                     pf_str_starts(source, PF_STR("git@")) || pf_str_starts(source, PF_STR("<<"));
    if (is_remote || has_pattern(source) || !source_path(arena, source, &clean))
        return PF_SOURCE_UNTOLD;
    if (clean.len == 0)
        return PF_SOURCE_THERE;
    pf_str path = pf_path_join(arena, origin->context, clean);
    bool is_directory = pf_project_has_directory(project, path);
    if (!is_directory && !pf_project_has_file(project, path))
        return is_brought(project, path) ? PF_SOURCE_UNTOLD : PF_SOURCE_MISSING;
    if (!pf_dockerignore_excludes(&origin->ignore, clean))
        return PF_SOURCE_THERE;
    return is_directory && takes_back_in(&origin->ignore) ? PF_SOURCE_UNTOLD : PF_SOURCE_EXCLUDED;
}

/* ---- a path of the image ---- */

struct search {
    struct pf_arena *arena;
    struct pf_project *project;
    const struct pf_image_origin *origin;
    unsigned depth;
};

/* Where the step puts things, without its first slash; false when it cannot be told. */
static bool destination(const struct search *search, const struct pf_image_step *step, pf_str *path)
{
    const struct pf_node *word = step->words->items[step->words->count - 1];
    pf_str text = word->text;
    if (!pf_node_is(word, PF_STRING) ||
        (step->workdir != NULL && !pf_node_is(step->workdir, PF_STRING)))
        return false;
    if (!pf_str_starts(text, PF_STR("/")))
        text = pf_path_join(search->arena, pf_node_text(step->workdir), text);
    while (pf_str_starts(text, PF_STR("/")))
        text = pf_str_slice(text, 1, text.len);
    return pf_path_clean(search->arena, text, path);
}

/* "srv/shop" and "srv/shop/manage.py" → "manage.py"; false for what does not lie there. */
static bool inside(pf_str directory, pf_str path, pf_str *rest)
{
    *rest = path;
    if (directory.len == 0)
        return true;
    if (!pf_str_starts(path, directory) ||
        (path.len > directory.len && path.data[directory.len] != '/'))
        return false;
    *rest = pf_str_slice(path, path.len == directory.len ? path.len : directory.len + 1, path.len);
    return true;
}

static bool mentions(pf_str text, const char *part)
{
    return pf_str_contains(text, pf_str_c(part));
}

/* Programs that bring files whose names the command does not say. */
static bool brings_files(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {
        PF_STR_INIT("cp"),          PF_STR_INIT("mv"),      PF_STR_INIT("ln"),
        PF_STR_INIT("tar"),         PF_STR_INIT("unzip"),   PF_STR_INIT("curl"),
        PF_STR_INIT("wget"),        PF_STR_INIT("rsync"),   PF_STR_INIT("git"),
        PF_STR_INIT("aws"),         PF_STR_INIT("install"), PF_STR_INIT("make"),
        PF_STR_INIT("sh"),          PF_STR_INIT("bash"),    PF_STR_INIT("django-admin"),
        PF_STR_INIT("pip-compile"), PF_STR_INIT("pipreqs")};
    if (command->word_count == 0)
        return false;
    pf_str program = pf_path_base(command->words[0].text);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(program, programs[i]))
            return true;
    return pf_str_starts(command->words[0].text, PF_STR("./")) ||
           pf_str_ends(program, PF_STR(".sh"));
}

/* Programs that change a file which is there, and make none. */
static bool changes_only(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {PF_STR_INIT("chmod"), PF_STR_INIT("chown"),
                                      PF_STR_INIT("dos2unix")};
    for (size_t i = 0; command->word_count > 0 && i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(pf_path_base(command->words[0].text), programs[i]))
            return true;
    return false;
}

static bool names(const struct pf_shell_command *command, pf_str name)
{
    return pf_shell_mentions(command->words, command->word_count, name) ||
           pf_shell_mentions(command->redirects, command->redirect_count, name) ||
           pf_str_contains(command->heredoc, name);
}

/* May the command have made the file? */
static bool may_make(struct pf_arena *arena, const struct pf_node *run, pf_str path)
{
    struct pf_shell_commands commands =
        pf_shell_read(arena, pf_node_text(pf_node_get(run, "text")));
    if (pf_node_get(run, "heredocs") != NULL)
        return true;
    for (size_t i = 0; i < commands.count; i++)
        if (brings_files(&commands.items[i]) ||
            (names(&commands.items[i], pf_path_base(path)) && !changes_only(&commands.items[i])))
            return true;
    return false;
}

/* Is context's `source` at `path` once it is copied to `target`? */
static enum pf_truth copied(const struct search *search, pf_str source, pf_str target, pf_str path)
{
    pf_str clean, rest;
    struct pf_project *project = search->project;
    if (!inside(target, path, &rest))
        return PF_NO;
    if (has_pattern(source) || !source_path(search->arena, source, &clean))
        return PF_MAYBE;
    pf_str from = pf_path_join(search->arena, search->origin->context, clean);
    if (pf_project_has_file(project, from)) {
        bool lands = rest.len == 0 || pf_str_eq(rest, pf_path_base(from));
        return lands && !pf_image_origin_excludes(search->arena, search->origin, from) ? PF_YES
                                                                                       : PF_NO;
    }
    if (!pf_project_has_directory(project, from))
        return PF_MAYBE;
    from = pf_path_join(search->arena, from, rest);
    if (rest.len > 0 && pf_project_has_file(project, from))
        return pf_image_origin_excludes(search->arena, search->origin, from) ? PF_NO : PF_YES;
    return is_brought(project, from) ? PF_MAYBE : PF_NO;
}

static enum pf_truth in_image(const struct search *search, const struct pf_image *image,
                              pf_str path, size_t steps);

/* True recursion: the same question to the stage that is copied from. */
static enum pf_truth copied_from_stage(const struct search *search, const struct pf_image *image,
                                       pf_str stage, pf_str source, pf_str target, pf_str path)
{
    pf_str clean, rest;
    struct pf_image other;
    struct search deeper = *search;
    deeper.depth++;
    if (!inside(target, path, &rest))
        return PF_NO;
    if (has_pattern(source) || !source_path(search->arena, source, &clean) ||
        deeper.depth > STAGES_DEEP ||
        !pf_image_of_build(search->arena, image->dockerfile, stage, image->build_args, &other))
        return PF_MAYBE;
    pf_str below = rest.len == 0 ? clean : pf_path_join(search->arena, clean, rest);
    enum pf_truth found = in_image(&deeper, &other, below, other.step_count);
    if (found == PF_NO && pf_str_eq(rest, pf_path_base(clean)))
        found = in_image(&deeper, &other, clean, other.step_count);
    return found;
}

static enum pf_truth after_copy(const struct search *search, const struct pf_image *image,
                                const struct pf_image_step *step, pf_str path)
{
    const struct pf_node *from = pf_node_get(pf_node_get(step->instruction, "flags"), "from");
    bool is_plain = pf_node_get(step->instruction, "heredocs") == NULL &&
                    pf_node_get(pf_node_get(step->instruction, "flags"), "parents") == NULL;
    bool adds =
        pf_str_eq(pf_node_text(pf_node_get(step->instruction, "instruction")), PF_STR("ADD"));
    enum pf_truth found = PF_NO;
    pf_str target, rest;
    if (step->words->count < 2 || !destination(search, step, &target))
        return PF_MAYBE;
    if (!is_plain)
        return inside(target, path, &rest) ? PF_MAYBE : PF_NO;
    for (size_t i = 0; i + 1 < step->words->count; i++) {
        const struct pf_node *source = step->words->items[i];
        bool is_told = pf_node_is(source, PF_STRING) && !mentions(source->text, "://") &&
                       !(adds && mentions(source->text, ".t"));
        if (!is_told)
            found = pf_truth_or(found, inside(target, path, &rest) ? PF_MAYBE : PF_NO);
        else if (from == NULL)
            found = pf_truth_or(found, copied(search, source->text, target, path));
        else
            found = pf_truth_or(found, copied_from_stage(search, image, pf_node_text(from),
                                                         source->text, target, path));
    }
    return found;
}

static enum pf_truth in_image(const struct search *search, const struct pf_image *image,
                              pf_str path, size_t steps)
{
    bool is_open = image->has_base_stage_unknown || !pf_image_base_is_official(image->base);
    enum pf_truth found = is_open ? PF_MAYBE : PF_NO;
    for (size_t i = 0; i < steps && i < image->step_count; i++) {
        const struct pf_image_step *step = &image->steps[i];
        if (step->words != NULL)
            found = pf_truth_or(found, after_copy(search, image, step, path));
        else if (found == PF_NO && may_make(search->arena, step->instruction, path))
            found = PF_MAYBE;
    }
    return found;
}

enum pf_truth pf_image_has_path(struct pf_arena *arena, struct pf_project *project,
                                const struct pf_image_origin *origin, pf_str path, size_t steps)
{
    struct search search = {arena, project, origin, 0};
    if (origin->image == NULL || path.len < 2)
        return PF_MAYBE;
    return in_image(&search, origin->image, pf_str_slice(path, 1, path.len), steps);
}
