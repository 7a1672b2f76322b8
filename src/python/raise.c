/* Exceptions: Python's own classes, raising, and what an except clause matches. */
#include "python/interp.h"

#include "base/error.h"

#include <string.h>

static const struct {
    const char *name, *base;
} builtin_exceptions[] = {
    {"BaseException", NULL},
    {"Exception", "BaseException"},
    {"SystemExit", "BaseException"},
    {"KeyboardInterrupt", "BaseException"},
    {"GeneratorExit", "BaseException"},
    {"ArithmeticError", "Exception"},
    {"AssertionError", "Exception"},
    {"AttributeError", "Exception"},
    {"BufferError", "Exception"},
    {"EOFError", "Exception"},
    {"ImportError", "Exception"},
    {"LookupError", "Exception"},
    {"MemoryError", "Exception"},
    {"NameError", "Exception"},
    {"OSError", "Exception"},
    {"ReferenceError", "Exception"},
    {"RuntimeError", "Exception"},
    {"StopIteration", "Exception"},
    {"StopAsyncIteration", "Exception"},
    {"SyntaxError", "Exception"},
    {"SystemError", "Exception"},
    {"TypeError", "Exception"},
    {"ValueError", "Exception"},
    {"Warning", "Exception"},
    {"FloatingPointError", "ArithmeticError"},
    {"OverflowError", "ArithmeticError"},
    {"ZeroDivisionError", "ArithmeticError"},
    {"ModuleNotFoundError", "ImportError"},
    {"IndexError", "LookupError"},
    {"KeyError", "LookupError"},
    {"UnboundLocalError", "NameError"},
    {"BlockingIOError", "OSError"},
    {"ChildProcessError", "OSError"},
    {"ConnectionError", "OSError"},
    {"BrokenPipeError", "ConnectionError"},
    {"ConnectionAbortedError", "ConnectionError"},
    {"ConnectionRefusedError", "ConnectionError"},
    {"ConnectionResetError", "ConnectionError"},
    {"FileExistsError", "OSError"},
    {"FileNotFoundError", "OSError"},
    {"InterruptedError", "OSError"},
    {"IsADirectoryError", "OSError"},
    {"NotADirectoryError", "OSError"},
    {"PermissionError", "OSError"},
    {"ProcessLookupError", "OSError"},
    {"TimeoutError", "OSError"},
    {"NotImplementedError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"IndentationError", "SyntaxError"},
    {"TabError", "IndentationError"},
    {"UnicodeError", "ValueError"},
    {"UnicodeDecodeError", "UnicodeError"},
    {"UnicodeEncodeError", "UnicodeError"},
    {"UnicodeTranslateError", "UnicodeError"},
    {"BytesWarning", "Warning"},
    {"DeprecationWarning", "Warning"},
    {"EncodingWarning", "Warning"},
    {"FutureWarning", "Warning"},
    {"ImportWarning", "Warning"},
    {"PendingDeprecationWarning", "Warning"},
    {"ResourceWarning", "Warning"},
    {"RuntimeWarning", "Warning"},
    {"SyntaxWarning", "Warning"},
    {"UnicodeWarning", "Warning"},
    {"UserWarning", "Warning"},
};

static ptrdiff_t find_builtin(pf_str name)
{
    for (size_t i = 0; i < PF_COUNT(builtin_exceptions); i++)
        if (pf_str_eq(name, pf_str_c(builtin_exceptions[i].name)))
            return (ptrdiff_t)i;
    return PF_STR_NONE;
}

struct pf_object *pf_eval_exception(struct pf_eval *ev, const char *type)
{
    struct pf_object *cls = pf_index_get(&ev->exceptions, pf_str_c(type));
    if (cls != NULL)
        return cls;
    ptrdiff_t at = find_builtin(pf_str_c(type));
    if (at == PF_STR_NONE)
        pf_die("no builtin exception %s", type);
    const char *base = builtin_exceptions[at].base;
    struct pf_object *parent =
        base == NULL ? pf_eval_class(ev, &pf_base_exception_class) : pf_eval_exception(ev, base);
    cls = base == NULL ? parent : pf_class_new(ev, pf_str_c(type), &parent, 1);
    cls->class_->module = PF_STR("builtins");
    pf_index_put(&ev->exceptions, pf_str_c(builtin_exceptions[at].name), cls);
    return cls;
}

pf_value pf_builtin_exception(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("IOError")) || pf_str_eq(name, PF_STR("EnvironmentError")))
        name = PF_STR("OSError");
    ptrdiff_t at = find_builtin(name);
    return at == PF_STR_NONE ? pf_unbound()
                             : pf_object_value(pf_eval_exception(ev, builtin_exceptions[at].name));
}

