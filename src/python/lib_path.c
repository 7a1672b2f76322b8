/* pathlib and os.path. */
#include "python/lib_path.h"
#include "python/lib_help.h"

#include "base/file.h"

static const pf_value failed = {.type = PF_V_FAILED};

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)

/* --- path texts
 * ---------------------------------------------------------------------------------------- */

bool pf_fs_path_of(struct pf_eval *ev, pf_value v, struct pf_fs_path *path, bool *wrong)
{
    *wrong = false;
    const pf_value *text = pf_instance_state(v, &pf_path_class);
    if (text != NULL)
        v = *text;
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        v = v.as.object->wrapped;
    if (v.type == PF_V_UNKNOWN && v.as.unknown->is_path) {
        *path = (struct pf_fs_path){true, v.as.unknown->path};
        return true;
    }
    if (pf_is_str(v) && pf_str_find_byte(pf_text_of(v), '\0') == PF_STR_NONE) {
        *path = (struct pf_fs_path){false, pf_text_of(v)};
        return true;
    }
    if (pf_is_str(v)) /* versions of Python differ in what they make of NUL */
        return false;
    if (pf_is_vague(v) || v.type == PF_V_BYTES || v.type == PF_V_INSTANCE)
        return false;
    pf_str variable = v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
    pf_raise_variable(ev, variable, "TypeError",
                      "expected str, bytes or os.PathLike object, not %.*s",
                      PF_ARG(pf_type_name(v)));
    *wrong = true;
    return false;
}

pf_value pf_fs_path_value(struct pf_eval *ev, struct pf_fs_path path)
{
    return path.rooted ? pf_path_value(ev, path.text) : pf_str_value(ev, path.text);
}

struct pf_fs_path pf_fs_path_join(struct pf_eval *ev, struct pf_fs_path a, struct pf_fs_path b)
{
    if (b.rooted || pf_str_starts(b.text, PF_STR("/")))
        return b;
    bool slash = pf_str_ends(a.text, PF_STR("/")) || (a.text.len == 0 && !a.rooted);
    a.text =
        pf_arena_format(ev->arena, "%.*s%s%.*s", PF_ARG(a.text), slash ? "" : "/", PF_ARG(b.text));
    return a;
}

static void drop_last(struct pf_buffer *out)
{
    while (out->len > 0 && out->data[out->len - 1] != '/')
        out->len--;
    out->len -= out->len > 0;
}

bool pf_fs_path_normal(struct pf_eval *ev, struct pf_fs_path path, struct pf_fs_path *normal)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    bool absolute = path.rooted || pf_str_starts(path.text, PF_STR("/"));
    size_t depth = 0;
    pf_str rest = path.text, part;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")))
            continue;
        if (pf_str_eq(part, PF_STR("..")) && (depth > 0 || absolute)) {
            if (depth == 0 && path.rooted)
                return false;
            if (depth > 0) {
                drop_last(&out);
                depth--;
            }
            continue;
        }
        if (out.len > 0 || absolute)
            pf_buffer_add_byte(&out, '/');
        pf_buffer_add(&out, part);
        depth += !pf_str_eq(part, PF_STR(".."));
    }
    if (pf_str_starts(path.text, PF_STR("//")) && !pf_str_starts(path.text, PF_STR("///")) &&
        !path.rooted)
        return false; /* posix keeps two leading slashes: not worth modelling */
    *normal = (struct pf_fs_path){path.rooted, pf_buffer_str(&out)};
    if (out.len == 0 && !path.rooted)
        normal->text = absolute ? PF_STR("/") : PF_STR(".");
    return true;
}

/* Is it known where in the project this is? */
static bool is_in_project(const struct pf_eval *ev, struct pf_fs_path path)
{
    pf_str below;
    return path.rooted || pf_below_root(ev, path.text, &below);
}

