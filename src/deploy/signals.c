/* Signals by signalfd: a handler would need a variable that everybody sees. */
#include "deploy/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

static sigset_t ours(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

bool pf_signals_open(struct pf_signals *signals, struct pf_error *error)
{
    sigset_t set = ours();
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a full disk is an error to tell, not an end */
    *signals = (struct pf_signals){.descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
    if (signals->descriptor < 0)
        return pf_error_set(error, PF_EXIT_INTERNAL, "no signalfd: %s", strerror(errno));
    return true;
}

int pf_signals_got(struct pf_signals *signals)
{
    struct signalfd_siginfo info;
    while (signals->descriptor >= 0 &&
           read(signals->descriptor, &info, sizeof info) == (ssize_t)sizeof info)
        if (signals->got == 0)
            signals->got = (int)info.ssi_signo;
    return signals->got;
}

static int64_t now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool pf_signals_sleep(struct pf_signals *signals, unsigned milliseconds)
{
    int64_t end = now_milliseconds() + milliseconds;
    for (int64_t now = end - milliseconds; pf_signals_got(signals) == 0; now = now_milliseconds()) {
        if (now >= end)
            return true;
        struct pollfd wait = {.fd = signals->descriptor, .events = POLLIN};
        poll(&wait, 1, (int)(end - now));
    }
    return false;
}

void pf_signals_default(void)
{
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}
