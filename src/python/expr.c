/* Expressions. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- truth ------------------------------------------------------------------------------------ */

static bool test_not(struct pf_eval *ev, const struct pf_ast *e, enum pf_truth *truth,
                     const struct pf_origin **origin)
{
    if (!pf_eval_test(ev, e->as.unary_op.operand, truth, origin))
        return false;
    *truth = pf_truth_not(*truth);
    return true;
}

static bool test_rest(struct pf_eval *ev, const struct pf_ast *e, size_t first,
                      enum pf_truth *truth, const struct pf_origin **origin);

/* The operand before was undecided: the rest runs in one of two worlds. */
static bool test_perhaps(struct pf_eval *ev, const struct pf_ast *e, size_t first,
                         enum pf_truth *truth, const struct pf_origin **origin)
{
    bool is_and = e->as.bool_op.op == PF_AST_AND;
    struct pf_fork fork;
    pf_value value = pf_bool(!is_and);
    enum pf_truth rest = PF_MAYBE;
    pf_fork_begin(ev, &fork);
    pf_fork_arm(ev, &fork, PF_DONE, value);
    bool fine = test_rest(ev, e, first, &rest, origin);
    pf_fork_arm(ev, &fork, fine ? PF_DONE : PF_RAISED, value);
    if (pf_fork_end(ev, &fork, &value) != PF_DONE)
        return false;
    if (fine)
        *truth = is_and ? pf_truth_and(PF_MAYBE, rest) : pf_truth_or(PF_MAYBE, rest);
    else
        *truth = is_and ? PF_NO : PF_YES;
    return true;
}

static bool test_rest(struct pf_eval *ev, const struct pf_ast *e, size_t first,
                      enum pf_truth *truth, const struct pf_origin **origin)
{
    enum pf_truth stops = e->as.bool_op.op == PF_AST_AND ? PF_NO : PF_YES;
    for (size_t i = first; i < e->as.bool_op.values.count; i++) {
        const struct pf_origin *one = NULL;
        if (!pf_eval_test(ev, e->as.bool_op.values.items[i], truth, &one))
            return false;
        *origin = pf_origin_merge(ev, *origin, one);
        if (*truth == stops || i + 1 == e->as.bool_op.values.count)
            return true;
        if (*truth == PF_MAYBE)
            return test_perhaps(ev, e, i + 1, truth, origin);
    }
    return true;
}

bool pf_eval_test(struct pf_eval *ev, const struct pf_ast *e, enum pf_truth *truth,
                  const struct pf_origin **origin)
{
    *origin = NULL;
    if (!pf_step(ev, e))
        return false;
    ev->depth++;
    bool fine;
    if (e->kind == PF_AST_UNARY_OP && e->as.unary_op.op == PF_AST_NOT) {
        fine = test_not(ev, e, truth, origin);
    } else if (e->kind == PF_AST_BOOL_OP) {
        fine = test_rest(ev, e, 0, truth, origin);
    } else {
        pf_value v = pf_eval_expr(ev, e);
        *origin = pf_origin_of(ev, v);
        fine = !pf_is_failed(v) && pf_truth_of_value(ev, v, truth);
    }
    ev->depth--;
    return fine;
}

/* --- and, or, if ------------------------------------------------------------------------------ */

static pf_value narrow_unknown(struct pf_eval *ev, pf_value v, bool truthy)
{
    const struct pf_unknown *old = v.as.unknown;
    if (!truthy && old->kinds == PF_KIND_BIT(PF_STRING)) {
        pf_value empty = pf_str_value(ev, PF_STR(""));
        empty.origin = v.origin;
        return empty;
    }
    if (old->kinds == PF_KIND_BIT(PF_BOOL))
        return (pf_value){.type = PF_V_BOOL, .as.boolean = truthy, .origin = v.origin};
    if (!truthy || old->is_path)
        return v;
    struct pf_unknown *narrow = PF_NEW(ev->arena, struct pf_unknown);
    *narrow = *old;
    narrow->may_be_empty = false;
    narrow->kinds &= ~PF_KIND_BIT(PF_NULL);
    v.as.unknown = narrow;
    return v;
}

