/* SARIF 2.1.0 as GitHub code scanning takes it: relative addresses, lines from 1, its own
 * fingerprints. */
#include "report/formats.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/linehash.h"
#include "report/mask.h"
#include "report/place.h"

#include "base/index.h"

enum {
    RESULTS_SHOWN = 5000, /* GitHub keeps no more of them */
    RELATED_SHOWN = 100,  /* … and no more places of one */
    TAGS_SHOWN = 20,      /* … and refuses more tags of a rule */
    DESCRIPTION_CAP = 1024
};

struct context {
    struct pf_arena *arena;
    const struct pf_verdict *verdict;
    struct pf_mask mask;
    struct pf_json json;
    struct pf_index hashes; /* path → struct pf_strs of its lines */
};

static const char *level(enum pf_severity severity)
{
    return severity == PF_SEVERITY_ERROR     ? "error"
           : severity == PF_SEVERITY_WARNING ? "warning"
                                             : "note";
}

/* In a message [text](target) is a link, and SARIF has no sure way to escape one: "](" is parted.
 */
static pf_str without_links(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer parted = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        bool follows = i > 0 && text.data[i - 1] == ']';
        if (follows && text.data[i] == '(')
            pf_buffer_add_byte(&parted, ' ');
        pf_buffer_add_byte(&parted, text.data[i]);
    }
    return pf_buffer_str(&parted);
}

/* "key": {"text": …} */
static void put_text(struct context *c, const char *key, pf_str text)
{
    pf_json_key(&c->json, key);
    pf_json_open(&c->json, '{');
    pf_json_put_string(&c->json, "text", without_links(c->arena, pf_mask_text(&c->mask, text)));
    pf_json_close(&c->json, '}');
}

static pf_str cut(pf_str text)
{
    size_t len = text.len < DESCRIPTION_CAP ? text.len : DESCRIPTION_CAP;
    /* Never in the middle of a character. */
    while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xc0) == 0x80)
        len--;
    return pf_str_slice(text, 0, len);
}

static void put_rule_properties(struct context *c, const struct pf_rule_card *card)
{
    static const char *const problem[] = {[PF_SEVERITY_OFF] = "recommendation",
                                          [PF_SEVERITY_INFO] = "recommendation",
                                          [PF_SEVERITY_WARNING] = "warning",
                                          [PF_SEVERITY_ERROR] = "error"};
    struct pf_json *json = &c->json;
    pf_json_key(json, "properties");
    pf_json_open(json, '{');
    pf_json_key(json, "tags");
    pf_json_open(json, '[');
    for (size_t i = 0; i < card->tag_count && i < TAGS_SHOWN; i++)
        pf_json_string(json, card->tags[i]);
    pf_json_close(json, ']');
    pf_json_put_c(json, "precision", "high");
    pf_json_put_c(json, "problem.severity", problem[card->severity]);
    if (card->security_severity.len > 0)
        pf_json_put_string(json, "security-severity", card->security_severity);
    pf_json_close(json, '}');
}

/* "debug-from-string" → "DebugFromString": SARIF wants one word. */
static pf_str one_word(struct pf_arena *arena, pf_str name)
{
    struct pf_buffer word = pf_buffer_new(arena);
    bool at_start = true;
    for (size_t i = 0; i < name.len; i++) {
        if (name.data[i] != '-')
            pf_buffer_add_byte(&word, at_start ? pf_to_upper(name.data[i]) : name.data[i]);
        at_start = name.data[i] == '-';
    }
    return pf_buffer_str(&word);
}

static void put_rule(struct context *c, const struct pf_rule_card *card)
{
    struct pf_json *json = &c->json;
    pf_str docs = card->docs.len > 0 ? card->docs : card->summary;
    pf_json_open(json, '{');
    pf_json_put_string(json, "id", card->id);
    pf_json_put_string(json, "name", one_word(c->arena, card->name));
    put_text(c, "shortDescription", cut(card->summary));
    put_text(c, "fullDescription", cut(card->summary));
    pf_json_key(json, "help");
    pf_json_open(json, '{');
    pf_json_put_string(json, "text", docs);
    pf_json_put_string(json, "markdown", docs);
    pf_json_close(json, '}');
    pf_json_key(json, "defaultConfiguration");
    pf_json_open(json, '{');
    pf_json_put_c(json, "level", level(card->severity));
    pf_json_close(json, '}');
    put_rule_properties(c, card);
    pf_json_close(json, '}');
}

