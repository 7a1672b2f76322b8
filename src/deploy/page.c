/* HTML → signs in it. No parser: signs must be found in pages that are cut off or broken, too. */
#include "deploy/page.h"

#include "base/buffer.h"

/* Text without tags, in lower case, every white space a single space. */
static pf_str plain_text(struct pf_arena *arena, pf_str html)
{
    struct pf_buffer text = pf_buffer_new(arena);
    bool in_tag = false, spaced = true;
    for (size_t i = 0; i < html.len; i++) {
        char c = html.data[i];
        if (c == '<')
            in_tag = true;
        bool shown = !in_tag && !pf_is_space(c);
        if (c == '>')
            in_tag = false;
        /* A tag inside a word parts nothing: "<code>DEBUG = True</code>". */
        if (shown)
            pf_buffer_add_byte(&text, pf_to_lower(c));
        else if (!in_tag && pf_is_space(c) && !spaced)
            pf_buffer_add_byte(&text, ' ');
        spaced = shown ? false : spaced || (!in_tag && pf_is_space(c));
    }
    return pf_buffer_str(&text);
}

/* Both texts must be there. Django's debug templates are not translated; 1.11 to 5.x have these. */
static const struct {
    pf_str one, other;
    const char *sign;
} signs[] = {
    {PF_STR_INIT("debug = true in your django settings"), PF_STR_INIT(""),
     "says that DEBUG is True"},
    {PF_STR_INIT("debug=true is in your settings"), PF_STR_INIT(""), "says that DEBUG is True"},
    {PF_STR_INIT("django tried these url patterns"), PF_STR_INIT(""), "lists the URL patterns"},
    {PF_STR_INIT("page not found at /"), PF_STR_INIT("request method:"),
     "is Django's debug page for a missing address"},
    {PF_STR_INIT("django version:"), PF_STR_INIT("exception type:"),
     "is Django's debug page with a traceback and the settings"},
    {PF_STR_INIT("disallowedhost at /"), PF_STR_INIT(""),
     "is Django's debug page with a traceback and the settings"},
    {PF_STR_INIT("werkzeug debugger"), PF_STR_INIT("traceback"), "is Werkzeug's debugger"},
};

const char *pf_page_debug_sign(struct pf_arena *arena, pf_str html)
{
    pf_str text = plain_text(arena, html);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(text, signs[i].one) && pf_str_contains(text, signs[i].other))
            return signs[i].sign;
    return NULL;
}

bool pf_page_has_csrf_token(pf_str html)
{
    return pf_str_contains(html, PF_STR("csrfmiddlewaretoken"));
}

/* The next quoted value of `attribute` ("href=") at or after `*at`, which moves past it. */
static bool next_value(pf_str html, pf_str attribute, size_t *at, pf_str *value)
{
    while (true) {
        ptrdiff_t found = pf_str_find(pf_str_slice(html, *at, html.len), attribute);
        if (found == PF_STR_NONE)
            return false;
        *at += (size_t)found + attribute.len;
        char quote = *at < html.len ? html.data[*at] : '\0';
        if (quote != '"' && quote != '\'')
            continue;
        pf_str rest = pf_str_slice(html, *at + 1, html.len), tail;
        if (!pf_str_cut(rest, quote, value, &tail))
            return false; /* cut off in the middle */
        *at += value->len + 2;
        return true;
    }
}

static pf_str without_query(pf_str link)
{
    size_t end = 0;
    while (end < link.len && link.data[end] != '?' && link.data[end] != '#')
        end++;
    return pf_str_slice(link, 0, end);
}

pf_str pf_page_static_link(pf_str html)
{
    static const pf_str attributes[] = {PF_STR_INIT("href="), PF_STR_INIT("src=")};
    pf_str any = PF_STR("");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        pf_str value;
        for (size_t at = 0; next_value(html, attributes[i], &at, &value);) {
            pf_str link = without_query(value);
            if (!pf_str_ends(link, PF_STR(".css")) && !pf_str_ends(link, PF_STR(".js")))
                continue;
            if (pf_str_contains(link, PF_STR("/static/")))
                return link;
            if (any.len == 0)
                any = link;
        }
    }
    return any;
}

/* The tag that `html` begins with, up to its '>'. */
static bool meta_version(pf_str tag, pf_str *content)
{
    static const pf_str names[] = {PF_STR_INIT("version"), PF_STR_INIT("release"),
                                   PF_STR_INIT("git-sha"), PF_STR_INIT("commit")};
    pf_str name;
    size_t name_at = 0, content_at = 0;
    if (!next_value(tag, PF_STR("name="), &name_at, &name) ||
        !next_value(tag, PF_STR("content="), &content_at, content))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq_nocase(name, names[i]))
            return true;
    return false;
}

pf_str pf_page_version(pf_str html)
{
    size_t at = 0;
    while (true) {
        pf_str rest = pf_str_slice(html, at, html.len), tag, tail, content;
        ptrdiff_t found = pf_str_find(rest, PF_STR("<meta "));
        if (found == PF_STR_NONE)
            return PF_STR("");
        at += (size_t)found + 1;
        if (!pf_str_cut(pf_str_slice(html, at, html.len), '>', &tag, &tail))
            return PF_STR("");
        if (meta_version(tag, &content))
            return content;
    }
}
