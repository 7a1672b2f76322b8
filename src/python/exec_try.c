/* try and with: every world that left the body comes to its handlers, its else, its finally. */
#include "python/interp.h"

static bool is_certain(const struct pf_eval *ev)
{
    return !ev->exception_speculative;
}

/* --- handlers -------------------------------------------------------------------------------- */

static enum pf_completion run_handler(struct pf_eval *ev, const struct pf_ast *handler,
                                      pf_value exception, bool speculative, pf_value *value)
{
    pf_value outer = ev->frame->handled;
    ev->frame->handled = exception;
    ev->speculative += speculative;
    pf_str name = handler->as.except_handler.name;
    if (name.len > 0)
        pf_name_store(ev, name, handler->span, exception);
    enum pf_completion completion = pf_exec_list(ev, &handler->as.except_handler.body, value);
    ev->speculative -= speculative;
    ev->frame->handled = outer;
    if (name.len > 0 && !ev->aborted && completion != PF_RAISED &&
        pf_is_bound(pf_name_lookup(ev, name)))
        pf_name_delete(ev, name);
    return completion;
}

/* Goes through the clauses from `first` on; an undecided match follows both ways. */
static enum pf_completion choose_handler(struct pf_eval *ev, const struct pf_ast *s, size_t first,
                                         pf_value exception, bool speculative, pf_value *value)
{
    for (size_t i = first; i < s->as.try_.handlers.count; i++) {
        const struct pf_ast *handler = s->as.try_.handlers.items[i];
        enum pf_truth matches = PF_YES;
        if (handler->as.except_handler.type != NULL) {
            pf_value type = pf_eval_expr(ev, handler->as.except_handler.type);
            if (pf_is_failed(type) || !pf_exception_matches(ev, exception, type, &matches))
                return PF_RAISED;
            /* Whatever may be raised here, an ordinary handler for everything takes it. */
            if (matches == PF_MAYBE && type.type == PF_V_CLASS &&
                type.as.object == pf_eval_exception(ev, "Exception"))
                matches = PF_YES;
        }
        if (matches == PF_NO)
            continue;
        if (matches == PF_YES)
            return run_handler(ev, handler, exception, speculative, value);
        struct pf_fork fork;
        pf_fork_begin(ev, &fork);
        enum pf_completion completion = run_handler(ev, handler, exception, speculative, value);
        pf_fork_arm(ev, &fork, completion, *value);
        completion = choose_handler(ev, s, i + 1, exception, speculative, value);
        pf_fork_arm(ev, &fork, completion, *value);
        return pf_fork_end(ev, &fork, value);
    }
    ev->exception = exception;
    ev->exception_speculative = speculative;
    return PF_RAISED;
}

static enum pf_completion handle_pending(struct pf_eval *ev, const struct pf_ast *s,
                                         pf_value *value)
{
    pf_value exception = ev->exception;
    bool speculative = !is_certain(ev);
    pf_clear_exception(ev);
    return choose_handler(ev, s, 0, exception, speculative, value);
}

/* The body's straight way first, then each exception that was left at the catcher. */
static enum pf_completion handle_all(struct pf_eval *ev, const struct pf_ast *s,
                                     const struct pf_catcher *catcher,
                                     enum pf_completion completion, pf_value *value)
{
    struct pf_fork fork = {.mark = catcher->mark};
    ev->undecided++;
    if (completion == PF_RAISED)
        completion = handle_pending(ev, s, value);
    else if (completion == PF_DONE)
        completion = pf_exec_list(ev, &s->as.try_.orelse, value);
    pf_fork_arm(ev, &fork, completion, *value);
    for (size_t i = 0; i < catcher->exits.count && !ev->aborted; i++) {
        const struct pf_leaver *exit = &catcher->exits.items[i];
        pf_fork_enter(ev, exit);
        completion = choose_handler(ev, s, 0, exit->value, exit->speculative, value);
        pf_fork_arm(ev, &fork, completion, *value);
    }
    return pf_fork_end(ev, &fork, value);
}

static enum pf_completion exec_handlers(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    if (s->as.try_.handlers.count == 0)
        return pf_exec_list(ev, &s->as.try_.body, value);
    struct pf_catcher catcher;
    pf_catch_begin(ev, &catcher, PF_CATCH(PF_RAISED));
    enum pf_completion completion = pf_exec_list(ev, &s->as.try_.body, value);
    pf_catch_end(ev, &catcher);
    if (ev->aborted)
        return PF_RAISED;
    if (catcher.exits.count > 0)
        return handle_all(ev, s, &catcher, completion, value);
    if (completion == PF_RAISED)
        return handle_pending(ev, s, value);
    return completion == PF_DONE ? pf_exec_list(ev, &s->as.try_.orelse, value) : completion;
}

/* --- finally --------------------------------------------------------------------------------- */

