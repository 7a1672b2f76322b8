/* The JSON reader: what RFC 8259 allows, the tree, and how it goes on after errors. */
#include "document.h"

#include "base/buffer.h"
#include "read/json.h"

#include <math.h>

Suite *json_suite(void);

static struct document read_json(pf_str bytes)
{
    return document_read(pf_json_read, bytes);
}

#define READ(literal) read_json(PF_STR(literal))

static bool is_refused(const struct document *document)
{
    return pf_faults_has(&document->faults, PF_FAULT_UNPARSABLE) ||
           pf_faults_has(&document->faults, PF_FAULT_UNREADABLE) ||
           pf_faults_has(&document->faults, PF_FAULT_LIMIT);
}

/* --- RFC 8259: every class of JSONTestSuite --- */

START_TEST(what_the_rfc_allows_has_no_fault)
{
    static const pf_str cases[] = {
        PF_STR_INIT("[]"),
        PF_STR_INIT("[[]   ]"),
        PF_STR_INIT("[\"\"]"),
        PF_STR_INIT("[\"a\"]\n"),
        PF_STR_INIT(" [1]"),
        PF_STR_INIT("[1\n]"),
        PF_STR_INIT("[false]"),
        PF_STR_INIT("[null, 1, \"1\", {}]"),
        PF_STR_INIT("[1,null,null,null,2]"),
        PF_STR_INIT("[2] "),
        PF_STR_INIT("\t\r\n [\t\r\n ]\t\r\n "),
        PF_STR_INIT("[123e65]"),
        PF_STR_INIT("[0e+1]"),
        PF_STR_INIT("[0E1]"),
        PF_STR_INIT("[ 4]"),
        PF_STR_INIT("[-0.00000000000000000000000000000000000000000000000000000000000000000000001]"),
        PF_STR_INIT("[20e1]"),
        PF_STR_INIT("[-0]"),
        PF_STR_INIT("[-123]"),
        PF_STR_INIT("[-1]"),
        PF_STR_INIT("[-0.0]"),
        PF_STR_INIT("[1E22]"),
        PF_STR_INIT("[1E-2]"),
        PF_STR_INIT("[1E+2]"),
        PF_STR_INIT("[1.5e-7]"),
        PF_STR_INIT("[123.456789]"),
        PF_STR_INIT("{}"),
        PF_STR_INIT("{\"\":0}"),
        PF_STR_INIT("{\"a\":\"b\", \"c\":\"d\"}"),
        PF_STR_INIT("{\"a\\u0000b\": 1}"),
        PF_STR_INIT("{\"a\":[]}"),
        PF_STR_INIT("{\n\"a\": \"b\"\n}"),
        PF_STR_INIT("[\"\\u0060\\u012a\\u12AB\"]"),
        PF_STR_INIT("[\"\\uD801\\udc37\"]"),
        PF_STR_INIT("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]"),
        PF_STR_INIT("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
        PF_STR_INIT("[\"\\\\u0000\"]"),
        PF_STR_INIT("[\"\\\"\"]"),
        PF_STR_INIT("[\"a/*b*/c/*d//e\"]"),
        PF_STR_INIT("[\"\\\\a\"]"),
        PF_STR_INIT("[\"\\u0012\"]"),
        PF_STR_INIT("[\"\\uFFFF\"]"),
        PF_STR_INIT("[\"\xf4\x8f\xbf\xbf\"]"),
        PF_STR_INIT("[\"\xef\xbf\xbf\"]"),
        PF_STR_INIT("[\"\\u0000\"]"),
        PF_STR_INIT("[\"\\u002c\"]"),
        PF_STR_INIT("\" \""),
        PF_STR_INIT("[\"\\u0821\"]"),
        PF_STR_INIT("[\"\xe2\x80\xa8\xe2\x80\xa9\"]"),
        PF_STR_INIT("[\"\x7f\"]"),
        PF_STR_INIT("[\"\xc2\xa0\xef\xbb\xbf\"]"),
        PF_STR_INIT("[\"\\uDBFF\\uDFFE\"]"),
        PF_STR_INIT("false"),
        PF_STR_INIT("42"),
        PF_STR_INIT("-0.1"),
        PF_STR_INIT("null"),
        PF_STR_INIT("\"\""),
        PF_STR_INIT("true"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i]);
        ck_assert_msg(document.faults.count == 0, "%.*s: %.*s", PF_ARG(cases[i]),
                      PF_ARG(document.faults.items[0].message));
        ck_assert_pf_str_eq(document_text(document.root), pf_str_trim(cases[i]));
        document_free(&document);
    }
}
END_TEST

