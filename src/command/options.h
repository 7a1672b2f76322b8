/* Options as tables: one table a command makes its parsing, its --help and its completion. */
#ifndef PF_COMMAND_OPTIONS_H
#define PF_COMMAND_OPTIONS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/pile.h"

enum pf_option_kind {
    PF_OPTION_FLAG,  /* --verbose; with a `value` also --fix=unsafe */
    PF_OPTION_VALUE, /* --branch B; the last one counts */
    PF_OPTION_LIST   /* --format F; all count, in order */
};

/* What a shell offers after the option or for an operand. */
enum pf_completes { PF_COMPLETES_NOTHING, PF_COMPLETES_FILES, PF_COMPLETES_FOLDERS };

struct pf_option {
    const char *name; /* without the dashes; NULL ends a table */
    char letter;      /* '\0': none */
    enum pf_option_kind kind;
    const char *value;          /* what stands for it in --help: "FILE"; NULL for flags */
    const char *help;           /* lower case, no full stop; a line feed starts a new line */
    const char *const *choices; /* NULL-terminated; NULL: anything */
    bool choice_may_go_on;      /* a choice may be followed by "=…" */
    enum pf_completes completes;
};

/* What was given for each option of a table, by its index. */
struct pf_given {
    const struct pf_option *options;
    struct pf_strs *values; /* one pile for each option; a flag has one empty value a time */
    struct pf_strs operands;
};

size_t pf_option_count(const struct pf_option *options);

/*
 * `arguments` are those after the command's name: --name VALUE, --name=VALUE, -n VALUE, -nVALUE,
 * flags together (-vq), -- before operands. False with a reason (exit status 2) for an unknown
 * option (the nearest one is named), a missing value, or one that is none of the choices.
 */
bool pf_options_parse(struct pf_arena *arena, const struct pf_option *options, char **arguments,
                      struct pf_given *given, struct pf_error *error);

bool pf_given_flag(const struct pf_given *given, size_t option);
size_t pf_given_times(const struct pf_given *given, size_t option);
/* The last value, or `otherwise`. */
pf_str pf_given_value(const struct pf_given *given, size_t option, const char *otherwise);
const struct pf_strs *pf_given_list(const struct pf_given *given, size_t option);

/* The lines of --help: "  -q, --quiet         findings only". */
void pf_options_help(const struct pf_option *options, struct pf_buffer *buffer);

#endif
