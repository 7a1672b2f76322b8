/* open() of the project's files, and the file object it gives. */
#include "python/lib_help.h"

struct opened {
    pf_value text; /* STR or BYTES */
};

extern const struct pf_native_class pf_file_class;

const struct pf_source *pf_file_of_text(struct pf_eval *ev, pf_str text)
{
    pf_str key = {(const char *)&text.data, sizeof text.data};
    const struct pf_source *source = pf_index_get(&ev->texts, key);
    return source != NULL ? source : NULL;
}

static void remember_text(struct pf_eval *ev, pf_str text, const struct pf_source *source)
{
    union {
        const struct pf_source *seen;
        void *kept;
    } u = {.seen = source};
    pf_str key = pf_arena_str(ev->arena, (pf_str){(const char *)&text.data, sizeof text.data});
    if (text.len > 0)
        pf_index_put(&ev->texts, key, u.kept);
}

/* Text mode reads \r\n and \r as \n. */
static pf_str universal_newlines(struct pf_eval *ev, pf_str s)
{
    if (pf_str_find_byte(s, '\r') == PF_STR_NONE)
        return s;
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] == '\r' && i + 1 < s.len && s.data[i + 1] == '\n')
            continue;
        pf_buffer_add_byte(&out, s.data[i] == '\r' ? '\n' : s.data[i]);
    }
    return pf_buffer_str(&out);
}

pf_value pf_file_text(struct pf_eval *ev, const struct pf_source *source, bool binary)
{
    if (binary) {
        remember_text(ev, source->bytes, source);
        return pf_bytes_value(ev, source->bytes);
    }
    pf_str text = universal_newlines(ev, source->bytes);
    remember_text(ev, text, source);
    return pf_str_value(ev, text);
}

pf_value pf_fn_open(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str path, mode = PF_STR("r");
    if (pf_is_bound(call->args[1]) && pf_is_str(call->args[1]))
        mode = pf_text_of(call->args[1]);
    bool reads = pf_str_starts(mode, PF_STR("r")) && pf_str_find_byte(mode, '+') == PF_STR_NONE;
    const struct pf_source *source = NULL;
    if (reads && pf_project_path(ev, call->args[0], &path))
        source = pf_project_source(ev, path);
    if (source == NULL && reads && pf_help_is_nowhere(ev, call->args[0]))
        return pf_help_no_file(ev, call->args[0]);
    if (source == NULL) {
        pf_may_raise(ev, "OSError");
        return pf_unknown_of(ev, PF_KIND_OBJECT, false, "a file that is not in the project",
                             call->args, 1);
    }
    struct opened *opened = PF_NEW(ev->arena, struct opened);
    opened->text = pf_file_text(ev, source, pf_str_find_byte(mode, 'b') != PF_STR_NONE);
    return pf_instance_value(ev, pf_eval_class(ev, &pf_file_class), opened);
}

/* What has not been read yet; all of it is read then. */
static pf_value take_rest(struct pf_eval *ev, pf_value file)
{
    const struct opened *opened = file.as.object->state;
    pf_value at = pf_names_get(ev, file.as.object->attributes, PF_STR("@at"), NULL);
    if (pf_is_bound(at) && at.type != PF_V_INT)
        return pf_unknown_of(ev, 0, true, "what is left of a file", &at, 1);
    pf_names_put(ev, file.as.object->attributes, PF_STR("@at"), (pf_span){0},
                 pf_int((int64_t)pf_text_of(opened->text).len));
    if (!pf_is_bound(at) || at.as.integer == 0)
        return opened->text;
    pf_str rest = pf_str_slice(pf_text_of(opened->text), (size_t)at.as.integer, SIZE_MAX);
    return opened->text.type == PF_V_STR ? pf_str_value(ev, rest) : pf_bytes_value(ev, rest);
}

static pf_value file_read(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value text = take_rest(ev, call->args[0]);
    if (!pf_is_bound(call->args[1]) || pf_is_none(call->args[1]))
        return text;
    return pf_unknown_of(ev, pf_kinds_of(text), true, "a part of a file", call->args, 1);
}

static pf_value lines_of(struct pf_eval *ev, pf_value text)
{
    pf_value keep = pf_bool(true);
    if (pf_is_vague(text) || text.type != PF_V_STR)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "the lines of a file", &text, 1);
    pf_str rest = pf_text_of(text);
    pf_value list = pf_list_value(ev, NULL, 0);
    (void)keep;
    while (rest.len > 0 && !ev->aborted) {
        ptrdiff_t end = pf_str_find_byte(rest, '\n');
        size_t len = end == PF_STR_NONE ? rest.len : (size_t)end + 1;
        pf_list_append(ev, list.as.object->contents, pf_str_value(ev, pf_str_slice(rest, 0, len)));
        rest = pf_str_slice(rest, len, rest.len);
    }
    return list;
}

static pf_value file_readlines(struct pf_eval *ev, const struct pf_call *call)
{
    return lines_of(ev, take_rest(ev, call->args[0]));
}

static pf_value file_iter(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_iter_value(ev, lines_of(ev, take_rest(ev, call->args[0])));
}

static pf_value file_readline(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value at = pf_names_get(ev, call->args[0].as.object->attributes, PF_STR("@at"), NULL);
    pf_value rest = take_rest(ev, call->args[0]);
    if (!pf_is_str(rest))
        return rest;
    pf_str text = pf_text_of(rest);
    ptrdiff_t end = pf_str_find_byte(text, '\n');
    size_t len = end == PF_STR_NONE ? text.len : (size_t)end + 1;
    int64_t before = pf_is_bound(at) ? at.as.integer : 0;
    pf_names_put(ev, call->args[0].as.object->attributes, PF_STR("@at"), (pf_span){0},
                 pf_int(before + (int64_t)len));
    return pf_str_value(ev, pf_str_slice(text, 0, len));
}

static pf_value file_self(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0];
}

static pf_value file_close(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

static pf_value make_file(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    return pf_raise(ev, "TypeError", "cannot create file objects");
}

static const struct pf_native methods[] = {
    {"file.read", "self, size?, /", file_read, PF_KIND_BIT(PF_STRING), 0},
    {"file.readlines", "self, hint?, /", file_readlines, PF_KIND_BIT(PF_SEQ), 0},
    {"file.readline", "self, size?, /", file_readline, PF_KIND_BIT(PF_STRING), 0},
    {"file.__iter__", "self", file_iter, PF_KIND_BIT(PF_SEQ), 0},
    {"file.__enter__", "self", file_self, 0, 0},
    {"file.__exit__", "self, *args", file_close, PF_KIND_BIT(PF_NULL), PF_NATIVE_RAW},
    {"file.close", "self", file_close, PF_KIND_BIT(PF_NULL), 0},
};
static const struct pf_native file_make = {"file", "*args, **kwargs", make_file, 0, PF_NATIVE_RAW};

const struct pf_native_class pf_file_class = {.name = "TextIOWrapper",
                                              .module = "io",
                                              .methods = methods,
                                              .method_count = PF_COUNT(methods),
                                              .make = &file_make};
