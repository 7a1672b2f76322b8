/* Dockerfiles: every node of the tree stands inside the file; the last stage has an image. */
#include "model/image.h"
#include "read/dockerfile.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const struct pf_node *node, void *context)
{
    size_t size = *(const size_t *)context;
    if (node->span.at > size || node->span.len > size - node->span.at)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str bytes = {(const char *)data, size};
    const struct pf_source *source = pf_source_new(arena, PF_STR("Dockerfile"), bytes);
    const struct pf_node *root = pf_dockerfile_read(arena, source, &faults);
    struct pf_image image;
    if (root != NULL && pf_image_of_stage(arena, root, PF_STR(""), &image))
        pf_node_walk(image.environment, check_span, &size);
    if (root != NULL)
        pf_node_walk(root, check_span, &size);
    else if (faults.count == 0)
        abort();
    pf_arena_free(arena);
    return 0;
}
