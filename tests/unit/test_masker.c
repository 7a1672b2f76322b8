/* Secrets in a stream, whatever their form and wherever the stream is cut. */
#include "unit.h"

#include "deploy/masker.h"

Suite *masker_suite(void);

static const char secret[] = "p\"a/ss wörd+7";

static pf_str masked_in_two(struct pf_arena *arena, const struct pf_masker *masker, pf_str text,
                            size_t at)
{
    struct pf_buffer clean = pf_buffer_new(arena);
    struct pf_masker_stream stream = pf_masker_stream(masker, arena);
    pf_masker_feed(&stream, pf_str_slice(text, 0, at), &clean);
    pf_masker_feed(&stream, pf_str_slice(text, at, text.len), &clean);
    pf_masker_end(&stream, &clean);
    return pf_buffer_str(&clean);
}

/* Each form was made by a program of its own: base64, jq @uri, json.dumps. */
START_TEST(every_form_is_hidden_wherever_the_stream_is_cut)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"before p\"a/ss wörd+7 after", "before *** after"},
        {"p\"a/ss wörd+7p\"a/ss wörd+7", "******"},
        {"x p\"a/ss wörd+p\"a/ss wörd+7", "x p\"a/ss wörd+***"},
        {"cCJhL3NzIHfDtnJkKzc=", "***c="},         /* alone */
        {"eHAiYS9zcyB3w7ZyZCs3", "eH***"},         /* after one byte */
        {"eHlwImEvc3Mgd8O2cmQrNw==", "eHl***w=="}, /* after two */
        {"p%22a%2Fss%20w%C3%B6rd%2B7", "***"},
        {"p%22a%2fss%20w%c3%b6rd%2b7", "***"},
        {"{\"password\":\"p\\\"a/ss wörd+7\"}", "{\"password\":\"***\"}"},
        {"nothing in it, p\"a/ss w at most", "nothing in it, p\"a/ss w at most"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_masker *masker = pf_masker_new(arena);
        pf_masker_add(masker, PF_STR(secret));
        pf_str text = pf_str_c(cases[i].text), expected = pf_str_c(cases[i].expected);
        for (size_t at = 0; at <= text.len; at++)
            ck_assert_pf_str_eq(masked_in_two(arena, masker, text, at), expected);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_secret_is_found_byte_by_byte_around_64_kib)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_masker *masker = pf_masker_new(arena);
    pf_masker_add(masker, PF_STR(secret));
    size_t len = sizeof secret - 1;
    for (size_t at = 65536 - len - 1; at <= 65536 + 1; at++) {
        struct pf_buffer text = pf_buffer_new(arena);
        for (size_t i = 0; i < at; i++)
            pf_buffer_add_byte(&text, 'p');
        pf_buffer_add_c(&text, secret);
        pf_str clean = masked_in_two(arena, masker, pf_buffer_str(&text), 65536);
        ck_assert_uint_eq(clean.len, at + 3);
        ck_assert(pf_str_ends(clean, PF_STR("p***")));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(one_secret_inside_another_goes_with_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_masker *masker = pf_masker_new(arena);
    pf_masker_add(masker, PF_STR("abcdef"));
    pf_masker_add(masker, PF_STR("abcdefghij"));
    pf_str text = PF_STR("abcdefghij abcdefgh");
    for (size_t at = 0; at <= text.len; at++)
        ck_assert_pf_str_eq(masked_in_two(arena, masker, text, at), PF_STR("*** ***gh"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_key_of_several_lines_is_hidden_line_by_line_too)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_masker *masker = pf_masker_new(arena);
    pf_masker_add(masker, PF_STR("-----BEGIN KEY-----\nMIIEvQIBADAN\n"));
    ck_assert_pf_str_eq(pf_masker_text(masker, arena, PF_STR("line 2: MIIEvQIBADAN")),
                        PF_STR("line 2: ***"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_word_of_five_bytes_is_not_hidden_and_one_of_six_is)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_masker *masker = pf_masker_new(arena);
    pf_masker_add(masker, PF_STR("12345"));
    ck_assert_pf_str_eq(pf_masker_text(masker, arena, PF_STR("12345")), PF_STR("12345"));
    pf_masker_add(masker, PF_STR("123456"));
    ck_assert_pf_str_eq(pf_masker_text(masker, arena, PF_STR("123456")), PF_STR("***"));
    pf_arena_free(arena);
}
END_TEST

Suite *masker_suite(void)
{
    const TTest *const tests[] = {
        every_form_is_hidden_wherever_the_stream_is_cut,
        a_secret_is_found_byte_by_byte_around_64_kib,
        one_secret_inside_another_goes_with_it,
        a_key_of_several_lines_is_hidden_line_by_line_too,
        a_word_of_five_bytes_is_not_hidden_and_one_of_six_is,
        NULL,
    };
    return pf_suite("masker", tests);
}
