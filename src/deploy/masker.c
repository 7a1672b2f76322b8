/* Finding secrets in a stream: every form of each, longest first, at every byte. */
#include "deploy/masker.h"

#include "base/pile.h"
#include "report/escape.h"

#include <string.h>

struct pf_masker {
    struct pf_arena *arena;
    struct pf_strs forms; /* longest first */
    bool begins[256];     /* some form begins with this byte */
};

struct pf_masker *pf_masker_new(struct pf_arena *arena)
{
    struct pf_masker *masker = PF_NEW(arena, struct pf_masker);
    masker->arena = arena;
    return masker;
}

static void add_form(struct pf_masker *masker, pf_str form)
{
    if (form.len < PF_MASKER_SHORTEST || pf_strs_has(&masker->forms, form))
        return;
    *pf_pile_add(masker->arena, &masker->forms) = pf_arena_str(masker->arena, form);
    struct pf_strs *forms = &masker->forms;
    for (size_t i = forms->count - 1; i > 0 && forms->items[i - 1].len < forms->items[i].len; i--) {
        pf_str shorter = forms->items[i - 1];
        forms->items[i - 1] = forms->items[i];
        forms->items[i] = shorter;
    }
    masker->begins[(unsigned char)form.data[0]] = true;
}

/*
 * The characters of base64 that depend on `secret` alone when `shift` bytes stand before it: those
 * that mix in a neighbour's bits are left out.
 */
static pf_str base64_core(struct pf_arena *arena, pf_str secret, size_t shift, const char *alphabet)
{
    struct pf_buffer core = pf_buffer_new(arena);
    size_t first_bit = shift * 8, end_bit = (shift + secret.len) * 8;
    for (size_t sextet = (first_bit + 5) / 6; (sextet + 1) * 6 <= end_bit; sextet++) {
        unsigned value = 0;
        for (size_t bit = sextet * 6; bit < sextet * 6 + 6; bit++) {
            unsigned char byte = (unsigned char)secret.data[(bit - first_bit) / 8];
            value = value << 1 | ((unsigned)byte >> (7 - bit % 8) & 1u);
        }
        pf_buffer_add_byte(&core, alphabet[value]);
    }
    return pf_buffer_str(&core);
}

static pf_str percent_encoded(struct pf_arena *arena, pf_str secret, const char *digits)
{
    struct pf_buffer encoded = pf_buffer_new(arena);
    for (size_t i = 0; i < secret.len; i++) {
        unsigned char byte = (unsigned char)secret.data[i];
        if (pf_is_alnum((char)byte) || strchr("-._~", byte) != NULL) {
            pf_buffer_add_byte(&encoded, (char)byte);
        } else {
            pf_buffer_add_byte(&encoded, '%');
            pf_buffer_add_byte(&encoded, digits[byte >> 4]);
            pf_buffer_add_byte(&encoded, digits[byte & 15]);
        }
    }
    return pf_buffer_str(&encoded);
}

static pf_str in_json(struct pf_arena *arena, pf_str secret)
{
    struct pf_buffer escaped = pf_buffer_new(arena);
    pf_escape_json(&escaped, secret);
    return pf_buffer_str(&escaped);
}

static void add_forms(struct pf_masker *masker, pf_str secret)
{
    static const char standard[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char for_urls[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    add_form(masker, secret);
    for (size_t shift = 0; shift < 3; shift++) {
        add_form(masker, base64_core(masker->arena, secret, shift, standard));
        add_form(masker, base64_core(masker->arena, secret, shift, for_urls));
    }
    add_form(masker, percent_encoded(masker->arena, secret, "0123456789ABCDEF"));
    add_form(masker, percent_encoded(masker->arena, secret, "0123456789abcdef"));
    add_form(masker, in_json(masker->arena, secret));
}

void pf_masker_add(struct pf_masker *masker, pf_str secret)
{
    if (secret.len < PF_MASKER_SHORTEST)
        return;
    add_forms(masker, secret);
    if (pf_str_find_byte(secret, '\n') == PF_STR_NONE)
        return;
    for (pf_str line; pf_str_next_line(&secret, &line);)
        if (line.len >= PF_MASKER_SHORTEST)
            add_forms(masker, line);
}

struct pf_masker_stream pf_masker_stream(const struct pf_masker *masker, struct pf_arena *arena)
{
    return (struct pf_masker_stream){masker, pf_buffer_new(arena)};
}

/* The longest form that stands at the start of `rest`, 0 for none; `*undecided`: a longer one may
 * yet come of it. */
static size_t form_at(const struct pf_masker *masker, pf_str rest, bool *undecided)
{
    *undecided = false;
    if (!masker->begins[(unsigned char)rest.data[0]])
        return 0;
    for (size_t i = 0; i < masker->forms.count; i++) {
        pf_str form = masker->forms.items[i];
        if (pf_str_starts(rest, form))
            return form.len;
        if (form.len > rest.len && pf_str_starts(form, rest))
            *undecided = true;
    }
    return 0;
}

/* Adds what is decided of `bytes` to `clean`; returns how much that was. */
static size_t pass(const struct pf_masker *masker, pf_str bytes, bool is_all,
                   struct pf_buffer *clean)
{
    size_t at = 0, plain = 0; /* `plain`: where what is passed on unchanged begins */
    while (at < bytes.len) {
        bool undecided = false;
        size_t len = form_at(masker, pf_str_slice(bytes, at, bytes.len), &undecided);
        if (undecided && !is_all)
            break;
        if (len == 0) {
            at++;
            continue;
        }
        pf_buffer_add(clean, pf_str_slice(bytes, plain, at));
        pf_buffer_add_c(clean, "***");
        plain = at += len;
    }
    pf_buffer_add(clean, pf_str_slice(bytes, plain, at));
    return at;
}

void pf_masker_feed(struct pf_masker_stream *stream, pf_str bytes, struct pf_buffer *clean)
{
    if (stream->held.len > 0) {
        pf_buffer_add(&stream->held, bytes);
        bytes = pf_buffer_str(&stream->held);
    }
    size_t passed = pass(stream->masker, bytes, false, clean);
    pf_str rest = pf_str_slice(bytes, passed, bytes.len);
    if (stream->held.len > 0) {
        memmove(stream->held.data, rest.data, rest.len);
        stream->held.len = rest.len;
    } else {
        pf_buffer_add(&stream->held, rest);
    }
}

void pf_masker_end(struct pf_masker_stream *stream, struct pf_buffer *clean)
{
    pass(stream->masker, pf_buffer_str(&stream->held), true, clean);
    stream->held.len = 0;
}

pf_str pf_masker_text(const struct pf_masker *masker, struct pf_arena *arena, pf_str text)
{
    struct pf_buffer clean = pf_buffer_new(arena);
    pass(masker, text, true, &clean);
    return pf_buffer_str(&clean);
}
