/* Errors of the world, and the two ways in which the program ends at once. */
#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool pf_error_set(struct pf_error *error, enum pf_exit exit_status, const char *format, ...)
{
    if (error == NULL)
        return false;
    error->exit_status = (int)exit_status;
    error->number = errno;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return false;
}

static _Noreturn __attribute__((format(printf, 3, 0))) void end(int status, const char *what,
                                                                const char *format, va_list args)
{
    fflush(stdout);
    fputs(what, stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    fflush(stderr);
    _Exit(status);
}

void pf_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    end(PF_EXIT_INTERNAL, "preflight: internal error: ", format, args);
}

void pf_die_of_limit(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    end(PF_EXIT_INCOMPLETE, "preflight: not fully checked: ", format, args);
}
