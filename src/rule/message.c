/* Templates: text and captures → words, without what must not be printed. */
#include "rule/message.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/utf8.h"

enum { NESTED_WORDS = 3 /* lists in lists in lists read like nothing */ };

struct template_reader {
    struct pf_arena *arena;
    const struct pf_node *text;
    const struct pf_expr_scope *scope;
    struct pf_template *result;
    struct pf_expr_fault *fault;
    struct pf_buffer plain;
    size_t capacity;
    size_t at;
};

static void add_part(struct template_reader *reader, struct pf_template_part part)
{
    struct pf_template *form = reader->result;
    pf_pile_reserve(reader->arena, &form->parts, &reader->capacity, form->count,
                    sizeof *form->parts);
    form->parts[form->count++] = part;
}

static void end_plain(struct template_reader *reader)
{
    pf_str text = pf_buffer_str(&reader->plain);
    if (text.len > 0)
        add_part(reader, (struct pf_template_part){.text = text});
    reader->plain = pf_buffer_new(reader->arena);
}

static bool refuse(struct template_reader *reader, size_t at, const char *message)
{
    reader->fault->at = at;
    reader->fault->message = pf_arena_str(reader->arena, pf_str_c(message));
    return false;
}

/* {name}: the words of an argument that a check in C gives. */
static bool read_named(struct template_reader *reader)
{
    pf_str text = reader->text->text;
    size_t start = reader->at;
    while (reader->at < text.len && (pf_is_name(text.data[reader->at]) ||
                                     text.data[reader->at] == '-' || text.data[reader->at] == '.'))
        reader->at++;
    if (reader->at >= text.len || text.data[reader->at] != '}')
        return refuse(reader, start, "a capture is a name in braces: {name}");
    add_part(reader, (struct pf_template_part){.text = pf_str_slice(text, start, reader->at),
                                               .is_capture = true});
    return true;
}

static bool read_expression(struct template_reader *reader)
{
    size_t start = reader->at;
    const struct pf_expr *expr = pf_expr_parse_capture(reader->arena, reader->text, &reader->at,
                                                       reader->scope, reader->fault);
    if (expr == NULL)
        return false;
    pf_str words = pf_str_trim(pf_str_slice(reader->text->text, start, reader->at));
    add_part(reader, (struct pf_template_part){.text = words, .expr = expr, .is_capture = true});
    return true;
}

static bool starts_capture(pf_str text, size_t at)
{
    char next = at + 1 < text.len ? text.data[at + 1] : '\0';
    return text.data[at] == '{' && (pf_is_alpha(next) || next == '_');
}

/* May a capture or an escape stand here? */
static bool begins_other(char c)
{
    return c == '{' || c == '\\';
}

static bool read_part(struct template_reader *reader)
{
    pf_str text = reader->text->text;
    pf_str rest = pf_str_slice(text, reader->at, text.len);
    if (starts_capture(text, reader->at)) {
        end_plain(reader);
        reader->at++;
        bool is_read = reader->scope == NULL ? read_named(reader) : read_expression(reader);
        reader->at++;
        return is_read;
    }
    if (pf_str_starts(rest, PF_STR("\\{")))
        reader->at++;
    size_t start = reader->at++;
    while (reader->at < text.len && !begins_other(text.data[reader->at]))
        reader->at++;
    pf_buffer_add(&reader->plain, pf_str_slice(text, start, reader->at));
    return true;
}

bool pf_template_parse(struct pf_arena *arena, const struct pf_node *text,
                       const struct pf_expr_scope *scope, struct pf_template *result,
                       struct pf_expr_fault *fault)
{
    *result = (struct pf_template){0};
    struct template_reader reader = {
        .arena = arena,
        .text = text,
        .scope = scope,
        .result = result,
        .fault = fault,
        .plain = pf_buffer_new(arena),
    };
    while (reader.at < text->text.len)
        if (!read_part(&reader))
            return false;
    end_plain(&reader);
    return true;
}

static bool overlaps(pf_span a, pf_span b)
{
    return a.file != NULL && a.file == b.file && a.at < b.at + b.len && b.at < a.at + a.len;
}

static bool is_redacted(const struct pf_node *node, const struct pf_redaction *redaction)
{
    if (redaction == NULL)
        return false;
    for (size_t i = 0; i < redaction->span_count; i++)
        if (overlaps(node->span, redaction->spans[i]))
            return true;
    return false;
}

/* The first redacted text that `rest` starts with; the longest, so that no end of it stays. */
static size_t redacted_length(pf_str rest, const struct pf_redaction *redaction)
{
    size_t longest = 0;
    for (size_t i = 0; i < redaction->text_count; i++) {
        pf_str secret = redaction->texts[i];
        if (secret.len >= PF_REDACT_WITHIN_MIN && secret.len > longest &&
            pf_str_starts(rest, secret))
            longest = secret.len;
    }
    return longest;
}

pf_str pf_redact_text(struct pf_arena *arena, pf_str value, const struct pf_redaction *redaction)
{
    if (redaction == NULL || redaction->text_count == 0)
        return value;
    for (size_t i = 0; i < redaction->text_count; i++)
        if (value.len > 0 && pf_str_eq(value, redaction->texts[i]))
            return PF_STR("***");
    struct pf_buffer masked = pf_buffer_new(arena);
    for (size_t at = 0; at < value.len;) {
        size_t len = redacted_length(pf_str_slice(value, at, value.len), redaction);
        if (len > 0)
            pf_buffer_add_c(&masked, "***");
        else
            pf_buffer_add_byte(&masked, value.data[at]);
        at += len > 0 ? len : 1;
    }
    return pf_buffer_str(&masked);
}

