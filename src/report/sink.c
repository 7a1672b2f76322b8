/* Gathering a report and writing it: the one place where bytes leave the program. */
#include "report/sink.h"

#include "report/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct pf_sink pf_sink_new(struct pf_arena *arena, bool on_github)
{
    return (struct pf_sink){pf_buffer_new(arena), on_github};
}

void pf_sink_add(struct pf_sink *sink, const char *ours)
{
    pf_buffer_add_c(&sink->buffer, ours);
}

void pf_sink_format(struct pf_sink *sink, const char *ours, ...)
{
    va_list args;
    va_start(args, ours);
    pf_buffer_add(&sink->buffer, pf_arena_vformat(sink->buffer.arena, ours, args));
    va_end(args);
}

void pf_sink_text(struct pf_sink *sink, pf_str strangers)
{
    if (sink->on_github)
        pf_escape_guarded(&sink->buffer, strangers);
    else
        pf_escape_visible(&sink->buffer, strangers);
}

void pf_sink_lines(struct pf_sink *sink, pf_str strangers)
{
    for (bool more = true; more;) {
        pf_str line;
        more = pf_str_cut(strangers, '\n', &line, &strangers);
        bool ends_in_crlf = more && pf_str_ends(line, PF_STR("\r"));
        pf_sink_text(sink, pf_str_slice(line, 0, line.len - (ends_in_crlf ? 1 : 0)));
        if (more)
            pf_sink_add(sink, ends_in_crlf ? "\r\n" : "\n");
    }
}

static bool write_all(pf_str bytes, int descriptor, const char *name, struct pf_error *error)
{
    while (bytes.len > 0) {
        ssize_t done = write(descriptor, bytes.data, bytes.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EPIPE)
            _Exit(128 + SIGPIPE);
        if (done < 0)
            return pf_error_set(error, PF_EXIT_INCOMPLETE, "cannot write the report to %s: %s",
                                name, strerror(errno));
        bytes = pf_str_slice(bytes, (size_t)done, bytes.len);
    }
    return true;
}

static void empty(struct pf_sink *sink)
{
    sink->buffer = pf_buffer_new(sink->buffer.arena);
}

bool pf_sink_write(struct pf_sink *sink, int descriptor, struct pf_error *error)
{
    const char *name = descriptor == STDOUT_FILENO ? "standard output" : "standard error";
    bool done = write_all(pf_buffer_str(&sink->buffer), descriptor, name, error);
    empty(sink);
    return done;
}

static bool cannot_write(const char *path, struct pf_error *error)
{
    return pf_error_set(error, PF_EXIT_INCOMPLETE, "cannot write %s: %s", path, strerror(errno));
}

static bool write_and_close(struct pf_sink *sink, int file, const char *path,
                            struct pf_error *error)
{
    bool done = write_all(pf_buffer_str(&sink->buffer), file, path, error);
    if (close(file) != 0 && done)
        done = cannot_write(path, error);
    empty(sink);
    return done;
}

/* A new file beside the old one that takes its name at the end. */
static bool replace_file(struct pf_sink *sink, const char *path, mode_t mode,
                         struct pf_error *error)
{
    char beside[PATH_MAX];
    int len = snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    if (len < 0 || (size_t)len >= sizeof beside) {
        errno = ENAMETOOLONG;
        return cannot_write(path, error);
    }
    int file = mkostemp(beside, O_CLOEXEC);
    if (file < 0)
        return cannot_write(path, error);
    fchmod(file, mode);
    if (write_and_close(sink, file, path, error) && rename(beside, path) == 0)
        return true;
    cannot_write(path, error);
    unlink(beside);
    return false;
}

static bool open_and_write(struct pf_sink *sink, const char *path, int flags,
                           struct pf_error *error)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags, 0666);
    if (file < 0)
        return cannot_write(path, error);
    return write_and_close(sink, file, path, error);
}

bool pf_sink_write_file(struct pf_sink *sink, const char *path, struct pf_error *error)
{
    struct stat status;
    bool exists = lstat(path, &status) == 0;
    if (exists && S_ISREG(status.st_mode))
        return replace_file(sink, path, status.st_mode & 0777, error);
    /* A link, a terminal or a pipe stays what it is. */
    return open_and_write(sink, path, exists ? O_TRUNC : O_CREAT | O_EXCL, error);
}

bool pf_sink_append_file(struct pf_sink *sink, const char *path, struct pf_error *error)
{
    return open_and_write(sink, path, O_CREAT | O_APPEND, error);
}
