/* Expressions of a document: syntax, names that may stand there, types, constant conditions. */
#include "model/shape_type.h"

#include "base/utf8.h"
#include "ghexpr/eval.h"
#include "ghexpr/find.h"
#include "ghexpr/json.h"
#include "ghexpr/value.h"

struct expression {
    struct pf_shape *shape;
    const struct pf_shape_place *place;
    const struct pf_node *scalar;
    size_t at;     /* where the expression's text starts in the scalar's */
    bool is_quiet; /* types only: what is wrong is told elsewhere */
};

static pf_span span_of(const struct expression *expression, size_t at, size_t len)
{
    return pf_ghexpr_span(expression->scalar, expression->at + at, len);
}

/* A problem at a part of the expression; one that nobody keeps where types are asked for only. */
static struct pf_workflow_problem *add(const struct expression *expression,
                                       enum pf_workflow_problem_kind kind,
                                       const struct pf_ghexpr *part, pf_str name)
{
    if (expression->is_quiet)
        return PF_NEW(expression->shape->arena, struct pf_workflow_problem);
    return pf_shape_add(expression->shape, kind, span_of(expression, part->at, part->text.len),
                        name);
}

static const struct pf_shape_scope *scope_of(const struct expression *expression)
{
    static const struct pf_shape_scope nothing = {{0}, {0}};
    const struct pf_shape_scope *scope = expression->place->scope;
    return scope == NULL ? &nothing : scope;
}

static bool has_name(const struct pf_strs *names, pf_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (pf_str_eq_nocase(names->items[i], name))
            return true;
    return false;
}

static struct pf_strs known_contexts(struct pf_arena *arena)
{
    static const pf_str names[] = {
        PF_STR_INIT("github"),   PF_STR_INIT("env"),    PF_STR_INIT("vars"),
        PF_STR_INIT("job"),      PF_STR_INIT("jobs"),   PF_STR_INIT("steps"),
        PF_STR_INIT("runner"),   PF_STR_INIT("needs"),  PF_STR_INIT("secrets"),
        PF_STR_INIT("strategy"), PF_STR_INIT("matrix"), PF_STR_INIT("inputs"),
    };
    struct pf_strs list = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        *pf_pile_add(arena, &list) = names[i];
    return list;
}

/* False, with a word, where the context does not exist or not at this place. */
static bool check_context(const struct expression *expression, const struct pf_ghexpr *name)
{
    struct pf_arena *arena = expression->shape->arena;
    const struct pf_strs *here = &scope_of(expression)->contexts;
    if (has_name(here, name->name))
        return true;
    struct pf_strs known = known_contexts(arena);
    if (!has_name(&known, name->name)) {
        struct pf_workflow_problem *problem =
            add(expression, PF_WORKFLOW_UNKNOWN_CONTEXT, name, name->name);
        pf_shape_choices(expression->shape, problem, &known);
        return false;
    }
    struct pf_workflow_problem *problem =
        add(expression, PF_WORKFLOW_CONTEXT_NOT_HERE, name, name->name);
    pf_shape_choices(expression->shape, problem, here);
    problem->suggestion = PF_STR("");
    problem->where = pf_shape_path_text(expression->shape, expression->place->path);
    if (here->count == 0)
        problem->expected = PF_STR("none");
    return false;
}

static void check_function(const struct expression *expression, const struct pf_ghexpr *call)
{
    struct pf_shape *shape = expression->shape;
    if (call->function == NULL) {
        struct pf_workflow_problem *problem =
            add(expression, PF_WORKFLOW_UNKNOWN_FUNCTION, call, call->name);
        struct pf_strs names = {0};
        for (size_t i = 0; i < pf_ghexpr_function_count(); i++)
            *pf_pile_add(shape->arena, &names) = pf_ghexpr_function_at(i)->name;
        pf_shape_choices(shape, problem, &names);
        return;
    }
    bool is_here =
        call->function->is_general || has_name(&scope_of(expression)->functions, call->name);
    /* Jobs may be named in the condition of a job only. */
    bool is_of_step = expression->place->step != NULL || shape->workflow == NULL;
    if (is_here && call->function->is_status && call->operand_count > 0 && is_of_step)
        add(expression, PF_WORKFLOW_WRONG_ARGUMENTS, call, call->name)->detail = pf_arena_format(
            shape->arena, "%.*s() takes no arguments in a step", PF_ARG(call->function->name));
    if (is_here)
        return;
    add(expression, PF_WORKFLOW_FUNCTION_NOT_HERE, call, call->name)->where =
        pf_shape_path_text(shape, expression->place->path);
}

