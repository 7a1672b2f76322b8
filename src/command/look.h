/* How the output may look: colours, width, whether GitHub's runner reads along. */
#ifndef PF_COMMAND_LOOK_H
#define PF_COMMAND_LOOK_H

#include "report/report.h"

/*
 * --color auto|always|never, then NO_COLOR, then CLICOLOR_FORCE and FORCE_COLOR, then CLICOLOR=0,
 * then whether `descriptor` is a terminal and TERM is not "dumb". The width is the terminal's, else
 * COLUMNS, else PF_LOOK_WIDTH.
 */
struct pf_look pf_look_of(pf_str color, int descriptor);
/* GITHUB_ACTIONS=true */
bool pf_look_on_github(void);

#endif
