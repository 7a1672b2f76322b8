/* An ECS task definition, as JSON or YAML: finding its parts, and its shape against ECS's own
 * model. */
#ifndef PF_MODEL_TASKDEF_H
#define PF_MODEL_TASKDEF_H

#include "tree/node.h"

/*
 * The map that is registered: `document` itself, or what {"taskDefinition": {…}} wraps (the output
 * of describe-task-definition). NULL when neither holds "containerDefinitions", be it with
 * CloudFormation's capital: then the file has no containers, and its shape is wrong.
 */
const struct pf_node *pf_taskdef_root(const struct pf_node *document);

/* The items of containerDefinitions that are maps; other items are passed over. */
size_t pf_taskdef_container_count(const struct pf_node *root);
const struct pf_node *pf_taskdef_container(const struct pf_node *root, size_t index);
/*
 * A copy of the document whose maps lack what is null: the console writes a null for each key that
 * is not set, and the deploy action takes them out.
 */
const struct pf_node *pf_taskdef_without_nulls(struct pf_arena *arena, const struct pf_node *node);
/* The container of that name; NULL when there is none. */
const struct pf_node *pf_taskdef_container_named(const struct pf_node *root, pf_str name);
/* False only where "essential" is the boolean false. */
bool pf_taskdef_is_essential(const struct pf_node *container);

/*
 * Do the task's containers reach each other by 127.0.0.1? In modes awsvpc and host, and where the
 * mode is not known; not in bridge mode, which is what an absent mode means outside Fargate.
 */
bool pf_taskdef_shares_loopback(const struct pf_node *root);
/* Is the launch type among requiresCompatibilities? */
bool pf_taskdef_is_for(const struct pf_node *root, const char *launch_type);

/*
 * Text that a pipeline replaces before the file is used: "<IMAGE>", "${VAR}", "$VAR", "{{ x }}",
 * "<%= x %>", "%VAR%", "@VAR@", "__VAR__". Such a value is never judged.
 */
bool pf_taskdef_is_placeholder(pf_str text);

enum pf_shape_kind {
    PF_SHAPE_UNKNOWN_KEY,
    PF_SHAPE_WRONG_TYPE,
    PF_SHAPE_MISSING, /* a member that ECS requires */
    PF_SHAPE_BAD_ENUM,
    PF_SHAPE_OUT_OF_RANGE, /* a number, or how long a text or list is */
    PF_SHAPE_OUTPUT_ONLY,  /* returned by describe-task-definition, refused by register */
    PF_SHAPE_DEPRECATED
};

struct pf_shape_problem {
    enum pf_shape_kind kind;
    const struct pf_node *node; /* the value at fault; for MISSING the map that lacks it */
    pf_str where;               /* "containerDefinitions[0].portMappings[1]"; "" at the top */
    pf_str name;                /* of the member */
    pf_str expected;            /* "a string", "one of bridge, host, awsvpc, none"; "" where moot */
    pf_str suggestion;          /* the nearest known name or value, or "" */
    pf_str measure;             /* OUT_OF_RANGE: what it is: "301", "60 items" */
    bool removed_by_action;     /* OUTPUT_ONLY: the deploy action drops it before registering */
};
enum {
    PF_SHAPE_PROBLEMS = 1000 /* then looking ends: some kind of them is beyond what a rule reports,
                                which is told */
};
struct pf_shape_problems {
    struct pf_shape_problem *items;
    size_t count, capacity;
};

/*
 * Compares `root` (PF_MAP) with the table of RegisterTaskDefinition's input. A null is no value:
 * the deploy action drops it. Placeholders pass as any scalar. In document order.
 */
struct pf_shape_problems pf_taskdef_shape(struct pf_arena *arena, const struct pf_node *root);

#endif
