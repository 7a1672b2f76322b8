/* The container starts a server that nothing installs into its image, or whose program stayed
 * behind in another stage. */
#include "checks/argv.h"
#include "checks/built.h"
#include "checks/installs.h"
#include "checks/server_words.h"
#include "model/image_path.h"
#include "model/packages.h"

/* Something of another stage that may hold programs: its folders of them, a virtual environment,
 * a --prefix of pip's. */
static bool may_hold_programs(pf_str source)
{
    static const pf_str parts[] = {
        PF_STR_INIT("bin"),     PF_STR_INIT("venv"),   PF_STR_INIT("env"), PF_STR_INIT("wheel"),
        PF_STR_INIT("install"), PF_STR_INIT(".local"), PF_STR_INIT("deps")};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (pf_str_contains(source, parts[i]))
            return true;
    return !pf_str_contains(source, PF_STR("site-packages")) &&
           (pf_str_starts(source, PF_STR("/usr")) || pf_str_starts(source, PF_STR("/opt")) ||
            pf_str_starts(source, PF_STR("/root")) || pf_str_starts(source, PF_STR("/home")) ||
            pf_str_eq(source, PF_STR("/")) || source.len == 0);
}

/* apt-get, apk and their like bring no package of Python's that is asked for here. */
static bool is_system_install(pf_str text)
{
    static const pf_str others[] = {PF_STR_INIT("pip"), PF_STR_INIT("poetry"), PF_STR_INIT("uv "),
                                    PF_STR_INIT("python")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (pf_str_contains(text, others[i]))
            return false;
    return true;
}

/* The COPY that takes the site-packages of another stage, where nothing of the image takes or makes
 * the programs that pip put beside them; NULL else. */
static const struct pf_node *leaves_programs(const struct pf_image *image)
{
    const struct pf_node *packages = NULL;
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_node *words = image->steps[i].words;
        const struct pf_node *instruction = image->steps[i].instruction;
        if (words == NULL &&
            pf_str_contains(pf_node_text(pf_node_get(instruction, "text")), PF_STR("install ")) &&
            !is_system_install(pf_node_text(pf_node_get(instruction, "text"))))
            return NULL;
        bool is_foreign = pf_node_get(pf_node_get(instruction, "flags"), "from") != NULL;
        for (size_t w = 0; is_foreign && words != NULL && w + 1 < words->count; w++) {
            pf_str source = pf_node_text(words->items[w]);
            if (may_hold_programs(source))
                return NULL;
            if (pf_str_ends(source, PF_STR("-packages")) ||
                pf_str_ends(source, PF_STR("-packages/")))
                packages = instruction;
        }
    }
    return packages;
}

/* gunicorn by its name: `python -m gunicorn` takes the package alone. */
static void judge_left(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_node *copy, size_t item)
{
    const struct pf_start *start = &deployment->start;
    size_t behind;
    pf_str program = pf_server_words_program(&start->items[item], &behind);
    pf_span place = start->places.items[item];
    if (program.len == 0 || behind != 1 || start->conditional.items[item])
        return;
    struct pf_report *report = pf_check_report(
        context, "left", place.file != NULL ? place : deployment->start.written->span);
    pf_report_argument(report, "program", program);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "copy", copy->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(program));
}

/* `. .venv/bin/activate`, `export PATH=…` in a script. */
static bool activates(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_contains(start->items[i].items[w], PF_STR("activate")))
                return true;
    for (size_t i = 0; i < start->assignments.count; i++)
        if (pf_str_eq(start->assignments.items[i].name, PF_STR("PATH")))
            return true;
    return false;
}

