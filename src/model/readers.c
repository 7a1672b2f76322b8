/* Names that programs document as theirs; a name that ends in "*" stands for all that begin so. */
#include "model/readers.h"

/* Sources: the settings and environment pages of each program's own documentation, read 2025. */
static const struct {
    pf_str name, reader;
} readers[] = {
    {PF_STR_INIT("DJANGO_SETTINGS_MODULE"), PF_STR_INIT("Django")},
    {PF_STR_INIT("DJANGO_CONFIGURATION"), PF_STR_INIT("django-configurations")},
    {PF_STR_INIT("DJANGO_ALLOW_ASYNC_UNSAFE"), PF_STR_INIT("Django")},
    {PF_STR_INIT("DJANGO_SUPERUSER_*"), PF_STR_INIT("Django")},
    {PF_STR_INIT("PYTHON*"), PF_STR_INIT("Python")},
    {PF_STR_INIT("VIRTUAL_ENV"), PF_STR_INIT("Python")},
    {PF_STR_INIT("GUNICORN_*"), PF_STR_INIT("gunicorn")},
    {PF_STR_INIT("WEB_CONCURRENCY"), PF_STR_INIT("the server")},
    {PF_STR_INIT("FORWARDED_ALLOW_IPS"), PF_STR_INIT("the server")},
    {PF_STR_INIT("PORT"), PF_STR_INIT("the server")},
    {PF_STR_INIT("UWSGI_*"), PF_STR_INIT("uWSGI")},
    {PF_STR_INIT("UVICORN_*"), PF_STR_INIT("uvicorn")},
    {PF_STR_INIT("CELERY_*"), PF_STR_INIT("Celery")},
    {PF_STR_INIT("FLOWER_*"), PF_STR_INIT("Flower")},
    {PF_STR_INIT("AWS_*"), PF_STR_INIT("the AWS SDK")},
    {PF_STR_INIT("ECS_*"), PF_STR_INIT("ECS")},
    {PF_STR_INIT("PG*"), PF_STR_INIT("libpq")},
    {PF_STR_INIT("GOOGLE_*"), PF_STR_INIT("Google's SDK")},
    {PF_STR_INIT("DD_*"), PF_STR_INIT("Datadog")},
    {PF_STR_INIT("NEW_RELIC_*"), PF_STR_INIT("New Relic")},
    {PF_STR_INIT("OTEL_*"), PF_STR_INIT("OpenTelemetry")},
    {PF_STR_INIT("ELASTIC_APM_*"), PF_STR_INIT("Elastic APM")},
    {PF_STR_INIT("HONEYCOMB_*"), PF_STR_INIT("Honeycomb")},
    {PF_STR_INIT("ROLLBAR_*"), PF_STR_INIT("Rollbar")},
    {PF_STR_INIT("PROMETHEUS_*"), PF_STR_INIT("the Prometheus client")},
    {PF_STR_INIT("REQUESTS_*"), PF_STR_INIT("requests")},
    {PF_STR_INIT("HTTP*"), PF_STR_INIT("HTTP clients")},
    {PF_STR_INIT("NO_PROXY"), PF_STR_INIT("HTTP clients")},
    {PF_STR_INIT("SSL_CERT*"), PF_STR_INIT("OpenSSL")},
    {PF_STR_INIT("TZ"), PF_STR_INIT("the C library")},
    {PF_STR_INIT("LANG"), PF_STR_INIT("the C library")},
    {PF_STR_INIT("LC_*"), PF_STR_INIT("the C library")},
    {PF_STR_INIT("LD_PRELOAD"), PF_STR_INIT("the C library")},
    {PF_STR_INIT("MALLOC_ARENA_MAX"), PF_STR_INIT("the C library")},
    {PF_STR_INIT("PATH"), PF_STR_INIT("the system")},
    {PF_STR_INIT("HOME"), PF_STR_INIT("the system")},
    {PF_STR_INIT("TERM"), PF_STR_INIT("the system")},
};

static bool fits(pf_str pattern, pf_str name)
{
    if (!pf_str_ends(pattern, PF_STR("*")))
        return pf_str_eq(pattern, name);
    return pf_str_starts(name, pf_str_slice(pattern, 0, pattern.len - 1));
}

pf_str pf_variable_reader(pf_str name)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (fits(readers[i].name, name))
            return readers[i].reader;
    return PF_STR("");
}
