/* Classes: statements, the method resolution order, making instances. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- the order of resolution (C3) ----------------------------------------------------------------
 */

enum { MOST_BASES = 64 /* classes above one class; more is an attack */ };

struct order {
    struct pf_object *items[MOST_BASES];
    size_t count;
};

/* What is left of a list to be merged. */
struct merged {
    struct pf_object *const *items;
    size_t count;
};

static bool in_tail(const struct merged *list, const struct pf_object *cls)
{
    for (size_t i = 1; i < list->count; i++)
        if (list->items[i] == cls)
            return true;
    return false;
}

enum ordered { ORDERED, INCONSISTENT, TOO_MANY };

/* The first class that heads a list and stands behind no other's head; NULL: there is none. */
static struct pf_object *next_in_order(const struct merged *lists, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool is_blocked = lists[i].count == 0;
        for (size_t j = 0; j < count && !is_blocked; j++)
            is_blocked = in_tail(&lists[j], lists[i].items[0]);
        if (!is_blocked)
            return lists[i].items[0];
    }
    return NULL;
}

static enum ordered linearize(struct pf_object *cls, struct order *result)
{
    const struct pf_class *c = cls->class_;
    size_t count = c->base_count + 1, left = c->base_count;
    struct merged lists[MOST_BASES];
    if (count > MOST_BASES)
        return TOO_MANY;
    for (size_t i = 0; i < c->base_count; i++) {
        const struct pf_class *base = c->bases[i]->class_;
        if (base->mro_count >= MOST_BASES)
            return TOO_MANY;
        lists[i] = (struct merged){base->mro, base->mro_count};
        left += base->mro_count;
    }
    lists[count - 1] = (struct merged){c->bases, c->base_count};
    result->items[result->count++] = cls;
    while (left > 0) {
        struct pf_object *next = next_in_order(lists, count);
        if (next == NULL)
            return INCONSISTENT;
        if (result->count == MOST_BASES)
            return TOO_MANY;
        result->items[result->count++] = next;
        for (size_t i = 0; i < count; i++)
            if (lists[i].count > 0 && lists[i].items[0] == next) {
                lists[i].items++;
                lists[i].count--;
                left--;
            }
    }
    return ORDERED;
}

/* NULL: the bases cannot be ordered. */
static struct pf_object *make_class(struct pf_eval *ev, pf_str name, struct pf_object **bases,
                                    size_t base_count)
{
    struct pf_object *cls = pf_heap_new(ev, PF_V_CLASS);
    struct pf_class *c = PF_NEW(ev->arena, struct pf_class);
    cls->class_ = c;
    cls->attributes = pf_heap_container(ev, PF_V_DICT);
    c->name = name;
    c->bases = PF_NEW_ARRAY(ev->arena, struct pf_object *, base_count);
    c->base_count = base_count;
    for (size_t i = 0; i < base_count; i++) {
        c->bases[i] = bases[i];
        c->has_unknown_base |= bases[i]->class_->has_unknown_base;
        c->is_foreign |= bases[i]->class_->is_foreign;
        c->is_enum |= bases[i]->class_->is_enum;
    }
    struct order *order = PF_NEW(ev->arena, struct order);
    enum ordered ordered = linearize(cls, order);
    if (ordered == INCONSISTENT)
        return NULL;
    if (ordered == TOO_MANY) { /* then whatever it inherits is unknown */
        pf_eval_limit(ev, ev->site == NULL ? (pf_span){0} : ev->site->span,
                      "a class with more than 64 bases, theirs included");
        c->has_unknown_base = c->is_foreign = true;
        order->items[0] = cls;
        order->count = 1;
    }
    c->mro = order->items;
    c->mro_count = order->count;
    return cls;
}

struct pf_object *pf_class_new(struct pf_eval *ev, pf_str name, struct pf_object **bases,
                               size_t base_count)
{
    return make_class(ev, name, bases, base_count);
}

struct pf_object *pf_eval_class(struct pf_eval *ev, const struct pf_native_class *native)
{
    pf_str key = {(const char *)&native, sizeof native};
    struct pf_object *cls = pf_index_get(&ev->classes, key);
    if (cls != NULL)
        return cls;
    struct pf_object *base = NULL;
    if (native->exception != NULL)
        base = pf_eval_exception(ev, native->exception);
    else if (native->base != NULL)
        base = pf_eval_class(ev, native->base);
    else if (native != &pf_object_class)
        base = pf_eval_class(ev, &pf_object_class);
    cls = make_class(ev, pf_str_c(native->name), &base, base != NULL);
    cls->class_->native = native;
    cls->class_->module = pf_str_c(native->module == NULL ? "builtins" : native->module);
    pf_index_put(&ev->classes, pf_arena_str(ev->arena, key), cls);
    return cls;
}

