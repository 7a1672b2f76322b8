/*
 * Loops: turn by turn as long as each turn is certain; otherwise widened, which runs the body until
 * another turn changes nothing more.
 */
#include "python/interp.h"

enum {
    EXACT_ROUNDS = 2, /* joined before what still changes becomes unknown */
    MOST_ROUNDS = 6,  /* by then everything that changes is unknown */
    LAST_ROUND = 24   /* what a turn makes anew, turn by turn, cannot keep it going for longer */
};

struct loop {
    const struct pf_ast *ast;
    const struct pf_ast_list *body;
    const struct pf_ast *target; /* NULL: while */
    pf_value element;            /* of a widened for */
};

static enum pf_completion run_body(struct pf_eval *ev, const struct loop *loop, pf_value *value)
{
    struct pf_catcher turn;
    pf_catch_begin(ev, &turn, PF_CATCH(PF_CONTINUED));
    enum pf_completion completion = pf_exec_list(ev, loop->body, value);
    pf_catch_end(ev, &turn);
    return pf_catch_join(ev, &turn, PF_CONTINUED, completion, value);
}

static bool same_entries(struct pf_eval *ev, const struct pf_contents *a,
                         const struct pf_contents *b)
{
    if (a->dict.live != b->dict.live || a->unordered != b->unordered)
        return false;
    for (size_t i = 0; i < a->dict.count; i++) {
        const struct pf_entry *e = &a->dict.entries[i];
        if (!e->live)
            continue;
        const struct pf_entry *other = pf_dict_find(ev, b, e->key, e->hash);
        if (other == NULL || other->maybe != e->maybe || !pf_same_value(e->value, other->value))
            return false;
    }
    return true;
}

static bool same_contents(struct pf_eval *ev, const struct pf_contents *a,
                          const struct pf_contents *b)
{
    if (a == b)
        return true;
    if (a->knowledge != b->knowledge || a->count != b->count ||
        a->alternative_count != b->alternative_count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!pf_same_value(a->items[i], b->items[i]))
            return false;
    for (size_t i = 0; i < a->alternative_count; i++)
        if (!same_contents(ev, a->alternatives[i], b->alternatives[i]))
            return false;
    return same_entries(ev, a, b);
}

/* Does `old` already allow for `new`? */
static bool allows(pf_value old, pf_value new)
{
    if (pf_same_value(old, new))
        return true;
    return old.type == PF_V_UNKNOWN && old.as.unknown->may_be_empty &&
           (pf_kinds_of(new) & ~old.as.unknown->kinds) == 0;
}

/* Every entry that differs becomes unknown. */
static struct pf_contents *widen_entries(struct pf_eval *ev, struct pf_contents *old,
                                         struct pf_contents *new)
{
    struct pf_contents *joined = pf_contents_copy(ev, pf_join_contents(ev, PF_V_DICT, old, new));
    for (size_t i = 0; i < joined->dict.count; i++) {
        struct pf_entry *e = &joined->dict.entries[i];
        const struct pf_entry *a = pf_dict_find(ev, old, e->key, e->hash);
        const struct pf_entry *b = pf_dict_find(ev, new, e->key, e->hash);
        if (!e->live || (a != NULL && b != NULL && pf_same_value(a->value, b->value)))
            continue;
        pf_escape(ev, e->value, "it changes in a loop");
        if (a != NULL && b != NULL && allows(a->value, b->value))
            e->value = a->value;
        else
            e->value =
                pf_unknown_of(ev, PF_KINDS_EVERY, true, "it changes in a loop", &e->value, 1);
    }
    joined->unordered = true;
    return joined;
}

static struct pf_contents *forgotten(struct pf_eval *ev, const struct pf_contents *old,
                                     const struct pf_contents *new)
{
    struct pf_unknown *why = PF_NEW(ev->arena, struct pf_unknown);
    *why = (struct pf_unknown){
        .kinds = PF_KINDS_EVERY, .may_be_empty = true, .reason = PF_STR("it changes in a loop")};
    struct pf_contents *unknown = PF_NEW(ev->arena, struct pf_contents);
    *unknown = (struct pf_contents){.knowledge = PF_CONTENTS_UNKNOWN, .why = why};
    pf_escape_contents(ev, old, "it changes in a loop");
    pf_escape_contents(ev, new, "it changes in a loop");
    return unknown;
}

