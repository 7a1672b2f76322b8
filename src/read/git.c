/* Git's own files → branches, HEAD and origin, by the formats of gitrepository-layout(5). */
#include "read/git.h"

enum {
    SHA1_DIGITS = 40,
    SHA256_DIGITS = 64,
};

struct reader {
    struct pf_arena *arena;
    const struct pf_git_files *files;
    struct pf_git *git;
    pf_str own;    /* the directory that holds HEAD: ".git", or that of a worktree */
    pf_str common; /* the directory that holds refs and config */
};

static bool is_object_id(pf_str s)
{
    if (s.len != SHA1_DIGITS && s.len != SHA256_DIGITS)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = pf_to_lower(s.data[i]);
        if (!pf_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
    }
    return true;
}

static bool is_name_part(pf_str part)
{
    return part.len > 0 && part.data[0] != '.' && !pf_str_ends(part, PF_STR(".lock"));
}

bool pf_git_is_branch_name(pf_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.data[i];
        if (c <= ' ' || c == 0x7f || pf_str_find_byte(PF_STR("~^:?*[\\"), (char)c) != PF_STR_NONE)
            return false;
    }
    if (pf_str_contains(name, PF_STR("..")) || pf_str_contains(name, PF_STR("@{")) ||
        pf_str_ends(name, PF_STR(".")) || pf_str_starts(name, PF_STR("-")) ||
        pf_str_eq(name, PF_STR("@")))
        return false;
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(name, '/', &part, &name);
        if (!is_name_part(part))
            return false;
    }
    return true;
}

/* "a/b/../c" and "/a/../b" without their dots; leading ".." stay. */
static pf_str without_dots(struct pf_arena *arena, pf_str path)
{
    bool absolute = pf_str_starts(path, PF_STR("/"));
    struct pf_strs parts = {0};
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(path, '/', &part, &path);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")))
            continue;
        bool up = pf_str_eq(part, PF_STR(".."));
        bool can_drop = parts.count > 0 && !pf_str_eq(parts.items[parts.count - 1], PF_STR(".."));
        if (up && can_drop)
            parts.count--;
        else if (!up || !absolute)
            *pf_pile_add(arena, &parts) = part;
    }
    pf_str joined = pf_arena_join(arena, parts.items, parts.count, PF_STR("/"));
    return absolute ? pf_arena_format(arena, "/%.*s", PF_ARG(joined)) : joined;
}

static pf_str join(struct reader *reader, pf_str directory, pf_str name)
{
    if (directory.len == 0 || pf_str_starts(name, PF_STR("/")))
        return without_dots(reader->arena, name);
    pf_str parts[] = {directory, name};
    return without_dots(reader->arena, pf_arena_join(reader->arena, parts, 2, PF_STR("/")));
}

static bool read_file(struct reader *reader, pf_str directory, pf_str name, pf_str *bytes)
{
    return reader->files->read(reader->files->context, reader->arena, join(reader, directory, name),
                               bytes);
}

/* The first line, trimmed; "" when the file is not there. */
static pf_str read_line(struct reader *reader, pf_str directory, pf_str name)
{
    pf_str bytes, line;
    if (!read_file(reader, directory, name, &bytes) || !pf_str_next_line(&bytes, &line))
        return PF_STR("");
    return pf_str_trim(line);
}

static bool cut_prefix(pf_str s, pf_str prefix, pf_str *rest)
{
    if (!pf_str_starts(s, prefix))
        return false;
    *rest = pf_str_slice(s, prefix.len, s.len);
    return true;
}

/* "ref: refs/heads/main" → "refs/heads/main"; false for anything else. */
static bool symbolic_target(pf_str line, pf_str *target)
{
    if (!cut_prefix(line, PF_STR("ref:"), target))
        return false;
    *target = pf_str_trim(*target);
    return pf_str_starts(*target, PF_STR("refs/")) && pf_git_is_branch_name(*target);
}

static bool next_packed(pf_str *rest, pf_str *id, pf_str *name)
{
    for (pf_str line; pf_str_next_line(rest, &line);) {
        if (line.len == 0 || line.data[0] == '#' || line.data[0] == '^')
            continue;
        if (pf_str_cut(line, ' ', id, name) && is_object_id(*id))
            return true;
    }
    return false;
}

static pf_str packed_id(pf_str packed, pf_str wanted)
{
    for (pf_str id, name; next_packed(&packed, &id, &name);)
        if (pf_str_eq(name, wanted))
            return id;
    return PF_STR("");
}

static pf_str resolve(struct reader *reader, pf_str reference, pf_str packed)
{
    for (int hop = 0; hop < PF_GIT_HOPS; hop++) {
        pf_str line = read_line(reader, reader->common, reference);
        if (is_object_id(line))
            return line;
        if (!symbolic_target(line, &reference))
            return packed_id(packed, reference);
    }
    return PF_STR("");
}