static void put_physical(struct context *c, pf_span span)
{
    struct pf_json *json = &c->json;
    struct pf_printed_place place = pf_place_in_some_file(c->arena, c->verdict, span);
    struct pf_buffer uri = pf_buffer_new(c->arena);
    pf_escape_uri(&uri, place.path);
    pf_json_key(json, "physicalLocation");
    pf_json_open(json, '{');
    pf_json_key(json, "artifactLocation");
    pf_json_open(json, '{');
    pf_json_put_string(json, "uri", pf_buffer_str(&uri));
    pf_json_close(json, '}');
    pf_json_key(json, "region");
    pf_json_open(json, '{');
    pf_json_put_number(json, "startLine", place.line);
    pf_json_put_number(json, "startColumn", place.column);
    pf_json_put_number(json, "endLine", place.end_line);
    pf_json_put_number(json, "endColumn", place.end_column);
    pf_json_close(json, '}');
    pf_json_close(json, '}');
}

static void put_related(struct context *c, const struct pf_finding *finding)
{
    struct pf_json *json = &c->json;
    size_t id = 0;
    pf_json_key(json, "relatedLocations");
    pf_json_open(json, '[');
    for (size_t i = 0; i < finding->related_count && id < RELATED_SHOWN; i++) {
        if (finding->related[i].span.file == NULL)
            continue;
        pf_json_open(json, '{');
        pf_json_put_number(json, "id", ++id);
        put_physical(c, finding->related[i].span);
        if (finding->related[i].label.len > 0)
            put_text(c, "message", finding->related[i].label);
        pf_json_close(json, '}');
    }
    pf_json_close(json, ']');
}

static pf_str line_hash(struct context *c, pf_span span)
{
    if (span.file == NULL)
        return PF_STR("");
    struct pf_strs *hashes = pf_index_get(&c->hashes, span.file->path);
    if (hashes == NULL) {
        hashes = PF_NEW(c->arena, struct pf_strs);
        *hashes = pf_line_hashes(c->arena, span.file->bytes);
        pf_index_put(&c->hashes, span.file->path, hashes);
    }
    uint32_t line = pf_span_start(span).line;
    return line <= hashes->count ? hashes->items[line - 1] : PF_STR("");
}

static void put_fingerprints(struct context *c, const struct pf_finding *finding)
{
    struct pf_json *json = &c->json;
    pf_str hash = line_hash(c, finding->span);
    pf_json_key(json, "partialFingerprints");
    pf_json_open(json, '{');
    if (hash.len > 0)
        pf_json_put_string(json, "primaryLocationLineHash", hash);
    pf_json_put_string(json, "preflight/v1", finding->fingerprint);
    pf_json_close(json, '}');
}

/* The index among verdict->rules; their count when it is not there. */
static size_t rule_index(const struct pf_verdict *verdict, const struct pf_finding *finding)
{
    size_t i = 0;
    while (i < verdict->rules->count &&
           !pf_str_eq(verdict->rules->items[i]->card.id, finding->rule->id))
        i++;
    return i;
}

static pf_str message_of(struct context *c, const struct pf_finding *finding)
{
    if (finding->help.len == 0)
        return finding->message;
    return pf_arena_format(c->arena, "%.*s\n\nhelp: %.*s", PF_ARG(finding->message),
                           PF_ARG(finding->help));
}