/* --- statements ----------------------------------------------------------------------------------
 */

static pf_value decorate(struct pf_eval *ev, const struct pf_ast_list *decorators,
                         const pf_value *functions, pf_value v)
{
    for (size_t i = decorators->count; i > 0 && !pf_is_failed(v); i--) {
        pf_site(ev, decorators->items[i - 1]);
        v = pf_call_value(ev, functions[i - 1], &v, 1);
    }
    return v;
}

static pf_value *eval_decorators(struct pf_eval *ev, const struct pf_ast_list *decorators)
{
    pf_value *functions = PF_NEW_ARRAY(ev->arena, pf_value, decorators->count);
    for (size_t i = 0; i < decorators->count; i++) {
        functions[i] = pf_eval_expr(ev, decorators->items[i]);
        if (pf_is_failed(functions[i]))
            return NULL;
    }
    return functions;
}

enum pf_completion pf_exec_function(struct pf_eval *ev, const struct pf_ast *s)
{
    const struct pf_ast_list *decorators = &s->as.function_def.decorator_list;
    pf_value *functions = eval_decorators(ev, decorators);
    if (functions == NULL)
        return PF_RAISED;
    pf_value f = pf_function_value(ev, s, s->as.function_def.name, s->as.function_def.args);
    if (!pf_is_failed(f))
        f = decorate(ev, decorators, functions, f);
    if (pf_is_failed(f))
        return PF_RAISED;
    return pf_name_store(ev, s->as.function_def.name, s->span, f) ? PF_DONE : PF_RAISED;
}

struct bases {
    struct pf_object *items[MOST_BASES];
    size_t count;
    bool unknown, foreign;
};

static bool add_base(struct pf_eval *ev, struct bases *bases, pf_value v)
{
    if (v.type == PF_V_CLASS && bases->count < MOST_BASES - 1) {
        bases->items[bases->count++] = v.as.object;
        return true;
    }
    if (pf_is_vague(v) || v.type == PF_V_NATIVE || v.type == PF_V_INSTANCE ||
        v.type == PF_V_FUNCTION) {
        bases->unknown = true; /* typing.NamedTuple is a function, too */
        bases->foreign |= !pf_model_is_partial(v);
        return true;
    }
    pf_raise(ev, "TypeError", "bases must be types");
    return false;
}

static bool eval_bases(struct pf_eval *ev, const struct pf_ast *s, struct bases *bases)
{
    for (size_t i = 0; i < s->as.class_def.bases.count; i++) {
        const struct pf_ast *e = s->as.class_def.bases.items[i];
        if (e->kind == PF_AST_STARRED) {
            bases->unknown = bases->foreign = true;
            continue;
        }
        pf_value v = pf_eval_expr(ev, e);
        if (pf_is_failed(v) || !add_base(ev, bases, v))
            return false;
    }
    return true;
}

struct class_keywords {
    struct pf_arguments args;
    bool unknown_metaclass;
};

static bool eval_keywords(struct pf_eval *ev, const struct pf_ast *s, struct class_keywords *k)
{
    for (size_t i = 0; i < s->as.class_def.keywords.count; i++) {
        const struct pf_ast *keyword = s->as.class_def.keywords.items[i];
        pf_value v = pf_eval_expr(ev, keyword->as.keyword.value);
        if (pf_is_failed(v))
            return false;
        if (!pf_str_eq(keyword->as.keyword.arg, PF_STR("metaclass")))
            pf_arguments_name(ev, &k->args, keyword->as.keyword.arg, v);
        else
            k->unknown_metaclass = !(v.type == PF_V_CLASS &&
                                     (pf_str_eq(v.as.object->class_->name, PF_STR("ABCMeta")) ||
                                      v.as.object->class_->native == &pf_type_class_));
    }
    return true;
}

