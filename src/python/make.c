/* Making values, and keeping what they were made from. */
#include "python/interp.h"

#include <string.h>

enum {
    ITEMS_LOOKED_AT = 64, /* of a container, for the first thing in it that is unknown */
    STEPS_KEPT = 32,      /* of the way from a variable to a value; longer ones help nobody */
    VARIABLES_KEPT = 64   /* that a value was made from; each merge looks at all of them */
};

struct pf_arena *pf_eval_arena(struct pf_eval *ev)
{
    return ev->arena;
}

const struct pf_settings_options *pf_eval_options(const struct pf_eval *ev)
{
    return ev->options;
}

static pf_value too_large(struct pf_eval *ev, unsigned kinds)
{
    pf_eval_limit(ev, ev->site == NULL ? (pf_span){0} : ev->site->span,
                  "a text of more than 1 MiB is not worked out");
    return pf_unknown_value(ev, kinds, false, "a text of more than 1 MiB");
}

pf_value pf_str_value(struct pf_eval *ev, pf_str bytes)
{
    if (bytes.len > PF_EVAL_STR)
        return too_large(ev, PF_KIND_BIT(PF_STRING));
    struct pf_text *text = PF_NEW(ev->arena, struct pf_text);
    *text = (struct pf_text){bytes, pf_text_count(bytes)};
    return (pf_value){.type = PF_V_STR, .as.text = text};
}

pf_value pf_bytes_value(struct pf_eval *ev, pf_str bytes)
{
    if (bytes.len > PF_EVAL_STR)
        return too_large(ev, PF_KIND_OBJECT);
    struct pf_text *text = PF_NEW(ev->arena, struct pf_text);
    *text = (struct pf_text){bytes, bytes.len};
    return (pf_value){.type = PF_V_BYTES, .as.text = text};
}

pf_value pf_str_c_value(struct pf_eval *ev, const char *text)
{
    return pf_str_value(ev, pf_str_c(text));
}

pf_value pf_str_copy(struct pf_eval *ev, pf_str bytes)
{
    pf_heap_charge(ev, bytes.len);
    return pf_str_value(ev, pf_arena_str(ev->arena, bytes));
}

pf_value pf_kept(struct pf_eval *ev, pf_value v)
{
    if (v.type != PF_V_UNKNOWN || v.as.unknown->members == NULL)
        return v;
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = *v.as.unknown;
    unknown->members = NULL;
    v.as.unknown = unknown;
    return v;
}

pf_value pf_unordered_value(struct pf_eval *ev, const pf_value *items, size_t count,
                            const char *reason)
{
    if (count < 2)
        return pf_list_value(ev, items, count);
    pf_value list = pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), false, "%s", reason);
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = *list.as.unknown;
    pf_value *members = PF_NEW_ARRAY(ev->arena, pf_value, count);
    memcpy(members, items, count * sizeof *members);
    unknown->members = members;
    unknown->member_count = count;
    list.as.unknown = unknown;
    return list;
}

pf_value pf_tuple_value(struct pf_eval *ev, const pf_value *items, size_t count)
{
    struct pf_tuple *tuple = PF_NEW(ev->arena, struct pf_tuple);
    pf_value *copy = PF_NEW_ARRAY(ev->arena, pf_value, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = pf_kept(ev, items[i]);
    pf_heap_charge(ev, count * sizeof *copy);
    *tuple = (struct pf_tuple){.items = copy, .count = count};
    return (pf_value){.type = PF_V_TUPLE, .as.tuple = tuple};
}

pf_value pf_list_value(struct pf_eval *ev, const pf_value *items, size_t count)
{
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    for (size_t i = 0; i < count; i++)
        pf_list_append(ev, list->contents, items[i]);
    return pf_object_value(list);
}

/* The list, dict or set in it that certainly has no hash; NULL: none. */
static const pf_value *unhashable_part(const pf_value *v, int depth)
{
    if (v->type == PF_V_LIST || v->type == PF_V_DICT || v->type == PF_V_SET)
        return v->as.object->cls == NULL ? v : NULL;
    if (v->type == PF_V_SLICE)
        return v;
    for (size_t i = 0;
         depth > 0 && v->type == PF_V_TUPLE && i < v->as.tuple->count && i < ITEMS_LOOKED_AT; i++) {
        const pf_value *part = unhashable_part(&v->as.tuple->items[i], depth - 1);
        if (part != NULL || pf_is_vague(v->as.tuple->items[i]))
            return part;
    }
    return NULL;
}

void pf_may_be_unhashable(struct pf_eval *ev, pf_value v)
{
    if ((pf_kinds_of(v) & (PF_KIND_BIT(PF_SEQ) | PF_KIND_BIT(PF_MAP) | PF_KIND_OBJECT)) != 0)
        pf_may_raise(ev, "TypeError");
}

pf_value pf_unhashable(struct pf_eval *ev, pf_value v)
{
    const pf_value *part = unhashable_part(&v, 4);
    if (part != NULL)
        return pf_raise(ev, "TypeError", "unhashable type: '%.*s'", PF_ARG(pf_type_name(*part)));
    pf_may_be_unhashable(ev, v);
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "a key that is not known", &v, 1);
}

