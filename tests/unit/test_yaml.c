/* The YAML reader: spans, keys, aliases, documents and limits. */
#include "document.h"
#include "oracle.h"

#include "base/buffer.h"
#include "base/file.h"
#include "read/yaml.h"

Suite *yaml_suite(void);

static struct document read_yaml(pf_str bytes)
{
    return document_read(pf_yaml_read, bytes);
}

#define READ(literal) read_yaml(PF_STR(literal))

static const struct pf_node *at_key(const struct document *document, const char *key)
{
    const struct pf_node *value = pf_node_get(document->root, key);
    ck_assert_msg(value != NULL, "no key %s", key);
    return value;
}

/* --- spans --- */

START_TEST(spans_are_bytes_with_quotes_and_without_anchors_and_tags)
{
    static const struct {
        pf_str bytes;
        pf_str key, value; /* of the item last in the map */
    } cases[] = {
        {PF_STR_INIT("a: b c  # d\n"), PF_STR_INIT("a"), PF_STR_INIT("b c")},
        {PF_STR_INIT("\xef\xbb\xbf"
                     "a: b\n"),
         PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("x: '\xe2\x82\xac'\r\n'a': \"b\"\r\n"), PF_STR_INIT("'a'"),
         PF_STR_INIT("\"b\"")},
        {PF_STR_INIT("# \xf0\x9f\x98\x80 \xc3\xa9\na: \xc3\xa9\n"), PF_STR_INIT("a"),
         PF_STR_INIT("\xc3\xa9")},
        {PF_STR_INIT("# \xc2\x85# \xe2\x80\xa8"
                     "a: b\n"),
         PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("a: &x !!str b\n"), PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("a: !<tag:yaml.org,2002:str> &x\n  # c\n  b\n"), PF_STR_INIT("a"),
         PF_STR_INIT("b")},
        {PF_STR_INIT("a: &x # c\r  b\n"), PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("a: &x\xc2\x85  b\n"), PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("&k a: &x\n  b: c\n"), PF_STR_INIT("a"), PF_STR_INIT("b: c")},
        {PF_STR_INIT("a: &x [1, 2 ]\n"), PF_STR_INIT("a"), PF_STR_INIT("[1, 2 ]")},
        {PF_STR_INIT("a: !!seq\n- b\n-\n# c\n"), PF_STR_INIT("a"), PF_STR_INIT("- b\n-")},
        {PF_STR_INIT("a:\n  b: c\n\n  # d\n\n"), PF_STR_INIT("a"), PF_STR_INIT("b: c")},
        {PF_STR_INIT("a: |\n  b\n\n  c\n \n\n# d\n"), PF_STR_INIT("a"),
         PF_STR_INIT("|\n  b\n\n  c")},
        {PF_STR_INIT("a: >-\r\n  b\r\n\r\n"), PF_STR_INIT("a"), PF_STR_INIT(">-\r\n  b")},
        {PF_STR_INIT("a: |\n"), PF_STR_INIT("a"), PF_STR_INIT("|")},
        {PF_STR_INIT("a: b\n  c\n\n"), PF_STR_INIT("a"), PF_STR_INIT("b\n  c")},
        {PF_STR_INIT("a: \"b\n  c\"\n"), PF_STR_INIT("a"), PF_STR_INIT("\"b\n  c\"")},
        {PF_STR_INIT("? a\n: b\n"), PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("{a: b}"), PF_STR_INIT("a"), PF_STR_INIT("b")},
        {PF_STR_INIT("{\"a\":b}"), PF_STR_INIT("\"a\""), PF_STR_INIT("b")},
        {PF_STR_INIT("a: [b: c]\n"), PF_STR_INIT("a"), PF_STR_INIT("[b: c]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_yaml(cases[i].bytes);
        ck_assert_msg(pf_node_is(document.root, PF_MAP), "case %zu", i);
        const struct pf_node *item = document.root->items[document.root->count - 1];
        ck_assert_pf_str_eq(document_text(item->key), cases[i].key);
        ck_assert_pf_str_eq(document_text(item), cases[i].value);
        document_free(&document);
    }
}
END_TEST

START_TEST(an_empty_value_stands_behind_what_announced_it)
{
    static const struct {
        pf_str bytes;
        unsigned at;
    } cases[] = {
        {PF_STR_INIT("a:\nb: 1\n"), 2},    {PF_STR_INIT("a:  # c\n\nb: 1\n"), 2},
        {PF_STR_INIT("? a\n\n? b\n"), 3},  {PF_STR_INIT("a: &x\nb: 1\n"), 5},
        {PF_STR_INIT("{a , b: 1}"), 2},    {PF_STR_INIT("{a: , b: 1}"), 3},
        {PF_STR_INIT("a:\n\n\n# c\n"), 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_yaml(cases[i].bytes);
        const struct pf_node *value = at_key(&document, "a");
        ck_assert_int_eq(value->kind, PF_NULL);
        ck_assert_msg(value->span.len == 0 && value->span.at == cases[i].at, "case %zu: at %u", i,
                      value->span.at);
        document_free(&document);
    }
}
END_TEST

START_TEST(a_pair_in_a_list_in_brackets_is_a_map_that_ends_with_its_value)
{
    struct document document = READ("a: [b: c , d]\n");
    const struct pf_node *pair = pf_node_at(at_key(&document, "a"), 0);
    ck_assert_int_eq(pair->kind, PF_MAP);
    ck_assert_pf_str_eq(document_text(pair), PF_STR("b: c"));
    document_free(&document);
}
END_TEST

START_TEST(text_is_decoded_and_style_kept)
{
    struct document document = READ("a: 'it''s'\nb: \"x\\ty\\0\\u00e9\"\nc: |\n  1\n  2\nd: >-\n"
                                    "  1\n  2\ne: x\n  y\n");
    static const struct {
        const char *key;
        enum pf_style style;
        pf_str text;
    } cases[] = {
        {"a", PF_STYLE_SINGLE, PF_STR_INIT("it's")},
        {"b", PF_STYLE_DOUBLE, PF_STR_INIT("x\ty\0\xc3\xa9")},
        {"c", PF_STYLE_LITERAL, PF_STR_INIT("1\n2\n")},
        {"d", PF_STYLE_FOLDED, PF_STR_INIT("1 2")},
        {"e", PF_STYLE_PLAIN, PF_STR_INIT("x y")},
    };
    ck_assert_no_faults(&document);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pf_node *value = at_key(&document, cases[i].key);
        ck_assert_int_eq(value->kind, PF_STRING);
        ck_assert_int_eq(value->style, cases[i].style);
        ck_assert_pf_str_eq(value->text, cases[i].text);
    }
    document_free(&document);
}
END_TEST

/* --- keys --- */

START_TEST(on_is_a_key_of_text)
{
    struct document document = READ("on: push\nyes: no\n1: one\n~: nothing\n");
    ck_assert_no_faults(&document);
    ck_assert_int_eq(at_key(&document, "on")->key->kind, PF_STRING);
    ck_assert_int_eq(at_key(&document, "yes")->kind, PF_STRING);
    ck_assert_int_eq(at_key(&document, "1")->key->kind, PF_INT);
    ck_assert_int_eq(at_key(&document, "~")->key->kind, PF_NULL);
    document_free(&document);
}
END_TEST

START_TEST(equal_keys_are_told_with_both_places_and_both_kept)
{
    struct document document = READ("a: 1\nb:\n  a: 2\n\"a\": 3\n");
    ck_assert_uint_eq(document.faults.count, 1);
    ck_assert_fault(&document, PF_FAULT_DUPLICATE_KEY, 4, 1, "'a'");
    ck_assert_uint_eq(pf_span_start(document.faults.items[0].other).line, 1);
    ck_assert_uint_eq(document.root->count, 3);
    ck_assert_pf_str_eq(at_key(&document, "a")->text, PF_STR("1"));
    document_free(&document);
}
END_TEST

START_TEST(equal_keys_are_found_in_large_maps_too)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < 1000; i++)
        pf_buffer_format(&text, "k%d: %d\n", i, i);
    pf_buffer_add_c(&text, "k5: x\nk999: x\nk5: y\n");
    struct document document = read_yaml(pf_buffer_str(&text));
    ck_assert_uint_eq(document.faults.count, 3);
    ck_assert_uint_eq(pf_span_start(document.faults.items[0].other).line, 6);
    ck_assert_uint_eq(pf_span_start(document.faults.items[1].other).line, 1000);
    ck_assert_uint_eq(pf_span_start(document.faults.items[2].other).line, 6);
    document_free(&document);
    pf_arena_free(arena);
}
END_TEST

