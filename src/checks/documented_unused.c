/* Variables and secrets that the documentation names and nothing uses; checks that nothing runs. */
#include "checks/flow.h"

#include "base/nearest.h"
#include "model/project_search.h"

/* ---- variables ---- */

/* Read, supplied or mandated by some deployment. */
static bool is_used(struct pf_check_context *context, pf_str name)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t d = 0; d < wiring->deployment_count; d++) {
        struct pf_variables variables =
            pf_wiring_contract(context->arena, wiring, &wiring->deployments[d]);
        for (size_t i = 0; i < variables.count; i++)
            if (pf_str_eq(variables.items[i].name, name) &&
                variables.items[i].status != PF_VARIABLE_UNUSED)
                return true;
    }
    return false;
}

static bool knows_settings(const struct pf_wiring *wiring)
{
    for (size_t d = 0; d < wiring->deployment_count; d++)
        if (pf_facts_settings_complete(&wiring->deployments[d]))
            return true;
    return false;
}

static bool is_secret(const struct pf_docs *docs, pf_str name)
{
    for (size_t i = 0; i < docs->secret_count; i++)
        if (pf_str_eq(docs->secrets[i].name, name))
            return true;
    return false;
}

/* Rows of tables, once each; GitHub's secrets have a rule of their own. */
static void judge_variables(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_docs *docs = wiring->docs;
    struct pf_strs names = {0};
    if (!knows_settings(wiring))
        return;
    for (size_t i = 0; i < docs->variable_count; i++)
        if (docs->variables[i].in_table && !docs->variables[i].for_development &&
            !is_secret(docs, docs->variables[i].name) && !is_used(context, docs->variables[i].name))
            pf_strs_add_once(context->arena, &names, docs->variables[i].name);
    bool *found = PF_NEW_ARRAY(context->arena, bool, names.count + 1);
    if (names.count == 0 || !pf_project_search(wiring->project, &names, found))
        return;
    for (size_t i = 0; i < docs->variable_count; i++)
        for (size_t n = 0; n < names.count; n++) {
            if (found[n] || !docs->variables[i].in_table ||
                !pf_str_eq(names.items[n], docs->variables[i].name))
                continue;
            struct pf_report *report = pf_check_report(context, "", docs->variables[i].span);
            pf_report_argument(report, "variable", names.items[n]);
            pf_report_key(report, "%.*s", PF_ARG(names.items[n]));
            found[n] = true;
        }
}

/* ---- secrets ---- */

/* Some workflow hands all secrets on, so any may be used. */
static bool uses_all_secrets(const struct pf_wiring *wiring)
{
    static const char *const words[] = {"secrets: inherit", "toJSON(secrets)", "toJson(secrets)",
                                        "secrets["};
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (pf_str_contains(wiring->deploys->workflows.items[i].file->source->bytes,
                                pf_str_c(words[w])))
                return true;
    return false;
}

/* Names behind "secrets." in the workflows, in their order. */
static struct pf_strs used_secrets(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_strs names = {0};
    const pf_str prefix = PF_STR("secrets.");
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++) {
        pf_str rest = wiring->deploys->workflows.items[i].file->source->bytes;
        for (ptrdiff_t at; (at = pf_str_find(rest, prefix)) != PF_STR_NONE;) {
            rest = pf_str_slice(rest, (size_t)at + prefix.len, rest.len);
            size_t len = 0;
            while (len < rest.len && pf_is_name(rest.data[len]))
                len++;
            if (len > 0)
                pf_strs_add_once(context->arena, &names, pf_str_slice(rest, 0, len));
        }
    }
    return names;
}

static bool has_nocase(const struct pf_strs *names, pf_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (pf_str_eq_nocase(names->items[i], name))
            return true;
    return false;
}

