/* GitHub's own expression cases, where they are at hand. */
#include "oracle.h"
#include "unit.h"

#include "ghexpr/eval.h"
#include "ghexpr/json.h"
#include "ghexpr/value.h"

Suite *ghexpr_oracle_suite(void);

static bool same(const struct pf_node *a, const struct pf_node *b)
{
    if (pf_ghexpr_value_is_number(a) && pf_ghexpr_value_is_number(b)) {
        double x = pf_ghexpr_value_to_number(a), y = pf_ghexpr_value_to_number(b);
        return !(x < y) && !(x > y);
    }
    if (a->kind != b->kind)
        return false;
    if (a->kind == PF_SEQ || a->kind == PF_MAP) {
        bool all = a->count == b->count;
        for (size_t i = 0; all && i < a->count; i++)
            all = same(a->items[i], b->items[i]);
        return all;
    }
    return pf_str_eq(a->text, b->text);
}

static pf_str shown(struct pf_arena *arena, const struct pf_node *value,
                    const struct pf_ghexpr_error *error)
{
    if (value == NULL)
        return pf_arena_format(arena, "%s error: %.*s", pf_ghexpr_error_name(error->kind),
                               PF_ARG(error->message));
    return pf_arena_format(arena, "%s %.*s", pf_ghexpr_value_kind_name(value),
                           PF_ARG(pf_ghexpr_json_write(arena, value)));
}

static const struct pf_node *evaluate(struct pf_arena *arena, const struct pf_node *test,
                                      struct pf_ghexpr_error *error)
{
    struct pf_strs names = {0};
    const struct pf_node *contexts = pf_node_get(test, "contexts");
    for (size_t i = 0; contexts != NULL && i < contexts->count; i++)
        *pf_pile_add(arena, &names) = contexts->items[i]->key->text;
    struct pf_strs none = {0};
    struct pf_ghexpr_scope scope = {&names, &none};
    const struct pf_ghexpr *expr =
        pf_ghexpr_parse(arena, pf_node_text(pf_node_get(test, "expr")), &scope, error);
    struct pf_ghexpr_world world = {.contexts = contexts, .success = PF_YES};
    return expr == NULL ? NULL : pf_ghexpr_eval(arena, expr, &world, error);
}

static void check_case(struct pf_arena *arena, pf_str name, const struct pf_node *test)
{
    struct pf_ghexpr_error error = {0};
    const struct pf_node *value = evaluate(arena, test, &error);
    pf_str got = shown(arena, value, &error);
    const struct pf_node *expected = pf_node_get(test, "result");
    bool is_right;
    if (expected == NULL) {
        pf_str kind = pf_node_text(pf_node_get(pf_node_get(test, "err"), "kind"));
        is_right = value == NULL && pf_str_eq(kind, pf_str_c(pf_ghexpr_error_name(error.kind)));
    } else {
        pf_str kind = pf_node_text(pf_node_get(expected, "kind"));
        is_right = value != NULL && pf_str_eq(kind, pf_str_c(pf_ghexpr_value_kind_name(value))) &&
                   same(value, pf_node_get(expected, "value"));
    }
    pf_str wanted =
        pf_ghexpr_json_write(arena, expected == NULL ? pf_node_get(test, "err") : expected);
    ck_assert_msg(is_right, "%.*s: %.*s\n  gives  %.*s\n  wanted %.*s", PF_ARG(name),
                  PF_ARG(pf_node_text(pf_node_get(test, "expr"))), PF_ARG(got), PF_ARG(wanted));
}

static size_t check_file(struct pf_root *root, pf_str name)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes, message = PF_STR("");
    struct pf_error error;
    ck_assert(pf_root_read(root, arena, name, PF_FILE_CAP, &bytes, &error));
    const struct pf_node *groups = pf_ghexpr_json_read(arena, bytes, &message);
    ck_assert_msg(groups != NULL, "%.*s: %.*s", PF_ARG(name), PF_ARG(message));
    size_t count = 0;
    for (size_t i = 0; i < groups->count; i++)
        for (size_t j = 0; j < groups->items[i]->count; j++, count++)
            check_case(arena, name, groups->items[i]->items[j]);
    pf_arena_free(arena);
    return count;
}

START_TEST(every_case_of_github_gives_its_kind_and_value)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(arena, "github-expressions");
    struct pf_file_entries entries = {0};
    struct pf_error error;
    if (root != NULL) {
        ck_assert(pf_root_list(root, arena, PF_STR(""), &entries, &error));
        size_t count = 0;
        for (size_t i = 0; i < entries.count; i++)
            count += check_file(root, entries.items[i].name);
        ck_assert_uint_gt(count, 0);
        pf_root_close(root);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *ghexpr_oracle_suite(void)
{
    const TTest *const tests[] = {every_case_of_github_gives_its_kind_and_value, NULL};
    return pf_suite("ghexpr_oracle", tests);
}
