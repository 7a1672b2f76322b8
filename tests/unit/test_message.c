/* Templates and values in words. */
#include "unit.h"

#include "base/buffer.h"
#include "rule/message.h"

Suite *message_suite(void);

static pf_str words_of(struct pf_arena *arena, const struct pf_node *node,
                       const struct pf_redaction *redaction)
{
    struct pf_set set = {0};
    pf_set_add(arena, &set, node, PF_YES);
    return pf_capture_words(arena, &set, redaction);
}

static struct pf_node *text(struct pf_arena *arena, const char *bytes)
{
    return pf_node_str(arena, pf_str_c(bytes), (pf_span){0});
}

START_TEST(braces_begin_captures_only_before_names)
{
    static const struct {
        const char *form, *filled;
    } cases[] = {
        {"a {x} b", "a X b"},
        {"{x}{x}", "XX"},
        {"${{ secrets.X }} {} { x}", "${{ secrets.X }} {} { x}"},
        {"\\{x} \\x", "{x} \\x"},
        {"{a.b-c}", "Y"},
        {"{\"name\": \"{x}\"}", "{\"name\": \"X\"}"},
        {"", ""},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_argument items[] = {{PF_STR("x"), PF_STR("X")}, {PF_STR("a.b-c"), PF_STR("Y")}};
    struct pf_arguments arguments = {.items = items, .count = 2};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_template form;
        struct pf_expr_fault fault;
        ck_assert(pf_template_parse(arena, text(arena, cases[i].form), NULL, &form, &fault));
        ck_assert_pf_str_eq(pf_template_fill_named(arena, &form, &arguments),
                            pf_str_c(cases[i].filled));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_capture_that_does_not_end_is_refused)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_template form;
    struct pf_expr_fault fault;
    ck_assert(!pf_template_parse(arena, text(arena, "a {x"), NULL, &form, &fault));
    ck_assert_uint_eq(fault.at, 3);
    ck_assert(!pf_template_parse(arena, text(arena, "a {x y}"), NULL, &form, &fault));
    pf_arena_free(arena);
}
END_TEST

START_TEST(values_read_as_words)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    struct pf_node *named = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_append(arena, list, text(arena, "a"));
    pf_node_append(arena, list, text(arena, ""));
    pf_node_put(arena, map, PF_STR("k"), (pf_span){0}, text(arena, "v"));
    pf_node_put(arena, named, PF_STR("name"), (pf_span){0}, text(arena, "web"));
    ck_assert_pf_str_eq(words_of(arena, text(arena, "a b"), NULL), PF_STR("a b"));
    ck_assert_pf_str_eq(words_of(arena, text(arena, ""), NULL), PF_STR("''"));
    ck_assert_pf_str_eq(words_of(arena, pf_node_new(arena, PF_NULL, (pf_span){0}), NULL),
                        PF_STR("null"));
    ck_assert_pf_str_eq(words_of(arena, list, NULL), PF_STR("[a, '']"));
    ck_assert_pf_str_eq(words_of(arena, map, NULL), PF_STR("{k}"));
    ck_assert_pf_str_eq(words_of(arena, named, NULL), PF_STR("web"));
    ck_assert_pf_str_eq(pf_capture_words(arena, &(struct pf_set){0}, NULL), PF_STR("nothing"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(long_values_and_long_sets_are_cut)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer just = pf_buffer_new(arena);
    for (int i = 0; i < PF_CAPTURE_CAP; i++)
        pf_buffer_add_c(&just, "\xc3\xa9");
    pf_str whole = pf_arena_str(arena, pf_buffer_str(&just));
    pf_buffer_add_c(&just, "x");
    ck_assert_pf_str_eq(words_of(arena, pf_node_str(arena, whole, (pf_span){0}), NULL), whole);
    pf_str cut = words_of(arena, pf_node_str(arena, pf_buffer_str(&just), (pf_span){0}), NULL);
    ck_assert_pf_str_eq(cut, pf_arena_format(arena, "%.*s…", PF_ARG(whole)));
    struct pf_set set = {0};
    for (int i = 0; i < PF_CAPTURE_VALUES; i++)
        pf_set_add(arena, &set, text(arena, "v"), PF_YES);
    ck_assert_pf_str_eq(pf_capture_words(arena, &set, NULL), PF_STR("v, v, v, v, v, v, v, v"));
    pf_set_add(arena, &set, text(arena, "v"), PF_YES);
    ck_assert_pf_str_eq(pf_capture_words(arena, &set, NULL),
                        PF_STR("v, v, v, v, v, v, v, v and 1 more"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(secrets_are_masked_as_a_whole_and_within)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str secrets[] = {PF_STR("abcd"), PF_STR("abcdef"), PF_STR("xyz")};
    struct pf_redaction redaction = {.texts = secrets, .text_count = 3};
    static const struct {
        const char *value, *masked;
    } cases[] = {
        {"abcd", "***"},  {"xyz", "***"},     {"1abcd2", "1***2"},
        {"xyz1", "xyz1"}, {"abcdef", "***"},  {"-abcdef-abcde", "-***-***e"},
        {"", ""},         {"other", "other"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_pf_str_eq(pf_redact_text(arena, pf_str_c(cases[i].value), &redaction),
                            pf_str_c(cases[i].masked));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_node_in_a_redacted_place_is_masked_whatever_its_text)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source = pf_source_new(arena, PF_STR("a"), PF_STR("abcdef"));
    pf_span secret = pf_span_of(source, 2, 2);
    struct pf_redaction redaction = {.spans = &secret, .span_count = 1};
    struct pf_node *part = pf_node_str(arena, PF_STR("z"), pf_span_of(source, 3, 2));
    struct pf_node *beside = pf_node_str(arena, PF_STR("z"), pf_span_of(source, 4, 2));
    ck_assert_pf_str_eq(words_of(arena, part, &redaction), PF_STR("***"));
    ck_assert_pf_str_eq(words_of(arena, beside, &redaction), PF_STR("z"));
    pf_arena_free(arena);
}
END_TEST

Suite *message_suite(void)
{
    const TTest *const tests[] = {
        braces_begin_captures_only_before_names,
        a_capture_that_does_not_end_is_refused,
        values_read_as_words,
        long_values_and_long_sets_are_cut,
        secrets_are_masked_as_a_whole_and_within,
        a_node_in_a_redacted_place_is_masked_whatever_its_text,
        NULL,
    };
    return pf_suite("message", tests);
}
