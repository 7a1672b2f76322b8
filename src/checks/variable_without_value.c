/* The start command of a server, or a script under `set -u`, has a shell variable in it that gets
 * no value. */
#include "checks/argv.h"
#include "checks/server_words.h"
#include "model/image_path.h"

/* "$PORT", "${PORT}" in the text → its name; "" for none, and where the shell has a default. */
static pf_str variable_in(pf_str text, size_t *at)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.data[i] != '$')
            continue;
        bool is_braced = text.data[i + 1] == '{';
        size_t from = i + (is_braced ? 2 : 1), to = from;
        while (to < text.len && pf_is_name(text.data[to]))
            to++;
        bool is_plain = to > from && !pf_is_digit(text.data[from]) &&
                        (!is_braced || (to < text.len && text.data[to] == '}'));
        *at = i;
        if (is_plain)
            return pf_str_slice(text, from, to);
    }
    return PF_STR("");
}

static struct pf_report *report_variable(struct pf_check_context *context,
                                         const struct pf_deployment *deployment,
                                         const char *message, pf_span span, pf_str name,
                                         pf_str program)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "program", program);
    pf_facts_report_container(context, deployment, report);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)), PF_ARG(name));
    return report;
}

/* ---- without a shell ---- */

static struct pf_strs words_from(struct pf_arena *arena, const struct pf_argv *argv, size_t from)
{
    struct pf_strs words = {0};
    for (size_t i = from; i < argv->count; i++)
        *pf_pile_add(arena, &words) = argv->words[i]->text;
    return words;
}

static void judge_list(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_argv *argv)
{
    size_t at = pf_argv_program(argv), behind, dollar;
    struct pf_strs words = words_from(context->arena, argv, at);
    pf_str program = pf_server_words_program(&words, &behind);
    if (program.len == 0 && argv->command_at > at && argv->command_at < argv->count &&
        pf_argv_hands_on(context, argv->words[at]->text)) {
        at = argv->command_at;
        words = words_from(context->arena, argv, at);
        program = pf_server_words_program(&words, &behind);
    }
    for (size_t i = at + behind; program.len > 0 && i < argv->count; i++) {
        pf_str name = variable_in(argv->words[i]->text, &dollar);
        if (name.len > 0)
            report_variable(context, deployment, "list", argv->words[i]->span, name, program);
    }
}

/* ---- in a shell ---- */

/* Set by the shell, by Docker, by ECS or by an official base image. */
static bool is_usual(pf_str name)
{
    static const pf_str prefixes[] = {
        PF_STR_INIT("AWS_"), PF_STR_INIT("ECS_"),    PF_STR_INIT("PYTHON"), PF_STR_INIT("HOST"),
        PF_STR_INIT("HOME"), PF_STR_INIT("PATH"),    PF_STR_INIT("PWD"),    PF_STR_INIT("OLDPWD"),
        PF_STR_INIT("LANG"), PF_STR_INIT("GPG_KEY"), PF_STR_INIT("RANDOM"), PF_STR_INIT("UID"),
        PF_STR_INIT("USER"), PF_STR_INIT("NODE_"),   PF_STR_INIT("YARN_"),  PF_STR_INIT("SHLVL"),
        PF_STR_INIT("UV_"),  PF_STR_INIT("PPID"),    PF_STR_INIT("IFS"),    PF_STR_INIT("BASH")};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(name, prefixes[i]))
            return true;
    return false;
}

/* Commands that may set variables whose names they do not say. */
static bool may_set_others(const struct pf_start *start)
{
    static const pf_str programs[] = {PF_STR_INIT("."), PF_STR_INIT("source"), PF_STR_INIT("eval"),
                                      PF_STR_INIT("read"), PF_STR_INIT("mapfile")};
    for (size_t i = 0; i < start->count; i++) {
        const struct pf_strs *words = &start->items[i];
        for (size_t p = 0; p < sizeof programs / sizeof *programs; p++)
            if (pf_str_eq(words->items[0], programs[p]))
                return true;
        for (size_t w = 1; w < words->count; w++)
            if (pf_str_eq(words->items[0], PF_STR("export")) &&
                pf_str_contains(words->items[w], PF_STR("$(")))
                return true;
    }
    return !start->known;
}

static bool is_set(const struct pf_deployment *deployment, pf_str name)
{
    const struct pf_start *start = &deployment->start;
    for (size_t i = 0; i < start->assignments.count; i++)
        if (pf_str_eq(start->assignments.items[i].name, name))
            return true;
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] >= 'a' && name.data[i] <= 'z')
            return true; /* of a loop, or one that the shell keeps for itself */
    return pf_supplies_get(&deployment->supplies, name) != NULL || is_usual(name);
}

/* Options that take no empty text: addresses and numbers. */
static bool wants_value(pf_str option)
{
    static const pf_str options[] = {
        PF_STR_INIT("-b"),        PF_STR_INIT("--bind"),       PF_STR_INIT("-w"),
        PF_STR_INIT("-p"),        PF_STR_INIT("--port"),       PF_STR_INIT("--host"),
        PF_STR_INIT("--workers"), PF_STR_INIT("-t"),           PF_STR_INIT("--timeout"),
        PF_STR_INIT("--threads"), PF_STR_INIT("--concurrency")};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (pf_str_eq(options[i], option))
            return true;
    return false;
}