enum pf_truth pf_fs_path_ask(struct pf_eval *ev, struct pf_fs_path path, enum pf_path_question q)
{
    struct pf_fs_path normal;
    if (!path.rooted && pf_below_root(ev, path.text, &path.text))
        path.rooted = true;
    if (!path.rooted && pf_is_absent_outside(ev, path.text))
        return PF_NO;
    if (!path.rooted && ev->options->is_whole && !pf_str_starts(path.text, PF_STR("/")))
        path = (struct pf_fs_path){true, pf_arena_format(ev->arena, "/%.*s", PF_ARG(path.text))};
    if (!path.rooted || !pf_fs_path_normal(ev, path, &normal))
        return PF_MAYBE;
    pf_str inside = pf_str_slice(normal.text, normal.text.len > 0, normal.text.len);
    bool file = pf_project_is_file(ev, inside);
    bool directory = inside.len == 0 || pf_project_is_directory(ev, inside);
    if (!directory && q != PF_PATH_IS_DIRECTORY && pf_project_is_doubtful(ev, inside))
        return PF_MAYBE;
    return pf_truth_of(q == PF_PATH_IS_FILE        ? file
                       : q == PF_PATH_IS_DIRECTORY ? directory
                                                   : file || directory);
}

/* --- os.path
 * --------------------------------------------------------------------------------------------- */

static pf_value unknown_path(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_unknown_of(ev, TEXT, false, "a path that is not known", call->args, call->count);
}

static bool is_some_text(pf_value v)
{
    return pf_is_str(v) && pf_text_of(v).len > 0;
}

/* join("", "") is empty. */
static pf_value unknown_join(struct pf_eval *ev, const struct pf_call *call)
{
    bool some = is_some_text(call->args[0]);
    for (size_t i = 0; i < call->args[1].as.tuple->count; i++)
        some |= is_some_text(call->args[1].as.tuple->items[i]);
    return pf_unknown_of(ev, TEXT, !some, "a path that is not known", call->args, call->count);
}

static pf_value path_join(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path, part;
    bool wrong;
    const struct pf_tuple *rest = call->args[1].as.tuple;
    bool known = pf_fs_path_of(ev, call->args[0], &path, &wrong);
    for (size_t i = 0; i < rest->count && !wrong; i++) {
        pf_value v = rest->items[i];
        if (!pf_fs_path_of(ev, v, &part, &wrong))
            known = false;
        else if (known || part.rooted || pf_str_starts(part.text, PF_STR("/"))) {
            path = known ? pf_fs_path_join(ev, path, part) : part;
            known = true;
        }
    }
    if (wrong)
        return failed;
    pf_value made = known ? pf_fs_path_value(ev, path) : unknown_join(ev, call);
    for (size_t i = 0; i < rest->count; i++)
        made = pf_made_of(ev, made, rest->items[i], call->args[0]);
    return made;
}

typedef pf_value path_fn(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call);

static pf_value with_path(struct pf_eval *ev, const struct pf_call *call, path_fn *f)
{
    struct pf_fs_path path;
    bool wrong;
    if (!pf_fs_path_of(ev, call->args[0], &path, &wrong))
        return wrong ? failed
                     : pf_unknown_of(ev, call->native->returns, true, "an unknown path", call->args,
                                     1);
    return f(ev, path, call);
}

static size_t last_slash(pf_str s)
{
    ptrdiff_t at = pf_str_find_last_byte(s, '/');
    return at == PF_STR_NONE ? 0 : (size_t)at + 1;
}

static bool head_of(struct pf_fs_path path, struct pf_fs_path *head)
{
    if (path.rooted && path.text.len == 0)
        return false;
    size_t at = last_slash(path.text);
    pf_str s = pf_str_slice(path.text, 0, at);
    size_t end = s.len;
    while (end > 0 && s.data[end - 1] == '/')
        end--;
    bool all_slashes = end == 0 && !path.rooted;
    *head = (struct pf_fs_path){path.rooted, all_slashes ? s : pf_str_slice(s, 0, end)};
    return true;
}

static pf_value dirname_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    struct pf_fs_path head;
    return head_of(path, &head) ? pf_fs_path_value(ev, head) : unknown_path(ev, call);
}

static pf_value basename_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    if (path.rooted && path.text.len == 0)
        return unknown_path(ev, call);
    return pf_str_value(ev, pf_str_slice(path.text, last_slash(path.text), path.text.len));
}

static pf_value split_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    pf_value parts[] = {dirname_of(ev, path, call), basename_of(ev, path, call)};
    return pf_tuple_value(ev, parts, 2);
}

