/* Proxies' variables and nginx's proxy_pass and upstream servers → the port they ask. */
#include "checks/proxy_targets.h"

#include "checks/port_facts.h"
#include "checks/server_bind.h"
#include "model/taskdef.h"

struct seeker {
    struct pf_check_context *context;
    struct pf_proxy_target *target;
    pf_str name;  /* that the proxy knows the application by; "" for the loopback address */
    pf_str proxy; /* its container */
    bool is_found, is_doubtful;
    struct pf_proxy_stray *stray; /* also wanted: a container's name where none resolves; or NULL */
    const struct pf_node *root;
};

static void take(struct seeker *seeker, pf_str host, int64_t port, pf_span span)
{
    if (seeker->stray != NULL && pf_taskdef_container_named(seeker->root, host) != NULL &&
        !pf_str_eq(host, seeker->proxy))
        *seeker->stray = (struct pf_proxy_stray){host, seeker->proxy, port, span};
    bool is_ours = seeker->name.len > 0 ? pf_str_eq(host, seeker->name) : pf_port_is_here(host);
    if (!is_ours)
        return;
    seeker->is_doubtful |= seeker->is_found && seeker->target->port != port;
    *seeker->target = (struct pf_proxy_target){port, seeker->proxy, span};
    seeker->is_found = true;
}

/* "web:8000". */
static void take_address(struct seeker *seeker, pf_str text, pf_span span)
{
    pf_str host, port;
    int64_t number;
    if (pf_str_cut(text, ':', &host, &port) && pf_str_to_int(port, &number))
        take(seeker, host, number, span);
}

static void take_urls(struct seeker *seeker, pf_str text, pf_span span)
{
    struct pf_ports_asked asked = {0};
    seeker->is_doubtful |= !pf_ports_in_text(seeker->context->arena, text, &asked);
    for (size_t i = 0; i < asked.count; i++)
        take(seeker, asked.items[i].host, asked.items[i].port, span);
}

static void seek_environment(struct seeker *seeker, const struct pf_node *container)
{
    const struct pf_node *entries = pf_node_get(container, "environment");
    for (size_t i = 0; pf_node_is(entries, PF_SEQ) && i < entries->count; i++) {
        const struct pf_node *value = pf_node_get(entries->items[i], "value");
        pf_str text = pf_node_text(value);
        if (pf_str_starts(text, PF_STR("http://")))
            take_urls(seeker, text, value->span);
        else if (text.len > 0)
            take_address(seeker, text, value->span);
    }
}

/* Lines of nginx: "proxy_pass http://localhost:8000;" and "server localhost:8000;". */
static void seek_nginx(struct seeker *seeker, const struct pf_source *source)
{
    pf_str rest = source->bytes, word, value;
    for (pf_str line; pf_str_next_line(&rest, &line);) {
        pf_span span = pf_span_of(source, (size_t)(line.data - source->bytes.data), line.len);
        pf_str text = pf_str_trim(line), end;
        if (!pf_str_cut(text, ' ', &word, &value))
            continue;
        pf_str_cut(pf_str_trim(value), ';', &value, &end);
        bool is_variable =
            pf_str_contains(value, PF_STR("://$")); /* its value is looked at itself */
        if (pf_str_eq(word, PF_STR("proxy_pass")) && !is_variable)
            take_urls(seeker, value, span);
        else if (pf_str_eq(word, PF_STR("server")))
            take_address(seeker, value, span);
    }
}

static bool is_nginx_base(pf_str base)
{
    pf_str name, tag;
    pf_str_cut(pf_path_base(base), ':', &name, &tag);
    return pf_str_eq(name, PF_STR("nginx")) || pf_str_eq(name, PF_STR("nginx-unprivileged"));
}

