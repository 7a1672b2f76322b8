/* Words → masked, escaped, written at once: a deploy is watched while it goes on. */
#include "deploy/say.h"

#include "report/json.h"
#include "report/sink.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
    LINE_KEPT = 16 * 1024, /* bytes of a line without an end before it is shown as it is */
    SUBJECT_COLUMN = 28    /* where the detail of a result begins, as far as subjects are shorter */
};

struct pf_say {
    struct pf_arena *arena;
    struct pf_say_look look;
    struct pf_masker *masker;
    const char *step;
    unsigned depth;
    size_t wrong_count;
    struct pf_buffer progress; /* what was shown last */
    bool in_progress;          /* a line without an end stands on the terminal */
    struct pf_masker_stream streams[2];
    struct pf_buffer lines[2]; /* masked output up to its next line feed */
    size_t heard;              /* bytes of the child that is being shown */
    char stop_token[33];       /* "" outside a child's output */
    bool is_deaf;              /* the reader went away: the deploy goes on without words */
};

/* One message while it is made: memory of its own, given back when it is written. */
struct message {
    struct pf_say *say;
    struct pf_arena *arena;
    struct pf_sink sink;
    struct pf_json json;
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

static void write_all(struct pf_say *say, pf_str bytes)
{
    while (bytes.len > 0 && !say->is_deaf) {
        ssize_t done = write(say->look.descriptor, bytes.data, bytes.len);
        if (done < 0 && errno != EINTR)
            say->is_deaf = true;
        if (done > 0)
            bytes = pf_str_slice(bytes, (size_t)done, bytes.len);
    }
}

static struct message begin(struct pf_say *say)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    return (struct message){say, arena, pf_sink_new(arena, say->look.on_github), {0}};
}

static void finish(struct message *message)
{
    write_all(message->say, pf_buffer_str(&message->sink.buffer));
    pf_arena_free(message->arena);
}

/* Strangers' words, masked; one line. */
static void words(struct message *message, pf_str text)
{
    pf_sink_text(&message->sink, pf_masker_text(message->say->masker, message->arena, text));
}

/* ---- for programs ---- */

static void json_masked(struct message *message, const char *key, pf_str text)
{
    pf_json_key(&message->json, key);
    pf_json_string(&message->json, pf_masker_text(message->say->masker, message->arena, text));
}

static pf_str now_text(struct pf_arena *arena)
{
    time_t now = time(NULL);
    struct tm parts;
    char text[32];
    if (gmtime_r(&now, &parts) == NULL)
        return PF_STR("");
    size_t len = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return pf_arena_str(arena, (pf_str){text, len});
}

/* `message` must stay where it is: the writer points into it. */
static void open_event(struct message *message, const char *event)
{
    message->json = pf_json_new(&message->sink.buffer, false);
    pf_json_open(&message->json, '{');
    pf_json_put_c(&message->json, "event", event);
    if (message->say->step != NULL)
        pf_json_put_c(&message->json, "step", message->say->step);
    pf_json_put_string(&message->json, "time", now_text(message->arena));
}

static void close_event(struct message *message)
{
    pf_json_close(&message->json, '}');
    pf_sink_add(&message->sink, "\n");
    finish(message);
}

static void text_event(struct pf_say *say, const char *event, pf_str text)
{
    struct message message = begin(say);
    open_event(&message, event);
    json_masked(&message, "text", text);
    close_event(&message);
}

void pf_say_event(struct pf_say *say, const char *event, ...)
{
    if (!say->look.json)
        return;
    struct message message = begin(say);
    open_event(&message, event);
    va_list args;
    va_start(args, event);
    for (const char *key; (key = va_arg(args, const char *)) != NULL;)
        json_masked(&message, key, pf_str_c(va_arg(args, const char *)));
    va_end(args);
    close_event(&message);
}

/* ---- for people ---- */

