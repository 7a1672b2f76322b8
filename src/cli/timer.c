/* SIGALRM as the last guard: nothing is allocated or formatted when it comes. */
#include "cli/timer.h"

#include "base/error.h"

#include <signal.h>
#include <unistd.h>

static void end(int number)
{
    (void)number;
    static const char message[] = "preflight: not fully checked: it takes longer than --timeout\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(PF_EXIT_INCOMPLETE);
}

void pf_timer_start(unsigned seconds)
{
    struct sigaction action = {.sa_handler = end};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    alarm(seconds);
}

void pf_timer_stop(void)
{
    alarm(0);
}