START_TEST(merge_keys_are_ordinary_keys)
{
    struct document document = READ("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n");
    ck_assert_no_faults(&document);
    const struct pf_node *b = at_key(&document, "b");
    ck_assert_uint_eq(b->count, 2);
    ck_assert_int_eq(pf_node_get(b, "<<")->kind, PF_MAP);
    ck_assert_ptr_null(pf_node_get(b, "x"));
    document_free(&document);
}
END_TEST

START_TEST(a_list_or_map_as_key_becomes_its_source_text)
{
    struct document document = READ("? [a, b]\n: c\nif: {{ x }}\n");
    ck_assert_pf_str_eq(at_key(&document, "[a, b]")->text, PF_STR("c"));
    ck_assert_uint_eq(document.faults.count, 2);
    ck_assert_fault(&document, PF_FAULT_SUSPICIOUS, 1, 3, "a list or map as a key");
    ck_assert(pf_str_contains(document.faults.items[1].message, PF_STR("'{{'")));
    document_free(&document);
}
END_TEST

/* --- anchors and aliases --- */

START_TEST(an_alias_is_the_value_at_its_own_place)
{
    struct document document = READ("a: &x [1, {b: 2}]\nc: *x\nd: [*x, *x ]\n&k e: *k\n*k : f\n");
    const struct pf_node *c = at_key(&document, "c");
    ck_assert_int_eq(c->kind, PF_SEQ);
    ck_assert_pf_str_eq(document_text(c), PF_STR("*x"));
    ck_assert_pf_str_eq(document_text(pf_node_at(c, 1)), PF_STR("{b: 2}"));
    ck_assert_pf_str_eq(c->key->text, PF_STR("c"));
    ck_assert_pf_str_eq(at_key(&document, "a")->key->text, PF_STR("a"));
    ck_assert_ptr_null(pf_node_at(at_key(&document, "d"), 1)->key);
    ck_assert_pf_str_eq(at_key(&document, "e")->text, PF_STR("e"));
    ck_assert_fault(&document, PF_FAULT_DUPLICATE_KEY, 5, 1, "'e'");
    document_free(&document);
}
END_TEST

