/* python-dotenv: expectations are what 0.21 really gives. */
#include "library_case.h"

Suite *lib_dotenv_suite(void);

#define LOAD "import os\nfrom dotenv import load_dotenv, dotenv_values, find_dotenv\n"

START_TEST(the_real_environment_wins_unless_overridden)
{
    static const struct library_case rows[] = {
        {.code = LOAD "load_dotenv()\nX = os.environ.get('A')",
         .expected = "'file'",
         .files = {{"shop/.env", "A=file\n"}}},
        {.code = LOAD "load_dotenv()\nX = os.environ.get('A')",
         .expected = "'real'",
         .env = "A=real",
         .files = {{".env", "A=file\n"}}},
        {.code = LOAD "load_dotenv(override=True)\nX = os.environ.get('A')",
         .expected = "'file'",
         .env = "A=real",
         .files = {{".env", "A=file\n"}}},
        {.code = LOAD "load_dotenv()\nX = os.environ.get('A')", .expected = "None"},
        {.code = LOAD "load_dotenv('conf/prod.env')\nX = os.environ['A']",
         .expected = "'p'",
         .files = {{"conf/prod.env", "A='p'\n"}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(what_was_taken_away_may_be_in_an_unknown_file)
{
    static const struct library_case rows[] = {
        {.code = LOAD "import socket\nos.environ.pop('A', None)\n"
                      "load_dotenv(socket.gethostname())\nX = 'A' in os.environ",
         .expected = "?bool",
         .env = "A=real"},
        {.code = LOAD "os.environ.pop('A', None)\nload_dotenv('none.env')\nX = 'A' in os.environ",
         .expected = "False",
         .env = "A=real"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(references_are_expanded)
{
    static const struct library_case rows[] = {
        {.code = LOAD "load_dotenv()\nX = os.environ['A']",
         .expected = "'x-b-d'",
         .files = {{".env", "B=b\nA=x-${B}-${C:-d}\n"}}},
        {.code = LOAD "load_dotenv()\nX = os.environ['A']",
         .expected = "'real'",
         .env = "B=real",
         .files = {{".env", "B=b\nA=${B}\n"}}},
        {.code = LOAD "load_dotenv(override=True)\nX = os.environ['A']",
         .expected = "'b'",
         .env = "B=real",
         .files = {{".env", "B=b\nA=${B}\n"}}},
        {.code = LOAD "load_dotenv(interpolate=False)\nX = os.environ['A']",
         .expected = "'${B}'",
         .files = {{".env", "A=${B}\n"}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(dotenv_values_reads_the_file_only)
{
    static const struct library_case rows[] = {
        {.code = LOAD "X = dotenv_values('.env')",
         .expected = "{'A': 'file', 'B': None}",
         .env = "A=real",
         .files = {{".env", "A=file\nB\n"}}},
        {.code = LOAD "X = dotenv_values('.env').get('A')", .expected = "None", .env = "A=real"},
        {.code = LOAD "X = {**dotenv_values('.env'), **os.environ}.get('A')",
         .expected = "?",
         .env = "A=real",
         .files = {{".env", "A=file\n"}}},
    };
    check_library_cases(rows, 2);
}
END_TEST

START_TEST(a_file_outside_the_project_may_set_anything_that_is_not_set)
{
    static const struct library_case rows[] = {
        {.code = LOAD "load_dotenv('/etc/app.env')\nX = os.environ.get('A')",
         .expected = "?NoneType|str"},
        {.code = LOAD "load_dotenv('/etc/app.env')\nX = os.environ.get('A')",
         .expected = "'real'",
         .env = "A=real"},
        {.code = LOAD "load_dotenv('/etc/app.env', override=True)\nX = os.environ['A']",
         .expected = "?str",
         .env = "A=real"},
    };
    check_library_cases(rows, 2);
}
END_TEST

START_TEST(find_dotenv_looks_upward_from_the_caller)
{
    static const struct library_case rows[] = {
        {.code = LOAD "load_dotenv(find_dotenv())\nX = os.environ['A']",
         .expected = "'up'",
         .files = {{".env", "A=up\n"}}},
        {.code = LOAD "X = find_dotenv()", .expected = "''"},
        {.code = LOAD "find_dotenv(raise_error_if_not_found=True)",
         .expected = "!OSError: File not found"},
    };
    CHECK_CASES(rows);
}
END_TEST

Suite *lib_dotenv_suite(void)
{
    const TTest *const tests[] = {the_real_environment_wins_unless_overridden,
                                  what_was_taken_away_may_be_in_an_unknown_file,
                                  references_are_expanded,
                                  dotenv_values_reads_the_file_only,
                                  a_file_outside_the_project_may_set_anything_that_is_not_set,
                                  find_dotenv_looks_upward_from_the_caller,
                                  NULL};
    return pf_suite("lib_dotenv", tests);
}
