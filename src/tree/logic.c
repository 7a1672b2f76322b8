/* The words for the three values. */
#include "tree/logic.h"

const char *pf_truth_name(enum pf_truth truth)
{
    static const char *const names[] = {[PF_NO] = "no", [PF_MAYBE] = "maybe", [PF_YES] = "yes"};
    return names[truth];
}
