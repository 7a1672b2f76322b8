/* Who decides where a deploy goes: the flag, the variable, the configuration, the workflow. */
#include "unit.h"

#include "command/deploy.h"
#include "deploy/setting.h"

#include <stdlib.h>

Suite *setting_suite(void);

static struct pf_given given_of(struct pf_arena *arena, char **words)
{
    struct pf_given given;
    struct pf_error error = {0};
    ck_assert_msg(pf_options_parse(arena, pf_command_deploy.options, words, &given, &error), "%s",
                  error.message);
    return given;
}

static struct pf_node *map_of(struct pf_arena *arena, const char *key, const char *value)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, map, pf_str_c(key), (pf_span){0},
                pf_node_str(arena, pf_str_c(value), (pf_span){0}));
    return map;
}

START_TEST(a_flag_wins_over_the_variable_and_both_over_files)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_settings_given settings = {0};
    char *words[] = {(char[]){"--cluster=flag"}, NULL};
    struct pf_given given = given_of(arena, words);
    setenv("PREFLIGHT_CLUSTER", "variable", 1);
    setenv("PREFLIGHT_SERVICE", "variable", 1);
    ck_assert(pf_settings_take_given(arena, &settings, &given, NULL));
    unsetenv("PREFLIGHT_CLUSTER");
    unsetenv("PREFLIGHT_SERVICE");
    ck_assert(pf_settings_take_map(arena, &settings, map_of(arena, "service", "file"),
                                   PF_STR("preflight.yml"), NULL));
    ck_assert(pf_settings_take_map(arena, &settings, map_of(arena, "region", "eu-west-3"),
                                   PF_STR("preflight.yml"), NULL));
    ck_assert(
        pf_settings_take(&settings, PF_SETTING_REGION, PF_STR("us-east-1"), PF_STR("x"), NULL));
    ck_assert_pf_str_eq(settings.items[PF_SETTING_CLUSTER].value, PF_STR("flag"));
    ck_assert_pf_str_eq(settings.items[PF_SETTING_CLUSTER].by, PF_STR("--cluster"));
    ck_assert_pf_str_eq(settings.items[PF_SETTING_SERVICE].value, PF_STR("variable"));
    ck_assert_pf_str_eq(settings.items[PF_SETTING_SERVICE].by, PF_STR("PREFLIGHT_SERVICE"));
    ck_assert_pf_str_eq(settings.items[PF_SETTING_REGION].value, PF_STR("eu-west-3"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_value_that_its_service_would_not_take_is_refused_with_its_source)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_settings_given settings = {0};
    struct pf_error error = {0};
    ck_assert(!pf_settings_take_map(arena, &settings, map_of(arena, "cluster", "file://x"),
                                    PF_STR("preflight.yml"), &error));
    ck_assert_int_eq(error.exit_status, PF_EXIT_USAGE);
    ck_assert(pf_str_starts(pf_str_c(error.message), PF_STR("preflight.yml: deploy.cluster: ")));
    pf_arena_free(arena);
}
END_TEST

static bool has_option(const char *name)
{
    const struct pf_option *options = pf_command_deploy.options;
    for (; options->name != NULL; options++)
        if (pf_str_eq(pf_str_c(options->name), pf_str_c(name)))
            return true;
    return false;
}

/* A setting that no flag gives, and a name that breaks the pattern, would be found by nobody. */
START_TEST(every_setting_has_its_flag_and_a_variable_of_the_same_name)
{
    for (int i = 0; i < PF_SETTING_COUNT; i++) {
        const char *name = pf_setting_name((enum pf_setting)i);
        pf_str variable = pf_str_c(pf_setting_variable((enum pf_setting)i));
        ck_assert_msg(has_option(name), "%s", name);
        ck_assert(pf_str_starts(variable, PF_STR("PREFLIGHT_")));
        variable = pf_str_slice(variable, 10, variable.len);
        ck_assert_uint_eq(variable.len, pf_str_c(name).len);
        for (size_t at = 0; at < variable.len; at++)
            ck_assert_int_eq(variable.data[at], name[at] == '-' ? '_' : pf_to_upper(name[at]));
    }
}
END_TEST

Suite *setting_suite(void)
{
    const TTest *const tests[] = {
        a_flag_wins_over_the_variable_and_both_over_files,
        a_value_that_its_service_would_not_take_is_refused_with_its_source,
        every_setting_has_its_flag_and_a_variable_of_the_same_name,
        NULL,
    };
    return pf_suite("setting", tests);
}
