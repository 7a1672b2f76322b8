/* Everything that can be called, and call expressions. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

void pf_arguments_add(struct pf_eval *ev, struct pf_arguments *a, pf_value v)
{
    pf_pile_reserve(ev->arena, &a->args, &a->capacity, a->count, sizeof *a->args);
    a->args[a->count++] = v;
}

void pf_arguments_name(struct pf_eval *ev, struct pf_arguments *a, pf_str name, pf_value v)
{
    *pf_pile_add(ev->arena, &a->names) = name;
    *pf_pile_add(ev->arena, &a->values) = v;
}

/* --- everything that can be called ---------------------------------------------------------------
 */

pf_value pf_call_unknown(struct pf_eval *ev, pf_value callable, const struct pf_arguments *a)
{
    const struct pf_unknown *u = callable.as.unknown;
    pf_str reason = u->name.len > 0
                        ? pf_arena_format(ev->arena, "the result of %.*s", PF_ARG(u->name))
                        : u->reason;
    for (size_t i = 0; i < a->count; i++)
        pf_escape(ev, a->args[i], "handed to a function nobody models");
    for (size_t i = 0; i < a->values.count; i++)
        pf_escape(ev, a->values.items[i], "handed to a function nobody models");
    pf_may_raise(ev, "");
    pf_value result = pf_unknown_named(ev,
                                       u->name.len > 0 && u->name.len < 200
                                           ? pf_arena_format(ev->arena, "%.*s()", PF_ARG(u->name))
                                           : PF_STR(""),
                                       reason.data);
    struct pf_unknown *made = PF_NEW(ev->arena, struct pf_unknown);
    *made = *result.as.unknown;
    result.as.unknown = made;
    result.origin = callable.origin;
    for (size_t i = 0; i < a->count; i++)
        result = pf_traced(ev, result, "", (pf_span){0}, &a->args[i], 1);
    for (size_t i = 0; i < a->values.count; i++)
        result = pf_traced(ev, result, "", (pf_span){0}, &a->values.items[i], 1);
    pf_span span = ev->site == NULL ? (pf_span){0} : ev->site->span;
    return u->name.len == 0 || result.origin == NULL
               ? result
               : pf_traced(ev, result, pf_arena_str(ev->arena, u->name).data, span, &result, 1);
}

static pf_value call_bound(struct pf_eval *ev, const struct pf_method *method,
                           const struct pf_arguments *a)
{
    struct pf_arguments all = *a;
    all.args = NULL;
    all.count = all.capacity = 0;
    pf_arguments_add(ev, &all, method->self);
    for (size_t i = 0; i < a->count; i++)
        pf_arguments_add(ev, &all, a->args[i]);
    return pf_call_arguments(ev, method->function, &all);
}

static pf_value call_lifted(struct pf_eval *ev, pf_value arm, void *context)
{
    return pf_call_arguments(ev, arm, context);
}

static pf_value not_callable(struct pf_eval *ev, pf_value v)
{
    return pf_raise(ev, "TypeError", "'%.*s' object is not callable", PF_ARG(pf_type_name(v)));
}

pf_value pf_call_arguments(struct pf_eval *ev, pf_value callable, const struct pf_arguments *a)
{
    struct pf_arguments copy = *a;
    switch (callable.type) {
    case PF_V_FUNCTION:
        return pf_call_function(ev, callable, a);
    case PF_V_NATIVE:
        return pf_call_native(ev, callable.as.native, NULL, a);
    case PF_V_METHOD:
        return call_bound(ev, callable.as.method, a);
    case PF_V_STATIC_METHOD:
        return pf_call_arguments(ev, callable.as.method->function, a);
    case PF_V_CLASS:
        return pf_call_class(ev, callable.as.object, a);
    case PF_V_UNKNOWN:
        return pf_call_unknown(ev, callable, a);
    case PF_V_EITHER:
        return pf_lift(ev, callable, call_lifted, &copy);
    case PF_V_INSTANCE: {
        pf_value method = pf_find_special(ev, callable, "__call__");
        if (pf_is_failed(method))
            return method;
        if (pf_is_bound(method))
            return pf_call_arguments(ev, method, a);
        if (callable.as.object->cls->class_->has_unknown_base)
            return pf_call_unknown(
                ev, pf_unknown_value(ev, PF_KINDS_EVERY, true, "made by a class nobody models"), a);
        return not_callable(ev, callable);
    }
    default:
        return not_callable(ev, callable);
    }
}

