/* What is read of a document must point into its bytes. */
#ifndef TESTS_FUZZ_PROSE_CHECK_H
#define TESTS_FUZZ_PROSE_CHECK_H

#include "read/prose.h"

#include <stdlib.h>

static inline void prose_check_span(pf_span span, size_t size)
{
    if ((size_t)span.at + span.len > size)
        abort();
}

static inline void prose_check(const struct pf_prose *prose, size_t size)
{
    for (size_t i = 0; i < prose->count; i++) {
        const struct pf_prose_block *block = &prose->items[i];
        prose_check_span(block->span, size);
        for (size_t j = 0; j < block->literal_count; j++)
            prose_check_span(block->literals[j], size);
        for (size_t j = 0; j < block->row_count; j++)
            for (size_t k = 0; k < block->rows[j].count; k++)
                prose_check_span(block->rows[j].cells[k].span, size);
        pf_span line;
        for (size_t at = 0; block->kind == PF_PROSE_CODE && pf_prose_next_line(block, &at, &line);)
            prose_check_span(line, size);
    }
}

#endif
