/* One file for everything git keeps: HEAD, packed-refs, config, commondir, the index hold the same
 * bytes. */
#include "read/git.h"
#include "read/git_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_same(void *context, struct pf_arena *arena, pf_str path, pf_str *bytes)
{
    (void)arena;
    (void)path;
    *bytes = *(pf_str *)context;
    return true;
}

static void list_lines(void *context, struct pf_arena *arena, pf_str directory,
                       struct pf_strs *names)
{
    (void)directory;
    pf_str rest = *(pf_str *)context;
    for (pf_str line; pf_str_next_line(&rest, &line);)
        *pf_pile_add(arena, names) = line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size};
    struct pf_git_files files = {&bytes, read_same, list_lines};
    struct pf_strs paths = {0};
    pf_git_read(arena, &files);
    pf_git_index_read(arena, bytes, &paths);
    pf_arena_free(arena);
    return 0;
}
