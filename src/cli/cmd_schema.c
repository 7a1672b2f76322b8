/* preflight schema NAME: JSON Schemas of what is read and printed. */
#include "cli/commands.h"

#include "base/table.h"

static const struct pf_option options[] = {PF_COMMON_OPTIONS, {.name = NULL}};
static const char *const names[] = {"config", "rule",  "check", "settings", "env", "simulate",
                                    "expr",   "rules", "plan",  "json",     NULL};

/* `json` is what --format json of the gate prints. */
static const char *file_of(const char *name)
{
    return pf_str_eq(pf_str_c(name), PF_STR("json")) ? "check" : name;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    pf_str bytes;
    for (size_t i = 0; call->given.operands.count == 1 && names[i] != NULL; i++) {
        const char *path = pf_arena_format(call->arena, "schemas/%s.json", file_of(names[i])).data;
        if (!pf_str_eq(call->given.operands.items[0], pf_str_c(names[i])) ||
            !pf_embedded_find(path, &bytes))
            continue;
        pf_sink_lines(&call->out, bytes);
        return PF_EXIT_CLEAN;
    }
    pf_error_set(
        error, PF_EXIT_USAGE,
        "schema takes one of config, rule, check (or json), settings, env, simulate, expr, "
        "rules, plan");
    return PF_EXIT_USAGE;
}

const struct pf_command pf_command_schema = {
    .name = "schema",
    .summary = "JSON Schemas of the configuration, rule files and JSON outputs",
    .operands = "NAME",
    .about =
        "Prints the JSON Schema of preflight.yml (config), of a rule file (rule), or of what a "
        "command prints with\n--format json (check, also called json; settings, env, simulate, "
        "expr, "
        "rules) or --format plan (plan).",
    .options = options,
    .run = run,
    .first_operands = names,
};
