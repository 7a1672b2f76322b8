/* preflight.yml: read strictly, found upward, extended. */
#include "rules_help.h"

#include "rule/config.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *config_suite(void);

static const char rule_text[] =
    "version: 1\nrules:\n- {id: ABC001, name: some-rule, severity: error, summary: s, params: "
    "{names: [A]}, for: {t: $taskdef}, forbid: $t, message: m}\n";

static struct pf_config config_of(struct pf_arena *arena, const char *text, pf_str *faults)
{
    struct pf_config config = {0};
    struct pf_faults found = {0};
    pf_config_read(arena, pf_source_new(arena, PF_STR("preflight.yml"), pf_str_c(text)), &config,
                   &found);
    *faults = pf_rule_faults_text(arena, &found);
    return config;
}

START_TEST(every_key_is_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str faults;
    struct pf_config config = config_of(
        arena,
        "version: 1\nextends: [base.yml]\nprojects: [a, b]\nselect: [DJG]\nextend-select: [ENV]\n"
        "ignore:\n- DEP\n- {rule: DJG003, path: 'deploy/*.json', key: web/DEBUG, reason: staging, "
        "expires: 2026-12-31}\nfail-on: warning\nrules:\n  ABC001: warning\n"
        "  some-rule: {severity: info, params: {names: [B]}}\nrule-files: [r.yaml]\n"
        "exclude: ['old/**']\nbaseline: b.json\nbranch: main\nmandated: [X]\n"
        "deployments: [{name: a}]\n",
        &faults);
    ck_assert_pf_str_eq(faults, PF_STR(""));
    ck_assert_uint_eq(config.projects.count, 2);
    ck_assert_pf_str_eq(config.selection.select.items[0], PF_STR("DJG"));
    ck_assert_pf_str_eq(config.selection.ignore.items[0], PF_STR("DEP"));
    ck_assert_uint_eq(config.ignores.count, 1);
    ck_assert_pf_str_eq(config.ignores.items[0].expires, PF_STR("2026-12-31"));
    ck_assert(config.has_fail_on && config.fail_on == PF_SEVERITY_WARNING);
    ck_assert_uint_eq(config.rules.count, 2);
    ck_assert_int_eq(config.rules.items[1].severity, PF_SEVERITY_INFO);
    ck_assert_pf_str_eq(config.baseline, PF_STR("b.json"));
    ck_assert(config.has_mandated);
    ck_assert_uint_eq(config.deployments->count, 1);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_is_wrong_is_said_with_place_and_suggestion)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "preflight.yml:1:1: the configuration is empty"},
        {"[]\n", "the configuration is a mapping, not a list"},
        {"select: [A]\n", "'version' is missing"},
        {"version: 3\n", "1:10: this preflight reads configurations of version 1"},
        {"version: 1\nselekt: [A]\n",
         "2:1: the configuration has no key 'selekt'; did you mean 'select'?"},
        {"version: 1\nfail-on: high\n", "2:10: 'fail-on' is error, warning, info or off"},
        {"version: 1\nignore: {a: b}\n", "2:9: 'ignore' is a list"},
        {"version: 1\nignore: [{rule: A}]\n", "2:10: 'reason' is missing"},
        {"version: 1\nignore: [{rule: A, reason: ''}]\n", "'reason' is missing"},
        {"version: 1\nignore: [{rule: A, reason: b, expire: c}]\n", "did you mean 'expires'?"},
        {"version: 1\nignore: [{rule: A, reason: b, expires: soon}]\n", "'expires' is a day like"},
        {"version: 1\nrules: [A]\n", "'rules' is a mapping"},
        {"version: 1\nrules: {A: bad}\n", "2:12: a severity is error"},
        {"version: 1\nrules: {A: {sev: info}}\n", "an entry of 'rules' has no key 'sev'"},
        {"version: 1\nrules: {A: {params: [x]}}\n", "'params' is a mapping"},
        {"version: 1\nbranch: [a]\n", "'branch' is a text, not a list"},
        {"version: 1\ndeployments: x\n", "'deployments' is a list"},
        {"version: 1\nexclude: [[a]]\n", "an item of 'exclude' is a text"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str faults;
        config_of(arena, cases[i].text, &faults);
        ck_assert_msg(pf_str_contains(faults, pf_str_c(cases[i].words)), "%s---\n%.*s",
                      cases[i].text, PF_ARG(faults));
    }
    pf_arena_free(arena);
}
END_TEST