/* What `v` is once its truth is known. */
static pf_value narrow(struct pf_eval *ev, pf_value v, bool truthy)
{
    if (v.type == PF_V_UNKNOWN)
        return narrow_unknown(ev, v, truthy);
    if (v.type != PF_V_EITHER)
        return v;
    pf_value kept = pf_unbound();
    for (size_t i = 0; i < v.as.either->count; i++) {
        pf_value arm = v.as.either->arms[i];
        enum pf_truth truth;
        if (!pf_truth_of_value(ev, arm, &truth)) {
            pf_clear_exception(ev);
            return v;
        }
        if (truth != (truthy ? PF_NO : PF_YES))
            kept = pf_join_value(ev, kept, narrow(ev, arm, truthy));
    }
    return pf_is_bound(kept) ? kept : v;
}

static pf_value bool_op_from(struct pf_eval *ev, const struct pf_ast *e, size_t first)
{
    bool is_and = e->as.bool_op.op == PF_AST_AND;
    for (size_t i = first;; i++) {
        pf_value v = pf_eval_expr(ev, e->as.bool_op.values.items[i]);
        if (pf_is_failed(v) || i + 1 == e->as.bool_op.values.count)
            return v;
        enum pf_truth truth;
        if (!pf_truth_of_value(ev, v, &truth))
            return failed;
        if (truth == (is_and ? PF_NO : PF_YES))
            return v;
        const struct pf_origin *outer = ev->control, *decided = pf_origin_of(ev, v);
        if (truth == PF_MAYBE) {
            struct pf_fork fork;
            pf_value result = narrow(ev, v, !is_and);
            pf_fork_begin(ev, &fork);
            pf_fork_arm(ev, &fork, PF_DONE, result);
            ev->control = pf_origin_merge(ev, decided, outer);
            result = bool_op_from(ev, e, i + 1);
            ev->control = outer;
            pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
            pf_fork_end(ev, &fork, &result);
            return result;
        }
        if (decided != NULL) {
            pf_value rest = bool_op_from(ev, e, i + 1);
            return pf_is_failed(rest) ? rest
                                      : pf_traced(ev, rest, is_and ? "and" : "or", e->span, &v, 1);
        }
    }
}

static pf_value eval_bool_op(struct pf_eval *ev, const struct pf_ast *e)
{
    return bool_op_from(ev, e, 0);
}

static pf_value eval_if_exp(struct pf_eval *ev, const struct pf_ast *e)
{
    enum pf_truth truth;
    const struct pf_origin *origin;
    if (!pf_eval_test(ev, e->as.if_exp.test, &truth, &origin))
        return failed;
    pf_value test = {.type = PF_V_NONE, .origin = origin};
    pf_value result;
    if (truth != PF_MAYBE) {
        result = pf_eval_expr(ev, truth == PF_YES ? e->as.if_exp.body : e->as.if_exp.orelse);
    } else {
        struct pf_fork fork;
        pf_fork_begin(ev, &fork);
        result = pf_eval_expr(ev, e->as.if_exp.body);
        pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
        result = pf_eval_expr(ev, e->as.if_exp.orelse);
        pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
        pf_fork_end(ev, &fork, &result);
    }
    return pf_is_failed(result) ? result : pf_traced(ev, result, "if", e->span, &test, 1);
}

/* --- literals --------------------------------------------------------------------------------- */

static pf_value eval_constant(struct pf_eval *ev, const struct pf_ast *e)
{
    switch (e->as.constant.type) {
    case PF_AST_NONE:
        return pf_none();
    case PF_AST_FALSE:
        return pf_bool(false);
    case PF_AST_TRUE:
        return pf_bool(true);
    case PF_AST_ELLIPSIS:
        return (pf_value){.type = PF_V_ELLIPSIS};
    case PF_AST_INT: {
        int64_t i;
        if (pf_str_to_int(e->as.constant.text, &i))
            return pf_int(i);
        return pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "an integer of more than 64 bits");
    }
    case PF_AST_FLOAT:
        return pf_float(e->as.constant.real);
    case PF_AST_COMPLEX:
        return pf_unknown_value(ev, PF_KIND_OBJECT, true, "a complex number");
    case PF_AST_STR:
        if (e->as.constant.vague)
            return pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), false,
                                    "a string with a character's name that is not known here");
        return pf_str_value(ev, e->as.constant.text);
    case PF_AST_BYTES:
        break;
    }
    return pf_bytes_value(ev, e->as.constant.text);
}

