/* str() and repr() of any value. */
#include "python/interp.h"

#include <inttypes.h>

enum { MAX_DEPTH = 50 /* of containers in containers */ };

static const pf_value failed = {.type = PF_V_FAILED};

static pf_value not_known(struct pf_eval *ev, pf_value v, const char *reason)
{
    return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, reason, &v, 1);
}

struct shown {
    struct pf_buffer buffer;
    bool vague; /* something in it is not known */
};

static bool show(struct pf_eval *ev, struct shown *to, pf_value v, int depth);

static bool show_items(struct pf_eval *ev, struct shown *to, const pf_value *items, size_t count,
                       int depth)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            pf_buffer_add_c(&to->buffer, ", ");
        if (!show(ev, to, items[i], depth + 1))
            return false;
    }
    return true;
}

static bool show_entries(struct pf_eval *ev, struct shown *to, const struct pf_contents *c,
                         bool values, int depth)
{
    bool first = true;
    to->vague |= pf_dict_has_maybe(c) || (c->unordered && c->dict.live > 1);
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry e = c->dict.entries[i];
        if (!e.live)
            continue;
        if (!first)
            pf_buffer_add_c(&to->buffer, ", ");
        first = false;
        if (!show(ev, to, e.key, depth + 1))
            return false;
        if (!values)
            continue;
        pf_buffer_add_c(&to->buffer, ": ");
        if (!show(ev, to, e.value, depth + 1))
            return false;
    }
    return true;
}

static bool show_contents(struct pf_eval *ev, struct shown *to, pf_value v, int depth)
{
    const struct pf_contents *c = v.as.object->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN) {
        to->vague = true;
        return true;
    }
    if (v.type == PF_V_LIST) {
        pf_buffer_add_c(&to->buffer, "[");
        if (!show_items(ev, to, c->items, c->count, depth))
            return false;
        pf_buffer_add_c(&to->buffer, "]");
        return true;
    }
    if (v.type == PF_V_DICT) {
        pf_buffer_add_c(&to->buffer, "{");
        if (!show_entries(ev, to, c, true, depth))
            return false;
        pf_buffer_add_c(&to->buffer, "}");
        return true;
    }
    bool frozen = v.type == PF_V_FROZENSET;
    to->vague |= c->dict.live > 1; /* the order of a set is not certain */
    if (c->dict.live == 0) {
        pf_buffer_add_c(&to->buffer, frozen ? "frozenset()" : "set()");
        return true;
    }
    pf_buffer_add_c(&to->buffer, frozen ? "frozenset({" : "{");
    if (!show_entries(ev, to, c, false, depth))
        return false;
    pf_buffer_add_c(&to->buffer, frozen ? "})" : "}");
    return true;
}

static bool show_container(struct pf_eval *ev, struct shown *to, pf_value v, int depth)
{
    struct pf_object *object = v.as.object;
    if (object->is_shown) {
        pf_buffer_add_c(&to->buffer, v.type == PF_V_LIST ? "[...]" : "{...}");
        to->vague |= v.type != PF_V_LIST && v.type != PF_V_DICT;
        return true;
    }
    object->is_shown = true;
    bool fine = show_contents(ev, to, v, depth);
    object->is_shown = false;
    return fine;
}

static bool show_tuple(struct pf_eval *ev, struct shown *to, const struct pf_tuple *t, int depth)
{
    if (t->cls != NULL) {
        to->vague = true;
        return true;
    }
    pf_buffer_add_c(&to->buffer, "(");
    if (!show_items(ev, to, t->items, t->count, depth))
        return false;
    pf_buffer_add_c(&to->buffer, t->count == 1 ? ",)" : ")");
    return true;
}

static bool show_instance(struct pf_eval *ev, struct shown *to, pf_value v)
{
    pf_value method = pf_find_special(ev, v, "__repr__");
    if (pf_is_failed(method))
        return false;
    if (pf_is_bound(method) && !pf_is_vague(method)) {
        pf_value text = pf_call_value(ev, method, NULL, 0);
        if (pf_is_failed(text))
            return false;
        if (pf_is_str(text))
            pf_buffer_add(&to->buffer, pf_text_of(text));
        else
            to->vague = true;
        return true;
    }
    to->vague = true; /* <… object at 0x…> */
    return true;
}

