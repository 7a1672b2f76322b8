/* Findings in order, once, hidden where someone said so, and who they are. */
#include "rules_help.h"

#include "rule/settle.h"

Suite *settle_suite(void);

struct desk {
    struct pf_arena *arena;
    struct pf_rules rules;
    struct pf_findings findings;
    const struct pf_source *sources[2];
    struct pf_settle_input input;
};

static struct desk desk_new(const char *yaml)
{
    struct desk desk = {.arena = pf_arena_new(NULL)};
    pf_rules_built_in(desk.arena, &desk.rules);
    struct pf_faults faults = {0};
    pf_rule_file_read(
        desk.arena,
        pf_source_new(desk.arena, PF_STR("r.yaml"),
                      PF_STR("version: 1\nrules:\n"
                             "- {id: ABC001, name: one, severity: error, summary: s, for: {t: "
                             "$taskdef}, forbid: $t, message: m}\n"
                             "- {id: ABC002, name: two, severity: warning, summary: s, for: {t: "
                             "$taskdef}, forbid: $t, message: m}\n")),
        false, &desk.rules, &faults);
    ck_assert_uint_eq(faults.count, 0);
    desk.sources[0] = pf_source_new(desk.arena, PF_STR("a.yml"), pf_str_c(yaml));
    desk.sources[1] = pf_source_new(desk.arena, PF_STR("b.json"), PF_STR("{}\n{}\n"));
    desk.input = (struct pf_settle_input){
        .source_count = 2, .today = PF_STR("2026-11-24"), .names_findings = true};
    return desk;
}

static void find(struct desk *desk, const char *rule, size_t file, size_t at, const char *key)
{
    const struct pf_rule *found = pf_rules_find(&desk->rules, pf_str_c(rule));
    pf_findings_add(desk->arena, &desk->findings,
                    (struct pf_finding){.rule = &found->card,
                                        .severity = found->card.severity,
                                        .certain = true,
                                        .message = PF_STR("words"),
                                        .key = pf_str_c(key),
                                        .span = pf_span_of(desk->sources[file], at, 1)});
}

static struct pf_finding *last(struct desk *desk)
{
    return desk->findings.items[desk->findings.count - 1];
}

static void settle(struct desk *desk)
{
    desk->input.rules = &desk->rules;
    desk->input.sources = desk->sources;
    pf_settle(desk->arena, &desk->input, &desk->findings);
}

/* "ABC001@a.yml:1 (reason) …" in order. */
static pf_str show(struct desk *desk)
{
    struct pf_buffer shown = pf_buffer_new(desk->arena);
    for (size_t i = 0; i < desk->findings.count; i++) {
        const struct pf_finding *finding = desk->findings.items[i];
        pf_buffer_format(&shown, "%s%.*s@%.*s:%u", i > 0 ? " " : "", PF_ARG(finding->rule->id),
                         PF_ARG(pf_finding_path(finding)), pf_span_start(finding->span).line);
        if (finding->suppressed)
            pf_buffer_format(&shown, "(%.*s)", PF_ARG(finding->suppressed_reason));
    }
    return pf_buffer_str(&shown);
}

