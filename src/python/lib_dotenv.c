/* python-dotenv: load_dotenv puts a file's variables into os.environ, dotenv_values into a dict. */
#include "python/lib_help.h"

#include "base/file.h"

#define DISTRIBUTION "python-dotenv"

/* --- interpolation ------------------------------------------------------------------------------
 */

struct expansion {
    pf_value values; /* DICT: the file's names so far */
    bool file_wins;  /* over os.environ */
};

static pf_value variable_of(struct pf_eval *ev, const struct expansion *e, pf_str name)
{
    bool maybe = false;
    pf_value own = pf_dict_get_str(ev, e->values, name, NULL), env = pf_env_peek(ev, name, &maybe);
    if (maybe)
        env = pf_unknown_of(ev, KIND_TEXT, true, "a variable that may be set", &env, 1);
    if (e->file_wins)
        return pf_is_bound(own) ? own : env;
    return pf_is_bound(env) ? env : own;
}

/* "${NAME}" or "${NAME:-default}" at the start of `s`; its length, or 0. */
static size_t read_reference(pf_str s, pf_str *name, pf_str *fallback)
{
    ptrdiff_t end = pf_str_find_byte(s, '}');
    if (!pf_str_starts(s, PF_STR("${")) || end == PF_STR_NONE)
        return 0;
    pf_str inside = pf_str_slice(s, 2, (size_t)end);
    ptrdiff_t colon = pf_str_find_byte(inside, ':');
    *name = inside;
    *fallback = PF_STR("");
    if (colon == PF_STR_NONE)
        return (size_t)end + 1;
    *name = pf_str_slice(inside, 0, (size_t)colon);
    pf_str rest = pf_str_slice(inside, (size_t)colon, inside.len);
    *fallback = pf_str_slice(rest, 2, rest.len);
    return pf_str_starts(rest, PF_STR(":-")) ? (size_t)end + 1 : 0;
}

static pf_value expand(struct pf_eval *ev, const struct expansion *e, pf_str text)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_value made_of = pf_unbound();
    bool known = true;
    for (size_t i = 0; i < text.len;) {
        pf_str name, fallback;
        size_t length = read_reference(pf_str_slice(text, i, text.len), &name, &fallback);
        if (length == 0) {
            pf_buffer_add_byte(&out, text.data[i++]);
            continue;
        }
        pf_value v = variable_of(ev, e, name);
        i += length;
        if (!pf_is_bound(v))
            pf_buffer_add(&out, fallback);
        else if (pf_is_str(v))
            pf_buffer_add(&out, pf_text_of(v));
        else if (!pf_is_none(v))
            known = false;
        if (pf_is_bound(v) && v.origin != NULL)
            made_of = v;
    }
    if (!known)
        return pf_unknown_of(ev, KIND_TEXT, true, "a line of a .env file with unknown variables",
                             &made_of, pf_is_bound(made_of));
    return pf_str_value(ev, pf_buffer_str(&out));
}

/* --- files
 * ----------------------------------------------------------------------------------------- */

struct loading {
    const struct pf_source *source; /* NULL: no file */
    bool unknown;                   /* a file that is not in the project, or no text */
    enum pf_truth override, interpolate;
};

static pf_value values_of(struct pf_eval *ev, struct loading *l, bool file_wins)
{
    struct expansion e = {pf_dict_value(ev), file_wins};
    bool readable;
    if (l->source == NULL)
        return e.values;
    const struct pf_node *lines = pf_help_dotenv(ev, l->source, PF_DOTENV_PYTHON, &readable);
    l->unknown |= !readable;
    for (size_t i = 0; i < lines->count; i++) {
        const struct pf_node *line = lines->items[i];
        pf_value v = pf_none();
        if (line->kind == PF_STRING && l->interpolate == PF_NO)
            v = pf_str_value(ev, line->text);
        else if (line->kind == PF_STRING)
            v = expand(ev, &e, line->text);
        else if (line->kind == PF_ANY)
            v = pf_unknown_value(ev, KIND_TEXT, true, "%.*s", PF_ARG(line->as.any->reason));
        bool differs = l->interpolate == PF_MAYBE && line->kind == PF_STRING &&
                       pf_str_contains(line->text, PF_STR("${"));
        if (differs)
            v = pf_join_value(ev, v, pf_str_value(ev, line->text));
        pf_dict_set_str(ev, e.values, pf_node_text(line->key), v);
    }
    return e.values;
}

