/* Contexts from an event and a workflow's text (docs: contexts reference). */
#include "model/contexts.h"

#include "base/buffer.h"
#include "ghexpr/find.h"
#include "ghexpr/value.h"

static const pf_span nowhere = {0};

static struct pf_node *unknown(struct pf_arena *arena, unsigned kinds, pf_str reason)
{
    return pf_node_any(arena, kinds, true, reason, nowhere);
}

static void put(struct pf_arena *arena, struct pf_node *map, const char *name,
                struct pf_node *value)
{
    pf_node_put(arena, map, pf_str_c(name), nowhere, value);
}

static void put_text(struct pf_arena *arena, struct pf_node *map, const char *name, pf_str text)
{
    put(arena, map, name, pf_node_str(arena, text, nowhere));
}

struct pf_node *pf_contexts_open(struct pf_arena *arena, pf_str prefix, unsigned kinds)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, nowhere);
    put(arena, map, "*", unknown(arena, kinds, prefix));
    return map;
}

static bool is_event(const struct pf_event *event, const char *name)
{
    return pf_str_eq(event->name, pf_str_c(name));
}

static bool is_pull_request(const struct pf_event *event)
{
    return pf_str_starts(event->name, PF_STR("pull_request"));
}

static void put_ref(struct pf_arena *arena, struct pf_node *github, const struct pf_event *event)
{
    bool is_tag = event->tag.len > 0;
    pf_str name = is_tag ? event->tag : event->branch;
    if (is_event(event, "pull_request")) {
        /* Of some number: what compares with it compares with branches and tags. */
        put_text(arena, github, "ref", PF_STR("refs/pull/1/merge"));
        put_text(arena, github, "ref_name", PF_STR("1/merge"));
        put_text(arena, github, "base_ref", event->branch);
        if (event->head_branch.len > 0)
            put_text(arena, github, "head_ref", event->head_branch);
        put_text(arena, github, "ref_type", PF_STR("branch"));
        return;
    }
    if (is_event(event, "pull_request_target"))
        put_text(arena, github, "base_ref", event->branch);
    else
        put_text(arena, github, "base_ref", PF_STR(""));
    if (!is_pull_request(event))
        put_text(arena, github, "head_ref", PF_STR(""));
    if (name.len == 0)
        return;
    put_text(arena, github, "ref",
             pf_arena_format(arena, "refs/%s/%.*s", is_tag ? "tags" : "heads", PF_ARG(name)));
    put_text(arena, github, "ref_name", name);
    put_text(arena, github, "ref_type", is_tag ? PF_STR("tag") : PF_STR("branch"));
}

static struct pf_node *head_commit(struct pf_arena *arena, const struct pf_event *event)
{
    struct pf_node *commit =
        pf_contexts_open(arena, PF_STR("github.event.head_commit."), PF_KINDS_ALL);
    if (event->message.len > 0)
        put_text(arena, commit, "message", event->message);
    return commit;
}

static struct pf_node *repository(struct pf_arena *arena, const struct pf_event *event)
{
    struct pf_node *map = pf_contexts_open(arena, PF_STR("github.event.repository."), PF_KINDS_ALL);
    if (event->default_branch.len > 0)
        put_text(arena, map, "default_branch", event->default_branch);
    if (event->repository.len > 0)
        put_text(arena, map, "full_name", event->repository);
    return map;
}

/* The run that a workflow_run waits for ended well: a push is asked for as it should go. */
static struct pf_node *finished_run(struct pf_arena *arena, const struct pf_event *event)
{
    struct pf_node *run =
        pf_contexts_open(arena, PF_STR("github.event.workflow_run."), PF_KINDS_ALL);
    put_text(arena, run, "conclusion", PF_STR("success"));
    put_text(arena, run, "status", PF_STR("completed"));
    put_text(arena, run, "event", event->caused_by.len > 0 ? event->caused_by : PF_STR("push"));
    if (event->head_branch.len > 0)
        put_text(arena, run, "head_branch", event->head_branch);
    return run;
}

static struct pf_node *payload(struct pf_arena *arena, const struct pf_event *event)
{
    struct pf_node *map = pf_contexts_open(arena, PF_STR("github.event."), PF_KINDS_ALL);
    put(arena, map, "repository", repository(arena, event));
    if (is_event(event, "push")) {
        pf_str name = event->tag.len > 0 ? event->tag : event->branch;
        const char *kind = event->tag.len > 0 ? "tags" : "heads";
        put_text(arena, map, "ref", pf_arena_format(arena, "refs/%s/%.*s", kind, PF_ARG(name)));
        put(arena, map, "head_commit", head_commit(arena, event));
        put(arena, map, "deleted", pf_node_bool(arena, false, nowhere));
    }
    static const char *const parts[] = {"pull_request", "issue", "release", "comment", "schedule"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (is_event(event, "push") || is_event(event, "schedule") ||
            is_event(event, "workflow_dispatch"))
            if (!is_event(event, parts[i]))
                put(arena, map, parts[i], pf_node_new(arena, PF_NULL, nowhere));
    if (is_event(event, "workflow_run"))
        put(arena, map, "workflow_run", finished_run(arena, event));
    else if (!is_event(event, "workflow_call"))
        put(arena, map, "workflow_run", pf_node_new(arena, PF_NULL, nowhere));
    return map;
}

static void put_repository(struct pf_arena *arena, struct pf_node *github, pf_str name)
{
    pf_str owner, ignored;
    if (name.len == 0)
        return;
    put_text(arena, github, "repository", name);
    if (pf_str_cut(name, '/', &owner, &ignored))
        put_text(arena, github, "repository_owner", owner);
}

/* github.event.inputs holds texts, whatever the type that is declared: 'true' and 'false'. */
static struct pf_node *as_texts(struct pf_arena *arena, const struct pf_node *inputs)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, nowhere);
    for (size_t i = 0; i < inputs->count; i++) {
        const struct pf_node *value = inputs->items[i];
        bool is_known = pf_node_is_scalar(value);
        pf_node_put(arena, map, value->key->text, nowhere,
                    is_known ? pf_node_str(arena, pf_ghexpr_value_to_string(arena, value), nowhere)
                             : pf_node_with_key(arena, value, NULL));
    }
    return map;
}