/* A new line: whatever progress stood there is gone. */
static struct message begin_line(struct pf_say *say)
{
    struct message message = begin(say);
    if (say->in_progress)
        pf_sink_add(&message.sink, "\r\033[K");
    say->in_progress = false;
    return message;
}

static void indent(struct message *message, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        pf_sink_add(&message->sink, "  ");
}

static void coloured(struct message *message, const char *code, const char *text)
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
        struct message message = begin_line(say);
        indent(&message, say->depth);
        words(&message, one);
        pf_sink_add(&message.sink, "\n");
        finish(&message);
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
    struct message message = begin_line(say);
    coloured(&message, "1", name);
    pf_sink_add(&message.sink, ": ");
    words(&message, pf_str_c(summary));
    pf_sink_add(&message.sink, "\n");
    finish(&message);
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
    struct message message = begin(say);
    open_event(&message, "result");
    pf_json_put_c(&message.json, "result", mark_looks[mark].name);
    json_masked(&message, "subject", subject);
    json_masked(&message, "detail", detail);
    close_event(&message);
}

static void result_line(struct pf_say *say, enum pf_say_mark mark, pf_str subject, pf_str detail)
{
    struct message message = begin_line(say);
    indent(&message, say->depth);
    coloured(&message, mark_looks[mark].colour, mark_looks[mark].shown);
    pf_sink_add(&message.sink, " ");
    words(&message, subject);
    if (detail.len > 0) {
        size_t used = say->depth * 2 + subject.len;
        pf_sink_format(&message.sink, "%*s",
                       used < SUBJECT_COLUMN ? (int)(SUBJECT_COLUMN - used) : 2, "");
        words(&message, detail);
    }
    pf_sink_add(&message.sink, "\n");
    finish(&message);
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
    struct message message = begin_line(say);
    indent(&message, say->depth);
    words(&message, text);
    say->in_progress = true;
    finish(&message);
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

/* ---- commands and what they print ---- */

static bool is_plain_word(pf_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!pf_is_alnum(word.data[i]) && strchr("-_./:=@,+%", word.data[i]) == NULL)
            return false;
    return word.len > 0;
}

static void add_shell_word(struct pf_buffer *text, pf_str word)
{
    if (is_plain_word(word)) {
        pf_buffer_add(text, word);
        return;
    }
    pf_buffer_add_byte(text, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.data[i] == '\'')
            pf_buffer_add_c(text, "'\\''");
        else
            pf_buffer_add_byte(text, word.data[i]);
    }
    pf_buffer_add_byte(text, '\'');
}

static void command_event(struct pf_say *say, const char *const *arguments, const char *why)
{
    struct message message = begin(say);
    open_event(&message, "command");
    pf_json_key(&message.json, "argv");
    pf_json_open(&message.json, '[');
    for (; *arguments != NULL; arguments++)
        pf_json_string(&message.json,
                       pf_masker_text(say->masker, message.arena, pf_str_c(*arguments)));
    pf_json_close(&message.json, ']');
    pf_json_put_c(&message.json, "why", why);
    close_event(&message);
}

void pf_say_command(struct pf_say *say, const char *const *arguments, const char *why)
{
    if (say->look.json) {
        command_event(say, arguments, why);
        return;
    }
    struct message message = begin_line(say);
    struct pf_buffer text = pf_buffer_new(message.arena);
    pf_buffer_add_c(&text, "$");
    for (; *arguments != NULL; arguments++) {
        pf_buffer_add_byte(&text, ' ');
        add_shell_word(&text, pf_str_c(*arguments));
    }
    indent(&message, say->depth);
    words(&message, pf_buffer_str(&text));
    pf_sink_add(&message.sink, "\n");
    if (why[0] != '\0') {
        indent(&message, say->depth + 2);
        words(&message, pf_str_c(why));
        pf_sink_add(&message.sink, "\n");
    }
    finish(&message);
}

