/* Compose files: the variables and files of variables of their services. */
#include "unit.h"

#include "base/buffer.h"
#include "model/compose.h"
#include "read/yaml.h"

Suite *compose_suite(void);

static const struct pf_compose *read_text(struct pf_arena *arena, pf_str text)
{
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("compose.yml"), text);
    return pf_compose_read(arena, pf_yaml_read(arena, source, &faults));
}

/* service.NAME=value, ? for unknown with its fallback, - for none; then service<path, ~ optional */
static pf_str shown(struct pf_arena *arena, const char *text)
{
    const struct pf_compose *compose = read_text(arena, pf_str_c(text));
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < compose->variable_count; i++) {
        const struct pf_compose_variable *variable = &compose->variables[i];
        pf_buffer_format(&buffer, "%.*s.%.*s", PF_ARG(variable->service), PF_ARG(variable->name));
        if (variable->value->kind == PF_STRING)
            pf_buffer_format(&buffer, "=%.*s ", PF_ARG(variable->value->text));
        else
            pf_buffer_format(&buffer, "%s%.*s ", variable->value->kind == PF_NULL ? "-" : "?",
                             PF_ARG(pf_node_text(variable->fallback)));
    }
    for (size_t i = 0; i < compose->file_count; i++)
        pf_buffer_format(&buffer, "%.*s<%.*s%s ", PF_ARG(compose->files[i].service),
                         PF_ARG(compose->files[i].path), compose->files[i].required ? "" : "~");
    return pf_str_trim(pf_buffer_str(&buffer));
}

START_TEST(both_forms_of_environment_and_all_of_env_file_are_read)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"services:\n  web:\n    environment:\n      DEBUG: 1\n      A: 'x y'\n      B:\n"
         "      C: true\n",
         "web.DEBUG=1 web.A=x y web.B- web.C=true"},
        {"services:\n  web:\n    environment:\n      - DEBUG=1\n      - A=b=c\n      - B\n      - "
         "C=\n",
         "web.DEBUG=1 web.A=b=c web.B- web.C="},
        {"services:\n  web:\n    env_file: .env\n  db:\n    env_file: [a.env, {path: b.env, "
         "required: false}]\n",
         "web<.env db<a.env db<b.env~"},
        {"services:\n  web:\n    environment:\n      A: ${X}\n      B: ${X:-dev}\n      C: "
         "${X-d}e\n"
         "      D: pa$$word\n      E: $X\n      F: $1\n      G: ${X:?no}\n",
         "web.A? web.B?dev web.C? web.D=pa$word web.E? web.F=$1 web.G?"},
        {"x-env: &env\n  A: 1\n  B: 2\nservices:\n  web:\n    environment:\n      <<: *env\n"
         "      B: 3\n",
         "web.B=3 web.A=1"},
        {"x-web: &web\n  environment: [A=1]\n  env_file: e\nservices:\n  web:\n    <<: *web\n"
         "  two:\n    <<: [*web]\n    environment: {B: 2}\n",
         "web.A=1 two.B=2 web<e two<e"},
        {"services: [web]\n", ""},
        {"services:\n  web: image\n  two:\n    environment: text\n    env_file: {a: b}\n", ""},
        {"services:\n  web:\n    environment: [[a], {b: c}, =d]\n", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        ck_assert_pf_str_eq(shown(arena, cases[i].text), pf_str_c(cases[i].expected));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(places_are_the_name_s_and_the_item_s)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_compose *compose = read_text(
        arena,
        PF_STR("services:\n  web:\n    environment:\n      A: b\n    env_file:\n      - e\n"));
    ck_assert_pf_str_eq(pf_span_text(compose->variables[0].span), PF_STR("A"));
    ck_assert_pf_str_eq(pf_span_text(compose->variables[0].value->span), PF_STR("b"));
    ck_assert_pf_str_eq(pf_span_text(compose->files[0].span), PF_STR("e"));
    pf_arena_free(arena);
}
END_TEST

static size_t variables_behind(unsigned merges)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "services: {web: {environment: {");
    for (unsigned i = 0; i < merges; i++)
        pf_buffer_add_c(&text, "<<: {");
    pf_buffer_add_c(&text, "A: 1");
    for (unsigned i = 0; i < merges; i++)
        pf_buffer_add_c(&text, "}");
    pf_buffer_add_c(&text, "}}}");
    size_t count = read_text(arena, pf_buffer_str(&text))->variable_count;
    pf_arena_free(arena);
    return count;
}

START_TEST(merges_are_followed_up_to_the_limit)
{
    ck_assert_uint_eq(variables_behind(PF_COMPOSE_MERGES), 1);
    ck_assert_uint_eq(variables_behind(PF_COMPOSE_MERGES + 1), 0);
}
END_TEST

Suite *compose_suite(void)
{
    const TTest *const tests[] = {
        both_forms_of_environment_and_all_of_env_file_are_read,
        places_are_the_name_s_and_the_item_s,
        merges_are_followed_up_to_the_limit,
        NULL,
    };
    return pf_suite("compose", tests);
}
