/* Commands as a shell takes them, and what the programs that they start print. */
#include "deploy/say_inside.h"

#include <string.h>
#include <sys/random.h>

enum {
    LINE_KEPT = 16 * 1024 /* bytes of a line without an end before it is shown as it is */
};

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
    struct pf_say_message message = pf_say_message(say);
    pf_say_open_event(&message, "command");
    pf_json_key(&message.json, "argv");
    pf_json_open(&message.json, '[');
    for (; *arguments != NULL; arguments++)
        pf_json_string(&message.json,
                       pf_masker_text(say->masker, message.arena, pf_str_c(*arguments)));
    pf_json_close(&message.json, ']');
    pf_json_put_c(&message.json, "why", why);
    pf_say_close_event(&message);
}

void pf_say_command(struct pf_say *say, const char *const *arguments, const char *why)
{
    if (say->look.json) {
        command_event(say, arguments, why);
        return;
    }
    struct pf_say_message message = pf_say_line_message(say);
    struct pf_buffer text = pf_buffer_new(message.arena);
    pf_buffer_add_c(&text, "$");
    for (; *arguments != NULL; arguments++) {
        pf_buffer_add_byte(&text, ' ');
        add_shell_word(&text, pf_str_c(*arguments));
    }
    pf_say_indent(&message, say->depth);
    pf_say_add_words(&message, pf_buffer_str(&text));
    pf_sink_add(&message.sink, "\n");
    if (why[0] != '\0') {
        pf_say_indent(&message, say->depth + 2);
        pf_say_add_words(&message, pf_str_c(why));
        pf_sink_add(&message.sink, "\n");
    }
    pf_say_send(&message);
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
    struct pf_say_message message = pf_say_line_message(say);
    pf_sink_format(&message.sink, "::stop-commands::%s\n", say->stop_token);
    pf_say_send(&message);
}

static void heard_line(struct pf_say *say, enum pf_spawn_stream stream, pf_str text)
{
    if (pf_str_ends(text, PF_STR("\r")))
        text.len--;
    struct pf_say_message message = say->look.json ? pf_say_message(say) : pf_say_line_message(say);
    if (say->look.json) {
        pf_say_open_event(&message, "output");
        pf_json_put_c(&message.json, "stream", stream == PF_SPAWN_OUT ? "stdout" : "stderr");
        pf_json_put_string(&message.json, "text", text);
        pf_say_close_event(&message);
        return;
    }
    pf_say_indent(&message, say->depth);
    pf_sink_add(&message.sink, "| ");
    pf_sink_text(&message.sink, text);
    pf_sink_add(&message.sink, "\n");
    pf_say_send(&message);
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
    struct pf_say_message message = pf_say_line_message(say);
    pf_sink_format(&message.sink, "::%s::\n", say->stop_token);
    pf_say_send(&message);
    say->stop_token[0] = '\0';
}
