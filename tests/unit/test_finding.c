/* Severities by name. */
#include "unit.h"

#include "rule/finding.h"

Suite *finding_suite(void);

START_TEST(a_severity_reads_back_from_its_name)
{
    for (int i = PF_SEVERITY_OFF; i <= PF_SEVERITY_ERROR; i++) {
        enum pf_severity severity = PF_SEVERITY_OFF;
        ck_assert(pf_severity_parse(pf_str_c(pf_severity_name((enum pf_severity)i)), &severity));
        ck_assert_int_eq(severity, i);
    }
    enum pf_severity kept = PF_SEVERITY_INFO;
    ck_assert(!pf_severity_parse(PF_STR("Error"), &kept));
    ck_assert_int_eq(kept, PF_SEVERITY_INFO);
}
END_TEST

Suite *finding_suite(void)
{
    const TTest *const tests[] = {a_severity_reads_back_from_its_name, NULL};
    return pf_suite("finding", tests);
}
