/* SHA-1 and SHA-256 (FIPS 180-4): git's names of blobs, and what a file was when it was read. */
#ifndef PF_DEPLOY_SHA_H
#define PF_DEPLOY_SHA_H

#include "base/arena.h"

/* Lower-case hex digits, 40 and 64 of them. */
pf_str pf_sha1_hex(struct pf_arena *arena, pf_str bytes);
pf_str pf_sha256_hex(struct pf_arena *arena, pf_str bytes);
/* The id that git gives a blob of these bytes; `is_sha256` as the repository's objects are. */
pf_str pf_sha_blob_id(struct pf_arena *arena, pf_str bytes, bool is_sha256);

#endif
