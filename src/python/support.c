/* What libraries ask of the interpreter beside values: escapes, records, limits, the project. */
#include "python/interp.h"

#include "base/file.h"

enum { MAX_DEPTH = 20 /* of containers in containers that are looked through */ };

/* --- what got out of hand ------------------------------------------------------------------------
 */

void pf_escape_contents(struct pf_eval *ev, const struct pf_contents *contents, const char *reason)
{
    for (size_t i = 0; i < contents->count; i++)
        pf_escape(ev, contents->items[i], reason);
    for (size_t i = 0; i < contents->dict.count; i++)
        if (contents->dict.entries[i].live)
            pf_escape(ev, contents->dict.entries[i].value, reason);
    for (size_t i = 0; i < contents->alternative_count; i++)
        pf_escape_contents(ev, contents->alternatives[i], reason);
}

void pf_escape_items(struct pf_eval *ev, pf_value container, const char *reason)
{
    if (pf_has_contents(container))
        pf_escape_contents(ev, container.as.object->contents, reason);
    else if (container.type == PF_V_EITHER)
        for (size_t i = 0; i < container.as.either->count; i++)
            pf_escape_items(ev, container.as.either->arms[i], reason);
    else if (container.type == PF_V_INSTANCE)
        pf_escape_contents(ev, container.as.object->attributes->contents, reason);
    else if (container.type == PF_V_TUPLE || container.type == PF_V_VIEW)
        pf_escape(ev, container, reason);
}

/* Through it whoever has it reaches the environment. */
static bool is_os(pf_value v)
{
    const struct pf_library *library = v.type == PF_V_MODULE ? v.as.object->module->library : NULL;
    return library != NULL && pf_str_eq(pf_str_c(library->module), PF_STR("os"));
}

static void escape_one(struct pf_eval *ev, pf_value v, const char *reason)
{
    if (is_os(v)) {
        if (ev->environ->contents->knowledge != PF_CONTENTS_UNKNOWN)
            pf_heap_forget(ev, ev->environ, reason, NULL);
    } else if (v.type == PF_V_TUPLE) {
        for (size_t i = 0; i < v.as.tuple->count; i++)
            pf_escape(ev, v.as.tuple->items[i], reason);
    } else if (v.type == PF_V_EITHER) {
        for (size_t i = 0; i < v.as.either->count; i++)
            pf_escape(ev, v.as.either->arms[i], reason);
    } else if (v.type == PF_V_INSTANCE) {
        pf_escape(ev, pf_object_value(v.as.object->attributes), reason);
        if (pf_is_bound(v.as.object->wrapped))
            pf_escape(ev, v.as.object->wrapped, reason);
    } else if (v.type == PF_V_CLASS) {
        v.as.object->class_->is_handed_out = true;
    } else if (v.type == PF_V_METHOD) {
        pf_escape(ev, v.as.method->self, reason);
    } else if (v.type == PF_V_VIEW) {
        pf_escape(ev, pf_object_value(v.as.view->dict), reason);
    } else if (v.type == PF_V_FROZENSET) {
        return;
    } else if (pf_has_contents(v) && v.as.object->contents->knowledge != PF_CONTENTS_UNKNOWN) {
        pf_heap_forget(ev, v.as.object, reason, pf_origin_of(ev, v));
    }
}

void pf_escape(struct pf_eval *ev, pf_value v, const char *reason)
{
    ev->depth++;
    if (pf_step(ev, ev->site))
        escape_one(ev, v, reason);
    ev->depth--;
}

static bool vague_at(struct pf_eval *ev, pf_value v, int depth)
{
    if (pf_is_vague(v) || depth > MAX_DEPTH || !pf_step(ev, ev->site))
        return true;
    if (v.type == PF_V_TUPLE) {
        for (size_t i = 0; i < v.as.tuple->count; i++)
            if (vague_at(ev, v.as.tuple->items[i], depth + 1))
                return true;
        return false;
    }
    if (v.type == PF_V_VIEW)
        return vague_at(ev, pf_object_value(v.as.view->dict), depth + 1);
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        return vague_at(ev, v.as.object->wrapped, depth + 1);
    if (!pf_has_contents(v))
        return false;
    const struct pf_contents *c = v.as.object->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN)
        return true;
    for (size_t i = 0; i < c->count; i++)
        if (vague_at(ev, c->items[i], depth + 1))
            return true;
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (e->live &&
            (e->maybe || vague_at(ev, e->key, depth + 1) || vague_at(ev, e->value, depth + 1)))
            return true;
    }
    return false;
}

