/* Telling the container that runs the project from its sidecars. */
#include "model/candidate.h"

#include "model/follow.h"
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

/* What a render step puts into the container, followed as far as the files tell; "" for none. */
static pf_str rendered_image(struct pf_arena *arena, const struct pf_candidate *candidate)
{
    const struct pf_deploy *deploy = candidate->deploy;
    const struct pf_deploy_render *by;
    if (candidate->container == NULL || pf_deploy_image(deploy, candidate->container, &by) == NULL)
        return PF_STR("");
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, deploy->workflow, deploy->job, by->step};
    return pf_gaps_show(&follow.gaps, pf_follow_input(&follow, &place, "image"));
}

/* "web" of "${{ env.REGISTRY }}/acme/web:1"; "" where an expression or a variable makes it. */
static pf_str last_name(pf_str image)
{
    pf_str name = pf_path_base(without_tag(image));
    bool is_known =
        pf_str_find_byte(name, '$') == PF_STR_NONE && pf_str_find_byte(name, '}') == PF_STR_NONE;
    return is_known ? name : PF_STR("");
}

static bool build_is_named(struct pf_arena *arena, const struct pf_build *build, pf_str name)
{
    pf_str rest =
        pf_node_text(pf_resolve(arena, build->workflow, build->job, build->step, build->tags));
    if (rest.len == 0) /* some part of it only the run knows */
        rest = pf_node_text(build->tags);
    pf_str line, tag;
    while (pf_str_next_line(&rest, &line))
        for (bool more = true; more;) {
            more = pf_str_cut(line, ',', &tag, &line);
            if (pf_str_eq(last_name(pf_str_trim(tag)), name))
                return true;
        }
    return false;
}

/* Of the workflow's builds the only one, or the only one of the image's own name. A called workflow
 * is copied for each caller: its file is what is one. */
static const struct pf_build *build_of_rendered(struct pf_arena *arena,
                                                const struct pf_candidate *candidate, pf_str image)
{
    const struct pf_build *only = NULL, *named = NULL;
    size_t count = 0, count_named = 0;
    pf_str name = last_name(image);
    for (size_t i = 0; i < candidate->builds->count; i++) {
        const struct pf_build *build = &candidate->builds->items[i];
        if (build->workflow->file != candidate->deploy->workflow->file)
            continue;
        only = build, count++;
        if (name.len > 0 && build_is_named(arena, build, name))
            named = build, count_named++;
    }
    if (count == 1)
        return only;
    return count_named == 1 ? named : NULL; /* else nothing tells which of them */
}

const struct pf_build *pf_candidate_build(struct pf_arena *arena,
                                          const struct pf_candidate *candidate)
{
    const struct pf_builds *builds = candidate->builds;
    pf_str image = pf_node_text(pf_node_get(candidate->container, "image"));
    for (size_t i = 0; i < builds->count; i++)
        if (build_makes(arena, &builds->items[i], image))
            return &builds->items[i];
    pf_str rendered = rendered_image(arena, candidate);
    return rendered.len == 0 ? NULL : build_of_rendered(arena, candidate, rendered);
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

static struct pf_project_file *loaded(struct pf_project *project, pf_str path)
{
    struct pf_project_file *file = pf_project_file(project, path);
    return file != NULL && pf_project_load(project, file) && file->root != NULL ? file : NULL;
}

/* The Dockerfile that the build names, or that lies in its context. */
static struct pf_project_file *dockerfile_of_build(struct pf_arena *arena,
                                                   struct pf_project *project,
                                                   const struct pf_build *build)
{
    return loaded(project, pf_build_dockerfile(arena, build));
}

/* The project's own nginx and the like: an image on top of one that runs beside applications. */
static bool builds_sidecar(struct pf_arena *arena, struct pf_project *project,
                           const struct pf_build *build)
{
    struct pf_project_file *file = dockerfile_of_build(arena, project, build);
    struct pf_image image;
    if (file == NULL || !pf_image_of_build(arena, file->root, build->target,
                                           pf_image_build_args(arena, build->build_args), &image))
        return false;
    pf_str base = pf_path_base(without_tag(pf_node_text(image.base)));
    return has(sidecars, sizeof sidecars / sizeof *sidecars, base);
}

static bool is_sidecar_name(pf_str name)
{
    static const pf_str words[] = {
        PF_STR_INIT("nginx"),     PF_STR_INIT("proxy"),  PF_STR_INIT("envoy"),
        PF_STR_INIT("datadog"),   PF_STR_INIT("redis"),  PF_STR_INIT("xray"),
        PF_STR_INIT("collector"), PF_STR_INIT("fluent"), PF_STR_INIT("log"),
        PF_STR_INIT("agent"),     PF_STR_INIT("front"),
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(name, words[i]))
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
    const struct pf_build *build = pf_candidate_build(arena, candidate);
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    if (build != NULL)
        return builds_sidecar(arena, project, build) ? PF_NO : PF_YES;
    if (rendered_image(arena, candidate).len > 0)
        return is_sidecar_name(name) ? PF_NO : PF_YES;
    if (has(application_names, sizeof application_names / sizeof *application_names, name))
        return PF_YES;
    return PF_MAYBE;
}

struct pf_project_file *pf_candidate_dockerfile(struct pf_arena *arena, struct pf_project *project,
                                                const struct pf_build *build)
{
    struct pf_project_file *file =
        build == NULL ? NULL : dockerfile_of_build(arena, project, build);
    if (file != NULL || (build != NULL && build->dockerfile.len > 0))
        return file;
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