void pf_say_heard_begin(struct pf_say *say)
{
    unsigned char random[16];
    say->heard = 0;
    if (!say->look.on_github || say->look.json ||
        getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return;
    for (size_t i = 0; i < sizeof random; i++) {
        say->stop_token[2 * i] = "0123456789abcdef"[random[i] >> 4];
        say->stop_token[2 * i + 1] = "0123456789abcdef"[random[i] & 15];
    }
    struct message message = begin_line(say);
    pf_sink_format(&message.sink, "::stop-commands::%s\n", say->stop_token);
    finish(&message);
}

static void heard_line(struct pf_say *say, enum pf_spawn_stream stream, pf_str text)
{
    if (pf_str_ends(text, PF_STR("\r")))
        text.len--;
    struct message message = say->look.json ? begin(say) : begin_line(say);
    if (say->look.json) {
        open_event(&message, "output");
        pf_json_put_c(&message.json, "stream", stream == PF_SPAWN_OUT ? "stdout" : "stderr");
        pf_json_put_string(&message.json, "text", text);
        close_event(&message);
        return;
    }
    indent(&message, say->depth);
    pf_sink_add(&message.sink, "| ");
    pf_sink_text(&message.sink, text);
    pf_sink_add(&message.sink, "\n");
    finish(&message);
}

/* Whole lines of what is clean are shown; the rest waits for its end. */
static void heard_clean(struct pf_say *say, enum pf_spawn_stream stream, pf_str clean)
{
    struct pf_buffer *waiting = &say->lines[stream];
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(clean, '\n', &part, &clean);
        pf_buffer_add(waiting, part);
        if (!more && waiting->len < LINE_KEPT)
            return;
        heard_line(say, stream, pf_buffer_str(waiting));
        waiting->len = 0;
    }
}

void pf_say_heard(struct pf_say *say, enum pf_spawn_stream stream, pf_str bytes)
{
    size_t room = say->heard < PF_SAY_HEARD ? PF_SAY_HEARD - say->heard : 0;
    say->heard += bytes.len;
    bytes = pf_str_slice(bytes, 0, room);
    if (bytes.len == 0)
        return;
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer clean = pf_buffer_new(arena);
    pf_masker_feed(&say->streams[stream], bytes, &clean);
    heard_clean(say, stream, pf_buffer_str(&clean));
    pf_arena_free(arena);
}

void pf_say_hear(void *context, enum pf_spawn_stream stream, pf_str bytes)
{
    pf_say_heard(context, stream, bytes);
}

void pf_say_heard_end(struct pf_say *say)
{
    for (int stream = PF_SPAWN_OUT; stream <= PF_SPAWN_ERR; stream++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer clean = pf_buffer_new(arena);
        if (say->heard > PF_SAY_HEARD)
            say->streams[stream].held.len = 0; /* may be half a secret */
        pf_masker_end(&say->streams[stream], &clean);
        heard_clean(say, (enum pf_spawn_stream)stream, pf_buffer_str(&clean));
        if (say->lines[stream].len > 0)
            heard_line(say, (enum pf_spawn_stream)stream, pf_buffer_str(&say->lines[stream]));
        say->lines[stream].len = 0;
        pf_arena_free(arena);
    }
    if (say->heard > PF_SAY_HEARD)
        heard_line(say, PF_SPAWN_OUT, PF_STR("… more than 8 MiB: the rest is not shown"));
    if (say->stop_token[0] == '\0')
        return;
    struct message message = begin_line(say);
    pf_sink_format(&message.sink, "::%s::\n", say->stop_token);
    finish(&message);
    say->stop_token[0] = '\0';
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
        struct message message = begin(say);
        open_event(&message, "end");
        pf_json_put_number(&message.json, "status", (size_t)status);
        json_masked(&message, "text", text);
        close_event(&message);
    } else {
        line(say, text);
    }
    pf_arena_free(arena);
}

size_t pf_say_wrong_count(const struct pf_say *say)
{
    return say->wrong_count;
}
