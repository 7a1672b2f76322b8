/* Servers' options that say host and port, and their defaults. Source: each program's --help, and
 * gunicorn's settings reference for what wins over what. */
#include "checks/server_bind.h"

#include "checks/container_text.h"
#include "checks/gunicorn_file.h"
#include "read/shell.h"

enum { OPTIONS = 3 /* spellings of one option */, PROGRAM_WORDS = 4 /* "python -m gunicorn" */ };

static const struct server {
    pf_str program;
    pf_str addresses[OPTIONS], hosts[OPTIONS], ports[OPTIONS];
    pf_str host, port;         /* where it listens by itself */
    pf_str variables;          /* _HOST and _PORT behind it are read too; "" for none */
    pf_str files[OPTIONS];     /* options that name a file, which says it too, but more weakly */
    pf_str elsewhere[OPTIONS]; /* options that make it listen on something else, or more */
} servers[] = {
    {PF_STR_INIT("gunicorn"),
     {PF_STR_INIT("--bind"), PF_STR_INIT("-b")},
     {{0}},
     {{0}},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     {0},
     {PF_STR_INIT("--config"), PF_STR_INIT("-c")},
     {{0}}},
    {PF_STR_INIT("uvicorn"),
     {{0}},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     PF_STR_INIT("UVICORN"),
     {{0}},
     {PF_STR_INIT("--uds"), PF_STR_INIT("--fd")}},
    {PF_STR_INIT("daphne"),
     {{0}},
     {PF_STR_INIT("-b"), PF_STR_INIT("--bind")},
     {PF_STR_INIT("-p"), PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     {0},
     {{0}},
     {PF_STR_INIT("-u"), PF_STR_INIT("-e"), PF_STR_INIT("--endpoint")}},
    {PF_STR_INIT("hypercorn"),
     {PF_STR_INIT("--bind"), PF_STR_INIT("-b")},
     {{0}},
     {{0}},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     {0},
     {PF_STR_INIT("--config"), PF_STR_INIT("-c")},
     {PF_STR_INIT("--insecure-bind"), PF_STR_INIT("--quic-bind")}},
    {PF_STR_INIT("granian"),
     {{0}},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("127.0.0.1"),
     PF_STR_INIT("8000"),
     PF_STR_INIT("GRANIAN"),
     {{0}},
     {{0}}},
    {PF_STR_INIT("waitress-serve"),
     {PF_STR_INIT("--listen")},
     {PF_STR_INIT("--host")},
     {PF_STR_INIT("--port")},
     PF_STR_INIT("0.0.0.0"),
     PF_STR_INIT("8080"),
     {0},
     {{0}},
     {PF_STR_INIT("--unix-socket")}},
    {PF_STR_INIT("uwsgi"),
     {PF_STR_INIT("--http"), PF_STR_INIT("--http-socket")},
     {{0}},
     {{0}},
     PF_STR_INIT("?"),
     {0},
     {0},
     {PF_STR_INIT("--ini"), PF_STR_INIT("--yaml"), PF_STR_INIT("--json")},
     {PF_STR_INIT("--ini"), PF_STR_INIT("--https"), PF_STR_INIT("--socket")}},
};

/* What one server is asked about, while it is looked at. */
struct binding {
    struct pf_check_context *context;
    const struct pf_deployment *deployment;
    const struct server *server;
    struct pf_server_bind *bind;
    pf_str host, port; /* said apart; "" while nothing says them */
    pf_str file;       /* of configuration, as named */
    bool is_elsewhere;
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

bool pf_server_bind_is_proxy(pf_str word)
{
    static const pf_str words[] = {
        PF_STR_INIT("nginx"),   PF_STR_INIT("envoy"), PF_STR_INIT("traefik"), PF_STR_INIT("caddy"),
        PF_STR_INIT("haproxy"), PF_STR_INIT("httpd"), PF_STR_INIT("apache"),  PF_STR_INIT("proxy")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(word, words[i]))
            return true;
    return false;
}

const struct pf_server_address *pf_server_bind_main(const struct pf_server_bind *bind)
{
    for (size_t i = 0; i < bind->addresses.count; i++)
        if (!pf_server_bind_is_loopback(bind->addresses.items[i].host))
            return &bind->addresses.items[i];
    return &bind->addresses.items[0];
}

enum pf_truth pf_server_bind_listens(const struct pf_server_bind *bind, int64_t port)
{
    enum pf_truth listens = PF_NO;
    for (size_t i = 0; i < bind->addresses.count; i++) {
        int64_t number;
        if (!pf_str_to_int(bind->addresses.items[i].port, &number))
            listens = PF_MAYBE;
        else if (number == port)
            return PF_YES;
    }
    return listens;
}

static void add_address(struct binding *binding, pf_str host, pf_str port)
{
    int64_t number;
    if (pf_str_find_byte(host, '?') != PF_STR_NONE)
        host = PF_STR("?");
    if (!pf_str_to_int(port, &number))
        port = PF_STR("");
    *pf_pile_add(binding->context->arena, &binding->bind->addresses) =
        (struct pf_server_address){host, port};
}

/* "0.0.0.0:8000", ":8000", "[::]:8000", "127.0.0.1", "unix:/run/x"; several with commas between. */
static void take_addresses(struct binding *binding, pf_str text)
{
    pf_str rest =
        pf_container_text(binding->context->arena, binding->deployment, text, &binding->bind->said);
    pf_str address;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, ',', &address, &rest);
        address = pf_str_trim(address);
        ptrdiff_t colon = pf_str_find_last_byte(address, ':');
        if (pf_str_starts(address, PF_STR("unix:")) || pf_str_starts(address, PF_STR("fd:")) ||
            pf_str_starts(address, PF_STR("/")))
            add_address(binding, PF_STR("?"), PF_STR(""));
        else if (colon == PF_STR_NONE || pf_str_ends(address, PF_STR("]")))
            add_address(binding, address, binding->server->port);
        else
            add_address(binding, pf_str_slice(address, 0, (size_t)colon),
                        pf_str_slice(address, (size_t)colon + 1, address.len));
    }
}

