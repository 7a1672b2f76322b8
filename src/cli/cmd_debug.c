/* preflight debug: what our readers made of a file, and our own manual pages. */
#include "cli/commands.h"
#include "cli/man.h"

#include "base/file.h"
#include "python/dump.h"

enum { OPTION_ORACLE = PF_OPTION_FIRST_OWN };
static const char *const subjects[] = {"ast", "man", NULL};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_ORACLE] = {.name = "oracle",
                       .help = "positions inside f-strings as 0: those of CPython 3.11 are wrong"},
    {.name = NULL},
};

/* file:line:column: message, for each fault */
static void print_faults(struct pf_call *call, const struct pf_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct pf_fault *fault = &faults->items[i];
        struct pf_place place = pf_span_start(fault->span);
        pf_sink_text(&call->aside, fault->span.file->path);
        pf_sink_format(&call->aside, ":%u:%u: ", place.line, place.column);
        pf_sink_text(&call->aside, fault->message);
        pf_sink_add(&call->aside, "\n");
    }
}

static int print_tree(struct pf_call *call, pf_str path, struct pf_error *error)
{
    pf_str bytes;
    if (!pf_file_read(call->arena, pf_arena_str(call->arena, path).data, PF_FILE_CAP, &bytes,
                      error))
        return error->exit_status;
    struct pf_faults faults = {0};
    const struct pf_ast *tree =
        pf_python_parse(call->arena, pf_source_new(call->arena, path, bytes), &faults);
    if (faults.count > 0) {
        print_faults(call, &faults);
        return PF_EXIT_INCOMPLETE;
    }
    /* Raw: the tree must equal CPython's byte for byte, and repr() leaves nothing to escape. */
    pf_ast_dump(&call->out.buffer, tree, pf_given_flag(&call->given, OPTION_ORACLE));
    pf_sink_add(&call->out, "\n");
    return PF_EXIT_CLEAN;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    const struct pf_strs *operands = &call->given.operands;
    if (operands->count == 2 && pf_str_eq(operands->items[0], PF_STR("ast")))
        return print_tree(call, operands->items[1], error);
    if (operands->count == 2 && pf_str_eq(operands->items[0], PF_STR("man")) &&
        pf_man_page(call->commands, operands->items[1], &call->out.buffer))
        return PF_EXIT_CLEAN;
    pf_error_set(error, PF_EXIT_USAGE,
                 "debug takes: ast FILE.py, or man with preflight.1, preflight.yml.5 or "
                 "preflight-rules.7");
    return PF_EXIT_USAGE;
}

const struct pf_command pf_command_debug = {
    .name = "debug",
    .summary = "what the readers make of a file",
    .operands = "ast FILE.py",
    .about =
        "Prints the syntax tree of a Python file as CPython 3.11's\nast.dump(ast.parse(source), "
        "include_attributes=True) prints it; for a file that is no Python, where\nand why, "
        "with status 3. man prints a manual page: preflight.1, preflight.yml.5 or "
        "preflight-rules.7.",
    .options = options,
    .run = run,
    .completes = PF_COMPLETES_FILES,
    .first_operands = subjects,
};
