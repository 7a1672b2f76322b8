/* Comprehensions and generator expressions. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

struct comp {
    const struct pf_ast *ast;
    pf_value first; /* the outermost iterable */
    struct pf_object *result;
};

struct level {
    const struct comp *comp;
    size_t index;
};

static bool run_level(struct pf_eval *ev, const struct comp *comp, size_t index);

static bool add_key(struct pf_eval *ev, struct pf_object *to, pf_value key, pf_value value)
{
    uint64_t hash;
    if (pf_is_vague(key) || !pf_hash_value(ev, key, &hash)) {
        if (pf_is_failed(pf_unhashable(ev, key)))
            return false;
        pf_heap_forget(ev, to, "a member that is not known", key.origin);
        pf_escape(ev, value, "stored under a key that is not known");
        return true;
    }
    if (to->contents->knowledge == PF_CONTENTS_KNOWN)
        pf_dict_put(ev, pf_heap_write(ev, to), key, hash, value);
    else
        pf_escape(ev, value, "stored in something unknown");
    return !ev->aborted;
}

/* To each of the lists that it may be so far. */
static void append_to_each(struct pf_eval *ev, struct pf_object *list, pf_value element)
{
    const struct pf_contents *old = list->contents;
    struct pf_contents *made = PF_NEW(ev->arena, struct pf_contents);
    *made = *old;
    made->alternatives = PF_NEW_ARRAY(ev->arena, struct pf_contents *, old->alternative_count);
    for (size_t i = 0; i < old->alternative_count; i++) {
        made->alternatives[i] = pf_contents_copy(ev, old->alternatives[i]);
        pf_list_append(ev, made->alternatives[i], element);
    }
    pf_heap_replace(ev, list, made);
}

static bool add_element(struct pf_eval *ev, const struct comp *comp)
{
    const struct pf_ast *e = comp->ast;
    pf_value element = pf_eval_expr(ev, e->as.comp.elt);
    if (pf_is_failed(element))
        return false;
    if (e->kind == PF_AST_DICT_COMP) {
        pf_value value = pf_eval_expr(ev, e->as.comp.value);
        return !pf_is_failed(value) && add_key(ev, comp->result, element, value);
    }
    if (e->kind == PF_AST_SET_COMP)
        return add_key(ev, comp->result, element, pf_none());
    if (comp->result->contents->knowledge == PF_CONTENTS_KNOWN)
        pf_list_append(ev, pf_heap_write(ev, comp->result), element);
    else if (comp->result->contents->knowledge == PF_CONTENTS_EITHER)
        append_to_each(ev, comp->result, element);
    else
        pf_escape(ev, element, "stored in something unknown");
    return !ev->aborted;
}

/* The conditions from `first` on, then what stands further in. */
static bool run_ifs(struct pf_eval *ev, const struct comp *comp, size_t index, size_t first)
{
    const struct pf_ast *g = comp->ast->as.comp.generators.items[index];
    for (size_t i = first; i < g->as.comprehension.ifs.count; i++) {
        enum pf_truth truth;
        const struct pf_origin *origin;
        if (!pf_eval_test(ev, g->as.comprehension.ifs.items[i], &truth, &origin))
            return false;
        if (truth == PF_NO)
            return true;
        if (truth == PF_YES)
            continue;
        struct pf_fork fork;
        pf_value value = pf_none();
        pf_fork_begin(ev, &fork);
        pf_fork_arm(ev, &fork, run_ifs(ev, comp, index, i + 1) ? PF_DONE : PF_RAISED, value);
        pf_fork_arm(ev, &fork, PF_DONE, value);
        return pf_fork_end(ev, &fork, &value) == PF_DONE;
    }
    return index + 1 == comp->ast->as.comp.generators.count ? add_element(ev, comp)
                                                            : run_level(ev, comp, index + 1);
}

/* Items nobody knows: once for what it does, then the result is unknown. */
static bool run_vague(struct pf_eval *ev, const struct comp *comp, size_t index, pf_value item)
{
    const struct pf_ast *g = comp->ast->as.comp.generators.items[index];
    struct pf_fork fork;
    pf_value value = pf_none();
    pf_fork_begin(ev, &fork);
    pf_fork_arm(ev, &fork, PF_DONE, value);
    bool fine = pf_assign(ev, g->as.comprehension.target, item) && run_ifs(ev, comp, index, 0);
    pf_fork_arm(ev, &fork, fine ? PF_DONE : PF_RAISED, value);
    if (pf_fork_end(ev, &fork, &value) != PF_DONE)
        return false;
    pf_heap_forget(ev, comp->result,
                   item.type == PF_V_UNKNOWN && item.as.unknown->reason.len < 200
                       ? pf_arena_str(ev->arena, item.as.unknown->reason).data
                       : "made from something unknown",
                   item.origin);
    return true;
}

static pf_value run_over(struct pf_eval *ev, pf_value iterable, void *context)
{
    const struct level *level = context;
    const struct comp *comp = level->comp;
    const struct pf_ast *g = comp->ast->as.comp.generators.items[level->index];
    if (iterable.type == PF_V_LIST && iterable.as.object->contents->knowledge == PF_CONTENTS_EITHER)
        return pf_lift_contents(ev, iterable, run_over, context);
    if (g->as.comprehension.is_async)
        iterable = pf_unknown_value(ev, PF_KINDS_EVERY, true, "asynchronous");
    pf_value iterator = pf_iter_value(ev, iterable);
    if (pf_is_failed(iterator))
        return failed;
    for (;;) {
        bool vague = false;
        pf_value item = pf_next_value(ev, iterator, &vague);
        if (pf_is_failed(item) || !pf_step(ev, comp->ast))
            return failed;
        if (vague) {
            if (!pf_is_bound(item))
                item = pf_unknown_of(ev, PF_KINDS_EVERY, true, "an item of something unknown",
                                     &iterable, 1);
            return run_vague(ev, comp, level->index, item) ? pf_none() : failed;
        }
        if (!pf_is_bound(item))
            return pf_none();
        if (!pf_assign(ev, g->as.comprehension.target, item) || !run_ifs(ev, comp, level->index, 0))
            return failed;
    }
}

