/* YAML reader: libyaml's events → nodes; its own trees know no bytes, no limits and no twins. */
#include "read/yaml.h"

#include "base/error.h"
#include "read/twins.h"
#include "read/yaml_error.h"
#include "read/yaml_quick.h"
#include "read/yaml_scalar.h"

#include <string.h>

/* An anchor is open until its value is complete: an alias in between would contain itself. */
struct anchor {
    const struct pf_node *node; /* NULL while open */
    pf_span span;
    size_t nodes; /* what an alias of it counts */
    unsigned height;
};

/* A container being read. Its items are the reader's pending ones from `first` on. */
struct frame {
    struct pf_node *node;
    struct anchor *anchor;     /* NULL without one */
    const struct pf_node *key; /* waiting for its value */
    pf_str tag;
    struct pf_twins twins;
    size_t first;
    size_t nodes_before;
    unsigned height; /* containers in it, inside each other */
    bool has_brackets;
};

struct reader {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    struct pf_yaml_input input;
    yaml_parser_t parser;
    struct pf_nodes pending; /* items of all open containers, inner ones last */
    struct frame frames[PF_YAML_DEPTH];
    size_t depth;
    struct pf_index anchors; /* name → struct anchor */
    struct pf_node *root;
    size_t nodes;
    size_t last_end; /* where the value read last ends */
    bool stopped;
};

static pf_span span_between(const struct reader *reader, size_t from, size_t to)
{
    return pf_span_of(reader->source, from, to > from ? to - from : 0);
}

static size_t place(const struct reader *reader, yaml_mark_t mark)
{
    return pf_yaml_place(&reader->input.places, mark.index);
}

static pf_str text_of(const yaml_char_t *text)
{
    return pf_str_c((const char *)text);
}

static pf_str copy_text(const struct reader *reader, const yaml_char_t *text)
{
    return text == NULL ? (pf_str){NULL, 0} : pf_arena_str(reader->arena, text_of(text));
}

static struct frame *top(struct reader *reader)
{
    return reader->depth == 0 ? NULL : &reader->frames[reader->depth - 1];
}

static struct pf_node *unread(const struct reader *reader, pf_span span, pf_str reason)
{
    return pf_node_any(reader->arena, PF_KINDS_ALL, true, reason, span);
}

/* --- where things are --- */

static size_t skip_property(pf_str bytes, size_t at, size_t end)
{
    pf_str ends = bytes.data[at] == '&' ? PF_STR(" \t\r\n,[]{}") : PF_STR(" \t\r\n,[]{}\"'");
    if (pf_str_starts(pf_str_slice(bytes, at, end), PF_STR("!<")))
        ends = PF_STR(">");
    while (at < end && pf_str_find_byte(ends, bytes.data[at]) == PF_STR_NONE &&
           pf_yaml_line_end(pf_str_slice(bytes, at, end)) == 0)
        at++;
    return at < end && bytes.data[at] == '>' ? at + 1 : at;
}

/* Past a comment, white space or line end at `at`; `at` itself when there is none. */
static size_t skip_blank(pf_str bytes, size_t at, size_t end)
{
    char c = bytes.data[at];
    if (c == ' ' || c == '\t')
        return at + 1;
    if (c != '#')
        return at + pf_yaml_line_end(pf_str_slice(bytes, at, end));
    while (at < end && pf_yaml_line_end(pf_str_slice(bytes, at, end)) == 0)
        at++;
    return at;
}

/* Past anchor and tag, with the space, comments and line ends behind them. */
static size_t skip_properties(const struct reader *reader, size_t at, size_t end)
{
    pf_str bytes = reader->source->bytes;
    for (size_t before = SIZE_MAX; at < end && at != before;) {
        before = at;
        char c = bytes.data[at];
        at = c == '&' || c == '!' ? skip_property(bytes, at, end) : skip_blank(bytes, at, end);
    }
    return at;
}

static size_t value_start(const struct reader *reader, const yaml_event_t *event,
                          bool has_properties)
{
    size_t at = place(reader, event->start_mark);
    return has_properties ? skip_properties(reader, at, place(reader, event->end_mark)) : at;
}

/* libyaml ends a block scalar where the next thing begins; we, with its last line of text. */
static size_t block_scalar_end(const struct reader *reader, size_t start, size_t end)
{
    pf_str text = pf_str_slice(reader->source->bytes, start, end);
    for (;;) {
        pf_str line = text;
        while (line.len > 0 && (line.data[line.len - 1] == ' ' || line.data[line.len - 1] == '\t'))
            line.len--;
        if (!pf_str_ends(line, PF_STR("\n")))
            return start + text.len;
        text = line;
        text.len--;
        if (pf_str_ends(text, PF_STR("\r")))
            text.len--;
    }
}