static void read_head(struct reader *reader, pf_str packed)
{
    pf_str line = read_line(reader, reader->own, PF_STR("HEAD")), target;
    if (is_object_id(line)) {
        reader->git->head = line;
    } else if (symbolic_target(line, &target)) {
        cut_prefix(target, PF_STR("refs/heads/"), &reader->git->branch);
        reader->git->head = resolve(reader, target, packed);
    }
}

static void add_branch(struct reader *reader, struct pf_strs *branches, pf_str name)
{
    if (!pf_git_is_branch_name(name))
        return;
    if (branches->count >= PF_GIT_REFS)
        reader->git->truncated = true;
    else
        *pf_pile_add(reader->arena, branches) = name;
}

static void sort_without_twins(struct pf_strs *strs)
{
    pf_strs_sort(strs);
    size_t kept = 0;
    for (size_t i = 0; i < strs->count; i++)
        if (kept == 0 || !pf_str_eq(strs->items[kept - 1], strs->items[i]))
            strs->items[kept++] = strs->items[i];
    strs->count = kept;
}

/* `prefix` ends in a slash. */
static void read_branches(struct reader *reader, pf_str prefix, pf_str packed,
                          struct pf_strs *branches)
{
    struct pf_strs loose = {0};
    reader->files->list(reader->files->context, reader->arena, join(reader, reader->common, prefix),
                        &loose);
    for (size_t i = 0; i < loose.count; i++)
        add_branch(reader, branches, loose.items[i]);
    for (pf_str id, name, short_name; next_packed(&packed, &id, &name);)
        if (cut_prefix(name, prefix, &short_name))
            add_branch(reader, branches, short_name);
    sort_without_twins(branches);
}

static void drop(struct pf_strs *strs, pf_str name)
{
    size_t kept = 0;
    for (size_t i = 0; i < strs->count; i++)
        if (!pf_str_eq(strs->items[i], name))
            strs->items[kept++] = strs->items[i];
    strs->count = kept;
}

/* `[remote "origin"]` or `[remote.origin]`, whatever follows the bracket. */
static bool is_origin_section(struct pf_arena *arena, pf_str line)
{
    ptrdiff_t end = pf_str_find_byte(line, ']');
    if (end == PF_STR_NONE)
        return false;
    pf_str inside = pf_str_trim(pf_str_slice(line, 1, (size_t)end));
    if (pf_str_eq(pf_arena_lower(arena, inside), PF_STR("remote.origin")))
        return true;
    pf_str section, name;
    return pf_str_cut(inside, '"', &section, &name) &&
           pf_str_eq_nocase(pf_str_trim(section), PF_STR("remote")) &&
           pf_str_eq(name, PF_STR("origin\""));
}

/* Quotes removed, a comment behind the value cut off. */
static pf_str config_value(struct pf_arena *arena, pf_str written)
{
    char *value = pf_arena_take(arena, written.len + 1);
    size_t len = 0, kept = 0;
    bool quoted = false;
    for (size_t i = 0; i < written.len; i++) {
        char c = written.data[i];
        if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (!quoted && (c == '#' || c == ';'))
            break;
        if (c == '\\' && i + 1 < written.len)
            c = written.data[++i];
        value[len++] = c;
        if (quoted || !pf_is_space(c))
            kept = len;
    }
    return pf_str_trim_left((pf_str){value, kept});
}

static pf_str origin_url(struct pf_arena *arena, pf_str config)
{
    bool inside = false;
    for (pf_str line, name, value; pf_str_next_line(&config, &line);) {
        line = pf_str_trim(line);
        if (pf_str_starts(line, PF_STR("[")))
            inside = is_origin_section(arena, line);
        else if (inside && pf_str_cut(line, '=', &name, &value) &&
                 pf_str_eq_nocase(pf_str_trim(name), PF_STR("url")))
            return config_value(arena, value);
    }
    return PF_STR("");
}

/* Nothing before an @ leaves, but for the user of an SSH address, which is always "git". */
static pf_str without_credentials(struct pf_arena *arena, pf_str url)
{
    ptrdiff_t scheme = pf_str_find(url, PF_STR("://"));
    size_t start = scheme == PF_STR_NONE ? 0 : (size_t)scheme + 3;
    pf_str rest = pf_str_slice(url, start, url.len), authority, path;
    ptrdiff_t query = pf_str_find_byte(rest, '?');
    if (scheme != PF_STR_NONE && query != PF_STR_NONE)
        rest = pf_str_slice(rest, 0, (size_t)query);
    pf_str_cut(rest, '/', &authority, &path);
    ptrdiff_t at = pf_str_find_last_byte(authority, '@');
    if (at == PF_STR_NONE)
        return (pf_str){url.data, start + rest.len};
    pf_str user = pf_str_slice(authority, 0, (size_t)at);
    bool is_plain_git = pf_str_eq(user, PF_STR("git"));
    if (is_plain_git)
        return (pf_str){url.data, start + rest.len};
    return pf_arena_format(arena, "%.*s%.*s", (int)start, url.data,
                           PF_ARG(pf_str_slice(rest, (size_t)at + 1, rest.len)));
}