static void adopt_function(struct pf_object *cls, pf_value v)
{
    if (v.type == PF_V_STATIC_METHOD || v.type == PF_V_CLASS_METHOD || v.type == PF_V_METHOD)
        v = v.as.method->function;
    if (v.type != PF_V_FUNCTION || v.as.object->function->cls != NULL)
        return;
    union {
        const struct pf_function *seen;
        struct pf_function *kept;
    } u = {.seen = v.as.object->function};
    u.kept->cls = cls;
}

/* A function knows its class for the sake of super(). */
static void adopt_functions(struct pf_object *cls)
{
    const struct pf_dict *d = &cls->attributes->contents->dict;
    for (size_t i = 0; i < d->count; i++) {
        pf_value v = d->entries[i].value;
        if (!d->entries[i].live)
            continue;
        if (v.type == PF_V_PROPERTY) {
            adopt_function(cls, v.as.property->getter);
            adopt_function(cls, v.as.property->setter);
        } else {
            adopt_function(cls, v);
        }
    }
}

static pf_value docstring(struct pf_eval *ev, const struct pf_ast_list *body)
{
    const struct pf_ast *first = body->count == 0 ? NULL : body->items[0];
    bool text = first != NULL && first->kind == PF_AST_EXPR &&
                first->as.value.value->kind == PF_AST_CONSTANT;
    pf_value v = text ? pf_eval_expr(ev, first->as.value.value) : pf_none();
    return pf_is_str(v) ? v : pf_none();
}

static bool run_body(struct pf_eval *ev, const struct pf_ast *s, const struct pf_object *cls)
{
    struct pf_object *names = cls->attributes;
    struct pf_scope *scope = PF_NEW(ev->arena, struct pf_scope);
    *scope = (struct pf_scope){
        .kind = PF_SCOPE_CLASS,
        .outer = ev->frame->scope,
        .names = names,
        .prefix = pf_arena_format(ev->arena, "%.*s.", PF_ARG(cls->class_->qualname))};
    struct pf_frame frame = *ev->frame;
    frame.caller = ev->frame;
    frame.scope = scope;
    frame.yields = NULL;
    pf_names_put(ev, names, PF_STR("__module__"), (pf_span){0},
                 pf_str_value(ev, ev->frame->module->module->name));
    pf_names_put(ev, names, PF_STR("__doc__"), (pf_span){0}, docstring(ev, &s->as.class_def.body));
    pf_names_put(ev, names, PF_STR("__annotations__"), (pf_span){0}, pf_dict_value(ev));
    ev->frame = &frame;
    pf_value value = pf_none();
    enum pf_completion completion = pf_exec_list(ev, &s->as.class_def.body, &value);
    ev->frame = frame.caller;
    return completion == PF_DONE;
}

/* __set_name__ of what stands in the body, then __init_subclass__ of the bases. */
static bool announce(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *keywords)
{
    const struct pf_dict d = cls->attributes->contents->dict;
    for (size_t i = 0; i < d.count; i++) {
        pf_value v = d.entries[i].value;
        if (!d.entries[i].live || v.type != PF_V_INSTANCE)
            continue;
        pf_value hook = pf_find_special(ev, v, "__set_name__");
        pf_value args[] = {pf_object_value(cls), d.entries[i].key};
        if (pf_is_bound(hook) &&
            (pf_is_failed(hook) || pf_is_failed(pf_call_value(ev, hook, args, 2))))
            return false;
    }
    pf_value hook = pf_class_find(ev, cls, PF_STR("__init_subclass__"), cls, NULL);
    if (hook.type == PF_V_CLASS_METHOD)
        hook = hook.as.method->function;
    if (hook.type != PF_V_FUNCTION)
        return true;
    struct pf_arguments a = *keywords;
    pf_arguments_add(ev, &a, pf_object_value(cls));
    return !pf_is_failed(pf_call_arguments(ev, hook, &a));
}

static bool tell_libraries(struct pf_eval *ev, struct pf_object *cls)
{
    const struct pf_class *c = cls->class_;
    for (size_t i = 1; i < c->mro_count; i++) {
        const struct pf_native_class *native = c->mro[i]->class_->native;
        if (native != NULL && native->subclass != NULL && !native->subclass(ev, cls))
            return false;
    }
    return true;
}

