/* TOML, requirement files, and the packages of a project. */
#include "unit.h"

#include "base/buffer.h"
#include "model/packages.h"
#include "project.h"
#include "read/toml.h"

Suite *requirements_suite(void);

static const struct pf_node *toml(struct pf_arena *arena, const char *text,
                                  struct pf_faults *faults)
{
    const struct pf_source *source = pf_source_new(arena, PF_STR("x.toml"), pf_str_c(text));
    return pf_toml_read(arena, source, faults);
}

START_TEST(toml_reads_every_kind_of_value)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        toml(arena,
             "a = 1_000\nb = 0x1F\nc = -1.5e3\nd = true\ne = 'lit\\eral'\nf = \"tab\\t\\u00e9\"\n"
             "g = 1979-05-27 07:32:00\nh = [1, [2, 3], # note\n 4,]\ni = {x = 1, y.z = 2}\n"
             "j = \"\"\"\nlong \\\n   text\"\"\"\nk = inf\n",
             &faults);
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_int_eq(pf_node_get(root, "a")->as.integer, 1000);
    ck_assert_int_eq(pf_node_get(root, "b")->as.integer, 31);
    ck_assert_double_eq(pf_node_get(root, "c")->as.real, -1500.0);
    ck_assert(pf_node_get(root, "d")->as.boolean);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "e")), PF_STR("lit\\eral"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "f")), PF_STR("tab\t\xC3\xA9"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "g")), PF_STR("1979-05-27 07:32:00"));
    ck_assert_uint_eq(pf_node_get(root, "h")->count, 3);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(pf_node_get(pf_node_get(root, "i"), "y"), "z")),
                        PF_STR("2"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "j")), PF_STR("long text"));
    ck_assert_int_eq(pf_node_get(root, "k")->kind, PF_REAL);
    pf_arena_free(arena);
}
END_TEST

