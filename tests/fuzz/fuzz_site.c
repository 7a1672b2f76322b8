/* What a site gives back: its pages, and addresses and DSNs in the first line. Whatever is taken
 * for an address is printable ASCII and reads the same when it is written out. */
#include "deploy/dsn.h"
#include "deploy/page.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_address(struct pf_arena *arena, const struct pf_web_url *url)
{
    struct pf_web_url again;
    pf_str text = pf_web_url_text(arena, url);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] <= ' ' || text.data[i] > '~')
            abort();
    if (text.len <= PF_WEB_URL_LENGTH && pf_web_url_parse(arena, text, &again) != NULL)
        abort();
    if (text.len <= PF_WEB_URL_LENGTH &&
        (!pf_web_url_same_site(url, &again) || !pf_str_eq(url->path, again.path)))
        abort();
}

static void check_inside(pf_str part, pf_str whole)
{
    if (part.len > 0 && (part.data < whole.data || part.data + part.len > whole.data + whole.len))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str page = {(const char *)data, size}, line;
    struct pf_web_url url;
    struct pf_dsn dsn;
    pf_str_cut(page, '\n', &line, &page);
    if (pf_web_url_parse(arena, line, &url) == NULL)
        check_address(arena, &url);
    if (pf_dsn_parse(arena, line, &dsn) == NULL) {
        struct pf_web_url envelope = pf_dsn_envelope(arena, &dsn), api = pf_dsn_api(arena, &dsn);
        check_address(arena, &envelope);
        api.path = PF_STR("/");
        check_address(arena, &api);
    }
    pf_page_debug_sign(arena, page);
    pf_page_has_csrf_token(page);
    check_inside(pf_page_static_link(page), page);
    check_inside(pf_page_version(page), page);
    pf_arena_free(arena);
    return 0;
}
