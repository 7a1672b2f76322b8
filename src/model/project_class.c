/* Paths and bytes → classes of files, by a table of name patterns; the first that fits wins. */
#include "model/project_class.h"

#include "read/gitignore.h"

enum place {
    ANYWHERE,   /* the glob is held against the file's name, without case */
    FULL_PATH,  /* … against the path from the root, without case */
    EXACT_PATH, /* … against the path as it is: GitHub looks for nothing else */
};

struct name_rule {
    pf_str glob; /* lower case */
    enum place place;
    enum pf_file_class type;
};

static const char *const class_names[PF_CLASS_COUNT] = {
    [PF_CLASS_OTHER] = "other",
    [PF_CLASS_WORKFLOW] = "workflow",
    [PF_CLASS_ACTION] = "action",
    [PF_CLASS_TASKDEF] = "task definition",
    [PF_CLASS_SERVICE] = "service",
    [PF_CLASS_DOCKERFILE] = "Dockerfile",
    [PF_CLASS_DOCKERIGNORE] = "ignore file of Docker",
    [PF_CLASS_COMPOSE] = "compose file",
    [PF_CLASS_REQUIREMENTS] = "requirements",
    [PF_CLASS_DOTENV] = "dotenv file",
    [PF_CLASS_DOCS] = "documentation",
    [PF_CLASS_PYTHON] = "Python",
    [PF_CLASS_CONFIG] = "configuration",
};

