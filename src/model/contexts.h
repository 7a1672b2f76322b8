/* The contexts of expressions as values: `github`, `inputs`, `matrix`, and what no file tells. */
#ifndef PF_MODEL_CONTEXTS_H
#define PF_MODEL_CONTEXTS_H

#include "ghexpr/eval.h"
#include "model/simulate.h"

/* A map of which nothing is known; a name looked up gives an unknown whose reason is `prefix` and
 * the name. */
struct pf_node *pf_contexts_open(struct pf_arena *arena, pf_str prefix, unsigned kinds);

/* `github` for an event; without one (NULL) nothing in it is known. */
const struct pf_node *pf_contexts_github(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_event *event);
/*
 * `inputs`: what the caller gives, else the defaults that workflow_dispatch and workflow_call name.
 * For an event that carries no inputs each is null.
 */
const struct pf_node *pf_contexts_inputs(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_event *event);

/* The inputs that workflow_dispatch declares (PF_MAP), or NULL. */
const struct pf_node *pf_contexts_dispatch_inputs(const struct pf_workflow *workflow);
/* Why GitHub refuses to start the workflow with the event's inputs: "" where it does not. `*by` is
 * the declaration at fault, or NULL. */
pf_str pf_contexts_inputs_refused(struct pf_arena *arena, const struct pf_workflow *workflow,
                                  const struct pf_event *event, const struct pf_node **by);

/*
 * A scalar with its `${{ }}` replaced in the contexts given: PF_STRING with the scalar's span; the
 * value itself (of any kind) where one expression is all of the text and `keeps_kind`; PF_ANY where
 * something in it is not known. Text that does not parse gives a PF_ANY too.
 */
const struct pf_node *pf_contexts_fill(struct pf_arena *arena, const struct pf_node *contexts,
                                       const struct pf_node *scalar, bool keeps_kind);
/* The same for text: sites that are not known stay as they are written. */
pf_str pf_contexts_fill_known(struct pf_arena *arena, const struct pf_node *contexts, pf_str text);

#endif
