/* A virtual project and its settings, written out shortly, for tests of the evaluator. */
#ifndef PF_TESTS_SETTINGS_PROJECT_H
#define PF_TESTS_SETTINGS_PROJECT_H

#include "unit.h"

#include "base/buffer.h"
#include "python/settings.h"
#include "python/trees.h"

enum { SETTINGS_FILES = 256 /* of a test's project; the modules' limit is 200 */ };

struct settings_project {
    struct pf_arena *arena;
    struct pf_source *sources[SETTINGS_FILES];
    size_t count;
    struct pf_trees *trees; /* shared by evaluations; NULL: none */
};

static inline const struct pf_source *settings_project_get(void *context, pf_str path)
{
    struct settings_project *project = context;
    for (size_t i = 0; i < project->count; i++)
        if (pf_str_eq(project->sources[i]->path, path))
            return project->sources[i];
    return NULL;
}

static inline bool settings_project_is_file(void *context, pf_str path)
{
    return settings_project_get(context, path) != NULL;
}

static inline bool settings_project_is_directory(void *context, pf_str path)
{
    struct settings_project *project = context;
    pf_str inside = pf_arena_format(project->arena, "%.*s/", PF_ARG(path));
    for (size_t i = 0; i < project->count; i++)
        if (pf_str_starts(project->sources[i]->path, inside))
            return true;
    return false;
}

/* Tests name the files of a folder in byte order. */
static inline bool settings_project_list(void *context, struct pf_arena *arena, pf_str path,
                                         struct pf_strs *names)
{
    struct settings_project *project = context;
    pf_str inside = path.len == 0 ? path : pf_arena_format(arena, "%.*s/", PF_ARG(path));
    for (size_t i = 0; i < project->count; i++) {
        pf_str below = project->sources[i]->path, name, rest;
        if (!pf_str_starts(below, inside))
            continue;
        pf_str_cut(pf_str_slice(below, inside.len, below.len), '/', &name, &rest);
        if (names->count == 0 || !pf_str_eq(names->items[names->count - 1], name))
            *pf_pile_add(arena, names) = name;
    }
    return names->count > 0;
}

static inline void settings_project_add(struct settings_project *project, const char *path,
                                        const char *text)
{
    ck_assert_uint_lt(project->count, SETTINGS_FILES);
    project->sources[project->count++] =
        pf_source_new(project->arena, pf_str_c(path), pf_str_c(text));
}

static inline struct settings_project settings_project_new(void)
{
    return (struct settings_project){.arena = pf_arena_new(NULL)};
}

/* "DEBUG=0 TOKEN=?": a question mark is a secret, which is not empty; "…=??" one that may be. */
static inline struct pf_node *settings_environment(struct pf_arena *arena, const char *text)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_str rest = pf_str_c(text), part, name, value;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, ' ', &part, &rest);
        pf_str_cut(part, '=', &name, &value);
        bool secret = pf_str_eq(value, PF_STR("?")), empty = pf_str_eq(value, PF_STR("??"));
        struct pf_node *node = secret || empty
                                   ? pf_node_any(arena, PF_KIND_BIT(PF_STRING), empty,
                                                 PF_STR("supplied by a secret"), (pf_span){0})
                                   : pf_node_str(arena, value, (pf_span){0});
        pf_node_put(arena, map, name, (pf_span){0}, node);
    }
    return map;
}

static inline struct pf_settings_options
settings_options(struct settings_project *project, const char *module, const char *environment)
{
    static const pf_str roots[] = {PF_STR_INIT("")};
    struct pf_files *files = PF_NEW(project->arena, struct pf_files);
    *files = (struct pf_files){
        project, settings_project_get, settings_project_is_file, settings_project_is_directory,
        NULL,    settings_project_list};
    return (struct pf_settings_options){.files = files,
                                        .module = pf_str_c(module),
                                        .roots = roots,
                                        .root_count = 1,
                                        .environment =
                                            settings_environment(project->arena, environment),
                                        .python_minor = 11,
                                        .django_version = 402};
}