START_TEST(findings_are_sorted_and_twins_dropped)
{
    struct desk desk = desk_new("a: 1\nb: 2\n");
    find(&desk, "ABC001", 1, 0, "k");
    find(&desk, "ABC002", 0, 5, "k");
    find(&desk, "ABC001", 0, 5, "k");
    find(&desk, "ABC001", 0, 5, "k");
    find(&desk, "ABC001", 0, 5, "other");
    last(&desk)->message = PF_STR("other words");
    find(&desk, "ABC001", 0, 0, "k");
    settle(&desk);
    ck_assert_pf_str_eq(show(&desk), PF_STR("ABC001@a.yml:1 ABC001@a.yml:2 ABC001@a.yml:2 "
                                            "ABC002@a.yml:2 ABC001@b.json:1"));
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(what_two_containers_say_in_the_same_words_is_told_once_and_the_certain_one_stays)
{
    struct desk desk = desk_new("a: 1\nb: 2\n");
    find(&desk, "ABC001", 0, 5, "web");
    last(&desk)->certain = false;
    find(&desk, "ABC001", 0, 5, "worker");
    settle(&desk);
    ck_assert_uint_eq(desk.findings.count, 1);
    ck_assert(desk.findings.items[0]->certain);
    ck_assert_pf_str_eq(desk.findings.items[0]->key, PF_STR("worker"));
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(what_differs_in_whom_it_tells_of_is_told_once_of_the_one_that_is_deployed)
{
    struct desk desk = desk_new("a: 1\nb: 2\n");
    find(&desk, "ABC001", 0, 5, "a");
    last(&desk)->message = PF_STR("DEBUG is true in production");
    last(&desk)->bearer = PF_STR("production");
    find(&desk, "ABC001", 0, 5, "b");
    last(&desk)->message = PF_STR("DEBUG is true in container 'web'");
    last(&desk)->bearer = PF_STR("container 'web'");
    last(&desk)->bearer_ranks = true;
    find(&desk, "ABC001", 0, 5, "c");
    last(&desk)->message = PF_STR("DEBUG is 1 in container 'web'");
    last(&desk)->bearer = PF_STR("container 'web'");
    settle(&desk);
    ck_assert_uint_eq(desk.findings.count, 2);
    ck_assert_pf_str_eq(desk.findings.items[0]->key, PF_STR("b"));
    ck_assert_pf_str_eq(desk.findings.items[1]->key, PF_STR("c"));
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(fingerprints_do_not_move_with_lines_and_number_repeats)
{
    struct desk first = desk_new("a: 1\nb: 2\n"), second = desk_new("\n\na: 1\nb: 2\n");
    find(&first, "ABC001", 0, 0, "k");
    find(&first, "ABC001", 0, 5, "k");
    find(&second, "ABC001", 0, 2, "k");
    find(&second, "ABC001", 0, 7, "k");
    settle(&first);
    settle(&second);
    for (size_t i = 0; i < 2; i++)
        ck_assert_pf_str_eq(first.findings.items[i]->fingerprint,
                            second.findings.items[i]->fingerprint);
    ck_assert(
        !pf_str_eq(first.findings.items[0]->fingerprint, first.findings.items[1]->fingerprint));
    ck_assert_uint_eq(first.findings.items[0]->fingerprint.len, 32);
    pf_arena_free(first.arena);
    pf_arena_free(second.arena);
}
END_TEST

struct claim {
    const char *yaml, *shown;
};

START_TEST(comments_hide_and_are_judged_themselves)
{
    /* one finding of ABC001 on line 1 and one of ABC002 on line 2 */
    static const struct claim claims[] = {
        {"a: 1 # preflight: ignore[ABC001] why\nb: 2\n", "ABC001@a.yml:1(why) ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[one] why\nb: 2\n", "ABC001@a.yml:1(why) ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC] why\nb: 2\n", "ABC001@a.yml:1(why) ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore-file[ABC] why\nb: 2\n",
         "ABC001@a.yml:1(why) ABC002@a.yml:2(why)"},
        {"a: 1 # preflight: ignore[ABC001]\nb: 2\n",
         "ABC001@a.yml:1() PFL901@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC002] why\nb: 2\n",
         "ABC001@a.yml:1 PFL902@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC001, two] why\nb: 2\n",
         "ABC001@a.yml:1(why) PFL902@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC003] why\nb: 2\n",
         "ABC001@a.yml:1 PFL902@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore ABC001\nb: 2\n", "ABC001@a.yml:1 PFL902@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC001] until 2026-11-23 why\nb: 2\n",
         "ABC001@a.yml:1 PFL903@a.yml:1 ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC001] until 2026-11-24 why\nb: 2\n",
         "ABC001@a.yml:1(why) ABC002@a.yml:2"},
        {"a: 1 # preflight: ignore[ABC002, PFL902] why\nb: 2\n",
         "ABC001@a.yml:1 PFL902@a.yml:1 PFL902@a.yml:1 ABC002@a.yml:2"},
    };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct desk desk = desk_new(claims[i].yaml);
        ptrdiff_t second = pf_str_find(pf_str_c(claims[i].yaml), PF_STR("b: 2"));
        find(&desk, "ABC001", 0, 0, "k");
        find(&desk, "ABC002", 0, (size_t)second, "k");
        settle(&desk);
        ck_assert_msg(pf_str_eq(show(&desk), pf_str_c(claims[i].shown)), "%s%.*s", claims[i].yaml,
                      PF_ARG(show(&desk)));
        pf_arena_free(desk.arena);
    }
}
END_TEST

START_TEST(a_partial_run_calls_nothing_unused)
{
    struct desk desk = desk_new("a: 1 # preflight: ignore[ABC002] why\n");
    desk.input.partial = true;
    settle(&desk);
    ck_assert_pf_str_eq(show(&desk), PF_STR(""));
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(a_comment_for_a_rule_that_did_not_run_is_not_unused)
{
    struct desk desk = desk_new("a: 1 # preflight: ignore[ABC002] why\n");
    struct pf_rules ran = {0};
    *pf_pile_add(desk.arena, &ran) = pf_rules_find(&desk.rules, PF_STR("ABC001"));
    desk.input.ran = &ran;
    settle(&desk);
    ck_assert_pf_str_eq(show(&desk), PF_STR(""));
    pf_arena_free(desk.arena);
}
END_TEST

static struct pf_config config_of(struct desk *desk, const char *text)
{
    struct pf_config config = {0};
    struct pf_faults faults = {0};
    ck_assert(pf_config_read(desk->arena,
                             pf_source_new(desk->arena, PF_STR("preflight.yml"), pf_str_c(text)),
                             &config, &faults));
    return config;
}

START_TEST(the_configuration_hides_by_rule_path_and_key)
{
    static const struct claim claims[] = {
        {"{rule: ABC001, reason: r}", "ABC001@b.json:1(r)"},
        {"{rule: one, path: '*.json', key: 'web/*', reason: r}", "ABC001@b.json:1(r)"},
        {"{rule: ABC001, path: 'a*', reason: r}", "ABC001@b.json:1 PFL902@preflight.yml:2"},
        {"{rule: ABC001, key: other, reason: r}", "ABC001@b.json:1 PFL902@preflight.yml:2"},
        {"{rule: ABC001, reason: r, expires: 2026-11-01}",
         "ABC001@b.json:1 PFL903@preflight.yml:2"},
    };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct desk desk = desk_new("");
        pf_str text = pf_arena_format(desk.arena, "version: 1\nignore: [%s]\n", claims[i].yaml);
        struct pf_config config = config_of(&desk, text.data);
        desk.input.config = &config;
        find(&desk, "ABC001", 1, 0, "web/DEBUG");
        settle(&desk);
        ck_assert_msg(pf_str_eq(show(&desk), pf_str_c(claims[i].shown)), "%s: %.*s", claims[i].yaml,
                      PF_ARG(show(&desk)));
        pf_arena_free(desk.arena);
    }
}
END_TEST

static struct pf_baseline baseline_of(struct desk *desk, const struct pf_findings *findings,
                                      pf_str *bytes)
{
    struct pf_buffer buffer = pf_buffer_new(desk->arena);
    struct pf_baseline baseline = {0};
    struct pf_error error = {0};
    pf_baseline_write(findings, &buffer);
    *bytes = pf_buffer_str(&buffer);
    ck_assert_msg(pf_baseline_read(desk->arena,
                                   pf_source_new(desk->arena, PF_STR("base.json"), *bytes),
                                   &baseline, &error),
                  "%s", error.message);
    return baseline;
}

START_TEST(a_baseline_hides_as_many_as_it_knows_and_says_what_is_stale)
{
    struct desk desk = desk_new("a: 1\nb: 2\nc: 3\n");
    pf_str bytes;
    find(&desk, "ABC001", 0, 0, "k\"\n");
    find(&desk, "ABC001", 0, 5, "k\"\n");
    find(&desk, "ABC002", 1, 0, "");
    struct pf_baseline baseline = baseline_of(&desk, &desk.findings, &bytes);
    ck_assert_pf_str_eq(
        bytes, PF_STR("{\n  \"schema\": 1,\n  \"findings\": [\n"
                      "    {\"path\": \"a.yml\", \"rule\": \"ABC001\", \"key\": \"k\\\"\\u000a\", "
                      "\"count\": 2},\n"
                      "    {\"path\": \"b.json\", \"rule\": \"ABC002\", \"key\": \"words\", "
                      "\"count\": 1}\n  ]\n}\n"));
    desk.findings.count = 2;
    find(&desk, "ABC001", 0, 10, "k\"\n");
    desk.input.baseline = &baseline;
    settle(&desk);
    ck_assert_pf_str_eq(
        show(&desk),
        PF_STR("ABC001@a.yml:1(known to the baseline) ABC001@a.yml:2(known to the baseline) "
               "ABC001@a.yml:3 PFL904@base.json:5"));
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(what_is_no_baseline_is_refused)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{\"schema\": 2, \"findings\": []}",
        "{\"schema\": 1}",
        "{\"schema\": 1, \"findings\": [{\"rule\": \"A\"}]}",
        ("{\"schema\": 1, \"findings\": [{\"rule\": \"A\", \"path\": \"\", \"key\": \"\", "
         "\"count\": 0}]}"),
        "{",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pf_baseline baseline = {0};
        struct pf_error error = {0};
        ck_assert(!pf_baseline_read(
            arena, pf_source_new(arena, PF_STR("b.json"), pf_str_c(texts[i])), &baseline, &error));
        ck_assert(pf_str_starts(pf_str_c(error.message), PF_STR("b.json:1: ")));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_empty_baseline_is_one_too)
{
    struct desk desk = desk_new("");
    pf_str bytes;
    ck_assert_uint_eq(baseline_of(&desk, &desk.findings, &bytes).count, 0);
    pf_arena_free(desk.arena);
}
END_TEST

START_TEST(the_summary_counts_what_is_not_hidden)
{
    struct desk desk = desk_new("a: 1 # preflight: ignore[ABC001] why\nb: 2\n");
    find(&desk, "ABC001", 0, 0, "k");
    find(&desk, "ABC002", 0, 37, "k");
    find(&desk, "ABC002", 0, 39, "k");
    find(&desk, "ABC002", 1, 0, "k");
    settle(&desk);
    struct pf_summary summary = pf_findings_summary(&desk.findings);
    ck_assert_uint_eq(summary.errors, 0);
    ck_assert_uint_eq(summary.warnings, 3);
    ck_assert_uint_eq(summary.suppressed, 1);
    ck_assert_uint_eq(summary.files, 2);
    ck_assert(!pf_findings_fail(&desk.findings, PF_SEVERITY_ERROR));
    ck_assert(pf_findings_fail(&desk.findings, PF_SEVERITY_WARNING));
    ck_assert(!pf_findings_fail(&desk.findings, PF_SEVERITY_OFF));
    pf_arena_free(desk.arena);
}
END_TEST

Suite *settle_suite(void)
{
    const TTest *const tests[] = {
        findings_are_sorted_and_twins_dropped,
        what_differs_in_whom_it_tells_of_is_told_once_of_the_one_that_is_deployed,
        what_two_containers_say_in_the_same_words_is_told_once_and_the_certain_one_stays,
        fingerprints_do_not_move_with_lines_and_number_repeats,
        comments_hide_and_are_judged_themselves,
        a_partial_run_calls_nothing_unused,
        a_comment_for_a_rule_that_did_not_run_is_not_unused,
        the_configuration_hides_by_rule_path_and_key,
        a_baseline_hides_as_many_as_it_knows_and_says_what_is_stale,
        what_is_no_baseline_is_refused,
        an_empty_baseline_is_one_too,
        the_summary_counts_what_is_not_hidden,
        NULL,
    };
    return pf_suite("settle", tests);
}
