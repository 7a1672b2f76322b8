/* Words of the command line → steps in their order. */
#include "deploy/chain.h"

static const char *const push_chain[] = {"prepare", "validate", "push", "follow", "verify", NULL};
static const char *const release_chain[] = {"prepare", "validate", "release",
                                            "follow",  "verify",   NULL};

static bool is(pf_str name, const char *word)
{
    return pf_str_eq(name, pf_str_c(word));
}

static const struct pf_deploy_step *find(pf_str name, struct pf_error *error)
{
    for (size_t i = 0; pf_deploy_steps[i] != NULL; i++)
        if (is(name, pf_deploy_steps[i]->name))
            return pf_deploy_steps[i];
    pf_error_set(error, PF_EXIT_USAGE, "no step '%.*s'; preflight deploy --help lists them",
                 PF_ARG(name));
    return NULL;
}

static bool has(const struct pf_chain *chain, const char *name)
{
    for (size_t i = 0; i < chain->count; i++)
        if (is(pf_str_c(chain->steps[i]->name), name))
            return true;
    return false;
}

static bool add(struct pf_chain *chain, pf_str name, struct pf_error *error)
{
    const struct pf_deploy_step *step = find(name, error);
    if (step == NULL)
        return false;
    if (has(chain, step->name))
        return pf_error_set(error, PF_EXIT_USAGE, "step '%s' is named twice", step->name);
    chain->steps[chain->count++] = step;
    return true;
}

static bool add_all(struct pf_chain *chain, const char *const *names, struct pf_error *error)
{
    for (; *names != NULL; names++)
        if (!add(chain, pf_str_c(*names), error))
            return false;
    return true;
}

static bool add_named(struct pf_chain *chain, const struct pf_strs *names, struct pf_error *error)
{
    if (names->count == 0 || (names->count == 1 && is(names->items[0], "push")))
        return add_all(chain, push_chain, error);
    if (names->count == 1 && is(names->items[0], "release"))
        return add_all(chain, release_chain, error);
    for (size_t i = 0; i < names->count; i++)
        if (!add(chain, names->items[i], error))
            return false;
    return true;
}

static bool narrow_from(struct pf_chain *chain, pf_str from, struct pf_error *error)
{
    size_t first = 0;
    while (first < chain->count && !is(from, chain->steps[first]->name))
        first++;
    if (first == chain->count)
        return pf_error_set(error, PF_EXIT_USAGE, "--from %.*s: the step is not among those to run",
                            PF_ARG(from));
    for (size_t i = first; i < chain->count; i++)
        chain->steps[i - first] = chain->steps[i];
    chain->count -= first;
    return true;
}

bool pf_chain_make(const struct pf_strs *names, pf_str from, pf_str only, struct pf_chain *chain,
                   struct pf_error *error)
{
    struct pf_chain made = {0};
    if (!add_named(&made, names, error))
        return false;
    made.goal = has(&made, "release") ? PF_STR("release")
                : has(&made, "push")  ? PF_STR("push")
                                      : pf_str_c(made.steps[0]->name);
    if (only.len > 0) {
        made.count = 0;
        if (!add(&made, only, error))
            return false;
        if (is(only, "release") || is(only, "push") || is(only, "rollback"))
            made.goal = only;
    }
    if (from.len > 0 && !narrow_from(&made, from, error))
        return false;
    if (has(&made, "push") && has(&made, "release"))
        return pf_error_set(error, PF_EXIT_USAGE, "push and release are two ways: choose one");
    made.remote = has(&made, "push")      ? PF_GATE_PUSH
                  : has(&made, "release") ? PF_GATE_RELEASE
                                          : PF_GATE_LOOK;
    made.changes = made.remote != PF_GATE_LOOK || has(&made, "rollback");
    *chain = made;
    return true;
}
