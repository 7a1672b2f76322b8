/* Requirement files of every kind → packages with their versions. */
#include "read/requirements.h"

#include "base/file.h"
#include "read/json.h"
#include "read/toml.h"

struct reader {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_requirements *requirements;
    bool for_development;
};

/* PEP 503: lower case, and every run of - _ . is one dash. */
static pf_str normalise(struct pf_arena *arena, pf_str name)
{
    char *data = PF_NEW_ARRAY(arena, char, name.len);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool is_mark = c == '-' || c == '_' || c == '.';
        if (!is_mark)
            data[len++] = pf_to_lower(c);
        else if (len > 0 && data[len - 1] != '-')
            data[len++] = '-';
    }
    return (pf_str){data, len};
}

static bool is_version(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_alnum(text.data[i]) && text.data[i] != '.' && text.data[i] != '+' &&
            text.data[i] != '!' && text.data[i] != '-' && text.data[i] != '_')
            return false;
    return text.len > 0 && pf_is_digit(text.data[0]);
}

/* "==4.2.11" and "===4.2.11" pin; "==4.2.*" and ranges do not. */
static pf_str pinned(pf_str specifier)
{
    pf_str version = specifier;
    if (!pf_str_starts(version, PF_STR("==")))
        return PF_STR("");
    while (version.len > 0 && version.data[0] == '=')
        version = pf_str_slice(version, 1, version.len);
    version = pf_str_trim(version);
    return is_version(version) ? version : PF_STR("");
}

static void add(struct reader *reader, pf_str name, pf_str specifier, pf_str version, pf_span span)
{
    *pf_pile_add(reader->arena, reader->requirements) =
        (struct pf_requirement){.name = normalise(reader->arena, name),
                                .specifier = specifier,
                                .version = version,
                                .for_development = reader->for_development,
                                .span = span};
}

static size_t name_length(pf_str text)
{
    size_t len = 0;
    while (len < text.len &&
           (pf_is_name(text.data[len]) || text.data[len] == '-' || text.data[len] == '.'))
        len++;
    return len;
}

static pf_str cut_at(pf_str text, pf_str mark)
{
    ptrdiff_t at = pf_str_find(text, mark);
    return at == PF_STR_NONE ? text : pf_str_slice(text, 0, (size_t)at);
}

/* PEP 508: "django[argon2] >= 4.2, < 5 ; python_version >= '3.8'". */
static void add_pep508(struct reader *reader, pf_str text, pf_span span)
{
    pf_str rest = pf_str_trim(text);
    size_t len = name_length(rest);
    if (len == 0 || !pf_is_alnum(rest.data[0]))
        return;
    pf_str name = pf_str_slice(rest, 0, len), extras;
    rest = pf_str_trim(pf_str_slice(rest, len, rest.len));
    if (rest.len > 0 && rest.data[0] == '[')
        pf_str_cut(rest, ']', &extras, &rest);
    rest = pf_str_trim(cut_at(rest, PF_STR(";")));
    if (rest.len > 1 && rest.data[0] == '(' && rest.data[rest.len - 1] == ')')
        rest = pf_str_trim(pf_str_slice(rest, 1, rest.len - 1));
    if (rest.len > 0 && rest.data[0] == '@')
        rest = PF_STR("");
    add(reader, name, rest, pinned(rest), span);
}

/* ---- requirements.txt ---- */

static bool option_value(pf_str line, pf_str option, pf_str *value)
{
    if (!pf_str_starts(line, option))
        return false;
    pf_str rest = pf_str_slice(line, option.len, line.len);
    bool is_short = option.len == 2;
    if (rest.len == 0 || (!is_short && !pf_is_space(rest.data[0]) && rest.data[0] != '='))
        return false;
    *value = pf_str_trim(rest.data[0] == '=' ? pf_str_slice(rest, 1, rest.len) : rest);
    return value->len > 0;
}

