/* The functions of the rule language: one row each, and what it does. */
#include "base/file.h"
#include "base/utf8.h"
#include "rule/eval.h"
#include "rule/place.h"

#include <limits.h>

const struct pf_expr_function_info pf_expr_functions[PF_FUNCTION_COUNT] = {
    [PF_FUNCTION_ALL] = {"all", 2, 2, "sc", PF_EXPR_CONDITION,
                         "the condition holds for every member (@); true of an empty set"},
    [PF_FUNCTION_ANY] = {"any", 2, 2, "sc", PF_EXPR_CONDITION,
                         "the condition holds for some member (@)"},
    [PF_FUNCTION_COUNT_OF] = {"count", 1, 1, "s", PF_EXPR_SET, "how many members the set has"},
    [PF_FUNCTION_EMPTY] = {"empty", 1, 1, "s", PF_EXPR_CONDITION,
                           "there is no member, or all are null, '', [] or {}"},
    [PF_FUNCTION_EXISTS] = {"exists", 1, 1, "s", PF_EXPR_CONDITION, "the set has a member"},
    [PF_FUNCTION_FILE] = {"file", 1, 1, "s", PF_EXPR_CONDITION,
                          "a file or directory of that path is in the project"},
    [PF_FUNCTION_FIRST] = {"first", 1, UINT_MAX, "s", PF_EXPR_SET,
                           "the first member of the first set that has one"},
    [PF_FUNCTION_FROM] = {"from", 1, 1, "s", PF_EXPR_SET,
                          "names of the environment variables that a value was made from"},
    [PF_FUNCTION_GLOB] = {"glob", 2, 2, "s", PF_EXPR_CONDITION,
                          "some text matches some shell-like pattern of the second set"},
    [PF_FUNCTION_GREP] = {"grep", 2, 2, "sr", PF_EXPR_SET,
                          "group 1 (else the whole) of every match, with its place"},
    [PF_FUNCTION_KEYOF] = {"keyof", 1, 1, "s", PF_EXPR_SET,
                           "the key that each member stands under"},
    [PF_FUNCTION_KEYS] = {"keys", 1, 1, "s", PF_EXPR_SET, "the keys of each mapping"},
    [PF_FUNCTION_KIND] = {"kind", 1, 1, "s", PF_EXPR_SET,
                          "null, bool, int, float, str, list or map"},
    [PF_FUNCTION_KNOWN] = {"known", 1, 1, "s", PF_EXPR_CONDITION,
                           "no member is an unknown value or one of several"},
    [PF_FUNCTION_KV] = {"kv", 1, 1, "s", PF_EXPR_SET, "a mapping from the text's KEY=value lines"},
    [PF_FUNCTION_LEN] = {"len", 1, 1, "s", PF_EXPR_SET,
                         "characters of each text, items of each list or mapping"},
    [PF_FUNCTION_LOWER] = {"lower", 1, 1, "s", PF_EXPR_SET, "each text in small letters (ASCII)"},
    [PF_FUNCTION_PATHOF] = {"pathof", 1, 1, "s", PF_EXPR_SET,
                            "the path of the file that each member stands in"},
    [PF_FUNCTION_REASON] = {"reason", 1, 1, "s", PF_EXPR_SET, "why each unknown member is unknown"},
    [PF_FUNCTION_SPLIT] = {"split", 2, 2, "s", PF_EXPR_SET,
                           "the pieces of each text between separators, with their places"},
    [PF_FUNCTION_TRIM] = {"trim", 1, 1, "s", PF_EXPR_SET,
                          "each text without white space at its ends"},
    [PF_FUNCTION_TRUTHY] = {"truthy", 1, 1, "s", PF_EXPR_CONDITION,
                            "some member is true as Python sees it"},
    [PF_FUNCTION_VALUES] = {"values", 1, 1, "s", PF_EXPR_SET,
                            "the values of each mapping, the items of each list"},
};

/* Members one by one, with the arms of an "either" as possible members. */
typedef void each_function(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                           struct pf_set *to, const void *argument);

