/* Fixes applied to bytes, and shown as a unified diff. */
#include "report/repair.h"

#include "base/file.h"

#include <stdlib.h>

enum { CONTEXT_LINES = 3 /* as diff -u shows */ };

struct edits {
    const struct pf_fix **items;
    size_t count, capacity;
};

static int compare_edits(const void *a, const void *b)
{
    const struct pf_fix *const *first = a, *const *second = b;
    return pf_span_compare((*first)->span, (*second)->span);
}

static void sort(struct edits *edits)
{
    if (edits->count > 1)
        qsort(edits->items, edits->count, sizeof *edits->items, compare_edits);
}

/* The fixes that may be made, the one that begins first before the others. */
static struct edits wanted(struct pf_arena *arena, const struct pf_findings *findings,
                           enum pf_fix_safety at_least)
{
    struct edits fixes = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        const struct pf_fix *fix = finding->fix;
        if (fix == NULL || finding->suppressed || fix->safety == PF_FIX_SUGGESTION ||
            fix->safety < at_least || fix->span.file == NULL)
            continue;
        *pf_pile_add(arena, &fixes) = fix;
    }
    sort(&fixes);
    return fixes;
}

static bool overlap(pf_span a, pf_span b)
{
    return a.file == b.file && (a.at == b.at || (a.at < b.at + b.len && b.at < a.at + a.len));
}

static bool is_free(const struct edits *edits, const struct pf_fix *fix)
{
    for (; fix != NULL; fix = fix->next)
        for (size_t i = 0; i < edits->count; i++)
            if (overlap(edits->items[i]->span, fix->span))
                return false;
    return true;
}

/* The edits of the fixes that keep out of each other's way; a fix is taken whole or not at all. */
static struct edits collect(struct pf_arena *arena, const struct pf_findings *findings,
                            enum pf_fix_safety at_least, struct edits *heads)
{
    struct edits edits = {0};
    *heads = wanted(arena, findings, at_least);
    size_t kept = 0;
    for (size_t i = 0; i < heads->count; i++) {
        if (!is_free(&edits, heads->items[i]))
            continue;
        for (const struct pf_fix *edit = heads->items[i]; edit != NULL; edit = edit->next)
            *pf_pile_add(arena, &edits) = edit;
        heads->items[kept++] = heads->items[i];
    }
    heads->count = kept;
    sort(&edits);
    return edits;
}

/* The edits of one file from `from` on, put into its bytes; returns where the next file begins. */
static size_t repair_file(struct pf_arena *arena, const struct edits *edits, size_t from,
                          struct pf_repaired *repaired)
{
    const struct pf_source *source = edits->items[from]->span.file;
    struct pf_buffer bytes = pf_buffer_new(arena);
    size_t at = 0, i = from;
    *repaired = (struct pf_repaired){.source = source};
    for (; i < edits->count && edits->items[i]->span.file == source; i++) {
        const struct pf_fix *edit = edits->items[i];
        pf_buffer_add(&bytes, pf_str_slice(source->bytes, at, edit->span.at));
        pf_buffer_add(&bytes, edit->text);
        at = edit->span.at + edit->span.len;
    }
    pf_buffer_add(&bytes, pf_str_slice(source->bytes, at, source->bytes.len));
    repaired->bytes = pf_buffer_str(&bytes);
    return i;
}

struct pf_repairs pf_repairs_plan(struct pf_arena *arena, const struct pf_findings *findings,
                                  enum pf_fix_safety at_least)
{
    struct pf_repairs repairs = {0};
    struct edits heads, edits = collect(arena, findings, at_least, &heads);
    for (size_t from = 0; from < edits.count;) {
        struct pf_repaired *repaired = pf_pile_add(arena, &repairs);
        from = repair_file(arena, &edits, from, repaired);
        for (size_t i = 0; i < heads.count; i++)
            repaired->count += heads.items[i]->span.file == repaired->source;
    }
    return repairs;
}

/* ---- the diff ---- */

struct lines {
    pf_str *items; /* each with its line end */
    size_t count, capacity;
};

