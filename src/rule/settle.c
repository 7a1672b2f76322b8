/* Findings in order, once each, with what hides them and who they are. */
#include "rule/settle.h"

#include "base/buffer.h"
#include "base/index.h"
#include "rule/settle_parts.h"

#include <stdlib.h>
#include <string.h>

static int compare_findings(const void *a, const void *b)
{
    const struct pf_finding *left, *right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    int order = pf_span_compare(left->span, right->span);
    if (order == 0)
        order = pf_str_compare(left->rule->id, right->rule->id);
    if (order == 0)
        order = pf_str_compare(left->key, right->key);
    return order == 0 ? pf_str_compare(left->message, right->message) : order;
}

/* One that says the same of the same place, be it for another container; NULL: none of the first
 * `kept`, which are sorted. */
/* The message around the words that tell of whom. */
static bool split(const struct pf_finding *finding, pf_str *before, pf_str *behind)
{
    ptrdiff_t at =
        finding->bearer.len == 0 ? PF_STR_NONE : pf_str_find(finding->message, finding->bearer);
    if (at == PF_STR_NONE)
        return false;
    *before = pf_str_slice(finding->message, 0, (size_t)at);
    *behind =
        pf_str_slice(finding->message, (size_t)at + finding->bearer.len, finding->message.len);
    return true;
}

static bool says_the_same(const struct pf_finding *a, const struct pf_finding *b)
{
    pf_str before, behind, other_before, other_behind;
    if (pf_str_eq(a->message, b->message))
        return true;
    return a->span.file != NULL && split(a, &before, &behind) &&
           split(b, &other_before, &other_behind) && pf_str_eq(before, other_before) &&
           pf_str_eq(behind, other_behind);
}

static struct pf_finding *twin_of(struct pf_findings *findings, size_t kept,
                                  const struct pf_finding *finding)
{
    for (size_t i = kept; i > 0; i--) {
        struct pf_finding *other = findings->items[i - 1];
        if (pf_span_compare(other->span, finding->span) != 0 ||
            !pf_str_eq(other->rule->id, finding->rule->id))
            return NULL;
        if (says_the_same(other, finding))
            return other;
    }
    return NULL;
}

/* Of twins the one that is certain stays, of those the graver one, then the one that is deployed.
 */
static bool outweighs(const struct pf_finding *finding, const struct pf_finding *twin)
{
    if (finding->certain != twin->certain)
        return finding->certain;
    if (finding->severity != twin->severity)
        return finding->severity > twin->severity;
    return finding->bearer_ranks && !twin->bearer_ranks;
}

static void drop_twins_and_silent(struct pf_findings *findings)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        if (finding->severity == PF_SEVERITY_OFF)
            continue;
        struct pf_finding *twin = twin_of(findings, kept, finding);
        if (twin == NULL)
            findings->items[kept++] = findings->items[i];
        else if (outweighs(finding, twin))
            *twin = *finding;
    }
    findings->count = kept;
}

static bool is_sorted(const struct pf_findings *findings)
{
    for (size_t i = 1; i < findings->count; i++)
        if (compare_findings(&findings->items[i - 1], &findings->items[i]) > 0)
            return false;
    return true;
}

static void sort(struct pf_findings *findings)
{
    if (!is_sorted(findings))
        qsort(findings->items, findings->count, sizeof *findings->items, compare_findings);
}

/* Lines may move; rule, path and key stay. Equal ones are numbered in their order. */
static pf_str identity(struct pf_arena *arena, const struct pf_finding *finding)
{
    const pf_str parts[] = {finding->rule->id, pf_finding_path(finding), pf_finding_key(finding)};
    return pf_arena_join(arena, parts, 3, PF_STR("\n"));
}

static pf_str hex_of(struct pf_arena *arena, pf_str bytes)
{
    enum { FIRST = 0x70, SECOND = 0x66 /* two hashes make 128 bits */, DIGITS = 16 };
    const uint64_t hashes[] = {pf_hash(FIRST, bytes), pf_hash(SECOND, bytes)};
    char digits[2 * DIGITS];
    for (size_t i = 0; i < 2 * DIGITS; i++)
        digits[i] = "0123456789abcdef"[hashes[i / DIGITS] >> (60 - i % DIGITS * 4) & 0xf];
    return pf_arena_str(arena, (pf_str){digits, sizeof digits});
}

static void set_fingerprints(struct pf_arena *arena, struct pf_findings *findings)
{
    struct pf_index seen = pf_index_new(arena);
    for (size_t i = 0; i < findings->count; i++) {
        pf_str who = identity(arena, findings->items[i]);
        size_t *times = pf_index_get(&seen, who);
        if (times == NULL) {
            times = PF_NEW(arena, size_t);
            pf_index_put(&seen, who, times);
        }
        if (++*times > 1)
            who = pf_arena_format(arena, "%.*s#%zu", PF_ARG(who), *times);
        findings->items[i]->fingerprint = hex_of(arena, who);
    }
}

void pf_settle(struct pf_arena *arena, const struct pf_settle_input *input,
               struct pf_findings *findings)
{
    struct pf_settling settling = {
        .arena = arena,
        .input = input,
        .findings = findings,
        .suppressions = pf_index_new(arena),
    };
    sort(findings);
    drop_twins_and_silent(findings);
    pf_settle_hide(&settling);
    pf_settle_judge_suppressions(&settling);
    sort(findings);
    if (input->names_findings)
        set_fingerprints(arena, findings);
}

static bool is_first_of_file(const struct pf_findings *findings, size_t index)
{
    for (size_t i = index; i-- > 0;)
        if (!findings->items[i]->suppressed)
            return findings->items[i]->span.file != findings->items[index]->span.file;
    return true;
}

struct pf_summary pf_findings_summary(const struct pf_findings *findings)
{
    struct pf_summary summary = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        if (finding->suppressed) {
            summary.suppressed++;
            continue;
        }
        summary.errors += finding->severity == PF_SEVERITY_ERROR;
        summary.warnings += finding->severity == PF_SEVERITY_WARNING;
        summary.infos += finding->severity == PF_SEVERITY_INFO;
        summary.fixable += finding->fix != NULL && finding->fix->safety == PF_FIX_SAFE;
        summary.files += finding->span.file != NULL && is_first_of_file(findings, i);
    }
    return summary;
}

bool pf_findings_fail(const struct pf_findings *findings, enum pf_severity threshold)
{
    for (size_t i = 0; i < findings->count && threshold != PF_SEVERITY_OFF; i++)
        if (!findings->items[i]->suppressed && findings->items[i]->severity >= threshold)
            return true;
    return false;
}
