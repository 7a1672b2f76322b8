/* The words of a call, and its input in a file that has no name. */
#include "deploy/aws.h"

#include "report/json.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

/* A descriptor under a number that is the same every time, so that a dry run shows it truly. */
static int input_file(pf_str input)
{
    int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0)
        return -1;
    bool done = write(file, input.data, input.len) == (ssize_t)input.len;
    int kept = done ? fcntl(file, F_DUPFD_CLOEXEC, PF_AWS_INPUT) : -1;
    close(file);
    return kept;
}

static const char *const *words_of(struct pf_deploy_run *run, struct pf_arena *arena,
                                   const char *service, const char *operation, int input)
{
    struct {
        const char **items;
        size_t count, capacity;
    } words = {0};
    pf_str region = pf_run_setting(run, PF_SETTING_REGION);
    pf_str endpoint = pf_run_setting(run, PF_SETTING_AWS_ENDPOINT);
    *pf_pile_add(arena, &words) = "--output";
    *pf_pile_add(arena, &words) = "json";
    if (region.len > 0) {
        *pf_pile_add(arena, &words) = "--region";
        *pf_pile_add(arena, &words) = pf_arena_str(arena, region).data;
    }
    if (endpoint.len > 0) {
        *pf_pile_add(arena, &words) = "--endpoint-url";
        *pf_pile_add(arena, &words) = pf_arena_str(arena, endpoint).data;
    }
    *pf_pile_add(arena, &words) = service;
    *pf_pile_add(arena, &words) = operation;
    if (input >= 0) {
        *pf_pile_add(arena, &words) = "--cli-input-json";
        *pf_pile_add(arena, &words) = pf_arena_format(arena, "file:///dev/fd/%d", input).data;
    }
    *pf_pile_add(arena, &words) = NULL;
    return words.items;
}

struct pf_aws_reply pf_aws_call(struct pf_deploy_run *run, struct pf_arena *arena,
                                const char *service, const char *operation, pf_str input,
                                const char *changes)
{
    int file = input.len == 0 ? -1 : run->dry_run ? PF_AWS_INPUT : input_file(input);
    struct pf_child child = {.program = "aws",
                             .arguments = words_of(run, arena, service, operation, file),
                             .keep = file > 0 ? file : 0,
                             .limit_seconds = PF_AWS_SECONDS,
                             .changes = changes};
    struct pf_spawned done = pf_child_run(run, arena, &child);
    if (run->dry_run) {
        if (input.len > 0)
            pf_say_note(run->say, "    input: %.*s", PF_ARG(input));
        return (struct pf_aws_reply){.kind = PF_AWS_DONE,
                                     .root = pf_node_new(arena, PF_MAP, (pf_span){0})};
    }
    if (file >= 0)
        close(file);
    return pf_aws_reply_of(arena, &done);
}

pf_str pf_aws_input(struct pf_arena *arena, ...)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    struct pf_json json = pf_json_new(&buffer, false);
    va_list args;
    va_start(args, arena);
    pf_json_open(&json, '{');
    for (const char *name; (name = va_arg(args, const char *)) != NULL;) {
        const char *value = va_arg(args, const char *);
        pf_str key = pf_str_c(name);
        bool is_list = pf_str_ends(key, PF_STR("[]"));
        pf_json_key_str(&json, is_list ? pf_str_slice(key, 0, key.len - 2) : key);
        if (is_list)
            pf_json_open(&json, '[');
        pf_json_string(&json, pf_str_c(value));
        if (is_list)
            pf_json_close(&json, ']');
    }
    va_end(args);
    pf_json_close(&json, '}');
    return pf_buffer_str(&buffer);
}