/*
 * An empty value is behind the colon, dash or anchor that announced it, or where its key ends; not,
 * as libyaml sometimes has it, at whatever comes next.
 */
static size_t empty_place(const struct reader *reader, size_t at)
{
    pf_str bytes = reader->source->bytes;
    size_t announced = reader->last_end < at ? reader->last_end : at;
    for (size_t i = announced; i < at;) {
        bool is_mark = bytes.data[i] == '#' && i > 0 && !pf_is_space(bytes.data[i - 1]);
        size_t after = is_mark ? i : skip_blank(bytes, i, at);
        if (after == i)
            announced = ++i;
        else
            i = after;
    }
    return announced;
}

/* --- stopping --- */

static void stop(struct reader *reader, pf_span span, const char *what, int limit)
{
    if (!reader->stopped)
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_LIMIT, span,
                     "%s %d; the rest of the file was not checked", what, limit);
    reader->stopped = true;
}

static bool count_nodes(struct reader *reader, size_t count, pf_span span)
{
    if (count > PF_YAML_NODES - reader->nodes) {
        stop(reader, span, "with its aliases written out, the file has more values than",
             PF_YAML_NODES);
        return false;
    }
    reader->nodes += count;
    return true;
}

/* --- adding what was read to what is open --- */

static const char *say_key(const struct reader *reader, const struct pf_node *key)
{
    bool is_template = key->kind == PF_MAP && key->span.at > 0 &&
                       pf_str_starts(pf_str_slice(reader->source->bytes, key->span.at - 1,
                                                  reader->source->bytes.len),
                                     PF_STR("{{"));
    if (is_template)
        return "'{{' opens a map inside a map; put a template in quotes, and '$' before an "
               "expression of GitHub's";
    if (key->kind == PF_MAP || key->kind == PF_SEQ)
        return "a list or map as a key; most programs take only a string or a number";
    return "nobody can know what this key is";
}

/* Only scalars can be looked up by their text. */
static const struct pf_node *as_key(struct reader *reader, const struct pf_node *node)
{
    if (pf_node_is_scalar(node))
        return node;
    pf_fault_add(reader->arena, reader->faults, PF_FAULT_SUSPICIOUS, node->span, "%s",
                 say_key(reader, node));
    return pf_node_str(reader->arena, pf_span_text(node->span), node->span);
}

/* `height`: containers in it, itself included. */
static void add(struct reader *reader, struct pf_node *node, unsigned height)
{
    struct frame *parent = top(reader);
    if (parent == NULL) {
        reader->root = node;
        return;
    }
    if (parent->height < height)
        parent->height = height;
    if (parent->node->kind == PF_MAP && parent->key == NULL) {
        parent->key = as_key(reader, node);
        return;
    }
    if (parent->node->kind == PF_MAP) {
        pf_node_set_key(node, parent->key);
        parent->key = NULL;
        size_t count = reader->pending.count - parent->first;
        struct pf_node **items = count == 0 ? NULL : &reader->pending.items[parent->first];
        pf_twins_check(reader->arena, &parent->twins, items, count, node, reader->faults);
    }
    *pf_pile_add(reader->arena, &reader->pending) = node;
}

/* A new meaning for a name replaces the old one for all aliases to come. */
static struct anchor *open_anchor(struct reader *reader, const yaml_char_t *name,
                                  const yaml_event_t *event)
{
    if (name == NULL)
        return NULL;
    struct anchor *anchor = PF_NEW(reader->arena, struct anchor);
    size_t at = place(reader, event->start_mark);
    anchor->span = pf_span_of(reader->source, at, 1);
    pf_index_put(&reader->anchors, copy_text(reader, name), anchor);
    return anchor;
}

static void seal_anchor(struct anchor *anchor, const struct pf_node *node, size_t nodes,
                        unsigned height)
{
    if (anchor == NULL)
        return;
    anchor->node = node;
    anchor->nodes = nodes;
    anchor->height = height;
}

/* --- events --- */

static enum pf_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return PF_STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return PF_STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return PF_STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return PF_STYLE_FOLDED;
    default:
        return PF_STYLE_PLAIN;
    }
}

static pf_span scalar_span(const struct reader *reader, const yaml_event_t *event)
{
    bool has_properties = event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL;
    size_t start = value_start(reader, event, has_properties);
    size_t end = place(reader, event->end_mark);
    yaml_scalar_style_t style = event->data.scalar.style;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        end = block_scalar_end(reader, start, end);
    if (start >= end)
        start = end = empty_place(reader, end);
    return span_between(reader, start, end);
}

