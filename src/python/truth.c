/* Whether a value is true. */
#include "python/compare.h"

static bool instance_truth(struct pf_eval *ev, pf_value v, enum pf_truth *truth)
{
    static const char *const names[] = {"__bool__", "__len__"};
    for (size_t i = 0; i < PF_COUNT(names); i++) {
        pf_value method = pf_find_special(ev, v, names[i]);
        if (pf_is_failed(method))
            return false;
        if (!pf_is_bound(method))
            continue;
        pf_value result = pf_call_value(ev, method, NULL, 0);
        if (pf_is_failed(result))
            return false;
        if (result.type == PF_V_INSTANCE) {
            *truth = PF_MAYBE;
            return true;
        }
        return pf_truth_of_value(ev, result, truth);
    }
    pf_value inner = pf_unwrapped(v);
    if (inner.type != PF_V_INSTANCE)
        return pf_truth_of_value(ev, inner, truth);
    *truth = v.as.object->cls->class_->has_unknown_base ? PF_MAYBE : PF_YES;
    return true;
}

void pf_may_be_asked(struct pf_eval *ev, pf_value unknown)
{
    if ((unknown.as.unknown->kinds & PF_KIND_OBJECT) != 0)
        pf_may_raise(ev, "");
}

static enum pf_truth unknown_truth(const struct pf_unknown *u)
{
    const unsigned falsy = PF_KIND_BIT(PF_NULL) | PF_KIND_BIT(PF_BOOL);
    if (u->kinds == PF_KIND_BIT(PF_NULL))
        return PF_NO;
    return u->may_be_empty || (u->kinds & falsy) != 0 ? PF_MAYBE : PF_YES;
}

static enum pf_truth contents_truth(const struct pf_contents *c, enum pf_type type)
{
    if (c->knowledge == PF_CONTENTS_UNKNOWN)
        return PF_MAYBE;
    if (c->knowledge == PF_CONTENTS_EITHER) {
        bool some = false, none = false;
        for (size_t i = 0; i < c->alternative_count; i++) {
            some |= c->alternatives[i]->count > 0;
            none |= c->alternatives[i]->count == 0;
        }
        return some && none ? PF_MAYBE : pf_truth_of(some);
    }
    if (type == PF_V_LIST)
        return pf_truth_of(c->count > 0);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < c->dict.count && truth != PF_YES; i++)
        if (c->dict.entries[i].live)
            truth = c->dict.entries[i].maybe ? PF_MAYBE : PF_YES;
    return truth;
}

static bool either_truth(struct pf_eval *ev, const struct pf_either *e, enum pf_truth *truth)
{
    for (size_t i = 0; i < e->count; i++) {
        enum pf_truth one;
        if (!pf_truth_of_value(ev, e->arms[i], &one))
            return false;
        *truth = i == 0 || *truth == one ? one : PF_MAYBE;
    }
    return true;
}

bool pf_truth_of_value(struct pf_eval *ev, pf_value v, enum pf_truth *truth)
{
    *truth = PF_YES;
    switch (v.type) {
    case PF_V_NONE:
        *truth = PF_NO;
        break;
    case PF_V_BOOL:
        *truth = pf_truth_of(v.as.boolean);
        break;
    case PF_V_INT:
        *truth = pf_truth_of(v.as.integer != 0);
        break;
    case PF_V_FLOAT:
        *truth = pf_truth_of(v.as.real != 0);
        break;
    case PF_V_STR:
    case PF_V_BYTES:
        *truth = pf_truth_of(pf_text_of(v).len > 0);
        break;
    case PF_V_TUPLE:
        *truth = pf_truth_of(v.as.tuple->count > 0);
        break;
    case PF_V_RANGE:
        *truth = pf_truth_of(v.as.range->step > 0 ? v.as.range->start < v.as.range->stop
                                                  : v.as.range->start > v.as.range->stop);
        break;
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_DICT:
        *truth = contents_truth(v.as.object->contents, v.type);
        break;
    case PF_V_VIEW:
        *truth = contents_truth(v.as.view->dict->contents, PF_V_DICT);
        break;
    case PF_V_UNKNOWN:
        pf_may_be_asked(ev, v);
        *truth = unknown_truth(v.as.unknown);
        break;
    case PF_V_EITHER:
        return either_truth(ev, v.as.either, truth);
    case PF_V_INSTANCE:
        return instance_truth(ev, v, truth);
    default:
        break;
    }
    return true;
}
