/* gunicorn.conf.py is Python; only a plain `bind = "…"` at the start of a line is understood, in a
 * file that speaks of `bind` nowhere else. */
#include "checks/gunicorn_file.h"

/* The only Python file of the project with that name, at any depth; more than one: NULL, many. */
static const struct pf_project_file *file_called(struct pf_project *project, pf_str name,
                                                 bool *are_many)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_PYTHON);
    const struct pf_project_file *found = NULL;
    *are_many = false;
    for (size_t i = 0; i < files.count; i++) {
        if (!pf_str_eq(pf_path_base(files.items[i]->path), name))
            continue;
        *are_many |= found != NULL;
        found = files.items[i];
    }
    return *are_many ? NULL : found;
}

/* `"0.0.0.0:8000"  # …` → what the quotes hold. */
static bool literal(pf_str text, pf_str *value)
{
    text = pf_str_trim(text);
    if (text.len < 2 || (text.data[0] != '"' && text.data[0] != '\''))
        return false;
    char quote = text.data[0];
    text = pf_str_slice(text, 1, text.len);
    ptrdiff_t end = pf_str_find_byte(text, quote);
    if (end == PF_STR_NONE || pf_str_find_byte(text, '\\') != PF_STR_NONE)
        return false;
    pf_str rest = pf_str_trim(pf_str_slice(text, (size_t)end + 1, text.len));
    *value = pf_str_slice(text, 0, (size_t)end);
    return end > 0 && (rest.len == 0 || rest.data[0] == '#');
}

static enum pf_gunicorn_said read_text(const struct pf_source *source, pf_str *bind, pf_span *span)
{
    enum pf_gunicorn_said said = PF_GUNICORN_NOTHING;
    pf_str rest = source->bytes, name, value;
    for (pf_str line; pf_str_next_line(&rest, &line);) {
        if (pf_str_starts(pf_str_trim(line), PF_STR("#")))
            continue;
        if (pf_str_contains(line, PF_STR("import *")))
            return PF_GUNICORN_UNKNOWN;
        if (!pf_str_contains(line, PF_STR("bind")))
            continue;
        bool is_plain = said == PF_GUNICORN_NOTHING && pf_str_cut(line, '=', &name, &value) &&
                        pf_str_eq(pf_str_trim_right(name), PF_STR("bind")) && literal(value, bind);
        if (!is_plain)
            return PF_GUNICORN_UNKNOWN;
        *span = pf_span_of(source, (size_t)(bind->data - source->bytes.data), bind->len);
        said = PF_GUNICORN_BIND;
    }
    return said;
}

enum pf_gunicorn_said pf_gunicorn_file_bind(struct pf_arena *arena, struct pf_project *project,
                                            pf_str named, pf_str *bind, pf_span *span)
{
    bool are_many;
    pf_str name = named.len > 0 ? pf_path_base(named) : PF_STR("gunicorn.conf.py");
    const struct pf_project_file *file = file_called(project, name, &are_many);
    if (file == NULL)
        return named.len > 0 || are_many ? PF_GUNICORN_UNKNOWN : PF_GUNICORN_NOTHING;
    if (named.len == 0 && !pf_str_eq(file->path, name))
        return PF_GUNICORN_UNKNOWN; /* whether it is the working directory's, nobody knows */
    const struct pf_source *source = pf_project_text(arena, project, file);
    return source == NULL ? PF_GUNICORN_UNKNOWN : read_text(source, bind, span);
}
