/* A pull request's project beside its base: files compared as bytes, suppressions as text. */
#include "cli/base.h"

#include "base/index.h"
#include "rule/internal.h"
#include "rule/suppress.h"

/* The two sides, as folders from the working directory. */
struct sides {
    struct pf_scene *scene;
    pf_str ours, base;
    struct pf_findings *findings;
};

static bool read_side(const struct sides *sides, pf_str folder, pf_str path, pf_str *bytes)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_error ignored;
    pf_str whole = pf_str_eq(folder, PF_STR(".")) ? path : pf_path_join(arena, folder, path);
    *bytes = PF_STR("");
    return pf_file_read(arena, pf_arena_str(arena, whole).data, PF_FILE_SCAN_CAP, bytes, &ignored);
}

static void argue(struct pf_arena *arena, struct pf_arguments *arguments, const char *name,
                  pf_str value)
{
    *pf_pile_add(arena, arguments) = (struct pf_argument){pf_str_c(name), value};
}

static void report(const struct sides *sides, const char *variant, pf_str path, pf_str rules,
                   pf_span span)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_arguments arguments = {0};
    argue(arena, &arguments, "path", path);
    argue(arena, &arguments, "rules", rules);
    struct pf_finding finding =
        pf_internal_finding(arena, &sides->scene->rules, "PFL905", variant, span, &arguments);
    finding.key = pf_arena_format(arena, "%s/%.*s%.*s", variant, PF_ARG(path), PF_ARG(rules));
    pf_findings_add(arena, sides->findings, finding);
}

/* The first line that the two have not in common, in the file as it is now. */
static pf_span first_difference(struct pf_arena *arena, pf_str path, pf_str ours, pf_str base)
{
    size_t start = 0, end = 0, at = 0;
    while (at < ours.len && at < base.len && ours.data[at] == base.data[at])
        if (ours.data[at++] == '\n')
            start = at;
    end = start;
    while (end < ours.len && ours.data[end] != '\n')
        end++;
    return pf_span_of(pf_source_new(arena, path, ours), start, end - start);
}

/* One file of the gate, by its path within the project. */
static void compare_file(const struct sides *sides, pf_str path)
{
    pf_str ours, base;
    bool is_here = read_side(sides, sides->ours, path, &ours);
    bool was_there = read_side(sides, sides->base, path, &base);
    if (is_here && was_there && pf_str_eq(ours, base))
        return;
    struct pf_arena *arena = sides->scene->call->arena;
    if (is_here)
        report(sides, was_there ? "changed" : "added", path, PF_STR(""),
               first_difference(arena, path, ours, base));
    else if (was_there)
        report(sides, "removed", path, PF_STR(""), (pf_span){0});
}

/* ---- which files the gate is made of ---- */

/* A path from the working directory → within `folder`; false where it leads elsewhere. */
static bool within(pf_str folder, pf_str path, pf_str *relative)
{
    *relative = path;
    if (pf_str_eq(folder, PF_STR(".")))
        return !pf_str_starts(path, PF_STR("/"));
    if (!pf_str_starts(path, folder) || path.len <= folder.len || path.data[folder.len] != '/')
        return false;
    *relative = pf_str_slice(path, folder.len + 1, path.len);
    return true;
}

static void add_paths(struct pf_arena *arena, pf_str folder, const struct pf_strs *paths,
                      struct pf_strs *parts)
{
    pf_str relative;
    for (size_t i = 0; i < paths->count; i++)
        if (within(folder, paths->items[i], &relative))
            pf_strs_add_once(arena, parts, relative);
}

/* What the configuration of one side is read from and names; a broken one is a part all the same.
 */
static void add_configuration(const struct sides *sides, pf_str folder, struct pf_strs *parts)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_error ignored;
    struct pf_config config = {0};
    pf_str start = pf_str_eq(folder, PF_STR(".")) ? PF_STR("") : folder, path;
    if (!pf_config_find(arena, start, &path))
        return;
    if (!pf_config_load(arena, pf_arena_str(arena, path).data, &config, &ignored))
        *pf_pile_add(arena, &config.files) = path;
    if (config.baseline.len > 0)
        *pf_pile_add(arena, &config.files) = config.baseline;
    add_paths(arena, folder, &config.files, parts);
    add_paths(arena, folder, &config.rule_files, parts);
}

static void add_folder(const struct sides *sides, pf_str side, pf_str folder, struct pf_strs *parts)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_file_entries entries = {0};
    struct pf_root *root = pf_root_open(arena, pf_arena_str(arena, side).data, NULL);
    if (root == NULL)
        return;
    pf_root_list(root, arena, folder, &entries, NULL);
    pf_root_close(root);
    for (size_t i = 0; i < entries.count; i++)
        if (pf_str_ends(entries.items[i].name, PF_STR(".yml")) ||
            pf_str_ends(entries.items[i].name, PF_STR(".yaml")))
            pf_strs_add_once(arena, parts, pf_path_join(arena, folder, entries.items[i].name));
}