START_TEST(what_the_rfc_forbids_has_a_fault)
{
    static const pf_str cases[] = {
        PF_STR_INIT(""),
        PF_STR_INIT(" "),
        PF_STR_INIT("[1 true]"),
        PF_STR_INIT("[a\xe5]"),
        PF_STR_INIT("[\"\": 1]"),
        PF_STR_INIT("[\"\"],"),
        PF_STR_INIT("[,1]"),
        PF_STR_INIT("[1,,2]"),
        PF_STR_INIT("[\"x\",,]"),
        PF_STR_INIT("[\"x\"]]"),
        PF_STR_INIT("[\"\",]"),
        PF_STR_INIT("[\"x\""),
        PF_STR_INIT("[x"),
        PF_STR_INIT("[3[4]]"),
        PF_STR_INIT("[\xff]"),
        PF_STR_INIT("[1:2]"),
        PF_STR_INIT("[,]"),
        PF_STR_INIT("[-]"),
        PF_STR_INIT("[   , \"\"]"),
        PF_STR_INIT("[\"a\",\n4\n,1,"),
        PF_STR_INIT("[1,]"),
        PF_STR_INIT("[\"\va\"\\f]"),
        PF_STR_INIT("[*]"),
        PF_STR_INIT("[1,"),
        PF_STR_INIT("[{}"),
        PF_STR_INIT("[fals]"),
        PF_STR_INIT("[nul]"),
        PF_STR_INIT("[tru]"),
        PF_STR_INIT("123\0"),
        PF_STR_INIT("[++1234]"),
        PF_STR_INIT("[+1]"),
        PF_STR_INIT("[+Inf]"),
        PF_STR_INIT("[-01]"),
        PF_STR_INIT("[-1.0.]"),
        PF_STR_INIT("[-2.]"),
        PF_STR_INIT("[-NaN]"),
        PF_STR_INIT("[.-1]"),
        PF_STR_INIT("[.2e-3]"),
        PF_STR_INIT("[0.1.2]"),
        PF_STR_INIT("[0.3e+]"),
        PF_STR_INIT("[0.3e]"),
        PF_STR_INIT("[0.e1]"),
        PF_STR_INIT("[0E+]"),
        PF_STR_INIT("[0e]"),
        PF_STR_INIT("[1.0e-]"),
        PF_STR_INIT("[1 000.0]"),
        PF_STR_INIT("[1eE2]"),
        PF_STR_INIT("[2.e3]"),
        PF_STR_INIT("[9.e+]"),
        PF_STR_INIT("[Inf]"),
        PF_STR_INIT("[NaN]"),
        PF_STR_INIT("[\xef\xbc\x91]"),
        PF_STR_INIT("[1+2]"),
        PF_STR_INIT("[0x1]"),
        PF_STR_INIT("[0x42]"),
        PF_STR_INIT("[Infinity]"),
        PF_STR_INIT("[0e+-1]"),
        PF_STR_INIT("[-123.123foo]"),
        PF_STR_INIT("[123\xe5]"),
        PF_STR_INIT("[-Infinity]"),
        PF_STR_INIT("[-foo]"),
        PF_STR_INIT("[- 1]"),
        PF_STR_INIT("[-012]"),
        PF_STR_INIT("[-.123]"),
        PF_STR_INIT("[-1x]"),
        PF_STR_INIT("[1ea]"),
        PF_STR_INIT("[.123]"),
        PF_STR_INIT("[1.]"),
        PF_STR_INIT("[1.2a-3]"),
        PF_STR_INIT("[012]"),
        PF_STR_INIT("[\"x\", truth]"),
        PF_STR_INIT("{[: \"x\"}\n"),
        PF_STR_INIT("{\"x\", null}"),
        PF_STR_INIT("{\"x\"::\"b\"}"),
        PF_STR_INIT("{\xf0\x9f\x87\xa8\xf0\x9f\x87\xad}"),
        PF_STR_INIT("{\"a\":\"a\" 123}"),
        PF_STR_INIT("{key: 'value'}"),
        PF_STR_INIT("{\"\xb9\":\"0\",}"),
        PF_STR_INIT("{\"a\" b}"),
        PF_STR_INIT("{:\"b\"}"),
        PF_STR_INIT("{\"a\" \"b\"}"),
        PF_STR_INIT("{\"a\":"),
        PF_STR_INIT("{\"a\""),
        PF_STR_INIT("{1:1}"),
        PF_STR_INIT("{9999E9999:1}"),
        PF_STR_INIT("{null:null,null:null}"),
        PF_STR_INIT("{\"id\":0,,,,,}"),
        PF_STR_INIT("{'a':0}"),
        PF_STR_INIT("{\"id\":0,}"),
        PF_STR_INIT("{\"a\":\"b\"}/**/"),
        PF_STR_INIT("{\"a\":\"b\"}/**//"),
        PF_STR_INIT("{\"a\":\"b\"}//"),
        PF_STR_INIT("{\"a\":\"b\"}/"),
        PF_STR_INIT("{\"a\":\"b\",,\"c\":\"d\"}"),
        PF_STR_INIT("{a: \"b\"}"),
        PF_STR_INIT("{\"a\":\"a"),
        PF_STR_INIT("{ \"foo\" : \"bar\", \"a\" }"),
        PF_STR_INIT("{\"a\":\"b\"}#"),
        PF_STR_INIT("[\"\\uD800\\\"]"),
        PF_STR_INIT("[\"\\uD800\\u\"]"),
        PF_STR_INIT("[\"\\uD800\\u1\"]"),
        PF_STR_INIT("[\"\\uD800\\u1x\"]"),
        PF_STR_INIT("[\xc3\xa9]"),
        PF_STR_INIT("[\"\\\0\"]"),
        PF_STR_INIT("[\"\\x00\"]"),
        PF_STR_INIT("[\"\\\\\\\"]"),
        PF_STR_INIT("[\"\\\t\"]"),
        PF_STR_INIT("[\"\\\xf0\x9f\x8c\x80\"]"),
        PF_STR_INIT("[\"\\\"]"),
        PF_STR_INIT("[\"\\u00A\"]"),
        PF_STR_INIT("[\"\\uD834\\uDd\"]"),
        PF_STR_INIT("[\"\\uD800\\uD800\\x\"]"),
        PF_STR_INIT("[\"\\a\"]"),
        PF_STR_INIT("[\"\\uqqqq\"]"),
        PF_STR_INIT("[\"\\\xe5\"]"),
        PF_STR_INIT("[\\u0020\"asd\"]"),
        PF_STR_INIT("[\\n]"),
        PF_STR_INIT("\""),
        PF_STR_INIT("['single quote']"),
        PF_STR_INIT("abc"),
        PF_STR_INIT("[\"\\"),
        PF_STR_INIT("[\"a\0a\"]"),
        PF_STR_INIT("[\"new\nline\"]"),
        PF_STR_INIT("[\"\t\"]"),
        PF_STR_INIT("\"\\UA66D\""),
        PF_STR_INIT("\"\"x"),
        PF_STR_INIT("<.>"),
        PF_STR_INIT("[<null>]"),
        PF_STR_INIT("[1]x"),
        PF_STR_INIT("[1]]"),
        PF_STR_INIT("[\"asd]"),
        PF_STR_INIT("a\xc3\xa5"),
        PF_STR_INIT("[True]"),
        PF_STR_INIT("1]"),
        PF_STR_INIT("{\"x\": true,"),
        PF_STR_INIT("[][]"),
        PF_STR_INIT("]"),
        PF_STR_INIT("\xef\xbb{}"),
        PF_STR_INIT("\xe5"),
        PF_STR_INIT("["),
        PF_STR_INIT("[\0]"),
        PF_STR_INIT("2@"),
        PF_STR_INIT("{}}"),
        PF_STR_INIT("{\"\":"),
        PF_STR_INIT("{\"a\":/*comment*/\"b\"}"),
        PF_STR_INIT("{\"a\": true} \"x\""),
        PF_STR_INIT("['"),
        PF_STR_INIT("[,"),
        PF_STR_INIT("[{"),
        PF_STR_INIT("[\"a"),
        PF_STR_INIT("[\"a\""),
        PF_STR_INIT("{"),
        PF_STR_INIT("{]"),
        PF_STR_INIT("{,"),
        PF_STR_INIT("{["),
        PF_STR_INIT("{\"a"),
        PF_STR_INIT("{'a'"),
        PF_STR_INIT("[\"\\{[\"\\{[\"\\{[\"\\{"),
        PF_STR_INIT("*"),
        PF_STR_INIT("{\"a\":\"b\"}#{}"),
        PF_STR_INIT("[\\u000A\"\"]"),
        PF_STR_INIT("[1"),
        PF_STR_INIT("[ false, nul"),
        PF_STR_INIT("{\"asd\":\"asd\""),
        PF_STR_INIT("\xc3\xa5"),
        PF_STR_INIT("[\xe2\x81\xa0]"),
        PF_STR_INIT("[\f]"),
        PF_STR_INIT("[\xc2\xa0]"),
        PF_STR_INIT("\xef\xbb\xbf"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i]);
        ck_assert_msg(is_refused(&document), "case %zu: %.*s", i, PF_ARG(cases[i]));
        document_free(&document);
    }
}
END_TEST

