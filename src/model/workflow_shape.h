/* A workflow's (or action.yml's) text against what GitHub accepts: keys, kinds, names, expressions.
 */
#ifndef PF_MODEL_WORKFLOW_SHAPE_H
#define PF_MODEL_WORKFLOW_SHAPE_H

#include "model/workflow.h"

enum pf_workflow_problem_kind {
    PF_WORKFLOW_UNKNOWN_KEY,         /* GHA002 name, where, expected, suggestion */
    PF_WORKFLOW_MISSING_KEY,         /* GHA003 name, where */
    PF_WORKFLOW_DUPLICATE_KEY,       /* GHA004 name, where; related: the first one */
    PF_WORKFLOW_EMPTY_SECTION,       /* GHA005 name */
    PF_WORKFLOW_WRONG_TYPE,          /* GHA006 name, expected, detail: what it is */
    PF_WORKFLOW_EXPRESSION_SYNTAX,   /* GHA010 detail */
    PF_WORKFLOW_EXPRESSION_TYPE,     /* GHA011 detail */
    PF_WORKFLOW_UNKNOWN_CONTEXT,     /* GHA012 name, suggestion */
    PF_WORKFLOW_UNKNOWN_PROPERTY,    /* GHA013 name, where: the context, suggestion */
    PF_WORKFLOW_UNKNOWN_FUNCTION,    /* GHA014 name, suggestion */
    PF_WORKFLOW_WRONG_ARGUMENTS,     /* GHA015 name, detail */
    PF_WORKFLOW_CONTEXT_NOT_HERE,    /* GHA016 name, where: the key, expected: those available */
    PF_WORKFLOW_FUNCTION_NOT_HERE,   /* GHA017 name, where */
    PF_WORKFLOW_NOT_WRITTEN,         /* GHA018 name: the text, detail */
    PF_WORKFLOW_STEP_UNKNOWN,        /* GHA020 name, suggestion, detail */
    PF_WORKFLOW_NEEDS_UNKNOWN,       /* GHA021 name, where: the job, suggestion, detail */
    PF_WORKFLOW_NEEDS_CYCLE,         /* GHA022 detail: "a -> b -> a" */
    PF_WORKFLOW_NEEDS_OUTPUT,        /* GHA023 name, where: the job, suggestion */
    PF_WORKFLOW_MATRIX_PROPERTY,     /* GHA024 name, suggestion */
    PF_WORKFLOW_VALUE_NEVER,         /* GHA025 name: the value, where: what is compared, expected,
                                        suggestion */
    PF_WORKFLOW_UNKNOWN_EVENT,       /* GHA030 name, suggestion */
    PF_WORKFLOW_BAD_ACTIVITY,        /* GHA031 name, where: the event, expected, suggestion */
    PF_WORKFLOW_BAD_FILTER,          /* GHA032 name, where: the event, detail */
    PF_WORKFLOW_BAD_GLOB,            /* GHA033 name: the pattern, detail */
    PF_WORKFLOW_BAD_CRON,            /* GHA034 name, detail */
    PF_WORKFLOW_BAD_DISPATCH,        /* GHA035 name: the input, detail */
    PF_WORKFLOW_UNKNOWN_RUNNER,      /* GHA040 name, suggestion, where: the job */
    PF_WORKFLOW_RUNNER_RETIRED,      /* GHA040 name, where: the job, detail */
    PF_WORKFLOW_CONFLICTING_RUNNERS, /* GHA041 name, related: the other label */
    PF_WORKFLOW_BAD_USES,            /* GHA050 name, expected */
    PF_WORKFLOW_INPUT_UNKNOWN,       /* GHA051 name, where: the action, expected, suggestion */
    PF_WORKFLOW_INPUT_MISSING,       /* GHA052 name, where: the action */
    PF_WORKFLOW_INPUT_DEPRECATED,    /* GHA053 name, where: the action */
    PF_WORKFLOW_OUTPUT_UNKNOWN,      /* GHA054 name, where: the action, suggestion */
    PF_WORKFLOW_ACTION_INVALID,      /* GHA055 name: the action, detail */
    PF_WORKFLOW_CALL_INVALID,        /* GHA056 name, where: the called workflow, detail */
    PF_WORKFLOW_BAD_SHELL,           /* GHA060 name, suggestion */
    PF_WORKFLOW_DUPLICATE_ID,        /* GHA061 name; related: the first one */
    PF_WORKFLOW_BAD_ID,              /* GHA062 name, detail */
    PF_WORKFLOW_LITERAL_CREDENTIALS, /* GHA063 where, detail: the password, never printed */
    PF_WORKFLOW_BAD_ENV_NAME,        /* GHA064 name */
    PF_WORKFLOW_BAD_PERMISSION,      /* GHA065 name, expected, suggestion, detail */
    PF_WORKFLOW_CONSTANT_CONDITION,  /* GHA066 name: the expression, detail: its value */
    PF_WORKFLOW_CONDITION_TEXT,      /* GHA067 detail */
    PF_WORKFLOW_MATRIX_DUPLICATE,    /* GHA068 name, where: the row; related: the first one */
    PF_WORKFLOW_MATRIX_EXCLUDE,      /* GHA069 name, detail */
    PF_WORKFLOW_ANCHOR,              /* GHA070 name, detail */
    PF_WORKFLOW_LIMIT,               /* GHA071 detail */
    PF_WORKFLOW_FOLDED_SCRIPT,       /* GHA072 */
    PF_WORKFLOW_SHELL_VARIABLE,      /* GHA073 name: "$TAG", where: the input */
    PF_WORKFLOW_VERSION_NUMBER,      /* GHA075 name: "3.10", where: the key, detail: "3.1",
                                        suggestion: "'3.10'" */
    PF_WORKFLOW_ACTION_OUTDATED,     /* SEC013 name: action and ref */
    PF_WORKFLOW_PROBLEM_COUNT
};
/* The id of the rule that reports the kind: "GHA002". */
const char *pf_workflow_problem_rule(enum pf_workflow_problem_kind kind);

struct pf_workflow_problem {
    enum pf_workflow_problem_kind kind;
    pf_span span;
    pf_span related;   /* file NULL: none */
    pf_str name;       /* the key, context, input, … at fault, as written */
    pf_str where;      /* the section, job, action, … it stands in */
    pf_str expected;   /* what could stand there, in words: "one of 'a', 'b'" */
    pf_str suggestion; /* the nearest known name, or "" */
    pf_str detail;     /* what is wrong, lower case, no full stop; "" where the kind says it all */
    pf_str key;        /* by which another rule's finding knows it; "" for none */
    bool is_harmless;  /* GitHub accepts it all the same */
};
struct pf_workflow_problems {
    struct pf_workflow_problem *items;
    size_t count, capacity;
};

enum { PF_WORKFLOW_PROBLEMS = 500 /* of one file; nobody reads more */ };

struct pf_workflow_shape {
    const struct pf_project_file *file;
    struct pf_workflow_problems problems;
};
struct pf_workflow_shapes {
    struct pf_workflow_shape *items; /* workflows in path order, then actions */
    size_t count, capacity;
};
/*
 * The problems of every workflow and action.yml of the project, each file's in its order, each
 * place and kind once. They are looked at once and kept in the project.
 */
const struct pf_workflow_shapes *pf_project_shapes(struct pf_project *project);

#endif
