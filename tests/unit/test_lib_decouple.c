/* python-decouple: expectations are what 3.6 and 3.8 really give. */
#include "library_case.h"

Suite *lib_decouple_suite(void);

#define CONFIG "from decouple import config, Csv, Choices\nX = "

START_TEST(a_missing_variable_is_an_undefined_value)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A')",
         .expected = "!UndefinedValueError: A not found. Declare it as envvar or define a default "
                     "value."},
        {.code = CONFIG "config('A', default=None)", .expected = "None"},
        {.code = CONFIG "config('A', 'x')", .expected = "'x'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(the_cast_applies_to_the_default_too)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A', default='False', cast=bool)", .expected = "False"},
        {.code = CONFIG "config('A', default=True, cast=bool)", .expected = "True"},
        {.code = CONFIG "config('A', default=1, cast=bool)", .expected = "True"},
        {.code = CONFIG "config('A', default=None, cast=bool)",
         .expected = "!ValueError: Invalid truth value: none"},
        {.code = CONFIG "config('A', default='3', cast=int)", .expected = "3"},
        {.code = CONFIG "config('A', default=None, cast=int)", .expected = "!TypeError"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(bool_knows_twelve_words_and_the_empty_text)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A', cast=bool)", .expected = "True", .env = "A=YES"},
        {.code = CONFIG "config('A', cast=bool)", .expected = "False", .env = "A=off"},
        {.code = CONFIG "config('A', cast=bool)", .expected = "False", .env = "A="},
        {.code = CONFIG "config('A', cast=bool)",
         .expected = "!ValueError: Invalid truth value: 2",
         .env = "A=2"},
        {.code = CONFIG "config('A', cast=bool)",
         .expected = "!ValueError: Invalid truth value:  true ",
         .env = "A= True "},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(csv_splits_as_shlex_does)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A', cast=Csv())", .expected = "['a', 'b']", .env = "A=a, b"},
        {.code = CONFIG "config('A', cast=Csv())", .expected = "[]", .env = "A="},
        {.code = CONFIG "config('A', cast=Csv())", .expected = "['a', 'b']", .env = "A=a,,b,"},
        {.code = CONFIG "config('A', cast=Csv())", .expected = "['a,b', 'c']", .env = "A='a,b',c"},
        {.code = CONFIG "config('A', cast=Csv())", .expected = "['a']", .env = "A=a#b,c"},
        {.code = CONFIG "config('A', cast=Csv())",
         .expected = "!ValueError: No closing quotation",
         .env = "A=it's"},
        {.code = CONFIG "config('A', cast=Csv(int))", .expected = "[1, 2]", .env = "A=1,2"},
        {.code = CONFIG "config('A', cast=Csv(post_process=tuple))",
         .expected = "('a', 'b')",
         .env = "A=a,b"},
        {.code = CONFIG "config('A', cast=Csv(delimiter=' '))",
         .expected = "['a', 'b']",
         .env = "A=a b"},
        {.code = CONFIG "config('A', default='x,y', cast=Csv())", .expected = "['x', 'y']"},
        {.code = CONFIG "config('A', default=[], cast=Csv())",
         .expected = "!AttributeError: 'list' object has no attribute 'read'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_cast_may_be_any_function)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A', cast=lambda v: [s.strip() for s in v.split(',')])",
         .expected = "['a', 'b']",
         .env = "A=a, b"},
        {.code = CONFIG "config('A', cast=Choices(['a', 'b']))", .expected = "'a'", .env = "A=a"},
        {.code = CONFIG "config('A', cast=Choices(['a', 'b']))",
         .expected = "!ValueError: Value not in list: 'c'; valid values are ['a', 'b']",
         .env = "A=c"},
        {.code = CONFIG "config('A', cast=Choices([1], cast=int))", .expected = "1", .env = "A=1"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(the_environment_wins_over_the_nearest_file)
{
    static const struct library_case rows[] = {
        {.code = CONFIG "config('A')",
         .expected = "'real'",
         .env = "A=real",
         .files = {{".env", "A=file\n"}}},
        {.code = CONFIG "config('A')", .expected = "'file'", .files = {{".env", "A = 'file'\n"}}},
        {.code = CONFIG "config('A')",
         .expected = "'ini'",
         .files = {{".env", "A=file\n"}, {".hidden", ""}, {"settings.ini", "[settings]\na=ini\n"}}},
        {.code = CONFIG "config('A')",
         .expected = "'near'",
         .files = {{"shop/.env", "A=near\n"}, {"settings.ini", "[settings]\nA=ini\n"}}},
        {.code = CONFIG "config('A', 'd')", .expected = "'d'", .files = {{".env", "#A=1\nB\n"}}},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_repository_may_be_named)
{
    static const struct library_case rows[] = {
        {.code = "from decouple import Config, RepositoryEnv\nc = Config(RepositoryEnv('prod.env'))"
                 "\nX = c('A', cast=int)",
         .expected = "5",
         .files = {{"prod.env", "A=5\n"}}},
        {.code = "from decouple import Config, RepositoryEnv\nc = Config(RepositoryEnv('prod.env'))"
                 "\nX = c('A', cast=int)",
         .expected = "!FileNotFoundError"},
        {.code = "from decouple import Config, RepositoryEnv\nc = Config(RepositoryEnv('/e/.env'))"
                 "\nX = c('A', default=1)",
         .expected = "?int|str"},
        {.code = "from decouple import AutoConfig\nconfig = AutoConfig(search_path='conf')\n"
                 "X = config('A')",
         .expected = "'5'",
         .files = {{"conf/.env", "A=5\n"}}},
    };
    CHECK_CASES(rows);
}
END_TEST

Suite *lib_decouple_suite(void)
{
    const TTest *const tests[] = {a_missing_variable_is_an_undefined_value,
                                  the_cast_applies_to_the_default_too,
                                  bool_knows_twelve_words_and_the_empty_text,
                                  csv_splits_as_shlex_does,
                                  a_cast_may_be_any_function,
                                  the_environment_wins_over_the_nearest_file,
                                  a_repository_may_be_named,
                                  NULL};
    return pf_suite("lib_decouple", tests);
}
