/* Values → nodes, as rules and reports read them. */
#include "python/lib_path.h"

#include <inttypes.h>

enum {
    MAX_DEPTH = 40,    /* of containers in containers; what is deeper is unknown */
    MAX_NODES = 100000 /* of one evaluation: lists that hold one another grow without bound */
};

static struct pf_node *node_at(struct pf_eval *ev, pf_value v, int depth);

static pf_span span_of(pf_value v)
{
    return v.at == NULL ? (pf_span){0} : v.at->span;
}

static const struct pf_trace *trace_of(struct pf_eval *ev, const struct pf_origin *origin)
{
    if (origin == NULL)
        return NULL;
    struct pf_trace *trace = PF_NEW(ev->arena, struct pf_trace);
    size_t count = 0;
    for (const struct pf_origin *o = origin; o != NULL; o = o->before)
        count++;
    trace->steps = PF_NEW_ARRAY(ev->arena, struct pf_step, count);
    trace->step_count = count;
    for (const struct pf_origin *o = origin; o != NULL; o = o->before)
        trace->steps[--count] = (struct pf_step){o->span, o->text};
    trace->from = PF_NEW_ARRAY(ev->arena, pf_str, origin->from_count);
    trace->from_count = origin->from_count;
    for (size_t i = 0; i < origin->from_count; i++)
        trace->from[i] = origin->from[i];
    return trace;
}

static struct pf_node *unknown_node(struct pf_eval *ev, const struct pf_unknown *u, pf_span span)
{
    return pf_node_any(ev->arena, u->kinds & PF_KINDS_ALL, u->may_be_empty, u->reason, span);
}

static struct pf_node *object_node(struct pf_eval *ev, pf_value v)
{
    pf_str reason = v.type == PF_V_FUNCTION || v.type == PF_V_NATIVE || v.type == PF_V_METHOD
                        ? PF_STR("a function")
                    : v.type == PF_V_CLASS  ? PF_STR("a class")
                    : v.type == PF_V_MODULE ? PF_STR("a module")
                                            : pf_arena_format(ev->arena, "an object of type %.*s",
                                                              PF_ARG(pf_type_name(v)));
    return pf_node_any(ev->arena, 0, false, reason, span_of(v));
}

/* Half of a surrogate pair is in a str, but in no UTF-8. */
static struct pf_node *text_node(struct pf_eval *ev, pf_str text, pf_span span)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if ((unsigned char)text.data[i] == 0xed && (unsigned char)text.data[i + 1] >= 0xa0)
            return pf_node_any(ev->arena, PF_KIND_BIT(PF_STRING), false,
                               PF_STR("a text with half of a surrogate pair"), span);
    return pf_node_str(ev->arena, text, span);
}

static struct pf_node *seq_node(struct pf_eval *ev, const pf_value *items, size_t count,
                                pf_span span, int depth)
{
    struct pf_node *seq = pf_node_new(ev->arena, PF_SEQ, span);
    for (size_t i = 0; i < count; i++)
        pf_node_append(ev->arena, seq, node_at(ev, items[i], depth + 1));
    return seq;
}

/* "unset" begins the reason, so that a reader can tell. */
static struct pf_node *absent_node(struct pf_eval *ev, pf_span span)
{
    return pf_node_any(ev->arena, 0, true, PF_STR("unset: not in every case is it there"), span);
}

static void add_arm(struct pf_eval *ev, struct pf_node *either, struct pf_node *arm)
{
    if (arm->kind == PF_EITHER)
        for (size_t i = 0; i < arm->count; i++)
            pf_node_append(ev->arena, either, arm->items[i]);
    else
        pf_node_append(ev->arena, either, arm);
}

static struct pf_node *maybe_node(struct pf_eval *ev, struct pf_node *node)
{
    struct pf_node *joined = pf_node_new(ev->arena, PF_EITHER, node->span);
    add_arm(ev, joined, node);
    add_arm(ev, joined, absent_node(ev, node->span));
    joined->trace = node->trace;
    return joined;
}

static struct pf_node *map_node(struct pf_eval *ev, const struct pf_contents *c, pf_span span,
                                int depth)
{
    struct pf_node *map = pf_node_new(ev->arena, PF_MAP, span);
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (!e->live)
            continue;
        pf_value key = pf_str_of_value(ev, e->key);
        if (!pf_is_str(key)) {
            pf_clear_exception(ev);
            continue;
        }
        struct pf_node *value = node_at(ev, e->value, depth + 1);
        if (e->maybe)
            value = maybe_node(ev, value);
        pf_span key_span = e->key_span.file != NULL ? e->key_span : span_of(e->key);
        value = pf_node_with_key(ev->arena, value, NULL); /* one node may stand in two maps */
        pf_node_put(ev->arena, map, pf_text_of(key), key_span, value);
    }
    return map;
}

static struct pf_node *members_node(struct pf_eval *ev, const struct pf_contents *c, pf_span span,
                                    int depth)
{
    struct pf_node *seq = pf_node_new(ev->arena, PF_SEQ, span);
    seq->text = PF_STR("set"); /* for pf_settings_type */
    for (size_t i = 0; i < c->dict.count; i++) {
        if (!c->dict.entries[i].live)
            continue;
        struct pf_node *member = node_at(ev, c->dict.entries[i].key, depth + 1);
        pf_node_append(ev->arena, seq, c->dict.entries[i].maybe ? maybe_node(ev, member) : member);
    }
    return seq;
}

