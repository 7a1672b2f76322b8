/*
 * A supervisor: its program in a session of its own; every orphan comes to it (subreaper), so that
 * also a daemon that left the group is found and killed.
 */
#include "deploy/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    KILL_ROUNDS = 500, /* of 10 ms: nothing survives SIGKILL for long but a broken disk */
    ROUND_MILLISECONDS = 10,
    CHILDREN_TEXT = 4096 /* bytes of /proc's list looked at in one round */
};

static _Noreturn void end_unstarted(int report)
{
    struct pf_supervised failed = {PF_SUPERVISED_NOT_STARTED, errno};
    ssize_t ignored = write(report, &failed, sizeof failed);
    (void)ignored;
    _exit(127);
}

static _Noreturn void become(const struct pf_spawn *spawn, const struct pf_supervisor_ends *ends)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(ends->input, STDIN_FILENO) < 0 || dup2(ends->out, STDOUT_FILENO) < 0 ||
        dup2(ends->err, STDERR_FILENO) < 0)
        end_unstarted(ends->report);
    /* Whatever whoever started us left open. */
    close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    if (spawn->keep > 0)
        fcntl(spawn->keep, F_SETFD, 0);
    if (spawn->directory != NULL && chdir(spawn->directory) != 0)
        end_unstarted(ends->report);
    pf_signals_default();
    execve(spawn->arguments[0], (char *const *)spawn->arguments, (char *const *)spawn->environment);
    end_unstarted(ends->report);
}

/* Our children by /proc's list: the orphans that came to us. */
static void kill_children(void)
{
    char path[64], text[CHILDREN_TEXT];
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t len = read(file, text, sizeof text);
    close(file);
    pf_str rest = {text, len > 0 ? (size_t)len : 0};
    for (bool more = rest.len > 0; more;) {
        pf_str word;
        int64_t pid;
        more = pf_str_cut(rest, ' ', &word, &rest);
        if (pf_str_to_int(word, &pid) && pid > 1)
            kill((pid_t)pid, SIGKILL);
    }
}

/* Until there is no child left. */
static void kill_all(pid_t group)
{
    for (int round = 0; round < KILL_ROUNDS; round++) {
        kill(-group, SIGKILL);
        kill_children();
        pid_t gone;
        do
            gone = waitpid(-1, NULL, WNOHANG);
        while (gone > 0);
        if (gone < 0 && errno == ECHILD)
            return;
        poll(NULL, 0, ROUND_MILLISECONDS);
    }
}

/* Passes on what came by the lifeline; false when nobody holds it any more. */
static bool pass_on(int lifeline, pid_t group)
{
    unsigned char number;
    ssize_t len = read(lifeline, &number, 1);
    if (len == 0 || (len < 0 && errno != EINTR && errno != EAGAIN))
        return false;
    if (len == 1) {
        kill(-group, number);
        kill(-group, SIGCONT);
    }
    return true;
}

/* Reaps orphans and waits for the program; false when our own end came first. */
static bool wait_for(pid_t program, int lifeline, int children, int *status)
{
    for (;;) {
        for (pid_t gone; (gone = waitpid(-1, status, WNOHANG)) > 0;)
            if (gone == program)
                return true;
        struct pollfd waits[] = {{.fd = lifeline, .events = POLLIN},
                                 {.fd = children, .events = POLLIN}};
        poll(waits, 2, -1);
        struct signalfd_siginfo info;
        while (read(children, &info, sizeof info) > 0)
            ;
        if (waits[0].revents != 0 && !pass_on(lifeline, program))
            return false;
    }
}

static struct pf_supervised supervised_of(int status)
{
    if (WIFSIGNALED(status))
        return (struct pf_supervised){PF_SUPERVISED_KILLED, WTERMSIG(status)};
    return (struct pf_supervised){PF_SUPERVISED_EXITED, WEXITSTATUS(status)};
}

_Noreturn void pf_supervise(const struct pf_spawn *spawn, const struct pf_supervisor_ends *ends)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int children = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t program = children < 0 ? -1 : fork();
    if (program < 0)
        end_unstarted(ends->report);
    if (program == 0)
        become(spawn, ends);
    close(ends->input);
    close(ends->out);
    close(ends->err);
    int status = 0;
    bool ended = wait_for(program, ends->lifeline, children, &status);
    kill_all(program);
    if (ended) {
        struct pf_supervised report = supervised_of(status);
        ssize_t ignored = write(ends->report, &report, sizeof report);
        (void)ignored;
    }
    _exit(0);
}