/* The kind of problem an unknown name is, by the path that leads to it. */
static void report_property(const struct expression *expression, const struct pf_ghexpr *index,
                            const struct pf_type *object, pf_str name)
{
    struct pf_shape *shape = expression->shape;
    pf_str path = pf_ghexpr_path(shape->arena, index->operands[0]), context, rest, id, what;
    bool is_nested = pf_str_cut(path, '.', &context, &rest);
    bool has_what = pf_str_cut(rest, '.', &id, &what);
    bool is_output = is_nested && has_what && pf_str_eq_nocase(what, PF_STR("outputs"));
    enum pf_workflow_problem_kind kind = PF_WORKFLOW_UNKNOWN_PROPERTY;
    if (pf_str_eq_nocase(context, PF_STR("steps")))
        kind = is_output    ? PF_WORKFLOW_OUTPUT_UNKNOWN
               : !is_nested ? PF_WORKFLOW_STEP_UNKNOWN
                            : kind;
    else if (pf_str_eq_nocase(context, PF_STR("needs")) ||
             pf_str_eq_nocase(context, PF_STR("jobs")))
        kind = is_output ? PF_WORKFLOW_NEEDS_OUTPUT : !is_nested ? PF_WORKFLOW_NEEDS_UNKNOWN : kind;
    else if (pf_str_eq_nocase(context, PF_STR("matrix")) && !is_nested)
        kind = PF_WORKFLOW_MATRIX_PROPERTY;
    struct pf_workflow_problem *problem = add(expression, kind, index, name);
    problem->where = is_output ? id : path;
    if (kind == PF_WORKFLOW_NEEDS_UNKNOWN)
        problem->detail = pf_str_eq_nocase(context, PF_STR("needs"))
                              ? PF_STR("is not among what this job needs")
                              : PF_STR("is no job of this workflow");
    problem->is_harmless = pf_str_eq_nocase(context, PF_STR("secrets"));
    struct pf_strs names = {0};
    for (size_t i = 0; i < object->members.count; i++)
        *pf_pile_add(shape->arena, &names) = object->members.items[i].name;
    pf_shape_choices(shape, problem, &names);
}

static void report_type(const struct expression *expression, const struct pf_ghexpr *part,
                        const char *format, const char *first, const char *second)
{
    struct pf_workflow_problem *problem =
        add(expression, PF_WORKFLOW_EXPRESSION_TYPE, part, part->text);
    problem->detail = pf_arena_format(expression->shape->arena, "%s%s%s", format, first, second);
}

static const struct pf_type *type_of(const struct expression *expression,
                                     const struct pf_ghexpr *expr);

static const struct pf_type *any(void)
{
    return pf_type_of_kind(PF_TYPE_ANY);
}

static const struct pf_type *star_type(const struct expression *expression,
                                       const struct pf_type *collection)
{
    struct pf_arena *arena = expression->shape->arena;
    if (collection->kind == PF_TYPE_ARRAY)
        return pf_type_array(arena, collection->item == NULL ? any() : collection->item);
    if (collection->kind != PF_TYPE_OBJECT)
        return pf_type_array(arena, any());
    const struct pf_type *joined = collection->item;
    for (size_t i = 0; i < collection->members.count; i++) {
        const struct pf_type *one = collection->members.items[i].type;
        joined = joined == NULL ? one : pf_type_join(arena, joined, one);
    }
    return pf_type_array(arena, joined == NULL ? any() : joined);
}

static bool is_filter(const struct pf_ghexpr *expr)
{
    for (; expr->kind == PF_GHEXPR_INDEX; expr = expr->operands[0])
        if (expr->operands[1]->kind == PF_GHEXPR_STAR)
            return true;
    return false;
}

