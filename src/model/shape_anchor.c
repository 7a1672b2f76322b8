/* Anchors that no alias repeats: often the alias names another one by a slip. */
#include "model/shape_inside.h"

#include "read/yaml_anchor.h"

void pf_shape_anchors(struct pf_shape *shape)
{
    if (shape->file->source == NULL || pf_faults_has(&shape->file->faults, PF_FAULT_UNPARSABLE) ||
        pf_faults_has(&shape->file->faults, PF_FAULT_LIMIT))
        return;
    struct pf_yaml_anchors unused = pf_yaml_unused_anchors(shape->arena, shape->file->source);
    for (size_t i = 0; i < unused.count; i++) {
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_ANCHOR, unused.items[i].span, unused.items[i].name);
        problem->detail = PF_STR("no alias repeats this anchor");
        problem->is_harmless = true;
    }
}
