/* The functions whose arguments are all evaluated: contains, startsWith, endsWith, format, join,
 * toJSON, fromJSON. */
#include "ghexpr/call.h"

#include "base/buffer.h"
#include "ghexpr/json.h"
#include "ghexpr/text.h"
#include "ghexpr/value.h"

static const pf_span nowhere = {0};

static const struct pf_node *unknown_of(const struct pf_ghexpr_call *call, unsigned kinds,
                                        bool may_be_empty)
{
    pf_str reason = PF_STR("");
    for (size_t i = 0; i < call->count && reason.len == 0; i++)
        reason = pf_ghexpr_value_reason(call->arguments[i]);
    return pf_node_any(call->arena, kinds, may_be_empty, reason, nowhere);
}

static bool is_primitive(const struct pf_node *value)
{
    return value->kind <= PF_STRING;
}

typedef enum pf_truth test(struct pf_arena *arena, const struct pf_node *a,
                           const struct pf_node *b);

static size_t arm_count(const struct pf_node *value)
{
    return value->kind == PF_EITHER ? value->count : 1;
}

static const struct pf_node *arm_at(const struct pf_node *value, size_t index)
{
    return value->kind == PF_EITHER ? value->items[index] : value;
}

/* The test's answer where all arms of both agree, else maybe. */
static const struct pf_node *decide(const struct pf_ghexpr_call *call, test *ask)
{
    const struct pf_node *a = call->arguments[0], *b = call->arguments[1];
    enum pf_truth answer = ask(call->arena, arm_at(a, 0), arm_at(b, 0));
    for (size_t i = 0; i < arm_count(a); i++)
        for (size_t j = 0; j < arm_count(b); j++)
            if (ask(call->arena, arm_at(a, i), arm_at(b, j)) != answer)
                answer = PF_MAYBE;
    if (answer == PF_MAYBE)
        return unknown_of(call, PF_KIND_BIT(PF_BOOL), true);
    return pf_node_bool(call->arena, answer == PF_YES, nowhere);
}

static enum pf_truth has_item(const struct pf_node *array, const struct pf_node *item)
{
    enum pf_truth found = PF_NO;
    for (size_t i = 0; i < array->count; i++)
        found = pf_truth_or(found, pf_ghexpr_value_equal(array->items[i], item));
    return found;
}

static enum pf_truth contains(struct pf_arena *arena, const struct pf_node *a,
                              const struct pf_node *b)
{
    if (a->kind == PF_ANY)
        return PF_MAYBE;
    if (a->kind == PF_SEQ)
        return has_item(a, b);
    if (!is_primitive(a))
        return PF_NO;
    if (b->kind == PF_ANY)
        return PF_MAYBE;
    if (!is_primitive(b))
        return PF_NO;
    pf_str text = pf_ghexpr_text_upper(arena, pf_ghexpr_value_to_string(arena, a));
    return pf_truth_of(
        pf_str_contains(text, pf_ghexpr_text_upper(arena, pf_ghexpr_value_to_string(arena, b))));
}

static enum pf_truth starts_or_ends(struct pf_arena *arena, const struct pf_node *a,
                                    const struct pf_node *b, bool (*holds)(pf_str, pf_str))
{
    if (a->kind == PF_ANY || b->kind == PF_ANY)
        return PF_MAYBE;
    if (!is_primitive(a) || !is_primitive(b))
        return PF_NO;
    pf_str text = pf_ghexpr_text_upper(arena, pf_ghexpr_value_to_string(arena, a));
    return pf_truth_of(
        holds(text, pf_ghexpr_text_upper(arena, pf_ghexpr_value_to_string(arena, b))));
}

static enum pf_truth starts(struct pf_arena *arena, const struct pf_node *a,
                            const struct pf_node *b)
{
    return starts_or_ends(arena, a, b, pf_str_starts);
}

static enum pf_truth ends(struct pf_arena *arena, const struct pf_node *a, const struct pf_node *b)
{
    return starts_or_ends(arena, a, b, pf_str_ends);
}

static const struct pf_node *call_contains(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    return decide(call, contains);
}

static const struct pf_node *call_starts(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    return decide(call, starts);
}

static const struct pf_node *call_ends(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    return decide(call, ends);
}

struct format {
    const struct pf_ghexpr_call *call;
    pf_str text;
    size_t at;
    struct pf_buffer buffer;
    bool is_unknown;
};

enum { MAX_INDEX = 255 /* GitHub reads the index into one byte */ };

/* "{12}" at the opening brace. False when it is no reference to an argument. */
static bool add_argument(struct format *format, pf_str *problem)
{
    size_t at = format->at + 1, index = 0, digits = 0;
    for (; at < format->text.len && pf_is_digit(format->text.data[at]) && digits < 4; at++) {
        index = index * 10 + (size_t)(format->text.data[at] - '0');
        digits++;
    }
    /* "{0:}": a format specifier may be there as long as it is empty. */
    pf_str rest = pf_str_slice(format->text, at, format->text.len);
    if (digits > 0 && pf_str_starts(rest, PF_STR(":}")) && !pf_str_starts(rest, PF_STR(":}}")))
        at++;
    if (digits == 0 || index > MAX_INDEX || at >= format->text.len ||
        format->text.data[at] != '}') {
        *problem = pf_arena_format(format->call->arena, "the format string '%.*s' is invalid",
                                   PF_ARG(format->text));
        return false;
    }
    if (index + 1 >= format->call->count) {
        *problem = pf_arena_format(format->call->arena,
                                   "the format string '%.*s' refers to {%zu}, which is not given",
                                   PF_ARG(format->text), index);
        return false;
    }
    const struct pf_node *argument = format->call->arguments[index + 1];
    if (pf_ghexpr_value_is_unknown(argument))
        format->is_unknown = true;
    else
        pf_buffer_add(&format->buffer, pf_ghexpr_value_to_string(format->call->arena, argument));
    format->at = at + 1;
    return true;
}

