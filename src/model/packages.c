/* The packages of all requirement files, the exact ones first. */
#include "model/packages.h"

#include "model/django_series.h"

enum { MAX_FILES = 200 /* requirement files, included ones too */ };

static bool is_lock(pf_str path)
{
    return pf_str_ends(path, PF_STR(".lock"));
}

static void read_file(struct pf_arena *arena, struct pf_project *project, pf_str path,
                      struct pf_requirements *all, struct pf_strs *done)
{
    if (pf_strs_has(done, path) || done->count >= MAX_FILES)
        return;
    pf_strs_add_once(arena, done, path);
    struct pf_project_file *file = pf_project_file(project, path);
    if (file == NULL || !pf_project_load(project, file))
        return;
    pf_requirements_read(arena, file->source, all, &file->faults);
    struct pf_strs includes = all->includes;
    all->includes = (struct pf_strs){0};
    for (size_t i = 0; i < includes.count; i++) {
        pf_str joined = pf_path_join(arena, pf_path_directory(path), includes.items[i]), clean;
        if (pf_path_clean(arena, joined, &clean))
            read_file(arena, project, clean, all, done);
    }
}

const struct pf_requirements *pf_packages_of(struct pf_arena *arena, struct pf_project *project)
{
    struct pf_requirements *all = PF_NEW(arena, struct pf_requirements);
    struct pf_strs done = {0};
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_REQUIREMENTS);
    for (size_t i = 0; i < files.count; i++)
        if (is_lock(files.items[i]->path))
            read_file(arena, project, files.items[i]->path, all, &done);
    for (size_t i = 0; i < files.count; i++)
        read_file(arena, project, files.items[i]->path, all, &done);
    return all;
}

/* What production surely installs, then what a marker decides, then what development has. */
static unsigned rank(const struct pf_requirement *package)
{
    return package->for_development ? 2 : package->conditional ? 1 : 0;
}

/* Of two alike, the pinned one: requirements.in names what requirements.txt pins. */
static bool is_surer(const struct pf_requirement *package, const struct pf_requirement *than)
{
    if (rank(package) != rank(than))
        return rank(package) < rank(than);
    return package->version.len > 0 && than->version.len == 0;
}

const struct pf_requirement *pf_packages_find(const struct pf_requirements *packages, pf_str name)
{
    const struct pf_requirement *found = NULL;
    for (size_t i = 0; i < packages->count; i++) {
        const struct pf_requirement *package = &packages->items[i];
        if (pf_str_eq(package->name, name) && (found == NULL || is_surer(package, found)))
            found = package;
    }
    return found;
}

/* Markers choose between different pins: neither is sure. */
static bool is_disputed(const struct pf_requirements *packages, const struct pf_requirement *found)
{
    for (size_t i = 0; found->conditional && i < packages->count; i++) {
        const struct pf_requirement *other = &packages->items[i];
        if (pf_str_eq(other->name, found->name) && rank(other) == rank(found) &&
            (!pf_str_eq(other->version, found->version) ||
             !pf_str_eq(other->specifier, found->specifier)))
            return true;
    }
    return false;
}

pf_str pf_packages_version(const struct pf_requirements *packages, pf_str name)
{
    const struct pf_requirement *package = pf_packages_find(packages, name);
    bool sure = package != NULL && !is_disputed(packages, package);
    return sure ? package->version : PF_STR("");
}

unsigned pf_packages_django_version(const struct pf_requirements *packages)
{
    const struct pf_requirement *django = pf_packages_find(packages, PF_STR("django"));
    if (django == NULL || is_disputed(packages, django))
        return 0;
    if (django->version.len > 0)
        return pf_django_series_of(django->version);
    return pf_django_series(django->specifier);
}

/* The version that a compatible range begins with; false when the range tells none. */
static bool begins_with(const struct pf_requirement *package, pf_str *version)
{
    static const pf_str marks[] = {PF_STR_INIT("~="), PF_STR_INIT("=="), PF_STR_INIT("^"),
                                   PF_STR_INIT("~")};
    pf_str range = pf_str_trim(package->specifier);
    *version = package->version;
    if (version->len > 0 || range.len == 0 || pf_str_eq(range, PF_STR("*")))
        return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (pf_str_starts(range, marks[i])) {
            *version = pf_str_trim(pf_str_slice(range, marks[i].len, range.len));
            return true;
        }
    return pf_str_starts(range, PF_STR(">")) && pf_str_find_byte(range, ',') == PF_STR_NONE;
}

const struct pf_node *pf_packages_versions(struct pf_arena *arena,
                                           const struct pf_requirements *packages)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; i < packages->count; i++) {
        const struct pf_requirement *package = &packages->items[i];
        pf_str version;
        if (pf_packages_find(packages, package->name) != package || !begins_with(package, &version))
            continue;
        pf_node_put(arena, map, package->name, package->span,
                    pf_node_str(arena, version, package->span));
    }
    return map;
}

/* requirements.txt and what it is made of: production installs it. Others may be of a worker. */
static bool is_of_main_list(const struct pf_requirement *package)
{
    static const char *const names[] = {"requirements.txt", "requirements.in", "pyproject.toml",
                                        "Pipfile",          "base.txt",        "common.txt",
                                        "production.txt",   "prod.txt"};
    pf_str path = package->span.file == NULL ? PF_STR("") : package->span.file->path;
    ptrdiff_t slash = pf_str_find_last_byte(path, '/');
    pf_str base = pf_str_slice(path, slash == PF_STR_NONE ? 0 : (size_t)slash + 1, path.len);
    for (size_t i = 0; rank(package) == 0 && i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(base, pf_str_c(names[i])))
            return true;
    return false;
}

const struct pf_node *pf_packages_listed(struct pf_arena *arena,
                                         const struct pf_requirements *packages)
{
    if (pf_packages_find(packages, PF_STR("django")) == NULL)
        return NULL;
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (int is_main = 1; is_main >= 0; is_main--) /* pf_node_get finds the first */
        for (size_t i = 0; i < packages->count; i++) {
            const struct pf_requirement *package = &packages->items[i];
            if (is_of_main_list(package) == (is_main == 1))
                pf_node_put(arena, map, package->name, package->span,
                            pf_node_bool(arena, is_main == 1, package->span));
        }
    return map;
}
