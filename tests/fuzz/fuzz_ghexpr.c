/* Expressions: any text parses or fails, evaluates or fails, and can be explained. */
#include "ghexpr/eval.h"
#include "ghexpr/find.h"
#include "ghexpr/json.h"
#include "ghexpr/value.h"

#include <stdlib.h>

static void try_text(struct pf_arena *arena, pf_str text, const struct pf_ghexpr_world *world)
{
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr = pf_ghexpr_parse(arena, text, NULL, &error);
    if ((expr == NULL) != (error.kind != PF_GHEXPR_ERROR_NONE) || error.at + error.len > text.len)
        abort();
    if (expr == NULL)
        return;
    const struct pf_node *value = pf_ghexpr_eval(arena, expr, world, &error);
    if ((value == NULL) != (error.kind == PF_GHEXPR_ERROR_EVALUATION))
        abort();
    const struct pf_ghexpr *decider = NULL;
    pf_ghexpr_explain(arena, expr, world, &decider);
}

static void try_places(struct pf_arena *arena, pf_str text)
{
    static const enum pf_style styles[] = {PF_STYLE_PLAIN, PF_STYLE_SINGLE, PF_STYLE_DOUBLE,
                                           PF_STYLE_LITERAL, PF_STYLE_FOLDED};
    struct pf_source *source = pf_source_new(arena, PF_STR("f"), text);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, text);
    for (size_t i = 0; i < sizeof styles / sizeof *styles && i < text.len; i++) {
        struct pf_node *node = pf_node_str(arena, text, pf_span_of(source, i, text.len - i));
        node->style = styles[i];
        for (size_t j = 0; j < sites.count && j < 4; j++) {
            pf_span span = pf_ghexpr_span(node, sites.items[j].at, sites.items[j].len);
            if (span.at + span.len > text.len)
                abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str message;
    static const char contexts[] = "{\"github\":{\"ref\":\"refs/heads/main\",\"event\":{\"a\":[1,"
                                   "{\"b\":null}]}},\"matrix\":{\"x\":[true,0.5,\"\"]}}";
    struct pf_ghexpr_world world = {
        .contexts = pf_ghexpr_json_read(arena, PF_STR(contexts), &message), .success = PF_MAYBE};
    pf_str text = {(const char *)data, size};
    try_text(arena, text, &world);
    try_places(arena, text);
    pf_ghexpr_json_read(arena, text, &message);
    pf_arena_free(arena);
    return 0;
}
