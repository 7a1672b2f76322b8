/* What the command lines of Python's servers have in common. */
#include "checks/server_words.h"

static const struct {
    pf_str program, package;
} servers[] = {
    {PF_STR_INIT("gunicorn"), PF_STR_INIT("gunicorn")},
    {PF_STR_INIT("uvicorn"), PF_STR_INIT("uvicorn")},
    {PF_STR_INIT("daphne"), PF_STR_INIT("daphne")},
    {PF_STR_INIT("hypercorn"), PF_STR_INIT("hypercorn")},
    {PF_STR_INIT("granian"), PF_STR_INIT("granian")},
    {PF_STR_INIT("waitress-serve"), PF_STR_INIT("waitress")},
    {PF_STR_INIT("uwsgi"), PF_STR_INIT("uwsgi")},
    {PF_STR_INIT("celery"), PF_STR_INIT("celery")},
};

static pf_str server_named(pf_str word)
{
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++)
        if (pf_str_eq(pf_path_base(word), servers[i].program))
            return servers[i].program;
    return PF_STR("");
}

pf_str pf_server_words_program(const struct pf_strs *words, size_t *at)
{
    *at = 0;
    if (words->count == 0)
        return PF_STR("");
    bool is_module = words->count > 2 &&
                     pf_str_starts(pf_path_base(words->items[0]), PF_STR("python")) &&
                     pf_str_eq(words->items[1], PF_STR("-m"));
    *at = is_module ? 3 : 1;
    return server_named(words->items[*at - 1]);
}

pf_str pf_server_words_package(pf_str program)
{
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++)
        if (pf_str_eq(servers[i].program, program))
            return servers[i].package;
    return PF_STR("");
}

/* Options that take no value. Source: each program's --help. */
static bool stands_alone(pf_str option)
{
    static const pf_str options[] = {PF_STR_INIT("--preload"),
                                     PF_STR_INIT("--reload"),
                                     PF_STR_INIT("--daemon"),
                                     PF_STR_INIT("--capture-output"),
                                     PF_STR_INIT("--no-sendfile"),
                                     PF_STR_INIT("--proxy-headers"),
                                     PF_STR_INIT("--no-access-log"),
                                     PF_STR_INIT("--no-server-header"),
                                     PF_STR_INIT("--factory"),
                                     PF_STR_INIT("--enable-stdio-inheritance"),
                                     PF_STR_INIT("-D"),
                                     PF_STR_INIT("-R")};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (pf_str_eq(options[i], option))
            return true;
    return pf_str_find_byte(option, '=') != PF_STR_NONE ||
           (!pf_str_starts(option, PF_STR("--")) && option.len > 2);
}

/* "shop.wsgi", "shop.asgi:application". */
static bool is_application(pf_str word)
{
    pf_str module, object;
    pf_str_cut(word, ':', &module, &object);
    if (module.len == 0 || pf_is_digit(module.data[0]) || module.data[0] == '.' ||
        module.data[module.len - 1] == '.' || pf_str_contains(module, PF_STR("..")))
        return false;
    for (size_t i = 0; i < module.len; i++)
        if (!pf_is_name(module.data[i]) && module.data[i] != '.')
            return false;
    return true;
}

/* "shop/wsgi.py": what nobody imports. */
static bool is_file(pf_str word)
{
    return pf_str_find_byte(word, '$') == PF_STR_NONE &&
           (pf_str_ends(word, PF_STR(".py")) || pf_str_contains(word, PF_STR(".py:")));
}

pf_str pf_server_words_application(const struct pf_strs *words, size_t from)
{
    for (size_t i = from; i < words->count; i++) {
        pf_str word = words->items[i];
        if (pf_str_starts(word, PF_STR("-")))
            i += stands_alone(word) ? 0 : 1;
        else
            return is_application(word) || is_file(word) ? word : PF_STR("");
    }
    return PF_STR("");
}
