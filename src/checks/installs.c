/* Reads pip's command lines, and the requirements files that they name. */
#include "checks/installs.h"

#include "model/image_path.h"
#include "model/packages.h"
#include "read/requirements.h"
#include "read/shell.h"

enum { INCLUDES = 50 /* files that one another include; nobody splits so far */ };

struct install_reader {
    struct pf_check_context *context;
    struct pf_installs *installs;
    struct pf_strs done; /* requirements files */
    bool uses_tool;      /* poetry, uv, pipenv or the project itself: not read in detail */
};

/* The project's file of that name; "" where several or none may be meant. */
static pf_str file_named(const struct install_reader *reader, pf_str word)
{
    struct pf_project_files files =
        pf_project_of_class(pf_facts_wiring(reader->context)->project, PF_CLASS_REQUIREMENTS);
    pf_str tail, found = PF_STR("");
    while (pf_str_starts(word, PF_STR("/")) || pf_str_starts(word, PF_STR("./")))
        word = pf_str_slice(word, word.data[0] == '/' ? 1 : 2, word.len);
    /* "/app/requirements/base.txt": the longest tail that a file's path ends in. */
    for (tail = word; tail.len > 0;) {
        size_t count = 0;
        for (size_t i = 0; i < files.count; i++) {
            pf_str path = files.items[i]->path;
            bool fits = pf_str_eq(path, tail) ||
                        (pf_str_ends(path, tail) && path.data[path.len - tail.len - 1] == '/');
            if (fits) {
                found = path;
                count++;
            }
        }
        if (count > 0)
            return count == 1 ||
                           pf_project_has_file(pf_facts_wiring(reader->context)->project, tail)
                       ? (count == 1 ? found : tail)
                       : PF_STR("");
        ptrdiff_t slash = pf_str_find_byte(tail, '/');
        tail = slash == PF_STR_NONE ? PF_STR("") : pf_str_slice(tail, (size_t)slash + 1, tail.len);
    }
    return PF_STR("");
}

/* A line with git+https://… that is no comment. */
static bool names_git(pf_str text)
{
    pf_str line;
    while (pf_str_next_line(&text, &line))
        if (pf_str_contains(line, PF_STR("git+")) && !pf_str_starts(pf_str_trim(line), PF_STR("#")))
            return true;
    return false;
}

static bool read_file(struct install_reader *reader, pf_str path)
{
    struct pf_project *project = pf_facts_wiring(reader->context)->project;
    struct pf_project_file *file = pf_project_file(project, path);
    struct pf_arena *arena = reader->context->arena;
    struct pf_faults faults = {0};
    if (pf_strs_has(&reader->done, path))
        return true;
    if (file == NULL || !pf_project_load(project, file) || reader->done.count >= INCLUDES)
        return false;
    pf_strs_add_once(arena, &reader->done, path);
    struct pf_requirements *all = &reader->installs->packages;
    pf_requirements_read(arena, file->source, all, &faults);
    reader->installs->needs_git |= names_git(file->source->bytes);
    struct pf_strs includes = all->includes;
    all->includes = (struct pf_strs){0};
    bool is_read = faults.count == 0;
    for (size_t i = 0; i < includes.count; i++) {
        pf_str joined = pf_path_join(arena, pf_path_directory(path), includes.items[i]), clean;
        is_read &= pf_path_clean(arena, joined, &clean) && read_file(reader, clean);
    }
    return is_read;
}

/* Options of pip that take the next word. Source: pip install --help. */
static bool takes_value(pf_str option)
{
    static const pf_str options[] = {PF_STR_INIT("-c"),
                                     PF_STR_INIT("--constraint"),
                                     PF_STR_INIT("-i"),
                                     PF_STR_INIT("--index-url"),
                                     PF_STR_INIT("--extra-index-url"),
                                     PF_STR_INIT("-f"),
                                     PF_STR_INIT("--find-links"),
                                     PF_STR_INIT("-t"),
                                     PF_STR_INIT("--target"),
                                     PF_STR_INIT("--prefix"),
                                     PF_STR_INIT("--root"),
                                     PF_STR_INIT("-w"),
                                     PF_STR_INIT("--wheel-dir"),
                                     PF_STR_INIT("--trusted-host"),
                                     PF_STR_INIT("--timeout"),
                                     PF_STR_INIT("--default-timeout"),
                                     PF_STR_INIT("--retries"),
                                     PF_STR_INIT("--cache-dir"),
                                     PF_STR_INIT("--progress-bar"),
                                     PF_STR_INIT("--python"),
                                     PF_STR_INIT("--no-binary"),
                                     PF_STR_INIT("--only-binary"),
                                     PF_STR_INIT("--proxy"),
                                     PF_STR_INIT("--cert"),
                                     PF_STR_INIT("-p"),
                                     PF_STR_INIT("--upgrade-strategy")};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (pf_str_eq(options[i], option))
            return true;
    return false;
}

