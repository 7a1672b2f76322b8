/* Membership: in. */
#include "python/compare.h"

static enum pf_truth is_it(struct pf_eval *ev, pf_value item, pf_value member)
{
    bool is_same = pf_same_value(item, member) && !pf_is_vague(member) && member.type != PF_V_FLOAT;
    return is_same ? PF_YES : pf_equal_values(ev, item, member);
}

static enum pf_truth among(struct pf_eval *ev, const pf_value *items, size_t count, pf_value member)
{
    enum pf_truth any = PF_NO;
    for (size_t i = 0; i < count && any != PF_YES; i++)
        any = pf_truth_or(any, is_it(ev, items[i], member));
    return any;
}

/* No more values are asked for than until one is `member`. */
static enum pf_truth in_iterator(struct pf_eval *ev, pf_value iterator, pf_value member,
                                 bool *failed)
{
    enum pf_truth any = PF_NO;
    while (any != PF_YES) {
        bool vague = false;
        pf_value item = pf_next_value(ev, iterator, &vague);
        bool raised = pf_is_failed(item) || !pf_step(ev, ev->site);
        if (raised && (any == PF_NO || ev->aborted)) {
            *failed = true;
            return PF_MAYBE;
        }
        if (raised) { /* if it was not there before */
            pf_clear_exception(ev);
            pf_may_raise(ev, "");
        }
        if (raised || vague || !pf_is_bound(item)) {
            if (any == PF_MAYBE || vague)
                pf_escape(ev, iterator, "some of its values were asked for");
            return vague ? PF_MAYBE : any;
        }
        enum pf_truth same = is_it(ev, item, member);
        if (same == PF_YES && any == PF_MAYBE)
            pf_escape(ev, iterator, "some of its values were asked for");
        any = pf_truth_or(any, same);
    }
    return any;
}

static enum pf_truth in_dict(struct pf_eval *ev, const struct pf_contents *c, pf_value member,
                             bool *failed)
{
    uint64_t hash;
    if (pf_is_vague(member))
        pf_may_be_unhashable(ev, member);
    if (pf_is_vague(member) && c->knowledge == PF_CONTENTS_KNOWN) {
        enum pf_truth any = PF_NO;
        for (size_t i = 0; i < c->dict.count; i++)
            if (c->dict.entries[i].live)
                any = pf_truth_or(any, pf_equal_values(ev, c->dict.entries[i].key, member));
        return any == PF_YES ? PF_MAYBE : any;
    }
    if (member.type == PF_V_SET) { /* a set looks for an equal frozenset; a dict raises */
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    }
    if (!pf_hash_value(ev, member, &hash)) {
        *failed = pf_is_failed(pf_unhashable(ev, member));
        return PF_MAYBE;
    }
    if (c->knowledge != PF_CONTENTS_KNOWN)
        return PF_MAYBE;
    const struct pf_entry *e = pf_dict_find(ev, c, member, hash);
    if (e == NULL)
        e = pf_dict_other(ev, c);
    return e == NULL ? PF_NO : (e->maybe ? PF_MAYBE : PF_YES);
}

static enum pf_truth in_text(struct pf_eval *ev, pf_value text, pf_value member, bool *failed)
{
    if (member.type == PF_V_UNKNOWN || member.type == PF_V_EITHER) {
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    }
    if (text.type == PF_V_BYTES && member.type == PF_V_INT)
        return pf_truth_of(pf_str_find_byte(pf_text_of(text), (char)member.as.integer) !=
                           PF_STR_NONE);
    pf_value inner = pf_unwrapped(member);
    if (inner.type != text.type) {
        pf_raise(ev, "TypeError", "'in <string>' requires string as left operand, not %.*s",
                 PF_ARG(pf_type_name(member)));
        *failed = true;
        return PF_MAYBE;
    }
    return pf_truth_of(pf_str_contains(pf_text_of(text), pf_text_of(inner)));
}

static enum pf_truth in_list(struct pf_eval *ev, const struct pf_contents *c, pf_value member)
{
    if (c->knowledge == PF_CONTENTS_UNKNOWN)
        return PF_MAYBE;
    if (c->knowledge == PF_CONTENTS_KNOWN)
        return among(ev, c->items, c->count, member);
    enum pf_truth truth = PF_MAYBE;
    for (size_t i = 0; i < c->alternative_count; i++) {
        const struct pf_contents *arm = c->alternatives[i];
        enum pf_truth one = among(ev, arm->items, arm->count, member);
        truth = i == 0 || truth == one ? one : PF_MAYBE;
    }
    return truth;
}

static enum pf_truth in_others(struct pf_eval *ev, pf_value container, pf_value member,
                               bool *failed)
{
    pf_value method = pf_find_special(ev, container, "__contains__");
    if (pf_is_failed(method)) {
        *failed = true;
        return PF_MAYBE;
    }
    if (pf_is_bound(method)) {
        pf_value result = pf_call_value(ev, method, &member, 1);
        enum pf_truth truth = PF_MAYBE;
        *failed = pf_is_failed(result) || !pf_truth_of_value(ev, result, &truth);
        return truth;
    }
    if (container.type == PF_V_INSTANCE && pf_is_bound(container.as.object->wrapped))
        return pf_contains(ev, container.as.object->wrapped, member, failed);
    if (container.type < PF_V_TUPLE || container.type == PF_V_FUNCTION ||
        container.type == PF_V_NATIVE || container.type == PF_V_MODULE) {
        pf_raise(ev, "TypeError", "argument of type '%.*s' is not iterable",
                 PF_ARG(pf_type_name(container)));
        *failed = true;
        return PF_MAYBE;
    }
    pf_value iterator = pf_iter_value(ev, container);
    if (pf_is_vague(iterator)) {
        *failed = pf_is_failed(iterator);
        return PF_MAYBE;
    }
    return in_iterator(ev, iterator, member, failed);
}

enum pf_truth pf_contains(struct pf_eval *ev, pf_value container, pf_value member, bool *failed)
{
    *failed = false;
    switch (container.type) {
    case PF_V_STR:
    case PF_V_BYTES:
        return in_text(ev, container, member, failed);
    case PF_V_LIST:
        return in_list(ev, container.as.object->contents, member);
    case PF_V_TUPLE:
        return among(ev, container.as.tuple->items, container.as.tuple->count, member);
    case PF_V_DICT:
    case PF_V_SET:
    case PF_V_FROZENSET:
        return in_dict(ev, container.as.object->contents, member, failed);
    case PF_V_VIEW:
        if (container.as.view->what == PF_VIEW_KEYS)
            return in_dict(ev, container.as.view->dict->contents, member, failed);
        return in_others(ev, container, member, failed);
    case PF_V_UNKNOWN:
        if (pf_is_command(container))
            return (container.as.unknown->kinds & PF_KIND_BIT(PF_STRING)) != 0
                       ? pf_command_word_contains(member)
                       : pf_command_has(ev, member);
        if (container.as.unknown->members != NULL)
            return among(ev, container.as.unknown->members, container.as.unknown->member_count,
                         member);
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    case PF_V_EITHER: {
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < container.as.either->count && !*failed; i++) {
            enum pf_truth one = pf_contains(ev, container.as.either->arms[i], member, failed);
            truth = i == 0 || truth == one ? one : PF_MAYBE;
        }
        if (*failed) { /* only in one of the worlds */
            *failed = false;
            pf_clear_exception(ev);
            pf_may_raise(ev, "TypeError");
            return PF_MAYBE;
        }
        return truth;
    }
    default:
        return in_others(ev, container, member, failed);
    }
}