const struct pf_node *pf_contexts_github(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_event *event)
{
    struct pf_node *github = pf_contexts_open(arena, PF_STR("github."), PF_KINDS_ALL);
    if (event == NULL)
        return github;
    put_text(arena, github, "event_name", event->name);
    put_ref(arena, github, event);
    put_repository(arena, github, event->repository);
    if (event->actor.len > 0)
        put_text(arena, github, "actor", event->actor);
    put_text(arena, github, "workflow", workflow->name);
    struct pf_node *details = payload(arena, event);
    const struct pf_node *inputs = pf_contexts_inputs(arena, workflow, event);
    if (is_event(event, "workflow_dispatch"))
        put(arena, details, "inputs", as_texts(arena, inputs));
    else if (!is_event(event, "workflow_call"))
        put(arena, details, "inputs", pf_node_new(arena, PF_NULL, nowhere));
    put(arena, github, "event", details);
    return github;
}

struct filler {
    struct pf_arena *arena;
    struct pf_ghexpr_world world;
    const struct pf_node *unknown; /* the first one met */
};

static const struct pf_node *fill_site(struct filler *filler, const struct pf_ghexpr_site *site)
{
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        site->closed ? pf_ghexpr_parse(filler->arena, site->inner, NULL, &error) : NULL;
    const struct pf_node *value =
        expr == NULL ? NULL : pf_ghexpr_eval(filler->arena, expr, &filler->world, &error);
    if (value == NULL)
        value = unknown(filler->arena, PF_KINDS_ALL, PF_STR("an expression that fails"));
    if (filler->unknown == NULL && pf_ghexpr_value_is_unknown(value))
        filler->unknown = value;
    return value;
}

static struct filler filler_of(struct pf_arena *arena, const struct pf_node *contexts)
{
    return (struct filler){
        .arena = arena,
        .world = {
            .contexts = contexts, .success = PF_MAYBE, .failure = PF_MAYBE, .cancelled = PF_MAYBE}};
}

const struct pf_node *pf_contexts_fill(struct pf_arena *arena, const struct pf_node *contexts,
                                       const struct pf_node *scalar, bool keeps_kind)
{
    if (!pf_node_is_scalar(scalar))
        return scalar;
    if (!pf_ghexpr_has(scalar->text))
        return keeps_kind || scalar->kind == PF_STRING
                   ? scalar
                   : pf_node_str(arena, pf_ghexpr_value_to_string(arena, scalar), scalar->span);
    struct filler filler = filler_of(arena, contexts);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, scalar->text);
    struct pf_buffer buffer = pf_buffer_new(arena);
    size_t at = 0;
    for (size_t i = 0; i < sites.count; i++) {
        const struct pf_node *value = fill_site(&filler, &sites.items[i]);
        if (keeps_kind && sites.items[i].len == scalar->text.len)
            return pf_node_with_key(arena, value, scalar->key);
        pf_buffer_add(&buffer, pf_str_slice(scalar->text, at, sites.items[i].at));
        pf_buffer_add(&buffer, pf_ghexpr_value_to_string(arena, value));
        at = sites.items[i].at + sites.items[i].len;
    }
    pf_buffer_add(&buffer, pf_str_slice(scalar->text, at, scalar->text.len));
    struct pf_node *result =
        filler.unknown == NULL ? pf_node_str(arena, pf_buffer_str(&buffer), scalar->span)
                               : pf_node_any(arena, PF_KIND_BIT(PF_STRING), buffer.len == 0,
                                             pf_ghexpr_value_reason(filler.unknown), scalar->span);
    result->style = scalar->style;
    pf_node_set_key(result, scalar->key);
    return result;
}

pf_str pf_contexts_fill_known(struct pf_arena *arena, const struct pf_node *contexts, pf_str text)
{
    if (!pf_ghexpr_has(text))
        return text;
    struct filler filler = filler_of(arena, contexts);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, text);
    struct pf_buffer buffer = pf_buffer_new(arena);
    size_t at = 0;
    for (size_t i = 0; i < sites.count; i++) {
        const struct pf_ghexpr_site *site = &sites.items[i];
        const struct pf_node *value = fill_site(&filler, site);
        bool is_known = !pf_ghexpr_value_is_unknown(value);
        pf_buffer_add(&buffer, pf_str_slice(text, at, site->at));
        pf_buffer_add(&buffer, is_known ? pf_ghexpr_value_to_string(arena, value)
                                        : pf_str_slice(text, site->at, site->at + site->len));
        at = site->at + site->len;
    }
    pf_buffer_add(&buffer, pf_str_slice(text, at, text.len));
    return pf_buffer_str(&buffer);
}
