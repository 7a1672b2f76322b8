/* str.encode, bytes.decode and the codecs that they know. */
#include "python/type_str.h"

#include "base/utf8.h"

enum codec { UTF_8, ASCII_ONLY, LATIN_1, OTHER_CODEC };

static enum codec codec_named(struct pf_eval *ev, pf_value name)
{
    static const struct {
        const char *name;
        enum codec codec;
    } codecs[] = {{"utf-8", UTF_8},      {"utf8", UTF_8},          {"utf_8", UTF_8},
                  {"ascii", ASCII_ONLY}, {"us-ascii", ASCII_ONLY}, {"latin-1", LATIN_1},
                  {"latin1", LATIN_1},   {"iso-8859-1", LATIN_1}};
    if (!pf_is_bound(name))
        return UTF_8;
    for (size_t i = 0; pf_is_str(name) && i < PF_COUNT(codecs); i++)
        if (pf_str_eq(pf_arena_lower(ev->arena, pf_text_of(name)), pf_str_c(codecs[i].name)))
            return codecs[i].codec;
    return OTHER_CODEC;
}

enum on_error { STRICT, IGNORE, OTHER_HANDLER };

static enum on_error handler_named(pf_value name)
{
    if (!pf_is_bound(name) || (pf_is_str(name) && pf_str_eq(pf_text_of(name), PF_STR("strict"))))
        return STRICT;
    return pf_is_str(name) && pf_str_eq(pf_text_of(name), PF_STR("ignore")) ? IGNORE
                                                                            : OTHER_HANDLER;
}

static pf_value raise_unicode(struct pf_eval *ev, pf_value v, const char *type, const char *codec)
{
    pf_str variable = v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
    return pf_raise_variable(ev, variable, type, "'%s' codec cannot take this", codec);
}

pf_value pf_str_method_encode(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    enum codec codec = codec_named(ev, call->args[1]);
    enum on_error on_error = handler_named(call->args[2]);
    uint32_t most = codec == ASCII_ONLY ? 0x7f : codec == LATIN_1 ? 0xff : 0x10ffff;
    struct pf_buffer out = pf_buffer_new(ev->arena);
    bool fits = codec != OTHER_CODEC;
    for (size_t at = 0; fits && at < pf_text_of(v).len;) {
        size_t start = at;
        uint32_t c = pf_text_char_at(v, &at);
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        fits = (c <= most && !surrogate) || on_error == IGNORE;
        if (c > most || surrogate)
            continue;
        if (codec == UTF_8)
            pf_buffer_add(&out, pf_str_slice(pf_text_of(v), start, at));
        else
            pf_buffer_add_byte(&out, (char)c);
    }
    if (fits)
        return pf_bytes_value(ev, pf_buffer_str(&out));
    if (codec != OTHER_CODEC && on_error == STRICT)
        return raise_unicode(ev, v, "UnicodeEncodeError",
                             codec == UTF_8     ? "utf-8"
                             : codec == LATIN_1 ? "latin-1"
                                                : "ascii");
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, PF_KIND_OBJECT, true, "encoded text", &v, 1);
}

pf_value pf_bytes_method_decode(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    pf_str bytes = pf_text_of(v);
    enum codec codec = codec_named(ev, call->args[1]);
    bool ascii = true;
    for (size_t i = 0; i < bytes.len; i++)
        ascii &= (unsigned char)bytes.data[i] < 0x80;
    if ((codec != OTHER_CODEC && ascii) ||
        (codec == UTF_8 && pf_utf8_first_bad(bytes) == PF_STR_NONE))
        return pf_str_value(ev, bytes);
    if (codec == LATIN_1) {
        struct pf_buffer out = pf_buffer_new(ev->arena);
        for (size_t i = 0; i < bytes.len; i++)
            pf_text_add(&out, (unsigned char)bytes.data[i]);
        return pf_str_value(ev, pf_buffer_str(&out));
    }
    if (codec != OTHER_CODEC && handler_named(call->args[2]) == STRICT)
        return raise_unicode(ev, v, "UnicodeDecodeError", codec == UTF_8 ? "utf-8" : "ascii");
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "decoded bytes", &v, 1);
}

pf_value pf_bytes_method_hex(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_str s = pf_text_of(call->args[0]);
    for (size_t i = 0; i < s.len; i++)
        pf_buffer_format(&out, "%02x", (unsigned)(unsigned char)s.data[i]);
    return pf_str_value(ev, pf_buffer_str(&out));
}

pf_value pf_bytes_method_from_hex(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "ValueError");
    return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 2);
}