static pf_value build(struct pf_eval *ev, const struct pf_ast *s, struct bases *bases,
                      const struct class_keywords *keywords)
{
    struct pf_object *object = pf_eval_class(ev, &pf_object_class);
    if (bases->count == 0)
        bases->items[bases->count++] = object;
    struct pf_object *cls = make_class(ev, s->as.class_def.name, bases->items, bases->count);
    if (cls == NULL)
        return pf_raise(ev, "TypeError",
                        "Cannot create a consistent method resolution order (MRO) for bases");
    cls->class_->module = ev->frame->module->module->name;
    cls->class_->ast = s;
    cls->class_->qualname = pf_qualified(ev, cls->class_->name);
    cls->class_->has_unknown_base |= bases->unknown || keywords->unknown_metaclass;
    cls->class_->is_foreign |= bases->foreign || keywords->unknown_metaclass;
    if (!run_body(ev, s, cls))
        return failed;
    adopt_functions(cls);
    if (cls->class_->is_enum && !pf_enum_finish(ev, cls))
        return failed;
    if (!announce(ev, cls, &keywords->args) || !tell_libraries(ev, cls))
        return failed;
    return pf_object_value(cls);
}

enum pf_completion pf_exec_class(struct pf_eval *ev, const struct pf_ast *s)
{
    struct bases *bases = PF_NEW(ev->arena, struct bases);
    struct class_keywords keywords = {0};
    const struct pf_ast_list *decorators = &s->as.class_def.decorator_list;
    pf_value *functions = eval_decorators(ev, decorators);
    if (functions == NULL || !eval_bases(ev, s, bases) || !eval_keywords(ev, s, &keywords))
        return PF_RAISED;
    pf_value cls = build(ev, s, bases, &keywords);
    if (!pf_is_failed(cls))
        cls = decorate(ev, decorators, functions, cls);
    if (pf_is_failed(cls))
        return PF_RAISED;
    return pf_name_store(ev, s->as.class_def.name, s->span, cls) ? PF_DONE : PF_RAISED;
}

/* --- instances -----------------------------------------------------------------------------------
 */

static bool is_data_class(const struct pf_native_class *native)
{
    return native == &pf_str_class || native == &pf_bytes_class || native == &pf_int_class ||
           native == &pf_float_class || native == &pf_tuple_class || native == &pf_list_class ||
           native == &pf_dict_class || native == &pf_set_class || native == &pf_frozenset_class;
}

static const struct pf_native_class *native_base(const struct pf_class *c)
{
    for (size_t i = 0; i < c->mro_count; i++) {
        const struct pf_native_class *native = c->mro[i]->class_->native;
        if (native != NULL && native != &pf_object_class &&
            (native->make != NULL || is_data_class(native)))
            return native;
    }
    return NULL;
}

/* Does the class answer for itself where list, dict and set are asked by operators and loops? */
static bool has_own_hooks(struct pf_eval *ev, const struct pf_object *cls)
{
    static const char *const hooks[] = {
        "__add__",   "__and__",  "__bool__",   "__call__", "__contains__", "__delitem__",
        "__enter__", "__eq__",   "__format__", "__ge__",   "__getitem__",  "__gt__",
        "__hash__",  "__iadd__", "__iand__",   "__imul__", "__ior__",      "__isub__",
        "__iter__",  "__ixor__", "__le__",     "__len__",  "__lt__",       "__mod__",
        "__mul__",   "__ne__",   "__or__",     "__radd__", "__rand__",     "__reversed__",
        "__rmul__",  "__ror__",  "__rsub__",   "__rxor__", "__str__",      "__sub__",
        "__xor__",
    };
    for (size_t i = 0; i < PF_COUNT(hooks); i++) {
        pf_value own = pf_class_find(ev, cls, pf_str_c(hooks[i]), NULL, NULL);
        if (pf_is_bound(own) && own.type != PF_V_NATIVE)
            return true;
    }
    return false;
}

/* An instance of a project's subclass of str, dict … holds that value. */
static pf_value wrap(struct pf_eval *ev, struct pf_object *cls, pf_value v)
{
    if ((v.type == PF_V_LIST || v.type == PF_V_DICT || v.type == PF_V_SET) &&
        !has_own_hooks(ev, cls)) {
        v.as.object->cls = cls;
        return v;
    }
    if (pf_is_vague(v))
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an object that holds something unknown", &v,
                             1);
    struct pf_object *object = pf_heap_instance(ev, cls);
    object->wrapped = v;
    return pf_object_value(object);
}

