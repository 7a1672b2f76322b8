/* What several modelled libraries share: versions, origins, files, words. */
#include "python/lib_help.h"
#include "python/lib_path.h"

#include "base/file.h"

/* --- versions --------------------------------------------------------------------------------- */

static unsigned read_version(pf_str text)
{
    unsigned parts[3] = {0};
    size_t at = 0;
    for (size_t i = 0; i < text.len && at < 3; i++) {
        if (text.data[i] == '.')
            at++;
        else if (!pf_is_digit(text.data[i]))
            break;
        else if (parts[at] < 900)
            parts[at] = parts[at] * 10 + (unsigned)(text.data[i] - '0');
    }
    return PF_VERSION(parts[0], parts[1], parts[2]);
}

enum pf_truth pf_help_since(struct pf_eval *ev, const char *distribution, unsigned version)
{
    const struct pf_node *node = pf_node_get(ev->options->packages, distribution);
    if (node == NULL || node->kind != PF_STRING)
        return PF_MAYBE;
    return pf_truth_of(node->text.len == 0 || read_version(node->text) >= version);
}

pf_value pf_help_choose(struct pf_eval *ev, enum pf_truth since, pf_value new, pf_value old)
{
    if (since == PF_MAYBE)
        return pf_join_value(ev, new, old);
    return since == PF_YES ? new : old;
}

enum { MAX_DEPTH = 20 /* of containers in containers that are compared */ };

static bool same_dicts(const struct pf_dict *a, const struct pf_dict *b, int depth);

/* Alike to the last type: two that nobody else holds are then one. */
static bool same_deep(pf_value a, pf_value b, int depth)
{
    if (depth > MAX_DEPTH || a.type != b.type)
        return false;
    if (a.type == PF_V_TUPLE && a.as.tuple->cls == b.as.tuple->cls) {
        bool same = a.as.tuple->count == b.as.tuple->count;
        for (size_t i = 0; same && i < a.as.tuple->count; i++)
            same = same_deep(a.as.tuple->items[i], b.as.tuple->items[i], depth + 1);
        return same;
    }
    if (a.type != PF_V_LIST && a.type != PF_V_DICT)
        return pf_same_value(a, b);
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (x->knowledge != PF_CONTENTS_KNOWN || y->knowledge != PF_CONTENTS_KNOWN ||
        x->count != y->count || a.as.object->cls != b.as.object->cls)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!same_deep(x->items[i], y->items[i], depth + 1))
            return false;
    return same_dicts(&x->dict, &y->dict, depth);
}

static bool same_dicts(const struct pf_dict *a, const struct pf_dict *b, int depth)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct pf_entry *x = &a->entries[i], *y = &b->entries[i];
        if (x->live != y->live || x->maybe != y->maybe)
            return false;
        if (x->live &&
            (!pf_same_value(x->key, y->key) || !same_deep(x->value, y->value, depth + 1)))
            return false;
    }
    return true;
}

static bool has_names_only(pf_value v)
{
    if (v.type != PF_V_DICT || v.as.object->contents->knowledge != PF_CONTENTS_KNOWN)
        return false;
    const struct pf_dict *d = &v.as.object->contents->dict;
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].live && !pf_is_str(d->entries[i].key))
            return false;
    return true;
}

static void put_maybe(struct pf_eval *ev, pf_value dict, const struct pf_entry *e)
{
    struct pf_contents *c = pf_heap_write(ev, dict.as.object);
    pf_dict_put_str(ev, c, pf_text_of(e->key), e->value)->maybe = true;
}

