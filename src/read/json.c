/* JSON reader: RFC 8259 by recursive descent; jansson drops positions and stops at the first error.
 */
#include "read/json.h"

#include "base/error.h"
#include "read/encoding.h"
#include "read/json_scan.h"
#include "read/twins.h"

#include <string.h>

struct reader {
    struct pf_json_scan scan;
    struct pf_nodes pending;  /* items of all open containers, inner ones last */
    struct pf_faults unheard; /* after a limit: what is missing then is no news */
    size_t nodes;
    size_t open_maps, open_seqs;
};

/* A list or map being read. */
struct container {
    struct pf_node *node;
    size_t first; /* of the reader's pending items */
    size_t comma; /* where the last comma stands, while no item follows it */
    bool after_comma;
    struct pf_twins twins; /* of a map */
};

static char peek(const struct reader *reader)
{
    return pf_json_scan_peek(&reader->scan, 0);
}

static bool is_at_end(const struct reader *reader)
{
    return reader->scan.at >= reader->scan.bytes.len;
}

static pf_span span_from(const struct reader *reader, size_t from)
{
    return pf_span_of(reader->scan.source, from, reader->scan.at - from);
}

/* The span ends where the file does. */
static struct pf_fault *tell(const struct reader *reader, size_t at, size_t len,
                             const char *message)
{
    if (len > reader->scan.bytes.len - at)
        len = reader->scan.bytes.len - at;
    return pf_fault_add(reader->scan.arena, reader->scan.faults, PF_FAULT_UNPARSABLE,
                        pf_span_of(reader->scan.source, at, len), "%s", message);
}

static struct pf_node *unread(const struct reader *reader, size_t at, pf_str reason)
{
    return pf_node_any(reader->scan.arena, PF_KINDS_ALL, true, reason,
                       pf_span_of(reader->scan.source, at, 0));
}

/* --- limits --- */

static void stop(struct reader *reader, pf_span span)
{
    pf_fault_add(reader->scan.arena, reader->scan.faults, PF_FAULT_LIMIT, span,
                 "more than %d values; the rest of the file was not checked", PF_JSON_NODES);
    reader->scan.at = reader->scan.bytes.len;
    reader->scan.faults = &reader->unheard;
}

static void skip_string(struct pf_json_scan *scan)
{
    char quote = scan->bytes.data[scan->at++];
    while (scan->at < scan->bytes.len) {
        char c = scan->bytes.data[scan->at++];
        if (c == quote || c == '\n')
            return;
        if (c == '\\' && scan->at < scan->bytes.len)
            scan->at++;
    }
}

/* Past the list or map that begins here, whatever is in it. */
static void skip_container(struct pf_json_scan *scan)
{
    size_t depth = 0;
    while (scan->at < scan->bytes.len) {
        char c = scan->bytes.data[scan->at];
        if (c == '"' || c == '\'') {
            skip_string(scan);
            continue;
        }
        scan->at++;
        if (c == '[' || c == '{')
            depth++;
        else if ((c == ']' || c == '}') && --depth == 0)
            return;
    }
}

static struct pf_node *skip_too_deep(struct reader *reader)
{
    size_t from = reader->scan.at;
    skip_container(&reader->scan);
    pf_fault_add(reader->scan.arena, reader->scan.faults, PF_FAULT_LIMIT,
                 pf_span_of(reader->scan.source, from, 1),
                 "lists and maps stand inside each other deeper than %d; what is in this one was "
                 "not checked",
                 PF_JSON_DEPTH);
    struct pf_node *node = unread(reader, from, PF_STR("it is nested too deep to be read"));
    node->span = span_from(reader, from);
    return node;
}

/* --- lists and maps --- */

static struct container open_container(struct reader *reader, enum pf_kind kind)
{
    struct container container = {
        .node = pf_node_new(reader->scan.arena, kind,
                            pf_span_of(reader->scan.source, reader->scan.at, 1)),
        .first = reader->pending.count,
    };
    *(kind == PF_MAP ? &reader->open_maps : &reader->open_seqs) += 1;
    reader->scan.at++;
    return container;
}

static struct pf_node *close_container(struct reader *reader, const struct container *container)
{
    struct pf_node *node = container->node;
    *(node->kind == PF_MAP ? &reader->open_maps : &reader->open_seqs) -= 1;
    size_t count = reader->pending.count - container->first;
    if (count > 0)
        pf_node_set_items(reader->scan.arena, node, &reader->pending.items[container->first],
                          count);
    reader->pending.count = container->first;
    node->span = span_from(reader, node->span.at);
    node->span.len = (uint32_t)pf_str_trim_right(pf_span_text(node->span)).len;
    return node;
}

