/* Triggers: events, branch, tag and path filters, skip markers. */
#include "model/simulate_inside.h"

#include "base/buffer.h"
#include "model/glob.h"

bool pf_simulate_listens(const struct pf_workflow *workflow, pf_str name,
                         const struct pf_node **event)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    *event = pf_node_get_str(on, name);
    if (*event != NULL)
        return true;
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        if (pf_str_eq(pf_node_text(on->items[i]), name))
            return true;
    return pf_node_is_scalar(on) && name.len > 0 && pf_str_eq(on->text, name);
}

static struct pf_verdict verdict(enum pf_truth truth, pf_str reason, const struct pf_node *decider)
{
    return (struct pf_verdict){truth, reason,
                               decider == NULL ? (pf_span){0} : pf_node_key_span(decider)};
}

enum { SHOWN = 5 /* patterns; a longer list is told by its first ones */ };

/* "'main', 'dev' and 3 more" */
static pf_str patterns_text(struct pf_arena *arena, const struct pf_node *patterns)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    bool is_list = pf_node_is(patterns, PF_SEQ);
    size_t count = is_list ? patterns->count : 1;
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        pf_str text = pf_node_text(is_list ? patterns->items[i] : patterns);
        pf_buffer_format(&buffer, "%s'%.*s'", i == 0 ? "" : ", ", PF_ARG(text));
    }
    if (count > SHOWN)
        pf_buffer_format(&buffer, " and %zu more", count - SHOWN);
    return pf_buffer_str(&buffer);
}

struct ref {
    const char *kind; /* "branch", "tag" */
    pf_str name;
};

static struct pf_verdict filter_by_list(struct pf_arena *arena, const struct pf_node *patterns,
                                        struct ref ref, const char *key)
{
    struct pf_filter_answer answer = pf_filter_list(arena, patterns, ref.name);
    pf_str pattern = pf_node_text(answer.decider);
    if (answer.passes == PF_MAYBE)
        return verdict(PF_MAYBE, PF_STR("a pattern of the filter is an expression"),
                       answer.decider);
    if (answer.passes == PF_YES)
        return verdict(PF_YES,
                       pf_arena_format(arena, "%s '%.*s' matches '%.*s'", ref.kind,
                                       PF_ARG(ref.name), PF_ARG(pattern)),
                       answer.decider);
    if (answer.decider != NULL)
        return verdict(PF_NO,
                       pf_arena_format(arena, "%s '%.*s' is excluded by '%.*s'", ref.kind,
                                       PF_ARG(ref.name), PF_ARG(pattern)),
                       answer.decider);
    return verdict(PF_NO,
                   pf_arena_format(arena, "%s '%.*s' is not among its %s: %.*s", ref.kind,
                                   PF_ARG(ref.name), key, PF_ARG(patterns_text(arena, patterns))),
                   patterns);
}

static struct pf_verdict filter_by_ignore(struct pf_arena *arena, const struct pf_node *patterns,
                                          struct ref ref)
{
    struct pf_filter_answer answer = pf_filter_ignore(arena, patterns, ref.name);
    if (answer.passes == PF_MAYBE)
        return verdict(PF_MAYBE, PF_STR("a pattern of the filter is an expression"),
                       answer.decider);
    const char *word = answer.passes == PF_YES ? "is not ignored" : "is ignored by its filter";
    return verdict(answer.passes,
                   pf_arena_format(arena, "%s '%.*s' %s", ref.kind, PF_ARG(ref.name), word),
                   answer.decider == NULL ? patterns : answer.decider);
}

/* The pair of filters of one kind: "branches" and "branches-ignore". */
static struct pf_verdict filter_pair(struct pf_arena *arena, const struct pf_node *event,
                                     struct ref ref, const char *key, const char *ignore_key)
{
    const struct pf_node *list = pf_node_get(event, key);
    const struct pf_node *ignore = pf_node_get(event, ignore_key);
    if (list != NULL && ignore != NULL)
        return verdict(
            PF_NO, pf_arena_format(arena, "GitHub refuses %s together with %s", key, ignore_key),
            ignore);
    if (list != NULL)
        return filter_by_list(arena, list, ref, key);
    if (ignore != NULL)
        return filter_by_ignore(arena, ignore, ref);
    return verdict(PF_YES, PF_STR(""), NULL);
}

