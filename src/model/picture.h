/* The wired project as nodes: the roots that rules ask. */
#ifndef PF_MODEL_PICTURE_H
#define PF_MODEL_PICTURE_H

#include "model/roots.h"
#include "model/wiring.h"

/*
 * $workflow, $action, $taskdef, $dockerfile, $compose: the documents as read ($taskdef unwrapped).
 * $docs: {branches[], variables[], secrets[], commands[]}; $git: {default_branch, branch, remote}.
 * $deployment: {
 *   name, branch, workflow (path), job (its node), taskdef (root node), container (its node),
 *   dockerfile (its node), module, django (pinned version), python,
 *   env: [{name, value, supplier}]            effective, spans where supplied
 *   supplies: [{name, value, supplier, effective}]
 *   open: bool                                variables may come from where no file tells
 *   reads: [{name, required, default, reached, found, through}]
 *   documented: [{name, value, required}]
 *   variables: [{name, status, mandated, required}]
 *   settings: {NAME: value}                   evaluated; values may be unknown
 *   calls: [{function, reached, arguments: {NAME: value}}]
 *   raises: {type, message, variable, certain} or null
 *   installed: {package: version}
 * }
 * Values keep the spans of the files they stand in; a node made here stands nowhere.
 */
struct pf_picture {
    const struct pf_wiring *wiring;
    struct pf_picture_root *roots;
    size_t root_count;
};

const struct pf_picture *pf_picture_draw(struct pf_arena *arena, const struct pf_wiring *wiring);
const struct pf_picture_root *pf_picture_root_named(const struct pf_picture *picture, pf_str name);

#endif
