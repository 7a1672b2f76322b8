/* reviewdog's diagnostics, a line each: the one format that carries fixes to a pull request. */
#include "report/formats.h"
#include "report/json.h"
#include "report/mask.h"
#include "report/place.h"

struct context {
    struct pf_arena *arena;
    const struct pf_verdict *verdict;
    struct pf_mask mask;
    struct pf_json json;
};

static void put_suggestions(struct context *c, const struct pf_fix *fix)
{
    if (fix == NULL || fix->span.file == NULL)
        return;
    pf_json_key(&c->json, "suggestions");
    pf_json_open(&c->json, '[');
    for (; fix != NULL; fix = fix->next) {
        struct pf_printed_place place = pf_place_from_here(c->arena, c->verdict, fix->span);
        pf_json_open(&c->json, '{');
        pf_place_put_range(&c->json, "range", "start", &place);
        pf_json_put_string(&c->json, "text", pf_mask_text(&c->mask, fix->text));
        pf_json_close(&c->json, '}');
    }
    pf_json_close(&c->json, ']');
}

static void put_diagnostic(struct context *c, const struct pf_finding *finding)
{
    static const char *const severities[] = {[PF_SEVERITY_OFF] = "INFO",
                                             [PF_SEVERITY_INFO] = "INFO",
                                             [PF_SEVERITY_WARNING] = "WARNING",
                                             [PF_SEVERITY_ERROR] = "ERROR"};
    struct pf_json *json = &c->json;
    struct pf_printed_place place = pf_place_in_some_file(c->arena, c->verdict, finding->span);
    pf_json_open(json, '{');
    pf_json_put_string(json, "message", pf_mask_text(&c->mask, finding->message));
    pf_json_key(json, "location");
    pf_json_open(json, '{');
    pf_json_put_string(json, "path", place.path);
    pf_place_put_range(json, "range", "start", &place);
    pf_json_close(json, '}');
    pf_json_put_c(json, "severity", severities[finding->severity]);
    pf_json_key(json, "code");
    pf_json_open(json, '{');
    pf_json_put_string(json, "value", finding->rule->id);
    pf_json_close(json, '}');
    pf_json_key(json, "source");
    pf_json_open(json, '{');
    pf_json_put_c(json, "name", "preflight");
    pf_json_close(json, '}');
    put_suggestions(c, finding->fix);
    pf_json_close(json, '}');
}

void pf_format_rdjsonl(const struct pf_verdict *verdict, const struct pf_look *look,
                       struct pf_sink *sink)
{
    (void)look;
    struct pf_arena *arena = sink->buffer.arena;
    struct context c = {arena, verdict, pf_mask_new(arena, verdict->findings), {0}};
    struct pf_shown shown = pf_shown_findings(arena, verdict);
    for (size_t i = 0; i < shown.count; i++) {
        c.json = pf_json_new(&sink->buffer, false);
        put_diagnostic(&c, shown.items[i]);
        pf_sink_add(sink, "\n");
    }
}
