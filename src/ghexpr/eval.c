/* The evaluator. Operators on unknowns keep what both outcomes leave. */
#include "ghexpr/eval.h"

#include "ghexpr/call.h"
#include "ghexpr/text.h"
#include "ghexpr/value.h"

#include <math.h>

static const pf_span nowhere = {0};

enum { STRING_OVERHEAD = 26 /* bytes of a .NET string without its characters */ };

struct evaluator {
    struct pf_arena *arena;
    const struct pf_ghexpr_world *world;
    struct pf_ghexpr_error *error;
    size_t memory; /* bytes of strings made by calls and still in use */
};

/* `is_filtered`: the array came from `.*`, and an index goes to each of its items. */
struct value {
    const struct pf_node *node; /* NULL: evaluation failed */
    bool is_filtered;
};

static struct value plain(const struct pf_node *node)
{
    return (struct value){node, false};
}

static struct value fail(struct evaluator *evaluator, const struct pf_ghexpr *expr, pf_str message)
{
    if (evaluator->error->kind == PF_GHEXPR_ERROR_NONE)
        *evaluator->error = (struct pf_ghexpr_error){.kind = PF_GHEXPR_ERROR_EVALUATION,
                                                     .at = expr->at,
                                                     .len = expr->text.len,
                                                     .message = message};
    return plain(NULL);
}

static struct value null_value(struct evaluator *evaluator)
{
    return plain(pf_node_new(evaluator->arena, PF_NULL, nowhere));
}

static struct value eval(struct evaluator *evaluator, const struct pf_ghexpr *expr);

static const struct pf_node *find_name(const struct pf_node *map, pf_str name)
{
    const struct pf_node *exact = pf_node_get_str(map, name);
    for (size_t i = 0; exact == NULL && i < map->count; i++)
        if (pf_ghexpr_text_compare(map->items[i]->key->text, name) == 0)
            exact = map->items[i];
    return exact;
}

static struct value eval_name(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    const struct pf_node *contexts = evaluator->world->contexts;
    const struct pf_node *found =
        pf_node_is(contexts, PF_MAP) ? find_name(contexts, expr->name) : NULL;
    if (found != NULL)
        return plain(found);
    pf_str reason = pf_arena_format(evaluator->arena, "the context %.*s", PF_ARG(expr->name));
    return plain(pf_node_any(evaluator->arena, PF_KINDS_ALL, true, reason, nowhere));
}

static pf_str joined(struct evaluator *evaluator, pf_str head, pf_str between, pf_str name)
{
    pf_str parts[] = {head, name};
    return pf_arena_join(evaluator->arena, parts, 2, between);
}

/* Where an open map does not hold the name: its rest, with the name put into the reason. */
static const struct pf_node *rest_named(struct evaluator *evaluator, const struct pf_node *rest,
                                        pf_str name)
{
    pf_str reason = rest->as.any->reason;
    char last = reason.len == 0 ? '\0' : reason.data[reason.len - 1];
    if (last == '.' || last == ' ')
        reason = joined(evaluator, reason, PF_STR(""), name);
    return pf_node_any(evaluator->arena, rest->as.any->kinds, rest->as.any->may_be_empty, reason,
                       rest->span);
}

static const struct pf_node *property_of_any(struct evaluator *evaluator, const struct pf_node *any,
                                             const struct pf_node *index)
{
    unsigned collections = PF_KIND_BIT(PF_SEQ) | PF_KIND_BIT(PF_MAP);
    if ((any->as.any->kinds & collections) == 0)
        return pf_node_new(evaluator->arena, PF_NULL, nowhere);
    pf_str reason = any->as.any->reason;
    if (index->kind == PF_STRING)
        reason = joined(evaluator, reason, PF_STR("."), index->text);
    return pf_node_any(evaluator->arena, PF_KINDS_ALL, true, reason, nowhere);
}

/* The item a whole, non-negative number points at; NULL where there is none. */
static const struct pf_node *item_at(const struct pf_node *array, const struct pf_node *index)
{
    double number = pf_ghexpr_value_to_number(index);
    if (isnan(number) || number < 0 || floor(number) >= (double)array->count)
        return NULL;
    return array->items[(size_t)floor(number)];
}

/* What `collection` holds under a known index; NULL when nothing. */
static const struct pf_node *member(struct evaluator *evaluator, const struct pf_node *collection,
                                    const struct pf_node *index)
{
    if (collection->kind == PF_ANY)
        return property_of_any(evaluator, collection, index);
    if (collection->kind == PF_SEQ)
        return item_at(collection, index);
    bool is_primitive = index->kind <= PF_STRING;
    if (collection->kind != PF_MAP || !is_primitive)
        return NULL;
    pf_str name = pf_ghexpr_value_to_string(evaluator->arena, index);
    const struct pf_node *found = find_name(collection, name);
    const struct pf_node *rest = pf_ghexpr_value_rest(collection);
    if (rest != NULL && (found == NULL || found == rest))
        return rest_named(evaluator, rest, name);
    return found;
}

