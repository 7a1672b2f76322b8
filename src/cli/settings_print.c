/* What settings came to, for programs and for people. */
#include "cli/settings_print.h"

#include "cli/value.h"

static bool is_asked(const struct pf_strs *names, pf_str name)
{
    return names->count == 0 || pf_strs_has(names, name);
}

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

static pf_span place_of(const struct pf_node *setting)
{
    return setting->key != NULL && setting->key->span.file != NULL ? setting->key->span
                                                                   : setting->span;
}

static void put_setting(struct pf_json *json, const struct pf_node *setting)
{
    pf_json_key_str(json, pf_node_text(setting->key));
    pf_json_open(json, '{');
    put_value(json, setting);
    pf_str type = pf_settings_type(setting);
    if (type.len > 0)
        pf_json_put_string(json, "type", type);
    put_place(json, place_of(setting));
    pf_json_key(json, "from");
    pf_json_open(json, '[');
    for (size_t i = 0; setting->trace != NULL && i < setting->trace->from_count; i++)
        pf_json_string(json, setting->trace->from[i]);
    pf_json_close(json, ']');
    pf_json_close(json, '}');
}

static void put_settings(struct pf_json *json, const struct pf_node *values,
                         const struct pf_strs *names)
{
    pf_json_key(json, "settings");
    pf_json_open(json, '{');
    for (size_t i = 0; i < values->count; i++)
        if (is_asked(names, pf_node_text(values->items[i]->key)))
            put_setting(json, values->items[i]);
    for (size_t i = 0; i < names->count; i++) {
        if (pf_node_get_str(values, names->items[i]) != NULL)
            continue;
        pf_json_key_str(json, names->items[i]);
        pf_json_null(json);
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

void pf_settings_print_json(const struct pf_settings *settings, pf_str deployment,
                            const struct pf_strs *names, struct pf_sink *sink)
{
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    if (deployment.len > 0)
        pf_json_put_string(&json, "deployment", deployment);
    pf_json_put_string(&json, "module", settings->module);
    pf_json_put_string(&json, "path", settings->path);
    put_settings(&json, settings->values, names);
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

static void place(struct pf_sink *sink, pf_span span)
{
    if (span.file == NULL)
        return;
    pf_sink_add(sink, "  # ");
    pf_sink_text(sink, span.file->path);
    pf_sink_format(sink, ":%u", pf_span_start(span).line);
}

/* "unknown (str): supplied by a secret" */
static void unknown(struct pf_sink *sink, const struct pf_node *value)
{
    struct pf_arena *arena = sink->buffer.arena;
    struct pf_strs types = pf_value_types(arena, value);
    pf_sink_add(sink, "unknown");
    if (types.count > 0 && types.count < PF_ANY) {
        pf_sink_add(sink, " (");
        pf_sink_text(sink, pf_arena_join(arena, types.items, types.count, PF_STR(" or ")));
        pf_sink_add(sink, ")");
    }
    pf_sink_add(sink, ": ");
    pf_sink_text(sink, pf_value_reason(arena, value));
}

static void literal(struct pf_sink *sink, const struct pf_node *value)
{
    struct pf_buffer text = pf_buffer_new(sink->buffer.arena);
    pf_value_python(&text, value);
    pf_sink_text(sink, pf_buffer_str(&text));
}

static void setting_line(struct pf_sink *sink, const struct pf_node *setting)
{
    bool known = pf_value_is_known(setting);
    bool is_container = setting->kind == PF_SEQ || setting->kind == PF_MAP;
    pf_sink_text(sink, pf_node_text(setting->key));
    pf_sink_add(sink, " = ");
    if (known || is_container)
        literal(sink, setting);
    else
        unknown(sink, setting);
    place(sink, place_of(setting));
    pf_sink_add(sink, "\n");
    if (!known && is_container) {
        pf_sink_add(sink, "    unknown in it: ");
        pf_sink_text(sink, pf_value_reason(sink->buffer.arena, setting));
        pf_sink_add(sink, "\n");
    }
    if (setting->trace == NULL || setting->trace->from_count == 0)
        return;
    pf_sink_add(sink, "    from ");
    pf_sink_text(sink, pf_arena_join(sink->buffer.arena, setting->trace->from,
                                     setting->trace->from_count, PF_STR(", ")));
    for (size_t i = 0; i < setting->trace->step_count; i++) {
        pf_sink_add(sink, i == 0 ? " through " : ", ");
        pf_sink_text(sink, setting->trace->steps[i].text);
    }
    pf_sink_add(sink, "\n");
}

void pf_settings_print_text(const struct pf_settings *settings, pf_str deployment,
                            const struct pf_strs *names, struct pf_sink *sink)
{
    pf_sink_add(sink, "# ");
    pf_sink_text(sink, settings->module);
    if (deployment.len > 0) {
        pf_sink_add(sink, " in ");
        pf_sink_text(sink, deployment);
    }
    pf_sink_add(sink, "\n");
    for (size_t i = 0; i < settings->values->count; i++)
        if (is_asked(names, pf_node_text(settings->values->items[i]->key)))
            setting_line(sink, settings->values->items[i]);
    for (size_t i = 0; i < names->count; i++) {
        if (pf_node_get_str(settings->values, names->items[i]) != NULL)
            continue;
        pf_sink_text(sink, names->items[i]);
        pf_sink_add(sink, " is not set\n");
    }
    if (settings->raises == NULL)
        return;
    pf_sink_add(sink, settings->raises->certain == PF_YES ? "raises " : "may raise ");
    pf_sink_text(sink, settings->raises->type);
    pf_sink_add(sink, ": ");
    pf_sink_text(sink, settings->raises->message);
    place(sink, settings->raises->span);
    pf_sink_add(sink, "\n");
}