/* Own rules and the baseline, where the command line names them within the project. */
static void add_options(const struct sides *sides, const struct pf_gate *options,
                        struct pf_strs *parts)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_strs baseline = {0};
    pf_str folder;
    if (options->baseline_path.len > 0)
        *pf_pile_add(arena, &baseline) = options->baseline_path;
    add_paths(arena, sides->ours, &baseline, parts);
    for (size_t i = 0; i < options->rule_folders->count; i++)
        if (within(sides->ours, options->rule_folders->items[i], &folder)) {
            add_folder(sides, sides->ours, folder, parts);
            add_folder(sides, sides->base, folder, parts);
        }
}

/* Says a line that is no remark something of preflight? */
static bool runs_preflight(pf_str text)
{
    pf_str line;
    while (pf_str_next_line(&text, &line))
        if (!pf_str_starts(pf_str_trim(line), PF_STR("#")) &&
            pf_str_contains(line, PF_STR("preflight")))
            return true;
    return false;
}

/* Pipelines of either side that run preflight. */
static void add_pipelines(const struct sides *sides, struct pf_strs *parts)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_strs all = {0};
    add_folder(sides, sides->ours, PF_STR(".github/workflows"), &all);
    add_folder(sides, sides->base, PF_STR(".github/workflows"), &all);
    pf_strs_add_once(arena, &all, PF_STR(".gitlab-ci.yml"));
    for (size_t i = 0; i < all.count; i++) {
        pf_str ours, base;
        read_side(sides, sides->ours, all.items[i], &ours);
        read_side(sides, sides->base, all.items[i], &base);
        if (runs_preflight(ours) || runs_preflight(base))
            pf_strs_add_once(arena, parts, all.items[i]);
    }
}

/* ---- comments that hide findings ---- */

static void compare_suppressions(const struct sides *sides, const struct pf_source *source)
{
    struct pf_arena *arena = sides->scene->call->arena;
    struct pf_suppressions ours = {0}, base = {0};
    pf_suppressions_read(arena, source, &ours);
    pf_str before;
    if (ours.count == 0)
        return;
    if (read_side(sides, sides->base, source->path, &before))
        pf_suppressions_read(arena, pf_source_new(arena, source->path, before), &base);
    bool *taken = PF_NEW_ARRAY(arena, bool, base.count);
    for (size_t i = 0; i < ours.count; i++) {
        size_t k = 0;
        while (k < base.count && (taken[k] || !pf_str_eq(pf_span_text(base.items[k].span),
                                                         pf_span_text(ours.items[i].span))))
            k++;
        if (k < base.count)
            taken[k] = true;
        else
            report(sides, "suppression", source->path,
                   pf_arena_join(arena, ours.items[i].rules.items, ours.items[i].rules.count,
                                 PF_STR(", ")),
                   ours.items[i].span);
    }
}

void pf_base_compare(struct pf_scene *scene, const struct pf_gate *options,
                     const struct pf_source *const *sources, size_t source_count,
                     struct pf_findings *findings)
{
    struct sides sides = {scene, scene->folder, options->base, findings};
    struct pf_strs parts = {0};
    add_configuration(&sides, sides.ours, &parts);
    add_configuration(&sides, sides.base, &parts);
    add_options(&sides, options, &parts);
    add_pipelines(&sides, &parts);
    for (size_t i = 0; i < parts.count; i++)
        compare_file(&sides, parts.items[i]);
    for (size_t i = 0; i < source_count; i++)
        compare_suppressions(&sides, sources[i]);
}

bool pf_base_is_of_gate(const struct pf_finding *finding)
{
    return pf_str_eq(finding->rule->id, PF_STR("PFL905"));
}

void pf_base_hide(struct pf_arena *arena, const struct pf_findings *base,
                  struct pf_findings *findings)
{
    struct pf_index known = pf_index_new(arena);
    for (size_t i = 0; i < base->count; i++)
        pf_index_put(&known, base->items[i]->fingerprint, base->items[i]);
    for (size_t i = 0; i < findings->count; i++) {
        struct pf_finding *finding = findings->items[i];
        const struct pf_finding *before = pf_index_get(&known, finding->fingerprint);
        if (finding->suppressed || before == NULL || before->suppressed ||
            before->severity < finding->severity)
            continue;
        finding->suppressed = true;
        finding->suppressed_reason = PF_STR("the base has it as well");
    }
}