static const struct pf_node *member_of_arms(struct evaluator *evaluator,
                                            const struct pf_node *collection,
                                            const struct pf_node *index)
{
    struct pf_node *joined = NULL;
    for (size_t i = 0; i < collection->count; i++) {
        const struct pf_node *one = member(evaluator, collection->items[i], index);
        if (one == NULL)
            one = pf_node_new(evaluator->arena, PF_NULL, nowhere);
        joined = joined == NULL ? pf_node_with_key(evaluator->arena, one, NULL)
                                : pf_node_join(evaluator->arena, joined, one);
    }
    return joined;
}

static struct value unknown_array(struct evaluator *evaluator, pf_str reason)
{
    return plain(pf_node_any(evaluator->arena, PF_KIND_BIT(PF_SEQ), true, reason, nowhere));
}

static struct value filtered_of(struct evaluator *evaluator, const struct pf_nodes *items)
{
    struct pf_node *array = pf_node_new(evaluator->arena, PF_SEQ, nowhere);
    pf_node_set_items(evaluator->arena, array, items->items, items->count);
    return (struct value){array, true};
}

static void add_items(struct evaluator *evaluator, struct pf_nodes *items,
                      const struct pf_node *collection)
{
    if (collection->kind == PF_SEQ || collection->kind == PF_MAP)
        for (size_t i = 0; i < collection->count; i++)
            *pf_pile_add(evaluator->arena, items) = collection->items[i];
}

static struct value eval_star(struct evaluator *evaluator, struct value collection)
{
    const struct pf_node *node = collection.node;
    if (pf_ghexpr_value_is_unknown(node))
        return unknown_array(evaluator, pf_ghexpr_value_reason(node));
    if (pf_ghexpr_value_rest(node) != NULL)
        return unknown_array(evaluator, pf_ghexpr_value_reason(pf_ghexpr_value_rest(node)));
    struct pf_nodes items = {0};
    if (!collection.is_filtered)
        add_items(evaluator, &items, node);
    for (size_t i = 0; collection.is_filtered && i < node->count; i++) {
        if (pf_ghexpr_value_is_unknown(node->items[i]))
            return unknown_array(evaluator, pf_ghexpr_value_reason(node->items[i]));
        add_items(evaluator, &items, node->items[i]);
    }
    return filtered_of(evaluator, &items);
}

static struct value index_each(struct evaluator *evaluator, const struct pf_node *array,
                               const struct pf_node *index)
{
    struct pf_nodes items = {0};
    for (size_t i = 0; i < array->count; i++) {
        if (pf_ghexpr_value_is_unknown(array->items[i]))
            return unknown_array(evaluator, pf_ghexpr_value_reason(array->items[i]));
        const struct pf_node *found = member(evaluator, array->items[i], index);
        if (found != NULL) {
            struct pf_node *item = pf_node_with_key(evaluator->arena, found, NULL);
            *pf_pile_add(evaluator->arena, &items) = item;
        }
    }
    return filtered_of(evaluator, &items);
}

static struct value eval_index(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    struct value collection = eval(evaluator, expr->operands[0]);
    if (collection.node == NULL)
        return collection;
    if (expr->operands[1]->kind == PF_GHEXPR_STAR)
        return eval_star(evaluator, collection);
    struct value index = eval(evaluator, expr->operands[1]);
    if (index.node == NULL)
        return index;
    if (pf_ghexpr_value_is_unknown(index.node))
        return plain(pf_node_any(evaluator->arena, PF_KINDS_ALL, true,
                                 pf_ghexpr_value_reason(index.node), nowhere));
    if (collection.is_filtered)
        return index_each(evaluator, collection.node, index.node);
    const struct pf_node *found = collection.node->kind == PF_EITHER
                                      ? member_of_arms(evaluator, collection.node, index.node)
                                      : member(evaluator, collection.node, index.node);
    return found == NULL ? null_value(evaluator) : plain(found);
}

static struct value join_values(struct evaluator *evaluator, const struct pf_node *before,
                                struct value last)
{
    if (before == NULL)
        return last;
    if (last.node == NULL) {
        pf_str reason = pf_arena_format(evaluator->arena, "a part that may fail: %.*s",
                                        PF_ARG(evaluator->error->message));
        *evaluator->error = (struct pf_ghexpr_error){0};
        return plain(pf_node_any(evaluator->arena, PF_KINDS_ALL, true, reason, nowhere));
    }
    return plain(pf_node_join(evaluator->arena, before, last.node));
}

