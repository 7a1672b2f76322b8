/* The server is to serve an application that the project does not have. */
#include "checks/facts.h"

#include "base/nearest.h"
#include "checks/argv.h"
#include "checks/server_words.h"
#include "checks/setting_modules.h"

/* One server of a deployment. */
struct serving {
    struct pf_check_context *context;
    const struct pf_deployment *deployment;
    pf_str program, word; /* "gunicorn", "shop.wsgi:application" */
    pf_str module, object;
    pf_span span;
};

static struct pf_report *report(const struct serving *serving, const char *message)
{
    struct pf_report *report = pf_check_report(serving->context, message, serving->span);
    pf_report_argument(report, "program", serving->program);
    pf_report_argument(report, "word", serving->word);
    pf_report_argument(report, "module", serving->module);
    pf_report_argument(report, "object", serving->object);
    pf_facts_report_container(serving->context, serving->deployment, report);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(serving->deployment)),
                  PF_ARG(serving->word));
    return report;
}

static bool is_entry(pf_str path)
{
    pf_str base = pf_path_base(path);
    bool is_aside = pf_str_contains(path, PF_STR("test")) ||
                    pf_str_contains(path, PF_STR("docs/")) ||
                    pf_str_contains(path, PF_STR("example"));
    return !is_aside && (pf_str_eq(base, PF_STR("wsgi.py")) || pf_str_eq(base, PF_STR("asgi.py")));
}

/* "shop/wsgi.py" at the end of some path: it may be found by another root than those known. */
static bool is_anywhere(const struct pf_project *project, struct pf_arena *arena, pf_str module)
{
    char *text = PF_NEW_ARRAY(arena, char, module.len);
    for (size_t i = 0; i < module.len; i++)
        text[i] = module.data[i] == '.' ? '/' : module.data[i];
    pf_str file = pf_arena_format(arena, "%.*s.py", (int)module.len, text);
    pf_str package = pf_arena_format(arena, "%.*s/__init__.py", (int)module.len, text);
    for (size_t i = 0; i < project->files.count; i++)
        if (pf_str_ends(project->files.items[i]->path, file) ||
            pf_str_ends(project->files.items[i]->path, package))
            return true;
    return false;
}

/* The names that the project's own entry files have as modules. */
static struct pf_strs entries_of(const struct serving *serving)
{
    const struct pf_project *project = pf_facts_wiring(serving->context)->project;
    struct pf_strs modules = {0};
    for (size_t i = 0; i < project->files.count; i++)
        if (is_entry(project->files.items[i]->path))
            *pf_pile_add(serving->context->arena, &modules) =
                pf_entry_module_of(serving->context->arena, &serving->deployment->roots,
                                   project->files.items[i]->path);
    return modules;
}

/* A package of the project's own, or a name that only an entry file has. */
static bool is_of_project(const struct serving *serving)
{
    struct pf_project *project = pf_facts_wiring(serving->context)->project;
    pf_str package, rest;
    bool is_dotted = pf_str_cut(serving->module, '.', &package, &rest);
    for (size_t i = 0; i < serving->deployment->roots.count; i++)
        if (pf_project_has_directory(project,
                                     pf_path_join(serving->context->arena,
                                                  serving->deployment->roots.items[i], package)))
            return true;
    return is_dotted && (pf_str_ends(rest, PF_STR("wsgi")) || pf_str_ends(rest, PF_STR("asgi")));
}

static void judge_module(const struct serving *serving)
{
    const struct pf_wiring *wiring = pf_facts_wiring(serving->context);
    struct pf_strs entries = entries_of(serving);
    if (entries.count == 0 || wiring->project->truncated ||
        is_anywhere(wiring->project, serving->context->arena, serving->module) ||
        !is_of_project(serving))
        return;
    ptrdiff_t near = pf_nearest(serving->module, entries.items, entries.count);
    pf_str nearest = entries.items[near == PF_STR_NONE ? 0 : near];
    pf_report_argument(report(serving, "module"), "nearest", nearest);
}

