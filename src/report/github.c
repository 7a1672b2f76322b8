/* Annotations: workflow commands that GitHub shows beside the lines of a pull request. */
#include "report/formats.h"
#include "report/escape.h"
#include "report/mask.h"
#include "report/place.h"

enum { SHOWN_A_LEVEL = 10 /* of one step; GitHub puts the rest into the log only */ };

struct context {
    struct pf_arena *arena;
    const struct pf_verdict *verdict;
    struct pf_sink *sink;
    struct pf_mask mask;
};

static const char *command(enum pf_severity severity)
{
    return severity == PF_SEVERITY_ERROR     ? "error"
           : severity == PF_SEVERITY_WARNING ? "warning"
                                             : "notice";
}

static void escaped(struct context *c, pf_str text, bool property)
{
    pf_escape_command(&c->sink->buffer, pf_mask_text(&c->mask, text), property);
}

static void put_place(struct context *c, pf_span span)
{
    if (span.file == NULL)
        return;
    struct pf_printed_place place = pf_place_from_here(c->arena, c->verdict, span);
    pf_sink_add(c->sink, "file=");
    escaped(c, place.path, true);
    pf_sink_format(c->sink, ",line=%u", place.line);
    /* GitHub refuses columns where the lines differ. */
    if (place.line == place.end_line)
        pf_sink_format(c->sink, ",col=%u,endLine=%u,endColumn=%u,", place.column, place.end_line,
                       place.end_column);
    else
        pf_sink_format(c->sink, ",endLine=%u,", place.end_line);
}

static void put_annotation(struct context *c, const struct pf_finding *finding)
{
    pf_sink_format(c->sink, "::%s ", command(finding->severity));
    put_place(c, finding->span);
    pf_sink_add(c->sink, "title=");
    escaped(c, finding->rule->id, true);
    pf_sink_add(c->sink, " ");
    escaped(c, finding->rule->name, true);
    pf_sink_add(c->sink, "::");
    escaped(c, finding->message, false);
    if (finding->help.len > 0) {
        pf_sink_add(c->sink, "%0Ahelp: ");
        escaped(c, finding->help, false);
    }
    pf_sink_add(c->sink, "\n");
}

void pf_format_github(const struct pf_verdict *verdict, const struct pf_look *look,
                      struct pf_sink *sink)
{
    (void)look;
    struct pf_arena *arena = sink->buffer.arena;
    struct context c = {arena, verdict, sink, pf_mask_new(arena, verdict->findings)};
    struct pf_shown shown = pf_shown_by_severity(arena, verdict);
    size_t of_level[PF_SEVERITY_ERROR + 1] = {0}, hidden = 0;
    for (size_t i = 0; i < shown.count; i++) {
        put_annotation(&c, shown.items[i]);
        if (++of_level[shown.items[i]->severity] > SHOWN_A_LEVEL)
            hidden++;
    }
    if (hidden > 0)
        pf_sink_format(sink,
                       "preflight: GitHub shows %d annotations of a kind for a step; %zu more "
                       "stand in this log only\n",
                       SHOWN_A_LEVEL, hidden);
}
