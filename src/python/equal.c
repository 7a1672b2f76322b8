/* Equality: ==, and which keys are the same. */
#include "python/compare.h"

#include <math.h>

int pf_compare_numbers(pf_value a, pf_value b)
{
    if (pf_is_integral(a) && pf_is_integral(b)) {
        int64_t x = pf_integral_of(a), y = pf_integral_of(b);
        return (x > y) - (x < y);
    }
    if (a.type == PF_V_FLOAT && b.type == PF_V_FLOAT) {
        double x = a.as.real, y = b.as.real;
        return isnan(x) || isnan(y) ? 2 : (x > y) - (x < y);
    }
    bool swapped = b.type == PF_V_FLOAT;
    double d = swapped ? b.as.real : a.as.real;
    int64_t i = pf_integral_of(swapped ? a : b);
    int order;
    if (isnan(d))
        return 2;
    if (d >= 9223372036854775808.0)
        order = 1;
    else if (d < -9223372036854775808.0)
        order = -1;
    else {
        int64_t whole = (int64_t)floor(d);
        order = whole != i ? (whole > i) - (whole < i) : (d > floor(d));
    }
    return swapped ? -order : order;
}

static enum pf_truth equal_items(struct pf_eval *ev, const pf_value *a, size_t a_count,
                                 const pf_value *b, size_t b_count, int depth)
{
    if (a_count != b_count)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a_count && all != PF_NO; i++)
        all = pf_truth_and(all, pf_equal_at(ev, a[i], b[i], depth + 1));
    return all;
}

static enum pf_truth equal_dicts(struct pf_eval *ev, const struct pf_contents *a,
                                 const struct pf_contents *b, bool values, int depth)
{
    if (pf_dict_has_maybe(a) || pf_dict_has_maybe(b))
        return PF_MAYBE;
    if (a->dict.live != b->dict.live)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a->dict.count && all != PF_NO; i++) {
        const struct pf_entry *e = &a->dict.entries[i];
        if (!e->live)
            continue;
        const struct pf_entry *other = pf_dict_find(ev, b, e->key, e->hash);
        if (other == NULL)
            return PF_NO;
        if (values)
            all = pf_truth_and(all, pf_equal_at(ev, e->value, other->value, depth + 1));
    }
    return all;
}

/* Two kinds of data of which no value equals one of the other kind. */
static bool never_equal(unsigned a, unsigned b)
{
    const unsigned numbers = PF_KIND_BIT(PF_BOOL) | PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL);
    if ((a & PF_KIND_OBJECT) != 0 || (b & PF_KIND_OBJECT) != 0)
        return false;
    if ((a & numbers) != 0)
        a |= numbers;
    return (a & b) == 0;
}

static bool is_empty_data(pf_value v)
{
    return (v.type == PF_V_STR && pf_text_of(v).len == 0) ||
           (v.type == PF_V_INT && v.as.integer == 0) || v.type == PF_V_NONE;
}

static bool is_beyond(const struct pf_unknown *unknown, int64_t i)
{
    return unknown->most != 0 && (i < unknown->least || i > unknown->most);
}

/* A part of sys.argv and a list of words. */
static enum pf_truth command_is(const struct pf_eval *ev, const struct pf_contents *words)
{
    for (size_t i = 0; words->knowledge == PF_CONTENTS_KNOWN && i < words->count; i++)
        if (pf_command_word_is(ev, words->items[i]) == PF_NO)
            return PF_NO;
    return PF_MAYBE;
}

static enum pf_truth equal_vague(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    if (a.type == PF_V_EITHER || b.type == PF_V_EITHER) {
        pf_value either = a.type == PF_V_EITHER ? a : b, other = a.type == PF_V_EITHER ? b : a;
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < either.as.either->count; i++) {
            enum pf_truth one = pf_equal_at(ev, either.as.either->arms[i], other, depth + 1);
            truth = i == 0 || truth == one ? one : PF_MAYBE;
        }
        return truth;
    }
    pf_value unknown = a.type == PF_V_UNKNOWN ? a : b, other = a.type == PF_V_UNKNOWN ? b : a;
    pf_may_be_asked(ev, unknown);
    if (never_equal(pf_kinds_of(unknown), pf_kinds_of(other)))
        return PF_NO;
    if (other.type == PF_V_INT && is_beyond(unknown.as.unknown, other.as.integer))
        return PF_NO;
    if (pf_is_command(unknown) && pf_is_str(other))
        return pf_command_word_is(ev, other);
    if (pf_is_command(unknown) && other.type == PF_V_LIST)
        return command_is(ev, other.as.object->contents);
    if (!unknown.as.unknown->may_be_empty && is_empty_data(other) &&
        (unknown.as.unknown->kinds & (PF_KIND_OBJECT | PF_KIND_BIT(PF_BOOL))) == 0 &&
        (other.type != PF_V_NONE || (unknown.as.unknown->kinds & PF_KIND_BIT(PF_NULL)) == 0))
        return PF_NO;
    return PF_MAYBE;
}

