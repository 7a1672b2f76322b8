/* Two evaluations side by side: the settings that differ, dicts key by key, lists by what is in one
 * only. */
#include "cli/settings_print.h"

#include "base/utf8.h"
#include "cli/value.h"

enum {
    WIDEST = 48, /* columns of a cell; a longer value is cut, JSON has all of it */
    DEEPEST = 8  /* keys into a dict; what differs deeper is shown as a whole */
};

/* One line: a place in the settings, and what it is on each side; NULL: not set there. */
struct difference {
    pf_str name;
    const struct pf_node *sides[2];
    pf_str words[2];
};
struct differences {
    struct difference *items;
    size_t count, capacity;
};

struct diff {
    struct pf_arena *arena;
    const struct pf_settings *settings[2];
    struct differences found;
};

static pf_str words_of(struct diff *diff, size_t side, const struct pf_node *value)
{
    if (value != NULL)
        return pf_setting_words(diff->arena, value);
    pf_str absence = pf_setting_absence(diff->settings[side]);
    return absence.len == 0 ? PF_STR("-") : PF_STR("?");
}

static void add(struct diff *diff, pf_str name, const struct pf_node *a, const struct pf_node *b)
{
    struct difference *difference = pf_pile_add(diff->arena, &diff->found);
    *difference = (struct difference){name, {a, b}, {words_of(diff, 0, a), words_of(diff, 1, b)}};
}

static bool holds(const struct pf_node *list, const struct pf_node *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (pf_node_equal(list->items[i], item) == PF_YES)
            return true;
    return false;
}

/* "+ 'a', 'b'" for what the other list does not have. */
static pf_str only_in(struct pf_arena *arena, const struct pf_node *list,
                      const struct pf_node *other)
{
    struct pf_buffer line = pf_buffer_new(arena);
    for (size_t i = 0; i < list->count; i++) {
        if (holds(other, list->items[i]))
            continue;
        pf_buffer_add_c(&line, line.len == 0 ? "+ " : ", ");
        pf_buffer_add(&line, pf_setting_words(arena, list->items[i]));
    }
    return line.len == 0 ? PF_STR("") : pf_buffer_str(&line);
}

/* Long lists differ in a few items mostly; only those are shown. */
static void add_lists(struct diff *diff, pf_str name, const struct pf_node *a,
                      const struct pf_node *b)
{
    add(diff, name, a, b);
    struct difference *last = &diff->found.items[diff->found.count - 1];
    pf_str only[] = {only_in(diff->arena, a, b), only_in(diff->arena, b, a)};
    bool is_long = last->words[0].len > WIDEST || last->words[1].len > WIDEST;
    if (!is_long)
        return;
    if (only[0].len + only[1].len == 0)
        last->words[0] = last->words[1] = PF_STR("the same in another order");
    else
        for (size_t i = 0; i < 2; i++)
            last->words[i] = only[i];
}

static void compare(struct diff *diff, pf_str name, const struct pf_node *a,
                    const struct pf_node *b, unsigned depth);

static void compare_keys(struct diff *diff, pf_str name, const struct pf_node *a,
                         const struct pf_node *b, unsigned depth)
{
    for (size_t i = 0; i < a->count; i++) {
        pf_str key = a->items[i]->key->text;
        compare(diff, pf_arena_format(diff->arena, "%.*s['%.*s']", PF_ARG(name), PF_ARG(key)),
                a->items[i], pf_node_get_str(b, key), depth + 1);
    }
    for (size_t i = 0; i < b->count; i++) {
        pf_str key = b->items[i]->key->text;
        if (pf_node_get_str(a, key) == NULL)
            add(diff, pf_arena_format(diff->arena, "%.*s['%.*s']", PF_ARG(name), PF_ARG(key)), NULL,
                b->items[i]);
    }
}

/* Two unknowns are the same where the same words say why: one secret, one module. */
static bool is_same(struct diff *diff, const struct pf_node *a, const struct pf_node *b)
{
    if (pf_node_equal(a, b) == PF_YES)
        return true;
    return a->kind == b->kind && (a->kind == PF_ANY || a->kind == PF_EITHER) &&
           pf_str_eq(pf_setting_words(diff->arena, a), pf_setting_words(diff->arena, b));
}

static void compare(struct diff *diff, pf_str name, const struct pf_node *a,
                    const struct pf_node *b, unsigned depth)
{
    if (a != NULL && b != NULL && is_same(diff, a, b))
        return;
    if (pf_node_is(a, PF_MAP) && pf_node_is(b, PF_MAP) && depth < DEEPEST)
        compare_keys(diff, name, a, b, depth);
    else if (pf_node_is(a, PF_SEQ) && pf_node_is(b, PF_SEQ))
        add_lists(diff, name, a, b);
    else
        add(diff, name, a, b);
}

/* Each name of the first, in its order, then those of the second alone. */
static struct differences differences_of(struct pf_arena *arena, const struct pf_subject *a,
                                         const struct pf_subject *b, const struct pf_strs *names)
{
    struct diff diff = {.arena = arena, .settings = {a->outlook.judged, b->outlook.judged}};
    const struct pf_node *first = diff.settings[0]->values, *second = diff.settings[1]->values;
    for (size_t i = 0; i < first->count; i++) {
        pf_str name = first->items[i]->key->text;
        if (pf_setting_is_asked(names, name))
            compare(&diff, name, first->items[i], pf_node_get_str(second, name), 0);
    }
    for (size_t i = 0; i < second->count; i++) {
        pf_str name = second->items[i]->key->text;
        if (pf_setting_is_asked(names, name) && pf_node_get_str(first, name) == NULL)
            compare(&diff, name, NULL, second->items[i], 0);
    }
    return diff.found;
}

