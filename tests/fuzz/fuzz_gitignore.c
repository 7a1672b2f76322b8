/* Ignore patterns of any bytes against paths of any bytes: the first line is the path. */
#include "read/gitignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str path, patterns;
    pf_str_cut((pf_str){(const char *)data, size}, '\n', &path, &patterns);
    struct pf_gitignore ignore = pf_gitignore_read(arena, patterns);
    pf_gitignore_ignores_below(&ignore, path, size % 2 == 0);
    pf_arena_free(arena);
    return 0;
}
