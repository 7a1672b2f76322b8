/* Block lists and maps of the quick YAML reader, and the document as a whole. */
#include "read/yaml_quick.h"

#include "read/twins.h"
#include "read/yaml.h"
#include "read/yaml_crlf.h"
#include "read/yaml_quick_inside.h"

void *pf_quick_give_up(struct pf_quick *quick)
{
    quick->gave_up = true;
    return NULL;
}

struct pf_node *pf_quick_node(struct pf_quick *quick, enum pf_kind kind, size_t from, size_t to)
{
    enum { TAKEN_AT_ONCE = 16 };
    if (++quick->nodes > PF_YAML_NODES)
        pf_quick_give_up(quick);
    if (quick->fresh_count == 0) {
        quick->fresh = pf_arena_take_lines(quick->arena, TAKEN_AT_ONCE * sizeof *quick->fresh);
        quick->fresh_count = TAKEN_AT_ONCE;
    }
    struct pf_node *node = quick->fresh++;
    quick->fresh_count--;
    if (quick->has_crlf)
        *pf_pile_add(quick->arena, &quick->all) = node;
    node->kind = kind;
    node->span = pf_span_of(quick->source, from, to - from);
    return node;
}

struct pf_node *pf_quick_close(struct pf_quick *quick, struct pf_node *node, size_t first,
                               size_t end)
{
    size_t count = quick->pending.count - first;
    node->span.len = (uint32_t)(end - node->span.at);
    if (count > 0)
        pf_node_set_items(quick->arena, node, &quick->pending.items[first], count);
    quick->pending.count = first;
    return node;
}

void pf_quick_to_content(struct pf_quick *quick)
{
    while (quick->at < quick->bytes.len) {
        quick->line = quick->at;
        while (pf_quick_char(quick, quick->at) == ' ')
            quick->at++;
        char c = pf_quick_char(quick, quick->at);
        if (c == '#') {
            quick->saw_comment = true;
            while (pf_quick_char(quick, quick->at) != '\n')
                quick->at++;
        } else if (c != '\n') {
            bool may_be_mark = quick->at == quick->line && (c == '-' || c == '.' || c == '%');
            pf_str rest = pf_str_slice(quick->bytes, quick->at, quick->at + 3);
            if (c == '\t' || (may_be_mark && (c == '%' || pf_str_eq(rest, PF_STR("---")) ||
                                              pf_str_eq(rest, PF_STR("...")))))
                pf_quick_give_up(quick);
            return;
        }
        quick->at++;
    }
    quick->at = quick->bytes.len;
}

void pf_quick_end_line(struct pf_quick *quick)
{
    while (pf_quick_char(quick, quick->at) == ' ')
        quick->at++;
    char c = pf_quick_char(quick, quick->at);
    quick->saw_comment = c == '#';
    if (c == '#' && pf_quick_is_blank(quick->bytes.data[quick->at - 1]))
        while (pf_quick_char(quick, quick->at) != '\n')
            quick->at++;
    if (pf_quick_char(quick, quick->at) != '\n') {
        pf_quick_give_up(quick);
        return;
    }
    quick->at = quick->at < quick->bytes.len ? quick->at + 1 : quick->bytes.len;
    pf_quick_to_content(quick);
}

static bool is_dash(const struct pf_quick *quick)
{
    return pf_quick_char(quick, quick->at) == '-' &&
           pf_quick_is_blank(pf_quick_char(quick, quick->at + 1));
}

/* --- keys --- */

struct key {
    size_t end, colon; /* of the key's text, and where its colon is */
    bool is_quoted;
};

