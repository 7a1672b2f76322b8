/* Code points to bytes, against counting from the start. */
#include "unit.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/yaml_place.h"

Suite *yaml_place_suite(void);

static void check_all(struct pf_arena *arena, pf_str bytes, size_t base, bool ascii)
{
    struct pf_yaml_places places = pf_yaml_places_new(arena, bytes, base, ascii);
    size_t index = 0, at = 0;
    for (; at < bytes.len; index++) {
        ck_assert_uint_eq(pf_yaml_place(&places, index), base + at);
        uint32_t code_point;
        at += pf_utf8_decode(pf_str_slice(bytes, at, bytes.len), &code_point);
    }
    ck_assert_uint_eq(pf_yaml_place(&places, index), base + bytes.len);
    ck_assert_uint_eq(pf_yaml_place(&places, index + 1000), base + bytes.len);
}

START_TEST(every_code_point_has_its_byte)
{
    static const char *const pieces[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\n"};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    check_all(arena, PF_STR(""), 0, true);
    check_all(arena, PF_STR(""), 3, false);
    check_all(arena, PF_STR("plain text"), 3, true);
    for (unsigned i = 0, pick = 1; i < 400; i++) {
        pick = pick * 1103515245u + 12345u;
        pf_buffer_add_c(&text, pieces[(pick >> 16) % 5]);
        check_all(arena, pf_buffer_str(&text), 0, false);
    }
    check_all(arena, pf_buffer_str(&text), 3, false);
    pf_arena_free(arena);
}
END_TEST

Suite *yaml_place_suite(void)
{
    const TTest *const tests[] = {every_code_point_has_its_byte, NULL};
    return pf_suite("yaml_place", tests);
}
