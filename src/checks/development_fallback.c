/* Production takes the default that the settings hold for a secret. */
#include "checks/facts.h"

enum { LONGEST_NUMBER = 6 /* digits; a longer one may be a password */ };

/* USE_TOKEN_AUTH=true, TOKEN_RETRIES=3: a switch or a number. */
static bool is_switch(pf_str text)
{
    static const pf_str words[] = {PF_STR_INIT("true"), PF_STR_INIT("false"), PF_STR_INIT("yes"),
                                   PF_STR_INIT("no"),   PF_STR_INIT("on"),    PF_STR_INIT("off"),
                                   PF_STR_INIT("none"), PF_STR_INIT("null")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq_nocase(text, words[i]))
            return true;
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++)
        digits += pf_is_digit(text.data[i]) || text.data[i] == '.';
    return digits == text.len && text.len < LONGEST_NUMBER;
}

/* "rest.tokens.Backend": names joined by dots, as Python imports them; no key has only those. */
static bool is_python_path(pf_str text)
{
    bool has_dot = false;
    for (size_t i = 0; i < text.len; i++) {
        if (!pf_is_alpha(text.data[i]) && text.data[i] != '_' && text.data[i] != '.')
            return false;
        has_dot |= text.data[i] == '.' && i > 0 && i + 1 < text.len;
    }
    return has_dot;
}

static bool is_filled(const struct pf_node *fallback)
{
    return pf_node_is(fallback, PF_STRING) && fallback->text.len > 0 &&
           !is_switch(fallback->text) && !is_python_path(fallback->text);
}

/* The value, or a part of it, comes from the variable. */
static bool holds(const struct pf_node *value, pf_str name)
{
    bool is_parted = value->kind == PF_MAP || value->kind == PF_SEQ || value->kind == PF_EITHER;
    if (pf_facts_made_from(value, name))
        return true;
    for (size_t i = 0; is_parted && i < value->count; i++)
        if (holds(value->items[i], name))
            return true;
    return false;
}

/* Read in a module that production's settings take in, and gone again: they bind its setting anew,
 * `DATABASES = …` below `from .local import *`. */
static bool is_replaced(const struct pf_settings *settings, const struct pf_settings_read *read)
{
    bool is_own = read->span.file == NULL || pf_str_eq(read->span.file->path, settings->path);
    if (is_own || settings->values == NULL || settings->names_are_open)
        return false;
    for (size_t i = 0; i < settings->call_count; i++)
        for (size_t k = 0; k < settings->calls[i].argument_count; k++)
            if (holds(settings->calls[i].arguments[k].value, read->name))
                return false;
    return !holds(settings->values, read->name);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    struct pf_strs told = {0};
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (read->found || !is_filled(read->fallback) || !pf_facts_is_secret_name(read->name) ||
            read->reached == PF_NO || pf_strs_has(&told, read->name) ||
            pf_supplies_get(&deployment->supplies, read->name) != NULL ||
            is_replaced(settings, read))
            continue;
        pf_strs_add_once(context->arena, &told, read->name);
        pf_str container = pf_facts_container_name(deployment);
        struct pf_report *report = pf_check_report(context, "", read->span);
        pf_report_argument(report, "variable", read->name);
        pf_facts_report_container(context, deployment, report);
        if (deployment->container != NULL)
            pf_report_related(report, "container", pf_facts_container_span(context, deployment));
        pf_report_redact(report, read->fallback);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(read->name));
        if (deployment->environment_is_open || read->reached == PF_MAYBE)
            pf_report_possible(report);
    }
}

void pf_check_development_fallback(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
