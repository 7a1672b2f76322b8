/* preflight rules: the catalogue, as a list, as JSON or as the pages of docs/rules. */
#include "cli/commands.h"
#include "cli/scene.h"
#include "report/json.h"
#include "rule/page.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum {
    OPTION_FORMAT = PF_OPTION_FIRST_OWN,
    OPTION_RULES,
    OPTION_CONFIG,
    OPTION_NO_CONFIG,
    OPTION_WRITE_DOCS
};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = PF_FORMAT_OPTION,
    [OPTION_RULES] = {.name = "rules",
                      .kind = PF_OPTION_LIST,
                      .value = "FOLDER",
                      .help = "your own rules too: every *.yaml and *.yml in it",
                      .completes = PF_COMPLETES_FOLDERS},
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    [OPTION_NO_CONFIG] = {.name = "no-config", .help = "no configuration at all"},
    [OPTION_WRITE_DOCS] = {.name = "write-docs",
                           .kind = PF_OPTION_VALUE,
                           .value = "FOLDER",
                           .help = "write a page for each rule into FOLDER (docs/rules)",
                           .completes = PF_COMPLETES_FOLDERS},
    {.name = NULL},
};

/* Families stand apart; names in a column. */
static void print_text(struct pf_call *call, const struct pf_rules *rules)
{
    pf_str family = {0};
    for (size_t i = 0; i < rules->count; i++) {
        const struct pf_rule_card *card = &rules->items[i]->card;
        pf_str own = pf_str_slice(card->id, 0, 3);
        if (i > 0 && !pf_str_eq(own, family))
            pf_sink_add(&call->out, "\n");
        family = own;
        pf_sink_format(&call->out, "%.*s  %-7s  ", PF_ARG(card->id),
                       pf_severity_name(card->severity));
        pf_sink_text(&call->out, card->name);
        pf_sink_add(&call->out, ": ");
        pf_sink_text(&call->out, card->summary);
        pf_sink_add(&call->out, "\n");
    }
}

static void print_json(struct pf_call *call, const struct pf_rules *rules)
{
    struct pf_json json = pf_json_new(&call->out.buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    pf_json_key(&json, "rules");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < rules->count; i++) {
        const struct pf_rule *rule = rules->items[i];
        pf_json_open(&json, '{');
        pf_json_put_string(&json, "id", rule->card.id);
        pf_json_put_string(&json, "name", rule->card.name);
        pf_json_put_c(&json, "severity", pf_severity_name(rule->card.severity));
        pf_json_put_string(&json, "summary", rule->card.summary);
        pf_json_put_bool(&json, "built_in", rule->built_in);
        pf_json_key(&json, "tags");
        pf_json_open(&json, '[');
        for (size_t k = 0; k < rule->card.tag_count; k++)
            pf_json_string(&json, rule->card.tags[k]);
        pf_json_close(&json, ']');
        pf_json_close(&json, '}');
    }
    pf_json_close(&json, ']');
    pf_json_close(&json, '}');
    pf_sink_add(&call->out, "\n");
}

static bool write_page(struct pf_call *call, pf_str folder, pf_str name, struct pf_buffer *page,
                       struct pf_error *error)
{
    struct pf_sink sink = pf_sink_new(call->arena, false);
    sink.buffer = *page;
    const char *path =
        pf_arena_format(call->arena, "%.*s/%.*s.md", PF_ARG(folder), PF_ARG(name)).data;
    return pf_sink_write_file(&sink, path, error);
}

static bool write_docs(struct pf_call *call, const struct pf_rules *rules, pf_str folder,
                       struct pf_error *error)
{
    if (mkdir(pf_arena_str(call->arena, folder).data, 0777) != 0 && errno != EEXIST)
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s: %s", PF_ARG(folder), strerror(errno));
    for (size_t i = 0; i < rules->count; i++) {
        struct pf_buffer page = pf_buffer_new(call->arena);
        pf_rule_page(rules, rules->items[i], &page);
        if (!write_page(call, folder, rules->items[i]->card.id, &page, error))
            return false;
    }
    struct pf_buffer index = pf_buffer_new(call->arena);
    pf_rules_index_page(rules, &index);
    return write_page(call, folder, PF_STR("README"), &index, error);
}

static int run(struct pf_call *call, struct pf_error *error)
{
    const struct pf_given *given = &call->given;
    struct pf_scene scene = {.call = call, .folder = PF_STR("."), .wants_whole_rules = true};
    /* Pages show rules as they are shipped, whatever a configuration makes of them. */
    bool wants_docs = pf_given_times(given, OPTION_WRITE_DOCS) > 0;
    bool wants_config = !pf_given_flag(given, OPTION_NO_CONFIG) && !wants_docs;
    if (!pf_scene_configure(&scene, pf_given_value(given, OPTION_CONFIG, ""), wants_config,
                            error) ||
        !pf_scene_load_rules(&scene, pf_given_list(given, OPTION_RULES), error))
        return error->exit_status;
    if (wants_docs) {
        pf_str folder = pf_given_value(given, OPTION_WRITE_DOCS, "");
        return write_docs(call, &scene.rules, folder, error) ? PF_EXIT_CLEAN
                                                             : (int)error->exit_status;
    }
    if (pf_str_eq(pf_given_value(given, OPTION_FORMAT, "text"), PF_STR("json")))
        print_json(call, &scene.rules);
    else
        print_text(call, &scene.rules);
    return PF_EXIT_CLEAN;
}

const struct pf_command pf_command_rules = {
    .name = "rules",
    .summary = "the catalogue of rules",
    .operands = "",
    .about = "Lists every rule with its severity: the built-in ones, the configuration's and those "
             "of --rules.\n`preflight explain ID` prints a rule's page.",
    .options = options,
    .run = run,
};