static struct pf_set map_members(struct pf_eval *eval, const struct pf_set *set,
                                 each_function *each, const void *argument)
{
    struct pf_set to = {0};
    for (size_t i = 0; i < set->count; i++) {
        const struct pf_node *node = set->items[i].node;
        if (!pf_eval_visit(eval, 1))
            break;
        if (node->kind != PF_EITHER) {
            each(eval, node, set->items[i].in, &to, argument);
            continue;
        }
        for (size_t j = 0; j < node->count; j++)
            each(eval, node->items[j], PF_MAYBE, &to, argument);
    }
    return to;
}

/* The unknown that comes of doing something with an unknown. */
static void add_unknown(struct pf_eval *eval, const struct pf_node *any, enum pf_kind kind,
                        struct pf_set *to)
{
    struct pf_node *unknown =
        pf_node_any(eval->arena, PF_KIND_BIT(kind), true, any->as.any->reason, any->span);
    pf_set_add(eval->arena, to, unknown, PF_MAYBE);
}

/* True when `node` is a scalar; an unknown one is passed on as an unknown text. */
static bool is_text(struct pf_eval *eval, const struct pf_node *node, struct pf_set *to)
{
    if (node->kind == PF_ANY)
        add_unknown(eval, node, PF_STRING, to);
    return pf_node_is_scalar(node);
}

/* Bytes `at` to `at + len` of a scalar's text, where they stand in the file. */
static void add_piece(struct pf_eval *eval, const struct pf_node *node, size_t at, size_t len,
                      enum pf_truth in, struct pf_set *to)
{
    enum { BYTES_PER_VISIT = 64 /* finding the place walks the text from its start */ };
    if (!pf_eval_visit(eval, 1 + at / BYTES_PER_VISIT))
        return;
    pf_set_add(eval->arena, to,
               pf_node_str(eval->arena, pf_str_slice(node->text, at, at + len),
                           pf_scalar_place(node, at, len)),
               in);
}

static void each_key(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                     struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->kind == PF_ANY)
        add_unknown(eval, node, PF_STRING, to);
    if (node->kind != PF_MAP || !pf_eval_visit(eval, node->count))
        return;
    for (size_t i = 0; i < node->count; i++)
        pf_set_add(eval->arena, to, node->items[i]->key, in);
}

static void each_keyof(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                       struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->key != NULL)
        pf_set_add(eval->arena, to, node->key, in);
}

static void each_len(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                     struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->kind == PF_ANY) {
        add_unknown(eval, node, PF_INT, to);
        return;
    }
    size_t len = pf_node_is_scalar(node) ? pf_utf8_count(node->text) : node->count;
    pf_set_add(eval->arena, to, pf_node_int(eval->arena, (int64_t)len, node->span), in);
}

static void each_lower(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                       struct pf_set *to, const void *argument)
{
    (void)argument;
    if (is_text(eval, node, to))
        pf_set_add(eval->arena, to,
                   pf_node_str(eval->arena, pf_arena_lower(eval->arena, node->text), node->span),
                   in);
}

static void each_trim(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                      struct pf_set *to, const void *argument)
{
    (void)argument;
    if (!is_text(eval, node, to))
        return;
    size_t leading = node->text.len - pf_str_trim_left(node->text).len;
    add_piece(eval, node, leading, pf_str_trim(node->text).len, in, to);
}

/* An empty separator leaves the text whole. */
static void split_text(struct pf_eval *eval, const struct pf_node *node, pf_str separator,
                       enum pf_truth in, struct pf_set *to)
{
    size_t start = 0;
    for (;;) {
        pf_str rest = pf_str_slice(node->text, start, node->text.len);
        ptrdiff_t found = separator.len == 0 ? PF_STR_NONE : pf_str_find(rest, separator);
        if (found == PF_STR_NONE || eval->visits.exhausted) {
            add_piece(eval, node, start, rest.len, in, to);
            return;
        }
        add_piece(eval, node, start, (size_t)found, in, to);
        start += (size_t)found + separator.len;
    }
}

static void each_split(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                       struct pf_set *to, const void *argument)
{
    const struct pf_set *separators = argument;
    if (!is_text(eval, node, to))
        return;
    pf_str separator =
        separators->count > 0 ? pf_node_text(separators->items[0].node) : (pf_str){0};
    split_text(eval, node, separator, in, to);
}

