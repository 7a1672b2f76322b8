/* Servers' options that say host and port, and their defaults. Source: each program's --help. */
#include "checks/server_bind.h"

enum { OPTIONS = 3 /* spellings of one option */, PROGRAM_WORDS = 4 /* "python -m gunicorn" */ };

static const struct server {
    pf_str program;
    pf_str addresses[OPTIONS], hosts[OPTIONS], ports[OPTIONS];
    pf_str host, port;         /* where it listens by itself */
    pf_str variables;          /* prefix of environment variables that say it too; "" for none */
    pf_str elsewhere[OPTIONS]; /* options that make it listen otherwise, or read a file that says */
} servers[] = {
    {PF_STR_INIT("gunicorn"),
     {PF_STR_INIT("--bind"), PF_STR_INIT("-b")},
     {{0}},
     {{0}},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     PF_STR_INIT("GUNICORN_"),
     {PF_STR_INIT("--config"), PF_STR_INIT("-c")}},
    {PF_STR_INIT("uvicorn"),
     {{0}},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     PF_STR_INIT("UVICORN_"),
     {PF_STR_INIT("--uds"), PF_STR_INIT("--fd")}},
    {PF_STR_INIT("daphne"),
     {{0}},
     {PF_STR_INIT("-b"), PF_STR_INIT("--bind")},
     {PF_STR_INIT("-p"), PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     {0},
     {PF_STR_INIT("-u"), PF_STR_INIT("-e"), PF_STR_INIT("--endpoint")}},
    {PF_STR_INIT("hypercorn"),
     {PF_STR_INIT("--bind"), PF_STR_INIT("-b")},
     {{0}},
     {{0}},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     {0},
     {PF_STR_INIT("--config"), PF_STR_INIT("-c"), PF_STR_INIT("--insecure-bind")}},
    {PF_STR_INIT("granian"),
     {{0}},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     PF_STR_INIT("GRANIAN_"),
     {{0}}},
    {PF_STR_INIT("waitress-serve"),
     {PF_STR_INIT("--listen")},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("0.0.0.0"),
     PF_STR_INIT("8080"),
     {0},
     {PF_STR_INIT("--unix-socket")}},
};

/* "--bind X", "--bind=X", "-bX"; "" when the word is another one. */
static pf_str value_after(const struct pf_strs *words, size_t i, const pf_str *options)
{
    pf_str word = words->items[i], head, tail;
    for (size_t o = 0; o < OPTIONS && options[o].len > 0; o++) {
        if (pf_str_eq(word, options[o]))
            return i + 1 < words->count ? words->items[i + 1] : PF_STR("");
        if (pf_str_cut(word, '=', &head, &tail) && pf_str_eq(head, options[o]))
            return tail;
        if (options[o].len == 2 && pf_str_starts(word, options[o]))
            return pf_str_slice(word, 2, word.len);
    }
    return PF_STR("");
}

bool pf_server_bind_is_loopback(pf_str host)
{
    return pf_str_eq(host, PF_STR("127.0.0.1")) || pf_str_eq(host, PF_STR("localhost")) ||
           pf_str_eq(host, PF_STR("[::1]")) || pf_str_eq(host, PF_STR("::1"));
}

/* "0.0.0.0:8000", ":8000", "[::]:8000", "127.0.0.1". Of several, one that others reach counts. */
static void take_address(pf_str address, struct pf_server_bind *bind)
{
    ptrdiff_t variable = pf_str_find_byte(address, '$'); /* "0.0.0.0:${PORT:-8000}" */
    pf_str known = variable == PF_STR_NONE ? address : pf_str_slice(address, 0, (size_t)variable);
    ptrdiff_t colon = pf_str_find_last_byte(known, ':');
    pf_str host = colon == PF_STR_NONE ? address : pf_str_slice(address, 0, (size_t)colon);
    if (!bind->is_default && pf_server_bind_is_loopback(host))
        return;
    bind->host = host;
    if (colon != PF_STR_NONE)
        bind->port = pf_str_slice(address, (size_t)colon + 1, address.len);
    bind->is_default = false;
}

/* False when an option sends the server elsewhere. */
static bool read_words(const struct server *server, const struct pf_strs *words,
                       struct pf_server_bind *bind)
{
    for (size_t i = 0; i < words->count; i++) {
        pf_str address = value_after(words, i, server->addresses);
        pf_str host = value_after(words, i, server->hosts);
        pf_str port = value_after(words, i, server->ports);
        if (value_after(words, i, server->elsewhere).len > 0)
            return false;
        if (address.len > 0)
            take_address(address, bind);
        if (host.len > 0)
            bind->host = host;
        if (port.len > 0)
            bind->port = port;
        if (host.len + port.len > 0)
            bind->is_default = false;
    }
    return true;
}

/* Does the container get a variable that decides? gunicorn takes PORT too. */
static bool environment_decides(const struct pf_deployment *deployment, const struct server *server)
{
    bool is_gunicorn = pf_str_eq(server->program, PF_STR("gunicorn"));
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        pf_str name = deployment->supplies.items[i].name;
        if ((server->variables.len > 0 && pf_str_starts(name, server->variables)) ||
            (is_gunicorn && pf_str_eq(name, PF_STR("PORT"))))
            return true;
    }
    return deployment->environment_is_open;
}

/* "$PORT", "${PORT}" and "${PORT:-8000}" as the container has them; "" when that is not known. */
static pf_str expanded(const struct pf_deployment *deployment, pf_str text)
{
    pf_str name = text, fallback = {0};
    if (!pf_str_starts(text, PF_STR("$")))
        return text;
    name = pf_str_slice(text, 1, text.len);
    if (pf_str_starts(name, PF_STR("{")) && pf_str_ends(name, PF_STR("}")))
        name = pf_str_slice(name, 1, name.len - 1);
    bool has_fallback = pf_str_cut(name, ':', &name, &fallback);
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, name);
    if (supply != NULL)
        return pf_node_text(supply->value);
    if (!has_fallback || deployment->environment_is_open || fallback.len < 2)
        return PF_STR("");
    return pf_str_slice(fallback, 1, fallback.len);
}

static bool read_server(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct server *server, const struct pf_strs *words,
                        struct pf_server_bind *bind)
{
    *bind = (struct pf_server_bind){server->program, server->host, server->port, true};
    if (!read_words(server, words, bind))
        return false;
    if (bind->is_default && environment_decides(deployment, server))
        return false;
    struct pf_project *project = pf_facts_wiring(context)->project;
    bool has_file = pf_str_eq(server->program, PF_STR("gunicorn")) &&
                    pf_project_has_file(project, PF_STR("gunicorn.conf.py"));
    bind->host = expanded(deployment, bind->host);
    bind->port = expanded(deployment, bind->port);
    return !bind->is_default || !has_file;
}

bool pf_server_bind_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_server_bind *bind)
{
    const struct pf_start *start = &deployment->start;
    for (size_t c = 0; c < start->count; c++)
        for (size_t w = 0; w < start->items[c].count && w < PROGRAM_WORDS; w++)
            for (size_t s = 0; s < sizeof servers / sizeof *servers; s++)
                if (pf_str_eq(pf_path_base(start->items[c].items[w]), servers[s].program))
                    return read_server(context, deployment, &servers[s], &start->items[c], bind);
    return false;
}
