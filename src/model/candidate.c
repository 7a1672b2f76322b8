/* Telling the container that runs the project from its sidecars. */
#include "model/candidate.h"

#include "model/resolve.h"

/* Last parts of image names that run beside an application, never as one. */
static const pf_str sidecars[] = {
    PF_STR_INIT("nginx"),
    PF_STR_INIT("nginx-unprivileged"),
    PF_STR_INIT("envoy"),
    PF_STR_INIT("aws-appmesh-envoy"),
    PF_STR_INIT("traefik"),
    PF_STR_INIT("haproxy"),
    PF_STR_INIT("caddy"),
    PF_STR_INIT("httpd"),
    PF_STR_INIT("agent"),
    PF_STR_INIT("datadog-agent"),
    PF_STR_INIT("aws-xray-daemon"),
    PF_STR_INIT("aws-otel-collector"),
    PF_STR_INIT("opentelemetry-collector"),
    PF_STR_INIT("fluent-bit"),
    PF_STR_INIT("aws-for-fluent-bit"),
    PF_STR_INIT("fluentd"),
    PF_STR_INIT("cloudwatch-agent"),
    PF_STR_INIT("amazon-cloudwatch-agent"),
    PF_STR_INIT("newrelic-infra"),
    PF_STR_INIT("nri-ecs"),
    PF_STR_INIT("redis"),
    PF_STR_INIT("valkey"),
    PF_STR_INIT("memcached"),
    PF_STR_INIT("postgres"),
    PF_STR_INIT("mysql"),
    PF_STR_INIT("mariadb"),
    PF_STR_INIT("rabbitmq"),
    PF_STR_INIT("elasticsearch"),
    PF_STR_INIT("pgbouncer"),
    PF_STR_INIT("cloudflared"),
    PF_STR_INIT("tailscale"),
    PF_STR_INIT("vault"),
    PF_STR_INIT("oauth2-proxy"),
    PF_STR_INIT("node"),
    PF_STR_INIT("busybox"),
    PF_STR_INIT("promtail"),
};

/* Names that projects give the container of the application itself. */
static const pf_str application_names[] = {
    PF_STR_INIT("web"),     PF_STR_INIT("app"),    PF_STR_INIT("django"), PF_STR_INIT("api"),
    PF_STR_INIT("backend"), PF_STR_INIT("server"), PF_STR_INIT("site"),   PF_STR_INIT("worker"),
};

static bool has(const pf_str *words, size_t count, pf_str word)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(words[i], word))
            return true;
    return false;
}

/* "acme/shop:1.2" → "acme/shop"; a registry's port stays. */
static pf_str without_tag(pf_str image)
{
    ptrdiff_t at_digest = pf_str_find_byte(image, '@');
    if (at_digest != PF_STR_NONE)
        image = pf_str_slice(image, 0, (size_t)at_digest);
    ptrdiff_t colon = pf_str_find_last_byte(image, ':');
    ptrdiff_t slash = pf_str_find_last_byte(image, '/');
    return colon > slash ? pf_str_slice(image, 0, (size_t)colon) : image;
}

static bool is_sidecar(const struct pf_node *container)
{
    pf_str image = without_tag(pf_node_text(pf_node_get(container, "image")));
    return has(sidecars, sizeof sidecars / sizeof *sidecars, pf_path_base(image));
}

/* Do the build's tags name this image, tag aside? */
static bool build_makes(struct pf_arena *arena, const struct pf_build *build, pf_str image)
{
    pf_str name = without_tag(image);
    if (name.len == 0 || pf_str_contains(name, PF_STR("${{")))
        return false;
    pf_str rest =
        pf_node_text(pf_resolve(arena, build->workflow, build->job, build->step, build->tags));
    pf_str line, tag;
    while (pf_str_next_line(&rest, &line))
        for (bool more = true; more;) {
            more = pf_str_cut(line, ',', &tag, &line);
            if (pf_str_eq(without_tag(pf_str_trim(tag)), name))
                return true;
        }
    return false;
}

