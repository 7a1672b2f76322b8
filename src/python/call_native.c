/* Calls of the functions that are modelled in C: signatures, arguments, what vague ones come to. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

enum { MOST_PARAMETERS = 40 };

struct parameter {
    pf_str name;
    enum { POSITIONAL, KEYWORD_ONLY, REST, KEYWORDS } kind;
    bool optional, positional_only;
};

struct signature {
    struct parameter items[MOST_PARAMETERS];
    size_t count;
};

static void read_signature(const char *text, struct signature *s)
{
    pf_str rest = pf_str_c(text), part;
    bool keyword_only = false;
    s->count = 0;
    for (bool more = rest.len > 0; more && s->count < MOST_PARAMETERS;) {
        more = pf_str_cut(rest, ',', &part, &rest);
        part = pf_str_trim(part);
        if (pf_str_eq(part, PF_STR("/"))) {
            for (size_t i = 0; i < s->count; i++)
                s->items[i].positional_only = true;
            continue;
        }
        struct parameter *p = &s->items[s->count];
        *p = (struct parameter){.kind = keyword_only ? KEYWORD_ONLY : POSITIONAL};
        if (pf_str_starts(part, PF_STR("**"))) {
            p->kind = KEYWORDS;
            part = pf_str_slice(part, 2, part.len);
        } else if (pf_str_starts(part, PF_STR("*"))) {
            keyword_only = true;
            if (part.len == 1)
                continue;
            p->kind = REST;
            part = pf_str_slice(part, 1, part.len);
        }
        if (pf_str_ends(part, PF_STR("?"))) {
            p->optional = true;
            part = pf_str_slice(part, 0, part.len - 1);
        }
        p->name = part;
        s->count++;
    }
}

static bool wrong_arguments(struct pf_eval *ev, const char *function, const char *what, pf_str name)
{
    pf_raise(ev, "TypeError", "%s() %s '%.*s'", function, what, PF_ARG(name));
    return false;
}

static ptrdiff_t find_parameter(const struct signature *s, pf_str name)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].kind != REST && s->items[i].kind != KEYWORDS &&
            !s->items[i].positional_only && pf_str_eq(s->items[i].name, name))
            return (ptrdiff_t)i;
    return PF_STR_NONE;
}

static bool bind_keywords(struct pf_eval *ev, const struct pf_native *native,
                          const struct signature *s, const struct pf_arguments *a, pf_value *bound)
{
    pf_value keywords = pf_unbound();
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].kind == KEYWORDS)
            keywords = bound[i] = pf_dict_value(ev);
    for (size_t i = 0; i < a->names.count; i++) {
        ptrdiff_t at = find_parameter(s, a->names.items[i]);
        if (at == PF_STR_NONE && pf_is_bound(keywords))
            pf_dict_set_str(ev, keywords, a->names.items[i], a->values.items[i]);
        else if (at == PF_STR_NONE)
            return wrong_arguments(ev, native->name, "got an unexpected keyword argument",
                                   a->names.items[i]);
        else if (pf_is_bound(bound[at]))
            return wrong_arguments(ev, native->name, "got multiple values for argument",
                                   a->names.items[i]);
        else
            bound[at] = a->values.items[i];
    }
    return true;
}

static bool bind_native(struct pf_eval *ev, const struct pf_native *native,
                        const struct signature *s, const struct pf_arguments *a, pf_value *bound)
{
    size_t used = 0;
    for (size_t i = 0; i < s->count; i++) {
        bound[i] = pf_unbound();
        if (s->items[i].kind == POSITIONAL && used < a->count) {
            bound[i] = a->args[used++];
        } else if (s->items[i].kind == REST) {
            bound[i] = pf_tuple_value(ev, a->args + used, a->count - used);
            used = a->count;
        }
    }
    if (used < a->count) {
        pf_raise(ev, "TypeError", "%s() takes %zu positional arguments but %zu were given",
                 native->name, used, a->count);
        return false;
    }
    if (!bind_keywords(ev, native, s, a, bound))
        return false;
    for (size_t i = 0; i < s->count; i++)
        if (!pf_is_bound(bound[i]) && !s->items[i].optional)
            return wrong_arguments(ev, native->name, "missing required argument", s->items[i].name);
    return true;
}

struct native_call {
    struct pf_call call;
    pf_value *args;
    size_t slot; /* which argument is tried arm by arm */
};

