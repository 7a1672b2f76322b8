/*
 * Generators. The body runs to its end when the first value is asked for. Where that could show
 * (somebody acts between two values on what the body reads or writes, it raised after a value, what
 * it yields is not certain) the values are unknown.
 */
#include "python/interp.h"

enum {
    MOST_WATCHED = 500, /* containers a body may read; settings' generators read a handful */
    MOST_DEEP = 6       /* of containers in containers */
};

/* What the body may read when it goes on, as it was when it ran. */
struct watched_object {
    struct pf_object *object;
    struct pf_contents *contents;
};
struct watched_name {
    const struct pf_object *names; /* DICT */
    pf_str name;
    pf_value value;
};
struct watch {
    struct {
        struct watched_object *items;
        size_t count, capacity;
    } objects;
    struct {
        struct watched_name *items;
        size_t count, capacity;
    } names;
    bool too_much;
};
struct generator {
    const struct pf_function *function;
    pf_value self;
    struct watch *watch;
};

static pf_value next_of_generator(struct pf_eval *ev, struct pf_object *iterator, bool *vague);

static void watch_value(struct pf_eval *ev, struct watch *w, pf_value v, int deep);

static void watch_object(struct pf_eval *ev, struct watch *w, struct pf_object *object, int deep)
{
    for (size_t i = 0; i < w->objects.count; i++)
        if (w->objects.items[i].object == object)
            return;
    if (w->objects.count >= MOST_WATCHED || deep > MOST_DEEP) {
        w->too_much = true;
        return;
    }
    struct pf_contents *c = object->contents;
    *pf_pile_add(ev->arena, &w->objects) = (struct watched_object){object, c};
    for (size_t i = 0; i < c->count; i++)
        watch_value(ev, w, c->items[i], deep + 1);
    for (size_t i = 0; i < c->dict.count; i++)
        if (c->dict.entries[i].live)
            watch_value(ev, w, c->dict.entries[i].value, deep + 1);
}

static void watch_value(struct pf_eval *ev, struct watch *w, pf_value v, int deep)
{
    if (w->too_much)
        return;
    if (pf_has_contents(v))
        watch_object(ev, w, v.as.object, deep);
    else if (v.type == PF_V_INSTANCE && v.as.object->attributes != NULL)
        watch_object(ev, w, v.as.object->attributes, deep);
    else if (v.type == PF_V_VIEW)
        watch_object(ev, w, v.as.view->dict, deep);
    else if (v.type == PF_V_METHOD)
        watch_value(ev, w, v.as.method->self, deep + 1);
    else if (v.type == PF_V_TUPLE)
        for (size_t i = 0; i < v.as.tuple->count; i++)
            watch_value(ev, w, v.as.tuple->items[i], deep + 1);
    else if (v.type == PF_V_EITHER)
        for (size_t i = 0; i < v.as.either->count; i++)
            watch_value(ev, w, v.as.either->arms[i], deep + 1);
}

/* The names of a scope around that the body's text mentions; all of them where it calls what reads
 * names of its own. */
static void watch_names(struct pf_eval *ev, struct watch *w, const struct pf_object *names,
                        pf_str text, bool all)
{
    const struct pf_contents *c = names->contents;
    for (size_t i = 0; c->knowledge == PF_CONTENTS_KNOWN && i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (!e->live || !pf_is_str(e->key) || e->value.type == PF_V_MODULE ||
            (!all && !pf_str_has_word(text, pf_text_of(e->key))))
            continue;
        *pf_pile_add(ev->arena, &w->names) =
            (struct watched_name){names, pf_text_of(e->key), e->value};
        watch_value(ev, w, e->value, 0);
    }
}

static bool calls_own_code(const struct generator *g, const struct pf_object *names, pf_str text)
{
    const struct pf_contents *c = names->contents;
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (e->value.type == PF_V_FUNCTION && e->value.as.object->function == g->function)
            continue;
        if (e->live && pf_is_str(e->key) && pf_str_has_word(text, pf_text_of(e->key)) &&
            (e->value.type == PF_V_FUNCTION || e->value.type == PF_V_CLASS ||
             e->value.type == PF_V_INSTANCE))
            return true;
    }
    return false;
}

static struct watch *watch_all(struct pf_eval *ev, const struct generator *g,
                               struct pf_object *locals)
{
    struct watch *w = PF_NEW(ev->arena, struct watch);
    const struct pf_object *globals = g->function->module->attributes;
    pf_str text = pf_span_text(g->function->ast->span);
    const struct pf_contents *c = locals->contents;
    for (size_t i = 0; i < c->dict.count; i++)
        if (c->dict.entries[i].live)
            watch_value(ev, w, c->dict.entries[i].value, 0);
    for (const struct pf_scope *scope = g->function->scope; scope != NULL; scope = scope->outer)
        if (scope->names != globals)
            watch_names(ev, w, scope->names, text, true);
    watch_names(ev, w, globals, text, calls_own_code(g, globals, text));
    watch_object(ev, w, ev->environ, 0);
    return w;
}