static void find_from(struct pf_eval *ev, const struct pf_call *call, struct loading *l)
{
    pf_str path;
    if (pf_help_find_upward(ev, pf_help_caller_directory(call), PF_STR(".env"), &path)) {
        l->source = pf_project_source(ev, path);
        l->unknown = l->source == NULL;
    }
}

/* What the arguments name: dotenv_path, stream. */
static void open_file(struct pf_eval *ev, const struct pf_call *call, pf_value path,
                      pf_value stream, struct loading *l)
{
    pf_str clean;
    if (pf_help_absent(path) && pf_help_absent(stream)) {
        find_from(ev, call, l);
        return;
    }
    bool empty = pf_is_str(path) && pf_text_of(path).len == 0;
    if (pf_help_absent(path) || (empty && !pf_help_absent(stream))) {
        l->unknown = true;
        return;
    }
    if (empty)
        return;
    switch (pf_help_file(ev, path, &clean)) {
    case PF_YES:
        l->source = pf_project_source(ev, clean);
        l->unknown = l->source == NULL;
        break;
    case PF_MAYBE:
        l->unknown = true;
        break;
    default:
        break;
    }
}

/* --- load_dotenv
 * ------------------------------------------------------------------------------------- */

static void set_variable(struct pf_eval *ev, const struct loading *l, pf_str key, pf_value v)
{
    bool maybe = false;
    pf_value old = pf_env_peek(ev, key, &maybe);
    if (pf_is_none(v))
        return;
    if (l->override == PF_MAYBE && pf_is_bound(old))
        pf_env_set(ev, key, pf_join_value(ev, old, v));
    else if (l->override != PF_NO || !pf_is_bound(old))
        pf_env_set(ev, key, v);
    else if (maybe)
        pf_env_set(ev, key, pf_join_value(ev, old, v));
}

static void load_unknown(struct pf_eval *ev, const struct loading *l)
{
    if (l->override != PF_NO)
        pf_heap_forget(ev, ev->environ, "an unknown file of variables was loaded", NULL);
    pf_help_open_environment(ev);
}

/* Since 1.2.0 a variable switches it off. */
static enum pf_truth is_disabled(struct pf_eval *ev)
{
    static const char *const words[] = {"1", "true", "t", "yes", "y"};
    bool maybe;
    pf_value v = pf_env_peek(ev, PF_STR("PYTHON_DOTENV_DISABLED"), &maybe);
    if (!pf_is_bound(v) || (maybe && pf_is_vague(v)))
        return PF_NO; /* nobody sets it in an environment file without need */
    if (!pf_is_str(v))
        return PF_MAYBE;
    pf_str word = pf_arena_lower(ev->arena, pf_text_of(v));
    for (size_t i = 0; i < PF_COUNT(words); i++)
        if (pf_str_eq(word, pf_str_c(words[i])))
            return pf_help_since(ev, DISTRIBUTION, PF_VERSION(1, 2, 0));
    return PF_NO;
}

/* Up to 0.20 it is True in any case. */
static pf_value loaded(struct pf_eval *ev, enum pf_truth any)
{
    if (any == PF_YES)
        return pf_bool(true);
    if (any == PF_MAYBE)
        return pf_unknown_value(ev, KIND_TRUTH, true, "whether a file was loaded");
    return pf_help_choose(ev, pf_help_since(ev, DISTRIBUTION, PF_VERSION(0, 21, 0)), pf_bool(false),
                          pf_bool(true));
}

enum { DOTENV_PATH, STREAM, VERBOSE, OVERRIDE, INTERPOLATE };

