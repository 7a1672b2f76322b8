/* One line of settings that uses a modelled library, and what it comes to. */
#ifndef PF_TESTS_LIBRARY_CASE_H
#define PF_TESTS_LIBRARY_CASE_H

#include "project.h"
#include "unit.h"

#include "base/buffer.h"
#include "python/settings.h"

struct library_case {
    const char *code; /* a module that sets X */
    /*
     * X as Python writes it; "?str" or "?bool|str" for an unknown of these types ("?": anything or
     * an object); what the module raises as "!ValueError: message", or "!ValueError" without
     * looking at the message.
     */
    const char *expected;
    const char *env;              /* "A=1\nB=2"; NULL: empty */
    const char *packages;         /* "django-environ=0.11.2"; NULL: nothing is known */
    struct pf_test_file files[4]; /* beside shop/settings.py */
};

static inline const struct pf_node *library_lines(struct pf_arena *arena, const char *text)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_str rest = pf_str_c(text == NULL ? "" : text), line, name, value;
    while (pf_str_next_line(&rest, &line)) {
        pf_str_cut(line, '=', &name, &value);
        pf_node_put(arena, map, name, (pf_span){0}, pf_node_str(arena, value, (pf_span){0}));
    }
    return map;
}

static inline const struct pf_settings *library_settings(struct pf_arena *arena,
                                                         const struct library_case *row)
{
    static const pf_str roots[] = {PF_STR_INIT("")};
    struct pf_test_file files[6 /* the module, four beside it, the end */];
    size_t count = 0;
    files[count++] = (struct pf_test_file){"shop/settings.py", row->code};
    for (size_t i = 0; i < 4 && row->files[i].path != NULL; i++)
        files[count++] = row->files[i];
    files[count] = (struct pf_test_file){NULL, NULL};
    struct pf_settings_options options = {
        .files = &pf_test_project(arena, files)->python,
        .module = PF_STR("shop.settings"),
        .roots = roots,
        .root_count = 1,
        .environment = library_lines(arena, row->env),
        .packages = library_lines(arena, row->packages),
        .python_minor = 11,
    };
    return pf_settings_evaluate(arena, &options);
}

static inline void library_python(struct pf_buffer *out, const struct pf_node *v);

static inline void library_items(struct pf_buffer *out, const struct pf_node *v, const char *open,
                                 const char *close)
{
    pf_buffer_add_c(out, open);
    for (size_t i = 0; i < v->count; i++) {
        pf_buffer_add_c(out, i > 0 ? ", " : "");
        if (v->kind == PF_MAP)
            pf_buffer_format(out, "'%.*s': ", PF_ARG(v->items[i]->key->text));
        library_python(out, v->items[i]);
    }
    pf_buffer_add_c(out, close);
}

static inline void library_types(struct pf_buffer *out, const struct pf_node *v)
{
    static const char *const names[] = {"NoneType", "bool", "int", "float", "str", "list", "dict"};
    unsigned kinds = 0;
    if (v->kind == PF_ANY)
        kinds = v->as.any->kinds;
    for (size_t i = 0; v->kind == PF_EITHER && i < v->count; i++)
        kinds |= v->items[i]->kind == PF_ANY ? v->items[i]->as.any->kinds
                                             : PF_KIND_BIT(v->items[i]->kind);
    pf_buffer_add_c(out, "?");
    for (unsigned i = 0, shown = 0; i < sizeof names / sizeof *names; i++)
        if ((kinds & PF_KIND_BIT(i)) != 0)
            pf_buffer_format(out, "%s%s", shown++ > 0 ? "|" : "", names[i]);
}

static inline void library_python(struct pf_buffer *out, const struct pf_node *v)
{
    static const char *const words[] = {"False", "True"};
    pf_str type = pf_settings_type(v);
    switch (v->kind) {
    case PF_NULL:
        pf_buffer_add_c(out, "None");
        break;
    case PF_BOOL:
        pf_buffer_add_c(out, words[v->as.boolean]);
        break;
    case PF_STRING:
        pf_buffer_format(out, "'%.*s'", PF_ARG(v->text));
        break;
    case PF_SEQ:
        if (pf_str_eq(type, PF_STR("tuple")))
            library_items(out, v, "(", v->count == 1 ? ",)" : ")");
        else if (pf_str_eq(type, PF_STR("set")))
            library_items(out, v, "{", "}");
        else
            library_items(out, v, "[", "]");
        break;
    case PF_MAP:
        library_items(out, v, "{", "}");
        break;
    case PF_ANY:
    case PF_EITHER:
        library_types(out, v);
        break;
    default:
        pf_buffer_add(out, v->text);
    }
}

static inline pf_str library_shown(struct pf_arena *arena, const struct pf_settings *settings,
                                   const char *expected)
{
    struct pf_buffer out = pf_buffer_new(arena);
    const struct pf_settings_raise *raises = settings->raises;
    if (raises != NULL && raises->certain == PF_YES) {
        pf_buffer_format(&out, "!%.*s", PF_ARG(raises->type));
        if (pf_str_find(pf_str_c(expected), PF_STR(": ")) != PF_STR_NONE)
            pf_buffer_format(&out, ": %.*s", PF_ARG(raises->message));
        return pf_buffer_str(&out);
    }
    const struct pf_node *x = pf_node_get(settings->values, "X");
    if (x == NULL)
        return PF_STR("no X");
    library_python(&out, x);
    return pf_buffer_str(&out);
}

static inline void check_library_cases(const struct library_case *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_settings *settings = library_settings(arena, &rows[i]);
        pf_str shown = library_shown(arena, settings, rows[i].expected);
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i].expected)),
                      "%s with %s is %.*s, expected %s", rows[i].code,
                      rows[i].env == NULL ? "nothing" : rows[i].env, PF_ARG(shown),
                      rows[i].expected);
        pf_arena_free(arena);
    }
}
#define CHECK_CASES(rows) check_library_cases((rows), sizeof(rows) / sizeof *(rows))

#endif
