/* Colours and width: the flag, then the environment, then the terminal. */
#include "command/look.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    NARROWEST = 40,
    WIDEST = 400 /* columns; beyond either a terminal is not telling the truth */
};

static pf_str variable(const char *name)
{
    return pf_str_c(getenv(name));
}

/* Set, not empty and not 0. */
static bool is_on(const char *name)
{
    pf_str value = variable(name);
    return value.len > 0 && !pf_str_eq(value, PF_STR("0"));
}

static bool wants_colour(pf_str color, int descriptor)
{
    if (!pf_str_eq(color, PF_STR("auto")))
        return pf_str_eq(color, PF_STR("always"));
    if (variable("NO_COLOR").len > 0)
        return false;
    if (is_on("CLICOLOR_FORCE") || is_on("FORCE_COLOR"))
        return true;
    if (pf_str_eq(variable("CLICOLOR"), PF_STR("0")))
        return false;
    return isatty(descriptor) == 1 && !pf_str_eq(variable("TERM"), PF_STR("dumb"));
}

static unsigned width_of(int descriptor)
{
    struct winsize size = {0};
    int64_t columns = 0;
    if (isatty(descriptor) == 1 && ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns == 0 && !pf_str_to_int(variable("COLUMNS"), &columns))
        columns = 0;
    if (columns < NARROWEST || columns > WIDEST)
        return PF_LOOK_WIDTH;
    return (unsigned)columns;
}

struct pf_look pf_look_of(pf_str color, int descriptor)
{
    return (struct pf_look){wants_colour(color, descriptor), width_of(descriptor)};
}

bool pf_look_on_github(void)
{
    return pf_str_eq(variable("GITHUB_ACTIONS"), PF_STR("true"));
}
