/* python-decouple's files: .env lines and the [settings] of a settings.ini. */
#include "python/decouple.h"

static void put(struct pf_eval *ev, struct pf_repository *r, pf_str key, pf_value value)
{
    pf_dict_set_str(ev, r->values, key, value);
}

static void read_env(struct pf_eval *ev, const struct pf_source *source, struct pf_repository *r)
{
    bool readable;
    const struct pf_node *lines = pf_help_dotenv(ev, source, PF_DOTENV_DECOUPLE, &readable);
    r->unknown = !readable;
    for (size_t i = 0; i < lines->count; i++)
        put(ev, r, pf_node_text(lines->items[i]->key),
            lines->items[i]->kind == PF_ANY
                ? pf_unknown_value(ev, KIND_TEXT, true, "%.*s",
                                   PF_ARG(lines->items[i]->as.any->reason))
                : pf_str_value(ev, lines->items[i]->text));
}

/* --- settings.ini -------------------------------------------------------------------------------
 */

struct ini {
    struct pf_repository *repository;
    bool inside; /* [settings] */
    bool unsure; /* something that is not modelled: it may mean anything */
};

static bool is_comment(pf_str line)
{
    return line.len == 0 || line.data[0] == '#' || line.data[0] == ';';
}

static void read_ini_line(struct pf_eval *ev, struct ini *ini, pf_str raw)
{
    pf_str line = pf_text_strip(raw), key, value;
    if (is_comment(line))
        return;
    if (raw.data[0] == ' ' || raw.data[0] == '\t') { /* goes on with the value before */
        ini->unsure = true;
        return;
    }
    if (line.data[0] == '[') {
        ini->inside = pf_str_eq(line, PF_STR("[settings]"));
        ini->unsure |= pf_str_eq(line, PF_STR("[DEFAULT]"));
        return;
    }
    if (!ini->inside)
        return;
    ptrdiff_t equals = pf_str_find_byte(line, '='), colon = pf_str_find_byte(line, ':');
    char separator = colon != PF_STR_NONE && (equals == PF_STR_NONE || colon < equals) ? ':' : '=';
    ini->unsure |= !pf_str_cut(line, separator, &key, &value);
    key = pf_arena_lower(ev->arena, pf_text_strip(key));
    value = pf_text_strip(value);
    bool twice = pf_is_bound(pf_dict_get_str(ev, ini->repository->values, key, NULL));
    ini->unsure |= twice || !pf_help_is_ascii(key);
    put(ev, ini->repository, key,
        pf_str_find_byte(value, '%') == PF_STR_NONE
            ? pf_str_value(ev, value)
            : pf_unknown_value(ev, KIND_TEXT, true, "a value with interpolation in settings.ini"));
}

static void read_ini(struct pf_eval *ev, const struct pf_source *source, struct pf_repository *r)
{
    struct ini ini = {.repository = r};
    pf_value content = pf_file_text(ev, source, false);
    pf_str text = pf_is_str(content) ? pf_text_of(content) : PF_STR(""), line;
    while (text.len > 0) {
        pf_str_cut(text, '\n', &line, &text);
        read_ini_line(ev, &ini, line);
    }
    if (!ini.unsure && pf_is_str(content))
        return;
    r->values = pf_dict_value(ev);
    r->unknown = true;
}

const struct pf_repository *pf_decouple_read(struct pf_eval *ev, const struct pf_source *source,
                                             bool is_ini)
{
    struct pf_repository *r = PF_NEW(ev->arena, struct pf_repository);
    *r = (struct pf_repository){.values = pf_dict_value(ev), .is_ini = is_ini};
    if (source == NULL)
        r->unknown = true;
    else if (is_ini)
        read_ini(ev, source, r);
    else
        read_env(ev, source, r);
    return r;
}
