/* The core schema: kinds of plain scalars, and what tags make of them. */
#include "document.h"

#include "read/yaml.h"

#include <math.h>

Suite *yaml_scalar_suite(void);

START_TEST(plain_scalars_have_the_kinds_of_yaml_1_2)
{
    static const struct {
        pf_str text;
        enum pf_kind kind;
    } cases[] = {
        {PF_STR_INIT("~"), PF_NULL},       {PF_STR_INIT("null"), PF_NULL},
        {PF_STR_INIT("Null"), PF_NULL},    {PF_STR_INIT("NULL"), PF_NULL},
        {PF_STR_INIT("nULL"), PF_STRING},  {PF_STR_INIT("true"), PF_BOOL},
        {PF_STR_INIT("True"), PF_BOOL},    {PF_STR_INIT("TRUE"), PF_BOOL},
        {PF_STR_INIT("tRUE"), PF_STRING},  {PF_STR_INIT("false"), PF_BOOL},
        {PF_STR_INIT("False"), PF_BOOL},   {PF_STR_INIT("FALSE"), PF_BOOL},
        {PF_STR_INIT("on"), PF_STRING},    {PF_STR_INIT("off"), PF_STRING},
        {PF_STR_INIT("yes"), PF_STRING},   {PF_STR_INIT("no"), PF_STRING},
        {PF_STR_INIT("y"), PF_STRING},     {PF_STR_INIT("n"), PF_STRING},
        {PF_STR_INIT("0"), PF_INT},        {PF_STR_INIT("-0"), PF_INT},
        {PF_STR_INIT("+12"), PF_INT},      {PF_STR_INIT("0777"), PF_INT},
        {PF_STR_INIT("0o17"), PF_INT},     {PF_STR_INIT("0o18"), PF_STRING},
        {PF_STR_INIT("-0o17"), PF_STRING}, {PF_STR_INIT("0x1F"), PF_INT},
        {PF_STR_INIT("0xfg"), PF_STRING},  {PF_STR_INIT("0x"), PF_STRING},
        {PF_STR_INIT("0X1F"), PF_STRING},  {PF_STR_INIT("0b1"), PF_STRING},
        {PF_STR_INIT("1_000"), PF_STRING}, {PF_STR_INIT("1:30"), PF_STRING},
        {PF_STR_INIT("1.5"), PF_REAL},     {PF_STR_INIT("3.10"), PF_REAL},
        {PF_STR_INIT(".5"), PF_REAL},      {PF_STR_INIT("-.5"), PF_REAL},
        {PF_STR_INIT("1."), PF_REAL},      {PF_STR_INIT("1e3"), PF_REAL},
        {PF_STR_INIT("1.e+3"), PF_REAL},   {PF_STR_INIT("e3"), PF_STRING},
        {PF_STR_INIT("1e"), PF_STRING},    {PF_STR_INIT("."), PF_STRING},
        {PF_STR_INIT("+"), PF_STRING},     {PF_STR_INIT(".inf"), PF_REAL},
        {PF_STR_INIT("-.Inf"), PF_REAL},   {PF_STR_INIT("+.INF"), PF_REAL},
        {PF_STR_INIT(".iNF"), PF_STRING},  {PF_STR_INIT("inf"), PF_STRING},
        {PF_STR_INIT(".nan"), PF_REAL},    {PF_STR_INIT(".NaN"), PF_REAL},
        {PF_STR_INIT("-.nan"), PF_STRING}, {PF_STR_INIT("nan"), PF_STRING},
        {PF_STR_INIT("1.2.3"), PF_STRING}, {PF_STR_INIT("2001-12-14"), PF_STRING},
        {PF_STR_INIT("0x1p3"), PF_STRING}, {PF_STR_INIT("1,5"), PF_STRING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].text);
        ck_assert_msg(document.root->kind == cases[i].kind, "%.*s is %s", PF_ARG(cases[i].text),
                      pf_kind_name(document.root->kind));
        ck_assert_pf_str_eq(document.root->text, cases[i].text);
        document_free(&document);
    }
}
END_TEST

START_TEST(integers_have_their_value_and_are_clamped_beyond_64_bits)
{
    static const struct {
        pf_str text;
        int64_t value;
    } cases[] = {
        {PF_STR_INIT("0777"), 777},
        {PF_STR_INIT("0o777"), 511},
        {PF_STR_INIT("0x1F"), 31},
        {PF_STR_INIT("-12"), -12},
        {PF_STR_INIT("+12"), 12},
        {PF_STR_INIT("9223372036854775808"), INT64_MAX},
        {PF_STR_INIT("-9223372036854775809"), INT64_MIN},
        {PF_STR_INIT("0xffffffffffffffffff"), INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].text);
        ck_assert_int_eq(document.root->kind, PF_INT);
        ck_assert_int_eq(document.root->as.integer, cases[i].value);
        document_free(&document);
    }
}
END_TEST