static pf_str apply(struct pf_arena *arena, const char *text, struct pf_rules *rules)
{
    pf_str ignored;
    struct pf_config config = config_of(arena, text, &ignored);
    struct pf_faults faults = {0};
    pf_config_apply(arena, &config, rules, &faults);
    return pf_rule_faults_text(arena, &faults);
}

START_TEST(severities_and_parameters_go_into_the_rules)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, rule_text);
    pf_str faults = apply(
        arena, "version: 1\nrules: {some-rule: {severity: info, params: {names: [B]}}}\n", &rules);
    ck_assert_pf_str_eq(faults, PF_STR(""));
    ck_assert_int_eq(rules.items[0]->card.severity, PF_SEVERITY_INFO);
    ck_assert_pf_str_eq(pf_rule_param(rules.items[0], PF_STR("names"))->items[0]->text,
                        PF_STR("B"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(rules_that_do_not_exist_are_refused_with_the_nearest)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"version: 1\nrules: {some-rul: info}\n",
         "2:9: no rule is called 'some-rul'; did you mean 'some-rule'?"},
        {"version: 1\nignore: [{rule: ABD001, reason: r}]\n", "did you mean 'ABC001'?"},
        {"version: 1\nrules: {ABC001: {params: {name: [B]}}}\n", "did you mean 'names'?"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_rules rules = rules_of(arena, rule_text);
        pf_str faults = apply(arena, cases[i].text, &rules);
        ck_assert_msg(pf_str_contains(faults, pf_str_c(cases[i].words)), "%.*s", PF_ARG(faults));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_cannot_be_suppressed_cannot_be_switched_off)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = {0};
    pf_rules_built_in(arena, &rules);
    pf_str faults = apply(arena, "version: 1\nrules: {PFL905: 'off'}\n", &rules);
    ck_assert(pf_str_contains(faults, PF_STR("PFL905 cannot be switched off")));
    pf_arena_free(arena);
}
END_TEST

struct folder {
    struct pf_arena *arena;
    char path[64];
};

