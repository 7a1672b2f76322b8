/* The container starts Django's development server. */
#include "checks/facts.h"

static bool runs_server(const struct pf_strs *words)
{
    for (size_t i = 0; i + 1 < words->count; i++)
        if (pf_str_ends(words->items[i], PF_STR("manage.py")) ||
            pf_str_ends(words->items[i], PF_STR("django-admin")))
            return pf_str_eq(words->items[i + 1], PF_STR("runserver")) ||
                   pf_str_eq(words->items[i + 1], PF_STR("runserver_plus"));
    return false;
}

/* manage.py migrate and the like prepare the server; they are none. */
static bool may_serve(const struct pf_strs *words)
{
    static const pf_str servers[] = {
        PF_STR_INIT("gunicorn"),       PF_STR_INIT("uwsgi"),           PF_STR_INIT("daphne"),
        PF_STR_INIT("uvicorn"),        PF_STR_INIT("granian"),         PF_STR_INIT("hypercorn"),
        PF_STR_INIT("waitress-serve"), PF_STR_INIT("mod_wsgi-express")};
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++)
        if (pf_str_eq(pf_path_base(words->items[0]), servers[i]))
            return true;
    bool is_python = pf_str_starts(pf_path_base(words->items[0]), PF_STR("python"));
    return is_python && words->count > 1 && !pf_str_ends(words->items[1], PF_STR("manage.py"));
}

/* A branch of a script starts the development server, another one a real one. */
static bool starts_otherwise(const struct pf_start *start, size_t at)
{
    for (size_t i = 0; i < start->count; i++)
        if (i != at && may_serve(&start->items[i]))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_start *start = &deployment->start;
    for (size_t i = 0; i < start->count; i++) {
        bool is_doubtful = start->conditional.items[i];
        if (!runs_server(&start->items[i]) || start->written == NULL ||
            (is_doubtful && starts_otherwise(start, i)))
            continue;
        struct pf_report *report = pf_check_report(context, "", start->written->span);
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
        if (is_doubtful)
            pf_report_possible(report);
        return;
    }
}

void pf_check_runserver_in_production(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
