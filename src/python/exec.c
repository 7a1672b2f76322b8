/* Statements one by one; loops, try, with, match, imports and classes have files of their own. */
#include "python/interp.h"

enum {
    MAX_DEPTH = 1200 /* nested statements, expressions and calls: the C stack holds as many */
};

pf_value pf_abort(struct pf_eval *ev, pf_span span, const char *what)
{
    if (!ev->aborted) {
        ev->aborted = true;
        pf_eval_limit(ev, span.file != NULL || ev->site == NULL ? span : ev->site->span, what);
    }
    ev->exception = pf_none();
    return (pf_value){.type = PF_V_FAILED};
}

static pf_span span_at(const struct pf_eval *ev, const struct pf_ast *site)
{
    if (pf_in_model(ev))
        site = ev->site;
    return site == NULL ? (pf_span){0} : site->span;
}

bool pf_step(struct pf_eval *ev, const struct pf_ast *site)
{
    if (++ev->steps > PF_EVAL_STEPS)
        pf_abort(ev, span_at(ev, site), "the settings take more than 1,000,000 steps to evaluate");
    if (ev->depth > MAX_DEPTH)
        pf_abort(ev, span_at(ev, site), "statements and calls are nested too deeply");
    return !ev->aborted;
}

/* --- assignment ------------------------------------------------------------------------------ */

static bool assign_unknown(struct pf_eval *ev, const struct pf_ast_list *targets, pf_value from)
{
    for (size_t i = 0; i < targets->count; i++) {
        const struct pf_ast *target = targets->items[i];
        bool starred = target->kind == PF_AST_STARRED;
        pf_value v = pf_unknown_of(ev, starred ? PF_KIND_BIT(PF_SEQ) : PF_KINDS_EVERY, true,
                                   "a part of something unknown", &from, 1);
        if (!pf_assign(ev, starred ? target->as.starred.value : target, v))
            return false;
    }
    pf_may_raise(ev, "ValueError");
    return true;
}

static bool wrong_count(struct pf_eval *ev, size_t wanted, size_t got, bool starred)
{
    if (got < wanted)
        pf_raise(ev, "ValueError", "not enough values to unpack (expected %s%zu, got %zu)",
                 starred ? "at least " : "", wanted, got);
    else
        pf_raise(ev, "ValueError", "too many values to unpack (expected %zu)", wanted);
    return false;
}

/* The index of a, *b, c's starred target; their count: there is none. */
static size_t starred_of(const struct pf_ast_list *targets)
{
    size_t star = targets->count;
    for (size_t i = 0; i < targets->count; i++)
        if (targets->items[i]->kind == PF_AST_STARRED)
            star = i;
    return star;
}

static bool assign_items(struct pf_eval *ev, const struct pf_ast_list *targets,
                         const struct pf_items *items)
{
    size_t star = starred_of(targets);
    bool starred = star < targets->count;
    size_t fixed = targets->count - starred;
    if (items->count < fixed || (!starred && items->count > fixed))
        return wrong_count(ev, fixed, items->count, starred);
    size_t rest = items->count - fixed;
    for (size_t i = 0, from = 0; i < targets->count; i++) {
        if (i == star) {
            pf_value list = pf_list_value(ev, items->items + from, rest);
            if (!pf_assign(ev, targets->items[i]->as.starred.value, list))
                return false;
            from += rest;
        } else if (!pf_assign(ev, targets->items[i], items->items[from++])) {
            return false;
        }
    }
    return true;
}

static pf_value unpack(struct pf_eval *ev, pf_value v, void *context)
{
    const struct pf_ast_list *targets = context;
    if (v.type == PF_V_EITHER)
        return pf_lift(ev, v, unpack, context);
    if (v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER)
        return pf_lift_contents(ev, v, unpack, context);
    struct pf_items items;
    size_t most = starred_of(targets) < targets->count ? SIZE_MAX : targets->count + 1;
    if (!pf_iterate_each(ev, v, most, &items) || !pf_iterated(ev, &items))
        return (pf_value){.type = PF_V_FAILED};
    bool fine = !items.known || (items.unordered && items.count > 1)
                    ? assign_unknown(ev, targets, items.known ? v : items.unknown)
                    : assign_items(ev, targets, &items);
    return fine ? pf_none() : (pf_value){.type = PF_V_FAILED};
}

