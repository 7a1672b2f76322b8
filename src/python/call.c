/* Calls: binding arguments to parameters, and running what is called. */
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

/* --- native functions ---------------------------------------------------------------------------
 */

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

/* --- the project's functions --------------------------------------------------------------------
 */

pf_value pf_function_value(struct pf_eval *ev, const struct pf_ast *ast, pf_str name,
                           const struct pf_ast *args)
{
    struct pf_function *f = PF_NEW(ev->arena, struct pf_function);
    const struct pf_ast_list *defaults = &args->as.arguments.defaults;
    const struct pf_ast_list *kw_defaults = &args->as.arguments.kw_defaults;
    pf_value *values = PF_NEW_ARRAY(ev->arena, pf_value, defaults->count);
    pf_value *kw_values = PF_NEW_ARRAY(ev->arena, pf_value, kw_defaults->count);
    for (size_t i = 0; i < defaults->count; i++) {
        values[i] = pf_eval_expr(ev, defaults->items[i]);
        if (pf_is_failed(values[i]))
            return failed;
    }
    for (size_t i = 0; i < kw_defaults->count; i++) {
        kw_values[i] =
            kw_defaults->items[i] == NULL ? pf_unbound() : pf_eval_expr(ev, kw_defaults->items[i]);
        if (pf_is_failed(kw_values[i]))
            return failed;
    }
    *f = (struct pf_function){.ast = ast,
                              .name = name,
                              .qualname = name,
                              .args = args,
                              .scope = ev->frame->scope,
                              .symbols = pf_symbols_of(ev, ast),
                              .module = ev->frame->module,
                              .defaults = values,
                              .kw_defaults = kw_values};
    struct pf_object *object = pf_heap_new(ev, PF_V_FUNCTION);
    object->function = f;
    return pf_object_value(object);
}

static pf_value take_keyword(const struct pf_arguments *a, pf_str name, bool *used)
{
    for (size_t i = 0; i < a->names.count; i++)
        if (!used[i] && pf_str_eq(a->names.items[i], name)) {
            used[i] = true;
            return a->values.items[i];
        }
    return pf_unbound();
}

static pf_str parameter_name(const struct pf_ast *args, size_t i)
{
    size_t before = args->as.arguments.posonlyargs.count;
    const struct pf_ast *arg = i < before ? args->as.arguments.posonlyargs.items[i]
                                          : args->as.arguments.args.items[i - before];
    return arg->as.arg.arg;
}

static void put(struct pf_eval *ev, struct pf_object *locals, pf_str name, pf_value v)
{
    pf_dict_put_str(ev, locals->contents, name, v);
}

static bool missing_argument(struct pf_eval *ev, const struct pf_function *f, pf_str name)
{
    pf_raise(ev, "TypeError", "%.*s() missing required argument: '%.*s'", PF_ARG(f->name),
             PF_ARG(name));
    return false;
}

static pf_value vague_argument(struct pf_eval *ev, const struct pf_arguments *a)
{
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an argument that is not known", &a->vague_with,
                         1);
}

static bool bind_positional(struct pf_eval *ev, const struct pf_function *f,
                            const struct pf_arguments *a, struct pf_object *locals, bool *used)
{
    const struct pf_ast *args = f->args;
    size_t positional_only = args->as.arguments.posonlyargs.count;
    size_t count = positional_only + args->as.arguments.args.count;
    size_t with_default = args->as.arguments.defaults.count;
    for (size_t i = 0; i < count; i++) {
        pf_str name = parameter_name(args, i);
        pf_value v = i < a->count ? a->args[i] : pf_unbound();
        pf_value named = i < positional_only ? pf_unbound() : take_keyword(a, name, used);
        if (pf_is_bound(v) && pf_is_bound(named)) {
            pf_raise(ev, "TypeError", "%.*s() got multiple values for argument '%.*s'",
                     PF_ARG(f->name), PF_ARG(name));
            return false;
        }
        if (!pf_is_bound(v))
            v = named;
        if (!pf_is_bound(v) && a->vague)
            v = vague_argument(ev, a);
        if (!pf_is_bound(v) && i + with_default >= count)
            v = f->defaults[i + with_default - count];
        if (!pf_is_bound(v))
            return missing_argument(ev, f, name);
        put(ev, locals, name, v);
    }
    if (args->as.arguments.vararg != NULL) {
        size_t from = a->count < count ? a->count : count;
        pf_value rest =
            a->vague ? vague_argument(ev, a) : pf_tuple_value(ev, a->args + from, a->count - from);
        put(ev, locals, args->as.arguments.vararg->as.arg.arg, rest);
    } else if (a->count > count) {
        pf_raise(ev, "TypeError", "%.*s() takes %zu positional arguments but %zu were given",
                 PF_ARG(f->name), count, a->count);
        return false;
    }
    return true;
}

