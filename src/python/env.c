/* The environment as the settings see it, and the record of what they read. */
#include "python/interp.h"

static struct pf_settings_read *find_read(struct pf_eval *ev, pf_str name, pf_span span)
{
    for (size_t i = 0; i < ev->reads.count; i++)
        if (pf_span_compare(ev->reads.items[i].span, span) == 0 &&
            pf_str_eq(ev->reads.items[i].name, name))
            return &ev->reads.items[i];
    return NULL;
}

static void record(struct pf_eval *ev, pf_str name, bool required, pf_value fallback,
                   const char *through, pf_span span, bool found)
{
    if (pf_in_model(ev))
        through = pf_model_function(ev).data;
    struct pf_settings_read *read = find_read(ev, name, span);
    if (read != NULL) {
        read->reached = pf_truth_or(read->reached, pf_eval_reached(ev));
        return;
    }
    *pf_pile_add(ev->arena, &ev->reads) = (struct pf_settings_read){
        .name = name,
        .required = required,
        .has_default = pf_is_bound(fallback),
        .fallback = pf_is_bound(fallback) ? pf_value_node(ev, fallback) : NULL,
        .reached = pf_eval_reached(ev),
        .found = found,
        .through = pf_str_c(through),
        .span = span,
    };
}

static const struct pf_origin *origin_of(struct pf_eval *ev, pf_str name, const char *through,
                                         pf_span span)
{
    if (pf_in_model(ev))
        through = pf_model_function(ev).data;
    struct pf_origin *origin = PF_NEW(ev->arena, struct pf_origin);
    pf_str *from = PF_NEW(ev->arena, pf_str);
    *from = name;
    *origin =
        (struct pf_origin){.from = from, .from_count = 1, .text = pf_str_c(through), .span = span};
    const struct pf_node *given = pf_node_get_str(ev->options->environment, name);
    if (given != NULL) {
        struct pf_origin *supplied = PF_NEW(ev->arena, struct pf_origin);
        *supplied = (struct pf_origin){
            .from = from, .from_count = 1, .text = name, .span = pf_node_key_span(given)};
        origin->before = supplied;
    }
    return origin;
}

/* Where variables beyond the known ones may be set: an unknown str; else UNBOUND. */
static pf_value from_elsewhere(struct pf_eval *ev, pf_str name)
{
    if (ev->environ->contents->knowledge != PF_CONTENTS_KNOWN)
        return pf_unbound();
    pf_value opened = pf_names_get(ev, ev->environ, PF_STR("*"), NULL);
    pf_str removed = pf_arena_format(ev->arena, "-%.*s", PF_ARG(name));
    if ((!ev->options->environment_is_open && !pf_is_bound(opened)) ||
        pf_is_bound(pf_names_get(ev, ev->environ, removed, NULL)))
        return pf_unbound();
    if (pf_is_bound(opened))
        return opened;
    pf_str why = ev->options->open_reason;
    return pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), true, "%.*s may be supplied%s%.*s",
                            PF_ARG(name), why.len > 0 ? ": " : "", PF_ARG(why));
}

pf_value pf_env_peek(struct pf_eval *ev, pf_str name, bool *maybe_absent)
{
    *maybe_absent = false;
    pf_value v = pf_names_get(ev, ev->environ, name, maybe_absent);
    if (pf_is_bound(v))
        return v;
    v = from_elsewhere(ev, name);
    *maybe_absent = pf_is_bound(v);
    return v;
}

/* A variable that was taken away may be set anew by what is not known. */
static void forget_removals(struct pf_eval *ev)
{
    if (ev->environ->contents->knowledge != PF_CONTENTS_KNOWN)
        return;
    struct pf_contents *contents = pf_heap_write(ev, ev->environ);
    for (size_t i = 0; i < contents->dict.count; i++) {
        struct pf_entry *entry = &contents->dict.entries[i];
        if (entry->live && pf_str_starts(pf_text_of(entry->key), PF_STR("-")))
            pf_dict_remove(contents, entry);
    }
}

void pf_env_open(struct pf_eval *ev, const char *reason)
{
    ev->loads_unknown_file = true;
    forget_removals(ev);
    pf_names_put(ev, ev->environ, PF_STR("*"), (pf_span){0},
                 pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), true, "%s", reason));
}

pf_value pf_env_get(struct pf_eval *ev, pf_str name, bool required, pf_value fallback,
                    const char *through, pf_span span, bool *maybe_absent)
{
    name = pf_arena_str(ev->arena, name);
    pf_value v = pf_env_peek(ev, name, maybe_absent);
    record(ev, name, required, fallback, through, span, pf_is_bound(v));
    if (pf_is_bound(v))
        v.origin = pf_origin_merge(ev, origin_of(ev, name, through, span), v.origin);
    return v;
}

pf_value pf_env_fallback(struct pf_eval *ev, pf_str name, pf_value fallback, const char *through,
                         pf_span span)
{
    pf_str kept = pf_arena_str(ev->arena, name);
    fallback.origin = pf_origin_merge(ev, origin_of(ev, kept, through, span), fallback.origin);
    return fallback;
}

pf_value pf_env_get_or(struct pf_eval *ev, pf_str name, pf_value fallback, const char *through,
                       pf_span span)
{
    bool maybe;
    pf_value v = pf_env_get(ev, name, false, fallback, through, span, &maybe);
    if (pf_is_bound(v) && !maybe)
        return v;
    if (pf_is_bound(fallback))
        fallback = pf_env_fallback(ev, name, fallback, through, span);
    return pf_is_bound(v) ? pf_join_value(ev, v, fallback) : fallback;
}

enum pf_truth pf_env_has(struct pf_eval *ev, pf_str name, const char *through, pf_span span)
{
    bool maybe;
    pf_value v = pf_env_get(ev, name, false, pf_unbound(), through, span, &maybe);
    return pf_is_bound(v) ? (maybe ? PF_MAYBE : PF_YES) : PF_NO;
}

void pf_env_set(struct pf_eval *ev, pf_str name, pf_value value)
{
    pf_names_put(ev, ev->environ, pf_arena_str(ev->arena, name), (pf_span){0}, value);
}

void pf_env_unset(struct pf_eval *ev, pf_str name)
{
    if (ev->environ->contents->knowledge != PF_CONTENTS_KNOWN)
        return;
    struct pf_contents *c = pf_heap_write(ev, ev->environ);
    struct pf_entry *entry = pf_dict_find_str(ev, c, name);
    if (entry != NULL)
        pf_dict_remove(c, entry);
    if (ev->options->environment_is_open ||
        pf_is_bound(
            pf_names_get(ev, ev->environ, PF_STR("*"), NULL))) /* surely absent from now on */
        pf_dict_put_str(ev, c, pf_arena_format(ev->arena, "-%.*s", PF_ARG(name)), pf_none());
}

struct pf_object *pf_env_dict(struct pf_eval *ev)
{
    return ev->environ;
}
