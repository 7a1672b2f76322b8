/* The files that COPY and ADD bring into an image, .dockerignore regarded. */
#include "model/image_content.h"

#include "base/index.h"
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

/* ---- what one source takes along ---- */

/* A file on its way through a build: in the context, or in a stage (without the leading slash). */
struct places {
    pf_str items[PF_IMAGE_PLACES];
    size_t count;
    bool more; /* it may be elsewhere too */
};

static void add_place(struct places *places, pf_str path)
{
    for (size_t i = 0; i < places->count; i++)
        if (pf_str_eq(places->items[i], path))
            return;
    if (places->count == PF_IMAGE_PLACES)
        places->more = true;
    else
        places->items[places->count++] = path;
}

static bool has_pattern(pf_str text)
{
    return pf_str_find_byte(text, '*') >= 0 || pf_str_find_byte(text, '?') >= 0 ||
           pf_str_find_byte(text, '[') >= 0;
}

/*
 * Does `source` take `path` along? `*taken` is then the length of the part of the path that the
 * source stands for: all of a file, the directory's of what is below, 0 of the whole context.
 */
static bool takes(struct pf_arena *arena, pf_str source, pf_str path, size_t *taken)
{
    pf_str clean;
    while (source.len > 0 && source.data[0] == '/')
        source = pf_str_slice(source, 1, source.len);
    if (!pf_path_clean(arena, source, &clean))
        return false;
    *taken = 0;
    if (clean.len == 0)
        return true;
    for (pf_str above = path; above.len > 0; above = pf_path_directory(above))
        if (pf_str_eq(clean, above) || (has_pattern(clean) && pf_glob_fits(clean, above))) {
            *taken = above.len;
            return true;
        }
    return false;
}

/* ---- where a copy puts it ---- */

static bool is_directory_word(pf_str word)
{
    return pf_str_ends(word, PF_STR("/")) || pf_str_eq(word, PF_STR(".")) ||
           pf_str_ends(word, PF_STR("/.")) || pf_str_eq(word, PF_STR(".."));
}

/* The destination without its leading slash; false when it cannot be told. */
static bool destination(struct pf_arena *arena, const struct pf_image_step *step,
                        const struct pf_node *word, pf_str *path)
{
    if (!pf_node_is(word, PF_STRING))
        return false;
    pf_str written = word->text;
    if (!pf_str_starts(written, PF_STR("/"))) {
        if (!pf_node_is(step->workdir, PF_STRING))
            return false;
        written = pf_path_join(arena, step->workdir->text, written);
    }
    while (pf_str_starts(written, PF_STR("/")))
        written = pf_str_slice(written, 1, written.len);
    return pf_path_clean(arena, written, path);
}

/* A file goes into a directory or becomes it; a directory's content goes into it. */
static pf_str landed(struct pf_arena *arena, const struct pf_image_step *step, pf_str target,
                     pf_str source, pf_str path, size_t taken)
{
    const struct pf_node *words = step->words;
    pf_str word = words->items[words->count - 1]->text;
    bool parents = pf_node_get(pf_node_get(step->instruction, "flags"), "parents") != NULL;
    if (parents)
        return pf_path_join(arena, target, path);
    if (taken < path.len)
        return pf_path_join(arena, target,
                            pf_str_slice(path, taken == 0 ? 0 : taken + 1, path.len));
    pf_str workdir = pf_node_text(step->workdir);
    bool is_directory = is_directory_word(word) || words->count > 2 || has_pattern(source) ||
                        pf_str_eq(word, workdir);
    return is_directory ? pf_path_join(arena, target, pf_path_base(path)) : target;
}

static bool is_archive(pf_str source)
{
    static const char *const ends[] = {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".txz"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_ends(source, pf_str_c(ends[i])))
            return true;
    return false;
}

/* --exclude=PATTERN: leaves the file out, or may. */
static bool may_be_left_out(const struct pf_node *instruction, pf_str path)
{
    const struct pf_node *flags = pf_node_get(instruction, "flags");
    for (size_t i = 0; flags != NULL && i < flags->count; i++)
        if (pf_str_eq(flags->items[i]->key->text, PF_STR("exclude")) &&
            (pf_glob_fits(flags->items[i]->text, path) ||
             pf_glob_fits(flags->items[i]->text, pf_path_base(path))))
            return true;
    return false;
}