/* One of two dicts that nobody else holds, key by key. */
static pf_value join_dicts(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    if (same_deep(a, b, 0))
        return a;
    if (depth > MAX_DEPTH || !has_names_only(a) || !has_names_only(b) ||
        a.as.object->cls != b.as.object->cls)
        return pf_join_value(ev, a, b);
    const struct pf_dict x = a.as.object->contents->dict, y = b.as.object->contents->dict;
    pf_value both = pf_dict_value(ev);
    both.as.object->cls = a.as.object->cls;
    both.origin = pf_origin_merge(ev, a.origin, b.origin);
    for (size_t i = 0; i < x.count; i++) {
        if (!x.entries[i].live)
            continue;
        pf_str key = pf_text_of(x.entries[i].key);
        bool maybe = false;
        pf_value other = pf_dict_get_str(ev, b, key, &maybe);
        if (pf_is_bound(other) && !maybe && !x.entries[i].maybe)
            pf_dict_set_str(ev, both, key, join_dicts(ev, x.entries[i].value, other, depth + 1));
        else
            put_maybe(ev, both, &x.entries[i]);
    }
    for (size_t i = 0; i < y.count; i++)
        if (y.entries[i].live &&
            !pf_is_bound(pf_dict_get_str(ev, a, pf_text_of(y.entries[i].key), NULL)))
            put_maybe(ev, both, &y.entries[i]);
    return both;
}

pf_value pf_help_each_version(struct pf_eval *ev, const char *distribution, unsigned oldest,
                              unsigned newest, pf_help_versioned *f, void *context)
{
    const struct pf_node *node = pf_node_get(ev->options->packages, distribution);
    if (node != NULL && node->kind == PF_STRING)
        return f(ev, node->text.len == 0 ? newest : read_version(node->text), context);
    struct pf_fork fork;
    pf_value old, new, last = pf_unbound();
    pf_fork_begin(ev, &fork);
    old = f(ev, oldest, context);
    pf_fork_arm(ev, &fork, pf_is_failed(old) ? PF_RAISED : PF_DONE, old);
    new = f(ev, newest, context);
    pf_fork_arm(ev, &fork, pf_is_failed(new) ? PF_RAISED : PF_DONE, new);
    pf_fork_end(ev, &fork, &last);
    if (pf_is_failed(last) || pf_is_failed(old) || pf_is_failed(new))
        return last;
    return join_dicts(ev, new, old, 0);
}

pf_value pf_help_lift(struct pf_eval *ev, pf_value v, pf_lifted *f, void *context)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, f, context) : f(ev, v, context);
}

/* --- values ----------------------------------------------------------------------------------- */

pf_value pf_help_from(struct pf_eval *ev, pf_value v, const char *step, pf_span span, pf_value from)
{
    return pf_is_failed(v) || !pf_is_bound(v) ? v : pf_traced(ev, v, step, span, &from, 1);
}

void pf_help_put(struct pf_eval *ev, pf_value dict, const char *key, pf_value v)
{
    pf_dict_set_str(ev, dict, pf_str_c(key), v);
}

void pf_help_put_str(struct pf_eval *ev, pf_value dict, const char *key, pf_str text)
{
    pf_help_put(ev, dict, key, pf_str_value(ev, text));
}

pf_value pf_help_opaque(struct pf_eval *ev, const char *what)
{
    return pf_unknown_value(ev, PF_KIND_OBJECT, false, "%s", what);
}

bool pf_help_is_builtin(struct pf_eval *ev, pf_value v, const char *name)
{
    return v.type == PF_V_CLASS && v.as.object == pf_builtin(ev, name).as.object;
}

bool pf_help_is_ascii(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80)
            return false;
    return true;
}

pf_str pf_help_variable(pf_value v)
{
    return v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
}

enum pf_truth pf_help_flag(struct pf_eval *ev, pf_value v, bool absent)
{
    enum pf_truth truth = PF_MAYBE;
    if (!pf_is_bound(v))
        return pf_truth_of(absent);
    if (pf_is_vague(v))
        return PF_MAYBE;
    return pf_truth_of_value(ev, v, &truth) ? truth : PF_MAYBE;
}

/* --- files ------------------------------------------------------------------------------------ */

static bool path_text(pf_value v, pf_str *text)
{
    const pf_value *path = pf_instance_state(v, &pf_path_class);
    pf_value named = path != NULL ? *path : v;
    if (pf_is_str(named))
        *text = pf_text_of(named);
    return pf_is_str(named);
}

enum pf_truth pf_help_file(struct pf_eval *ev, pf_value v, pf_str *path)
{
    if (pf_project_path(ev, v, path))
        return pf_truth_of(pf_project_is_file(ev, *path));
    *path = PF_STR("~");
    return pf_is_absent_at_home(ev, v) || (path_text(v, path) && pf_is_absent_outside(ev, *path))
               ? PF_NO
               : PF_MAYBE;
}

