/* preflight COMMAND …: a table of commands. */
#include "base/error.h"
#include "base/str.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc == 2 && pf_str_eq(pf_str_c(argv[1]), PF_STR("--version"))) {
        puts("preflight " PREFLIGHT_VERSION);
        return PF_EXIT_CLEAN;
    }
    fputs("usage: preflight COMMAND …\n", stderr);
    return PF_EXIT_USAGE;
}