static inline const struct pf_settings *
settings_evaluate(struct settings_project *project, const char *module, const char *environment)
{
    const struct pf_settings_options options = settings_options(project, module, environment);
    return pf_settings_evaluate(project->arena, &options);
}

static inline void settings_write(struct pf_buffer *out, const struct pf_node *node)
{
    switch (node->kind) {
    case PF_NULL:
        pf_buffer_add_c(out, "None");
        break;
    case PF_BOOL:
        pf_buffer_add_c(out, node->as.boolean ? "True" : "False");
        break;
    case PF_STRING:
        pf_buffer_format(out, "'%.*s'", PF_ARG(node->text));
        break;
    case PF_SEQ:
    case PF_MAP:
        pf_buffer_add_byte(out, node->kind == PF_SEQ ? '[' : '{');
        for (size_t i = 0; i < node->count; i++) {
            if (i > 0)
                pf_buffer_add_c(out, ", ");
            if (node->kind == PF_MAP)
                pf_buffer_format(out, "%.*s: ", PF_ARG(node->items[i]->key->text));
            settings_write(out, node->items[i]);
        }
        pf_buffer_add_byte(out, node->kind == PF_SEQ ? ']' : '}');
        break;
    case PF_EITHER:
        for (size_t i = 0; i < node->count; i++) {
            if (i > 0)
                pf_buffer_add_c(out, " | ");
            settings_write(out, node->items[i]);
        }
        break;
    case PF_ANY:
        if (pf_str_starts(node->as.any->reason, PF_STR("unset"))) {
            pf_buffer_add_c(out, "unset");
            break;
        }
        pf_buffer_add_byte(out, '?');
        for (unsigned kind = 0; node->as.any->kinds != PF_KINDS_ALL && kind < PF_ANY; kind++)
            if ((node->as.any->kinds & PF_KIND_BIT(kind)) != 0)
                pf_buffer_add_c(out, pf_kind_name((enum pf_kind)kind));
        break;
    default:
        pf_buffer_add(out, node->text);
        break;
    }
}

/* A setting as Python would write it; "?" and its kind for an unknown, "a | b" for one of several,
 * "-" when it is not set, "!KeyError SECRET_KEY" when the module raises. */
static inline pf_str settings_show(struct settings_project *project,
                                   const struct pf_settings *settings, const char *name)
{
    struct pf_buffer out = pf_buffer_new(project->arena);
    const struct pf_node *node = pf_node_get(settings->values, name);
    if (settings->raises != NULL && settings->raises->certain == PF_YES)
        pf_buffer_format(&out, "!%.*s %.*s", PF_ARG(settings->raises->type),
                         PF_ARG(settings->raises->variable));
    else if (node == NULL)
        pf_buffer_add_c(&out, "-");
    else
        settings_write(&out, node);
    return pf_buffer_str(&out);
}

struct settings_row {
    const char *source, *environment, *name, *expected;
};

/* Each row's source, after `import os`, is a project's settings. */
static inline void settings_check(const struct settings_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import os\n%s\n", rows[i].source);
        settings_project_add(&project, "shop/__init__.py", "");
        settings_project_add(&project, "shop/settings.py", text.data);
        const struct pf_settings *settings =
            settings_evaluate(&project, "shop.settings", rows[i].environment);
        pf_str shown = settings_show(&project, settings, rows[i].name);
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i].expected)),
                      "%s\nwith %s: %s is %.*s, expected %s", rows[i].source, rows[i].environment,
                      rows[i].name, PF_ARG(shown), rows[i].expected);
        pf_arena_free(project.arena);
    }
}

#define SETTINGS_TEST(claim, ...)                                                                  \
    START_TEST(claim)                                                                              \
    {                                                                                              \
        static const struct settings_row rows[] = {__VA_ARGS__};                                   \
        settings_check(rows, sizeof rows / sizeof *rows);                                          \
    }                                                                                              \
    END_TEST

#endif
