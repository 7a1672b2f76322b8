/* Findings as JSON: the contract that programs rely on ("schema": 1), whole or line by line. */
#include "report/formats.h"
#include "report/json.h"
#include "report/mask.h"
#include "report/place.h"

struct context {
    const struct pf_verdict *verdict;
    struct pf_mask mask;
    struct pf_json json;
};

static void put_masked(struct context *c, const char *key, pf_str text)
{
    pf_json_put_string(&c->json, key, pf_mask_text(&c->mask, text));
}

/* Paths are relative to the project. What stands nowhere has nulls. */
static void put_place(struct context *c, pf_span span, bool with_end)
{
    static const char *const keys[] = {"path", "line", "column", "end_line", "end_column"};
    if (span.file == NULL) {
        for (size_t i = 0; i < (with_end ? 5 : 3); i++) {
            pf_json_key(&c->json, keys[i]);
            pf_json_null(&c->json);
        }
        return;
    }
    struct pf_printed_place place = pf_place_in_project(c->json.buffer->arena, c->verdict, span);
    put_masked(c, "path", place.path);
    pf_json_put_number(&c->json, "line", place.line);
    pf_json_put_number(&c->json, "column", place.column);
    if (with_end) {
        pf_json_put_number(&c->json, "end_line", place.end_line);
        pf_json_put_number(&c->json, "end_column", place.end_column);
    }
}

static void put_related(struct context *c, const struct pf_finding *finding)
{
    pf_json_key(&c->json, "related");
    pf_json_open(&c->json, '[');
    for (size_t i = 0; i < finding->related_count; i++) {
        pf_json_open(&c->json, '{');
        put_place(c, finding->related[i].span, false);
        put_masked(c, "message", finding->related[i].label);
        pf_json_close(&c->json, '}');
    }
    pf_json_close(&c->json, ']');
}

static void put_arguments(struct context *c, const struct pf_finding *finding)
{
    pf_json_key(&c->json, "args");
    pf_json_open(&c->json, '{');
    for (size_t i = 0; i < finding->argument_count; i++) {
        pf_json_key_str(&c->json, finding->arguments[i].name);
        pf_json_string(&c->json, pf_mask_text(&c->mask, finding->arguments[i].value));
    }
    pf_json_close(&c->json, '}');
}

static void put_edit(struct context *c, const struct pf_fix *edit)
{
    put_place(c, edit->span, true);
    put_masked(c, "text", edit->text);
}

static void put_further_edits(struct context *c, const struct pf_fix *edit)
{
    pf_json_key(&c->json, "also");
    pf_json_open(&c->json, '[');
    for (; edit != NULL; edit = edit->next) {
        pf_json_open(&c->json, '{');
        put_edit(c, edit);
        pf_json_close(&c->json, '}');
    }
    pf_json_close(&c->json, ']');
}

static void put_fix(struct context *c, const struct pf_fix *fix)
{
    static const char *const safeties[] = {
        [PF_FIX_SUGGESTION] = "suggestion", [PF_FIX_UNSAFE] = "unsafe", [PF_FIX_SAFE] = "safe"};
    pf_json_key(&c->json, "fix");
    if (fix == NULL) {
        pf_json_null(&c->json);
        return;
    }
    pf_json_open(&c->json, '{');
    pf_json_put_c(&c->json, "safety", safeties[fix->safety]);
    put_masked(c, "title", fix->title);
    put_edit(c, fix);
    if (fix->next != NULL)
        put_further_edits(c, fix->next);
    pf_json_close(&c->json, '}');
}

static void put_finding(struct context *c, const struct pf_finding *finding)
{
    struct pf_json *json = &c->json;
    pf_json_open(json, '{');
    pf_json_put_string(json, "rule", finding->rule->id);
    pf_json_put_string(json, "name", finding->rule->name);
    pf_json_put_c(json, "severity", pf_severity_name(finding->severity));
    pf_json_put_bool(json, "certain", finding->certain);
    put_masked(c, "message", finding->message);
    put_place(c, finding->span, true);
    put_masked(c, "label", finding->label);
    put_related(c, finding);
    put_masked(c, "help", finding->help);
    pf_json_put_string(json, "fingerprint", finding->fingerprint);
    pf_json_put_bool(json, "suppressed", finding->suppressed);
    if (finding->suppressed)
        put_masked(c, "suppressed_reason", finding->suppressed_reason);
    put_arguments(c, finding);
    put_fix(c, finding->fix);
    pf_json_close(json, '}');
}

static void put_summary(struct pf_json *json, const struct pf_verdict *verdict)
{
    const struct pf_summary *summary = &verdict->summary;
    pf_json_key(json, "summary");
    pf_json_open(json, '{');
    pf_json_put_number(json, "errors", summary->errors);
    pf_json_put_number(json, "warnings", summary->warnings);
    pf_json_put_number(json, "infos", summary->infos);
    pf_json_put_number(json, "suppressed", summary->suppressed);
    pf_json_put_number(json, "undecided", verdict->undecided);
    pf_json_put_number(json, "files", verdict->files->count);
    pf_json_put_bool(json, "complete", verdict->reasons->count == 0);
    pf_json_close(json, '}');
}

static void put_reasons(struct context *c, const struct pf_verdict *verdict)
{
    pf_json_key(&c->json, "not_checked");
    pf_json_open(&c->json, '[');
    for (size_t i = 0; i < verdict->reasons->count; i++)
        pf_json_string(&c->json, pf_mask_text(&c->mask, verdict->reasons->items[i]));
    pf_json_close(&c->json, ']');
}

void pf_format_json(const struct pf_verdict *verdict, const struct pf_look *look,
                    struct pf_sink *sink)
{
    (void)look;
    struct context c = {verdict, pf_mask_new(sink->buffer.arena, verdict->findings),
                        pf_json_new(&sink->buffer, true)};
    pf_json_open(&c.json, '{');
    pf_json_put_number(&c.json, "schema", 1);
    pf_json_put_c(&c.json, "tool", "preflight");
    pf_json_put_c(&c.json, "version", PREFLIGHT_VERSION);
    pf_json_put_string(&c.json, "root", verdict->root);
    put_summary(&c.json, verdict);
    put_reasons(&c, verdict);
    pf_json_key(&c.json, "findings");
    pf_json_open(&c.json, '[');
    for (size_t i = 0; i < verdict->findings->count; i++)
        put_finding(&c, verdict->findings->items[i]);
    pf_json_close(&c.json, ']');
    pf_json_close(&c.json, '}');
    pf_sink_add(sink, "\n");
}

void pf_format_jsonl(const struct pf_verdict *verdict, const struct pf_look *look,
                     struct pf_sink *sink)
{
    (void)look;
    struct context c = {verdict, pf_mask_new(sink->buffer.arena, verdict->findings), {0}};
    for (size_t i = 0; i < verdict->findings->count; i++) {
        c.json = pf_json_new(&sink->buffer, false);
        put_finding(&c, verdict->findings->items[i]);
        pf_sink_add(sink, "\n");
    }
}
