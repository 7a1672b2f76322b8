/* Any bytes are reStructuredText; what comes out must point into them. */
#include "read/rst.h"

#include "prose_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str bytes = {(const char *)data, size};
    struct pf_prose prose =
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), bytes), &faults);
    prose_check(&prose, size);
    pf_arena_free(arena);
    return 0;
}
