/* Any bytes as documentation in both mark-ups; what is found must stand in the file. */
#include "model/docs.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(pf_str name, pf_span span)
{
    if (span.file == NULL || (size_t)span.at + span.len > span.file->bytes.len || name.len == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = {(const char *)data, size};
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, map, PF_STR("a.md"), (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    pf_node_put(arena, map, PF_STR("b.rst"), (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    const struct pf_docs *docs = pf_docs_read(arena, pf_project_virtual(arena, map));
    for (size_t i = 0; i < docs->branch_count; i++)
        check_name(docs->branches[i].name, docs->branches[i].span);
    for (size_t i = 0; i < docs->variable_count; i++)
        check_name(docs->variables[i].name, docs->variables[i].span);
    for (size_t i = 0; i < docs->secret_count; i++)
        check_name(docs->secrets[i].name, docs->secrets[i].span);
    for (size_t i = 0; i < docs->command_count; i++)
        check_name(docs->commands[i].name, docs->commands[i].span);
    pf_arena_free(arena);
    return 0;
}