START_TEST(what_the_rfc_leaves_open_is_decided)
{
    static const struct {
        pf_str bytes;
        enum pf_fault_kind kind;
    } cases[] = {
        {PF_STR_INIT("\xef\xbb\xbf{}"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[\"\\uD800\"]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[\"\\uDd1e\\uD834\"]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[\"\\uD800\\n\"]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[\"\\uD800\\uD800\\uDC00\"]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[1e400]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[-1e+9999]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[100000000000000000000]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[-100000000000000000000]"), PF_FAULT_SUSPICIOUS},
        {PF_STR_INIT("[\"\xff\"]"), PF_FAULT_UNREADABLE},
        {PF_STR_INIT("[\"\xc0\xaf\"]"), PF_FAULT_UNREADABLE},
        {PF_STR_INIT("[\"\xed\xa0\x80\"]"), PF_FAULT_UNREADABLE},
        {PF_STR_INIT("[\"\xf4\xbf\xbf\xbf\"]"), PF_FAULT_UNREADABLE},
        {PF_STR_INIT("\xff\xfe[\0]\0"), PF_FAULT_UNREADABLE},
        {PF_STR_INIT("\0[\0\"\0\xe9\0\"\0]"), PF_FAULT_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i].bytes);
        ck_assert_msg(document.faults.count >= 1 && document.faults.items[0].kind == cases[i].kind,
                      "case %zu", i);
        document_free(&document);
    }
    struct document tiny = READ("[123.456e-789]");
    ck_assert_no_faults(&tiny);
    document_free(&tiny);
}
END_TEST