/* Points into the source where the value stands there as it is; else a copy. */
static pf_str scalar_text(const struct reader *reader, const yaml_event_t *event, pf_span span)
{
    pf_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    yaml_scalar_style_t style = event->data.scalar.style;
    bool is_quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    pf_str written = pf_span_text(span);
    if (is_quoted && written.len >= 2)
        written = pf_str_slice(written, 1, written.len - 1);
    return pf_str_eq(written, value) ? written : pf_arena_str(reader->arena, value);
}

static void read_scalar(struct reader *reader, const yaml_event_t *event)
{
    pf_str tag = copy_text(reader, event->data.scalar.tag);
    struct anchor *anchor = open_anchor(reader, event->data.scalar.anchor, event);
    struct pf_node *node = pf_node_new(reader->arena, PF_STRING, scalar_span(reader, event));
    if (!count_nodes(reader, 1, node->span))
        return;
    node->style = style_of(event->data.scalar.style);
    node->text = scalar_text(reader, event, node->span);
    if (tag.len > 0)
        pf_yaml_apply_tag(reader->arena, node, tag, reader->faults);
    else if (node->style == PF_STYLE_PLAIN)
        pf_yaml_resolve(reader->arena, node);
    reader->last_end = (size_t)node->span.at + node->span.len;
    seal_anchor(anchor, node, 1, 0);
    add(reader, node, 0);
}

static void open_container(struct reader *reader, enum pf_kind kind, const yaml_event_t *event,
                           const yaml_char_t *anchor, const yaml_char_t *tag)
{
    size_t start = value_start(reader, event, anchor != NULL || tag != NULL);
    pf_span span = pf_span_of(reader->source, start, 1);
    if (reader->depth == PF_YAML_DEPTH) {
        stop(reader, span, "lists and maps stand inside each other deeper than", PF_YAML_DEPTH);
        return;
    }
    if (!count_nodes(reader, 1, span))
        return;
    char c = start < reader->source->bytes.len ? reader->source->bytes.data[start] : '\0';
    struct frame *frame = &reader->frames[reader->depth++];
    *frame = (struct frame){
        .node = pf_node_new(reader->arena, kind, span),
        .anchor = open_anchor(reader, anchor, event),
        .tag = copy_text(reader, tag),
        .first = reader->pending.count,
        .nodes_before = reader->nodes - 1,
        .has_brackets = kind == PF_SEQ ? c == '[' : c == '{',
    };
    reader->last_end = start + 1;
}

/* The pending items of the innermost container become its own. */
static void take_items(struct reader *reader, const struct frame *frame)
{
    size_t count = reader->pending.count - frame->first;
    if (count > 0)
        pf_node_set_items(reader->arena, frame->node, &reader->pending.items[frame->first], count);
    reader->pending.count = frame->first;
}

/* `end` counts only for a container in brackets: the others end with what is in them. */
static void close_container(struct reader *reader, size_t end)
{
    struct frame frame = *top(reader);
    struct pf_node *node = frame.node;
    take_items(reader, &frame);
    if (frame.has_brackets && end > reader->last_end)
        reader->last_end = end;
    node->span = span_between(reader, node->span.at, reader->last_end);
    if (frame.tag.len > 0)
        pf_yaml_apply_tag(reader->arena, node, frame.tag, reader->faults);
    seal_anchor(frame.anchor, node, reader->nodes - frame.nodes_before, frame.height + 1);
    reader->depth--;
    add(reader, node, frame.height + 1);
}

static struct pf_node *unknown_alias(struct reader *reader, pf_str name,
                                     const struct anchor *anchor, pf_span span)
{
    if (anchor == NULL) {
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_ALIAS, span,
                     "'*%.*s' repeats the value of an anchor, but no '&%.*s' stands above",
                     PF_ARG(name), PF_ARG(name));
        return unread(reader, span, PF_STR("it is an alias without an anchor"));
    }
    struct pf_fault *fault =
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_ALIAS, span,
                     "'*%.*s' stands inside the value of '&%.*s', which would contain itself",
                     PF_ARG(name), PF_ARG(name));
    if (fault != NULL)
        fault->other = anchor->span;
    return unread(reader, span, PF_STR("it is an alias inside its own anchor"));
}

static void read_alias(struct reader *reader, const yaml_event_t *event)
{
    pf_span span =
        span_between(reader, place(reader, event->start_mark), place(reader, event->end_mark));
    pf_str name = text_of(event->data.alias.anchor);
    const struct anchor *anchor = pf_index_get(&reader->anchors, name);
    bool is_known = anchor != NULL && anchor->node != NULL;
    if (!count_nodes(reader, is_known ? anchor->nodes : 1, span))
        return;
    reader->last_end = (size_t)span.at + span.len;
    if (!is_known) {
        add(reader, unknown_alias(reader, name, anchor, span), 0);
        return;
    }
    if (reader->depth + anchor->height > PF_YAML_DEPTH) {
        stop(reader, span,
             "with its aliases written out, lists and maps stand inside each other "
             "deeper than",
             PF_YAML_DEPTH);
        return;
    }
    struct pf_node *node = pf_node_with_key(reader->arena, anchor->node, NULL);
    node->span = span;
    add(reader, node, anchor->height);
}

