/* sys.argv: the words of a server's command are not known, but some are none of them. */
#include "python/interp.h"

/* What manage.py does beside serving, and what runs tests: nobody serves a site with it. */
static const char *const foreign[] = {
    "behave",
    "check",
    "clearsessions",
    "collectstatic",
    "compilemessages",
    "coverage",
    "createcachetable",
    "createsuperuser",
    "dbshell",
    "dumpdata",
    "flush",
    "harvest",
    "inspectdb",
    "jenkins",
    "loaddata",
    "makemessages",
    "makemigrations",
    "migrate",
    "nosetests",
    "py.test",
    "pytest",
    "shell",
    "shell_plus",
    "showmigrations",
    "spectacular",
    "sqlmigrate",
    "startapp",
    "test",
    "test_coverage",
    "testserver",
    "tox",
};

static bool is_foreign(pf_str word)
{
    for (size_t i = 0; i < PF_COUNT(foreign); i++)
        if (pf_str_eq(word, pf_str_c(foreign[i])))
            return true;
    return false;
}

pf_value pf_command_value(struct pf_eval *ev, unsigned kinds, bool may_be_empty)
{
    pf_value v = pf_unknown_value(ev, kinds, may_be_empty, "the command that starts the server");
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = *v.as.unknown;
    unknown->is_command = true;
    v.as.unknown = unknown;
    return v;
}

bool pf_is_command(pf_value v)
{
    return v.type == PF_V_UNKNOWN && v.as.unknown->is_command;
}

enum pf_truth pf_command_has(const struct pf_eval *ev, pf_value word)
{
    if (!pf_is_str(word))
        return PF_MAYBE;
    if (pf_str_eq(pf_text_of(word), PF_STR("runserver")))
        return ev->options->runs_devserver;
    return is_foreign(pf_text_of(word)) ? PF_NO : PF_MAYBE;
}

enum pf_truth pf_command_word_is(const struct pf_eval *ev, pf_value word)
{
    return pf_command_has(ev, word) == PF_NO ? PF_NO : PF_MAYBE;
}

enum pf_truth pf_command_word_contains(pf_value part)
{
    static const char *const parts[] = {"collectstatic", "makemigrations", "nosetests", "py.test",
                                        "pytest"};
    for (size_t i = 0; pf_is_str(part) && i < PF_COUNT(parts); i++)
        if (pf_str_eq(pf_text_of(part), pf_str_c(parts[i])))
            return PF_NO;
    return PF_MAYBE;
}

/* One text or a tuple of them, none of which is in a word of the command. */
static bool is_in_no_word(pf_value parts)
{
    if (parts.type != PF_V_TUPLE)
        return pf_command_word_contains(parts) == PF_NO;
    for (size_t i = 0; i < parts.as.tuple->count; i++)
        if (pf_command_word_contains(parts.as.tuple->items[i]) != PF_NO)
            return false;
    return true;
}

pf_value pf_command_call(struct pf_eval *ev, const struct pf_call *call)
{
    /* what is made of a word, or of all of them, holds no more than they */
    static const char *const same[] = {"str.lower", "str.strip", "os.path.basename"};
    pf_str name = pf_str_c(call->native->name);
    if (call->count == 0)
        return pf_unbound();
    if (call->count > 1 && pf_is_command(call->args[1]) && pf_str_eq(name, PF_STR("str.join")))
        return pf_command_value(ev, PF_KIND_BIT(PF_STRING), true);
    if (!pf_is_command(call->args[0]))
        return pf_unbound();
    bool ends =
        pf_str_eq(name, PF_STR("str.endswith")) || pf_str_eq(name, PF_STR("str.startswith"));
    if (ends && call->count > 1 && is_in_no_word(call->args[1]))
        return pf_bool(false);
    for (size_t i = 0; i < PF_COUNT(same); i++)
        if (pf_str_eq(name, pf_str_c(same[i])))
            return pf_command_value(ev, PF_KIND_BIT(PF_STRING), true);
    return pf_unbound();
}