pf_value pf_set_value(struct pf_eval *ev, const pf_value *items, size_t count)
{
    struct pf_object *set = pf_heap_container(ev, PF_V_SET);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash;
        if (!pf_hash_value(ev, items[i], &hash)) {
            pf_value why = pf_unhashable(ev, items[i]);
            if (pf_is_failed(why))
                return why;
            return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), false, "a set with unknown members",
                                 items, count);
        }
        pf_dict_put(ev, set->contents, items[i], hash, pf_none());
    }
    return pf_object_value(set);
}

pf_value pf_dict_value(struct pf_eval *ev)
{
    return pf_object_value(pf_heap_container(ev, PF_V_DICT));
}

void pf_dict_set_str(struct pf_eval *ev, pf_value dict, pf_str key, pf_value value)
{
    pf_dict_put_str(ev, pf_heap_write(ev, dict.as.object), key, value);
}

pf_value pf_dict_get_str(struct pf_eval *ev, pf_value dict, pf_str key, bool *maybe)
{
    if (dict.type != PF_V_DICT || dict.as.object->contents->knowledge != PF_CONTENTS_KNOWN)
        return pf_unbound();
    return pf_names_get(ev, dict.as.object, key, maybe);
}

pf_value pf_unknown_value(struct pf_eval *ev, unsigned kinds, bool may_be_empty, const char *reason,
                          ...)
{
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    va_list args;
    va_start(args, reason);
    *unknown = (struct pf_unknown){.kinds = kinds == 0 ? PF_KINDS_EVERY : kinds,
                                   .may_be_empty = may_be_empty,
                                   .reason = pf_arena_vformat(ev->arena, reason, args)};
    va_end(args);
    return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = unknown};
}

pf_value pf_unknown_named(struct pf_eval *ev, pf_str name, const char *reason)
{
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = (struct pf_unknown){
        .kinds = PF_KINDS_EVERY, .may_be_empty = true, .reason = pf_str_c(reason), .name = name};
    return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = unknown};
}

pf_value pf_type_value(struct pf_eval *ev, pf_str name, const pf_value *parts, size_t count)
{
    pf_value v = pf_unknown_value(ev, PF_KIND_OBJECT, false, "a generic type");
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    pf_value *kept = PF_NEW_ARRAY(ev->arena, pf_value, 2);
    kept[0] = pf_str_value(ev, name);
    kept[1] = pf_tuple_value(ev, parts, count);
    *unknown = *v.as.unknown;
    unknown->type_name = &kept[0];
    unknown->type_parts = &kept[1];
    v.as.unknown = unknown;
    return v;
}

/* The reason why `v`, or the first thing in it that is, is unknown; NULL when nothing is. */
static const struct pf_unknown *why_unknown(pf_value v, int depth)
{
    if (v.type == PF_V_UNKNOWN)
        return v.as.unknown;
    if (depth == 0)
        return NULL;
    const pf_value *items = NULL;
    size_t count = 0;
    if (v.type == PF_V_EITHER) {
        items = v.as.either->arms;
        count = v.as.either->count;
    } else if (v.type == PF_V_TUPLE) {
        items = v.as.tuple->items;
        count = v.as.tuple->count;
    } else if (v.type == PF_V_LIST) {
        if (v.as.object->contents->knowledge == PF_CONTENTS_UNKNOWN)
            return v.as.object->contents->why;
        items = v.as.object->contents->items;
        count = v.as.object->contents->count;
    } else if (pf_has_contents(v) && v.as.object->contents->knowledge == PF_CONTENTS_UNKNOWN) {
        return v.as.object->contents->why;
    }
    for (size_t i = 0; i < count && i < ITEMS_LOOKED_AT; i++) {
        const struct pf_unknown *why = why_unknown(items[i], depth - 1);
        if (why != NULL)
            return why;
    }
    return NULL;
}

