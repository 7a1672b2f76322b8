/* The table of checks, made from checks.def. */
#include "checks/checks.h"

#define CHECK(name) {PF_STR_INIT(#name), pf_check_##name},
const struct pf_check_entry pf_checks[] = {
#include "checks/checks.def"
    {PF_STR_INIT(""), NULL}, /* so that an empty list is a table too */
};
#undef CHECK

const size_t pf_check_count = sizeof pf_checks / sizeof *pf_checks - 1;

const struct pf_check_entry *pf_check_find(pf_str name)
{
    for (size_t i = 0; i < pf_check_count; i++)
        if (pf_str_eq(pf_checks[i].name, name))
            return &pf_checks[i];
    return NULL;
}