/* One code point on, so that an empty match is not found again. */
static size_t past_empty_match(pf_str text, size_t at)
{
    uint32_t code_point;
    size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &code_point);
    return at + (len == 0 ? 1 : len);
}

static void each_grep(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                      struct pf_set *to, const void *argument)
{
    const struct pf_regex *regex = argument;
    if (!is_text(eval, node, to))
        return;
    struct pf_regex_part parts[PF_REGEX_GROUPS];
    size_t from = 0;
    while (!pf_eval_exhausted(eval) &&
           pf_regex_find(regex, &eval->regex, node->text, from, parts)) {
        const struct pf_regex_part *part = &parts[pf_regex_group_count(regex) > 0 ? 1 : 0];
        if (part->at != SIZE_MAX)
            add_piece(eval, node, part->at, part->len, in, to);
        size_t end = parts[0].at == SIZE_MAX ? from : parts[0].at + parts[0].len;
        from = end > from && parts[0].len > 0 ? end : past_empty_match(node->text, end);
    }
}

static void put_line(struct pf_eval *eval, const struct pf_node *node, struct pf_node *map,
                     size_t at, pf_str line)
{
    enum { BYTES_PER_VISIT = 64 };
    pf_str name, value;
    if (!pf_str_cut(line, '=', &name, &value) || !pf_eval_visit(eval, 1 + at / BYTES_PER_VISIT))
        return;
    size_t value_at = at + name.len + 1;
    pf_node_put(eval->arena, map, name, pf_scalar_place(node, at, name.len),
                pf_node_str(eval->arena, value, pf_scalar_place(node, value_at, value.len)));
}

/* As amazon-ecs-render-task-definition reads its inputs: trimmed lines, split at the first "=". */
static void each_kv(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                    struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->kind == PF_ANY) {
        add_unknown(eval, node, PF_MAP, to);
        return;
    }
    if (!pf_node_is_scalar(node))
        return;
    struct pf_node *map = pf_node_new(eval->arena, PF_MAP, node->span);
    pf_str rest = node->text, line;
    while (pf_str_next_line(&rest, &line)) {
        pf_str trimmed = pf_str_trim(line);
        if (trimmed.len > 0)
            put_line(eval, node, map, (size_t)(trimmed.data - node->text.data), trimmed);
    }
    pf_set_add(eval->arena, to, map, in);
}

static void add_kind(struct pf_eval *eval, enum pf_kind kind, pf_span span, enum pf_truth in,
                     struct pf_set *to)
{
    pf_set_add(eval->arena, to, pf_node_str(eval->arena, pf_str_c(pf_kind_name(kind)), span), in);
}

static void each_kind(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                      struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->kind != PF_ANY) {
        add_kind(eval, node->kind, node->span, in, to);
        return;
    }
    unsigned kinds = node->as.any->kinds & PF_KINDS_ALL;
    bool is_certain = kinds != 0 && (kinds & (kinds - 1)) == 0;
    for (enum pf_kind kind = PF_NULL; kind < PF_ANY; kind++)
        if ((kinds & PF_KIND_BIT(kind)) != 0)
            add_kind(eval, kind, node->span, is_certain ? in : PF_MAYBE, to);
}

static void each_from(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                      struct pf_set *to, const void *argument)
{
    (void)argument;
    for (size_t i = 0; node->trace != NULL && i < node->trace->from_count; i++)
        pf_set_add(eval->arena, to, pf_node_str(eval->arena, node->trace->from[i], node->span), in);
}

static void each_pathof(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                        struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->span.file != NULL)
        pf_set_add(eval->arena, to, pf_node_str(eval->arena, node->span.file->path, node->span),
                   in);
}

static void each_reason(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                        struct pf_set *to, const void *argument)
{
    (void)argument;
    if (node->kind == PF_ANY)
        pf_set_add(eval->arena, to, pf_node_str(eval->arena, node->as.any->reason, node->span), in);
}