/* One COPY or ADD of a file that stands at `from`; where it lands is added to `to`. */
static enum pf_truth copy_one(struct pf_arena *arena, const struct pf_image_step *step, pf_str from,
                              struct places *to)
{
    const struct pf_node *words = step->words;
    bool adds =
        pf_str_eq(pf_node_text(pf_node_get(step->instruction, "instruction")), PF_STR("ADD"));
    enum pf_truth held = PF_NO;
    for (size_t i = 0; i + 1 < words->count; i++) {
        const struct pf_node *source = words->items[i];
        size_t taken;
        pf_str target;
        bool fits = source->kind == PF_STRING && takes(arena, source->text, from, &taken);
        if (source->kind != PF_STRING || (adds && is_archive(source->text))) {
            held = pf_truth_or(held, PF_MAYBE);
            to->more = true;
        }
        if (!fits)
            continue;
        held = may_be_left_out(step->instruction, from) ? pf_truth_or(held, PF_MAYBE) : PF_YES;
        if (destination(arena, step, words->items[words->count - 1], &target))
            add_place(to, landed(arena, step, target, source->text, from, taken));
        else
            to->more = true;
    }
    return held;
}

/* ---- stages ---- */

/* What became of the file in a stage that was looked into. */
struct stage {
    enum pf_truth held;
    struct places places;
};

struct search {
    struct pf_arena *arena;
    pf_str path; /* in the context */
    unsigned depth;
    struct pf_index stages;   /* name as COPY --from has it → struct stage */
    const struct pf_node *by; /* the last instruction that took it along */
};

static enum pf_truth search_image(struct search *search, const struct pf_image *image,
                                  struct places *places);

/* True recursion into a stage of that name; each once, and "maybe" while it is under way. */
static const struct stage *search_stage(struct search *search, const struct pf_image *image,
                                        pf_str name)
{
    static const struct stage unknown = {.held = PF_MAYBE, .places = {.more = true}};
    struct stage *stage = pf_index_get(&search->stages, name);
    struct pf_image other;
    if (stage != NULL)
        return stage;
    if (search->depth >= PF_IMAGE_STAGES_DEEP || search->stages.count >= PF_IMAGE_STAGES ||
        !pf_image_of_build(search->arena, image->dockerfile, name, image->build_args, &other))
        return &unknown;
    stage = PF_NEW(search->arena, struct stage);
    *stage = unknown;
    pf_index_put(&search->stages, name, stage);
    struct places places = {0};
    const struct pf_node *by = search->by;
    search->depth++;
    enum pf_truth held = search_image(search, &other, &places);
    search->depth--;
    search->by = by;
    *stage = (struct stage){held, places};
    return stage;
}

static enum pf_truth copy_from(struct search *search, const struct pf_image *image,
                               const struct pf_image_step *step, pf_str name, struct places *places)
{
    const struct stage *there = search_stage(search, image, name);
    if (there->held == PF_NO)
        return PF_NO;
    enum pf_truth copied = there->places.more ? PF_MAYBE : PF_NO;
    places->more = places->more || there->places.more;
    for (size_t i = 0; i < there->places.count; i++)
        copied = pf_truth_or(copied, copy_one(search->arena, step, there->places.items[i], places));
    return pf_truth_and(there->held, copied);
}

static bool mentions(pf_str text, const char *part)
{
    return pf_str_contains(text, pf_str_c(part));
}

/* --mount=type=bind, which is also the type that is not named, shows the context to a command. */
static bool binds_context(const struct pf_node *run)
{
    const struct pf_node *flags = pf_node_get(run, "flags");
    for (size_t i = 0; flags != NULL && i < flags->count; i++)
        if (pf_str_eq(flags->items[i]->key->text, PF_STR("mount")) &&
            (mentions(flags->items[i]->text, "type=bind") ||
             !mentions(flags->items[i]->text, "type=")))
            return true;
    return false;
}