/* --- the tree --- */

START_TEST(keys_and_values_have_spans_in_bytes)
{
    struct document document =
        READ("\xef\xbb\xbf{\"\xc3\xa9\" : [1, {\"a\":\"b\\n\"} ] , \"z\":-1.50}");
    const struct pf_node *list = document.root->items[0];
    ck_assert_pf_str_eq(document_text(list->key), PF_STR("\"\xc3\xa9\""));
    ck_assert_pf_str_eq(list->key->text, PF_STR("\xc3\xa9"));
    ck_assert_pf_str_eq(document_text(list), PF_STR("[1, {\"a\":\"b\\n\"} ]"));
    const struct pf_node *a = pf_node_get(pf_node_at(list, 1), "a");
    ck_assert_pf_str_eq(document_text(a), PF_STR("\"b\\n\""));
    ck_assert_pf_str_eq(a->text, PF_STR("b\n"));
    ck_assert_int_eq(a->style, PF_STYLE_DOUBLE);
    ck_assert_pf_str_eq(pf_node_get(document.root, "z")->text, PF_STR("-1.50"));
    ck_assert_uint_eq(document.root->span.at, 3);
    document_free(&document);
}
END_TEST

START_TEST(numbers_keep_their_text_and_are_clamped)
{
    static const struct {
        pf_str text;
        enum pf_kind kind;
        int64_t integer;
    } cases[] = {
        {PF_STR_INIT("0"), PF_INT, 0},
        {PF_STR_INIT("-0"), PF_INT, 0},
        {PF_STR_INIT("9223372036854775807"), PF_INT, INT64_MAX},
        {PF_STR_INIT("9223372036854775808"), PF_INT, INT64_MAX},
        {PF_STR_INIT("-9223372036854775808"), PF_INT, INT64_MIN},
        {PF_STR_INIT("1.0"), PF_REAL, 0},
        {PF_STR_INIT("1e2"), PF_REAL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i].text);
        ck_assert_int_eq(document.root->kind, cases[i].kind);
        ck_assert_pf_str_eq(document.root->text, cases[i].text);
        if (cases[i].kind == PF_INT)
            ck_assert_int_eq(document.root->as.integer, cases[i].integer);
        document_free(&document);
    }
}
END_TEST

