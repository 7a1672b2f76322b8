/* What scripts of workflows and local actions should not do: each rule takes one habit. */
#include "checks/command_fix.h"
#include "checks/flow.h"

#include "ghexpr/find.h"
#include "read/shell.h"

/* ---- deprecated commands ---- */

/* Not in a comment: the line up to `at` has no # at its start. */
static bool is_in_comment(pf_str text, size_t at)
{
    pf_str before = pf_str_slice(text, 0, at);
    ptrdiff_t line = pf_str_find_last_byte(before, '\n');
    return pf_str_starts(pf_str_trim_left(pf_str_slice(before, (size_t)(line + 1), at)),
                         PF_STR("#"));
}

/* ACTIONS_ALLOW_UNSECURE_COMMANDS brings the removed ones back. */
static bool allows_removed(const struct pf_flow_place *place)
{
    pf_str name = PF_STR("ACTIONS_ALLOW_UNSECURE_COMMANDS");
    return pf_flow_variable(place, name) != NULL;
}

static void judge_commands(struct pf_check_context *context, const struct pf_flow_place *place)
{
    static const struct {
        pf_str command;
        const char *file;
        bool is_removed;
    } commands[] = {
        {PF_STR_INIT("::set-output "), "GITHUB_OUTPUT", false},
        {PF_STR_INIT("::save-state "), "GITHUB_STATE", false},
        {PF_STR_INIT("::set-env "), "GITHUB_ENV", true},
        {PF_STR_INIT("::add-path::"), "GITHUB_PATH", true},
    };
    const struct pf_node *run = place->step->run;
    bool may_have_any = run != NULL && pf_str_contains(run->text, PF_STR("::"));
    for (size_t i = 0; may_have_any && i < sizeof commands / sizeof *commands; i++) {
        ptrdiff_t at = pf_str_find(run->text, commands[i].command);
        if (at == PF_STR_NONE || is_in_comment(run->text, (size_t)at))
            continue;
        bool is_removed = commands[i].is_removed && !allows_removed(place);
        pf_str name = pf_str_slice(commands[i].command, 2, commands[i].command.len);
        pf_str_cut(name, ':', &name, &(pf_str){0});
        struct pf_report *report =
            pf_check_report(context, is_removed ? "removed" : "deprecated",
                            pf_ghexpr_span(run, (size_t)at, pf_str_trim(name).len + 2));
        pf_report_argument(report, "command", pf_str_trim(name));
        pf_report_argument(report, "file", pf_str_c(commands[i].file));
        pf_report_key(report, "%.*s/%u/%.*s", PF_ARG(place->job->id), place->step->index,
                      PF_ARG(name));
        pf_span line;
        pf_str text;
        if (pf_command_to_file(context->arena, run, (size_t)at, commands[i].file, &line, &text))
            pf_report_fix(report, line, text);
    }
}

/* ---- passwords on the command line ---- */

/* Index behind "docker login", "helm registry login", "sudo podman login"; 0 for anything else. */
static size_t login_words(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {PF_STR_INIT("docker"), PF_STR_INIT("podman"),
                                      PF_STR_INIT("buildah"), PF_STR_INIT("nerdctl"),
                                      PF_STR_INIT("helm")};
    size_t at = command->word_count > 0 && pf_str_eq(command->words[0].text, PF_STR("sudo"));
    bool is_program = false;
    for (size_t i = 0; at < command->word_count && i < sizeof programs / sizeof *programs; i++)
        is_program = is_program || pf_str_eq(command->words[at].text, programs[i]);
    for (size_t i = at + 1; is_program && i < command->word_count && i <= at + 2; i++)
        if (pf_str_eq(command->words[i].text, PF_STR("login")))
            return i + 1;
    return 0;
}

/* The word that holds the password of "-p x", "-px", "--password x", "--password=x"; NULL: none. */
static const struct pf_shell_word *password_word(const struct pf_shell_command *command,
                                                 size_t from)
{
    for (size_t i = from; i < command->word_count; i++) {
        pf_str text = command->words[i].text;
        bool is_next = pf_str_eq(text, PF_STR("-p")) || pf_str_eq(text, PF_STR("--password"));
        if (is_next)
            return i + 1 < command->word_count ? &command->words[i + 1] : NULL;
        bool is_joined = pf_str_starts(text, PF_STR("--password=")) ||
                         (pf_str_starts(text, PF_STR("-p")) && text.len > 2);
        if (is_joined)
            return &command->words[i];
    }
    return NULL;
}

static void judge_passwords(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *run = place->step->run;
    if (run == NULL || !pf_str_contains(run->text, PF_STR("login")))
        return;
    struct pf_shell_commands commands = pf_shell_read(context->arena, run->text);
    for (size_t i = 0; i < commands.count; i++) {
        size_t from = login_words(&commands.items[i]);
        const struct pf_shell_word *word =
            from == 0 ? NULL : password_word(&commands.items[i], from);
        if (word == NULL)
            continue;
        pf_span span = pf_ghexpr_span(run, word->at, word->len);
        struct pf_report *report = pf_check_report(context, word->literal ? "literal" : "", span);
        if (word->literal)
            pf_report_redact_text(report, span, word->text);
        pf_report_key(report, "%.*s/%u/%zu", PF_ARG(place->job->id), place->step->index, i);
    }
}

struct habit {
    pf_str name;
    pf_flow_visitor *judge;
};

static const struct habit habits[] = {
    {PF_STR_INIT("commands"), judge_commands},
    {PF_STR_INIT("passwords"), judge_passwords},
};

void pf_check_script_habit(struct pf_check_context *context)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (!pf_check_param_has(context, "habit", habits[i].name))
            continue;
        pf_flow_each_step(context, habits[i].judge);
        pf_flow_each_action_step(context, habits[i].judge);
    }
}
