/* /proc/self/exe is where we are, whatever argv[0] says. */
#include "base/program.h"

#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

bool pf_program_beside(struct pf_arena *arena, const char *const *places, pf_str *path,
                       struct pf_error *error)
{
    char here[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", here, sizeof here);
    if (len <= 0 || (size_t)len == sizeof here)
        return pf_error_set(error, PF_EXIT_USAGE, "cannot tell where this program is: %s",
                            strerror(errno));
    pf_str folder = pf_path_directory((pf_str){here, (size_t)len});
    for (size_t i = 0; places[i] != NULL; i++) {
        pf_str found = pf_path_join(arena, folder, pf_str_c(places[i]));
        if (access(pf_arena_str(arena, found).data, X_OK) == 0) {
            *path = pf_arena_str(arena, found);
            return true;
        }
    }
    return pf_error_set(error, PF_EXIT_USAGE, "%s is not installed beside %.*s",
                        pf_path_base(pf_str_c(places[0])).data, (int)len, here);
}
