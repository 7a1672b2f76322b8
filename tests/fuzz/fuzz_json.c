/* JSON: every span lies in the file, keys are scalars, depth stays in its bounds. */
#include "document_check.h"

#include "read/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_source *source =
        pf_source_new(arena, PF_STR("fuzz.json"), (pf_str){(const char *)data, size});
    check_document(source, pf_json_read(arena, source, &faults), &faults, PF_JSON_DEPTH);
    pf_arena_free(arena);
    return 0;
}
