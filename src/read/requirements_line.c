/* One requirement by PEP 508, and what names say of their purpose. */
#include "read/requirements_line.h"

/* PEP 503: lower case, and every run of - _ . is one dash. */
pf_str pf_requirement_name(struct pf_arena *arena, pf_str written)
{
    char *data = PF_NEW_ARRAY(arena, char, written.len);
    size_t len = 0;
    for (size_t i = 0; i < written.len; i++) {
        char c = written.data[i];
        bool is_mark = c == '-' || c == '_' || c == '.';
        if (!is_mark)
            data[len++] = pf_to_lower(c);
        else if (len > 0 && data[len - 1] != '-')
            data[len++] = '-';
    }
    return (pf_str){data, len};
}

struct pf_requirement *pf_requirement_add(struct pf_requirement_reader *reader, pf_str name,
                                          pf_str specifier, pf_str version, pf_span span)
{
    struct pf_requirement *added = pf_pile_add(reader->arena, reader->requirements);
    *added = (struct pf_requirement){.name = pf_requirement_name(reader->arena, name),
                                     .specifier = specifier,
                                     .version = version,
                                     .for_development = reader->for_development,
                                     .span = span};
    return added;
}

bool pf_requirement_is_version(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_alnum(text.data[i]) && pf_str_find_byte(PF_STR(".+!-_"), text.data[i]) < 0)
            return false;
    return text.len > 0 && (pf_is_digit(text.data[0]) || text.data[0] == 'v');
}

pf_str pf_requirement_pinned(pf_str specifier)
{
    pf_str version = specifier;
    if (!pf_str_starts(version, PF_STR("==")))
        return PF_STR("");
    while (version.len > 0 && version.data[0] == '=')
        version = pf_str_slice(version, 1, version.len);
    version = pf_str_trim(version);
    return pf_requirement_is_version(version) ? version : PF_STR("");
}

/* One of ">=4.2", "== 4.2.*", "~=5.1". */
static bool is_clause(pf_str text)
{
    static const char *const operators[] = {"===", "==", "~=", "!=", "<=", ">=", "<", ">"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        pf_str operator= pf_str_c(operators[i]);
        if (!pf_str_starts(text, operator))
            continue;
        pf_str version = pf_str_trim(pf_str_slice(text, operator.len, text.len));
        bool equality = operator.len == 2 &&(text.data[0] == '=' || text.data[0] == '!');
        if (equality && pf_str_ends(version, PF_STR(".*")))
            version.len -= 2;
        return operator.len == 3 ? version.len > 0 : pf_requirement_is_version(version);
    }
    return false;
}

/* Clauses with commas between them; one more comma at the end is no harm. */
static bool is_specifier(pf_str text)
{
    pf_str clause, rest = text;
    for (bool more = text.len > 0; more;) {
        more = pf_str_cut(rest, ',', &clause, &rest);
        clause = pf_str_trim(clause);
        if (!is_clause(clause) && !(clause.len == 0 && !more && rest.len == 0))
            return false;
    }
    return true;
}

static size_t name_length(pf_str text)
{
    size_t len = 0;
    while (len < text.len &&
           (pf_is_name(text.data[len]) || text.data[len] == '-' || text.data[len] == '.'))
        len++;
    while (len > 0 && !pf_is_alnum(text.data[len - 1]))
        len--;
    return len;
}

/* What a lone = was meant to be. */
static void refuse(struct pf_requirement_reader *reader, pf_str text, pf_str specifier,
                   pf_span span)
{
    bool single = pf_str_starts(specifier, PF_STR("=")) && !pf_str_starts(specifier, PF_STR("=="));
    pf_fault_add(reader->arena, reader->faults, PF_FAULT_UNPARSABLE, span,
                 single ? "'%.*s' is no requirement; a version is pinned with '=='"
                        : "'%.*s' is no requirement: a name, and clauses such as >=4.2",
                 PF_ARG(text));
}

/* "https://…", "git+ssh://…", "./wheels/x.whl": what installs without a name in front. */
static bool is_location(pf_str text)
{
    ptrdiff_t scheme = pf_str_find(text, PF_STR("://")), blank = pf_str_find_byte(text, ' ');
    bool url = scheme >= 0 && (blank < 0 || scheme < blank);
    return url || pf_str_starts(text, PF_STR(".")) || pf_str_starts(text, PF_STR("/")) ||
           pf_str_starts(text, PF_STR("file:")) || pf_str_ends(text, PF_STR(".whl"));
}

/* "…#egg=name&subdirectory=x" names its package, others stay unknown. */
static void add_location(struct pf_requirement_reader *reader, pf_str text, pf_span span)
{
    ptrdiff_t egg = pf_str_find(text, PF_STR("#egg="));
    if (egg < 0)
        return;
    pf_str name = pf_str_slice(text, (size_t)egg + 5, text.len);
    name = pf_str_slice(name, 0, name_length(name));
    if (name.len > 0)
        pf_requirement_add(reader, name, PF_STR(""), PF_STR(""), span);
}

void pf_requirement_add_pep508(struct pf_requirement_reader *reader, pf_str text, pf_span span)
{
    pf_str rest = pf_str_trim(text), extras, marker;
    size_t len = name_length(rest);
    if (is_location(rest)) {
        add_location(reader, rest, span);
        return;
    }
    pf_str name = pf_str_slice(rest, 0, len);
    rest = pf_str_trim_left(pf_str_slice(rest, len, rest.len));
    bool closed = true;
    if (rest.len > 0 && rest.data[0] == '[')
        closed = pf_str_cut(rest, ']', &extras, &rest);
    rest = pf_str_trim_left(rest);
    bool located = rest.len > 0 && rest.data[0] == '@';
    bool conditional = pf_str_cut(rest, ';', &rest, &marker);
    rest = pf_str_trim(rest);
    if (rest.len > 1 && rest.data[0] == '(' && rest.data[rest.len - 1] == ')')
        rest = pf_str_trim(pf_str_slice(rest, 1, rest.len - 1));
    if (len == 0 || !pf_is_alnum(name.data[0]) || !closed || (!located && !is_specifier(rest))) {
        refuse(reader, pf_str_trim(text), rest, span);
        return;
    }
    if (located)
        rest = PF_STR("");
    pf_requirement_add(reader, name, rest, pf_requirement_pinned(rest), span)->conditional =
        conditional;
}

/* ---- purposes ---- */

static bool has_word(pf_str name, const char *const *words, size_t count)
{
    for (size_t at = 0; at < name.len;) {
        size_t from = at;
        while (at < name.len && pf_is_alnum(name.data[at]))
            at++;
        for (size_t i = 0; i < count; i++)
            if (pf_str_eq_nocase(pf_str_slice(name, from, at), pf_str_c(words[i])))
                return true;
        at += at == from;
    }
    return false;
}

bool pf_requirements_for_development(pf_str name)
{
    static const char *const words[] = {"dev",   "devel",   "development", "develop", "test",
                                        "tests", "testing", "local",       "lint",    "linting",
                                        "doc",   "docs",    "ci",          "debug",   "typing"};
    return has_word(name, words, sizeof words / sizeof *words);
}

bool pf_requirements_for_production(pf_str name)
{
    static const char *const words[] = {"prod",       "production", "deploy",
                                        "deployment", "server",     "main"};
    return has_word(name, words, sizeof words / sizeof *words);
}