/* "0.0.0.0:$PORT", "--workers=$N", or all of an option's value. */
static bool is_needed(const struct pf_strs *words, size_t i, size_t dollar)
{
    pf_str word = words->items[i], head, tail;
    if (dollar == 0)
        return wants_value(words->items[i - 1]);
    bool is_option = pf_str_cut(word, '=', &head, &tail) && wants_value(head);
    return word.data[dollar - 1] == ':' || (is_option && dollar == head.len + 1);
}

/* ---- in a script with `set -u` ---- */

/* `set -u`, `set -euo pipefail`, `set -o nounset`, which always runs. */
static bool asks_for_values(const struct pf_strs *words)
{
    bool asks = false;
    for (size_t i = 1; pf_str_eq(words->items[0], PF_STR("set")) && i < words->count; i++) {
        pf_str word = words->items[i];
        asks |= pf_str_eq(word, PF_STR("nounset")) ||
                (pf_str_starts(word, PF_STR("-")) && pf_str_find_byte(word, 'u') != PF_STR_NONE);
    }
    return asks;
}

/* One container whose scripts are gone through. */
struct script_walk {
    struct pf_check_context *context;
    const struct pf_deployment *deployment;
    pf_span asked;       /* the `set -u` */
    struct pf_strs told; /* names */
};

/* Text of a script behind its `set -u`. Quotes and substitutions that may keep the shell from
 * looking at a variable are passed over. */
static void judge_text(struct script_walk *walk, pf_span span)
{
    pf_str text = pf_span_text(span);
    if (span.file == NULL || span.file != walk->asked.file || span.at < walk->asked.at ||
        pf_str_find_byte(text, '\'') != PF_STR_NONE || pf_str_find_byte(text, '`') != PF_STR_NONE ||
        pf_str_contains(text, PF_STR("$(")) || pf_str_find_byte(text, '\\') != PF_STR_NONE)
        return;
    for (size_t from = 0, at = 0; from < text.len; from += at + 1) {
        pf_str rest = pf_str_slice(text, from, text.len), name = variable_in(rest, &at);
        if (name.len == 0)
            return;
        if (is_set(walk->deployment, name) || pf_strs_has(&walk->told, name))
            continue;
        *pf_pile_add(walk->context->arena, &walk->told) = name;
        struct pf_report *report = report_variable(
            walk->context, walk->deployment, "unbound",
            pf_span_of(span.file, span.at + from + at, name.len + 1), name, span.file->path);
        pf_report_related(report, "asked", walk->asked);
    }
}

static void judge_scripts(struct script_walk *walk)
{
    const struct pf_start *start = &walk->deployment->start;
    for (size_t i = 0; i < start->count; i++)
        if (!start->conditional.items[i] && start->places.items[i].file != NULL &&
            walk->asked.file == NULL && asks_for_values(&start->items[i]))
            walk->asked = start->places.items[i];
    for (size_t i = 0; walk->asked.file != NULL && i < start->assignments.count; i++)
        if (!start->assignments.items[i].conditional && !start->assignments.items[i].literal)
            judge_text(walk, start->assignments.items[i].span);
    for (size_t i = 0; walk->asked.file != NULL && i < start->count; i++)
        if (!start->conditional.items[i])
            judge_text(walk, start->places.items[i]);
}

/* ---- of a server ---- */

static void judge_words(struct script_walk *walk, size_t item)
{
    const struct pf_start *start = &walk->deployment->start;
    const struct pf_strs *words = &start->items[item];
    size_t behind, dollar;
    pf_str program = pf_server_words_program(words, &behind);
    for (size_t i = behind; program.len > 0 && i < words->count; i++) {
        pf_str name = variable_in(words->items[i], &dollar);
        if (name.len == 0 || is_set(walk->deployment, name) || !is_needed(words, i, dollar) ||
            pf_strs_has(&walk->told, name))
            continue;
        pf_span span = start->places.items[item];
        report_variable(walk->context, walk->deployment, "unset",
                        span.file != NULL ? span : start->written->span, name, program);
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_start *start = &deployment->start;
    struct pf_argv argv;
    bool is_list = pf_argv_of(deployment, &argv);
    bool has_shell = is_list && pf_start_is_shell(argv.words[pf_argv_program(&argv)]->text);
    if (start->written == NULL)
        return;
    if (is_list && !has_shell)
        judge_list(context, deployment, &argv);
    if (!pf_argv_is_own_image(context, deployment) ||
        !pf_image_base_is_official(deployment->image->base) || deployment->environment_is_open ||
        may_set_others(start))
        return;
    struct script_walk walk = {.context = context, .deployment = deployment};
    judge_scripts(&walk);
    for (size_t i = 0; i < start->count; i++)
        if (has_shell || !is_list || start->places.items[i].file != NULL)
            judge_words(&walk, i);
}

void pf_check_variable_without_value(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
