/* A supplied or read name that is one slip away from one that is wanted and has no match. */
#include "base/nearest.h"
#include "checks/facts.h"

enum { SHORTEST = 4 /* among shorter names one change makes another word: DB, DC */ };

/* KEY1 and KEY2, WORKER_A and WORKER_B are two names, not a slip. */
static bool differ_in_number(pf_str a, pf_str b)
{
    if (a.len != b.len)
        return pf_is_digit(a.data[a.len - 1]) != pf_is_digit(b.data[b.len - 1]);
    for (size_t i = 0; i < a.len; i++)
        if (a.data[i] != b.data[i])
            return pf_is_digit(a.data[i]) || pf_is_digit(b.data[i]) ||
                   ((i == 0 || a.data[i - 1] == '_') && (i + 1 == a.len || a.data[i + 1] == '_'));
    return false;
}

static bool is_slip(pf_str written, pf_str meant)
{
    return written.len >= SHORTEST && meant.len >= SHORTEST && !pf_str_eq(written, meant) &&
           pf_nearest_distance(written, meant, 1) == 1 && !differ_in_number(written, meant);
}

static void report_slip(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const char *message, pf_str written, pf_span span,
                        const struct pf_variable *meant)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    pf_report_argument(report, "written", written);
    pf_report_argument(report, "meant", meant->name);
    pf_facts_report_container(context, deployment, report);
    if (meant->read != NULL)
        pf_report_related(report, "read", meant->read->span);
    if (meant->documented != NULL)
        pf_report_related(report, "documented", meant->documented->span);
    if (meant->supplied != NULL)
        pf_report_related(report, "supplied", meant->supplied->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(meant->name));
    pf_report_twin_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(written));
    if (pf_str_contains(pf_span_text(span), written) && pf_span_text(span).len <= written.len + 2)
        pf_report_fix(report, span, pf_facts_written_like(context, span, meant->name));
}

/* Supplied, read by nothing; wanted and supplied by nothing. */
static void judge_supplied(struct pf_check_context *context, const struct pf_deployment *deployment,
                           const struct pf_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        const struct pf_variable *written = &variables->items[i];
        bool is_stray = written->supplied != NULL && written->read == NULL &&
                        written->documented == NULL && !written->mandated;
        for (size_t k = 0; is_stray && k < variables->count; k++) {
            const struct pf_variable *meant = &variables->items[k];
            bool is_wanted = meant->supplied == NULL &&
                             (meant->read != NULL || meant->mandated || meant->documented != NULL);
            if (is_wanted && is_slip(written->name, meant->name) &&
                !pf_facts_is_mentioned(context, written->name)) {
                report_slip(context, deployment, "supplied", written->name, written->supplied->span,
                            meant);
                break;
            }
        }
    }
}

/* Read, but neither supplied nor documented; documented or supplied, and read by nothing. */
static void judge_read(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++) {
        const struct pf_variable *written = &variables->items[i];
        bool is_stray = written->read != NULL && written->supplied == NULL &&
                        written->documented == NULL && !written->mandated;
        for (size_t k = 0; is_stray && k < variables->count; k++) {
            const struct pf_variable *meant = &variables->items[k];
            /* One that is only supplied was told from the other side. */
            bool is_wanted = meant->read == NULL && (meant->mandated || meant->documented != NULL);
            if (is_wanted && is_slip(written->name, meant->name)) {
                report_slip(context, deployment, "read", written->name, written->read->span, meant);
                break;
            }
        }
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (deployment->judged == NULL)
        return;
    struct pf_variables variables =
        pf_wiring_contract(context->arena, pf_facts_wiring(context), deployment);
    judge_supplied(context, deployment, &variables);
    judge_read(context, deployment, &variables);
}

void pf_check_variable_misspelt(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
