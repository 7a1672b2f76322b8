/* Web addresses that a user or a page gives. */
#include "unit.h"

#include "deploy/web_url.h"

#include <string.h>

Suite *web_url_suite(void);

static const struct {
    const char *text, *written; /* NULL: refused */
} examples[] = {
    {"https://www.lejardin.fr", "https://www.lejardin.fr/"},
    {"HTTPS://WWW.Lejardin.FR/A?b=C", "https://www.lejardin.fr/A?b=C"},
    {"http://www.lejardin.fr:80/", "http://www.lejardin.fr/"},
    {"https://www.lejardin.fr:8443?x", "https://www.lejardin.fr:8443/?x"},
    {"https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"},
    {"https://under_score.example/", "https://under_score.example/"},
    {"https://a-b.example/", "https://a-b.example/"},
    {"", NULL},
    {"www.lejardin.fr", NULL},
    {"ftp://www.lejardin.fr/", NULL},
    {"file:///etc/passwd", NULL},
    {"https:///path", NULL},
    {"https://?x", NULL},
    {"https://:443/", NULL},
    {"https://user@www.lejardin.fr/", NULL},
    {"https://user:password@www.lejardin.fr/", NULL},
    {"https://www.lejardin.fr:/", NULL},
    {"https://www.lejardin.fr:0/", NULL},
    {"https://www.lejardin.fr:+1/", NULL},
    {"https://www.lejardin.fr:65536/", NULL},
    {"https://www.lejardin.fr/#top", NULL},
    {"https://www.lejardin.fr/a b", NULL},
    {"https://www.lejardin.fr/\r\nHost: x", NULL},
    {"https://www.lejardin.fr/\x1b[2J", NULL},
    {"https://www.lejardin.fr\\@evil.example/", NULL},
    {"https://-a.example/", NULL},
    {"https://a-.example/", NULL},
    {"https://a..example/", NULL},
    {"https://.example/", NULL},
    {"https://example./", NULL},
    {"https://[::1/", NULL},
    {"https://[::1]x/", NULL},
    {"https://[www.lejardin.fr]/", NULL},
};

START_TEST(an_address_is_read_exactly_when_it_is_a_plain_one)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_web_url url;
        const char *why = pf_web_url_parse(arena, pf_str_c(examples[i].text), &url);
        ck_assert_msg((why == NULL) == (examples[i].written != NULL), "%s: %s", examples[i].text,
                      why == NULL ? "read" : why);
        if (why == NULL)
            ck_assert_str_eq(pf_web_url_text(arena, &url).data, examples[i].written);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_address_ends_at_its_longest)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char text[PF_WEB_URL_LENGTH + 1];
    struct pf_web_url url;
    memset(text, 'a', sizeof text);
    memcpy(text, "https://h/", 10);
    ck_assert(pf_web_url_parse(arena, (pf_str){text, PF_WEB_URL_LENGTH}, &url) == NULL);
    ck_assert(pf_web_url_parse(arena, (pf_str){text, PF_WEB_URL_LENGTH + 1}, &url) != NULL);
    text[0] = '/';
    ck_assert(pf_web_url_is_path((pf_str){text, PF_WEB_URL_LENGTH}));
    ck_assert(!pf_web_url_is_path((pf_str){text, PF_WEB_URL_LENGTH + 1}));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_reason_quotes_nothing_of_the_address)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_web_url url;
    const char *why = pf_web_url_parse(arena, PF_STR("https://user:hunter2@x/"), &url);
    ck_assert(why != NULL && strstr(why, "hunter2") == NULL);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_site_is_scheme_host_and_port)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_web_url one, other;
    static const struct {
        const char *text;
        bool same;
    } others[] = {
        {"https://shop.example:443/x", true}, {"https://SHOP.example/", true},
        {"http://shop.example/", false},      {"https://shop.example:444/", false},
        {"https://www.shop.example/", false},
    };
    ck_assert(pf_web_url_parse(arena, PF_STR("https://shop.example/"), &one) == NULL);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert(pf_web_url_parse(arena, pf_str_c(others[i].text), &other) == NULL);
        ck_assert_msg(pf_web_url_same_site(&one, &other) == others[i].same, "%s", others[i].text);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *web_url_suite(void)
{
    const TTest *const tests[] = {
        an_address_is_read_exactly_when_it_is_a_plain_one,
        an_address_ends_at_its_longest,
        a_reason_quotes_nothing_of_the_address,
        a_site_is_scheme_host_and_port,
        NULL,
    };
    return pf_suite("web_url", tests);
}
