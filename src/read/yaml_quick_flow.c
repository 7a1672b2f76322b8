/* Flow lists and maps of the quick YAML reader: `[a, "b"]`, `{a: b}`. */
#include "read/yaml_quick_inside.h"

#include "read/twins.h"
#include "read/yaml.h"

/* Past spaces, line ends and comments. */
static void skip_space(struct pf_quick *quick)
{
    while (quick->at < quick->bytes.len && !quick->gave_up) {
        char c = quick->bytes.data[quick->at];
        if (c == '#' && quick->at > 0 && pf_quick_is_blank(quick->bytes.data[quick->at - 1])) {
            while (pf_quick_char(quick, quick->at) != '\n')
                quick->at++;
            continue;
        }
        if (!pf_quick_is_blank(c))
            return;
        quick->at++;
        if (c != '\n')
            continue;
        quick->line = quick->at;
        char first = pf_quick_char(quick, quick->at);
        if (first == '-' || first == '.' || first == '%' || first == '\t')
            pf_quick_give_up(quick);
    }
}

/* Up to a sign of the flow, ": ", a comment or the line's end. */
static size_t plain_end(struct pf_quick *quick)
{
    for (size_t i = quick->at;; i++) {
        char c = pf_quick_char(quick, i), next = pf_quick_char(quick, i + 1);
        if (c == ',' || c == ']' || c == '}' || c == '\n')
            return i;
        if (c == '#' && i > quick->at && quick->bytes.data[i - 1] == ' ')
            return i;
        bool is_odd = c == '[' || c == '{' || c == '\t' || c == '?' ||
                      (c == ':' && (next == ',' || next == '[' || next == ']' || next == '{' ||
                                    next == '}' || next == '\n'));
        if (is_odd)
            pf_quick_give_up(quick);
        if (is_odd || (c == ':' && next == ' '))
            return i;
    }
}

static struct pf_node *read_scalar(struct pf_quick *quick)
{
    char c = pf_quick_char(quick, quick->at);
    if (c == '"' || c == '\'') {
        size_t end = pf_quick_quoted_end(quick, quick->at);
        return end == 0 ? pf_quick_give_up(quick) : pf_quick_quoted(quick, end);
    }
    if (!pf_quick_starts_plain(quick, true))
        return pf_quick_give_up(quick);
    size_t from = quick->at, to = plain_end(quick);
    quick->at = to;
    return pf_quick_plain_between(quick, from, to);
}

static struct pf_node *read_value(struct pf_quick *quick)
{
    char c = pf_quick_char(quick, quick->at);
    return c == '[' || c == '{' ? pf_quick_flow(quick) : read_scalar(quick);
}

/* The key of a flow map, and the colon behind it. */
static struct pf_node *read_key(struct pf_quick *quick)
{
    enum { LONGEST_KEY = 1000 /* libyaml takes 1,024 characters */ };
    size_t from = quick->at;
    struct pf_node *key = read_scalar(quick);
    if (quick->gave_up)
        return NULL;
    while (pf_quick_char(quick, quick->at) == ' ')
        quick->at++;
    if (pf_quick_char(quick, quick->at) != ':' || quick->at - from > LONGEST_KEY)
        return pf_quick_give_up(quick);
    quick->at++;
    skip_space(quick);
    return key;
}

static void add_item(struct pf_quick *quick, struct pf_twins *twins, size_t first, bool is_map)
{
    const struct pf_node *key = is_map ? read_key(quick) : NULL;
    struct pf_node *value = quick->gave_up ? NULL : read_value(quick);
    if (quick->gave_up)
        return;
    if (is_map) {
        pf_node_set_key(value, key);
        size_t count = quick->pending.count - first;
        pf_twins_check(quick->arena, twins, count == 0 ? NULL : &quick->pending.items[first], count,
                       value, quick->faults);
    }
    *pf_pile_add(quick->arena, &quick->pending) = value;
    skip_space(quick);
}

struct pf_node *pf_quick_flow(struct pf_quick *quick)
{
    size_t from = quick->at++, first = quick->pending.count;
    bool is_map = quick->bytes.data[from] == '{';
    char close = is_map ? '}' : ']';
    struct pf_twins twins = {{0}};
    struct pf_node *node = pf_quick_node(quick, is_map ? PF_MAP : PF_SEQ, from, from);
    if (++quick->depth > PF_YAML_DEPTH)
        return pf_quick_give_up(quick);
    skip_space(quick);
    while (!pf_quick_is_done(quick) && pf_quick_char(quick, quick->at) != close) {
        add_item(quick, &twins, first, is_map);
        if (quick->gave_up)
            return NULL;
        if (pf_quick_char(quick, quick->at) == ',') {
            quick->at++;
            skip_space(quick);
        } else if (pf_quick_char(quick, quick->at) != close) {
            return pf_quick_give_up(quick);
        }
    }
    if (pf_quick_is_done(quick))
        return pf_quick_give_up(quick);
    quick->depth--;
    quick->last_end = ++quick->at;
    return pf_quick_close(quick, node, first, quick->at);
}
