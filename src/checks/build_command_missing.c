/* A RUN starts a program, or installs what needs one, that the stage does not have. */
#include "checks/built.h"
#include "checks/image_programs.h"
#include "checks/installs.h"
#include "read/shell.h"

/* A stage while its commands are gone through. */
struct stage_walk {
    struct pf_check_context *context;
    const struct pf_built *built;
    const struct pf_image *image;
    struct pf_strs words; /* of all commands so far */
    struct pf_strs told;
};

/* Packages that bring a program under another name than its own. */
static const struct {
    pf_str program, package;
} providers[] = {
    {PF_STR_INIT("gcc"), PF_STR_INIT("build-essential")},
    {PF_STR_INIT("gcc"), PF_STR_INIT("build-base")},
    {PF_STR_INIT("gcc"), PF_STR_INIT("alpine-sdk")},
    {PF_STR_INIT("gcc"), PF_STR_INIT("clang")},
    {PF_STR_INIT("make"), PF_STR_INIT("build-essential")},
    {PF_STR_INIT("make"), PF_STR_INIT("build-base")},
    {PF_STR_INIT("make"), PF_STR_INIT("alpine-sdk")},
    {PF_STR_INIT("nc"), PF_STR_INIT("netcat")},
    {PF_STR_INIT("useradd"), PF_STR_INIT("shadow")},
    {PF_STR_INIT("groupadd"), PF_STR_INIT("shadow")},
    {PF_STR_INIT("usermod"), PF_STR_INIT("shadow")},
};

static bool is_mentioned(const struct stage_walk *walk, pf_str word)
{
    for (size_t i = 0; i < walk->words.count; i++)
        if (pf_str_contains(walk->words.items[i], word))
            return true;
    return false;
}

/* Brought by an earlier command, or by a COPY from another image. */
static bool is_there(const struct stage_walk *walk, pf_str program)
{
    if (pf_image_copies_program(walk->image, program))
        return true;
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (pf_str_eq(providers[i].program, program) && is_mentioned(walk, providers[i].package))
            return true;
    return is_mentioned(walk, program);
}

static struct pf_report *report(const struct stage_walk *walk, const char *message, pf_span span,
                                pf_str program)
{
    struct pf_report *report = pf_check_report(walk->context, message, span);
    pf_report_argument(report, "program", program);
    pf_report_argument(report, "base", walk->image->base->text);
    pf_report_related(report, "base", walk->image->base->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(walk->built->dockerfile->path), PF_ARG(program));
    return report;
}

/* The word in the instruction, to point at; else all of it. */
static pf_span span_of(const struct pf_node *run, pf_str word)
{
    const struct pf_node *words = pf_node_get(run, "words");
    for (size_t i = 0; words != NULL && i < words->count; i++)
        if (pf_str_eq(words->items[i]->text, word))
            return words->items[i]->span;
    return run->span;
}

/* ---- packages that are compiled ---- */

/* Distributions without wheels for Linux, and what their build asks for besides a compiler. Source:
 * their files on PyPI and their installation notes. */
static const struct {
    pf_str package, headers; /* parts of names of system packages, apart by spaces */
    const char *tool;        /* in words */
} compiled[] = {
    {PF_STR_INIT("psycopg2"), PF_STR_INIT("libpq postgresql"), "gcc and libpq-dev"},
    {PF_STR_INIT("mysqlclient"), PF_STR_INIT("mysql mariadb"),
     "gcc and the client library of MySQL"},
    {PF_STR_INIT("uwsgi"), {0}, "gcc"},
    {PF_STR_INIT("python-ldap"), PF_STR_INIT("ldap"), "gcc and libldap-dev"},
};

static bool has_headers(const struct stage_walk *walk, pf_str headers)
{
    pf_str part;
    for (bool more = headers.len > 0; more;) {
        more = pf_str_cut(headers, ' ', &part, &headers);
        if (is_mentioned(walk, part))
            return true;
    }
    return headers.data == NULL;
}

static bool is_installed(const struct pf_installs *installs, pf_str package)
{
    for (size_t i = 0; i < installs->packages.count; i++)
        if (pf_str_eq(installs->packages.items[i].name, package) &&
            !installs->packages.items[i].for_development &&
            !installs->packages.items[i].conditional)
            return true;
    return false;
}

/* Wheels of one's own, and none that are built. */
static bool takes_wheels(pf_str text)
{
    return pf_str_contains(text, PF_STR("--no-index")) ||
           pf_str_contains(text, PF_STR("--find-links")) ||
           pf_str_contains(text, PF_STR("-only-binary")) ||
           pf_str_contains(text, PF_STR("index-url")) || pf_str_contains(text, PF_STR(".whl"));
}

/* Before the words of the command itself count. */
static void judge_packages(const struct stage_walk *walk, const struct pf_node *run)
{
    pf_str text = pf_node_text(pf_node_get(run, "text"));
    struct pf_installs installs = pf_installs_of_run(walk->context, run);
    pf_str base = walk->image->base->text;
    bool lacks_compiler = pf_image_base_lacks(base, PF_STR("gcc"));
    if (!installs.has_any || takes_wheels(text) || pf_node_get(run, "heredocs") != NULL)
        return;
    if (installs.needs_git && pf_image_base_lacks(base, PF_STR("git")) &&
        !is_there(walk, PF_STR("git")))
        report(walk, "git", run->span, PF_STR("git"));
    for (size_t i = 0; lacks_compiler && i < sizeof compiled / sizeof *compiled; i++) {
        bool is_ready = is_there(walk, PF_STR("gcc")) && has_headers(walk, compiled[i].headers);
        if (is_ready || !is_installed(&installs, compiled[i].package))
            continue;
        struct pf_report *told = report(walk, "compile", run->span, compiled[i].package);
        pf_report_argument(told, "tools", pf_str_c(compiled[i].tool));
    }
}