/* An index behind `.*` goes to each item. One that is no literal may be meant for the list. */
static const struct pf_type *filter_type(const struct expression *expression,
                                         const struct pf_ghexpr *key,
                                         const struct pf_type *key_type)
{
    if (key->kind != PF_GHEXPR_LITERAL && key_type->kind == PF_TYPE_STRING) {
        struct pf_workflow_problem *problem =
            add(expression, PF_WORKFLOW_EXPRESSION_TYPE, key, key->text);
        problem->detail = PF_STR("behind '.*' a name is looked up in each item, not in the list");
        problem->is_harmless = true;
    }
    return pf_type_array(expression->shape->arena, any());
}

static const struct pf_type *index_object(const struct expression *expression,
                                          const struct pf_ghexpr *index,
                                          const struct pf_type *object,
                                          const struct pf_type *key_type)
{
    const struct pf_ghexpr *key = index->operands[1];
    bool is_literal = key->kind == PF_GHEXPR_LITERAL && pf_node_is(key->value, PF_STRING);
    if (key_type->kind == PF_TYPE_NUMBER || key_type->kind == PF_TYPE_BOOL) {
        report_type(expression, key, "the index of an object is a name, not ",
                    pf_type_words(key_type), "");
        return any();
    }
    if (!is_literal)
        return object->item == NULL ? any() : object->item;
    const struct pf_type *member = pf_type_member(object, key->value->text);
    if (member == NULL)
        report_property(expression, index, object, key->value->text);
    return member == NULL ? any() : member;
}

static const struct pf_type *index_type(const struct expression *expression,
                                        const struct pf_ghexpr *index)
{
    const struct pf_type *collection = type_of(expression, index->operands[0]);
    const struct pf_ghexpr *key = index->operands[1];
    if (key->kind == PF_GHEXPR_STAR)
        return star_type(expression, collection);
    const struct pf_type *key_type = type_of(expression, key);
    if (is_filter(index->operands[0]))
        return filter_type(expression, key, key_type);
    if (collection->kind == PF_TYPE_OBJECT)
        return index_object(expression, index, collection, key_type);
    if (collection->kind == PF_TYPE_ARRAY) {
        bool is_number = key_type->kind == PF_TYPE_NUMBER || key_type->kind == PF_TYPE_ANY;
        if (!is_number)
            report_type(expression, key, "the index of an array is a number, not ",
                        pf_type_words(key_type), "");
        return collection->item == NULL ? any() : collection->item;
    }
    if (collection->kind != PF_TYPE_ANY)
        report_type(expression, index, "there is nothing inside of ", pf_type_words(collection),
                    "");
    return any();
}

static bool is_collection(const struct pf_type *type)
{
    return type->kind == PF_TYPE_OBJECT || type->kind == PF_TYPE_ARRAY;
}

/* Objects and arrays equal themselves only; compared with anything else the answer is fixed. */
static bool can_equal(const struct pf_type *a, const struct pf_type *b)
{
    if (a->kind == PF_TYPE_ANY || b->kind == PF_TYPE_ANY || a->kind == PF_TYPE_NULL ||
        b->kind == PF_TYPE_NULL)
        return true;
    if (a->kind == PF_TYPE_ARRAY && b->kind == PF_TYPE_ARRAY && a->item != NULL && b->item != NULL)
        return can_equal(a->item, b->item);
    return is_collection(a) || is_collection(b) ? a->kind == b->kind : true;
}

static bool has_order(const struct pf_type *type)
{
    return type->kind == PF_TYPE_ANY || type->kind == PF_TYPE_NUMBER ||
           type->kind == PF_TYPE_STRING;
}

static struct pf_shape_side side_of(const struct expression *expression,
                                    const struct pf_ghexpr *expr, const struct pf_type *type)
{
    return (struct pf_shape_side){expr, type, expression->scalar, expression->at};
}

static const struct pf_type *compare_type(const struct expression *expression,
                                          const struct pf_ghexpr *expr)
{
    const struct pf_type *a = type_of(expression, expr->operands[0]);
    const struct pf_type *b = type_of(expression, expr->operands[1]);
    bool is_equality = expr->kind == PF_GHEXPR_EQUAL || expr->kind == PF_GHEXPR_NOT_EQUAL;
    if (is_equality && !expression->is_quiet) {
        struct pf_shape_side left = side_of(expression, expr->operands[0], a),
                             right = side_of(expression, expr->operands[1], b);
        pf_shape_comparison(expression->shape, expression->place, &left, &right);
    }
    if (is_equality && !can_equal(a, b)) {
        pf_str second = pf_arena_format(expression->shape->arena, " and %s", pf_type_words(b));
        report_type(expression, expr, "never equal: ", pf_type_words(a), second.data);
    } else if (!is_equality && (!has_order(a) || !has_order(b))) {
        report_type(expression, expr, "there is no order for ", pf_type_words(has_order(a) ? b : a),
                    "");
    }
    return pf_type_of_kind(PF_TYPE_BOOL);
}

