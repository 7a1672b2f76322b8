/* match: patterns against a subject. */
#include "python/interp.h"

static bool match_pattern(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                          enum pf_truth *matches);

static bool bind(struct pf_eval *ev, pf_str name, pf_span span, pf_value v)
{
    return name.len == 0 || pf_name_store(ev, name, span, v);
}

/* Every name of a pattern, as unknown: an undecided match may bind them. */
static bool bind_unknown(struct pf_eval *ev, const struct pf_ast *p, pf_value of)
{
    struct pf_strs names = {0};
    pf_bound_names(ev->arena, p, &names);
    for (size_t i = 0; i < names.count; i++)
        if (!pf_name_store(
                ev, names.items[i], p->span,
                pf_unknown_of(ev, PF_KINDS_EVERY, true, "a part of something unknown", &of, 1)))
            return false;
    return true;
}

static bool match_value(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                        enum pf_truth *matches)
{
    pf_value wanted = pf_eval_expr(ev, p->as.match_value.value);
    if (pf_is_failed(wanted))
        return false;
    if (p->kind == PF_AST_MATCH_VALUE) {
        *matches = pf_equal_values(ev, v, wanted);
        return true;
    }
    pf_value same = pf_compare(ev, PF_AST_IS, v, wanted);
    return !pf_is_failed(same) && pf_truth_of_value(ev, same, matches);
}

static bool match_items(struct pf_eval *ev, const struct pf_ast_list *patterns,
                        const pf_value *items, size_t count, enum pf_truth *matches)
{
    size_t star = patterns->count;
    for (size_t i = 0; i < patterns->count; i++)
        if (patterns->items[i]->kind == PF_AST_MATCH_STAR)
            star = i;
    bool starred = star < patterns->count;
    *matches = PF_NO;
    if (starred ? count + 1 < patterns->count : count != patterns->count)
        return true;
    *matches = PF_YES;
    size_t rest = starred ? count + 1 - patterns->count : 0;
    for (size_t i = 0, from = 0; i < patterns->count && *matches != PF_NO; i++) {
        const struct pf_ast *p = patterns->items[i];
        if (i == star) {
            if (!bind(ev, p->as.match_as.name, p->span, pf_list_value(ev, items + from, rest)))
                return false;
            from += rest;
            continue;
        }
        enum pf_truth one;
        if (!match_pattern(ev, p, items[from++], &one))
            return false;
        *matches = pf_truth_and(*matches, one);
    }
    return true;
}

static bool match_sequence(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                           enum pf_truth *matches)
{
    *matches = PF_NO;
    if (v.type == PF_V_LIST && pf_is_plain(v))
        return match_items(ev, &p->as.match_list.patterns, v.as.object->contents->items,
                           v.as.object->contents->count, matches);
    if (v.type == PF_V_TUPLE)
        return match_items(ev, &p->as.match_list.patterns, v.as.tuple->items, v.as.tuple->count,
                           matches);
    unsigned others = PF_KIND_BIT(PF_SEQ) | PF_KIND_OBJECT;
    if ((pf_kinds_of(v) & others) != 0 && v.type != PF_V_SET && v.type != PF_V_FROZENSET) {
        *matches = PF_MAYBE;
        return bind_unknown(ev, p, v);
    }
    return true;
}

static bool match_or(struct pf_eval *ev, const struct pf_ast *p, pf_value v, enum pf_truth *matches)
{
    *matches = PF_NO;
    for (size_t i = 0; i < p->as.match_list.patterns.count && *matches != PF_YES; i++) {
        enum pf_truth one;
        if (!match_pattern(ev, p->as.match_list.patterns.items[i], v, &one))
            return false;
        *matches = pf_truth_or(*matches, one);
    }
    return *matches != PF_MAYBE || bind_unknown(ev, p, v);
}

static bool match_mapping(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                          enum pf_truth *matches)
{
    *matches = PF_NO;
    if (v.type != PF_V_DICT || !pf_is_plain(v) || v.as.object->cls != NULL) {
        if ((pf_kinds_of(v) & (PF_KIND_BIT(PF_MAP) | PF_KIND_OBJECT)) == 0)
            return true;
        *matches = PF_MAYBE;
        return bind_unknown(ev, p, v);
    }
    *matches = PF_YES;
    struct pf_object *rest = pf_heap_container(ev, PF_V_DICT);
    rest->contents = pf_contents_copy(ev, v.as.object->contents);
    for (size_t i = 0; i < p->as.match_mapping.keys.count && *matches != PF_NO; i++) {
        pf_value key = pf_eval_expr(ev, p->as.match_mapping.keys.items[i]);
        uint64_t hash;
        if (pf_is_failed(key))
            return false;
        if (!pf_hash_value(ev, key, &hash)) {
            *matches = PF_MAYBE;
            return bind_unknown(ev, p, v);
        }
        struct pf_entry *e = pf_dict_find(ev, rest->contents, key, hash);
        enum pf_truth one = PF_NO;
        if (e != NULL && !match_pattern(ev, p->as.match_mapping.patterns.items[i], e->value, &one))
            return false;
        if (e != NULL && e->maybe)
            one = pf_truth_and(one, PF_MAYBE);
        if (e != NULL)
            pf_dict_remove(rest->contents, e);
        *matches = pf_truth_and(*matches, one);
    }
    return bind(ev, p->as.match_mapping.rest, p->span, pf_object_value(rest));
}

