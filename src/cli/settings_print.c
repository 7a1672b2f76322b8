/* What settings came to, for people. */
#include "cli/settings_print.h"

#include "cli/settings_chain.h"
#include "cli/value.h"

bool pf_setting_is_asked(const struct pf_strs *names, pf_str name)
{
    return names->count == 0 || pf_strs_has(names, name);
}

pf_span pf_setting_span(const struct pf_node *setting)
{
    return setting->key != NULL && setting->key->span.file != NULL ? setting->key->span
                                                                   : setting->span;
}

pf_str pf_setting_absence(const struct pf_settings *settings)
{
    if (settings->ends)
        return PF_STR("an exception ends the settings before it could be set");
    if (settings->names_are_open)
        return PF_STR("something that cannot be followed may set it");
    return PF_STR("");
}

/* "unknown (str): supplied by a secret" */
static void add_unknown(struct pf_buffer *line, const struct pf_node *value)
{
    struct pf_arena *arena = line->arena;
    struct pf_strs types = pf_value_types(arena, value);
    pf_buffer_add_c(line, "unknown");
    if (types.count > 0 && types.count < PF_ANY)
        pf_buffer_format(line, " (%.*s)",
                         PF_ARG(pf_arena_join(arena, types.items, types.count, PF_STR(" or "))));
    pf_buffer_format(line, ": %.*s", PF_ARG(pf_value_reason(arena, value)));
}

static void add_one(struct pf_buffer *line, const struct pf_node *value)
{
    if (pf_value_is_unset(value))
        pf_buffer_add_c(line, "not set");
    else if (value->kind == PF_ANY)
        add_unknown(line, value);
    else
        pf_value_python(line, value);
}

pf_str pf_setting_words(struct pf_arena *arena, const struct pf_node *setting)
{
    struct pf_buffer line = pf_buffer_new(arena);
    if (setting->kind != PF_EITHER)
        add_one(&line, setting);
    for (size_t i = 0; setting->kind == PF_EITHER && i < setting->count; i++) {
        pf_buffer_add_c(&line, i == 0 ? "" : ", or ");
        add_one(&line, setting->items[i]);
    }
    return pf_buffer_str(&line);
}

static void add_place(struct pf_sink *sink, pf_span span)
{
    if (span.file == NULL)
        return;
    pf_sink_add(sink, "  # ");
    pf_sink_text(sink, span.file->path);
    pf_sink_format(sink, ":%u", pf_span_start(span).line);
}

static void add_indented(struct pf_sink *sink, const char *ours, pf_str text)
{
    pf_sink_add(sink, "    ");
    pf_sink_add(sink, ours);
    pf_sink_text(sink, text);
    pf_sink_add(sink, "\n");
}

enum {
    MOST_CHAINS = 20, /* of one setting's items; DATABASES of a large project has a dozen */
    DEEPEST_CHAIN = 6 /* keys and places into it */
};

struct chains {
    struct pf_sink *sink;
    const struct pf_subject *subject;
    const struct pf_settings *settings;
    unsigned told;
};

/* The chains of what a dict or list holds, each behind its place: ['default']['HOST']. */
static void item_chains(struct chains *chains, const struct pf_node *value, pf_str place,
                        unsigned depth)
{
    struct pf_arena *arena = chains->sink->buffer.arena;
    bool is_map = value->kind == PF_MAP;
    if ((!is_map && value->kind != PF_SEQ) || depth >= DEEPEST_CHAIN)
        return;
    for (size_t i = 0; i < value->count; i++) {
        const struct pf_node *item = value->items[i];
        pf_str inner =
            is_map ? pf_arena_format(arena, "%.*s['%.*s']", PF_ARG(place), PF_ARG(item->key->text))
                   : pf_arena_format(arena, "%.*s[%zu]", PF_ARG(place), i);
        pf_str chain = pf_settings_chain(arena, chains->subject, chains->settings, item);
        if (chain.len == 0)
            item_chains(chains, item, inner, depth + 1);
        else if (chains->told++ < MOST_CHAINS)
            add_indented(chains->sink, "",
                         pf_arena_format(arena, "%.*s: %.*s", PF_ARG(inner), PF_ARG(chain)));
    }
}

