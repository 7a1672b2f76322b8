/*
 * Worlds: running on in several ways from one point, keeping the ways that leave (return, break,
 * an exception) until the place where they come in again, and joining them there.
 */
#include "python/interp.h"

#include <string.h>

/* From here on, a write is noted in the trail even where this epoch owned the contents. */
static void begin_epoch(struct pf_eval *ev)
{
    ev->epoch++;
    ev->base_mark = ev->trail.count;
}

void pf_epoch_begin(struct pf_eval *ev)
{
    begin_epoch(ev);
}

static struct pf_state snapshot(struct pf_eval *ev, size_t mark)
{
    struct pf_state state = {0};
    uint64_t visit = ++ev->visit;
    for (size_t i = mark; i < ev->trail.count; i++) {
        struct pf_object *object = ev->trail.items[i].object;
        if (object->seen == visit)
            continue;
        object->seen = visit;
        *pf_pile_add(ev->arena, &state) = (struct pf_undo){object, object->contents};
    }
    pf_heap_charge(ev, state.count * sizeof *state.items);
    return state;
}

static void rollback(struct pf_eval *ev, size_t mark)
{
    while (ev->trail.count > mark) {
        const struct pf_undo *undo = &ev->trail.items[--ev->trail.count];
        undo->object->contents = undo->before;
        undo->object->stamp = 0;
    }
    begin_epoch(ev);
}

static void apply(struct pf_eval *ev, const struct pf_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        if (state->items[i].object->contents != state->items[i].before)
            pf_heap_replace(ev, state->items[i].object, state->items[i].before);
}

/* Both relative to the world that is now. */
static struct pf_state join_states(struct pf_eval *ev, const struct pf_state *a,
                                   const struct pf_state *b)
{
    struct pf_state joined = {0};
    uint64_t in_a = ++ev->visit, in_b = ++ev->visit;
    for (size_t i = 0; i < a->count; i++) {
        a->items[i].object->seen = in_a;
        a->items[i].object->slot = i;
        *pf_pile_add(ev->arena, &joined) = a->items[i];
    }
    for (size_t i = 0; i < b->count; i++) {
        struct pf_object *object = b->items[i].object;
        struct pf_contents *other = b->items[i].before;
        if (object->seen == in_a) {
            struct pf_undo *item = &joined.items[object->slot];
            item->before = pf_join_contents(ev, object->type, item->before, other);
        } else {
            other = pf_join_contents(ev, object->type, object->contents, other);
            *pf_pile_add(ev->arena, &joined) = (struct pf_undo){object, other};
        }
        object->seen = in_b;
    }
    for (size_t i = 0; i < a->count; i++) {
        struct pf_object *object = a->items[i].object;
        if (object->seen == in_a)
            joined.items[i].before =
                pf_join_contents(ev, object->type, joined.items[i].before, object->contents);
    }
    return joined;
}

static struct pf_catcher *catcher_of(const struct pf_eval *ev, enum pf_completion completion)
{
    struct pf_catcher *catcher = ev->catcher;
    while (catcher != NULL && (catcher->catches & PF_CATCH(completion)) == 0)
        catcher = catcher->outer;
    return catcher;
}

bool pf_is_tried(const struct pf_eval *ev)
{
    for (const struct pf_catcher *c = ev->catcher; c != NULL; c = c->outer)
        if (!c->is_top && (c->catches & PF_CATCH_ALL) == PF_CATCH(PF_RAISED))
            return true;
    return false;
}

/* Whether it is raised is a matter of what a secret holds, and that is taken to be in order. */
static bool depends_on_secret(struct pf_eval *ev, const struct pf_origin *control)
{
    for (size_t i = 0; control != NULL && i < control->from_count; i++) {
        bool maybe;
        if (pf_env_peek(ev, control->from[i], &maybe).type == PF_V_UNKNOWN && !maybe)
            return true;
    }
    return false;
}

