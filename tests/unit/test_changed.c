/* Diffs and lists of lines, and which findings they touch. */
#include "unit.h"

#include "base/buffer.h"
#include "rule/changed.h"

Suite *changed_suite(void);

/* "a.py:3-4,9 b.py!": ranges, and ! for a whole file; "* …" where everything counts. */
static pf_str told(struct pf_arena *arena, const struct pf_changes *changes)
{
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, changes->everything ? "*" : "");
    for (size_t i = 0; i < changes->count; i++) {
        const struct pf_changed_file *file = &changes->items[i];
        pf_buffer_format(&text, "%s%.*s%s", text.len == 0 ? "" : " ", PF_ARG(file->path),
                         file->whole ? "!" : "");
        for (size_t k = 0; k < file->count; k++)
            pf_buffer_format(&text, "%c%u-%u", k == 0 ? ':' : ',', file->ranges[k].first,
                             file->ranges[k].last);
    }
    return pf_buffer_str(&text);
}

START_TEST(what_a_change_touches_is_read_from_diffs_and_lists)
{
    static const struct {
        const char *text, *told;
    } rows[] = {
        {"a.py\n# a remark\n\n b.py:3 \nb.py:5-7,9\n", "a.py! b.py:3-3,5-7,9-9"},
        {"./a//b.py:1\n", "a/b.py:1-1"},
        {"10:30 notes.txt\n", "10:30 notes.txt!"},
        {"diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n"
         "@@ -3 +3,2 @@ def f():\n-old\n+new\n+newer\n@@ -9,0 +11 @@\n+more\n",
         "x.py:3-4,11-11"},
        /* With context: only the added lines. */
        {"--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n a\n-b\n+B\n c\n d\n", "x:2-2"},
        /* Lines that look like headers are lines of a hunk. */
        {"--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- a/y\n+++ b/y\n", "x:1-1"},
        /* More taken than brought. */
        {"--- a/x\n+++ b/x\n@@ -4,2 +3,0 @@\n-a\n-b\n", "x!"},
        {"--- a/x\n+++ b/x\n@@ -4,2 +4 @@\n-a\n-b\n+c\n", "x!:4-4"},
        {"--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n", "x:1-2"},
        {"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "*"},
        {"diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", "*"},
        {"--- x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "b/x:1-1"},
        {"--- i/x\n+++ w/x\n@@ -1 +1 @@\n-a\n+b\n", "x:1-1"},
        {"--- \"a/caf\\303\\251 \\\"\"\n+++ \"b/caf\\303\\251 \\\"\"\n@@ -1 +1 @@\n-a\n+b\n",
         "caf\303\251 \":1-1"},
        {"--- a/b c\t2026-01-01\n+++ b/b c\t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n",
         "b c:1-1"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_changes changes;
        struct pf_error error = {0};
        ck_assert_msg(pf_changes_read(arena, pf_str_c(rows[i].text), &changes, &error), "%s",
                      error.message);
        ck_assert_pf_str_eq(told(arena, &changes), pf_str_c(rows[i].told));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(what_is_no_change_is_refused)
{
    static const char *const texts[] = {
        "a.py:0\n",
        "a.py:5-3\n",
        "a.py:1-\n",
        "a.py:1,,2\n",
        "a.py:99999999999\n",
        "--- a/x\n+++ b/x\n@@ -1 +x @@\n",
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_changes changes;
        struct pf_error error = {0};
        ck_assert_msg(!pf_changes_read(arena, pf_str_c(texts[i]), &changes, &error), "%s",
                      texts[i]);
        ck_assert_int_eq(error.exit_status, PF_EXIT_USAGE);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_finding_counts_where_it_stands_or_points_at_a_changed_line)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *a = pf_source_new(arena, PF_STR("a"), PF_STR("1\n2\n3\n4\n"));
    const struct pf_source *b = pf_source_new(arena, PF_STR("b"), PF_STR("1\n2\n"));
    struct pf_related related = {.span = pf_span_of(b, 0, 1)};
    struct pf_finding finding = {.span = pf_span_of(a, 2, 4)}; /* lines 2 to 4 */
    static const struct {
        const char *text;
        bool touches, touches_with_related;
    } rows[] = {
        {"x/a:1\n", false, false},
        {"x/a:2\n", true, true},
        {"x/a:3\n", true, true},
        {"x/a\n", true, true},
        {"a:2\n", false, false},
        {"x/b:1\n", false, true},
        {"x/b:2\n", false, false},
        {"x/b\n", false, true},
        {"--- a/x/c\n+++ /dev/null\n", true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_changes changes;
        ck_assert(pf_changes_read(arena, pf_str_c(rows[i].text), &changes, NULL));
        finding.related_count = 0;
        ck_assert_msg(pf_changes_touch(arena, &changes, PF_STR("x"), &finding) == rows[i].touches,
                      "%s", rows[i].text);
        finding.related = &related;
        finding.related_count = 1;
        ck_assert_msg(pf_changes_touch(arena, &changes, PF_STR("x"), &finding) ==
                          rows[i].touches_with_related,
                      "%s", rows[i].text);
    }
    finding = (struct pf_finding){0};
    struct pf_changes none = {0};
    ck_assert(pf_changes_touch(arena, &none, PF_STR(""), &finding));
    pf_arena_free(arena);
}
END_TEST

Suite *changed_suite(void)
{
    const TTest *const tests[] = {
        what_a_change_touches_is_read_from_diffs_and_lists,
        what_is_no_change_is_refused,
        a_finding_counts_where_it_stands_or_points_at_a_changed_line,
        NULL,
    };
    return pf_suite("changed", tests);
}