pf_value pf_unknown_of(struct pf_eval *ev, unsigned kinds, bool may_be_empty, const char *reason,
                       const pf_value *made_of, size_t count)
{
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = (struct pf_unknown){.kinds = kinds == 0 ? PF_KINDS_EVERY : kinds,
                                   .may_be_empty = may_be_empty,
                                   .reason = pf_arena_str(ev->arena, pf_str_c(reason))};
    const struct pf_origin *origin = NULL;
    const struct pf_unknown *why = NULL;
    for (size_t i = 0; i < count; i++) {
        origin = pf_origin_merge(ev, origin, pf_origin_of(ev, made_of[i]));
        if (why == NULL)
            why = why_unknown(made_of[i], 3);
    }
    if (why != NULL)
        unknown->reason = why->reason;
    return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = unknown, .origin = origin};
}

pf_value pf_with_prefix(struct pf_eval *ev, pf_value v, pf_str prefix)
{
    if (v.type != PF_V_UNKNOWN || prefix.len == 0)
        return v;
    struct pf_unknown *u = PF_NEW(ev->arena, struct pf_unknown);
    *u = *v.as.unknown;
    u->prefix = prefix;
    v.as.unknown = u;
    return v;
}

pf_value pf_path_value(struct pf_eval *ev, pf_str path)
{
    if (ev->options->root_path.len > 0) {
        pf_str parts[] = {pf_root_path(ev), path};
        pf_str whole = pf_arena_join(ev->arena, parts, 2, PF_STR(""));
        return pf_str_value(ev, whole.len == 0 ? PF_STR("/") : whole);
    }
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = (struct pf_unknown){
        .kinds = PF_KIND_BIT(PF_STRING),
        .reason = path.len == 0 ? PF_STR("the directory of the project")
                                : pf_arena_format(ev->arena, "the path of %.*s in the project",
                                                  PF_ARG(pf_str_slice(path, 1, path.len))),
        .is_path = true,
        .path = path};
    return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = unknown};
}

static size_t steps_of(const struct pf_origin *o)
{
    size_t steps = 0;
    for (; o != NULL; o = o->before)
        steps++;
    return steps;
}

static bool has_all(const struct pf_origin *a, const struct pf_origin *b)
{
    for (size_t i = 0; i < b->from_count; i++) {
        bool found = false;
        for (size_t j = 0; j < a->from_count && !found; j++)
            found = pf_str_eq(a->from[j], b->from[i]);
        if (!found)
            return false;
    }
    return true;
}

const struct pf_origin *pf_origin_merge(struct pf_eval *ev, const struct pf_origin *a,
                                        const struct pf_origin *b)
{
    if (a == NULL || a == b)
        return b;
    if (b == NULL || a->from_count >= VARIABLES_KEPT || has_all(a, b))
        return a;
    struct pf_strs names = {0};
    for (size_t i = 0; i < a->from_count; i++)
        pf_strs_add_once(ev->arena, &names, a->from[i]);
    for (size_t i = 0; i < b->from_count; i++)
        pf_strs_add_once(ev->arena, &names, b->from[i]);
    pf_strs_sort(&names);
    struct pf_origin *both = PF_NEW(ev->arena, struct pf_origin);
    *both = *a;
    both->from = names.items;
    both->from_count = names.count;
    return both;
}

