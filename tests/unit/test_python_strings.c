/* String literals in a row, f-strings, t-strings. */
#include "python_help.h"

Suite *python_strings_suite(void);

START_TEST(literals_in_a_row_are_one_value)
{
    static const struct python_case cases[] = {
        {"'a' \"b\" u'c'", "Expr(value=Constant(value='abc'))"},
        {"u'a' 'b'", "Expr(value=Constant(value='ab', kind='u'))"},
        {"b'\\x00\\'' rb'\\x'", "Expr(value=Constant(value=b\"\\x00'\\\\x\"))"},
        {"('a'\n 'b')", "Expr(value=Constant(value='ab'))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(f_strings_are_text_and_fields)
{
    static const struct python_case cases[] = {
        {"f'{x!r:>{w}}{{}}' 'z'",
         "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='x', ctx=Load()), "
         "conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), "
         "FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), "
         "Constant(value='{}z')]))"},
        {"f'{x = }'", "Expr(value=JoinedStr(values=[Constant(value='x = '), "
                      "FormattedValue(value=Name(id='x', ctx=Load()), conversion=114)]))"},
        {"f'{x=:5}'",
         "Expr(value=JoinedStr(values=[Constant(value='x='), FormattedValue(value=Name(id='x', "
         "ctx=Load()), conversion=-1, format_spec=JoinedStr(values=[Constant(value='5')]))]))"},
        {"f'{x=!s}'", "Expr(value=JoinedStr(values=[Constant(value='x='), "
                      "FormattedValue(value=Name(id='x', ctx=Load()), conversion=115)]))"},
        {"rf'\\d{x}'", "Expr(value=JoinedStr(values=[Constant(value='\\\\d'), "
                       "FormattedValue(value=Name(id='x', ctx=Load()), conversion=-1)]))"},
        {"f''", "Expr(value=JoinedStr(values=[]))"},
        {"f'{x:{{}}}'",
         "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='x', ctx=Load()), "
         "conversion=-1, format_spec=JoinedStr(values=[FormattedValue(value=Dict(keys=[], "
         "values=[]), conversion=-1)]))]))"},
        {"f'{(lambda: 1)}'", "Expr(value=JoinedStr(values=[FormattedValue(value=Lambda(args="
                             "arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], "
                             "defaults=[]), body=Constant(value=1)), conversion=-1)]))"},
        {"f'{a!=b}'",
         "Expr(value=JoinedStr(values=[FormattedValue(value=Compare(left=Name(id='a', ctx=Load()), "
         "ops=[NotEq()], comparators=[Name(id='b', ctx=Load())]), conversion=-1)]))"},
        {"f'\\N{SNOWMAN}{x}\\\\{y}'",
         "Expr(value=JoinedStr(values=[Constant(value='\342\230\203'), "
         "FormattedValue(value=Name(id='x', ctx=Load()), conversion=-1), Constant(value='\\\\'), "
         "FormattedValue(value=Name(id='y', ctx=Load()), conversion=-1)]))"},
        {"f'''\n{x}\n'''",
         "Expr(value=JoinedStr(values=[Constant(value='\\n'), FormattedValue(value=Name(id='x', "
         "ctx=Load()), conversion=-1), Constant(value='\\n')]))"},
        {"u'a' f'{b}'", "Expr(value=JoinedStr(values=[Constant(value='a', kind='u'), "
                        "FormattedValue(value=Name(id='b', ctx=Load()), conversion=-1)]))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(quotes_and_lines_may_come_again_inside_a_field)
{
    static const struct python_case cases[] = {
        {"f'{a['b']}'",
         "Expr(value=JoinedStr(values=[FormattedValue(value=Subscript(value=Name(id='a', "
         "ctx=Load()), slice=Constant(value='b'), ctx=Load()), conversion=-1)]))"},
        {"f\"{f\"{f\"{1}\"}\"}\"",
         "Expr(value=JoinedStr(values=[FormattedValue(value=JoinedStr(values=[FormattedValue(value="
         "JoinedStr(values=[FormattedValue(value=Constant(value=1), conversion=-1)]), "
         "conversion=-1)]), conversion=-1)]))"},
        {"f'{\na # comment }'\n}'", "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a',"
                                    " ctx=Load()), conversion=-1)]))"},
        {"f'{\"\\n\".join(a)}'",
         "Expr(value=JoinedStr(values=[FormattedValue(value=Call(func=Attribute(value=Constant("
         "value='\\n'), attr='join', ctx=Load()), args=[Name(id='a', ctx=Load())], keywords=[]), "
         "conversion=-1)]))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(t_strings_keep_the_expression_as_written)
{
    static const struct python_case cases[] = {
        {"t'a{ x + 1 = }b'",
         "Expr(value=TemplateStr(values=[Constant(value='a x + 1 = '), "
         "Interpolation(value=BinOp(left=Name(id='x', ctx=Load()), op=Add(), "
         "right=Constant(value=1)), str=' x + 1', conversion=114), Constant(value='b')]))"},
        {"rt'{x!r:>{w}}'",
         "Expr(value=TemplateStr(values=[Interpolation(value=Name(id='x', ctx=Load()), str='x', "
         "conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), "
         "Interpolation(value=Name(id='w', ctx=Load()), str='w', conversion=-1)]))]))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(a_name_that_is_not_known_leaves_the_text_vague)
{
    static const struct python_case cases[] = {
        {"'\\N{LATIN SMALL LETTER E WITH ACUTE}'", "Expr(value=Constant(value='\303\251'))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(broken_strings_are_told_where_they_break)
{
    static const struct python_fault cases[] = {
        {"x = 'a\n", 1, 5, "not closed on its line"},
        {"x = \"\"\"a\n\n", 1, 5, "triple-quoted string is never closed"},
        {"f'{a'\n", 1, 3, "never closed with '}'"},
        {"f'{a:>'\n", 1, 3, "never closed with '}'"},
        {"f'a}'\n", 1, 4, "a single '}' in an f-string"},
        {"f'{}'\n", 1, 3, "without an expression"},
        {"f'{=}'\n", 1, 3, "without an expression"},
        {"f'{a!x}'\n", 1, 5, "needs 's', 'r' or 'a'"},
        {"f'{a! r}'\n", 1, 5, "needs 's', 'r' or 'a'"},
        {"f'{a b}'\n", 1, 6, "expected '}'"},
        {"f'{lambda x: 1}'\n", 1, 4, "needs parentheses"},
        {"f'abc\n", 1, 1, "f-string is never closed"},
        {"f'''abc\n", 1, 1, "triple-quoted f-string is never closed"},
        {"'a' b'b'\n", 1, 1, "bytes and text"},
        {"t'a' 'b'\n", 1, 1, "join them with '+'"},
        {"'\\x1'\n", 1, 2, "two hexadecimal digits"},
        {"'ab\\u12'\n", 1, 4, "four hexadecimal"},
        {"'\\U00110000'\n", 1, 2, "beyond the last character"},
        {"'\\N'\n", 1, 2, "a character's name in braces"},
        {"b'\303\251'\n", 1, 3, "ASCII characters only"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(the_value_of_an_unknown_character_name_is_not_taken_for_known)
{
    struct python python = python_read(PF_STR("x = 'a\\N{LATIN SMALL LETTER NEVER HEARD OF}'\n"));
    const struct pf_ast *value = python.tree->as.module.body.items[0]->as.assign.value;
    ck_assert_uint_eq(python.faults.count, 0);
    ck_assert(value->as.constant.vague);
    python_end(&python);
}
END_TEST

START_TEST(expressions_in_f_strings_have_their_true_places)
{
    struct python python = python_read(PF_STR("x = 1\ny = f\"\"\"a\n{ b + c }\"\"\"\n"));
    const struct pf_ast *joined = python.tree->as.module.body.items[1]->as.assign.value;
    const struct pf_ast *field = joined->as.list.elts.items[1];
    ck_assert_pf_str_eq(pf_span_text(field->span), PF_STR("{ b + c }"));
    ck_assert_pf_str_eq(pf_span_text(field->as.formatted.value->span), PF_STR("b + c"));
    struct pf_place place = pf_span_start(field->as.formatted.value->span);
    ck_assert_uint_eq(place.line, 3);
    ck_assert_uint_eq(place.column, 3);
    struct pf_buffer zeroed = pf_buffer_new(python.arena);
    pf_ast_dump(&zeroed, python.tree, true);
    ck_assert(pf_str_contains(pf_buffer_str(&zeroed),
                              PF_STR("id='b', ctx=Load(), lineno=0, col_offset=0")));
    python_end(&python);
}
END_TEST

Suite *python_strings_suite(void)
{
    const TTest *const tests[] = {
        literals_in_a_row_are_one_value,
        f_strings_are_text_and_fields,
        quotes_and_lines_may_come_again_inside_a_field,
        t_strings_keep_the_expression_as_written,
        a_name_that_is_not_known_leaves_the_text_vague,
        broken_strings_are_told_where_they_break,
        the_value_of_an_unknown_character_name_is_not_taken_for_known,
        expressions_in_f_strings_have_their_true_places,
        NULL,
    };
    return pf_suite("python_strings", tests);
}