bool pf_assign(struct pf_eval *ev, const struct pf_ast *target, pf_value value)
{
    switch (target->kind) {
    case PF_AST_NAME:
        return pf_name_store(ev, target->as.name.id, target->span, value);
    case PF_AST_ATTRIBUTE: {
        pf_value object = pf_eval_expr(ev, target->as.attribute.value);
        return !pf_is_failed(object) &&
               pf_set_attribute(ev, object, target->as.attribute.attr, value);
    }
    case PF_AST_SUBSCRIPT: {
        pf_value object = pf_eval_expr(ev, target->as.subscript.value);
        if (pf_is_failed(object))
            return false;
        pf_value key = pf_eval_expr(ev, target->as.subscript.slice);
        return !pf_is_failed(key) && pf_set_item(ev, object, key, value);
    }
    case PF_AST_LIST:
    case PF_AST_TUPLE: {
        struct pf_ast_list targets = target->as.list.elts;
        return !pf_is_failed(unpack(ev, value, &targets));
    }
    case PF_AST_STARRED:
        return pf_assign(ev, target->as.starred.value, value);
    default:
        return true;
    }
}

bool pf_unassign(struct pf_eval *ev, const struct pf_ast *target)
{
    switch (target->kind) {
    case PF_AST_NAME:
        return pf_name_delete(ev, target->as.name.id);
    case PF_AST_ATTRIBUTE: {
        pf_value object = pf_eval_expr(ev, target->as.attribute.value);
        return !pf_is_failed(object) && pf_del_attribute(ev, object, target->as.attribute.attr);
    }
    case PF_AST_SUBSCRIPT: {
        pf_value object = pf_eval_expr(ev, target->as.subscript.value);
        if (pf_is_failed(object))
            return false;
        pf_value key = pf_eval_expr(ev, target->as.subscript.slice);
        return !pf_is_failed(key) && pf_del_item(ev, object, key);
    }
    case PF_AST_LIST:
    case PF_AST_TUPLE:
        for (size_t i = 0; i < target->as.list.elts.count; i++)
            if (!pf_unassign(ev, target->as.list.elts.items[i]))
                return false;
        return true;
    default:
        return true;
    }
}

static bool exec_assign(struct pf_eval *ev, const struct pf_ast *s)
{
    pf_value v = pf_eval_expr(ev, s->as.assign.value);
    if (pf_is_failed(v))
        return false;
    pf_place(ev, &v, s->as.assign.value);
    for (size_t i = 0; i < s->as.assign.targets.count; i++)
        if (!pf_assign(ev, s->as.assign.targets.items[i], v))
            return false;
    return true;
}

static bool exec_annotated(struct pf_eval *ev, const struct pf_ast *s)
{
    const struct pf_ast *target = s->as.ann_assign.target;
    if (ev->frame->scope->kind == PF_SCOPE_CLASS && target->kind == PF_AST_NAME) {
        pf_value annotation = pf_eval_expr(ev, s->as.ann_assign.annotation);
        if (ev->aborted)
            return false;
        if (pf_is_failed(annotation)) { /* a forward reference: never evaluated by 3.14 */
            pf_clear_exception(ev);
            annotation = pf_unknown_value(ev, PF_KIND_OBJECT, false, "an annotation");
        }
        pf_value all = pf_names_get(ev, ev->frame->scope->names, PF_STR("__annotations__"), NULL);
        if (all.type == PF_V_DICT)
            pf_dict_set_str(ev, all, target->as.name.id, annotation);
    }
    if (s->as.ann_assign.value == NULL)
        return true;
    pf_value v = pf_eval_expr(ev, s->as.ann_assign.value);
    pf_place(ev, &v, s->as.ann_assign.value);
    return !pf_is_failed(v) && pf_assign(ev, target, v);
}

static bool exec_augmented(struct pf_eval *ev, const struct pf_ast *s)
{
    const struct pf_ast *target = s->as.aug_assign.target;
    pf_value object = pf_none(), key = pf_none(), old;
    if (target->kind == PF_AST_NAME) {
        old = pf_name_lookup(ev, target->as.name.id);
    } else if (target->kind == PF_AST_ATTRIBUTE) {
        object = pf_eval_expr(ev, target->as.attribute.value);
        old =
            pf_is_failed(object) ? object : pf_get_attribute(ev, object, target->as.attribute.attr);
    } else if (target->kind == PF_AST_SUBSCRIPT) {
        object = pf_eval_expr(ev, target->as.subscript.value);
        key = pf_is_failed(object) ? object : pf_eval_expr(ev, target->as.subscript.slice);
        old = pf_is_failed(key) ? key : pf_get_item(ev, object, key);
    } else {
        return true;
    }
    if (pf_is_failed(old))
        return false;
    pf_value v = pf_eval_expr(ev, s->as.aug_assign.value);
    if (pf_is_failed(v))
        return false;
    pf_site(ev, s);
    v = pf_binary_in_place(ev, s->as.aug_assign.op, old, v);
    if (pf_is_failed(v))
        return false;
    if (!pf_has_contents(v) || v.at == NULL)
        pf_place(ev, &v, s->as.aug_assign.value);
    if (target->kind == PF_AST_NAME)
        return pf_name_store(ev, target->as.name.id, target->span, v);
    if (target->kind == PF_AST_ATTRIBUTE)
        return pf_set_attribute(ev, object, target->as.attribute.attr, v);
    return pf_set_item(ev, object, key, v);
}