static void add(struct reader *reader, struct container *container, struct pf_node *item)
{
    if (item->key != NULL) {
        size_t count = reader->pending.count - container->first;
        struct pf_node **items = count == 0 ? NULL : &reader->pending.items[container->first];
        pf_twins_check(reader->scan.arena, &container->twins, items, count, item,
                       reader->scan.faults);
    }
    *pf_pile_add(reader->scan.arena, &reader->pending) = item;
    container->after_comma = false;
}

static void tell_unclosed(const struct reader *reader, const struct container *container)
{
    bool is_map = container->node->kind == PF_MAP;
    tell(reader, container->node->span.at, 1,
         is_map ? "the '{' opened here is never closed" : "the '[' opened here is never closed");
}

/* The other kind's bracket: ours is missing when one of that kind is open, else it is too much. */
static bool ends_at_foreign(struct reader *reader, const struct container *container)
{
    bool is_map = container->node->kind == PF_MAP;
    size_t at = reader->scan.at;
    if ((is_map ? reader->open_seqs : reader->open_maps) > 0) {
        struct pf_fault *fault =
            tell(reader, at, 1,
                 is_map ? "a '}' is missing before this ']'" : "a ']' is missing before this '}'");
        if (fault != NULL)
            fault->other = container->node->span;
        return true;
    }
    tell(reader, at, 1, is_map ? "this ']' closes nothing" : "this '}' closes nothing");
    reader->scan.at++;
    return false;
}

/* True when the container ends here; its own bracket is taken then. */
static bool ends(struct reader *reader, const struct container *container)
{
    bool is_map = container->node->kind == PF_MAP;
    char c = peek(reader);
    if (is_at_end(reader)) {
        tell_unclosed(reader, container);
        return true;
    }
    if (c != (is_map ? '}' : ']'))
        return c == (is_map ? ']' : '}') && ends_at_foreign(reader, container);
    if (container->after_comma)
        tell(reader, container->comma, 1,
             is_map ? "no ',' may stand before the '}'" : "no ',' may stand before the ']'");
    reader->scan.at++;
    return true;
}

/* What separates items, after one of them. */
static void read_comma(struct reader *reader, struct container *container)
{
    size_t after_item = reader->scan.at;
    pf_json_scan_space(&reader->scan);
    char c = peek(reader);
    if (c == ',' || c == ';') {
        if (c == ';')
            tell(reader, reader->scan.at, 1, "items are separated by ',', not ';'");
        container->comma = reader->scan.at++;
        container->after_comma = true;
    } else if (!is_at_end(reader) && c != ']' && c != '}') {
        tell(reader, after_item, 0, "a ',' is missing here");
    }
}

/*
 * A string with a colon behind it, in a list that has items and stands in a map, is the next key of
 * that map: `{"a": [1, 2, "b": 3}`.
 */
static bool is_key_of_outer_map(const struct reader *reader, const struct container *seq,
                                const struct pf_node *item)
{
    if (item->kind != PF_STRING || reader->open_maps == 0 || reader->pending.count == seq->first)
        return false;
    size_t ahead = 0;
    while (pf_is_space(pf_json_scan_peek(&reader->scan, ahead)))
        ahead++;
    return pf_json_scan_peek(&reader->scan, ahead) == ':';
}

/* Back to before `key`, so that the outer map finds it and its comma. */
static void end_before_key(struct reader *reader, const struct container *seq,
                           const struct pf_node *key)
{
    struct pf_fault *fault =
        tell(reader, key->span.at, key->span.len, "a ']' is missing before this key");
    if (fault != NULL)
        fault->other = seq->node->span;
    reader->scan.at = seq->after_comma ? seq->comma : key->span.at;
}

static struct pf_node *read_value(struct reader *reader);

static struct pf_node *read_seq(struct reader *reader)
{
    struct container seq = open_container(reader, PF_SEQ);
    for (;;) {
        pf_json_scan_space(&reader->scan);
        size_t before = reader->scan.at;
        if (ends(reader, &seq))
            break;
        if (reader->scan.at > before)
            continue;
        if (peek(reader) == ':') {
            tell(reader, reader->scan.at++, 1, "a ':' belongs in a map, between '{' and '}'");
            continue;
        }
        struct pf_node *item = read_value(reader);
        if (is_key_of_outer_map(reader, &seq, item)) {
            end_before_key(reader, &seq, item);
            break;
        }
        add(reader, &seq, item);
        read_comma(reader, &seq);
    }
    return close_container(reader, &seq);
}

/* A key that is a list or a map cannot be looked up: its source text can. */
static const struct pf_node *read_foreign_key(struct reader *reader)
{
    struct pf_node *value = read_value(reader);
    tell(reader, value->span.at, 1, "a key stands in double quotes; this is a list or a map");
    return pf_node_str(reader->scan.arena, pf_span_text(value->span), value->span);
}

