/* Making a message and writing it: the one place where words leave. */
#include "deploy/say_inside.h"

#include "base/clock.h"

#include <errno.h>
#include <unistd.h>

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

struct pf_say_message pf_say_message(struct pf_say *say)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    return (struct pf_say_message){say, arena, pf_sink_new(arena, say->look.on_github), {0}};
}

void pf_say_send(struct pf_say_message *message)
{
    write_all(message->say, pf_buffer_str(&message->sink.buffer));
    pf_arena_free(message->arena);
}

void pf_say_add_words(struct pf_say_message *message, pf_str text)
{
    pf_sink_text(&message->sink, pf_masker_text(message->say->masker, message->arena, text));
}

void pf_say_put_masked(struct pf_say_message *message, const char *key, pf_str text)
{
    pf_json_key(&message->json, key);
    pf_json_string(&message->json, pf_masker_text(message->say->masker, message->arena, text));
}

void pf_say_open_event(struct pf_say_message *message, const char *event)
{
    message->json = pf_json_new(&message->sink.buffer, false);
    pf_json_open(&message->json, '{');
    pf_json_put_c(&message->json, "event", event);
    if (message->say->step != NULL)
        pf_json_put_c(&message->json, "step", message->say->step);
    pf_json_put_string(&message->json, "time", pf_clock_now(message->arena));
}

void pf_say_close_event(struct pf_say_message *message)
{
    pf_json_close(&message->json, '}');
    pf_sink_add(&message->sink, "\n");
    pf_say_send(message);
}

struct pf_say_message pf_say_line_message(struct pf_say *say)
{
    struct pf_say_message message = pf_say_message(say);
    if (say->in_progress)
        pf_sink_add(&message.sink, "\r\033[K");
    say->in_progress = false;
    return message;
}

void pf_say_indent(struct pf_say_message *message, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        pf_sink_add(&message->sink, "  ");
}