/* ---- programs ---- */

static void add_words(struct stage_walk *walk, const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        *pf_pile_add(walk->context->arena, &walk->words) = command->words[i].text;
}

static bool installs_packages(pf_str program)
{
    static const pf_str programs[] = {
        PF_STR_INIT("pip"),    PF_STR_INIT("pip3"), PF_STR_INIT("python"), PF_STR_INIT("python3"),
        PF_STR_INIT("poetry"), PF_STR_INIT("uv"),   PF_STR_INIT("pipenv")};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(pf_path_base(program), programs[i]))
            return true;
    return false;
}

static void judge_run(struct stage_walk *walk, const struct pf_node *run)
{
    struct pf_shell_commands commands =
        pf_shell_read(walk->context->arena, pf_node_text(pf_node_get(run, "text")));
    bool is_sure = pf_node_get(run, "heredocs") == NULL, is_judged = false;
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        is_sure = is_sure && (!command->conditional || command->joint == PF_SHELL_AND);
        /* `x || true` is joined behind: a look ahead */
        bool may_fail = i + 1 < commands.count && commands.items[i + 1].joint == PF_SHELL_OR;
        pf_str program = command->word_count == 0 ? PF_STR("") : command->words[0].text;
        if (is_sure && !may_fail && program.len > 0 && !pf_strs_has(&walk->told, program) &&
            pf_image_base_lacks(walk->image->base->text, program) && !is_there(walk, program)) {
            report(walk, "program", span_of(run, program), program);
            *pf_pile_add(walk->context->arena, &walk->told) = program;
        }
        if (is_sure && !may_fail && !is_judged && installs_packages(program)) {
            judge_packages(walk, run);
            is_judged = true;
        }
        add_words(walk, command);
    }
}

static void judge_stage(const struct pf_image *image, void *state)
{
    struct stage_walk *walk = state;
    walk->image = image;
    walk->words = (struct pf_strs){0};
    if (!pf_node_is(image->base, PF_STRING) || image->has_base_stage_unknown)
        return;
    for (size_t i = 0; i < image->step_count; i++)
        if (image->steps[i].words == NULL)
            judge_run(walk, image->steps[i].instruction);
}

/* ---- what a stage compiled, and the last one has to load ---- */

/* Does the last stage take all of its packages from another one? `*by` is a COPY that does. */
static bool takes_packages(const struct pf_image *image, const struct pf_node **by)
{
    static const pf_str system[] = {PF_STR_INIT("/usr/lib"), PF_STR_INIT("/lib")};
    bool takes = false;
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_node *words = image->steps[i].words;
        const struct pf_node *from =
            pf_node_get(pf_node_get(image->steps[i].instruction, "flags"), "from");
        for (size_t w = 0; from != NULL && words != NULL && w + 1 < words->count; w++) {
            pf_str source = pf_node_text(words->items[w]);
            for (size_t k = 0; k < sizeof system / sizeof *system; k++)
                if (pf_str_starts(source, system[k]) || source.len == 0)
                    return false;
            if (pf_str_eq(source, PF_STR("/")) || pf_str_eq(source, PF_STR("/usr")))
                return false;
            bool is_packages = pf_str_contains(source, PF_STR("venv")) ||
                               pf_str_contains(source, PF_STR("wheels")) ||
                               pf_str_contains(source, PF_STR("site-packages")) ||
                               pf_str_eq(source, PF_STR("/install"));
            if (is_packages)
                *by = image->steps[i].instruction;
            takes |= is_packages;
        }
    }
    return takes;
}

static void judge_libraries(struct stage_walk *walk, const struct pf_image *image)
{
    static const struct {
        pf_str package, signs;
        const char *library;
    } loaded[] = {
        {PF_STR_INIT("psycopg2"), PF_STR_INIT("libpq postgresql postgis gdal"), "libpq5"},
        {PF_STR_INIT("mysqlclient"), PF_STR_INIT("mysql mariadb"), "libmariadb3"},
    };
    const struct pf_node *by = NULL;
    struct pf_installs installs = pf_installs_of(walk->context, image);
    walk->image = image;
    walk->words = (struct pf_strs){0};
    if (installs.is_open || !pf_image_base_lacks(pf_node_text(image->base), PF_STR("gcc")) ||
        !takes_packages(image, &by))
        return;
    for (size_t i = 0; i < image->runs->count; i++)
        *pf_pile_add(walk->context->arena, &walk->words) =
            pf_node_text(pf_node_get(image->runs->items[i], "text"));
    for (size_t i = 0; i < sizeof loaded / sizeof *loaded; i++) {
        if (!is_installed(&installs, loaded[i].package) || has_headers(walk, loaded[i].signs))
            continue;
        struct pf_report *told = report(walk, "library", by->span, loaded[i].package);
        pf_report_argument(told, "tools", pf_str_c(loaded[i].library));
    }
}

static void judge(struct pf_check_context *context, const struct pf_built *built)
{
    struct stage_walk walk = {.context = context, .built = built};
    pf_built_each_stage(context->arena, built, judge_stage, &walk);
    judge_libraries(&walk, &built->image);
}

void pf_check_build_command_missing(struct pf_check_context *context)
{
    pf_built_each(context, judge);
}
