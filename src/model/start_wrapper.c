/* Programs in front of a command that start the rest of it: exec, tini --, gosu USER, uv run, … */
#include "model/start.h"

/* A program that starts the rest of its line. Source: each program's --help. */
struct wrapper {
    pf_str program, verbs, valued; /* the word that it needs behind it, and its options that take a
                                      value, apart by spaces */
    size_t operands;               /* "gosu USER command" */
    bool brings; /* variables from a store of secrets; what it starts stands behind "--" */
};

static const struct wrapper *wrapper_named(pf_str program)
{
    static const struct wrapper wrappers[] = {
        {PF_STR_INIT("exec"), PF_STR_INIT(""), PF_STR_INIT("-a"), 0, false},
        {PF_STR_INIT("env"), PF_STR_INIT(""), PF_STR_INIT("-u -C"), 0, false},
        {PF_STR_INIT("nohup"), PF_STR_INIT(""), PF_STR_INIT(""), 0, false},
        {PF_STR_INIT("nice"), PF_STR_INIT(""), PF_STR_INIT("-n"), 0, false},
        {PF_STR_INIT("ionice"), PF_STR_INIT(""), PF_STR_INIT("-c -n"), 0, false},
        {PF_STR_INIT("stdbuf"), PF_STR_INIT(""), PF_STR_INIT("-i -o -e"), 0, false},
        {PF_STR_INIT("tini"), PF_STR_INIT(""), PF_STR_INIT("-p -e"), 0, false},
        {PF_STR_INIT("tini-static"), PF_STR_INIT(""), PF_STR_INIT("-p -e"), 0, false},
        {PF_STR_INIT("dumb-init"), PF_STR_INIT(""), PF_STR_INIT("-r --rewrite"), 0, false},
        {PF_STR_INIT("docker-init"), PF_STR_INIT(""), PF_STR_INIT("-p -e"), 0, false},
        {PF_STR_INIT("catatonit"), PF_STR_INIT(""), PF_STR_INIT(""), 0, false},
        {PF_STR_INIT("gosu"), PF_STR_INIT(""), PF_STR_INIT(""), 1, false},
        {PF_STR_INIT("su-exec"), PF_STR_INIT(""), PF_STR_INIT(""), 1, false},
        {PF_STR_INIT("setuidgid"), PF_STR_INIT(""), PF_STR_INIT(""), 1, false},
        {PF_STR_INIT("s6-setuidgid"), PF_STR_INIT(""), PF_STR_INIT(""), 1, false},
        {PF_STR_INIT("chpst"), PF_STR_INIT(""), PF_STR_INIT("-u -U -e -n"), 0, false},
        {PF_STR_INIT("poetry"), PF_STR_INIT("run"), PF_STR_INIT("-C -P"), 0, false},
        {PF_STR_INIT("pipenv"), PF_STR_INIT("run"), PF_STR_INIT(""), 0, false},
        {PF_STR_INIT("pdm"), PF_STR_INIT("run"), PF_STR_INIT("-p"), 0, false},
        {PF_STR_INIT("uv"), PF_STR_INIT("run"),
         PF_STR_INIT("--extra --group --only-group --no-group --with --with-editable --package "
                     "--project --directory --env-file -p --python"),
         0, false},
        {PF_STR_INIT("ddtrace-run"), PF_STR_INIT(""), PF_STR_INIT(""), 0, false},
        {PF_STR_INIT("newrelic-admin"), PF_STR_INIT("run-program"), PF_STR_INIT(""), 0, false},
        {PF_STR_INIT("opentelemetry-instrument"), PF_STR_INIT(""),
         PF_STR_INIT("--traces_exporter --metrics_exporter --logs_exporter --service_name "
                     "--exporter_otlp_endpoint"),
         0, false},
        {PF_STR_INIT("doppler"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("chamber"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("infisical"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("envconsul"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("berglas"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("aws-env"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("ssm-env"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("ssm-parent"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("op"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("teller"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
        {PF_STR_INIT("envchain"), PF_STR_INIT(""), PF_STR_INIT(""), 0, true},
    };
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
        if (pf_str_eq(pf_path_base(program), wrappers[i].program))
            return &wrappers[i];
    return NULL;
}

static bool is_listed(pf_str list, pf_str word)
{
    pf_str item;
    for (bool more = list.len > 0; more;) {
        more = pf_str_cut(list, ' ', &item, &list);
        if (pf_str_eq(item, word))
            return true;
    }
    return false;
}

/* Behind "--"; 0 where there is none. */
static size_t behind_dashes(const pf_str *words, size_t count)
{
    for (size_t i = 1; i + 1 < count; i++)
        if (pf_str_eq(words[i], PF_STR("--")))
            return i + 1;
    return 0;
}

size_t pf_start_wrapper(const pf_str *words, size_t count)
{
    const struct wrapper *wrapper = count == 0 ? NULL : wrapper_named(words[0]);
    size_t at = 1, operands = wrapper == NULL ? 0 : wrapper->operands;
    bool has_verb = wrapper == NULL || wrapper->verbs.len == 0;
    if (wrapper != NULL && wrapper->brings)
        return behind_dashes(words, count);
    for (; wrapper != NULL && at < count; at++) {
        bool is_verb = !has_verb && is_listed(wrapper->verbs, words[at]);
        bool is_more = is_verb || pf_str_starts(words[at], PF_STR("-")) ||
                       pf_str_find_byte(words[at], '=') != PF_STR_NONE;
        if (!is_more && operands == 0)
            break;
        has_verb |= is_verb;
        operands -= is_more ? 0 : 1;
        at += is_listed(wrapper->valued, words[at]) ? 1 : 0;
    }
    return wrapper != NULL && has_verb && at < count ? at : 0;
}

bool pf_start_wraps(pf_str program)
{
    return wrapper_named(program) != NULL;
}

bool pf_start_brings_variables(pf_str program)
{
    const struct wrapper *wrapper = wrapper_named(program);
    return wrapper != NULL && wrapper->brings;
}
