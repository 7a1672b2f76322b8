/* Encodings: what is not UTF-8, and where. */
#include "read/encoding.h"

#include "base/utf8.h"

/* Longer marks first: UTF-16's is the start of UTF-32's. */
static const struct {
    const char *name;
    pf_str mark;
} wide[] = {
    {"UTF-32", PF_STR_INIT("\xff\xfe\0\0")}, {"UTF-32", PF_STR_INIT("\0\0\xfe\xff")},
    {"UTF-16", PF_STR_INIT("\xff\xfe")},     {"UTF-16", PF_STR_INIT("\xfe\xff")},
    {"UTF-32", PF_STR_INIT("\0\0\0")},
};

static const char *wide_name(pf_str bytes)
{
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (pf_str_starts(bytes, wide[i].mark))
            return wide[i].name;
    bool nul_beside = bytes.len >= 2 && (bytes.data[0] == '\0') != (bytes.data[1] == '\0');
    if (!nul_beside || bytes.len % 2 != 0)
        return NULL;
    return bytes.len >= 4 && bytes.data[1] == '\0' && bytes.data[2] == '\0' ? "UTF-32" : "UTF-16";
}

bool pf_encoding_is_wide(struct pf_arena *arena, const struct pf_source *source,
                         struct pf_faults *faults)
{
    const char *name = wide_name(source->bytes);
    if (name == NULL)
        return false;
    pf_fault_add(arena, faults, PF_FAULT_UNREADABLE, pf_span_of(source, 0, 2),
                 "the file is %s; save it as UTF-8", name);
    return true;
}

size_t pf_encoding_bom(pf_str bytes)
{
    return pf_str_starts(bytes, PF_STR("\xef\xbb\xbf")) ? 3 : 0;
}

static size_t count_bad_bytes(pf_str rest)
{
    size_t count = 0;
    for (ptrdiff_t bad; (bad = pf_utf8_first_bad(rest)) != PF_STR_NONE; count++)
        rest = pf_str_slice(rest, (size_t)bad + 1, rest.len);
    return count;
}

bool pf_encoding_fault(struct pf_arena *arena, const struct pf_source *source,
                       struct pf_faults *faults)
{
    ptrdiff_t bad = pf_utf8_first_bad(source->bytes);
    if (bad == PF_STR_NONE)
        return false;
    size_t at = (size_t)bad;
    size_t more = count_bad_bytes(pf_str_slice(source->bytes, at, source->bytes.len)) - 1;
    pf_span span = pf_span_of(source, at, 1);
    unsigned byte = (unsigned char)source->bytes.data[at];
    if (more == 0)
        pf_fault_add(arena, faults, PF_FAULT_UNREADABLE, span,
                     "byte 0x%02X is not UTF-8; save the file as UTF-8", byte);
    else
        pf_fault_add(arena, faults, PF_FAULT_UNREADABLE, span,
                     "byte 0x%02X is not UTF-8, nor are %zu more; save the file as UTF-8", byte,
                     more);
    return true;
}