static pf_str title_of(struct pf_arena *arena, const struct pf_subject *subject)
{
    pf_str module = subject->outlook.settings->module;
    return subject->name.len == 0
               ? module
               : pf_arena_format(arena, "%.*s in %.*s", PF_ARG(module), PF_ARG(subject->name));
}

/* ---- for people ---- */

/* Of two unknowns the ends tell them apart: the secrets' names. */
static pf_str cell(struct pf_arena *arena, const struct difference *difference, size_t side)
{
    const struct pf_node *value = difference->sides[side];
    pf_str words = difference->words[side];
    bool is_known = value == NULL || (value->kind != PF_ANY && value->kind != PF_EITHER);
    if (is_known || pf_utf8_count(words) <= WIDEST)
        return pf_value_cut(arena, words, WIDEST);
    size_t at = words.len - WIDEST;
    while (at < words.len && ((unsigned char)words.data[at] & 0xc0) == 0x80)
        at++; /* not within a character */
    return pf_arena_format(arena, "\xe2\x80\xa6%.*s", PF_ARG(pf_str_slice(words, at, words.len)));
}

static void add_row(struct pf_sink *sink, const pf_str *cells, const size_t *widths)
{
    for (size_t column = 0; column < 3; column++) {
        pf_sink_text(sink, cells[column]);
        bool more = false;
        for (size_t rest = column + 1; rest < 3; rest++)
            more |= cells[rest].len > 0;
        if (!more)
            break;
        pf_sink_format(sink, "%*s", (int)(widths[column] - pf_utf8_count(cells[column]) + 2), "");
    }
    pf_sink_add(sink, "\n");
}

static void print_side(struct pf_sink *sink, const char *letter, const struct pf_subject *subject)
{
    const struct pf_settings_raise *raised = subject->outlook.settings->raises;
    pf_sink_add(sink, "# ");
    pf_sink_add(sink, letter);
    pf_sink_add(sink, ": ");
    pf_sink_text(sink, title_of(sink->buffer.arena, subject));
    if (subject->outlook.settings->ends) {
        pf_sink_add(sink, raised->certain == PF_YES ? ", raises " : ", may raise ");
        pf_sink_text(sink, raised->type);
        pf_sink_add(sink, ": ");
        pf_sink_text(sink, raised->message);
    }
    pf_sink_add(sink, "\n");
}

void pf_settings_diff_text(const struct pf_subject *a, const struct pf_subject *b,
                           const struct pf_strs *names, struct pf_sink *sink)
{
    struct pf_arena *arena = sink->buffer.arena;
    struct differences found = differences_of(arena, a, b, names);
    pf_str *cells = PF_NEW_ARRAY(arena, pf_str, 3 * (found.count + 1));
    size_t widths[3] = {0};
    cells[0] = PF_STR("SETTING"), cells[1] = PF_STR("A"), cells[2] = PF_STR("B");
    for (size_t i = 0; i < found.count; i++) {
        cells[3 * (i + 1)] = found.items[i].name;
        for (size_t side = 0; side < 2; side++)
            cells[3 * (i + 1) + 1 + side] = cell(arena, &found.items[i], side);
    }
    for (size_t i = 0; i < 3 * (found.count + 1); i++)
        if (pf_utf8_count(cells[i]) > widths[i % 3])
            widths[i % 3] = pf_utf8_count(cells[i]);
    print_side(sink, "A", a);
    print_side(sink, "B", b);
    if (found.count == 0) {
        pf_sink_add(sink, "no difference\n");
        return;
    }
    for (size_t row = 0; row <= found.count; row++)
        add_row(sink, &cells[3 * row], widths);
}

/* ---- for programs ---- */

static void put_side(struct pf_json *json, const char *key, const struct pf_subject *subject)
{
    pf_json_key(json, key);
    pf_json_open(json, '{');
    if (subject->name.len > 0)
        pf_json_put_string(json, "deployment", subject->name);
    pf_json_put_string(json, "module", subject->outlook.settings->module);
    pf_json_close(json, '}');
}

static void put_value(struct pf_json *json, const char *key, const struct pf_node *value)
{
    pf_json_key(json, key);
    if (value == NULL) {
        pf_json_null(json);
        return;
    }
    bool known = pf_value_is_known(value);
    pf_json_open(json, '{');
    pf_json_put_bool(json, "known", known);
    if (known) {
        pf_json_key(json, "value");
        pf_value_json(json, value);
    } else {
        pf_json_put_string(json, "reason", pf_value_reason(json->buffer->arena, value));
    }
    pf_json_close(json, '}');
}

void pf_settings_diff_json(const struct pf_subject *a, const struct pf_subject *b,
                           const struct pf_strs *names, struct pf_sink *sink)
{
    struct differences found = differences_of(sink->buffer.arena, a, b, names);
    struct pf_json json = pf_json_new(&sink->buffer, true);
    pf_json_open(&json, '{');
    pf_json_put_number(&json, "schema", 1);
    put_side(&json, "a", a);
    put_side(&json, "b", b);
    pf_json_key(&json, "differences");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < found.count; i++) {
        pf_json_open(&json, '{');
        pf_json_put_string(&json, "setting", found.items[i].name);
        put_value(&json, "a", found.items[i].sides[0]);
        put_value(&json, "b", found.items[i].sides[1]);
        pf_json_close(&json, '}');
    }
    pf_json_close(&json, ']');
    pf_json_close(&json, '}');
    pf_sink_add(sink, "\n");
}