/* The last stage of the project's only Dockerfile that is based on nginx; NULL otherwise. */
static const struct pf_node *nginx_stage(struct pf_project *project, pf_str *directory)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOCKERFILE);
    const struct pf_node *found = NULL;
    for (size_t i = 0; i < files.count; i++) {
        if (!pf_project_load(project, files.items[i]))
            continue;
        const struct pf_node *stages = pf_node_get(files.items[i]->root, "stages");
        const struct pf_node *last =
            pf_node_is(stages, PF_SEQ) ? pf_node_at(stages, stages->count - 1) : NULL;
        if (!is_nginx_base(pf_node_text(pf_node_get(last, "base"))))
            continue;
        if (found != NULL)
            return NULL;
        found = last;
        *directory = pf_path_directory(files.items[i]->path);
    }
    return found;
}

static void seek_file(struct seeker *seeker, struct pf_project *project, pf_str path)
{
    if (!pf_project_has_file(project, path))
        return;
    const struct pf_source *source =
        pf_project_text(seeker->context->kept, project, pf_project_file(project, path));
    if (source != NULL)
        seek_nginx(seeker, source);
}

/* The files that the nginx image copies, from its own directory or the root. */
static void seek_image(struct seeker *seeker)
{
    struct pf_arena *arena = seeker->context->arena;
    struct pf_project *project = pf_facts_wiring(seeker->context)->project;
    pf_str directory = {0};
    const struct pf_node *instructions =
        pf_node_get(nginx_stage(project, &directory), "instructions");
    for (size_t i = 0; pf_node_is(instructions, PF_SEQ) && i < instructions->count; i++) {
        const struct pf_node *words = pf_node_get(instructions->items[i], "words");
        pf_str instruction = pf_node_text(pf_node_get(instructions->items[i], "instruction"));
        if (!pf_str_eq(instruction, PF_STR("COPY")) || !pf_node_is(words, PF_SEQ))
            continue;
        for (size_t w = 0; w + 1 < words->count; w++) {
            pf_str clean, word = pf_node_text(words->items[w]);
            if (!pf_path_clean(arena, word, &clean))
                continue;
            seek_file(seeker, project, pf_path_join(arena, directory, clean));
            if (directory.len > 0)
                seek_file(seeker, project, clean);
        }
    }
}

static bool is_proxy(const struct pf_node *container)
{
    return pf_server_bind_is_proxy(pf_node_text(pf_node_get(container, "image"))) ||
           pf_server_bind_is_proxy(pf_node_text(pf_node_get(container, "name")));
}

bool pf_proxy_target_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                          struct pf_proxy_target *target)
{
    const struct pf_node *root = deployment->taskdef_root, *other;
    bool shares = pf_taskdef_shares_loopback(root);
    pf_str name = pf_node_text(pf_node_get(deployment->container, "name"));
    struct seeker seeker = {.context = context, .target = target};
    if (shares && pf_taskdef_container_count(root) != 2)
        return false;
    for (size_t i = 0; (other = pf_taskdef_container(root, i)) != NULL; i++) {
        seeker.name = shares ? PF_STR("") : pf_port_link(other, name);
        seeker.proxy = pf_node_text(pf_node_get(other, "name"));
        if (other == deployment->container || !is_proxy(other) || (!shares && seeker.name.len == 0))
            continue;
        seek_environment(&seeker, other);
        seek_image(&seeker);
    }
    return seeker.is_found && !seeker.is_doubtful;
}

bool pf_proxy_stray_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_proxy_stray *stray)
{
    const struct pf_node *root = deployment->taskdef_root, *other;
    struct pf_proxy_target target;
    struct seeker seeker = {.context = context, .target = &target, .stray = stray, .root = root};
    *stray = (struct pf_proxy_stray){0};
    if (!pf_taskdef_shares_loopback(root))
        return false;
    for (size_t i = 0; (other = pf_taskdef_container(root, i)) != NULL; i++) {
        seeker.proxy = pf_node_text(pf_node_get(other, "name"));
        /* links that the mode refuses are told as that */
        if (other == deployment->container || !is_proxy(other) ||
            pf_node_get(other, "links") != NULL)
            continue;
        seek_environment(&seeker, other);
        seek_image(&seeker);
    }
    return stray->host.len > 0;
}
