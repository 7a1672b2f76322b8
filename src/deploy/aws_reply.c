/* What the aws program printed → done, refused, busy, or nobody knows. */
#include "deploy/aws.h"

#include "deploy/remedy.h"
#include "read/json.h"

/* Exit statuses of aws-cli 2 (its documentation, "Return codes"). */
enum { EXIT_USAGE = 252, EXIT_NOT_CONFIGURED = 253, EXIT_SERVICE = 254 };

static const char *const busy_codes[] = {"Throttling",
                                         "ThrottlingException",
                                         "ThrottledException",
                                         "RequestLimitExceeded",
                                         "TooManyRequestsException",
                                         "RequestThrottled",
                                         "ServerException",
                                         "ServiceUnavailable",
                                         "InternalFailure",
                                         "InternalServerError",
                                         "500",
                                         "502",
                                         "503",
                                         "504"};

static bool is_busy(pf_str code)
{
    for (size_t i = 0; i < sizeof busy_codes / sizeof *busy_codes; i++)
        if (pf_str_eq(code, pf_str_c(busy_codes[i])))
            return true;
    return false;
}

/* "An error occurred (CODE) when calling the OP operation…: MESSAGE" */
static bool read_service_error(pf_str text, pf_str *code, pf_str *message)
{
    ptrdiff_t at = pf_str_find(text, PF_STR("An error occurred ("));
    pf_str rest;
    if (at == PF_STR_NONE)
        return false;
    pf_str_cut(pf_str_slice(text, (size_t)at + 19, text.len), ')', code, &rest);
    ptrdiff_t colon = pf_str_find(rest, PF_STR(": "));
    *message = colon == PF_STR_NONE ? rest : pf_str_slice(rest, (size_t)colon + 2, rest.len);
    *message = pf_str_trim(*message);
    return true;
}

static pf_str last_line(pf_str text)
{
    text = pf_str_trim(text);
    ptrdiff_t at = pf_str_find_last_byte(text, '\n');
    return pf_str_trim(pf_str_slice(text, (size_t)(at + 1), text.len));
}

static struct pf_aws_reply refused(struct pf_arena *arena, pf_str code, pf_str message)
{
    const char *remedy = pf_remedy_aws(code);
    bool busy = is_busy(code);
    return (struct pf_aws_reply){
        .kind = busy ? PF_AWS_BUSY : PF_AWS_REFUSED,
        .code = code,
        .message = pf_arena_format(arena, "%.*s: %.*s%s%s", PF_ARG(code), PF_ARG(message),
                                   remedy == NULL ? "" : "; ", remedy == NULL ? "" : remedy)};
}

static struct pf_aws_reply failed(struct pf_arena *arena, enum pf_aws_kind kind,
                                  const struct pf_spawned *done, const char *what)
{
    pf_str said = done->end == PF_SPAWN_NOT_STARTED ? done->err : last_line(done->err);
    return (struct pf_aws_reply){
        .kind = kind,
        .message =
            pf_arena_format(arena, "%s%s%.*s", what, said.len > 0 ? ": " : "", PF_ARG(said))};
}

static struct pf_aws_reply read_root(struct pf_arena *arena, const struct pf_spawned *done)
{
    if (done->out.len > PF_AWS_REPLY || done->out_cut)
        return failed(arena, PF_AWS_NO_ANSWER, done, "aws answered more than a megabyte");
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_json_read(arena, pf_source_new(arena, PF_STR("reply"), done->out), &faults);
    if (!pf_node_is(root, PF_MAP) || pf_faults_has(&faults, PF_FAULT_UNPARSABLE) ||
        pf_faults_has(&faults, PF_FAULT_UNREADABLE) || pf_faults_has(&faults, PF_FAULT_LIMIT))
        return failed(arena, PF_AWS_NO_ANSWER, done, "aws answered what is no JSON object");
    return (struct pf_aws_reply){.kind = PF_AWS_DONE, .root = root};
}

struct pf_aws_reply pf_aws_reply_of(struct pf_arena *arena, const struct pf_spawned *done)
{
    pf_str code, message;
    switch (done->end) {
    case PF_SPAWN_EXITED:
        break;
    case PF_SPAWN_NOT_STARTED:
        return failed(arena, PF_AWS_NOT_ASKED, done, "aws cannot be started");
    case PF_SPAWN_INTERRUPTED:
        return failed(arena, PF_AWS_INTERRUPTED, done, "interrupted");
    case PF_SPAWN_TIMED_OUT:
        return failed(arena, PF_AWS_NO_ANSWER, done, "aws did not answer in time");
    case PF_SPAWN_KILLED:
    case PF_SPAWN_LOST:
        return failed(arena, PF_AWS_NO_ANSWER, done, "aws was killed");
    }
    if (done->status == 0)
        return read_root(arena, done);
    if (read_service_error(done->err, &code, &message))
        return refused(arena, code, message);
    if (done->status == EXIT_NOT_CONFIGURED)
        return failed(arena, PF_AWS_NOT_ASKED, done, "aws has no credentials or no region");
    if (done->status == EXIT_USAGE)
        return failed(arena, PF_AWS_NOT_ASKED, done, "aws does not take the call");
    return failed(arena, PF_AWS_NO_ANSWER, done, "aws failed");
}
