/* A small verdict to print: two findings in two files, one with a secret, one rule without. */
#ifndef PF_TESTS_VERDICT_H
#define PF_TESTS_VERDICT_H

#include "report/report.h"

struct sample {
    struct pf_arena *arena;
    struct pf_source *settings, *taskdef;
    struct pf_rule *rules[3];
    struct pf_rules rule_pile;
    struct pf_strs files, reasons;
    struct pf_findings findings;
    struct pf_verdict verdict;
};

static inline pf_span sample_span(const struct pf_source *source, const char *text)
{
    pf_str part = pf_str_c(text);
    return pf_span_of(source, (size_t)pf_str_find(source->bytes, part), part.len);
}

static inline struct pf_rule *sample_rule(struct pf_arena *arena, const char *id, const char *name,
                                          enum pf_severity severity)
{
    struct pf_rule *rule = PF_NEW(arena, struct pf_rule);
    rule->card = (struct pf_rule_card){.id = pf_str_c(id),
                                       .name = pf_str_c(name),
                                       .summary = PF_STR("a summary"),
                                       .docs = PF_STR("Why it matters.\n"),
                                       .severity = severity};
    return rule;
}

static inline struct sample *sample_verdict(struct pf_arena *arena)
{
    struct sample *s = PF_NEW(arena, struct sample);
    s->arena = arena;
    s->settings = pf_source_new(arena, PF_STR("shop/settings.py"),
                                PF_STR("import os\n\nDSN = os.environ[\"SENTRY_DSN\"]\n"));
    s->taskdef = pf_source_new(
        arena, PF_STR("task-definition.json"),
        PF_STR(
            "{\n\t\"environment\": [\n\t\t{\"name\": \"KEY\", \"value\": \"hunter2!\"}\n\t]\n}\n"));
    s->rules[0] = sample_rule(arena, "ENV001", "required-variable-missing", PF_SEVERITY_ERROR);
    s->rules[1] = sample_rule(arena, "SEC001", "secret-in-clear", PF_SEVERITY_WARNING);
    s->rules[2] = sample_rule(arena, "DEP013", "deploy-not-gated", PF_SEVERITY_INFO);
    s->rule_pile = (struct pf_rules){s->rules, 3, 3};
    *pf_pile_add(arena, &s->files) = s->settings->path;
    *pf_pile_add(arena, &s->files) = s->taskdef->path;

    struct pf_related *related = PF_NEW(arena, struct pf_related);
    *related = (struct pf_related){sample_span(s->settings, "os.environ[\"SENTRY_DSN\"]"),
                                   PF_STR("read here without a default")};
    struct pf_argument *argument = PF_NEW(arena, struct pf_argument);
    *argument = (struct pf_argument){PF_STR("name"), PF_STR("SENTRY_DSN")};
    pf_findings_add(
        arena, &s->findings,
        (struct pf_finding){
            .rule = &s->rules[0]->card,
            .severity = PF_SEVERITY_ERROR,
            .certain = true,
            .message = PF_STR("settings read SENTRY_DSN, but container web is not given it"),
            .label = PF_STR("SENTRY_DSN is not here"),
            .help = PF_STR("add SENTRY_DSN to \"secrets\""),
            .span = sample_span(s->taskdef, "\"environment\": ["),
            .related = related,
            .related_count = 1,
            .arguments = argument,
            .argument_count = 1,
            .fingerprint = PF_STR("0a1b")});

    pf_span *secret = PF_NEW(arena, pf_span);
    *secret = sample_span(s->taskdef, "\"hunter2!\"");
    pf_findings_add(arena, &s->findings,
                    (struct pf_finding){.rule = &s->rules[1]->card,
                                        .severity = PF_SEVERITY_WARNING,
                                        .message = PF_STR("KEY is in clear: hunter2!"),
                                        .span = *secret,
                                        .redacted = secret,
                                        .redacted_count = 1,
                                        .fingerprint = PF_STR("2c3d")});
    s->verdict = (struct pf_verdict){.findings = &s->findings,
                                     .summary = {.errors = 1, .warnings = 1, .files = 1},
                                     .files = &s->files,
                                     .rules = &s->rule_pile,
                                     .reasons = &s->reasons,
                                     .root = PF_STR("samples")};
    return s;
}

static inline pf_str sample_printed(struct sample *s, pf_format_writer *write, bool on_github)
{
    struct pf_sink sink = pf_sink_new(s->arena, on_github);
    struct pf_look look = {.width = PF_LOOK_WIDTH};
    write(&s->verdict, &look, &sink);
    return pf_buffer_str(&sink.buffer);
}

#endif
