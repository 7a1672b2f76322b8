/* How reading goes on behind what breaks the grammar, and the limits of nesting. */
#include "python_help.h"

#include "python/parser.h"

#include <string.h>

Suite *parse_suite(void);

/* The kinds of a block's statements and, for assignments, their names: "a Broken c". */
static pf_str outline(struct pf_arena *arena, const struct pf_ast_list *body)
{
    struct pf_buffer out = pf_buffer_new(arena);
    for (size_t i = 0; i < body->count; i++) {
        const struct pf_ast *node = body->items[i];
        if (i > 0)
            pf_buffer_add_byte(&out, ' ');
        if (node->kind == PF_AST_ASSIGN)
            pf_buffer_add(&out, node->as.assign.targets.items[0]->as.name.id);
        else
            pf_buffer_add_c(&out, pf_ast_kind_name(node->kind));
    }
    return pf_buffer_str(&out);
}

struct recovery {
    const char *text, *outline;
    unsigned faults;
};

static void check(const struct recovery *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct python python = python_read(pf_str_c(cases[i].text));
        pf_str is = outline(python.arena, &python.tree->as.module.body);
        ck_assert_msg(pf_str_eq(is, pf_str_c(cases[i].outline)), "'%s' gives '%.*s', expected '%s'",
                      cases[i].text, PF_ARG(is), cases[i].outline);
        ck_assert_msg(python.faults.count == cases[i].faults, "'%s' gives %zu faults",
                      cases[i].text, python.faults.count);
        python_end(&python);
    }
}

START_TEST(the_statements_around_a_broken_one_are_kept)
{
    static const struct recovery cases[] = {
        {"a = 1\nb = = 2\nc = 3\n", "a Broken c", 1},
        {"a = 1; b = = 2; x\nc = 3\n", "Broken c", 1},
        {"a = [\n  1 2,\n]\nc = 3\n", "Broken c", 1},
        {"a = 'x\nc = 3\n", "Broken c", 1},
        {"a = 1)\nc = 3\n", "Broken c", 1},
        {"a = 1\n  b = 2\nc = 3\n", "a Broken c", 1},
        {"print 'a'\nc = 3\nexec 'b'\n", "Broken c Broken", 2},
        {"a = 0777\nc = 3", "Broken c", 1},
        {"a = \\ \nc = 3\n", "Broken c", 1},
    };
    check(cases, sizeof cases / sizeof *cases);
}
END_TEST

START_TEST(a_bracket_that_is_never_closed_costs_its_own_lines_only)
{
    static const struct recovery cases[] = {
        {"f(\nc = 3\nd = (4)\n", "Broken c d", 1},
        {"f(a,\n  b\nc = 3\n", "Broken c", 1},
        {"x = {'a': [\n    1,\n}\nc = 3\n", "Broken c", 1},
        {"def f(:\n    pass\nc = 3\n", "Broken c", 1},
    };
    check(cases, sizeof cases / sizeof *cases);
}
END_TEST

START_TEST(a_broken_head_takes_its_block_and_clauses_with_it)
{
    static const struct recovery cases[] = {
        {"if x = 1:\n  a = 1\nelif y:\n  a = 2\nelse:\n  a = 3\nc = 3\n", "Broken c", 1},
        {"for x y in z:\n  a = 1\nelse: pass\nc = 3\n", "Broken c", 1},
        {"class A\n  a = 1\nc = 3\n", "Broken c", 1},
        {"if x:\nc = 3\n", "Broken c", 1},
        {"a = = 1\nelse: pass\nc = 3\n", "Broken Broken c", 2},
        {"match x:\n  case 1 1:\n    a = 1\n  case 2: pass\nc = 3\n", "Broken c", 1},
    };
    check(cases, sizeof cases / sizeof *cases);
}
END_TEST

START_TEST(a_break_within_a_block_stays_in_it)
{
    struct python python =
        python_read(PF_STR("class A:\n    a = 1\n    b = = 2\n    c = 3\n  d = 4\ne = 5\n"));
    const struct pf_ast_list *body = &python.tree->as.module.body;
    ck_assert_pf_str_eq(outline(python.arena, body), PF_STR("ClassDef e"));
    ck_assert_pf_str_eq(outline(python.arena, &body->items[0]->as.class_def.body),
                        PF_STR("a Broken c Broken"));
    ck_assert_uint_eq(python.faults.count, 2);
    python_end(&python);
}
END_TEST

START_TEST(a_broken_statement_spans_what_was_skipped)
{
    struct python python = python_read(PF_STR("a = 1\nf(x,\n  y z,\n  w)\nb = 2\n"));
    const struct pf_ast *broken = python.tree->as.module.body.items[1];
    ck_assert_int_eq(broken->kind, PF_AST_BROKEN);
    ck_assert_pf_str_eq(pf_span_text(broken->span), PF_STR("f(x,\n  y z,\n  w)"));
    python_end(&python);
}
END_TEST

START_TEST(a_triple_quoted_string_that_is_never_closed_ends_the_reading)
{
    static const struct recovery cases[] = {
        {"a = 1\nb = '''\nc = 3\n", "a Broken", 1},
        {"a = 1\nb = f'''\nc = 3\n", "a Broken", 1},
    };
    check(cases, sizeof cases / sizeof *cases);
}
END_TEST

/* `count` times `text`, between `before` and `after`. */
static struct python repeated(const char *before, const char *text, size_t count, const char *after)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer program = pf_buffer_new(arena);
    pf_buffer_add_c(&program, before);
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_c(&program, text);
    pf_buffer_add_c(&program, after);
    struct python python = {.arena = arena};
    python.source = pf_source_new(arena, PF_STR("settings.py"), pf_buffer_str(&program));
    python.tree = pf_python_parse(arena, python.source, &python.faults);
    return python;
}

