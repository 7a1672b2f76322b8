/* Steps that fetch the repository, or may bring files some other way. */
#include "model/checkout.h"

#include "ghexpr/find.h"

/* A checkout, a download, or a script that may write the file. */
static bool may_bring_files(const struct pf_workflow_step *step, pf_str path)
{
    static const char *const actions[] = {"checkout", "download", "cache", "restore", "clone"};
    static const char *const words[] = {"git ",   "gh ",  "curl", "wget", "aws s3",    "svn ",
                                        "degit ", "tar ", "cat ", "tee ", "docker cp", "unzip"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (pf_str_contains(step->action, pf_str_c(actions[i])))
            return true;
    pf_str run = pf_node_text(step->run);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(run, pf_str_c(words[i])))
            return true;
    return pf_str_contains(run, pf_path_base(path));
}

bool pf_checkout_is_unknown(const struct pf_workflow_step *step)
{
    static const pf_str owners[] = {PF_STR_INIT("actions/"), PF_STR_INIT("docker/"),
                                    PF_STR_INIT("aws-actions/")};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (pf_str_starts(step->action, owners[i]))
            return false;
    return step->uses != NULL;
}

bool pf_checkout_is_hosted(const struct pf_workflow_job *job)
{
    const struct pf_node *runner = pf_node_get(job->node, "runs-on");
    pf_str label = pf_node_is(runner, PF_SEQ) && runner->count == 1 ? pf_node_text(runner->items[0])
                                                                    : pf_node_text(runner);
    return pf_node_get(job->node, "container") == NULL && !pf_ghexpr_has(label) &&
           (pf_str_starts(label, PF_STR("ubuntu-")) || pf_str_starts(label, PF_STR("windows-")) ||
            pf_str_starts(label, PF_STR("macos-")));
}

bool pf_checkout_is_missing(const struct pf_workflow_job *job, const struct pf_workflow_step *step,
                            pf_str path)
{
    if (!pf_checkout_is_hosted(job))
        return false;
    for (size_t i = 0; i < job->step_count && job->steps[i].node != step->node; i++)
        if (may_bring_files(&job->steps[i], path) || pf_checkout_is_unknown(&job->steps[i]))
            return false;
    return true;
}