static void setting_lines(struct pf_sink *sink, const struct pf_subject *subject,
                          const struct pf_settings *settings, const struct pf_node *setting)
{
    struct pf_arena *arena = sink->buffer.arena;
    bool is_container = setting->kind == PF_SEQ || setting->kind == PF_MAP;
    pf_sink_text(sink, pf_node_text(setting->key));
    pf_sink_add(sink, " = ");
    pf_sink_text(sink, pf_setting_words(arena, setting));
    add_place(sink, pf_setting_span(setting));
    pf_sink_add(sink, "\n");
    if (is_container && !pf_value_is_known(setting))
        add_indented(sink, "unknown in it: ", pf_value_reason(arena, setting));
    pf_str chain = pf_settings_chain(arena, subject, settings, setting);
    struct chains chains = {sink, subject, settings, 0};
    if (chain.len > 0)
        add_indented(sink, "", chain);
    else
        item_chains(&chains, setting, PF_STR(""), 0);
    if (chains.told > MOST_CHAINS)
        pf_sink_format(sink, "    and %u more from the environment\n", chains.told - MOST_CHAINS);
}

static void absent_line(struct pf_sink *sink, const struct pf_settings *settings, pf_str name)
{
    pf_str reason = pf_setting_absence(settings);
    pf_sink_text(sink, name);
    pf_sink_add(sink, reason.len == 0 ? " is not set" : " is not known: ");
    pf_sink_text(sink, reason);
    pf_sink_add(sink, "\n");
}

static void all_settings(struct pf_sink *sink, const struct pf_subject *subject,
                         const struct pf_settings *settings, const struct pf_strs *names)
{
    const struct pf_node *values = settings->values;
    for (size_t i = 0; i < values->count; i++)
        if (pf_setting_is_asked(names, pf_node_text(values->items[i]->key)))
            setting_lines(sink, subject, settings, values->items[i]);
    for (size_t i = 0; i < names->count; i++)
        if (pf_node_get_str(values, names->items[i]) == NULL)
            absent_line(sink, settings, names->items[i]);
}

static void raise_line(struct pf_sink *sink, const struct pf_settings_raise *raised)
{
    pf_sink_add(sink, raised->certain == PF_YES ? "raises " : "may raise ");
    pf_sink_text(sink, raised->type);
    pf_sink_add(sink, ": ");
    pf_sink_text(sink, raised->message);
    add_place(sink, raised->span);
    pf_sink_add(sink, "\n");
}

/* What was not evaluated to its end: a limit, a syntax error. */
static void fault_lines(struct pf_sink *sink, const struct pf_settings *settings)
{
    for (size_t i = 0; i < settings->faults.count; i++) {
        const struct pf_fault *fault = &settings->faults.items[i];
        pf_sink_add(sink, "not fully evaluated: ");
        pf_sink_text(sink, fault->message);
        add_place(sink, fault->span);
        pf_sink_add(sink, "\n");
    }
    if (settings->names_are_open)
        pf_sink_add(sink, "more names may be set by what cannot be followed\n");
}

static void assumed_line(struct pf_sink *sink, const struct pf_strs *assumed)
{
    struct pf_arena *arena = sink->buffer.arena;
    pf_sink_add(sink, "if ");
    pf_sink_text(sink, pf_arena_join(arena, assumed->items, assumed->count, PF_STR(", ")));
    pf_sink_add(sink, assumed->count == 1 ? " were supplied:\n" : " were all supplied:\n");
}

void pf_settings_print_text(const struct pf_subject *subject, const struct pf_strs *names,
                            struct pf_sink *sink)
{
    const struct pf_outlook *outlook = &subject->outlook;
    const struct pf_settings *settings = outlook->settings;
    pf_sink_add(sink, "# ");
    pf_sink_text(sink, settings->module);
    if (subject->name.len > 0) {
        pf_sink_add(sink, " in ");
        pf_sink_text(sink, subject->name);
    }
    pf_sink_add(sink, "\n");
    if (!settings->ends) {
        all_settings(sink, subject, settings, names);
        if (settings->raises != NULL && names->count == 0)
            raise_line(sink, settings->raises);
        fault_lines(sink, settings);
        return;
    }
    raise_line(sink, settings->raises);
    if (outlook->assumed.count == 0)
        return;
    assumed_line(sink, &outlook->assumed);
    if (outlook->judged->raises != NULL)
        raise_line(sink, outlook->judged->raises);
    all_settings(sink, subject, outlook->judged, names);
    fault_lines(sink, outlook->judged);
}