bool pf_is_exception_class(const struct pf_object *cls)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++)
        if (cls->class_->mro[i]->class_->native == &pf_base_exception_class)
            return true;
    return false;
}

pf_value pf_exception_value(struct pf_eval *ev, struct pf_object *cls, const pf_value *args,
                            size_t count)
{
    struct pf_object *e = pf_heap_instance(ev, cls);
    pf_dict_put_str(ev, pf_heap_write(ev, e->attributes), PF_STR("args"),
                    pf_tuple_value(ev, args, count));
    return pf_object_value(e);
}

static void set_note(struct pf_eval *ev, pf_value exception, pf_str variable, pf_span span)
{
    if (exception.type != PF_V_INSTANCE || exception.as.object->state != NULL)
        return;
    struct pf_exception_note *note = PF_NEW(ev->arena, struct pf_exception_note);
    *note = (struct pf_exception_note){variable, span};
    exception.as.object->state = note;
}

static pf_value raise(struct pf_eval *ev, pf_value exception, pf_str variable)
{
    set_note(ev, exception, variable, ev->site == NULL ? (pf_span){0} : ev->site->span);
    ev->exception = exception;
    ev->exception_speculative = ev->speculative > 0;
    return (pf_value){.type = PF_V_FAILED};
}

__attribute__((format(printf, 4, 0))) static pf_value raise_text(struct pf_eval *ev,
                                                                 struct pf_object *cls,
                                                                 pf_str variable,
                                                                 const char *format, va_list args)
{
    pf_value message = pf_str_value(ev, pf_arena_vformat(ev->arena, format, args));
    return raise(ev, pf_exception_value(ev, cls, &message, 1), variable);
}

pf_value pf_raise(struct pf_eval *ev, const char *type, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_value failed = raise_text(ev, pf_eval_exception(ev, type), PF_STR(""), format, args);
    va_end(args);
    return failed;
}

pf_value pf_raise_no_integer(struct pf_eval *ev, pf_value v)
{
    return pf_raise(ev, "TypeError", "'%.*s' object cannot be interpreted as an integer",
                    PF_ARG(pf_type_name(v)));
}

pf_value pf_raise_variable(struct pf_eval *ev, pf_str variable, const char *type,
                           const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_value failed = raise_text(ev, pf_eval_exception(ev, type), variable, format, args);
    va_end(args);
    return failed;
}

pf_value pf_raise_class(struct pf_eval *ev, struct pf_object *cls, pf_str variable,
                        const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_value failed = raise_text(ev, cls, variable, format, args);
    va_end(args);
    return failed;
}

