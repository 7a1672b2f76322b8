/* The functions of GitHub's expressions (docs: evaluate expressions in workflows and actions). */
#include "ghexpr/expr.h"

enum { MANY = 255 /* arguments at most, as GitHub counts them */ };

static const struct pf_ghexpr_function functions[] = {
    {PF_STR_INIT("contains"), 2, 2, false, true},
    {PF_STR_INIT("endsWith"), 2, 2, false, true},
    {PF_STR_INIT("format"), 1, MANY, false, true},
    {PF_STR_INIT("fromJSON"), 1, 1, false, true},
    {PF_STR_INIT("join"), 1, 2, false, true},
    {PF_STR_INIT("startsWith"), 2, 2, false, true},
    {PF_STR_INIT("toJSON"), 1, 1, false, true},
    {PF_STR_INIT("case"), 3, MANY, false, true},
    {PF_STR_INIT("hashFiles"), 1, MANY, false, false},
    {PF_STR_INIT("always"), 0, 0, true, false},
    {PF_STR_INIT("cancelled"), 0, 0, true, false},
    {PF_STR_INIT("failure"), 0, MANY, true, false},
    {PF_STR_INIT("success"), 0, MANY, true, false},
};

size_t pf_ghexpr_function_count(void)
{
    return sizeof functions / sizeof *functions;
}

const struct pf_ghexpr_function *pf_ghexpr_function_at(size_t index)
{
    return index < pf_ghexpr_function_count() ? &functions[index] : NULL;
}

const struct pf_ghexpr_function *pf_ghexpr_function_named(pf_str name)
{
    for (size_t i = 0; i < pf_ghexpr_function_count(); i++)
        if (pf_str_eq_nocase(functions[i].name, name))
            return &functions[i];
    return NULL;
}
