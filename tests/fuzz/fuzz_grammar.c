/* Whatever a grammar takes is harmless as an argument: the first byte chooses the grammar. */
#include "deploy/grammar.h"

#include "base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    enum pf_grammar grammar = (enum pf_grammar)(data[0] % PF_GRAMMAR_COUNT);
    pf_str value = {(const char *)data + 1, size - 1};
    if (!pf_grammar_is(grammar, value))
        return 0;
    if (value.len == 0 || value.data[0] == '-')
        pf_die("grammar %d takes an option", (int)grammar);
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.data[i] < ' ' || value.data[i] == 0x7f)
            pf_die("grammar %d takes a control character", (int)grammar);
    return 0;
}
