/* Rule files, configurations, baselines and comments: any bytes are read or refused. */
#include "rule/engine.h"
#include "rule/page.h"
#include "rule/settle.h"

#include <stdlib.h>

static void check_faults(const struct pf_source *source, const struct pf_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        pf_span span = faults->items[i].span;
        if (span.file != NULL &&
            (span.file != source || (size_t)span.at + span.len > source->bytes.len))
            abort();
    }
}

static void try_rules(struct pf_arena *arena, pf_str bytes, bool built_in)
{
    struct pf_source *source = pf_source_new(arena, PF_STR("rules/r.yaml"), bytes);
    struct pf_rules rules = {0};
    struct pf_faults faults = {0};
    bool is_read = pf_rule_file_read(arena, source, built_in, &rules, &faults);
    if (is_read != (faults.count == 0))
        abort();
    check_faults(source, &faults);
    struct pf_engine_input input = {.rules = &rules};
    pf_engine_run(arena, &input);
    struct pf_buffer page = pf_buffer_new(arena);
    for (size_t i = 0; i < rules.count; i++)
        pf_rule_page(&rules, rules.items[i], &page);
}

static void try_config(struct pf_arena *arena, pf_str bytes)
{
    struct pf_source *source = pf_source_new(arena, PF_STR("preflight.yml"), bytes);
    struct pf_rules rules = {0};
    struct pf_config config = {0};
    struct pf_faults faults = {0};
    pf_config_read(arena, source, &config, &faults);
    pf_config_apply(arena, &config, &rules, &faults);
    check_faults(source, &faults);
}

static void try_comments(struct pf_arena *arena, pf_str bytes)
{
    static const char *const paths[] = {"a.yml", "a.py", "a.md", "a.rst", "Dockerfile"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct pf_source *source = pf_source_new(arena, pf_str_c(paths[i]), bytes);
        struct pf_suppressions found = {0};
        pf_suppressions_read(arena, source, &found);
        for (size_t j = 0; j < found.count; j++)
            if ((size_t)found.items[j].span.at + found.items[j].span.len > bytes.len)
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str bytes = {(const char *)data, size};
    struct pf_baseline baseline;
    struct pf_error error;
    try_rules(arena, bytes, false);
    try_rules(arena, bytes, true);
    try_config(arena, bytes);
    try_comments(arena, bytes);
    pf_baseline_read(arena, pf_source_new(arena, PF_STR("b.json"), bytes), &baseline, &error);
    pf_arena_free(arena);
    return 0;
}
