/* A shell script's simple commands, far enough to recognise which programs it starts. */
#ifndef PF_READ_SHELL_H
#define PF_READ_SHELL_H

#include "base/pile.h"

enum {
    PF_SHELL_NESTING = 100, /* brackets and quotes inside each other in one word; bash's own
                               grammar gives up far earlier than anybody does */
    PF_SHELL_DEPTH = 16,    /* substitutions inside each other that are read as commands; deeper
                               ones stay text of the word that holds them */
};

struct pf_shell_word {
    pf_str text; /* quotes and escapes removed; $X, ${X}, $(…) and ${{ … }} kept as written */
    size_t at, len; /* where it stands in the script as given */
    bool quoted;    /* some part of it was quoted */
    bool literal;   /* no expansion in it ($, ` `, ${{ }}); patterns such as * are none */
};

enum pf_shell_joint {
    PF_SHELL_THEN,
    PF_SHELL_AND,
    PF_SHELL_OR,
    PF_SHELL_PIPE,
    PF_SHELL_BACKGROUND
};

struct pf_shell_command {
    struct pf_shell_word *words; /* assignments in front are not among them */
    size_t word_count;
    struct pf_shell_word *assignments; /* NAME=value words in front of the command, or alone */
    size_t assignment_count;
    struct pf_shell_word *redirects; /* targets of >, >>, <; "GITHUB_ENV" stays "$GITHUB_ENV"; those
                                        behind a compound's end (done > f) are each command's */
    size_t redirect_count;
    enum pf_shell_joint joint; /* how it is joined to the one before */
    bool conditional;          /* may be passed over: a branch of if or case, the body of while or
                                  of a for over unknown words, a function's, or after && or ||;
                                  not the first condition of if and while */
    pf_str heredoc;            /* text of a here-document or here-string, the last one; or "" */
};
struct pf_shell_commands {
    struct pf_shell_command *items;
    size_t count, capacity;
};

/*
 * In the order of the text; commands inside $( ), <( ) and ` ` follow the one that holds them.
 * Never fails: what is not closed reaches to the end, a keyword out of place is passed over. `[[ …
 * ]]` and `(( … ))` are commands of that name, the first with its operators as words. The script's
 * bytes must outlive the result.
 */
struct pf_shell_commands pf_shell_read(struct pf_arena *arena, pf_str script);

enum pf_shell_arrow {
    PF_SHELL_ARROW_WHOLE, /* > */
    PF_SHELL_ARROW_MORE,  /* >> */
    PF_SHELL_ARROW_FROM,  /* < */
    PF_SHELL_ARROW_OTHER  /* of another stream, or any other */
};
/* Which arrow stands before one of a command's `redirects`. `script` is the text that was read. */
enum pf_shell_arrow pf_shell_arrow_of(pf_str script, const struct pf_shell_word *target);

/* Is it one of the command's words, from word `from` on? */
bool pf_shell_has_word(const struct pf_shell_command *command, size_t from, pf_str word);
/* Does one of these words hold the text? */
bool pf_shell_mentions(const struct pf_shell_word *words, size_t count, pf_str text);

/*
 * Splits as a shell would, for a command in a string (CMD in shell form, `command` joined).
 * Operators are words of their own ("&&", ">"), comments and line ends are left out.
 */
struct pf_strs pf_shell_words(struct pf_arena *arena, pf_str text);

#endif
