/* re: expectations are what Python 3.11 gives. */
#include "library_case.h"

Suite *lib_re_suite(void);

#define RE "import re\n"
#define ANYTHING "?NoneType|bool|int|float|str|list|dict"

START_TEST(patterns_match_as_pythons_do)
{
    static const struct library_case rows[] = {
        {.code = RE "X = re.split(r'\\s*,\\s*', 'a, b ,c')", .expected = "['a', 'b', 'c']"},
        {.code = RE "X = re.split(r'(,)', 'a,b,c', maxsplit=1)", .expected = "['a', ',', 'b,c']"},
        {.code = RE "X = re.split(r'', 'ab')", .expected = "['', 'a', 'b', '']"},
        {.code = RE "X = re.sub('x*', '-', 'abxd')", .expected = "'-a-b--d-'"},
        {.code = RE "X = re.sub(r'(a)(b)?', r'<\\1\\g<2>>', 'abac')", .expected = "'<ab><a>c'"},
        {.code = RE "X = re.sub(r'\\d', lambda m: str(int(m.group()) + 1), 'a1b2')",
         .expected = "'a2b3'"},
        {.code = RE "X = re.findall(r'(\\w+)=(\\w*)', 'a=1 b=')",
         .expected = "[('a', '1'), ('b', '')]"},
        {.code = RE "X = re.match(r'(?P<n>[A-Z])x?', 'Ax').groupdict()", .expected = "{'n': 'A'}"},
        {.code = RE "X = re.match(r'(a)(b)?', 'ac').groups()", .expected = "('a', None)"},
        {.code = RE "X = [m.span() for m in re.finditer('\xc3\xa9|b', 'a\xc3\xa9"
                    "b')]",
         .expected = "[(1, 2), (2, 3)]"},
        {.code = RE "X = bool(re.compile('^/API/', re.I | re.M).search('x\\n/api/'))",
         .expected = "True"},
        {.code = RE "X = (re.match('a$', 'a\\n') is None, re.match(r'a\\Z', 'a\\n') is None, "
                    "re.fullmatch('a|ab', 'ab')[0])",
         .expected = "(False, True, 'ab')"},
        {.code = RE "X = re.escape('a.b c')", .expected = "'a\\.b\\ c'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(what_is_wrong_raises)
{
    static const struct library_case rows[] = {
        {.code = RE "X = re.match('a', 'b').group()",
         .expected = "!AttributeError: 'NoneType' object has no attribute 'group'"},
        {.code = RE "X = re.match('a', None)",
         .expected = "!TypeError: expected string or bytes-like object"},
        {.code = RE "X = re.match('a', 'a').group(1)", .expected = "!IndexError: no such group"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(what_pcre2_reads_differently_is_unknown)
{
    static const struct library_case rows[] = {
        {.code = RE "X = re.sub('a++', '', 'aa')", .expected = "?str"},
        {.code = RE "X = re.sub('a{,2}', '', 'aa')", .expected = "?str"},
        {.code = RE "X = re.sub('(?<=a)b', '', 'ab')", .expected = "?str"},
        {.code = RE "X = re.sub('[[:alpha:]]', '', 'ab')", .expected = "?str"},
        {.code = RE "X = re.sub(r'\\w', '', '\xc3\xa9')", .expected = "?str"},
        {.code = RE "X = re.sub(r'\\s', '', '\\x1c')", .expected = "?str"},
        {.code = RE "X = re.sub('(*ACCEPT)', '', 'a')", .expected = "?str"},
        {.code = RE "X = re.sub('$*', '', 'a')", .expected = "?str"},
        {.code = RE "X = re.search('(', 'a')", .expected = ANYTHING},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(patterns_that_take_too_long_are_unknown)
{
    static const struct library_case rows[] = {
        {.code = RE "X = re.match('(a|aa)+$', 'a' * 60 + 'b')", .expected = ANYTHING},
        {.code = RE "X = re.match('a', 'a' * 4096) is None", .expected = "False"},
        {.code = RE "X = re.match('a', 'a' * 4097)", .expected = ANYTHING},
        {.code = RE "X = re.match('a?' * 512, 'a') is None", .expected = "False"},
        {.code = RE "X = re.match('a?' * 512 + 'b', 'a') is None", .expected = "?bool"},
        {.code = RE "X = re.match('(?:' * 30 + 'a' + ')' * 30, 'a') is None", .expected = "False"},
        {.code = RE "X = re.match('(?:' * 31 + 'a' + ')' * 31, 'a')", .expected = ANYTHING},
        {.code = RE "X = re.match('(?:' * 40 + ')' * 40, 'a')", .expected = ANYTHING},
    };
    CHECK_CASES(rows);
}
END_TEST

Suite *lib_re_suite(void)
{
    const TTest *const tests[] = {patterns_match_as_pythons_do, what_is_wrong_raises,
                                  what_pcre2_reads_differently_is_unknown,
                                  patterns_that_take_too_long_are_unknown, NULL};
    return pf_suite("lib_re", tests);
}
