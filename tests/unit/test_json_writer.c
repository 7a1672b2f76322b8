/* JSON text piece by piece. */
#include "unit.h"

#include "report/json.h"

#include <math.h>

Suite *json_writer_suite(void);

static void say(struct pf_json *json)
{
    pf_json_open(json, '{');
    pf_json_put_number(json, "schema", 1);
    pf_json_put_bool(json, "clean", false);
    pf_json_key(json, "empty");
    pf_json_open(json, '[');
    pf_json_close(json, ']');
    pf_json_key(json, "list");
    pf_json_open(json, '[');
    pf_json_null(json);
    pf_json_string(json, PF_STR("a\"b"));
    pf_json_close(json, ']');
    pf_json_close(json, '}');
}

START_TEST(the_same_data_reads_well_and_fits_on_a_line)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer wide = pf_buffer_new(arena), narrow = pf_buffer_new(arena);
    struct pf_json indented = pf_json_new(&wide, true), compact = pf_json_new(&narrow, false);
    say(&indented);
    say(&compact);
    ck_assert_pf_str_eq(pf_buffer_str(&wide),
                        PF_STR("{\n  \"schema\": 1,\n  \"clean\": false,\n  \"empty\": [],\n"
                               "  \"list\": [\n    null,\n    \"a\\\"b\"\n  ]\n}"));
    ck_assert_pf_str_eq(pf_buffer_str(&narrow),
                        PF_STR("{\"schema\": 1, \"clean\": false, \"empty\": [], "
                               "\"list\": [null, \"a\\\"b\"]}"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_real_is_as_short_as_it_can_be_and_stays_a_real)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {{0.1, "0.1"},
                {1.0, "1.0"},
                {-2.5e300, "-2.5e+300"},
                {1.0 / 3, "0.3333333333333333"},
                {NAN, "\"NaN\""},
                {INFINITY, "\"Infinity\""},
                {-INFINITY, "\"-Infinity\""}};
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_buffer buffer = pf_buffer_new(arena);
        struct pf_json json = pf_json_new(&buffer, false);
        pf_json_real(&json, rows[i].value);
        ck_assert_pf_str_eq(pf_buffer_str(&buffer), pf_str_c(rows[i].text));
    }
    pf_arena_free(arena);
}
END_TEST

Suite *json_writer_suite(void)
{
    const TTest *const tests[] = {
        the_same_data_reads_well_and_fits_on_a_line,
        a_real_is_as_short_as_it_can_be_and_stays_a_real,
        NULL,
    };
    return pf_suite("json_writer", tests);
}
