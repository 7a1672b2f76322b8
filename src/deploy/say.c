/* Steps, results, notes and progress, for people or for programs. */
#include "deploy/say_inside.h"

#include <stdarg.h>

enum {
    SUBJECT_COLUMN = 28 /* where the detail of a result begins, as far as subjects are shorter */
};

struct pf_say *pf_say_new(struct pf_arena *arena, const struct pf_say_look *look,
                          struct pf_masker *masker)
{
    struct pf_say *say = PF_NEW(arena, struct pf_say);
    *say = (struct pf_say){.arena = arena,
                           .look = *look,
                           .masker = masker,
                           .progress = pf_buffer_new(arena),
                           .lines = {pf_buffer_new(arena), pf_buffer_new(arena)}};
    for (size_t i = 0; i < 2; i++)
        say->streams[i] = pf_masker_stream(masker, arena);
    return say;
}

const struct pf_say_look *pf_say_look(const struct pf_say *say)
{
    return &say->look;
}

static void text_event(struct pf_say *say, const char *event, pf_str text)
{
    struct pf_say_message message = pf_say_message(say);
    pf_say_open_event(&message, event);
    pf_say_put_masked(&message, "text", text);
    pf_say_close_event(&message);
}

void pf_say_event(struct pf_say *say, const char *event, ...)
{
    if (!say->look.json)
        return;
    struct pf_say_message message = pf_say_message(say);
    pf_say_open_event(&message, event);
    va_list args;
    va_start(args, event);
    for (const char *key; (key = va_arg(args, const char *)) != NULL;)
        pf_say_put_masked(&message, key, pf_str_c(va_arg(args, const char *)));
    va_end(args);
    pf_say_close_event(&message);
}

static void coloured(struct pf_say_message *message, const char *code, const char *text)
{
    if (message->say->look.colour)
        pf_sink_format(&message->sink, "\033[%sm%s\033[0m", code, text);
    else
        pf_sink_add(&message->sink, text);
}

static void line(struct pf_say *say, pf_str text)
{
    for (bool more = true; more;) {
        pf_str one;
        more = pf_str_cut(text, '\n', &one, &text);
        struct pf_say_message message = pf_say_line_message(say);
        pf_say_indent(&message, say->depth);
        pf_say_add_words(&message, one);
        pf_sink_add(&message.sink, "\n");
        pf_say_send(&message);
    }
}

void pf_say_step(struct pf_say *say, const char *name, const char *summary)
{
    say->step = name;
    say->depth = 0;
    say->wrong_count = 0;
    if (name == NULL)
        return;
    if (say->look.json) {
        text_event(say, "step", pf_str_c(summary));
        return;
    }
    struct pf_say_message message = pf_say_line_message(say);
    coloured(&message, "1", name);
    pf_sink_add(&message.sink, ": ");
    pf_say_add_words(&message, pf_str_c(summary));
    pf_sink_add(&message.sink, "\n");
    pf_say_send(&message);
    say->depth = 1;
}

void pf_say_enter(struct pf_say *say, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str title = pf_arena_vformat(arena, format, args);
    if (say->look.json)
        text_event(say, "group", title);
    else
        line(say, title);
    pf_arena_free(arena);
    va_end(args);
    say->depth++;
}

void pf_say_leave(struct pf_say *say)
{
    say->depth--;
}

struct mark_look {
    const char *shown, *colour, *name;
};
static const struct mark_look mark_looks[] = {
    [PF_SAY_OK] = {"OK  ", "32", "ok"},
    [PF_SAY_NG] = {"NG  ", "31", "ng"},
    [PF_SAY_SKIP] = {"SKIP", "36", "skip"},
    [PF_SAY_WARN] = {"WARN", "33", "warn"},
};

static void result_event(struct pf_say *say, enum pf_say_mark mark, pf_str subject, pf_str detail)
{
    struct pf_say_message message = pf_say_message(say);
    pf_say_open_event(&message, "result");
    pf_json_put_c(&message.json, "result", mark_looks[mark].name);
    pf_say_put_masked(&message, "subject", subject);
    pf_say_put_masked(&message, "detail", detail);
    pf_say_close_event(&message);
}

static void result_line(struct pf_say *say, enum pf_say_mark mark, pf_str subject, pf_str detail)
{
    struct pf_say_message message = pf_say_line_message(say);
    pf_say_indent(&message, say->depth);
    coloured(&message, mark_looks[mark].colour, mark_looks[mark].shown);
    pf_sink_add(&message.sink, " ");
    pf_say_add_words(&message, subject);
    if (detail.len > 0) {
        size_t used = say->depth * 2 + subject.len;
        pf_sink_format(&message.sink, "%*s",
                       used < SUBJECT_COLUMN ? (int)(SUBJECT_COLUMN - used) : 2, "");
        pf_say_add_words(&message, detail);
    }
    pf_sink_add(&message.sink, "\n");
    pf_say_send(&message);
}

void pf_say_result(struct pf_say *say, enum pf_say_mark mark, pf_str subject, const char *format,
                   ...)
{
    va_list args;
    va_start(args, format);
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str detail = pf_arena_vformat(arena, format, args);
    if (mark == PF_SAY_NG)
        say->wrong_count++;
    if (say->look.json)
        result_event(say, mark, subject, detail);
    else
        result_line(say, mark, subject, detail);
    pf_arena_free(arena);
    va_end(args);
}

__attribute__((format(printf, 3, 0))) static void say_text(struct pf_say *say, const char *event,
                                                           const char *format, va_list args)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = pf_arena_vformat(arena, format, args);
    if (say->look.json)
        text_event(say, event, text);
    else
        line(say, text);
    pf_arena_free(arena);
}

void pf_say_note(struct pf_say *say, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_text(say, "note", format, args);
    va_end(args);
}

void pf_say_problem(struct pf_say *say, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_text(say, "problem", format, args);
    va_end(args);
}

static void progress_on_terminal(struct pf_say *say, pf_str text)
{
    struct pf_say_message message = pf_say_line_message(say);
    pf_say_indent(&message, say->depth);
    pf_say_add_words(&message, text);
    say->in_progress = true;
    pf_say_send(&message);
}

void pf_say_progress(struct pf_say *say, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = pf_arena_vformat(arena, format, args);
    va_end(args);
    bool is_new = !pf_str_eq(text, pf_buffer_str(&say->progress));
    if (is_new) {
        say->progress.len = 0;
        pf_buffer_add(&say->progress, text);
    }
    if (say->look.json && is_new)
        text_event(say, "progress", text);
    else if (!say->look.json && say->look.terminal && (is_new || !say->in_progress))
        progress_on_terminal(say, text);
    else if (!say->look.json && is_new)
        line(say, text);
    pf_arena_free(arena);
}

void pf_say_end(struct pf_say *say, int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = pf_arena_vformat(arena, format, args);
    va_end(args);
    say->depth = 0;
    if (say->look.json) {
        struct pf_say_message message = pf_say_message(say);
        pf_say_open_event(&message, "end");
        pf_json_put_number(&message.json, "status", (size_t)status);
        pf_say_put_masked(&message, "text", text);
        pf_say_close_event(&message);
    } else {
        line(say, text);
    }
    pf_arena_free(arena);
}

size_t pf_say_wrong_count(const struct pf_say *say)
{
    return say->wrong_count;
}
