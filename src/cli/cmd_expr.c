/* preflight expr EXPR: what a GitHub expression comes to. */
#include "cli/commands.h"
#include "cli/value.h"

#include "base/file.h"
#include "base/table.h"
#include "ghexpr/eval.h"
#include "ghexpr/json.h"
#include "ghexpr/value.h"

enum { OPTION_CONTEXTS = PF_OPTION_FIRST_OWN, OPTION_FORMAT };
static const char *const formats[] = {"json", "text", NULL};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_CONTEXTS] = {.name = "contexts",
                         .letter = 'c',
                         .kind = PF_OPTION_VALUE,
                         .value = "JSON",
                         .help = "the contexts' values: {\"github\": {\"ref\": …}}, or @FILE"},
    [OPTION_FORMAT] = {.name = "format",
                       .kind = PF_OPTION_VALUE,
                       .value = "FORMAT",
                       .help = "json (default) or text",
                       .choices = formats},
    {.name = NULL},
};

/* The contexts as a map; an empty one when none were given. */
static const struct pf_node *read_contexts(struct pf_call *call, struct pf_error *error)
{
    pf_str text = pf_given_value(&call->given, OPTION_CONTEXTS, "{}");
    pf_str bytes = text;
    if (pf_str_starts(text, PF_STR("@")) &&
        !pf_file_read(call->arena, text.data + 1, PF_FILE_CAP, &bytes, error))
        return NULL;
    pf_str message = {0};
    const struct pf_node *contexts = pf_ghexpr_json_read(call->arena, bytes, &message);
    if (contexts == NULL)
        pf_error_set(error, PF_EXIT_USAGE, "--contexts: %.*s", PF_ARG(message));
    else if (!pf_node_is(contexts, PF_MAP))
        pf_error_set(error, PF_EXIT_USAGE, "--contexts takes an object: {\"github\": {…}}");
    return pf_node_is(contexts, PF_MAP) ? contexts : NULL;
}

/* GitHub's contexts, known or not, and whatever else was given. */
static struct pf_strs context_names(struct pf_arena *arena, const struct pf_node *contexts)
{
    struct pf_table table = pf_table_read(arena, "rules/tables/github-contexts.tsv");
    struct pf_strs names = {0};
    for (size_t i = 0; i < table.row_count; i++) {
        pf_str name, rest = pf_table_cell(&table, i, 1);
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ',', &name, &rest);
            pf_strs_add_once(arena, &names, name);
        }
    }
    for (size_t i = 0; i < contexts->count; i++)
        pf_strs_add_once(arena, &names, contexts->items[i]->key->text);
    return names;
}

static void print_error(struct pf_call *call, bool as_text, const struct pf_ghexpr_error *failure)
{
    const char *kind = pf_ghexpr_error_name(failure->kind);
    if (as_text) {
        pf_call_note(call, "%s error at column %zu: %.*s", kind, failure->at + 1,
                     PF_ARG(failure->message));
        return;
    }
    struct pf_json json = pf_json_new(&call->out.buffer, false);
    pf_json_open(&json, '{');
    pf_json_key(&json, "error");
    pf_json_open(&json, '{');
    pf_json_put_c(&json, "kind", kind);
    pf_json_put_string(&json, "message", failure->message);
    pf_json_put_number(&json, "column", failure->at + 1);
    pf_json_close(&json, '}');
    pf_json_close(&json, '}');
    pf_sink_add(&call->out, "\n");
}

/* A value that holds an unknown somewhere has no JSON of its own: its reason is told instead. */
static void print_value(struct pf_call *call, bool as_text, const struct pf_node *value)
{
    const char *kind = pf_ghexpr_value_kind_name(value);
    bool known = pf_value_is_known(value);
    pf_str reason = pf_value_reason(call->arena, value);
    struct pf_json json = pf_json_new(&call->out.buffer, false);
    if (as_text) {
        pf_sink_format(&call->out, "%s ", kind);
        if (known)
            pf_value_json(&json, value);
        else
            pf_sink_text(&call->out, reason);
        pf_sink_add(&call->out, "\n");
        return;
    }
    pf_json_open(&json, '{');
    pf_json_put_c(&json, "kind", kind);
    if (known) {
        pf_json_key(&json, "value");
        pf_value_json(&json, value);
    } else {
        pf_json_put_string(&json, "reason", reason);
    }
    pf_json_close(&json, '}');
    pf_sink_add(&call->out, "\n");
}

/* The expression without the `${{ }}` that may stand around all of it. */
static pf_str unwrapped(pf_str text)
{
    pf_str trimmed = pf_str_trim(text);
    if (!pf_str_starts(trimmed, PF_STR("${{")) || !pf_str_ends(trimmed, PF_STR("}}")))
        return text;
    return pf_str_slice(trimmed, 3, trimmed.len - 2);
}

static int run(struct pf_call *call, struct pf_error *error)
{
    if (call->given.operands.count != 1) {
        pf_error_set(error, PF_EXIT_USAGE, "expr takes one expression; quote it for the shell");
        return PF_EXIT_USAGE;
    }
    const struct pf_node *contexts = read_contexts(call, error);
    if (contexts == NULL)
        return error->exit_status;
    static const pf_str status_functions[] = {PF_STR_INIT("success"), PF_STR_INIT("failure"),
                                              PF_STR_INIT("cancelled"), PF_STR_INIT("always")};
    struct pf_strs functions = {0};
    for (size_t i = 0; i < sizeof status_functions / sizeof *status_functions; i++)
        *pf_pile_add(call->arena, &functions) = status_functions[i];
    struct pf_strs names = context_names(call->arena, contexts);
    struct pf_ghexpr_scope scope = {&names, &functions};
    struct pf_ghexpr_world world = {.contexts = contexts, .success = PF_YES};

    bool as_text = pf_str_eq(pf_given_value(&call->given, OPTION_FORMAT, "json"), PF_STR("text"));
    struct pf_ghexpr_error failure = {0};
    pf_str text = unwrapped(call->given.operands.items[0]);
    const struct pf_ghexpr *expr = pf_ghexpr_parse(call->arena, text, &scope, &failure);
    const struct pf_node *value =
        expr == NULL ? NULL : pf_ghexpr_eval(call->arena, expr, &world, &failure);
    if (value == NULL) {
        print_error(call, as_text, &failure);
        return PF_EXIT_USAGE;
    }
    print_value(call, as_text, value);
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_expr = {
    .name = "expr",
    .summary = "the value of a GitHub expression",
    .operands = "EXPR",
    .about = "Evaluates an expression as GitHub would, with or without ${{ }} around it. A context "
             "that --contexts\ndoes not hold is unknown, and what hangs on it too; success() "
             "holds.\n    preflight expr \"contains(github.ref, 'main')\" --contexts "
             "'{\"github\": {\"ref\": \"refs/heads/main\"}}'",
    .options = options,
    .run = run,
};
