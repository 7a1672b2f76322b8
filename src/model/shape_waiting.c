/* Steps that wait for steps in the background, or end them. */
#include "model/shape_inside.h"

#include "ghexpr/find.h"

/* The id must be one of a step before. */
static void check_named_step(struct pf_shape *shape, const struct pf_workflow_job *job,
                             size_t index, const struct pf_node *named)
{
    struct pf_strs ids = {0};
    if (!pf_node_is_scalar(named) || named->text.len == 0 || pf_ghexpr_has(named->text))
        return;
    for (size_t i = 0; i < index; i++) {
        if (pf_str_eq_nocase(job->steps[i].id, named->text) || pf_ghexpr_has(job->steps[i].id))
            return;
        if (job->steps[i].id.len > 0)
            *pf_pile_add(shape->arena, &ids) = job->steps[i].id;
    }
    pf_shape_choices(shape, pf_shape_add(shape, PF_WORKFLOW_STEP_UNKNOWN, named->span, named->text),
                     &ids);
}

void pf_shape_waiting(struct pf_shape *shape, const struct pf_workflow_job *job, size_t index)
{
    const struct pf_node *step = job->steps[index].node, *wait = pf_node_get(step, "wait");
    check_named_step(shape, job, index, wait);
    check_named_step(shape, job, index, pf_node_get(step, "cancel"));
    for (size_t i = 0; pf_node_is(wait, PF_SEQ) && i < wait->count; i++)
        check_named_step(shape, job, index, wait->items[i]);
}
