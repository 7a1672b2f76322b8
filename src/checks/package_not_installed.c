/* The settings name a package that nothing installs into the image: an app, a middleware, what a
 * database's engine needs. */
#include "checks/argv.h"
#include "checks/built.h"
#include "checks/installs.h"
#include "checks/setting_modules.h"

/*
 * Which distribution has the module, and parts of the names of packages that bring it along, apart
 * by spaces. Source: the packages' metadata.
 */
static const struct {
    const char *module, *package, *signs;
} modules[] = {
    {"rest_framework", "djangorestframework", "rest drf djoser"},
    {"corsheaders", "django-cors-headers", "cors"},
    {"whitenoise", "whitenoise", "whitenoise"},
    {"storages", "django-storages", "storages"},
    {"django_filters", "django-filter", "django-filter"},
    {"django_extensions", "django-extensions", "django-extensions"},
    {"crispy_forms", "django-crispy-forms", "crispy"},
    {"allauth", "django-allauth", "allauth rest-auth"},
    {"channels", "channels", "channels"},
    {"daphne", "daphne", "daphne channels"},
    {"django_celery_beat", "django-celery-beat", "celery-beat"},
    {"django_celery_results", "django-celery-results", "celery-results"},
    {"drf_spectacular", "drf-spectacular", "spectacular"},
    {"drf_yasg", "drf-yasg", "yasg"},
    {"import_export", "django-import-export", "import-export"},
    {"simple_history", "django-simple-history", "simple-history"},
    {"health_check", "django-health-check", "health-check"},
    {"django_prometheus", "django-prometheus", "django-prometheus"},
    {"django.db.backends.postgresql", "psycopg", "psycopg postgres pg"},
    {"django.contrib.gis.db.backends.postgis", "psycopg", "psycopg postgres pg"},
    {"django.db.backends.mysql", "mysqlclient", "mysql maria"},
    {"django.db.backends.oracle", "oracledb", "oracle"},
};

static bool begins_with(pf_str name, pf_str module)
{
    return pf_str_starts(name, module) && (name.len == module.len || name.data[module.len] == '.');
}

static bool is_brought(const struct pf_installs *installs, pf_str signs)
{
    pf_str sign;
    for (bool more = true; more;) {
        more = pf_str_cut(signs, ' ', &sign, &signs);
        if (pf_installs_mentions(installs, sign))
            return true;
    }
    return false;
}

struct search {
    struct pf_installs installs;
    struct pf_strs told; /* packages: an app's middleware is not told besides */
};

static void judge_name(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_setting_name *name, void *state)
{
    struct search *search = state;
    pf_str top = pf_setting_modules_top(name->value->text);
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        bool is_engine = pf_str_starts(pf_str_c(modules[i].module), PF_STR("django."));
        if (!begins_with(name->value->text, pf_str_c(modules[i].module)) ||
            (!is_engine && pf_setting_modules_is_own(context, top)) ||
            is_brought(&search->installs, pf_str_c(modules[i].signs)) ||
            pf_strs_has(&search->told, pf_str_c(modules[i].package)))
            continue;
        *pf_pile_add(context->arena, &search->told) = pf_str_c(modules[i].package);
        struct pf_report *report =
            pf_check_report(context, is_engine ? "engine" : "module", name->value->span);
        pf_report_argument(report, "setting", pf_str_c(name->setting));
        pf_report_argument(report, "name", name->value->text);
        pf_report_argument(report, "package", pf_str_c(modules[i].package));
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s/%s", PF_ARG(pf_facts_container_name(deployment)),
                      modules[i].package);
        if (!search->installs.is_frozen)
            pf_report_possible(report);
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct search search = {0};
    const struct pf_project *project = pf_facts_wiring(context)->project;
    bool has_dockerfile = pf_project_of_class(project, PF_CLASS_DOCKERFILE).count > 0;
    if (deployment->judged == NULL || !pf_built_has_repository(context) ||
        (has_dockerfile && !pf_argv_is_own_image(context, deployment)))
        return;
    search.installs = has_dockerfile ? pf_installs_of(context, deployment->image)
                                     : pf_installs_of_project(context);
    if (search.installs.has_any && !search.installs.is_open && search.installs.packages.count > 0)
        pf_setting_modules_each(context, deployment, judge_name, &search);
}

void pf_check_package_not_installed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
