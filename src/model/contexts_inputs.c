/* The context `inputs`: what a caller or a dispatch gives, and what is declared for want of it. */
#include "model/contexts.h"

#include "ghexpr/find.h"
#include "ghexpr/value.h"

static const pf_span nowhere = {0};

static struct pf_node *unknown_input(struct pf_arena *arena, pf_str name)
{
    return pf_node_any(arena, PF_KINDS_ALL, true,
                       pf_arena_format(arena, "the input inputs.%.*s", PF_ARG(name)), nowhere);
}

/* A text as a value of the type that the input has; NULL when it is none. */
static struct pf_node *typed(struct pf_arena *arena, pf_str type, pf_str text)
{
    bool is_true = pf_str_eq(text, PF_STR("true"));
    if (pf_str_eq(type, PF_STR("boolean")))
        return is_true || pf_str_eq(text, PF_STR("false")) ? pf_node_bool(arena, is_true, nowhere)
                                                           : NULL;
    if (pf_str_eq(type, PF_STR("number"))) {
        double number = pf_ghexpr_value_parse_number(text);
        bool is_number = text.len > 0 && number == number;
        return is_number ? pf_node_with_key(arena, pf_ghexpr_value_of_number(arena, number), NULL)
                         : NULL;
    }
    return pf_node_str(arena, text, nowhere);
}

/* What an input is without a value: false, 0 and "" for the types that have them. */
static struct pf_node *input_value(struct pf_arena *arena, const struct pf_node *declared,
                                   bool is_certain)
{
    const struct pf_node *value = pf_node_get(declared, "default");
    pf_str name = declared->key->text;
    pf_str type = pf_node_text(pf_node_get(declared, "type"));
    bool is_literal = pf_node_is_scalar(value) && !pf_ghexpr_has(value->text);
    struct pf_node *converted =
        is_literal && value->kind == PF_STRING ? typed(arena, type, value->text) : NULL;
    if (converted != NULL)
        return converted;
    if (is_literal)
        return pf_node_with_key(arena, value, NULL);
    bool is_asked_for = pf_node_truth(pf_node_get(declared, "required")) == PF_YES ||
                        pf_str_eq(type, PF_STR("choice"));
    if (value != NULL || !is_certain || is_asked_for)
        return unknown_input(arena, name);
    if (pf_str_eq(type, PF_STR("boolean")))
        return pf_node_bool(arena, false, nowhere);
    if (pf_str_eq(type, PF_STR("number")))
        return pf_node_int(arena, 0, nowhere);
    return pf_node_str(arena, PF_STR(""), nowhere);
}

static void put_declared(struct pf_arena *arena, struct pf_node *map,
                         const struct pf_node *declared, bool is_certain)
{
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        const struct pf_node *input = declared->items[i];
        if (pf_node_get_nocase(map, input->key->text) != NULL)
            continue;
        struct pf_node *value = pf_node_is(input, PF_MAP) ? input_value(arena, input, is_certain)
                                                          : unknown_input(arena, input->key->text);
        pf_node_put(arena, map, input->key->text, nowhere, value);
    }
}

/* What a dispatch gives, as values of the declared types. */
static void put_given(struct pf_arena *arena, struct pf_node *map, const struct pf_node *declared,
                      const struct pf_node *given)
{
    for (size_t i = 0; i < given->count; i++) {
        const struct pf_node *input = pf_node_get_nocase(declared, given->items[i]->key->text);
        struct pf_node *value =
            input == NULL
                ? NULL
                : typed(arena, pf_node_text(pf_node_get(input, "type")), given->items[i]->text);
        if (value != NULL)
            pf_node_put(arena, map, input->key->text, nowhere, value);
    }
}

const struct pf_node *pf_contexts_dispatch_inputs(const struct pf_workflow *workflow)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    return pf_node_get(pf_node_get(on, "workflow_dispatch"), "inputs");
}

static bool is_an_option(const struct pf_node *input, pf_str value)
{
    const struct pf_node *options = pf_node_get(input, "options");
    for (size_t i = 0; pf_node_is(options, PF_SEQ) && i < options->count; i++)
        if (pf_str_eq(pf_node_text(options->items[i]), value))
            return true;
    return !pf_node_is(options, PF_SEQ);
}

static pf_str value_refused(struct pf_arena *arena, const struct pf_node *input,
                            const struct pf_node *value)
{
    pf_str type = pf_node_text(pf_node_get(input, "type"));
    bool is_choice = pf_str_eq(type, PF_STR("choice"));
    if (is_choice && !is_an_option(input, value->text))
        return pf_arena_format(arena, "'%.*s' is no option of its input '%.*s'",
                               PF_ARG(value->text), PF_ARG(input->key->text));
    if (typed(arena, type, value->text) == NULL)
        return pf_arena_format(arena, "its input '%.*s' is a %.*s, and '%.*s' is none",
                               PF_ARG(input->key->text), PF_ARG(type), PF_ARG(value->text));
    return PF_STR("");
}

pf_str pf_contexts_inputs_refused(struct pf_arena *arena, const struct pf_workflow *workflow,
                                  const struct pf_event *event, const struct pf_node **by)
{
    const struct pf_node *declared = pf_contexts_dispatch_inputs(workflow);
    *by = NULL;
    for (size_t i = 0; event->inputs != NULL && i < event->inputs->count; i++) {
        const struct pf_node *value = event->inputs->items[i];
        *by = pf_node_get_nocase(declared, value->key->text);
        if (*by == NULL)
            return pf_arena_format(arena, "it has no input '%.*s'", PF_ARG(value->key->text));
        pf_str reason = value_refused(arena, *by, value);
        if (reason.len > 0)
            return reason;
    }
    for (size_t i = 0; event->inputs != NULL && pf_node_is(declared, PF_MAP) && i < declared->count;
         i++) {
        *by = declared->items[i];
        if (pf_node_truth(pf_node_get(*by, "required")) == PF_YES &&
            pf_node_get(*by, "default") == NULL &&
            pf_node_get_nocase(event->inputs, (*by)->key->text) == NULL)
            return pf_arena_format(arena, "its input '%.*s' is required", PF_ARG((*by)->key->text));
    }
    return PF_STR("");
}

const struct pf_node *pf_contexts_inputs(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_event *event)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    const struct pf_node *called = pf_node_get(pf_node_get(on, "workflow_call"), "inputs");
    const struct pf_node *asked = pf_node_get(pf_node_get(on, "workflow_dispatch"), "inputs");
    struct pf_node *map = pf_node_new(arena, PF_MAP, nowhere);
    const struct pf_node *given = workflow->inputs;
    for (size_t i = 0; given != NULL && i < given->count; i++)
        pf_node_put(arena, map, given->items[i]->key->text, nowhere,
                    pf_node_with_key(arena, given->items[i], NULL));
    if (given != NULL) {
        put_declared(arena, map, called, true);
        return map;
    }
    bool is_dispatch = event != NULL && pf_str_eq(event->name, PF_STR("workflow_dispatch"));
    if (event != NULL && !is_dispatch)
        return map;
    if (is_dispatch && event->inputs != NULL)
        put_given(arena, map, asked, event->inputs);
    put_declared(arena, map, asked, is_dispatch && event->branch.len > 0);
    put_declared(arena, map, called, false);
    return map;
}
