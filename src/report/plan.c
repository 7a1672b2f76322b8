/* The verdict in short, and the plan as whoever joined the project wrote it. */
#include "report/formats.h"
#include "report/json.h"
#include "report/mask.h"
#include "report/place.h"

static const char *verdict_name(const struct pf_verdict *verdict)
{
    return verdict->reasons->count > 0 ? "incomplete" : verdict->fails ? "fail" : "pass";
}

static void put_summary(struct pf_json *json, const struct pf_verdict *verdict)
{
    pf_json_key(json, "summary");
    pf_json_open(json, '{');
    pf_json_put_number(json, "errors", verdict->summary.errors);
    pf_json_put_number(json, "warnings", verdict->summary.warnings);
    pf_json_put_number(json, "infos", verdict->summary.infos);
    pf_json_put_number(json, "suppressed", verdict->summary.suppressed);
    pf_json_put_number(json, "undecided", verdict->undecided);
    pf_json_put_number(json, "files", verdict->files->count);
    pf_json_close(json, '}');
}

static void put_findings(struct pf_json *json, const struct pf_verdict *verdict,
                         const struct pf_mask *mask)
{
    struct pf_arena *arena = json->buffer->arena;
    struct pf_shown shown = pf_shown_by_severity(arena, verdict);
    pf_json_key(json, "findings");
    pf_json_open(json, '[');
    for (size_t i = 0; i < shown.count; i++) {
        const struct pf_finding *finding = shown.items[i];
        struct pf_printed_place place = pf_place_in_project(arena, verdict, finding->span);
        pf_json_open(json, '{');
        pf_json_put_string(json, "rule", finding->rule->id);
        pf_json_put_c(json, "severity", pf_severity_name(finding->severity));
        pf_json_put_string(json, "path", pf_mask_text(mask, place.path));
        pf_json_put_number(json, "line", place.line);
        pf_json_put_string(json, "message", pf_mask_text(mask, finding->message));
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static void put_reasons(struct pf_json *json, const struct pf_verdict *verdict,
                        const struct pf_mask *mask)
{
    pf_json_key(json, "not_checked");
    pf_json_open(json, '[');
    for (size_t i = 0; i < verdict->reasons->count; i++)
        pf_json_string(json, pf_mask_text(mask, verdict->reasons->items[i]));
    pf_json_close(json, ']');
}

void pf_format_plan(const struct pf_verdict *verdict, const struct pf_look *look,
                    struct pf_sink *sink)
{
    (void)look;
    struct pf_mask mask = pf_mask_new(sink->buffer.arena, verdict->findings);
    struct pf_json json = pf_json_new(&sink->buffer, false);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    pf_json_put_c(&json, "tool", "preflight");
    pf_json_put_c(&json, "version", PREFLIGHT_VERSION);
    pf_json_put_c(&json, "verdict", verdict_name(verdict));
    put_summary(&json, verdict);
    put_reasons(&json, verdict, &mask);
    put_findings(&json, verdict, &mask);
    pf_json_key(&json, "plan");
    if (verdict->plan.len == 0)
        pf_json_null(&json);
    else
        pf_json_raw(&json, pf_mask_text(&mask, verdict->plan));
    pf_json_close(&json, '}');
    pf_sink_add(sink, "\n");
}
