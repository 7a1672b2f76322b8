/* Shells that only Windows has, on machines of GitHub's that run something else. */
#include "model/shape_inside.h"

#include "ghexpr/find.h"
#include "model/runner.h"

/* GitHub's images of Linux and macOS have PowerShell as pwsh alone. A machine of somebody's own may
 * have anything. */
static bool is_elsewhere(const struct pf_node *label)
{
    return pf_node_is(label, PF_STRING) && pf_runner_is_unix_image(label->text);
}

/* The row that `${{ matrix.os }}` names; NULL for another text, and where `include` may add to it.
 */
static const struct pf_node *row_of(const struct pf_workflow_job *job, pf_str text)
{
    const struct pf_node *matrix = pf_node_get(pf_node_get(job->node, "strategy"), "matrix");
    pf_str context, name;
    if (!pf_ghexpr_is_alone(text) || pf_node_get(matrix, "include") != NULL)
        return NULL;
    pf_str_cut(pf_str_trim(pf_str_slice(text, 3, text.len - 2)), '.', &context, &name);
    return pf_str_eq(context, PF_STR("matrix")) ? pf_node_get_str(matrix, name) : NULL;
}

/* The label of a machine of GitHub's that is no Windows, if the job surely runs on such; else "".
 */
static pf_str label_of(const struct pf_workflow_job *job)
{
    const struct pf_node *label = pf_node_get(job->node, "runs-on");
    if (pf_node_is(label, PF_SEQ) && label->count == 1)
        label = label->items[0];
    if (is_elsewhere(label))
        return label->text;
    const struct pf_node *row = row_of(job, pf_str_trim(pf_node_text(label)));
    if (!pf_node_is(row, PF_SEQ) || row->count == 0)
        return PF_STR("");
    for (size_t i = 0; i < row->count; i++)
        if (!is_elsewhere(row->items[i]))
            return PF_STR("");
    return row->items[0]->text;
}

/* `if: runner.os == 'Windows'`: whoever asks knows. */
static bool asks_for_system(const struct pf_workflow_step *step)
{
    pf_str condition = pf_node_text(step->condition);
    return pf_str_contains(condition, PF_STR("runner")) ||
           pf_str_contains(condition, PF_STR("matrix"));
}

void pf_shape_system_shell(struct pf_shape *shape, const struct pf_workflow_job *job,
                           const struct pf_workflow_step *step, const struct pf_node *shell)
{
    if (step->run == NULL || shell == NULL)
        return;
    bool is_powershell = pf_str_eq_nocase(pf_node_text(shell), PF_STR("powershell"));
    if (!is_powershell && !pf_str_eq_nocase(pf_node_text(shell), PF_STR("cmd")))
        return;
    pf_str label = label_of(job);
    if (label.len == 0 || pf_node_get(job->node, "container") != NULL || asks_for_system(step))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_SHELL, shell->span, shell->text);
    pf_shape_detail(shape, problem,
                    is_powershell ? "%.*s has PowerShell as 'pwsh' alone"
                                  : "%.*s has no such program; Windows has",
                    PF_ARG(label));
    problem->suggestion = is_powershell ? PF_STR("pwsh") : PF_STR("");
    problem->expected = is_powershell ? PF_STR("'pwsh'") : PF_STR("'bash' or 'pwsh'");
}
