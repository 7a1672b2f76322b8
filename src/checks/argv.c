/* Joins ENTRYPOINT and CMD as Docker does, with what the task definition puts in their place. */
#include "checks/argv.h"

#include "model/image_path.h"

static bool add_words(struct pf_argv *argv, const struct pf_node *list)
{
    if (!pf_node_is_given(list))
        return true;
    if (!pf_node_is(list, PF_SEQ))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (!pf_node_is(list->items[i], PF_STRING) || argv->count == PF_ARGV_WORDS)
            return false;
        argv->words[argv->count++] = list->items[i];
    }
    return true;
}

bool pf_argv_of(const struct pf_deployment *deployment, struct pf_argv *argv)
{
    const struct pf_image *image = deployment->image;
    const struct pf_node *entry = pf_node_get(deployment->container, "entryPoint");
    const struct pf_node *command = pf_node_get(deployment->container, "command");
    bool entry_is_given = pf_node_is_given(entry);
    *argv = (struct pf_argv){0};
    if (!entry_is_given && image != NULL)
        entry = image->entrypoint;
    if (!pf_node_is_given(command) && !entry_is_given && image != NULL)
        command = image->command;
    if (!pf_node_is_given(entry) && (image == NULL || !pf_image_base_is_official(image->base)))
        return false;
    if (!add_words(argv, entry))
        return false;
    argv->command_at = argv->count;
    return add_words(argv, command) && argv->count > 0;
}

size_t pf_argv_program(const struct pf_argv *argv)
{
    pf_str words[PF_ARGV_WORDS];
    size_t at = 0;
    for (size_t i = 0; i < argv->count; i++)
        words[i] = pf_node_text(argv->words[i]);
    for (size_t skip; (skip = pf_start_wrapper(words + at, argv->count - at)) > 0;)
        at += skip;
    return at;
}

bool pf_argv_hands_on(struct pf_check_context *context, pf_str word)
{
    static const char *const signs[] = {"eval", "-c", "envsubst", "$*"};
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str path;
    if (!pf_start_script(context->arena, project, word, &path))
        return false;
    struct pf_project_file *file = pf_project_file(project, path);
    if (file == NULL || !pf_project_load(project, file))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(file->source->bytes, pf_str_c(signs[i])))
            return false;
    return pf_str_contains(file->source->bytes, PF_STR("$@"));
}

bool pf_argv_is_own_image(const struct pf_check_context *context,
                          const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    const struct pf_node *written = deployment->start.written;
    if (image == NULL)
        return false;
    return deployment->build != NULL || deployment->container == NULL ||
           pf_facts_wiring(context)->builds.count == 0 ||
           (written != NULL && (written == image->command || written == image->entrypoint));
}
