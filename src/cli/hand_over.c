/* execve into preflight-deploy: nothing of this process goes on. */
#include "cli/hand_over.h"

#include "base/pile.h"
#include "base/program.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int pf_hand_over(struct pf_arena *arena, char **arguments, struct pf_error *error)
{
    static const char *const places[] = {"preflight-deploy",
                                         "../libexec/preflight/preflight-deploy", NULL};
    pf_str program;
    if (!pf_program_beside(arena, places, &program, error))
        return error->exit_status;
    PF_PILE(char *) all = {0};
    *pf_pile_add(arena, &all) = (char *)pf_arena_str(arena, program).data;
    for (; *arguments != NULL; arguments++)
        *pf_pile_add(arena, &all) = *arguments;
    *pf_pile_add(arena, &all) = NULL;
    execve(all.items[0], all.items, environ);
    pf_error_set(error, PF_EXIT_USAGE, "cannot start %s: %s", all.items[0], strerror(errno));
    return error->exit_status;
}
