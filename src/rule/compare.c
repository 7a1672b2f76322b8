/* Comparisons: some pair of members must fit; what may fit is maybe. */
#include "rule/eval.h"

enum { SCALAR_KINDS = PF_KIND_BIT(PF_SEQ) - 1 };

/* Can an unknown of these kinds be written like `text`? */
static bool may_be_text(const struct pf_any *any, pf_str text)
{
    int64_t ignored;
    unsigned kinds = any->kinds & SCALAR_KINDS;
    if (text.len == 0 && !any->may_be_empty)
        kinds &= ~PF_KIND_BIT(PF_STRING);
    if (!pf_str_eq(text, PF_STR("true")) && !pf_str_eq(text, PF_STR("false")))
        kinds &= ~PF_KIND_BIT(PF_BOOL);
    if (!pf_str_to_int(text, &ignored))
        kinds &= ~PF_KIND_BIT(PF_INT);
    if (text.len > 0 && !pf_is_digit(text.data[text.len - 1]))
        kinds &= ~PF_KIND_BIT(PF_REAL);
    return kinds != 0;
}

static enum pf_truth may_be_equal(const struct pf_node *unknown, const struct pf_node *other)
{
    if (other->kind == PF_ANY)
        return PF_MAYBE;
    bool possible = pf_node_is_scalar(other) && may_be_text(unknown->as.any, other->text);
    return possible ? PF_MAYBE : PF_NO;
}

static enum pf_truth equal_texts(const struct pf_node *a, const struct pf_node *b)
{
    if (a->kind == PF_ANY)
        return may_be_equal(a, b);
    if (b->kind == PF_ANY)
        return may_be_equal(b, a);
    bool scalars = pf_node_is_scalar(a) && pf_node_is_scalar(b);
    return pf_truth_of(scalars && pf_str_eq(a->text, b->text));
}

static bool as_integer(const struct pf_node *node, int64_t *value)
{
    *value = node->as.integer;
    if (node->kind == PF_INT)
        return true;
    return node->kind == PF_STRING && pf_str_to_int(node->text, value);
}

static bool may_be_integer(const struct pf_node *node)
{
    int64_t ignored;
    unsigned numeric = PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_STRING);
    if (node->kind == PF_ANY)
        return (node->as.any->kinds & numeric) != 0;
    return as_integer(node, &ignored);
}

static enum pf_truth ordered(const struct pf_node *a, const struct pf_node *b,
                             enum pf_expr_operator relation)
{
    int64_t left, right;
    if (!may_be_integer(a) || !may_be_integer(b))
        return PF_NO;
    if (!as_integer(a, &left) || !as_integer(b, &right))
        return PF_MAYBE;
    switch (relation) {
    case PF_EXPR_LESS:
        return pf_truth_of(left < right);
    case PF_EXPR_LESS_EQUAL:
        return pf_truth_of(left <= right);
    case PF_EXPR_GREATER:
        return pf_truth_of(left > right);
    default:
        return pf_truth_of(left >= right);
    }
}

static enum pf_truth compare_known(const struct pf_node *a, const struct pf_node *b,
                                   enum pf_expr_operator relation)
{
    bool is_order = relation >= PF_EXPR_LESS && relation <= PF_EXPR_GREATER_EQUAL;
    return is_order ? ordered(a, b, relation) : equal_texts(a, b);
}

/* What all arms agree on; else maybe. */
static enum pf_truth agree(enum pf_truth so_far, enum pf_truth next, bool is_first)
{
    return is_first || so_far == next ? next : PF_MAYBE;
}

static enum pf_truth compare_right(const struct pf_node *a, const struct pf_node *b,
                                   enum pf_expr_operator relation)
{
    if (b->kind != PF_EITHER)
        return compare_known(a, b, relation);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < b->count; i++)
        truth = agree(truth, compare_known(a, b->items[i], relation), i == 0);
    return truth;
}

static enum pf_truth compare_nodes(const struct pf_node *a, const struct pf_node *b,
                                   enum pf_expr_operator relation)
{
    if (a->kind != PF_EITHER)
        return compare_right(a, b, relation);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < a->count; i++)
        truth = agree(truth, compare_right(a->items[i], b, relation), i == 0);
    return truth;
}

static enum pf_truth compare_sets(struct pf_eval *eval, const struct pf_set *left,
                                  const struct pf_set *right, enum pf_expr_operator relation)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < left->count; i++) {
        if (!pf_eval_visit(eval, right->count))
            return PF_MAYBE;
        for (size_t j = 0; j < right->count; j++) {
            const struct pf_member *a = &left->items[i], *b = &right->items[j];
            enum pf_truth fits = compare_nodes(a->node, b->node, relation);
            truth = pf_truth_or(truth, pf_truth_and(pf_truth_and(a->in, b->in), fits));
            if (truth == PF_YES)
                return PF_YES;
        }
    }
    return truth;
}

/* An unknown list or mapping may hold anything. */
static const struct pf_node *content_of_unknown(struct pf_eval *eval, const struct pf_node *any)
{
    bool may_hold = (any->as.any->kinds & ~(unsigned)SCALAR_KINDS) != 0;
    if (!may_hold)
        return any;
    return pf_node_any(eval->arena, PF_KINDS_ALL, true, any->as.any->reason, any->span);
}