static const struct pf_node *read_key(struct reader *reader)
{
    switch (peek(reader)) {
    case '"':
    case '\'':
        return pf_json_scan_string(&reader->scan);
    case '{':
    case '[':
        return read_foreign_key(reader);
    case ':':
    case '=':
        tell(reader, reader->scan.at, 1, "a key is missing here");
        return pf_node_str(reader->scan.arena, (pf_str){"", 0},
                           pf_span_of(reader->scan.source, reader->scan.at, 0));
    default:
        return pf_json_scan_word(&reader->scan, true);
    }
}

/* The colon, or what stands for it. False when there is neither. */
static bool read_colon(struct reader *reader)
{
    size_t after_key = reader->scan.at;
    pf_json_scan_space(&reader->scan);
    char c = peek(reader);
    if (c == ':' || c == '=') {
        if (c == '=')
            tell(reader, reader->scan.at, 1, "a key and its value are separated by ':', not '='");
        reader->scan.at++;
        return true;
    }
    bool has_value = !is_at_end(reader) && c != ',' && c != '}' && c != ']';
    if (has_value)
        tell(reader, after_key, 0, "a ':' is missing between the key and its value");
    return has_value;
}

static void read_pair(struct reader *reader, struct container *map)
{
    const struct pf_node *key = read_key(reader);
    size_t after_key = reader->scan.at;
    struct pf_node *value;
    if (read_colon(reader)) {
        value = read_value(reader);
    } else {
        tell(reader, key->span.at, key->span.len, "this key has no value");
        value = unread(reader, after_key, PF_STR("its value is missing"));
    }
    pf_node_set_key(value, key);
    add(reader, map, value);
}

static struct pf_node *read_map(struct reader *reader)
{
    struct container map = open_container(reader, PF_MAP);
    for (;;) {
        pf_json_scan_space(&reader->scan);
        size_t before = reader->scan.at;
        if (ends(reader, &map))
            break;
        if (reader->scan.at > before)
            continue;
        if (peek(reader) == ',') {
            tell(reader, reader->scan.at++, 1, "a key and its value are missing before this ','");
            continue;
        }
        read_pair(reader, &map);
        read_comma(reader, &map);
    }
    return close_container(reader, &map);
}

/* --- values --- */

static struct pf_node *read_missing(struct reader *reader)
{
    tell(reader, reader->scan.at, 1, "a value is missing before this");
    return unread(reader, reader->scan.at, PF_STR("it is missing"));
}

static struct pf_node *read_container(struct reader *reader)
{
    if (reader->open_maps + reader->open_seqs == PF_JSON_DEPTH)
        return skip_too_deep(reader);
    return peek(reader) == '{' ? read_map(reader) : read_seq(reader);
}

static struct pf_node *read_token(struct reader *reader)
{
    switch (peek(reader)) {
    case '{':
    case '[':
        return read_container(reader);
    case '"':
    case '\'':
        return pf_json_scan_string(&reader->scan);
    case ',':
    case ']':
    case '}':
        return read_missing(reader);
    default:
        return pf_json_scan_word(&reader->scan, false);
    }
}

/* Never NULL; takes at least one byte unless a bracket or comma stands there, or the file ends. */
static struct pf_node *read_value(struct reader *reader)
{
    pf_json_scan_space(&reader->scan);
    while (peek(reader) == ':') {
        tell(reader, reader->scan.at++, 1, "this ':' is one too many");
        pf_json_scan_space(&reader->scan);
    }
    if (is_at_end(reader))
        return read_missing(reader);
    if (++reader->nodes > PF_JSON_NODES)
        stop(reader, pf_span_of(reader->scan.source, reader->scan.at, 1));
    if (is_at_end(reader))
        return unread(reader, reader->scan.at, PF_STR("the file could not be read from here"));
    return read_token(reader);
}

/* --- the document --- */

static void tell_bom(const struct reader *reader)
{
    pf_fault_add(reader->scan.arena, reader->scan.faults, PF_FAULT_SUSPICIOUS,
                 pf_span_of(reader->scan.source, 0, reader->scan.at),
                 "the file begins with a byte order mark, which many programs refuse in JSON");
}

const struct pf_node *pf_json_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults)
{
    if (pf_encoding_is_wide(arena, source, faults))
        return NULL;
    pf_encoding_fault(arena, source, faults);
    struct reader reader = {.scan = {.arena = arena,
                                     .source = source,
                                     .faults = faults,
                                     .bytes = source->bytes,
                                     .at = pf_encoding_bom(source->bytes)}};
    if (reader.scan.at > 0)
        tell_bom(&reader);
    pf_json_scan_space(&reader.scan);
    if (is_at_end(&reader)) {
        tell(&reader, reader.scan.at, 0, "the file is empty; JSON needs a value");
        return NULL;
    }
    const struct pf_node *root = read_value(&reader);
    pf_json_scan_space(&reader.scan);
    if (!is_at_end(&reader))
        tell(&reader, reader.scan.at, 1, "the document ended above; what follows was not read");
    return root;
}
