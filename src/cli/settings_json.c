/* What settings came to, for programs: "schema": 1. */
#include "cli/settings_print.h"

#include "cli/value.h"

static void put_place(struct pf_json *json, pf_span span)
{
    pf_json_key(json, "path");
    if (span.file == NULL)
        pf_json_null(json);
    else
        pf_json_string(json, span.file->path);
    pf_json_key(json, "line");
    if (span.file == NULL)
        pf_json_null(json);
    else
        pf_json_number(json, pf_span_start(span).line);
}

/* "known" with the value, or with the types it may have and the reason. */
static void put_value(struct pf_json *json, const struct pf_node *value)
{
    struct pf_arena *arena = json->buffer->arena;
    bool known = pf_value_is_known(value);
    pf_json_put_bool(json, "known", known);
    if (known) {
        pf_json_key(json, "value");
        pf_value_json(json, value);
        return;
    }
    struct pf_strs types = pf_value_types(arena, value);
    pf_json_key(json, "types");
    pf_json_open(json, '[');
    for (size_t i = 0; i < types.count; i++)
        pf_json_string(json, types.items[i]);
    pf_json_close(json, ']');
    pf_json_put_string(json, "reason", pf_value_reason(arena, value));
}

/* One of several values: all that can be told, for what is not known in none of them. */
static void put_arms(struct pf_json *json, const struct pf_node *setting)
{
    if (setting->kind != PF_EITHER)
        return;
    pf_json_key(json, "one_of");
    pf_json_open(json, '[');
    for (size_t i = 0; i < setting->count; i++)
        if (pf_value_is_known(setting->items[i]))
            pf_value_json(json, setting->items[i]);
    pf_json_close(json, ']');
}