static pf_value run_native(struct pf_eval *ev, struct native_call *n);

static pf_value with_arm(struct pf_eval *ev, pf_value arm, void *context)
{
    const struct native_call *outer = context;
    pf_value args[MOST_PARAMETERS];
    for (size_t i = 0; i < outer->call.count; i++)
        args[i] = i == outer->slot ? arm : outer->args[i];
    struct native_call inner = {.call = outer->call, .args = args};
    inner.call.args = args;
    return run_native(ev, &inner);
}

/* An argument that stands for many: a *args tuple or **kwargs dict counts by its members. */
static bool is_unknown_argument(struct pf_eval *ev, const struct pf_native *native, pf_value v)
{
    if (v.type == PF_V_UNKNOWN)
        return true;
    if (pf_has_contents(v) && v.as.object->contents->knowledge == PF_CONTENTS_UNKNOWN)
        return true;
    return (native->flags & PF_NATIVE_DEEP) != 0 && pf_is_deeply_vague(ev, v);
}

static bool rest_is_vague(const struct signature *s, const pf_value *bound)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].kind == REST && bound[i].type == PF_V_TUPLE)
            for (size_t j = 0; j < bound[i].as.tuple->count; j++)
                if (!pf_is_plain(bound[i].as.tuple->items[j]))
                    return true;
        if (s->items[i].kind == KEYWORDS && bound[i].type == PF_V_DICT) {
            const struct pf_dict *d = &bound[i].as.object->contents->dict;
            for (size_t j = 0; j < d->count; j++)
                if (!pf_is_plain(d->entries[j].value))
                    return true;
        }
    }
    return false;
}

static bool is_some_text(pf_value v)
{
    if (v.type == PF_V_UNKNOWN)
        return v.as.unknown->kinds == PF_KIND_BIT(PF_STRING) && !v.as.unknown->may_be_empty;
    return v.type == PF_V_STR && pf_text_of(v).len > 0;
}

static bool is_safe(const struct native_call *n)
{
    if ((n->call.native->flags & PF_NATIVE_SAFE) == 0)
        return false;
    for (size_t i = 1; i < n->call.count; i++)
        if (pf_is_bound(n->args[i]) && !is_some_text(n->args[i]))
            return false;
    return true;
}

static pf_value traced(struct pf_eval *ev, const struct native_call *n, pf_value result)
{
    const struct pf_native *native = n->call.native;
    return pf_traced(ev, result, (native->flags & PF_NATIVE_NO_TRACE) != 0 ? "" : native->name,
                     n->call.span, n->args, n->call.count);
}

static pf_value unknown_result(struct pf_eval *ev, const struct native_call *n)
{
    const struct pf_native *native = n->call.native;
    if (!is_safe(n))
        pf_may_raise_of(ev, "", n->args, n->call.count);
    if ((native->flags & PF_NATIVE_SELF) != 0)
        for (size_t i = 1; i < n->call.count; i++)
            pf_escape(ev, n->args[i], "stored in something unknown");
    const unsigned scalars = PF_KIND_BIT(PF_NULL) | PF_KIND_BIT(PF_BOOL) | PF_KIND_BIT(PF_INT) |
                             PF_KIND_BIT(PF_REAL) | PF_KIND_BIT(PF_STRING);
    for (size_t i = 0; i < n->call.count; i++) /* the result may hold what they hold */
        if (native->returns == 0 || (native->returns & ~scalars) != 0)
            pf_escape_items(ev, n->args[i], "made into something unknown");
    pf_str reason =
        pf_arena_format(ev->arena, "the result of %s with an unknown argument", native->name);
    pf_value result = pf_unknown_of(ev, native->returns, true, reason.data, n->args, n->call.count);
    return traced(ev, n, result);
}

static bool stands_in(struct pf_eval *ev, const struct native_call *n)
{
    for (size_t i = 0; i < n->call.count; i++)
        if (pf_may_stand_in(ev, n->args[i]))
            return true;
    return false;
}