static struct lines split(struct pf_arena *arena, pf_str text)
{
    struct lines lines = {0};
    while (text.len > 0) {
        ptrdiff_t end = pf_str_find_byte(text, '\n');
        size_t len = end == PF_STR_NONE ? text.len : (size_t)end + 1;
        *pf_pile_add(arena, &lines) = pf_str_slice(text, 0, len);
        text = pf_str_slice(text, len, text.len);
    }
    return lines;
}

static void add_line(struct pf_buffer *diff, char mark, pf_str line)
{
    pf_buffer_add_byte(diff, mark);
    pf_buffer_add(diff, line);
    if (!pf_str_ends(line, PF_STR("\n")))
        pf_buffer_add_c(diff, "\n\\ No newline at end of file\n");
}

/* A stretch where the two texts differ: from line `at` on, so many lines in each. */
struct change {
    size_t old_at, old_count, new_at, new_count;
};

/* Fixes keep the lines around them, so the next equal line of the old text is soon found. */
static bool next_change(const struct lines *old, const struct lines *new, size_t *i, size_t *k,
                        struct change *change)
{
    while (*i < old->count && *k < new->count && pf_str_eq(old->items[*i], new->items[*k]))
        ++*i, ++*k;
    if (*i == old->count && *k == new->count)
        return false;
    *change = (struct change){.old_at = *i, .new_at = *k};
    for (size_t reach = 0;; reach++)
        for (size_t o = 0; o <= reach; o++) {
            size_t n = reach - o;
            bool at_end = *i + o == old->count && *k + n == new->count;
            bool meets = *i + o < old->count &&
                         *k + n < new->count &&pf_str_eq(old->items[*i + o], new->items[*k + n]);
            if (!at_end && !meets)
                continue;
            change->old_count = o;
            change->new_count = n;
            *i += o;
            *k += n;
            return true;
        }
}

struct changes {
    struct change *items;
    size_t count, capacity;
};

static size_t old_end(const struct change *change)
{
    return change->old_at + change->old_count;
}

static void add_lines(struct pf_buffer *diff, char mark, const struct lines *lines, size_t from,
                      size_t to)
{
    for (size_t i = from; i < to; i++)
        add_line(diff, mark, lines->items[i]);
}

/* Changes `from` to `to` with the lines between them, and a few around. */
static void add_hunk(struct pf_buffer *diff, const struct lines *old, const struct lines *new,
                     const struct change *from, const struct change *to)
{
    size_t before = from->old_at < CONTEXT_LINES ? from->old_at : CONTEXT_LINES;
    size_t rest = old->count - old_end(to);
    size_t after = rest < CONTEXT_LINES ? rest : CONTEXT_LINES;
    pf_buffer_format(diff, "@@ -%zu,%zu +%zu,%zu @@\n", from->old_at - before + 1,
                     before + old_end(to) - from->old_at + after, from->new_at - before + 1,
                     before + to->new_at + to->new_count - from->new_at + after);
    size_t at = from->old_at - before;
    for (const struct change *change = from; change <= to; change++) {
        add_lines(diff, ' ', old, at, change->old_at);
        add_lines(diff, '-', old, change->old_at, old_end(change));
        add_lines(diff, '+', new, change->new_at, change->new_at + change->new_count);
        at = old_end(change);
    }
    add_lines(diff, ' ', old, at, at + after);
}

void pf_repair_diff(struct pf_buffer *diff, const struct pf_repaired *repaired, pf_str root)
{
    struct lines old = split(diff->arena, repaired->source->bytes);
    struct lines new = split(diff->arena, repaired->bytes);
    pf_str path = pf_path_join(diff->arena, root, repaired->source->path);
    pf_buffer_format(diff, "--- %.*s\n+++ %.*s\n", PF_ARG(path), PF_ARG(path));
    struct changes changes = {0};
    struct change next;
    for (size_t i = 0, k = 0; next_change(&old, &new, &i, &k, &next);)
        *pf_pile_add(diff->arena, &changes) = next;
    for (size_t from = 0, to; from < changes.count; from = to + 1) {
        /* Changes whose contexts touch are one hunk, as diff -u writes them. */
        for (to = from; to + 1 < changes.count; to++)
            if (changes.items[to + 1].old_at > old_end(&changes.items[to]) + 2 * CONTEXT_LINES)
                break;
        add_hunk(diff, &old, &new, &changes.items[from], &changes.items[to]);
    }
}