/* "key:" at `at`, on one line, with white space behind the colon. */
static bool find_key(struct pf_quick *quick, struct key *key)
{
    enum { LONGEST_KEY = 1000 /* libyaml takes 1,024 characters */ };
    char c = pf_quick_char(quick, quick->at);
    size_t i = quick->at;
    key->is_quoted = c == '"' || c == '\'';
    if (key->is_quoted) {
        i = key->end = pf_quick_quoted_end(quick, quick->at);
        if (key->end == 0)
            return false;
        while (pf_quick_char(quick, i) == ' ')
            i++;
    } else if (!pf_quick_starts_plain(quick, false)) {
        return false;
    } else {
        i = pf_quick_skip_plain(quick->bytes, i);
        while ((c = pf_quick_char(quick, i)) != '\n' &&
               !(c == ':' && pf_quick_is_blank(pf_quick_char(quick, i + 1))) &&
               !(c == '#' && quick->bytes.data[i - 1] == ' ') && c != '\t')
            i = pf_quick_skip_plain(quick->bytes, i + 1);
        key->end = i;
    }
    key->colon = i;
    bool is_key = pf_quick_char(quick, i) == ':' && pf_quick_is_blank(pf_quick_char(quick, i + 1));
    if (is_key && i - quick->at > LONGEST_KEY)
        pf_quick_give_up(quick);
    return is_key;
}

static struct pf_node *read_key(struct pf_quick *quick, const struct key *key)
{
    struct pf_node *node = key->is_quoted ? pf_quick_quoted(quick, key->end)
                                          : pf_quick_plain_between(quick, quick->at, key->end);
    quick->at = key->colon + 1;
    return node;
}

/* --- blocks --- */

static struct pf_node *read_block(struct pf_quick *quick, size_t parent);

/* Nothing stands behind the colon or dash that ends at `at`. */
static struct pf_node *nothing(struct pf_quick *quick, size_t at)
{
    quick->last_end = at;
    struct pf_node *node = pf_quick_node(quick, PF_NULL, at, at);
    node->text = pf_str_slice(quick->bytes, at, at);
    return node;
}

/* A value that starts on the line of its key or dash, or alone on the next. */
static struct pf_node *read_inline(struct pf_quick *quick, size_t parent)
{
    char c = pf_quick_char(quick, quick->at);
    if (c == '|' || c == '>')
        return pf_quick_block_scalar(quick, parent);
    if (pf_quick_starts_plain(quick, false))
        return pf_quick_plain(quick, parent);
    struct pf_node *node = NULL;
    if (c == '[' || c == '{') {
        node = pf_quick_flow(quick);
    } else if (c == '"' || c == '\'') {
        size_t end = pf_quick_quoted_end(quick, quick->at);
        node = end == 0 ? NULL : pf_quick_quoted(quick, end);
    }
    if (node == NULL)
        return pf_quick_give_up(quick);
    pf_quick_end_line(quick);
    return node;
}

static bool is_line_over(const struct pf_quick *quick)
{
    char c = pf_quick_char(quick, quick->at);
    return c == '\n' || c == '#';
}

static struct pf_node *read_list(struct pf_quick *quick)
{
    size_t from = quick->at, column = pf_quick_column(quick), first = quick->pending.count;
    struct pf_node *list = pf_quick_node(quick, PF_SEQ, from, from);
    if (++quick->depth > PF_YAML_DEPTH)
        return pf_quick_give_up(quick);
    for (;;) {
        size_t behind = ++quick->at;
        while (pf_quick_char(quick, quick->at) == ' ')
            quick->at++;
        bool is_below = is_line_over(quick);
        if (is_below) {
            quick->at = behind;
            pf_quick_end_line(quick);
        }
        bool is_empty = is_below && (pf_quick_is_done(quick) || pf_quick_column(quick) <= column);
        if (quick->gave_up)
            return NULL;
        struct pf_node *item = is_empty ? nothing(quick, behind) : read_block(quick, column);
        if (quick->gave_up)
            return NULL;
        *pf_pile_add(quick->arena, &quick->pending) = item;
        if (pf_quick_is_done(quick) || pf_quick_column(quick) != column || !is_dash(quick))
            break;
    }
    quick->depth--;
    return pf_quick_close(quick, list, first, quick->last_end);
}

