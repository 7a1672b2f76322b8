/* Enters the sandbox with one folder to read and one to write, and tries what is forbidden:
 * driver READ WRITE; prints a line "what: allowed" or "what: refused" each. 77: the kernel has
 * none. */
#include "base/sandbox.h"

#include "base/buffer.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *what, bool allowed)
{
    printf("%s: %s\n", what, allowed ? "allowed" : "refused");
    fflush(stdout);
}

static bool can_open(struct pf_arena *arena, const char *folder, const char *name, int flags)
{
    int file = open(pf_arena_format(arena, "%s/%s", folder, name).data, flags, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}

static bool can_fork(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    if (child > 0)
        waitpid(child, NULL, 0);
    return child > 0;
}

static bool can_replace(struct pf_arena *arena, const char *folder)
{
    return rename(pf_arena_format(arena, "%s/new", folder).data,
                  pf_arena_format(arena, "%s/old", folder).data) == 0;
}

int main(int argc, char **argv)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_sandbox allowed = {0};
    struct pf_sandbox_state state = pf_sandbox_probe();
    struct pf_error error = {0};
    if (argc != 3)
        return 2;
    if (state.landlock_abi == 0 || !state.has_seccomp) {
        printf("skipped: this system has %.*s\n", PF_ARG(pf_sandbox_words(arena, &state)));
        return 77;
    }
    *pf_pile_add(arena, &allowed.reads) = pf_str_c(argv[1]);
    *pf_pile_add(arena, &allowed.writes) = pf_str_c(argv[2]);
    *pf_pile_add(arena, &allowed.reads) = PF_STR("/there/is/no/such/folder");
    if (!pf_sandbox_enter(arena, &allowed, PF_SANDBOX_REQUIRE, &state, &error)) {
        printf("%s\n", error.message);
        return 1;
    }
    tell("read there", can_open(arena, argv[1], "file", O_RDONLY));
    tell("write there", can_open(arena, argv[1], "file", O_WRONLY));
    tell("make there", can_open(arena, argv[1], "new", O_WRONLY | O_CREAT));
    tell("make where it may", can_open(arena, argv[2], "new", O_WRONLY | O_CREAT));
    tell("replace where it may", can_replace(arena, argv[2]));
    tell("read elsewhere", can_open(arena, "/etc", "passwd", O_RDONLY));
    tell("list elsewhere", can_open(arena, "/", "etc", O_RDONLY | O_DIRECTORY));
    tell("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
    tell("local socket", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    tell("fork", can_fork());
    execl("/bin/true", "true", (char *)NULL);
    tell("exec", false);
    pf_arena_free(arena);
    return 0;
}
