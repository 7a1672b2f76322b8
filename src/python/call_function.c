/* Calls of the project's own functions. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

pf_str pf_qualified(struct pf_eval *ev, pf_str name)
{
    pf_str prefix = ev->frame->scope->prefix;
    return prefix.len == 0 ? name
                           : pf_arena_format(ev->arena, "%.*s%.*s", PF_ARG(prefix), PF_ARG(name));
}

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
                              .qualname = pf_qualified(ev, name),
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

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" */
static pf_str quoted_list(struct pf_eval *ev, const struct pf_strs *names)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < names->count; i++) {
        bool last = i > 0 && i + 1 == names->count;
        pf_buffer_format(&out, "%s'%.*s'",
                         i == 0                      ? ""
                         : last && names->count == 2 ? " and "
                         : last                      ? ", and "
                                                     : ", ",
                         PF_ARG(names->items[i]));
    }
    return pf_buffer_str(&out);
}

/* As messages call it: until Python 3.9 without what it stands in. */
static pf_str full_name(const struct pf_eval *ev, const struct pf_function *f)
{
    unsigned minor = ev->options->python_minor;
    return minor != 0 && minor < 10 ? f->name : f->qualname;
}

static bool missing_arguments(struct pf_eval *ev, const struct pf_function *f, const char *kind,
                              const struct pf_strs *names)
{
    pf_raise(ev, "TypeError", "%.*s() missing %zu required %s argument%s: %.*s",
             PF_ARG(full_name(ev, f)), names->count, kind, names->count == 1 ? "" : "s",
             PF_ARG(quoted_list(ev, names)));
    return false;
}

static size_t keyword_only_given(const struct pf_function *f, const struct pf_arguments *a)
{
    const struct pf_ast_list *names = &f->args->as.arguments.kwonlyargs;
    size_t given = 0;
    for (size_t i = 0; i < names->count; i++)
        for (size_t j = 0; j < a->names.count; j++)
            given += pf_str_eq(names->items[i]->as.arg.arg, a->names.items[j]);
    return given;
}

static bool too_many_arguments(struct pf_eval *ev, const struct pf_function *f, size_t least,
                               size_t most, const struct pf_arguments *a)
{
    size_t given = a->count, named = keyword_only_given(f, a);
    pf_str more =
        named == 0
            ? PF_STR("")
            : pf_arena_format(ev->arena, " positional argument%s (and %zu keyword-only argument%s)",
                              given == 1 ? "" : "s", named, named == 1 ? "" : "s");
    pf_str takes = least < most ? pf_arena_format(ev->arena, "from %zu to %zu", least, most)
                                : pf_arena_format(ev->arena, "%zu", most);
    pf_raise(ev, "TypeError", "%.*s() takes %.*s positional argument%s but %zu%.*s %s given",
             PF_ARG(full_name(ev, f)), PF_ARG(takes), least == most && most == 1 ? "" : "s", given,
             PF_ARG(more), given == 1 && named == 0 ? "was" : "were");
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
    struct pf_strs missing = {0};
    for (size_t i = 0; i < count; i++) {
        pf_str name = parameter_name(args, i);
        pf_value v = i < a->count ? a->args[i] : pf_unbound();
        pf_value named = i < positional_only ? pf_unbound() : take_keyword(a, name, used);
        if (pf_is_bound(v) && pf_is_bound(named)) {
            pf_raise(ev, "TypeError", "%.*s() got multiple values for argument '%.*s'",
                     PF_ARG(full_name(ev, f)), PF_ARG(name));
            return false;
        }
        if (!pf_is_bound(v))
            v = named;
        if (!pf_is_bound(v) && a->vague)
            v = vague_argument(ev, a);
        if (!pf_is_bound(v) && i + with_default >= count)
            v = f->defaults[i + with_default - count];
        if (!pf_is_bound(v))
            *pf_pile_add(ev->arena, &missing) = name;
        put(ev, locals, name, v);
    }
    if (args->as.arguments.vararg != NULL) {
        size_t from = a->count < count ? a->count : count;
        pf_value rest =
            a->vague ? vague_argument(ev, a) : pf_tuple_value(ev, a->args + from, a->count - from);
        put(ev, locals, args->as.arguments.vararg->as.arg.arg, rest);
    } else if (a->count > count) {
        return too_many_arguments(ev, f, count - with_default, count, a);
    }
    return missing.count == 0 || missing_arguments(ev, f, "positional", &missing);
}

static bool bind_named(struct pf_eval *ev, const struct pf_function *f,
                       const struct pf_arguments *a, struct pf_object *locals, bool *used)
{
    const struct pf_ast *args = f->args;
    struct pf_strs missing = {0};
    for (size_t i = 0; i < args->as.arguments.kwonlyargs.count; i++) {
        pf_str name = args->as.arguments.kwonlyargs.items[i]->as.arg.arg;
        pf_value v = take_keyword(a, name, used);
        if (!pf_is_bound(v) && a->vague)
            v = vague_argument(ev, a);
        if (!pf_is_bound(v))
            v = f->kw_defaults[i];
        if (!pf_is_bound(v))
            *pf_pile_add(ev->arena, &missing) = name;
        put(ev, locals, name, v);
    }
    if (missing.count > 0)
        return missing_arguments(ev, f, "keyword-only", &missing);
    pf_value rest = pf_dict_value(ev);
    for (size_t i = 0; i < a->names.count; i++) {
        if (used[i])
            continue;
        if (args->as.arguments.kwarg == NULL) {
            pf_raise(ev, "TypeError", "%.*s() got an unexpected keyword argument '%.*s'",
                     PF_ARG(full_name(ev, f)), PF_ARG(a->names.items[i]));
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
    *scope = (struct pf_scope){PF_SCOPE_FUNCTION, f->scope, locals, f->symbols,
                               pf_arena_format(ev->arena, "%.*s.<locals>.", PF_ARG(f->qualname))};
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
