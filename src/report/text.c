/* Findings for people: what, where, the lines with the spot marked, what to write instead. */
#include "report/formats.h"
#include "report/place.h"
#include "report/snippet.h"

#include "base/utf8.h"

enum {
    RELATED_SHOWN = 6, /* more places help nobody; the rest is counted */
    LEAST_WRAP = 40    /* columns; narrower text is not wrapped at all */
};

/* Colours by what they say. */
enum paint { PLAIN, STRONG, FAINT, FRAME, ERROR, WARNING, INFO, PAINT_COUNT };
static const char *const codes[PAINT_COUNT] = {
    [PLAIN] = "\x1b[0m",    [STRONG] = "\x1b[1m",     [FAINT] = "\x1b[2m",  [FRAME] = "\x1b[1;34m",
    [ERROR] = "\x1b[1;31m", [WARNING] = "\x1b[1;33m", [INFO] = "\x1b[1;36m"};

struct page {
    struct pf_arena *arena;
    struct pf_sink *sink;
    struct pf_mask mask;
    const struct pf_verdict *verdict;
    const struct pf_look *look;
    unsigned gutter; /* columns of the widest line number of the finding */
};

static void paint(const struct page *page, enum paint what)
{
    if (page->look->colour)
        pf_sink_add(page->sink, codes[what]);
}

static void painted(const struct page *page, enum paint what, const char *ours)
{
    paint(page, what);
    pf_sink_add(page->sink, ours);
    paint(page, PLAIN);
}

static void strangers(const struct page *page, pf_str text)
{
    pf_sink_text(page->sink, pf_mask_text(&page->mask, text));
}

static void spaces(const struct page *page, unsigned count)
{
    pf_sink_format(page->sink, "%*s", (int)count, "");
}

static enum paint paint_of(enum pf_severity severity)
{
    static const enum paint paints[] = {[PF_SEVERITY_OFF] = FAINT,
                                        [PF_SEVERITY_INFO] = INFO,
                                        [PF_SEVERITY_WARNING] = WARNING,
                                        [PF_SEVERITY_ERROR] = ERROR};
    return paints[severity];
}

/* error[ENV001]: message */
static void headline(const struct page *page, const struct pf_finding *finding)
{
    paint(page, finding->suppressed ? FAINT : paint_of(finding->severity));
    pf_sink_add(page->sink,
                finding->suppressed ? "suppressed" : pf_severity_name(finding->severity));
    pf_sink_format(page->sink, "[%.*s]", PF_ARG(finding->rule->id));
    paint(page, PLAIN);
    paint(page, STRONG);
    pf_sink_add(page->sink, ": ");
    strangers(page, finding->message);
    paint(page, PLAIN);
    pf_sink_add(page->sink, "\n");
}