/* `most` repetitions are read; one more is a limit, behind which reading goes on. */
static void check_limit(const char *before, const char *text, size_t most, const char *after)
{
    struct python fits = repeated(before, text, most, after);
    ck_assert_msg(fits.faults.count == 0, "%zu times '%s': '%.*s'", most, text,
                  PF_ARG(fits.faults.items[0].message));
    python_end(&fits);
    struct python over = repeated(before, text, most + 1, after);
    ck_assert_msg(over.faults.count == 1 && over.faults.items[0].kind == PF_FAULT_LIMIT,
                  "%zu times '%s' is no limit", most + 1, text);
    const struct pf_ast_list *body = &over.tree->as.module.body;
    ck_assert_int_eq(body->items[body->count - 1]->kind, PF_AST_PASS);
    python_end(&over);
}

START_TEST(nesting_has_limits)
{
    /* without `enter` of the innermost expression: one level is its own */
    check_limit("x = ", "not ", PF_PARSER_DEPTH - 1, "1\npass\n");
    check_limit("x = ", "lambda: ", (PF_AST_HEIGHT / PF_PARSER_LEVEL_HEIGHT) - 1, "1\npass\n");
    check_limit("x = a", ".b", PF_AST_HEIGHT - PF_PARSER_LEVEL_HEIGHT, "\npass\n");
    check_limit("x = a", " + b", PF_AST_HEIGHT - PF_PARSER_LEVEL_HEIGHT, "\npass\n");
    check_limit("if a: b\n", "elif a: b\n", PF_AST_HEIGHT - 1, "pass\n");
}
END_TEST

START_TEST(brackets_within_each_other_have_a_limit)
{
    char open[PF_TOKENS_BRACKETS + 2], close[PF_TOKENS_BRACKETS + 2];
    for (size_t count = PF_TOKENS_BRACKETS; count <= PF_TOKENS_BRACKETS + 1; count++) {
        memset(open, '(', count);
        memset(close, ')', count);
        open[count] = close[count] = '\0';
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        pf_str text = pf_arena_format(arena, "x = %s1%s\npass\n", open, close);
        pf_python_parse(arena, pf_source_new(arena, PF_STR("s.py"), text), &faults);
        ck_assert_uint_eq(faults.count, count == PF_TOKENS_BRACKETS ? 0 : 1);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(blocks_within_each_other_have_a_limit)
{
    for (int levels = PF_TOKENS_INDENTS - 1; levels <= PF_TOKENS_INDENTS; levels++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer text = pf_buffer_new(arena);
        for (int i = 0; i < levels; i++)
            pf_buffer_format(&text, "%*sif x:\n", i, "");
        pf_buffer_format(&text, "%*spass\n", levels, "");
        struct pf_faults faults = {0};
        pf_python_parse(arena, pf_source_new(arena, PF_STR("s.py"), pf_buffer_str(&text)), &faults);
        ck_assert_uint_eq(faults.count, levels < PF_TOKENS_INDENTS ? 0 : 1);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(f_strings_within_each_other_have_a_limit)
{
    /* each is a string and a field; the innermost needs no field */
    for (size_t count = PF_TOKENS_FORMATS / 2; count <= PF_TOKENS_FORMATS / 2 + 1; count++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer text = pf_buffer_new(arena);
        for (size_t i = 0; i < count; i++)
            pf_buffer_add_c(&text, "f'{");
        pf_buffer_add_c(&text, "1");
        for (size_t i = 0; i < count; i++)
            pf_buffer_add_c(&text, "}'");
        struct pf_faults faults = {0};
        pf_python_parse(arena, pf_source_new(arena, PF_STR("s.py"), pf_buffer_str(&text)), &faults);
        ck_assert_uint_eq(faults.count, count == PF_TOKENS_FORMATS / 2 ? 0 : 1);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(after_many_errors_the_rest_is_not_read)
{
    struct python few = repeated("", "x = = 1\n", PF_PARSER_ERRORS - 1, "pass\n");
    ck_assert_uint_eq(few.faults.count, PF_PARSER_ERRORS - 1);
    ck_assert(!pf_faults_has(&few.faults, PF_FAULT_LIMIT));
    python_end(&few);
    struct python many = repeated("", "x = = 1\n", PF_PARSER_ERRORS, "pass\n");
    ck_assert_uint_eq(many.faults.count, PF_PARSER_ERRORS + 1);
    ck_assert(pf_faults_has(&many.faults, PF_FAULT_LIMIT));
    ck_assert_uint_eq(many.tree->as.module.body.count, PF_PARSER_ERRORS);
    python_end(&many);
}
END_TEST

Suite *parse_suite(void)
{
    const TTest *const tests[] = {
        the_statements_around_a_broken_one_are_kept,
        a_bracket_that_is_never_closed_costs_its_own_lines_only,
        a_broken_head_takes_its_block_and_clauses_with_it,
        a_break_within_a_block_stays_in_it,
        a_broken_statement_spans_what_was_skipped,
        a_triple_quoted_string_that_is_never_closed_ends_the_reading,
        nesting_has_limits,
        brackets_within_each_other_have_a_limit,
        blocks_within_each_other_have_a_limit,
        f_strings_within_each_other_have_a_limit,
        after_many_errors_the_rest_is_not_read,
        NULL,
    };
    return pf_suite("parse", tests);
}
