/* CPython's repr() of constants. */
#ifndef PF_PYTHON_REPR_H
#define PF_PYTHON_REPR_H

#include "base/buffer.h"

/* `s` is UTF-8; lone surrogates as three bytes are understood. */
void pf_python_repr_str(struct pf_buffer *out, pf_str s);
void pf_python_repr_bytes(struct pf_buffer *out, pf_str bytes);
/* The shortest digits that read back as the same value: "0.1", "1e+16", "inf", "nan". */
void pf_python_repr_float(struct pf_buffer *out, double value);
/* Of a complex number without real part: "2j", "1e+16j". */
void pf_python_repr_imaginary(struct pf_buffer *out, double value);

#endif