static bool show(struct pf_eval *ev, struct shown *to, pf_value v, int depth)
{
    if (depth > MAX_DEPTH || to->buffer.len > PF_EVAL_STR || !pf_step(ev, ev->site)) {
        to->vague = true;
        return !ev->aborted;
    }
    switch (v.type) {
    case PF_V_NONE:
        pf_buffer_add_c(&to->buffer, "None");
        return true;
    case PF_V_ELLIPSIS:
        pf_buffer_add_c(&to->buffer, "Ellipsis");
        return true;
    case PF_V_NOT_IMPLEMENTED:
        pf_buffer_add_c(&to->buffer, "NotImplemented");
        return true;
    case PF_V_BOOL:
        pf_buffer_add_c(&to->buffer, v.as.boolean ? "True" : "False");
        return true;
    case PF_V_INT:
        pf_buffer_format(&to->buffer, "%" PRId64, v.as.integer);
        return true;
    case PF_V_FLOAT:
        pf_buffer_add(&to->buffer, pf_float_repr(ev->arena, v.as.real));
        return true;
    case PF_V_STR:
    case PF_V_BYTES:
        to->vague |= v.type == PF_V_STR && !pf_text_repr_is_certain(pf_text_of(v));
        pf_text_repr(&to->buffer, pf_text_of(v), v.type == PF_V_BYTES, false);
        return true;
    case PF_V_TUPLE:
        return show_tuple(ev, to, v.as.tuple, depth);
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_DICT:
        if (v.as.object->cls == NULL)
            return show_container(ev, to, v, depth);
        return show_instance(ev, to, v);
    case PF_V_RANGE:
        pf_buffer_format(&to->buffer, "range(%" PRId64 ", %" PRId64, v.as.range->start,
                         v.as.range->stop);
        if (v.as.range->step != 1)
            pf_buffer_format(&to->buffer, ", %" PRId64, v.as.range->step);
        pf_buffer_add_c(&to->buffer, ")");
        return true;
    case PF_V_CLASS:
        if (!pf_str_eq(v.as.object->class_->module, PF_STR("builtins"))) {
            to->vague = true; /* its qualified name is not kept */
            return true;
        }
        pf_buffer_format(&to->buffer, "<class '%.*s'>", PF_ARG(v.as.object->class_->name));
        return true;
    case PF_V_INSTANCE:
        return show_instance(ev, to, v);
    default:
        to->vague = true;
        return true;
    }
}

static pf_value repr_plain(struct pf_eval *ev, pf_value v, void *context)
{
    (void)context;
    struct shown to = {.buffer = pf_buffer_new(ev->arena)};
    if (!show(ev, &to, v, 0))
        return failed;
    pf_heap_charge(ev, to.buffer.len);
    if (to.vague)
        return not_known(ev, v, "the text of something that is not known");
    return pf_made_of(ev, pf_str_value(ev, pf_buffer_str(&to.buffer)), v, v);
}

pf_value pf_repr_of_value(struct pf_eval *ev, pf_value v)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, repr_plain, NULL) : repr_plain(ev, v, NULL);
}

static pf_value str_plain(struct pf_eval *ev, pf_value v, void *context)
{
    if (v.type == PF_V_STR)
        return v;
    if (v.type == PF_V_UNKNOWN && v.as.unknown->kinds == PF_KIND_BIT(PF_STRING))
        return v;
    if (v.type == PF_V_UNKNOWN) {
        pf_may_be_asked(ev, v);
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), v.as.unknown->may_be_empty, "its text", &v,
                             1);
    }
    if (v.type == PF_V_INSTANCE) {
        pf_value method = pf_find_special(ev, v, "__str__");
        if (pf_is_failed(method))
            return method;
        if (pf_is_bound(method)) {
            pf_value text = pf_call_value(ev, method, NULL, 0);
            if (pf_is_failed(text) || pf_is_str(text) || pf_is_vague(text))
                return text;
            if (text.type != PF_V_INSTANCE)
                return pf_raise(ev, "TypeError", "__str__ returned non-string (type %.*s)",
                                PF_ARG(pf_type_name(text)));
            return not_known(ev, v, "its text");
        }
        if (pf_is_bound(v.as.object->wrapped) && !v.as.object->cls->class_->is_enum &&
            !pf_is_bound(pf_find_special(ev, v, "__repr__")))
            return pf_str_of_value(ev, v.as.object->wrapped);
    }
    return repr_plain(ev, v, context);
}

pf_value pf_str_of_value(struct pf_eval *ev, pf_value v)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, str_plain, NULL) : str_plain(ev, v, NULL);
}
