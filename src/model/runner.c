/* Which labels are images of GitHub's own. Source: GitHub's documentation of hosted runners. */
#include "model/runner.h"

/* "latest", "22.04", "15". */
static bool is_version(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]) && text.data[i] != '.')
            return pf_str_eq(text, PF_STR("latest"));
    return text.len > 0;
}

static bool is_size(pf_str text)
{
    static const pf_str sizes[] = {PF_STR_INIT(""), PF_STR_INIT("arm"), PF_STR_INIT("large"),
                                   PF_STR_INIT("xlarge"), PF_STR_INIT("intel")};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (pf_str_eq(text, sizes[i]))
            return true;
    return false;
}

bool pf_runner_is_unix_image(pf_str label)
{
    pf_str system, version, size = {0};
    if (pf_str_eq(label, PF_STR("ubuntu-slim")))
        return true;
    if (!pf_str_cut(label, '-', &system, &version) ||
        (!pf_str_eq(system, PF_STR("ubuntu")) && !pf_str_eq(system, PF_STR("macos"))))
        return false;
    pf_str_cut(version, '-', &version, &size);
    return is_version(version) && is_size(size);
}
