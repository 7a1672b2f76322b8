/* What all commands share: their help page, their notes, their look. */
#include "command/command.h"

#include <stdarg.h>
#include <unistd.h>

const char *const pf_color_choices[] = {"auto", "always", "never", NULL};
const char *const pf_text_or_json[] = {"text", "json", NULL};

void pf_call_note(struct pf_call *call, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str text = pf_arena_vformat(call->arena, format, args);
    va_end(args);
    pf_sink_add(&call->aside, "preflight: ");
    pf_sink_lines(&call->aside, text);
    pf_sink_add(&call->aside, "\n");
}

struct pf_look pf_call_look(const struct pf_call *call)
{
    return pf_look_of(pf_given_value(&call->given, PF_OPTION_COLOR, "auto"), STDOUT_FILENO);
}

void pf_command_help(const struct pf_command *command, struct pf_buffer *page)
{
    const char *space = command->operands[0] == '\0' ? "" : " ";
    pf_buffer_format(page, "usage: preflight %s [OPTION…]%s%s\n\n%s\n\noptions:\n", command->name,
                     space, command->operands, command->about);
    pf_options_help(command->options, page);
}