static size_t extension_at(pf_str name)
{
    size_t start = last_slash(name), first = start;
    while (first < name.len && name.data[first] == '.')
        first++;
    ptrdiff_t dot = pf_str_find_last_byte(pf_str_slice(name, first, name.len), '.');
    return dot == PF_STR_NONE ? name.len : first + (size_t)dot;
}

static pf_value splitext_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    (void)call;
    size_t at = extension_at(path.text);
    struct pf_fs_path head = {path.rooted, pf_str_slice(path.text, 0, at)};
    pf_value parts[] = {pf_fs_path_value(ev, head),
                        pf_str_value(ev, pf_str_slice(path.text, at, path.text.len))};
    return pf_tuple_value(ev, parts, 2);
}

static pf_value normpath_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    struct pf_fs_path normal;
    return pf_fs_path_normal(ev, path, &normal) ? pf_fs_path_value(ev, normal)
                                                : unknown_path(ev, call);
}

static pf_value abspath_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    if (!path.rooted && !pf_str_starts(path.text, PF_STR("/")))
        return unknown_path(ev, call); /* it depends on where the server is started */
    return normpath_of(ev, path, call);
}

static pf_value realpath_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    return is_in_project(ev, path) ? normpath_of(ev, path, call) : unknown_path(ev, call);
}

static pf_value isabs_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_bool(path.rooted || pf_str_starts(path.text, PF_STR("/")));
}

static pf_value expanduser_of(struct pf_eval *ev, struct pf_fs_path path,
                              const struct pf_call *call)
{
    if (path.rooted || !pf_str_starts(path.text, PF_STR("~")))
        return pf_fs_path_value(ev, path);
    pf_value home = unknown_path(ev, call);
    return path.text.len > 2 ? pf_below_home(ev, home) : home;
}

static pf_value ask(struct pf_eval *ev, const struct pf_call *call, enum pf_path_question q)
{
    struct pf_fs_path path;
    bool wrong;
    enum pf_truth truth = PF_MAYBE;
    if (pf_is_absent_at_home(ev, call->args[0]))
        truth = PF_NO;
    if (pf_fs_path_of(ev, call->args[0], &path, &wrong))
        truth = pf_fs_path_ask(ev, path, q);
    if (wrong)
        return failed;
    if (truth != PF_MAYBE)
        return pf_bool(truth == PF_YES);
    return pf_unknown_of(ev, TRUTH, true, "whether a file exists where it runs", call->args, 1);
}

static pf_value fn_exists(struct pf_eval *ev, const struct pf_call *call)
{
    return ask(ev, call, PF_PATH_EXISTS);
}

static pf_value fn_isfile(struct pf_eval *ev, const struct pf_call *call)
{
    return ask(ev, call, PF_PATH_IS_FILE);
}

static pf_value fn_isdir(struct pf_eval *ev, const struct pf_call *call)
{
    return ask(ev, call, PF_PATH_IS_DIRECTORY);
}