static pf_value finish(struct pf_eval *ev, const struct native_call *n, pf_value result)
{
    if (pf_is_failed(result) && !ev->aborted && stands_in(ev, n) &&
        pf_raised_is(ev, "TypeError", NULL)) {
        pf_clear_exception(ev);
        return unknown_result(ev, n);
    }
    if (pf_is_failed(result) || !pf_is_bound(result))
        return result;
    return traced(ev, n, result);
}

static pf_value run_native(struct pf_eval *ev, struct native_call *n)
{
    const struct pf_native *native = n->call.native;
    size_t looked_at = n->call.count;
    pf_value of_command = pf_command_call(ev, &n->call);
    if (pf_is_bound(of_command))
        return of_command;
    if ((native->flags & PF_NATIVE_RAW) != 0)
        looked_at = 0;
    else if ((native->flags & PF_NATIVE_SELF) != 0)
        looked_at = n->call.count > 0;
    for (n->slot = 0; n->slot < looked_at; n->slot++) {
        pf_value v = n->args[n->slot];
        if (v.type == PF_V_EITHER)
            return pf_lift(ev, v, with_arm, n);
        if (v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER)
            return pf_lift_contents(ev, v, with_arm, n);
    }
    for (size_t i = 0; i < looked_at; i++)
        if (is_unknown_argument(ev, native, n->args[i]))
            return unknown_result(ev, n);
    if (native->call == NULL)
        return pf_unknown_of(ev, native->returns, true,
                             pf_arena_format(ev->arena, "the result of %s", native->name).data,
                             n->args, n->call.count);
    return finish(ev, n, native->call(ev, &n->call));
}

/* str.upper(x) is a function, too: what it is called on must be of its class. */
static bool check_self(struct pf_eval *ev, const struct pf_native *native, pf_value *self)
{
    pf_str owner, rest;
    if (!pf_str_starts(pf_str_c(native->signature), PF_STR("self")) || pf_is_vague(*self) ||
        !pf_str_cut(pf_str_c(native->name), '.', &owner, &rest))
        return true;
    const struct pf_native_class *wanted = pf_type_named(owner);
    if (wanted == NULL)
        return true;
    if (self->type == PF_V_INSTANCE && pf_is_bound(self->as.object->wrapped)) {
        pf_value inner = self->as.object->wrapped;
        inner.origin = self->origin;
        *self = inner;
    }
    if (pf_is_instance(ev, *self, pf_eval_class(ev, wanted)) != PF_NO &&
        (self->type != PF_V_INSTANCE || wanted == &pf_object_class ||
         wanted == &pf_base_exception_class))
        return true;
    pf_raise(ev, "TypeError",
             "descriptor '%.*s' for '%.*s' objects doesn't apply to a '%.*s' object", PF_ARG(rest),
             PF_ARG(owner), PF_ARG(pf_type_name(*self)));
    return false;
}

pf_value pf_call_native(struct pf_eval *ev, const struct pf_native *native, struct pf_object *cls,
                        const struct pf_arguments *a)
{
    struct signature signature;
    pf_value bound[MOST_PARAMETERS];
    read_signature(native->signature, &signature);
    struct native_call n = {.args = bound};
    n.call = (struct pf_call){.args = bound,
                              .count = signature.count,
                              .native = native,
                              .cls = cls,
                              .span = ev->site == NULL ? (pf_span){0} : ev->site->span};
    if (a->vague) {
        if ((native->flags & PF_NATIVE_RECORD) != 0)
            pf_record_vague_call(ev, native->name, n.call.span, a->vague_with);
        for (size_t i = 0; i < a->count; i++)
            pf_escape(ev, a->args[i], "handed on with arguments that are not known");
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, native->returns, true, "a call with arguments that are not known",
                             &a->vague_with, 1);
    }
    if (!bind_native(ev, native, &signature, a, bound) ||
        (signature.count > 0 && !check_self(ev, native, &bound[0])))
        return failed;
    if ((native->flags & PF_NATIVE_RECORD) != 0)
        pf_record_call(ev, native->name, &n.call);
    if ((native->flags & (PF_NATIVE_RAW | PF_NATIVE_SELF)) == 0 && rest_is_vague(&signature, bound))
        return unknown_result(ev, &n);
    return run_native(ev, &n);
}
