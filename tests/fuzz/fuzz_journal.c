/* A journal's bytes: reading them again up to where they are whole gives the same lines. */
#include "deploy/journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_node *lines, *again;
    size_t whole, whole_again;
    pf_journal_read(arena, (pf_str){(const char *)data, size}, &lines, &whole);
    if (whole > size ||
        !pf_journal_read(arena, (pf_str){(const char *)data, whole}, &again, &whole_again) ||
        whole_again != whole || again->count != lines->count)
        pf_die("a journal that is whole up to %zu is not", whole);
    pf_arena_free(arena);
    return 0;
}
