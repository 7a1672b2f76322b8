/* Places of pieces of a scalar's text in its file. */
#include "rules_help.h"

#include "rule/place.h"

Suite *place_suite(void);

/* What `piece` of the value of `v` was written as. */
static pf_str written(struct pf_arena *arena, const char *yaml, const char *piece)
{
    const struct pf_node *value = pf_node_get(yaml_doc(arena, "a.yml", yaml), "v");
    ptrdiff_t at = pf_str_find(value->text, pf_str_c(piece));
    ck_assert_msg(at != PF_STR_NONE, "%s not in '%.*s'", piece, PF_ARG(value->text));
    return pf_span_text(pf_scalar_place(value, (size_t)at, pf_str_c(piece).len));
}

START_TEST(pieces_are_found_through_every_style)
{
    static const struct {
        const char *yaml, *piece, *written;
    } cases[] = {
        {"v: one two three\n", "two", "two"},
        {"v: 'it''s two'\n", "s tw", "s tw"},
        {"v: 'it''s two'\n", "'s", "''s"},
        {"v: \"tab\\there \\u00e9 two\"\n", "two", "two"},
        {"v: \"tab\\there \\u00e9 two\"\n", "\xc3\xa9", "\\u00e9"},
        {"v: |\n  first\n  second two\n", "two", "two"},
        {"v: |\n  first\n    second\n", "second", "second"},
        {"v: >-\n  $a.b\n  + $c.d\n", "$c", "$c"},
        {"v: >-\n  $a.b\n  + $c.d\n", "+ $c", "+ $c"},
        {"v: | # comment\n  text\n", "text", "text"},
        {"v: plain\n  over lines\n", "over", "over"},
        {"v: \"over \\\n    lines\"\n", "lines", "lines"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_pf_str_eq(written(arena, cases[i].yaml, cases[i].piece),
                            pf_str_c(cases[i].written));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_second_of_two_equal_lines_has_its_own_place)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_node *value = pf_node_get(yaml_doc(arena, "a.yml", "v: |\n  x\n  x\n"), "v");
    ck_assert_uint_eq(pf_span_start(pf_scalar_place(value, 2, 1)).line, 3);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_cannot_be_laid_side_by_side_is_the_whole_scalar)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source = pf_source_new(arena, PF_STR("a"), PF_STR("other"));
    struct pf_node *node = pf_node_str(arena, PF_STR("value"), pf_span_of(source, 0, 5));
    ck_assert_pf_str_eq(pf_span_text(pf_scalar_place(node, 1, 2)), PF_STR("other"));
    node->span = (pf_span){0};
    ck_assert_ptr_null(pf_scalar_place(node, 1, 2).file);
    pf_arena_free(arena);
}
END_TEST

Suite *place_suite(void)
{
    const TTest *const tests[] = {
        pieces_are_found_through_every_style,
        the_second_of_two_equal_lines_has_its_own_place,
        what_cannot_be_laid_side_by_side_is_the_whole_scalar,
        NULL,
    };
    return pf_suite("place", tests);
}
