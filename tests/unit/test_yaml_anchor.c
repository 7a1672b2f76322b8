/* Anchors that no alias repeats. */
#include "unit.h"

#include "read/yaml_anchor.h"

Suite *yaml_anchor_suite(void);

START_TEST(an_anchor_counts_as_used_up_to_the_next_of_its_name)
{
    static const struct {
        const char *text, *unused; /* source bytes of the spans */
    } cases[] = {
        {"a: 1\n", ""},
        {"a: &x 1\nb: *x\n", ""},
        {"a: &x 1\nb: &y 2\nc: *y\n", "&x "},
        {"a: &x 1\nb: &x 2\nc: *x\n", "&x "},
        {"a: &x 1\nb: *x\nc: &x 2\n", "&x "},
        {"- \xc3\xa9t\xc3\xa9\n- [&b 1, &c 2]\n- *c\n", "&b "},
        {"\xef\xbb\xbf# \xe2\x82\xac\na: &x 1\n", "&x "},
        {"a: 'x &y z'\nb: p && q\n", ""},
        {"a: |\n  run &x\n", ""},
        {"a: &x 1\nb: '\n", ""}, /* broken: who knows what stands behind */
        {"a: &x\n", "&x "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_source *source =
            pf_source_new(arena, PF_STR("w.yml"), pf_str_c(cases[i].text));
        struct pf_yaml_anchors unused = pf_yaml_unused_anchors(arena, source);
        pf_str got = PF_STR("");
        for (size_t j = 0; j < unused.count; j++)
            got = pf_arena_format(arena, "%.*s%.*s ", PF_ARG(got),
                                  PF_ARG(pf_span_text(unused.items[j].span)));
        ck_assert_pf_str_eq(got, pf_str_c(cases[i].unused));
        pf_arena_free(arena);
    }
}
END_TEST

/* `count` anchors, and one more of which the last is never used. */
static size_t unused_of(int count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_strs lines = {0};
    for (int i = 0; i < count; i++)
        *pf_pile_add(arena, &lines) = pf_arena_format(arena, "- &a%d 1\n- *a%d\n", i, i);
    *pf_pile_add(arena, &lines) = PF_STR("- &last 1\n");
    pf_str text = pf_arena_join(arena, lines.items, lines.count, PF_STR(""));
    size_t unused = pf_yaml_unused_anchors(arena, pf_source_new(arena, PF_STR("w"), text)).count;
    pf_arena_free(arena);
    return unused;
}

START_TEST(a_thousand_anchors_are_looked_at_and_no_more)
{
    ck_assert_uint_eq(unused_of(999), 1);
    ck_assert_uint_eq(unused_of(1000), 0);
}
END_TEST

Suite *yaml_anchor_suite(void)
{
    const TTest *const tests[] = {
        an_anchor_counts_as_used_up_to_the_next_of_its_name,
        a_thousand_anchors_are_looked_at_and_no_more,
        NULL,
    };
    return pf_suite("yaml_anchor", tests);
}