/* str(), int(x), Point(x=1): of builtin types the one positional pattern is the value itself. */
static bool match_class(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                        enum pf_truth *matches)
{
    pf_value cls = pf_eval_expr(ev, p->as.match_class.cls);
    if (pf_is_failed(cls))
        return false;
    *matches = cls.type == PF_V_CLASS ? pf_is_instance(ev, v, cls.as.object) : PF_MAYBE;
    if (*matches == PF_NO)
        return true;
    bool builtin =
        cls.type == PF_V_CLASS && pf_str_eq(cls.as.object->class_->module, PF_STR("builtins"));
    if (p->as.match_class.patterns.count > 1 ||
        (p->as.match_class.patterns.count == 1 && !builtin)) {
        *matches = PF_MAYBE;
        return bind_unknown(ev, p, v);
    }
    if (p->as.match_class.patterns.count == 1) {
        enum pf_truth one;
        if (!match_pattern(ev, p->as.match_class.patterns.items[0], v, &one))
            return false;
        *matches = pf_truth_and(*matches, one);
    }
    for (size_t i = 0; i < p->as.match_class.kwd_patterns.count && *matches != PF_NO; i++) {
        pf_value attribute = pf_find_attribute(ev, v, p->as.match_class.kwd_attrs.items[i]);
        enum pf_truth one = PF_NO;
        if (pf_is_failed(attribute))
            return false;
        if (pf_is_bound(attribute) &&
            !match_pattern(ev, p->as.match_class.kwd_patterns.items[i], attribute, &one))
            return false;
        *matches = pf_truth_and(*matches, one);
    }
    return true;
}

static bool match_pattern(struct pf_eval *ev, const struct pf_ast *p, pf_value v,
                          enum pf_truth *matches)
{
    if (!pf_step(ev, p))
        return false;
    switch (p->kind) {
    case PF_AST_MATCH_VALUE:
    case PF_AST_MATCH_SINGLETON:
        return match_value(ev, p, v, matches);
    case PF_AST_MATCH_SEQUENCE:
        return match_sequence(ev, p, v, matches);
    case PF_AST_MATCH_MAPPING:
        return match_mapping(ev, p, v, matches);
    case PF_AST_MATCH_CLASS:
        return match_class(ev, p, v, matches);
    case PF_AST_MATCH_OR:
        return match_or(ev, p, v, matches);
    case PF_AST_MATCH_AS:
        *matches = PF_YES;
        if (p->as.match_as.pattern != NULL &&
            !match_pattern(ev, p->as.match_as.pattern, v, matches))
            return false;
        return *matches == PF_NO || bind(ev, p->as.match_as.name, p->span, v);
    default:
        *matches = PF_MAYBE;
        return true;
    }
}

static enum pf_completion try_case(struct pf_eval *ev, const struct pf_ast *s, size_t index,
                                   pf_value subject, pf_value *value);

static enum pf_completion take_or_go_on(struct pf_eval *ev, const struct pf_ast *s, size_t index,
                                        pf_value subject, pf_value *value)
{
    struct pf_fork fork;
    const struct pf_ast *c = s->as.match.cases.items[index];
    pf_fork_begin(ev, &fork);
    enum pf_completion completion = pf_exec_list(ev, &c->as.match_case.body, value);
    pf_fork_arm(ev, &fork, completion, *value);
    completion = try_case(ev, s, index + 1, subject, value);
    pf_fork_arm(ev, &fork, completion, *value);
    return pf_fork_end(ev, &fork, value);
}

static enum pf_completion try_case(struct pf_eval *ev, const struct pf_ast *s, size_t index,
                                   pf_value subject, pf_value *value)
{
    for (; index < s->as.match.cases.count; index++) {
        const struct pf_ast *c = s->as.match.cases.items[index];
        enum pf_truth matches, guard = PF_YES;
        const struct pf_origin *origin;
        if (!match_pattern(ev, c->as.match_case.pattern, subject, &matches))
            return PF_RAISED;
        if (matches != PF_NO && c->as.match_case.guard != NULL &&
            !pf_eval_test(ev, c->as.match_case.guard, &guard, &origin))
            return PF_RAISED;
        matches = pf_truth_and(matches, guard);
        if (matches == PF_YES)
            return pf_exec_list(ev, &c->as.match_case.body, value);
        if (matches == PF_MAYBE)
            return take_or_go_on(ev, s, index, subject, value);
    }
    return PF_DONE;
}

enum pf_completion pf_exec_match(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    pf_value subject = pf_eval_expr(ev, s->as.match.subject);
    if (pf_is_failed(subject))
        return PF_RAISED;
    const struct pf_origin *outer = ev->control, *decides = pf_origin_of(ev, subject);
    if (decides != NULL)
        ev->control = pf_origin_merge(ev, decides, outer);
    enum pf_completion completion;
    if (subject.type != PF_V_EITHER) {
        completion = try_case(ev, s, 0, subject, value);
    } else {
        struct pf_fork fork;
        pf_fork_begin(ev, &fork);
        for (size_t i = 0; i < subject.as.either->count && !ev->aborted; i++) {
            completion = try_case(ev, s, 0, subject.as.either->arms[i], value);
            pf_fork_arm(ev, &fork, completion, *value);
        }
        completion = pf_fork_end(ev, &fork, value);
    }
    ev->control = outer;
    return completion;
}
