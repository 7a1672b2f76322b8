/* Which branches deploy, as several checks ask it. */
#ifndef PF_CHECKS_BRANCHES_H
#define PF_CHECKS_BRANCHES_H

#include "checks/facts.h"

/* main, master, trunk */
bool pf_branches_is_main_line(pf_str branch);
/* master of main, main of master; "" of any other. */
pf_str pf_branches_other_main_line(pf_str branch);

/* Does a push to the branch release anything? PF_NO only where every deploy surely stays out;
 * PF_MAYBE without any deploy. */
enum pf_truth pf_branches_deploys(const struct pf_wiring *wiring, pf_str branch);
enum pf_truth pf_branches_deploys_at(const struct pf_wiring *wiring, const struct pf_deploy *deploy,
                                     pf_str branch);

/* The item of `on.push.branches` that names the branch; NULL when none does literally. */
const struct pf_node *pf_branches_trigger_of(const struct pf_deploy *deploy, pf_str branch);
/* The first literal trigger of any deploy; NULL when no deploy has one. */
const struct pf_node *pf_branches_trigger(const struct pf_wiring *wiring);
/* Does a release or a tag start a deploy too? Pushing a branch may then be a step before that. */
bool pf_branches_release_deploys(const struct pf_wiring *wiring);
/* "main", "main and production": the branches that deploys wait for. */
pf_str pf_branches_words(struct pf_arena *arena, const struct pf_wiring *wiring);

#endif
