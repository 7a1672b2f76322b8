/* A command that deploys names a variable of the shell that nothing sets. */
#include "checks/step_variable.h"

#include "ghexpr/find.h"
#include "model/deploy_inside.h"

struct unset {
    struct pf_check_context *context;
    const struct pf_flow_place *place;
    struct pf_strs told; /* names, of this step */
};

/* The name of `$X` or `${X}` at the beginning of a text, and how long that is; "" for anything
 * else. */
static pf_str variable_at(pf_str text, size_t *len)
{
    bool is_braced = pf_str_starts(text, PF_STR("${"));
    size_t from = is_braced ? 2 : 1, to = from;
    while (to < text.len && pf_is_name(text.data[to]))
        to++;
    *len = to + (is_braced ? 1 : 0);
    bool is_closed = !is_braced || (to < text.len && text.data[to] == '}');
    return to > from && !pf_is_digit(text.data[from]) && is_closed ? pf_str_slice(text, from, to)
                                                                   : PF_STR("");
}

static void judge_variable(struct unset *unset, const struct pf_shell_word *word, pf_str name)
{
    struct pf_check_context *context = unset->context;
    if (name.len == 0 || pf_strs_has(&unset->told, name) ||
        !pf_step_variable_is_empty(context, unset->place, name))
        return;
    *pf_pile_add(context->arena, &unset->told) = name;
    pf_span elsewhere = pf_step_variable_elsewhere(unset->place->workflow, name);
    struct pf_report *report =
        pf_check_report(context, elsewhere.file == NULL ? "nowhere" : "elsewhere",
                        pf_ghexpr_span(unset->place->step->run, word->at, word->len));
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "job", unset->place->job->id);
    if (elsewhere.file != NULL)
        pf_report_related(report, "set", elsewhere);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(unset->place->job->id), PF_ARG(name));
}

static bool parts_reference(char c)
{
    return c == '/' || c == ':' || c == '@';
}

/* `$REGISTRY/shop:$TAG`: without what stands alone between two of its marks, it is no reference. */
static void judge_image(struct unset *unset, const struct pf_shell_word *word)
{
    pf_str text = word->text;
    for (size_t at = 0, len; !word->literal && at < text.len; at++) {
        if (text.data[at] != '$')
            continue;
        pf_str rest = pf_str_slice(text, at, text.len);
        ptrdiff_t close =
            pf_str_starts(rest, PF_STR("${{")) ? pf_str_find(rest, PF_STR("}}")) : PF_STR_NONE;
        if (close != PF_STR_NONE) {
            at += (size_t)close + 1;
            continue;
        }
        pf_str name = variable_at(rest, &len);
        bool begins = at == 0 || parts_reference(text.data[at - 1]);
        bool ends = at + len >= text.len || parts_reference(text.data[at + len]);
        if (begins && ends)
            judge_variable(unset, word, name);
    }
}

/* `docker push X`, `docker tag X Y`, `docker build -t X`. */
static void judge_docker(struct unset *unset, const struct pf_shell_command *command)
{
    size_t push = pf_deploy_docker_words(command, "push"),
           tag = pf_deploy_docker_words(command, "tag"),
           build = pf_deploy_docker_words(command, "build");
    for (size_t i = push + tag; push + tag > 0 && i < command->word_count; i++)
        judge_image(unset, &command->words[i]);
    for (size_t i = build; build > 0 && i + 1 < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, PF_STR("-t")) ||
            pf_str_eq(command->words[i].text, PF_STR("--tag")))
            judge_image(unset, &command->words[i + 1]);
}

/* The value of an option of `aws ecs`: without quotes the option is left with none, and a service
 * has no empty name either. */
static void judge_option(struct unset *unset, const struct pf_shell_command *command, size_t at)
{
    static const pf_str options[] = {PF_STR_INIT("--service"), PF_STR_INIT("--services"),
                                     PF_STR_INIT("--cluster"), PF_STR_INIT("--task-definition")};
    const struct pf_shell_word *word = &command->words[at + 1];
    bool is_known = false;
    size_t len = 0;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        is_known = is_known || pf_str_eq(command->words[at].text, options[i]);
    if (!is_known || word->literal || !pf_str_starts(word->text, PF_STR("$")))
        return;
    pf_str name = variable_at(word->text, &len);
    bool is_service = pf_str_starts(command->words[at].text, PF_STR("--service"));
    if (len == word->text.len && (!word->quoted || is_service))
        judge_variable(unset, word, name);
}

static void judge_aws(struct unset *unset, const struct pf_shell_command *command)
{
    if (command->word_count < 3 || !pf_str_eq(command->words[0].text, PF_STR("aws")) ||
        !pf_shell_has_word(command, 1, PF_STR("ecs")))
        return;
    for (size_t i = 1; i + 1 < command->word_count; i++)
        judge_option(unset, command, i);
}

static bool is_of_interest(const struct pf_flow_place *place)
{
    const struct pf_node *run = place->step->run;
    unsigned mentions = place->workflow->mentions;
    return run != NULL && mentions != 0 && pf_str_find_byte(run->text, '$') != PF_STR_NONE &&
           (((mentions & PF_MENTIONS_ENGINE) != 0 &&
             pf_str_contains(run->text, PF_STR("docker "))) ||
            ((mentions & PF_MENTIONS_AWS) != 0 && pf_str_contains(run->text, PF_STR("aws "))));
}

static void judge_step(struct pf_check_context *context, const struct pf_flow_place *place)
{
    if (!is_of_interest(place))
        return;
    struct unset unset = {.context = context, .place = place};
    const struct pf_shell_commands *commands = pf_workflow_commands(place->step);
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        if (command->conditional && command->joint != PF_SHELL_AND)
            continue;
        judge_docker(&unset, command);
        judge_aws(&unset, command);
    }
}

void pf_check_shell_variable_unset(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge_step);
}