START_TEST(equal_keys_are_told_with_both_places_and_both_kept)
{
    struct document document = READ("{\"a\":1,\n\"b\":2,\n\"\\u0061\":3}");
    ck_assert_uint_eq(document.faults.count, 1);
    ck_assert_fault(&document, PF_FAULT_DUPLICATE_KEY, 3, 1, "'a'");
    ck_assert_uint_eq(pf_span_start(document.faults.items[0].other).line, 1);
    ck_assert_uint_eq(document.root->count, 3);
    ck_assert_pf_str_eq(pf_node_get(document.root, "a")->text, PF_STR("1"));
    document_free(&document);
}
END_TEST

/* --- going on after errors --- */

static void dump(struct pf_buffer *out, const struct pf_node *node)
{
    if (node->key != NULL)
        pf_buffer_format(out, "%.*s:", PF_ARG(node->key->text));
    if (node->kind == PF_ANY)
        pf_buffer_add_c(out, "?");
    else if (node->kind == PF_STRING)
        pf_buffer_format(out, "'%.*s'", PF_ARG(node->text));
    else if (pf_node_is_scalar(node))
        pf_buffer_add(out, node->text);
    if (node->kind != PF_MAP && node->kind != PF_SEQ)
        return;
    pf_buffer_add_c(out, node->kind == PF_MAP ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            pf_buffer_add_byte(out, ' ');
        dump(out, node->items[i]);
    }
    pf_buffer_add_c(out, node->kind == PF_MAP ? "}" : "]");
}