static void read_words(struct binding *binding, const struct pf_strs *words)
{
    const struct server *server = binding->server;
    for (size_t i = 0; i < words->count; i++) {
        pf_str host = value_after(words, i, server->hosts);
        pf_str port = value_after(words, i, server->ports);
        pf_str file = value_after(words, i, server->files);
        binding->is_elsewhere |= value_after(words, i, server->elsewhere).len > 0;
        take_addresses(binding, value_after(words, i, server->addresses));
        if (host.len > 0)
            binding->host = host;
        if (port.len > 0)
            binding->port = port;
        if (file.len > 0)
            binding->file = file;
    }
}

/* Is a variable of that name given or set by something? `*value` is what it is, where known. */
static bool is_supplied(const struct binding *binding, pf_str name, pf_str *value, pf_span *span)
{
    const struct pf_start *start = &binding->deployment->start;
    const struct pf_supply *supply = pf_supplies_get(&binding->deployment->supplies, name);
    *value = PF_STR("?");
    for (size_t i = 0; i < start->assignments.count; i++)
        if (pf_str_eq(start->assignments.items[i].name, name))
            return true;
    if (supply == NULL)
        return binding->deployment->environment_is_open;
    if (supply->value->kind == PF_STRING)
        *value = supply->value->text;
    *span = supply->span;
    return true;
}

/* _HOST and _PORT, for what the command does not say. */
static void read_variables(struct binding *binding)
{
    static const char *const ends[] = {"HOST", "PORT"};
    pf_str *const parts[] = {&binding->host, &binding->port};
    for (size_t i = 0; binding->server->variables.len > 0 && i < 2; i++) {
        pf_str value, name = pf_arena_format(binding->context->arena, "%.*s_%s",
                                             PF_ARG(binding->server->variables), ends[i]);
        if (parts[i]->len == 0 && is_supplied(binding, name, &value, &binding->bind->said))
            *parts[i] = value;
    }
}

/* GUNICORN_CMD_ARGS, then the file, then PORT. False when one of them decides and is not known. */
static bool read_gunicorn(struct binding *binding)
{
    struct pf_arena *arena = binding->context->arena;
    pf_str value;
    if (is_supplied(binding, PF_STR("GUNICORN_CMD_ARGS"), &value, &binding->bind->said)) {
        if (pf_str_eq(value, PF_STR("?")))
            return false;
        struct pf_strs words = pf_shell_words(arena, value);
        read_words(binding, &words);
    }
    if (binding->bind->addresses.count > 0)
        return true;
    enum pf_gunicorn_said said =
        pf_gunicorn_file_bind(binding->context->kept, pf_facts_wiring(binding->context)->project,
                              binding->file, &value, &binding->bind->said);
    if (said == PF_GUNICORN_BIND)
        take_addresses(binding, value);
    else if (said == PF_GUNICORN_NOTHING &&
             is_supplied(binding, PF_STR("PORT"), &value, &binding->bind->said))
        add_address(binding, PF_STR("0.0.0.0"), value);
    return said != PF_GUNICORN_UNKNOWN;
}

