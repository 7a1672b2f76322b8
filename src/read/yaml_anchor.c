/* Anchors without an alias: libyaml's tokens, counted by name. */
#include "read/yaml_anchor.h"

#include "base/error.h"
#include "base/index.h"
#include "read/yaml_input.h"

#include <yaml.h>

enum { MAX_ANCHORS = 1000 /* a file of more is no file of anchors */ };

struct anchor {
    struct pf_yaml_anchor told;
    bool is_used;
};
struct anchors {
    struct anchor *items;
    size_t count, capacity;
};

struct scan {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_yaml_input input;
    struct anchors anchors;
    struct pf_index by_name; /* → index + 1 of the last one of the name */
};

/* Most files have no anchor, and an '&' of a script is mostly a pair: those are not scanned. */
static bool may_have_anchors(pf_str text)
{
    for (size_t at = 0; at + 1 < text.len; at++) {
        ptrdiff_t found = pf_str_find_byte(pf_str_slice(text, at, text.len), '&');
        if (found == PF_STR_NONE)
            return false;
        at += (size_t)found;
        bool is_start = at == 0 || pf_is_space(text.data[at - 1]) || text.data[at - 1] == '[' ||
                        text.data[at - 1] == ',' || text.data[at - 1] == '{';
        char next = at + 1 < text.len ? text.data[at + 1] : ' ';
        if (is_start && !pf_is_space(next) && next != '&' && next != '>')
            return true;
    }
    return false;
}

static void add_anchor(struct scan *scan, const yaml_token_t *token)
{
    if (scan->anchors.count == MAX_ANCHORS)
        return;
    pf_str name = pf_arena_str(scan->arena, pf_str_c((const char *)token->data.anchor.value));
    size_t at = pf_yaml_place(&scan->input.places, token->start_mark.index);
    struct anchor *anchor = pf_pile_add(scan->arena, &scan->anchors);
    *anchor = (struct anchor){{name, pf_span_of(scan->source, at, name.len + 1)}, false};
    pf_index_put(&scan->by_name, name, (void *)scan->anchors.count);
}

static void use_anchor(struct scan *scan, const yaml_token_t *token)
{
    size_t last =
        (size_t)pf_index_get(&scan->by_name, pf_str_c((const char *)token->data.alias.value));
    if (last > 0)
        scan->anchors.items[last - 1].is_used = true;
}

/* False when the file breaks the grammar. */
static bool scan_tokens(struct scan *scan, yaml_parser_t *parser)
{
    for (bool is_done = false; !is_done;) {
        yaml_token_t token;
        if (!yaml_parser_scan(parser, &token))
            return false;
        if (token.type == YAML_ANCHOR_TOKEN)
            add_anchor(scan, &token);
        else if (token.type == YAML_ALIAS_TOKEN)
            use_anchor(scan, &token);
        is_done = token.type == YAML_STREAM_END_TOKEN || token.type == YAML_NO_TOKEN;
        yaml_token_delete(&token);
    }
    return true;
}

struct pf_yaml_anchors pf_yaml_unused_anchors(struct pf_arena *arena,
                                              const struct pf_source *source)
{
    struct pf_yaml_anchors unused = {0};
    struct scan scan = {.arena = arena, .source = source, .by_name = pf_index_new(arena)};
    struct pf_faults told_elsewhere = {0};
    if (!may_have_anchors(source->bytes) ||
        !pf_yaml_input(arena, source, &scan.input, &told_elsewhere))
        return unused;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        pf_die_of_limit("no memory left to read %.*s", PF_ARG(source->path));
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)scan.input.bytes.data,
                                 scan.input.bytes.len);
    bool is_whole = scan_tokens(&scan, &parser) && !scan.input.cut;
    yaml_parser_delete(&parser);
    for (size_t i = 0; is_whole && i < scan.anchors.count; i++)
        if (!scan.anchors.items[i].is_used)
            *pf_pile_add(arena, &unused) = scan.anchors.items[i].told;
    return unused;
}
