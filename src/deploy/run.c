/* What all steps ask of the run they belong to. */
#include "deploy/step.h"

#include <time.h>

static int64_t now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

pf_str pf_run_setting(const struct pf_deploy_run *run, enum pf_setting setting)
{
    return run->settings.items[setting].value;
}

bool pf_run_must_stop(struct pf_deploy_run *run)
{
    return pf_signals_got(run->signals) != 0 || now_milliseconds() >= run->deadline_milliseconds;
}

unsigned pf_run_seconds_left(const struct pf_deploy_run *run, unsigned most)
{
    int64_t left = (run->deadline_milliseconds - now_milliseconds()) / 1000;
    return left < 1 ? 1 : left > most ? most : (unsigned)left;
}
