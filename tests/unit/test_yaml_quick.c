/* The quick YAML reader against libyaml: the same tree, or none. */
#include "oracle.h"
#include "unit.h"

#include "base/buffer.h"
#include "base/table.h"
#include "read/yaml.h"
#include "read/yaml_quick.h"

Suite *yaml_quick_suite(void);

static bool same_span(pf_span a, pf_span b)
{
    return a.at == b.at && a.len == b.len;
}

/* The place of the first difference, in words; "" when the trees are equal. */
static pf_str difference(struct pf_arena *arena, const struct pf_node *a, const struct pf_node *b)
{
    if (a == NULL || b == NULL)
        return a == b ? PF_STR("") : PF_STR("one is missing");
    bool is_same = a->kind == b->kind && a->style == b->style && same_span(a->span, b->span) &&
                   pf_str_eq(a->text, b->text) && a->count == b->count;
    if (a->kind == PF_BOOL)
        is_same = is_same && a->as.boolean == b->as.boolean;
    if (a->kind == PF_INT)
        is_same = is_same && a->as.integer == b->as.integer;
    if (!is_same)
        return pf_arena_format(arena, "%s %u+%u '%.*s' %u, %s %u+%u '%.*s' %u",
                               pf_kind_name(a->kind), a->span.at, a->span.len, PF_ARG(a->text),
                               a->count, pf_kind_name(b->kind), b->span.at, b->span.len,
                               PF_ARG(b->text), b->count);
    pf_str found =
        a->key == NULL && b->key == NULL ? PF_STR("") : difference(arena, a->key, b->key);
    for (size_t i = 0; i < a->count && found.len == 0; i++)
        found = difference(arena, a->items[i], b->items[i]);
    return found;
}

/* False where the quick reader leaves the text to libyaml. */
static bool check(pf_str text)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0}, quick_faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("f.yml"), text);
    const struct pf_node *wanted = pf_yaml_read_by_events(arena, source, &faults);
    const struct pf_node *got = pf_yaml_quick(arena, source, &quick_faults);
    bool is_read = got != NULL;
    if (is_read) {
        pf_str found = difference(arena, got, wanted);
        ck_assert_msg(found.len == 0, "%.*s\n--- %.*s", PF_ARG(text), PF_ARG(found));
        ck_assert_msg(faults.count == quick_faults.count, "%.*s\n--- faults", PF_ARG(text));
        for (size_t i = 0; i < faults.count; i++)
            ck_assert(same_span(faults.items[i].span, quick_faults.items[i].span) &&
                      pf_str_eq(faults.items[i].message, quick_faults.items[i].message));
    }
    pf_arena_free(arena);
    return is_read;
}

static pf_str with_crlf(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n')
            pf_buffer_add_byte(&buffer, '\r');
        pf_buffer_add_byte(&buffer, text.data[i]);
    }
    return pf_buffer_str(&buffer);
}

/* The same text with lines that end in CRLF is read, or not, as the one with LF is. */
static bool check_both(pf_str text)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    bool is_read = check(text);
    bool has_cr = pf_str_find_byte(text, '\r') != PF_STR_NONE;
    if (!has_cr && text.len > 0)
        ck_assert_msg(check(with_crlf(arena, text)) == is_read, "%.*s", PF_ARG(text));
    pf_arena_free(arena);
    return is_read;
}

START_TEST(what_is_usual_is_read_as_libyaml_reads_it)
{
    static const char *const cases[] = {
        "a: b\n",
        "a:   b c  # d\nb:  # e\nc:\n",
        "---\na: b\n",
        "# x\n\na:\n  b: c\n\n  # d\n\ne: ~\n",
        "- a\n-\n- - b\n  - c\n- d: e\n  f: g\n-\n  h: i\n- # x\n  j\n",
        "a:\n- b\n- c\nd:\n  - e\n",
        "'a b': \"c\"\n\"d\" : 'it''s'\ne: \"\\\"\\n\\\\\"\n",
        "a: [b, 'c', \"d\", {e: f, \"g\":h}, [], {}]\nb: {a: [1, 2,], b: c:d}\n",
        "a: [b,\n  c, # x\n\n  d\n]\n",
        "a: |\n  b\n   c\n\n  d\n\n\ne: |-\n  f\ng: |+\n  h\n\ni: >\n  j\n  k\n\n  l\n    m\n  n\n",
        "a: |\n\n\n  b\nc: >-\n  d\n\n\ne: |\nf: |  # x\n  g  \n",
        "a: b\n  c\n\n  d\ne: f:g #h\n",
        "a: -1\nb: 0x1F\nc: 1.5\nd: true\ne: .5\nf: 1e3\nnull: g\n1: 2\n",
        "a: - b\n",
        "a: b: c\n",
        "a:b\n",
        "a: 'b\n  c'\n",
        "a: 1\na: 2\nb: {c: 1, c: 2}\n",
        "a: |\n  b",
        "a: |\n  b\n ",
        "a: >\n  b\n   \n",
        "a:\n  |\n  b\n",
        "- |\n a\n- b",
        "a: \xc3\xa9 # \xe2\x82\xac\n\xc3\xbc: |\n  \xe2\x98\x83\n",
        "on: push\njobs:\n  a:\n    steps:\n    - run: a\n      if: ${{ b }}\n    - uses: c@v1\n",
    };
    size_t read = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        read += check_both(pf_str_c(cases[i])) ? 1 : 0;
    ck_assert_uint_ge(read, 15);
}
END_TEST

