/* Libraries that are modelled in Python itself: texts of src/python/models, compiled in. */
#include "python/lib_help.h"

#include "base/file.h"
#include "python/documents.h"

bool pf_model_run(struct pf_eval *ev, struct pf_object *module)
{
    const struct pf_library *library = module->module->library;
    const struct pf_source *source = pf_trees_model(
        ev->trees, pf_str_c(library->text != NULL ? library->text : library->module));
    if (source == NULL)
        return true;
    return pf_run_source(ev, source, module, module->attributes) == PF_DONE;
}

/* The outermost model function that runs: what the project called. */
pf_str pf_model_function(struct pf_eval *ev)
{
    const struct pf_frame *outermost = NULL;
    for (const struct pf_frame *f = ev->frame; f != NULL && f->module->module->library != NULL;
         f = f->caller)
        if (f->function != NULL)
            outermost = f;
    return outermost == NULL ? PF_STR("") : pf_model_name(ev, outermost->function);
}

pf_str pf_model_name(struct pf_eval *ev, const struct pf_function *f)
{
    pf_str module = f->module->module->name;
    if (pf_str_starts(f->name, PF_STR("__")) && f->cls != NULL)
        return pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(module),
                               PF_ARG(f->cls->class_->name));
    if (f->cls != NULL)
        return pf_arena_format(ev->arena, "%.*s.%.*s.%.*s", PF_ARG(module),
                               PF_ARG(f->cls->class_->name), PF_ARG(f->name));
    return pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(module), PF_ARG(f->name));
}

/* --- what only models can import: _preflight -------------------------------------------------- */

static unsigned kinds_of(pf_str words)
{
    static const struct {
        const char *word;
        unsigned kind;
    } table[] = {
        {"None", KIND_NONE}, {"bool", KIND_TRUTH}, {"int", KIND_INT},  {"float", KIND_REAL},
        {"str", KIND_TEXT},  {"list", KIND_SEQ},   {"dict", KIND_MAP}, {"object", PF_KIND_OBJECT},
    };
    unsigned kinds = 0;
    pf_str part;
    for (bool more = words.len > 0; more;) {
        more = pf_str_cut(words, '|', &part, &words);
        for (size_t i = 0; i < PF_COUNT(table); i++)
            if (pf_str_eq(part, pf_str_c(table[i].word)))
                kinds |= table[i].kind;
    }
    return kinds;
}

/* unknown("str|None", "the name of the machine", …what it was made from) */
static pf_value unknown(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *made_of = call->args[2].as.tuple;
    if (!pf_is_str(call->args[0]) || !pf_is_str(call->args[1]))
        return pf_unknown_of(ev, 0, true, "a part of a library", call->args, 2);
    unsigned kinds = kinds_of(pf_text_of(call->args[0]));
    pf_str reason = pf_arena_str(ev->arena, pf_text_of(call->args[1]));
    return pf_unknown_of(ev, kinds, (kinds & ~(unsigned)PF_KIND_OBJECT) != 0, reason.data,
                         made_of->items, made_of->count);
}

/* The same for a text or container that is not empty. */
static pf_value some(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = unknown(ev, call);
    struct pf_unknown *u = PF_NEW(ev->arena, struct pf_unknown);
    *u = *v.as.unknown;
    u->may_be_empty = false;
    v.as.unknown = u;
    return v;
}

/* blame(exception, "NAME" or a value made from a variable): the exception, which is about it. */
static pf_value blame(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value e = call->args[0], of = call->args[1];
    if (e.type != PF_V_INSTANCE || e.as.object->state != NULL)
        return e;
    struct pf_exception_note *note = PF_NEW(ev->arena, struct pf_exception_note);
    note->variable = pf_is_bound(call->args[2]) && pf_is_str(call->args[2])
                         ? pf_text_of(call->args[2])
                         : pf_help_variable(of);
    note->span = call->span;
    e.as.object->state = note;
    return e;
}

/* may_raise("ValueError", …): inside a try both ways are followed. What follows is what it is done
 * with (pf_may_raise_of); nothing: the library is taken to work. */
