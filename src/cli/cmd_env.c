/* preflight env: the contract as a table: who documents, reads and supplies each variable. */
#include "cli/commands.h"
#include "cli/scene.h"
#include "base/utf8.h"
#include "checks/need.h"
#include "cli/value.h"
#include "model/readers.h"

enum { OPTION_FORMAT = PF_OPTION_FIRST_OWN, OPTION_FOLDER, OPTION_CONFIG };
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = PF_FORMAT_OPTION,
    [OPTION_FOLDER] = PF_PROJECT_OPTION,
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    {.name = NULL},
};

/* One deployment and its contract. */
struct contract {
    struct pf_arena *arena;
    const struct pf_wiring *wiring;
    const struct pf_deployment *deployment;
    struct pf_variables variables;
};

static void put_place(struct pf_json *json, pf_span span)
{
    if (span.file == NULL)
        return;
    pf_json_put_string(json, "path", span.file->path);
    pf_json_put_number(json, "line", pf_span_start(span).line);
}

static void put_documented(struct pf_json *json, const struct contract *contract, pf_str name)
{
    const struct pf_docs *docs = contract->wiring->docs;
    pf_json_key(json, "documented");
    pf_json_open(json, '[');
    for (size_t i = 0; i < docs->variable_count; i++) {
        const struct pf_docs_variable *variable = &docs->variables[i];
        if (!pf_str_eq(variable->name, name))
            continue;
        pf_json_open(json, '{');
        put_place(json, variable->span);
        pf_json_put_c(json, "required", pf_truth_name(variable->required));
        if (variable->has_value)
            pf_json_put_string(json, "value", variable->value);
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static void put_reads(struct pf_json *json, const struct contract *contract, pf_str name)
{
    const struct pf_settings *settings = contract->deployment->judged;
    pf_json_key(json, "read");
    pf_json_open(json, '[');
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (!pf_str_eq(read->name, name))
            continue;
        pf_json_open(json, '{');
        put_place(json, read->span);
        pf_json_put_bool(json, "required", read->required);
        pf_json_put_c(json, "reached", pf_truth_name(read->reached));
        if (read->has_default && read->fallback != NULL) {
            pf_json_key(json, "default");
            pf_value_json(json, read->fallback);
        }
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

/* The value where a file tells it; a secret's is null. */
static void put_supplies(struct pf_json *json, const struct contract *contract, pf_str name)
{
    const struct pf_supplies *supplies = &contract->deployment->supplies;
    pf_json_key(json, "supplied");
    pf_json_open(json, '[');
    for (size_t i = 0; i < supplies->count; i++) {
        const struct pf_supply *supply = &supplies->items[i];
        if (!pf_str_eq(supply->name, name))
            continue;
        pf_json_open(json, '{');
        put_place(json, supply->span);
        pf_json_put_c(json, "by", pf_supplier_words(supply->supplier));
        pf_json_key(json, "value");
        pf_value_json(json, supply->value);
        pf_json_put_bool(json, "effective", supply->effective);
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static void print_json(struct pf_sink *sink, const struct contract *contract)
{
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    pf_json_put_string(&json, "deployment", contract->deployment->name);
    pf_json_put_bool(&json, "open", contract->deployment->environment_is_open);
    pf_json_key(&json, "variables");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < contract->variables.count; i++) {
        const struct pf_variable *variable = &contract->variables.items[i];
        pf_json_open(&json, '{');
        pf_json_put_string(&json, "name", variable->name);
        put_documented(&json, contract, variable->name);
        put_reads(&json, contract, variable->name);
        put_supplies(&json, contract, variable->name);
        pf_json_put_bool(&json, "mandated", variable->mandated);
        pf_json_put_c(&json, "status", pf_variable_status_name(variable->status));
        pf_json_close(&json, '}');
    }
    pf_json_close(&json, ']');
    pf_json_close(&json, '}');
    pf_sink_add(sink, "\n");
}

static pf_str short_place(struct pf_arena *arena, pf_span span)
{
    if (span.file == NULL)
        return PF_STR("");
    return pf_arena_format(arena, "%.*s:%u", PF_ARG(span.file->path), pf_span_start(span).line);
}

static pf_str read_words(struct pf_arena *arena, const struct pf_variable *variable)
{
    const struct pf_settings_read *read = variable->read;
    pf_str reader = pf_variable_reader(variable->name);
    if (read == NULL)
        return reader.len > 0 && variable->supplied != NULL
                   ? pf_arena_format(arena, "by %.*s", PF_ARG(reader))
                   : PF_STR("-");
    return pf_arena_format(arena, "%.*s%s", PF_ARG(short_place(arena, read->span)),
                           read->required ? " required" : "");
}

static pf_str supplied_words(struct pf_arena *arena, const struct pf_variable *variable)
{
    const struct pf_supply *supply = variable->supplied;
    if (supply == NULL)
        return variable->status == PF_VARIABLE_SUPPLIED ? PF_STR("by a file that the settings load")
                                                        : PF_STR("-");
    if (supply->value->kind == PF_STRING)
        return pf_arena_format(arena, "'%.*s'", PF_ARG(supply->value->text));
    return pf_value_reason(arena, supply->value);
}

enum { COLUMNS = 5 };

/* Cells as they will be printed, the headings first. */
static pf_str *cells_of(const struct contract *contract)
{
    struct pf_arena *arena = contract->arena;
    size_t rows = contract->variables.count + 1;
    pf_str *cells = PF_NEW_ARRAY(arena, pf_str, rows * COLUMNS);
    static const pf_str headings[COLUMNS] = {PF_STR_INIT("VARIABLE"), PF_STR_INIT("STATUS"),
                                             PF_STR_INIT("DOCUMENTED"), PF_STR_INIT("READ"),
                                             PF_STR_INIT("SUPPLIED")};
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = headings[i];
    for (size_t i = 0; i < contract->variables.count; i++) {
        const struct pf_variable *variable = &contract->variables.items[i];
        pf_str *row = &cells[(i + 1) * COLUMNS];
        row[0] = variable->name;
        row[1] = pf_str_c(pf_variable_status_name(variable->status));
        row[2] = variable->documented == NULL ? PF_STR("-")
                                              : short_place(arena, variable->documented->span);
        row[3] = read_words(arena, variable);
        row[4] = supplied_words(arena, variable);
    }
    return cells;
}

static void print_text(struct pf_sink *sink, const struct contract *contract)
{
    pf_str *cells = cells_of(contract);
    size_t rows = contract->variables.count + 1, widths[COLUMNS] = {0};
    for (size_t i = 0; i < rows * COLUMNS; i++)
        if (pf_utf8_count(cells[i]) > widths[i % COLUMNS])
            widths[i % COLUMNS] = pf_utf8_count(cells[i]);
    pf_sink_add(sink, "# ");
    pf_sink_text(sink, contract->deployment->name);
    pf_sink_add(sink, "\n");
    for (size_t row = 0; row < rows; row++) {
        for (size_t column = 0; column < COLUMNS; column++) {
            pf_str cell = cells[row * COLUMNS + column];
            pf_sink_text(sink, cell);
            if (column + 1 < COLUMNS)
                pf_sink_format(sink, "%*s", (int)(widths[column] - pf_utf8_count(cell) + 2), "");
        }
        pf_sink_add(sink, "\n");
    }
    if (contract->deployment->environment_is_open) {
        pf_sink_add(sink, "more variables may come from elsewhere: ");
        pf_sink_text(sink, contract->deployment->open_reason);
        pf_sink_add(sink, "\n");
    }
}

/* Without what is only mandated and provably not needed: ENV002 says nothing of it, either. */
static struct pf_variables needed(struct pf_arena *arena, const struct pf_wiring *wiring,
                                  const struct pf_deployment *deployment)
{
    struct pf_variables all = pf_wiring_contract(arena, wiring, deployment), kept = {0};
    for (size_t i = 0; i < all.count; i++) {
        struct pf_variable variable = all.items[i];
        bool asked =
            variable.mandated && variable.supplied == NULL && variable.read == NULL &&
            (variable.status == PF_VARIABLE_MISSING || variable.status == PF_VARIABLE_UNKNOWN) &&
            deployment->container != NULL;
        if (asked && pf_need_of(arena, wiring, deployment, &variable) == PF_NEED_NONE) {
            if (variable.documented == NULL)
                continue;
            variable.status = PF_VARIABLE_UNUSED;
        }
        *pf_pile_add(arena, &kept) = variable;
    }
    return kept;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene;
    const struct pf_given *given = &call->given;
    if (!pf_scene_set(&scene, call, pf_given_value(given, OPTION_FOLDER, "."),
                      pf_given_value(given, OPTION_CONFIG, ""), error))
        return error->exit_status;
    bool as_json = pf_str_eq(pf_given_value(given, OPTION_FORMAT, "text"), PF_STR("json"));
    for (size_t i = 0; i < scene.wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &scene.wiring->deployments[i];
        struct contract contract = {call->arena, scene.wiring, deployment,
                                    needed(call->arena, scene.wiring, deployment)};
        if (as_json)
            print_json(&call->out, &contract);
        else {
            pf_sink_add(&call->out, i == 0 ? "" : "\n");
            print_text(&call->out, &contract);
        }
    }
    if (scene.wiring->deployment_count > 0)
        return PF_EXIT_CLEAN;
    pf_error_set(error, PF_EXIT_USAGE,
                 "no deployment was found: no task definition, deploy job or settings module");
    return PF_EXIT_USAGE;
}

const struct pf_command pf_command_env = {
    .name = "env",
    .summary = "the contract: variable × documented, read, supplied, status",
    .operands = "",
    .about = "Lists every variable that the documentation names, the settings read or something "
             "supplies to the\ncontainer, for each deployment.\n\n"
             "status: supplied, default (the settings' own default is taken), missing, unknown "
             "(may come from\nwhere no file tells), unread, unused (documented only)",
    .options = options,
    .run = run,
};
