/* .env files: four programs, four ways to read them. */
#include "unit.h"

#include "base/buffer.h"
#include "read/dotenv.h"

Suite *dotenv_suite(void);

static const struct pf_node *read_text(struct pf_arena *arena, pf_str text,
                                       enum pf_dotenv_mode mode, struct pf_faults *faults)
{
    return pf_dotenv_read(arena, pf_source_new(arena, PF_STR(".env"), text), mode, faults);
}

/* [name]=[value] of each binding, a name alone without value, ? for unknown, ! for a fault. */
static pf_str shown(struct pf_arena *arena, pf_str text, enum pf_dotenv_mode mode)
{
    struct pf_faults faults = {0};
    struct pf_buffer buffer = pf_buffer_new(arena);
    const struct pf_node *map = read_text(arena, text, mode, &faults);
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_node *value = map->items[i];
        pf_buffer_format(&buffer, "%s[%.*s]", i > 0 ? " " : "", PF_ARG(value->key->text));
        if (value->kind == PF_STRING)
            pf_buffer_format(&buffer, "=[%.*s]", PF_ARG(value->text));
        else if (value->kind == PF_ANY)
            pf_buffer_add_c(&buffer, "?");
    }
    for (size_t i = 0; i < faults.count; i++)
        pf_buffer_format(&buffer, "!%u", pf_span_start(faults.items[i].span).line);
    return pf_buffer_str(&buffer);
}

struct example {
    const char *text, *python, *environ, *decouple, *docker;
};

/* What python-dotenv 0.21, django-environ 0.4.4 and python-decouple 3.6 were seen to make of it. */
static const struct example examples[] = {
    {"A=1\nB=2", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]"},
    {"A='1' ", "[A]=[1]", "[A]?", "[A]=[1]", "[A]=['1' ]"},
    {"A=\"a b\"", "[A]=[a b]", "[A]=[a b]", "[A]=[a b]", "[A]=[\"a b\"]"},
    {"A=a # b", "[A]=[a]", "[A]?", "[A]=[a # b]", "[A]=[a # b]"},
    {"A=a#b", "[A]=[a#b]", "[A]?", "[A]=[a#b]", "[A]=[a#b]"},
    {"A= # b", "[A]=[# b]", "[A]?", "[A]=[# b]", "[A]=[ # b]"},
    {"A='#' # b", "[A]=[#]", "[A]?", "[A]=['#' # b]", "[A]=['#' # b]"},
    {"A='#'", "[A]=[#]", "[A]=[#]", "[A]=[#]", "[A]=['#']"},
    {"export A=1", "[A]=[1]", "[A]?", "[export A]=[1]", "!1"},
    {" A = 1 ", "[A]=[1]", "!1", "[A]=[1]", "!1"},
    {"A", "[A]", "!1", "!1", "[A]"},
    {"A=", "[A]=[]", "[A]=[]", "[A]=[]", "[A]=[]"},
    {"=1", "!1", "!1", "[]=[1]", "!1"},
    {"# A=1\n\n  # B\n", "", "!3", "", ""},
    {"A='a\nb'\nC=1", "[A]=[a\nb] [C]=[1]", "[A]=['a] [C]=[1]!2", "[A]=['a] [C]=[1]!2",
     "[A]=['a] [b'] [C]=[1]"},
    {"A='x\nB=1", "[B]=[1]!1", "[A]=['x] [B]=[1]", "[A]=['x] [B]=[1]", "[A]=['x] [B]=[1]"},
    {"A='x'y\nB=1", "[B]=[1]!1", "[A]=['x'y] [B]=[1]", "[A]=['x'y] [B]=[1]", "[A]=['x'y] [B]=[1]"},
    {"A=\"\\n\\\"\\q\"", "[A]=[\n\"\\q]", "[A]?", "[A]=[\\n\\\"\\q]", "[A]=[\"\\n\\\"\\q\"]"},
    {"A=\"\\\"\\q\"", "[A]=[\"\\q]", "[A]=[\"q]", "[A]=[\\\"\\q]", "[A]=[\"\\\"\\q\"]"},
    {"A='\\n\\''", "[A]=[\\n']", "[A]=[\\n\\']", "[A]=[\\n\\']", "[A]=['\\n\\'']"},
    {"A='\\'", "[A]=[\\]", "[A]=[\\]", "[A]=[\\]", "[A]=['\\']"},
    {"A='\"1\"'", "[A]=[\"1\"]", "[A]=[1]", "[A]=[\"1\"]", "[A]=['\"1\"']"},
    {"'A B'=1", "[A B]=[1]", "!1", "['A B']=[1]", "!1"},
    {"A=1\nA=2", "[A]=[1] [A]=[2]", "[A]? [A]?", "[A]=[1] [A]=[2]", "[A]=[1] [A]=[2]"},
    {"A=1\nA=1", "[A]=[1] [A]=[1]", "[A]=[1] [A]=[1]", "[A]=[1] [A]=[1]", "[A]=[1] [A]=[1]"},
    {"A=1\r\nB=2\r\n", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]"},
    {"A=1\rB=2", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1] [B]=[2]", "[A]=[1\rB=2]"},
    {"A=1\x0b"
     "B=2",
     "[A]=[1\x0b"
     "B=2]",
     "[A]=[1] [B]=[2]",
     "[A]=[1\x0b"
     "B=2]",
     "[A]=[1\x0b"
     "B=2]"},
    {"A=\xc2\xa0x\xc2\xa0", "[A]=[x]", "[A]=[\xc2\xa0x\xc2\xa0]", "[A]=[x]",
     "[A]=[\xc2\xa0x\xc2\xa0]"},
    {"\xEF\xBB\xBF"
     "A=1",
     "[\xEF\xBB\xBF"
     "A]=[1]!1",
     "!1!1",
     "[\xEF\xBB\xBF"
     "A]=[1]!1",
     "[A]=[1]"},
    {"A=\xff", "[A]=[\xff]!1", "[A]=[\xff]!1", "[A]=[\xff]!1", "[A]=[\xff]!1"},
    {"A-B=$C", "[A-B]=[$C]", "!1", "[A-B]=[$C]", "[A-B]=[$C]"},
    {"", "", "", "", ""},
};

