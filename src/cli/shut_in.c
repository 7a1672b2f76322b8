/* The options of a check → the files it may touch. */
#include "cli/shut_in.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { CLIMB_CAP = 64 /* directories upward, as for configurations */ };

struct shut_in {
    struct pf_arena *arena;
    struct pf_sandbox allowed;
};

static void read_too(struct shut_in *shut_in, pf_str path)
{
    if (path.len > 0)
        pf_strs_add_once(shut_in->arena, &shut_in->allowed.reads, path);
}

/* The folder of a file, whether the file is there or not yet. */
static pf_str folder_of(pf_str path)
{
    pf_str folder = pf_path_directory(path);
    if (folder.len > 0)
        return folder;
    return pf_str_starts(path, PF_STR("/")) ? PF_STR("/") : PF_STR(".");
}

static void write_to(struct shut_in *shut_in, pf_str path)
{
    if (path.len == 0)
        return;
    *pf_pile_add(shut_in->arena, &shut_in->allowed.writes) = path;
    *pf_pile_add(shut_in->arena, &shut_in->allowed.writes) = folder_of(path);
}

static bool first_line(struct shut_in *shut_in, pf_str path, pf_str *line)
{
    pf_str bytes;
    enum { CAP = 64 * 1024 };
    return pf_file_read(shut_in->arena, pf_arena_str(shut_in->arena, path).data, CAP, &bytes,
                        NULL) &&
           pf_str_next_line(&bytes, line);
}

static pf_str beneath(struct shut_in *shut_in, pf_str folder, pf_str path)
{
    return pf_str_starts(path, PF_STR("/")) ? path : pf_path_join(shut_in->arena, folder, path);
}

/* A work tree's .git is a file that says where its references are, and that where the common ones.
 */
static void read_references(struct shut_in *shut_in, pf_str top)
{
    pf_str line, own, common;
    if (!first_line(shut_in, pf_path_join(shut_in->arena, top, PF_STR(".git")), &line) ||
        !pf_str_starts(line, PF_STR("gitdir:")))
        return;
    own = beneath(shut_in, top, pf_str_trim(pf_str_slice(line, 7, line.len)));
    read_too(shut_in, own);
    if (first_line(shut_in, pf_path_join(shut_in->arena, own, PF_STR("commondir")), &common))
        read_too(shut_in, beneath(shut_in, own, pf_str_trim(common)));
}

/* The folder that holds .git, from the project upward: configuration and references are there. */
static void read_repository(struct shut_in *shut_in, pf_str folder)
{
    char resolved[PATH_MAX];
    if (realpath(pf_arena_str(shut_in->arena, folder).data, resolved) == NULL)
        return;
    pf_str at = pf_arena_str(shut_in->arena, pf_str_c(resolved));
    for (int i = 0; i < CLIMB_CAP && at.len > 1; i++) {
        struct stat status;
        pf_str git = pf_path_join(shut_in->arena, at, PF_STR(".git"));
        if (stat(pf_arena_str(shut_in->arena, git).data, &status) == 0) {
            read_too(shut_in, at);
            read_references(shut_in, at);
            return;
        }
        at = pf_path_directory(at);
    }
}

/* Without a repository the configuration may stand in any folder above. */
static void read_configuration(struct shut_in *shut_in, pf_str folder)
{
    pf_str path;
    if (pf_config_find(shut_in->arena, pf_str_eq(folder, PF_STR(".")) ? PF_STR("") : folder, &path))
        read_too(shut_in, folder_of(path));
}

static void read_project(struct shut_in *shut_in, pf_str folder)
{
    read_too(shut_in, folder);
    read_repository(shut_in, folder);
    read_configuration(shut_in, folder);
}

static void read_named(struct shut_in *shut_in, const struct pf_gate *options)
{
    const pf_str files[] = {options->config, pf_str_c(getenv("PREFLIGHT_CONFIG"))};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i].len > 0)
            read_too(shut_in, folder_of(files[i]));
    read_too(shut_in, options->baseline_path);
    for (size_t i = 0; i < options->rule_folders->count; i++)
        read_too(shut_in, options->rule_folders->items[i]);
}

static void write_named(struct shut_in *shut_in, const struct pf_gate *options)
{
    pf_str format, path;
    for (size_t i = 0; i < options->formats->count; i++)
        if (pf_str_cut(options->formats->items[i], '=', &format, &path))
            write_to(shut_in, path);
    write_to(shut_in, options->writes_baseline_to);
    write_to(shut_in, pf_str_c(getenv("GITHUB_STEP_SUMMARY")));
    for (size_t i = 0; options->fixes && i < options->folders.count; i++)
        *pf_pile_add(shut_in->arena, &shut_in->allowed.writes) = options->folders.items[i];
}

bool pf_gate_shut_in(struct pf_call *call, const struct pf_gate *options, struct pf_error *error)
{
    struct shut_in shut_in = {.arena = call->arena};
    struct pf_sandbox_state state;
    for (size_t i = 0; i < options->folders.count; i++)
        read_project(&shut_in, options->folders.items[i]);
    if (options->base.len > 0)
        read_project(&shut_in, options->base);
    read_named(&shut_in, options);
    write_named(&shut_in, options);
    if (!pf_sandbox_enter(call->arena, &shut_in.allowed, options->sandbox, &state, error))
        return false;
    if (pf_given_flag(&call->given, PF_OPTION_VERBOSE))
        pf_call_note(call, "sandbox: %.*s", PF_ARG(pf_sandbox_words(call->arena, &state)));
    return true;
}
