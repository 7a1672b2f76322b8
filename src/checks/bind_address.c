/* Where the server listens, against the ports of the task definition; each rule takes one problem.
 */
#include "checks/facts.h"

#include "model/taskdef.h"

struct bind {
    pf_str host, port; /* "" when the command does not say */
    bool is_default;   /* gunicorn's own 127.0.0.1:8000 */
};

static pf_str value_after(const struct pf_strs *words, size_t i, pf_str option)
{
    pf_str word = words->items[i], head, tail;
    if (pf_str_eq(word, option) && i + 1 < words->count)
        return words->items[i + 1];
    if (pf_str_cut(word, '=', &head, &tail) && pf_str_eq(head, option))
        return tail;
    bool is_short = option.len == 2 && pf_str_starts(word, option) && word.len > 2;
    return is_short ? pf_str_slice(word, 2, word.len) : PF_STR("");
}

/* "0.0.0.0:8000", ":8000", "[::]:8000", "127.0.0.1" */
static void split_address(pf_str address, struct bind *bind)
{
    ptrdiff_t colon = pf_str_find_last_byte(address, ':');
    bind->host = colon == PF_STR_NONE ? address : pf_str_slice(address, 0, (size_t)colon);
    if (colon != PF_STR_NONE)
        bind->port = pf_str_slice(address, (size_t)colon + 1, address.len);
}

/* Programs with the options that say host and port. Source: each program's own --help. */
static const struct {
    pf_str program, address, address_short, host, port, port_short;
} servers[] = {
    {PF_STR_INIT("gunicorn"), PF_STR_INIT("--bind"), PF_STR_INIT("-b"), {0}, {0}, {0}},
    {PF_STR_INIT("uvicorn"), {0}, {0}, PF_STR_INIT("--host"), PF_STR_INIT("--port"), {0}},
    {PF_STR_INIT("daphne"), {0}, {0}, PF_STR_INIT("-b"), PF_STR_INIT("--port"), PF_STR_INIT("-p")},
    {PF_STR_INIT("hypercorn"), PF_STR_INIT("--bind"), PF_STR_INIT("-b"), {0}, {0}, {0}},
};

static bool read_bind(const struct pf_strs *words, size_t server, struct bind *bind)
{
    *bind = (struct bind){0};
    bool found = false;
    for (size_t i = 0; i < words->count; i++) {
        pf_str values[5] = {{0}};
        const pf_str options[] = {servers[server].address, servers[server].address_short,
                                  servers[server].host, servers[server].port,
                                  servers[server].port_short};
        for (size_t k = 0; k < 5; k++)
            if (options[k].len > 0)
                values[k] = value_after(words, i, options[k]);
        if (values[0].len + values[1].len > 0)
            split_address(values[0].len > 0 ? values[0] : values[1], bind);
        if (values[2].len > 0)
            bind->host = values[2];
        if (values[3].len + values[4].len > 0)
            bind->port = values[3].len > 0 ? values[3] : values[4];
        found |= values[0].len + values[1].len + values[2].len + values[3].len + values[4].len > 0;
    }
    return found;
}

static bool has_configuration(struct pf_check_context *context, const struct pf_strs *words,
                              const struct pf_deployment *deployment)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    for (size_t i = 0; i < words->count; i++)
        if (pf_str_eq(words->items[i], PF_STR("-c")) ||
            pf_str_starts(words->items[i], PF_STR("--config")))
            return true;
    return pf_project_has_file(project, PF_STR("gunicorn.conf.py")) ||
           pf_supplies_get(&deployment->supplies, PF_STR("GUNICORN_CMD_ARGS")) != NULL ||
           pf_supplies_get(&deployment->supplies, PF_STR("PORT")) != NULL;
}

/* The bind of the server that the container starts; false when it cannot be told. */
static bool find_bind(struct pf_check_context *context, const struct pf_deployment *deployment,
                      struct bind *bind)
{
    const struct pf_start *start = &deployment->start;
    for (size_t c = 0; c < start->count; c++)
        for (size_t w = 0; w < start->items[c].count && w < 4; w++)
            for (size_t s = 0; s < sizeof servers / sizeof *servers; s++) {
                if (!pf_str_eq(pf_path_base(start->items[c].items[w]), servers[s].program))
                    continue;
                if (read_bind(&start->items[c], s, bind))
                    return true;
                bind->is_default = s == 0;
                bind->host = PF_STR("127.0.0.1");
                bind->port = PF_STR("8000");
                return s == 0 && !has_configuration(context, &start->items[c], deployment);
            }
    return false;
}

static bool is_loopback(pf_str host)
{
    return pf_str_eq(host, PF_STR("127.0.0.1")) || pf_str_eq(host, PF_STR("localhost")) ||
           pf_str_eq(host, PF_STR("[::1]"));
}

/* Is the port one of the container's, or is none of them known? */
static bool port_fits(const struct pf_node *ports, pf_str port)
{
    int64_t number;
    if (!pf_str_to_int(port, &number))
        return true;
    for (size_t i = 0; i < ports->count; i++) {
        const struct pf_node *value = pf_node_get(ports->items[i], "containerPort");
        if (!pf_node_is(value, PF_INT) || value->as.integer == number)
            return true;
    }
    return ports->count == 0;
}

static void report_bind(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const char *message, const struct bind *bind)
{
    struct pf_report *report = pf_check_report(context, message, deployment->start.written->span);
    const struct pf_node *ports = pf_node_get(deployment->container, "portMappings");
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    pf_report_argument(report, "host", bind->host);
    pf_report_argument(report, "port", bind->port);
    pf_report_value(report, "ports", pf_node_get(pf_node_at(ports, 0), "containerPort"));
    pf_report_related(report, "ports", ports->key->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *ports = pf_node_get(deployment->container, "portMappings");
    struct bind bind = {0};
    bool wants_port = pf_check_param_has(context, "problem", PF_STR("port"));
    if (!pf_node_is(ports, PF_SEQ) || ports->count == 0 || deployment->start.written == NULL ||
        !find_bind(context, deployment, &bind))
        return;
    if (wants_port && !bind.is_default && !port_fits(ports, bind.port))
        report_bind(context, deployment, "", &bind);
    bool is_alone = pf_taskdef_container_count(deployment->taskdef_root) == 1;
    if (!wants_port && is_loopback(bind.host) && is_alone)
        report_bind(context, deployment, bind.is_default ? "default" : "named", &bind);
}

void pf_check_bind_address(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
