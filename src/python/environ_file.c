/* Env.read_env: the lines of a .env file into the environment, where they are not set yet. */
#include "python/environ.h"

#include "base/file.h"

static const pf_value failed = {.type = PF_V_FAILED};

enum { ENV_FILE, OVERWRITE, PARSE_COMMENTS, ENCODING, OVERRIDES };

struct reading {
    const struct pf_source *source;
    bool overwrite;
    unsigned version;
};

static void set_maybe(struct pf_eval *ev, const struct reading *r, pf_str key, pf_value value)
{
    bool maybe = false;
    pf_value env = pf_object_value(pf_env_dict(ev));
    pf_value old = pf_dict_get_str(ev, env, key, &maybe);
    if (ev->environ->contents->knowledge != PF_CONTENTS_KNOWN ||
        (pf_is_bound(old) && !maybe && !r->overwrite))
        return;
    pf_env_set(ev, key, pf_is_bound(old) ? pf_join_value(ev, old, value) : value);
    if (!pf_is_bound(old))
        pf_dict_find_str(ev, pf_heap_write(ev, ev->environ), key)->maybe = true;
}

static void set_variable(struct pf_eval *ev, const struct reading *r, pf_str key, pf_value value)
{
    bool maybe = false;
    pf_value old = pf_env_peek(ev, key, &maybe);
    if (r->overwrite || !pf_is_bound(old))
        pf_env_set(ev, key, value);
    else if (maybe)
        pf_env_set(ev, key, pf_join_value(ev, old, value));
}

/* What the releases read differently may be there or not. */
static void apply_line(struct pf_eval *ev, const struct reading *r, const struct pf_node *line)
{
    pf_str key = pf_node_text(line->key);
    if (line->kind == PF_STRING)
        set_variable(ev, r, key, pf_str_value(ev, line->text));
    else
        set_maybe(ev, r, key,
                  pf_unknown_value(ev, KIND_TEXT, true, "%.*s", PF_ARG(line->as.any->reason)));
}

static void read_lines(struct pf_eval *ev, const struct reading *r)
{
    bool readable;
    const struct pf_node *lines = pf_help_dotenv(ev, r->source, PF_DOTENV_ENVIRON, &readable);
    if (!readable) {
        pf_may_raise(ev, "");
        pf_help_open_environment(ev);
        return;
    }
    for (size_t i = 0; i < lines->count; i++)
        apply_line(ev, r, lines->items[i]);
}

static bool apply_overrides(struct pf_eval *ev, const struct reading *r, pf_value overrides)
{
    const struct pf_dict d = overrides.as.object->contents->dict;
    bool maybe;
    for (size_t i = 0; i < d.count; i++) {
        pf_value v = d.entries[i].value;
        if (!d.entries[i].live)
            continue;
        if (!pf_is_vague(v) && r->version >= PF_VERSION(0, 8, 0))
            v = pf_str_of_value(ev, v);
        if (pf_is_failed(v))
            return false;
        if (!pf_is_str(v) && !pf_is_vague(v)) {
            pf_raise(ev, "TypeError", "str expected, not %.*s", PF_ARG(pf_type_name(v)));
            return false;
        }
        pf_str key = pf_text_of(d.entries[i].key);
        pf_value old = pf_env_peek(ev, key, &maybe);
        if (r->overwrite && pf_is_bound(old)) /* unless the file names it, too */
            v = pf_join_value(ev, old, v);
        set_variable(ev, r, key, v);
    }
    return true;
}

static pf_value read_file(struct pf_eval *ev, unsigned version, void *context)
{
    const struct pf_call *call = ((const void **)context)[0];
    struct reading r = *(const struct reading *)((const void **)context)[1];
    r.version = version;
    pf_value overrides = call->args[OVERRIDES + 1];
    read_lines(ev, &r); /* its lines win over what the call names */
    return apply_overrides(ev, &r, overrides) ? pf_none() : failed;
}

pf_value pf_environ_read_env(struct pf_eval *ev, const struct pf_call *call)
{
    const pf_value *args = call->args + 1; /* after the class */
    pf_str path = pf_path_join(ev->arena, pf_help_caller_directory(call), PF_STR(".env"));
    enum pf_truth there = pf_truth_of(pf_project_is_file(ev, path));
    if (args[ENV_FILE].type == PF_V_INSTANCE) { /* a Path, before 0.5.0 */
        enum pf_truth since = pf_help_since(ev, "django-environ", PF_VERSION(0, 5, 0));
        if (since == PF_NO)
            return pf_raise(ev, "AttributeError", "'PosixPath' object has no attribute 'read'");
        if (since == PF_MAYBE)
            pf_may_raise(ev, "AttributeError");
    }
    if (!pf_help_absent(args[ENV_FILE]))
        there = pf_help_file(ev, args[ENV_FILE], &path);
    if (there == PF_NO)
        return pf_none();
    enum pf_truth overwrite = pf_help_flag(ev, args[OVERWRITE], false);
    struct reading r = {.source = there == PF_YES ? pf_project_source(ev, path) : NULL,
                        .overwrite = overwrite == PF_YES};
    bool comments = pf_help_flag(ev, args[PARSE_COMMENTS], false) != PF_NO;
    if (r.source == NULL || overwrite == PF_MAYBE || comments) {
        if (overwrite != PF_NO) /* it may replace any of them */
            pf_heap_forget(ev, ev->environ, "an unknown file of variables was read", NULL);
        pf_help_open_environment(ev);
        return pf_none();
    }
    const void *context[] = {call, &r};
    return pf_help_each_version(ev, "django-environ", PF_ENVIRON_OLDEST, PF_ENVIRON_NEWEST,
                                read_file, context);
}
