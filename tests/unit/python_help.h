/* What tests of the Python reader share: a program's text in, its tree or its faults out. */
#ifndef PF_TESTS_PYTHON_HELP_H
#define PF_TESTS_PYTHON_HELP_H

#include "unit.h"

#include "python/ast.h"
#include "python/dump.h"

struct python {
    struct pf_arena *arena;
    const struct pf_source *source;
    const struct pf_ast *tree;
    struct pf_faults faults;
};

/* Give it back with python_end. */
static inline struct python python_read(pf_str text)
{
    struct python python = {.arena = pf_arena_new(NULL)};
    python.source = pf_source_new(python.arena, PF_STR("settings.py"), text);
    python.tree = pf_python_parse(python.arena, python.source, &python.faults);
    return python;
}

static inline void python_end(struct python *python)
{
    pf_arena_free(python->arena);
}

/* The dump without the places, which are most of it. */
static inline pf_str python_tree(const struct python *python)
{
    struct pf_buffer dump = pf_buffer_new(python->arena), out = pf_buffer_new(python->arena);
    pf_ast_dump(&dump, python->tree, false);
    pf_str rest = pf_buffer_str(&dump);
    for (;;) {
        ptrdiff_t at = pf_str_find(rest, PF_STR("lineno="));
        if (at < 0)
            break;
        pf_str before = pf_str_slice(rest, 0, (size_t)at);
        if (pf_str_ends(before, PF_STR(", ")))
            before.len -= 2;
        pf_buffer_add(&out, before);
        rest = pf_str_slice(rest, (size_t)at, rest.len);
        rest = pf_str_slice(rest, (size_t)pf_str_find_byte(rest, ')'), rest.len);
    }
    pf_buffer_add(&out, rest);
    return pf_buffer_str(&out);
}

/* The tree of the first statement only: "Pass()". */
static inline pf_str python_statement(const struct python *python)
{
    pf_str tree = python_tree(python);
    pf_str start = PF_STR("Module(body=["), end = PF_STR("], type_ignores=[])");
    return pf_str_slice(tree, start.len, tree.len - end.len);
}

/* text → what python_statement gives; both NUL-terminated. */
struct python_case {
    const char *text, *tree;
};
static inline void python_check(const struct python_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct python python = python_read(pf_str_c(cases[i].text));
        pf_str tree = python_statement(&python);
        ck_assert_msg(python.faults.count == 0, "'%s' gives the fault '%.*s'", cases[i].text,
                      PF_ARG(python.faults.items[0].message));
        ck_assert_msg(pf_str_eq(tree, pf_str_c(cases[i].tree)), "'%s' is %.*s, expected %s",
                      cases[i].text, PF_ARG(tree), cases[i].tree);
        python_end(&python);
    }
}

/* text → where its first fault begins (line and column from 1) and a part of its message */
struct python_fault {
    const char *text;
    unsigned line, column;
    const char *message;
};
static inline void python_check_faults(const struct python_fault *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct python python = python_read(pf_str_c(cases[i].text));
        ck_assert_msg(python.faults.count > 0, "'%s' has no fault", cases[i].text);
        const struct pf_fault *fault = &python.faults.items[0];
        struct pf_place place = pf_span_start(fault->span);
        ck_assert_msg(pf_str_contains(fault->message, pf_str_c(cases[i].message)),
                      "'%s' says '%.*s', expected '%s'", cases[i].text, PF_ARG(fault->message),
                      cases[i].message);
        ck_assert_msg(place.line == cases[i].line && place.column == cases[i].column,
                      "'%s' is wrong at %u:%u, expected %u:%u", cases[i].text, place.line,
                      place.column, cases[i].line, cases[i].column);
        python_end(&python);
    }
}

#define PYTHON_CHECK(cases) python_check((cases), sizeof(cases) / sizeof *(cases))
#define PYTHON_CHECK_FAULTS(cases) python_check_faults((cases), sizeof(cases) / sizeof *(cases))

#endif