static bool is_as_watched(struct pf_eval *ev, const struct watch *w)
{
    if (w->too_much)
        return false;
    for (size_t i = 0; i < w->objects.count; i++)
        if (w->objects.items[i].object->contents != w->objects.items[i].contents)
            return false;
    for (size_t i = 0; i < w->names.count; i++)
        if (!pf_same_value(pf_names_get(ev, w->names.items[i].names, w->names.items[i].name, NULL),
                           w->names.items[i].value))
            return false;
    return true;
}

/* Did the body write to what was there before? That is then not known: it may not be written yet.
 */
static bool forget_written(struct pf_eval *ev, size_t mark, uint32_t made_before,
                           const struct pf_object *locals)
{
    bool any = false;
    size_t end = ev->trail.count; /* forgetting writes, too */
    for (size_t i = mark; i < end; i++) {
        struct pf_object *object = ev->trail.items[i].object;
        if (object->id > made_before || object == locals)
            continue;
        any = true;
        pf_heap_forget(ev, object, "what a generator does between its values", NULL);
    }
    return any;
}

/* At once: all values are asked for before anything else runs. */
static bool run_generator(struct pf_eval *ev, struct pf_object *iterator, bool at_once)
{
    const struct generator *g = iterator->contents->cursor->state;
    struct pf_object *locals = iterator->contents->items[1].as.object;
    struct pf_contents yields = {0};
    unsigned undecided = ev->undecided;
    ev->undecided = 0; /* only the yields' own doubt counts */
    pf_epoch_begin(ev);
    size_t mark = ev->trail.count;
    uint32_t made_before = ev->next_id;
    if (!at_once)
        *g->watch = (struct watch){.too_much = true};
    struct watch *watch = at_once ? NULL : watch_all(ev, g, locals);
    pf_value v = pf_run_function(ev, g->function, locals, g->self, &yields);
    ev->undecided += undecided;
    if (pf_is_failed(v)) {
        if (ev->aborted || yields.count == 0)
            return false;
        pf_clear_exception(ev);
        pf_may_raise(ev, "");
        yields.unordered = true;
    }
    if (!at_once && yields.count > 0) {
        yields.unordered |= forget_written(ev, mark, made_before, locals);
        *g->watch = *watch;
    }
    pf_epoch_begin(ev);
    struct pf_contents *c = pf_heap_write(ev, iterator);
    c->items[0] = pf_int(yields.unordered ? -2 : 0);
    for (size_t i = 0; i < yields.count; i++)
        pf_list_append(ev, c, yields.items[i]);
    return true;
}

/* items[0]: the next value's index, -1 before the start, -2 when unknown; items[1]: the locals. */
static pf_value next_of_generator(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    const struct generator *g = iterator->contents->cursor->state;
    if (iterator->contents->items[0].as.integer == -1 && !run_generator(ev, iterator, false))
        return (pf_value){.type = PF_V_FAILED};
    int64_t index = iterator->contents->items[0].as.integer;
    bool goes_on = index > 0 && (size_t)index + 1 < iterator->contents->count;
    if (goes_on && g->watch->names.count + g->watch->objects.count > 0 &&
        !is_as_watched(ev, g->watch))
        index = -2;
    if (index == -2) {
        pf_heap_write(ev, iterator)->items[0] = pf_int(-2);
        *vague = true;
        pf_may_raise(ev, "");
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "the values of a generator");
    }
    if ((size_t)index + 2 >= iterator->contents->count)
        return pf_unbound();
    pf_value item = iterator->contents->items[index + 2];
    pf_heap_write(ev, iterator)->items[0] = pf_int(index + 1);
    return item;
}

bool pf_generator_exhaust(struct pf_eval *ev, pf_value iterator)
{
    if (iterator.type != PF_V_ITERATOR || iterator.as.object->contents->cursor == NULL ||
        iterator.as.object->contents->cursor->next != next_of_generator ||
        iterator.as.object->contents->items[0].as.integer != -1)
        return true;
    return run_generator(ev, iterator.as.object, true);
}

pf_value pf_generator_value(struct pf_eval *ev, const struct pf_function *f,
                            struct pf_object *locals, pf_value self)
{
    struct generator *g = PF_NEW(ev->arena, struct generator);
    *g = (struct generator){f, self, PF_NEW(ev->arena, struct watch)};
    pf_value items[] = {pf_int(-1), pf_object_value(locals)};
    return pf_cursor_value(ev, next_of_generator, g, items, 2);
}