/* "Django==5.1", "uvicorn[standard]" → the normalised name; "" for a path or an address. */
static pf_str package_name(struct pf_arena *arena, pf_str word)
{
    size_t len = 0;
    while (len < word.len && (pf_is_name(word.data[len]) || word.data[len] == '-' ||
                              (word.data[len] == '.' && len > 0)))
        len++;
    pf_str rest = pf_str_slice(word, len, word.len);
    bool is_name = len > 0 && !pf_str_starts(rest, PF_STR("/")) &&
                   !pf_str_starts(rest, PF_STR(":")) && !pf_str_starts(rest, PF_STR("+")) &&
                   !pf_str_starts(rest, PF_STR("*")) && !pf_str_ends(word, PF_STR(".whl"));
    return is_name ? pf_requirement_name(arena, pf_str_slice(word, 0, len)) : PF_STR("");
}

static void add_package(struct install_reader *reader, pf_str word)
{
    pf_str name = package_name(reader->context->arena, word);
    reader->installs->needs_git |= pf_str_contains(word, PF_STR("git+"));
    bool is_wheel_folder = pf_str_ends(word, PF_STR("*")) || pf_str_ends(word, PF_STR(".whl"));
    if (name.len > 0)
        *pf_pile_add(reader->context->arena, &reader->installs->packages) =
            (struct pf_requirement){.name = name};
    else if (pf_str_eq(word, PF_STR(".")) || pf_str_starts(word, PF_STR(".[")))
        reader->uses_tool = true;
    else if (!is_wheel_folder) /* wheels are made by `pip wheel`, which is read too */
        reader->installs->is_open = true;
}

static void read_pip(struct install_reader *reader, const struct pf_shell_command *command,
                     size_t from)
{
    for (size_t i = from; i < command->word_count; i++) {
        pf_str word = command->words[i].text, file = PF_STR("");
        bool is_file = pf_str_eq(word, PF_STR("-r")) || pf_str_eq(word, PF_STR("--requirement"));
        if (is_file && i + 1 < command->word_count)
            file = command->words[++i].text;
        else if (pf_str_starts(word, PF_STR("--requirement=")))
            file = pf_str_slice(word, 14, word.len);
        else if (pf_str_starts(word, PF_STR("-r")) && word.len > 2)
            file = pf_str_slice(word, 2, word.len);
        else if (takes_value(word))
            i++;
        else if (!pf_str_starts(word, PF_STR("-")))
            add_package(reader, word);
        if (file.len == 0)
            continue;
        pf_str path = file_named(reader, file);
        if (path.len == 0 || !read_file(reader, path))
            reader->installs->is_open = true;
    }
}

/* The word behind `pip install`, `python -m pip wheel`, `uv pip install`; 0 for another command. */
static size_t pip_words(const struct pf_shell_command *command)
{
    for (size_t i = 0; i < 4 && i < command->word_count; i++) {
        pf_str word = pf_path_base(command->words[i].text);
        if (!pf_str_eq(word, PF_STR("pip")) && !pf_str_eq(word, PF_STR("pip3")))
            continue;
        for (size_t k = i + 1; k < command->word_count; k++)
            if (pf_str_eq(command->words[k].text, PF_STR("install")) ||
                pf_str_eq(command->words[k].text, PF_STR("wheel")))
                return k + 1;
    }
    return 0;
}

enum tool { TOOL_NONE, TOOL_PROJECT, TOOL_OTHER };