static unsigned digits_of(uint32_t number)
{
    unsigned digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static unsigned gutter_of(const struct pf_finding *finding)
{
    unsigned widest = 1;
    if (finding->span.file != NULL)
        widest = digits_of(pf_span_start(finding->span).line);
    for (size_t i = 0; i < finding->related_count && i < RELATED_SHOWN; i++) {
        pf_span span = finding->related[i].span;
        unsigned digits = span.file == NULL ? 1 : digits_of(pf_span_start(span).line);
        if (digits > widest)
            widest = digits;
    }
    return widest;
}

static void empty_frame(const struct page *page)
{
    spaces(page, page->gutter);
    painted(page, FRAME, " |\n");
}

/* The words under the marker: beside it where they fit, else on a line of their own. */
static void label_line(const struct page *page, const struct pf_snippet *snippet, pf_str label)
{
    unsigned used = page->gutter + 3 + snippet->start + snippet->width + 1;
    if (label.len == 0)
        return;
    if (used + pf_columns(label) > page->look->width && page->look->width >= LEAST_WRAP) {
        paint(page, PLAIN);
        pf_sink_add(page->sink, "\n");
        spaces(page, page->gutter);
        painted(page, FRAME, " |");
        unsigned room = page->look->width - page->gutter - 3;
        unsigned columns = pf_columns(label);
        unsigned indent = columns >= room ? 0 : room - columns;
        spaces(page, 1 + (indent < snippet->start ? indent : snippet->start));
    } else {
        pf_sink_add(page->sink, " ");
    }
    strangers(page, label);
}

/* The line with its number, and beneath it the marker with its label. */
static void snippet(const struct page *page, pf_span span, pf_str label, char mark,
                    enum paint colour)
{
    unsigned room = page->look->width > page->gutter + 3 ? page->look->width - page->gutter - 3 : 0;
    struct pf_snippet line =
        pf_snippet_of(page->arena, &page->mask, span, room, page->sink->on_github);
    empty_frame(page);
    paint(page, FRAME);
    pf_sink_format(page->sink, "%*u |", (int)page->gutter, line.line);
    paint(page, PLAIN);
    if (line.text.len > 0) {
        pf_sink_add(page->sink, " ");
        pf_buffer_add(&page->sink->buffer, line.text);
    }
    pf_sink_add(page->sink, "\n");
    spaces(page, page->gutter);
    painted(page, FRAME, " | ");
    spaces(page, line.start);
    paint(page, colour);
    for (unsigned i = 0; i < line.width; i++)
        pf_sink_format(page->sink, "%c", mark);
    label_line(page, &line, label);
    paint(page, PLAIN);
    pf_sink_add(page->sink, "\n");
}

static void place(const struct page *page, const char *arrow, pf_span span)
{
    struct pf_printed_place printed = pf_place_from_here(page->arena, page->verdict, span);
    spaces(page, page->gutter);
    paint(page, FRAME);
    pf_sink_format(page->sink, "%s ", arrow);
    paint(page, PLAIN);
    strangers(page, printed.path);
    pf_sink_format(page->sink, ":%u:%u\n", printed.line, printed.column);
}

/* Bytes of `text` that fit into `room` columns, cut at a space where there is one. */
static size_t fitting(pf_str text, unsigned room)
{
    size_t last_space = 0, at = 0;
    unsigned columns = 0;
    while (at < text.len) {
        uint32_t code_point = 0;
        size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &code_point);
        columns += len == 0 ? 1 : pf_utf8_width(code_point);
        if (columns > room && last_space > 0)
            return last_space;
        if (text.data[at] == ' ')
            last_space = at;
        at += len == 0 ? 1 : len;
    }
    return text.len;
}

/* "   = help: …", wrapped beneath its first word. */
static void note(const struct page *page, const char *name, pf_str text)
{
    spaces(page, page->gutter);
    painted(page, FRAME, " = ");
    painted(page, STRONG, name);
    pf_sink_add(page->sink, ": ");
    unsigned indent = page->gutter + 3 + pf_columns(pf_str_c(name)) + 2;
    bool wraps = page->look->width >= indent + LEAST_WRAP;
    text = pf_mask_text(&page->mask, text);
    for (bool first = true; first || text.len > 0; first = false) {
        if (!first)
            spaces(page, indent);
        size_t len = wraps ? fitting(text, page->look->width - indent) : text.len;
        pf_sink_text(page->sink, pf_str_slice(text, 0, len));
        pf_sink_add(page->sink, "\n");
        text = pf_str_trim_left(pf_str_slice(text, len, text.len));
    }
}

/* A help of several paragraphs is a note for each. */
static void help(const struct page *page, pf_str text)
{
    for (pf_str line; pf_str_next_line(&text, &line);)
        if (pf_str_trim(line).len > 0)
            note(page, "help", pf_str_trim(line));
}

static void related(const struct page *page, const struct pf_finding *finding)
{
    for (size_t i = 0; i < finding->related_count && i < RELATED_SHOWN; i++) {
        const struct pf_related *other = &finding->related[i];
        if (other->span.file == NULL) {
            if (other->label.len > 0)
                note(page, "note", other->label);
            continue;
        }
        place(page, ":::", other->span);
        snippet(page, other->span, other->label, '-', FRAME);
    }
    if (finding->related_count > RELATED_SHOWN)
        note(page, "note",
             pf_arena_format(
                 page->arena, "and %s more",
                 pf_counted(page->arena, finding->related_count - RELATED_SHOWN, "place").data));
}

