/* A secret that becomes part of the image: ENV, ARG with a value, build arguments. */
#include "checks/facts.h"

#include "model/candidate.h"
#include "model/image_content.h"
#include "model/taskdef.h"
#include "read/shell.h"

/* A value for the build alone says so: nobody would call a secret "dummy". */
static bool is_thrown_away(pf_str value)
{
    static const char *const words[] = {"dummy", "fake",     "build",   "unused", "placeholder",
                                        "temp",  "insecure", "example", "test",   "not-",
                                        "none",  "change",   "replace", "local",  "dev"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (pf_str_find_nocase(value, pf_str_c(words[w])) != PF_STR_NONE)
            return true;
    return pf_facts_is_placeholder(value);
}

static bool is_for_development(pf_str path)
{
    static const pf_str words[] = {PF_STR_INIT("dev"), PF_STR_INIT("local"), PF_STR_INIT("test")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(path, words[i]))
            return true;
    return false;
}

static bool is_secret(const struct pf_node *pair)
{
    return pf_node_is(pair, PF_STRING) && pair->text.len > 0 && !is_thrown_away(pair->text) &&
           (pf_facts_is_credential(pair->text) || pf_facts_is_secret_name(pair->key->text)) &&
           pf_str_find_byte(pair->text, '$') == PF_STR_NONE;
}

static void judge_instruction(struct pf_check_context *context, const struct pf_node *instruction)
{
    pf_str name = pf_node_text(pf_node_get(instruction, "instruction"));
    const struct pf_node *pairs = pf_node_get(instruction, "pairs");
    bool keeps = pf_str_eq(name, PF_STR("ENV")) || pf_str_eq(name, PF_STR("ARG"));
    for (size_t i = 0; keeps && pf_node_is(pairs, PF_MAP) && i < pairs->count; i++) {
        const struct pf_node *pair = pairs->items[i];
        if (!is_secret(pair))
            continue;
        struct pf_report *report = pf_check_report(context, "instruction", pair->key->span);
        pf_report_argument(report, "variable", pair->key->text);
        pf_report_argument(report, "instruction", name);
        pf_report_redact(report, pair);
        pf_report_key(report, "%.*s", PF_ARG(pair->key->text));
    }
}

static bool declares(const struct pf_node *instructions, pf_str name)
{
    for (size_t i = 0; pf_node_is(instructions, PF_SEQ) && i < instructions->count; i++) {
        const struct pf_node *instruction = instructions->items[i];
        if (pf_str_eq(pf_node_text(pf_node_get(instruction, "instruction")), PF_STR("ARG")) &&
            pf_node_get_str(pf_node_get(instruction, "pairs"), name) != NULL)
            return true;
    }
    return false;
}

/* An ARG of a stage that the image only copies from is not in its history. */
static bool is_of_other_stage(struct pf_check_context *context, const struct pf_build *build,
                              pf_str name)
{
    struct pf_project_file *file =
        pf_candidate_dockerfile(context->arena, pf_facts_wiring(context)->project, build);
    struct pf_image image;
    if (file == NULL ||
        !pf_image_of_build(context->arena, file->root, build->target,
                           pf_image_build_args(context->arena, build->build_args), &image))
        return false;
    for (size_t i = 0; i < image.arguments->count; i++)
        if (pf_str_eq(image.arguments->items[i]->text, name))
            return false;
    const struct pf_node *stages = pf_node_get(file->root, "stages");
    for (size_t i = 0; i < stages->count && !image.has_base_stage_unknown; i++)
        if (declares(pf_node_get(stages->items[i], "instructions"), name))
            return true;
    return false;
}

/* `KEY=${{ secrets.X }}` lines of build-args. */
static void judge_build(struct pf_check_context *context, const struct pf_build *build)
{
    if (!pf_node_is(build->build_args, PF_STRING))
        return;
    pf_str rest = build->build_args->text, line, name, value;
    while (pf_str_next_line(&rest, &line)) {
        if (!pf_str_cut(pf_str_trim(line), '=', &name, &value) ||
            !pf_str_contains(value, PF_STR("secrets.")) ||
            is_of_other_stage(context, build, pf_str_trim(name)))
            continue;
        struct pf_report *report = pf_check_report(context, "build-args", build->build_args->span);
        pf_report_argument(report, "variable", name);
        pf_report_argument(report, "instruction", PF_STR("build-args"));
        pf_report_key(report, "%.*s", PF_ARG(name));
    }
}

/* The file that a command of the step writes a secret to; "" when none does. `.env` and the like:
 * a path of the workspace, without variables. */
static pf_str file_with_secret(struct pf_check_context *context,
                               const struct pf_shell_command *command)
{
    pf_str clean;
    bool has_secret = pf_str_contains(command->heredoc, PF_STR("secrets."));
    for (size_t i = 1; i < command->word_count; i++)
        has_secret = has_secret || (pf_str_contains(command->words[i].text, PF_STR("secrets.")) &&
                                    pf_str_contains(command->words[i].text, PF_STR("${{")));
    for (size_t i = 0; has_secret && i < command->redirect_count; i++) {
        const struct pf_shell_word *target = &command->redirects[i];
        if (target->literal && !pf_str_starts(target->text, PF_STR("/")) &&
            pf_str_starts(pf_path_base(target->text), PF_STR(".env")) &&
            pf_path_clean(context->arena, target->text, &clean))
            return clean;
    }
    return PF_STR("");
}

/* The stage's image and what it is built from; false when no Dockerfile tells. */
static bool origin_of(struct pf_check_context *context, const struct pf_build *build,
                      struct pf_image *image, struct pf_image_origin *origin)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_file *file = pf_candidate_dockerfile(context->arena, project, build);
    if (file == NULL ||
        !pf_image_of_build(context->arena, file->root, build->target,
                           pf_image_build_args(context->arena, build->build_args), image))
        return false;
    *origin = pf_image_origin_of(context->arena, project, file->path, build->context, image);
    return true;
}

