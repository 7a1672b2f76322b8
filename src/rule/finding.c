/* Severities and their words; a list of findings. */
#include "rule/finding.h"

static const char *const names[] = {[PF_SEVERITY_OFF] = "off",
                                    [PF_SEVERITY_INFO] = "info",
                                    [PF_SEVERITY_WARNING] = "warning",
                                    [PF_SEVERITY_ERROR] = "error"};

const char *pf_severity_name(enum pf_severity severity)
{
    return names[severity];
}

bool pf_severity_parse(pf_str name, enum pf_severity *severity)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!pf_str_eq(name, pf_str_c(names[i])))
            continue;
        *severity = (enum pf_severity)i;
        return true;
    }
    return false;
}

void pf_findings_add(struct pf_arena *arena, struct pf_findings *findings,
                     struct pf_finding finding)
{
    struct pf_finding *added = PF_NEW(arena, struct pf_finding);
    *added = finding;
    *pf_pile_add(arena, findings) = added;
}
