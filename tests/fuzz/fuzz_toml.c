/* Any bytes as TOML. */
#include "read/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str bytes = {(const char *)data, size};
    pf_toml_read(arena, pf_source_new(arena, PF_STR("x.toml"), bytes), &faults);
    pf_arena_free(arena);
    return 0;
}
