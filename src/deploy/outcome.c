/* Outcomes → results that are said, and an exit status. */
#include "deploy/outcome.h"

#include <string.h>

static const enum pf_say_mark marks[] = {
    [PF_OUTCOME_OK] = PF_SAY_OK,     [PF_OUTCOME_WARN] = PF_SAY_WARN,
    [PF_OUTCOME_SKIP] = PF_SAY_SKIP, [PF_OUTCOME_UNKNOWN] = PF_SAY_SKIP,
    [PF_OUTCOME_NG] = PF_SAY_NG,
};

void pf_outcome_add(struct pf_arena *arena, struct pf_outcomes *outcomes, const char *group,
                    const char *name, enum pf_outcome_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str text = pf_arena_vformat(arena, format, args);
    va_end(args);
    *pf_pile_add(arena, outcomes) = (struct pf_outcome){group, name, kind, text};
}

size_t pf_outcomes_count(const struct pf_outcomes *outcomes, enum pf_outcome_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < outcomes->count; i++)
        count += outcomes->items[i].kind == kind;
    return count;
}

int pf_outcomes_status(const struct pf_outcomes *outcomes)
{
    if (pf_outcomes_count(outcomes, PF_OUTCOME_NG) > 0)
        return PF_EXIT_FINDINGS;
    return pf_outcomes_count(outcomes, PF_OUTCOME_UNKNOWN) > 0 ? PF_EXIT_INCOMPLETE : PF_EXIT_CLEAN;
}

static void say_one(const struct pf_outcome *outcome, struct pf_say *say)
{
    bool is_open = outcome->kind == PF_OUTCOME_UNKNOWN;
    pf_say_result(say, marks[outcome->kind], pf_str_c(outcome->name), "%s%.*s",
                  is_open ? "could not be found out: " : "", PF_ARG(outcome->text));
}

/* Was there an outcome of that group before? */
static bool is_known(const struct pf_outcomes *outcomes, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(outcomes->items[i].group, outcomes->items[before].group) == 0)
            return true;
    return false;
}

void pf_outcomes_say(const struct pf_outcomes *outcomes, struct pf_say *say)
{
    for (size_t i = 0; i < outcomes->count; i++) {
        if (is_known(outcomes, i))
            continue;
        pf_say_enter(say, "%s", outcomes->items[i].group);
        for (size_t k = i; k < outcomes->count; k++)
            if (strcmp(outcomes->items[k].group, outcomes->items[i].group) == 0)
                say_one(&outcomes->items[k], say);
        pf_say_leave(say);
    }
}