#define PATH_FUNCTION(name)                                                                        \
    static pf_value fn_##name(struct pf_eval *ev, const struct pf_call *call)                      \
    {                                                                                              \
        return with_path(ev, call, name##_of);                                                     \
    }
PATH_FUNCTION(dirname)
PATH_FUNCTION(basename)
PATH_FUNCTION(split)
PATH_FUNCTION(splitext)
PATH_FUNCTION(normpath)
PATH_FUNCTION(abspath)
PATH_FUNCTION(realpath)
PATH_FUNCTION(isabs)
PATH_FUNCTION(expanduser)

#define PLAIN (PF_NATIVE_RAW | PF_NATIVE_NO_TRACE)

static const struct pf_native os_path_functions[] = {
    {"os.path.join", "a, /, *p", path_join, TEXT, PF_NATIVE_RAW},
    {"os.path.dirname", "p", fn_dirname, TEXT, PF_NATIVE_RAW},
    {"os.path.basename", "p", fn_basename, TEXT, PF_NATIVE_RAW},
    {"os.path.split", "p", fn_split, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.path.splitext", "p", fn_splitext, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.path.normpath", "path", fn_normpath, TEXT, PF_NATIVE_RAW},
    {"os.path.abspath", "path", fn_abspath, TEXT, PF_NATIVE_RAW},
    {"os.path.realpath", "filename, *, strict?", fn_realpath, TEXT, PF_NATIVE_RAW},
    {"os.path.isabs", "s", fn_isabs, TRUTH, PF_NATIVE_RAW},
    {"os.path.expanduser", "path", fn_expanduser, TEXT, PF_NATIVE_RAW},
    {"os.path.exists", "path", fn_exists, TRUTH, PF_NATIVE_RAW},
    {"os.path.lexists", "path", fn_exists, TRUTH, PF_NATIVE_RAW},
    {"os.path.isfile", "path", fn_isfile, TRUTH, PF_NATIVE_RAW},
    {"os.path.isdir", "s", fn_isdir, TRUTH, PF_NATIVE_RAW},
    {"os.path.relpath", "path, start?", NULL, TEXT, 0},
    {"os.path.expandvars", "path", NULL, TEXT, 0},
    {"os.path.commonprefix", "m", NULL, TEXT, 0},
    {"os.path.commonpath", "paths", NULL, TEXT, 0},
    {"os.path.islink", "path", NULL, TRUTH, 0},
    {"os.path.ismount", "path", NULL, TRUTH, 0},
    {"os.path.getsize", "filename", NULL, PF_KIND_BIT(PF_INT), 0},
    {"os.path.getmtime", "filename", NULL, PF_KIND_BIT(PF_REAL), 0},
};
static const struct pf_native_constant os_path_constants[] = {
    {"sep", "'/'"},     {"pathsep", "':'"}, {"curdir", "'.'"},
    {"pardir", "'..'"}, {"extsep", "'.'"},  {"altsep", "None"},
};

const struct pf_library pf_lib_os_path = {
    .module = "os.path",
    .functions = os_path_functions,
    .function_count = PF_COUNT(os_path_functions),
    .constants = os_path_constants,
    .constant_count = PF_COUNT(os_path_constants),
    .is_standard = true,
};

/* --- pathlib
 * -----------------------------------------------------------------------------------------------
 */

static pf_value new_path(struct pf_eval *ev, pf_value text)
{
    pf_value *state = PF_NEW(ev->arena, pf_value);
    *state = text;
    pf_value path = pf_instance_value(ev, pf_eval_class(ev, &pf_path_class), state);
    path.origin = text.origin;
    return path;
}

/* Without double slashes and single dots, as a PurePosixPath keeps it. */
static struct pf_fs_path tidy(struct pf_eval *ev, struct pf_fs_path path)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    bool absolute = pf_str_starts(path.text, PF_STR("/")) && !path.rooted;
    pf_str rest = path.text, part;
    if (absolute)
        pf_buffer_add_byte(&out, '/');
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")))
            continue;
        if (path.rooted || (out.len > 0 && out.data[out.len - 1] != '/'))
            pf_buffer_add_byte(&out, '/');
        pf_buffer_add(&out, part);
    }
    if (out.len == 0 && !path.rooted)
        return (struct pf_fs_path){false, PF_STR(".")};
    return (struct pf_fs_path){path.rooted, pf_buffer_str(&out)};
}

static pf_value path_of(struct pf_eval *ev, struct pf_fs_path path)
{
    if (!path.rooted && pf_str_starts(path.text, PF_STR("//")))
        return new_path(ev, pf_unknown_value(ev, TEXT, false, "a path that is not known"));
    return new_path(ev, pf_fs_path_value(ev, tidy(ev, path)));
}

static pf_value vague_path(struct pf_eval *ev, const pf_value *made_of, size_t count)
{
    return new_path(ev, pf_unknown_of(ev, TEXT, false, "a path that is not known", made_of, count));
}

static pf_value join_all(struct pf_eval *ev, pf_value first, const struct pf_tuple *rest)
{
    struct pf_fs_path path = {false, PF_STR("")}, part;
    bool wrong, known = true;
    pf_value origin = first;
    for (size_t i = 0; i < rest->count + 1; i++) {
        pf_value v = i == 0 ? first : rest->items[i - 1];
        if (!pf_is_bound(v))
            continue;
        bool fine = pf_fs_path_of(ev, v, &part, &wrong);
        if (wrong)
            return failed;
        bool resets = fine && (part.rooted || pf_str_starts(part.text, PF_STR("/")));
        if (fine && (known || resets))
            path = known ? pf_fs_path_join(ev, path, part) : part;
        known = fine && (known || resets);
        origin = pf_made_of(ev, origin, v, v);
    }
    pf_value made = known ? path_of(ev, path) : vague_path(ev, rest->items, rest->count);
    return pf_made_of(ev, made, origin, origin);
}

