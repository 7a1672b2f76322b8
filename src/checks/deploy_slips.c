/* Slips in the steps of a deploy, after which something else happens: each rule takes one. */
#include "checks/flow.h"

#include "ghexpr/find.h"
#include "read/shell.h"

static struct pf_deploy_place place_of(struct pf_check_context *context,
                                       const struct pf_deploy *deploy,
                                       const struct pf_workflow_step *step)
{
    return (struct pf_deploy_place){context->arena, pf_facts_wiring(context)->project,
                                    deploy->workflow, deploy->job, step};
}

static struct pf_report *report_at(struct pf_check_context *context, const struct pf_deploy *deploy,
                                   pf_span span)
{
    struct pf_report *report = pf_check_report(context, "", span);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_key(report, "%.*s", PF_ARG(deploy->job->id));
    return report;
}

/* ---- the render action loads JSON only ---- */

static void judge_format(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    pf_str path = deploy->taskdef_path;
    bool is_yaml = pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"));
    if (!is_yaml || deploy->render_count == 0)
        return;
    const struct pf_node *input = deploy->renders[0].task_definition;
    if (input != NULL)
        pf_report_argument(report_at(context, deploy, input->span), "path", path);
}

/* ---- the render action splits `command` at spaces ---- */

static void judge_command(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    for (size_t i = 0; i < deploy->render_count; i++) {
        const struct pf_node *command = pf_workflow_input(deploy->renders[i].step, "command");
        pf_str text = pf_node_text(command);
        bool is_quoted = pf_str_find_byte(text, '"') != PF_STR_NONE ||
                         pf_str_find_byte(text, '\'') != PF_STR_NONE ||
                         pf_str_find(text, PF_STR("&&")) != PF_STR_NONE;
        if (command != NULL && is_quoted && !pf_ghexpr_has(text))
            report_at(context, deploy, command->span);
    }
}

/* ---- one image, and a list of tags ---- */

static void judge_tags(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    struct pf_follow *follow = &pf_facts_wiring(context)->accesses->follow;
    for (size_t i = 0; i < deploy->render_count; i++) {
        struct pf_deploy_place place = place_of(context, deploy, deploy->renders[i].step);
        pf_str rest = pf_follow_input(follow, &place, "image"), line;
        pf_str first = {0}, second = {0};
        while (pf_str_next_line(&rest, &line) && second.len == 0) {
            bool is_open = pf_gaps_is_open(&follow->gaps, line);
            if (!is_open && first.len > 0)
                second = line;
            else if (!is_open)
                first = line;
        }
        const struct pf_node *input = pf_workflow_input(place.step, "image");
        if (second.len == 0 || input == NULL)
            continue;
        struct pf_report *report = report_at(context, deploy, input->span);
        pf_report_argument(report, "first", pf_gaps_show(&follow->gaps, first));
        pf_report_argument(report, "second", pf_gaps_show(&follow->gaps, second));
    }
}

/* ---- an update that changes nothing ---- */

/* Only these say which service; none of them says what changes. */
static bool names_only(pf_str option)
{
    static const pf_str options[] = {
        PF_STR_INIT("--cluster"), PF_STR_INIT("--service"),      PF_STR_INIT("--region"),
        PF_STR_INIT("--profile"), PF_STR_INIT("--output"),       PF_STR_INIT("--query"),
        PF_STR_INIT("--debug"),   PF_STR_INIT("--no-cli-pager"), PF_STR_INIT("--color")};
    pf_str name, value;
    pf_str_cut(option, '=', &name, &value);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (pf_str_eq(name, options[i]))
            return true;
    return false;
}

/* `aws ecs update-service` with nothing but names; a variable of its own may hold options. */
static bool changes_nothing(const struct pf_shell_command *command)
{
    size_t at = 0;
    while (at < command->word_count &&
           !pf_str_eq(command->words[at].text, PF_STR("update-service")))
        at++;
    if (at < 2 || at >= command->word_count || !pf_str_eq(command->words[0].text, PF_STR("aws")) ||
        !pf_str_eq(command->words[at - 1].text, PF_STR("ecs")))
        return false;
    for (size_t i = at + 1; i < command->word_count; i++) {
        pf_str text = command->words[i].text;
        if (!pf_str_starts(text, PF_STR("--")) || !names_only(text))
            return false;
        bool stands_alone = pf_str_find_byte(text, '=') != PF_STR_NONE ||
                            pf_str_eq(text, PF_STR("--debug")) ||
                            pf_str_eq(text, PF_STR("--no-cli-pager"));
        i += stands_alone ? 0 : 1;
    }
    return true;
}

static void judge_update(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *run = deploy->step->run;
    if (deploy->kind != PF_DEPLOY_CLI || run == NULL)
        return;
    struct pf_shell_commands commands = pf_shell_read(context->arena, run->text);
    for (size_t i = 0; i < commands.count; i++)
        if (changes_nothing(&commands.items[i])) {
            const struct pf_shell_word *first = commands.items[i].words;
            report_at(context, deploy, pf_ghexpr_span(run, first->at, first->len));
            return;
        }
}

void pf_check_deploy_slips(struct pf_check_context *context)
{
    static const struct {
        pf_str name;
        void (*judge)(struct pf_check_context *context, const struct pf_deploy *deploy);
    } slips[] = {
        {PF_STR_INIT("format"), judge_format},
        {PF_STR_INIT("command"), judge_command},
        {PF_STR_INIT("tags"), judge_tags},
        {PF_STR_INIT("update"), judge_update},
    };
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t s = 0; s < sizeof slips / sizeof *slips; s++)
        for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
            if (pf_check_param_has(context, "slip", slips[s].name))
                slips[s].judge(context, &wiring->deploys->items[i]);
}