static pf_value may_raise(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *made_of = call->args[1].as.tuple;
    const char *type =
        pf_is_str(call->args[0]) ? pf_arena_str(ev->arena, pf_text_of(call->args[0])).data : "";
    if (made_of->count > 0)
        pf_may_raise_of(ev, type, made_of->items, made_of->count);
    else
        pf_may_raise(ev, type);
    return pf_none();
}

static unsigned part_of(pf_value v)
{
    return v.type == PF_V_INT && v.as.integer > 0 ? (unsigned)v.as.integer : 0;
}

/* since("environs", 9, 0, 0): True, False, or unknown. */
static pf_value since(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]))
        return pf_none();
    unsigned version =
        PF_VERSION(part_of(call->args[1]), part_of(call->args[2]), part_of(call->args[3]));
    pf_str name = pf_arena_str(ev->arena, pf_text_of(call->args[0]));
    return pf_truth_value(ev, pf_help_since(ev, name.data, version), pf_none(), pf_none());
}

static pf_value python_since(struct pf_eval *ev, const struct pf_call *call)
{
    unsigned minor = ev->options->python_minor;
    return pf_truth_value(ev, minor == 0 ? PF_MAYBE : pf_truth_of(minor >= part_of(call->args[0])),
                          pf_none(), pf_none());
}

/* escape(v): the library keeps it and may change it. */
static pf_value escape(struct pf_eval *ev, const struct pf_call *call)
{
    pf_escape(ev, call->args[0], "handed to a library");
    return pf_none();
}

static pf_value is_vague(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return pf_bool(!pf_is_plain(call->args[0]));
}

/* An unknown; if it may be something that can be called, then also what that gives. */
static pf_value perhaps_called(struct pf_eval *ev, pf_value v)
{
    if (v.type != PF_V_UNKNOWN || (v.as.unknown->kinds & PF_KIND_OBJECT) == 0)
        return v;
    pf_str reason = pf_arena_str(ev->arena, v.as.unknown->reason);
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, reason.data, &v, 1);
}

struct each_call {
    pf_value function;
    const struct pf_tuple *more;
};

static pf_value with_each(struct pf_eval *ev, pf_value v, void *context)
{
    const struct each_call *each = context;
    struct pf_arguments a = {0};
    if (!pf_is_plain(v))
        return perhaps_called(ev, v);
    pf_arguments_add(ev, &a, v);
    for (size_t i = 0; i < each->more->count; i++)
        pf_arguments_add(ev, &a, each->more->items[i]);
    return pf_call_arguments(ev, each->function, &a);
}

/* each(function, v, …): function(v, …) for a value and for each of several, which may hold
 * unknowns; an unknown as it is, or as what calling it gives. */
static pf_value each(struct pf_eval *ev, const struct pf_call *call)
{
    struct each_call context = {call->args[0], call->args[2].as.tuple};
    return pf_help_lift(ev, call->args[1], with_each, &context);
}

/* type_parts(list[str]): ('list', (str,)); None: it is no generic type. */
static pf_value type_parts(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_unknown *u =
        call->args[0].type == PF_V_UNKNOWN ? call->args[0].as.unknown : NULL;
    if (u == NULL || u->type_parts == NULL)
        return pf_none();
    pf_value pair[] = {*u->type_name, *u->type_parts};
    return pf_tuple_value(ev, pair, 2);
}

/* The text of a project file; None: not there, or not in the project. */
static pf_value read_text(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str path;
    if (pf_help_file(ev, call->args[0], &path) != PF_YES)
        return pf_none();
    const struct pf_source *source = pf_project_source(ev, path);
    return source == NULL ? pf_none() : pf_file_text(ev, source, false);
}

/* Where a file is: True in the project, False not there, unknown: it may be anywhere. */
static pf_value is_there(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str path;
    return pf_truth_value(ev, pf_help_file(ev, call->args[0], &path), pf_none(), pf_none());
}

/* list_folder(path): the names of what the project's folder holds, in byte order; or an unknown. */
static pf_value list_folder(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str path;
    struct pf_strs names = {0};
    if (!pf_project_path(ev, call->args[0], &path) || !pf_project_list(ev, path, &names))
        return pf_unknown_of(ev, KIND_SEQ, true, "what a folder holds", call->args, 1);
    pf_value list = pf_list_value(ev, NULL, 0);
    for (size_t i = 0; i < names.count; i++)
        pf_list_append(ev, list.as.object->contents, pf_str_copy(ev, names.items[i]));
    return list;
}