/* uv, poetry or pipenv somewhere in the start, whose words a command is read without. */
static bool runs_through_tool(const struct pf_deployment *deployment)
{
    static const pf_str tools[] = {PF_STR_INIT("uv"), PF_STR_INIT("poetry"), PF_STR_INIT("pipenv")};
    const struct pf_node *written[] = {pf_node_get(deployment->container, "entryPoint"),
                                       pf_node_get(deployment->container, "command"),
                                       deployment->image->entrypoint, deployment->image->command};
    for (size_t n = 0; n < sizeof written / sizeof *written; n++)
        for (size_t t = 0; t < sizeof tools / sizeof *tools; t++) {
            if (pf_node_is(written[n], PF_STRING) && pf_str_has_word(written[n]->text, tools[t]))
                return true;
            for (size_t i = 0; pf_node_is(written[n], PF_SEQ) && i < written[n]->count; i++)
                if (pf_str_has_word(pf_node_text(written[n]->items[i]), tools[t]))
                    return true;
        }
    for (size_t i = 0; i < deployment->start.count; i++)
        if (deployment->start.places.items[i].file != NULL)
            for (size_t t = 0; t < sizeof tools / sizeof *tools; t++)
                if (pf_str_has_word(deployment->start.places.items[i].file->bytes, tools[t]))
                    return true;
    return false;
}

/* ---- in a virtual environment that PATH does not lead to ---- */

/* The tool that makes one where the Dockerfile says nothing else: "uv sync" → ".venv", Poetry and
 * Pipenv in a cache. "" where something may lead there, or another command installs, too. */
static pf_str hidden_by(const struct pf_installs *installs, const struct pf_image *image)
{
    static const struct {
        pf_str command, tool;
    } tools[] = {
        {PF_STR_INIT("uv sync"), PF_STR_INIT("uv")},
        {PF_STR_INIT("poetry install"), PF_STR_INIT("Poetry")},
        {PF_STR_INIT("pipenv install"), PF_STR_INIT("Pipenv")},
        {PF_STR_INIT("pipenv sync"), PF_STR_INIT("Pipenv")},
    };
    static const pf_str ways[] = {PF_STR_INIT(" -r "),
                                  PF_STR_INIT("requirements"),
                                  PF_STR_INIT("pip install ."),
                                  PF_STR_INIT("uv pip"),
                                  PF_STR_INIT("virtualenvs.create"),
                                  PF_STR_INIT("--system"),
                                  PF_STR_INIT("venv"),
                                  PF_STR_INIT("ln -s"),
                                  PF_STR_INIT("activate"),
                                  PF_STR_INIT(".sh"),
                                  PF_STR_INIT("make ")};
    static const char *const names[] = {"VIRTUAL_ENV",
                                        "UV_PROJECT_ENVIRONMENT",
                                        "UV_SYSTEM_PYTHON",
                                        "UV_PYTHON",
                                        "POETRY_VIRTUALENVS_CREATE",
                                        "POETRY_VIRTUALENVS_PATH",
                                        "PIPENV_SYSTEM",
                                        "BASH_ENV"};
    pf_str tool = PF_STR("");
    const struct pf_node *path = pf_node_get(image->environment, "PATH");
    if (path != NULL && (path->kind != PF_STRING || pf_str_contains(path->text, PF_STR("env")) ||
                         pf_str_find_byte(path->text, '$') != PF_STR_NONE))
        return tool;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_node_get(image->environment, names[i]) != NULL)
            return tool;
    for (size_t i = 0; i < installs->texts.count; i++) {
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
            if (pf_str_contains(installs->texts.items[i], ways[w]))
                return PF_STR("");
        for (size_t t = 0; t < sizeof tools / sizeof *tools; t++)
            if (pf_str_contains(installs->texts.items[i], tools[t].command))
                tool = tools[t].tool;
    }
    return tool;
}

/* What the command starts without saying where it is: "gunicorn", "python" for manage.py; "" else.
 * `uv run gunicorn` and a path of one's own find it. */
static pf_str bare_program(const struct pf_strs *words)
{
    size_t behind;
    pf_str program = pf_server_words_program(words, &behind);
    if (pf_str_find_byte(words->items[0], '/') != PF_STR_NONE)
        return PF_STR("");
    if (pf_str_starts(words->items[0], PF_STR("python")) && words->count > 1 &&
        pf_str_eq(pf_path_base(words->items[1]), PF_STR("manage.py")))
        return words->items[0];
    return behind == 1 ? program : PF_STR("");
}

