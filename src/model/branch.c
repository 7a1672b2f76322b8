/* The branch that production is made from, by the strongest place that names it. */
#include "model/wiring.h"

/* The one branch that the deploys' triggers name; false when they name none or several. */
static bool only_trigger(const struct pf_deploys *deploys, struct pf_branch_choice *choice)
{
    *choice = (struct pf_branch_choice){0};
    for (size_t i = 0; i < deploys->count; i++)
        for (size_t b = 0; b < deploys->items[i].branches.count; b++) {
            pf_str name = deploys->items[i].branches.items[b];
            if (choice->name.len > 0 && !pf_str_eq(choice->name, name))
                return false;
            choice->name = name;
            choice->by = PF_STR("the deploy workflow's trigger");
            choice->span = deploys->items[i].workflow->root->span;
        }
    return choice->name.len > 0;
}

static bool is_main_line(pf_str name)
{
    static const pf_str lines[] = {PF_STR_INIT("main"), PF_STR_INIT("master"),
                                   PF_STR_INIT("production"), PF_STR_INIT("prod"),
                                   PF_STR_INIT("trunk")};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (pf_str_eq(name, lines[i]))
            return true;
    return false;
}

struct pf_branch_choice pf_wiring_branch(const struct pf_wiring *wiring)
{
    struct pf_branch_choice choice;
    if (wiring->options.branch.len > 0)
        return (struct pf_branch_choice){wiring->options.branch, PF_STR("preflight.yml"), {0}};
    if (only_trigger(wiring->deploys, &choice))
        return choice;
    if (wiring->git->default_branch.len > 0)
        return (struct pf_branch_choice){
            wiring->git->default_branch, PF_STR("the remote's default branch"), {0}};
    for (size_t i = 0; i < wiring->docs->branch_count; i++)
        if (wiring->docs->branches[i].speaks_of_deploying)
            return (struct pf_branch_choice){wiring->docs->branches[i].name,
                                             PF_STR("the documentation"),
                                             wiring->docs->branches[i].span};
    if (is_main_line(wiring->git->branch))
        return (struct pf_branch_choice){
            wiring->git->branch, PF_STR("the checked-out branch"), {0}};
    for (size_t i = 0; i < wiring->git->local_branches.count; i++)
        if (is_main_line(wiring->git->local_branches.items[i]))
            return (struct pf_branch_choice){
                wiring->git->local_branches.items[i], PF_STR("a branch of the repository"), {0}};
    return (struct pf_branch_choice){0};
}
