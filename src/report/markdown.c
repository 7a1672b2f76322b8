/* A table in GitHub-flavoured Markdown, the gravest first, for job summaries. */
#include "report/formats.h"
#include "report/escape.h"
#include "report/mask.h"
#include "report/place.h"

enum { ROWS = 50 /* a summary that has to be scrolled is read by nobody */ };

static void cell(struct pf_sink *sink, const struct pf_mask *mask, pf_str text)
{
    pf_escape_markdown(&sink->buffer, pf_mask_text(mask, text));
}

static void row(const struct pf_verdict *verdict, const struct pf_mask *mask, struct pf_sink *sink,
                const struct pf_finding *finding)
{
    struct pf_printed_place place = pf_place_from_here(sink->buffer.arena, verdict, finding->span);
    pf_sink_format(sink, "| %s | %.*s ", pf_severity_name(finding->severity),
                   PF_ARG(finding->rule->id));
    cell(sink, mask, finding->rule->name);
    pf_sink_add(sink, " | ");
    if (place.path.len > 0) {
        cell(sink, mask, place.path);
        pf_sink_format(sink, "&#58;%u", place.line);
    }
    pf_sink_add(sink, " | ");
    cell(sink, mask, finding->message);
    if (finding->help.len > 0) {
        pf_sink_add(sink, "<br>");
        cell(sink, mask, finding->help);
    }
    pf_sink_add(sink, " |\n");
}

static void heading(const struct pf_verdict *verdict, struct pf_sink *sink)
{
    const struct pf_summary *summary = &verdict->summary;
    struct pf_arena *arena = sink->buffer.arena;
    const pf_str parts[] = {pf_counted(arena, summary->errors, "error"),
                            pf_counted(arena, summary->warnings, "warning"),
                            pf_counted(arena, summary->infos, "info")};
    pf_str files = pf_counted(arena, verdict->files->count, "file");
    pf_sink_format(sink, "### preflight: %.*s in %.*s\n\n",
                   PF_ARG(pf_arena_join(arena, parts, 3, PF_STR(", "))), PF_ARG(files));
    for (size_t i = 0; i < verdict->reasons->count; i++) {
        pf_sink_add(sink, "**Not fully checked**: ");
        pf_escape_markdown(&sink->buffer, verdict->reasons->items[i]);
        pf_sink_add(sink, "\n\n");
    }
}

void pf_format_markdown(const struct pf_verdict *verdict, const struct pf_look *look,
                        struct pf_sink *sink)
{
    (void)look;
    struct pf_mask mask = pf_mask_new(sink->buffer.arena, verdict->findings);
    struct pf_shown shown = pf_shown_by_severity(sink->buffer.arena, verdict);
    heading(verdict, sink);
    if (shown.count == 0)
        return;
    pf_sink_add(sink, "| severity | rule | place | finding |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < shown.count && i < ROWS; i++)
        row(verdict, &mask, sink, shown.items[i]);
    if (shown.count > ROWS)
        pf_sink_format(sink, "\nand %zu more\n", shown.count - ROWS);
}
