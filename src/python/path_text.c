/* Paths as texts, and what is known to lie there. */
#include "python/lib_path.h"

#include "python/lib_help.h"

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
bool pf_fs_path_in_project(const struct pf_eval *ev, struct pf_fs_path path)
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
