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