static struct pf_node *contents_node(struct pf_eval *ev, pf_value v, int depth)
{
    const struct pf_contents *c = v.as.object->contents;
    pf_span span = span_of(v);
    if (c->knowledge == PF_CONTENTS_UNKNOWN)
        return pf_node_any(ev->arena, PF_KIND_BIT(v.type == PF_V_DICT ? PF_MAP : PF_SEQ), true,
                           c->why->reason, span);
    if (v.type == PF_V_DICT)
        return map_node(ev, c, span, depth);
    if (v.type != PF_V_LIST) {
        struct pf_node *set = members_node(ev, c, span, depth);
        if (v.type == PF_V_FROZENSET)
            set->text = PF_STR("frozenset");
        return set;
    }
    if (c->knowledge == PF_CONTENTS_KNOWN)
        return seq_node(ev, c->items, c->count, span, depth);
    struct pf_node *either = pf_node_new(ev->arena, PF_EITHER, span);
    for (size_t i = 0; i < c->alternative_count; i++)
        add_arm(ev, either,
                seq_node(ev, c->alternatives[i]->items, c->alternatives[i]->count, span, depth));
    return either;
}

static struct pf_node *container_node(struct pf_eval *ev, pf_value v, int depth)
{
    struct pf_object *object = v.as.object;
    if (object->is_shown)
        return pf_node_any(ev->arena, PF_KINDS_ALL, false, PF_STR("it holds itself"), span_of(v));
    object->is_shown = true;
    struct pf_node *node = contents_node(ev, v, depth);
    object->is_shown = false;
    return node;
}

static struct pf_node *either_node(struct pf_eval *ev, const struct pf_either *e, pf_span span,
                                   int depth)
{
    struct pf_node *joined = pf_node_new(ev->arena, PF_EITHER, span);
    for (size_t i = 0; i < e->count; i++)
        add_arm(ev, joined, node_at(ev, e->arms[i], depth + 1));
    return joined;
}

/* A path is its text. */
static struct pf_node *path_node(struct pf_eval *ev, pf_value v, int depth)
{
    pf_value text = *(const pf_value *)pf_instance_state(v, &pf_path_class);
    text.at = v.at;
    struct pf_node *node = node_at(ev, text, depth + 1);
    if (node->kind == PF_STRING) {
        pf_str *type = PF_NEW(ev->arena, pf_str);
        *type = pf_type_name(v);
        node->as.type = type;
    }
    return node;
}

static struct pf_node *untraced(struct pf_eval *ev, pf_value v, int depth)
{
    pf_span span = span_of(v);
    struct pf_node *node;
    if (depth > MAX_DEPTH || ++ev->nodes > MAX_NODES)
        return pf_node_any(ev->arena, PF_KINDS_ALL, true,
                           PF_STR("nested too deeply, or too large, to be shown"), span);
    switch (v.type) {
    case PF_V_NONE:
        return pf_node_new(ev->arena, PF_NULL, span);
    case PF_V_BOOL:
        return pf_node_bool(ev->arena, v.as.boolean, span);
    case PF_V_INT:
        return pf_node_int(ev->arena, v.as.integer, span);
    case PF_V_FLOAT:
        node = pf_node_new(ev->arena, PF_REAL, span);
        node->as.real = v.as.real;
        node->text = pf_float_repr(ev->arena, v.as.real);
        return node;
    case PF_V_STR:
        return text_node(ev, pf_text_of(v), span);
    case PF_V_TUPLE:
        node = seq_node(ev, v.as.tuple->items, v.as.tuple->count, span, depth);
        node->text = PF_STR("tuple");
        return node;
    case PF_V_BYTES:
        return pf_node_any(ev->arena, 0, pf_text_of(v).len == 0, PF_STR("bytes"), span);
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_DICT:
        return container_node(ev, v, depth);
    case PF_V_UNKNOWN:
        return unknown_node(ev, v.as.unknown, span);
    case PF_V_EITHER:
        return either_node(ev, v.as.either, span, depth);
    case PF_V_INSTANCE:
        if (pf_instance_state(v, &pf_path_class) != NULL)
            return path_node(ev, v, depth);
        if (pf_is_bound(v.as.object->wrapped)) {
            pf_value inner = v.as.object->wrapped;
            inner.at = v.at;
            return node_at(ev, inner, depth + 1);
        }
        return object_node(ev, v);
    default:
        return object_node(ev, v);
    }
}

static struct pf_node *node_at(struct pf_eval *ev, pf_value v, int depth)
{
    struct pf_node *node = untraced(ev, v, depth);
    const struct pf_origin *origin = pf_origin_of(ev, v);
    if (pf_has_contents(v))
        origin = pf_origin_merge(ev, origin, v.as.object->contents->origin);
    if (origin != NULL && node->trace == NULL) {
        node = pf_node_with_key(ev->arena, node, node->key);
        node->trace = trace_of(ev, origin);
    }
    return node;
}

pf_str pf_settings_type(const struct pf_node *node)
{
    if (node->kind == PF_SEQ)
        return node->text;
    return node->kind == PF_STRING && node->as.type != NULL ? *node->as.type : PF_STR("");
}

struct pf_node *pf_entry_node(struct pf_eval *ev, const struct pf_entry *e)
{
    struct pf_node *node = node_at(ev, e->value, 0);
    return pf_node_with_key(ev->arena, e->maybe ? maybe_node(ev, node) : node, NULL);
}

struct pf_node *pf_value_node(struct pf_eval *ev, pf_value v)
{
    return node_at(ev, v, 0);
}
