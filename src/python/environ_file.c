/* Env.read_env: the lines of a .env file into the environment, where they are not set yet. */
#include "python/environ.h"

#include "base/file.h"

static const pf_value failed = {.type = PF_V_FAILED};

enum { ENV_FILE, OVERWRITE, PARSE_COMMENTS, ENCODING, OVERRIDES };

struct reading {
    const struct pf_source *source;
    bool overwrite;
    bool comments; /* text after # is taken away */
    unsigned version;
};

/* Two lines may set it. */
static void set_maybe(struct pf_eval *ev, pf_str key, pf_value value)
{
    bool maybe;
    pf_value env = pf_object_value(pf_env_dict(ev));
    pf_value old = pf_dict_get_str(ev, env, key, &maybe);
    if (ev->environ->contents->knowledge != PF_CONTENTS_KNOWN)
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

static bool is_quoted(pf_str s, char quote)
{
    return s.len >= 2 && s.data[0] == quote && s.data[s.len - 1] == quote;
}

static pf_str unescape(struct pf_eval *ev, pf_str s, unsigned version)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.data[i] == '\\' && i + 1 < s.len;
        i += escape;
        if (escape && version >= PF_VERSION(0, 8, 0) &&
            (s.data[i] == 'r' || s.data[i] == 'n' || s.data[i] == 't'))
            pf_buffer_add_byte(&out, '\\');
        pf_buffer_add_byte(&out, s.data[i]);
    }
    return pf_buffer_str(&out);
}

static pf_value value_of(struct pf_eval *ev, const struct reading *r, pf_str text)
{
    bool comments =
        r->comments || (r->version >= PF_VERSION(0, 11, 0) && r->version < PF_VERSION(0, 12, 0));
    if (comments && pf_str_find_byte(text, '#') != PF_STR_NONE)
        return pf_unknown_value(ev, KIND_TEXT, true, "a line with a comment in a .env file");
    if (is_quoted(text, '\''))
        text = pf_str_slice(text, 1, text.len - 1);
    if (is_quoted(text, '"'))
        text = unescape(ev, pf_str_slice(text, 1, text.len - 1), r->version);
    return pf_str_value(ev, text);
}

struct line {
    pf_str key;
    pf_value value;
    bool exported; /* some versions skip such a line */
};
struct lines {
    struct line *items;
    size_t count, capacity;
};

static void read_line(struct pf_eval *ev, const struct reading *r, pf_str text, struct lines *lines)
{
    struct line line = {.exported = pf_str_starts(text, PF_STR("export "))};
    if (line.exported)
        text = pf_str_slice(text, 7, text.len);
    if (!pf_str_cut(text, '=', &line.key, &text) || line.key.len == 0)
        return;
    for (size_t i = 0; i < line.key.len; i++)
        if (!pf_is_name(line.key.data[i]))
            return;
    line.value = value_of(ev, r, text);
    *pf_pile_add(ev->arena, lines) = line;
}

static bool is_set_again(const struct lines *lines, size_t i)
{
    for (size_t j = i + 1; j < lines->count; j++)
        if (!lines->items[j].exported && pf_str_eq(lines->items[j].key, lines->items[i].key))
            return true;
    return false;
}

/* Before 0.8.0 the first line of a name counted, since then the last. */
static void apply_lines(struct pf_eval *ev, const struct reading *r, const struct lines *lines)
{
    bool last_wins = r->version >= PF_VERSION(0, 8, 0);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        if (last_wins && is_set_again(lines, i))
            continue;
        if (line->exported)
            set_maybe(ev, line->key, line->value);
        else
            set_variable(ev, r, line->key, line->value);
    }
}

static void read_lines(struct pf_eval *ev, const struct reading *r)
{
    pf_value content = pf_file_text(ev, r->source, false);
    struct lines lines = {0};
    pf_str text, line;
    if (!pf_is_str(content)) {
        pf_help_open_environment(ev);
        return;
    }
    for (text = pf_text_of(content); text.len > 0;) {
        pf_str_cut(text, '\n', &line, &text);
        read_line(ev, r, line, &lines);
    }
    apply_lines(ev, r, &lines);
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
    if (!pf_help_absent(args[ENV_FILE]))
        there = pf_help_file(ev, args[ENV_FILE], &path);
    if (there == PF_NO)
        return pf_none();
    enum pf_truth overwrite = pf_help_flag(ev, args[OVERWRITE], false);
    enum pf_truth comments = pf_help_flag(ev, args[PARSE_COMMENTS], false);
    struct reading r = {.source = there == PF_YES ? pf_project_source(ev, path) : NULL,
                        .overwrite = overwrite == PF_YES,
                        .comments = comments != PF_NO};
    if (r.source == NULL || overwrite == PF_MAYBE) {
        if (overwrite != PF_NO)
            pf_heap_forget(ev, ev->environ, "an unknown file of variables was read", NULL);
        pf_help_open_environment(ev);
        return pf_none();
    }
    const void *context[] = {call, &r};
    return pf_help_each_version(ev, "django-environ", PF_ENVIRON_OLDEST, PF_ENVIRON_NEWEST,
                                read_file, context);
}
