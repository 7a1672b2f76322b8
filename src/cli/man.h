/* Manual pages from the tables that parse options, read the configuration and hold the rules. */
#ifndef PF_CLI_MAN_H
#define PF_CLI_MAN_H

#include "command/command.h"

/* "preflight.1", "preflight.yml.5" and "preflight-rules.7"; NULL at the end. */
extern const char *const pf_man_pages[];

/* False when there is no such page. */
bool pf_man_page(const struct pf_command *const *commands, pf_str name, struct pf_buffer *page);

#endif
