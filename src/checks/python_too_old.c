/* Django's version, as pinned, does not install with the Python of the image. */
#include "checks/built.h"
#include "checks/installs.h"
#include "model/django_series.h"
#include "model/packages.h"

/* Source: "What Python version can I use with Django?" in Django's FAQ. */
static const struct {
    unsigned django, python; /* series as major * 100 + minor; Python 3.x */
} needs[] = {{600, 12}, {500, 10}, {400, 8}, {302, 6}};

/* "python:3.9-slim" → 9; 0 where the reference does not say it. */
static unsigned python_minor(const struct pf_node *base)
{
    pf_str text = pf_node_text(base), tag = PF_STR("");
    ptrdiff_t at = pf_str_find(text, PF_STR("python:3."));
    bool is_named = at == 0 || (at > 0 && text.data[at - 1] == '/');
    if (!pf_node_is(base, PF_STRING) || !pf_image_base_is_official(base) || !is_named)
        return 0;
    tag = pf_str_slice(text, (size_t)at + 9, text.len);
    unsigned minor = 0;
    for (size_t i = 0; i < tag.len && i < 2 && pf_is_digit(tag.data[i]); i++)
        minor = minor * 10 + (unsigned)(tag.data[i] - '0');
    return minor;
}

static unsigned least_python(unsigned series)
{
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (series >= needs[i].django)
            return needs[i].python;
    return 0;
}

/* The pin among what the command installs; NULL where a marker or another one may decide. */
static const struct pf_requirement *pinned_django(const struct pf_installs *installs)
{
    const struct pf_requirement *django = pf_packages_find(&installs->packages, PF_STR("django"));
    bool is_pin = django != NULL && django->version.len > 0 && !django->conditional &&
                  !django->for_development && django->span.file != NULL;
    return is_pin ? django : NULL;
}

struct stage_walk {
    struct pf_check_context *context;
    const struct pf_built *built;
};

static void judge_stage(const struct pf_image *image, void *state)
{
    const struct stage_walk *walk = state;
    unsigned minor = python_minor(image->base);
    for (size_t i = 0; minor > 0 && i < image->runs->count; i++) {
        struct pf_installs installs = pf_installs_of_run(walk->context, image->runs->items[i]);
        const struct pf_requirement *django = pinned_django(&installs);
        unsigned least = django == NULL ? 0 : least_python(pf_django_series_of(django->version));
        if (least <= minor)
            continue;
        struct pf_report *report = pf_check_report(walk->context, "", image->base->span);
        pf_report_argument(report, "version", django->version);
        pf_report_argument(report, "base", image->base->text);
        pf_report_argument(report, "least", pf_arena_format(walk->context->arena, "3.%u", least));
        pf_report_related(report, "pin", django->span);
        pf_report_key(report, "%.*s", PF_ARG(walk->built->dockerfile->path));
        return;
    }
}

static void judge(struct pf_check_context *context, const struct pf_built *built)
{
    struct stage_walk walk = {context, built};
    pf_built_each_stage(context->arena, built, judge_stage, &walk);
}

void pf_check_python_too_old(struct pf_check_context *context)
{
    pf_built_each(context, judge);
}