static struct pf_node *read_map_value(struct pf_quick *quick, size_t column)
{
    size_t behind = quick->at;
    while (pf_quick_char(quick, quick->at) == ' ')
        quick->at++;
    if (!is_line_over(quick))
        return read_inline(quick, column);
    quick->at = behind;
    pf_quick_end_line(quick);
    if (quick->gave_up)
        return NULL;
    size_t next = pf_quick_is_done(quick) ? 0 : pf_quick_column(quick);
    bool is_list = !pf_quick_is_done(quick) && next == column && is_dash(quick);
    if (is_list)
        return read_list(quick);
    if (pf_quick_is_done(quick) || next <= column)
        return nothing(quick, behind);
    return read_block(quick, column);
}

static struct pf_node *read_map(struct pf_quick *quick, struct key key)
{
    size_t from = quick->at, column = pf_quick_column(quick), first = quick->pending.count;
    struct pf_twins twins = {{0}};
    struct pf_node *map = pf_quick_node(quick, PF_MAP, from, from);
    if (++quick->depth > PF_YAML_DEPTH)
        return pf_quick_give_up(quick);
    for (;;) {
        const struct pf_node *name = read_key(quick, &key);
        struct pf_node *value = read_map_value(quick, column);
        if (quick->gave_up)
            return NULL;
        size_t count = quick->pending.count - first;
        pf_node_set_key(value, name);
        pf_twins_check(quick->arena, &twins, count == 0 ? NULL : &quick->pending.items[first],
                       count, value, quick->faults);
        *pf_pile_add(quick->arena, &quick->pending) = value;
        if (pf_quick_is_done(quick) || pf_quick_column(quick) < column)
            break;
        if (pf_quick_column(quick) > column || is_dash(quick) || !find_key(quick, &key))
            return pf_quick_give_up(quick);
    }
    quick->depth--;
    return pf_quick_close(quick, map, first, quick->last_end);
}

/* Depth is bounded by PF_YAML_DEPTH. */
static struct pf_node *read_block(struct pf_quick *quick, size_t parent)
{
    struct key key;
    if (is_dash(quick))
        return read_list(quick);
    if (find_key(quick, &key))
        return quick->gave_up ? NULL : read_map(quick, key);
    return quick->gave_up ? NULL : read_inline(quick, parent);
}

/* Comments and a line of three dashes are all that may stand before the one document. */
static void skip_first_mark(struct pf_quick *quick)
{
    static const pf_str mark = PF_STR_INIT("---\n");
    size_t at = 0;
    pf_str line, rest = quick->bytes;
    while (rest.len > 0 && (rest.data[0] == '#' || rest.data[0] == '\n')) {
        pf_str_cut(rest, '\n', &line, &rest);
        at = quick->bytes.len - rest.len;
    }
    if (pf_str_starts(rest, mark))
        quick->at = at + mark.len;
}

struct pf_node *pf_yaml_quick(struct pf_arena *arena, const struct pf_source *source,
                              struct pf_faults *faults)
{
    struct pf_quick quick = {
        .arena = arena, .source = source, .faults = faults, .bytes = source->bytes};
    struct pf_yaml_crlf crlf;
    quick.has_crlf = pf_str_find_byte(source->bytes, '\r') != PF_STR_NONE;
    if (quick.has_crlf && !pf_yaml_crlf_strip(arena, source->bytes, &crlf))
        return NULL;
    if (quick.has_crlf)
        quick.bytes = crlf.bytes;
    size_t faults_before = faults->count;
    struct key key;
    struct pf_node *root = NULL;
    skip_first_mark(&quick);
    pf_quick_to_content(&quick);
    bool is_collection = !pf_quick_is_done(&quick) && pf_quick_column(&quick) == 0 &&
                         (is_dash(&quick) || find_key(&quick, &key));
    if (is_collection)
        root = read_block(&quick, 0);
    if (root == NULL || quick.gave_up || quick.at < quick.bytes.len) {
        faults->count = faults_before;
        return NULL;
    }
    if (quick.has_crlf)
        pf_yaml_crlf_restore(&crlf, &quick.all, faults, faults_before);
    return root;
}
