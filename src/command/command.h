/* What a command is, and what it gets when it runs. */
#ifndef PF_COMMAND_COMMAND_H
#define PF_COMMAND_COMMAND_H

#include "command/look.h"
#include "command/options.h"

struct pf_command;

/* One call of the program. Everything lives in `arena`. */
struct pf_call {
    struct pf_arena *arena;
    struct pf_memory *memory;
    const struct pf_command *const *commands; /* all of them, NULL at the end */
    const struct pf_command *command;
    struct pf_given given;
    bool on_github;
    struct pf_sink out;   /* standard output; main writes it when the command returns */
    struct pf_sink aside; /* standard error, likewise, after `out` */
};

/* Returns the exit status. On a failure it fills `error`, whose status then counts. */
typedef int pf_command_run(struct pf_call *call, struct pf_error *error);

struct pf_command {
    const char *name;     /* "check" */
    const char *summary;  /* for the list of commands */
    const char *operands; /* "[PATH…]", or "" */
    const char *about;    /* paragraphs for --help, line feeds included */
    const struct pf_option *options;
    pf_command_run *run;               /* NULL: preflight-deploy runs it */
    enum pf_completes completes;       /* operands */
    const char *const *first_operands; /* fixed words that the first one may be; NULL: none */
};

/* Every table of options starts with these three, in this order. */
enum { PF_OPTION_HELP, PF_OPTION_COLOR, PF_OPTION_VERBOSE, PF_OPTION_FIRST_OWN };
extern const char *const pf_color_choices[];
extern const char *const pf_text_or_json[];
/* clang-format off */
#define PF_COMMON_OPTIONS                                                                          \
    [PF_OPTION_HELP] = {.name = "help", .letter = 'h', .help = "this text"},                       \
    [PF_OPTION_COLOR] = {.name = "color", .kind = PF_OPTION_VALUE, .value = "WHEN",                \
                         .help = "auto, always or never", .choices = pf_color_choices},            \
    [PF_OPTION_VERBOSE] = {.name = "verbose", .letter = 'v',                                       \
                           .help = "say more: what could not be joined, and why"}

/* Rows that several commands have. */
#define PF_FORMAT_OPTION                                                                           \
    {.name = "format", .letter = 'f', .kind = PF_OPTION_VALUE, .value = "FORMAT",                  \
     .help = "text (default) or json", .choices = pf_text_or_json}
#define PF_PROJECT_OPTION                                                                          \
    {.name = "project", .letter = 'C', .kind = PF_OPTION_VALUE, .value = "FOLDER",                 \
     .help = "the project; the current folder by default", .completes = PF_COMPLETES_FOLDERS}
#define PF_CONFIG_OPTION                                                                           \
    {.name = "config", .kind = PF_OPTION_VALUE, .value = "FILE",                                   \
     .help = "this configuration instead of the nearest preflight.yml",                            \
     .completes = PF_COMPLETES_FILES}
/* clang-format on */

/* "preflight: …" on standard error */
void pf_call_note(struct pf_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The look of standard output for this call. */
struct pf_look pf_call_look(const struct pf_call *call);
/* The page that --help prints. */
void pf_command_help(const struct pf_command *command, struct pf_buffer *page);

#endif
