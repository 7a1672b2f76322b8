/* A project in memory: each line of the input is a path, what follows a tab its text. */
#include "model/project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_str rest = {(const char *)data, size}, line, path, text;
    while (pf_str_next_line(&rest, &line)) {
        pf_str_cut(line, '\t', &path, &text);
        pf_node_put(arena, map, path, (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    }
    struct pf_project *project = pf_project_virtual(arena, map);
    for (size_t i = 0; i < map->count; i++)
        project->python.get(project->python.context, pf_node_text(map->items[i]->key));
    for (size_t i = 0; i < project->files.count; i++)
        pf_project_load(project, project->files.items[i]);
    pf_arena_free(arena);
    return 0;
}