static bool bind_named(struct pf_eval *ev, const struct pf_function *f,
                       const struct pf_arguments *a, struct pf_object *locals, bool *used)
{
    const struct pf_ast *args = f->args;
    for (size_t i = 0; i < args->as.arguments.kwonlyargs.count; i++) {
        pf_str name = args->as.arguments.kwonlyargs.items[i]->as.arg.arg;
        pf_value v = take_keyword(a, name, used);
        if (!pf_is_bound(v) && a->vague)
            v = vague_argument(ev, a);
        if (!pf_is_bound(v))
            v = f->kw_defaults[i];
        if (!pf_is_bound(v))
            return missing_argument(ev, f, name);
        put(ev, locals, name, v);
    }
    pf_value rest = pf_dict_value(ev);
    for (size_t i = 0; i < a->names.count; i++) {
        if (used[i])
            continue;
        if (args->as.arguments.kwarg == NULL) {
            pf_raise(ev, "TypeError", "%.*s() got an unexpected keyword argument '%.*s'",
                     PF_ARG(f->name), PF_ARG(a->names.items[i]));
            return false;
        }
        pf_dict_set_str(ev, rest, a->names.items[i], a->values.items[i]);
    }
    if (args->as.arguments.kwarg != NULL) {
        if (a->vague)
            pf_heap_forget(ev, rest.as.object, "arguments that are not known", NULL);
        put(ev, locals, args->as.arguments.kwarg->as.arg.arg, rest);
    }
    return true;
}

static enum pf_completion run_body(struct pf_eval *ev, const struct pf_function *f, pf_value *value)
{
    if (f->ast->kind == PF_AST_LAMBDA) {
        *value = pf_eval_expr(ev, f->ast->as.lambda.body);
        return pf_is_failed(*value) ? PF_RAISED : PF_RETURNED;
    }
    return pf_exec_list(ev, &f->ast->as.function_def.body, value);
}

pf_value pf_run_function(struct pf_eval *ev, const struct pf_function *f, struct pf_object *locals,
                         pf_value self, struct pf_contents *yields)
{
    struct pf_scope *scope = PF_NEW(ev->arena, struct pf_scope);
    *scope = (struct pf_scope){PF_SCOPE_FUNCTION, f->scope, locals, f->symbols};
    struct pf_frame frame = {.caller = ev->frame,
                             .module = f->module,
                             .globals = f->module->attributes,
                             .scope = scope,
                             .function = f,
                             .cls = f->cls,
                             .self = self,
                             .yields = yields,
                             .handled = pf_unbound()};
    struct pf_catcher catcher;
    pf_value value = pf_none();
    const struct pf_ast *site = ev->site;
    ev->frame = &frame;
    ev->call_depth++;
    pf_catch_begin(ev, &catcher, PF_CATCH(PF_RETURNED));
    enum pf_completion completion = run_body(ev, f, &value);
    if (completion == PF_DONE)
        value = pf_none();
    pf_catch_end(ev, &catcher);
    if (yields != NULL && catcher.exits.count > 0)
        yields->unordered = true;
    completion = pf_catch_join(ev, &catcher, PF_RETURNED, completion, &value);
    ev->call_depth--;
    ev->frame = frame.caller;
    ev->site = site;
    return completion == PF_RAISED || ev->aborted ? failed : value;
}

/* What a model takes for no number or path may stand for one. */
static pf_value model_failed(struct pf_eval *ev, const struct pf_function *f,
                             const struct pf_arguments *a)
{
    bool stands_in = false;
    for (size_t i = f->cls != NULL; i < a->count; i++)
        stands_in |= pf_may_stand_in(ev, a->args[i]);
    if (!stands_in || !pf_raised_is(ev, "TypeError", NULL))
        return failed;
    pf_clear_exception(ev);
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "made of an object nobody models", a->args,
                         a->count);
}

pf_value pf_call_function(struct pf_eval *ev, pf_value function, const struct pf_arguments *a)
{
    const struct pf_function *f = function.as.object->function;
    if (ev->call_depth >= PF_EVAL_CALL_DEPTH)
        return pf_abort(ev, f->module->module->library != NULL ? (pf_span){0} : f->ast->span,
                        "calls are nested more than 64 deep");
    struct pf_object *locals = pf_heap_container(ev, PF_V_DICT);
    bool *used = PF_NEW_ARRAY(ev->arena, bool, a->names.count);
    if (!bind_positional(ev, f, a, locals, used) || !bind_named(ev, f, a, locals, used))
        return failed;
    if (f->ast->kind == PF_AST_ASYNC_FUNCTION_DEF)
        return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a coroutine");
    pf_value self = a->count > 0 ? a->args[0] : pf_unbound();
    if (f->symbols->is_generator)
        return pf_generator_value(ev, f, locals, self);
    pf_value result = pf_run_function(ev, f, locals, self, NULL);
    if (pf_is_failed(result) && f->module->module->library != NULL && !ev->aborted)
        result = model_failed(ev, f, a);
    if (pf_is_failed(result) || result.origin == NULL || f->name.len == 0)
        return result;
    pf_str step = f->module->module->library != NULL ? pf_model_name(ev, f) : f->name;
    return pf_traced(ev, result, pf_arena_str(ev->arena, step).data,
                     ev->site == NULL ? (pf_span){0} : ev->site->span, &result, 1);
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