/* An unknown iterable was spread into a list: all of it is unknown. */
static bool spread(struct pf_eval *ev, pf_value v, struct pf_object *into, bool keyed)
{
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return false;
    if (!items.known || (items.unordered && !keyed)) {
        pf_heap_forget(ev, into,
                       items.known ? "the order of a set"
                                   : pf_arena_str(ev->arena, items.unknown.as.unknown->reason).data,
                       pf_origin_of(ev, v));
        return true;
    }
    for (size_t i = 0; i < items.count; i++)
        pf_list_append(ev, pf_heap_write(ev, into), items.items[i]);
    return true;
}

static struct pf_object *gather(struct pf_eval *ev, const struct pf_ast_list *elts, bool keyed)
{
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    for (size_t i = 0; i < elts->count; i++) {
        const struct pf_ast *item = elts->items[i];
        bool starred = item->kind == PF_AST_STARRED;
        pf_value v = pf_eval_expr(ev, starred ? item->as.starred.value : item);
        if (pf_is_failed(v))
            return NULL;
        if (list->contents->knowledge != PF_CONTENTS_KNOWN) {
            pf_escape(ev, v, "stored in something unknown");
            continue;
        }
        if (!starred)
            pf_list_append(ev, pf_heap_write(ev, list), v);
        else if (!spread(ev, v, list, keyed))
            return NULL;
        if (ev->aborted)
            return NULL;
    }
    return list;
}

static pf_value contents_unknown(const struct pf_object *list)
{
    return (pf_value){
        .type = PF_V_UNKNOWN, .as.unknown = list->contents->why, .origin = list->contents->origin};
}

static pf_value eval_list(struct pf_eval *ev, const struct pf_ast *e)
{
    struct pf_object *list = gather(ev, &e->as.list.elts, e->kind == PF_AST_SET);
    if (list == NULL)
        return failed;
    if (e->kind == PF_AST_LIST)
        return pf_object_value(list);
    const struct pf_contents *c = list->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN) {
        pf_value why = contents_unknown(list);
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "made from something unknown", &why, 1);
    }
    return e->kind == PF_AST_TUPLE ? pf_tuple_value(ev, c->items, c->count)
                                   : pf_set_value(ev, c->items, c->count);
}

static bool spread_dict(struct pf_eval *ev, struct pf_object *into, pf_value v)
{
    pf_environ_dict(ev, v, &v);
    if (v.type != PF_V_DICT) {
        if (pf_is_vague(v)) {
            pf_heap_forget(ev, into, "made from something unknown", pf_origin_of(ev, v));
            return true;
        }
        pf_value method = pf_find_attribute(ev, v, PF_STR("keys"));
        if (pf_is_failed(method))
            return false;
        if (!pf_is_bound(method)) {
            pf_raise(ev, "TypeError", "'%.*s' object is not a mapping", PF_ARG(pf_type_name(v)));
            return false;
        }
        return !pf_is_failed(pf_call_method(ev, pf_object_value(into), "update", &v, 1));
    }
    const struct pf_contents *c = v.as.object->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN) {
        pf_heap_forget(ev, into, pf_arena_str(ev->arena, c->why->reason).data, c->origin);
        return true;
    }
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *from = &c->dict.entries[i];
        if (!from->live)
            continue;
        struct pf_contents *to = pf_heap_write(ev, into);
        const struct pf_entry *old = pf_dict_find(ev, to, from->key, from->hash);
        pf_value value =
            from->maybe && old != NULL ? pf_join_value(ev, old->value, from->value) : from->value;
        bool maybe = from->maybe && (old == NULL || old->maybe);
        struct pf_entry *entry = pf_dict_put(ev, to, from->key, from->hash, value);
        entry->maybe = maybe;
        entry->key_span = from->key_span;
        to->unordered |= c->unordered;
    }
    return true;
}

static pf_value eval_dict(struct pf_eval *ev, const struct pf_ast *e)
{
    struct pf_object *dict = pf_heap_container(ev, PF_V_DICT);
    for (size_t i = 0; i < e->as.dict.values.count; i++) {
        const struct pf_ast *key_ast = e->as.dict.keys.items[i];
        pf_value key = key_ast == NULL ? pf_none() : pf_eval_expr(ev, key_ast);
        if (pf_is_failed(key))
            return failed;
        pf_value value = pf_eval_expr(ev, e->as.dict.values.items[i]);
        if (pf_is_failed(value))
            return failed;
        if (dict->contents->knowledge != PF_CONTENTS_KNOWN) {
            pf_escape(ev, value, "stored in something unknown");
            continue;
        }
        if (key_ast == NULL) {
            if (!spread_dict(ev, dict, value))
                return failed;
            continue;
        }
        uint64_t hash;
        if (pf_is_vague(key) || !pf_hash_value(ev, key, &hash)) {
            if (pf_is_failed(pf_unhashable(ev, key)))
                return failed;
            pf_heap_forget(ev, dict, "a key that is not known", key.origin);
            pf_escape(ev, value, "stored under a key that is not known");
            continue;
        }
        pf_dict_put(ev, pf_heap_write(ev, dict), key, hash, value)->key_span =
            pf_in_model(ev) ? (pf_span){0} : key_ast->span;
        if (ev->aborted)
            return failed;
    }
    return pf_object_value(dict);
}

