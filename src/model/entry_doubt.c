/* A default settings module, doubted where the container's environment may name another one. */
#include "model/entry.h"

enum part {
    PART_PRODUCTION = 1 << 0, /* settings_prod.py, settings/production.py */
    PART_DEVELOPMENT = 1 << 1,
    PART_SHARED = 1 << 2 /* imported by the others, taken by none */
};

/* What a word in a settings file's name says of it. */
static const struct {
    pf_str word;
    enum part part;
} words[] = {
    {PF_STR_INIT("production"), PART_PRODUCTION},
    {PF_STR_INIT("prod"), PART_PRODUCTION},
    {PF_STR_INIT("prd"), PART_PRODUCTION},
    {PF_STR_INIT("live"), PART_PRODUCTION},
    {PF_STR_INIT("development"), PART_DEVELOPMENT},
    {PF_STR_INIT("dev"), PART_DEVELOPMENT},
    {PF_STR_INIT("develop"), PART_DEVELOPMENT},
    {PF_STR_INIT("local"), PART_DEVELOPMENT},
    {PF_STR_INIT("localhost"), PART_DEVELOPMENT},
    {PF_STR_INIT("test"), PART_DEVELOPMENT},
    {PF_STR_INIT("tests"), PART_DEVELOPMENT},
    {PF_STR_INIT("testing"), PART_DEVELOPMENT},
    {PF_STR_INIT("ci"), PART_DEVELOPMENT},
    {PF_STR_INIT("pytest"), PART_DEVELOPMENT},
    {PF_STR_INIT("base"), PART_SHARED},
    {PF_STR_INIT("common"), PART_SHARED},
    {PF_STR_INIT("defaults"), PART_SHARED},
    {PF_STR_INIT("shared"), PART_SHARED},
    {PF_STR_INIT("components"), PART_SHARED},
    {PF_STR_INIT("__init__"), PART_SHARED},
};

static unsigned parts_of_word(pf_str word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(words[i].word, word))
            return words[i].part;
    return 0;
}

/* The parts that the words of a file's name say, without ".py": settings_prod → PART_PRODUCTION. */
static unsigned parts_of(pf_str path)
{
    pf_str base = pf_path_base(path), word;
    base = pf_str_slice(base, 0, base.len - 3);
    unsigned parts = parts_of_word(base);
    for (bool more = true; more;) {
        more = pf_str_cut(base, '_', &word, &base);
        parts |= parts_of_word(word);
    }
    return parts;
}

/* `settings/x.py`, `settings_x.py`, `x_settings.py`: a file that may be a settings module. */
static bool may_be_settings(pf_str path)
{
    return pf_str_contains(pf_path_base(pf_path_directory(path)), PF_STR("settings")) ||
           pf_str_contains(pf_path_base(path), PF_STR("settings"));
}

struct siblings {
    struct pf_strs production;
    bool others; /* neither production's nor development's nor shared */
};

static struct siblings siblings_of(struct pf_arena *arena, struct pf_project *project, pf_str path)
{
    struct siblings siblings = {0};
    pf_str folder = pf_path_directory(path);
    for (size_t i = 0; i < project->files.count; i++) {
        const struct pf_project_file *file = project->files.items[i];
        if (file->type != PF_CLASS_PYTHON || pf_str_eq(file->path, path) ||
            !pf_str_eq(pf_path_directory(file->path), folder) || !may_be_settings(file->path))
            continue;
        unsigned parts = parts_of(file->path);
        if (parts == PART_PRODUCTION)
            *pf_pile_add(arena, &siblings.production) = file->path;
        siblings.others |= parts == 0;
    }
    return siblings;
}

static void put_first(struct pf_arena *arena, struct pf_module_choices *choices,
                      const struct pf_module_choice *first)
{
    struct pf_module_choices all = {0};
    *pf_pile_add(arena, &all) = *first;
    for (size_t i = 0; i < choices->count; i++)
        *pf_pile_add(arena, &all) = choices->items[i];
    *choices = all;
}

/* The first choice that names a module, where only ones that do not tell go before it. */
static const struct pf_module_choice *default_of(const struct pf_module_choices *choices)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->items[i].module.len > 0)
            return i > 0 || choices->items[i].yields ? &choices->items[i] : NULL;
    return NULL;
}

void pf_entry_doubt_default(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_strs *roots, struct pf_module_choices *choices)
{
    pf_str path;
    const struct pf_module_choice *named = default_of(choices);
    if (named == NULL || !pf_entry_module_path(arena, project, roots, named->module, &path))
        return;
    bool is_untold = named != &choices->items[0];
    unsigned parts = parts_of(path);
    struct siblings siblings = siblings_of(arena, project, path);
    struct pf_module_choice first = {.span = named->span, .yields = true};
    if ((parts & PART_PRODUCTION) != 0) {
        if (is_untold)
            put_first(arena, choices, named);
        return;
    }
    if (siblings.production.count == 1) {
        first.module = pf_entry_module_of(arena, roots, siblings.production.items[0]);
        first.by = PF_STR("its name");
        put_first(arena, choices, &first);
    } else if (!is_untold && (siblings.production.count > 1 ||
                              ((parts & PART_DEVELOPMENT) != 0 && siblings.others))) {
        first.by = PF_STR("an environment that no file tells");
        put_first(arena, choices, &first);
    }
}