static void put_trace(struct pf_json *json, const struct pf_trace *trace)
{
    pf_json_key(json, "from");
    pf_json_open(json, '[');
    for (size_t i = 0; trace != NULL && i < trace->from_count; i++)
        pf_json_string(json, trace->from[i]);
    pf_json_close(json, ']');
    pf_json_key(json, "chain");
    pf_json_open(json, '[');
    for (size_t i = 0; trace != NULL && i < trace->step_count; i++) {
        pf_json_open(json, '{');
        pf_json_put_string(json, "step", trace->steps[i].text);
        put_place(json, trace->steps[i].span);
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static void put_setting(struct pf_json *json, const struct pf_node *setting)
{
    pf_json_key_str(json, pf_node_text(setting->key));
    pf_json_open(json, '{');
    put_value(json, setting);
    pf_str type = pf_settings_type(setting);
    if (type.len > 0)
        pf_json_put_string(json, "type", type);
    if (pf_value_may_be_unset(setting))
        pf_json_put_bool(json, "possibly_unset", true);
    put_arms(json, setting);
    put_place(json, pf_setting_span(setting));
    put_trace(json, setting->trace);
    pf_json_close(json, '}');
}

/* An asked name that is not among the values: not set, unless that cannot be said. */
static void put_absent(struct pf_json *json, const struct pf_settings *settings)
{
    pf_str reason = pf_setting_absence(settings);
    if (reason.len == 0) {
        pf_json_null(json);
        return;
    }
    pf_json_open(json, '{');
    pf_json_put_bool(json, "known", false);
    pf_json_key(json, "types");
    pf_json_open(json, '[');
    pf_json_close(json, ']');
    pf_json_put_string(json, "reason", reason);
    put_place(json, (pf_span){0});
    put_trace(json, NULL);
    pf_json_close(json, '}');
}

static void put_settings(struct pf_json *json, const char *key, const struct pf_settings *settings,
                         const struct pf_strs *names)
{
    const struct pf_node *values = settings->values;
    pf_json_key(json, key);
    pf_json_open(json, '{');
    for (size_t i = 0; i < values->count; i++)
        if (pf_setting_is_asked(names, pf_node_text(values->items[i]->key)))
            put_setting(json, values->items[i]);
    for (size_t i = 0; i < names->count; i++) {
        if (pf_node_get_str(values, names->items[i]) != NULL)
            continue;
        pf_json_key_str(json, names->items[i]);
        put_absent(json, settings);
    }
    pf_json_close(json, '}');
}

static void put_read(struct pf_json *json, const struct pf_settings_read *read)
{
    pf_json_open(json, '{');
    pf_json_put_string(json, "name", read->name);
    pf_json_put_bool(json, "required", read->required);
    pf_json_key(json, "default");
    if (read->fallback == NULL)
        pf_json_null(json);
    else
        pf_value_json(json, read->fallback);
    pf_json_put_bool(json, "has_default", read->has_default);
    pf_json_put_bool(json, "found", read->found);
    pf_json_put_c(json, "reached", pf_truth_name(read->reached));
    pf_json_put_string(json, "through", read->through);
    put_place(json, read->span);
    pf_json_close(json, '}');
}

/* A positional argument that no parameter names goes by its place: "0", "1", … */
static pf_str argument_name(struct pf_arena *arena, const struct pf_settings_call *call, size_t at)
{
    pf_str name = call->arguments[at].name;
    return name.len > 0 ? name : pf_arena_format(arena, "%zu", at);
}

static void put_call(struct pf_json *json, const struct pf_settings_call *call)
{
    pf_json_open(json, '{');
    pf_json_put_string(json, "function", call->function);
    pf_json_put_c(json, "reached", pf_truth_name(call->reached));
    pf_json_key(json, "arguments");
    pf_json_open(json, '{');
    for (size_t i = 0; i < call->argument_count; i++) {
        pf_json_key_str(json, argument_name(json->buffer->arena, call, i));
        pf_json_open(json, '{');
        put_value(json, call->arguments[i].value);
        pf_json_close(json, '}');
    }
    pf_json_close(json, '}');
    put_place(json, call->span);
    pf_json_close(json, '}');
}

static void put_raise(struct pf_json *json, const struct pf_settings_raise *raised)
{
    pf_json_key(json, "raises");
    if (raised == NULL) {
        pf_json_null(json);
        return;
    }
    pf_json_open(json, '{');
    pf_json_put_string(json, "type", raised->type);
    pf_json_put_string(json, "message", raised->message);
    pf_json_put_string(json, "variable", raised->variable);
    pf_json_put_bool(json, "certain", raised->certain == PF_YES);
    put_place(json, raised->span);
    pf_json_close(json, '}');
}

static void put_assumed(struct pf_json *json, const struct pf_subject *subject,
                        const struct pf_strs *names)
{
    const struct pf_strs *assumed = &subject->outlook.assumed;
    if (assumed->count == 0)
        return;
    pf_json_key(json, "assumed");
    pf_json_open(json, '[');
    for (size_t i = 0; i < assumed->count; i++)
        pf_json_string(json, assumed->items[i]);
    pf_json_close(json, ']');
    put_settings(json, "settings_if_supplied", subject->outlook.judged, names);
}

void pf_settings_print_json(const struct pf_subject *subject, const struct pf_strs *names,
                            struct pf_sink *sink)
{
    const struct pf_settings *settings = subject->outlook.settings;
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    if (subject->name.len > 0)
        pf_json_put_string(&json, "deployment", subject->name);
    pf_json_put_string(&json, "module", settings->module);
    pf_json_put_string(&json, "path", settings->path);
    put_settings(&json, "settings", settings, names);
    if (settings->names_are_open)
        pf_json_put_bool(&json, "names_are_open", true);
    put_assumed(&json, subject, names);
    pf_json_key(&json, "reads");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < settings->read_count; i++)
        put_read(&json, &settings->reads[i]);
    pf_json_close(&json, ']');
    pf_json_key(&json, "calls");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < settings->call_count; i++)
        put_call(&json, &settings->calls[i]);
    pf_json_close(&json, ']');
    put_raise(&json, settings->raises);
    pf_json_close(&json, '}');
    pf_sink_add(sink, "\n");
}