/* A list's items and a mapping's keys; scalars themselves. */
static void open_node(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in,
                      struct pf_set *opened)
{
    bool is_container = node->kind == PF_SEQ || node->kind == PF_MAP;
    if (!is_container) {
        bool is_unknown = node->kind == PF_ANY;
        pf_set_add(eval->arena, opened, is_unknown ? content_of_unknown(eval, node) : node, in);
        return;
    }
    if (!pf_eval_visit(eval, node->count))
        return;
    for (size_t i = 0; i < node->count; i++)
        pf_set_add(eval->arena, opened, node->kind == PF_MAP ? node->items[i]->key : node->items[i],
                   in);
}

static struct pf_set open_set(struct pf_eval *eval, const struct pf_set *set)
{
    struct pf_set opened = {0};
    for (size_t i = 0; i < set->count; i++) {
        const struct pf_node *node = set->items[i].node;
        if (node->kind != PF_EITHER) {
            open_node(eval, node, set->items[i].in, &opened);
            continue;
        }
        for (size_t j = 0; j < node->count; j++)
            open_node(eval, node->items[j], PF_MAYBE, &opened);
    }
    return opened;
}

/* Parameters' patterns are checked when they are set, so one that fails here is nobody's text. */
static const struct pf_regex *pattern_of(struct pf_eval *eval, const struct pf_node *node)
{
    if (!pf_node_is_scalar(node))
        return NULL;
    struct pf_regex *known = pf_index_get(&eval->patterns, node->text);
    if (known != NULL)
        return known;
    struct pf_regex_fault ignored;
    const struct pf_regex *regex = pf_regex_compile(eval->arena, node->text, PF_STR(""), &ignored);
    if (regex != NULL)
        pf_index_put(&eval->patterns, node->text, (void *)(uintptr_t)regex);
    return regex;
}

static enum pf_truth matches_known(struct pf_eval *eval, const struct pf_node *node,
                                   const struct pf_regex *regex)
{
    if (node->kind == PF_ANY)
        return (node->as.any->kinds & SCALAR_KINDS) != 0 ? PF_MAYBE : PF_NO;
    if (!pf_node_is_scalar(node))
        return PF_NO;
    bool found = pf_regex_find(regex, &eval->regex, node->text, 0, NULL);
    return eval->regex.exhausted ? PF_MAYBE : pf_truth_of(found);
}

static enum pf_truth matches_node(struct pf_eval *eval, const struct pf_node *node,
                                  const struct pf_regex *regex)
{
    if (node->kind != PF_EITHER)
        return matches_known(eval, node, regex);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < node->count; i++)
        truth = agree(truth, matches_known(eval, node->items[i], regex), i == 0);
    return truth;
}

static enum pf_truth matches_set(struct pf_eval *eval, const struct pf_set *set,
                                 const struct pf_regex *regex)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < set->count && truth != PF_YES; i++) {
        if (!pf_eval_visit(eval, 1))
            return PF_MAYBE;
        enum pf_truth matches = matches_node(eval, set->items[i].node, regex);
        truth = pf_truth_or(truth, pf_truth_and(set->items[i].in, matches));
    }
    return truth;
}

static enum pf_truth matches(struct pf_eval *eval, const struct pf_set *left,
                             const struct pf_expr *right)
{
    if (right->kind == PF_EXPR_REGEX)
        return matches_set(eval, left, right->regex);
    struct pf_set given = pf_eval_set(eval, right);
    struct pf_set patterns = open_set(eval, &given);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < patterns.count && truth != PF_YES; i++) {
        const struct pf_regex *regex = pattern_of(eval, patterns.items[i].node);
        enum pf_truth found = regex == NULL ? PF_MAYBE : matches_set(eval, left, regex);
        truth = pf_truth_or(truth, pf_truth_and(patterns.items[i].in, found));
    }
    return truth;
}

enum pf_truth pf_eval_compare(struct pf_eval *eval, const struct pf_expr *comparison)
{
    enum pf_expr_operator relation = comparison->relation;
    struct pf_set left = pf_eval_set(eval, comparison->left);
    if (relation == PF_EXPR_MATCHES)
        return matches(eval, &left, comparison->right);
    if (relation == PF_EXPR_MATCHES_NOT)
        return pf_truth_not(matches(eval, &left, comparison->right));
    struct pf_set right = pf_eval_set(eval, comparison->right);
    switch (relation) {
    case PF_EXPR_UNEQUAL:
        return pf_truth_not(compare_sets(eval, &left, &right, PF_EXPR_EQUAL));
    case PF_EXPR_IN:
        right = open_set(eval, &right);
        return compare_sets(eval, &left, &right, PF_EXPR_EQUAL);
    case PF_EXPR_NOT_IN:
        right = open_set(eval, &right);
        return pf_truth_not(compare_sets(eval, &left, &right, PF_EXPR_EQUAL));
    default:
        return compare_sets(eval, &left, &right, relation);
    }
}