START_TEST(after_an_error_the_rest_is_read_as_it_was_meant)
{
    static const struct {
        pf_str bytes;
        const char *tree;
        unsigned faults, line, column; /* of the first */
        const char *part;
    } cases[] = {
        {PF_STR_INIT("[1 2]"), "[1 2]", 1, 1, 3, "a ',' is missing"},
        {PF_STR_INIT("{\"a\":1\n\"b\":2}"), "{a:1 b:2}", 1, 1, 7, "a ',' is missing"},
        {PF_STR_INIT("{\"a\":1,\n}"), "{a:1}", 1, 1, 7, "no ',' may stand before the '}'"},
        {PF_STR_INIT("[1,2,]"), "[1 2]", 1, 1, 5, "no ',' may stand before the ']'"},
        {PF_STR_INIT("[1,,2]"), "[1 ? 2]", 1, 1, 4, "a value is missing"},
        {PF_STR_INIT("{,\"a\":1}"), "{a:1}", 1, 1, 2, "a key and its value are missing"},
        {PF_STR_INIT("{'a':'b'}"), "{a:'b'}", 2, 1, 2, "double quotes, not single"},
        {PF_STR_INIT("{a:1}"), "{a:1}", 1, 1, 2, "a key stands in double quotes"},
        {PF_STR_INIT("{1:2}"), "{1:2}", 1, 1, 2, "a key stands in double quotes"},
        {PF_STR_INIT("{\"a\":b}"), "{a:'b'}", 1, 1, 6, "text stands in double quotes"},
        {PF_STR_INIT("{\"a\" 1}"), "{a:1}", 1, 1, 5, "a ':' is missing"},
        {PF_STR_INIT("{\"a\"=1}"), "{a:1}", 1, 1, 5, "not '='"},
        {PF_STR_INIT("{\"a\"::1}"), "{a:1}", 1, 1, 6, "one too many"},
        {PF_STR_INIT("{\"a\"}"), "{a:?}", 1, 1, 2, "this key has no value"},
        {PF_STR_INIT("{\"a\",\"b\":1}"), "{a:? b:1}", 1, 1, 2, "this key has no value"},
        {PF_STR_INIT("{\"a\":,\"b\":1}"), "{a:? b:1}", 1, 1, 6, "a value is missing"},
        {PF_STR_INIT("{:1}"), "{:1}", 1, 1, 2, "a key is missing"},
        {PF_STR_INIT("{[1]:2}"), "{[1]:2}", 1, 1, 2, "this is a list or a map"},
        {PF_STR_INIT("[1;2]"), "[1 2]", 1, 1, 3, "not ';'"},
        {PF_STR_INIT("// c\n{\"a\":1} # d"), "{a:1}", 2, 1, 1, "no comments"},
        {PF_STR_INIT("{/* c\n */\"a\":1}"), "{a:1}", 1, 1, 2, "no comments"},
        {PF_STR_INIT("[1, /* c"), "[1]", 2, 1, 5, "never closed"},
        {PF_STR_INIT("[True,None,NaN]"), "[True None NaN]", 3, 1, 2, "write 'true'"},
        {PF_STR_INIT("[+1,.5,1.,012]"), "[+1 .5 1. 012]", 4, 1, 2, "no leading '+'"},
        {PF_STR_INIT("[0x1F,1_000]"), "['0x1F' '1_000']", 2, 1, 2, "neither a number"},
        {PF_STR_INIT("{\"a\":\"b,\n\"c\":\"d\"}"), "{a:'b' c:'d'}", 1, 1, 6,
         "not closed on its line"},
        {PF_STR_INIT("{\"a\":\"b ,\r\n\"c\":1}"), "{a:'b' c:1}", 1, 1, 6, "not closed on its line"},
        {PF_STR_INIT("{\"a\":\"b\n}"), "{a:'b'}", 1, 1, 6, "not closed on its line"},
        {PF_STR_INIT("[\"a\tb\"]"), "['a\tb']", 1, 1, 4, "U+0009"},
        {PF_STR_INIT("[\"\\d+\"]"), "['\\d+']", 1, 1, 3, "none of JSON's escapes"},
        {PF_STR_INIT("[\"it\\'s\"]"), "['it's']", 1, 1, 5, "needs no '\\'"},
        {PF_STR_INIT("[\"\\u12\"]"), "['\\u12']", 1, 1, 3, "four hexadecimal digits"},
        {PF_STR_INIT("[\"\\ud800x\"]"), "['\xef\xbf\xbdx']", 1, 1, 3, "surrogate"},
        {PF_STR_INIT("[\"a\xff\"]"), "['a\xef\xbf\xbd']", 1, 1, 4, "0xFF is not UTF-8"},
        {PF_STR_INIT("{\"a\":[1,2}"), "{a:[1 2]}", 1, 1, 10, "a ']' is missing before this '}'"},
        {PF_STR_INIT("[{\"a\":1]"), "[{a:1}]", 1, 1, 8, "a '}' is missing before this ']'"},
        {PF_STR_INIT("{\"a\":[1,2,\n\"b\":3}"), "{a:[1 2] b:3}", 1, 2, 1,
         "missing before this key"},
        {PF_STR_INIT("{\"a\":[{}\n\"b\":3}"), "{a:[{}] b:3}", 3, 1, 9, "a ',' is missing"},
        {PF_STR_INIT("[1}]"), "[1]", 1, 1, 3, "closes nothing"},
        {PF_STR_INIT("{\"a\":1]}"), "{a:1}", 1, 1, 7, "closes nothing"},
        {PF_STR_INIT("{\"a\":[1,\n 2"), "{a:[1 2]}", 2, 1, 6, "never closed"},
        {PF_STR_INIT("[1:2]"), "[1 2]", 2, 1, 3, "a ',' is missing"},
        {PF_STR_INIT("[1] [2]"), "[1]", 1, 1, 5, "the document ended above"},
        {PF_STR_INIT("[\xc2\xa0"
                     "1]"),
         "[1]", 1, 1, 2, "U+00A0 looks like a space"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i].bytes);
        struct pf_buffer tree = pf_buffer_new(document.arena);
        dump(&tree, document.root);
        ck_assert_pf_str_eq(pf_buffer_str(&tree), pf_str_c(cases[i].tree));
        ck_assert_msg(document.faults.count == cases[i].faults, "case %zu: %zu faults", i,
                      document.faults.count);
        struct pf_place place = pf_span_start(document.faults.items[0].span);
        ck_assert_msg(
            place.line == cases[i].line && place.column == cases[i].column &&
                pf_str_contains(document.faults.items[0].message, pf_str_c(cases[i].part)),
            "case %zu: %u:%u %.*s", i, place.line, place.column,
            PF_ARG(document.faults.items[0].message));
        document_free(&document);
    }
}
END_TEST