/* Is one equal to itself only? So it is where the project wrote no __eq__; classes of libraries may
 * have one that is not modelled, as compiled patterns do. */
static bool compares_by_identity(struct pf_eval *ev, const struct pf_object *cls)
{
    if (cls->class_->native == &pf_object_class || pf_is_exception_class(cls))
        return true;
    if (cls->class_->ast == NULL)
        return false;
    pf_value module = pf_names_get(ev, ev->modules, cls->class_->module, NULL);
    return module.type != PF_V_MODULE || module.as.object->module->library == NULL;
}

/* __eq__ of the classes; MAYBE when a project's own raised or is not known. */
static enum pf_truth equal_instances(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_value sides[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        pf_value method = pf_find_special(ev, sides[i], "__eq__");
        if (!pf_is_bound(method))
            continue;
        if (pf_is_failed(method)) {
            pf_clear_exception(ev);
            pf_may_raise(ev, "");
            return PF_MAYBE;
        }
        if (pf_is_vague(method))
            return PF_MAYBE;
        pf_value result = pf_call_value(ev, method, &sides[1 - i], 1);
        enum pf_truth truth;
        if (result.type == PF_V_NOT_IMPLEMENTED)
            continue;
        if (pf_is_failed(result) || !pf_truth_of_value(ev, result, &truth)) {
            pf_clear_exception(ev);
            return PF_MAYBE;
        }
        return truth;
    }
    for (size_t i = 0; i < 2; i++)
        if (sides[i].type == PF_V_INSTANCE && sides[i].as.object->cls->class_->has_unknown_base)
            return pf_same_value(a, b) ? PF_YES : PF_MAYBE;
    pf_value x = pf_unwrapped(a), y = pf_unwrapped(b);
    if (x.type != PF_V_INSTANCE || y.type != PF_V_INSTANCE)
        return x.type == PF_V_INSTANCE || y.type == PF_V_INSTANCE ? PF_NO
                                                                  : pf_equal_values(ev, x, y);
    if (a.as.object == b.as.object)
        return PF_YES;
    return a.as.object->cls != b.as.object->cls || compares_by_identity(ev, a.as.object->cls)
               ? PF_NO
               : PF_MAYBE;
}

static enum pf_truth equal_containers(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (a.as.object == b.as.object)
        return PF_YES;
    if (x->knowledge != PF_CONTENTS_KNOWN || y->knowledge != PF_CONTENTS_KNOWN)
        return PF_MAYBE;
    if (a.type == PF_V_LIST)
        return equal_items(ev, x->items, x->count, y->items, y->count, depth);
    return equal_dicts(ev, x, y, a.type == PF_V_DICT, depth);
}

enum pf_truth pf_equal_at(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    if (depth > PF_COMPARE_DEPTH || !pf_step(ev, ev->site))
        return PF_MAYBE;
    if (pf_is_vague(a) || pf_is_vague(b))
        return equal_vague(ev, a, b, depth);
    if (a.type == PF_V_INSTANCE || b.type == PF_V_INSTANCE)
        return equal_instances(ev, a, b);
    if (pf_is_number(a) && pf_is_number(b))
        return pf_truth_of(pf_compare_numbers(a, b) == 0);
    if (a.type == PF_V_TUPLE && b.type == PF_V_TUPLE)
        return equal_items(ev, a.as.tuple->items, a.as.tuple->count, b.as.tuple->items,
                           b.as.tuple->count, depth);
    if ((a.type == b.type && pf_has_contents(a) && a.type != PF_V_ITERATOR) ||
        (pf_is_set(a) && pf_is_set(b)))
        return equal_containers(ev, a, b, depth);
    if (pf_is_set_like(a) && pf_is_set_like(b)) {
        if (!pf_as_set(ev, &a) || !pf_as_set(ev, &b)) {
            pf_clear_exception(ev); /* members without a hash */
            return PF_MAYBE;
        }
        return pf_is_set(a) && pf_is_set(b) ? equal_containers(ev, a, b, depth) : PF_MAYBE;
    }
    if (a.type != b.type)
        return PF_NO;
    if (a.type == PF_V_VIEW || a.type == PF_V_RANGE || a.type == PF_V_SLICE)
        return pf_same_value(a, b) ? PF_YES : PF_MAYBE;
    return pf_truth_of(pf_same_value(a, b));
}

enum pf_truth pf_equal_values(struct pf_eval *ev, pf_value a, pf_value b)
{
    return pf_equal_at(ev, a, b, 0);
}