static struct folder folder_new(void)
{
    struct folder folder = {.arena = pf_arena_new(NULL), .path = "/tmp/pf-config-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(folder.path));
    return folder;
}

static const char *path_in(const struct folder *folder, const char *name)
{
    return pf_arena_format(folder->arena, "%s/%s", folder->path, name).data;
}

static void make(const struct folder *folder, const char *name)
{
    ck_assert_int_eq(mkdir(path_in(folder, name), 0777), 0);
}

static void put(const struct folder *folder, const char *name, const char *text)
{
    FILE *file = fopen(path_in(folder, name), "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

static void folder_free(struct folder *folder)
{
    ck_assert_int_eq(nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    pf_arena_free(folder->arena);
}

/* What is found from `directory`, without the folder's own path; "" for nothing. */
static pf_str found_from(const struct folder *folder, const char *directory)
{
    pf_str path;
    pf_str start = pf_str_c(path_in(folder, directory));
    if (!pf_config_find(folder->arena, start, &path))
        return (pf_str){0};
    return pf_str_slice(path, start.len, path.len);
}

START_TEST(the_nearest_configuration_is_found_upward_to_the_repository)
{
    struct folder folder = folder_new();
    make(&folder, "r");
    put(&folder, "preflight.yml", "version: 1\n");
    make(&folder, "r/.git");
    make(&folder, "r/a");
    make(&folder, "r/a/b");
    make(&folder, "r/.github");
    make(&folder, "r/.github/workflows");
    put(&folder, "r/.github/workflows/preflight.yml", "on: push\n");
    ck_assert_pf_str_eq(found_from(&folder, "r/a/b"), PF_STR(""));
    ck_assert_pf_str_eq(found_from(&folder, "r/.github/workflows"), PF_STR(""));
    put(&folder, "r/.github/preflight.yml", "version: 1\n");
    ck_assert_pf_str_eq(found_from(&folder, "r/a/b"), PF_STR("/../../.github/preflight.yml"));
    put(&folder, "r/a/.preflight.yaml", "version: 1\n");
    ck_assert_pf_str_eq(found_from(&folder, "r/a/b"), PF_STR("/../.preflight.yaml"));
    put(&folder, "r/a/b/preflight.yml", "version: 1\n");
    ck_assert_pf_str_eq(found_from(&folder, "r/a/b"), PF_STR("/preflight.yml"));
    folder_free(&folder);
}
END_TEST

START_TEST(the_nearer_file_wins_over_what_it_extends)
{
    struct folder folder = folder_new();
    make(&folder, "base");
    put(&folder, "base/c.yml",
        "version: 1\nselect: [DJG]\nignore: [DEP]\nbranch: main\nrule-files: [own.yaml]\n"
        "baseline: known.json\nrules: {A: error}\n");
    put(&folder, "preflight.yml",
        "version: 1\nextends: base/c.yml\nselect: [ENV]\nignore: [DOC]\nrule-files: [x.yaml]\n"
        "rules: {A: info}\n");
    struct pf_config config;
    struct pf_error error = {0};
    ck_assert_msg(pf_config_load(folder.arena, path_in(&folder, "preflight.yml"), &config, &error),
                  "%s", error.message);
    ck_assert_uint_eq(config.selection.select.count, 1);
    ck_assert_pf_str_eq(config.selection.select.items[0], PF_STR("ENV"));
    ck_assert_uint_eq(config.selection.ignore.count, 2);
    ck_assert_pf_str_eq(config.branch, PF_STR("main"));
    ck_assert_pf_str_eq(config.rule_files.items[0], pf_str_c(path_in(&folder, "base/own.yaml")));
    ck_assert_pf_str_eq(config.rule_files.items[1], pf_str_c(path_in(&folder, "x.yaml")));
    ck_assert_pf_str_eq(config.baseline, pf_str_c(path_in(&folder, "base/known.json")));
    ck_assert_int_eq(config.rules.items[config.rules.count - 1].severity, PF_SEVERITY_INFO);
    folder_free(&folder);
}
END_TEST

START_TEST(circles_chains_and_missing_files_are_refused)
{
    struct folder folder = folder_new();
    struct pf_config config = {0};
    struct pf_error error = {0};
    put(&folder, "self.yml", "version: 1\nextends: self.yml\n");
    ck_assert(!pf_config_load(folder.arena, path_in(&folder, "self.yml"), &config, &error));
    ck_assert(pf_str_contains(pf_str_c(error.message), PF_STR("extends itself")));
    put(&folder, "c8.yml", "version: 1\n");
    for (int i = 0; i < PF_CONFIG_EXTENDS; i++)
        put(&folder, pf_arena_format(folder.arena, "c%d.yml", i).data,
            pf_arena_format(folder.arena, "version: 1\nextends: c%d.yml\n", i + 1).data);
    ck_assert(pf_config_load(folder.arena, path_in(&folder, "c1.yml"), &config, &error));
    ck_assert(!pf_config_load(folder.arena, path_in(&folder, "c0.yml"), &config, &error));
    ck_assert(pf_str_contains(pf_str_c(error.message), PF_STR("more than 8")));
    ck_assert(!pf_config_load(folder.arena, path_in(&folder, "none.yml"), &config, &error));
    folder_free(&folder);
}
END_TEST

Suite *config_suite(void)
{
    const TTest *const tests[] = {
        every_key_is_read,
        what_is_wrong_is_said_with_place_and_suggestion,
        severities_and_parameters_go_into_the_rules,
        rules_that_do_not_exist_are_refused_with_the_nearest,
        what_cannot_be_suppressed_cannot_be_switched_off,
        the_nearest_configuration_is_found_upward_to_the_repository,
        the_nearer_file_wins_over_what_it_extends,
        circles_chains_and_missing_files_are_refused,
        NULL,
    };
    return pf_suite("config", tests);
}
