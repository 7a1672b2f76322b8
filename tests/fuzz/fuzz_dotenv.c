/* .env files in all four modes: every binding stands inside the file. */
#include "read/dotenv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(pf_span span, size_t size)
{
    if (span.at > size || span.len > size - span.at)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size};
    const struct pf_source *source = pf_source_new(arena, PF_STR(".env"), bytes);
    for (int mode = PF_DOTENV_PYTHON; mode <= PF_DOTENV_DOCKER; mode++) {
        struct pf_faults faults = {0};
        const struct pf_node *map =
            pf_dotenv_read(arena, source, (enum pf_dotenv_mode)mode, &faults);
        for (size_t i = 0; i < map->count; i++) {
            check_span(map->items[i]->span, size);
            check_span(map->items[i]->key->span, size);
        }
        for (size_t i = 0; i < faults.count; i++)
            check_span(faults.items[i].span, size);
    }
    pf_arena_free(arena);
    return 0;
}
