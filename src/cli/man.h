/* Manual pages from the tables that parse options and read the configuration. */
#ifndef PF_CLI_MAN_H
#define PF_CLI_MAN_H

#include "command/command.h"

/* "preflight.1" and "preflight.yml.5"; NULL at the end. */
extern const char *const pf_man_pages[];

/* False when there is no such page. */
bool pf_man_page(const struct pf_command *const *commands, pf_str name, struct pf_buffer *page);

#endif