static pf_value eval_slice(struct pf_eval *ev, const struct pf_ast *e)
{
    const struct pf_ast *parts[] = {e->as.slice.lower, e->as.slice.upper, e->as.slice.step};
    pf_value values[3];
    for (size_t i = 0; i < 3; i++) {
        values[i] = parts[i] == NULL ? pf_none() : pf_eval_expr(ev, parts[i]);
        if (pf_is_failed(values[i]))
            return failed;
    }
    struct pf_slice *slice = PF_NEW(ev->arena, struct pf_slice);
    *slice = (struct pf_slice){values[0], values[1], values[2]};
    return (pf_value){.type = PF_V_SLICE, .as.slice = slice};
}

/* --- operators -------------------------------------------------------------------------------- */

static pf_value eval_bin_op(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value a = pf_eval_expr(ev, e->as.bin_op.left);
    if (pf_is_failed(a))
        return a;
    pf_value b = pf_eval_expr(ev, e->as.bin_op.right);
    if (pf_is_failed(b))
        return b;
    pf_site(ev, e);
    return pf_binary(ev, e->as.bin_op.op, a, b);
}

static pf_value eval_unary_op(struct pf_eval *ev, const struct pf_ast *e)
{
    if (e->as.unary_op.op == PF_AST_NOT) {
        enum pf_truth truth;
        const struct pf_origin *origin;
        if (!pf_eval_test(ev, e->as.unary_op.operand, &truth, &origin))
            return failed;
        pf_value of = {.type = PF_V_NONE, .origin = origin};
        pf_value result = pf_truth_value(ev, pf_truth_not(truth), of, pf_none());
        return pf_traced(ev, result, "not", e->span, &of, 1);
    }
    pf_value v = pf_eval_expr(ev, e->as.unary_op.operand);
    return pf_is_failed(v) ? v : pf_unary(ev, e->as.unary_op.op, v);
}

static pf_value compare_from(struct pf_eval *ev, const struct pf_ast *e, size_t i, pf_value left)
{
    pf_value right = pf_eval_expr(ev, e->as.compare.comparators.items[i]);
    if (pf_is_failed(right))
        return right;
    pf_site(ev, e);
    pf_value result = pf_compare(ev, e->as.compare.ops[i], left, right);
    if (pf_is_failed(result) || i + 1 == e->as.compare.comparators.count)
        return result;
    enum pf_truth truth;
    if (!pf_truth_of_value(ev, result, &truth))
        return failed;
    if (truth == PF_NO)
        return result;
    if (truth == PF_YES)
        return compare_from(ev, e, i + 1, right);
    struct pf_fork fork;
    pf_value v = narrow(ev, result, false);
    pf_fork_begin(ev, &fork);
    pf_fork_arm(ev, &fork, PF_DONE, v);
    v = compare_from(ev, e, i + 1, right);
    pf_fork_arm(ev, &fork, pf_is_failed(v) ? PF_RAISED : PF_DONE, v);
    pf_fork_end(ev, &fork, &v);
    return v;
}

static pf_value eval_compare(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value left = pf_eval_expr(ev, e->as.compare.left);
    return pf_is_failed(left) ? left : compare_from(ev, e, 0, left);
}

static pf_value eval_named(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = pf_eval_expr(ev, e->as.named_expr.value);
    return pf_is_failed(v) || !pf_assign(ev, e->as.named_expr.target, v) ? failed : v;
}

static pf_value eval_attribute(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = pf_eval_expr(ev, e->as.attribute.value);
    if (pf_is_failed(v))
        return v;
    pf_site(ev, e);
    return pf_get_attribute(ev, v, e->as.attribute.attr);
}