/* unordered(list): the same items in an order that nobody knows. */
static pf_value unordered(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_contents *c = call->args[0].as.object->contents;
    return pf_unordered_value(ev, c->items, c->count,
                              "the order in which a folder tells its files");
}

/* members(object): the names of what it and its classes hold, without __those__; or an unknown. */
static pf_value members(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_members(ev, call->args[0]);
}

/* django_version(): its major and minor number, or two unknowns. */
static pf_value django_version(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    unsigned version = ev->options->django_version;
    pf_value unknown = pf_unknown_value(ev, KIND_INT, false, "the version of Django");
    pf_value parts[] = {version == 0 ? unknown : pf_int(version / 100),
                        version == 0 ? unknown : pf_int(version % 100)};
    return pf_tuple_value(ev, parts, 2);
}

/* toml(text): what tomllib.loads makes of it; None: it is no TOML. */
static pf_value toml(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v;
    return pf_is_str(call->args[0]) && pf_help_toml(ev, pf_text_of(call->args[0]), &v) ? v
                                                                                       : pf_none();
}

/* yaml(text): what yaml.safe_load makes of it, or an unknown. */
static pf_value yaml(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v;
    pf_help_yaml(ev, pf_text_of(call->args[0]), &v);
    return v;
}

/* record("boto3.client", {"service_name": …}) */
static pf_value record(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]))
        return pf_none();
    const char *function = pf_arena_str(ev->arena, pf_text_of(call->args[0])).data;
    if (call->args[1].type == PF_V_DICT && pf_is_plain(call->args[1]))
        pf_record(ev, function, call->args[1], call->span);
    else
        pf_record_vague_call(ev, function, call->span, call->args[1]);
    return pf_none();
}

static struct pf_frame *project_frame(struct pf_eval *ev)
{
    struct pf_frame *frame = ev->frame;
    while (frame != NULL && frame->module->module->library != NULL)
        frame = frame->caller;
    return frame;
}

/* beside(name): the calling module's name, and the path in the project of what `name` means beside
 * the file that calls; a name that leads out of it stays as it is. */
static pf_value beside(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_frame *frame = project_frame(ev);
    pf_str path;
    if (!pf_is_str(call->args[0]))
        return pf_none();
    if (!pf_path_clean(
            ev->arena,
            pf_path_join(ev->arena, pf_help_caller_directory(call), pf_text_of(call->args[0])),
            &path))
        path = pf_text_of(call->args[0]);
    pf_value parts[] = {frame == NULL ? pf_none() : pf_str_value(ev, frame->module->module->name),
                        pf_str_copy(ev, path)};
    return pf_tuple_value(ev, parts, 2);
}

/* open_names("set by …"): whatever calls may set any name of the calling module. */
static pf_value open_names(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_frame *frame = project_frame(ev);
    if (frame != NULL && pf_is_str(call->args[0]))
        pf_blur_names(
            ev, frame->globals,
            pf_unknown_value(ev, PF_KINDS_EVERY, true, "%.*s", PF_ARG(pf_text_of(call->args[0]))));
    return pf_none();
}

/* note_variables("DJANGO_"): every variable that begins so is read. */
static pf_value note_variables(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_contents *c = ev->environ->contents;
    bool maybe;
    for (size_t i = 0; pf_is_str(call->args[0]) && i < c->dict.count; i++)
        if (c->dict.entries[i].live && pf_is_str(c->dict.entries[i].key) &&
            pf_str_starts(pf_text_of(c->dict.entries[i].key), pf_text_of(call->args[0])))
            pf_env_get(ev, pf_text_of(c->dict.entries[i].key), false, pf_none(), "", call->span,
                       &maybe);
    return pf_none();
}

/*
 * run_file("base.py", optional): the project's file beside the one that calls, in the calling
 * module. True: it ran; False: it is not there.
 */