START_TEST(foreign_words_have_the_value_they_mean)
{
    struct document document = READ("[True, FALSE, None, NaN, -Infinity, +1, 012]");
    static const enum pf_kind kinds[] = {PF_BOOL, PF_BOOL, PF_NULL, PF_REAL,
                                         PF_REAL, PF_INT,  PF_INT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        ck_assert_int_eq(pf_node_at(document.root, i)->kind, kinds[i]);
    ck_assert(pf_node_at(document.root, 0)->as.boolean);
    ck_assert(!pf_node_at(document.root, 1)->as.boolean);
    ck_assert(isnan(pf_node_at(document.root, 3)->as.real));
    ck_assert(pf_node_at(document.root, 4)->as.real < 0);
    ck_assert_int_eq(pf_node_at(document.root, 6)->as.integer, 12);
    document_free(&document);
}
END_TEST

/* --- limits --- */

static struct document read_repeated(const char *before, const char *piece, int count,
                                     const char *after)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, before);
    for (int i = 0; i < count; i++)
        pf_buffer_add_c(&text, piece);
    pf_buffer_add_c(&text, after);
    struct document document = read_json(pf_buffer_str(&text));
    pf_arena_free(arena);
    return document;
}

START_TEST(depth_is_limited_at_its_limit_and_what_follows_is_read)
{
    struct document fits = read_repeated("", "[", PF_JSON_DEPTH, "");
    ck_assert_ptr_null(document_fault(&fits, PF_FAULT_LIMIT));
    document_free(&fits);
    struct document deeper = read_repeated(
        "{\"a\":", "[", PF_JSON_DEPTH,
        "\"]\", {\"'\": 1}]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
        "]],\"b\":1}");
    ck_assert_fault(&deeper, PF_FAULT_LIMIT, 1, 5 + PF_JSON_DEPTH, "deeper than 64");
    ck_assert_uint_eq(deeper.faults.count, 1);
    ck_assert_int_eq(pf_node_get(deeper.root, "b")->kind, PF_INT);
    document_free(&deeper);
}
END_TEST

