/* UTF-8: every step goes forward and stays inside. */
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pf_str s = {(const char *)data, size};
    size_t steps = 0;
    while (s.len > 0) {
        uint32_t code_point = 0;
        size_t len = pf_utf8_decode(s, &code_point);
        if (len > s.len || code_point > 0x10ffff)
            abort();
        s = pf_str_slice(s, len == 0 ? 1 : len, s.len);
        steps++;
    }
    if (steps != pf_utf8_count((pf_str){(const char *)data, size}))
        abort();
    return 0;
}
