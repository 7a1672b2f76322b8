/* GitLab's code quality report: an array, every fingerprint once. */
#include "report/formats.h"
#include "report/json.h"
#include "report/mask.h"
#include "report/place.h"

static const char *const severities[] = {[PF_SEVERITY_OFF] = "info",
                                         [PF_SEVERITY_INFO] = "info",
                                         [PF_SEVERITY_WARNING] = "minor",
                                         [PF_SEVERITY_ERROR] = "major"};

static void put_location(struct pf_json *json, const struct pf_printed_place *place)
{
    pf_json_key(json, "location");
    pf_json_open(json, '{');
    pf_json_put_string(json, "path", place->path);
    pf_place_put_range(json, "positions", "begin", place);
    pf_json_close(json, '}');
}

void pf_format_gitlab(const struct pf_verdict *verdict, const struct pf_look *look,
                      struct pf_sink *sink)
{
    (void)look;
    struct pf_arena *arena = sink->buffer.arena;
    struct pf_mask mask = pf_mask_new(arena, verdict->findings);
    struct pf_shown shown = pf_shown_findings(arena, verdict);
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '[');
    for (size_t i = 0; i < shown.count; i++) {
        const struct pf_finding *finding = shown.items[i];
        struct pf_printed_place place = pf_place_in_some_file(arena, verdict, finding->span);
        pf_json_open(&json, '{');
        /* The id goes first: the widget hides check_name. */
        pf_json_put_string(&json, "description",
                           pf_arena_format(arena, "%.*s: %.*s", PF_ARG(finding->rule->id),
                                           PF_ARG(pf_mask_text(&mask, finding->message))));
        pf_json_put_string(&json, "check_name", finding->rule->id);
        pf_json_put_string(&json, "fingerprint", finding->fingerprint);
        pf_json_put_c(&json, "severity", severities[finding->severity]);
        put_location(&json, &place);
        pf_json_close(&json, '}');
    }
    pf_json_close(&json, ']');
    pf_sink_add(sink, "\n");
}