/* At most PF_CAPTURE_CAP code points. */
static void add_cut(struct pf_buffer *words, pf_str text)
{
    size_t at = 0;
    uint32_t code_point;
    for (size_t count = 0; at < text.len; count++) {
        if (count == PF_CAPTURE_CAP) {
            pf_buffer_add(words, pf_str_slice(text, 0, at));
            pf_buffer_add_c(words, "…");
            return;
        }
        size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &code_point);
        at += len == 0 ? 1 : len;
    }
    pf_buffer_add(words, text);
}

static void add_scalar(struct pf_buffer *words, const struct pf_node *node,
                       const struct pf_redaction *redaction)
{
    if (is_redacted(node, redaction))
        pf_buffer_add_c(words, "***");
    else if (node->text.len == 0)
        pf_buffer_add_c(words, node->kind == PF_NULL ? "null" : "''");
    else
        add_cut(words, pf_redact_text(words->arena, node->text, redaction));
}

static void add_words(struct pf_buffer *words, const struct pf_node *node,
                      const struct pf_redaction *redaction, int depth);

static void add_items(struct pf_buffer *words, const struct pf_node *node, const char *separator,
                      const struct pf_redaction *redaction, int depth)
{
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            pf_buffer_add_c(words, separator);
        if (i == PF_CAPTURE_VALUES || depth >= NESTED_WORDS) {
            pf_buffer_add_c(words, "…");
            return;
        }
        add_words(words, node->items[i], redaction, depth + 1);
    }
}

/* A mapping by its name, else by its keys. */
static void add_map(struct pf_buffer *words, const struct pf_node *map,
                    const struct pf_redaction *redaction)
{
    const struct pf_node *name = pf_node_get(map, "name");
    if (pf_node_is_scalar(name)) {
        add_scalar(words, name, redaction);
        return;
    }
    pf_buffer_add_c(words, "{");
    for (size_t i = 0; i < map->count; i++) {
        pf_buffer_add_c(words, i > 0 ? ", " : "");
        if (i == PF_CAPTURE_VALUES) {
            pf_buffer_add_c(words, "…");
            break;
        }
        add_scalar(words, map->items[i]->key, redaction);
    }
    pf_buffer_add_c(words, "}");
}

static void add_unknown(struct pf_buffer *words, const struct pf_node *node,
                        const struct pf_redaction *redaction)
{
    pf_buffer_add_c(words, "unknown");
    if (node->as.any->reason.len == 0)
        return;
    pf_buffer_add_c(words, " (");
    add_cut(words, pf_redact_text(words->arena, node->as.any->reason, redaction));
    pf_buffer_add_c(words, ")");
}

static void add_words(struct pf_buffer *words, const struct pf_node *node,
                      const struct pf_redaction *redaction, int depth)
{
    switch (node->kind) {
    case PF_SEQ:
        pf_buffer_add_c(words, "[");
        add_items(words, node, ", ", redaction, depth);
        pf_buffer_add_c(words, "]");
        return;
    case PF_MAP:
        add_map(words, node, redaction);
        return;
    case PF_EITHER:
        add_items(words, node, " or ", redaction, depth);
        return;
    case PF_ANY:
        add_unknown(words, node, redaction);
        return;
    default:
        add_scalar(words, node, redaction);
    }
}

pf_str pf_capture_words(struct pf_arena *arena, const struct pf_set *set,
                        const struct pf_redaction *redaction)
{
    if (set->count == 0)
        return PF_STR("nothing");
    struct pf_buffer words = pf_buffer_new(arena);
    for (size_t i = 0; i < set->count; i++) {
        if (i == PF_CAPTURE_VALUES) {
            pf_buffer_format(&words, " and %zu more", set->count - i);
            break;
        }
        pf_buffer_add_c(&words, i > 0 ? ", " : "");
        add_words(&words, set->items[i].node, redaction, 0);
    }
    return pf_buffer_str(&words);
}

static const pf_str *find_argument(const struct pf_arguments *arguments, pf_str name)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (pf_str_eq(arguments->items[i].name, name))
            return &arguments->items[i].value;
    return NULL;
}

pf_str pf_template_fill(struct pf_eval *eval, const struct pf_template *form,
                        const struct pf_redaction *redaction, struct pf_arguments *arguments)
{
    struct pf_buffer filled = pf_buffer_new(eval->arena);
    for (size_t i = 0; i < form->count; i++) {
        const struct pf_template_part *part = &form->parts[i];
        if (!part->is_capture) {
            pf_buffer_add(&filled, part->text);
            continue;
        }
        struct pf_set set = pf_eval_set(eval, part->expr);
        pf_str words = pf_capture_words(eval->arena, &set, redaction);
        if (find_argument(arguments, part->text) == NULL)
            *pf_pile_add(eval->arena, arguments) = (struct pf_argument){part->text, words};
        pf_buffer_add(&filled, words);
    }
    return pf_buffer_str(&filled);
}

pf_str pf_template_fill_named(struct pf_arena *arena, const struct pf_template *form,
                              const struct pf_arguments *arguments)
{
    struct pf_buffer filled = pf_buffer_new(arena);
    for (size_t i = 0; i < form->count; i++) {
        const struct pf_template_part *part = &form->parts[i];
        const pf_str *value = part->is_capture ? find_argument(arguments, part->text) : &part->text;
        if (value == NULL)
            pf_die("a rule's message asks for {%.*s}, which its check does not give",
                   PF_ARG(part->text));
        pf_buffer_add(&filled, *value);
    }
    return pf_buffer_str(&filled);
}