static bool read_server(struct binding *binding, const struct pf_strs *words)
{
    const struct server *server = binding->server;
    struct pf_arena *arena = binding->context->arena;
    bool is_gunicorn = pf_str_eq(server->program, PF_STR("gunicorn"));
    struct pf_server_bind *bind = binding->bind;
    read_words(binding, words);
    read_variables(binding);
    if (binding->is_elsewhere)
        return false;
    if (bind->addresses.count == 0 && is_gunicorn && !read_gunicorn(binding))
        return false;
    if (bind->addresses.count > 0)
        return true;
    if ((!is_gunicorn && binding->file.len > 0) || server->port.len == 0)
        return false;
    bind->is_default = binding->host.len + binding->port.len == 0;
    pf_str host = binding->host.len > 0 ? binding->host : server->host;
    pf_str port = binding->port.len > 0 ? binding->port : server->port;
    add_address(binding, pf_container_text(arena, binding->deployment, host, &bind->said),
                pf_container_text(arena, binding->deployment, port, &bind->said));
    return true;
}

/* "manage.py runserver 0.0.0.0:8000"; without an address it is IMG001's alone. */
static bool read_runserver(struct binding *binding, const struct pf_strs *words)
{
    static const struct server runserver = {.program = PF_STR_INIT("runserver"),
                                            .port = PF_STR_INIT("8000")};
    binding->server = &runserver;
    bool is_behind = false;
    for (size_t i = 0; i < words->count; i++) {
        pf_str text = words->items[i], address;
        address = pf_container_text(binding->context->arena, binding->deployment, text,
                                    &binding->bind->said);
        int64_t port;
        if (is_behind && pf_str_to_int(address, &port))
            add_address(binding, PF_STR("127.0.0.1"), address);
        else if (is_behind && !pf_str_starts(text, PF_STR("-")) &&
                 pf_str_find_byte(address, ':') != PF_STR_NONE)
            take_addresses(binding, text);
        is_behind |= pf_str_eq(text, PF_STR("runserver"));
    }
    return binding->bind->addresses.count > 0;
}

static const struct server *server_of(const struct pf_strs *words, bool *is_runserver)
{
    *is_runserver = false;
    for (size_t w = 0; w < words->count && w < PROGRAM_WORDS; w++) {
        for (size_t s = 0; s < sizeof servers / sizeof *servers; s++)
            if (pf_str_eq(pf_path_base(words->items[w]), servers[s].program))
                return &servers[s];
        *is_runserver |= w > 0 && pf_str_eq(words->items[w], PF_STR("runserver"));
    }
    return NULL;
}

/* Something else of the container may listen: a proxy beside the server, a second command. */
static bool is_alone(const struct pf_start *start)
{
    for (size_t c = 0; c < start->count; c++) {
        pf_str program = pf_path_base(start->items[c].items[0]);
        if (pf_server_bind_is_proxy(program) || pf_str_contains(program, PF_STR("supervisor")))
            return false;
    }
    return !start->has_background;
}

bool pf_server_bind_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_server_bind *bind)
{
    const struct pf_start *start = &deployment->start;
    bool is_found = false;
    *bind = (struct pf_server_bind){0};
    for (size_t c = 0; c < start->count; c++) {
        bool is_runserver;
        const struct pf_strs *words = &start->items[c];
        struct binding binding = {.context = context,
                                  .deployment = deployment,
                                  .server = server_of(words, &is_runserver),
                                  .bind = bind};
        if (binding.server == NULL && !is_runserver)
            continue;
        if (is_found)
            return false; /* branches of a script: which of them runs is not known */
        is_found = true;
        bind->said = start->places.items[c];
        bool is_known =
            is_runserver ? read_runserver(&binding, words) : read_server(&binding, words);
        if (!is_known)
            return false;
        bind->server = binding.server->program;
    }
    return is_found && is_alone(start);
}
