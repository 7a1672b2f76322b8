/* What single words and operators of a shell script are. Of use to shell.c only. */
#ifndef PF_READ_SHELL_WORD_H
#define PF_READ_SHELL_WORD_H

#include "read/shell.h"

enum pf_shell_keyword {
    PF_SHELL_K_IF,
    PF_SHELL_K_THEN,
    PF_SHELL_K_FI,
    PF_SHELL_K_LOOP,
    PF_SHELL_K_FOR,
    PF_SHELL_K_DO,
    PF_SHELL_K_DONE,
    PF_SHELL_K_CASE,
    PF_SHELL_K_ESAC,
    PF_SHELL_K_OPEN,
    PF_SHELL_K_CLOSE,
    PF_SHELL_K_FUNCTION,
    PF_SHELL_K_PASS,
    PF_SHELL_K_NONE
};

/* PF_SHELL_K_NONE for every word with a quote or an escape in it. */
enum pf_shell_keyword pf_shell_keyword_of(const struct pf_shell_word *word);

/* NAME=, NAME+= or NAME[…]= written without quotes. */
bool pf_shell_is_assignment(pf_str script, const struct pf_shell_word *word);
bool pf_shell_is_redirect(pf_str operator);
/* 2>&1 and >&- name no file. */
bool pf_shell_is_descriptor(pf_str text);
/* *, ? or [: which files there are decides. */
bool pf_shell_has_pattern(pf_str text);
/* Each line without the tabs in front, as <<- has it. */
pf_str pf_shell_without_tabs(struct pf_arena *arena, pf_str text);

#endif
