/* .dockerignore files against a few paths, and the file's own first line as a path. */
#include "read/dockerignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const pf_str paths[] = {PF_STR_INIT(".env"), PF_STR_INIT("shop/settings/base.py"),
                                   PF_STR_INIT("a/\xE2\x98\xBA/\xff")};
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size}, line, rest = bytes;
    struct pf_dockerignore ignore = pf_dockerignore_read(arena, bytes);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        pf_dockerignore_excludes(&ignore, paths[i]);
    if (pf_str_next_line(&rest, &line))
        pf_dockerignore_excludes(&ignore, line);
    pf_arena_free(arena);
    return 0;
}
