/* django-environ: expectations are what 0.4.4 and 0.11.2 really give. */
#include "library_case.h"

Suite *lib_environ_suite(void);

#define ENV "import environ\nenv = environ.Env()\nX = "
#define OLD "django-environ=0.4.4"
#define NEW "django-environ=0.11.2"

START_TEST(a_missing_variable_is_improperly_configured)
{
    static const struct library_case rows[] = {
        {ENV "env('A')",
         "!ImproperlyConfigured: Set the A environment variable",
         NULL,
         NULL,
         {{0}}},
        {ENV "env.bool('A')",
         "!ImproperlyConfigured: Set the A environment variable",
         NULL,
         NULL,
         {{0}}},
        {ENV "env('A', default=None)", "None", NULL, NULL, {{0}}},
        {ENV "env.list('A', default=['x'])", "['x']", NULL, NULL, {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(bool_takes_numbers_and_words_and_never_fails)
{
    static const struct library_case rows[] = {
        {ENV "env.bool('A')", "True", "A=on", NULL, {{0}}},
        {ENV "env.bool('A')", "True", "A=OK", NULL, {{0}}},
        {ENV "env.bool('A')", "True", "A=2", NULL, {{0}}},
        {ENV "env.bool('A')", "False", "A=0", NULL, {{0}}},
        {ENV "env.bool('A')", "False", "A=", NULL, {{0}}},
        {ENV "env.bool('A')", "False", "A=flase", NULL, {{0}}},
        {ENV "env.bool('A')", "False", "A=t", NULL, {{0}}},
        {ENV "env.bool('A')", "True", "A= true ", NEW, {{0}}},
        {ENV "env.bool('A')", "False", "A= true ", OLD, {{0}}},
        {ENV "env.bool('A')", "?bool", "A= true ", NULL, {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_value_that_equals_the_default_is_not_parsed)
{
    static const struct library_case rows[] = {
        {ENV "env.bool('A', default='False')", "'False'", NULL, NULL, {{0}}},
        {ENV "env.list('A', default='a,b')", "'a,b'", NULL, NULL, {{0}}},
        {ENV "env.list('A', default='a,b')", "'a,b'", "A=a,b", NULL, {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(the_type_of_the_default_is_the_cast_since_0_4_5)
{
    static const struct library_case rows[] = {
        {ENV "env('A', default=False)", "False", "A=False", NEW, {{0}}},
        {ENV "env('A', default=False)", "'False'", "A=False", OLD, {{0}}},
        {ENV "env('A', default=False)", "?bool|str", "A=False", NULL, {{0}}},
        {ENV "env('A', default=1)",
         "!ValueError: invalid literal for int() with base 10: 'x'",
         "A=x",
         NEW,
         {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(lists_tuples_and_dicts_split_and_drop_what_is_empty)
{
    static const struct library_case rows[] = {
        {ENV "env.list('A')", "['a', ' b']", "A=a,, b,", NULL, {{0}}},
        {ENV "env.list('A')", "[]", "A=", NULL, {{0}}},
        {ENV "env.list('A', int)", "[1, 2]", "A=1,2", NULL, {{0}}},
        {ENV "env.list('A', cast=str.strip)", "['a', 'b']", "A=a, b", NULL, {{0}}},
        {ENV "env.tuple('A')", "('a', 'b')", "A=(a,b)", NULL, {{0}}},
        {ENV "env.dict('A')", "{'k': 'v', 'l': 'w'}", "A=k=v,l=w", NULL, {{0}}},
        {ENV "env.dict('A')", "{'k': 'v=w'}", "A=k=v=w", NEW, {{0}}},
        {ENV "env.dict('A')",
         "!ValueError: dictionary update sequence element #0 has length 3; 2 is required",
         "A=k=v=w",
         OLD,
         {{0}}},
        {ENV "env('A', cast={'value': int})", "{'k': 1, 'l': 2}", "A=k=1;l=2", NULL, {{0}}},
        {ENV "env.float('A')", "1234.5", "A=1,234.5", NULL, {{0}}},
        {ENV "env.float('A', default=0.5)", "!TypeError", "A=$B\nB=1", NULL, {{0}}},
        {ENV "env.json('A')", "{'a': [1, None]}", "A={\"a\": [1, null]}", NULL, {{0}}},
        {ENV "env.int('A')",
         "!ValueError: invalid literal for int() with base 10: ''",
         "A=",
         NULL,
         {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(the_scheme_gives_cast_and_default)
{
    static const struct library_case rows[] = {
        {"import environ\nenv = environ.Env(A=(bool, False))\nX = env('A')",
         "False",
         NULL,
         NULL,
         {{0}}},
        {"import environ\nenv = environ.Env(A=(bool, False))\nX = env('A')",
         "True",
         "A=1",
         NULL,
         {{0}}},
        {"import environ\nenv = environ.Env(A=int)\nX = env('A')", "7", "A=7", NULL, {{0}}},
        {"from environ import Env\nenv = Env(A=(int, 3))\nX = env('A', default=4)",
         "4",
         NULL,
         NULL,
         {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_value_after_a_dollar_names_another_variable)
{
    static const struct library_case rows[] = {
        {ENV "env('A')", "'b'", "A=$B\nB=b", NULL, {{0}}},
        {ENV "env.int('A')", "5", "A=$B\nB=5", NULL, {{0}}},
        {ENV "env('A')",
         "!ImproperlyConfigured: Set the B environment variable",
         "A=$B",
         NULL,
         {{0}}},
        {ENV "env('A')", "!RecursionError", "A=$A", NULL, {{0}}},
        {ENV "env('A', default='$B')", "!RecursionError", "", NULL, {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_database_url_becomes_a_dict)
{
    static const struct library_case rows[] = {
        {ENV "env.db()",
         "{'NAME': 'd', 'USER': 'u', 'PASSWORD': 'p@', 'HOST': 'h', 'PORT': 5432, 'ENGINE': "
         "'django.db.backends.postgresql'}",
         "DATABASE_URL=postgres://u:p%40@h:5432/d",
         NEW,
         {{0}}},
        {ENV "env.db()['ENGINE']",
         "'django.db.backends.postgresql_psycopg2'",
         "DATABASE_URL=postgres://u:p%40@h:5432/d",
         OLD,
         {{0}}},
        {ENV "env.db()['ENGINE']", "?str", "DATABASE_URL=postgres://u:p@h/d", NULL, {{0}}},
        {ENV "env.db_url('D', default='sqlite:////tmp/x.db')['NAME']",
         "'/tmp/x.db'",
         NULL,
         NULL,
         {{0}}},
        {ENV "env.db('D', default='sqlite://:memory:')",
         "{'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}",
         NULL,
         NULL,
         {{0}}},
        {ENV "env.db('D')['OPTIONS']",
         "{'sslmode': 'require', 'connect_timeout': 3}",
         "D=mysql://h/d?sslmode=require&connect_timeout=3",
         NULL,
         {{0}}},
        {ENV "env.db('D')",
         "!ValueError: Port could not be cast to integer value as 'x'",
         "D=mysql://h:x/d",
         NULL,
         {{0}}},
        {ENV "env.db('D')", "{}", "D=", NULL, {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(cache_and_mail_urls_become_dicts)
{
    static const struct library_case rows[] = {
        {ENV "env.cache()",
         "{'BACKEND': 'django.core.cache.backends.locmem.LocMemCache', 'LOCATION': ''}",
         "CACHE_URL=locmemcache://",
         NULL,
         {{0}}},
        {ENV "env.cache()['LOCATION']",
         "'redis://h:6379/1'",
         "CACHE_URL=rediscache://h:6379/1",
         NULL,
         {{0}}},
        {ENV "env.cache()",
         "!ImproperlyConfigured: Invalid cache schema x",
         "CACHE_URL=x://h",
         NEW,
         {{0}}},
        {ENV "env.email_url()['EMAIL_PORT']", "587", "EMAIL_URL=smtp+tls://u:p@h:587", NULL, {{0}}},
        {ENV "env.email_url()['EMAIL_USE_TLS']",
         "True",
         "EMAIL_URL=smtp+tls://u:p@h:587",
         NULL,
         {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(an_old_release_takes_a_path_for_an_open_file)
{
    static const struct library_case rows[] = {
        {.code =
             "import environ\nfrom pathlib import Path\nenviron.Env.read_env(Path('.env'))\nX = 1",
         .expected = "!AttributeError: 'PosixPath' object has no attribute 'read'",
         .packages = "django-environ=0.4.4"},
        {.code =
             "import environ\nfrom pathlib import Path\nenviron.Env.read_env(Path('.env'))\nX = 1",
         .expected = "1",
         .packages = "django-environ=0.11.2"},
        {.code =
             "import environ\nfrom pathlib import Path\nenviron.Env.read_env(Path('.env'))\nX = 1",
         .expected = "1"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(read_env_sets_only_what_is_missing)
{
    static const struct library_case rows[] = {
        {"import environ\nenviron.Env.read_env()\nX = environ.Env()('A')",
         "'file'",
         NULL,
         NULL,
         {{"shop/.env", "A=file\n"}}},
        {"import environ\nenviron.Env.read_env()\nX = environ.Env()('A')",
         "'real'",
         "A=real",
         NULL,
         {{"shop/.env", "A=file\n"}}},
        {"import environ\nenv = environ.Env()\nenv.read_env('.env', overwrite=True)\nX = env('A')",
         "'file'",
         "A=real",
         NEW,
         {{".env", "A='file'\n"}}},
        {"import environ\nenviron.Env.read_env()\nX = environ.Env()('A', default='none')",
         "'none'",
         NULL,
         NULL,
         {{0}}},
        {"import environ\nfrom pathlib import Path\nB = Path(__file__).resolve().parent.parent\n"
         "environ.Env.read_env(B / '.env')\nX = environ.Env()('A')",
         "'q\"x'",
         NULL,
         NEW,
         {{".env", "# c\nA=\"q\\\"x\"\nbad line\n"}}},
        {"import environ\nenviron.Env.read_env('/run/env')\nX = environ.Env()('A')",
         "?str",
         NULL,
         NULL,
         {{0}}},
        {"import environ\nenviron.Env.read_env('/run/env')\nX = environ.Env()('A')",
         "'a'",
         "A=a",
         NULL,
         {{0}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_subclass_with_rules_of_its_own_is_not_guessed)
{
    static const struct library_case rows[] = {
        {"import environ\nclass E(environ.Env):\n    def get_value(self, *a, **k):\n        return "
         "5\nX = E()('A')",
         "?",
         NULL,
         NULL,
         {{0}}},
        {"import environ\nclass E(environ.Env):\n    def __init__(self):\n        "
         "super().__init__(A=(int, 2))\nX = E()('A')",
         "2",
         NULL,
         NULL,
         {{0}}},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_settings *settings = library_settings(arena, &rows[0]);
    ck_assert(pf_node_is(pf_node_get(settings->values, "X"), PF_ANY));
    pf_arena_free(arena);
    check_library_cases(rows + 1, 1);
}
END_TEST

START_TEST(a_read_is_recorded_with_its_default)
{
    static const struct library_case row = {
        ENV "env.bool('A', default=True)", "True", NULL, NULL, {{0}}};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_settings *settings = library_settings(arena, &row);
    ck_assert_uint_eq(settings->read_count, 1);
    ck_assert_pf_str_eq(settings->reads[0].name, PF_STR("A"));
    ck_assert_pf_str_eq(settings->reads[0].through, PF_STR("environ.Env"));
    ck_assert(!settings->reads[0].required && settings->reads[0].has_default);
    ck_assert_int_eq(settings->reads[0].reached, PF_YES);
    pf_arena_free(arena);
}
END_TEST

Suite *lib_environ_suite(void)
{
    const TTest *const tests[] = {a_missing_variable_is_improperly_configured,
                                  bool_takes_numbers_and_words_and_never_fails,
                                  a_value_that_equals_the_default_is_not_parsed,
                                  the_type_of_the_default_is_the_cast_since_0_4_5,
                                  lists_tuples_and_dicts_split_and_drop_what_is_empty,
                                  the_scheme_gives_cast_and_default,
                                  a_value_after_a_dollar_names_another_variable,
                                  a_database_url_becomes_a_dict,
                                  cache_and_mail_urls_become_dicts,
                                  an_old_release_takes_a_path_for_an_open_file,
                                  read_env_sets_only_what_is_missing,
                                  a_subclass_with_rules_of_its_own_is_not_guessed,
                                  a_read_is_recorded_with_its_default,
                                  NULL};
    return pf_suite("lib_environ", tests);
}