START_TEST(toml_tables_nest_and_arrays_of_tables_grow)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        toml(arena, "[a.b]\nc = 1\n[[p]]\nname = 'x'\n[p.q]\nr = 2\n[[p]]\nname = 'y'\n", &faults);
    ck_assert_uint_eq(faults.count, 0);
    const struct pf_node *list = pf_node_get(root, "p");
    ck_assert_uint_eq(list->count, 2);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(pf_node_get(list->items[0], "q"), "r")),
                        PF_STR("2"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(list->items[1], "name")), PF_STR("y"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(toml_goes_on_after_a_bad_line)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        toml(arena, "a = \nb == 2\nc = 'open\nd = 4\nd = 5\n[e\nf = 1 2\ng = 7", &faults);
    ck_assert_uint_eq(faults.count, 6);
    ck_assert_int_eq(faults.items[3].kind, PF_FAULT_DUPLICATE_KEY);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "g")), PF_STR("7"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(toml_nests_as_deep_as_its_limit_and_no_deeper)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (int extra = 0; extra < 2; extra++) {
        struct pf_buffer text = pf_buffer_new(arena);
        struct pf_faults faults = {0};
        pf_buffer_add_c(&text, "a = ");
        for (int i = 0; i < PF_TOML_DEPTH + extra; i++)
            pf_buffer_add_c(&text, "[");
        pf_buffer_add_c(&text, "1");
        for (int i = 0; i < PF_TOML_DEPTH + extra; i++)
            pf_buffer_add_c(&text, "]");
        pf_buffer_add_c(&text, "\n");
        const struct pf_source *source =
            pf_source_new(arena, PF_STR("x.toml"), pf_buffer_str(&text));
        pf_toml_read(arena, source, &faults);
        ck_assert_int_eq(pf_faults_has(&faults, PF_FAULT_LIMIT), extra == 1);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(every_kind_of_requirement_file_pins)
{
    static const struct {
        const char *path, *text;
        unsigned django;
    } cases[] = {
        {"requirements.txt", "# web\nDjango==4.2.11 # pinned\ngunicorn\n", 402},
        {"requirements.txt", "django[argon2] ~= 5.1 ; python_version >= '3.10'\n", 502},
        {"requirements.txt", "django==3.2.25 \\\n  --hash=sha256:ab\n", 302},
        {"requirements.txt", "django>=4.2,<5\n", 402},
        {"requirements.txt", "django<5.0,>=3.2\n", 402},
        {"requirements.txt", "django>=4.2,<4.2.5\n", 402},
        {"requirements.txt", "django<=5.1\n", 501},
        {"requirements.txt", "django~=4.0\n", 402},
        {"requirements.txt", "django~=4.1.3\n", 401},
        {"requirements.txt", "django==5.*\n", 502},
        {"requirements.txt", "django>=4.2\n", 0},
        {"requirements.txt", "django>=4.2,!=4.2.3\n", 0},
        {"requirements.txt", "django\n", 0},
        {"pyproject.toml", "[tool.poetry.dependencies]\ndjango = '~4.1'\n", 401},
        {"pyproject.toml", "[tool.poetry.dependencies]\ndjango = '^5.0'\n", 502},
        {"pyproject.toml", "[project]\ndependencies = ['Django == 5.0.3', 'x']\n", 500},
        {"pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.11'\ndjango = '^4.2'\n", 402},
        {"Pipfile", "[packages]\ndjango = {version = '==4.1.2', extras = ['bcrypt']}\n", 401},
        {"Pipfile.lock", "{\"default\": {\"django\": {\"version\": \"==4.2.1\"}}}", 402},
        {"poetry.lock", "[[package]]\nname = \"django\"\nversion = \"5.2.1\"\n", 502},
        {"setup.cfg", "[options]\ninstall_requires =\n    django==4.0.1\n", 400},
        {"setup.cfg", "[options]\ninstall_requires = django==4.0.1\nx = 1\n", 400},
        {"requirements.txt", "django \\\n  ==4.2.1 # x\n", 402},
        {"requirements.txt", "django==4.2.*\n", 402},
        {"requirements.txt",
         "django==3.2; python_version<'3.8'\ndjango==4.2; python_version>='3.8'", 0},
        {"requirements.txt", "django==3.2; python_version<'3.8'\ndjango==4.2\n", 402},
        {"requirements.txt", "git+https://github.com/django/django@4.2#egg=django\n", 0},
        {"poetry.lock",
         "[[package]]\nname = \"django\"\nversion = \"5.2\"\ngroups = [\"dev\"]\n"
         "[[package]]\nname = \"Django\"\nversion = \"4.2\"\ngroups = [\"main\"]\n",
         402},
        {"pyproject.toml",
         "[dependency-groups]\ndev = ['django==3.2']\nprod = ['django==4.2', "
         "{include-group = 'dev'}]\n",
         402},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_project *project = pf_test_project(
            arena, (struct pf_test_file[]){{cases[i].path, cases[i].text}, {NULL, NULL}});
        const struct pf_requirements *packages = pf_packages_of(arena, project);
        ck_assert_msg(pf_packages_django_version(packages) == cases[i].django, "%s: %u",
                      cases[i].text, pf_packages_django_version(packages));
        pf_arena_free(arena);
    }
}
END_TEST

/* name specifier version, d for development, c for conditional, then the faults. */
static pf_str shown(struct pf_arena *arena, const char *path, pf_str text)
{
    struct pf_faults faults = {0};
    struct pf_requirements all = {0};
    const struct pf_source *source = pf_source_new(arena, pf_str_c(path), text);
    pf_requirements_read(arena, source, &all, &faults);
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < all.count; i++)
        pf_buffer_format(&buffer, "%.*s(%.*s)%.*s%s%s ", PF_ARG(all.items[i].name),
                         PF_ARG(all.items[i].specifier), PF_ARG(all.items[i].version),
                         all.items[i].for_development ? "d" : "",
                         all.items[i].conditional ? "c" : "");
    for (size_t i = 0; i < all.includes.count; i++)
        pf_buffer_format(&buffer, "<%.*s ", PF_ARG(all.includes.items[i]));
    for (size_t i = 0; i < faults.count; i++)
        pf_buffer_format(&buffer, "!%u ", pf_span_start(faults.items[i].span).line);
    return pf_str_trim(pf_buffer_str(&buffer));
}

START_TEST(lines_are_read_as_pip_reads_them)
{
    static const struct {
        const char *path, *text, *expected;
    } cases[] = {
        {"requirements.txt", "A_b.C[x,y]>=1,<2 # z\n\n#c\n-r a.txt\n--constraint=b.txt\n-c c\n",
         "a-b-c(>=1,<2) <a.txt <b.txt <c"},
        {"requirements.txt", "a == 1.0 ; x\nb (>=2)\nc~=1.4.2\nd!=1.*,==2.*\ne===x y\nf>=1,\n",
         "a(== 1.0)1.0c b(>=2) c(~=1.4.2) d(!=1.*,==2.*) e(===x y) f(>=1,)"},
        {"requirements.txt", "a=1\nb 2\nc=>3\n[d]\n=e\nf[g\nh>=\ni==1\n",
         "i(==1)1 !1 !2 !3 !4 !5 "
         "!6 !7"},
        {"requirements.txt", "a==1 --hash=sha256:b \\\n  --hash=sha256:c\nd\\\n", "a(==1)1 d()"},
        {"requirements.txt",
         "./x\n/y\nhttps://z/a.whl\nfile:b\n-e .\n-e git+ssh://h/i#egg=j&k=l\n"
         "m @ https://n\n--index-url https://o\n",
         "j() m()"},
        {"requirements.txt", "a#b\nc\t# d\n", "c() !1"},
        {"requirements-dev.txt", "a\n", "a()d"},
        {"requirements/test.txt", "a\n", "a()d"},
        {"requirements-pricing.txt", "a\n", "a()"},
        {"requirements/local.in", "a\n", "a()d"},
        {"pyproject.toml",
         "[project.optional-dependencies]\nx = ['a']\nproduction = ['b=1', 'c']\n", "a()d c() !3"},
        {"Pipfile",
         "[packages]\na = \"*\"\nb = \"==1\"\n[dev-packages]\nc = {version = \"==2\", "
         "markers = \"x\"}\n",
         "a(*) b(==1)1 c(==2)2dc"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        ck_assert_pf_str_eq(shown(arena, cases[i].path, pf_str_c(cases[i].text)),
                            pf_str_c(cases[i].expected));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(utf_16_from_a_windows_shell_is_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_pf_str_eq(shown(arena, "requirements.txt",
                              PF_STR("\xFF\xFE"
                                     "a\0=\0=\0001\0\r\0\n\0b\0")),
                        PF_STR("a(==1)1 b()"));
    ck_assert_pf_str_eq(shown(arena, "requirements.txt", PF_STR("\xFE\xFF\0a\0=\0001")),
                        PF_STR("!1"));
    ck_assert_pf_str_eq(shown(arena, "requirements.txt",
                              PF_STR("\xEF\xBB\xBF"
                                     "a==1")),
                        PF_STR("a(==1)1"));
    pf_arena_free(arena);
}
END_TEST

static size_t faults_of_includes(int count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_requirements all = {0};
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < count; i++)
        pf_buffer_format(&text, "-r %d.txt\n", i);
    const struct pf_source *source =
        pf_source_new(arena, PF_STR("requirements.txt"), pf_buffer_str(&text));
    pf_requirements_read(arena, source, &all, &faults);
    pf_arena_free(arena);
    return faults.count;
}

START_TEST(includes_beyond_the_limit_are_told)
{
    ck_assert_uint_eq(faults_of_includes(PF_REQUIREMENTS_INCLUDES), 0);
    ck_assert_uint_eq(faults_of_includes(PF_REQUIREMENTS_INCLUDES + 1), 1);
}
END_TEST

START_TEST(an_included_file_is_followed_from_where_it_stands)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(
        arena,
        (struct pf_test_file[]){{"requirements/production.txt", "-r base.txt\n"},
                                {"requirements/base.txt", "Django==4.2.11\nsentry_sdk==2.1\n"},
                                {NULL, NULL}});
    const struct pf_requirements *packages = pf_packages_of(arena, project);
    ck_assert_pf_str_eq(pf_packages_version(packages, PF_STR("sentry-sdk")), PF_STR("2.1"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_development_file_does_not_speak_for_production)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project =
        pf_test_project(arena, (struct pf_test_file[]){{"requirements-dev.txt", "django==3.2\n"},
                                                       {"requirements.txt", "django==4.2.1\n"},
                                                       {NULL, NULL}});
    ck_assert_uint_eq(pf_packages_django_version(pf_packages_of(arena, project)), 402);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_a_compiled_file_pins_counts_before_the_range_it_was_made_from)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(
        arena, (struct pf_test_file[]){{"requirements.in", "Django~=4.2\n"},
                                       {"requirements.txt", "asgiref==3.8.1\ndjango==4.2.17\n"},
                                       {NULL, NULL}});
    ck_assert_pf_str_eq(pf_packages_version(pf_packages_of(arena, project), PF_STR("django")),
                        PF_STR("4.2.17"));
    pf_arena_free(arena);
}
END_TEST

Suite *requirements_suite(void)
{
    const TTest *const tests[] = {
        toml_reads_every_kind_of_value,
        toml_tables_nest_and_arrays_of_tables_grow,
        toml_goes_on_after_a_bad_line,
        toml_nests_as_deep_as_its_limit_and_no_deeper,
        every_kind_of_requirement_file_pins,
        lines_are_read_as_pip_reads_them,
        utf_16_from_a_windows_shell_is_read,
        includes_beyond_the_limit_are_told,
        an_included_file_is_followed_from_where_it_stands,
        a_development_file_does_not_speak_for_production,
        what_a_compiled_file_pins_counts_before_the_range_it_was_made_from,
        NULL,
    };
    return pf_suite("requirements", tests);
}
