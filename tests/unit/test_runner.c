/* Labels of GitHub's own machines, and those that somebody else named. */
#include "unit.h"

#include "model/runner.h"

Suite *runner_suite(void);

START_TEST(an_image_is_a_system_a_version_and_a_size_that_github_names)
{
    static const char *const images[] = {"ubuntu-latest", "ubuntu-24.04",    "ubuntu-24.04-arm",
                                         "ubuntu-slim",   "macos-15-xlarge", "macos-latest-large",
                                         "macos-26-intel"};
    static const char *const others[] = {"windows-latest",       "ubuntu",        "ubuntu-",
                                         "ubuntu-22.04-16core",  "ubuntu-runner", "self-hosted",
                                         "ubuntu-latest-m",      "linux",         "",
                                         "${{ inputs.runner }}", "Ubuntu-Latest"};
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        ck_assert_msg(pf_runner_is_unix_image(pf_str_c(images[i])), "%s", images[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!pf_runner_is_unix_image(pf_str_c(others[i])), "%s", others[i]);
}
END_TEST

Suite *runner_suite(void)
{
    const TTest *const tests[] = {
        an_image_is_a_system_a_version_and_a_size_that_github_names,
        NULL,
    };
    return pf_suite("runner", tests);
}
