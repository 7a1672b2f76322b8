/* apt-get installs from lists of packages that the image does not have, or no longer. */
#include "checks/built.h"
#include "read/shell.h"

struct stage_walk {
    struct pf_check_context *context;
    const struct pf_built *built;
};

/* Official images of Debian and Ubuntu have no lists: their makers remove them. */
static bool is_debian(const struct pf_node *base)
{
    pf_str text = pf_node_text(base);
    return pf_image_base_is_official(base) && !pf_str_contains(text, PF_STR("alpine")) &&
           !pf_str_contains(text, PF_STR("windows")) && !pf_str_contains(text, PF_STR("astral"));
}

static bool is_apt(const struct pf_shell_command *command)
{
    pf_str program = command->word_count == 0 ? PF_STR("") : command->words[0].text;
    return pf_str_eq(program, PF_STR("apt-get")) || pf_str_eq(program, PF_STR("apt"));
}

/* A package's file on disk, whose needs may be there. */
static bool names_file(const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (pf_str_find_byte(command->words[i].text, '/') != PF_STR_NONE)
            return true;
    return false;
}

static bool removes_lists(const struct pf_shell_command *command)
{
    for (size_t i = 1; i < command->word_count; i++)
        if (pf_str_contains(command->words[i].text, PF_STR("/var/lib/apt")))
            return pf_str_eq(command->words[0].text, PF_STR("rm"));
    return false;
}

/* What the stage knows of packages, command after command. */
enum lists { LISTS_NONE, LISTS_REMOVED, LISTS_THERE };

static void judge_command(const struct stage_walk *walk, const struct pf_node *run,
                          const struct pf_shell_command *command, enum lists *lists)
{
    if (removes_lists(command)) {
        *lists = LISTS_REMOVED;
    } else if (is_apt(command) && pf_shell_has_word(command, 1, PF_STR("update"))) {
        *lists = LISTS_THERE;
    } else if (is_apt(command) && pf_shell_has_word(command, 1, PF_STR("install")) &&
               *lists != LISTS_THERE && !names_file(command)) {
        struct pf_report *report =
            pf_check_report(walk->context, *lists == LISTS_NONE ? "" : "removed", run->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(walk->built->dockerfile->path),
                      PF_ARG(pf_node_text(pf_node_get(run, "text"))));
        *lists = LISTS_THERE; /* told once */
    }
}

static void judge_stage(const struct pf_image *image, void *state)
{
    const struct stage_walk *walk = state;
    enum lists lists = LISTS_NONE;
    if (!is_debian(image->base) || image->has_base_stage_unknown)
        return;
    for (size_t i = 0; i < image->runs->count; i++) {
        const struct pf_node *run = image->runs->items[i];
        struct pf_shell_commands commands =
            pf_shell_read(walk->context->arena, pf_node_text(pf_node_get(run, "text")));
        if (pf_node_get(run, "heredocs") != NULL ||
            pf_node_get(pf_node_get(run, "flags"), "mount") != NULL)
            return;
        for (size_t c = 0; c < commands.count; c++) {
            const struct pf_shell_command *command = &commands.items[c];
            bool runs = !command->conditional || command->joint == PF_SHELL_AND;
            if (!runs || pf_str_ends(pf_str_trim(command->word_count == 0 ? PF_STR("")
                                                                          : command->words[0].text),
                                     PF_STR("sh")))
                return; /* a script may fetch lists of its own */
            judge_command(walk, run, command, &lists);
        }
    }
}

static void judge(struct pf_check_context *context, const struct pf_built *built)
{
    struct stage_walk walk = {context, built};
    pf_built_each_stage(context->arena, built, judge_stage, &walk);
}

void pf_check_package_lists_missing(struct pf_check_context *context)
{
    pf_built_each(context, judge);
}
