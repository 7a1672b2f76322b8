/* Landlock and seccomp by their system calls: Debian's libc wraps neither. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(PREFLIGHT_NO_SANDBOX)
#define IS_POSSIBLE false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define IS_POSSIBLE false
#endif
#endif
#ifndef IS_POSSIBLE
#define IS_POSSIBLE true
#endif

/* ---- Landlock: linux/landlock.h of newer kernels than the headers here may be ---- */

enum {
    NR_CREATE_RULESET = 444, /* the same on every architecture */
    NR_ADD_RULE = 445,
    NR_RESTRICT_SELF = 446,
    ASK_VERSION = 1,
    RULE_PATH_BENEATH = 1
};

#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_DIR (1ull << 7)
#define FS_MAKE_REG (1ull << 8)
#define FS_ALL_OF_1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)  /* 3 */
#define FS_IOCTL_DEV (1ull << 15) /* 5 */
#define NET_ALL 3ull              /* 4: bind and connect of TCP */
#define SCOPE_ALL 3ull            /* 6: abstract sockets, signals */
#define FS_OF_A_FILE (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

struct ruleset {
    uint64_t fs, net, scoped;
};
struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

static int landlock_abi(void)
{
    long abi = syscall(NR_CREATE_RULESET, NULL, (size_t)0, ASK_VERSION);
    return abi < 0 ? 0 : (int)abi;
}

static struct ruleset handled(int abi, size_t *size)
{
    struct ruleset ruleset = {.fs = FS_ALL_OF_1};
    ruleset.fs |= abi >= 2 ? FS_REFER : 0;
    ruleset.fs |= abi >= 3 ? FS_TRUNCATE : 0;
    ruleset.fs |= abi >= 5 ? FS_IOCTL_DEV : 0;
    ruleset.net = abi >= 4 ? NET_ALL : 0;
    ruleset.scoped = abi >= 6 ? SCOPE_ALL : 0;
    *size = abi >= 6   ? sizeof ruleset
            : abi >= 4 ? offsetof(struct ruleset, scoped)
                       : offsetof(struct ruleset, net);
    return ruleset;
}

static bool fail(struct pf_error *error, const char *what)
{
    return pf_error_set(error, PF_EXIT_INTERNAL, "the sandbox: %s: %s", what, strerror(errno));
}

static bool allow(struct pf_arena *arena, int rules, uint64_t possible, pf_str path,
                  uint64_t access, struct pf_error *error)
{
    int file = open(pf_arena_str(arena, path).data, O_PATH | O_CLOEXEC);
    struct stat status;
    if (file < 0)
        return true;
    bool is_folder = fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
    struct path_beneath rule = {.allowed = access & possible, .parent = file};
    if (!is_folder)
        rule.allowed &= FS_OF_A_FILE;
    long done = syscall(NR_ADD_RULE, rules, RULE_PATH_BENEATH, &rule, 0);
    int number = errno;
    close(file);
    errno = number;
    return done == 0 || fail(error, "a rule of Landlock");
}

static bool allow_all(struct pf_arena *arena, int rules, uint64_t possible,
                      const struct pf_sandbox *allowed, struct pf_error *error)
{
    const uint64_t reading = FS_READ_FILE | FS_READ_DIR;
    const uint64_t writing = reading | FS_WRITE_FILE | FS_TRUNCATE | FS_MAKE_REG | FS_MAKE_DIR |
                             FS_REMOVE_FILE | FS_REFER;
    for (size_t i = 0; i < allowed->reads.count; i++)
        if (!allow(arena, rules, possible, allowed->reads.items[i], reading, error))
            return false;
    for (size_t i = 0; i < allowed->writes.count; i++)
        if (!allow(arena, rules, possible, allowed->writes.items[i], writing, error))
            return false;
    return true;
}

static bool enter_landlock(struct pf_arena *arena, const struct pf_sandbox *allowed, int abi,
                           struct pf_error *error)
{
    size_t size;
    struct ruleset ruleset = handled(abi, &size);
    int rules = (int)syscall(NR_CREATE_RULESET, &ruleset, size, 0);
    if (rules < 0)
        return fail(error, "Landlock");
    bool done = allow_all(arena, rules, ruleset.fs, allowed, error) &&
                (syscall(NR_RESTRICT_SELF, rules, 0) == 0 || fail(error, "Landlock"));
    close(rules);
    return done;
}