static void check(enum pf_dotenv_mode mode)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const char *const expected[] = {examples[i].python, examples[i].environ,
                                        examples[i].decouple, examples[i].docker};
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str got = shown(arena, pf_str_c(examples[i].text), mode);
        ck_assert_msg(pf_str_eq(got, pf_str_c(expected[mode])), "%s\ngives\n%.*s\nexpected\n%s",
                      examples[i].text, PF_ARG(got), expected[mode]);
        pf_arena_free(arena);
    }
}

START_TEST(python_dotenv_is_followed)
{
    check(PF_DOTENV_PYTHON);
}
END_TEST

START_TEST(django_environ_is_followed_where_its_releases_agree)
{
    check(PF_DOTENV_ENVIRON);
}
END_TEST

START_TEST(python_decouple_is_followed)
{
    check(PF_DOTENV_DECOUPLE);
}
END_TEST

START_TEST(docker_is_followed)
{
    check(PF_DOTENV_DOCKER);
}
END_TEST

START_TEST(spans_stand_in_the_file_even_where_line_ends_changed)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_str text = PF_STR("X=\r\n A = 'b\r\nc' \r\n");
    const struct pf_node *map = read_text(arena, text, PF_DOTENV_PYTHON, &faults);
    const struct pf_node *a = pf_node_get(map, "A");
    ck_assert_pf_str_eq(a->text, PF_STR("b\nc"));
    ck_assert_pf_str_eq(pf_span_text(a->span), PF_STR("'b\r\nc'"));
    ck_assert_pf_str_eq(pf_span_text(a->key->span), PF_STR("A"));
    ck_assert_int_eq(a->style, PF_STYLE_SINGLE);
    map = read_text(arena, text, PF_DOTENV_DECOUPLE, &faults);
    ck_assert_pf_str_eq(pf_span_text(pf_node_get(map, "A")->span), PF_STR("'b"));
    map = read_text(arena, PF_STR("A=1\r\n"), PF_DOTENV_DOCKER, &faults);
    ck_assert_pf_str_eq(pf_span_text(pf_node_get(map, "A")->span), PF_STR("1"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_open_value_says_why)
{
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"export A=1", "django-environ before 0.8 passes over 'export'"},
        {"A=\"a\\tb\"", "django-environ before 0.8 removes the backslash of \\n"},
        {"A=a#b", "django-environ 0.11 reads comments and quotes its own way"},
        {"A=1\nA=2",
         "several lines set it, and releases of django-environ differ in which one counts"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        const struct pf_node *map =
            read_text(arena, pf_str_c(cases[i].text), PF_DOTENV_ENVIRON, &faults);
        ck_assert_pf_str_eq(map->items[0]->as.any->reason, pf_str_c(cases[i].reason));
        ck_assert_pf_str_eq(map->items[0]->key->text, PF_STR("A"));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(docker_refuses_lines_longer_than_its_scanner_takes)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "A=");
    while (text.len < PF_DOTENV_DOCKER_LINE - 1)
        pf_buffer_add_byte(&text, 'x');
    pf_buffer_add_byte(&text, '\n');
    read_text(arena, pf_buffer_str(&text), PF_DOTENV_DOCKER, &faults);
    ck_assert_uint_eq(faults.count, 0);
    text.data[text.len - 1] = 'x';
    pf_buffer_add_byte(&text, '\n');
    read_text(arena, pf_buffer_str(&text), PF_DOTENV_DOCKER, &faults);
    ck_assert_uint_eq(faults.count, 1);
    pf_arena_free(arena);
}
END_TEST

Suite *dotenv_suite(void)
{
    const TTest *const tests[] = {
        python_dotenv_is_followed,
        django_environ_is_followed_where_its_releases_agree,
        python_decouple_is_followed,
        docker_is_followed,
        spans_stand_in_the_file_even_where_line_ends_changed,
        an_open_value_says_why,
        docker_refuses_lines_longer_than_its_scanner_takes,
        NULL,
    };
    return pf_suite("dotenv", tests);
}
