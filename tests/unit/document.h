/* One document read in memory, for the tests of readers. */
#ifndef PF_TESTS_DOCUMENT_H
#define PF_TESTS_DOCUMENT_H

#include "unit.h"

#include "tree/fault.h"
#include "tree/node.h"

struct document {
    struct pf_arena *arena;
    struct pf_source *source;
    struct pf_faults faults;
    const struct pf_node *root;
};

typedef const struct pf_node *
document_reader(struct pf_arena *arena, const struct pf_source *source, struct pf_faults *faults);

/* The bytes are copied behind nothing, so that sanitizers see a read past their end. */
static inline struct document document_read(document_reader *read, pf_str bytes)
{
    struct document document = {.arena = pf_arena_new(NULL)};
    char *copy = PF_NEW_ARRAY(document.arena, char, bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        copy[i] = bytes.data[i];
    document.source = pf_source_new(document.arena, PF_STR("document"), (pf_str){copy, bytes.len});
    document.root = read(document.arena, document.source, &document.faults);
    return document;
}

static inline void document_free(struct document *document)
{
    pf_arena_free(document->arena);
}

/* The first fault of that kind, or NULL. */
static inline const struct pf_fault *document_fault(const struct document *document,
                                                    enum pf_fault_kind kind)
{
    for (size_t i = 0; i < document->faults.count; i++)
        if (document->faults.items[i].kind == kind)
            return &document->faults.items[i];
    return NULL;
}

static inline pf_str document_text(const struct pf_node *node)
{
    return pf_span_text(node->span);
}

#define ck_assert_no_faults(document)                                                              \
    ck_assert_msg((document)->faults.count == 0, "a fault: %.*s",                                  \
                  (document)->faults.count == 0 ? 0                                                \
                                                : (int)(document)->faults.items[0].message.len,    \
                  (document)->faults.count == 0 ? "" : (document)->faults.items[0].message.data)

/* A fault whose span starts at that line and column and whose message contains `part`. */
#define ck_assert_fault(document, wanted_kind, wanted_line, wanted_column, part)                   \
    do {                                                                                           \
        const struct pf_fault *fault_ = document_fault((document), (wanted_kind));                 \
        ck_assert_msg(fault_ != NULL, "no such fault");                                            \
        struct pf_place place_ = pf_span_start(fault_->span);                                      \
        ck_assert_msg(place_.line == (wanted_line) && place_.column == (wanted_column),            \
                      "at %u:%u, expected %u:%u: %.*s", place_.line, place_.column,                \
                      (unsigned)(wanted_line), (unsigned)(wanted_column),                          \
                      PF_ARG(fault_->message));                                                    \
        ck_assert_msg(pf_str_contains(fault_->message, pf_str_c(part)), "it says: %.*s",           \
                      PF_ARG(fault_->message));                                                    \
    } while (0)

#endif
