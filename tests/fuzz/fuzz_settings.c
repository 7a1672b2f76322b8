/*
 * Any bytes as a settings module: the evaluation ends, within its budgets, and what it says is well
 * formed. The module may import itself, and a second copy of itself by another name.
 */
#include "python/settings.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct project {
    struct pf_source *settings, *base;
};

static const struct pf_source *get(void *context, pf_str path)
{
    const struct project *project = context;
    if (pf_str_eq(path, PF_STR("settings.py")))
        return project->settings;
    return pf_str_eq(path, PF_STR("base.py")) ? project->base : NULL;
}

static bool is_file(void *context, pf_str path)
{
    return get(context, path) != NULL;
}

static bool is_directory(void *context, pf_str path)
{
    (void)context;
    return path.len == 0;
}

static void check_node(const struct pf_node *node, void *context)
{
    const struct pf_span span = node->span;
    (void)context;
    if (node->kind >= PF_KIND_COUNT || (node->kind == PF_EITHER && node->count < 2))
        abort();
    if (span.file != NULL && (size_t)span.at + span.len > span.file->bytes.len)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size};
    struct project project = {pf_source_new(arena, PF_STR("settings.py"), bytes),
                              pf_source_new(arena, PF_STR("base.py"), bytes)};
    struct pf_node *environment = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, environment, PF_STR("DEBUG"), (pf_span){0},
                pf_node_str(arena, PF_STR("0"), (pf_span){0}));
    pf_node_put(arena, environment, PF_STR("SECRET"), (pf_span){0},
                pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, PF_STR("a secret"), (pf_span){0}));
    const struct pf_files files = {&project, get, is_file, is_directory, NULL, NULL};
    const pf_str roots[] = {PF_STR("")};
    const struct pf_settings_options options = {.files = &files,
                                                .module = PF_STR("settings"),
                                                .roots = roots,
                                                .root_count = 1,
                                                .environment = environment};
    const struct pf_settings *settings = pf_settings_evaluate(arena, &options);
    pf_node_walk(settings->values, check_node, NULL);
    for (size_t i = 0; i < settings->read_count; i++)
        if (settings->reads[i].fallback != NULL)
            pf_node_walk(settings->reads[i].fallback, check_node, NULL);
    pf_arena_free(arena);
    return 0;
}
