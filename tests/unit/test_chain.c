/* Words of the command line → steps. */
#include "unit.h"

#include "deploy/chain.h"

Suite *chain_suite(void);

/* Steps by name, with spaces; "" where the words are refused. */
static const struct {
    const char *words, *from, *only, *steps, *goal;
    enum pf_gate_remote remote;
    bool changes;
} rows[] = {
    {"", "", "", "prepare validate push follow verify", "push", PF_GATE_PUSH, true},
    {"push", "", "", "prepare validate push follow verify", "push", PF_GATE_PUSH, true},
    {"release", "", "", "prepare validate release follow verify", "release", PF_GATE_RELEASE, true},
    {"prepare", "", "", "prepare", "prepare", PF_GATE_LOOK, false},
    {"prepare validate", "", "", "prepare validate", "prepare", PF_GATE_LOOK, false},
    {"release", "release", "", "release follow verify", "release", PF_GATE_RELEASE, true},
    {"release", "follow", "", "follow verify", "release", PF_GATE_LOOK, false},
    {"release", "", "release", "release", "release", PF_GATE_RELEASE, true},
    {"", "", "rollback", "rollback", "rollback", PF_GATE_LOOK, true},
    {"rollback", "", "", "rollback", "rollback", PF_GATE_LOOK, true},
    {"status", "", "", "status", "status", PF_GATE_LOOK, false},
    {"push release", "", "", "", "", PF_GATE_LOOK, false},
    {"prepare prepare", "", "", "", "", PF_GATE_LOOK, false},
    {"deploy", "", "", "", "", PF_GATE_LOOK, false},
    {"push", "rollback", "", "", "", PF_GATE_LOOK, false},
};

static struct pf_strs words_of(struct pf_arena *arena, const char *text)
{
    struct pf_strs words = {0};
    pf_str rest = pf_str_c(text), word;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, ' ', &word, &rest);
        *pf_pile_add(arena, &words) = word;
    }
    return words;
}

static pf_str names_of(struct pf_arena *arena, const struct pf_chain *chain)
{
    struct pf_strs names = {0};
    for (size_t i = 0; i < chain->count; i++)
        *pf_pile_add(arena, &names) = pf_str_c(chain->steps[i]->name);
    return pf_arena_join(arena, names.items, names.count, PF_STR(" "));
}

START_TEST(push_and_release_bring_their_steps_along)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_strs words = words_of(arena, rows[i].words);
        struct pf_chain chain = {0};
        struct pf_error error = {0};
        bool made =
            pf_chain_make(&words, pf_str_c(rows[i].from), pf_str_c(rows[i].only), &chain, &error);
        ck_assert_msg(made == (rows[i].steps[0] != '\0'), "row %zu: %s", i, error.message);
        if (!made) {
            ck_assert_int_eq(error.exit_status, PF_EXIT_USAGE);
        } else {
            ck_assert_pf_str_eq(names_of(arena, &chain), pf_str_c(rows[i].steps));
            ck_assert_pf_str_eq(chain.goal, pf_str_c(rows[i].goal));
            ck_assert_msg(chain.remote == rows[i].remote && chain.changes == rows[i].changes,
                          "row %zu", i);
        }
        pf_arena_free(arena);
    }
}
END_TEST

Suite *chain_suite(void)
{
    const TTest *const tests[] = {push_and_release_bring_their_steps_along, NULL};
    return pf_suite("chain", tests);
}