static pf_value allocate(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *a,
                         bool has_init)
{
    const struct pf_native_class *native = native_base(cls->class_);
    if (native == NULL)
        return pf_object_value(pf_heap_instance(ev, cls));
    bool exact = cls->class_->native == native;
    if (is_data_class(native) && !exact) {
        struct pf_arguments none = {0};
        bool by_init =
            native == &pf_list_class || native == &pf_dict_class || native == &pf_set_class;
        pf_value v = pf_call_native(ev, native->make, cls, has_init && by_init ? &none : a);
        return pf_is_failed(v) ? v : wrap(ev, cls, v);
    }
    if (!exact && has_init && !pf_is_exception_class(cls))
        return pf_object_value(pf_heap_instance(ev, cls));
    return pf_call_native(ev, native->make, cls, a);
}

static pf_value call_new(struct pf_eval *ev, pf_value new, struct pf_object *cls,
                         const struct pf_arguments *a)
{
    struct pf_arguments all = *a;
    all.args = NULL;
    all.count = all.capacity = 0;
    pf_arguments_add(ev, &all, pf_object_value(cls));
    for (size_t i = 0; i < a->count; i++)
        pf_arguments_add(ev, &all, a->args[i]);
    return pf_call_arguments(ev, new.type == PF_V_STATIC_METHOD ? new.as.method->function : new,
                             &all);
}

/* object's own: it takes nothing beside the object. */
static bool is_of_object(pf_value method)
{
    return !pf_is_bound(method) ||
           (method.type == PF_V_NATIVE &&
            pf_str_starts(pf_str_c(method.as.native->name), PF_STR("object.")));
}

/* May something else than __init__ take the arguments of a call: __new__, a metaclass? */
static bool has_other_takers(struct pf_eval *ev, const struct pf_object *cls)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++) {
        const struct pf_ast *ast = cls->class_->mro[i]->class_->ast;
        if (ast != NULL && ast->as.class_def.keywords.count > 0)
            return true;
    }
    return !is_of_object(pf_class_find(ev, cls, PF_STR("__new__"), NULL, NULL));
}

static pf_value initialize(struct pf_eval *ev, struct pf_object *cls, pf_value object,
                           const struct pf_arguments *a)
{
    pf_value init = pf_class_find(ev, cls, PF_STR("__init__"), NULL, NULL);
    if (init.type == PF_V_FUNCTION) {
        pf_value method = pf_method_value(ev, PF_V_METHOD, object, init);
        return pf_is_failed(pf_call_arguments(ev, method, a)) ? failed : object;
    }
    if (cls->class_->is_dataclass)
        return pf_dataclass_init(ev, cls, object, a) ? object : failed;
    if (cls->class_->has_unknown_base) {
        for (size_t i = 0; i < a->count; i++)
            pf_escape(ev, a->args[i], "handed to a class nobody models");
        for (size_t i = 0; i < a->values.count; i++)
            pf_escape(ev, a->values.items[i], "handed to a class nobody models");
        pf_may_raise(ev, "");
        return object;
    }
    if (!is_of_object(init) || native_base(cls->class_) != NULL || a->vague ||
        (a->count == 0 && a->names.count == 0) || has_other_takers(ev, cls))
        return object;
    return pf_raise(ev, "TypeError", "%.*s() takes no arguments", PF_ARG(cls->class_->name));
}

pf_value pf_call_class(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *a)
{
    const struct pf_class *c = cls->class_;
    if (c->is_enum && c->extra != NULL)
        return pf_enum_call(ev, cls, a);
    if (c->ast == NULL && c->native != NULL && c->native->make != NULL)
        return pf_call_native(ev, c->native->make, cls, a);
    pf_value init = pf_class_find(ev, cls, PF_STR("__init__"), NULL, NULL);
    pf_value new = pf_class_find(ev, cls, PF_STR("__new__"), NULL, NULL);
    pf_value object;
    if (new.type == PF_V_FUNCTION || new.type == PF_V_STATIC_METHOD) {
        object = call_new(ev, new, cls, a);
        if (pf_is_failed(object) || object.type != PF_V_INSTANCE ||
            !pf_is_subclass(object.as.object->cls, cls))
            return object;
    } else {
        object = allocate(ev, cls, a, init.type == PF_V_FUNCTION || c->is_dataclass);
    }
    if (pf_is_failed(object) || pf_is_vague(object))
        return object;
    return initialize(ev, cls, object, a);
}
