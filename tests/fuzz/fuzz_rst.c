/* Any bytes are reStructuredText; what comes out must point into them. */
#include "read/rst.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(pf_span span, size_t size)
{
    if ((size_t)span.at + span.len > size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str bytes = {(const char *)data, size};
    struct pf_prose prose =
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), bytes), &faults);
    for (size_t i = 0; i < prose.count; i++) {
        const struct pf_prose_block *block = &prose.items[i];
        check_span(block->span, size);
        for (size_t j = 0; j < block->literal_count; j++)
            check_span(block->literals[j], size);
        for (size_t j = 0; j < block->row_count; j++)
            for (size_t k = 0; k < block->rows[j].count; k++)
                check_span(block->rows[j].cells[k].span, size);
        pf_span line;
        for (size_t at = 0; block->kind == PF_PROSE_CODE && pf_prose_next_line(block, &at, &line);)
            check_span(line, size);
    }
    pf_arena_free(arena);
    return 0;
}
