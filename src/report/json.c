/* JSON text, said piece by piece. */
#include "report/json.h"

#include "base/error.h"
#include "report/escape.h"

#include <math.h>
#include <stdlib.h>

struct pf_json pf_json_new(struct pf_buffer *buffer, bool indented)
{
    return (struct pf_json){.buffer = buffer, .indented = indented};
}

static void new_line(struct pf_json *json)
{
    if (!json->indented)
        return;
    pf_buffer_add_byte(json->buffer, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        pf_buffer_add_c(json->buffer, "  ");
}

/* The comma and the line before an item. */
static void separate(struct pf_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->has_items[json->depth - 1])
        pf_buffer_add_c(json->buffer, json->indented ? "," : ", ");
    json->has_items[json->depth - 1] = true;
    new_line(json);
}

void pf_json_open(struct pf_json *json, char bracket)
{
    if (json->depth == PF_JSON_NESTING)
        pf_die("JSON deeper than %d", PF_JSON_NESTING);
    separate(json);
    pf_buffer_add_byte(json->buffer, bracket);
    json->has_items[json->depth++] = false;
}

void pf_json_close(struct pf_json *json, char bracket)
{
    bool had_items = json->has_items[--json->depth];
    if (had_items)
        new_line(json);
    pf_buffer_add_byte(json->buffer, bracket);
}

static void quoted(struct pf_json *json, pf_str value)
{
    pf_buffer_add_byte(json->buffer, '"');
    pf_escape_json(json->buffer, value);
    pf_buffer_add_byte(json->buffer, '"');
}

void pf_json_key_str(struct pf_json *json, pf_str key)
{
    separate(json);
    quoted(json, key);
    pf_buffer_add_c(json->buffer, ": ");
    json->after_key = true;
}

void pf_json_key(struct pf_json *json, const char *key)
{
    pf_json_key_str(json, pf_str_c(key));
}

void pf_json_string(struct pf_json *json, pf_str value)
{
    separate(json);
    quoted(json, value);
}

void pf_json_raw(struct pf_json *json, pf_str value)
{
    separate(json);
    pf_buffer_add(json->buffer, value);
}

void pf_json_bool(struct pf_json *json, bool value)
{
    pf_json_raw(json, value ? PF_STR("true") : PF_STR("false"));
}

void pf_json_null(struct pf_json *json)
{
    pf_json_raw(json, PF_STR("null"));
}

void pf_json_number(struct pf_json *json, size_t value)
{
    separate(json);
    pf_buffer_format(json->buffer, "%zu", value);
}

void pf_json_real(struct pf_json *json, double value)
{
    if (!isfinite(value)) {
        pf_json_string(json, isnan(value) ? PF_STR("NaN")
                             : value > 0  ? PF_STR("Infinity")
                                          : PF_STR("-Infinity"));
        return;
    }
    enum { FEWEST_DIGITS = 15, MOST_DIGITS = 17 /* always read back as the same double */ };
    pf_str text = {0};
    for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
        text = pf_arena_format(json->buffer->arena, "%.*g", digits, value);
        if (strtod(text.data, NULL) == value)
            break;
    }
    bool is_plain =
        pf_str_find_byte(text, '.') == PF_STR_NONE && pf_str_find_byte(text, 'e') == PF_STR_NONE;
    pf_json_raw(json, text);
    if (is_plain)
        pf_buffer_add_c(json->buffer, ".0");
}

void pf_json_put_string(struct pf_json *json, const char *key, pf_str value)
{
    pf_json_key(json, key);
    pf_json_string(json, value);
}

void pf_json_put_c(struct pf_json *json, const char *key, const char *value)
{
    pf_json_put_string(json, key, pf_str_c(value));
}

void pf_json_put_bool(struct pf_json *json, const char *key, bool value)
{
    pf_json_key(json, key);
    pf_json_bool(json, value);
}

void pf_json_put_number(struct pf_json *json, const char *key, size_t value)
{
    pf_json_key(json, key);
    pf_json_number(json, value);
}