const struct pf_origin *pf_origin_of(struct pf_eval *ev, pf_value v)
{
    const struct pf_origin *origin = v.origin;
    const pf_value *items = NULL;
    size_t count = 0;
    if (v.type == PF_V_TUPLE) {
        items = v.as.tuple->items;
        count = v.as.tuple->count;
    } else if (v.type == PF_V_LIST) {
        items = v.as.object->contents->items;
        count = v.as.object->contents->count;
        origin = pf_origin_merge(ev, origin, v.as.object->contents->origin);
    }
    for (size_t i = 0; i < count && i < STEPS_KEPT; i++)
        origin = pf_origin_merge(ev, origin, items[i].origin);
    return origin;
}

pf_value pf_traced(struct pf_eval *ev, pf_value v, const char *step, pf_span span,
                   const pf_value *made_of, size_t count)
{
    const struct pf_origin *origin = NULL;
    for (size_t i = 0; i < count; i++)
        origin = pf_origin_merge(ev, origin, pf_origin_of(ev, made_of[i]));
    if (origin == NULL)
        return v;
    if (v.origin != NULL && v.origin != origin)
        origin = pf_origin_merge(ev, v.origin, origin);
    if (step[0] != '\0' && !pf_in_model(ev) && steps_of(origin) < STEPS_KEPT) {
        struct pf_origin *longer = PF_NEW(ev->arena, struct pf_origin);
        *longer = *origin;
        longer->before = origin;
        longer->text = pf_str_c(step);
        longer->span = span;
        origin = longer;
    }
    v.origin = origin;
    return v;
}

pf_value pf_made_of(struct pf_eval *ev, pf_value v, pf_value a, pf_value b)
{
    if (a.origin == NULL && b.origin == NULL)
        return v;
    v.origin = pf_origin_merge(ev, v.origin, pf_origin_merge(ev, a.origin, b.origin));
    return v;
}

pf_value pf_method_value(struct pf_eval *ev, enum pf_type type, pf_value self, pf_value function)
{
    struct pf_method *method = PF_NEW(ev->arena, struct pf_method);
    *method = (struct pf_method){self, function};
    return (pf_value){.type = type, .as.method = method};
}

pf_value pf_bound_native(struct pf_eval *ev, pf_value first, const struct pf_native *native)
{
    return pf_method_value(ev, PF_V_METHOD, first, pf_native_value(native));
}

struct pf_object *pf_heap_instance(struct pf_eval *ev, struct pf_object *cls)
{
    struct pf_object *object = pf_heap_new(ev, PF_V_INSTANCE);
    object->cls = cls;
    object->attributes = pf_heap_container(ev, PF_V_DICT);
    return object;
}

pf_value pf_instance_value(struct pf_eval *ev, struct pf_object *cls, const void *state)
{
    struct pf_object *object = pf_heap_instance(ev, cls);
    object->state = state;
    return pf_object_value(object);
}

const void *pf_instance_state(pf_value v, const struct pf_native_class *native)
{
    if (v.type != PF_V_INSTANCE)
        return NULL;
    const struct pf_class *cls = v.as.object->cls->class_;
    for (size_t i = 0; i < cls->mro_count; i++)
        if (cls->mro[i]->class_->native == native)
            return v.as.object->state;
    return NULL;
}

unsigned pf_kinds_of(pf_value v)
{
    switch (v.type) {
    case PF_V_NONE:
        return PF_KIND_BIT(PF_NULL);
    case PF_V_BOOL:
        return PF_KIND_BIT(PF_BOOL);
    case PF_V_INT:
        return PF_KIND_BIT(PF_INT);
    case PF_V_FLOAT:
        return PF_KIND_BIT(PF_REAL);
    case PF_V_STR:
        return PF_KIND_BIT(PF_STRING);
    case PF_V_TUPLE:
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
        return PF_KIND_BIT(PF_SEQ);
    case PF_V_DICT:
        return PF_KIND_BIT(PF_MAP);
    case PF_V_UNKNOWN:
        return v.as.unknown->kinds;
    case PF_V_EITHER: {
        unsigned kinds = 0;
        for (size_t i = 0; i < v.as.either->count; i++)
            kinds |= pf_kinds_of(v.as.either->arms[i]);
        return kinds;
    }
    case PF_V_INSTANCE:
        return PF_KIND_OBJECT |
               (pf_is_bound(v.as.object->wrapped) ? pf_kinds_of(v.as.object->wrapped) : 0);
    default:
        return PF_KIND_OBJECT;
    }
}
