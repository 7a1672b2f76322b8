/* Variables that Django, servers, libraries and the platform read by themselves. */
#ifndef PF_MODEL_READERS_H
#define PF_MODEL_READERS_H

#include "base/str.h"

/* Who reads it, in a word: "Django", "gunicorn", "the AWS SDK"; "" for a name that is nobody's. */
pf_str pf_variable_reader(pf_str name);

#endif
