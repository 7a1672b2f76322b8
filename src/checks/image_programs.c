/* What official images come without, and what a Dockerfile puts into its own. */
#include "checks/image_programs.h"

#include "read/shell.h"

/*
 * What official images surely lack. Source: their Dockerfiles. The name ends at its tag, and stands
 * behind nothing or a slash; `part` is a part of the tag, "" for any tag.
 */
static const struct {
    pf_str name, part, lacks;
} bases[] = {
    {PF_STR_INIT("python"), PF_STR_INIT("slim"),
     PF_STR_INIT("curl wget nc git gcc make sudo unzip apk yum dnf")},
    {PF_STR_INIT("python"), PF_STR_INIT("alpine"),
     PF_STR_INIT("curl bash git gcc make sudo apt apt-get yum dnf useradd groupadd usermod")},
    {PF_STR_INIT("python"), PF_STR_INIT(""), PF_STR_INIT("sudo apk yum dnf")},
    {PF_STR_INIT("uv"), PF_STR_INIT("slim"),
     PF_STR_INIT("curl wget nc git gcc make sudo unzip apk yum dnf")},
    {PF_STR_INIT("uv"), PF_STR_INIT("alpine"),
     PF_STR_INIT("curl bash git gcc make sudo apt apt-get yum dnf useradd groupadd usermod")},
    {PF_STR_INIT("debian"), PF_STR_INIT(""),
     PF_STR_INIT("curl wget nc git gcc make sudo unzip apk yum dnf")},
    {PF_STR_INIT("ubuntu"), PF_STR_INIT(""),
     PF_STR_INIT("curl wget nc git gcc make sudo unzip apk yum dnf")},
    {PF_STR_INIT("alpine"), PF_STR_INIT(""),
     PF_STR_INIT("curl bash git gcc make sudo apt apt-get yum dnf useradd groupadd usermod")},
};

static bool has_word(pf_str list, pf_str word)
{
    pf_str item;
    for (bool more = true; more;) {
        more = pf_str_cut(list, ' ', &item, &list);
        if (pf_str_eq(item, word))
            return true;
    }
    return false;
}

bool pf_image_base_lacks(pf_str base, pf_str program)
{
    pf_str name, tag;
    pf_str_cut(pf_path_base(base), ':', &name, &tag);
    bool is_official = pf_str_find_byte(base, '/') == PF_STR_NONE ||
                       pf_str_contains(base, PF_STR("library/")) ||
                       pf_str_starts(base, PF_STR("ghcr.io/astral-sh/"));
    for (size_t i = 0; is_official && i < sizeof bases / sizeof *bases; i++)
        if (pf_str_eq(bases[i].name, name) && pf_str_contains(tag, bases[i].part))
            return has_word(bases[i].lacks, program);
    return false;
}

/* "apt-get purge -y curl", "apk del curl": what was installed to build is gone again. */
static bool takes_away(const struct pf_shell_command *command, pf_str program)
{
    static const pf_str verbs[] = {PF_STR_INIT("purge"), PF_STR_INIT("remove"), PF_STR_INIT("del"),
                                   PF_STR_INIT("autoremove")};
    bool removes = false;
    for (size_t w = 0; w < command->word_count; w++) {
        for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
            removes |= w > 0 && pf_str_eq(command->words[w].text, verbs[v]);
        if (removes && pf_str_eq(command->words[w].text, program))
            return true;
    }
    return false;
}

/* "/usr/local/bin", "/usr", "/", a pattern: programs come with it, and none is named. */
static bool is_folder_of_programs(pf_str source)
{
    static const pf_str names[] = {PF_STR_INIT("bin"),   PF_STR_INIT("sbin"), PF_STR_INIT("usr"),
                                   PF_STR_INIT("local"), PF_STR_INIT("opt"),  PF_STR_INIT("")};
    while (pf_str_ends(source, PF_STR("/")))
        source = pf_str_slice(source, 0, source.len - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(pf_path_base(source), names[i]))
            return true;
    return pf_str_find_byte(source, '*') != PF_STR_NONE;
}

/* A file at the top of another image, or one whose name stays: "/uv", "/usr/bin/jq" to its like. */
static bool is_one_file(pf_str source, pf_str target)
{
    pf_str base = pf_path_base(source);
    bool is_top = pf_str_starts(source, PF_STR("/")) && base.len + 1 == source.len;
    return base.len > 0 && (is_top || pf_str_eq(pf_path_base(target), base));
}

bool pf_image_copies_program(const struct pf_image *image, pf_str program)
{
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_node *words = image->steps[i].words;
        pf_str text = pf_node_text(pf_node_get(image->steps[i].instruction, "text"));
        if (words == NULL || words->count < 2)
            continue;
        pf_str target = pf_node_text(words->items[words->count - 1]);
        bool is_foreign =
            pf_node_get(pf_node_get(image->steps[i].instruction, "flags"), "from") != NULL;
        if (pf_str_contains(text, program))
            return true;
        for (size_t w = 0; w + 1 < words->count; w++) {
            pf_str source = pf_node_text(words->items[w]);
            bool is_folder = is_foreign && is_folder_of_programs(source);
            if (is_folder ||
                (pf_str_contains(target, PF_STR("bin")) && !is_one_file(source, target)))
                return true;
        }
    }
    return false;
}

/* In the order of the build: what a RUN names may be installed by it, until one takes it away. */
static bool installs(struct pf_arena *arena, const struct pf_image *image, pf_str program)
{
    bool is_there = false;
    if (pf_image_copies_program(image, program))
        return true;
    for (size_t i = 0; i < image->runs->count; i++) {
        struct pf_shell_commands commands =
            pf_shell_read(arena, pf_node_text(pf_node_get(image->runs->items[i], "text")));
        for (size_t c = 0; c < commands.count; c++) {
            const struct pf_shell_command *command = &commands.items[c];
            if (pf_shell_mentions(command->words, command->word_count, program))
                is_there = !takes_away(command, program);
        }
    }
    return is_there;
}

bool pf_image_lacks_program(struct pf_arena *arena, const struct pf_image *image, pf_str program)
{
    return pf_image_base_lacks(pf_node_text(image->base), program) &&
           !installs(arena, image, program);
}
