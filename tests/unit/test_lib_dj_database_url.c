/* dj-database-url: expectations are what 0.5, 2.2 and 3.1 really give. */
#include "library_case.h"

Suite *lib_dj_database_url_suite(void);

#define CONFIG "import dj_database_url\nX = "
#define OLD "dj-database-url=0.5.0"
#define NEW "dj-database-url="
#define MIDDLE "dj-database-url=2.2.0"

START_TEST(no_url_gives_an_empty_dict)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "dj_database_url.config()", .expected = "{}"},
        {.code = CONFIG "dj_database_url.config()", .expected = "{}", .env = "DATABASE_URL="},
        {.code = CONFIG "dj_database_url.config(default='')", .expected = "{}"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_url_gives_a_database)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "dj_database_url.config()",
         .expected = "{'NAME': 'd', 'USER': 'u', 'PASSWORD': 'p@', 'HOST': 'h', 'PORT': 5432, "
                     "'CONN_MAX_AGE': 0, 'ENGINE': 'django.db.backends.postgresql_psycopg2'}",
         .env = "DATABASE_URL=postgres://u:p%40@h:5432/d",
         .packages = OLD},
        {.code = CONFIG "dj_database_url.config(conn_max_age=600)",
         .expected = "{'NAME': 'd', 'USER': 'u', 'PASSWORD': 'p@', 'HOST': 'h', 'PORT': 5432, "
                     "'CONN_MAX_AGE': 600, 'CONN_HEALTH_CHECKS': False, "
                     "'DISABLE_SERVER_SIDE_CURSORS': False, 'ENGINE': "
                     "'django.db.backends.postgresql'}",
         .env = "DATABASE_URL=postgres://u:p%40@h:5432/d",
         .packages = NEW},
        {.code = CONFIG "dj_database_url.config()['HOST']",
         .expected = "'h'",
         .env = "DATABASE_URL=postgres://u:p%40@h:5432/d"},
        {.code = CONFIG "dj_database_url.parse('sqlite:///db.sqlite3')['NAME']",
         .expected = "'db.sqlite3'"},
        {.code = CONFIG "dj_database_url.parse('sqlite://')['NAME']", .expected = "':memory:'"},
        {.code = CONFIG "dj_database_url.config('OTHER', default='mysql://h/d')['ENGINE']",
         .expected = "'django.db.backends.mysql'"},
        {.code = CONFIG "dj_database_url.parse('oracle://h:1521/d')['PORT']", .expected = "'1521'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(options_come_from_the_query)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "dj_database_url.parse('postgres://h/d?a=1&b=true&c=x', "
                        "ssl_require=True)['OPTIONS']",
         .expected = "{'a': '1', 'b': 'true', 'c': 'x', 'sslmode': 'require'}",
         .packages = OLD},
        {.code = CONFIG "dj_database_url.parse('postgres://h/d?a=1&b=true&c=x')['OPTIONS']",
         .expected = "{'a': 1, 'b': True, 'c': 'x'}",
         .packages = MIDDLE},
        {.code = CONFIG "dj_database_url.parse('postgres://h/d?currentSchema=s')['OPTIONS']",
         .expected = "{'options': '-c search_path=s'}"},
        {.code = CONFIG "dj_database_url.parse('mysql://h/d?ssl-ca=f')['OPTIONS']",
         .expected = "{'ssl': {'ca': 'f'}}"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(what_is_no_database_url_raises)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "dj_database_url.parse('x://h')",
         .expected = "!KeyError: 'x'",
         .packages = OLD},
        {.code = CONFIG "dj_database_url.parse('x://h')",
         .expected = "!UnknownSchemeError",
         .packages = NEW},
        {.code = CONFIG "dj_database_url.parse('postgres://h:x/d')",
         .expected = "!ValueError: Port could not be cast to integer value as 'x'",
         .packages = OLD},
        {.code = CONFIG "dj_database_url.parse('postgres://h:x/d')",
         .expected = "!ParseError",
         .packages = NEW},
    };
    CHECK_CASES(rows);
}
END_TEST

Suite *lib_dj_database_url_suite(void)
{
    const TTest *const tests[] = {no_url_gives_an_empty_dict, a_url_gives_a_database,
                                  options_come_from_the_query, what_is_no_database_url_raises,
                                  NULL};
    return pf_suite("lib_dj_database_url", tests);
}
