/* Names: where a function's, class's or module's text finds and leaves them. */
#include "python/interp.h"

static enum pf_binding binding_in(const struct pf_scope *scope, pf_str id)
{
    const enum pf_binding *binding = pf_index_get(&scope->symbols->names, id);
    return binding == NULL ? PF_FREE : *binding;
}

/* Of a name at module level that may be unset: it would be a NameError. */
static pf_value found(struct pf_eval *ev, pf_value v, bool maybe)
{
    if (maybe)
        pf_may_raise_of(ev, "NameError", &v, 1);
    return v;
}

static pf_value lookup_global(struct pf_eval *ev, pf_str id)
{
    bool maybe;
    pf_value v = pf_names_get(ev, ev->frame->globals, id, &maybe);
    if (pf_is_bound(v) && !maybe)
        return v;
    pf_value builtin = pf_builtin_find(ev, id);
    if (pf_is_bound(builtin))
        return pf_join_value(ev, v, builtin);
    if (pf_is_bound(v))
        return found(ev, v, maybe);
    v = pf_names_get(ev, ev->frame->globals, PF_OTHER_NAMES, NULL);
    if (pf_is_bound(v)) {
        pf_may_raise_of(ev, "NameError", &v, 1);
        return v;
    }
    return pf_raise(ev, "NameError", "name '%.*s' is not defined", PF_ARG(id));
}

static pf_value lookup_local(struct pf_eval *ev, const struct pf_scope *scope, pf_str id)
{
    bool maybe;
    pf_value v = pf_names_get(ev, scope->names, id, &maybe);
    if (pf_is_bound(v))
        return found(ev, v, maybe);
    return pf_raise(ev, "UnboundLocalError",
                    "cannot access local variable '%.*s' where it is not associated with a value",
                    PF_ARG(id));
}

/* From the scope around: a cell of an enclosing function, or global. */
static pf_value lookup_free(struct pf_eval *ev, const struct pf_scope *scope, pf_str id)
{
    for (; scope != NULL; scope = scope->outer) {
        if (scope->kind != PF_SCOPE_FUNCTION && scope->kind != PF_SCOPE_COMPREHENSION)
            continue;
        enum pf_binding binding = binding_in(scope, id);
        if (binding == PF_GLOBAL)
            break;
        if (binding != PF_LOCAL)
            continue;
        bool maybe;
        pf_value v = pf_names_get(ev, scope->names, id, &maybe);
        if (pf_is_bound(v))
            return found(ev, v, maybe);
        return pf_raise(ev, "NameError",
                        "cannot access free variable '%.*s' where it is not associated with a "
                        "value in enclosing scope",
                        PF_ARG(id));
    }
    return lookup_global(ev, id);
}

pf_value pf_name_lookup(struct pf_eval *ev, pf_str id)
{
    const struct pf_scope *scope = ev->frame->scope;
    if (scope->kind == PF_SCOPE_MODULE)
        return lookup_global(ev, id);
    if (scope->kind == PF_SCOPE_CLASS) {
        bool maybe;
        pf_value v = pf_names_get(ev, scope->names, id, &maybe);
        if (pf_is_bound(v))
            return found(ev, v, maybe);
        return lookup_free(ev, scope->outer, id);
    }
    switch (binding_in(scope, id)) {
    case PF_LOCAL:
        return lookup_local(ev, scope, id);
    case PF_GLOBAL:
        return lookup_global(ev, id);
    case PF_FREE:
    case PF_NONLOCAL:
        break;
    }
    return lookup_free(ev, scope->outer, id);
}

/* The namespace that a binding of `id` goes to. */
static struct pf_object *namespace_of(struct pf_eval *ev, pf_str id)
{
    const struct pf_scope *scope = ev->frame->scope;
    while (scope->kind == PF_SCOPE_COMPREHENSION && binding_in(scope, id) != PF_LOCAL)
        scope = scope->outer;
    if (scope->symbols == NULL)
        return scope->names;
    switch (binding_in(scope, id)) {
    case PF_GLOBAL:
        return ev->frame->globals;
    case PF_NONLOCAL:
        for (scope = scope->outer; scope != NULL; scope = scope->outer)
            if (scope->kind == PF_SCOPE_FUNCTION && binding_in(scope, id) == PF_LOCAL)
                return scope->names;
        return ev->frame->globals;
    case PF_FREE:
    case PF_LOCAL:
        break;
    }
    return scope->names;
}

bool pf_name_store(struct pf_eval *ev, pf_str id, pf_span span, pf_value value)
{
    if (value.origin == NULL && ev->control != NULL)
        value.origin = ev->control;
    pf_names_put(ev, namespace_of(ev, id), id, span, value);
    return !ev->aborted;
}

bool pf_name_delete(struct pf_eval *ev, pf_str id)
{
    struct pf_object *names = namespace_of(ev, id);
    if (names->contents->knowledge != PF_CONTENTS_KNOWN)
        return true;
    if (pf_dict_find_str(ev, names->contents, id) == NULL) {
        pf_raise(ev, "NameError", "name '%.*s' is not defined", PF_ARG(id));
        return false;
    }
    struct pf_contents *c = pf_heap_write(ev, names);
    struct pf_entry *entry = pf_dict_find_str(ev, c, id);
    if (entry->maybe)
        pf_may_raise(ev, "NameError");
    c = pf_heap_write(ev, names);
    pf_dict_remove(c, pf_dict_find_str(ev, c, id));
    return true;
}
