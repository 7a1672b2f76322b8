/* Files outside the project: which of them are surely not there. */
#include "python/interp.h"
#include "base/file.h"
#include "python/lib_path.h"

/* Whether one of these is there says nothing of the project: base images differ. */
static bool is_of_the_system(pf_str path)
{
    static const char *const folders[] = {
        "/bin/",  "/boot/", "/dev/", "/home/", "/lib",  "/proc/",
        "/root/", "/sbin/", "/sys/", "/tmp/",  "/usr/", "/var/",
    };
    static const char *const of_etc[] = {
        "/etc/alternatives",    "/etc/apt",
        "/etc/ca-certificates", "/etc/default",
        "/etc/group",           "/etc/host",
        "/etc/ld.so",           "/etc/locale",
        "/etc/localtime",       "/etc/mime.types",
        "/etc/nsswitch.conf",   "/etc/os-release",
        "/etc/passwd",          "/etc/pki",
        "/etc/resolv.conf",     "/etc/services",
        "/etc/shadow",          "/etc/ssl",
        "/etc/timezone",        "/etc/debian_version",
        "/etc/issue",           "/etc/redhat-release",
        "/etc/alpine-release",  "/etc/machine-id",
    };
    if (pf_str_starts(path, PF_STR("/usr/local/etc/")) ||
        pf_str_starts(path, PF_STR("/var/run/secrets/")))
        return false;
    for (size_t i = 0; i < PF_COUNT(folders); i++)
        if (pf_str_starts(path, pf_str_c(folders[i])))
            return true;
    for (size_t i = 0; i < PF_COUNT(of_etc); i++)
        if (pf_str_starts(path, pf_str_c(of_etc[i])))
            return true;
    /* "/opt": a folder at the top may be there */
    return pf_str_find_byte(pf_str_slice(path, 1, path.len), '/') == PF_STR_NONE;
}

/* Whatever the folder is that holds the project: it is not the system's. */
static bool is_beside(pf_str root, pf_str path)
{
    pf_str folder = pf_path_directory(root);
    return folder.len > 0 && pf_str_starts(path, folder) && path.len > folder.len &&
           path.data[folder.len] == '/';
}

pf_value pf_below_home(struct pf_eval *ev, pf_value unknown_path)
{
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = *unknown_path.as.unknown;
    unknown->is_home = true;
    unknown_path.as.unknown = unknown;
    return unknown_path;
}

bool pf_is_absent_at_home(const struct pf_eval *ev, pf_value path)
{
    return ev->options->is_whole && path.type == PF_V_UNKNOWN && path.as.unknown->is_home;
}

static bool is_here(struct pf_eval *ev, pf_str path)
{
    return ev->options->is_beside != NULL &&
           ev->options->is_beside(pf_arena_str(ev->arena, path).data);
}

bool pf_find_above_root(struct pf_eval *ev, pf_str name, pf_str *path)
{
    for (pf_str folder = pf_root_path(ev); pf_str_starts(folder, PF_STR("/"));) {
        folder = pf_path_directory(folder);
        *path = pf_arena_format(ev->arena, "%.*s/%.*s", PF_ARG(folder), PF_ARG(name));
        if (is_here(ev, *path))
            return true;
    }
    return false;
}

bool pf_is_absent_outside(struct pf_eval *ev, pf_str path)
{
    pf_str root = pf_root_path(ev), below;
    struct pf_fs_path named = {.text = path}, normal;
    if (!ev->options->is_whole || ev->options->root_path.len == 0)
        return false;
    if (!pf_str_starts(path, PF_STR("/"))) /* the server is started in the project's folder */
        named.text = pf_path_join(ev->arena, root, path);
    return pf_fs_path_normal(ev, named, &normal) && !pf_below_root(ev, normal.text, &below) &&
           !pf_str_starts(root, normal.text) &&
           (is_beside(root, normal.text) || !is_of_the_system(normal.text)) &&
           !is_here(ev, normal.text);
}