/* Is the program found all the same, which then finds no Django? Python, or what pip installs. */
static bool is_outside(const struct pf_installs *installs, pf_str program)
{
    pf_str pip = PF_STR("pip install ");
    if (pf_str_starts(program, PF_STR("python")))
        return true;
    for (size_t i = 0; i < installs->texts.count; i++)
        if (pf_str_contains(installs->texts.items[i], pip) &&
            pf_str_has_word(installs->texts.items[i], program))
            return true;
    return false;
}

static bool judge_hidden(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_installs *installs, pf_str tool, size_t item)
{
    const struct pf_start *start = &deployment->start;
    pf_str program = tool.len == 0 ? PF_STR("") : bare_program(&start->items[item]);
    if (program.len == 0 || start->conditional.items[item] || activates(start) ||
        runs_through_tool(deployment))
        return false;
    pf_span place = start->places.items[item];
    struct pf_report *report =
        pf_check_report(context, is_outside(installs, program) ? "outside" : "hidden",
                        place.file != NULL ? place : start->written->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "tool", tool);
    pf_facts_report_container(context, deployment, report);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(program));
    return true;
}

static void judge_item(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_installs *installs, size_t item)
{
    const struct pf_start *start = &deployment->start;
    const struct pf_requirements *all = pf_facts_wiring(context)->packages;
    size_t behind;
    pf_str program = pf_server_words_program(&start->items[item], &behind);
    pf_str package = pf_server_words_package(program);
    enum pf_truth has = program.len == 0 ? PF_YES : pf_installs_has(installs, package);
    if (has == PF_YES || start->conditional.items[item])
        return;
    const struct pf_requirement *elsewhere = pf_packages_find(all, package);
    pf_span place = start->places.items[item];
    struct pf_report *report = pf_check_report(context, elsewhere == NULL ? "" : "elsewhere",
                                               place.file != NULL ? place : start->written->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "package", package);
    pf_facts_report_container(context, deployment, report);
    if (elsewhere != NULL)
        pf_report_related(report, "elsewhere", elsewhere->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(package));
    if (has == PF_MAYBE)
        pf_report_possible(report);
}

/* gunicorn's --worker-class: which package it is in. Source: gunicorn's settings reference. */
static pf_str package_of_workers(const struct pf_strs *words)
{
    static const struct {
        pf_str workers, package;
    } classes[] = {
        {PF_STR_INIT("gevent"), PF_STR_INIT("gevent")},
        {PF_STR_INIT("eventlet"), PF_STR_INIT("eventlet")},
        {PF_STR_INIT("tornado"), PF_STR_INIT("tornado")},
        {PF_STR_INIT("uvicorn.workers."), PF_STR_INIT("uvicorn")},
        {PF_STR_INIT("uvicorn_worker."), PF_STR_INIT("uvicorn-worker")},
    };
    for (size_t i = 0; i < words->count; i++) {
        pf_str value = PF_STR(""), word = words->items[i];
        bool is_option = pf_str_eq(word, PF_STR("-k")) || pf_str_eq(word, PF_STR("--worker-class"));
        if (is_option && i + 1 < words->count)
            value = words->items[i + 1];
        else if (pf_str_starts(word, PF_STR("--worker-class=")))
            value = pf_str_slice(word, 15, word.len);
        for (size_t c = 0; c < sizeof classes / sizeof *classes; c++)
            if (pf_str_starts(value, classes[c].workers))
                return classes[c].package;
    }
    return PF_STR("");
}

/* gunicorn[gevent]: an extra brings it. */
static bool is_extra(const struct pf_installs *installs, pf_str package)
{
    for (size_t i = 0; i < installs->packages.count; i++) {
        pf_span span = installs->packages.items[i].span;
        if (!pf_str_eq(installs->packages.items[i].name, PF_STR("gunicorn")) || span.file == NULL)
            continue;
        pf_str line, rest = pf_str_slice(span.file->bytes, span.at, span.file->bytes.len);
        pf_str_next_line(&rest, &line);
        if (pf_str_contains(line, package))
            return true;
    }
    return false;
}