static pf_value make_path(struct pf_eval *ev, const struct pf_call *call)
{
    return join_all(ev, pf_unbound(), call->args[0].as.tuple);
}

static pf_value self_text(const struct pf_call *call)
{
    const pf_value *text = pf_instance_state(call->args[0], &pf_path_class);
    return text == NULL ? pf_none() : *text;
}

/* The path of the object itself; false: unknown. */
static bool own_path(struct pf_eval *ev, const struct pf_call *call, struct pf_fs_path *path)
{
    bool wrong;
    return pf_fs_path_of(ev, self_text(call), path, &wrong);
}

static pf_value path_str(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value text = self_text(call);
    if (pf_is_none(text))
        return pf_unknown_value(ev, TEXT, false, "a path that is not known");
    return pf_made_of(ev, text, call->args[0], text);
}

static pf_value path_repr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value text = self_text(call);
    if (!pf_is_str(text))
        return pf_unknown_value(ev, TEXT, false, "a path that is not known");
    pf_value inner = pf_repr_of_value(ev, text);
    return pf_is_str(inner) ? pf_str_value(ev, pf_arena_format(ev->arena, "PosixPath(%.*s)",
                                                               PF_ARG(pf_text_of(inner))))
                            : inner;
}

static pf_value path_div(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value other = call->args[1];
    if (!pf_is_vague(other) && !pf_is_str(other) &&
        pf_instance_state(other, &pf_path_class) == NULL)
        return (pf_value){.type = PF_V_NOT_IMPLEMENTED};
    struct pf_tuple one = {.items = &other, .count = 1};
    pf_value made = join_all(ev, call->args[0], &one);
    return pf_is_failed(made) ? made : pf_made_of(ev, made, call->args[0], other);
}

static pf_value path_rdiv(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value self = call->args[0];
    if (!pf_is_vague(call->args[1]) && !pf_is_str(call->args[1]))
        return (pf_value){.type = PF_V_NOT_IMPLEMENTED};
    struct pf_tuple one = {.items = &self, .count = 1};
    return join_all(ev, call->args[1], &one);
}

static pf_value path_joinpath(struct pf_eval *ev, const struct pf_call *call)
{
    return join_all(ev, call->args[0], call->args[1].as.tuple);
}

static bool parent_of(struct pf_fs_path path, struct pf_fs_path *parent)
{
    if (pf_str_eq(path.text, PF_STR("/")) || pf_str_eq(path.text, PF_STR("."))) {
        *parent = path;
        return true;
    }
    return head_of(path, parent);
}

static pf_value path_parent(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path, parent;
    if (!own_path(ev, call, &path) || !parent_of(path, &parent))
        return vague_path(ev, call->args, 1);
    return path_of(ev, parent);
}

static pf_value path_parents(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path, parent;
    pf_value list = pf_list_value(ev, NULL, 0);
    struct pf_contents *c = list.as.object->contents;
    if (!own_path(ev, call, &path))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "an unknown path", call->args, 1);
    while (parent_of(path, &parent)) {
        struct pf_fs_path kept = tidy(ev, parent);
        if (!path.rooted && pf_str_eq(kept.text, path.text))
            return pf_tuple_value(ev, c->items, c->count);
        pf_list_append(ev, c, path_of(ev, kept));
        path = kept;
    }
    /* Above the project's directory: some more, that nobody knows. */
    pf_value above = vague_path(ev, call->args, 1);
    for (int i = 0; i < 4; i++)
        pf_list_append(ev, c, above);
    return pf_tuple_value(ev, c->items, c->count);
}

static pf_value path_name(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    if (!own_path(ev, call, &path)) /* Path("").name is empty */
        return pf_unknown_of(ev, TEXT, true, "a path that is not known", call->args, 1);
    if (path.rooted && path.text.len == 0)
        return unknown_path(ev, call);
    pf_str name = pf_str_slice(path.text, last_slash(path.text), path.text.len);
    return pf_str_value(ev, pf_str_eq(name, PF_STR(".")) ? PF_STR("") : name);
}