/* --- small statements ------------------------------------------------------------------------ */

static bool exec_raise(struct pf_eval *ev, const struct pf_ast *s)
{
    if (s->as.raise.exc == NULL) {
        pf_value handled = ev->frame->handled;
        if (!pf_is_bound(handled)) {
            pf_raise(ev, "RuntimeError", "No active exception to reraise");
            return false;
        }
        ev->exception = handled;
        ev->exception_speculative = ev->speculative > 0;
        return false;
    }
    pf_value v = pf_eval_expr(ev, s->as.raise.exc);
    if (pf_is_failed(v))
        return false;
    pf_value cause = s->as.raise.cause == NULL ? pf_unbound() : pf_eval_expr(ev, s->as.raise.cause);
    if (pf_is_failed(cause))
        return false;
    pf_raise_value(ev, v, ev->site->span);
    if (pf_is_bound(cause) && ev->exception.type == PF_V_INSTANCE)
        pf_names_put(
            ev, ev->exception.as.object->attributes, PF_STR("__cause__"), (pf_span){0},
            cause.type == PF_V_INSTANCE || pf_is_none(cause)
                ? cause
                : pf_unknown_value(ev, PF_KIND_OBJECT, false, "the cause of an exception"));
    return false;
}

static bool fail_assertion(struct pf_eval *ev, const struct pf_ast *s)
{
    pf_value message = pf_none();
    if (s->as.assert_.msg != NULL) {
        message = pf_eval_expr(ev, s->as.assert_.msg);
        if (pf_is_failed(message))
            return false;
    }
    pf_value e = pf_exception_value(ev, pf_eval_exception(ev, "AssertionError"), &message,
                                    s->as.assert_.msg != NULL);
    pf_raise_value(ev, e, ev->site->span);
    return false;
}

static enum pf_completion exec_assert(struct pf_eval *ev, const struct pf_ast *s)
{
    enum pf_truth truth;
    const struct pf_origin *origin;
    if (!pf_eval_test(ev, s->as.assert_.test, &truth, &origin))
        return PF_RAISED;
    if (truth == PF_YES)
        return PF_DONE;
    if (truth == PF_NO)
        return fail_assertion(ev, s) ? PF_DONE : PF_RAISED;
    struct pf_fork fork;
    pf_value value = pf_none();
    pf_fork_begin(ev, &fork);
    pf_fork_arm(ev, &fork, PF_DONE, value);
    fail_assertion(ev, s);
    pf_fork_arm(ev, &fork, PF_RAISED, value);
    return pf_fork_end(ev, &fork, &value);
}

/* What breaks the grammar could bind any name that stands in it. */
static void exec_broken(struct pf_eval *ev, const struct pf_ast *s)
{
    pf_str text = pf_span_text(s->span);
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && pf_is_name(text.data[i]))
            i++;
        if (i == start || pf_is_digit(text.data[start])) {
            i += i == start;
            continue;
        }
        pf_str name = pf_str_slice(text, start, i);
        pf_value old = pf_names_get(ev, ev->frame->scope->names, name, NULL);
        if (pf_is_bound(old))
            pf_escape(ev, old, "a statement that is no valid Python");
        pf_value v = pf_unknown_value(ev, PF_KINDS_EVERY, true,
                                      "set by a statement that is no valid Python");
        pf_names_put(ev, ev->frame->scope->names, name,
                     pf_span_of(s->span.file, s->span.at + start, name.len), v);
    }
}

/* --- if -------------------------------------------------------------------------------------- */

static const struct pf_origin *decided_by(struct pf_eval *ev, const struct pf_origin *origin,
                                          pf_span span)
{
    if (origin == NULL)
        return ev->control;
    pf_value v = {.type = PF_V_NONE, .origin = origin};
    v = pf_traced(ev, pf_none(), "if", span, &v, 1);
    return pf_origin_merge(ev, v.origin, ev->control);
}