START_TEST(a_later_anchor_of_the_same_name_replaces_the_earlier)
{
    struct document document = READ("a: &x 1\nb: *x\nc: &x 2\nd: *x\ne: &x [&x 3, *x]\nf: *x\n");
    ck_assert_no_faults(&document);
    ck_assert_pf_str_eq(at_key(&document, "b")->text, PF_STR("1"));
    ck_assert_pf_str_eq(at_key(&document, "d")->text, PF_STR("2"));
    ck_assert_pf_str_eq(at_key(&document, "f")->text, PF_STR("3"));
    document_free(&document);
}
END_TEST

START_TEST(an_alias_without_anchor_or_inside_its_own_is_a_fault_and_unknown)
{
    struct document document = READ("a: *x\nb: &y\n  - *y\n  - 1\n");
    ck_assert_uint_eq(document.faults.count, 2);
    ck_assert_fault(&document, PF_FAULT_ALIAS, 1, 4, "no '&x' stands above");
    ck_assert(pf_str_contains(document.faults.items[1].message, PF_STR("contain itself")));
    ck_assert_uint_eq(pf_span_start(document.faults.items[1].other).line, 2);
    ck_assert_int_eq(at_key(&document, "a")->kind, PF_ANY);
    ck_assert_int_eq(pf_node_at(at_key(&document, "b"), 0)->kind, PF_ANY);
    ck_assert_int_eq(pf_node_at(at_key(&document, "b"), 1)->kind, PF_INT);
    document_free(&document);
}
END_TEST

/* --- documents --- */

