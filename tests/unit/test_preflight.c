/* The public face of the library. */
#include "unit.h"

#include "preflight/preflight.h"

#include <string.h>

Suite *preflight_suite(void);

#define SAMPLES PREFLIGHT_TESTS_FOLDER "/../samples/"

START_TEST(a_broken_project_gives_findings_with_their_places)
{
    char error[256];
    struct preflight_result *result = preflight_check(SAMPLES "broken-shop", error, sizeof error);
    ck_assert_ptr_nonnull(result);
    ck_assert(preflight_is_complete(result));
    bool found = false;
    for (size_t i = 0; i < preflight_finding_count(result); i++) {
        struct preflight_finding finding = preflight_finding_at(result, i);
        if (strcmp(finding.rule, "DJG004") != 0)
            continue;
        found = true;
        ck_assert_str_eq(finding.path, "shop/settings.py");
        ck_assert_uint_eq(finding.line, 12);
        ck_assert_int_eq(finding.severity, PREFLIGHT_ERROR);
    }
    ck_assert(found);
    preflight_free(result);
}
END_TEST

START_TEST(a_tidy_project_gives_none)
{
    struct preflight_result *result = preflight_check(SAMPLES "tidy-shop", NULL, 0);
    ck_assert_ptr_nonnull(result);
    ck_assert_uint_eq(preflight_finding_count(result), 0);
    preflight_free(result);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error_in_words)
{
    char error[256] = "";
    ck_assert_ptr_null(preflight_check(SAMPLES "no-shop", error, sizeof error));
    ck_assert_uint_gt(strlen(error), 0);
    preflight_free(NULL);
}
END_TEST

Suite *preflight_suite(void)
{
    const TTest *const tests[] = {
        a_broken_project_gives_findings_with_their_places,
        a_tidy_project_gives_none,
        a_folder_that_is_not_there_is_an_error_in_words,
        NULL,
    };
    return pf_suite("preflight", tests);
}