void pf_defer(struct pf_eval *ev, const struct pf_leaver *exit)
{
    struct pf_catcher *catcher = catcher_of(ev, exit->completion);
    if (catcher == NULL)
        return;
    if (exit->speculative && catcher->is_top) {
        ev->may_have_ended |= exit->value.type == PF_V_UNKNOWN && exit->value.as.unknown->is_doubt;
        return;
    }
    if (catcher->is_top && depends_on_secret(ev, exit->control))
        return;
    *pf_pile_add(ev->arena, &catcher->exits) = *exit;
    if (!catcher->is_top && !exit->speculative) {
        catcher->undecided++;
        ev->undecided++;
    }
}

void pf_fork_begin(struct pf_eval *ev, struct pf_fork *fork)
{
    *fork = (struct pf_fork){.mark = ev->trail.count};
    begin_epoch(ev);
    ev->undecided++;
}

void pf_fork_arm(struct pf_eval *ev, struct pf_fork *fork, enum pf_completion completion,
                 pf_value value)
{
    const struct pf_catcher *catcher = completion == PF_DONE ? NULL : catcher_of(ev, completion);
    struct pf_leaver arm = {.completion = completion, .value = value, .control = ev->control};
    if (completion == PF_RAISED) {
        arm.value = ev->exception;
        arm.speculative = ev->exception_speculative;
        ev->exception = pf_none();
        ev->exception_speculative = false;
    }
    arm.state = snapshot(ev, catcher == NULL ? fork->mark : catcher->mark);
    rollback(ev, fork->mark);
    *pf_pile_add(ev->arena, &fork->arms) = arm;
}

void pf_fork_enter(struct pf_eval *ev, const struct pf_leaver *from)
{
    apply(ev, &from->state);
}

static enum pf_completion go_on_with_last(struct pf_eval *ev, const struct pf_fork *fork,
                                          pf_value *value)
{
    size_t last = fork->arms.count - 1;
    for (size_t i = 0; i < fork->arms.count; i++) /* rather one that is certain */
        if (!fork->arms.items[i].speculative)
            last = i;
    for (size_t i = 0; i < fork->arms.count; i++)
        if (i != last)
            pf_defer(ev, &fork->arms.items[i]);
    const struct pf_leaver *arm = &fork->arms.items[last];
    apply(ev, &arm->state);
    begin_epoch(ev);
    if (arm->completion == PF_RAISED) {
        ev->exception = arm->value;
        ev->exception_speculative = arm->speculative;
        *value = (pf_value){.type = PF_V_FAILED};
    } else {
        *value = arm->value;
    }
    return arm->completion;
}

enum pf_completion pf_fork_end(struct pf_eval *ev, struct pf_fork *fork, pf_value *value)
{
    ev->undecided--;
    if (ev->aborted || fork->arms.count == 0) {
        *value = (pf_value){.type = PF_V_FAILED};
        return PF_RAISED;
    }
    struct pf_state state = {0};
    bool any = false;
    for (size_t i = 0; i < fork->arms.count; i++) {
        const struct pf_leaver *arm = &fork->arms.items[i];
        if (arm->completion != PF_DONE)
            continue;
        *value = any ? pf_join_value(ev, *value, arm->value) : arm->value;
        state = any ? join_states(ev, &state, &arm->state) : arm->state;
        any = true;
    }
    if (!any)
        return go_on_with_last(ev, fork, value);
    for (size_t i = 0; i < fork->arms.count; i++)
        if (fork->arms.items[i].completion != PF_DONE)
            pf_defer(ev, &fork->arms.items[i]);
    apply(ev, &state);
    begin_epoch(ev);
    return PF_DONE;
}

void pf_catch_begin(struct pf_eval *ev, struct pf_catcher *catcher, unsigned catches)
{
    *catcher = (struct pf_catcher){.outer = ev->catcher, .catches = catches, .mark = ev->base_mark};
    ev->catcher = catcher;
}

void pf_catch_end(struct pf_eval *ev, struct pf_catcher *catcher)
{
    ev->catcher = catcher->outer;
    ev->undecided -= catcher->undecided;
    catcher->undecided = 0;
}