START_TEST(a_file_without_a_document_has_no_root)
{
    static const pf_str cases[] = {PF_STR_INIT(""), PF_STR_INIT("# only a comment\n"),
                                   PF_STR_INIT("\n\n"), PF_STR_INIT("\xef\xbb\xbf")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = read_yaml(cases[i]);
        ck_assert_ptr_null(document.root);
        ck_assert_no_faults(&document);
        document_free(&document);
    }
    struct document null = READ("---\n");
    ck_assert(pf_node_is(null.root, PF_NULL));
    document_free(&null);
}
END_TEST

START_TEST(only_a_second_document_that_holds_something_is_told)
{
    struct document one = READ("%YAML 1.2\n---\na: 1\n...\n---\n# nothing\n---\n");
    ck_assert_no_faults(&one);
    ck_assert_int_eq(at_key(&one, "a")->kind, PF_INT);
    document_free(&one);
    struct document two = READ("a: 1\n---\n---\nb: 2\n");
    ck_assert_uint_eq(two.faults.count, 1);
    ck_assert_fault(&two, PF_FAULT_SUSPICIOUS, 3, 1, "second document");
    ck_assert_ptr_null(pf_node_get(two.root, "b"));
    document_free(&two);
}
END_TEST

/* --- limits --- */

static void add_times(struct pf_buffer *text, const char *piece, int count)
{
    for (int i = 0; i < count; i++)
        pf_buffer_add_c(text, piece);
}

static struct document read_repeated(const char *before, const char *piece, int count,
                                     const char *after)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, before);
    add_times(&text, piece, count);
    pf_buffer_add_c(&text, after);
    struct document document = read_yaml(pf_buffer_str(&text));
    pf_arena_free(arena);
    return document;
}

START_TEST(depth_is_limited_at_its_limit_and_not_before)
{
    struct document brackets = read_repeated("", "[", PF_YAML_DEPTH, "");
    ck_assert_ptr_null(document_fault(&brackets, PF_FAULT_LIMIT));
    document_free(&brackets);
    static const char *const pieces[] = {"[", "- ", "{a: ", "[{a: ", "? "};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct document document = read_repeated("", pieces[i], PF_YAML_DEPTH, "x");
        struct document deeper = read_repeated("", pieces[i], PF_YAML_DEPTH + 1, "x");
        ck_assert_ptr_nonnull(document_fault(&deeper, PF_FAULT_LIMIT));
        ck_assert_ptr_nonnull(deeper.root);
        if (i != 3)
            ck_assert_ptr_null(document_fault(&document, PF_FAULT_LIMIT));
        document_free(&document);
        document_free(&deeper);
    }
}
END_TEST

START_TEST(a_flood_of_brackets_ends_at_once)
{
    struct document document = read_repeated("", "[", 1000000, "");
    ck_assert_fault(&document, PF_FAULT_LIMIT, 1, PF_YAML_DEPTH + 1, "deeper than 100");
    ck_assert_uint_eq(document.faults.count, 1);
    document_free(&document);
}
END_TEST

/* A list of two: `inner` lists inside each other, and as many of `outer` around an alias of it. */
static struct document read_alias_in_depth(int inner, int outer)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "- &a ");
    add_times(&text, "[", inner);
    add_times(&text, "]", inner);
    pf_buffer_add_c(&text, "\n- ");
    add_times(&text, "[", outer);
    pf_buffer_add_c(&text, "*a");
    add_times(&text, "]", outer);
    struct document document = read_yaml(pf_buffer_str(&text));
    pf_arena_free(arena);
    return document;
}

START_TEST(what_an_alias_holds_counts_for_depth)
{
    struct document fits = read_alias_in_depth(50, PF_YAML_DEPTH - 51);
    ck_assert_no_faults(&fits);
    document_free(&fits);
    struct document deeper = read_alias_in_depth(50, PF_YAML_DEPTH - 50);
    ck_assert_fault(&deeper, PF_FAULT_LIMIT, 2, 53, "aliases written out");
    document_free(&deeper);
}
END_TEST