static struct pf_set count_members(struct pf_eval *eval, const struct pf_set *set)
{
    int64_t certain = 0, possible = 0;
    for (size_t i = 0; i < set->count; i++)
        *(set->items[i].in == PF_YES ? &certain : &possible) += 1;
    struct pf_node *count = pf_node_int(eval->arena, certain, (pf_span){0});
    if (possible >= PF_JOIN_ARMS)
        count = pf_node_any(eval->arena, PF_KIND_BIT(PF_INT), certain == 0,
                            PF_STR("members may or may not be there"), (pf_span){0});
    else
        for (int64_t i = 1; i <= possible; i++)
            count = pf_node_join(eval->arena, count,
                                 pf_node_int(eval->arena, certain + i, (pf_span){0}));
    struct pf_set result = {0};
    pf_set_add(eval->arena, &result, count, PF_YES);
    return result;
}

/* Possible members come along until a certain one ends the search. */
static struct pf_set first_member(struct pf_eval *eval, const struct pf_expr *call)
{
    struct pf_set result = {0};
    for (size_t i = 0; i < call->item_count; i++) {
        struct pf_set set = pf_eval_set(eval, call->items[i]);
        for (size_t j = 0; j < set.count; j++) {
            enum pf_truth in = result.count > 0 ? PF_MAYBE : set.items[j].in;
            pf_set_add(eval->arena, &result, set.items[j].node, in);
            if (set.items[j].in == PF_YES)
                return result;
        }
    }
    return result;
}

static struct pf_set values_of(struct pf_eval *eval, const struct pf_set *set)
{
    struct pf_set values = {0};
    pf_path_each(eval->arena, set, &values, &eval->visits);
    return values;
}

struct pf_set pf_eval_function_set(struct pf_eval *eval, const struct pf_expr *call)
{
    static each_function *const each[PF_FUNCTION_COUNT] = {
        [PF_FUNCTION_FROM] = each_from,     [PF_FUNCTION_KEYOF] = each_keyof,
        [PF_FUNCTION_KEYS] = each_key,      [PF_FUNCTION_KIND] = each_kind,
        [PF_FUNCTION_KV] = each_kv,         [PF_FUNCTION_LEN] = each_len,
        [PF_FUNCTION_LOWER] = each_lower,   [PF_FUNCTION_PATHOF] = each_pathof,
        [PF_FUNCTION_REASON] = each_reason, [PF_FUNCTION_TRIM] = each_trim,
    };
    if (call->function == PF_FUNCTION_FIRST)
        return first_member(eval, call);
    struct pf_set set = pf_eval_set(eval, call->items[0]);
    if (call->function == PF_FUNCTION_GREP)
        return map_members(eval, &set, each_grep, call->items[1]->regex);
    if (call->function == PF_FUNCTION_SPLIT) {
        struct pf_set separators = pf_eval_set(eval, call->items[1]);
        return map_members(eval, &set, each_split, &separators);
    }
    if (call->function == PF_FUNCTION_COUNT_OF)
        return count_members(eval, &set);
    if (call->function == PF_FUNCTION_VALUES)
        return values_of(eval, &set);
    return map_members(eval, &set, each[call->function], NULL);
}

static enum pf_truth is_empty_value(const struct pf_node *node)
{
    switch (node->kind) {
    case PF_NULL:
        return PF_YES;
    case PF_STRING:
        return pf_truth_of(node->text.len == 0);
    case PF_SEQ:
    case PF_MAP:
        return pf_truth_of(node->count == 0);
    case PF_ANY: {
        bool can_be = (node->as.any->kinds & PF_KIND_BIT(PF_NULL)) != 0 || node->as.any->may_be_empty;
        return can_be ? PF_MAYBE : PF_NO;
    }
    default:
        return PF_NO;
    }
}

static enum pf_truth is_true(const struct pf_node *node)
{
    return pf_node_truth(node);
}

typedef enum pf_truth node_test(const struct pf_node *node);

/* The answer that all arms of an "either" give, else maybe. */
static enum pf_truth test_arms(const struct pf_node *node, node_test *test)
{
    if (node->kind != PF_EITHER)
        return test(node);
    enum pf_truth first = test(node->items[0]);
    for (size_t i = 1; i < node->count; i++)
        if (test(node->items[i]) != first)
            return PF_MAYBE;
    return first;
}