static bool add_brace(struct format *format, pf_str *problem)
{
    char brace = format->text.data[format->at];
    bool is_doubled =
        format->at + 1 < format->text.len && format->text.data[format->at + 1] == brace;
    if (is_doubled) {
        pf_buffer_add_byte(&format->buffer, brace);
        format->at += 2;
        return true;
    }
    if (brace == '{')
        return add_argument(format, problem);
    *problem = pf_arena_format(format->call->arena, "the format string '%.*s' has a single '}'",
                               PF_ARG(format->text));
    return false;
}

static const struct pf_node *call_format(const struct pf_ghexpr_call *call, pf_str *problem)
{
    if (pf_ghexpr_value_is_unknown(call->arguments[0]))
        return unknown_of(call, PF_KIND_BIT(PF_STRING), true);
    struct format format = {.call = call, .buffer = pf_buffer_new(call->arena)};
    format.text = pf_ghexpr_value_to_string(call->arena, call->arguments[0]);
    while (format.at < format.text.len) {
        char c = format.text.data[format.at];
        if (c == '{' || c == '}') {
            if (!add_brace(&format, problem))
                return NULL;
            continue;
        }
        pf_buffer_add_byte(&format.buffer, c);
        format.at++;
    }
    if (format.is_unknown)
        return unknown_of(call, PF_KIND_BIT(PF_STRING), format.buffer.len == 0);
    return pf_node_str(call->arena, pf_buffer_str(&format.buffer), nowhere);
}

static const struct pf_node *call_join(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    const struct pf_node *array = call->arguments[0];
    bool is_unknown = pf_ghexpr_value_is_unknown(array) ||
                      (call->count > 1 && pf_ghexpr_value_is_unknown(call->arguments[1]));
    for (size_t i = 0; array->kind == PF_SEQ && i < array->count; i++)
        is_unknown = is_unknown || pf_ghexpr_value_is_unknown(array->items[i]);
    if (is_unknown) {
        const struct pf_node *unknown = unknown_of(call, PF_KIND_BIT(PF_STRING), true);
        return unknown;
    }
    if (array->kind != PF_SEQ)
        return pf_node_str(call->arena,
                           array->kind == PF_MAP ? PF_STR("")
                                                 : pf_ghexpr_value_to_string(call->arena, array),
                           nowhere);
    pf_str separator = PF_STR(",");
    if (call->count > 1)
        separator = is_primitive(call->arguments[1])
                        ? pf_ghexpr_value_to_string(call->arena, call->arguments[1])
                        : PF_STR(",");
    struct pf_buffer buffer = pf_buffer_new(call->arena);
    for (size_t i = 0; i < array->count; i++) {
        if (i > 0)
            pf_buffer_add(&buffer, separator);
        pf_buffer_add(&buffer, pf_ghexpr_value_to_string(call->arena, array->items[i]));
    }
    return pf_node_str(call->arena, pf_buffer_str(&buffer), nowhere);
}

static const struct pf_node *call_to_json(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    if (pf_ghexpr_value_has_unknown(call->arguments[0]))
        return unknown_of(call, PF_KIND_BIT(PF_STRING), false);
    return pf_node_str(call->arena, pf_ghexpr_json_write(call->arena, call->arguments[0]), nowhere);
}

static const struct pf_node *call_from_json(const struct pf_ghexpr_call *call, pf_str *problem)
{
    if (pf_ghexpr_value_is_unknown(call->arguments[0]))
        return unknown_of(call, PF_KINDS_ALL, true);
    pf_str text = pf_ghexpr_value_to_string(call->arena, call->arguments[0]);
    pf_str message = PF_STR("");
    const struct pf_node *value = pf_ghexpr_json_read(call->arena, text, &message);
    if (value == NULL)
        *problem = pf_arena_format(call->arena, "fromJSON() cannot read '%.*s': %.*s",
                                   PF_ARG(pf_str_slice(text, 0, 60)), PF_ARG(message));
    return value;
}

static const struct pf_node *call_hash_files(const struct pf_ghexpr_call *call, pf_str *problem)
{
    (void)problem;
    return pf_node_any(call->arena, PF_KIND_BIT(PF_STRING), true,
                       PF_STR("the hash of files on the runner"), nowhere);
}

const struct pf_node *pf_ghexpr_call_general(const struct pf_ghexpr_call *call, pf_str *problem)
{
    static const struct {
        pf_str name;
        const struct pf_node *(*run)(const struct pf_ghexpr_call *call, pf_str *problem);
    } table[] = {
        {PF_STR_INIT("contains"), call_contains},  {PF_STR_INIT("startsWith"), call_starts},
        {PF_STR_INIT("endsWith"), call_ends},      {PF_STR_INIT("format"), call_format},
        {PF_STR_INIT("join"), call_join},          {PF_STR_INIT("toJSON"), call_to_json},
        {PF_STR_INIT("fromJSON"), call_from_json}, {PF_STR_INIT("hashFiles"), call_hash_files},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (pf_str_eq(table[i].name, call->function->name))
            return table[i].run(call, problem);
    return pf_node_any(call->arena, PF_KINDS_ALL, true, PF_STR("a function nobody knows"), nowhere);
}
