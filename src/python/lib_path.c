/* pathlib. */
#include "python/lib_path.h"
#include "python/lib_help.h"

#include "base/file.h"

static const pf_value failed = {.type = PF_V_FAILED};

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)
#define PLAIN (PF_NATIVE_RAW | PF_NATIVE_NO_TRACE)

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
    return pf_fs_path_head(path, parent);
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
        return pf_fs_path_unknown(ev, call);
    pf_str name = pf_str_slice(path.text, pf_fs_last_slash(path.text), path.text.len);
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
        pf_fs_last_slash(path.text) == path.text.len || pf_str_eq(path.text, PF_STR("."))) {
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
    if (!own_path(ev, call, &path) || !pf_fs_path_in_project(ev, path) ||
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

/* What the model of glob finds below the path by that pattern. */
static pf_value fitting(struct pf_eval *ev, const struct pf_call *call, pf_value pattern)
{
    pf_value args[] = {call->args[0], pattern};
    pf_value library = pf_import_name(ev, PF_STR("glob"));
    pf_value find = library.type == PF_V_MODULE
                        ? pf_names_get(ev, library.as.object->attributes, PF_STR("_of_path"), NULL)
                        : pf_unbound();
    if (find.type != PF_V_FUNCTION)
        return folder_of(ev, call);
    pf_value found = pf_call_value(ev, find, args, 2);
    return found.type == PF_V_LIST ? pf_iter_value(ev, found) : found;
}

static pf_value path_iterdir(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_help_is_nowhere(ev, call->args[0]) ? pf_help_no_file(ev, call->args[0])
                                                 : fitting(ev, call, pf_str_c_value(ev, "*"));
}

static pf_value path_glob(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_help_is_nowhere(ev, call->args[0]) ? pf_iter_value(ev, pf_list_value(ev, NULL, 0))
                                                 : fitting(ev, call, call->args[1]);
}

static pf_value path_rglob(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[1]))
        return folder_of(ev, call);
    pf_str pattern = pf_arena_format(ev->arena, "**/%.*s", PF_ARG(pf_text_of(call->args[1])));
    return pf_help_is_nowhere(ev, call->args[0]) ? pf_iter_value(ev, pf_list_value(ev, NULL, 0))
                                                 : fitting(ev, call, pf_str_value(ev, pattern));
}

static pf_value path_done(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    pf_may_raise(ev, "OSError");
    return pf_none();
}

/* As lists of their parts: a slash comes before every other byte. */
static int compare_parts(pf_str a, pf_str b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        unsigned char x = (unsigned char)a.data[i], y = (unsigned char)b.data[i];
        if (x != y)
            return x == '/' || (y != '/' && x < y) ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static pf_value path_order(struct pf_eval *ev, const struct pf_call *call, bool less, bool equal)
{
    struct pf_fs_path a, b;
    bool wrong;
    if (pf_instance_state(call->args[1], &pf_path_class) == NULL && !pf_is_vague(call->args[1]))
        return (pf_value){.type = PF_V_NOT_IMPLEMENTED};
    if (!pf_fs_path_of(ev, call->args[0], &a, &wrong) ||
        !pf_fs_path_of(ev, call->args[1], &b, &wrong) || a.rooted != b.rooted)
        return pf_truth_value(ev, PF_MAYBE, call->args[0], call->args[1]);
    int order = compare_parts(a.text, b.text);
    return pf_bool(order == 0 ? equal : less == (order < 0));
}

static pf_value path_lt(struct pf_eval *ev, const struct pf_call *call)
{
    return path_order(ev, call, true, false);
}

static pf_value path_le(struct pf_eval *ev, const struct pf_call *call)
{
    return path_order(ev, call, true, true);
}

static pf_value path_gt(struct pf_eval *ev, const struct pf_call *call)
{
    return path_order(ev, call, false, false);
}

static pf_value path_ge(struct pf_eval *ev, const struct pf_call *call)
{
    return path_order(ev, call, false, true);
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
    {"Path.__lt__", "self, other, /", path_lt, TRUTH, PLAIN},
    {"Path.__le__", "self, other, /", path_le, TRUTH, PLAIN},
    {"Path.__gt__", "self, other, /", path_gt, TRUTH, PLAIN},
    {"Path.__ge__", "self, other, /", path_ge, TRUTH, PLAIN},
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
    {"Path.exists", "self, *, follow_symlinks?", pf_os_path_exists, TRUTH, PLAIN},
    {"Path.is_file", "self, *, follow_symlinks?", pf_os_path_isfile, TRUTH, PLAIN},
    {"Path.is_dir", "self, *, follow_symlinks?", pf_os_path_isdir, TRUTH, PLAIN},
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
    {"Path.rglob", "self, pattern, *, case_sensitive?, recurse_symlinks?", path_rglob,
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
