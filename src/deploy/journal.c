/* Appending to a journal, and what its lines say of the deploy they belong to. */
#include "deploy/journal.h"

#include "base/clock.h"
#include "base/file.h"
#include "report/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct pf_journal {
    struct pf_arena *arena;
    const char *path;
    int file;
    const struct pf_node **lines;
    size_t count, capacity;
    size_t first; /* the line that began the current deploy; `count` when there is none */
    off_t size;
};

static pf_str member(const struct pf_node *line, const char *name)
{
    return pf_node_text(pf_node_get(line, name));
}

static bool is_kind(const struct pf_node *line, const char *kind)
{
    return pf_str_eq(member(line, "kind"), pf_str_c(kind));
}

static void take_lines(struct pf_journal *journal, const struct pf_node *seq)
{
    for (size_t i = 0; i < seq->count; i++)
        *(pf_pile_reserve(journal->arena, &journal->lines, &journal->capacity, journal->count,
                          sizeof *journal->lines),
          &journal->lines[journal->count++]) = seq->items[i];
    journal->first = journal->count;
}

static bool read_all(struct pf_journal *journal, struct pf_error *error)
{
    struct stat status;
    if (fstat(journal->file, &status) != 0 || !S_ISREG(status.st_mode))
        return pf_error_set(error, PF_EXIT_USAGE, "%s is no regular file", journal->path);
    if (status.st_size > PF_JOURNAL_CAP)
        return pf_error_set(error, PF_EXIT_USAGE, "%s is longer than a journal can be",
                            journal->path);
    char *bytes = pf_arena_take(journal->arena, (size_t)status.st_size);
    size_t len = 0;
    while (len < (size_t)status.st_size) {
        ssize_t got = pread(journal->file, bytes + len, (size_t)status.st_size - len, (off_t)len);
        if (got <= 0)
            return pf_error_set(error, PF_EXIT_USAGE, "cannot read %s: %s", journal->path,
                                strerror(errno));
        len += (size_t)got;
    }
    const struct pf_node *seq;
    size_t whole;
    if (!pf_journal_read(journal->arena, (pf_str){bytes, len}, &seq, &whole))
        return pf_error_set(error, PF_EXIT_DEPLOY_CHANGED,
                            "%s is damaged at byte %zu: what the last deploy did is not known; "
                            "look at the service, then move the file away",
                            journal->path, whole);
    take_lines(journal, seq);
    journal->size = (off_t)whole;
    if (whole < len && ftruncate(journal->file, journal->size) != 0)
        return pf_error_set(error, PF_EXIT_USAGE, "cannot repair %s: %s", journal->path,
                            strerror(errno));
    return true;
}

bool pf_journal_open(struct pf_arena *arena, const char *path, struct pf_journal **journal,
                     struct pf_error *error)
{
    struct pf_journal *opened = PF_NEW(arena, struct pf_journal);
    opened->arena = arena;
    opened->path = pf_arena_str(arena, pf_str_c(path)).data;
    opened->file =
        open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (opened->file < 0)
        return pf_error_set(error, PF_EXIT_USAGE, "cannot open %s: %s", path, strerror(errno));
    if (!read_all(opened, error)) {
        close(opened->file);
        return false;
    }
    *journal = opened;
    return true;
}

void pf_journal_close(struct pf_journal *journal)
{
    if (journal != NULL)
        close(journal->file);
}

static pf_str object_of(struct pf_arena *arena, const char *kind, const char *effect, va_list pairs)
{
    struct pf_buffer text = pf_buffer_new(arena);
    struct pf_json json = pf_json_new(&text, false);
    pf_json_open(&json, '{');
    pf_json_put_c(&json, "v", "1");
    pf_json_put_c(&json, "kind", kind);
    if (effect != NULL)
        pf_json_put_c(&json, "effect", effect);
    pf_json_put_string(&json, "time", pf_clock_now(arena));
    for (const char *name; (name = va_arg(pairs, const char *)) != NULL;)
        pf_json_put_c(&json, name, va_arg(pairs, const char *));
    pf_json_close(&json, '}');
    return pf_buffer_str(&text);
}

