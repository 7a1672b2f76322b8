/* The script that a container starts with is not there, or the system cannot run it. */
#include "checks/argv.h"
#include "checks/built.h"
#include "checks/image_programs.h"
#include "model/repository.h"
#include "read/shell.h"

/* The start of one container. */
struct script {
    struct pf_check_context *context;
    const struct pf_deployment *deployment;
    pf_str word; /* as the command names it */
    pf_span span;
    bool is_direct;    /* not handed to a shell as its argument */
    bool needs_header; /* no shell stands between, which would read it without #! */
    pf_str path;       /* in the image; "" when it cannot be told */
    const struct pf_project_file *file; /* that becomes it; NULL when it cannot be told */
    struct pf_image_origin origin;
};

static struct pf_report *report(const struct script *script, const char *message)
{
    struct pf_report *report = pf_check_report(script->context, message, script->span);
    pf_report_argument(report, "word", script->word);
    pf_report_argument(report, "path", script->path);
    pf_facts_report_container(script->context, script->deployment, report);
    if (script->file != NULL) {
        pf_report_argument(report, "file", script->file->path);
        pf_report_related(report, "file", pf_span_of(script->file->source, 0, 0));
    }
    pf_report_key(report, "%.*s", PF_ARG(script->word));
    return report;
}

/* ---- which script ---- */

static bool is_script_word(pf_str word)
{
    return pf_str_ends(word, PF_STR(".sh")) || (pf_str_find_byte(word, '/') != PF_STR_NONE &&
                                                (pf_str_contains(word, PF_STR("entrypoint")) ||
                                                 pf_str_contains(word, PF_STR("start"))));
}

/* `CMD ./start.sh`: the shell that Docker puts in front runs it. */
static bool find_in_text(struct script *script, const struct pf_node *written)
{
    struct pf_strs words = pf_shell_words(script->context->arena, written->text);
    size_t at = words.count > 1 && pf_str_eq(words.items[0], PF_STR("exec")) ? 1 : 0;
    if (words.count <= at || !is_script_word(words.items[at]))
        return false;
    script->word = words.items[at];
    script->span = written->span;
    script->is_direct = true;
    return true;
}

static bool find_in_list(struct script *script, const struct pf_argv *argv)
{
    size_t at = pf_argv_program(argv);
    bool has_shell = pf_start_is_shell(argv->words[at]->text);
    if (has_shell && ++at == argv->count)
        return false;
    if (!is_script_word(argv->words[at]->text))
        return false;
    script->word = argv->words[at]->text;
    script->span = argv->words[at]->span;
    script->is_direct = script->needs_header = !has_shell;
    return true;
}

static bool find_script(struct script *script)
{
    const struct pf_deployment *deployment = script->deployment;
    struct pf_argv argv;
    if (pf_argv_of(deployment, &argv))
        return find_in_list(script, &argv);
    const struct pf_image *image = deployment->image;
    const struct pf_node *entry = image->entrypoint, *written = deployment->start.written;
    bool is_own = pf_image_base_is_official(image->base) && written != NULL &&
                  (written == entry || (written == image->command && entry == NULL));
    return is_own && pf_node_is(written, PF_STRING) && find_in_text(script, written);
}

/* A volume of the task lies over the folder. */
static bool is_mounted_over(const struct script *script)
{
    const struct pf_node *mounts = pf_node_get(script->deployment->container, "mountPoints");
    for (size_t i = 0; pf_node_is(mounts, PF_SEQ) && i < mounts->count; i++) {
        pf_str target = pf_node_text(pf_node_get(mounts->items[i], "containerPath"));
        if (target.len > 0 && pf_str_starts(script->path, target))
            return true;
    }
    return false;
}

/* The project's file that a COPY puts there. */
static void find_file(struct script *script)
{
    struct pf_arena *arena = script->context->arena;
    struct pf_project *project = pf_facts_wiring(script->context)->project;
    pf_str found;
    if (!pf_start_script(arena, project, script->word, &found))
        return;
    struct pf_project_file *file = pf_project_file(project, found);
    if (pf_image_origin_stands_at(arena, &script->origin, found, script->path) && file != NULL &&
        pf_project_load(project, file) && file->source->bytes.len > 0)
        script->file = file;
}