bool pf_is_deeply_vague(struct pf_eval *ev, pf_value v)
{
    return vague_at(ev, v, 0);
}

/* --- records -------------------------------------------------------------------------------------
 */

enum pf_truth pf_eval_reached(const struct pf_eval *ev)
{
    return ev->undecided > 0 || ev->speculative > 0 ? PF_MAYBE : PF_YES;
}

void pf_eval_limit(struct pf_eval *ev, pf_span span, const char *what)
{
    for (size_t i = 0; i < ev->faults.count; i++)
        if (ev->faults.items[i].kind == PF_FAULT_LIMIT &&
            pf_span_compare(ev->faults.items[i].span, span) == 0)
            return;
    pf_fault_add(ev->arena, &ev->faults, PF_FAULT_LIMIT, span, "%s", what);
}

struct arguments {
    struct pf_settings_argument *items;
    size_t count, capacity;
};

static void add_argument(struct pf_eval *ev, struct arguments *to, pf_str name, pf_value v)
{
    *pf_pile_add(ev->arena, to) = (struct pf_settings_argument){name, pf_value_node(ev, v)};
}

static void add_argument_of(struct pf_eval *ev, struct arguments *to, pf_str name, pf_value v)
{
    if (pf_str_starts(name, PF_STR("**"))) {
        const struct pf_dict *d = &v.as.object->contents->dict;
        for (size_t i = 0; i < d->count; i++)
            if (d->entries[i].live && pf_is_str(d->entries[i].key))
                add_argument(ev, to, pf_text_of(d->entries[i].key), d->entries[i].value);
    } else if (pf_str_starts(name, PF_STR("*"))) {
        for (size_t i = 0; i < v.as.tuple->count; i++)
            add_argument(ev, to, PF_STR(""), v.as.tuple->items[i]);
    } else {
        if (pf_str_ends(name, PF_STR("?")))
            name = pf_str_slice(name, 0, name.len - 1);
        add_argument(ev, to, name, v);
    }
}

/* The record of the call at that place, made before; `reached` is then brought up to date. */
static bool is_recorded(struct pf_eval *ev, const char *function, pf_span span)
{
    for (size_t i = 0; i < ev->calls.count; i++) {
        struct pf_settings_call *old = &ev->calls.items[i];
        if (pf_span_compare(old->span, span) == 0 && pf_str_eq(old->function, pf_str_c(function))) {
            old->reached = pf_truth_or(old->reached, pf_eval_reached(ev));
            return true;
        }
    }
    return false;
}

static void record(struct pf_eval *ev, const char *function, pf_span span,
                   const struct arguments *arguments)
{
    *pf_pile_add(ev->arena, &ev->calls) = (struct pf_settings_call){
        .function = pf_str_c(function),
        .reached = pf_eval_reached(ev),
        .arguments = arguments->items,
        .argument_count = arguments->count,
        .span = span,
    };
}

void pf_record(struct pf_eval *ev, const char *function, pf_value arguments, pf_span span)
{
    struct arguments bound = {0};
    if (is_recorded(ev, function, span))
        return;
    add_argument_of(ev, &bound, PF_STR("**"), arguments);
    record(ev, function, span, &bound);
}

void pf_record_vague_call(struct pf_eval *ev, const char *function, pf_span span, pf_value with)
{
    struct arguments arguments = {0};
    if (is_recorded(ev, function, span))
        return;
    add_argument(ev, &arguments, PF_STR(""), with);
    record(ev, function, span, &arguments);
}