/* All of the line is on the disk, or nothing of it. */
static bool write_line(struct pf_journal *journal, pf_str line, struct pf_error *error)
{
    ssize_t written = write(journal->file, line.data, line.len);
    if (written == (ssize_t)line.len && fsync(journal->file) == 0) {
        journal->size += written;
        return true;
    }
    int number = written >= 0 && written < (ssize_t)line.len ? ENOSPC : errno;
    if (ftruncate(journal->file, journal->size) == 0)
        fsync(journal->file);
    return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot write to the journal %s: %s",
                        journal->path, strerror(number));
}

static bool add_line(struct pf_journal *journal, pf_str object, struct pf_error *error)
{
    pf_str line = pf_arena_format(journal->arena, "%08x %.*s\n", (unsigned)pf_journal_crc(object),
                                  PF_ARG(object));
    if (!write_line(journal, line, error))
        return false;
    const struct pf_node *seq;
    size_t whole, first = journal->first;
    pf_journal_read(journal->arena, line, &seq, &whole);
    take_lines(journal, seq);
    journal->first = first;
    return true;
}

/* A file that grew over the years is kept beside the new one. */
static void put_aside(struct pf_journal *journal)
{
    if (journal->size < PF_JOURNAL_FULL)
        return;
    const char *old = pf_arena_format(journal->arena, "%s.1", journal->path).data;
    int file = rename(journal->path, old) != 0
                   ? -1
                   : open(journal->path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    close(journal->file);
    journal->file = file;
    journal->size = 0;
}

bool pf_journal_begin(struct pf_journal *journal, struct pf_error *error, ...)
{
    va_list pairs;
    va_start(pairs, error);
    pf_str object = object_of(journal->arena, "begin", NULL, pairs);
    va_end(pairs);
    put_aside(journal);
    size_t first = journal->count;
    if (!add_line(journal, object, error))
        return false;
    journal->first = first;
    return true;
}

static size_t last_begin(const struct pf_journal *journal)
{
    for (size_t i = journal->count; i > 0; i--)
        if (is_kind(journal->lines[i - 1], "begin"))
            return i - 1;
    return journal->count;
}

void pf_journal_resume(struct pf_journal *journal)
{
    journal->first = last_begin(journal);
}

bool pf_journal_add(struct pf_journal *journal, const char *kind, const char *effect,
                    struct pf_error *error, ...)
{
    va_list pairs;
    va_start(pairs, error);
    pf_str object = object_of(journal->arena, kind, effect, pairs);
    va_end(pairs);
    return add_line(journal, object, error);
}

struct pf_effect pf_journal_effect(const struct pf_journal *journal, const char *effect)
{
    struct pf_effect found = {0};
    for (size_t i = journal->first; i < journal->count; i++) {
        const struct pf_node *line = journal->lines[i];
        if (!pf_str_eq(member(line, "effect"), pf_str_c(effect)))
            continue;
        if (is_kind(line, "before"))
            found = (struct pf_effect){PF_EFFECT_BEGUN, line, NULL};
        if (!is_kind(line, "after"))
            continue;
        bool happened = pf_str_eq(member(line, "result"), PF_STR("done"));
        found.state = happened ? PF_EFFECT_DONE : PF_EFFECT_NEVER;
        found.after = line;
    }
    return found;
}

pf_str pf_journal_text(const struct pf_journal *journal, const char *name)
{
    for (size_t i = journal->count; i > journal->first; i--) {
        pf_str text = member(journal->lines[i - 1], name);
        if (text.len > 0)
            return text;
    }
    return PF_STR("");
}

struct pf_journal_last pf_journal_last(const struct pf_journal *journal)
{
    struct pf_journal_last last = {0};
    size_t first = last_begin(journal);
    if (first == journal->count)
        return last;
    last.exists = true;
    last.begin = journal->lines[first];
    for (size_t i = first; i < journal->count; i++) {
        if (!is_kind(journal->lines[i], "end"))
            continue;
        last.ended = true;
        last.status = member(journal->lines[i], "status");
    }
    return last;
}