static void judge_workers(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const struct pf_installs *installs, size_t item)
{
    const struct pf_start *start = &deployment->start;
    size_t behind;
    pf_str program = pf_server_words_program(&start->items[item], &behind);
    pf_str package = package_of_workers(&start->items[item]);
    if (!pf_str_eq(program, PF_STR("gunicorn")) || package.len == 0 ||
        start->conditional.items[item] || is_extra(installs, package))
        return;
    enum pf_truth has = pf_installs_has(installs, package);
    pf_span place = start->places.items[item];
    if (has == PF_YES)
        return;
    struct pf_report *report =
        pf_check_report(context, "workers", place.file != NULL ? place : start->written->span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "package", package);
    pf_facts_report_container(context, deployment, report);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                  PF_ARG(package));
    if (has == PF_MAYBE)
        pf_report_possible(report);
}

/* `pip install -r requirements.txt` in the start script. */
static bool installs_at_start(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_eq(start->items[i].items[w], PF_STR("install")) ||
                pf_str_eq(start->items[i].items[w], PF_STR("sync")))
                return true;
    return false;
}

/* ---- nothing at all ---- */

/* A command that may install without being read as one: a script, a package of the system. */
static bool may_install(pf_str text)
{
    static const pf_str words[] = {
        PF_STR_INIT("install"), PF_STR_INIT(".sh"), PF_STR_INIT("./"),  PF_STR_INIT("make"),
        PF_STR_INIT("python"),  PF_STR_INIT("add"), PF_STR_INIT("sync")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, words[i]))
            return true;
    return false;
}

/* Does anything but pip bring packages: a COPY from elsewhere, a folder of the project's own? */
static bool may_bring_packages(const struct pf_image *image)
{
    static const pf_str parts[] = {PF_STR_INIT("venv"),   PF_STR_INIT("site-packages"),
                                   PF_STR_INIT("vendor"), PF_STR_INIT(".tar"),
                                   PF_STR_INIT(".whl"),   PF_STR_INIT(".zip")};
    for (size_t i = 0; i < image->step_count; i++) {
        pf_str text = pf_node_text(pf_node_get(image->steps[i].instruction, "text"));
        if (pf_node_get(pf_node_get(image->steps[i].instruction, "flags"), "from") != NULL)
            return true;
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            if (pf_str_contains(text, parts[p]))
                return true;
        if (image->steps[i].words == NULL && may_install(text))
            return true;
    }
    return pf_node_get(image->environment, "PYTHONPATH") != NULL;
}

static bool is_python(const struct pf_image *image)
{
    pf_str name, tag;
    pf_str_cut(pf_path_base(pf_node_text(image->base)), ':', &name, &tag);
    return pf_image_base_is_official(image->base) && pf_str_eq(name, PF_STR("python"));
}

/* The image of Python has pip and no package; manage.py ends with "No module named 'django'". */
static void judge_nothing(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    if (pf_start_runs_django(&deployment->start) != PF_YES || !is_python(image) ||
        image->has_base_stage_unknown || may_bring_packages(image) ||
        pf_packages_find(pf_facts_wiring(context)->packages, PF_STR("django")) == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "nothing", deployment->start.written->span);
    pf_report_argument(report, "base", pf_node_text(image->base));
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "base", image->base->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (!pf_argv_is_own_image(context, deployment) || deployment->start.written == NULL ||
        installs_at_start(&deployment->start) || !pf_built_has_repository(context))
        return;
    struct pf_installs installs = pf_installs_of(context, deployment->image);
    if (!installs.has_any && !installs.is_open)
        judge_nothing(context, deployment);
    if (!installs.has_any || installs.is_open || installs.packages.count == 0)
        return;
    const struct pf_node *copy = leaves_programs(deployment->image);
    pf_str tool = hidden_by(&installs, deployment->image);
    for (size_t i = 0; i < deployment->start.count; i++) {
        if (copy == NULL && judge_hidden(context, deployment, &installs, tool, i))
            return;
        if (copy != NULL)
            judge_left(context, deployment, copy, i);
        else
            judge_item(context, deployment, &installs, i);
        judge_workers(context, deployment, &installs, i);
    }
}

void pf_check_program_not_installed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
