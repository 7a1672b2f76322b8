/* Code points to bytes: a mark every so many code points, and a short walk from there. */
#include "read/yaml_place.h"

enum { PLACE_STEP = 64 /* code points from one mark to the next: a walk of a cache line or two */ };

static bool starts_code_point(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

struct pf_yaml_places pf_yaml_places_new(struct pf_arena *arena, pf_str bytes, size_t base,
                                         bool ascii)
{
    struct pf_yaml_places places = {.bytes = bytes, .base = base};
    if (ascii)
        return places;
    places.steps = PF_NEW_ARRAY(arena, uint32_t, bytes.len / PLACE_STEP + 1);
    size_t index = 0;
    for (size_t at = 0; at < bytes.len; at++)
        if (starts_code_point(bytes.data[at]) && index++ % PLACE_STEP == 0)
            places.steps[places.step_count++] = (uint32_t)at;
    return places;
}

static size_t step_over_code_point(pf_str bytes, size_t at)
{
    at++;
    while (at < bytes.len && !starts_code_point(bytes.data[at]))
        at++;
    return at;
}

size_t pf_yaml_place(const struct pf_yaml_places *places, size_t index)
{
    pf_str bytes = places->bytes;
    if (places->steps == NULL)
        return places->base + (index < bytes.len ? index : bytes.len);
    size_t step = index / PLACE_STEP;
    if (step >= places->step_count)
        return places->base + bytes.len;
    size_t at = places->steps[step];
    for (size_t i = index % PLACE_STEP; i > 0 && at < bytes.len; i--)
        at = step_over_code_point(bytes, at);
    return places->base + at;
}

size_t pf_yaml_line_end(pf_str s)
{
    static const pf_str ends[] = {PF_STR_INIT("\n"), PF_STR_INIT("\r"), PF_STR_INIT("\xc2\x85"),
                                  PF_STR_INIT("\xe2\x80\xa8"), PF_STR_INIT("\xe2\x80\xa9")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_starts(s, ends[i]))
            return ends[i].len;
    return 0;
}
