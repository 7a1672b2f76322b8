/* Versions without quotes, which YAML reads as numbers: 3.10 is 3.1. */
#include "model/shape_inside.h"

/* "3.10" as a number is written "3.1"; "" where it stays as it is. Source: GitHub writes numbers
 * with the digits that they need. */
static pf_str shortened(pf_str text)
{
    size_t point = 0, end = text.len;
    while (point < text.len && pf_is_digit(text.data[point]))
        point++;
    if (point == 0 || point + 1 >= text.len || text.data[point] != '.')
        return PF_STR("");
    for (size_t i = point + 1; i < text.len; i++)
        if (!pf_is_digit(text.data[i]))
            return PF_STR("");
    while (text.data[end - 1] == '0')
        end--;
    if (text.data[end - 1] == '.')
        end--;
    return end < text.len && end > 0 ? pf_str_slice(text, 0, end) : PF_STR("");
}

/* python-version, GO_VERSION, and the programs after which rows of a matrix are called. */
static bool names_version(pf_str name)
{
    static const pf_str ends[] = {PF_STR_INIT("version"), PF_STR_INIT("versions")};
    static const pf_str programs[] = {
        PF_STR_INIT("python"), PF_STR_INIT("py"),       PF_STR_INIT("node"),
        PF_STR_INIT("nodejs"), PF_STR_INIT("go"),       PF_STR_INIT("golang"),
        PF_STR_INIT("ruby"),   PF_STR_INIT("php"),      PF_STR_INIT("perl"),
        PF_STR_INIT("java"),   PF_STR_INIT("dotnet"),   PF_STR_INIT("django"),
        PF_STR_INIT("rust"),   PF_STR_INIT("postgres"), PF_STR_INIT("postgresql"),
        PF_STR_INIT("mysql"),  PF_STR_INIT("mariadb"),  PF_STR_INIT("redis"),
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.len >= ends[i].len &&
            pf_str_eq_nocase(pf_str_slice(name, name.len - ends[i].len, name.len), ends[i]))
            return true;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq_nocase(name, programs[i]))
            return true;
    return false;
}

/* Where what is given goes on as a text: inputs, variables, rows of a matrix. */
static bool is_given(const struct pf_shape_path *path)
{
    static const pf_str maps[] = {PF_STR_INIT("with"), PF_STR_INIT("env"), PF_STR_INIT("matrix"),
                                  PF_STR_INIT("include")};
    for (size_t i = 0; path != NULL && path->outer != NULL && i < sizeof maps / sizeof *maps; i++)
        if (pf_str_eq(path->outer->key, maps[i]))
            return true;
    return false;
}

void pf_shape_number(struct pf_shape *shape, const struct pf_node *scalar,
                     const struct pf_shape_place *place)
{
    if (scalar->kind != PF_REAL || !is_given(place->path))
        return;
    pf_str name = scalar->key == NULL ? place->path->key : scalar->key->text;
    pf_str read = shortened(scalar->text);
    if (read.len == 0 || !names_version(name))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_VERSION_NUMBER, scalar->span, scalar->text);
    problem->where = name;
    problem->detail = read;
    problem->suggestion = pf_arena_format(shape->arena, "'%.*s'", PF_ARG(scalar->text));
    /* Most programs take 3 for the newest of them, which may be the one that is meant. */
    problem->is_harmless = pf_str_find_byte(read, '.') == PF_STR_NONE;
}