static struct pf_contents *widened(struct pf_eval *ev, const struct pf_object *object,
                                   struct pf_contents *new, int round)
{
    struct pf_contents *old = object->contents;
    if (round < EXACT_ROUNDS)
        return pf_join_contents(ev, object->type, old, new);
    if (old->knowledge != PF_CONTENTS_KNOWN || new->knowledge != PF_CONTENTS_KNOWN ||
        object->type == PF_V_LIST || object->type == PF_V_ITERATOR)
        return forgotten(ev, old, new);
    struct pf_contents *wide = widen_entries(ev, old, new);
    return round + 1 < MOST_ROUNDS || same_contents(ev, old, wide) ? wide : forgotten(ev, old, new);
}

/* Objects made after `made_before` are the turn's own: what they hold is what the turn gave them.
 */
static bool widen(struct pf_eval *ev, const struct pf_state *after, uint32_t made_before, int round)
{
    bool changed = false;
    for (size_t i = 0; i < after->count; i++)
        if (after->items[i].object->id > made_before)
            pf_heap_replace(ev, after->items[i].object, after->items[i].before);
    for (size_t i = 0; i < after->count; i++) {
        struct pf_object *object = after->items[i].object;
        struct pf_contents *old = object->contents;
        if (object->id > made_before || same_contents(ev, old, after->items[i].before))
            continue;
        struct pf_contents *wide = widened(ev, object, after->items[i].before, round);
        if (same_contents(ev, old, wide))
            continue;
        pf_heap_replace(ev, object, wide);
        changed = true;
    }
    return changed;
}

/* One turn that may or may not happen; PF_BROKE when the test says that none can. */
static enum pf_completion possible_turn(struct pf_eval *ev, const struct loop *loop,
                                        pf_value *value)
{
    if (loop->target != NULL) {
        if (!pf_assign(ev, loop->target, loop->element))
            return PF_RAISED;
        return run_body(ev, loop, value);
    }
    enum pf_truth truth;
    const struct pf_origin *origin;
    if (!pf_eval_test(ev, loop->ast->as.branch.test, &truth, &origin))
        return PF_RAISED;
    return truth == PF_NO ? PF_DONE : run_body(ev, loop, value);
}

static void run_widened(struct pf_eval *ev, const struct loop *loop, pf_value *value)
{
    for (int round = 0; !ev->aborted; round++) {
        struct pf_fork fork;
        uint32_t made_before = ev->next_id;
        pf_fork_begin(ev, &fork);
        enum pf_completion completion = possible_turn(ev, loop, value);
        pf_fork_arm(ev, &fork, completion, *value);
        ev->undecided--;
        struct pf_leaver *arm = &fork.arms.items[0];
        if (completion != PF_DONE) {
            pf_defer(ev, arm);
            return;
        }
        if (!widen(ev, &arm->state, made_before, round))
            return;
        if (round == LAST_ROUND)
            pf_abort(ev, loop->ast->span, "a loop changes too much");
    }
}

static enum pf_completion end_loop(struct pf_eval *ev, const struct pf_ast_list *orelse,
                                   struct pf_catcher *catcher, enum pf_completion completion,
                                   pf_value *value)
{
    if (completion == PF_DONE && !ev->aborted) {
        struct pf_catcher *hidden = ev->catcher;
        ev->catcher = catcher->outer; /* a break in else belongs to the loop around */
        completion = pf_exec_list(ev, orelse, value);
        ev->catcher = hidden;
        if (completion == PF_BROKE || completion == PF_CONTINUED) {
            /* It leaves this loop: only the worlds that broke out go on behind it. */
            pf_catch_end(ev, catcher);
            if (catcher->exits.count == 0)
                return completion;
            struct pf_fork fork = {.mark = catcher->mark};
            for (size_t i = 0; i < catcher->exits.count; i++) {
                *pf_pile_add(ev->arena, &fork.arms) = catcher->exits.items[i];
                fork.arms.items[i].completion = PF_DONE;
            }
            ev->undecided++;
            pf_fork_arm(ev, &fork, completion, *value);
            return pf_fork_end(ev, &fork, value);
        }
    }
    pf_catch_end(ev, catcher);
    return pf_catch_join(ev, catcher, PF_BROKE, completion, value);
}

static void too_many_turns(struct pf_eval *ev, const struct pf_ast *s)
{
    pf_eval_limit(ev, s->span, "a loop takes more than 10,000 turns");
}