/* `path` is the module's file. */
static void judge_object(const struct serving *serving, pf_str path)
{
    struct pf_project *project = pf_facts_wiring(serving->context)->project;
    struct pf_project_file *file = pf_project_file(project, path);
    pf_str object = serving->object, rest;
    bool is_default = object.len == 0 && (pf_str_eq(serving->program, PF_STR("gunicorn")));
    if (is_default)
        object = PF_STR("application");
    pf_str_cut(object, '(', &object, &rest);
    pf_str_cut(object, '.', &object, &rest);
    if (object.len == 0 || !is_entry(path) || file == NULL || !pf_project_load(project, file) ||
        file->source->bytes.len == 0)
        return;
    pf_str text = file->source->bytes;
    if (pf_str_has_word(text, object) || pf_str_contains(text, PF_STR("import *")) ||
        pf_str_contains(text, PF_STR("globals(")) || pf_str_contains(text, PF_STR("getattr")))
        return;
    struct pf_report *told = report(serving, "object");
    pf_report_argument(told, "object", object);
    pf_report_argument(told, "path", path);
    pf_report_related(told, "file", pf_span_of(file->source, 0, 0));
}

/* `celery -A shop`, `--app=shop.celery`: the module whose application is taken; "" for none. */
static pf_str celery_application(const struct pf_strs *words)
{
    for (size_t i = 0; i < words->count; i++) {
        pf_str word = words->items[i];
        bool is_option = pf_str_eq(word, PF_STR("-A")) || pf_str_eq(word, PF_STR("--app"));
        if (is_option && i + 1 < words->count)
            return words->items[i + 1];
        if (pf_str_starts(word, PF_STR("--app=")))
            return pf_str_slice(word, 6, word.len);
    }
    return PF_STR("");
}

/* The packages that have a celery.py of their own. */
static struct pf_strs celery_modules(const struct serving *serving)
{
    const struct pf_project *project = pf_facts_wiring(serving->context)->project;
    struct pf_strs modules = {0};
    for (size_t i = 0; i < project->files.count; i++) {
        pf_str path = project->files.items[i]->path;
        pf_str folder = pf_path_directory(path);
        if (pf_str_eq(pf_path_base(path), PF_STR("celery.py")) && folder.len > 0)
            *pf_pile_add(serving->context->arena, &modules) = pf_path_base(folder);
    }
    return modules;
}

/* Its first name is no folder and no module of the project, which has an application elsewhere. */
static void judge_celery(struct serving *serving, const struct pf_strs *words)
{
    struct pf_project *project = pf_facts_wiring(serving->context)->project;
    struct pf_strs modules = celery_modules(serving);
    pf_str top, rest;
    serving->word = celery_application(words);
    pf_str_cut(serving->word, ':', &serving->module, &rest);
    pf_str_cut(serving->module, '.', &top, &rest);
    if (top.len == 0 || modules.count == 0 || pf_str_find_byte(top, '$') != PF_STR_NONE ||
        project->truncated || pf_setting_modules_is_own(serving->context, top) ||
        !pf_argv_is_own_image(serving->context, serving->deployment))
        return;
    pf_report_argument(report(serving, "module"), "nearest", modules.items[0]);
}

static void judge_item(struct pf_check_context *context, const struct pf_deployment *deployment,
                       size_t item)
{
    const struct pf_start *start = &deployment->start;
    struct serving serving = {.context = context, .deployment = deployment};
    size_t behind;
    pf_str path;
    serving.program = pf_server_words_program(&start->items[item], &behind);
    serving.span =
        start->places.items[item].file != NULL ? start->places.items[item] : start->written->span;
    if (serving.program.len == 0 || start->conditional.items[item] ||
        pf_str_eq(serving.program, PF_STR("uwsgi")))
        return;
    if (pf_str_eq(serving.program, PF_STR("celery"))) {
        judge_celery(&serving, &start->items[item]);
        return;
    }
    serving.word = pf_server_words_application(&start->items[item], behind);
    bool has_object = pf_str_cut(serving.word, ':', &serving.module, &serving.object);
    if (serving.word.len == 0)
        return;
    if (pf_str_find_byte(serving.module, '/') != PF_STR_NONE ||
        pf_str_ends(serving.module, PF_STR(".py"))) {
        report(&serving, "path");
        return;
    }
    bool is_found = pf_entry_module_path(context->arena, pf_facts_wiring(context)->project,
                                         &deployment->roots, serving.module, &path);
    pf_str place;
    if (!is_found)
        judge_module(&serving);
    else if (!pf_setting_modules_may_import(context, deployment, serving.module, path, &place))
        pf_report_argument(report(&serving, "place"), "place", place);
    else if (!has_object && pf_str_eq(serving.program, PF_STR("uvicorn")) && is_entry(path))
        report(&serving, "colon");
    else
        judge_object(&serving, path);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; deployment->start.written != NULL && i < deployment->start.count; i++)
        judge_item(context, deployment, i);
}

void pf_check_application_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
