/* Running a settings module from an environment to what its names hold at the end. */
#include "python/interp.h"

#include "base/file.h"

#include <stdlib.h>

static void load_environment(struct pf_eval *ev)
{
    const struct pf_node *given = ev->options->environment;
    for (size_t i = 0; given != NULL && given->kind == PF_MAP && i < given->count; i++) {
        const struct pf_node *node = given->items[i];
        pf_value v;
        if (node->kind == PF_ANY && node->as.any->kinds == PF_KIND_BIT(PF_NULL)) {
            pf_env_unset(ev, node->key->text);
            continue;
        }
        if (node->kind == PF_ANY)
            v = pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), node->as.any->may_be_empty, "%.*s",
                                 PF_ARG(node->as.any->reason));
        else if (pf_node_is_scalar(node))
            v = pf_str_value(ev, node->text);
        else
            v = pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), true, "one of several values");
        if (node->kind == PF_EITHER)
            for (size_t arm = 0; arm < node->count; arm++)
                if (node->items[arm]->kind == PF_STRING)
                    v = arm == 0 ? pf_str_value(ev, node->items[arm]->text)
                                 : pf_join_value(ev, v, pf_str_value(ev, node->items[arm]->text));
        struct pf_entry *entry = pf_dict_put_str(ev, ev->environ->contents, node->key->text, v);
        entry->maybe = node->kind == PF_ANY && (node->as.any->kinds & PF_KIND_BIT(PF_NULL)) != 0;
    }
}

static void start(struct pf_eval *ev, struct pf_arena *arena,
                  const struct pf_settings_options *options)
{
    *ev = (struct pf_eval){.arena = arena, .options = options, .epoch = 1};
    ev->classes = pf_index_new(arena);
    ev->exceptions = pf_index_new(arena);
    ev->symbols = pf_index_new(arena);
    ev->texts = pf_index_new(arena);
    ev->trees = options->trees != NULL ? options->trees : pf_trees_new(arena);
    ev->parsed = pf_index_new(arena);
    ev->exception = pf_none();
    ev->modules = pf_heap_container(ev, PF_V_DICT);
    ev->environ = pf_heap_container(ev, PF_V_DICT);
    load_environment(ev);
}

/* "a/b/settings.py" below a root → "a.b.settings"; the longest root that fits wins. */
static pf_str dotted_of(struct pf_eval *ev, pf_str path)
{
    pf_str best = path;
    for (size_t i = 0; i < ev->options->root_count; i++) {
        pf_str root = ev->options->roots[i];
        if (root.len > 0 && pf_str_starts(path, root) && path.len > root.len &&
            path.data[root.len] == '/' && path.len - root.len - 1 < best.len)
            best = pf_str_slice(path, root.len + 1, path.len);
    }
    best = pf_str_slice(best, 0, best.len - 3);
    if (pf_str_ends(best, PF_STR("/__init__")))
        best = pf_str_slice(best, 0, best.len - 9);
    struct pf_buffer dotted = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < best.len; i++)
        pf_buffer_add_byte(&dotted, best.data[i] == '/' ? '.' : best.data[i]);
    return pf_buffer_str(&dotted);
}

struct named {
    const struct pf_entry **items;
    size_t count, capacity;
};

static int by_turn(const void *a, const void *b)
{
    const struct pf_entry *const *x = a, *const *y = b;
    return ((*x)->turn > (*y)->turn) - ((*x)->turn < (*y)->turn);
}

/* str.isupper of a name: some letter, and none that is small. */
static bool is_setting(pf_str name)
{
    bool upper = false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.data[i] >= 'a' && name.data[i] <= 'z')
            return false;
        upper |= name.data[i] >= 'A' && name.data[i] <= 'Z';
    }
    return upper;
}

static pf_span start_of(const struct pf_ast *ast)
{
    return pf_span_of(ast->span.file, 0, 0);
}

/* What a library set has no place of its own: it is the module's that called it. */
static struct pf_node *placed(struct pf_eval *ev, struct pf_node *value, pf_span module)
{
    if (value->span.file != NULL)
        return value;
    struct pf_node *copy = pf_node_with_key(ev->arena, value, value->key);
    copy->span = module;
    return copy;
}

static struct pf_node *values_of(struct pf_eval *ev, const struct pf_object *module,
                                 const struct pf_ast *ast)
{
    struct pf_node *map = pf_node_new(ev->arena, PF_MAP, (pf_span){0});
    const struct pf_contents *c = module->attributes->contents;
    struct named named = {0};
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (e->live && pf_is_str(e->key) && is_setting(pf_text_of(e->key)))
            *pf_pile_add(ev->arena, &named) = e;
    }
    if (named.count > 0)
        qsort(named.items, named.count, sizeof *named.items, by_turn);
    for (size_t i = 0; i < named.count; i++) {
        const struct pf_entry *e = named.items[i];
        pf_node_put(ev->arena, map, pf_text_of(e->key), e->key_span,
                    placed(ev, pf_entry_node(ev, e), start_of(ast)));
    }
    return map;
}