START_TEST(infinities_have_their_sign)
{
    struct document minus = document_read(pf_yaml_read, PF_STR("-.inf"));
    struct document plus = document_read(pf_yaml_read, PF_STR("+.inf"));
    struct document nan = document_read(pf_yaml_read, PF_STR(".NAN"));
    ck_assert(isinf(minus.root->as.real) && minus.root->as.real < 0);
    ck_assert(isinf(plus.root->as.real) && plus.root->as.real > 0);
    ck_assert(isnan(nan.root->as.real));
    document_free(&minus);
    document_free(&plus);
    document_free(&nan);
}
END_TEST

START_TEST(quoted_and_block_scalars_are_strings)
{
    static const pf_str cases[] = {PF_STR_INIT("'1'"), PF_STR_INIT("\"true\""), PF_STR_INIT("''"),
                                   PF_STR_INIT("|-\n  1\n"), PF_STR_INIT(">-\n  null\n")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i]);
        ck_assert_msg(document.root->kind == PF_STRING, "case %zu", i);
        document_free(&document);
    }
}
END_TEST

START_TEST(core_tags_decide_the_kind)
{
    static const struct {
        pf_str bytes;
        enum pf_kind kind;
    } cases[] = {
        {PF_STR_INIT("!!str 1"), PF_STRING},
        {PF_STR_INIT("!!str"), PF_STRING},
        {PF_STR_INIT("! 1"), PF_STRING},
        {PF_STR_INIT("&a ! 1"), PF_STRING},
        {PF_STR_INIT("!!int '1'"), PF_INT},
        {PF_STR_INIT("!!float 1"), PF_REAL},
        {PF_STR_INIT("!!float .inf"), PF_REAL},
        {PF_STR_INIT("!!bool \"true\""), PF_BOOL},
        {PF_STR_INIT("!!null ''"), PF_NULL},
        {PF_STR_INIT("!!seq [1]"), PF_SEQ},
        {PF_STR_INIT("!!map {a: 1}"), PF_MAP},
        {PF_STR_INIT("! [1]"), PF_SEQ},
        {PF_STR_INIT("!<tag:yaml.org,2002:int> '7'"), PF_INT},
        {PF_STR_INIT("%TAG !y! tag:yaml.org,2002:\n--- !y!str 1"), PF_STRING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].bytes);
        ck_assert_no_faults(&document);
        ck_assert_msg(document.root->kind == cases[i].kind, "%.*s is %s", PF_ARG(cases[i].bytes),
                      pf_kind_name(document.root->kind));
        document_free(&document);
    }
}
END_TEST

START_TEST(a_tag_that_does_not_fit_or_is_unknown_is_told_and_changes_nothing)
{
    static const struct {
        pf_str bytes;
        enum pf_kind kind;
        const char *part;
    } cases[] = {
        {PF_STR_INIT("!!int x"), PF_STRING, "'!!int' does not fit"},
        {PF_STR_INIT("!!bool 1"), PF_INT, "'!!bool' does not fit"},
        {PF_STR_INIT("!!float true"), PF_BOOL, "of type bool"},
        {PF_STR_INIT("!!seq {a: 1}"), PF_MAP, "'!!seq' does not fit"},
        {PF_STR_INIT("!!str [1]"), PF_SEQ, "'!!str' does not fit"},
        {PF_STR_INIT("!Ref 1"), PF_INT, "'!Ref' has no meaning"},
        {PF_STR_INIT("!!binary abc"), PF_STRING, "tag:yaml.org,2002:binary"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].bytes);
        ck_assert_int_eq(document.root->kind, cases[i].kind);
        const struct pf_fault *fault = document_fault(&document, PF_FAULT_SUSPICIOUS);
        ck_assert_ptr_nonnull(fault);
        ck_assert_msg(pf_str_contains(fault->message, pf_str_c(cases[i].part)), "%.*s",
                      PF_ARG(fault->message));
        document_free(&document);
    }
}
END_TEST

Suite *yaml_scalar_suite(void)
{
    const TTest *const tests[] = {
        plain_scalars_have_the_kinds_of_yaml_1_2,
        integers_have_their_value_and_are_clamped_beyond_64_bits,
        infinities_have_their_sign,
        quoted_and_block_scalars_are_strings,
        core_tags_decide_the_kind,
        a_tag_that_does_not_fit_or_is_unknown_is_told_and_changes_nothing,
        NULL,
    };
    return pf_suite("yaml_scalar", tests);
}