/* A command that names the file may remove or make it; some bring whole projects. */
static enum pf_truth after_run(const struct search *search, const struct pf_node *run,
                               enum pf_truth held, struct places *places)
{
    pf_str text = pf_node_text(pf_node_get(run, "text")), name = pf_path_base(search->path);
    const struct pf_node *heredocs = pf_node_get(run, "heredocs");
    bool fetches = mentions(text, "git clone") || binds_context(run);
    bool names = pf_str_contains(text, name);
    for (size_t i = 0; heredocs != NULL && i < heredocs->count; i++) {
        pf_str script = pf_node_text(pf_node_get(heredocs->items[i], "text"));
        names = names || pf_str_contains(script, name);
        fetches = fetches || mentions(script, "git clone");
    }
    if (held == PF_NO) {
        places->more = places->more || fetches || names;
        return fetches || names ? PF_MAYBE : PF_NO;
    }
    bool removes = mentions(text, "rm ") || mentions(text, "mv ") || heredocs != NULL;
    return names && removes ? PF_MAYBE : held;
}

static enum pf_truth search_image(struct search *search, const struct pf_image *image,
                                  struct places *places)
{
    enum pf_truth held = PF_NO;
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_image_step *step = &image->steps[i];
        if (step->words == NULL) {
            held = after_run(search, step->instruction, held, places);
            continue;
        }
        const struct pf_node *from = pf_node_get(pf_node_get(step->instruction, "flags"), "from");
        enum pf_truth copied = from == NULL
                                   ? copy_one(search->arena, step, search->path, places)
                                   : copy_from(search, image, step, pf_node_text(from), places);
        if (copied != PF_NO && copied >= held)
            search->by = step->instruction;
        held = pf_truth_or(held, copied);
    }
    return held;
}

/* ---- the answer ---- */

/* Whether the image holds the file, by which instruction, and at which places. */
static enum pf_truth search_file(struct pf_arena *arena, const struct pf_image_origin *origin,
                                 pf_str path, const struct pf_node **by, struct places *places)
{
    struct search search = {.arena = arena, .stages = pf_index_new(arena)};
    *by = NULL;
    *places = (struct places){0};
    if (!in_context(origin, path, &search.path) ||
        pf_dockerignore_excludes(&origin->ignore, search.path))
        return PF_NO;
    if (origin->image == NULL || origin->image->copies->count == 0)
        return PF_MAYBE;
    enum pf_truth held = search_image(&search, origin->image, places);
    *by = search.by;
    return held;
}

enum pf_truth pf_image_origin_place(struct pf_arena *arena, const struct pf_image_origin *origin,
                                    pf_str path, const struct pf_node **by, pf_str *place)
{
    struct places places;
    enum pf_truth held = search_file(arena, origin, path, by, &places);
    bool is_one = held != PF_NO && places.count == 1 && !places.more;
    *place = is_one ? pf_arena_format(arena, "/%.*s", PF_ARG(places.items[0])) : PF_STR("");
    return held;
}

bool pf_image_origin_stands_at(struct pf_arena *arena, const struct pf_image_origin *origin,
                               pf_str path, pf_str place)
{
    struct places places;
    const struct pf_node *by;
    if (search_file(arena, origin, path, &by, &places) == PF_NO || places.more)
        return false;
    for (size_t i = 0; i < places.count; i++)
        if (pf_str_eq(pf_arena_format(arena, "/%.*s", PF_ARG(places.items[i])), place))
            return true;
    return false;
}

enum pf_truth pf_image_origin_holds(struct pf_arena *arena, const struct pf_image_origin *origin,
                                    pf_str path, const struct pf_node **by)
{
    pf_str place;
    return pf_image_origin_place(arena, origin, path, by, &place);
}

pf_str pf_image_origin_root(struct pf_arena *arena, const struct pf_image_origin *origin,
                            pf_str path)
{
    const struct pf_node *by;
    pf_str place, tail = pf_arena_format(arena, "/%.*s", PF_ARG(path));
    if (pf_image_origin_place(arena, origin, path, &by, &place) != PF_YES ||
        !pf_str_ends(place, tail) || place.len == tail.len)
        return PF_STR("");
    return pf_str_slice(place, 0, place.len - tail.len);
}
