/* Required in production, but absent from the documentation's table of variables. */
#include "checks/facts.h"

static bool has_table(const struct pf_docs *docs)
{
    for (size_t i = 0; i < docs->variable_count; i++)
        if (docs->variables[i].in_table)
            return true;
    return false;
}

static bool is_documented(const struct pf_docs *docs, pf_str name)
{
    for (size_t i = 0; i < docs->variable_count; i++)
        if (pf_str_eq(docs->variables[i].name, name))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_docs *docs = pf_facts_wiring(context)->docs;
    const struct pf_settings *settings = deployment->judged;
    struct pf_strs told = {0};
    if (!has_table(docs))
        return;
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (!read->required || read->reached != PF_YES || is_documented(docs, read->name) ||
            pf_strs_has(&told, read->name))
            continue;
        pf_strs_add_once(context->arena, &told, read->name);
        struct pf_report *report = pf_check_report(context, "", read->span);
        pf_report_argument(report, "variable", read->name);
        pf_report_key(report, "%.*s", PF_ARG(read->name));
    }
}

void pf_check_variable_undocumented(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
