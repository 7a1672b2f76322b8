/* preflight explain ID…: a rule's page, the same as docs/rules/ID.md. */
#include "cli/commands.h"
#include "cli/scene.h"
#include "rule/page.h"

enum { OPTION_RULES = PF_OPTION_FIRST_OWN };
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_RULES] = {.name = "rules",
                      .kind = PF_OPTION_LIST,
                      .value = "FOLDER",
                      .help = "your own rules too: every *.yaml and *.yml in it",
                      .completes = PF_COMPLETES_FOLDERS},
    {.name = NULL},
};

static bool no_such_rule(const struct pf_rules *rules, pf_str written, struct pf_error *error)
{
    pf_str nearest = pf_rules_nearest(rules, written);
    if (nearest.len == 0)
        return pf_error_set(error, PF_EXIT_USAGE, "no rule '%.*s'; preflight rules lists them all",
                            PF_ARG(written));
    return pf_error_set(error, PF_EXIT_USAGE, "no rule '%.*s'; did you mean '%.*s'?",
                        PF_ARG(written), PF_ARG(nearest));
}

static int run(struct pf_call *call, struct pf_error *error)
{
    const struct pf_strs *asked = &call->given.operands;
    struct pf_scene scene = {.call = call, .folder = PF_STR("."), .wants_whole_rules = true};
    if (asked->count == 0) {
        pf_error_set(error, PF_EXIT_USAGE,
                     "explain takes a rule: DJG004 or debug-from-string; preflight rules lists "
                     "them");
        return PF_EXIT_USAGE;
    }
    if (!pf_scene_configure(&scene, PF_STR(""), true, error) ||
        !pf_scene_load_rules(&scene, pf_given_list(&call->given, OPTION_RULES), error))
        return error->exit_status;
    for (size_t i = 0; i < asked->count; i++) {
        const struct pf_rule *rule = pf_rules_find(&scene.rules, asked->items[i]);
        if (rule == NULL) {
            no_such_rule(&scene.rules, asked->items[i], error);
            return PF_EXIT_USAGE;
        }
        struct pf_buffer page = pf_buffer_new(call->arena);
        pf_rule_page(&scene.rules, rule, &page);
        pf_sink_lines(&call->out, pf_buffer_str(&page));
    }
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_explain = {
    .name = "explain",
    .summary = "a rule's page: what it finds, why it matters, how to fix it",
    .operands = "RULE…",
    .about = "Prints the page of each rule, named by its id or its name. Works without a network.",
    .options = options,
    .run = run,
};
