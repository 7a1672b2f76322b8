/* What a command of a script writes to its output, where the script says it. */
#ifndef PF_MODEL_WRITTEN_TEXT_H
#define PF_MODEL_WRITTEN_TEXT_H

#include "base/buffer.h"
#include "model/deploy_inside.h"

/*
 * Adds what echo, printf or `cat <<EOF` print, as lines of a .env file: where a value holds what no
 * file tells (a secret, $X, $(…)), PF_DOTENV_UNKNOWN stands for it. False, with `text` untouched,
 * for any other command and where a line's name is not certain either.
 */
bool pf_written_text(const struct pf_deploy_script *script, const struct pf_shell_command *command,
                     struct pf_buffer *text);

#endif