static const struct pf_type *chain_type(const struct expression *expression,
                                        const struct pf_ghexpr *expr)
{
    const struct pf_type *joined = NULL;
    for (size_t i = 0; i < expr->operand_count; i++) {
        const struct pf_type *one = type_of(expression, expr->operands[i]);
        joined = joined == NULL ? one : pf_type_join(expression->shape->arena, joined, one);
    }
    return joined;
}

/* A comma too many, a comment or another kind of quotes: some of GitHub's readers forgive them. */
static bool is_loose_json(pf_str text)
{
    bool found = pf_str_find_byte(text, '\'') != PF_STR_NONE ||
                 pf_str_contains(text, PF_STR("//")) || pf_str_contains(text, PF_STR("/*"));
    for (size_t i = 0; i < text.len && !found; i++) {
        pf_str rest = pf_str_trim(pf_str_slice(text, i + 1, text.len));
        found = text.data[i] == ',' && rest.len > 0 && (rest.data[0] == ']' || rest.data[0] == '}');
    }
    return found;
}

static const struct pf_type *json_type(const struct expression *expression,
                                       const struct pf_ghexpr *call)
{
    const struct pf_ghexpr *argument = call->operands[0];
    pf_str message;
    if (argument->kind != PF_GHEXPR_LITERAL || !pf_node_is(argument->value, PF_STRING))
        return any();
    const struct pf_node *value =
        pf_ghexpr_json_read(expression->shape->arena, argument->value->text, &message);
    if (value != NULL)
        return pf_type_of_value(expression->shape->arena, value);
    if (is_loose_json(argument->value->text))
        return any();
    struct pf_workflow_problem *problem =
        add(expression, PF_WORKFLOW_WRONG_ARGUMENTS, argument, call->name);
    problem->detail = pf_arena_format(expression->shape->arena,
                                      "fromJSON() is given what is no JSON: %.*s", PF_ARG(message));
    return any();
}

/* Placeholders of a literal format string that no argument is for. */
static void check_format(const struct expression *expression, const struct pf_ghexpr *call)
{
    const struct pf_ghexpr *format = call->operands[0];
    if (format->kind != PF_GHEXPR_LITERAL || !pf_node_is(format->value, PF_STRING))
        return;
    pf_str text = format->value->text;
    for (size_t at = 0; at + 1 < text.len; at++) {
        if (text.data[at] == '{' && text.data[at + 1] == '{') {
            at++;
            continue;
        }
        size_t end = at + 1;
        size_t index = 0;
        while (end < text.len && pf_is_digit(text.data[end]) && end - at < 4)
            index = index * 10 + (size_t)(text.data[end++] - '0');
        bool is_place =
            text.data[at] == '{' && end > at + 1 && end < text.len && text.data[end] == '}';
        if (!is_place || index + 1 < call->operand_count)
            continue;
        struct pf_workflow_problem *problem =
            add(expression, PF_WORKFLOW_WRONG_ARGUMENTS, format, call->name);
        problem->detail =
            pf_arena_format(expression->shape->arena, "format() has no argument for {%zu}", index);
    }
}

/* Every second argument up to the last is asked whether it is true, and must be a boolean. */
static void check_case(const struct expression *expression, const struct pf_ghexpr *call)
{
    for (size_t i = 0; i + 1 < call->operand_count; i += 2) {
        struct expression quiet = *expression;
        quiet.is_quiet = true;
        const struct pf_type *type = type_of(&quiet, call->operands[i]);
        if (type->kind != PF_TYPE_ANY && type->kind != PF_TYPE_BOOL)
            report_type(expression, call->operands[i],
                        "case() asks for a boolean here, and this is ", pf_type_words(type), "");
    }
}

