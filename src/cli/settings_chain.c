/* Joins what the wiring knows of a variable with the steps that the evaluator kept of a value. */
#include "cli/settings_chain.h"

#include "cli/value.h"

enum {
    LONGEST_VALUE = 60 /* characters of a value within a line; the setting's own line has it all */
};
#define ARROW " \xe2\x86\x92 "

struct chain {
    struct pf_buffer line;
    const struct pf_subject *subject;
    const struct pf_settings *settings;
};

static pf_str cut(struct pf_arena *arena, pf_str text)
{
    return pf_value_cut(arena, text, LONGEST_VALUE);
}

static void add_place(struct chain *chain, pf_span span)
{
    if (span.file != NULL)
        pf_buffer_format(&chain->line, "%.*s:%u ", PF_ARG(span.file->path),
                         pf_span_start(span).line);
}

static void add_given(struct chain *chain, const struct pf_node *given)
{
    struct pf_arena *arena = chain->line.arena;
    pf_span span = given->key->span;
    add_place(chain, span);
    if (given->kind == PF_ANY) {
        bool is_secret = pf_str_starts(given->as.any->reason, PF_STR("supplied by the secret"));
        pf_buffer_format(&chain->line, "%.*s (%.*s)", PF_ARG(given->key->text),
                         PF_ARG(is_secret ? PF_STR("a secret") : given->as.any->reason));
    } else if (given->kind == PF_EITHER) {
        pf_buffer_format(&chain->line, "%.*s (one of %u values)", PF_ARG(given->key->text),
                         given->count);
    } else {
        pf_buffer_format(&chain->line, "%s%.*s=\"%.*s\"", span.file == NULL ? "--env " : "",
                         PF_ARG(given->key->text), PF_ARG(cut(arena, given->text)));
    }
}

static const struct pf_settings_read *read_of(const struct pf_settings *settings, pf_str name)
{
    const struct pf_settings_read *first = NULL;
    for (size_t i = 0; i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (pf_str_eq(read->name, name) && (first == NULL || read->fallback != NULL))
            first = read;
        if (first != NULL && first->fallback != NULL)
            break;
    }
    return first;
}

/* A variable that no supplier gives: from a file of the settings, by default, or not at all. */
static void add_other(struct chain *chain, pf_str name, const struct pf_trace *trace)
{
    struct pf_arena *arena = chain->line.arena;
    const struct pf_settings_read *read = read_of(chain->settings, name);
    const struct pf_deployment *deployment = chain->subject->deployment;
    for (size_t i = 0; i < trace->step_count; i++)
        if (pf_str_eq(trace->steps[i].text, name) && trace->steps[i].span.file != NULL) {
            add_place(chain, trace->steps[i].span);
            pf_buffer_add(&chain->line, name);
            return;
        }
    bool is_open = deployment != NULL && deployment->environment_is_open;
    if (pf_strs_has(&chain->subject->outlook.assumed, name)) {
        pf_buffer_format(&chain->line, "%.*s (taken to be supplied)", PF_ARG(name));
        return;
    }
    const char *supplied = read != NULL && read->found
                               ? (is_open ? "may be supplied" : "set by the settings")
                               : "not supplied";
    pf_buffer_format(&chain->line, "%.*s (%s", PF_ARG(name), supplied);
    if (read != NULL && read->fallback != NULL && (!read->found || is_open)) {
        struct pf_buffer value = pf_buffer_new(arena);
        pf_value_python(&value, read->fallback);
        pf_buffer_format(&chain->line, ", default %.*s", PF_ARG(cut(arena, pf_buffer_str(&value))));
    }
    pf_buffer_add_c(&chain->line, ")");
}

static void add_sources(struct chain *chain, const struct pf_trace *trace)
{
    for (size_t i = 0; i < trace->from_count; i++) {
        const struct pf_node *given = pf_node_get_str(chain->subject->environment, trace->from[i]);
        bool is_taken_away =
            given != NULL && given->kind == PF_ANY && given->as.any->kinds == PF_KIND_BIT(PF_NULL);
        pf_buffer_add_c(&chain->line, i == 0 ? "" : ", ");
        if (given != NULL && !is_taken_away)
            add_given(chain, given);
        else
            add_other(chain, trace->from[i], trace);
    }
}

static bool is_source(const struct pf_trace *trace, pf_str step)
{
    for (size_t i = 0; i < trace->from_count; i++)
        if (pf_str_eq(trace->from[i], step))
            return true;
    return false;
}

/* Calling an object is called so in Python: env.__call__. */
static void add_step(struct chain *chain, pf_str step)
{
    pf_str call = PF_STR(".__call__");
    bool is_call = pf_str_ends(step, call);
    pf_buffer_add(&chain->line, is_call ? pf_str_slice(step, 0, step.len - call.len) : step);
    pf_buffer_add_c(&chain->line, is_call ? "()" : "");
}

/* "config" after "decouple.config" is the same call once more. */
static bool is_said_by(pf_str last, pf_str step)
{
    if (!pf_str_ends(last, step))
        return false;
    return last.len == step.len || last.data[last.len - step.len - 1] == '.';
}

static void add_end(struct chain *chain, const struct pf_node *setting)
{
    struct pf_arena *arena = chain->line.arena;
    pf_buffer_add_c(&chain->line, ARROW);
    if (pf_node_is_scalar(setting)) {
        struct pf_buffer value = pf_buffer_new(arena);
        pf_value_python(&value, setting);
        pf_buffer_add(&chain->line, cut(arena, pf_buffer_str(&value)));
        return;
    }
    struct pf_strs types = pf_value_types(arena, setting);
    pf_str type = pf_settings_type(setting);
    if (type.len > 0)
        pf_buffer_add(&chain->line, type);
    else if (types.count == 0 || types.count >= PF_ANY)
        pf_buffer_add_c(&chain->line, "unknown");
    else
        pf_buffer_add(&chain->line, pf_arena_join(arena, types.items, types.count, PF_STR(" or ")));
}

/* One of several values was made on ways of their own; the first that has one is shown. */
static const struct pf_trace *trace_of(const struct pf_node *setting)
{
    const struct pf_trace *trace = setting->trace;
    for (size_t i = 0; trace == NULL && setting->kind == PF_EITHER && i < setting->count; i++)
        trace = setting->items[i]->trace;
    return trace == NULL || trace->from_count == 0 ? NULL : trace;
}

pf_str pf_settings_chain(struct pf_arena *arena, const struct pf_subject *subject,
                         const struct pf_settings *settings, const struct pf_node *setting)
{
    const struct pf_trace *trace = trace_of(setting);
    if (trace == NULL)
        return PF_STR("");
    struct chain chain = {pf_buffer_new(arena), subject, settings};
    add_sources(&chain, trace);
    pf_str last = PF_STR("");
    for (size_t i = 0; i < trace->step_count; i++) {
        pf_str step = trace->steps[i].text;
        if (is_source(trace, step) || is_said_by(last, step))
            continue;
        pf_buffer_add_c(&chain.line, ARROW);
        add_step(&chain, step);
        last = step;
    }
    add_end(&chain, setting);
    return pf_buffer_str(&chain.line);
}
