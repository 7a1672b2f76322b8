/* One line a finding: path:line:column: severity: message [ID], which editors understand. */
#include "report/formats.h"
#include "report/mask.h"
#include "report/place.h"

void pf_format_concise(const struct pf_verdict *verdict, const struct pf_look *look,
                       struct pf_sink *sink)
{
    (void)look;
    struct pf_arena *arena = sink->buffer.arena;
    struct pf_mask mask = pf_mask_new(arena, verdict->findings);
    struct pf_shown shown = pf_shown_findings(arena, verdict);
    for (size_t i = 0; i < shown.count; i++) {
        const struct pf_finding *finding = shown.items[i];
        pf_str path = pf_place_path_from_here(arena, verdict, finding->span);
        if (path.len > 0) {
            struct pf_place start = pf_span_start(finding->span);
            pf_sink_text(sink, path);
            pf_sink_format(sink, ":%u:%u: ", start.line, start.column);
        }
        pf_sink_add(sink, pf_severity_name(finding->severity));
        pf_sink_add(sink, ": ");
        pf_sink_text(sink, pf_mask_text(&mask, finding->message));
        pf_sink_add(sink, " [");
        pf_sink_text(sink, finding->rule->id);
        pf_sink_add(sink, "]\n");
    }
}
