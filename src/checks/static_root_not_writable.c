/* collectstatic runs as a user who may not write where STATIC_ROOT is. */
#include "checks/argv.h"
#include "model/image_path.h"
#include "read/shell.h"

/* Makes, or gives away, folders of names that nobody has to say here. */
static bool gives_folders(pf_str text)
{
    static const char *const words[] = {"chown", "chmod", "mkdir", "install -d",
                                        "chgrp", "rsync", "cp ",   "--home"};
    static const char *const homes[] = {" -d ", " -m ", " -md ", " --create-home"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, pf_str_c(words[i])))
            return true;
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if (pf_str_contains(text, PF_STR("useradd")) && pf_str_contains(text, pf_str_c(homes[i])))
            return true;
    return false;
}

/* Everything in the image belongs to root: no COPY and no command says otherwise. */
static bool is_all_roots(const struct pf_image *image)
{
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_node *instruction = image->steps[i].instruction;
        const struct pf_node *flags = pf_node_get(instruction, "flags");
        bool is_given =
            pf_node_get(flags, "chown") != NULL || pf_node_get(flags, "chmod") != NULL ||
            pf_node_get(flags, "mount") != NULL || pf_node_get(instruction, "heredocs") != NULL;
        pf_str text = pf_node_text(pf_node_get(instruction, "text"));
        if (is_given || (image->steps[i].words == NULL && gives_folders(text)))
            return false;
    }
    return true;
}

static bool is_root(pf_str user)
{
    pf_str name, group;
    pf_str_cut(user, ':', &name, &group);
    return name.len == 0 || pf_str_eq(name, PF_STR("root")) || pf_str_eq(name, PF_STR("0")) ||
           pf_str_find_byte(name, '$') != PF_STR_NONE;
}

static bool collects(struct pf_arena *arena, pf_str text)
{
    struct pf_shell_commands commands = pf_shell_read(arena, text);
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        bool may_fail = i + 1 < commands.count && commands.items[i + 1].joint == PF_SHELL_OR;
        bool runs = !command->conditional || command->joint == PF_SHELL_AND;
        for (size_t w = 1; runs && !may_fail && w < command->word_count; w++)
            if (pf_str_eq(command->words[w].text, PF_STR("collectstatic")))
                return true;
    }
    return false;
}

/* The last stage in its order: where its user and its folder are set. */
struct order {
    const struct pf_node *user; /* the last USER, who is not root; or NULL */
    bool owns_nothing; /* WORKDIR stands in front of it: BuildKit gives a later one to him */
    const struct pf_node *run; /* that collects as one who owns nothing; or NULL */
    const struct pf_node *by;  /* his USER */
};

static struct order order_of(struct pf_arena *arena, const struct pf_image *image)
{
    const struct pf_node *all = pf_node_get(image->stage, "instructions");
    struct order order = {0};
    bool has_folder = false;
    for (size_t i = 0; all != NULL && i < all->count; i++) {
        pf_str name = pf_node_text(pf_node_get(all->items[i], "instruction"));
        pf_str text = pf_node_text(pf_node_get(all->items[i], "text"));
        if (pf_str_eq(name, PF_STR("USER"))) {
            order.user = is_root(pf_str_trim(text)) ? NULL : all->items[i];
            order.owns_nothing = order.user != NULL && has_folder;
        } else if (pf_str_eq(name, PF_STR("WORKDIR"))) {
            has_folder = order.user == NULL;
            order.owns_nothing = false;
        } else if (pf_str_eq(name, PF_STR("RUN")) && order.owns_nothing && order.run == NULL &&
                   collects(arena, text)) {
            order.run = all->items[i];
            order.by = order.user;
        }
    }
    return order;
}

/* An absolute place in the image that is not made for everybody. */
static bool is_closed_place(const struct pf_node *root)
{
    static const pf_str others[] = {PF_STR_INIT("/tmp"), PF_STR_INIT("/var/tmp"),
                                    PF_STR_INIT("/home"), PF_STR_INIT("/dev")};
    if (!pf_node_is(root, PF_STRING) || !pf_str_starts(root->text, PF_STR("/")))
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (pf_str_starts(root->text, others[i]))
            return false;
    return true;
}

/* When the container runs, a volume may lie over the place; without a task definition nobody knows
 * which there are. */
static bool may_be_mounted(const struct pf_deployment *deployment, const struct pf_node *root)
{
    const struct pf_node *mounts = pf_node_get(deployment->container, "mountPoints");
    for (size_t i = 0; pf_node_is(mounts, PF_SEQ) && i < mounts->count; i++) {
        const struct pf_node *at = pf_node_get(mounts->items[i], "containerPath");
        if (!pf_node_is(at, PF_STRING) || pf_str_find_byte(at->text, '$') != PF_STR_NONE ||
            pf_str_starts(root->text, at->text))
            return true;
    }
    return deployment->container == NULL;
}

/* Static files stay on the disk, as far as the settings say. */
static bool is_local_storage(const struct pf_deployment *deployment)
{
    const struct pf_node *storage = pf_facts_setting(deployment, "STATICFILES_STORAGE");
    const struct pf_node *storages = pf_facts_setting(deployment, "STORAGES");
    const struct pf_node *backend = pf_node_get(pf_node_get(storages, "staticfiles"), "BACKEND");
    const struct pf_node *named = backend != NULL ? backend : storage;
    if (named == NULL)
        return storages == NULL;
    return pf_node_is(named, PF_STRING) && (pf_str_contains(named->text, PF_STR("whitenoise")) ||
                                            pf_str_starts(named->text, PF_STR("django.")));
}

static bool collects_at_start(const struct pf_start *start, size_t *item)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 1; w < start->items[i].count; w++)
            if (pf_str_eq(start->items[i].items[w], PF_STR("collectstatic"))) {
                *item = i;
                return !start->conditional.items[i];
            }
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    const struct pf_node *root = pf_facts_setting(deployment, "STATIC_ROOT");
    size_t item;
    if (!pf_argv_is_own_image(context, deployment) || deployment->dockerfile == NULL ||
        !pf_image_base_is_official(image->base) || !is_closed_place(root) ||
        !is_local_storage(deployment) || !is_all_roots(image))
        return;
    struct order order = order_of(context->arena, image);
    bool at_start = order.run == NULL && order.owns_nothing &&
                    pf_node_get(deployment->container, "user") == NULL &&
                    !may_be_mounted(deployment, root) &&
                    collects_at_start(&deployment->start, &item);
    const struct pf_node *user = at_start ? order.user : order.by;
    if (order.run == NULL && !at_start)
        return;
    pf_span place = at_start ? deployment->start.places.items[item] : order.run->span;
    if (place.file == NULL)
        place = deployment->start.written->span;
    struct pf_report *report = pf_check_report(context, at_start ? "start" : "build", place);
    pf_report_argument(report, "user", pf_node_text(pf_node_get(user, "text")));
    pf_report_argument(report, "root", root->text);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "user", user->span);
    pf_report_key(report, "%.*s", PF_ARG(deployment->dockerfile->path));
}

void pf_check_static_root_not_writable(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