static enum pf_completion exec_if(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    enum pf_truth truth;
    const struct pf_origin *origin, *outer = ev->control;
    if (!pf_eval_test(ev, s->as.branch.test, &truth, &origin))
        return PF_RAISED;
    ev->control = decided_by(ev, origin, s->as.branch.test->span);
    enum pf_completion completion;
    if (truth != PF_MAYBE) {
        completion =
            pf_exec_list(ev, truth == PF_YES ? &s->as.branch.body : &s->as.branch.orelse, value);
    } else {
        struct pf_fork fork;
        pf_fork_begin(ev, &fork);
        completion = pf_exec_list(ev, &s->as.branch.body, value);
        pf_fork_arm(ev, &fork, completion, *value);
        completion = pf_exec_list(ev, &s->as.branch.orelse, value);
        pf_fork_arm(ev, &fork, completion, *value);
        completion = pf_fork_end(ev, &fork, value);
    }
    ev->control = outer;
    return completion;
}

/* --- all ------------------------------------------------------------------------------------- */

static bool exec_delete(struct pf_eval *ev, const struct pf_ast *s)
{
    for (size_t i = 0; i < s->as.delete_.targets.count; i++)
        if (!pf_unassign(ev, s->as.delete_.targets.items[i]))
            return false;
    return true;
}

static enum pf_completion exec_return(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    *value = s->as.value.value == NULL ? pf_none() : pf_eval_expr(ev, s->as.value.value);
    if (pf_is_failed(*value))
        return PF_RAISED;
    if (value->origin == NULL)
        value->origin = ev->control;
    return PF_RETURNED;
}

static enum pf_completion done_if(bool fine)
{
    return fine ? PF_DONE : PF_RAISED;
}

static enum pf_completion exec_statement(struct pf_eval *ev, const struct pf_ast *s,
                                         pf_value *value)
{
    switch (s->kind) {
    case PF_AST_FUNCTION_DEF:
    case PF_AST_ASYNC_FUNCTION_DEF:
        return pf_exec_function(ev, s);
    case PF_AST_CLASS_DEF:
        return pf_exec_class(ev, s);
    case PF_AST_RETURN:
        return exec_return(ev, s, value);
    case PF_AST_DELETE:
        return done_if(exec_delete(ev, s));
    case PF_AST_ASSIGN:
        return done_if(exec_assign(ev, s));
    case PF_AST_TYPE_ALIAS:
        return done_if(pf_assign(ev, s->as.type_alias.name,
                                 pf_unknown_value(ev, PF_KIND_OBJECT, false, "a type alias")));
    case PF_AST_AUG_ASSIGN:
        return done_if(exec_augmented(ev, s));
    case PF_AST_ANN_ASSIGN:
        return done_if(exec_annotated(ev, s));
    case PF_AST_FOR:
    case PF_AST_ASYNC_FOR:
        return pf_exec_for(ev, s, value);
    case PF_AST_WHILE:
        return pf_exec_while(ev, s, value);
    case PF_AST_IF:
        return exec_if(ev, s, value);
    case PF_AST_WITH:
    case PF_AST_ASYNC_WITH:
        return pf_exec_with(ev, s, value);
    case PF_AST_MATCH:
        return pf_exec_match(ev, s, value);
    case PF_AST_RAISE:
        return done_if(exec_raise(ev, s));
    case PF_AST_TRY:
    case PF_AST_TRY_STAR:
        return pf_exec_try(ev, s, value);
    case PF_AST_ASSERT:
        return exec_assert(ev, s);
    case PF_AST_IMPORT:
    case PF_AST_IMPORT_FROM:
        return pf_exec_import(ev, s);
    case PF_AST_EXPR:
        return s->as.value.value->kind == PF_AST_CONSTANT
                   ? PF_DONE
                   : done_if(!pf_is_failed(pf_eval_expr(ev, s->as.value.value)));
    case PF_AST_BREAK:
        return PF_BROKE;
    case PF_AST_CONTINUE:
        return PF_CONTINUED;
    case PF_AST_BROKEN:
        exec_broken(ev, s);
        return PF_DONE;
    default: /* pass, global, nonlocal */
        return PF_DONE;
    }
}

enum pf_completion pf_exec(struct pf_eval *ev, const struct pf_ast *statement, pf_value *value)
{
    const struct pf_ast *outer = ev->site;
    pf_site(ev, statement);
    ev->depth++;
    enum pf_completion completion =
        pf_step(ev, statement) ? exec_statement(ev, statement, value) : PF_RAISED;
    ev->depth--;
    ev->site = outer;
    return ev->aborted ? PF_RAISED : completion;
}

enum pf_completion pf_exec_list(struct pf_eval *ev, const struct pf_ast_list *body, pf_value *value)
{
    for (size_t i = 0; i < body->count; i++) {
        enum pf_completion completion = pf_exec(ev, body->items[i], value);
        if (completion != PF_DONE)
            return completion;
    }
    return PF_DONE;
}
