/* Whole projects under all rules. A line `--- PATH` begins a file, whose text goes on to the next
 * such line. */
#include "rule/engine.h"
#include "rule/settle.h"
#include "rule/virtual.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read once for all inputs. Those that are off by default run too. */
static const struct pf_rules *all_rules(void)
{
    static struct pf_rules rules;
    if (rules.count > 0)
        return &rules;
    pf_rules_built_in(pf_arena_new(NULL), &rules);
    for (size_t i = 0; i < rules.count; i++)
        if (rules.items[i]->card.severity == PF_SEVERITY_OFF)
            rules.items[i]->card.severity = PF_SEVERITY_WARNING;
    return &rules;
}

static struct pf_node *files_of(struct pf_arena *arena, pf_str input)
{
    static const pf_str mark = PF_STR_INIT("--- ");
    struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_str rest = input, line, path = PF_STR("");
    size_t from = 0;
    for (bool more = true; more;) {
        size_t at = input.len - rest.len;
        more = pf_str_next_line(&rest, &line);
        if (more && !pf_str_starts(line, mark))
            continue;
        if (path.len > 0 && pf_node_get_str(files, path) == NULL)
            pf_node_put(arena, files, path, (pf_span){0},
                        pf_node_str(arena, pf_str_slice(input, from, at), (pf_span){0}));
        path = pf_str_slice(line, mark.len, line.len);
        from = input.len - rest.len;
    }
    return files;
}

/* A finding stands in its file, and says something. */
static void look_at(const struct pf_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        pf_span span = finding->span;
        if (finding->message.len == 0 ||
            (span.file != NULL && (size_t)span.at + span.len > span.file->bytes.len))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_rules *rules = all_rules();
    struct pf_rule_project project = {0};
    struct pf_error error = {0};
    const struct pf_node *files = files_of(arena, (pf_str){(const char *)data, size});
    if (!pf_rule_virtual_project(NULL, arena, rules, files, NULL, &project, &error))
        abort();
    struct pf_engine_input input = {.rules = rules,
                                    .roots = project.roots,
                                    .root_count = project.root_count,
                                    .picture = project.picture,
                                    .has_file = project.has_file,
                                    .has_file_context = project.has_file_context};
    struct pf_engine_result result = pf_engine_run(arena, &input);
    struct pf_settle_input settling = {.rules = rules, .names_findings = true};
    pf_settle(arena, &settling, &result.findings);
    look_at(&result.findings);
    pf_arena_free(arena);
    return 0;
}
