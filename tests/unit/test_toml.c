/* TOML: what it refuses, where things stand, and its limits. Values are compared with Python's. */
#include "unit.h"

#include "base/buffer.h"
#include "read/toml.h"

Suite *toml_suite(void);

static const struct pf_node *read_text(struct pf_arena *arena, pf_str text,
                                       struct pf_faults *faults)
{
    return pf_toml_read(arena, pf_source_new(arena, PF_STR("x.toml"), text), faults);
}

START_TEST(what_breaks_the_grammar_is_told_with_its_line)
{
    static const struct {
        const char *text;
        unsigned line;
        const char *message;
    } cases[] = {
        {"a = 1\nb\nc = 2", 2, "'=' was expected after the key"},
        {"a = ", 1, "a value was expected here"},
        {"a = 1 b = 2", 1, "the line was expected to end here"},
        {"a = \"x", 1, "this string does not end"},
        {"a = \"\\q\"", 1, "TOML knows no such escape"},
        {"a = \"\\u12\"", 1, "a hexadecimal digit was expected in the escape"},
        {"a = \"\\ud800\"", 1, "the escape stands for no character"},
        {"a = '\x01'", 1, "a control character in a string"},
        {"# \x7f", 1, "a control character in a comment"},
        {"a = [1 2]", 1, "',' or ']' was expected in the array"},
        {"a = {b = 1 c = 2}", 1, "',' or '}' was expected in the inline table"},
        {"a = {b = 1,}", 1, "a key was expected here"},
        {"a = 2023-02-29", 1, "the calendar has no such day"},
        {"[a\nb = 1", 1, "']' was expected after the table's name"},
        {"[a]\n[a]", 2, "'a' is a table already"},
        {"a = 1\n[a]", 2, "'a' is a value, which takes no more keys"},
        {"a = 1\n[[a]]", 2, "'a' is no array of tables"},
        {"[a]\nb = 1\n[c]\n[d]\n[a]\n", 5, "'a' is a table already"},
        {"[a.b]\n[a]\nb.c = 1", 3, "'b' is a table with a header of its own already"},
        {"a = 1\na = 2", 2, "'a' is defined twice"},
        {"a = \xff", 1, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        read_text(arena, pf_str_c(cases[i].text), &faults);
        ck_assert_msg(faults.count >= 1, "%s", cases[i].text);
        ck_assert_pf_str_eq(faults.items[0].message, pf_str_c(cases[i].message));
        ck_assert_uint_eq(pf_span_start(faults.items[0].span).line, cases[i].line);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(keys_and_values_know_their_places)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root = read_text(
        arena, PF_STR("\xEF\xBB\xBF[tool.\"a b\"]\r\nc.d = [1,\r\n 'x'] # y\r\n"), &faults);
    ck_assert_uint_eq(faults.count, 1);
    ck_assert_int_eq(faults.items[0].kind, PF_FAULT_SUSPICIOUS);
    const struct pf_node *table = pf_node_get(pf_node_get(root, "tool"), "a b");
    ck_assert_pf_str_eq(pf_span_text(table->key->span), PF_STR("\"a b\""));
    const struct pf_node *list = pf_node_get(pf_node_get(table, "c"), "d");
    ck_assert_pf_str_eq(pf_span_text(list->span), PF_STR("[1,\r\n 'x']"));
    ck_assert_pf_str_eq(pf_span_text(list->key->span), PF_STR("d"));
    ck_assert_pf_str_eq(pf_span_text(list->items[1]->span), PF_STR("'x'"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_integer_beyond_64_bits_is_clamped_but_keeps_its_digits)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        read_text(arena, PF_STR("a = 9223372036854775807\nb = -99999999999999999999"), &faults);
    ck_assert_uint_eq(faults.count, 1);
    ck_assert_int_eq(pf_node_get(root, "a")->as.integer, INT64_MAX);
    ck_assert_int_eq(pf_node_get(root, "b")->as.integer, INT64_MIN);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "b")), PF_STR("-99999999999999999999"));
    pf_arena_free(arena);
}
END_TEST

static bool hits_limit(const char *before, const char *piece, size_t count, const char *after)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, before);
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_c(&text, piece);
    pf_buffer_add_c(&text, after);
    read_text(arena, pf_buffer_str(&text), &faults);
    bool hit = pf_faults_has(&faults, PF_FAULT_LIMIT);
    pf_arena_free(arena);
    return hit;
}

START_TEST(limits_hold_at_their_number_and_not_before)
{
    ck_assert(!hits_limit("a = ", "[", PF_TOML_DEPTH, ""));
    ck_assert(hits_limit("a = ", "[", PF_TOML_DEPTH + 1, ""));
    ck_assert(!hits_limit("a = ", "{b=", PF_TOML_DEPTH, "1"));
    ck_assert(hits_limit("a = ", "{b=", PF_TOML_DEPTH + 1, "1"));
    ck_assert(!hits_limit("a", ".a", PF_TOML_PARTS - 1, " = 1"));
    ck_assert(hits_limit("a", ".a", PF_TOML_PARTS, " = 1"));
    ck_assert(!hits_limit("a = [", "1,", PF_TOML_NODES - 1, "]"));
    ck_assert(hits_limit("a = [", "1,", PF_TOML_NODES, "]"));
}
END_TEST

START_TEST(nothing_is_read_after_a_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "a = 1\nb = ");
    for (int i = 0; i <= PF_TOML_DEPTH; i++)
        pf_buffer_add_byte(&text, '[');
    pf_buffer_add_c(&text, "\nc = 2\n");
    const struct pf_node *root = read_text(arena, pf_buffer_str(&text), &faults);
    ck_assert_ptr_nonnull(pf_node_get(root, "a"));
    ck_assert_ptr_null(pf_node_get(root, "c"));
    ck_assert_uint_eq(faults.count, 1);
    pf_arena_free(arena);
}
END_TEST

Suite *toml_suite(void)
{
    const TTest *const tests[] = {
        what_breaks_the_grammar_is_told_with_its_line,
        keys_and_values_know_their_places,
        an_integer_beyond_64_bits_is_clamped_but_keeps_its_digits,
        limits_hold_at_their_number_and_not_before,
        nothing_is_read_after_a_limit,
        NULL,
    };
    return pf_suite("toml", tests);
}
