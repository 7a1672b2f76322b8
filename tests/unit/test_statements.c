/* Simple and compound statements, patterns, type parameters. */
#include "python_help.h"

Suite *statements_suite(void);

START_TEST(assignments_have_their_targets)
{
    static const struct python_case cases[] = {
        {"a = *b, c = yield d",
         "Assign(targets=[Name(id='a', ctx=Store()), Tuple(elts=[Starred(value=Name(id='b', "
         "ctx=Store()), ctx=Store()), Name(id='c', ctx=Store())], ctx=Store())], "
         "value=Yield(value=Name(id='d', ctx=Load())))"},
        {"(a): int", "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='int', "
                     "ctx=Load()), simple=0)"},
        {"a: int = yield", "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='int', "
                           "ctx=Load()), value=Yield(), simple=1)"},
        {"a.b: int = 1",
         "AnnAssign(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), "
         "annotation=Name(id='int', ctx=Load()), value=Constant(value=1), simple=0)"},
        {"x @= y", "AugAssign(target=Name(id='x', ctx=Store()), op=MatMult(), value=Name(id='y', "
                   "ctx=Load()))"},
        {"del a, (b[0], [c.d])",
         "Delete(targets=[Name(id='a', ctx=Del()), Tuple(elts=[Subscript(value=Name(id='b', "
         "ctx=Load()), slice=Constant(value=0), ctx=Del()), "
         "List(elts=[Attribute(value=Name(id='c', ctx=Load()), attr='d', ctx=Del())], ctx=Del())], "
         "ctx=Del())])"},
        {"*a, = b", "Assign(targets=[Tuple(elts=[Starred(value=Name(id='a', ctx=Store()), "
                    "ctx=Store())], ctx=Store())], value=Name(id='b', ctx=Load()))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(imports_keep_levels_and_names)
{
    static const struct python_case cases[] = {
        {"from .. import a as b, c",
         "ImportFrom(names=[alias(name='a', asname='b'), alias(name='c')], level=2)"},
        {"from ...x.y import *", "ImportFrom(module='x.y', names=[alias(name='*')], level=3)"},
        {"from . import (a,)", "ImportFrom(names=[alias(name='a')], level=1)"},
        {"import a.b as c, d", "Import(names=[alias(name='a.b', asname='c'), alias(name='d')])"},
        {"from .... import x", "ImportFrom(names=[alias(name='x')], level=4)"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(statements_with_a_word_have_their_nodes)
{
    static const struct python_case cases[] = {
        {"global a, b", "Global(names=['a', 'b'])"},
        {"raise A from B", "Raise(exc=Name(id='A', ctx=Load()), cause=Name(id='B', ctx=Load()))"},
        {"raise", "Raise()"},
        {"assert a, b", "Assert(test=Name(id='a', ctx=Load()), msg=Name(id='b', ctx=Load()))"},
        {"return *a, b", "Return(value=Tuple(elts=[Starred(value=Name(id='a', ctx=Load()), "
                         "ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()))"},
        {"pass; break; continue;", "Pass(), Break(), Continue()"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(compound_statements_nest)
{
    static const struct python_case cases[] = {
        {"if a:\n  b\nelif c: d\nelse:\n  e",
         "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], "
         "orelse=[If(test=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))], "
         "orelse=[Expr(value=Name(id='e', ctx=Load()))])])"},
        {"for a, *b in *c, d: pass\nelse: pass",
         "For(target=Tuple(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', "
         "ctx=Store()), ctx=Store())], ctx=Store()), iter=Tuple(elts=[Starred(value=Name(id='c', "
         "ctx=Load()), ctx=Load()), Name(id='d', ctx=Load())], ctx=Load()), body=[Pass()], "
         "orelse=[Pass()])"},
        {"while a := b: pass", "While(test=NamedExpr(target=Name(id='a', ctx=Store()), "
                               "value=Name(id='b', ctx=Load())), body=[Pass()], orelse=[])"},
        {"try: a\nexcept (A, B) as e: b\nelse: c\nfinally: d",
         "Try(body=[Expr(value=Name(id='a', ctx=Load()))], "
         "handlers=[ExceptHandler(type=Tuple(elts=[Name(id='A', ctx=Load()), Name(id='B', "
         "ctx=Load())], ctx=Load()), name='e', body=[Expr(value=Name(id='b', ctx=Load()))])], "
         "orelse=[Expr(value=Name(id='c', ctx=Load()))], finalbody=[Expr(value=Name(id='d', "
         "ctx=Load()))])"},
        {"try: a\nexcept* A: b",
         "TryStar(body=[Expr(value=Name(id='a', ctx=Load()))], "
         "handlers=[ExceptHandler(type=Name(id='A', ctx=Load()), body=[Expr(value=Name(id='b', "
         "ctx=Load()))])], orelse=[], finalbody=[])"},
        {"with (a as b, c): pass",
         "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', "
         "ctx=Store())), withitem(context_expr=Name(id='c', ctx=Load()))], body=[Pass()])"},
        {"with (a, b) as c, d: pass",
         "With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', "
         "ctx=Load())], ctx=Load()), optional_vars=Name(id='c', ctx=Store())), "
         "withitem(context_expr=Name(id='d', ctx=Load()))], body=[Pass()])"},
        {"with (yield): pass", "With(items=[withitem(context_expr=Yield())], body=[Pass()])"},
        {"@a.b\n@c()\nasync def f(a, b: int = 1, *c: *d, **e) -> x: pass",
         "AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[arg(arg='a'), "
         "arg(arg='b', annotation=Name(id='int', ctx=Load()))], vararg=arg(arg='c', "
         "annotation=Starred(value=Name(id='d', ctx=Load()), ctx=Load())), kwonlyargs=[], "
         "kw_defaults=[], kwarg=arg(arg='e'), defaults=[Constant(value=1)]), body=[Pass()], "
         "decorator_list=[Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load()), "
         "Call(func=Name(id='c', ctx=Load()), args=[], keywords=[])], returns=Name(id='x', "
         "ctx=Load()))"},
        {"class A(B, metaclass=C):\n  x = 1",
         "ClassDef(name='A', bases=[Name(id='B', ctx=Load())], keywords=[keyword(arg='metaclass', "
         "value=Name(id='C', ctx=Load()))], body=[Assign(targets=[Name(id='x', ctx=Store())], "
         "value=Constant(value=1))], decorator_list=[])"},
        {"async def f():\n async with a: pass\n async for b in c: pass",
         "AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
         "kw_defaults=[], defaults=[]), body=[AsyncWith(items=[withitem(context_expr=Name(id='a', "
         "ctx=Load()))], body=[Pass()]), AsyncFor(target=Name(id='b', ctx=Store()), "
         "iter=Name(id='c', ctx=Load()), body=[Pass()], orelse=[])], decorator_list=[])"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(soft_keywords_are_names_elsewhere)
{
    static const struct python_case cases[] = {
        {"match = case = type = 1",
         "Assign(targets=[Name(id='match', ctx=Store()), Name(id='case', ctx=Store()), "
         "Name(id='type', ctx=Store())], value=Constant(value=1))"},
        {"match.x(case)",
         "Expr(value=Call(func=Attribute(value=Name(id='match', ctx=Load()), attr='x', "
         "ctx=Load()), args=[Name(id='case', ctx=Load())], keywords=[]))"},
        {"match[1]: int",
         "AnnAssign(target=Subscript(value=Name(id='match', ctx=Load()), slice=Constant(value=1), "
         "ctx=Store()), annotation=Name(id='int', ctx=Load()), simple=0)"},
        {"match(x)", "Expr(value=Call(func=Name(id='match', ctx=Load()), args=[Name(id='x', "
                     "ctx=Load())], keywords=[]))"},
        {"print(match * 2, type - 1)",
         "Expr(value=Call(func=Name(id='print', ctx=Load()), args=[BinOp(left=Name(id='match', "
         "ctx=Load()), op=Mult(), right=Constant(value=2)), BinOp(left=Name(id='type', "
         "ctx=Load()), op=Sub(), right=Constant(value=1))], keywords=[]))"},
        {"type in x", "Expr(value=Compare(left=Name(id='type', ctx=Load()), ops=[In()], "
                      "comparators=[Name(id='x', ctx=Load())]))"},
        {"match, y = 1, 2",
         "Assign(targets=[Tuple(elts=[Name(id='match', ctx=Store()), Name(id='y', ctx=Store())], "
         "ctx=Store())], value=Tuple(elts=[Constant(value=1), Constant(value=2)], ctx=Load()))"},
        {"_ = match -1",
         "Assign(targets=[Name(id='_', ctx=Store())], value=BinOp(left=Name(id='match', "
         "ctx=Load()), op=Sub(), right=Constant(value=1)))"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(patterns_have_their_nodes)
{
    static const struct python_case cases[] = {
        {"match x, *y:\n case 1 | -2.5 | 1 - 2j: pass\n case None | \"a\" \"b\": pass",
         "Match(subject=Tuple(elts=[Name(id='x', ctx=Load()), Starred(value=Name(id='y', "
         "ctx=Load()), ctx=Load())], ctx=Load()), "
         "cases=[match_case(pattern=MatchOr(patterns=[MatchValue(value=Constant(value=1)), "
         "MatchValue(value=UnaryOp(op=USub(), operand=Constant(value=2.5))), "
         "MatchValue(value=BinOp(left=Constant(value=1), op=Sub(), right=Constant(value=2j)))]), "
         "body=[Pass()]), match_case(pattern=MatchOr(patterns=[MatchSingleton(value=None), "
         "MatchValue(value=Constant(value='ab'))]), body=[Pass()])])"},
        {"match x:\n case [a, *_, (b)] if c: pass\n case (): pass\n case _: pass",
         "Match(subject=Name(id='x', ctx=Load()), "
         "cases=[match_case(pattern=MatchSequence(patterns=[MatchAs(name='a'), MatchStar(), "
         "MatchAs(name='b')]), guard=Name(id='c', ctx=Load()), body=[Pass()]), "
         "match_case(pattern=MatchSequence(patterns=[]), body=[Pass()]), "
         "match_case(pattern=MatchAs(), body=[Pass()])])"},
        {"match (x):\n case {\"k\": v, a.b: 1, **rest}: pass\n case A.B(c, d=E()) as f: pass\n "
         "case *a, b: pass",
         "Match(subject=Name(id='x', ctx=Load()), "
         "cases=[match_case(pattern=MatchMapping(keys=[Constant(value='k'), "
         "Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load())], "
         "patterns=[MatchAs(name='v'), MatchValue(value=Constant(value=1))], rest='rest'), "
         "body=[Pass()]), "
         "match_case(pattern=MatchAs(pattern=MatchClass(cls=Attribute(value=Name(id='A', "
         "ctx=Load()), attr='B', ctx=Load()), patterns=[MatchAs(name='c')], kwd_attrs=['d'], "
         "kwd_patterns=[MatchClass(cls=Name(id='E', ctx=Load()), patterns=[], kwd_attrs=[], "
         "kwd_patterns=[])]), name='f'), body=[Pass()]), "
         "match_case(pattern=MatchSequence(patterns=[MatchStar(name='a'), MatchAs(name='b')]), "
         "body=[Pass()])])"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(type_parameters_and_aliases_are_read)
{
    static const struct python_case cases[] = {
        {"type X[T: int = str, *Ts = *a, **P = b] = c",
         "TypeAlias(name=Name(id='X', ctx=Store()), type_params=[TypeVar(name='T', "
         "bound=Name(id='int', ctx=Load()), default_value=Name(id='str', ctx=Load())), "
         "TypeVarTuple(name='Ts', default_value=Starred(value=Name(id='a', ctx=Load()), "
         "ctx=Load())), ParamSpec(name='P', default_value=Name(id='b', ctx=Load()))], "
         "value=Name(id='c', ctx=Load()))"},
        {"def f[T](x: T) -> T: pass",
         "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[arg(arg='x', "
         "annotation=Name(id='T', ctx=Load()))], kwonlyargs=[], kw_defaults=[], defaults=[]), "
         "body=[Pass()], decorator_list=[], returns=Name(id='T', ctx=Load()), "
         "type_params=[TypeVar(name='T')])"},
        {"class A[T]: pass", "ClassDef(name='A', bases=[], keywords=[], body=[Pass()], "
                             "decorator_list=[], type_params=[TypeVar(name='T')])"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(exceptions_need_no_parentheses)
{
    static const struct python_case cases[] = {
        {"try: pass\nexcept A, B: pass",
         "Try(body=[Pass()], handlers=[ExceptHandler(type=Tuple(elts=[Name(id='A', ctx=Load()), "
         "Name(id='B', ctx=Load())], ctx=Load()), body=[Pass()])], orelse=[], finalbody=[])"},
    };
    PYTHON_CHECK(cases);
}
END_TEST

START_TEST(broken_statements_are_told_where_they_break)
{
    static const struct python_fault cases[] = {
        {"if x = 1: pass\n", 1, 6, "expected ':'"},
        {"if x:\npass\n", 2, 1, "expected an indented block behind 'if' on line 1"},
        {"x = 1\n  y = 2\n", 2, 3, "nothing above it leads in a block"},
        {"if a:\n    b\n  c\n", 3, 3, "indented less than the one before"},
        {"print \"a\"\n", 1, 7, "'print' is a function in Python 3"},
        {"exec \"a\"\n", 1, 6, "'exec' is a function"},
        {"from a import b,\n", 1, 17, "another name"},
        {"import a.*\n", 1, 10, "expected a name"},
        {"try: pass\nx\n", 2, 1, "expected 'except' or 'finally'"},
        {"try: pass\nexcept A: pass\nexcept* B: pass\n", 3, 1, "'except' and 'except*'"},
        {"try: pass\nexcept A, B as e: pass\n", 2, 8, "need parentheses"},
        {"try: pass\nexcept*: pass\n", 2, 8, "expected an exception"},
        {"@a\nx = 1\n", 2, 1, "a function or class"},
        {"async x\n", 1, 7, "behind 'async'"},
        {"raise E, \"m\"\n", 1, 8, "found ','"},
        {"x := 1\n", 1, 3, "parentheses around ':='"},
        {"class A\n  pass\n", 1, 8, "expected ':'"},
        {"def f(:\n  pass\n", 1, 6, "'(' is never closed"},
        {"def f(:)\n", 1, 7, "expected a parameter"},
        {"a ? b\n", 1, 3, "'?' (U+003F) cannot stand here"},
        {"if True:\n\ta\n        b\n", 3, 9, "tabs and spaces are mixed"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(broken_patterns_are_told_where_they_break)
{
    static const struct python_fault cases[] = {
        {"match x:\n case a.b | c(d=1, 2): pass\n", 2, 20, "a pattern without a name"},
        {"match x:\n case {a: 1}: pass\n", 2, 8, "key is a literal or a dotted name"},
        {"match x:\n case _(): pass\n", 2, 8, "expected ':'"},
        {"match x:\n case 1 + 1: pass\n", 2, 11, "cannot calculate"},
        {"match x:\n case 1j + 1: pass\n", 2, 7, "real part"},
        {"match x:\n case *a: pass\n", 2, 7, "'*' alone"},
        {"match x:\n case {**_}: pass\n", 2, 10, "other than '_'"},
        {"match x:\n case a as _: pass\n", 2, 12, "other than '_'"},
        {"match x:\n case 1: pass\n else: pass\n", 3, 2, "expected 'case'"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

Suite *statements_suite(void)
{
    const TTest *const tests[] = {
        assignments_have_their_targets,
        imports_keep_levels_and_names,
        statements_with_a_word_have_their_nodes,
        compound_statements_nest,
        soft_keywords_are_names_elsewhere,
        patterns_have_their_nodes,
        type_parameters_and_aliases_are_read,
        exceptions_need_no_parentheses,
        broken_statements_are_told_where_they_break,
        broken_patterns_are_told_where_they_break,
        NULL,
    };
    return pf_suite("statements", tests);
}