START_TEST(floods_end_soon)
{
    static const char *const pieces[] = {"[",  "{",  "{\"a\":", "[[],",      "\"",
                                         ",",  ":",  "]",       "[\"a\":",   "'",
                                         "/*", "\\", "-",       "{\"a\":[1,"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct document document = read_repeated("", pieces[i], 100000, "");
        ck_assert(is_refused(&document));
        document_free(&document);
        document = read_repeated("{\"a\":[", pieces[i], 100000, "");
        ck_assert(is_refused(&document));
        document_free(&document);
    }
}
END_TEST

START_TEST(values_are_limited_at_their_limit_and_not_before)
{
    struct document fits = read_repeated("[0", ",0", PF_JSON_NODES - 2, "]");
    ck_assert_no_faults(&fits);
    ck_assert_uint_eq(fits.root->count, PF_JSON_NODES - 1);
    document_free(&fits);
    struct document more = read_repeated("[0", ",0", PF_JSON_NODES - 1, "]");
    ck_assert_uint_eq(more.faults.count, 1);
    ck_assert_fault(&more, PF_FAULT_LIMIT, 1, 2 * PF_JSON_NODES, "more than 200000 values");
    document_free(&more);
}
END_TEST

START_TEST(faults_at_the_end_of_the_file_lie_in_it)
{
    static const pf_str cases[] = {
        PF_STR_INIT(""),      PF_STR_INIT("{\"a\":"), PF_STR_INIT("["),    PF_STR_INIT("\""),
        PF_STR_INIT("[\"\\"), PF_STR_INIT("{\"a\""),  PF_STR_INIT("[1,/*")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_json(cases[i]);
        for (size_t j = 0; j < document.faults.count; j++) {
            pf_span span = document.faults.items[j].span;
            ck_assert_uint_le((size_t)span.at + span.len, cases[i].len);
        }
        document_free(&document);
    }
}
END_TEST

Suite *json_suite(void)
{
    const TTest *const tests[] = {
        what_the_rfc_allows_has_no_fault,
        what_the_rfc_forbids_has_a_fault,
        what_the_rfc_leaves_open_is_decided,
        keys_and_values_have_spans_in_bytes,
        numbers_keep_their_text_and_are_clamped,
        equal_keys_are_told_with_both_places_and_both_kept,
        after_an_error_the_rest_is_read_as_it_was_meant,
        faults_at_the_end_of_the_file_lie_in_it,
        foreign_words_have_the_value_they_mean,
        depth_is_limited_at_its_limit_and_what_follows_is_read,
        floods_end_soon,
        values_are_limited_at_their_limit_and_not_before,
        NULL,
    };
    return pf_suite("json", tests);
}