static bool is_rendered(const struct pf_candidate *candidate, const struct pf_deploy_render *render)
{
    pf_str name = pf_node_text(pf_node_get(candidate->container, "name"));
    pf_str rest = pf_node_text(render->container_name), item;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ',', &item, &rest);
        if (pf_str_eq(pf_str_trim(item), name))
            return true;
    }
    return false;
}

static bool is_rendered_by_any(const struct pf_candidate *candidate)
{
    const struct pf_deploy *deploy = candidate->deploy;
    for (size_t i = 0; deploy != NULL && i < deploy->render_count; i++)
        if (deploy->renders[i].image != NULL && is_rendered(candidate, &deploy->renders[i]))
            return true;
    return false;
}

const struct pf_build *pf_candidate_build(struct pf_arena *arena,
                                          const struct pf_candidate *candidate)
{
    const struct pf_builds *builds = candidate->builds;
    const struct pf_deploy *deploy = candidate->deploy;
    pf_str image = pf_node_text(pf_node_get(candidate->container, "image"));
    for (size_t i = 0; i < builds->count; i++)
        if (build_makes(arena, &builds->items[i], image))
            return &builds->items[i];
    if (!is_rendered_by_any(candidate))
        return NULL;
    const struct pf_build *only = NULL;
    for (size_t i = 0; i < builds->count; i++) {
        if (builds->items[i].workflow->file != deploy->workflow->file)
            continue; /* a called workflow is copied for each caller: its file is what is one */
        if (only != NULL)
            return NULL; /* several images, and no literal tag tells which */
        only = &builds->items[i];
    }
    return only;
}

static bool has_settings_module(const struct pf_node *container)
{
    const struct pf_node *list = pf_node_get(container, "environment");
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(list->items[i], "name")),
                      PF_STR("DJANGO_SETTINGS_MODULE")))
            return true;
    return false;
}

enum pf_truth pf_candidate_runs_django(struct pf_arena *arena, struct pf_project *project,
                                       const struct pf_candidate *candidate)
{
    const struct pf_node *container = candidate->container;
    struct pf_start own = pf_start_of(arena, project, container, NULL);
    if (has_settings_module(container) || pf_start_runs_django(&own) == PF_YES)
        return PF_YES;
    if (is_sidecar(container))
        return PF_NO;
    if (is_rendered_by_any(candidate) || pf_candidate_build(arena, candidate) != NULL)
        return PF_YES;
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    if (has(application_names, sizeof application_names / sizeof *application_names, name))
        return PF_YES;
    return PF_MAYBE;
}

static struct pf_project_file *loaded(struct pf_project *project, pf_str path)
{
    struct pf_project_file *file = pf_project_file(project, path);
    return file != NULL && pf_project_load(project, file) && file->root != NULL ? file : NULL;
}

struct pf_project_file *pf_candidate_dockerfile(struct pf_arena *arena, struct pf_project *project,
                                                const struct pf_build *build)
{
    if (build != NULL && build->dockerfile.len > 0)
        return loaded(project, build->dockerfile);
    if (build != NULL) {
        pf_str path = pf_path_join(arena, build->context, PF_STR("Dockerfile"));
        struct pf_project_file *file = loaded(project, path);
        if (file != NULL)
            return file;
    }
    struct pf_project_files all = pf_project_of_class(project, PF_CLASS_DOCKERFILE);
    if (all.count == 1)
        return loaded(project, all.items[0]->path);
    for (size_t i = 0; i < all.count; i++)
        if (pf_str_contains(all.items[i]->path, PF_STR("prod")))
            return loaded(project, all.items[i]->path);
    return pf_project_has_file(project, PF_STR("Dockerfile"))
               ? loaded(project, PF_STR("Dockerfile"))
               : NULL;
}