static enum pf_completion run_turns(struct pf_eval *ev, struct loop *loop, pf_value iterator,
                                    pf_value *value)
{
    for (size_t turn = 0;; turn++) {
        bool vague = false;
        pf_value item = pf_next_value(ev, iterator, &vague);
        if (pf_is_failed(item))
            return PF_RAISED;
        if (!vague && !pf_is_bound(item))
            return PF_DONE;
        if (turn >= PF_EVAL_LOOP) {
            too_many_turns(ev, loop->ast);
            vague = true;
            item = pf_unknown_value(ev, PF_KINDS_EVERY, true, "it changes in a loop");
        }
        if (vague) {
            loop->element = pf_is_bound(item)
                                ? item
                                : pf_unknown_of(ev, PF_KINDS_EVERY, true,
                                                "an item of something unknown", &iterator, 1);
            run_widened(ev, loop, value);
            return PF_DONE;
        }
        if (!pf_step(ev, loop->ast) || !pf_assign(ev, loop->target, item))
            return PF_RAISED;
        enum pf_completion completion = run_body(ev, loop, value);
        if (completion != PF_DONE)
            return completion;
    }
}

static enum pf_completion exec_for_over(struct pf_eval *ev, const struct pf_ast *s,
                                        pf_value iterable, pf_value *value)
{
    struct loop loop = {.ast = s, .body = &s->as.for_.body, .target = s->as.for_.target};
    pf_value iterator = pf_iter_value(ev, iterable);
    if (pf_is_failed(iterator))
        return PF_RAISED;
    struct pf_catcher catcher;
    pf_catch_begin(ev, &catcher, PF_CATCH(PF_BROKE));
    enum pf_completion completion = run_turns(ev, &loop, iterator, value);
    return end_loop(ev, &s->as.for_.orelse, &catcher, completion, value);
}

static enum pf_completion for_each_alternative(struct pf_eval *ev, const struct pf_ast *s,
                                               pf_value iterable, pf_value *value)
{
    struct pf_fork fork;
    bool either = iterable.type == PF_V_EITHER;
    const struct pf_contents *contents = either ? NULL : iterable.as.object->contents;
    size_t count = either ? iterable.as.either->count : contents->alternative_count;
    pf_fork_begin(ev, &fork);
    for (size_t i = 0; i < count && !ev->aborted; i++) {
        if (!either)
            pf_heap_replace(ev, iterable.as.object, contents->alternatives[i]);
        enum pf_completion completion =
            exec_for_over(ev, s, either ? iterable.as.either->arms[i] : iterable, value);
        pf_fork_arm(ev, &fork, completion, *value);
    }
    return pf_fork_end(ev, &fork, value);
}

enum pf_completion pf_exec_for(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    pf_value iterable = pf_eval_expr(ev, s->as.for_.iter);
    if (pf_is_failed(iterable))
        return PF_RAISED;
    if (s->kind == PF_AST_ASYNC_FOR)
        iterable = pf_unknown_value(ev, PF_KINDS_EVERY, true, "asynchronous");
    if (iterable.type == PF_V_EITHER ||
        (iterable.type == PF_V_LIST &&
         iterable.as.object->contents->knowledge == PF_CONTENTS_EITHER))
        return for_each_alternative(ev, s, iterable, value);
    return exec_for_over(ev, s, iterable, value);
}

enum pf_completion pf_exec_while(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    struct loop loop = {.ast = s, .body = &s->as.branch.body};
    struct pf_catcher catcher;
    pf_catch_begin(ev, &catcher, PF_CATCH(PF_BROKE));
    enum pf_completion completion = PF_DONE;
    for (size_t turn = 0; completion == PF_DONE; turn++) {
        enum pf_truth truth;
        const struct pf_origin *origin;
        if (!pf_step(ev, s) || !pf_eval_test(ev, s->as.branch.test, &truth, &origin)) {
            completion = PF_RAISED;
            break;
        }
        if (truth == PF_NO)
            break;
        if (truth == PF_MAYBE || turn >= PF_EVAL_LOOP) {
            if (truth == PF_YES)
                too_many_turns(ev, s);
            run_widened(ev, &loop, value);
            break;
        }
        completion = run_body(ev, &loop, value);
    }
    return end_loop(ev, &s->as.branch.orelse, &catcher, completion, value);
}
