/* What kind of file a path, or at need its content, tells of. */
#ifndef PF_MODEL_PROJECT_CLASS_H
#define PF_MODEL_PROJECT_CLASS_H

#include "model/project.h"

/* By the path alone (relative to the root); PF_CLASS_OTHER where it says nothing. */
enum pf_file_class pf_class_of_path(pf_str path);

/* "task-definition.json.tpl": a template for a JSON file, by its name. */
bool pf_class_is_json_template(pf_str path);
/* Only .json, .yml and .yaml files are looked into, and templates for JSON. */
bool pf_class_may_be_taskdef(pf_str path);

enum { PF_TASKDEF_CAP = 256 * 1024 /* ECS refuses to register more than 64 KiB */ };

/*
 * Whether `bytes` hold `containerDefinitions` at the top level of a JSON or YAML document, or one
 * level below `taskDefinition`. Looks at brackets, quotes and indentation only, so a file with a
 * mistake in it, or a template with a bare ${…}, is still told.
 */
bool pf_class_is_taskdef(pf_str bytes);
/* The same of `loadBalancers` and `service`: what aws ecs create-service takes, or a part of what
 * describe-services returns. */
bool pf_class_is_service(pf_str bytes);

#endif