static const struct pf_type *call_type(const struct expression *expression,
                                       const struct pf_ghexpr *call)
{
    static const struct {
        pf_str name;
        enum pf_type_kind kind;
    } results[] = {
        {PF_STR_INIT("contains"), PF_TYPE_BOOL},    {PF_STR_INIT("startsWith"), PF_TYPE_BOOL},
        {PF_STR_INIT("endsWith"), PF_TYPE_BOOL},    {PF_STR_INIT("format"), PF_TYPE_STRING},
        {PF_STR_INIT("join"), PF_TYPE_STRING},      {PF_STR_INIT("toJSON"), PF_TYPE_STRING},
        {PF_STR_INIT("hashFiles"), PF_TYPE_STRING}, {PF_STR_INIT("success"), PF_TYPE_BOOL},
        {PF_STR_INIT("failure"), PF_TYPE_BOOL},     {PF_STR_INIT("always"), PF_TYPE_BOOL},
        {PF_STR_INIT("cancelled"), PF_TYPE_BOOL},
    };
    check_function(expression, call);
    for (size_t i = 0; i < call->operand_count; i++)
        type_of(expression, call->operands[i]);
    if (call->function == NULL)
        return any();
    if (pf_str_eq(call->function->name, PF_STR("contains")) && call->operand_count == 2 &&
        !expression->is_quiet) {
        struct pf_shape_side list = side_of(expression, call->operands[0], any()),
                             item = side_of(expression, call->operands[1], any());
        pf_shape_contained(expression->shape, expression->place, &list, &item);
    }
    if (pf_str_eq(call->function->name, PF_STR("fromJSON")) && call->operand_count == 1)
        return json_type(expression, call);
    if (pf_str_eq(call->function->name, PF_STR("format")) && call->operand_count > 0)
        check_format(expression, call);
    if (pf_str_eq(call->function->name, PF_STR("case")))
        check_case(expression, call);
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (pf_str_eq(results[i].name, call->function->name))
            return pf_type_of_kind(results[i].kind);
    return any();
}

/* Depth is bounded by the parser. */
static const struct pf_type *type_of(const struct expression *expression,
                                     const struct pf_ghexpr *expr)
{
    switch (expr->kind) {
    case PF_GHEXPR_LITERAL: {
        struct pf_node value = *expr->value;
        return value.kind == PF_STRING ? pf_type_of_kind(PF_TYPE_STRING)
                                       : pf_type_of_value(expression->shape->arena, expr->value);
    }
    case PF_GHEXPR_NAME:
        return expression->is_quiet || check_context(expression, expr)
                   ? pf_shape_context_type(expression->shape, expression->place, expr->name)
                   : any();
    case PF_GHEXPR_INDEX:
        return index_type(expression, expr);
    case PF_GHEXPR_CALL:
        return call_type(expression, expr);
    case PF_GHEXPR_NOT:
        type_of(expression, expr->operands[0]);
        return pf_type_of_kind(PF_TYPE_BOOL);
    case PF_GHEXPR_AND:
    case PF_GHEXPR_OR:
        return chain_type(expression, expr);
    case PF_GHEXPR_STAR:
        return any();
    default:
        return compare_type(expression, expr);
    }
}

/* Every part that is asked whether it is true: of a condition all that decides it, elsewhere what
 * stands before `&&` and behind `!`. Depth is bounded by the parser. */
/* `github.ref == 'a' || 'b' || 'c'`: the first of the texts, which makes the rest idle. */
static void check_text_arm(const struct expression *expression, const struct pf_ghexpr *expr)
{
    const struct pf_ghexpr *first = expr->operands[0];
    if (first->kind == PF_GHEXPR_LITERAL ||
        (first->kind == PF_GHEXPR_OR &&
         first->operands[first->operand_count - 1]->kind == PF_GHEXPR_LITERAL))
        return;
    for (size_t i = 1; i < expr->operand_count; i++)
        if (expr->operands[i]->kind == PF_GHEXPR_LITERAL) {
            struct pf_shape_side side = side_of(expression, expr->operands[i], any());
            pf_shape_text_arm(expression->shape, &side);
            return;
        }
}