/* Programs that install packages: what the project's files name, or what nobody reads here. */
static enum tool tool_of(const struct pf_shell_command *command)
{
    static const struct {
        pf_str program;
        enum tool tool;
    } tools[] = {
        {PF_STR_INIT("poetry"), TOOL_PROJECT},     {PF_STR_INIT("uv"), TOOL_PROJECT},
        {PF_STR_INIT("pipenv"), TOOL_PROJECT},     {PF_STR_INIT("pdm"), TOOL_PROJECT},
        {PF_STR_INIT("pip-sync"), TOOL_PROJECT},   {PF_STR_INIT("conda"), TOOL_OTHER},
        {PF_STR_INIT("mamba"), TOOL_OTHER},        {PF_STR_INIT("micromamba"), TOOL_OTHER},
        {PF_STR_INIT("easy_install"), TOOL_OTHER}, {PF_STR_INIT("make"), TOOL_OTHER},
        {PF_STR_INIT("sh"), TOOL_OTHER},           {PF_STR_INIT("bash"), TOOL_OTHER},
    };
    pf_str program = command->word_count == 0 ? PF_STR("") : pf_path_base(command->words[0].text);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (pf_str_eq(program, tools[i].program))
            return tools[i].tool;
    return pf_str_ends(program, PF_STR(".sh")) ? TOOL_OTHER : TOOL_NONE;
}

static void read_run(struct install_reader *reader, const struct pf_node *run)
{
    pf_str text = pf_node_text(pf_node_get(run, "text"));
    struct pf_shell_commands commands = pf_shell_read(reader->context->arena, text);
    struct pf_installs *installs = reader->installs;
    *pf_pile_add(reader->context->arena, &installs->texts) = text;
    installs->is_open |=
        pf_node_get(run, "heredocs") != NULL || pf_str_contains(text, PF_STR("setup.py"));
    for (size_t i = 0; i < commands.count; i++) {
        size_t from = pip_words(&commands.items[i]);
        enum tool tool = from > 0 ? TOOL_NONE : tool_of(&commands.items[i]);
        installs->has_any |= from > 0 || tool == TOOL_PROJECT;
        installs->is_open |= tool == TOOL_OTHER;
        reader->uses_tool |= tool == TOOL_PROJECT;
        if (from > 0)
            read_pip(reader, &commands.items[i], from);
    }
}

/* Of another image than the Dockerfile's own stages, and than uv's, which is a program. */
static bool copies_foreign(const struct pf_node *dockerfile, const struct pf_node *instruction)
{
    const struct pf_node *from = pf_node_get(pf_node_get(instruction, "flags"), "from");
    const struct pf_node *stages = pf_node_get(dockerfile, "stages");
    pf_str name = pf_node_text(from);
    if (from == NULL || pf_str_contains(name, PF_STR("astral-sh/uv")) ||
        pf_str_starts(name, PF_STR("node")))
        return false;
    for (size_t i = 0; stages != NULL && i < stages->count; i++)
        if (pf_str_eq_nocase(pf_node_text(pf_node_get(stages->items[i], "name")), name))
            return false;
    return name.len != 1 || !pf_is_digit(name.data[0]);
}

static void read_stage(struct install_reader *reader, const struct pf_node *dockerfile,
                       const struct pf_node *stage)
{
    const struct pf_node *instructions = pf_node_get(stage, "instructions");
    for (size_t i = 0; instructions != NULL && i < instructions->count; i++) {
        const struct pf_node *instruction = instructions->items[i];
        pf_str name = pf_node_text(pf_node_get(instruction, "instruction"));
        if (pf_str_eq(name, PF_STR("RUN")))
            read_run(reader, instruction);
        else if (pf_str_eq(name, PF_STR("COPY")))
            reader->installs->is_open |= copies_foreign(dockerfile, instruction);
    }
}

static bool has_name(const struct pf_requirements *packages, pf_str name)
{
    for (size_t i = 0; i < packages->count; i++)
        if (pf_str_eq(packages->items[i].name, name))
            return true;
    return false;
}

static void add_project(struct install_reader *reader)
{
    const struct pf_wiring *wiring = pf_facts_wiring(reader->context);
    for (size_t i = 0; reader->uses_tool && i < wiring->packages->count; i++)
        *pf_pile_add(reader->context->arena, &reader->installs->packages) =
            wiring->packages->items[i];
}

struct pf_installs pf_installs_of_run(struct pf_check_context *context, const struct pf_node *run)
{
    struct pf_installs installs = {0};
    struct install_reader reader = {.context = context, .installs = &installs};
    read_run(&reader, run);
    installs.is_whole = !reader.uses_tool && !installs.is_open;
    add_project(&reader);
    return installs;
}