/* Everything the file's text could bind, as unknown: for a budget that was used up. */
static struct pf_node *unknown_values(struct pf_eval *ev, const struct pf_ast *ast)
{
    struct pf_node *map = pf_node_new(ev->arena, PF_MAP, (pf_span){0});
    struct pf_strs names = {0};
    for (size_t i = 0; i < ast->as.module.body.count; i++)
        pf_bound_names(ev->arena, ast->as.module.body.items[i], &names);
    for (size_t i = 0; i < names.count; i++)
        if (is_setting(names.items[i]))
            pf_node_put(ev->arena, map, names.items[i], ast->span,
                        pf_node_any(ev->arena, PF_KINDS_ALL, true,
                                    PF_STR("any name may have been set"), ast->span));
    return map;
}

static struct pf_settings_raise *raise_of(struct pf_eval *ev, pf_value exception,
                                          enum pf_truth certain)
{
    struct pf_settings_raise *raise = PF_NEW(ev->arena, struct pf_settings_raise);
    raise->certain = certain;
    if (exception.type != PF_V_INSTANCE) {
        raise->type = PF_STR("Exception");
        raise->message = PF_STR("");
        return raise;
    }
    raise->type = exception.as.object->cls->class_->name;
    pf_value text = pf_str_of_value(ev, exception);
    if (pf_is_str(text))
        raise->message = pf_text_of(text);
    if (pf_is_exception_class(exception.as.object->cls) && exception.as.object->state != NULL) {
        const struct pf_exception_note *note = exception.as.object->state;
        raise->variable = note->variable;
        raise->span = note->span;
    }
    return raise;
}

static const struct pf_source *find_module(struct pf_eval *ev, pf_str module, pf_str *dotted)
{
    if (pf_str_ends(module, PF_STR(".py"))) {
        pf_str path;
        if (!pf_path_clean(ev->arena, module, &path))
            return NULL;
        *dotted = dotted_of(ev, path);
        return pf_project_source(ev, path);
    }
    *dotted = module;
    for (size_t i = 0; i < ev->options->root_count; i++) {
        struct pf_buffer path = pf_buffer_new(ev->arena);
        for (size_t j = 0; j < module.len; j++)
            pf_buffer_add_byte(&path, module.data[j] == '.' ? '/' : module.data[j]);
        pf_str base = pf_path_join(ev->arena, ev->options->roots[i], pf_buffer_str(&path));
        pf_str init = pf_path_join(ev->arena, base, PF_STR("__init__.py"));
        pf_str file = pf_arena_format(ev->arena, "%.*s.py", PF_ARG(base));
        if (pf_project_is_file(ev, init))
            return pf_project_source(ev, init);
        if (pf_project_is_file(ev, file))
            return pf_project_source(ev, file);
    }
    return NULL;
}

/* The module by its name; a file that no root reaches runs as a module of its own. */
static pf_value run(struct pf_eval *ev, pf_str dotted, const struct pf_source *source)
{
    pf_value module = pf_import_name(ev, dotted);
    if (ev->aborted || pf_is_failed(module))
        return module;
    if (module.type == PF_V_MODULE && module.as.object->module->source == source)
        return module;
    struct pf_object *alone = pf_module_new(ev, dotted);
    alone->module->source = source;
    alone->module->path = source->path;
    pf_names_put(ev, alone->attributes, PF_STR("__file__"), (pf_span){0},
                 pf_path_value(ev, pf_arena_format(ev->arena, "/%.*s", PF_ARG(source->path))));
    return pf_run_source(ev, source, alone, alone->attributes) == PF_RAISED
               ? (pf_value){.type = PF_V_FAILED}
               : pf_object_value(alone);
}

/* --- django-configurations: the attributes of the class that DJANGO_CONFIGURATION names --------
 */

static bool is_configuration(struct pf_eval *ev, pf_value cls)
{
    pf_value library = pf_names_get(ev, ev->modules, PF_STR("configurations"), NULL);
    if (cls.type != PF_V_CLASS || library.type != PF_V_MODULE ||
        library.as.object->module->library == NULL)
        return false;
    pf_value base = pf_module_attribute(ev, library.as.object, PF_STR("Configuration"));
    return base.type == PF_V_CLASS && pf_is_subclass(cls.as.object, base.as.object);
}

static bool has_configurations(struct pf_eval *ev, const struct pf_object *module)
{
    const struct pf_contents *c = module->attributes->contents;
    for (size_t i = 0; c->knowledge == PF_CONTENTS_KNOWN && i < c->dict.count; i++)
        if (c->dict.entries[i].live && is_configuration(ev, c->dict.entries[i].value))
            return true;
    return false;
}

static pf_span place_in(struct pf_eval *ev, const struct pf_object *cls, pf_str name)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++) {
        const struct pf_object *names = cls->class_->mro[i]->attributes;
        const struct pf_entry *e =
            names == NULL ? NULL : pf_dict_find_str(ev, names->contents, name);
        if (e != NULL && e->live)
            return e->key_span;
    }
    return (pf_span){0};
}