static size_t suffix_at(pf_str name)
{
    ptrdiff_t dot = pf_str_find_last_byte(name, '.');
    bool none = dot == PF_STR_NONE || dot == 0 || (size_t)dot + 1 == name.len;
    return none ? name.len : (size_t)dot;
}

static pf_value path_stem(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = path_name(ev, call);
    if (!pf_is_str(name))
        return name;
    return pf_str_value(ev, pf_str_slice(pf_text_of(name), 0, suffix_at(pf_text_of(name))));
}

static pf_value path_suffix(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = path_name(ev, call);
    if (!pf_is_str(name))
        return pf_unknown_of(ev, TEXT, true, "a path that is not known", call->args, 1);
    pf_str s = pf_text_of(name);
    return pf_str_value(ev, pf_str_slice(s, suffix_at(s), s.len));
}

static pf_value path_with_name(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path, parent;
    bool plain = pf_is_str(call->args[1]) && pf_text_of(call->args[1]).len > 0 &&
                 pf_str_find_byte(pf_text_of(call->args[1]), '/') == PF_STR_NONE;
    if (!plain || !own_path(ev, call, &path) || !parent_of(path, &parent) ||
        last_slash(path.text) == path.text.len || pf_str_eq(path.text, PF_STR("."))) {
        pf_may_raise(ev, "ValueError");
        return vague_path(ev, call->args, 2);
    }
    struct pf_fs_path part = {false, pf_text_of(call->args[1])};
    return path_of(ev, pf_fs_path_join(ev, tidy(ev, parent), part));
}

/* The last part without its suffix, and `suffix` behind it. */
static pf_value path_with_suffix(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = path_name(ev, call);
    if (!pf_is_str(name) || !pf_is_str(call->args[1])) {
        pf_may_raise(ev, "");
        return vague_path(ev, call->args, 2);
    }
    pf_str suffix = pf_text_of(call->args[1]), last = pf_text_of(name);
    if (pf_str_find_byte(suffix, '/') != PF_STR_NONE ||
        (suffix.len > 0 && (suffix.len == 1 || suffix.data[0] != '.')))
        return pf_raise(ev, "ValueError", "Invalid suffix '%.*s'", PF_ARG(suffix));
    if (last.len == 0)
        return pf_raise(ev, "ValueError", "the path has an empty name");
    pf_str parts[] = {pf_str_slice(last, 0, suffix_at(last)), suffix};
    pf_value args[] = {call->args[0],
                       pf_str_value(ev, pf_arena_join(ev->arena, parts, 2, PF_STR("")))};
    struct pf_call named = *call;
    named.args = args;
    return path_with_name(ev, &named);
}

static pf_value path_resolve(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path, normal;
    if (!own_path(ev, call, &path) || !is_in_project(ev, path) ||
        !pf_fs_path_normal(ev, path, &normal))
        return vague_path(ev, call->args, 1);
    return path_of(ev, normal);
}

static pf_value path_absolute(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    if (!own_path(ev, call, &path) || !(path.rooted || pf_str_starts(path.text, PF_STR("/"))))
        return vague_path(ev, call->args, 1);
    return call->args[0];
}

static pf_value path_parts(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    if (!own_path(ev, call, &path) || path.rooted || pf_str_eq(path.text, PF_STR(".")))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "an unknown path", call->args, 1);
    pf_value list = pf_list_value(ev, NULL, 0);
    pf_str rest = path.text, part;
    if (pf_str_starts(rest, PF_STR("/")))
        pf_list_append(ev, list.as.object->contents, pf_str_value(ev, PF_STR("/")));
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (part.len > 0)
            pf_list_append(ev, list.as.object->contents, pf_str_value(ev, part));
    }
    return pf_tuple_value(ev, list.as.object->contents->items, list.as.object->contents->count);
}

static pf_value path_is_absolute(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    if (!own_path(ev, call, &path))
        return pf_unknown_of(ev, TRUTH, true, "an unknown path", call->args, 1);
    return pf_bool(path.rooted || pf_str_starts(path.text, PF_STR("/")));
}