static pf_value eval_subscript(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = pf_eval_expr(ev, e->as.subscript.value);
    if (pf_is_failed(v))
        return v;
    pf_value key = pf_eval_expr(ev, e->as.subscript.slice);
    if (pf_is_failed(key))
        return key;
    pf_site(ev, e);
    return pf_get_item(ev, v, key);
}

static pf_value eval_lambda(struct pf_eval *ev, const struct pf_ast *e)
{
    return pf_function_value(ev, e, PF_STR("<lambda>"), e->as.lambda.args);
}

static pf_value eval_yield(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = e->as.value.value == NULL ? pf_none() : pf_eval_expr(ev, e->as.value.value);
    if (pf_is_failed(v))
        return v;
    struct pf_contents *yields = ev->frame->yields;
    if (yields == NULL)
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "yield outside a generator");
    if (ev->undecided > 0 && yields->knowledge == PF_CONTENTS_KNOWN)
        yields->unordered = true; /* whether it is yielded is not certain */
    if (e->kind == PF_AST_YIELD) {
        pf_list_append(ev, yields, v);
        return pf_none();
    }
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return failed;
    yields->unordered |= !items.known || items.unordered;
    for (size_t i = 0; i < items.count; i++)
        pf_list_append(ev, yields, items.items[i]);
    return pf_none();
}

static pf_value eval_await(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = pf_eval_expr(ev, e->as.value.value);
    return pf_is_failed(v) ? v : pf_unknown_value(ev, PF_KINDS_EVERY, true, "asynchronous");
}

static pf_value eval_template(struct pf_eval *ev, const struct pf_ast *e)
{
    for (size_t i = 0; i < e->as.list.elts.count; i++) {
        const struct pf_ast *part = e->as.list.elts.items[i];
        if (part->kind == PF_AST_INTERPOLATION &&
            pf_is_failed(pf_eval_expr(ev, part->as.formatted.value)))
            return failed;
    }
    return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a template string");
}

static pf_value eval_name(struct pf_eval *ev, const struct pf_ast *e)
{
    return pf_name_lookup(ev, e->as.name.id);
}

typedef pf_value eval_fn(struct pf_eval *ev, const struct pf_ast *e);

static eval_fn *const evaluators[PF_AST_KIND_COUNT] = {
    [PF_AST_BOOL_OP] = eval_bool_op,
    [PF_AST_NAMED_EXPR] = eval_named,
    [PF_AST_BIN_OP] = eval_bin_op,
    [PF_AST_UNARY_OP] = eval_unary_op,
    [PF_AST_LAMBDA] = eval_lambda,
    [PF_AST_IF_EXP] = eval_if_exp,
    [PF_AST_DICT] = eval_dict,
    [PF_AST_SET] = eval_list,
    [PF_AST_LIST_COMP] = pf_eval_comp,
    [PF_AST_SET_COMP] = pf_eval_comp,
    [PF_AST_DICT_COMP] = pf_eval_comp,
    [PF_AST_GENERATOR_EXP] = pf_eval_comp,
    [PF_AST_AWAIT] = eval_await,
    [PF_AST_YIELD] = eval_yield,
    [PF_AST_YIELD_FROM] = eval_yield,
    [PF_AST_COMPARE] = eval_compare,
    [PF_AST_CALL] = pf_eval_call,
    [PF_AST_JOINED_STR] = pf_eval_joined_str,
    [PF_AST_TEMPLATE_STR] = eval_template,
    [PF_AST_CONSTANT] = eval_constant,
    [PF_AST_ATTRIBUTE] = eval_attribute,
    [PF_AST_SUBSCRIPT] = eval_subscript,
    [PF_AST_NAME] = eval_name,
    [PF_AST_LIST] = eval_list,
    [PF_AST_TUPLE] = eval_list,
    [PF_AST_SLICE] = eval_slice,
};

pf_value pf_eval_expr(struct pf_eval *ev, const struct pf_ast *e)
{
    if (!pf_step(ev, e))
        return failed;
    eval_fn *evaluate = evaluators[e->kind];
    if (evaluate == NULL)
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an expression that is no valid Python");
    const struct pf_ast *outer = ev->site;
    pf_site(ev, e);
    ev->depth++;
    pf_value v = evaluate(ev, e);
    ev->depth--;
    ev->site = outer;
    if (ev->aborted)
        return failed;
    pf_place(ev, &v, e);
    return v;
}