static pf_value load_dotenv(struct pf_eval *ev, const struct pf_call *call)
{
    struct loading l = {.override = pf_help_flag(ev, call->args[OVERRIDE], false),
                        .interpolate = pf_help_flag(ev, call->args[INTERPOLATE], true)};
    enum pf_truth disabled = is_disabled(ev);
    if (disabled == PF_YES)
        return pf_bool(false);
    open_file(ev, call, call->args[DOTENV_PATH], call->args[STREAM], &l);
    l.unknown |= disabled == PF_MAYBE;
    pf_value values = l.unknown ? pf_unbound() : values_of(ev, &l, l.override != PF_NO);
    if (l.unknown) {
        load_unknown(ev, &l);
        return loaded(ev, PF_MAYBE);
    }
    const struct pf_dict d = values.as.object->contents->dict;
    for (size_t i = 0; i < d.count; i++)
        set_variable(ev, &l, pf_text_of(d.entries[i].key), d.entries[i].value);
    return loaded(ev, pf_truth_of(d.live > 0));
}

/* --- dotenv_values, find_dotenv
 * -------------------------------------------------------------------- */

static pf_value dotenv_values(struct pf_eval *ev, const struct pf_call *call)
{
    struct loading l = {.override = PF_YES, .interpolate = pf_help_flag(ev, call->args[3], true)};
    open_file(ev, call, call->args[DOTENV_PATH], call->args[STREAM], &l);
    pf_value values = values_of(ev, &l, true);
    if (l.unknown)
        return pf_unknown_value(ev, KIND_MAP, true, "the variables in an unknown file");
    pf_value module = pf_import_module(ev, PF_STR("collections"));
    pf_value cls =
        pf_is_failed(module) ? module : pf_get_attribute(ev, module, PF_STR("OrderedDict"));
    return pf_is_failed(cls) ? cls : pf_call_value(ev, cls, &values, 1);
}

static pf_value find_dotenv(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name = PF_STR(".env"), path;
    enum pf_truth use_cwd = pf_help_flag(ev, call->args[2], false);
    if (pf_is_bound(call->args[0]) && pf_is_str(call->args[0]))
        name = pf_text_of(call->args[0]);
    else if (pf_is_bound(call->args[0]) || use_cwd == PF_MAYBE)
        return pf_unknown_of(ev, KIND_TEXT, true, "where a .env file is", call->args, 1);
    pf_str from = use_cwd == PF_YES ? PF_STR("") : pf_help_caller_directory(call);
    bool found = pf_help_find_upward(ev, from, name, &path);
    if (found && pf_str_starts(path, PF_STR("/")))
        return pf_str_value(ev, path);
    if (found)
        return pf_path_value(ev, pf_arena_format(ev->arena, "/%.*s", PF_ARG(path)));
    if (pf_help_flag(ev, call->args[1], false) == PF_YES)
        return pf_raise(ev, "OSError", "File not found");
    return pf_str_value(ev, PF_STR(""));
}

static const struct pf_native functions[] = {
    {"dotenv.load_dotenv",
     "dotenv_path?, stream?, verbose?, override?, interpolate?, encoding?, on_duplicate?",
     load_dotenv, KIND_TRUTH, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"dotenv.dotenv_values",
     "dotenv_path?, stream?, verbose?, interpolate?, encoding?, on_duplicate?", dotenv_values,
     KIND_MAP, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"dotenv.find_dotenv", "filename?, raise_error_if_not_found?, usecwd?", find_dotenv, KIND_TEXT,
     PF_NATIVE_RAW},
    {"dotenv.get_key", "dotenv_path, key_to_get, encoding?", NULL, KIND_TEXT | KIND_NONE, 0},
    {"dotenv.set_key", "dotenv_path, key_to_set, value_to_set, quote_mode?, export?, encoding?",
     NULL, KIND_SEQ, 0},
    {"dotenv.unset_key", "dotenv_path, key_to_unset, quote_mode?, encoding?", NULL, KIND_SEQ, 0},
};

const struct pf_library pf_lib_dotenv = {
    .module = "dotenv",
    .functions = functions,
    .function_count = PF_COUNT(functions),
};
const struct pf_library pf_lib_dotenv_main = {
    .module = "dotenv.main",
    .functions = functions,
    .function_count = PF_COUNT(functions),
};
