/* What unicode_tables.c holds: facts about code points, sorted for binary search. */
#ifndef PF_PYTHON_UNICODE_TABLES_H
#define PF_PYTHON_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

struct pf_unicode_range {
    uint32_t first, last;
};
struct pf_unicode_decomposition {
    uint32_t code_point;
    uint16_t at, count; /* of pf_unicode_decomposed */
};
struct pf_unicode_class {
    uint32_t code_point;
    uint32_t combining;
};
struct pf_unicode_composition {
    uint32_t first, second, composed;
};

extern const struct pf_unicode_range pf_unicode_starts[];
extern const size_t pf_unicode_starts_count;
extern const struct pf_unicode_range pf_unicode_continues[];
extern const size_t pf_unicode_continues_count;
extern const struct pf_unicode_range pf_unicode_unprintables[];
extern const size_t pf_unicode_unprintables_count;
extern const struct pf_unicode_decomposition pf_unicode_decompositions[];
extern const size_t pf_unicode_decompositions_count;
extern const uint32_t pf_unicode_decomposed[];
extern const struct pf_unicode_class pf_unicode_classes[];
extern const size_t pf_unicode_classes_count;
extern const struct pf_unicode_composition pf_unicode_compositions[];
extern const size_t pf_unicode_compositions_count;

#endif
