/* List items, fields and headings that name a variable: "- `SECRET_KEY`: the key". */
#include "model/docs_inside.h"

static const pf_str separators[] = {
    PF_STR_INIT(":"),
    PF_STR_INIT("-"),
    PF_STR_INIT("="),
    PF_STR_INIT("("),
    PF_STR_INIT(","),
    PF_STR_INIT("."),
    PF_STR_INIT("\xE2\x80\x93"),
    PF_STR_INIT("\xE2\x80\x94"), /* – — */
    PF_STR_INIT("\xEF\xBC\x9A"),
    PF_STR_INIT("\xE2\x86\x92"), /* ： → */
};

static bool starts_with_separator(pf_str text)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (pf_str_starts(text, separators[i]))
            return true;
    return text.len == 0;
}

/* ":NAME: text" is a field, "[ ] NAME" a check box. */
static size_t start_of(pf_str text)
{
    if (pf_str_starts(text, PF_STR(":")))
        return 1;
    bool is_box = text.len > 4 && text.data[0] == '[' && text.data[2] == ']';
    return is_box ? 4 : 0;
}

/* Names are taken where the text around speaks of variables; of an environment only, the name must
 * be in back-ticks and have an underscore, for a development environment has other things. */
static bool is_in_context(unsigned around, const struct pf_docs_names *names, bool quoted)
{
    if (around & PF_SENSE_VARIABLE)
        return true;
    return (around & PF_SENSE_ENVIRONMENT) && quoted && names->has_underscore;
}

/* "(required)", "(optionnel)" right behind the name; `*rest` moves past it. */
static enum pf_truth said_in_brackets(struct pf_docs_reader *reader, pf_str *rest)
{
    pf_str text = *rest;
    while (text.len > 0 && (text.data[0] == '*' || text.data[0] == ' ' || text.data[0] == ':'))
        text = pf_str_slice(text, 1, text.len);
    ptrdiff_t end = pf_str_starts(text, PF_STR("(")) ? pf_str_find_byte(text, ')') : PF_STR_NONE;
    if (end == PF_STR_NONE)
        return PF_MAYBE;
    pf_str inside = pf_str_slice(text, 1, (size_t)end);
    *rest = pf_str_slice(text, (size_t)end + 1, text.len);
    unsigned senses = pf_docs_senses(reader->words, inside);
    if (senses & PF_SENSE_OPTIONAL)
        return PF_NO;
    return senses & PF_SENSE_REQUIRED ? PF_YES : PF_MAYBE;
}

/* ": `0`" and nothing more is a value. */
static bool value_behind(pf_str rest, pf_str *value)
{
    while (rest.len > 0 && (rest.data[0] == ':' || rest.data[0] == '=' || rest.data[0] == ' '))
        rest = pf_str_slice(rest, 1, rest.len);
    size_t ticks = 0;
    while (ticks < rest.len && rest.data[ticks] == '`')
        ticks++;
    rest = pf_str_trim_right(rest);
    if (ticks == 0 || rest.len <= 2 * ticks)
        return false;
    *value = pf_str_slice(rest, ticks, rest.len - ticks);
    for (size_t i = 0; i < value->len; i++)
        if (value->data[i] == '`' || pf_is_space(value->data[i]))
            return false;
    return pf_str_ends(rest, PF_STR("`")) && !pf_docs_is_placeholder(*value);
}

static void add_name(struct pf_docs_reader *reader, const struct pf_docs_name *name, pf_span span,
                     pf_str rest)
{
    struct pf_docs_variable *variable =
        pf_docs_add_variable(reader, reader->intro, name->text, span);
    if (variable == NULL)
        return;
    enum pf_truth required = said_in_brackets(reader, &rest);
    if (required != PF_MAYBE)
        variable->required = required;
    pf_str value;
    if (name->value.data != NULL)
        pf_docs_set_value(variable, name->value);
    else if (value_behind(rest, &value))
        pf_docs_set_value(variable, value);
}

/* Sphinx' envvar directive: its argument is a variable wherever it stands. */
static bool is_envvar(const struct pf_prose_block *item)
{
    return item->literal_count == 1 && pf_span_compare(item->literals[0], item->span) == 0;
}

void pf_docs_read_item(struct pf_docs_reader *reader, const struct pf_prose_block *item)
{
    pf_str all = pf_span_text(item->span);
    size_t start = start_of(all);
    pf_str text = pf_str_slice(all, start, all.len);
    struct pf_docs_names names = pf_docs_find_names(text);
    if (names.count == 0)
        return;
    bool quoted = pf_str_find_byte(pf_str_slice(text, 0, names.items[0].at), '`') != PF_STR_NONE;
    pf_str rest = pf_str_slice(text, names.end, text.len);
    if (!quoted && !starts_with_separator(rest))
        return;
    bool secrets = pf_docs_speaks_of_secrets(reader, reader->intro);
    unsigned around = pf_docs_around(reader, reader->intro);
    if (!secrets && !is_envvar(item) && !is_in_context(around, &names, quoted))
        return;
    for (size_t i = 0; i < names.count; i++) {
        const struct pf_docs_name *name = &names.items[i];
        pf_span span = pf_span_of(reader->source, item->span.at + start + name->at, name->text.len);
        if (secrets)
            pf_docs_add_secret(reader, name->text, span);
        else
            add_name(reader, name, span, rest);
    }
}

/* "### `SECRET_KEY`" in a chapter on variables. The heading itself is not yet among those around.
 */
void pf_docs_read_heading_name(struct pf_docs_reader *reader, const struct pf_prose_block *heading)
{
    pf_str text = pf_span_text(heading->span);
    struct pf_docs_names names = pf_docs_find_names(text);
    bool quoted = text.len > 0 && text.data[0] == '`';
    if (names.count != 1 || names.end != text.len ||
        !is_in_context(pf_docs_around(reader, NULL), &names, quoted))
        return;
    const struct pf_docs_name *name = &names.items[0];
    pf_span span = pf_span_of(reader->source, heading->span.at + name->at, name->text.len);
    if (pf_docs_speaks_of_secrets(reader, NULL))
        pf_docs_add_secret(reader, name->text, span);
    else
        add_name(reader, name, span, PF_STR(""));
}
