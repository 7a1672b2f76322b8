/* Commands on lines of their own, which YAML joins to one because `run` has no | in front. */
#include "checks/flow.h"

/* Programs whose name at a line's start begins a command, and is none of another one's words. */
static bool is_program(pf_str word)
{
    static const pf_str programs[] = {
        PF_STR_INIT("docker"), PF_STR_INIT("aws"),    PF_STR_INIT("pip"),
        PF_STR_INIT("python"), PF_STR_INIT("npm"),    PF_STR_INIT("kubectl"),
        PF_STR_INIT("git"),    PF_STR_INIT("poetry"), PF_STR_INIT("uv"),
        PF_STR_INIT("cd"),     PF_STR_INIT("export"), PF_STR_INIT("pytest")};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(word, programs[i]))
            return true;
    return false;
}

/* Does the line end in what joins it to the next one, or leave a quote open? */
static bool goes_on(pf_str line)
{
    static const pf_str ends[] = {PF_STR_INIT("&&"), PF_STR_INIT("||"),   PF_STR_INIT("|"),
                                  PF_STR_INIT(";"),  PF_STR_INIT("\\"),   PF_STR_INIT("{"),
                                  PF_STR_INIT("("),  PF_STR_INIT("then"), PF_STR_INIT("do")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_ends(line, ends[i]))
            return true;
    return line.len == 0 || pf_str_find_byte(line, '"') != PF_STR_NONE ||
           pf_str_find_byte(line, '\'') != PF_STR_NONE;
}

/* Does a command of its own begin with `word` behind the line `before`? The same program again, or
 * one behind a command that takes none: `docker run shop`, wrapped, may well go on with python. */
static bool is_command_behind(pf_str before, pf_str word)
{
    static const pf_str alone[] = {PF_STR_INIT("cd"), PF_STR_INIT("pip"), PF_STR_INIT("export")};
    pf_str first, rest;
    bool is_alone = false;
    pf_str_cut(before, ' ', &first, &rest);
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        is_alone |= pf_str_eq(first, alone[i]);
    return is_program(word) && (pf_str_eq(first, word) || is_alone) && !goes_on(before) &&
           !pf_str_contains(before, PF_STR(" run ")) && !pf_str_contains(before, PF_STR(" exec "));
}

static void judge(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *run = place->step->run;
    bool is_joined = run != NULL && (run->style == PF_STYLE_PLAIN || run->style == PF_STYLE_FOLDED);
    if (!is_joined || run->span.file == NULL ||
        pf_str_find_byte(pf_str_trim(run->text), '\n') != PF_STR_NONE)
        return;
    pf_str line, word, behind, before = PF_STR(""), rest = pf_span_text(run->span);
    for (bool is_first = true; pf_str_next_line(&rest, &line); is_first = false) {
        pf_str trimmed = pf_str_trim(line);
        pf_str_cut(trimmed, ' ', &word, &behind);
        if (!is_first && behind.len > 0 && is_command_behind(before, word)) {
            struct pf_report *report = pf_check_report(
                context, "",
                pf_span_of(run->span.file,
                           run->span.at + (size_t)(trimmed.data - pf_span_text(run->span).data),
                           trimmed.len));
            pf_report_argument(report, "command", word);
            pf_report_key(report, "%.*s/%u", PF_ARG(place->job->id), place->step->index);
            return;
        }
        before = trimmed;
    }
}

void pf_check_commands_joined(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge);
    pf_flow_each_action_step(context, judge);
}