/* ---- what the build does to it ---- */

static bool runs_with(const struct script *script, const char *program, bool of_any_file)
{
    const struct pf_image *image = script->deployment->image;
    for (size_t i = 0; i < image->runs->count; i++) {
        pf_str text = pf_node_text(pf_node_get(image->runs->items[i], "text"));
        if (pf_str_contains(text, pf_str_c(program)) &&
            (of_any_file || pf_str_contains(text, pf_path_base(script->word))))
            return true;
    }
    return false;
}

/* COPY --chmod, RUN chmod, and a step of the workflow that does so. */
static bool is_made_executable(const struct script *script)
{
    const struct pf_deployment *deployment = script->deployment;
    const struct pf_image *image = deployment->image;
    for (size_t i = 0; i < image->copies->count; i++)
        if (pf_node_get(pf_node_get(image->copies->items[i], "flags"), "chmod") != NULL)
            return true;
    for (size_t i = 0; deployment->build != NULL && i < deployment->build->job->step_count; i++)
        if (pf_str_contains(pf_node_text(deployment->build->job->steps[i].run), PF_STR("chmod")))
            return true;
    return runs_with(script, "chmod", true);
}

/* Git may store other line ends than those of this copy. */
static bool has_attributes(const struct script *script)
{
    return pf_project_has_file(pf_facts_wiring(script->context)->project, PF_STR(".gitattributes"));
}

/* ---- what is wrong with it ---- */

/* In no folder of PATH, as the official images set it. */
static bool is_out_of_path(const struct script *script)
{
    static const char *const folders[] = {"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/",
                                          "/usr/bin/",        "/sbin/",          "/bin/"};
    struct pf_arena *arena = script->context->arena;
    if (!script->is_direct || pf_str_find_byte(script->word, '/') != PF_STR_NONE ||
        pf_supplies_get(&script->deployment->supplies, PF_STR("PATH")) != NULL)
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (pf_image_has_path(arena, pf_facts_wiring(script->context)->project, &script->origin,
                              pf_arena_format(arena, "%s%.*s", folders[i], PF_ARG(script->word)),
                              script->origin.image->step_count) != PF_NO)
            return false;
    return true;
}

static bool judge_place(const struct script *script)
{
    struct pf_project *project = pf_facts_wiring(script->context)->project;
    if (!pf_built_has_repository(script->context) ||
        pf_built_may_be_made(script->deployment->build, script->word))
        return false;
    if (script->is_direct && pf_str_find_byte(script->word, '/') == PF_STR_NONE) {
        if (is_out_of_path(script))
            report(script, "path");
        return true;
    }
    if (pf_image_has_path(script->context->arena, project, &script->origin, script->path,
                          script->origin.image->step_count) != PF_NO)
        return false;
    report(script, "missing");
    return true;
}

static void judge_header(const struct script *script)
{
    pf_str rest = script->file->source->bytes, line;
    pf_str_next_line(&rest, &line);
    bool has_header = pf_str_starts(script->file->source->bytes, PF_STR("#!"));
    if (script->needs_header && !has_header)
        report(script, "header");
    bool wants_bash = has_header && pf_str_ends(pf_str_trim(line), PF_STR("bash"));
    if (script->is_direct && wants_bash &&
        pf_image_lacks_program(script->context->arena, script->deployment->image, PF_STR("bash")))
        report(script, "bash");
}

static void judge_line_ends(const struct script *script)
{
    pf_str bytes = script->file->source->bytes;
    ptrdiff_t end = pf_str_find_byte(bytes, '\n');
    if (end > 0 && bytes.data[end - 1] == '\r' && !has_attributes(script) &&
        !runs_with(script, "sed", false) && !runs_with(script, "dos2unix", true) &&
        !runs_with(script, "tr ", true))
        report(script, "crlf");
}