START_TEST(what_is_unusual_is_left_to_libyaml)
{
    static const char *const cases[] = {
        "",
        "# a\n",
        "a\n",
        "&a b: c\n",
        "a: *b\n",
        "a: !!str b\n",
        "? a\n: b\n",
        "%YAML 1.2\n---\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a: b\n\tc: d\n",
        "a: |2\n  b\n",
        "a: \"b\n  c\"\n",
        "a: [b\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: \"\\x41\"\n",
        "a:\n  b: c\n d: e\n",
        "[a]: b\n",
        "a: b\n  # c\n  d\n",
        "  a: b\n",
        "a: @b\n",
        "a: 'b' c\n",
        "a: b #c\n  d\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(!check_both(pf_str_c(cases[i])), "%s", cases[i]);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The text with one small damage: a byte set, dropped or put in, or a line dropped or repeated. */
static pf_str damaged(struct pf_arena *arena, pf_str text, uint64_t *random)
{
    static const char bytes[] = " \n:-#'\"[]{},|>&*!?a1\\\t%~x";
    size_t at = text.len == 0 ? 0 : next_random(random) % text.len, to = at;
    char byte = bytes[next_random(random) % (sizeof bytes - 1)];
    pf_str middle = {&byte, 1};
    switch (next_random(random) % 5) {
    case 0:
        to = at + 1;
        break;
    case 1:
        to = at + 1;
        middle.len = 0;
        break;
    case 2:
        break;
    case 3:
        while (to < text.len && text.data[to] != '\n')
            to++;
        middle.len = 0;
        break;
    default:
        while (to < text.len && text.data[to] != '\n')
            to++;
        middle = pf_str_slice(text, at, to);
        break;
    }
    pf_str parts[] = {pf_str_slice(text, 0, at), middle, pf_str_slice(text, to, text.len)};
    return pf_arena_join(arena, parts, 3, PF_STR(""));
}

static bool is_clean(pf_str text)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    pf_yaml_read_by_events(arena, pf_source_new(arena, PF_STR("f"), text), &faults);
    bool is_bad = pf_faults_has(&faults, PF_FAULT_UNREADABLE);
    pf_arena_free(arena);
    return !is_bad;
}

static void check_damaged(pf_str text, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str now = text;
        for (size_t j = next_random(&seed) % 3 + 1; j > 0; j--)
            now = damaged(arena, now, &seed);
        if (is_clean(now))
            check_both(now);
        pf_arena_free(arena);
    }
}

static size_t rounds(void)
{
    const char *given = getenv("PREFLIGHT_ROUNDS");
    return given == NULL ? 3 : (size_t)strtoul(given, NULL, 10);
}

START_TEST(rule_files_are_read_quickly_and_the_same_when_damaged)
{
    size_t read = 0, count = 0;
    for (size_t i = 0; i < pf_embedded_count; i++) {
        pf_str path = pf_str_c(pf_embedded_files[i].path);
        pf_str text = {pf_embedded_files[i].data, pf_embedded_files[i].len};
        if (!pf_str_ends(path, PF_STR(".yaml")))
            continue;
        count++;
        read += check_both(text) ? 1 : 0;
        check_damaged(text, rounds(), 88172645463325252u + i);
    }
    ck_assert_uint_gt(count, 100);
    ck_assert_uint_ge(read * 10, count * 9);
}
END_TEST

START_TEST(real_workflows_are_read_the_same)
{
    struct pf_arena *names = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(names, "real-workflows");
    struct pf_file_entries entries = {0};
    struct pf_error error;
    size_t read = 0;
    if (root != NULL)
        ck_assert(pf_root_list(root, names, PF_STR(""), &entries, &error));
    for (size_t i = 0; i < entries.count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text;
        ck_assert(pf_root_read(root, arena, entries.items[i].name, PF_FILE_CAP, &text, &error));
        if (is_clean(text)) {
            read += check_both(text) ? 1 : 0;
            check_damaged(text, rounds(), 1181783497276652981u + i);
        }
        pf_arena_free(arena);
    }
    fprintf(stderr, "real workflows read quickly: %zu of %zu\n", read, entries.count);
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
}
END_TEST

Suite *yaml_quick_suite(void)
{
    const TTest *const tests[] = {
        what_is_usual_is_read_as_libyaml_reads_it,
        what_is_unusual_is_left_to_libyaml,
        rule_files_are_read_quickly_and_the_same_when_damaged,
        real_workflows_are_read_the_same,
        NULL,
    };
    return pf_suite("yaml_quick", tests);
}