pf_value pf_raise_value(struct pf_eval *ev, pf_value v, pf_span span)
{
    if (v.type == PF_V_CLASS && pf_is_exception_class(v.as.object)) {
        struct pf_arguments none = {0};
        v = pf_call_class(ev, v.as.object, &none);
        if (pf_is_failed(v))
            return v;
    }
    if (pf_is_vague(v)) {
        ev->exception = v;
        ev->exception_speculative = ev->speculative > 0;
        return (pf_value){.type = PF_V_FAILED};
    }
    if (v.type != PF_V_INSTANCE || !pf_is_exception_class(v.as.object->cls)) {
        if (v.type == PF_V_INSTANCE && v.as.object->cls->class_->has_unknown_base)
            return raise(ev, v, PF_STR(""));
        return pf_raise(ev, "TypeError", "exceptions must derive from BaseException");
    }
    const struct pf_exception_note *note = v.as.object->state;
    if (note == NULL) {
        /* The variable whose read failed is what a handler's own exception is about, too. */
        pf_value handled = ev->frame == NULL ? pf_unbound() : ev->frame->handled;
        const struct pf_exception_note *cause =
            handled.type == PF_V_INSTANCE ? handled.as.object->state : NULL;
        set_note(ev, v, cause == NULL ? PF_STR("") : cause->variable, span);
    }
    ev->exception = v;
    ev->exception_speculative = ev->speculative > 0;
    return (pf_value){.type = PF_V_FAILED};
}

static const char possible_name[] = "exception ";

pf_value pf_possible_exception(struct pf_eval *ev, const char *type, bool is_doubt)
{
    struct pf_unknown *u = PF_NEW(ev->arena, struct pf_unknown);
    *u = (struct pf_unknown){.kinds = PF_KINDS_EVERY,
                             .may_be_empty = true,
                             .reason = PF_STR("an exception that may be raised here"),
                             .name = pf_arena_format(ev->arena, "%s%s", possible_name, type),
                             .is_doubt = is_doubt};
    return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = u};
}

static enum pf_truth matches_possible(struct pf_eval *ev, pf_value exception,
                                      const struct pf_object *type)
{
    pf_str name = exception.type == PF_V_UNKNOWN ? exception.as.unknown->name : PF_STR("");
    size_t skip = sizeof possible_name - 1;
    if (name.len <= skip || !pf_str_starts(name, pf_str_c(possible_name)))
        return PF_MAYBE;
    const struct pf_object *most = pf_eval_exception(ev, name.data + skip);
    if (pf_is_subclass(most, type))
        return PF_YES;
    return pf_is_subclass(type, most) ? PF_MAYBE : PF_NO;
}

static bool matches_one(struct pf_eval *ev, pf_value exception, pf_value type,
                        enum pf_truth *matches)
{
    if (type.type == PF_V_CLASS) {
        *matches = exception.type == PF_V_INSTANCE
                       ? pf_is_instance(ev, exception, type.as.object)
                       : matches_possible(ev, exception, type.as.object);
        return true;
    }
    if (pf_is_vague(type)) {
        *matches = PF_MAYBE;
        return true;
    }
    pf_raise(ev, "TypeError",
             "catching classes that do not inherit from BaseException is not allowed");
    return false;
}

bool pf_exception_matches(struct pf_eval *ev, pf_value exception, pf_value type,
                          enum pf_truth *matches)
{
    if (type.type != PF_V_TUPLE)
        return matches_one(ev, exception, type, matches);
    *matches = PF_NO;
    for (size_t i = 0; i < type.as.tuple->count; i++) {
        enum pf_truth one;
        if (!matches_one(ev, exception, type.as.tuple->items[i], &one))
            return false;
        *matches = pf_truth_or(*matches, one);
    }
    return true;
}

bool pf_raised_is(struct pf_eval *ev, const char *type, const struct pf_object *cls)
{
    if (ev->aborted)
        return false;
    if (cls == NULL)
        cls = pf_eval_exception(ev, type);
    return ev->exception.type == PF_V_INSTANCE && pf_is_subclass(ev->exception.as.object->cls, cls);
}

void pf_clear_exception(struct pf_eval *ev)
{
    ev->exception = pf_none();
    ev->exception_speculative = false;
}

/* --- BaseException ---------------------------------------------------------------------------- */

