/* A range of versions → the newest series of Django in it. */
#include "model/django_series.h"

/* Every series since 1.11. Source: https://www.djangoproject.com/download/, November 2026. */
static const unsigned all_series[] = {111, 200, 201, 202, 300, 301, 302,
                                      400, 401, 402, 500, 501, 502, 600};

/* "4.2.11" in its first three numbers; those that are not there are counted out by `count`. */
struct version {
    unsigned major, minor, patch, count;
};

static bool read_number(pf_str text, unsigned *number)
{
    int64_t value;
    size_t digits = 0;
    while (digits < text.len && pf_is_digit(text.data[digits]))
        digits++;
    if (digits == 0 || !pf_str_to_int(pf_str_slice(text, 0, digits), &value) || value < 0 ||
        value > 99)
        return false;
    *number = (unsigned)value;
    return true;
}

static struct version read_version(pf_str text)
{
    struct version version = {0};
    unsigned *const parts[] = {&version.major, &version.minor, &version.patch};
    pf_str part;
    for (bool more = true; more && version.count < 3;) {
        more = pf_str_cut(text, '.', &part, &text);
        if (!read_number(part, parts[version.count]))
            break;
        version.count++;
    }
    return version;
}

static unsigned series_of(struct version version)
{
    return version.major * 100 + version.minor;
}

/* The bound from above that one clause sets, as the first series that is out; 0: none. */
static unsigned first_out(pf_str clause)
{
    /* How many numbers the operator leaves fixed where the version has one, two or three. */
    static const struct {
        pf_str mark;
        unsigned fixed[3];
    } compatible[] = {
        {PF_STR_INIT("~="), {0, 1, 2}}, {PF_STR_INIT("==="), {2, 2, 2}},
        {PF_STR_INIT("=="), {1, 2, 2}}, {PF_STR_INIT("^"), {1, 1, 1}},
        {PF_STR_INIT("~"), {1, 2, 2}},
    };
    if (pf_str_starts(clause, PF_STR("<"))) {
        bool inclusive = pf_str_starts(clause, PF_STR("<="));
        struct version version =
            read_version(pf_str_trim(pf_str_slice(clause, inclusive ? 2 : 1, clause.len)));
        bool part_is_in = version.count == 3 && (inclusive || version.patch > 0);
        return version.count == 0 ? 0 : series_of(version) + (inclusive || part_is_in ? 1 : 0);
    }
    for (size_t i = 0; i < sizeof compatible / sizeof *compatible; i++) {
        if (!pf_str_starts(clause, compatible[i].mark))
            continue;
        struct version version =
            read_version(pf_str_trim(pf_str_slice(clause, compatible[i].mark.len, clause.len)));
        unsigned fixed = version.count == 0 ? 0 : compatible[i].fixed[version.count - 1];
        return fixed == 0 ? 0 : fixed == 1 ? (version.major + 1) * 100 : series_of(version) + 1;
    }
    return 0;
}

unsigned pf_django_series_of(pf_str text)
{
    struct version version = read_version(text);
    return version.count < 2 ? 0 : series_of(version);
}

unsigned pf_django_series(pf_str specifier)
{
    unsigned out = 0, newest = 0;
    pf_str clause;
    for (bool more = true; more;) {
        more = pf_str_cut(specifier, ',', &clause, &specifier);
        unsigned bound = first_out(pf_str_trim(clause));
        if (bound > 0 && (out == 0 || bound < out))
            out = bound;
    }
    for (size_t i = 0; i < sizeof all_series / sizeof *all_series; i++)
        if (all_series[i] < out)
            newest = all_series[i];
    return newest;
}
