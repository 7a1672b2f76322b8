/* Is a file UTF-8 text at all? What every reader of documents asks first. */
#ifndef PF_READ_ENCODING_H
#define PF_READ_ENCODING_H

#include "tree/fault.h"

/*
 * True with a PF_FAULT_UNREADABLE when the bytes are UTF-16 or UTF-32: by their byte order mark, or
 * because a NUL byte stands beside the first character. Nothing of such a file can be read.
 */
bool pf_encoding_is_wide(struct pf_arena *arena, const struct pf_source *source,
                         struct pf_faults *faults);

/* Length of the UTF-8 byte order mark at the start: 3 or 0. */
size_t pf_encoding_bom(pf_str bytes);

/* PF_FAULT_UNREADABLE at the first byte that is not UTF-8; false when there is none. */
bool pf_encoding_fault(struct pf_arena *arena, const struct pf_source *source,
                       struct pf_faults *faults);

#endif