static void read_text_line(struct reader *reader, pf_str line)
{
    static const pf_str includes[] = {PF_STR_INIT("--requirement"), PF_STR_INIT("--constraint"),
                                      PF_STR_INIT("-r"), PF_STR_INIT("-c")};
    pf_str value;
    line = pf_str_trim(cut_at(line, PF_STR(" #")));
    if (line.len == 0 || line.data[0] == '#')
        return;
    for (size_t i = 0; i < sizeof includes / sizeof *includes; i++)
        if (option_value(line, includes[i], &value)) {
            pf_strs_add_once(reader->arena, &reader->requirements->includes, value);
            return;
        }
    if (line.data[0] == '-')
        return;
    pf_str spec = cut_at(line, PF_STR(" --"));
    size_t at = (size_t)(line.data - reader->source->bytes.data);
    bool is_in_source = line.data >= reader->source->bytes.data && at <= reader->source->bytes.len;
    pf_span span = is_in_source ? pf_span_of(reader->source, at, pf_str_trim(spec).len)
                                : pf_span_of(reader->source, 0, 0);
    add_pep508(reader, spec, span);
}

/* A backslash at the end continues the line: hashes stand there, so the first line is enough. */
static void read_text(struct reader *reader)
{
    pf_str rest = reader->source->bytes, line;
    bool continues = false;
    if (pf_str_starts(rest, PF_STR("\xEF\xBB\xBF")))
        rest = pf_str_slice(rest, 3, rest.len);
    while (pf_str_next_line(&rest, &line)) {
        bool ends_open = pf_str_ends(line, PF_STR("\\"));
        if (!continues)
            read_text_line(reader, ends_open ? pf_str_slice(line, 0, line.len - 1) : line);
        continues = ends_open;
    }
}

/* ---- TOML and JSON ---- */

static void add_list(struct reader *reader, const struct pf_node *list)
{
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        if (pf_node_is(list->items[i], PF_STRING))
            add_pep508(reader, list->items[i]->text, list->items[i]->span);
}

static void add_lists_for_development(struct reader *reader, const struct pf_node *groups)
{
    bool before = reader->for_development;
    reader->for_development = true;
    for (size_t i = 0; pf_node_is(groups, PF_MAP) && i < groups->count; i++)
        add_list(reader, groups->items[i]);
    reader->for_development = before;
}

/* Poetry and Pipfile: name = "^4.2", or name = {version = "^4.2", …}. */
static void add_table(struct reader *reader, const struct pf_node *table)
{
    for (size_t i = 0; pf_node_is(table, PF_MAP) && i < table->count; i++) {
        const struct pf_node *value = table->items[i];
        pf_str specifier =
            pf_node_text(value->kind == PF_MAP ? pf_node_get(value, "version") : value);
        pf_str version = pinned(specifier);
        if (version.len == 0 && is_version(specifier))
            version = specifier;
        if (!pf_str_eq(value->key->text, PF_STR("python")))
            add(reader, value->key->text, specifier, version, value->key->span);
    }
}

static void add_poetry(struct reader *reader, const struct pf_node *poetry)
{
    add_table(reader, pf_node_get(poetry, "dependencies"));
    reader->for_development = true;
    add_table(reader, pf_node_get(poetry, "dev-dependencies"));
    const struct pf_node *groups = pf_node_get(poetry, "group");
    for (size_t i = 0; pf_node_is(groups, PF_MAP) && i < groups->count; i++) {
        reader->for_development = !pf_str_eq(groups->items[i]->key->text, PF_STR("main"));
        add_table(reader, pf_node_get(groups->items[i], "dependencies"));
    }
    reader->for_development = false;
}