static void finding_block(struct page *page, const struct pf_finding *finding)
{
    page->gutter = gutter_of(finding);
    headline(page, finding);
    if (finding->span.file != NULL) {
        place(page, "-->", finding->span);
        snippet(page, finding->span, finding->label, '^', paint_of(finding->severity));
    } else if (finding->label.len > 0) {
        note(page, "note", finding->label);
    }
    related(page, finding);
    if (!finding->certain)
        note(page, "note", PF_STR("possible, not certain: it hangs on a value that no file tells"));
    help(page, finding->help);
    if (finding->suppressed)
        note(page, "suppressed", finding->suppressed_reason);
    note(page, "docs",
         pf_arena_format(page->arena, "preflight explain %.*s", PF_ARG(finding->rule->id)));
    pf_sink_add(page->sink, "\n");
}

/* "2 errors, 1 warning and 1 note" of those that there are */
static pf_str counts(struct pf_arena *arena, const struct pf_summary *summary)
{
    pf_str parts[3];
    size_t count = 0;
    if (summary->errors > 0)
        parts[count++] = pf_counted(arena, summary->errors, "error");
    if (summary->warnings > 0)
        parts[count++] = pf_counted(arena, summary->warnings, "warning");
    if (summary->infos > 0)
        parts[count++] = pf_counted(arena, summary->infos, "info");
    if (count < 2)
        return count == 0 ? PF_STR("nothing") : parts[0];
    pf_str head = pf_arena_join(arena, parts, count - 1, PF_STR(", "));
    return pf_arena_format(arena, "%.*s and %.*s", PF_ARG(head), PF_ARG(parts[count - 1]));
}

/* " (1 suppressed, 3 undecided)", or nothing */
static pf_str asides(struct pf_arena *arena, const struct pf_verdict *verdict)
{
    pf_str parts[2];
    size_t count = 0;
    if (verdict->summary.suppressed > 0)
        parts[count++] = pf_arena_format(arena, "%zu suppressed", verdict->summary.suppressed);
    if (verdict->verbose && verdict->undecided > 0)
        parts[count++] = pf_arena_format(arena, "%zu undecided", verdict->undecided);
    if (count == 0)
        return PF_STR("");
    return pf_arena_format(arena, " (%.*s)",
                           PF_ARG(pf_arena_join(arena, parts, count, PF_STR(", "))));
}

static void summary_line(const struct page *page)
{
    const struct pf_verdict *verdict = page->verdict;
    const struct pf_summary *summary = &verdict->summary;
    pf_str aside = asides(page->arena, verdict);
    if (summary->errors + summary->warnings + summary->infos == 0)
        pf_sink_format(page->sink, "No findings in %s checked%.*s.\n",
                       pf_counted(page->arena, verdict->files->count, "file").data, PF_ARG(aside));
    else
        pf_sink_format(page->sink, "Found %.*s in %s%.*s.\n", PF_ARG(counts(page->arena, summary)),
                       pf_counted(page->arena, summary->files, "file").data, PF_ARG(aside));
}

static void incomplete_lines(const struct page *page)
{
    const struct pf_strs *reasons = page->verdict->reasons;
    for (size_t i = 0; i < reasons->count; i++) {
        painted(page, ERROR, "not fully checked: ");
        strangers(page, reasons->items[i]);
        pf_sink_add(page->sink, "\n");
    }
}

void pf_format_text(const struct pf_verdict *verdict, const struct pf_look *look,
                    struct pf_sink *sink)
{
    struct pf_arena *arena = sink->buffer.arena;
    struct page page = {.arena = arena,
                        .sink = sink,
                        .mask = pf_mask_new(arena, verdict->findings),
                        .verdict = verdict,
                        .look = look};
    for (size_t i = 0; i < verdict->findings->count; i++) {
        const struct pf_finding *finding = verdict->findings->items[i];
        if (!finding->suppressed || verdict->verbose)
            finding_block(&page, finding);
    }
    if (verdict->quiet)
        return;
    incomplete_lines(&page);
    summary_line(&page);
}
