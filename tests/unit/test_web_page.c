/* Signs in web pages: debug pages, links, versions. */
#include "unit.h"

#include "deploy/page.h"

Suite *web_page_suite(void);

START_TEST(djangos_debug_pages_are_known_even_when_cut_off)
{
    static const char *const pages[] = {
        "<p>You’re seeing this error because you have <code>DEBUG = True</code> in\n  your Django "
        "settings file.",
        "You are seeing this page because <a>DEBUG=True</a> is in your settings file",
        "<p>Using the URLconf defined in <code>shop.urls</code>,\n   Django tried these URL "
        "patterns, in this order",
        "<title>Page not found at /x</title><th>Request Method:</th>",
        "<title>DisallowedHost\n          at /</title><style",
        "<tr><th>Django Version:</th><td>4.2</td></tr><tr><th>Exception Type:</th>",
        "<title>ZeroDivisionError // Werkzeug Debugger</title><h2>Traceback",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        ck_assert_msg(pf_page_debug_sign(arena, pf_str_c(pages[i])) != NULL, "%s", pages[i]);
    pf_arena_free(arena);
}
END_TEST

START_TEST(pages_that_only_speak_of_it_are_none)
{
    static const char *const pages[] = {
        "",
        "<h1>Not Found</h1><p>The requested resource was not found on this server.</p>",
        "<h1>Bad Request (400)</h1>",
        "<p>Never set <code>DEBUG = True</code> in production.</p>",
        "<p>Django version: 4.2 is out</p>",
        "<title>Page not found at the shop</title>",
        "<!-- DEBUG = <",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        ck_assert_msg(pf_page_debug_sign(arena, pf_str_c(pages[i])) == NULL, "%s", pages[i]);
    pf_arena_free(arena);
}
END_TEST

static const struct {
    const char *html, *link;
} links[] = {
    {"", ""},
    {"<link rel=stylesheet href='/static/a.css'>", "/static/a.css"},
    {"<link href=\"/static/a.css?v=1#x\">", "/static/a.css"},
    {"<a href=\"/static/book.pdf\"><script src=\"/static/a.js\">", "/static/a.js"},
    {"<script src=\"/other.js\"></script><script src=\"https://cdn.example/static/a.js\">",
     "https://cdn.example/static/a.js"},
    {"<script src=\"/other.js\">", "/other.js"},
    {"<link href=/static/a.css>", ""},
    {"<link href=\"/static/a.css", ""},
    {"href=", ""},
};

START_TEST(the_first_static_link_is_found)
{
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        ck_assert_msg(
            pf_str_eq(pf_page_static_link(pf_str_c(links[i].html)), pf_str_c(links[i].link)), "%s",
            links[i].html);
}
END_TEST

static const struct {
    const char *html, *version;
} versions[] = {
    {"", ""},
    {"<meta charset=utf-8><meta name=\"version\" content=\"1.4.0\">", "1.4.0"},
    {"<meta content='4f0c1d2' name='git-sha'>", "4f0c1d2"},
    {"<meta name=\"viewport\" content=\"width=1\">", ""},
    {"<meta name=\"version\" content=\"1", ""},
};

START_TEST(the_version_stands_in_a_meta_tag)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        ck_assert_msg(
            pf_str_eq(pf_page_version(pf_str_c(versions[i].html)), pf_str_c(versions[i].version)),
            "%s", versions[i].html);
}
END_TEST

Suite *web_page_suite(void)
{
    const TTest *const tests[] = {
        djangos_debug_pages_are_known_even_when_cut_off,
        pages_that_only_speak_of_it_are_none,
        the_first_static_link_is_found,
        the_version_stands_in_a_meta_tag,
        NULL,
    };
    return pf_suite("web_page", tests);
}