static void judge_mode(const struct script *script)
{
    struct pf_strs plain = {0};
    if (!script->is_direct || is_made_executable(script) ||
        !pf_repository_plain(script->context->arena, pf_facts_wiring(script->context)->project,
                             &plain))
        return;
    if (pf_strs_has(&plain, script->file->path))
        report(script, "mode");
}

/* As a workflow's build says it; without one, the root where the Dockerfile lies there. */
static bool has_known_context(const struct pf_deployment *deployment)
{
    const struct pf_project_file *dockerfile = deployment->dockerfile;
    if (deployment->build != NULL)
        return dockerfile != NULL && deployment->build->is_told &&
               !pf_built_is_elsewhere(deployment->build->job);
    return dockerfile != NULL && pf_str_find_byte(dockerfile->path, '/') == PF_STR_NONE;
}

/* What stands at the word, from where to where it is copied, and whether it runs. */
static void judge_script(struct script *script)
{
    const struct pf_deployment *deployment = script->deployment;
    const struct pf_node *folder = pf_node_get(deployment->container, "workingDirectory");
    script->path = pf_image_absolute(
        script->context->arena, folder != NULL ? folder : deployment->image->workdir, script->word);
    if (script->path.len == 0 || is_mounted_over(script) || judge_place(script))
        return;
    find_file(script);
    if (script->file == NULL)
        return;
    judge_header(script);
    judge_line_ends(script);
    judge_mode(script);
}

/* ---- handed on ---- */

/* `exec "$@"` at the end of the script and in any case, without a look at what it is handed, and
 * without another word of the file that is named there. */
static bool hands_on(const struct script *entry, pf_str word)
{
    static const char *const signs[] = {"$1", "${1", "$*", "$#", "shift", "set --", "eval"};
    pf_str text = entry->file->source->bytes;
    bool stays = pf_str_starts(word, PF_STR("/"));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(text, pf_str_c(signs[i])))
            return false;
    struct pf_shell_commands commands = pf_shell_read(entry->context->arena, text);
    for (size_t i = 0; i < commands.count; i++)
        if (!stays && pf_shell_has_word(&commands.items[i], 0, PF_STR("cd")))
            return false;
    const struct pf_shell_command *last =
        commands.count == 0 ? NULL : &commands.items[commands.count - 1];
    return last != NULL && !last->conditional && last->word_count == 2 &&
           pf_str_eq(last->words[0].text, PF_STR("exec")) &&
           pf_str_eq(last->words[1].text, PF_STR("$@")) &&
           !pf_str_contains(text, pf_path_base(word));
}

/* The script that the entry script runs as its arguments: ENTRYPOINT ["/entry.sh"] with CMD
 * ["/start.sh"]. A shell runs it also without #!. */
static bool find_handed(const struct script *entry, struct script *handed)
{
    struct pf_argv argv, rest = {0};
    if (entry->file == NULL || !pf_argv_of(entry->deployment, &argv))
        return false;
    size_t at = 0;
    while (at < argv.count && argv.words[at]->span.at != entry->span.at)
        at++;
    for (at++; at < argv.count; at++)
        rest.words[rest.count++] = argv.words[at];
    *handed = *entry;
    handed->file = NULL;
    if (rest.count == 0 || !find_in_list(handed, &rest) || !hands_on(entry, handed->word))
        return false;
    handed->needs_header = false;
    return true;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct script script = {.context = context, .deployment = deployment}, handed;
    if (!pf_argv_is_own_image(context, deployment) || !has_known_context(deployment) ||
        !find_script(&script))
        return;
    pf_str context_path = deployment->build == NULL ? PF_STR("") : deployment->build->context;
    script.origin =
        pf_image_origin_of(context->arena, pf_facts_wiring(context)->project,
                           deployment->dockerfile->path, context_path, deployment->image);
    judge_script(&script);
    if (find_handed(&script, &handed))
        judge_script(&handed);
}

void pf_check_start_script_unusable(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
