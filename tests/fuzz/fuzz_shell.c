/* Shell scripts: every word stands inside the script, whatever is open. */
#include "read/shell.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(const struct pf_shell_word *words, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (words[i].at > size || words[i].len > size - words[i].at)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str script = {(const char *)data, size};
    struct pf_shell_commands commands = pf_shell_read(arena, script);
    for (size_t i = 0; i < commands.count; i++) {
        check_words(commands.items[i].words, commands.items[i].word_count, size);
        check_words(commands.items[i].assignments, commands.items[i].assignment_count, size);
        check_words(commands.items[i].redirects, commands.items[i].redirect_count, size);
    }
    pf_shell_words(arena, script);
    pf_arena_free(arena);
    return 0;
}