static void judge_secrets(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring->docs->secret_count == 0 || wiring->deploys->workflows.count == 0 ||
        uses_all_secrets(wiring))
        return;
    struct pf_strs used = used_secrets(context), told = {0}, one = {0};
    for (size_t i = 0; i < wiring->docs->secret_count; i++) {
        const struct pf_docs_secret *secret = &wiring->docs->secrets[i];
        bool found = false;
        one.count = 0;
        *pf_pile_add(context->arena, &one) = secret->name;
        if (has_nocase(&used, secret->name) || pf_strs_has(&told, secret->name) ||
            !pf_project_search(wiring->project, &one, &found) || found)
            continue;
        *pf_pile_add(context->arena, &told) = secret->name;
        ptrdiff_t near = pf_nearest(secret->name, used.items, used.count);
        struct pf_report *report =
            pf_check_report(context, near == PF_STR_NONE ? "" : "nearest", secret->span);
        pf_report_argument(report, "secret", secret->name);
        pf_report_argument(report, "nearest", near == PF_STR_NONE ? PF_STR("") : used.items[near]);
        pf_report_key(report, "%.*s", PF_ARG(secret->name));
    }
}

/* ---- checks ---- */

/* Programs that start checks whose names stand in other files. */
static bool runs_others(const struct pf_wiring *wiring)
{
    static const pf_str runners[] = {
        PF_STR_INIT("tox"),        PF_STR_INIT("nox"),    PF_STR_INIT("make"),
        PF_STR_INIT("pre-commit"), PF_STR_INIT("just"),   PF_STR_INIT("invoke"),
        PF_STR_INIT(".sh"),        PF_STR_INIT("hatch"),  PF_STR_INIT("prek"),
        PF_STR_INIT("ruff"),       PF_STR_INIT("docker"), PF_STR_INIT("uses: ./"),
        PF_STR_INIT("poe "),       PF_STR_INIT("task ")};
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++)
        for (size_t r = 0; r < sizeof runners / sizeof *runners; r++)
            if (pf_str_contains(wiring->deploys->workflows.items[i].file->source->bytes,
                                runners[r]))
                return true;
    return false;
}

/* pytest runs what manage.py test and coverage run, and the other way round. */
static bool is_mentioned(const struct pf_wiring *wiring, pf_str name)
{
    static const pf_str tests[] = {PF_STR_INIT("pytest"), PF_STR_INIT("manage.py test"),
                                   PF_STR_INIT("coverage"), PF_STR_INIT("unittest")};
    bool is_test = false;
    for (size_t t = 0; t < sizeof tests / sizeof *tests; t++)
        is_test = is_test || pf_str_eq(name, tests[t]);
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++) {
        pf_str bytes = wiring->deploys->workflows.items[i].file->source->bytes;
        if (pf_str_contains(bytes, name))
            return true;
        for (size_t t = 0; is_test && t < sizeof tests / sizeof *tests; t++)
            if (pf_str_contains(bytes, tests[t]))
                return true;
    }
    return false;
}

static void judge_commands(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_strs told = {0};
    if (wiring->deploys->count == 0 || runs_others(wiring))
        return;
    for (size_t i = 0; i < wiring->docs->command_count; i++) {
        const struct pf_docs_command *command = &wiring->docs->commands[i];
        if (pf_strs_has(&told, command->name) || is_mentioned(wiring, command->name))
            continue;
        *pf_pile_add(context->arena, &told) = command->name;
        struct pf_report *report = pf_check_report(context, "", command->span);
        pf_report_argument(report, "command", command->name);
        pf_report_key(report, "%.*s", PF_ARG(command->name));
    }
}

void pf_check_documented_unused(struct pf_check_context *context)
{
    static const struct {
        pf_str name;
        void (*judge)(struct pf_check_context *context);
    } kinds[] = {
        {PF_STR_INIT("variables"), judge_variables},
        {PF_STR_INIT("secrets"), judge_secrets},
        {PF_STR_INIT("commands"), judge_commands},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (pf_facts_wiring(context) != NULL && pf_check_param_has(context, "of", kinds[i].name))
            kinds[i].judge(context);
}
