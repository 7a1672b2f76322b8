/* One pass over the bytes for all that libyaml would refuse, mistake, or take for ever to read. */
#include "read/yaml_input.h"

#include "base/utf8.h"
#include "read/encoding.h"
#include "read/yaml.h"

#include <string.h>

/* A byte that ends a line, or is no part of allowed ASCII text, is looked at more closely. */
static bool is_usual(unsigned char byte)
{
    return (bool)(((byte >= ' ') & (byte < 0x7f)) | (byte == '\n') | (byte == '\t'));
}

static bool is_printable(uint32_t code_point)
{
    if (code_point < 0x80)
        return is_usual((unsigned char)code_point) || code_point == '\r';
    return code_point == 0x85 || (code_point >= 0xa0 && code_point <= 0xfffd) ||
           (code_point >= 0x10000 && code_point <= 0x10ffff);
}

enum { SUBSTITUTE = '_' /* means nothing in YAML wherever it stands */ };

/* What the pass finds; offsets are in the file. */
struct survey {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    char *copy; /* the bytes with SUBSTITUTE for bad ones; NULL while all are good */
    bool ascii, control_told, line_end_told;
};

static void replace(struct survey *survey, size_t at, size_t len)
{
    if (survey->copy == NULL) {
        survey->copy = PF_NEW_ARRAY(survey->arena, char, survey->source->bytes.len);
        memcpy(survey->copy, survey->source->bytes.data, survey->source->bytes.len);
    }
    memset(survey->copy + at, SUBSTITUTE, len);
}

static void tell_control(struct survey *survey, size_t at, size_t len, uint32_t code_point)
{
    if (!survey->control_told)
        pf_fault_add(survey->arena, survey->faults, PF_FAULT_UNPARSABLE,
                     pf_span_of(survey->source, at, len),
                     "the control character U+%04X is not allowed in YAML; in double quotes, an "
                     "escape can stand for it",
                     (unsigned)code_point);
    survey->control_told = true;
}

static void tell_line_end(struct survey *survey, size_t at, size_t len, uint32_t code_point)
{
    if (!survey->line_end_told)
        pf_fault_add(survey->arena, survey->faults, PF_FAULT_SUSPICIOUS,
                     pf_span_of(survey->source, at, len),
                     "U+%04X ends a line for some YAML readers but not for editors, so that "
                     "what stands behind it may be read as a line of its own",
                     (unsigned)code_point);
    survey->line_end_told = true;
}

static bool is_lone_cr(pf_str bytes, size_t at)
{
    return bytes.data[at] == '\r' && !(at + 1 < bytes.len && bytes.data[at + 1] == '\n');
}

/* Looks at the unusual byte at `at` and answers where to go on. */
static size_t survey_unusual(struct survey *survey, size_t at)
{
    pf_str bytes = survey->source->bytes;
    uint32_t code_point;
    size_t len = pf_utf8_decode(pf_str_slice(bytes, at, bytes.len), &code_point);
    if (len == 0) {
        replace(survey, at, 1);
        return at + 1;
    }
    if (len > 1)
        survey->ascii = false;
    if (!is_printable(code_point)) {
        tell_control(survey, at, len, code_point);
        replace(survey, at, len);
    } else if (is_lone_cr(bytes, at) || code_point == 0x85 || code_point == 0x2028 ||
               code_point == 0x2029) {
        tell_line_end(survey, at, len, code_point);
    }
    return at + len;
}

enum { BLOCK = 64 /* bytes looked at together: no branches, so the compiler uses vectors */ };

static bool all_usual(const char *block)
{
    unsigned char unusual = 0;
    for (size_t i = 0; i < BLOCK; i++)
        unusual |= (unsigned char)!is_usual((unsigned char)block[i]);
    return unusual == 0;
}

static void survey_bytes(struct survey *survey, size_t from)
{
    pf_str bytes = survey->source->bytes;
    for (size_t at = from; at < bytes.len;) {
        bool is_whole = bytes.len - at >= BLOCK;
        if (is_whole && all_usual(bytes.data + at)) {
            at += BLOCK;
            continue;
        }
        for (size_t end = is_whole ? at + BLOCK : bytes.len; at < end;)
            at = is_usual((unsigned char)bytes.data[at]) ? at + 1 : survey_unusual(survey, at);
    }
}

static bool starts_line(pf_str bytes, size_t from, size_t at)
{
    for (size_t len = 1; len <= 3 && len <= at - from; len++)
        if (pf_yaml_line_end(pf_str_slice(bytes, at - len, at)) == len)
            return true;
    return at == from;
}

/* Where the first line too many that starts with % begins; the end when there is none. */
static size_t find_flood(pf_str bytes, size_t from)
{
    unsigned directives = 0;
    pf_str before;
    for (pf_str rest = pf_str_slice(bytes, from, bytes.len);
         pf_str_cut(rest, '%', &before, &rest);) {
        size_t at = bytes.len - rest.len - 1;
        if (starts_line(bytes, from, at) && ++directives > PF_YAML_DIRECTIVES)
            return at;
    }
    return bytes.len;
}

bool pf_yaml_input(struct pf_arena *arena, const struct pf_source *source,
                   struct pf_yaml_input *input, struct pf_faults *faults)
{
    if (pf_encoding_is_wide(arena, source, faults))
        return false;
    size_t from = pf_encoding_bom(source->bytes);
    struct survey survey = {.arena = arena, .source = source, .faults = faults, .ascii = true};
    survey_bytes(&survey, from);
    if (survey.copy != NULL)
        pf_encoding_fault(arena, source, faults);

    size_t to = find_flood(source->bytes, from);
    input->cut = to < source->bytes.len;
    if (input->cut)
        pf_fault_add(arena, faults, PF_FAULT_LIMIT, pf_span_of(source, to, 1),
                     "more than %d lines start with '%%', as directives do; the rest of the file "
                     "was not checked",
                     PF_YAML_DIRECTIVES);
    pf_str bytes = {survey.copy != NULL ? survey.copy : source->bytes.data, to};
    input->bytes = pf_str_slice(bytes, from, to);
    input->places = pf_yaml_places_new(arena, input->bytes, from, survey.ascii);
    return true;
}