START_TEST(nodes_are_limited_at_their_limit_and_not_before)
{
    struct document document = read_repeated("[", "x,", PF_YAML_NODES - 1, "]");
    ck_assert_no_faults(&document);
    ck_assert_uint_eq(document.root->count, PF_YAML_NODES - 1);
    document_free(&document);
    struct document more = read_repeated("[", "x,", PF_YAML_NODES, "]");
    ck_assert_fault(&more, PF_FAULT_LIMIT, 1, 2 * PF_YAML_NODES, "more values than 50000");
    ck_assert_uint_eq(more.root->count, PF_YAML_NODES - 1);
    document_free(&more);
}
END_TEST

START_TEST(an_alias_bomb_is_a_limit)
{
    struct document document = READ("a: &a [x,x,x,x,x,x,x,x,x]\n"
                                    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                                    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                                    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                                    "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                                    "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n");
    ck_assert_fault(&document, PF_FAULT_LIMIT, 5, 23, "50000");
    ck_assert_ptr_nonnull(pf_node_get(document.root, "d"));
    document_free(&document);
}
END_TEST

/* --- after an error --- */

START_TEST(what_stands_before_an_error_is_in_the_tree)
{
    struct document document = READ("a: 1\nb:\n  - c\n  - d: 2\n    e: @\nf: 3\n");
    ck_assert_uint_eq(document.faults.count, 1);
    ck_assert_fault(&document, PF_FAULT_UNPARSABLE, 5, 8, "'@'");
    ck_assert_pf_str_eq(at_key(&document, "a")->text, PF_STR("1"));
    const struct pf_node *b = at_key(&document, "b");
    ck_assert_uint_eq(b->count, 2);
    ck_assert_int_eq(pf_node_get(pf_node_at(b, 1), "e")->kind, PF_ANY);
    ck_assert_pf_str_eq(document_text(b), PF_STR("- c\n  - d: 2\n    e"));
    document_free(&document);
}
END_TEST

/* --- what people write --- */

static size_t read_folder(struct pf_root *root, struct pf_arena *names)
{
    struct pf_file_entries entries = {0};
    ck_assert(pf_root_list(root, names, PF_STR(""), &entries, NULL));
    for (size_t i = 0; i < entries.count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        pf_str bytes;
        ck_assert(pf_root_read(root, arena, entries.items[i].name, PF_FILE_CAP, &bytes, NULL));
        struct pf_source *source = pf_source_new(arena, entries.items[i].name, bytes);
        ck_assert_msg(pf_node_is(pf_yaml_read(arena, source, &faults), PF_MAP), "%.*s: no map",
                      PF_ARG(source->path));
        ck_assert_msg(faults.count == 0, "%.*s: %.*s", PF_ARG(source->path),
                      PF_ARG(faults.items[0].message));
        pf_arena_free(arena);
    }
    return entries.count;
}

START_TEST(real_workflows_are_maps_without_faults)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(arena, "real-workflows");
    if (root != NULL) {
        ck_assert_uint_gt(read_folder(root, arena), 400);
        pf_root_close(root);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *yaml_suite(void)
{
    const TTest *const tests[] = {
        spans_are_bytes_with_quotes_and_without_anchors_and_tags,
        an_empty_value_stands_behind_what_announced_it,
        a_pair_in_a_list_in_brackets_is_a_map_that_ends_with_its_value,
        text_is_decoded_and_style_kept,
        on_is_a_key_of_text,
        equal_keys_are_told_with_both_places_and_both_kept,
        equal_keys_are_found_in_large_maps_too,
        merge_keys_are_ordinary_keys,
        a_list_or_map_as_key_becomes_its_source_text,
        an_alias_is_the_value_at_its_own_place,
        a_later_anchor_of_the_same_name_replaces_the_earlier,
        an_alias_without_anchor_or_inside_its_own_is_a_fault_and_unknown,
        a_file_without_a_document_has_no_root,
        only_a_second_document_that_holds_something_is_told,
        depth_is_limited_at_its_limit_and_not_before,
        a_flood_of_brackets_ends_at_once,
        what_an_alias_holds_counts_for_depth,
        nodes_are_limited_at_their_limit_and_not_before,
        an_alias_bomb_is_a_limit,
        what_stands_before_an_error_is_in_the_tree,
        real_workflows_are_maps_without_faults,
        NULL,
    };
    return pf_suite("yaml", tests);
}