/* && stops at what is falsy, || at what is truthy; where that is not known, both go on. */
static struct value eval_chain(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    bool is_and = expr->kind == PF_GHEXPR_AND;
    enum pf_truth stop = is_and ? PF_NO : PF_YES;
    const struct pf_node *stopped = NULL;
    struct value value = {0};
    for (size_t i = 0; i < expr->operand_count; i++) {
        value = eval(evaluator, expr->operands[i]);
        if (value.node == NULL || i + 1 == expr->operand_count)
            break;
        enum pf_truth truth = pf_ghexpr_value_truth(value.node);
        if (truth == stop)
            break;
        if (truth != PF_MAYBE)
            continue;
        const struct pf_node *left = is_and ? pf_ghexpr_value_falsy(evaluator->arena, value.node)
                                            : pf_ghexpr_value_truthy(evaluator->arena, value.node);
        if (left != NULL)
            stopped = stopped == NULL ? left : pf_node_join(evaluator->arena, stopped, left);
    }
    return join_values(evaluator, stopped, value);
}

static enum pf_truth compare(enum pf_ghexpr_kind kind, const struct pf_node *a,
                             const struct pf_node *b)
{
    switch (kind) {
    case PF_GHEXPR_EQUAL:
        return pf_ghexpr_value_equal(a, b);
    case PF_GHEXPR_NOT_EQUAL:
        return pf_truth_not(pf_ghexpr_value_equal(a, b));
    case PF_GHEXPR_GREATER:
        return pf_ghexpr_value_greater(a, b);
    case PF_GHEXPR_LESS:
        return pf_ghexpr_value_greater(b, a);
    case PF_GHEXPR_GREATER_EQUAL:
        return pf_truth_or(pf_ghexpr_value_equal(a, b), pf_ghexpr_value_greater(a, b));
    default: /* LESS_EQUAL: callers pass no other */
        return pf_truth_or(pf_ghexpr_value_equal(a, b), pf_ghexpr_value_greater(b, a));
    }
}

static struct value eval_compare(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    struct value a = eval(evaluator, expr->operands[0]);
    if (a.node == NULL)
        return a;
    struct value b = eval(evaluator, expr->operands[1]);
    if (b.node == NULL)
        return b;
    pf_str reason = pf_ghexpr_value_reason(a.node);
    if (reason.len == 0)
        reason = pf_ghexpr_value_reason(b.node);
    return plain(
        pf_ghexpr_value_of_truth(evaluator->arena, compare(expr->kind, a.node, b.node), reason));
}

static struct value eval_not(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    struct value value = eval(evaluator, expr->operands[0]);
    if (value.node == NULL)
        return value;
    enum pf_truth truth = pf_truth_not(pf_ghexpr_value_truth(value.node));
    return plain(
        pf_ghexpr_value_of_truth(evaluator->arena, truth, pf_ghexpr_value_reason(value.node)));
}

static struct value eval_status(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    const struct pf_ghexpr_world *world = evaluator->world;
    pf_str name = expr->function->name;
    enum pf_truth truth = PF_YES;
    if (pf_str_eq(name, PF_STR("success")))
        truth = world->success;
    else if (pf_str_eq(name, PF_STR("failure")))
        truth = world->failure;
    else if (pf_str_eq(name, PF_STR("cancelled")))
        truth = world->cancelled;
    if (expr->operand_count > 0 && truth != PF_NO)
        truth = PF_MAYBE;
    pf_str reason = world->status_reason.len > 0 ? world->status_reason
                                                 : PF_STR("how earlier jobs and steps end");
    return plain(pf_ghexpr_value_of_truth(evaluator->arena, truth, reason));
}

static struct value eval_arguments(struct evaluator *evaluator, const struct pf_ghexpr *expr,
                                   const struct pf_node **arguments)
{
    for (size_t i = 0; i < expr->operand_count; i++) {
        struct value value = eval(evaluator, expr->operands[i]);
        if (value.node == NULL)
            return value;
        arguments[i] = value.node;
    }
    return null_value(evaluator);
}

static struct value call_once(struct evaluator *evaluator, const struct pf_ghexpr *expr,
                              const struct pf_node **arguments)
{
    struct pf_ghexpr_call call = {evaluator->arena, expr->function, arguments, expr->operand_count};
    pf_str problem = PF_STR("");
    const struct pf_node *result = pf_ghexpr_call_general(&call, &problem);
    return result == NULL ? fail(evaluator, expr, problem) : plain(result);
}

