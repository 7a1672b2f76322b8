/* os.path. */
#include "python/lib_path.h"

#include "python/lib_help.h"

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)

static const pf_value failed = {.type = PF_V_FAILED};

pf_value pf_fs_path_unknown(struct pf_eval *ev, const struct pf_call *call)
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

size_t pf_fs_last_slash(pf_str s)
{
    ptrdiff_t at = pf_str_find_last_byte(s, '/');
    return at == PF_STR_NONE ? 0 : (size_t)at + 1;
}

bool pf_fs_path_head(struct pf_fs_path path, struct pf_fs_path *head)
{
    if (path.rooted && path.text.len == 0)
        return false;
    size_t at = pf_fs_last_slash(path.text);
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
    return pf_fs_path_head(path, &head) ? pf_fs_path_value(ev, head) : pf_fs_path_unknown(ev, call);
}

static pf_value basename_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    if (path.rooted && path.text.len == 0)
        return pf_fs_path_unknown(ev, call);
    return pf_str_value(ev, pf_str_slice(path.text, pf_fs_last_slash(path.text), path.text.len));
}

static pf_value split_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    pf_value parts[] = {dirname_of(ev, path, call), basename_of(ev, path, call)};
    return pf_tuple_value(ev, parts, 2);
}

static size_t extension_at(pf_str name)
{
    size_t start = pf_fs_last_slash(name), first = start;
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
                                                : pf_fs_path_unknown(ev, call);
}

static pf_value abspath_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    if (!path.rooted && !pf_str_starts(path.text, PF_STR("/")))
        return pf_fs_path_unknown(ev, call); /* it depends on where the server is started */
    return normpath_of(ev, path, call);
}

static pf_value realpath_of(struct pf_eval *ev, struct pf_fs_path path, const struct pf_call *call)
{
    return pf_fs_path_in_project(ev, path) ? normpath_of(ev, path, call)
                                           : pf_fs_path_unknown(ev, call);
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
    pf_value home = pf_fs_path_unknown(ev, call);
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

pf_value pf_os_path_exists(struct pf_eval *ev, const struct pf_call *call)
{
    return ask(ev, call, PF_PATH_EXISTS);
}

pf_value pf_os_path_isfile(struct pf_eval *ev, const struct pf_call *call)
{
    return ask(ev, call, PF_PATH_IS_FILE);
}

pf_value pf_os_path_isdir(struct pf_eval *ev, const struct pf_call *call)
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
    {"os.path.exists", "path", pf_os_path_exists, TRUTH, PF_NATIVE_RAW},
    {"os.path.lexists", "path", pf_os_path_exists, TRUTH, PF_NATIVE_RAW},
    {"os.path.isfile", "path", pf_os_path_isfile, TRUTH, PF_NATIVE_RAW},
    {"os.path.isdir", "s", pf_os_path_isdir, TRUTH, PF_NATIVE_RAW},
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
