/* The files that COPY and ADD bring into an image, .dockerignore regarded. */
#include "model/image_content.h"

#include "read/gitignore.h"

static struct pf_dockerignore read_ignore(struct pf_arena *arena, struct pf_project *project,
                                          pf_str path)
{
    struct pf_dockerignore none = {0};
    struct pf_project_file *file = pf_project_file(project, path);
    if (file == NULL || !pf_project_load(project, file))
        return none;
    return pf_dockerignore_read(arena, file->source->bytes);
}

struct pf_image_origin pf_image_origin_of(struct pf_arena *arena, struct pf_project *project,
                                          pf_str dockerfile, pf_str context,
                                          const struct pf_image *image)
{
    struct pf_image_origin origin = {.context = context, .image = image};
    pf_str own = pf_arena_format(arena, "%.*s.dockerignore", PF_ARG(dockerfile));
    pf_str shared = pf_path_join(arena, context, PF_STR(".dockerignore"));
    bool has_own = dockerfile.len > 0 && pf_project_has_file(project, own);
    origin.ignore = read_ignore(arena, project, has_own ? own : shared);
    return origin;
}

/* The path inside the context; false when it lies outside. */
static bool in_context(const struct pf_image_origin *origin, pf_str path, pf_str *inside)
{
    size_t len = origin->context.len;
    *inside = path;
    if (len == 0)
        return true;
    if (!pf_str_starts(path, origin->context) || path.len <= len || path.data[len] != '/')
        return false;
    *inside = pf_str_slice(path, len + 1, path.len);
    return true;
}

bool pf_image_origin_excludes(struct pf_arena *arena, const struct pf_image_origin *origin,
                              pf_str path)
{
    pf_str inside;
    (void)arena;
    return !in_context(origin, path, &inside) || pf_dockerignore_excludes(&origin->ignore, inside);
}

/* "." and "src/" take along all that is below, "*.py" what fits, "manage.py" itself. */
static bool takes(struct pf_arena *arena, pf_str source, pf_str path)
{
    pf_str clean;
    while (source.len > 0 && source.data[0] == '/')
        source = pf_str_slice(source, 1, source.len);
    if (!pf_path_clean(arena, source, &clean))
        return false;
    if (clean.len == 0 || pf_str_eq(clean, path))
        return true;
    if (pf_str_starts(path, clean) && path.data[clean.len] == '/')
        return true;
    for (pf_str above = path; above.len > 0; above = pf_path_directory(above))
        if (pf_glob_fits(clean, above))
            return true;
    return false;
}

static enum pf_truth copies(struct pf_arena *arena, const struct pf_node *instruction, pf_str path)
{
    const struct pf_node *words = pf_node_get(instruction, "words");
    const struct pf_node *flags = pf_node_get(instruction, "flags");
    if (pf_node_get(flags, "from") != NULL)
        return PF_MAYBE;
    for (size_t i = 0; pf_node_is(words, PF_SEQ) && i + 1 < words->count; i++) {
        pf_str source = pf_node_text(words->items[i]);
        if (pf_str_find_byte(source, '$') != PF_STR_NONE)
            return PF_MAYBE;
        if (takes(arena, source, path))
            return PF_YES;
    }
    return PF_NO;
}

enum pf_truth pf_image_origin_holds(struct pf_arena *arena, const struct pf_image_origin *origin,
                                    pf_str path, const struct pf_node **by)
{
    pf_str inside;
    *by = NULL;
    if (!in_context(origin, path, &inside) || pf_dockerignore_excludes(&origin->ignore, inside))
        return PF_NO;
    if (origin->image == NULL)
        return PF_MAYBE;
    enum pf_truth held = PF_NO;
    const struct pf_node *list = origin->image->copies;
    for (size_t i = 0; i < list->count; i++) {
        enum pf_truth truth = copies(arena, list->items[i], inside);
        if (truth > held) {
            held = truth;
            *by = list->items[i];
        }
    }
    return held;
}
