/* A start or a build runs manage.py with a command that is one of Django's but for a slip. */
#include "checks/built.h"
#include "read/shell.h"

#include "base/nearest.h"

/* Django's own commands. Source: django-admin's reference. */
static const pf_str commands[] = {PF_STR_INIT("changepassword"),
                                  PF_STR_INIT("check"),
                                  PF_STR_INIT("clearsessions"),
                                  PF_STR_INIT("collectstatic"),
                                  PF_STR_INIT("compilemessages"),
                                  PF_STR_INIT("createcachetable"),
                                  PF_STR_INIT("createsuperuser"),
                                  PF_STR_INIT("dbshell"),
                                  PF_STR_INIT("diffsettings"),
                                  PF_STR_INIT("dumpdata"),
                                  PF_STR_INIT("findstatic"),
                                  PF_STR_INIT("flush"),
                                  PF_STR_INIT("inspectdb"),
                                  PF_STR_INIT("loaddata"),
                                  PF_STR_INIT("makemessages"),
                                  PF_STR_INIT("makemigrations"),
                                  PF_STR_INIT("migrate"),
                                  PF_STR_INIT("ogrinspect"),
                                  PF_STR_INIT("optimizemigration"),
                                  PF_STR_INIT("remove_stale_contenttypes"),
                                  PF_STR_INIT("runserver"),
                                  PF_STR_INIT("sendtestemail"),
                                  PF_STR_INIT("shell"),
                                  PF_STR_INIT("showmigrations"),
                                  PF_STR_INIT("sqlflush"),
                                  PF_STR_INIT("sqlmigrate"),
                                  PF_STR_INIT("sqlsequencereset"),
                                  PF_STR_INIT("squashmigrations"),
                                  PF_STR_INIT("startapp"),
                                  PF_STR_INIT("startproject"),
                                  PF_STR_INIT("test"),
                                  PF_STR_INIT("testserver")};

enum {
    COMMANDS = sizeof commands / sizeof *commands,
    LONG_ENOUGH = 7, /* letters: shorter names are near to too many others */
    LONG = 10        /* letters: three slips in so many are slips still */
};

/* A command of the project's own, or of a package: any file of that name speaks for it. */
static bool is_own(const struct pf_check_context *context, pf_str name)
{
    const struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str file = pf_arena_format(context->arena, "commands/%.*s.py", PF_ARG(name));
    for (size_t i = 0; i < project->files.count; i++)
        if (pf_str_ends(project->files.items[i]->path, file))
            return true;
    return project->truncated;
}

/* The word behind manage.py; "" for none. */
static pf_str command_in(const pf_str *words, size_t count)
{
    enum { WORDS = 4 /* "python -u manage.py migrate" */ };
    for (size_t i = 0; i + 1 < count && i < WORDS; i++)
        if (pf_str_eq(pf_path_base(words[i]), PF_STR("manage.py")))
            return words[i + 1];
    return PF_STR("");
}

static void judge_words(struct pf_check_context *context, const pf_str *words, size_t count,
                        pf_span span)
{
    pf_str name = command_in(words, count);
    ptrdiff_t near = pf_nearest(name, commands, COMMANDS);
    if (name.len < LONG_ENOUGH || near == PF_STR_NONE || span.file == NULL)
        return;
    for (size_t i = 0; i < COMMANDS; i++)
        if (pf_str_eq(commands[i], name))
            return;
    unsigned limit = name.len < LONG ? 2 : 3;
    bool is_prefixed = pf_str_ends(name, commands[near]); /* remakemigrations is a package's */
    if (pf_nearest_distance(name, commands[near], limit) > limit || is_prefixed ||
        is_own(context, name))
        return;
    struct pf_report *report = pf_check_report(context, "", span);
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "nearest", commands[near]);
    pf_report_key(report, "%.*s", PF_ARG(name));
}

static void judge_start(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_start *start = &deployment->start;
    for (size_t i = 0; i < start->count; i++)
        judge_words(context, start->items[i].items, start->items[i].count,
                    start->places.items[i].file != NULL || start->written == NULL
                        ? start->places.items[i]
                        : start->written->span);
}

static void judge_run(struct pf_check_context *context, const struct pf_node *run)
{
    pf_str text = pf_node_text(pf_node_get(run, "text"));
    if (!pf_str_contains(text, PF_STR("manage.py")))
        return;
    struct pf_shell_commands all = pf_shell_read(context->arena, text);
    for (size_t i = 0; i < all.count; i++) {
        struct pf_strs words = {0};
        for (size_t w = 0; w < all.items[i].word_count; w++)
            *pf_pile_add(context->arena, &words) = all.items[i].words[w].text;
        judge_words(context, words.items, words.count, run->span);
    }
}

static void judge_image(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; deployment->image != NULL && i < deployment->image->runs->count; i++)
        judge_run(context, deployment->image->runs->items[i]);
}

void pf_check_management_command_unknown(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge_start);
    pf_facts_each_deployment(context, judge_image);
}