/* The forms that GitHub itself shows: https, ssh, and git@github.com:owner/name.git. */
static void read_owner(struct pf_git *git)
{
    static const pf_str starts[] = {
        PF_STR_INIT("https://github.com/"),       PF_STR_INIT("http://github.com/"),
        PF_STR_INIT("https://www.github.com/"),   PF_STR_INIT("ssh://git@github.com/"),
        PF_STR_INIT("ssh://git@github.com:22/"),  PF_STR_INIT("ssh://git@ssh.github.com:443/"),
        PF_STR_INIT("git@github.com:"),           PF_STR_INIT("git://github.com/"),
        PF_STR_INIT("git+ssh://git@github.com/"), PF_STR_INIT("github.com:"),
    };
    pf_str path = PF_STR(""), owner, name;
    for (size_t i = 0; i < sizeof starts / sizeof *starts && path.len == 0; i++)
        if (git->remote_url.len >= starts[i].len &&
            pf_str_eq_nocase(pf_str_slice(git->remote_url, 0, starts[i].len), starts[i]))
            path = pf_str_slice(git->remote_url, starts[i].len, git->remote_url.len);
    if (pf_str_starts(path, PF_STR("/")))
        path = pf_str_slice(path, 1, path.len);
    if (pf_str_ends(path, PF_STR("/")))
        path = pf_str_slice(path, 0, path.len - 1);
    if (!pf_str_cut(path, '/', &owner, &name) || owner.len == 0)
        return;
    if (pf_str_ends(name, PF_STR(".git")))
        name = pf_str_slice(name, 0, name.len - 4);
    if (name.len == 0 || pf_str_find_byte(name, '/') != PF_STR_NONE)
        return;
    git->owner = owner;
    git->name = name;
}

/* Only a directory that git made is followed: in a .git or a *.git. */
static bool is_git_directory(pf_str path)
{
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(path, '/', &part, &path);
        if (pf_str_ends(part, PF_STR(".git")))
            return true;
    }
    return false;
}

static bool lies_in(pf_str path, pf_str directory)
{
    return pf_str_starts(path, directory) && path.len > directory.len &&
           path.data[directory.len] == '/';
}

/* Where HEAD and where the refs are; false when there is no repository. */
static bool find_directories(struct reader *reader)
{
    pf_str line = read_line(reader, PF_STR(""), PF_STR(".git")), target;
    reader->own = PF_STR(".git");
    if (cut_prefix(line, PF_STR("gitdir:"), &target)) {
        reader->own = join(reader, PF_STR(""), pf_str_trim(target));
        reader->git->found = true;
        if (!is_git_directory(reader->own))
            return false;
    }
    reader->common = reader->own;
    pf_str bytes;
    if (!read_file(reader, reader->own, PF_STR("HEAD"), &bytes))
        return false;
    reader->git->found = true;
    reader->git->directory = reader->own;
    pf_str common = read_line(reader, reader->own, PF_STR("commondir"));
    if (common.len > 0) {
        pf_str elsewhere = join(reader, reader->own, common);
        if (lies_in(reader->own, elsewhere))
            reader->common = elsewhere;
    }
    return true;
}

static void read_repository(struct reader *reader)
{
    struct pf_git *git = reader->git;
    pf_str packed = {0}, config = {0}, target;
    read_file(reader, reader->common, PF_STR("packed-refs"), &packed);
    read_file(reader, reader->common, PF_STR("config"), &config);
    read_head(reader, packed);
    if (symbolic_target(read_line(reader, reader->common, PF_STR("refs/remotes/origin/HEAD")),
                        &target))
        cut_prefix(target, PF_STR("refs/remotes/origin/"), &git->default_branch);
    git->remote_url = without_credentials(reader->arena, origin_url(reader->arena, config));
    read_owner(git);
    read_branches(reader, PF_STR("refs/heads/"), packed, &git->local_branches);
    read_branches(reader, PF_STR("refs/remotes/origin/"), packed, &git->remote_branches);
    drop(&git->remote_branches, PF_STR("HEAD"));
}

const struct pf_git *pf_git_read(struct pf_arena *arena, const struct pf_git_files *files)
{
    struct pf_git *git = PF_NEW(arena, struct pf_git);
    struct reader reader = {.arena = arena, .files = files, .git = git};
    if (find_directories(&reader))
        read_repository(&reader);
    return git;
}