static bool run_level(struct pf_eval *ev, const struct comp *comp, size_t index)
{
    struct level level = {comp, index};
    pf_value iterable =
        index == 0
            ? comp->first
            : pf_eval_expr(ev, comp->ast->as.comp.generators.items[index]->as.comprehension.iter);
    if (pf_is_failed(iterable))
        return false;
    pf_value done = iterable.type == PF_V_EITHER ? pf_lift(ev, iterable, run_over, &level)
                                                 : run_over(ev, iterable, &level);
    return !pf_is_failed(done);
}

static struct pf_scope *scope_of(struct pf_eval *ev, const struct pf_ast *e)
{
    struct pf_scope *scope = PF_NEW(ev->arena, struct pf_scope);
    *scope = (struct pf_scope){.kind = PF_SCOPE_COMPREHENSION,
                               .outer = ev->frame->scope,
                               .names = pf_heap_container(ev, PF_V_DICT),
                               .symbols = pf_symbols_of(ev, e),
                               .prefix = ev->frame->scope->prefix};
    return scope;
}

/* --- generator expressions ---------------------------------------------------------------------
 */

struct generator {
    const struct pf_ast *ast;
    struct pf_frame frame; /* in which it was made, with its own scope */
};

/* One pass through the conditions; PF_NO: the next item. */
static bool passes(struct pf_eval *ev, const struct pf_ast *g, enum pf_truth *truth)
{
    *truth = PF_YES;
    for (size_t i = 0; i < g->as.comprehension.ifs.count && *truth != PF_NO; i++) {
        enum pf_truth one;
        const struct pf_origin *origin;
        if (!pf_eval_test(ev, g->as.comprehension.ifs.items[i], &one, &origin))
            return false;
        *truth = pf_truth_and(*truth, one);
    }
    return true;
}

static pf_value draw(struct pf_eval *ev, const struct pf_ast *ast, pf_value source, bool *vague)
{
    const struct pf_ast *g = ast->as.comp.generators.items[0];
    for (;;) {
        pf_value item = pf_next_value(ev, source, vague);
        if (pf_is_failed(item) || !pf_is_bound(item))
            return item;
        enum pf_truth truth;
        if (!pf_step(ev, ast) || !pf_assign(ev, g->as.comprehension.target, item) ||
            !passes(ev, g, &truth))
            return failed;
        if (truth == PF_MAYBE)
            *vague = true;
        if (truth != PF_NO)
            return pf_eval_expr(ev, ast->as.comp.elt);
        if (*vague)
            return pf_unbound();
    }
}

/* items[0]: the iterator it draws from. */
static pf_value next_of_generator(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    const struct generator *generator = iterator->contents->cursor->state;
    struct pf_frame frame = generator->frame, *outer = ev->frame;
    frame.caller = outer;
    ev->frame = &frame;
    pf_value item = draw(ev, generator->ast, iterator->contents->items[0], vague);
    ev->frame = outer;
    return item;
}

static pf_value lazy(struct pf_eval *ev, const struct pf_ast *e, pf_value first)
{
    pf_value source = pf_iter_value(ev, first);
    if (pf_is_failed(source))
        return source;
    struct generator *generator = PF_NEW(ev->arena, struct generator);
    *generator = (struct generator){e, *ev->frame};
    generator->frame.scope = scope_of(ev, e);
    return pf_cursor_value(ev, next_of_generator, generator, &source, 1);
}

static pf_value eager(struct pf_eval *ev, const struct pf_ast *e, pf_value first)
{
    struct pf_frame frame = *ev->frame, *outer = ev->frame;
    frame.caller = outer;
    frame.scope = scope_of(ev, e);
    enum pf_type type = e->kind == PF_AST_SET_COMP    ? PF_V_SET
                        : e->kind == PF_AST_DICT_COMP ? PF_V_DICT
                                                      : PF_V_LIST;
    struct comp comp = {e, first, pf_heap_container(ev, type)};
    ev->frame = &frame;
    bool fine = run_level(ev, &comp, 0);
    ev->frame = outer;
    return fine ? pf_object_value(comp.result) : failed;
}

static pf_value evaluate(struct pf_eval *ev, pf_value first, void *context)
{
    const struct pf_ast *const *e = context;
    if ((*e)->kind != PF_AST_GENERATOR_EXP)
        return eager(ev, *e, first);
    if ((*e)->as.comp.generators.count == 1)
        return lazy(ev, *e, first);
    pf_value list = eager(ev, *e, first);
    return pf_is_failed(list) ? list : pf_iter_value(ev, list);
}

pf_value pf_eval_comp(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value first = pf_eval_expr(ev, e->as.comp.generators.items[0]->as.comprehension.iter);
    if (pf_is_failed(first))
        return first;
    if (first.type == PF_V_EITHER)
        return pf_lift(ev, first, evaluate, &e);
    return evaluate(ev, first, &e);
}