/* One argument of several known values: called for each. More of them would multiply. */
static struct value call_for_arms(struct evaluator *evaluator, const struct pf_ghexpr *expr,
                                  const struct pf_node **arguments, size_t index)
{
    const struct pf_node *either = arguments[index];
    struct pf_node *joined = NULL;
    for (size_t i = 0; i < either->count; i++) {
        arguments[index] = either->items[i];
        struct value one = call_once(evaluator, expr, arguments);
        if (one.node == NULL) {
            arguments[index] = either;
            *evaluator->error = (struct pf_ghexpr_error){0};
            return call_once(evaluator, expr, arguments);
        }
        joined = joined == NULL ? pf_node_with_key(evaluator->arena, one.node, NULL)
                                : pf_node_join(evaluator->arena, joined, one.node);
    }
    return plain(joined);
}

static struct value join_case(struct evaluator *evaluator, const struct pf_ghexpr *expr,
                              size_t index, const struct pf_node *before)
{
    struct value value = eval(evaluator, expr->operands[index]);
    return join_values(evaluator, before, value);
}

/* Only the value of the first true condition is evaluated. */
static struct value eval_case(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    const struct pf_node *before = NULL;
    for (size_t i = 0; i + 1 < expr->operand_count; i += 2) {
        struct value condition = eval(evaluator, expr->operands[i]);
        if (condition.node == NULL)
            return join_values(evaluator, before, condition);
        if (condition.node->kind != PF_BOOL && !pf_ghexpr_value_is_unknown(condition.node))
            return fail(evaluator, expr->operands[i],
                        PF_STR("a condition of case() is neither true nor false"));
        enum pf_truth holds = pf_ghexpr_value_truth(condition.node);
        if (holds == PF_NO)
            continue;
        struct value value = join_case(evaluator, expr, i + 1, before);
        if (holds == PF_YES || value.node == NULL)
            return value;
        before = value.node;
    }
    return join_case(evaluator, expr, expr->operand_count - 1, before);
}

static struct value eval_call(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    if (expr->function != NULL && expr->function->is_status)
        return eval_status(evaluator, expr);
    if (expr->function == NULL) {
        pf_str reason =
            pf_arena_format(evaluator->arena, "the unknown function %.*s", PF_ARG(expr->name));
        return plain(pf_node_any(evaluator->arena, PF_KINDS_ALL, true, reason, nowhere));
    }
    if (pf_str_eq(expr->function->name, PF_STR("case")))
        return eval_case(evaluator, expr);
    const struct pf_node **arguments =
        PF_NEW_ARRAY(evaluator->arena, const struct pf_node *, expr->operand_count);
    struct value ready = eval_arguments(evaluator, expr, arguments);
    if (ready.node == NULL)
        return ready;
    size_t eithers = 0, index = 0;
    for (size_t i = 0; i < expr->operand_count; i++)
        if (arguments[i]->kind == PF_EITHER) {
            eithers++;
            index = i;
        }
    return eithers == 1 ? call_for_arms(evaluator, expr, arguments, index)
                        : call_once(evaluator, expr, arguments);
}

static struct value eval_kind(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    switch (expr->kind) {
    case PF_GHEXPR_LITERAL:
        return plain(expr->value);
    case PF_GHEXPR_NAME:
        return eval_name(evaluator, expr);
    case PF_GHEXPR_INDEX:
        return eval_index(evaluator, expr);
    case PF_GHEXPR_CALL:
        return eval_call(evaluator, expr);
    case PF_GHEXPR_NOT:
        return eval_not(evaluator, expr);
    case PF_GHEXPR_AND:
    case PF_GHEXPR_OR:
        return eval_chain(evaluator, expr);
    case PF_GHEXPR_STAR:
        return null_value(evaluator);
    default:
        return eval_compare(evaluator, expr);
    }
}

/* What operands held is given back when their operator is done; its own result stays. */
static struct value eval(struct evaluator *evaluator, const struct pf_ghexpr *expr)
{
    size_t before = evaluator->memory;
    struct value value = eval_kind(evaluator, expr);
    bool is_made = expr->kind == PF_GHEXPR_CALL && value.node != NULL;
    size_t made =
        is_made && value.node->kind == PF_STRING ? STRING_OVERHEAD + 2 * value.node->text.len : 0;
    evaluator->memory += made;
    if (evaluator->memory > PF_GHEXPR_MAX_MEMORY)
        return fail(evaluator, expr, PF_STR("it takes more memory than GitHub grants"));
    evaluator->memory = before + made;
    return value;
}

const struct pf_node *pf_ghexpr_eval(struct pf_arena *arena, const struct pf_ghexpr *expr,
                                     const struct pf_ghexpr_world *world,
                                     struct pf_ghexpr_error *error)
{
    *error = (struct pf_ghexpr_error){0};
    struct evaluator evaluator = {.arena = arena, .world = world, .error = error};
    struct value value = eval(&evaluator, expr);
    return value.node;
}
