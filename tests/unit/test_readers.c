/* Variables that programs read by themselves. */
#include "unit.h"

#include "model/readers.h"

Suite *readers_suite(void);

START_TEST(a_program_s_own_variables_are_known_and_a_slip_is_none)
{
    static const struct {
        const char *name, *reader;
    } rows[] = {
        {"DJANGO_SETTINGS_MODULE", "Django"},
        {"DJANGO_SUPERUSER_EMAIL", "Django"},
        {"PYTHONUNBUFFERED", "Python"},
        {"WEB_CONCURRENCY", "the server"},
        {"AWS_REGION", "the AWS SDK"},
        {"DJANGO_SETTINGS_MODUL", ""},
        {"DJANGO_DEBUG", ""},
        {"SENTRY_DNS", ""},
        {"PORTS", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_pf_str_eq(pf_variable_reader(pf_str_c(rows[i].name)), pf_str_c(rows[i].reader));
}
END_TEST

Suite *readers_suite(void)
{
    const TTest *const tests[] = {a_program_s_own_variables_are_known_and_a_slip_is_none, NULL};
    return pf_suite("readers", tests);
}
