/* Secrets that rules found: collected once, then hidden wherever they would show. */
#include "report/mask.h"

#include "base/buffer.h"

#include <stdlib.h>

static int longest_first(const void *a, const void *b)
{
    pf_str left = *(const pf_str *)a, right = *(const pf_str *)b;
    if (left.len != right.len)
        return left.len < right.len ? 1 : -1;
    return pf_str_compare(left, right);
}

/* 'x' or "x" without its quotes: the secret may stand elsewhere in others. */
static pf_str unquoted(pf_str text)
{
    if (text.len < 2 || text.data[0] != text.data[text.len - 1])
        return text;
    bool quoted = text.data[0] == '"' || text.data[0] == '\'';
    return quoted ? pf_str_slice(text, 1, text.len - 1) : text;
}

static void add_text(struct pf_mask *mask, pf_str text)
{
    if (text.len >= PF_MASK_SHORTEST)
        pf_strs_add_once(mask->arena, &mask->texts, text);
}

/* In Python a value's place is its expression, os.environ.get("KEY", "secret"), most of which may
 * be seen. */
static bool is_expression(pf_span span)
{
    pf_str text = pf_str_trim(pf_span_text(span));
    size_t prefix = 0;
    while (prefix < text.len && prefix < 2 && pf_is_alpha(text.data[prefix]))
        prefix++;
    bool is_literal = prefix < text.len && (text.data[prefix] == '"' || text.data[prefix] == '\'');
    return pf_str_ends(span.file->path, PF_STR(".py")) &&
           !(is_literal && text.data[text.len - 1] == text.data[prefix]);
}

static bool is_part_of_secret(const struct pf_finding *finding, pf_str content)
{
    for (size_t i = 0; i < finding->secret_count; i++)
        if (content.len >= PF_MASK_SHORTEST && pf_str_contains(finding->secrets[i], content))
            return true;
    return pf_str_find_byte(content, '\\') != PF_STR_NONE;
}

/* The string literals of an expression that hold the secret or a part of it, or that have escapes
 * behind which it might be. */
static void add_literals(struct pf_mask *mask, const struct pf_finding *finding, pf_span span)
{
    pf_str text = pf_span_text(span);
    for (size_t at = 0; at < text.len; at++) {
        char quote = text.data[at];
        if (quote != '"' && quote != '\'')
            continue;
        size_t end = at + 1;
        while (end < text.len && text.data[end] != quote)
            end += text.data[end] == '\\' ? 2 : 1;
        if (is_part_of_secret(finding, pf_str_slice(text, at + 1, end)))
            *pf_pile_add(mask->arena, &mask->spans) =
                pf_span_of(span.file, span.at + at, (end < text.len ? end + 1 : text.len) - at);
        at = end;
    }
}

static void add_span(struct pf_mask *mask, const struct pf_finding *finding, pf_span span)
{
    if (span.file == NULL)
        return;
    if (is_expression(span)) {
        add_literals(mask, finding, span);
        return;
    }
    *pf_pile_add(mask->arena, &mask->spans) = span;
    add_text(mask, unquoted(pf_str_trim(pf_span_text(span))));
}

struct pf_mask pf_mask_new(struct pf_arena *arena, const struct pf_findings *findings)
{
    struct pf_mask mask = {.arena = arena};
    for (size_t i = 0; i < findings->count; i++) {
        const struct pf_finding *finding = findings->items[i];
        for (size_t k = 0; k < finding->redacted_count; k++)
            add_span(&mask, finding, finding->redacted[k]);
        for (size_t k = 0; k < finding->secret_count; k++)
            add_text(&mask, finding->secrets[k]);
    }
    if (mask.texts.count > 1)
        qsort(mask.texts.items, mask.texts.count, sizeof *mask.texts.items, longest_first);
    return mask;
}

size_t pf_mask_length_at(const struct pf_mask *mask, pf_str text, size_t at)
{
    pf_str rest = pf_str_slice(text, at, text.len);
    for (size_t i = 0; i < mask->texts.count; i++)
        if (pf_str_starts(rest, mask->texts.items[i]))
            return mask->texts.items[i].len;
    return 0;
}

pf_str pf_mask_text(const struct pf_mask *mask, pf_str text)
{
    bool hides = false;
    for (size_t i = 0; i < mask->texts.count && !hides; i++)
        hides = pf_str_contains(text, mask->texts.items[i]);
    if (!hides)
        return text;
    struct pf_buffer shown = pf_buffer_new(mask->arena);
    for (size_t at = 0; at < text.len;) {
        size_t secret = pf_mask_length_at(mask, text, at);
        if (secret > 0)
            pf_buffer_add_c(&shown, "***");
        else
            pf_buffer_add_byte(&shown, text.data[at]);
        at += secret > 0 ? secret : 1;
    }
    return pf_buffer_str(&shown);
}

bool pf_mask_hides(const struct pf_mask *mask, const struct pf_source *file, size_t at)
{
    for (size_t i = 0; i < mask->spans.count; i++) {
        pf_span span = mask->spans.items[i];
        if (span.file == file && at >= span.at && at < (size_t)span.at + span.len)
            return true;
    }
    return false;
}