static bool take_settings(struct pf_eval *ev, struct pf_object *module, pf_value cls)
{
    pf_value library = pf_import_module(ev, PF_STR("configurations"));
    pf_value settings_of = pf_get_attribute(ev, library, PF_STR("settings_of"));
    pf_value made = pf_call_value(ev, settings_of, &cls, 1);
    if (pf_is_failed(made))
        return false;
    if (made.type != PF_V_DICT || !pf_is_plain(made)) {
        pf_blur_names(ev, module->attributes,
                      pf_unknown_value(ev, PF_KINDS_EVERY, true, "set by a configuration"));
        return true;
    }
    const struct pf_dict d = made.as.object->contents->dict;
    for (size_t i = 0; i < d.count; i++)
        if (d.entries[i].live && pf_is_str(d.entries[i].key))
            pf_names_put(ev, module->attributes, pf_text_of(d.entries[i].key),
                         place_in(ev, cls.as.object, pf_text_of(d.entries[i].key)),
                         d.entries[i].value);
    return true;
}

static pf_value configured(struct pf_eval *ev, pf_value module, const struct pf_ast *ast)
{
    bool maybe;
    if (module.type != PF_V_MODULE || ev->aborted || !has_configurations(ev, module.as.object))
        return module;
    pf_value name = pf_env_get(ev, PF_STR("DJANGO_CONFIGURATION"), false, pf_unbound(),
                               "configurations", ast->span, &maybe);
    if (!pf_is_bound(name) && ev->options->configuration.len > 0)
        name = pf_str_value(ev, ev->options->configuration);
    pf_value cls = name.type == PF_V_STR && !maybe
                       ? pf_module_attribute(ev, module.as.object, pf_text_of(name))
                       : pf_unbound();
    if (is_configuration(ev, cls))
        return take_settings(ev, module.as.object, cls) ? module : (pf_value){.type = PF_V_FAILED};
    pf_blur_names(ev, module.as.object->attributes,
                  pf_unknown_value(ev, PF_KINDS_EVERY, true,
                                   "set by the class that DJANGO_CONFIGURATION names"));
    return module;
}

/* Are the exceptions that may have come before of the same class? */
static bool all_raise_like(const struct pf_catcher *top, pf_value exception)
{
    for (size_t i = 0; i < top->exits.count; i++) {
        pf_value other = top->exits.items[i].value;
        if (other.type != PF_V_INSTANCE || exception.type != PF_V_INSTANCE ||
            other.as.object->cls != exception.as.object->cls)
            return false;
    }
    return true;
}

static void finish(struct pf_eval *ev, struct pf_settings *result, const struct pf_source *source,
                   pf_value module, const struct pf_catcher *top)
{
    if (ev->aborted) {
        ev->aborted = false;
        result->names_are_open = true;
        result->values = unknown_values(ev, pf_parsed(ev, source));
        return;
    }
    ev->steps = 0; /* what is left to do has bounds of its own */
    ev->total = 0;
    if (pf_is_failed(module)) {
        pf_value exception = ev->exception;
        pf_clear_exception(ev);
        bool certain = !ev->may_have_ended && all_raise_like(top, exception);
        result->ends = true;
        result->raises = raise_of(ev, exception, certain ? PF_YES : PF_MAYBE);
        result->values = pf_node_new(ev->arena, PF_MAP, (pf_span){0});
        return;
    }
    if (top->exits.count > 0)
        result->raises = raise_of(ev, top->exits.items[0].value, PF_MAYBE);
    bool known = module.type == PF_V_MODULE &&
                 module.as.object->attributes->contents->knowledge == PF_CONTENTS_KNOWN;
    result->names_are_open =
        !known || pf_is_bound(pf_names_get(ev, module.as.object->attributes, PF_OTHER_NAMES, NULL));
    const struct pf_ast *ast = pf_parsed(ev, source);
    result->values = known ? values_of(ev, module.as.object, ast) : unknown_values(ev, ast);
}

const struct pf_settings *pf_settings_evaluate(struct pf_arena *arena,
                                               const struct pf_settings_options *options)
{
    struct pf_settings *result = PF_NEW(arena, struct pf_settings);
    struct pf_eval *ev = PF_NEW(arena, struct pf_eval);
    start(ev, arena, options);
    const struct pf_source *source = find_module(ev, options->module, &result->module);
    result->values = pf_node_new(arena, PF_MAP, (pf_span){0});
    if (source != NULL) {
        struct pf_catcher top;
        pf_catch_begin(ev, &top, PF_CATCH(PF_RAISED));
        top.is_top = true;
        ev->site = pf_parsed(ev, source);
        result->path = source->path;
        pf_value module = configured(ev, run(ev, result->module, source), ev->site);
        pf_catch_end(ev, &top);
        finish(ev, result, source, module, &top);
    }
    pf_strs_sort(&ev->paths);
    result->reads = ev->reads.items;
    result->read_count = ev->reads.count;
    result->calls = ev->calls.items;
    result->call_count = ev->calls.count;
    result->paths = ev->paths.items;
    result->path_count = ev->paths.count;
    result->faults = ev->faults;
    result->loads_unknown_file = ev->loads_unknown_file;
    return result;
}
