/* Which series of Django a requirement's range installs. */
#ifndef PF_MODEL_DJANGO_SERIES_H
#define PF_MODEL_DJANGO_SERIES_H

#include "base/str.h"

/*
 * major * 100 + minor of the newest series that a PEP 440 or Poetry range lets in, as pip takes the
 * newest: ">=4.2,<5" and "~=4.0" give 402, "^5.0" 502, "~=4.1.3" and "==4.1.*" 401. 0 where nothing
 * bounds it from above, or where it cannot be read: the newest series is then not known.
 */
unsigned pf_django_series(pf_str specifier);
/* The same of one version: "4.2.11" is 402; 0 where it does not begin with two numbers. */
unsigned pf_django_series_of(pf_str version);

#endif
