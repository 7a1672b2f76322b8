/* Sentry's DSN, and the addresses made from it. */
#include "unit.h"

#include "deploy/dsn.h"

#include <string.h>

Suite *dsn_suite(void);

#define KEY "0123456789abcdef0123456789abcdef"

START_TEST(addresses_come_from_the_dsn)
{
    static const struct {
        const char *dsn, *envelope, *api, *organisation;
    } examples[] = {
        {"https://" KEY "@o123.ingest.sentry.io/42",
         "https://o123.ingest.sentry.io/api/42/envelope/", "https://sentry.io", "123"},
        {"https://" KEY "@o123.ingest.us.sentry.io/42",
         "https://o123.ingest.us.sentry.io/api/42/envelope/", "https://us.sentry.io", "123"},
        {"https://" KEY "@o123.ingest.de.sentry.io/42/",
         "https://o123.ingest.de.sentry.io/api/42/envelope/", "https://de.sentry.io", "123"},
        {"https://" KEY ":" KEY "@sentry.lejardin.fr:9000/a/b/7",
         "https://sentry.lejardin.fr:9000/a/b/api/7/envelope/",
         "https://sentry.lejardin.fr:9000/a/b", ""},
        {"http://" KEY "@o1.ingest.sentry.io.evil.example/7",
         "http://o1.ingest.sentry.io.evil.example/api/7/envelope/",
         "http://o1.ingest.sentry.io.evil.example", ""},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_dsn dsn;
        const char *why = pf_dsn_parse(arena, pf_str_c(examples[i].dsn), &dsn);
        ck_assert_msg(why == NULL, "%s: %s", examples[i].dsn, why);
        struct pf_web_url envelope = pf_dsn_envelope(arena, &dsn), api = pf_dsn_api(arena, &dsn);
        ck_assert_str_eq(pf_web_url_text(arena, &envelope).data, examples[i].envelope);
        ck_assert_str_eq(pf_web_url_text(arena, &api).data, examples[i].api);
        ck_assert(pf_str_eq(dsn.organisation, pf_str_c(examples[i].organisation)));
        ck_assert(pf_str_eq(dsn.key, PF_STR(KEY)));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_is_no_dsn_is_refused_without_quoting_it)
{
    static const char *const texts[] = {
        "",
        "sentry",
        KEY "@sentry.example/1",
        "https://sentry.example/1",
        "https://@sentry.example/1",
        "https://" KEY "0@sentry.example/1",
        "https://0123456789abcdef0123456789abcdeg@sentry.example/1",
        "https://" KEY "@/1",
        "https://" KEY "@sentry.example",
        "https://" KEY "@sentry.example/",
        "https://" KEY "@sentry.example/shop",
        "https://" KEY "@sentry.example/1?x=1",
        "https://" KEY "@sentry.example/000000000000000000001",
        "https://" KEY "@other@sentry.example/1",
        "ftp://" KEY "@sentry.example/1",
        "https://" KEY "@sentry.example/1\r\nX: y",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pf_dsn dsn;
        const char *why = pf_dsn_parse(arena, pf_str_c(texts[i]), &dsn);
        ck_assert_msg(why != NULL, "%s", texts[i]);
        ck_assert(strstr(why, KEY) == NULL);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *dsn_suite(void)
{
    const TTest *const tests[] = {
        addresses_come_from_the_dsn,
        what_is_no_dsn_is_refused_without_quoting_it,
        NULL,
    };
    return pf_suite("dsn", tests);
}
