/* Expressions: binding powers, calls, comprehensions, and what breaks them. */
#include "python_help.h"

Suite *expressions_suite(void);

START_TEST(operators_bind_as_the_grammar_says)
{
    static const struct python_case cases[] = {
        {"-x ** -y", "Expr(value=UnaryOp(op=USub(), operand=BinOp(left=Name(id='x', ctx=Load()), "
                     "op=Pow(), right=UnaryOp(op=USub(), operand=Name(id='y', ctx=Load())))))"},
        {"not a == b", "Expr(value=UnaryOp(op=Not(), operand=Compare(left=Name(id='a', "
                       "ctx=Load()), ops=[Eq()], comparators=[Name(id='b', ctx=Load())])))"},
        {"a or b and c or d", "Expr(value=BoolOp(op=Or(), values=[Name(id='a', ctx=Load()), "
                              "BoolOp(op=And(), values=[Name(id='b', ctx=Load()), Name(id='c', "
                              "ctx=Load())]), Name(id='d', ctx=Load())]))"},
        {"a < b is not c not in d", "Expr(value=Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), "
                                    "IsNot(), NotIn()], comparators=[Name(id='b', ctx=Load()), "
                                    "Name(id='c', ctx=Load()), Name(id='d', ctx=Load())]))"},
        {"a - b - c",
         "Expr(value=BinOp(left=BinOp(left=Name(id='a', ctx=Load()), op=Sub(), right=Name(id='b', "
         "ctx=Load())), op=Sub(), right=Name(id='c', ctx=Load())))"},
        {"2 ** 3 ** 4", "Expr(value=BinOp(left=Constant(value=2), op=Pow(), "
                        "right=BinOp(left=Constant(value=3), op=Pow(), right=Constant(value=4))))"},
        {"a | b ^ c & d << e + f * ~g",
         "Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=BitOr(), "
         "right=BinOp(left=Name(id='b', ctx=Load()), op=BitXor(), right=BinOp(left=Name(id='c', "
         "ctx=Load()), op=BitAnd(), right=BinOp(left=Name(id='d', ctx=Load()), op=LShift(), "
         "right=BinOp(left=Name(id='e', ctx=Load()), op=Add(), right=BinOp(left=Name(id='f', "
         "ctx=Load()), op=Mult(), right=UnaryOp(op=Invert(), operand=Name(id='g', "
         "ctx=Load())))))))))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(conditionals_and_lambdas_take_all_to_their_right)
{
    static const struct python_case cases[] = {
        {"x if y else z if a else b",
         "Expr(value=IfExp(test=Name(id='y', ctx=Load()), body=Name(id='x', ctx=Load()), "
         "orelse=IfExp(test=Name(id='a', ctx=Load()), body=Name(id='z', ctx=Load()), "
         "orelse=Name(id='b', ctx=Load()))))"},
        {"lambda x, /, y=1, *w, k, **v: x if y else z",
         "Expr(value=Lambda(args=arguments(posonlyargs=[arg(arg='x')], args=[arg(arg='y')], "
         "vararg=arg(arg='w'), kwonlyargs=[arg(arg='k')], kw_defaults=[None], kwarg=arg(arg='v'), "
         "defaults=[Constant(value=1)]), body=IfExp(test=Name(id='y', ctx=Load()), "
         "body=Name(id='x', ctx=Load()), orelse=Name(id='z', ctx=Load()))))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(a_comma_or_star_in_brackets_makes_a_tuple)
{
    static const struct python_case cases[] = {
        {"a[b:c, ::d, *e]",
         "Expr(value=Subscript(value=Name(id='a', ctx=Load()), "
         "slice=Tuple(elts=[Slice(lower=Name(id='b', ctx=Load()), upper=Name(id='c', ctx=Load())), "
         "Slice(step=Name(id='d', ctx=Load())), Starred(value=Name(id='e', ctx=Load()), "
         "ctx=Load())], ctx=Load()), ctx=Load()))"},
        {"a[*b]", "Expr(value=Subscript(value=Name(id='a', ctx=Load()), "
                  "slice=Tuple(elts=[Starred(value=Name(id='b', ctx=Load()), ctx=Load())], "
                  "ctx=Load()), ctx=Load()))"},
        {"a[b,]", "Expr(value=Subscript(value=Name(id='a', ctx=Load()), "
                  "slice=Tuple(elts=[Name(id='b', ctx=Load())], ctx=Load()), ctx=Load()))"},
        {"a[b := 1]",
         "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=NamedExpr(target=Name(id='b', "
         "ctx=Store()), value=Constant(value=1)), ctx=Load()))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(calls_keep_arguments_and_keywords_in_order)
{
    static const struct python_case cases[] = {
        {"f(x, *a, k=1, *b, **m)",
         "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[Name(id='x', ctx=Load()), "
         "Starred(value=Name(id='a', ctx=Load()), ctx=Load()), Starred(value=Name(id='b', "
         "ctx=Load()), ctx=Load())], keywords=[keyword(arg='k', value=Constant(value=1)), "
         "keyword(value=Name(id='m', ctx=Load()))]))"},
        {"f(x for x in y if z)",
         "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', "
         "ctx=Load()), generators=[comprehension(target=Name(id='x', ctx=Store()), "
         "iter=Name(id='y', ctx=Load()), ifs=[Name(id='z', ctx=Load())], is_async=0)])], "
         "keywords=[]))"},
        {"f(a := 1)",
         "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[NamedExpr(target=Name(id='a', "
         "ctx=Store()), value=Constant(value=1))], keywords=[]))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(displays_and_comprehensions_have_their_nodes)
{
    static const struct python_case cases[] = {
        {"[*a, b]", "Expr(value=List(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load()), "
                    "Name(id='b', ctx=Load())], ctx=Load()))"},
        {"{**a, b: c}", "Expr(value=Dict(keys=[None, Name(id='b', ctx=Load())], "
                        "values=[Name(id='a', ctx=Load()), Name(id='c', ctx=Load())]))"},
        {"{*a}", "Expr(value=Set(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load())]))"},
        {"{k: v async for k, v in y}",
         "Expr(value=DictComp(key=Name(id='k', ctx=Load()), value=Name(id='v', ctx=Load()), "
         "generators=[comprehension(target=Tuple(elts=[Name(id='k', ctx=Store()), Name(id='v', "
         "ctx=Store())], ctx=Store()), iter=Name(id='y', ctx=Load()), ifs=[], is_async=1)]))"},
        {"{(a := 1): 2}", "Expr(value=Dict(keys=[NamedExpr(target=Name(id='a', ctx=Store()), "
                          "value=Constant(value=1))], values=[Constant(value=2)]))"},
        {"()", "Expr(value=Tuple(elts=[], ctx=Load()))"},
        {"(a,)", "Expr(value=Tuple(elts=[Name(id='a', ctx=Load())], ctx=Load()))"},
        {"(yield a)", "Expr(value=Yield(value=Name(id='a', ctx=Load())))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(await_binds_tighter_than_operators)
{
    static const struct python_case cases[] = {
        {"-await x.y ** 2",
         "Expr(value=UnaryOp(op=USub(), "
         "operand=BinOp(left=Await(value=Attribute(value=Name(id='x', ctx=Load()), attr='y', "
         "ctx=Load())), op=Pow(), right=Constant(value=2))))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(newer_grammars_are_read)
{
    static const struct python_case cases[] = {
        {"f\"{*a}\"", "Expr(value=JoinedStr(values=[FormattedValue(value=Starred(value=Name(id='a',"
                      " ctx=Load()), ctx=Load()), conversion=-1)]))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(broken_expressions_are_told_where_they_break)
{
    static const struct python_fault cases[] = {
        {"a == not b\n", 1, 6, "'not' behind an operator"},
        {"(*a)\n", 1, 2, "a comma behind it makes a tuple"},
        {"x = (a b)\n", 1, 8, "expected ',' or ')' but found 'b'"},
        {"[x, y for x in z]\n", 1, 7, "expected ',' or ']'"},
        {"[*a for a in b]\n", 1, 2, "'*' cannot unpack in a comprehension"},
        {"{**a for a in b}\n", 1, 4, "'**' cannot unpack"},
        {"{1: 2, 3}\n", 1, 9, "':' and the key's value"},
        {"{1: }\n", 1, 5, "the key's value"},
        {"x = 1 if 2\n", 1, 11, "expected 'else'"},
        {"(a.b := 1)\n", 1, 2, "':=' assigns to a name only"},
        {"a.1\n", 1, 2, "expected the end of the statement but found a number"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(arguments_are_checked)
{
    static const struct python_fault cases[] = {
        {"f(a=1, b)\n", 1, 8, "behind one with a name"},
        {"f(**a, b)\n", 1, 8, "behind '**'"},
        {"f(**a, *b)\n", 1, 8, "'*' behind '**'"},
        {"f(x for x in y, 1)\n", 1, 3, "parentheses of its own"},
        {"class A(x for x in y): pass\n", 1, 9, "parentheses of its own"},
        {"f(a.b=1)\n", 1, 3, "an argument's name cannot be an attribute"},
        {"f(True=1)\n", 1, 3, "cannot be True"},
        {"f(a=)\n", 1, 5, "the argument's value"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(parameters_are_checked)
{
    static const struct python_fault cases[] = {
        {"def f(a=1, b): pass\n", 1, 12, "the parameter 'b' needs a default"},
        {"def f(*): pass\n", 1, 7, "'*' needs a named parameter"},
        {"def f(*, **k): pass\n", 1, 7, "'*' needs a named"},
        {"def f(*a, *b): pass\n", 1, 11, "a second '*'"},
        {"def f(/, a): pass\n", 1, 7, "'/' needs a parameter"},
        {"def f(a, /, b, /): pass\n", 1, 16, "a second '/'"},
        {"def f(*a, /): pass\n", 1, 11, "'/' behind '*'"},
        {"def f(**k, a): pass\n", 1, 12, "behind the '**'"},
        {"def f(*a=1): pass\n", 1, 9, "cannot have a default"},
        {"lambda (a): 1\n", 1, 8, "expected a parameter"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(only_targets_are_assigned_to_or_deleted)
{
    static const struct python_fault cases[] = {
        {"f() = 1\n", 1, 1, "cannot assign to a function call; '==' compares"},
        {"None = 1\n", 1, 1, "cannot assign to None"},
        {"a, 1 = b\n", 1, 4, "cannot assign to a number"},
        {"for f() in x: pass\n", 1, 5, "cannot assign to a function call"},
        {"del f()\n", 1, 5, "cannot delete a function call"},
        {"del *a\n", 1, 5, "cannot delete a starred"},
        {"a, b += 1\n", 1, 1, "a tuple cannot be changed by '+='"},
        {"[a]: int\n", 1, 1, "not a list"},
        {"with a as 1: pass\n", 1, 11, "cannot assign to a number"},
        {"x = yield = 1\n", 1, 5, "cannot assign to a yield"},
        {"\"a\" = 1\n", 1, 1, "cannot assign to a string"},
        {"(a if b else c) = 1\n", 1, 2, "a conditional"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

Suite *expressions_suite(void)
{
    const TTest *const tests[] = {
        operators_bind_as_the_grammar_says,
        conditionals_and_lambdas_take_all_to_their_right,
        a_comma_or_star_in_brackets_makes_a_tuple,
        calls_keep_arguments_and_keywords_in_order,
        displays_and_comprehensions_have_their_nodes,
        await_binds_tighter_than_operators,
        newer_grammars_are_read,
        broken_expressions_are_told_where_they_break,
        arguments_are_checked,
        parameters_are_checked,
        only_targets_are_assigned_to_or_deleted,
        NULL,
    };
    return pf_suite("expressions", tests);
}
