/* What must hold of any document that a reader makes, and of its faults. */
#ifndef PF_TESTS_DOCUMENT_CHECK_H
#define PF_TESTS_DOCUMENT_CHECK_H

#include "tree/fault.h"
#include "tree/node.h"

#include <stdlib.h>

static inline void check_span(const struct pf_source *source, pf_span span)
{
    if (span.file != NULL &&
        (span.file != source || (size_t)span.at + span.len > source->bytes.len))
        abort();
}

/* Below `levels` containers there is none. */
static inline void check_node(const struct pf_source *source, const struct pf_node *node,
                              int levels)
{
    check_span(source, node->span);
    if (node->span.file == NULL || levels < 0)
        abort();
    if (node->kind == PF_STRING && node->text.len > 0 && node->text.data == NULL)
        abort();
    for (size_t i = 0; i < node->count; i++) {
        const struct pf_node *item = node->items[i];
        if ((item->key != NULL) != (node->kind == PF_MAP))
            abort();
        if (item->key != NULL && !pf_node_is_scalar(item->key))
            abort();
        if (item->key != NULL)
            check_span(source, item->key->span);
        check_node(source, item, levels - 1);
    }
}

static inline void check_document(const struct pf_source *source, const struct pf_node *root,
                                  const struct pf_faults *faults, int depth)
{
    if (root != NULL)
        check_node(source, root, depth);
    for (size_t i = 0; i < faults->count; i++) {
        check_span(source, faults->items[i].span);
        check_span(source, faults->items[i].other);
        if (faults->items[i].span.file == NULL || faults->items[i].message.len == 0)
            abort();
    }
    if (root == NULL && source->bytes.len > 0 && faults->count == 0 &&
        pf_span_text(pf_span_of(source, 0, 1)).data[0] == '{')
        abort();
}

#endif