static pf_value args_of(struct pf_eval *ev, pf_value exception)
{
    pf_value args = pf_names_get(ev, exception.as.object->attributes, PF_STR("args"), NULL);
    return args.type == PF_V_TUPLE ? args : pf_tuple_value(ev, NULL, 0);
}

static bool is_a(struct pf_eval *ev, pf_value v, const char *type)
{
    return pf_is_subclass(v.as.object->cls, pf_eval_exception(ev, type));
}

pf_value pf_exception_str(struct pf_eval *ev, pf_value exception)
{
    const struct pf_tuple *args = args_of(ev, exception).as.tuple;
    if (args->count == 0)
        return pf_str_value(ev, PF_STR(""));
    if (args->count == 1)
        return is_a(ev, exception, "KeyError") ? pf_repr_of_value(ev, args->items[0])
                                               : pf_str_of_value(ev, args->items[0]);
    if (args->count >= 2 && is_a(ev, exception, "OSError"))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "an operating system's message",
                             args->items, args->count);
    return pf_repr_of_value(ev, pf_tuple_value(ev, args->items, args->count));
}

/* OSError(2, "…") is a FileNotFoundError. */
static struct pf_object *by_errno(struct pf_eval *ev, struct pf_object *cls,
                                  const struct pf_tuple *args)
{
    static const struct {
        int64_t number;
        const char *name;
    } errors[] = {
        {1, "PermissionError"},          {2, "FileNotFoundError"},  {3, "ProcessLookupError"},
        {4, "InterruptedError"},         {10, "ChildProcessError"}, {11, "BlockingIOError"},
        {13, "PermissionError"},         {17, "FileExistsError"},   {20, "NotADirectoryError"},
        {21, "IsADirectoryError"},       {32, "BrokenPipeError"},   {103, "ConnectionAbortedError"},
        {104, "ConnectionResetError"},   {108, "BrokenPipeError"},  {110, "TimeoutError"},
        {111, "ConnectionRefusedError"}, {114, "BlockingIOError"},  {115, "BlockingIOError"}};
    if (cls != pf_eval_exception(ev, "OSError") || args->count < 2 || args->count > 5 ||
        args->items[0].type != PF_V_INT)
        return cls;
    for (size_t i = 0; i < PF_COUNT(errors); i++)
        if (errors[i].number == args->items[0].as.integer)
            return pf_eval_exception(ev, errors[i].name);
    return cls;
}

static pf_value make(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *args = call->args[0].as.tuple;
    pf_value e = pf_exception_value(ev, by_errno(ev, call->cls, args), args->items, args->count);
    const struct pf_contents *keywords = call->args[1].as.object->contents;
    for (size_t i = 0; i < keywords->dict.count; i++)
        pf_names_put(ev, e.as.object->attributes, pf_text_of(keywords->dict.entries[i].key),
                     call->span, keywords->dict.entries[i].value);
    if (args->count > 0 && pf_is_subclass(call->cls, pf_eval_exception(ev, "SystemExit")))
        pf_names_put(ev, e.as.object->attributes, PF_STR("code"), call->span, args->items[0]);
    return e;
}

static pf_value init(struct pf_eval *ev, const struct pf_call *call)
{
    pf_names_put(ev, call->args[0].as.object->attributes, PF_STR("args"), call->span,
                 call->args[1]);
    return pf_none();
}

static pf_value str(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_exception_str(ev, call->args[0]);
}

static pf_value repr(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *args = args_of(ev, call->args[0]).as.tuple;
    pf_value inner = args->count == 1 ? pf_repr_of_value(ev, args->items[0])
                                      : pf_repr_of_value(ev, args_of(ev, call->args[0]));
    if (!pf_is_str(inner))
        return inner;
    pf_str name = call->args[0].as.object->cls->class_->name;
    return pf_str_value(ev, pf_arena_format(ev->arena, args->count == 1 ? "%.*s(%.*s)" : "%.*s%.*s",
                                            PF_ARG(name), PF_ARG(pf_text_of(inner))));
}