static bool has_either(const struct pf_node *event, const char *key, const char *ignore_key)
{
    return pf_node_get(event, key) != NULL || pf_node_get(event, ignore_key) != NULL;
}

static struct pf_verdict filter_ref(struct pf_arena *arena, const struct pf_node *filters,
                                    const struct pf_event *event)
{
    bool is_tag = event->tag.len > 0;
    struct ref ref = {is_tag ? "tag" : "branch", is_tag ? event->tag : event->branch};
    bool has_branches = has_either(filters, "branches", "branches-ignore");
    bool has_tags = has_either(filters, "tags", "tags-ignore");
    if (is_tag ? has_branches && !has_tags : has_tags && !has_branches)
        return verdict(PF_NO,
                       pf_arena_format(arena, "it listens to pushes of %s only, and '%.*s' is a %s",
                                       is_tag ? "branches" : "tags", PF_ARG(ref.name), ref.kind),
                       filters);
    if (ref.name.len == 0 && (has_branches || has_tags))
        return verdict(PF_MAYBE, PF_STR("it depends on the branch"), filters);
    return is_tag ? filter_pair(arena, filters, ref, "tags", "tags-ignore")
                  : filter_pair(arena, filters, ref, "branches", "branches-ignore");
}

static struct pf_verdict filter_known_paths(struct pf_arena *arena, const struct pf_node *filters,
                                            const struct pf_strs *paths)
{
    const struct pf_node *list = pf_node_get(filters, "paths");
    const struct pf_node *ignore = pf_node_get(filters, "paths-ignore");
    enum pf_truth any = PF_NO;
    for (size_t i = 0; i < paths->count; i++) {
        struct pf_filter_answer answer = list != NULL
                                             ? pf_filter_list(arena, list, paths->items[i])
                                             : pf_filter_ignore(arena, ignore, paths->items[i]);
        any = pf_truth_or(any, answer.passes);
        if (any == PF_YES)
            return verdict(PF_YES,
                           pf_arena_format(arena, "changed file '%.*s' matches its paths",
                                           PF_ARG(paths->items[i])),
                           list != NULL ? list : ignore);
    }
    if (list != NULL)
        return verdict(any,
                       pf_arena_format(arena, "no changed file is among its paths: %.*s",
                                       PF_ARG(patterns_text(arena, list))),
                       list);
    return verdict(any, PF_STR("every changed file is ignored by its paths-ignore"), ignore);
}

static struct pf_verdict filter_paths(struct pf_arena *arena, const struct pf_node *filters,
                                      const struct pf_event *event)
{
    const struct pf_node *list = pf_node_get(filters, "paths");
    const struct pf_node *ignore = pf_node_get(filters, "paths-ignore");
    if ((list == NULL && ignore == NULL) || event->tag.len > 0)
        return verdict(PF_YES, PF_STR(""), NULL);
    if (list != NULL && ignore != NULL)
        return verdict(PF_NO, PF_STR("GitHub refuses paths together with paths-ignore"), ignore);
    if (event->paths != NULL)
        return filter_known_paths(arena, filters, event->paths);
    pf_str patterns = patterns_text(arena, list != NULL ? list : ignore);
    return verdict(PF_MAYBE,
                   pf_arena_format(arena, "only when a changed file %s %.*s",
                                   list != NULL ? "matches" : "is outside of", PF_ARG(patterns)),
                   list != NULL ? list : ignore);
}