static enum pf_truth some(struct pf_eval *eval, const struct pf_set *set, node_test *test)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < set->count && pf_eval_visit(eval, 1); i++)
        truth =
            pf_truth_or(truth, pf_truth_and(set->items[i].in, test_arms(set->items[i].node, test)));
    return truth;
}

static enum pf_truth is_filled(const struct pf_node *node)
{
    return pf_truth_not(is_empty_value(node));
}

struct known {
    bool all;
};

static void look_known(const struct pf_node *node, void *context)
{
    struct known *known = context;
    known->all &= node->kind != PF_ANY && node->kind != PF_EITHER;
}

static enum pf_truth all_known(struct pf_eval *eval, const struct pf_set *set)
{
    struct known known = {true};
    for (size_t i = 0; i < set->count && pf_eval_visit(eval, 1); i++)
        pf_node_walk(set->items[i].node, look_known, &known);
    return pf_truth_of(known.all);
}

static enum pf_truth has_file(struct pf_eval *eval, const struct pf_node *node)
{
    pf_str clean;
    if (!pf_node_is_scalar(node) || eval->has_file == NULL)
        return node->kind == PF_SEQ || node->kind == PF_MAP ? PF_NO : PF_MAYBE;
    if (!pf_path_clean(eval->arena, node->text, &clean))
        return PF_NO;
    return pf_truth_of(eval->has_file(eval->has_file_context, clean));
}

static enum pf_truth some_file(struct pf_eval *eval, const struct pf_set *set)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < set->count && pf_eval_visit(eval, 1); i++)
        truth =
            pf_truth_or(truth, pf_truth_and(set->items[i].in, has_file(eval, set->items[i].node)));
    return truth;
}

static enum pf_truth glob_fits(const struct pf_node *text, const struct pf_node *pattern)
{
    if (text->kind == PF_ANY || text->kind == PF_EITHER)
        return PF_MAYBE;
    if (!pf_node_is_scalar(text) || !pf_node_is_scalar(pattern))
        return PF_NO;
    return pf_truth_of(pf_glob_match(pattern->text, text->text));
}

static enum pf_truth some_glob(struct pf_eval *eval, const struct pf_set *texts,
                               const struct pf_set *patterns)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < texts->count; i++) {
        if (!pf_eval_visit(eval, patterns->count))
            return PF_MAYBE;
        for (size_t j = 0; j < patterns->count; j++) {
            const struct pf_member *text = &texts->items[i], *pattern = &patterns->items[j];
            enum pf_truth both = pf_truth_and(text->in, pattern->in);
            truth = pf_truth_or(truth, pf_truth_and(both, glob_fits(text->node, pattern->node)));
        }
    }
    return truth;
}

/* any(): some member is in and fits. all() is "not any that does not fit". */
static enum pf_truth quantify(struct pf_eval *eval, const struct pf_set *set,
                              const struct pf_expr *condition, bool wanted)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < set->count && truth != PF_YES; i++) {
        if (pf_eval_exhausted(eval) || !pf_eval_visit(eval, 1))
            return PF_MAYBE;
        enum pf_truth fits = pf_eval_condition_on(eval, condition, set->items[i].node);
        fits = wanted ? fits : pf_truth_not(fits);
        truth = pf_truth_or(truth, pf_truth_and(set->items[i].in, fits));
    }
    return truth;
}

enum pf_truth pf_eval_function_condition(struct pf_eval *eval, const struct pf_expr *call)
{
    struct pf_set set = pf_eval_set(eval, call->items[0]), second;
    switch (call->function) {
    case PF_FUNCTION_ALL:
        return pf_truth_not(quantify(eval, &set, call->items[1], false));
    case PF_FUNCTION_ANY:
        return quantify(eval, &set, call->items[1], true);
    case PF_FUNCTION_EMPTY:
        return pf_truth_not(some(eval, &set, is_filled));
    case PF_FUNCTION_FILE:
        return some_file(eval, &set);
    case PF_FUNCTION_GLOB:
        second = pf_eval_set(eval, call->items[1]);
        return some_glob(eval, &set, &second);
    case PF_FUNCTION_KNOWN:
        return all_known(eval, &set);
    case PF_FUNCTION_TRUTHY:
        return some(eval, &set, is_true);
    default:
        return pf_set_exists(&set);
    }
}
