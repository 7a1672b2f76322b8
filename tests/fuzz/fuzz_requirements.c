/* Any bytes as a requirements file of each kind; the first byte chooses. */
#include "read/requirements.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const pf_str paths[] = {PF_STR_INIT("requirements.txt"), PF_STR_INIT("pyproject.toml"),
                                   PF_STR_INIT("Pipfile"),          PF_STR_INIT("Pipfile.lock"),
                                   PF_STR_INIT("uv.lock"),          PF_STR_INIT("setup.cfg")};
    if (size == 0)
        return 0;
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_requirements requirements = {0};
    pf_str bytes = {(const char *)data + 1, size - 1};
    pf_str path = paths[data[0] % (sizeof paths / sizeof *paths)];
    pf_requirements_read(arena, pf_source_new(arena, path, bytes), &requirements, &faults);
    pf_arena_free(arena);
    return 0;
}