/* pull_request without `types` listens to opened, synchronize and reopened. */
static struct pf_verdict filter_types(const struct pf_node *filters, const struct pf_event *event)
{
    const struct pf_node *types = pf_node_get(filters, "types");
    if (types == NULL || !pf_str_starts(event->name, PF_STR("pull_request")))
        return verdict(PF_YES, PF_STR(""), NULL);
    static const pf_str usual[] = {PF_STR_INIT("opened"), PF_STR_INIT("synchronize"),
                                   PF_STR_INIT("reopened")};
    bool is_list = pf_node_is(types, PF_SEQ);
    for (size_t i = 0; i < (is_list ? types->count : 1); i++)
        for (size_t j = 0; j < sizeof usual / sizeof *usual; j++)
            if (pf_str_eq(pf_node_text(is_list ? types->items[i] : types), usual[j]))
                return verdict(PF_YES, PF_STR(""), NULL);
    return verdict(PF_MAYBE, PF_STR("only for some activities of a pull request"), types);
}

static bool has_skip_marker(pf_str message)
{
    static const pf_str markers[] = {PF_STR_INIT("[skip ci]"), PF_STR_INIT("[ci skip]"),
                                     PF_STR_INIT("[no ci]"), PF_STR_INIT("[skip actions]"),
                                     PF_STR_INIT("[actions skip]")};
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (pf_str_contains(message, markers[i]))
            return true;
    pf_str rest = message, line, last = PF_STR("");
    while (pf_str_next_line(&rest, &line))
        last = pf_str_trim(line).len > 0 ? pf_str_trim(line) : last;
    return pf_str_eq(last, PF_STR("skip-checks: true")) ||
           pf_str_eq(last, PF_STR("skip-checks:true"));
}

static bool heeds_markers(pf_str name)
{
    return pf_str_eq(name, PF_STR("push")) || pf_str_eq(name, PF_STR("pull_request"));
}

/* The first part that is not yes decides; of two, the one that says no. */
static struct pf_verdict stronger(struct pf_verdict a, struct pf_verdict b)
{
    if (b.truth < a.truth)
        return b;
    return a.reason.len == 0 && a.truth == b.truth ? b : a;
}

struct pf_verdict pf_simulate_trigger(struct pf_arena *arena, const struct pf_workflow *workflow,
                                      const struct pf_event *event)
{
    const struct pf_node *filters;
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    if (on == NULL)
        return verdict(PF_NO, PF_STR("it names no event under 'on'"), workflow->root);
    if (!pf_simulate_listens(workflow, event->name, &filters))
        return verdict(
            PF_NO, pf_arena_format(arena, "it does not listen to %.*s", PF_ARG(event->name)), on);
    const struct pf_node *input;
    pf_str refused = pf_contexts_inputs_refused(arena, workflow, event, &input);
    if (refused.len > 0)
        return verdict(PF_NO, refused, input == NULL ? on : input);
    if (heeds_markers(event->name) && has_skip_marker(event->message))
        return verdict(PF_NO, PF_STR("the commit message asks to skip workflows"), NULL);
    struct pf_verdict result =
        stronger(filter_ref(arena, filters, event), filter_paths(arena, filters, event));
    result = stronger(result, filter_types(filters, event));
    if (result.reason.len > 0)
        return result;
    return verdict(PF_YES, pf_arena_format(arena, "every %.*s starts it", PF_ARG(event->name)),
                   filters == NULL ? on : filters);
}

enum pf_truth pf_simulate_branch_passes(struct pf_arena *arena, const struct pf_workflow *workflow,
                                        const char *event, pf_str branch)
{
    pf_str tags = PF_STR("refs/tags/");
    bool is_tag = pf_str_starts(branch, tags);
    struct pf_event pushed = {.name = pf_str_c(event)};
    if (is_tag)
        pushed.tag = pf_str_slice(branch, tags.len, branch.len);
    else
        pushed.branch = branch;
    const struct pf_node *filters;
    if (!pf_simulate_listens(workflow, pushed.name, &filters))
        return PF_NO;
    return filter_ref(arena, filters, &pushed).truth;
}
