/* Which rules run. */
#include "rules_help.h"

#include "rule/select.h"

Suite *select_suite(void);

static const char file[] =
    "version: 1\nrules:\n"
    "- {id: DJG001, name: debug-enabled, severity: error, summary: s, tags: [security], for: {t: "
    "$taskdef}, forbid: $t, message: m}\n"
    "- {id: DJG002, name: other, severity: error, summary: s, for: {t: $taskdef}, forbid: $t, "
    "message: m}\n"
    "- {id: ENV001, name: missing, severity: error, summary: s, for: {t: $taskdef}, forbid: $t, "
    "message: m}\n"
    "- {id: ENV002, name: off-by-default, severity: 'off', summary: s, for: {t: $taskdef}, "
    "forbid: $t, message: m}\n"
    "- {id: PFL001, name: unreadable, severity: error, summary: s, internal: true, message: m}\n";

/* The ids that are chosen, with spaces between them. */
static pf_str chosen(struct pf_arena *arena, const char *select, const char *extend,
                     const char *ignore)
{
    struct pf_rules rules = rules_of(arena, file);
    struct pf_selection selection = {0};
    pf_selection_add(arena, &selection.select, pf_str_c(select));
    pf_selection_add(arena, &selection.extend, pf_str_c(extend));
    pf_selection_add(arena, &selection.ignore, pf_str_c(ignore));
    struct pf_rules kept = pf_rules_select(arena, &rules, &selection);
    struct pf_strs ids = {0};
    for (size_t i = 0; i < kept.count; i++)
        *pf_pile_add(arena, &ids) = kept.items[i]->card.id;
    return pf_arena_join(arena, ids.items, ids.count, PF_STR(" "));
}

START_TEST(the_more_exact_entry_wins_and_ignore_wins_a_tie)
{
    static const struct {
        const char *select, *extend, *ignore, *ids;
    } cases[] = {
        {"", "", "", "DJG001 DJG002 ENV001 PFL001"},
        {"DJG", "", "", "DJG001 DJG002 PFL001"},
        {"DJG001", "", "", "DJG001 PFL001"},
        {"debug-enabled , ENV001", "", "", "DJG001 ENV001 PFL001"},
        {"tag:security", "", "", "DJG001 PFL001"},
        {"ALL", "", "", "DJG001 DJG002 ENV001 ENV002 PFL001"},
        {"", "ENV002", "", "DJG001 DJG002 ENV001 ENV002 PFL001"},
        {"", "", "DJG", "ENV001 PFL001"},
        {"DJG001", "", "DJG", "DJG001 PFL001"},
        {"DJG", "", "DJG001", "DJG002 PFL001"},
        {"DJG", "", "DJG", "PFL001"},
        {"D", "", "", "PFL001"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_pf_str_eq(chosen(arena, cases[i].select, cases[i].extend, cases[i].ignore),
                            pf_str_c(cases[i].ids));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_entry_that_fits_no_rule_is_refused_with_the_nearest)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, file);
    struct pf_selection selection = {0};
    struct pf_error error = {0};
    pf_selection_add(arena, &selection.ignore, PF_STR("DJG, debug-enabeld"));
    ck_assert(!pf_selection_check(arena, &selection, &rules, &error));
    ck_assert_str_eq(error.message,
                     "ignore: no rule is called 'debug-enabeld'; did you mean 'debug-enabled'?");
    ck_assert_int_eq(error.exit_status, PF_EXIT_USAGE);
    pf_arena_free(arena);
}
END_TEST

Suite *select_suite(void)
{
    const TTest *const tests[] = {
        the_more_exact_entry_wins_and_ignore_wins_a_tie,
        an_entry_that_fits_no_rule_is_refused_with_the_nearest,
        NULL,
    };
    return pf_suite("select", tests);
}
