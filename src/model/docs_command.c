/* Commands that documentation demands: tests, linters and formatters in its code blocks. */
#include "model/docs_inside.h"

struct tool {
    pf_str program;
    pf_str argument; /* its first word must be this; "" for any */
    pf_str name;
};

static const struct tool tools[] = {
    {PF_STR_INIT("pytest"), PF_STR_INIT(""), PF_STR_INIT("pytest")},
    {PF_STR_INIT("py.test"), PF_STR_INIT(""), PF_STR_INIT("pytest")},
    {PF_STR_INIT("flake8"), PF_STR_INIT(""), PF_STR_INIT("flake8")},
    {PF_STR_INIT("ruff"), PF_STR_INIT(""), PF_STR_INIT("ruff")},
    {PF_STR_INIT("black"), PF_STR_INIT(""), PF_STR_INIT("black")},
    {PF_STR_INIT("isort"), PF_STR_INIT(""), PF_STR_INIT("isort")},
    {PF_STR_INIT("mypy"), PF_STR_INIT(""), PF_STR_INIT("mypy")},
    {PF_STR_INIT("pyright"), PF_STR_INIT(""), PF_STR_INIT("pyright")},
    {PF_STR_INIT("pylint"), PF_STR_INIT(""), PF_STR_INIT("pylint")},
    {PF_STR_INIT("bandit"), PF_STR_INIT(""), PF_STR_INIT("bandit")},
    {PF_STR_INIT("djlint"), PF_STR_INIT(""), PF_STR_INIT("djlint")},
    {PF_STR_INIT("pip-audit"), PF_STR_INIT(""), PF_STR_INIT("pip-audit")},
    {PF_STR_INIT("coverage"), PF_STR_INIT(""), PF_STR_INIT("coverage")},
    {PF_STR_INIT("tox"), PF_STR_INIT(""), PF_STR_INIT("tox")},
    {PF_STR_INIT("nox"), PF_STR_INIT(""), PF_STR_INIT("nox")},
    {PF_STR_INIT("pre-commit"), PF_STR_INIT("run"), PF_STR_INIT("pre-commit")},
    {PF_STR_INIT("manage.py"), PF_STR_INIT("test"), PF_STR_INIT("manage.py test")},
    {PF_STR_INIT("manage.py"), PF_STR_INIT("check"), PF_STR_INIT("manage.py check")},
    {PF_STR_INIT("django-admin"), PF_STR_INIT("test"), PF_STR_INIT("manage.py test")},
};

/* Words in front of a program that start it: python -m pytest, docker compose run --rm web pytest.
 */
static const pf_str starters[] = {
    PF_STR_INIT("sudo"),    PF_STR_INIT("time"),    PF_STR_INIT("env"),
    PF_STR_INIT("poetry"),  PF_STR_INIT("pipenv"),  PF_STR_INIT("pdm"),
    PF_STR_INIT("hatch"),   PF_STR_INIT("rye"),     PF_STR_INIT("uv"),
    PF_STR_INIT("uvx"),     PF_STR_INIT("run"),     PF_STR_INIT("exec"),
    PF_STR_INIT("python"),  PF_STR_INIT("python3"), PF_STR_INIT("docker"),
    PF_STR_INIT("compose"), PF_STR_INIT("py"),      PF_STR_INIT("docker-compose"),
    PF_STR_INIT("podman"),  PF_STR_INIT("$"),       PF_STR_INIT(">"),
    PF_STR_INIT("%"),       PF_STR_INIT("(venv)"),  PF_STR_INIT("(.venv)"),
    PF_STR_INIT("(env)"),
};

static bool is_starter(pf_str word)
{
    for (size_t i = 0; i < sizeof starters / sizeof *starters; i++)
        if (pf_str_eq(starters[i], word))
            return true;
    return false;
}

static bool is_container(pf_str word)
{
    return pf_str_eq(word, PF_STR("docker")) || pf_str_eq(word, PF_STR("docker-compose")) ||
           pf_str_eq(word, PF_STR("podman"));
}

static bool is_assignment(pf_str word)
{
    ptrdiff_t at = pf_str_find_byte(word, '=');
    return at > 0 && pf_is_alpha(word.data[0]);
}

static bool next_word(pf_str *rest, pf_str *word)
{
    *rest = pf_str_trim_left(*rest);
    size_t len = 0;
    while (len < rest->len && !pf_is_space(rest->data[len]))
        len++;
    *word = pf_str_slice(*rest, 0, len);
    *rest = pf_str_slice(*rest, len, rest->len);
    return len > 0;
}

static pf_str base_of(pf_str word)
{
    ptrdiff_t slash = pf_str_find_last_byte(word, '/');
    return pf_str_slice(word, (size_t)(slash + 1), word.len);
}

static const struct tool *find_tool(pf_str program, pf_str argument)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (pf_str_eq(tools[i].program, program) &&
            (tools[i].argument.len == 0 || pf_str_eq(tools[i].argument, argument)))
            return &tools[i];
    return NULL;
}

/* The tool that one simple command starts. A container's service may stand before it. */
static const struct tool *tool_of(pf_str command)
{
    pf_str word;
    size_t unknown = 1; /* words that may stand before it: none outside of a container */
    while (next_word(&command, &word)) {
        pf_str rest = command, argument;
        next_word(&rest, &argument);
        const struct tool *tool = find_tool(base_of(word), argument);
        if (tool != NULL)
            return tool;
        if (is_container(word))
            unknown = 0;
        bool passes = is_starter(word) || is_assignment(word) || word.data[0] == '-';
        if (!passes && unknown++ > 0)
            return NULL;
    }
    return NULL;
}

static bool ends_command(char c)
{
    return c == ';' || c == '&' || c == '|';
}

static void read_line(struct pf_docs_reader *reader, pf_span line)
{
    pf_str text = pf_span_text(line);
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && !ends_command(text.data[end]))
            end++;
        const struct tool *tool = tool_of(pf_str_slice(text, at, end));
        if (tool != NULL && pf_docs_take(reader))
            *pf_pile_add(reader->arena, &reader->found->commands) =
                (struct pf_docs_command){tool->name, text, line};
        at = end + 1;
    }
}

/* Code of a language that is no shell's holds no commands. */
static bool is_shell(pf_str language)
{
    static const pf_str shells[] = {
        PF_STR_INIT(""),        PF_STR_INIT("sh"),          PF_STR_INIT("bash"),
        PF_STR_INIT("shell"),   PF_STR_INIT("console"),     PF_STR_INIT("zsh"),
        PF_STR_INIT("fish"),    PF_STR_INIT("cmd"),         PF_STR_INIT("powershell"),
        PF_STR_INIT("text"),    PF_STR_INIT("terminal"),    PF_STR_INIT("shell-session"),
        PF_STR_INIT("command"), PF_STR_INIT("commandline"), PF_STR_INIT("bat"),
    };
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (pf_str_eq_nocase(shells[i], language))
            return true;
    return false;
}

void pf_docs_read_commands(struct pf_docs_reader *reader, const struct pf_prose_block *code)
{
    if (!is_shell(code->language))
        return;
    pf_span line;
    for (size_t at = 0; pf_prose_next_line(code, &at, &line);)
        if (pf_span_text(line).data[0] != '#')
            read_line(reader, line);
}