bool pf_help_is_nowhere(struct pf_eval *ev, pf_value v)
{
    pf_str path;
    if (!ev->options->is_whole || pf_help_file(ev, v, &path) != PF_NO)
        return false;
    return !pf_project_path(ev, v, &path) || !pf_project_is_directory(ev, path);
}

pf_value pf_help_no_file(struct pf_eval *ev, pf_value v)
{
    pf_str path = PF_STR("");
    path_text(v, &path);
    pf_str text = pf_text_of(pf_repr_of_value(ev, pf_str_value(ev, path)));
    return pf_raise(ev, "FileNotFoundError", "[Errno 2] No such file or directory: %.*s",
                    PF_ARG(text));
}

bool pf_help_find_upward(struct pf_eval *ev, pf_str directory, pf_str name, pf_str *path)
{
    for (;;) {
        *path = pf_path_join(ev->arena, directory, name);
        if (pf_project_is_file(ev, *path))
            return true;
        if (directory.len == 0)
            return pf_find_above_root(ev, name, path);
        directory = pf_path_directory(directory);
    }
}

static const struct pf_node *with_unknowns(struct pf_eval *ev, const struct pf_node *lines)
{
    struct pf_node *made = pf_node_new(ev->arena, PF_MAP, lines->span);
    struct pf_nodes items = {0};
    for (size_t i = 0; i < lines->count; i++) {
        struct pf_node *line = lines->items[i];
        if (line->kind == PF_STRING && pf_str_contains(line->text, PF_STR(PF_DOTENV_UNKNOWN)))
            line = pf_node_with_key(ev->arena,
                                    pf_node_any(ev->arena, KIND_TEXT, true,
                                                PF_STR("written by a step of the workflow"),
                                                line->span),
                                    line->key);
        *pf_pile_add(ev->arena, &items) = line;
    }
    pf_node_set_items(ev->arena, made, items.items, items.count);
    return made;
}

const struct pf_node *pf_help_dotenv(struct pf_eval *ev, const struct pf_source *source,
                                     enum pf_dotenv_mode mode, bool *readable)
{
    struct pf_faults faults = {0};
    const struct pf_node *lines = pf_dotenv_read(ev->arena, source, mode, &faults);
    *readable = true;
    for (size_t i = 0; i < faults.count; i++)
        *readable &= faults.items[i].kind != PF_FAULT_UNREADABLE;
    if (pf_str_contains(source->bytes, PF_STR(PF_DOTENV_UNKNOWN)))
        lines = with_unknowns(ev, lines);
    return lines;
}

pf_str pf_help_caller_directory(const struct pf_call *call)
{
    return call->span.file == NULL ? PF_STR("") : pf_path_directory(call->span.file->path);
}

void pf_help_open_environment(struct pf_eval *ev)
{
    pf_env_open(ev, "a file that is not in the project may set it");
}

/* --- words ------------------------------------------------------------------------------------ */

int pf_help_bool_word(pf_str text)
{
    static const char *const yes[] = {"y", "yes", "t", "true", "on", "1"};
    static const char *const no[] = {"n", "no", "f", "false", "off", "0"};
    for (size_t i = 0; i < PF_COUNT(yes); i++) {
        if (pf_str_eq(text, pf_str_c(yes[i])))
            return 1;
        if (pf_str_eq(text, pf_str_c(no[i])))
            return 0;
    }
    return -1;
}

pf_value pf_help_int(struct pf_eval *ev, pf_value text)
{
    return pf_call_value(ev, pf_builtin(ev, "int"), &text, 1);
}

const struct pf_native_class pf_improperly_configured_class = {
    .name = "ImproperlyConfigured",
    .module = "django.core.exceptions",
    .exception = "Exception",
};

static const struct pf_native_class *const exception_classes[] = {&pf_improperly_configured_class};
const struct pf_library pf_lib_django_core_exceptions = {.module = "django.core.exceptions",
                                                         .classes = exception_classes,
                                                         .class_count = PF_COUNT(exception_classes),
                                                         .has_text = true,
                                                         .is_standard = true};