static pf_value run_file(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_frame *frame = project_frame(ev);
    pf_str path;
    if (frame == NULL || !pf_is_str(call->args[0]) ||
        !pf_path_clean(
            ev->arena,
            pf_path_join(ev->arena, pf_help_caller_directory(call), pf_text_of(call->args[0])),
            &path))
        return open_names(ev, call);
    const struct pf_source *source = pf_project_source(ev, path);
    if (source == NULL)
        return pf_bool(false);
    if (ev->import_depth >= PF_EVAL_IMPORT_DEPTH)
        return pf_abort(ev, call->span, "files are run within files more than 20 deep");
    struct pf_frame *model = ev->frame;
    ev->frame = frame;
    ev->import_depth++;
    enum pf_completion completion = pf_run_source(ev, source, frame->module, frame->globals);
    ev->import_depth--;
    ev->frame = model;
    return completion == PF_DONE ? pf_bool(true) : (pf_value){.type = PF_V_FAILED};
}

/*
 * @plain: the function never sees a vague argument, as with natives: one of several is tried arm by
 * arm, and an unknown gives an unknown.
 */
struct plain_call {
    pf_value *args;
    size_t count, slot;
    pf_value function;
    const struct pf_contents *keywords;
};

static pf_value call_plainly(struct pf_eval *ev, struct plain_call *call);

static pf_value with_arm(struct pf_eval *ev, pf_value arm, void *context)
{
    struct plain_call call = *(const struct plain_call *)context;
    pf_value *args = PF_NEW_ARRAY(ev->arena, pf_value, call.count);
    for (size_t i = 0; i < call.count; i++)
        args[i] = i == call.slot ? arm : call.args[i];
    call.args = args;
    return call_plainly(ev, &call);
}

static pf_value unknown_plainly(struct pf_eval *ev, const struct plain_call *call)
{
    pf_may_raise_of(ev, "", call->args, call->count);
    pf_str name = pf_model_name(ev, call->function.as.object->function);
    pf_str reason =
        pf_arena_format(ev->arena, "the result of %.*s with an unknown argument", PF_ARG(name));
    return pf_unknown_of(ev, 0, true, reason.data, call->args, call->count);
}

static pf_value call_plainly(struct pf_eval *ev, struct plain_call *call)
{
    for (call->slot = 0; call->slot < call->count; call->slot++) {
        pf_value v = call->args[call->slot];
        if (v.type == PF_V_EITHER)
            return pf_lift(ev, v, with_arm, call);
        if (pf_is_deeply_vague(ev, v))
            return unknown_plainly(ev, call);
    }
    struct pf_arguments a = {0};
    for (size_t i = 0; i < call->count; i++)
        pf_arguments_add(ev, &a, call->args[i]);
    for (size_t i = 0; i < call->keywords->dict.count; i++) {
        const struct pf_entry *e = &call->keywords->dict.entries[i];
        if (pf_is_deeply_vague(ev, e->value))
            return unknown_plainly(ev, call);
        pf_arguments_name(ev, &a, pf_text_of(e->key), e->value);
    }
    return pf_call_arguments(ev, call->function, &a);
}

static pf_value plain_function(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *args = call->args[1].as.tuple;
    struct plain_call plain = {.args = PF_NEW_ARRAY(ev->arena, pf_value, args->count),
                               .count = args->count,
                               .function = call->args[0],
                               .keywords = call->args[2].as.object->contents};
    for (size_t i = 0; i < args->count; i++)
        plain.args[i] = args->items[i];
    return call_plainly(ev, &plain);
}

static pf_value plain(struct pf_eval *ev, const struct pf_call *call)
{
    static const struct pf_native native = {"function", "function, /, *args, **kwargs",
                                            plain_function, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE};
    return pf_bound_native(ev, call->args[0], &native);
}

static pf_value is_deeply_vague(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_bool(pf_is_deeply_vague(ev, call->args[0]));
}