/* ---- seccomp ---- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define REFUSAL(number) (SECCOMP_RET_ERRNO | ((number)&SECCOMP_RET_DATA))
/* The next instruction holds for this value only. */
#define WHEN(value) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1)
#define REFUSE(name) WHEN(__NR_##name), ANSWER(REFUSAL(EPERM))

static const struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
#ifdef __x86_64__
    /* The x32 twins of all calls. */
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    REFUSE(fork),
    REFUSE(vfork),
#endif
    REFUSE(execve),
    REFUSE(execveat),
    REFUSE(socket),
    REFUSE(socketpair),
    REFUSE(connect),
    REFUSE(bind),
    REFUSE(listen),
    REFUSE(accept),
    REFUSE(accept4),
    REFUSE(sendto),
    REFUSE(sendmsg),
    REFUSE(ptrace),
    REFUSE(process_vm_readv),
    REFUSE(process_vm_writev),
    REFUSE(bpf),
    REFUSE(mount),
    REFUSE(umount2),
    REFUSE(unshare),
    REFUSE(setns),
    REFUSE(io_uring_setup),
    REFUSE(io_uring_enter),
    REFUSE(io_uring_register),
    REFUSE(memfd_create),
    REFUSE(kexec_load),
    REFUSE(init_module),
    REFUSE(finit_module),
    REFUSE(keyctl),
    /* libc falls back to clone, whose flags can be looked at. */
    WHEN(__NR_clone3),
    ANSWER(REFUSAL(ENOSYS)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
    ANSWER(REFUSAL(EPERM)),
    ANSWER(SECCOMP_RET_ALLOW),
};

static bool has_seccomp(void)
{
    /* With no filter at all: EFAULT where filters are known, EINVAL where they are not. */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 && errno == EFAULT;
}

static bool enter_seccomp(struct pf_error *error)
{
    struct sock_fprog program = {sizeof filter / sizeof *filter, (struct sock_filter *)filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ||
           fail(error, "seccomp");
}

#else

static bool has_seccomp(void)
{
    return false;
}

static bool enter_seccomp(struct pf_error *error)
{
    return fail(error, "seccomp");
}

#endif

struct pf_sandbox_state pf_sandbox_probe(void)
{
    if (!IS_POSSIBLE)
        return (struct pf_sandbox_state){0};
    return (struct pf_sandbox_state){.landlock_abi = landlock_abi(), .has_seccomp = has_seccomp()};
}

bool pf_sandbox_enter(struct pf_arena *arena, const struct pf_sandbox *allowed,
                      enum pf_sandbox_mode mode, struct pf_sandbox_state *state,
                      struct pf_error *error)
{
    *state = (struct pf_sandbox_state){0};
    if (mode == PF_SANDBOX_OFF)
        return true;
    struct pf_sandbox_state possible = pf_sandbox_probe();
    if (mode == PF_SANDBOX_REQUIRE && (possible.landlock_abi == 0 || !possible.has_seccomp))
        return pf_error_set(error, PF_EXIT_INTERNAL, "--sandbox=require: this system has %s%s%s",
                            possible.landlock_abi == 0 ? "no Landlock" : "",
                            possible.landlock_abi == 0 && !possible.has_seccomp ? " and " : "",
                            possible.has_seccomp ? "" : "no seccomp");
    if (possible.landlock_abi == 0 && !possible.has_seccomp)
        return true;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(error, "no new privileges");
    if ((possible.landlock_abi > 0 &&
         !enter_landlock(arena, allowed, possible.landlock_abi, error)) ||
        (possible.has_seccomp && !enter_seccomp(error)))
        return false;
    *state = possible;
    return true;
}

pf_str pf_sandbox_words(struct pf_arena *arena, const struct pf_sandbox_state *state)
{
    if (state->landlock_abi == 0)
        return state->has_seccomp ? PF_STR("seccomp") : PF_STR("none");
    return pf_arena_format(arena, "Landlock ABI %d%s", state->landlock_abi,
                           state->has_seccomp ? ", seccomp" : "");
}