enum pf_completion pf_catch_join(struct pf_eval *ev, struct pf_catcher *catcher,
                                 enum pf_completion joined, enum pf_completion completion,
                                 pf_value *value)
{
    size_t kept = 0;
    struct pf_fork fork = {.mark = catcher->mark};
    for (size_t i = 0; i < catcher->exits.count; i++) {
        struct pf_leaver exit = catcher->exits.items[i];
        if (exit.completion != joined) {
            catcher->exits.items[kept++] = exit;
            continue;
        }
        exit.completion = PF_DONE;
        *pf_pile_add(ev->arena, &fork.arms) = exit;
    }
    catcher->exits.count = kept;
    if (completion == joined)
        completion = PF_DONE;
    if (fork.arms.count == 0 || ev->aborted)
        return completion;
    ev->undecided++;
    pf_fork_arm(ev, &fork, completion, *value);
    return pf_fork_end(ev, &fork, value);
}

static void leave_possibly(struct pf_eval *ev, const char *type, bool is_doubt)
{
    if (!pf_is_tried(ev) || ev->aborted) {
        ev->may_have_ended |= is_doubt;
        return;
    }
    struct pf_catcher *catcher = catcher_of(ev, PF_RAISED);
    if (!is_doubt && catcher->asked_type != NULL && strcmp(catcher->asked_type, type) == 0 &&
        catcher->asked_epoch == ev->epoch && catcher->asked_trail == ev->trail.count)
        return;
    pf_value exception = pf_possible_exception(ev, type, is_doubt);
    struct pf_leaver exit = {.completion = PF_RAISED,
                             .value = exception,
                             .speculative = true,
                             .state = snapshot(ev, catcher->mark)};
    pf_defer(ev, &exit);
    begin_epoch(ev);
    catcher->asked_type = type;
    catcher->asked_epoch = ev->epoch;
    catcher->asked_trail = ev->trail.count;
}

void pf_may_raise(struct pf_eval *ev, const char *type)
{
    leave_possibly(ev, type, false);
}

static bool comes_of_unknown_variable(struct pf_eval *ev, pf_value v)
{
    const struct pf_origin *origin = pf_origin_of(ev, v);
    for (size_t i = 0; origin != NULL && i < origin->from_count; i++) {
        bool maybe;
        pf_value now = pf_env_peek(ev, origin->from[i], &maybe);
        if (maybe || pf_is_vague(now))
            return true;
    }
    return false;
}

void pf_may_raise_of(struct pf_eval *ev, const char *type, const pf_value *made_of, size_t count)
{
    bool of_variable = false;
    for (size_t i = 0; i < count; i++)
        of_variable |= comes_of_unknown_variable(ev, made_of[i]);
    leave_possibly(ev, type, !of_variable);
}

pf_value pf_lift(struct pf_eval *ev, pf_value either, pf_lifted *f, void *context)
{
    struct pf_fork fork;
    pf_value result = pf_unbound();
    pf_fork_begin(ev, &fork);
    for (size_t i = 0; i < either.as.either->count && !ev->aborted; i++) {
        pf_value arm = either.as.either->arms[i];
        if (arm.at == NULL)
            arm.at = either.at;
        result = f(ev, arm, context);
        pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
    }
    pf_fork_end(ev, &fork, &result);
    return result;
}

pf_value pf_lift_contents(struct pf_eval *ev, pf_value v, pf_lifted *f, void *context)
{
    struct pf_fork fork;
    pf_value result = pf_unbound();
    const struct pf_contents *contents = v.as.object->contents;
    pf_fork_begin(ev, &fork);
    for (size_t i = 0; i < contents->alternative_count && !ev->aborted; i++) {
        pf_heap_replace(ev, v.as.object, contents->alternatives[i]);
        result = f(ev, v, context);
        pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
    }
    pf_fork_end(ev, &fork, &result);
    return result;
}

bool pf_is_plain(pf_value v)
{
    if (pf_is_vague(v))
        return false;
    return !pf_has_contents(v) || v.as.object->contents->knowledge == PF_CONTENTS_KNOWN;
}