static void read_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        read_scalar(reader, event);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(reader, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_container(reader, PF_SEQ, event, event->data.sequence_start.anchor,
                       event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        open_container(reader, PF_MAP, event, event->data.mapping_start.anchor,
                       event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_container(reader, place(reader, event->end_mark));
        break;
    default:
        break;
    }
}

/* --- documents --- */

static pf_span open_bracket(const struct reader *reader)
{
    for (size_t i = reader->depth; i-- > 0;)
        if (reader->frames[i].has_brackets)
            return pf_span_of(reader->source, reader->frames[i].node->span.at, 1);
    return (pf_span){NULL, 0, 0};
}

/* False after a syntax error, which is told unless it is of our own making. */
static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    size_t end = reader->input.places.base + reader->input.bytes.len;
    bool is_at_cut = reader->input.cut && place(reader, reader->parser.problem_mark) >= end;
    if (!is_at_cut)
        pf_yaml_error(reader->arena, reader->source, &reader->input, &reader->parser,
                      open_bracket(reader), reader->faults);
    reader->stopped = true;
    return false;
}

/* Reads up to an event of type `last`; false when reading stopped before. */
static bool read_to(struct reader *reader, yaml_event_type_t last)
{
    while (!reader->stopped) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return false;
        yaml_event_type_t type = event.type;
        read_event(reader, &event);
        yaml_event_delete(&event);
        if (type == last || type == YAML_STREAM_END_EVENT)
            return type == last && !reader->stopped;
    }
    return false;
}

/* What was open when reading stopped ends there. */
static void close_all(struct reader *reader)
{
    while (reader->depth > 0) {
        const struct frame *frame = top(reader);
        if (frame->key != NULL)
            add(reader,
                unread(reader, span_between(reader, reader->last_end, reader->last_end),
                       PF_STR("the file could not be read from here")),
                0);
        close_container(reader, 0);
    }
}

static bool is_nothing(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0 &&
           event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/* A last `---` without anything behind it is no document. */
static void look_for_second_document(struct reader *reader)
{
    size_t start = 0;
    for (bool is_done = false; !is_done;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return;
        is_done = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT) {
            start = place(reader, event.start_mark);
        } else if (!is_done && event.type != YAML_DOCUMENT_END_EVENT && !is_nothing(&event)) {
            pf_fault_add(reader->arena, reader->faults, PF_FAULT_SUSPICIOUS,
                         pf_span_of(reader->source, start, 1),
                         "a second document starts here; only the first was read");
            is_done = true;
        }
        yaml_event_delete(&event);
    }
}

/* What libyaml reads of `input`. */
static const struct pf_node *read_events(struct pf_arena *arena, const struct pf_source *source,
                                         const struct pf_yaml_input *input,
                                         struct pf_faults *faults)
{
    struct reader reader = {.arena = arena,
                            .source = source,
                            .faults = faults,
                            .input = *input,
                            .anchors = pf_index_new(arena)};
    if (!yaml_parser_initialize(&reader.parser))
        pf_die_of_limit("no memory left to read %.*s", PF_ARG(source->path));
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.input.bytes.data,
                                 reader.input.bytes.len);
    if (read_to(&reader, YAML_DOCUMENT_END_EVENT))
        look_for_second_document(&reader);
    close_all(&reader);
    yaml_parser_delete(&reader.parser);
    return reader.root;
}

const struct pf_node *pf_yaml_read_by_events(struct pf_arena *arena, const struct pf_source *source,
                                             struct pf_faults *faults)
{
    struct pf_yaml_input input;
    return pf_yaml_input(arena, source, &input, faults) ? read_events(arena, source, &input, faults)
                                                        : NULL;
}

/* The quick reader takes no byte order mark, and nothing that had to be replaced. */
static bool may_be_quick(const struct pf_source *source, const struct pf_yaml_input *input,
                         size_t new_faults)
{
    return new_faults == 0 && !input->cut && input->places.base == 0 &&
           input->bytes.data == source->bytes.data;
}

const struct pf_node *pf_yaml_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults)
{
    struct pf_yaml_input input;
    size_t before = faults->count;
    if (!pf_yaml_input(arena, source, &input, faults))
        return NULL;
    const struct pf_node *root = may_be_quick(source, &input, faults->count - before)
                                     ? pf_yaml_quick(arena, source, faults)
                                     : NULL;
    return root != NULL ? root : read_events(arena, source, &input, faults);
}
