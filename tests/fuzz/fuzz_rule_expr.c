/* The rule language: any text parses or is refused with a place; what parses can be evaluated. */
#include "rule/eval.h"
#include "rule/message.h"
#include "rule/place.h"

#include <stdlib.h>

static const struct pf_node *small_document(struct pf_arena *arena)
{
    struct pf_source *source = pf_source_new(arena, PF_STR("d"), PF_STR("a,b KEY=1\nx"));
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    pf_node_append(arena, list, pf_node_str(arena, source->bytes, pf_span_of(source, 0, 11)));
    pf_node_append(arena, list, pf_node_int(arena, 3, pf_span_of(source, 2, 1)));
    pf_node_append(arena, list,
                   pf_node_any(arena, PF_KINDS_ALL, true, PF_STR("a secret"), (pf_span){0}));
    pf_node_put(arena, map, PF_STR("a"), (pf_span){0}, list);
    pf_node_put(arena, map, PF_STR("b"), (pf_span){0},
                pf_node_join(arena, pf_node_bool(arena, true, (pf_span){0}), list));
    return map;
}

static struct pf_eval eval_new(struct pf_arena *arena)
{
    struct pf_picture_root *root = PF_NEW(arena, struct pf_picture_root);
    const struct pf_node **nodes = PF_NEW_ARRAY(arena, const struct pf_node *, 1);
    nodes[0] = small_document(arena);
    *root = (struct pf_picture_root){PF_STR("d"), nodes, 1};
    struct pf_eval eval = pf_eval_new(arena);
    eval.roots = root;
    eval.root_count = 1;
    eval.visits.left = 20000;
    eval.regex.steps_left = 100000;
    return eval;
}

static void try_expression(struct pf_arena *arena, const struct pf_node *text)
{
    struct pf_expr_fault fault = {0};
    const struct pf_expr *expr = pf_expr_parse(arena, text, NULL, &fault);
    if (expr == NULL) {
        if (fault.at > text->text.len || fault.message.len == 0)
            abort();
        return;
    }
    struct pf_eval eval = eval_new(arena);
    pf_eval_condition(&eval, expr);
    struct pf_set set = pf_eval_set(&eval, expr);
    pf_capture_words(arena, &set, NULL);
}

static void try_template(struct pf_arena *arena, const struct pf_node *text)
{
    const pf_str names[] = {PF_STR("d")};
    const struct pf_expr_scope scope = {names, 1};
    struct pf_expr_fault fault = {0};
    struct pf_template form;
    if (pf_template_parse(arena, text, NULL, &form, &fault) && form.count > text->text.len + 1)
        abort();
    if (!pf_template_parse(arena, text, &scope, &form, &fault)) {
        if (fault.at > text->text.len)
            abort();
        return;
    }
    struct pf_eval eval = eval_new(arena);
    struct pf_arguments arguments = {0};
    pf_template_fill(&eval, &form, NULL, &arguments);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size};
    struct pf_source *source = pf_source_new(arena, PF_STR("r.yaml"), bytes);
    struct pf_node *text = pf_node_str(arena, bytes, pf_span_of(source, 0, size));
    try_expression(arena, text);
    try_template(arena, text);
    pf_span place = pf_scalar_place(text, size / 3, size / 3);
    if ((size_t)place.at + place.len > size)
        abort();
    pf_arena_free(arena);
    return 0;
}