static const struct name_rule rules[] = {
    {PF_STR_INIT("*.py"), ANYWHERE, PF_CLASS_PYTHON},
    {PF_STR_INIT(".github/workflows/*.yml"), EXACT_PATH, PF_CLASS_WORKFLOW},
    {PF_STR_INIT(".github/workflows/*.yaml"), EXACT_PATH, PF_CLASS_WORKFLOW},
    {PF_STR_INIT("preflight.yml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT("preflight.yaml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT(".preflight.yml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT(".preflight.yaml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT(".github/preflight.yml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT(".github/preflight.yaml"), EXACT_PATH, PF_CLASS_CONFIG},
    {PF_STR_INIT("action.yml"), ANYWHERE, PF_CLASS_ACTION},
    {PF_STR_INIT("action.yaml"), ANYWHERE, PF_CLASS_ACTION},
    {PF_STR_INIT("docker-compose*.yml"), ANYWHERE, PF_CLASS_COMPOSE},
    {PF_STR_INIT("docker-compose*.yaml"), ANYWHERE, PF_CLASS_COMPOSE},
    {PF_STR_INIT("compose*.yml"), ANYWHERE, PF_CLASS_COMPOSE},
    {PF_STR_INIT("compose*.yaml"), ANYWHERE, PF_CLASS_COMPOSE},
    {PF_STR_INIT("*.dockerignore"), ANYWHERE, PF_CLASS_DOCKERIGNORE},
    {PF_STR_INIT("*.md"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("*.markdown"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("*.rst"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("readme"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("readme*.txt"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("contributing"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("contributing*.txt"), ANYWHERE, PF_CLASS_DOCS},
    {PF_STR_INIT("requirements*.txt"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("requirements*.in"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("**/requirements/*.txt"), FULL_PATH, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("**/requirements/*.in"), FULL_PATH, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("**/docs/**/*.txt"), FULL_PATH, PF_CLASS_DOCS},
    {PF_STR_INIT("**/doc/**/*.txt"), FULL_PATH, PF_CLASS_DOCS},
    {PF_STR_INIT("pyproject.toml"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("pipfile"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("pipfile.lock"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("poetry.lock"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("uv.lock"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    {PF_STR_INIT("setup.cfg"), ANYWHERE, PF_CLASS_REQUIREMENTS},
    /* Templates of Dockerfiles and editors' left-overs are none. */
    {PF_STR_INIT("*.j2"), ANYWHERE, PF_CLASS_OTHER},
    {PF_STR_INIT("*.tmpl"), ANYWHERE, PF_CLASS_OTHER},
    {PF_STR_INIT("*.swp"), ANYWHERE, PF_CLASS_OTHER},
    {PF_STR_INIT("*~"), ANYWHERE, PF_CLASS_OTHER},
    {PF_STR_INIT("dockerfile"), ANYWHERE, PF_CLASS_DOCKERFILE},
    {PF_STR_INIT("dockerfile.*"), ANYWHERE, PF_CLASS_DOCKERFILE},
    {PF_STR_INIT("*.dockerfile"), ANYWHERE, PF_CLASS_DOCKERFILE},
    {PF_STR_INIT("containerfile"), ANYWHERE, PF_CLASS_DOCKERFILE},
    {PF_STR_INIT("containerfile.*"), ANYWHERE, PF_CLASS_DOCKERFILE},
    {PF_STR_INIT(".env"), ANYWHERE, PF_CLASS_DOTENV},
    {PF_STR_INIT(".env.*"), ANYWHERE, PF_CLASS_DOTENV},
    {PF_STR_INIT("*.env"), ANYWHERE, PF_CLASS_DOTENV},
};

enum { LONGEST_PATH = 4096 /* Linux opens no longer one */ };

const char *pf_file_class_name(enum pf_file_class type)
{
    return type < PF_CLASS_COUNT ? class_names[type] : "";
}

/* The commonest file of all needs no table. */
static bool is_python(pf_str path)
{
    return pf_str_ends(path, PF_STR(".py"));
}

enum pf_file_class pf_class_of_path(pf_str path)
{
    if (is_python(path))
        return PF_CLASS_PYTHON;
    char lower[LONGEST_PATH];
    if (path.len > sizeof lower)
        return PF_CLASS_OTHER;
    for (size_t i = 0; i < path.len; i++)
        lower[i] = pf_to_lower(path.data[i]);
    pf_str whole = {lower, path.len};
    ptrdiff_t slash = pf_str_find_last_byte(whole, '/');
    pf_str base = pf_str_slice(whole, (size_t)(slash + 1), whole.len);
    const pf_str against[] = {[ANYWHERE] = base, [FULL_PATH] = whole, [EXACT_PATH] = path};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (pf_glob_fits(rules[i].glob, against[rules[i].place]))
            return rules[i].type;
    return PF_CLASS_OTHER;
}

bool pf_class_is_json_template(pf_str path)
{
    static const pf_str ends[] = {PF_STR_INIT(".json.tpl"),    PF_STR_INIT(".json.tmpl"),
                                  PF_STR_INIT(".json.j2"),     PF_STR_INIT(".json.template"),
                                  PF_STR_INIT(".json.jinja2"), PF_STR_INIT(".json.in")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_ends(path, ends[i]))
            return true;
    return false;
}

bool pf_class_may_be_taskdef(pf_str path)
{
    return pf_class_is_json_template(path) || pf_str_ends(path, PF_STR(".json")) ||
           pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"));
}

static size_t skip_spaces(pf_str bytes, size_t at)
{
    while (at < bytes.len && pf_is_space(bytes.data[at]))
        at++;
    return at;
}

/* The string that starts at `at` (a quote), without its quotes; `*after` is past it. */
static pf_str string_at(pf_str bytes, size_t at, size_t *after)
{
    size_t end = at + 1;
    while (end < bytes.len && bytes.data[end] != '"')
        end += bytes.data[end] == '\\' ? 2 : 1;
    *after = end < bytes.len ? end + 1 : bytes.len;
    return pf_str_slice(bytes, at + 1, end);
}

/* Keys that tell what a document is, at its top or in the mapping `wrapper` there. */
struct mark {
    pf_str wrapper, key, other_key;
};

/* CloudFormation's capital is a slip that ECS001 tells. */
static const struct mark taskdef_mark = {PF_STR_INIT("taskDefinition"),
                                         PF_STR_INIT("containerDefinitions"),
                                         PF_STR_INIT("ContainerDefinitions")};
static const struct mark service_mark = {PF_STR_INIT("service"), PF_STR_INIT("loadBalancers"),
                                         PF_STR_INIT("loadBalancers")};

/* Follows brackets and strings; only a key at depth 1, or at depth 2 of the wrapper, counts. */
static bool json_has_mark(pf_str bytes, const struct mark *mark)
{
    size_t depth = 0;
    pf_str outer = {0};
    for (size_t at = 0; at < bytes.len;) {
        char c = bytes.data[at];
        if (c != '"') {
            depth += c == '{' || c == '[';
            depth -= (c == '}' || c == ']') && depth > 0;
            at++;
            continue;
        }
        pf_str text = string_at(bytes, at, &at);
        size_t colon = skip_spaces(bytes, at);
        if (depth > 2 || colon >= bytes.len || bytes.data[colon] != ':')
            continue;
        if (depth == 1)
            outer = text;
        bool counts = depth == 1 || pf_str_eq(outer, mark->wrapper);
        if (counts && (pf_str_eq(text, mark->key) || pf_str_eq(text, mark->other_key)))
            return true;
    }
    return false;
}

/* The line is `key:` with or without quotes around the key. */
static bool is_key(pf_str line, pf_str key)
{
    pf_str text = pf_str_trim(line), rest;
    if (!pf_str_cut(text, ':', &text, &rest))
        return false;
    text = pf_str_trim(text);
    if (text.len >= 2 && (text.data[0] == '"' || text.data[0] == '\''))
        text = pf_str_slice(text, 1, text.len - 1);
    return pf_str_eq(text, key);
}

static bool yaml_has_mark(pf_str bytes, const struct mark *mark)
{
    bool inside = false;     /* below the wrapper at the top */
    size_t inner = SIZE_MAX; /* the indentation of what it holds, once known */
    for (pf_str line; pf_str_next_line(&bytes, &line);) {
        size_t indent = pf_str_indentation(line);
        if (indent == line.len || line.data[indent] == '#')
            continue;
        if (indent == 0) {
            inside = is_key(line, mark->wrapper);
            inner = SIZE_MAX;
        } else if (inside && inner == SIZE_MAX) {
            inner = indent;
        }
        bool counts = indent == 0 || (inside && indent == inner);
        if (counts && (is_key(line, mark->key) || is_key(line, mark->other_key)))
            return true;
    }
    return false;
}

/* YAML in flow style, and JSON in a .yml file, start like JSON. */
static bool starts_as_json(pf_str bytes)
{
    size_t at = skip_spaces(bytes, pf_str_starts(bytes, PF_STR("\xEF\xBB\xBF")) ? 3 : 0);
    return at < bytes.len && bytes.data[at] == '{';
}

static bool has_mark(pf_str bytes, const struct mark *mark)
{
    return starts_as_json(bytes) ? json_has_mark(bytes, mark) : yaml_has_mark(bytes, mark);
}

bool pf_class_is_taskdef(pf_str bytes)
{
    return pf_str_contains(bytes, PF_STR("ontainerDefinitions")) && has_mark(bytes, &taskdef_mark);
}

bool pf_class_is_service(pf_str bytes)
{
    return pf_str_contains(bytes, PF_STR("loadBalancers")) && has_mark(bytes, &service_mark);
}
