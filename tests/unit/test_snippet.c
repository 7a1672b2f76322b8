/* A file's line on a terminal: columns, tabs, secrets, long lines. */
#include "unit.h"

#include "report/snippet.h"

Suite *snippet_suite(void);

static struct pf_snippet snippet_at(struct pf_arena *arena, const char *text, size_t at, size_t len,
                                    unsigned room)
{
    struct pf_source *source = pf_source_new(arena, PF_STR("f"), pf_str_c(text));
    struct pf_mask none = {.arena = arena};
    return pf_snippet_of(arena, &none, pf_span_of(source, at, len), room, false);
}

START_TEST(columns_follow_tabs_wide_letters_and_escapes)
{
    static const struct {
        const char *text;
        size_t at, len;
        const char *shown;
        unsigned start, width;
    } rows[] = {
        {"abc def", 4, 3, "abc def", 4, 3},
        {"\tkey", 1, 3, "    key", 4, 3},
        {"a\tkey", 2, 3, "a   key", 4, 3},
        {"\346\227\245\346\234\254 x", 7, 1, "\346\227\245\346\234\254 x", 5, 1},
        {"e\314\201x", 3, 1, "e\314\201x", 1, 1},
        {"\033x", 1, 1, "\\x1bx", 4, 1},
        {"abc\ndef", 1, 6, "abc", 1, 2},
        {"abc", 3, 0, "abc", 3, 1},
        {"", 0, 0, "", 0, 1},
        {"\357\273\277abc", 3, 3, "abc", 0, 3},
        {"abc\r\n", 1, 1, "abc", 1, 1},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_snippet snippet = snippet_at(arena, rows[i].text, rows[i].at, rows[i].len, 80);
        ck_assert_pf_str_eq(snippet.text, pf_str_c(rows[i].shown));
        ck_assert_uint_eq(snippet.start, rows[i].start);
        ck_assert_uint_eq(snippet.width, rows[i].width);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_long_line_is_shown_around_the_span)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char text[501] = {0};
    for (size_t i = 0; i < 500; i++)
        text[i] = (char)('a' + i % 26);
    struct pf_snippet middle = snippet_at(arena, text, 260, 3, 30);
    ck_assert(pf_columns(middle.text) <= 30);
    ck_assert(pf_str_starts(middle.text, PF_STR("…")));
    ck_assert(pf_str_ends(middle.text, PF_STR("…")));
    /* "…" takes three bytes and one column */
    ck_assert_pf_str_eq(pf_str_slice(middle.text, middle.start + 2, middle.start + 5),
                        PF_STR("abc"));
    struct pf_snippet start = snippet_at(arena, text, 0, 3, 30);
    ck_assert_uint_eq(start.start, 0);
    ck_assert(pf_str_starts(start.text, PF_STR("abc")));
    struct pf_snippet end = snippet_at(arena, text, 497, 3, 30);
    ck_assert(!pf_str_ends(end.text, PF_STR("…")));
    ck_assert_uint_eq(end.start + end.width, pf_columns(end.text));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_megabyte_on_one_line_is_not_walked)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    size_t len = 1 << 20;
    char *text = pf_arena_take(arena, len + 1);
    for (size_t i = 0; i < len; i++)
        text[i] = 'x';
    struct pf_snippet snippet = snippet_at(arena, text, len / 2, 1, 60);
    ck_assert(pf_columns(snippet.text) <= 60);
    ck_assert_uint_lt(pf_arena_size(arena), 8 << 20);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_secret_is_hidden_by_place_and_by_text)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *source =
        pf_source_new(arena, PF_STR("f"), PF_STR("key: \"hunter2!\" # was hunter2!, pin 12\n"));
    struct pf_finding finding = {.redacted = (pf_span[]){pf_span_of(source, 5, 10)},
                                 .redacted_count = 1};
    struct pf_findings findings = {(struct pf_finding *[]){&finding}, 1, 1};
    struct pf_mask mask = pf_mask_new(arena, &findings);
    struct pf_snippet snippet = pf_snippet_of(arena, &mask, pf_span_of(source, 16, 5), 80, false);
    ck_assert_pf_str_eq(snippet.text, PF_STR("key: *** # was ***, pin 12"));
    ck_assert_uint_eq(snippet.start, 9);
    ck_assert_pf_str_eq(pf_mask_text(&mask, PF_STR("xhunter2!x")), PF_STR("x***x"));
    ck_assert_pf_str_eq(pf_mask_text(&mask, PF_STR("hunter2")), PF_STR("hunter2"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_short_secret_is_hidden_in_its_place_only)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *source = pf_source_new(arena, PF_STR("f"), PF_STR("pin: abc\n"));
    struct pf_finding finding = {.redacted = (pf_span[]){pf_span_of(source, 5, 3)},
                                 .redacted_count = 1};
    struct pf_findings findings = {(struct pf_finding *[]){&finding}, 1, 1};
    struct pf_mask mask = pf_mask_new(arena, &findings);
    ck_assert_pf_str_eq(pf_snippet_of(arena, &mask, pf_span_of(source, 0, 3), 80, false).text,
                        PF_STR("pin: ***"));
    ck_assert_pf_str_eq(pf_mask_text(&mask, PF_STR("abc")), PF_STR("abc"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(of_an_expression_only_the_literals_of_the_secret_are_hidden)
{
    static const struct {
        const char *line, *shown;
    } rows[] = {
        {"K = os.environ.get('K', 'hunter2!')", "K = os.environ.get('K', ***)"},
        {"K = 'hunt' 'er2!'", "K = ***"},
        {"K = f('hunt' 'er2!')", "K = f(*** ***)"},
        {"K = get('K', 'hunter2\\x21')", "K = get('K', ***)"},
        {"K = get('NAME', FAKE)  # hunter2!", "K = get('NAME', FAKE)  # ***"},
        {"K = get('K', 'open", "K = get('K', 'open"},
        {"K = 'hunter2!'", "K = ***"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_source *source = pf_source_new(arena, PF_STR("s.py"), pf_str_c(rows[i].line));
        size_t end = (size_t)pf_str_find(source->bytes, PF_STR("  #"));
        end = end < source->bytes.len ? end : source->bytes.len;
        pf_str secret = PF_STR("hunter2!");
        struct pf_finding finding = {.redacted = (pf_span[]){pf_span_of(source, 4, end - 4)},
                                     .redacted_count = 1,
                                     .secrets = &secret,
                                     .secret_count = 1};
        struct pf_findings findings = {(struct pf_finding *[]){&finding}, 1, 1};
        struct pf_mask mask = pf_mask_new(arena, &findings);
        ck_assert_pf_str_eq(pf_snippet_of(arena, &mask, pf_span_of(source, 0, 1), 80, false).text,
                            pf_str_c(rows[i].shown));
    }
    pf_arena_free(arena);
}
END_TEST

Suite *snippet_suite(void)
{
    const TTest *const tests[] = {
        columns_follow_tabs_wide_letters_and_escapes,
        a_long_line_is_shown_around_the_span,
        a_megabyte_on_one_line_is_not_walked,
        a_secret_is_hidden_by_place_and_by_text,
        a_short_secret_is_hidden_in_its_place_only,
        of_an_expression_only_the_literals_of_the_secret_are_hidden,
        NULL,
    };
    return pf_suite("snippet", tests);
}
