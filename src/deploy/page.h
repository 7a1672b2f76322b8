/* What a web page gives away about how the site behind it runs. Nothing of a page is ever shown. */
#ifndef PF_DEPLOY_PAGE_H
#define PF_DEPLOY_PAGE_H

#include "base/arena.h"

/*
 * The words of our own that say by what the page is known as Django's (or Werkzeug's) debug page:
 * "lists the URL patterns"; NULL for any other page. The page may be cut off anywhere.
 */
const char *pf_page_debug_sign(struct pf_arena *arena, pf_str html);

/* Does it hold a form with Django's CSRF token? */
bool pf_page_has_csrf_token(pf_str html);

/* The first stylesheet or script that it links: what was written in href or src, up to a '?' or
 * '#'. One below /static/ is preferred. Empty when there is none. */
pf_str pf_page_static_link(pf_str html);

/* The content of <meta name="version">, "release", "git-sha" or "commit"; empty without one. */
pf_str pf_page_version(pf_str html);

#endif