/* copy_attributes(to, of): the function gets what was set on the other one, if that is known. */
static pf_value copy_attributes(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value to = call->args[0], of = call->args[1];
    if (of.type == PF_V_METHOD)
        of = of.as.method->function;
    if (to.type != PF_V_FUNCTION || of.type == PF_V_NATIVE)
        return pf_none();
    struct pf_object *attributes = of.type == PF_V_FUNCTION ? of.as.object->attributes : NULL;
    for (size_t i = 0; attributes != NULL && i < attributes->contents->dict.count; i++) {
        const struct pf_entry *e = &attributes->contents->dict.entries[i];
        if (e->live && !pf_set_attribute(ev, to, pf_text_of(e->key), e->value))
            return (pf_value){.type = PF_V_FAILED};
    }
    bool known = of.type == PF_V_FUNCTION &&
                 (attributes == NULL || attributes->contents->knowledge == PF_CONTENTS_KNOWN);
    if (!known && to.as.object->attributes != NULL)
        pf_heap_forget(ev, to.as.object->attributes, "what a function wraps", NULL);
    return pf_none();
}

static const struct pf_native functions[] = {
    {"_preflight.copy_attributes", "to, of", copy_attributes, 0, PF_NATIVE_RAW},
    {"_preflight.plain", "function", plain, 0, PF_NATIVE_RAW},
    {"_preflight.is_deeply_vague", "v", is_deeply_vague, 0, PF_NATIVE_RAW},
    {"_preflight.record", "function, arguments", record, 0, PF_NATIVE_RAW},
    {"_preflight.open_names", "reason", open_names, 0, PF_NATIVE_RAW},
    {"_preflight.note_variables", "prefix", note_variables, 0, PF_NATIVE_RAW},
    {"_preflight.run_file", "name", run_file, 0, PF_NATIVE_RAW},
    {"_preflight.unknown", "kinds, reason, *made_of", unknown, 0, PF_NATIVE_RAW},
    {"_preflight.some", "kinds, reason, *made_of", some, 0, PF_NATIVE_RAW},
    {"_preflight.blame", "exception, value, name?", blame, 0, PF_NATIVE_RAW},
    {"_preflight.may_raise", "type, *made_of", may_raise, 0, PF_NATIVE_RAW},
    {"_preflight.since", "distribution, major, minor, patch", since, 0, PF_NATIVE_RAW},
    {"_preflight.python_since", "minor", python_since, 0, PF_NATIVE_RAW},
    {"_preflight.escape", "v", escape, 0, PF_NATIVE_RAW},
    {"_preflight.is_vague", "v", is_vague, 0, PF_NATIVE_RAW},
    {"_preflight.each", "function, v, /, *more", each, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"_preflight.type_parts", "v", type_parts, 0, PF_NATIVE_RAW},
    {"_preflight.django_version", "", django_version, 0, PF_NATIVE_RAW},
    {"_preflight.members", "object", members, 0, PF_NATIVE_RAW},
    {"_preflight.toml", "text", toml, 0, PF_NATIVE_RAW},
    {"_preflight.yaml", "text", yaml, 0, 0},
    {"_preflight.read_text", "path", read_text, 0, PF_NATIVE_RAW},
    {"_preflight.is_there", "path", is_there, 0, PF_NATIVE_RAW},
    {"_preflight.beside", "name", beside, 0, PF_NATIVE_RAW},
    {"_preflight.list_folder", "path", list_folder, 0, PF_NATIVE_RAW},
    {"_preflight.unordered", "list", unordered, 0, 0},
    {"_preflight.namedtuple", "typename, field_names, *, rename?, defaults?, module?",
     pf_namedtuple, 0, PF_NATIVE_RAW},
};

static const char partial[] = "_preflight.anything";

bool pf_model_is_partial(pf_value base)
{
    return base.type == PF_V_UNKNOWN && pf_str_eq(base.as.unknown->name, pf_str_c(partial));
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (!pf_str_eq(name, PF_STR("anything")))
        return pf_unbound();
    /* a base class: what is not modelled may be inherited */
    return pf_unknown_named(ev, pf_str_c(partial), "a class that is modelled in part");
}

const struct pf_library pf_lib_preflight = {
    .module = "_preflight",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .attribute = attribute,
    .is_standard = true,
};

bool pf_model_is_hidden(const struct pf_eval *ev, const struct pf_library *library)
{
    return library == &pf_lib_preflight && !pf_in_model(ev);
}
