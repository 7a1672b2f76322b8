/* The journal around what changes the world. */
#include "deploy/effect.h"

#include <stdarg.h>

enum { PAIRS = 8 /* texts that one effect's line holds at most */ };

/* A va_list's pairs, so that they can be handed on. */
struct pairs {
    const char *words[2 * PAIRS + 1];
};

static struct pairs pairs_of(va_list args)
{
    struct pairs pairs = {{0}};
    for (size_t i = 0; i < 2 * PAIRS; i += 2) {
        pairs.words[i] = va_arg(args, const char *);
        if (pairs.words[i] == NULL)
            break;
        pairs.words[i + 1] = va_arg(args, const char *);
    }
    return pairs;
}

static bool write_pairs(struct pf_deploy_run *run, const char *kind, const char *effect,
                        const char *result, const struct pairs *p, struct pf_error *error)
{
    const char *const *w = p->words;
    if (result != NULL)
        return pf_journal_add(run->journal, kind, effect, error, "result", result, w[0], w[1], w[2],
                              w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], w[13],
                              w[14], w[15], NULL);
    return pf_journal_add(run->journal, kind, effect, error, w[0], w[1], w[2], w[3], w[4], w[5],
                          w[6], w[7], w[8], w[9], w[10], w[11], w[12], w[13], w[14], w[15], NULL);
}

bool pf_effect_begin(struct pf_deploy_run *run, const char *effect, enum pf_effect_scope scope, ...)
{
    struct pf_error error = {0};
    va_list args;
    if (run->dry_run)
        return true;
    va_start(args, scope);
    struct pairs pairs = pairs_of(args);
    va_end(args);
    if (pf_run_must_stop(run))
        return false;
    if (!write_pairs(run, "before", effect, NULL, &pairs, &error)) {
        pf_say_problem(run->say, "%s; %s was not begun", error.message, effect);
        return false;
    }
    if (scope == PF_EFFECT_ON_PRODUCTION) {
        run->production_before = run->production;
        run->production = PF_PRODUCTION_UNKNOWN;
    }
    return true;
}

void pf_effect_end(struct pf_deploy_run *run, const char *effect, enum pf_effect_result result,
                   enum pf_effect_scope scope, ...)
{
    struct pf_error error = {0};
    va_list args;
    if (run->dry_run || result == PF_RESULT_UNKNOWN)
        return;
    va_start(args, scope);
    struct pairs pairs = pairs_of(args);
    va_end(args);
    bool done = result == PF_RESULT_DONE;
    if (scope == PF_EFFECT_ON_PRODUCTION)
        run->production = done ? PF_PRODUCTION_CHANGED : run->production_before;
    if (!write_pairs(run, "after", effect, done ? "done" : "failed", &pairs, &error))
        pf_say_problem(run->say, "%s: %s is %s, and no line says so", error.message, effect,
                       done ? "done" : "not done");
}

struct pf_effect pf_effect_known(const struct pf_deploy_run *run, const char *effect)
{
    if (run->journal == NULL)
        return (struct pf_effect){0};
    return pf_journal_effect(run->journal, effect);
}

pf_str pf_effect_text(const struct pf_effect *effect, const char *name)
{
    const struct pf_node *after = pf_node_get(effect->after, name);
    return pf_node_text(after != NULL ? after : pf_node_get(effect->before, name));
}
