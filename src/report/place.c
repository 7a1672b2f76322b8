/* Spans in the words of reports, and which findings are printed at all. */
#include "report/place.h"

#include "base/file.h"

static pf_str root_of(const struct pf_source_roots *roots, const struct pf_source *source)
{
    for (size_t i = 0; roots != NULL && i < roots->count; i++)
        if (roots->items[i].source == source)
            return roots->items[i].root;
    return PF_STR("");
}

static pf_str path_in_project(struct pf_arena *arena, const struct pf_verdict *verdict,
                              pf_span span)
{
    return pf_path_join(arena, root_of(verdict->roots, span.file), span.file->path);
}

pf_str pf_place_path_from_here(struct pf_arena *arena, const struct pf_verdict *verdict,
                               pf_span span)
{
    return span.file == NULL
               ? PF_STR("")
               : pf_path_join(arena, verdict->root, path_in_project(arena, verdict, span));
}

struct pf_printed_place pf_place_in_project(struct pf_arena *arena,
                                            const struct pf_verdict *verdict, pf_span span)
{
    struct pf_printed_place printed = {.line = 1, .column = 1, .end_line = 1, .end_column = 1};
    if (span.file == NULL)
        return printed;
    struct pf_place start = pf_span_start(span), end = pf_span_end(span);
    printed = (struct pf_printed_place){path_in_project(arena, verdict, span), start.line,
                                        start.column, end.line, end.column};
    return printed;
}

struct pf_printed_place pf_place_from_here(struct pf_arena *arena, const struct pf_verdict *verdict,
                                           pf_span span)
{
    struct pf_printed_place printed = pf_place_in_project(arena, verdict, span);
    if (printed.path.len > 0)
        printed.path = pf_path_join(arena, verdict->root, printed.path);
    return printed;
}

struct pf_printed_place pf_place_in_some_file(struct pf_arena *arena,
                                              const struct pf_verdict *verdict, pf_span span)
{
    struct pf_printed_place printed = pf_place_from_here(arena, verdict, span);
    if (printed.path.len == 0 && verdict->files->count > 0)
        printed.path = pf_path_join(arena, verdict->root, verdict->files->items[0]);
    return printed;
}

static void put_position(struct pf_json *json, const char *key, uint32_t line, uint32_t column)
{
    pf_json_key(json, key);
    pf_json_open(json, '{');
    pf_json_put_number(json, "line", line);
    pf_json_put_number(json, "column", column);
    pf_json_close(json, '}');
}

void pf_place_put_range(struct pf_json *json, const char *key, const char *start,
                        const struct pf_printed_place *place)
{
    pf_json_key(json, key);
    pf_json_open(json, '{');
    put_position(json, start, place->line, place->column);
    put_position(json, "end", place->end_line, place->end_column);
    pf_json_close(json, '}');
}

struct pf_shown pf_shown_findings(struct pf_arena *arena, const struct pf_verdict *verdict)
{
    struct pf_shown shown = {0};
    for (size_t i = 0; i < verdict->findings->count; i++)
        if (!verdict->findings->items[i]->suppressed)
            *pf_pile_add(arena, &shown) = verdict->findings->items[i];
    return shown;
}

struct pf_shown pf_shown_by_severity(struct pf_arena *arena, const struct pf_verdict *verdict)
{
    struct pf_shown all = pf_shown_findings(arena, verdict), sorted = {0};
    for (int severity = PF_SEVERITY_ERROR; severity >= PF_SEVERITY_OFF; severity--)
        for (size_t i = 0; i < all.count; i++)
            if ((int)all.items[i]->severity == severity)
                *pf_pile_add(arena, &sorted) = all.items[i];
    return sorted;
}

pf_str pf_counted(struct pf_arena *arena, size_t count, const char *noun)
{
    return pf_arena_format(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}
