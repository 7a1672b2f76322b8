/* Looks at sed, envsubst and jq, and at the values that they fill in. */
#include "checks/secret_written.h"

#include "ghexpr/find.h"
#include "model/taskdef.h"

bool pf_secret_written_holds(pf_str variable)
{
    return pf_facts_is_secret_name(variable) || pf_str_ends(variable, PF_STR("DATABASE_URL")) ||
           pf_str_ends(variable, PF_STR("BROKER_URL")) ||
           pf_str_ends(variable, PF_STR("REDIS_URL"));
}

/* A step's script that is gone through. */
struct writing {
    struct pf_check_context *context;
    const struct pf_flow_place *place;
    pf_secret_written_report *report;
};

/* `${{ secrets.X }}`, or a variable that is declared as one. */
static bool carries_secret(const struct writing *writing, pf_str text)
{
    if (pf_str_contains(text, PF_STR("${{")) && pf_str_contains(text, PF_STR("secrets.")))
        return true;
    for (size_t i = 0; i + 1 < text.len; i++) {
        size_t from = i + 1 + (text.data[i + 1] == '{'), to = from;
        while (to < text.len && pf_is_name(text.data[to]))
            to++;
        const struct pf_node *value =
            text.data[i] != '$' || to == from
                ? NULL
                : pf_flow_variable(writing->place, pf_str_slice(text, from, to));
        if (pf_str_contains(pf_node_text(value), PF_STR("secrets.")))
            return true;
    }
    return false;
}

/* Calls the report for each variable of a task definition whose value holds `part`. */
static void report_holders(const struct writing *writing, pf_str part, pf_span span)
{
    struct pf_picture_root taskdefs = pf_check_root(writing->context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++) {
            const struct pf_node *list = pf_node_get(container, "environment");
            for (size_t e = 0; pf_node_is(list, PF_SEQ) && e < list->count; e++) {
                pf_str name = pf_node_text(pf_node_get(list->items[e], "name"));
                pf_str value = pf_node_text(pf_node_get(list->items[e], "value"));
                if (pf_str_contains(value, part) && pf_secret_written_holds(name))
                    writing->report(writing->context, name, span);
            }
        }
}

/* "s|__KEY__|$SECRET_KEY|g" → "__KEY__" and "$SECRET_KEY". */
static bool is_substitution(pf_str word, pf_str *old, pf_str *new)
{
    pf_str rest;
    if (word.len < 4 || word.data[0] != 's' || pf_is_name(word.data[1]) || word.data[1] == ' ')
        return false;
    return pf_str_cut(pf_str_slice(word, 2, word.len), word.data[1], old, &rest) &&
           pf_str_cut(rest, word.data[1], new, &rest) && old->len > 2;
}

static void judge_sed(const struct writing *writing, const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++) {
        const struct pf_shell_word *word = &command->words[i];
        pf_str old, new;
        if (is_substitution(word->text, &old, &new) && carries_secret(writing, new))
            report_holders(writing, old,
                           pf_ghexpr_span(writing->place->step->run, word->at, word->len));
    }
}

/* `envsubst < task-definition.json`: the values that name a variable which is a secret. */
static void judge_envsubst(const struct writing *writing, const struct pf_shell_command *command)
{
    struct pf_picture_root taskdefs = pf_check_root(writing->context, "taskdef");
    const struct pf_node *container, *run = writing->place->step->run;
    const struct pf_shell_word *word = &command->words[0];
    for (size_t i = 0; i < taskdefs.count; i++) {
        const struct pf_source *file = taskdefs.nodes[i]->span.file;
        if (file == NULL || !pf_str_contains(run->text, pf_path_base(file->path)))
            continue;
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++) {
            const struct pf_node *list = pf_node_get(container, "environment");
            for (size_t e = 0; pf_node_is(list, PF_SEQ) && e < list->count; e++) {
                pf_str name = pf_node_text(pf_node_get(list->items[e], "name"));
                pf_str value = pf_node_text(pf_node_get(list->items[e], "value"));
                if (pf_secret_written_holds(name) && carries_secret(writing, value))
                    writing->report(writing->context, name,
                                    pf_ghexpr_span(run, word->at, word->len));
            }
        }
    }
}

/* `"name": "SECRET_KEY"` in jq's filter, from `*at` on; "" when there is none any more. */
static pf_str next_name(pf_str filter, size_t *at)
{
    pf_str rest = pf_str_slice(filter, *at, filter.len);
    ptrdiff_t found = pf_str_find(rest, PF_STR("name"));
    if (found == PF_STR_NONE)
        return PF_STR("");
    size_t from = (size_t)found + 4;
    while (from < rest.len && pf_str_find_byte(PF_STR("\"'\\: ="), rest.data[from]) != PF_STR_NONE)
        from++;
    size_t to = from;
    while (to < rest.len && pf_is_name(rest.data[to]))
        to++;
    *at += to;
    return to == from ? PF_STR("name") : pf_str_slice(rest, from, to);
}

/* A filter that works on `environment`, and a secret among its words. */
static void judge_jq(const struct writing *writing, const struct pf_shell_command *command)
{
    bool has_secret = false;
    for (size_t i = 1; i < command->word_count; i++)
        has_secret |= carries_secret(writing, command->words[i].text);
    for (size_t i = 1; has_secret && i < command->word_count; i++) {
        const struct pf_shell_word *word = &command->words[i];
        if (!pf_str_contains(word->text, PF_STR("environment")) ||
            pf_str_contains(word->text, PF_STR("valueFrom")))
            continue;
        size_t at = 0;
        for (pf_str name; (name = next_name(word->text, &at)).len > 0;)
            if (pf_secret_written_holds(name))
                writing->report(writing->context, name,
                                pf_ghexpr_span(writing->place->step->run, word->at, word->len));
    }
}

/* Most scripts run none of these programs, and need not be read for them. */
static void judge_script(const struct writing *writing)
{
    static const struct {
        pf_str program;
        void (*judge)(const struct writing *writing, const struct pf_shell_command *command);
        bool fills_in; /* what a task definition of the project leaves open */
    } programs[] = {
        {PF_STR_INIT("sed"), judge_sed, true},
        {PF_STR_INIT("envsubst"), judge_envsubst, true},
        {PF_STR_INIT("jq"), judge_jq, false},
    };
    bool has_taskdef = pf_check_root(writing->context, "taskdef").count > 0;
    for (size_t p = 0; p < sizeof programs / sizeof *programs; p++) {
        if ((programs[p].fills_in && !has_taskdef) ||
            !pf_str_has_word(writing->place->step->run->text, programs[p].program))
            continue;
        const struct pf_shell_commands *commands = pf_workflow_commands(writing->place->step);
        for (size_t i = 0; i < commands->count; i++)
            if (commands->items[i].word_count > 0 &&
                pf_str_eq(commands->items[i].words[0].text, programs[p].program))
                programs[p].judge(writing, &commands->items[i]);
    }
}

void pf_secret_written_each(struct pf_check_context *context, pf_secret_written_report *report)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t w = 0; wiring != NULL && w < wiring->deploys->workflows.count; w++) {
        const struct pf_workflow *workflow = &wiring->deploys->workflows.items[w];
        for (size_t j = 0; j < workflow->job_count; j++)
            for (size_t s = 0; s < workflow->jobs[j].step_count; s++) {
                struct pf_flow_place place = {workflow, &workflow->jobs[j],
                                              &workflow->jobs[j].steps[s]};
                struct writing writing = {context, &place, report};
                if (place.step->run != NULL)
                    judge_script(&writing);
            }
    }
}