/* `echo "KEY=${{ secrets.KEY }}" >> .env`, and then COPY . takes the file along. */
static void judge_written(struct pf_check_context *context, const struct pf_build *build)
{
    struct pf_image image;
    struct pf_image_origin origin;
    if (!origin_of(context, build, &image, &origin))
        return;
    for (size_t i = 0; i < build->job->step_count; i++) {
        const struct pf_workflow_step *step = &build->job->steps[i];
        pf_str run = pf_node_text(step->run), path = {0};
        const struct pf_node *by;
        if (pf_str_contains(run, PF_STR("secrets.")) &&
            pf_node_get(step->node, "working-directory") == NULL) {
            struct pf_shell_commands commands = pf_shell_read(context->arena, run);
            for (size_t k = 0; k < commands.count && path.len == 0; k++)
                path = file_with_secret(context, &commands.items[k]);
        }
        if (path.len > 0 && pf_image_origin_holds(context->arena, &origin, path, &by) == PF_YES) {
            struct pf_report *report = pf_check_report(context, "file", by->span);
            pf_report_argument(report, "file", path);
            pf_report_related(report, "written", pf_node_key_span(step->run));
            pf_report_key(report, "%.*s", PF_ARG(path));
            return;
        }
        if (step->node == build->step->node)
            return;
    }
}

void pf_check_secret_in_image(struct pf_check_context *context)
{
    struct pf_picture_root files = pf_check_root(context, "dockerfile");
    for (size_t i = 0; i < files.count; i++) {
        const struct pf_node *stages = pf_node_get(files.nodes[i], "stages");
        if (files.nodes[i]->span.file != NULL &&
            is_for_development(files.nodes[i]->span.file->path))
            continue;
        for (size_t s = 0; pf_node_is(stages, PF_SEQ) && s < stages->count; s++) {
            const struct pf_node *list = pf_node_get(stages->items[s], "instructions");
            for (size_t k = 0; pf_node_is(list, PF_SEQ) && k < list->count; k++)
                judge_instruction(context, list->items[k]);
        }
    }
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->builds.count; i++)
        judge_build(context, &wiring->builds.items[i]);
    for (size_t i = 0; wiring != NULL && i < wiring->builds.count; i++)
        judge_written(context, &wiring->builds.items[i]);
}