static void put_result(struct context *c, const struct pf_finding *finding)
{
    struct pf_json *json = &c->json;
    size_t index = rule_index(c->verdict, finding);
    pf_json_open(json, '{');
    pf_json_put_string(json, "ruleId", finding->rule->id);
    if (index < c->verdict->rules->count)
        pf_json_put_number(json, "ruleIndex", index);
    pf_json_put_c(json, "level", level(finding->severity));
    put_text(c, "message", message_of(c, finding));
    pf_json_key(json, "locations");
    pf_json_open(json, '[');
    pf_json_open(json, '{');
    put_physical(c, finding->span);
    pf_json_close(json, '}');
    pf_json_close(json, ']');
    if (finding->related_count > 0)
        put_related(c, finding);
    put_fingerprints(c, finding);
    pf_json_close(json, '}');
}

static void put_driver(struct context *c)
{
    struct pf_json *json = &c->json;
    pf_json_key(json, "tool");
    pf_json_open(json, '{');
    pf_json_key(json, "driver");
    pf_json_open(json, '{');
    pf_json_put_c(json, "name", "preflight");
    pf_json_put_c(json, "semanticVersion", PREFLIGHT_VERSION);
    pf_json_put_c(json, "informationUri", "man:preflight(1)");
    pf_json_key(json, "rules");
    pf_json_open(json, '[');
    for (size_t i = 0; i < c->verdict->rules->count; i++) {
        pf_rule_read(c->verdict->rules->items[i]);
        put_rule(c, &c->verdict->rules->items[i]->card);
    }
    pf_json_close(json, ']');
    pf_json_close(json, '}');
    pf_json_close(json, '}');
}

static void put_notification(struct context *c, const char *severity, pf_str text)
{
    pf_json_open(&c->json, '{');
    pf_json_put_c(&c->json, "level", severity);
    put_text(c, "message", text);
    pf_json_close(&c->json, '}');
}

static void put_invocation(struct context *c, size_t left_out)
{
    struct pf_json *json = &c->json;
    const struct pf_strs *reasons = c->verdict->reasons;
    pf_json_key(json, "invocations");
    pf_json_open(json, '[');
    pf_json_open(json, '{');
    pf_json_put_bool(json, "executionSuccessful", reasons->count == 0);
    pf_json_key(json, "toolExecutionNotifications");
    pf_json_open(json, '[');
    for (size_t i = 0; i < reasons->count; i++)
        put_notification(c, "error", reasons->items[i]);
    if (left_out > 0)
        put_notification(c, "warning",
                         pf_arena_format(c->arena, "%zu more results are left out", left_out));
    pf_json_close(json, ']');
    pf_json_close(json, '}');
    pf_json_close(json, ']');
}

static void put_automation(struct pf_json *json)
{
    pf_json_key(json, "automationDetails");
    pf_json_open(json, '{');
    pf_json_put_c(json, "id", "preflight/");
    pf_json_close(json, '}');
}

static void put_run(struct context *c)
{
    struct pf_json *json = &c->json;
    /* Suppressed findings are left out: GitHub would raise alerts for them. */
    struct pf_shown shown = pf_shown_by_severity(c->arena, c->verdict);
    size_t kept = shown.count < RESULTS_SHOWN ? shown.count : RESULTS_SHOWN;
    pf_json_open(json, '{');
    put_driver(c);
    put_invocation(c, shown.count - kept);
    put_automation(json);
    pf_json_put_c(json, "columnKind", "unicodeCodePoints");
    pf_json_key(json, "results");
    pf_json_open(json, '[');
    for (size_t i = 0; i < kept; i++)
        put_result(c, shown.items[i]);
    pf_json_close(json, ']');
    pf_json_close(json, '}');
}

void pf_format_sarif(const struct pf_verdict *verdict, const struct pf_look *look,
                     struct pf_sink *sink)
{
    (void)look;
    struct pf_arena *arena = sink->buffer.arena;
    struct context c = {arena, verdict, pf_mask_new(arena, verdict->findings),
                        pf_json_new(&sink->buffer, true), pf_index_new(arena)};
    pf_json_open(&c.json, '{');
    pf_json_put_c(&c.json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    pf_json_put_c(&c.json, "version", "2.1.0");
    pf_json_key(&c.json, "runs");
    pf_json_open(&c.json, '[');
    put_run(&c);
    pf_json_close(&c.json, ']');
    pf_json_close(&c.json, '}');
    pf_sink_add(sink, "\n");
}
