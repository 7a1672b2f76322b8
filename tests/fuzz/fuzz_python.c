/* Any bytes as a Python file: read, with every fault within the file, and printed both ways. */
#include "python/dump.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str bytes = {(const char *)data, size};
    const struct pf_source *source = pf_source_new(arena, PF_STR("settings.py"), bytes);
    const struct pf_ast *tree = pf_python_parse(arena, source, &faults);
    for (size_t i = 0; i < faults.count; i++)
        if ((size_t)faults.items[i].span.at + faults.items[i].span.len > size)
            abort();
    struct pf_buffer out = pf_buffer_new(arena);
    pf_ast_dump(&out, tree, false);
    pf_ast_dump(&out, tree, true);
    pf_arena_free(arena);
    return 0;
}