static void read_pyproject(struct reader *reader, const struct pf_node *root)
{
    const struct pf_node *project = pf_node_get(root, "project");
    const struct pf_node *tool = pf_node_get(root, "tool");
    add_list(reader, pf_node_get(project, "dependencies"));
    add_lists_for_development(reader, pf_node_get(project, "optional-dependencies"));
    add_lists_for_development(reader, pf_node_get(root, "dependency-groups"));
    add_poetry(reader, pf_node_get(tool, "poetry"));
    reader->for_development = true;
    add_list(reader, pf_node_get(pf_node_get(tool, "uv"), "dev-dependencies"));
    reader->for_development = false;
}

static void read_pipfile(struct reader *reader, const struct pf_node *root)
{
    add_table(reader, pf_node_get(root, "packages"));
    reader->for_development = true;
    add_table(reader, pf_node_get(root, "dev-packages"));
}

static void read_pipfile_lock(struct reader *reader, const struct pf_node *root)
{
    add_table(reader, pf_node_get(root, "default"));
    reader->for_development = true;
    add_table(reader, pf_node_get(root, "develop"));
}

/* poetry.lock and uv.lock: [[package]] name, version; older Poetry says category = "dev". */
static void read_lock(struct reader *reader, const struct pf_node *root)
{
    const struct pf_node *packages = pf_node_get(root, "package");
    for (size_t i = 0; pf_node_is(packages, PF_SEQ) && i < packages->count; i++) {
        const struct pf_node *package = packages->items[i];
        const struct pf_node *name = pf_node_get(package, "name");
        reader->for_development =
            pf_str_eq(pf_node_text(pf_node_get(package, "category")), PF_STR("dev"));
        if (pf_node_is(name, PF_STRING))
            add(reader, name->text, PF_STR(""), pf_node_text(pf_node_get(package, "version")),
                name->span);
    }
}

/* ---- setup.cfg ---- */

/* The indented lines under `install_requires =`. */
static void read_setup_cfg(struct reader *reader)
{
    pf_str rest = reader->source->bytes, line, head, tail;
    bool inside = false;
    while (pf_str_next_line(&rest, &line)) {
        bool is_indented = line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
        if (inside && is_indented)
            read_text_line(reader, line);
        if (!is_indented && pf_str_trim(line).len > 0)
            inside = pf_str_cut(line, '=', &head, &tail) &&
                     pf_str_eq(pf_str_trim(head), PF_STR("install_requires"));
    }
}

/* ---- */

static bool is_for_development(pf_str path)
{
    static const pf_str words[] = {PF_STR_INIT("dev"),  PF_STR_INIT("test"), PF_STR_INIT("local"),
                                   PF_STR_INIT("lint"), PF_STR_INIT("docs"), PF_STR_INIT("ci")};
    pf_str base = pf_path_base(path);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(base, words[i]))
            return true;
    return false;
}

void pf_requirements_read(struct pf_arena *arena, const struct pf_source *source,
                          struct pf_requirements *requirements, struct pf_faults *faults)
{
    static const struct {
        pf_str base;
        void (*read)(struct reader *, const struct pf_node *);
    } documents[] = {
        {PF_STR_INIT("pyproject.toml"), read_pyproject},
        {PF_STR_INIT("Pipfile"), read_pipfile},
        {PF_STR_INIT("poetry.lock"), read_lock},
        {PF_STR_INIT("uv.lock"), read_lock},
    };
    struct reader reader = {.arena = arena, .source = source, .requirements = requirements};
    pf_str base = pf_path_base(source->path);
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (pf_str_eq(base, documents[i].base)) {
            documents[i].read(&reader, pf_toml_read(arena, source, faults));
            return;
        }
    if (pf_str_eq(base, PF_STR("Pipfile.lock"))) {
        read_pipfile_lock(&reader, pf_json_read(arena, source, faults));
        return;
    }
    if (pf_str_eq(base, PF_STR("setup.cfg"))) {
        read_setup_cfg(&reader);
        return;
    }
    reader.for_development = is_for_development(source->path);
    read_text(&reader);
}