static pf_value read_file(struct pf_eval *ev, const struct pf_call *call, bool binary)
{
    pf_str path;
    const struct pf_source *source =
        pf_project_path(ev, call->args[0], &path) ? pf_project_source(ev, path) : NULL;
    if (source != NULL)
        return pf_file_text(ev, source, binary);
    if (pf_help_is_nowhere(ev, call->args[0]))
        return pf_help_no_file(ev, call->args[0]);
    pf_may_raise(ev, "OSError");
    return pf_unknown_of(ev, binary ? PF_KIND_OBJECT : TEXT, true,
                         "a file that is not in the project", call->args, 1);
}

static pf_value path_read_text(struct pf_eval *ev, const struct pf_call *call)
{
    return read_file(ev, call, false);
}

static pf_value path_read_bytes(struct pf_eval *ev, const struct pf_call *call)
{
    return read_file(ev, call, true);
}

static pf_value path_open(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_fn_open(ev, call);
}

static pf_value folder_of(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "OSError");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "what a folder holds", call->args, 1);
}

static pf_value path_iterdir(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_help_is_nowhere(ev, call->args[0]) ? pf_help_no_file(ev, call->args[0])
                                                 : folder_of(ev, call);
}

static pf_value path_glob(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_help_is_nowhere(ev, call->args[0]) ? pf_iter_value(ev, pf_list_value(ev, NULL, 0))
                                                 : folder_of(ev, call);
}

static pf_value path_done(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    pf_may_raise(ev, "OSError");
    return pf_none();
}

static pf_value path_eq(struct pf_eval *ev, const struct pf_call *call)
{
    const pf_value *other = pf_instance_state(call->args[1], &pf_path_class);
    pf_value self = self_text(call);
    if (pf_is_vague(call->args[1]))
        return pf_truth_value(ev, PF_MAYBE, call->args[0], call->args[1]);
    if (other == NULL)
        return (pf_value){.type = PF_V_NOT_IMPLEMENTED};
    if (self.type == PF_V_UNKNOWN && other->type == PF_V_UNKNOWN && self.as.unknown->is_path &&
        other->as.unknown->is_path)
        return pf_bool(pf_str_eq(self.as.unknown->path, other->as.unknown->path));
    return pf_truth_value(ev, pf_equal_values(ev, self, *other), call->args[0], call->args[1]);
}

static pf_value path_unknown(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "");
    return vague_path(ev, call->args, call->count);
}

static pf_value path_expanduser(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    if (!own_path(ev, call, &path) || (!path.rooted && pf_str_starts(path.text, PF_STR("~"))))
        return vague_path(ev, call->args, 1);
    return call->args[0];
}

