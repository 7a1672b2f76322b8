/* Diffs and lists of any bytes: ranges are ordered, and a finding is asked after. */
#include "rule/changed.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_changes changes;
    struct pf_error error;
    const struct pf_source *source = pf_source_new(arena, PF_STR("x"), PF_STR("1\n2\n"));
    struct pf_finding finding = {.span = pf_span_of(source, 2, 1)};
    if (pf_changes_read(arena, (pf_str){(const char *)data, size}, &changes, &error)) {
        for (size_t i = 0; i < changes.count; i++)
            for (size_t k = 0; k < changes.items[i].count; k++)
                if (changes.items[i].ranges[k].first > changes.items[i].ranges[k].last)
                    abort();
        pf_changes_touch(arena, &changes, PF_STR(""), &finding);
    }
    pf_arena_free(arena);
    return 0;
}