enum pf_completion pf_leave_all(struct pf_eval *ev, struct pf_catcher *catcher, pf_leave *leave,
                                void *context, enum pf_completion completion, pf_value *value)
{
    if (ev->aborted)
        return PF_RAISED;
    if (catcher->exits.count == 0)
        return leave(ev, context, completion, value);
    struct pf_fork fork = {.mark = catcher->mark};
    ev->undecided++;
    completion = leave(ev, context, completion, value);
    pf_fork_arm(ev, &fork, completion, *value);
    for (size_t i = 0; i < catcher->exits.count && !ev->aborted; i++) {
        const struct pf_leaver *exit = &catcher->exits.items[i];
        pf_fork_enter(ev, exit);
        *value = exit->value;
        if (exit->completion == PF_RAISED) {
            ev->exception = exit->value;
            ev->exception_speculative = exit->speculative;
        }
        completion = leave(ev, context, exit->completion, value);
        pf_fork_arm(ev, &fork, completion, *value);
    }
    return pf_fork_end(ev, &fork, value);
}

static enum pf_completion leave_finally(struct pf_eval *ev, void *context,
                                        enum pf_completion completion, pf_value *value)
{
    const struct pf_ast_list *body = context;
    pf_value exception = ev->exception, kept = *value;
    bool speculative = ev->exception_speculative;
    pf_clear_exception(ev);
    enum pf_completion ended = pf_exec_list(ev, body, value);
    if (ended != PF_DONE)
        return ended;
    *value = kept;
    if (completion == PF_RAISED) {
        ev->exception = exception;
        ev->exception_speculative = speculative;
    }
    return completion;
}

enum pf_completion pf_exec_try(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    if (s->as.try_.finalbody.count == 0)
        return exec_handlers(ev, s, value);
    struct pf_catcher catcher;
    struct pf_ast_list body = s->as.try_.finalbody;
    pf_catch_begin(ev, &catcher, PF_CATCH_ALL);
    enum pf_completion completion = exec_handlers(ev, s, value);
    pf_catch_end(ev, &catcher);
    return pf_leave_all(ev, &catcher, leave_finally, &body, completion, value);
}

/* --- with ------------------------------------------------------------------------------------ */

struct managed {
    pf_value manager;
    const struct pf_ast *statement;
};

static enum pf_completion swallowed_or_not(struct pf_eval *ev, pf_value exception, bool speculative,
                                           pf_value *value)
{
    struct pf_fork fork;
    pf_fork_begin(ev, &fork);
    pf_fork_arm(ev, &fork, PF_DONE, pf_none());
    ev->exception = exception;
    ev->exception_speculative = speculative;
    pf_fork_arm(ev, &fork, PF_RAISED, pf_none());
    return pf_fork_end(ev, &fork, value);
}

static enum pf_completion leave_manager(struct pf_eval *ev, void *context,
                                        enum pf_completion completion, pf_value *value)
{
    const struct managed *managed = context;
    bool raised = completion == PF_RAISED, speculative = ev->exception_speculative;
    pf_value exception = ev->exception, kept = *value;
    pf_clear_exception(ev);
    pf_value args[3] = {pf_none(), pf_none(), pf_none()};
    if (raised) {
        args[0] = exception.type == PF_V_INSTANCE
                      ? pf_object_value(exception.as.object->cls)
                      : pf_unknown_value(ev, PF_KIND_OBJECT, false, "an exception's class");
        args[1] = exception;
    }
    pf_value result =
        pf_is_vague(managed->manager)
            ? pf_unknown_value(ev, PF_KINDS_EVERY, true, "a context manager nobody models")
            : pf_call_method(ev, managed->manager, "__exit__", args, 3);
    if (pf_is_failed(result))
        return PF_RAISED;
    *value = kept;
    if (!raised)
        return completion;
    enum pf_truth swallows;
    if (!pf_truth_of_value(ev, result, &swallows))
        return PF_RAISED;
    if (swallows == PF_MAYBE)
        return swallowed_or_not(ev, exception, speculative, value);
    if (swallows == PF_YES)
        return PF_DONE;
    ev->exception = exception;
    ev->exception_speculative = speculative;
    return PF_RAISED;
}

static bool enter(struct pf_eval *ev, const struct pf_ast *item, pf_value *manager)
{
    *manager = pf_eval_expr(ev, item->as.withitem.context_expr);
    if (pf_is_failed(*manager))
        return false;
    pf_value entered;
    if (pf_is_vague(*manager)) {
        pf_may_raise(ev, "");
        entered = pf_unknown_of(ev, PF_KINDS_EVERY, true, "given by a context manager", manager, 1);
    } else {
        entered = pf_call_method(ev, *manager, "__enter__", NULL, 0);
    }
    if (pf_is_failed(entered))
        return false;
    return item->as.withitem.optional_vars == NULL ||
           pf_assign(ev, item->as.withitem.optional_vars, entered);
}

static enum pf_completion with_items(struct pf_eval *ev, const struct pf_ast *s, size_t index,
                                     pf_value *value)
{
    if (index == s->as.with.items.count)
        return pf_exec_list(ev, &s->as.with.body, value);
    struct managed managed = {.statement = s};
    if (!enter(ev, s->as.with.items.items[index], &managed.manager))
        return PF_RAISED;
    struct pf_catcher catcher;
    pf_catch_begin(ev, &catcher, PF_CATCH_ALL);
    enum pf_completion completion = with_items(ev, s, index + 1, value);
    pf_catch_end(ev, &catcher);
    return pf_leave_all(ev, &catcher, leave_manager, &managed, completion, value);
}

enum pf_completion pf_exec_with(struct pf_eval *ev, const struct pf_ast *s, pf_value *value)
{
    return with_items(ev, s, 0, value);
}