static pf_value same(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0];
}

static pf_value nothing(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

/* What the interpreter stores in its own exceptions; of these the message and the name are known.
 */
static const struct {
    const char *type, *name;
    unsigned kinds;
} stored[] = {
    {"ImportError", "msg", PF_KIND_BIT(PF_STRING)},
    {"ImportError", "name", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"ImportError", "path", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"ImportError", "name_from", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"OSError", "errno", PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_NULL)},
    {"OSError", "strerror", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"OSError", "filename", 0},
    {"OSError", "filename2", 0},
    {"UnicodeError", "encoding", PF_KIND_BIT(PF_STRING)},
    {"UnicodeError", "reason", PF_KIND_BIT(PF_STRING)},
    {"UnicodeError", "object", 0},
    {"UnicodeError", "start", PF_KIND_BIT(PF_INT)},
    {"UnicodeError", "end", PF_KIND_BIT(PF_INT)},
    {"SyntaxError", "msg", PF_KIND_BIT(PF_STRING)},
    {"SyntaxError", "lineno", 0},
    {"SyntaxError", "offset", 0},
    {"SyntaxError", "text", 0},
    {"SyntaxError", "filename", 0},
    {"NameError", "name", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"AttributeError", "name", PF_KIND_BIT(PF_STRING) | PF_KIND_BIT(PF_NULL)},
    {"AttributeError", "obj", 0},
    {"StopIteration", "value", 0},
    {"SystemExit", "code", 0},
    {"ValueError", "msg", 0}, /* json.JSONDecodeError */
    {"ValueError", "doc", 0},
    {"ValueError", "pos", 0},
    {"ValueError", "lineno", 0},
    {"ValueError", "colno", 0},
    {"BaseException", "__notes__", 0},
    {"BaseException", "__suppress_context__", 0},
    {"BaseException", "__cause__", 0},
    {"BaseException", "__context__", 0},
};

static pf_value stored_attribute(struct pf_eval *ev, pf_value self, pf_str name)
{
    for (size_t i = 0; i < PF_COUNT(stored); i++) {
        if (!pf_str_eq(name, pf_str_c(stored[i].name)) || !is_a(ev, self, stored[i].type))
            continue;
        bool is_value = pf_str_eq(pf_str_c(stored[i].type), PF_STR("ValueError"));
        if (is_value)
            pf_may_raise(ev, "AttributeError");
        return pf_unknown_value(ev, stored[i].kinds, true, "an attribute of an exception");
    }
    return pf_str_starts(name, PF_STR("__"))
               ? pf_unknown_value(ev, PF_KINDS_EVERY, true, "an attribute of an exception")
               : pf_unbound();
}

static const struct pf_native methods[] = {
    {"BaseException.__init__", "self, *args, **kwargs", init, 0, PF_NATIVE_RAW},
    {"BaseException.__str__", "self, /", str, PF_KIND_BIT(PF_STRING), PF_NATIVE_RAW},
    {"BaseException.__repr__", "self, /", repr, PF_KIND_BIT(PF_STRING), PF_NATIVE_RAW},
    {"BaseException.with_traceback", "self, tb, /", same, 0, PF_NATIVE_RAW},
    {"BaseException.add_note", "self, note, /", nothing, 0, PF_NATIVE_RAW},
    {"BaseException.__traceback__", "self", nothing, 0, PF_NATIVE_PROPERTY},
};
static const struct pf_native make_exception = {"BaseException", "*args, **kwargs", make, 0,
                                                PF_NATIVE_RAW};

const struct pf_native_class pf_base_exception_class = {
    .name = "BaseException",
    .module = "builtins",
    .methods = methods,
    .method_count = PF_COUNT(methods),
    .make = &make_exception,
    .attribute = stored_attribute,
};
