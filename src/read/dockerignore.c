/* .dockerignore: patterns as moby's patternmatcher holds them against paths. */
#include "read/dockerignore.h"

#include "base/file.h"
#include "read/gitignore.h"

static void add_line(struct pf_arena *arena, struct pf_dockerignore *ignore, pf_str line)
{
    struct pf_dockerignore_pattern pattern = {0};
    if (line.len > 0 && line.data[0] == '#')
        return;
    line = pf_str_trim(line);
    if (line.len > 0 && line.data[0] == '!') {
        pattern.negated = true;
        line = pf_str_trim(pf_str_slice(line, 1, line.len));
    }
    while (line.len > 0 && line.data[0] == '/')
        line = pf_str_slice(line, 1, line.len);
    if (line.len == 0 || !pf_path_clean(arena, line, &pattern.glob) || pattern.glob.len == 0)
        return;
    if (ignore->count >= PF_DOCKERIGNORE_PATTERNS) {
        ignore->truncated = true;
        return;
    }
    *pf_pile_add(arena, ignore) = pattern;
}

struct pf_dockerignore pf_dockerignore_read(struct pf_arena *arena, pf_str bytes)
{
    struct pf_dockerignore ignore = {0};
    pf_str line;
    if (pf_str_starts(bytes, PF_STR("\xEF\xBB\xBF")))
        bytes = pf_str_slice(bytes, 3, bytes.len);
    while (pf_str_next_line(&bytes, &line))
        add_line(arena, &ignore, line);
    return ignore;
}

/* The path itself, or a directory above it. */
static bool fits(pf_str glob, pf_str path)
{
    for (;;) {
        if (pf_glob_fits(glob, path))
            return true;
        ptrdiff_t slash = pf_str_find_last_byte(path, '/');
        if (slash == PF_STR_NONE)
            return false;
        path = pf_str_slice(path, 0, (size_t)slash);
    }
}

bool pf_dockerignore_excludes(const struct pf_dockerignore *ignore, pf_str path)
{
    bool excluded = false;
    for (size_t i = 0; i < ignore->count; i++)
        if (ignore->items[i].negated == excluded && fits(ignore->items[i].glob, path))
            excluded = !excluded;
    return excluded;
}