pf_value pf_call_value(struct pf_eval *ev, pf_value callable, const pf_value *args, size_t count)
{
    struct pf_arguments a = {0};
    for (size_t i = 0; i < count; i++)
        pf_arguments_add(ev, &a, args[i]);
    return pf_call_arguments(ev, callable, &a);
}

pf_value pf_call_keywords(struct pf_eval *ev, pf_value callable, const pf_value *args, size_t count,
                          const pf_str *names, const pf_value *values, size_t keyword_count)
{
    struct pf_arguments a = {0};
    for (size_t i = 0; i < count; i++)
        pf_arguments_add(ev, &a, args[i]);
    for (size_t i = 0; i < keyword_count; i++)
        pf_arguments_name(ev, &a, names[i], values[i]);
    return pf_call_arguments(ev, callable, &a);
}

pf_value pf_call_method(struct pf_eval *ev, pf_value v, const char *name, const pf_value *args,
                        size_t count)
{
    pf_value method = pf_find_special(ev, v, name);
    if (!pf_is_bound(method))
        method = pf_get_attribute(ev, v, pf_str_c(name));
    return pf_is_failed(method) ? method : pf_call_value(ev, method, args, count);
}

/* --- call expressions ----------------------------------------------------------------------------
 */

static void note_vague(struct pf_arguments *a, pf_value v)
{
    a->vague = true;
    a->vague_with = v;
}

static bool spread_keywords(struct pf_eval *ev, struct pf_arguments *a, pf_value v)
{
    pf_environ_dict(ev, v, &v);
    if (v.type != PF_V_DICT || !pf_is_plain(v) || pf_dict_has_maybe(v.as.object->contents)) {
        if (v.type != PF_V_DICT && !pf_is_vague(v) && v.type != PF_V_INSTANCE) {
            pf_raise(ev, "TypeError", "argument after ** must be a mapping, not %.*s",
                     PF_ARG(pf_type_name(v)));
            return false;
        }
        note_vague(a, v);
        return true;
    }
    const struct pf_dict *d = &v.as.object->contents->dict;
    for (size_t i = 0; i < d->count; i++) {
        if (!d->entries[i].live)
            continue;
        if (!pf_is_str(d->entries[i].key)) {
            pf_raise(ev, "TypeError", "keywords must be strings");
            return false;
        }
        pf_arguments_name(ev, a, pf_text_of(d->entries[i].key), d->entries[i].value);
    }
    return true;
}

static bool eval_positional(struct pf_eval *ev, const struct pf_ast *e, struct pf_arguments *a)
{
    for (size_t i = 0; i < e->as.call.args.count; i++) {
        const struct pf_ast *arg = e->as.call.args.items[i];
        bool starred = arg->kind == PF_AST_STARRED;
        pf_value v = pf_eval_expr(ev, starred ? arg->as.starred.value : arg);
        if (pf_is_failed(v))
            return false;
        if (!starred) {
            if (!a->vague)
                pf_arguments_add(ev, a, v);
            else
                pf_escape(ev, v, "handed on with arguments that are not known");
            continue;
        }
        struct pf_items items;
        if (!pf_iterate(ev, v, &items))
            return false;
        if (!items.known || items.unordered)
            note_vague(a, v);
        for (size_t j = 0; j < items.count && !a->vague; j++)
            pf_arguments_add(ev, a, items.items[j]);
    }
    return true;
}

static bool eval_arguments(struct pf_eval *ev, const struct pf_ast *e, struct pf_arguments *a)
{
    if (!eval_positional(ev, e, a))
        return false;
    for (size_t i = 0; i < e->as.call.keywords.count; i++) {
        const struct pf_ast *k = e->as.call.keywords.items[i];
        pf_value v = pf_eval_expr(ev, k->as.keyword.value);
        if (pf_is_failed(v))
            return false;
        if (k->as.keyword.arg.len == 0) {
            if (!spread_keywords(ev, a, v))
                return false;
            continue;
        }
        for (size_t j = 0; j < a->names.count; j++)
            if (pf_str_eq(a->names.items[j], k->as.keyword.arg)) {
                pf_raise(ev, "TypeError", "got multiple values for keyword argument '%.*s'",
                         PF_ARG(k->as.keyword.arg));
                return false;
            }
        pf_arguments_name(ev, a, k->as.keyword.arg, v);
    }
    return true;
}

pf_value pf_eval_call(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value callable = pf_eval_expr(ev, e->as.call.func);
    if (pf_is_failed(callable))
        return callable;
    struct pf_arguments a = {0};
    if (!eval_arguments(ev, e, &a))
        return failed;
    pf_site(ev, e);
    return pf_call_arguments(ev, callable, &a);
}