void pf_record_call(struct pf_eval *ev, const char *function, const struct pf_call *call)
{
    if (is_recorded(ev, function, call->span))
        return;
    struct arguments arguments = {0};
    pf_str rest = pf_str_c(call->native->signature), part;
    size_t slot = 0;
    for (bool more = rest.len > 0; more && slot < call->count;) {
        more = pf_str_cut(rest, ',', &part, &rest);
        part = pf_str_trim(part);
        if (pf_str_eq(part, PF_STR("/")) || pf_str_eq(part, PF_STR("*")))
            continue;
        pf_value v = call->args[slot++];
        if (pf_is_bound(v))
            add_argument_of(ev, &arguments, part, v);
    }
    record(ev, function, call->span, &arguments);
}

/* --- the project
 * ---------------------------------------------------------------------------------- */

extern const struct pf_native_class pf_path_class;

pf_str pf_root_path(const struct pf_eval *ev)
{
    pf_str root = ev->options->root_path;
    while (pf_str_ends(root, PF_STR("/")))
        root = pf_str_slice(root, 0, root.len - 1);
    return root;
}

bool pf_below_root(const struct pf_eval *ev, pf_str absolute, pf_str *below)
{
    pf_str root = pf_root_path(ev);
    bool known = ev->options->root_path.len > 0 && pf_str_starts(absolute, root) &&
                 (absolute.len == root.len || absolute.data[root.len] == '/');
    if (known)
        *below = pf_str_slice(absolute, root.len, absolute.len);
    return known;
}

bool pf_project_path(struct pf_eval *ev, pf_value v, pf_str *path)
{
    const pf_value *text = pf_instance_state(v, &pf_path_class);
    if (text != NULL)
        v = *text;
    if (v.type == PF_V_UNKNOWN && v.as.unknown->is_path) {
        pf_str relative = v.as.unknown->path;
        while (relative.len > 0 && relative.data[0] == '/')
            relative = pf_str_slice(relative, 1, relative.len);
        return pf_path_clean(ev->arena, relative, path);
    }
    if (v.type != PF_V_STR || pf_text_of(v).len == 0)
        return false;
    pf_str named = pf_text_of(v);
    if (pf_below_root(ev, named, &named))
        while (pf_str_starts(named, PF_STR("/")))
            named = pf_str_slice(named, 1, named.len);
    return pf_path_clean(ev->arena, named, path);
}

const struct pf_source *pf_project_source(struct pf_eval *ev, pf_str path)
{
    const struct pf_files *files = ev->options->files;
    return files == NULL ? NULL : files->get(files->context, path);
}

bool pf_project_is_file(struct pf_eval *ev, pf_str path)
{
    const struct pf_files *files = ev->options->files;
    return files != NULL && files->is_file(files->context, path);
}

bool pf_project_is_doubtful(struct pf_eval *ev, pf_str path)
{
    const struct pf_files *files = ev->options->files;
    return files != NULL && files->is_doubtful != NULL && files->is_doubtful(files->context, path);
}

bool pf_project_is_directory(struct pf_eval *ev, pf_str path)
{
    const struct pf_files *files = ev->options->files;
    return files != NULL && files->is_directory(files->context, path);
}

bool pf_project_list(struct pf_eval *ev, pf_str path, struct pf_strs *names)
{
    const struct pf_files *files = ev->options->files;
    return files != NULL && files->list != NULL &&
           files->list(files->context, ev->arena, path, names);
}

/* --- our own tables
 * -------------------------------------------------------------------------------- */

pf_value pf_eval_text(struct pf_eval *ev, pf_str expression)
{
    struct pf_faults none = {0};
    const struct pf_source *source =
        pf_source_new(ev->arena, PF_STR("<table>"), pf_arena_str(ev->arena, expression));
    const struct pf_ast *module = pf_python_parse(ev->arena, source, &none);
    if (module->as.module.body.count != 1 || module->as.module.body.items[0]->kind != PF_AST_EXPR)
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "a constant of a library");
    const struct pf_ast *site = ev->site;
    pf_value v = pf_eval_expr(ev, module->as.module.body.items[0]->as.value.value);
    ev->site = site;
    v.at = NULL;
    return v;
}