struct pf_installs pf_installs_of_project(struct pf_check_context *context)
{
    struct pf_installs installs = {.has_any = true};
    struct install_reader reader = {.context = context, .installs = &installs, .uses_tool = true};
    struct pf_project *project = pf_facts_wiring(context)->project;
    installs.is_open = pf_project_has_file(project, PF_STR("setup.py"));
    add_project(&reader);
    return installs;
}

struct pf_installs pf_installs_of(struct pf_check_context *context, const struct pf_image *image)
{
    struct pf_installs installs = {0};
    struct install_reader reader = {.context = context, .installs = &installs};
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_node *stages = pf_node_get(image->dockerfile, "stages");
    for (size_t i = 0; stages != NULL && i < stages->count; i++)
        read_stage(&reader, image->dockerfile, stages->items[i]);
    installs.is_open |= image->has_base_stage_unknown || !pf_image_base_is_official(image->base) ||
                        pf_project_has_file(wiring->project, PF_STR("setup.py"));
    installs.is_whole = !reader.uses_tool && !installs.is_open;
    add_project(&reader);
    installs.is_frozen = has_name(&installs.packages, PF_STR("asgiref")) &&
                         has_name(&installs.packages, PF_STR("sqlparse"));
    return installs;
}

/*
 * Packages that surely bring no server of their own accord. Source: their metadata. A list that
 * holds any other may bring one.
 */
static bool brings_none(pf_str name)
{
    static const char *const names[] = {"argon2-cffi",
                                        "asgiref",
                                        "bcrypt",
                                        "boto3",
                                        "botocore",
                                        "celery",
                                        "certifi",
                                        "cryptography",
                                        "django",
                                        "django-allauth",
                                        "django-cors-headers",
                                        "django-crispy-forms",
                                        "django-debug-toolbar",
                                        "django-environ",
                                        "django-extensions",
                                        "django-filter",
                                        "django-redis",
                                        "django-storages",
                                        "djangorestframework",
                                        "djangorestframework-simplejwt",
                                        "dj-database-url",
                                        "drf-spectacular",
                                        "drf-yasg",
                                        "gevent",
                                        "gunicorn",
                                        "hiredis",
                                        "httpx",
                                        "jinja2",
                                        "markdown",
                                        "mysqlclient",
                                        "numpy",
                                        "pandas",
                                        "pillow",
                                        "pip",
                                        "psycopg",
                                        "psycopg-binary",
                                        "psycopg2",
                                        "psycopg2-binary",
                                        "pydantic",
                                        "pydantic-settings",
                                        "pyjwt",
                                        "pymysql",
                                        "python-dateutil",
                                        "python-decouple",
                                        "python-dotenv",
                                        "pytz",
                                        "pyyaml",
                                        "redis",
                                        "requests",
                                        "sentry-sdk",
                                        "setuptools",
                                        "sqlparse",
                                        "stripe",
                                        "tzdata",
                                        "urllib3",
                                        "uvicorn",
                                        "wheel",
                                        "whitenoise",
                                        "flake8",
                                        "black",
                                        "isort",
                                        "pytest",
                                        "pytest-django",
                                        "coverage",
                                        "factory-boy",
                                        "mypy",
                                        "ruff",
                                        "django-stubs",
                                        "daphne",
                                        "hypercorn",
                                        "waitress",
                                        "uwsgi",
                                        "granian",
                                        "django-configurations",
                                        "django-model-utils"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(name, pf_str_c(names[i])))
            return true;
    return false;
}

bool pf_installs_mentions(const struct pf_installs *installs, pf_str part)
{
    for (size_t i = 0; i < installs->packages.count; i++)
        if (pf_str_contains(installs->packages.items[i].name, part))
            return true;
    for (size_t i = 0; i < installs->texts.count; i++)
        if (pf_str_contains(installs->texts.items[i], part))
            return true;
    return false;
}

enum pf_truth pf_installs_has(const struct pf_installs *installs, pf_str name)
{
    if (has_name(&installs->packages, name))
        return PF_YES;
    for (size_t i = 0; i < installs->texts.count; i++)
        if (pf_str_contains(installs->texts.items[i], name))
            return PF_YES;
    for (size_t i = 0; i < installs->packages.count && !installs->is_frozen; i++)
        if (!brings_none(installs->packages.items[i].name))
            return PF_MAYBE;
    return PF_NO;
}