static void check_truths(const struct expression *expression, const struct pf_ghexpr *expr,
                         bool is_asked)
{
    bool is_chain = expr->kind == PF_GHEXPR_AND || expr->kind == PF_GHEXPR_OR;
    if (expr->kind == PF_GHEXPR_INDEX) {
        struct pf_shape_side side = side_of(expression, expr, any());
        if (is_asked)
            pf_shape_truth(expression->shape, expression->place, &side);
        return;
    }
    if (expr->kind == PF_GHEXPR_OR && is_asked)
        check_text_arm(expression, expr);
    for (size_t i = 0; i < expr->operand_count; i++) {
        bool is_tested = expr->kind == PF_GHEXPR_AND && i + 1 < expr->operand_count;
        check_truths(expression, expr->operands[i],
                     is_tested || expr->kind == PF_GHEXPR_NOT || (is_chain && is_asked));
    }
}

static void report_syntax(const struct expression *expression, size_t at, size_t len, pf_str detail)
{
    if (!expression->is_quiet)
        pf_shape_add(expression->shape, PF_WORKFLOW_EXPRESSION_SYNTAX, span_of(expression, at, len),
                     PF_STR(""))
            ->detail = detail;
}

static const struct pf_ghexpr *parse(const struct expression *expression, pf_str text)
{
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        pf_ghexpr_parse_once(&expression->shape->project->expressions, text, &error);
    bool is_count = expr == NULL && pf_str_contains(error.message, PF_STR("() takes "));
    if (is_count && !expression->is_quiet) {
        pf_shape_add(expression->shape, PF_WORKFLOW_WRONG_ARGUMENTS,
                     span_of(expression, error.at, error.len), PF_STR(""))
            ->detail = error.message;
    } else if (expr == NULL) {
        report_syntax(expression, error.at, error.len, error.message);
    }
    return expr;
}

static bool is_text(const struct pf_shape_type *type)
{
    return type->kind == PF_SHAPE_STRING || type->kind == PF_SHAPE_FULL_STRING ||
           type->kind == PF_SHAPE_SCALAR;
}

static bool takes_container(const struct pf_shape_type *type)
{
    for (; type != NULL; type = type->other)
        if (pf_shape_is_container(type))
            return true;
    return false;
}

/* A list, or else one alone, may be made of a scalar. */
static bool wants_container(const struct pf_shape_type *type)
{
    return pf_shape_is_container(type) && (type->kind != PF_SHAPE_LIST || type->other == NULL);
}

/* What the whole scalar comes to, against what may stand at the place. */
static void check_result(const struct expression *expression, const struct pf_ghexpr *expr,
                         const struct pf_type *type, bool is_alone)
{
    const struct pf_shape_type *wanted = expression->place->type;
    bool is_value = is_collection(type) || type->kind == PF_TYPE_NULL;
    bool is_scalar = type->kind != PF_TYPE_ANY && !is_collection(type);
    if (is_value && (!is_alone || (is_text(wanted) && !takes_container(wanted))))
        report_type(expression, expr,
                    "inside of text it would be no more than a word: ", pf_type_words(type), "");
    if (is_alone && wants_container(wanted) && is_scalar)
        report_type(expression, expr, "a mapping or a list must stand here, and this is ",
                    pf_type_words(type), "");
}

/* The expression; NULL where there is none to be read. */
static const struct pf_ghexpr *check_site(const struct expression *expression,
                                          const struct pf_ghexpr_site *site, bool is_alone)
{
    struct expression inner = *expression;
    inner.at = site->inner_at;
    if (!site->closed) {
        struct expression whole = *expression;
        whole.at = site->at;
        report_syntax(&whole, 0, 3, PF_STR("the closing '}}' is missing"));
        return NULL;
    }
    bool is_key = expression->scalar->key == NULL;
    if (is_key && pf_str_eq(pf_str_trim(site->inner), PF_STR("insert")))
        return NULL;
    const struct pf_ghexpr *expr = parse(&inner, site->inner);
    if (expr == NULL)
        return NULL;
    if (expr->kind == PF_GHEXPR_LITERAL && expr->text.len == 0) {
        struct expression whole = *expression;
        whole.at = site->at;
        report_syntax(&whole, 0, site->len, PF_STR("there is no expression between the braces"));
        return NULL;
    }
    const struct pf_type *type = type_of(&inner, expr);
    check_truths(&inner, expr, expression->place->is_condition && is_alone);
    if (!expression->place->is_condition)
        check_result(&inner, expr, type, is_alone);
    return expr;
}

