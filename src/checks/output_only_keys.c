/* Keys that describe-task-definition returns and register-task-definition refuses: one finding a
 * file, because such a file was dumped as a whole. */
#include "checks/checks.h"

#include "model/taskdef.h"

static void judge(struct pf_check_context *context, const struct pf_node *root)
{
    struct pf_shape_problems problems = pf_taskdef_shape(context->arena, root);
    const struct pf_node *first = NULL;
    struct pf_strs names = {0};
    for (size_t i = 0; i < problems.count; i++) {
        if (problems.items[i].kind != PF_SHAPE_OUTPUT_ONLY)
            continue;
        if (first == NULL)
            first = problems.items[i].node;
        pf_strs_add_once(context->arena, &names, problems.items[i].name);
    }
    if (first == NULL)
        return;
    struct pf_report *report =
        pf_check_report(context, names.count == 1 ? "one" : "several", first->key->span);
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names.items, names.count, PF_STR(", ")));
    pf_report_key(report, "output-only");
}

void pf_check_output_only_keys(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++)
        judge(context, taskdefs.nodes[i]);
}
