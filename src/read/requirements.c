/* Requirement files of every kind → packages with their versions. */
#include "read/requirements.h"

#include "base/file.h"
#include "read/json.h"
#include "read/requirements_line.h"
#include "read/toml.h"

static void add_list(struct pf_requirement_reader *reader, const struct pf_node *list)
{
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        if (pf_node_is(list->items[i], PF_STRING))
            pf_requirement_add_pep508(reader, list->items[i]->text, list->items[i]->span);
}

/* Extras and groups: name → list. */
static void add_groups(struct pf_requirement_reader *reader, const struct pf_node *groups)
{
    for (size_t i = 0; pf_node_is(groups, PF_MAP) && i < groups->count; i++) {
        reader->for_development = !pf_requirements_for_production(groups->items[i]->key->text);
        add_list(reader, groups->items[i]);
    }
    reader->for_development = false;
}

/* Poetry and Pipfile: name = "^4.2", or name = {version = "^4.2", …}. */
static void add_table(struct pf_requirement_reader *reader, const struct pf_node *table)
{
    for (size_t i = 0; pf_node_is(table, PF_MAP) && i < table->count; i++) {
        const struct pf_node *value = table->items[i];
        pf_str specifier =
            pf_node_text(value->kind == PF_MAP ? pf_node_get(value, "version") : value);
        pf_str version = pf_requirement_pinned(specifier);
        if (version.len == 0 && pf_requirement_is_version(specifier))
            version = specifier;
        if (!pf_str_eq(value->key->text, PF_STR("python")))
            pf_requirement_add(reader, value->key->text, specifier, version, value->key->span)
                ->conditional = pf_node_get(value, "markers") != NULL;
    }
}

static void add_poetry(struct pf_requirement_reader *reader, const struct pf_node *poetry)
{
    add_table(reader, pf_node_get(poetry, "dependencies"));
    reader->for_development = true;
    add_table(reader, pf_node_get(poetry, "dev-dependencies"));
    const struct pf_node *groups = pf_node_get(poetry, "group");
    for (size_t i = 0; pf_node_is(groups, PF_MAP) && i < groups->count; i++) {
        reader->for_development = !pf_requirements_for_production(groups->items[i]->key->text);
        add_table(reader, pf_node_get(groups->items[i], "dependencies"));
    }
    reader->for_development = false;
}

static void read_pyproject(struct pf_requirement_reader *reader, const struct pf_node *root)
{
    const struct pf_node *project = pf_node_get(root, "project");
    const struct pf_node *tool = pf_node_get(root, "tool");
    add_list(reader, pf_node_get(project, "dependencies"));
    add_groups(reader, pf_node_get(project, "optional-dependencies"));
    add_groups(reader, pf_node_get(root, "dependency-groups"));
    add_poetry(reader, pf_node_get(tool, "poetry"));
    reader->for_development = true;
    add_list(reader, pf_node_get(pf_node_get(tool, "uv"), "dev-dependencies"));
    reader->for_development = false;
}

static void read_pipfile(struct pf_requirement_reader *reader, const struct pf_node *root)
{
    add_table(reader, pf_node_get(root, "packages"));
    reader->for_development = true;
    add_table(reader, pf_node_get(root, "dev-packages"));
}

static void read_pipfile_lock(struct pf_requirement_reader *reader, const struct pf_node *root)
{
    add_table(reader, pf_node_get(root, "default"));
    reader->for_development = true;
    add_table(reader, pf_node_get(root, "develop"));
}

/* Poetry tells it by `category = "dev"`, or by `groups` that lack "main". */
static bool is_locked_for_development(const struct pf_node *package)
{
    const struct pf_node *groups = pf_node_get(package, "groups");
    for (size_t i = 0; pf_node_is(groups, PF_SEQ) && i < groups->count; i++)
        if (pf_requirements_for_production(pf_node_text(groups->items[i])))
            return false;
    return pf_node_is(groups, PF_SEQ) ||
           pf_str_eq(pf_node_text(pf_node_get(package, "category")), PF_STR("dev"));
}

/* poetry.lock and uv.lock: [[package]] name, version. */
static void read_lock(struct pf_requirement_reader *reader, const struct pf_node *root)
{
    const struct pf_node *packages = pf_node_get(root, "package");
    for (size_t i = 0; pf_node_is(packages, PF_SEQ) && i < packages->count; i++) {
        const struct pf_node *package = packages->items[i];
        const struct pf_node *name = pf_node_get(package, "name");
        reader->for_development = is_locked_for_development(package);
        if (pf_node_is(name, PF_STRING))
            pf_requirement_add(reader, name->text, PF_STR(""),
                               pf_node_text(pf_node_get(package, "version")), name->span)
                ->conditional = pf_node_get(package, "markers") != NULL ||
                                pf_node_get(package, "resolution-markers") != NULL;
    }
}

void pf_requirements_read(struct pf_arena *arena, const struct pf_source *source,
                          struct pf_requirements *requirements, struct pf_faults *faults)
{
    static const struct {
        pf_str base;
        void (*read)(struct pf_requirement_reader *, const struct pf_node *);
    } documents[] = {
        {PF_STR_INIT("pyproject.toml"), read_pyproject},
        {PF_STR_INIT("Pipfile"), read_pipfile},
        {PF_STR_INIT("poetry.lock"), read_lock},
        {PF_STR_INIT("uv.lock"), read_lock},
    };
    struct pf_requirement_reader reader = {
        .arena = arena, .source = source, .requirements = requirements, .faults = faults};
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
        pf_requirements_read_setup_cfg(&reader);
        return;
    }
    reader.for_development = pf_requirements_for_development(base);
    pf_requirements_read_lines(&reader);
}