static void note_variable(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent,
                          void *context)
{
    (void)parent;
    bool *found = context;
    bool is_open_call =
        expr->kind == PF_GHEXPR_CALL && (expr->function == NULL || !expr->function->is_general);
    *found = *found || expr->kind == PF_GHEXPR_NAME || is_open_call;
}

/* A condition without any context is always the same. */
static void check_constant(const struct expression *expression, const struct pf_ghexpr *expr)
{
    struct pf_arena *arena = expression->shape->arena;
    struct pf_ghexpr_error error;
    bool has_variable = false;
    if (expr == NULL || expr->text.len == 0)
        return;
    pf_ghexpr_walk(expr, note_variable, &has_variable);
    if (has_variable)
        return;
    struct pf_ghexpr_world world = {.success = PF_YES};
    const struct pf_node *value = pf_ghexpr_eval(arena, expr, &world, &error);
    if (value == NULL)
        return;
    struct pf_workflow_problem *problem = pf_shape_add(
        expression->shape, PF_WORKFLOW_CONSTANT_CONDITION, expression->scalar->span, expr->text);
    problem->detail =
        pf_str_c(pf_ghexpr_value_truth(value) == PF_YES ? "always true" : "always false");
    problem->is_harmless = true;
}

/* `count` sites stand in it, `last` is the last of them, and `last_expr` its expression. */
static void check_condition(const struct expression *expression, size_t count,
                            const struct pf_ghexpr_site *last, const struct pf_ghexpr *last_expr)
{
    const struct pf_node *scalar = expression->scalar;
    struct expression inner = *expression;
    if (count == 0) {
        const struct pf_ghexpr *expr = parse(expression, scalar->text);
        if (expr != NULL) {
            type_of(expression, expr);
            check_truths(expression, expr, true);
        }
        check_constant(expression, expr);
        return;
    }
    inner.at = last->inner_at;
    if (last->closed && last->len == scalar->text.len) {
        check_constant(&inner, last_expr);
        return;
    }
    if (last->closed) {
        struct pf_workflow_problem *problem = pf_shape_add(
            expression->shape, PF_WORKFLOW_CONDITION_TEXT, scalar->span, pf_str_trim(scalar->text));
        bool is_newline = pf_ghexpr_site_is_all(last, scalar->text);
        problem->detail =
            is_newline ? PF_STR("the line end of the block makes it a string, which is always "
                                "true; write '|-' or '>-'")
                       : PF_STR("text around ${{ }} makes it a string, which is always true");
    }
}

void pf_shape_expressions(struct pf_shape *shape, const struct pf_node *scalar,
                          const struct pf_shape_place *place)
{
    if (!pf_node_is_scalar(scalar))
        return;
    struct expression expression = {.shape = shape, .place = place, .scalar = scalar};
    struct pf_ghexpr_site site;
    const struct pf_ghexpr *last = NULL;
    size_t count = 0;
    bool may_hold = pf_ghexpr_may_hold(&shape->places, scalar);
    for (size_t from = 0; may_hold && pf_ghexpr_next_site(scalar->text, &from, &site); count++)
        last = check_site(&expression, &site, pf_ghexpr_site_is_all(&site, scalar->text));
    if (place->is_condition && scalar->kind != PF_NULL)
        check_condition(&expression, count, &site, last);
}

const struct pf_type *pf_shape_scalar_type(struct pf_shape *shape, const struct pf_node *scalar,
                                           const struct pf_shape_place *place)
{
    if (!pf_shape_is_expression(scalar))
        return pf_shape_has_expression(scalar) ? pf_type_of_kind(PF_TYPE_STRING)
                                               : pf_type_of_value(shape->arena, scalar);
    struct expression expression = {
        .shape = shape, .place = place, .scalar = scalar, .is_quiet = true};
    struct pf_ghexpr_site site;
    size_t from = 0;
    bool is_found = pf_ghexpr_next_site(scalar->text, &from, &site);
    const struct pf_ghexpr *expr = is_found ? parse(&expression, site.inner) : NULL;
    return expr == NULL ? any() : type_of(&expression, expr);
}