static pf_value path_exit(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

#define PROPERTY (PF_NATIVE_RAW | PF_NATIVE_PROPERTY | PF_NATIVE_NO_TRACE)

static const struct pf_native path_methods[] = {
    {"Path.__str__", "self", path_str, TEXT, PLAIN},
    {"Path.__fspath__", "self", path_str, TEXT, PLAIN},
    {"Path.as_posix", "self", path_str, TEXT, PLAIN},
    {"Path.__repr__", "self", path_repr, TEXT, PLAIN},
    {"Path.__truediv__", "self, other, /", path_div, 0, PLAIN},
    {"Path.__rtruediv__", "self, other, /", path_rdiv, 0, PLAIN},
    {"Path.__eq__", "self, other, /", path_eq, TRUTH, PLAIN},
    {"Path.joinpath", "self, *others", path_joinpath, 0, PLAIN},
    {"Path.parent", "self", path_parent, 0, PROPERTY},
    {"Path.parents", "self", path_parents, PF_KIND_BIT(PF_SEQ), PROPERTY},
    {"Path.name", "self", path_name, TEXT, PROPERTY},
    {"Path.stem", "self", path_stem, TEXT, PROPERTY},
    {"Path.suffix", "self", path_suffix, TEXT, PROPERTY},
    {"Path.parts", "self", path_parts, PF_KIND_BIT(PF_SEQ), PROPERTY},
    {"Path.resolve", "self, strict?", path_resolve, 0, PLAIN},
    {"Path.absolute", "self", path_absolute, 0, PLAIN},
    {"Path.with_name", "self, name", path_with_name, 0, PLAIN},
    {"Path.with_suffix", "self, suffix", path_with_suffix, 0, PLAIN},
    {"Path.with_stem", "self, stem", path_unknown, 0, PLAIN},
    {"Path.relative_to", "self, *others, walk_up?", path_unknown, 0, PLAIN},
    {"Path.is_absolute", "self", path_is_absolute, TRUTH, PLAIN},
    {"Path.exists", "self, *, follow_symlinks?", fn_exists, TRUTH, PLAIN},
    {"Path.is_file", "self, *, follow_symlinks?", fn_isfile, TRUTH, PLAIN},
    {"Path.is_dir", "self, *, follow_symlinks?", fn_isdir, TRUTH, PLAIN},
    {"Path.read_text", "self, encoding?, errors?, newline?", path_read_text, TEXT, PLAIN},
    {"Path.read_bytes", "self", path_read_bytes, 0, PLAIN},
    {"Path.open", "self, mode?, buffering?, encoding?, errors?, newline?", path_open, 0, PLAIN},
    {"Path.mkdir", "self, mode?, parents?, exist_ok?", path_done, PF_KIND_BIT(PF_NULL), PLAIN},
    {"Path.touch", "self, mode?, exist_ok?", path_done, PF_KIND_BIT(PF_NULL), PLAIN},
    {"Path.unlink", "self, missing_ok?", path_done, PF_KIND_BIT(PF_NULL), PLAIN},
    {"Path.expanduser", "self", path_expanduser, 0, PLAIN},
    {"Path.__enter__", "self", path_absolute, 0, PLAIN},
    {"Path.__exit__", "self, *args", path_exit, 0, PLAIN},
    {"Path.cwd", "", path_unknown, 0, PF_NATIVE_RAW | PF_NATIVE_STATIC},
    {"Path.home", "", path_unknown, 0, PF_NATIVE_RAW | PF_NATIVE_STATIC},
    {"Path.iterdir", "self", path_iterdir, PF_KIND_BIT(PF_SEQ), PLAIN},
    {"Path.glob", "self, pattern, *, case_sensitive?, recurse_symlinks?", path_glob,
     PF_KIND_BIT(PF_SEQ), PLAIN},
    {"Path.rglob", "self, pattern, *, case_sensitive?, recurse_symlinks?", path_glob,
     PF_KIND_BIT(PF_SEQ), PLAIN},
    {"Path.as_uri", "self", NULL, TEXT, PLAIN},
    {"Path.stat", "self, *, follow_symlinks?", NULL, 0, PLAIN},
    {"Path.write_text", "self, data, *args, **kwargs", NULL, PF_KIND_BIT(PF_INT), PLAIN},
    {"Path.match", "self, *args, **kwargs", NULL, TRUTH, PLAIN},
    {"Path.is_relative_to", "self, *others", NULL, TRUTH, PLAIN},
    {"Path.suffixes", "self", NULL, PF_KIND_BIT(PF_SEQ), PROPERTY},
    {"Path.anchor", "self", NULL, TEXT, PROPERTY},
    {"Path.root", "self", NULL, TEXT, PROPERTY},
    {"Path.drive", "self", NULL, TEXT, PROPERTY},
    {"Path.__hash__", "self", NULL, PF_KIND_BIT(PF_INT), PLAIN},
};
static const struct pf_native path_make = {"pathlib.Path", "*args, **kwargs", make_path, 0,
                                           PF_NATIVE_RAW};

const struct pf_native_class pf_path_class = {.name = "PosixPath",
                                              .module = "pathlib",
                                              .methods = path_methods,
                                              .method_count = PF_COUNT(path_methods),
                                              .make = &path_make};

static pf_value pathlib_attribute(struct pf_eval *ev, pf_str name)
{
    static const char *const names[] = {"Path", "PurePath", "PosixPath", "PurePosixPath"};
    for (size_t i = 0; i < PF_COUNT(names); i++)
        if (pf_str_eq(name, pf_str_c(names[i])))
            return pf_object_value(pf_eval_class(ev, &pf_path_class));
    return pf_unbound();
}

const struct pf_library pf_lib_pathlib = {
    .module = "pathlib", .attribute = pathlib_attribute, .is_standard = true};
