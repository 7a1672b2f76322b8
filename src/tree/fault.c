/* The list of faults of one file. */
#include "tree/fault.h"

/* Said once, as a limit: what stands behind may be worse than what was found so far. */
static void add_limit(struct pf_arena *arena, struct pf_faults *faults, pf_span span)
{
    if (faults->count > PF_FAULTS_PER_FILE)
        return;
    struct pf_fault *fault = pf_pile_add(arena, faults);
    *fault = (struct pf_fault){.kind = PF_FAULT_LIMIT, .span = span};
    fault->message = pf_arena_format(
        arena, "more than %d things are wrong here, and the rest is not told", PF_FAULTS_PER_FILE);
}

struct pf_fault *pf_fault_add(struct pf_arena *arena, struct pf_faults *faults,
                              enum pf_fault_kind kind, pf_span span, const char *format, ...)
{
    if (faults->count >= PF_FAULTS_PER_FILE) {
        add_limit(arena, faults, span);
        return NULL;
    }
    va_list args;
    va_start(args, format);
    pf_str message = pf_arena_vformat(arena, format, args);
    va_end(args);
    struct pf_fault *fault = pf_pile_add(arena, faults);
    *fault = (struct pf_fault){.kind = kind, .span = span, .message = message};
    return fault;
}

bool pf_faults_has(const struct pf_faults *faults, enum pf_fault_kind kind)
{
    for (size_t i = 0; i < faults->count; i++)
        if (faults->items[i].kind == kind)
            return true;
    return false;
}
