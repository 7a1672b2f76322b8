/* Names of environment variables: what is one, and what only looks like one. */
#include "model/docs_inside.h"

enum { LONGEST_NAME = 100 };

/* Upper-case words of every text; a variable of that name would be a strange one. Sorted. */
static const pf_str no_names[] = {
    PF_STR_INIT("AND"),        PF_STR_INIT("API"),      PF_STR_INIT("ARN"),
    PF_STR_INIT("ASGI"),       PF_STR_INIT("AWS"),      PF_STR_INIT("BSD"),
    PF_STR_INIT("CD"),         PF_STR_INIT("CDN"),      PF_STR_INIT("CHANGELOG"),
    PF_STR_INIT("CI"),         PF_STR_INIT("CLI"),      PF_STR_INIT("CONTRIBUTING"),
    PF_STR_INIT("CORS"),       PF_STR_INIT("CPU"),      PF_STR_INIT("CRUD"),
    PF_STR_INIT("CSRF"),       PF_STR_INIT("CSS"),      PF_STR_INIT("CSV"),
    PF_STR_INIT("DELETE"),     PF_STR_INIT("DNS"),      PF_STR_INIT("DSN"),
    PF_STR_INIT("EC2"),        PF_STR_INIT("ECR"),      PF_STR_INIT("ECS"),
    PF_STR_INIT("ENV"),        PF_STR_INIT("ERROR"),    PF_STR_INIT("FALSE"),
    PF_STR_INIT("FAQ"),        PF_STR_INIT("FIXME"),    PF_STR_INIT("GET"),
    PF_STR_INIT("GITHUB"),     PF_STR_INIT("GNU"),      PF_STR_INIT("GPL"),
    PF_STR_INIT("HEAD"),       PF_STR_INIT("HOME"),     PF_STR_INIT("HTML"),
    PF_STR_INIT("HTTP"),       PF_STR_INIT("HTTPS"),    PF_STR_INIT("IAM"),
    PF_STR_INIT("ID"),         PF_STR_INIT("IDE"),      PF_STR_INIT("IMPORTANT"),
    PF_STR_INIT("INFO"),       PF_STR_INIT("IP"),       PF_STR_INIT("JSON"),
    PF_STR_INIT("JWT"),        PF_STR_INIT("LICENSE"),  PF_STR_INIT("LTS"),
    PF_STR_INIT("MIT"),        PF_STR_INIT("NAME"),     PF_STR_INIT("NO"),
    PF_STR_INIT("NONE"),       PF_STR_INIT("NOT"),      PF_STR_INIT("NOTE"),
    PF_STR_INIT("NULL"),       PF_STR_INIT("OIDC"),     PF_STR_INIT("OK"),
    PF_STR_INIT("OPTIONS"),    PF_STR_INIT("OR"),       PF_STR_INIT("ORM"),
    PF_STR_INIT("OS"),         PF_STR_INIT("PATCH"),    PF_STR_INIT("PATH"),
    PF_STR_INIT("PDF"),        PF_STR_INIT("POST"),     PF_STR_INIT("PR"),
    PF_STR_INIT("PS1"),        PF_STR_INIT("PUT"),      PF_STR_INIT("PWD"),
    PF_STR_INIT("PYTHONPATH"), PF_STR_INIT("RAM"),      PF_STR_INIT("RDS"),
    PF_STR_INIT("README"),     PF_STR_INIT("REST"),     PF_STR_INIT("S3"),
    PF_STR_INIT("SHELL"),      PF_STR_INIT("SMTP"),     PF_STR_INIT("SQL"),
    PF_STR_INIT("SSH"),        PF_STR_INIT("SSL"),      PF_STR_INIT("TBD"),
    PF_STR_INIT("TERM"),       PF_STR_INIT("TIP"),      PF_STR_INIT("TLS"),
    PF_STR_INIT("TODO"),       PF_STR_INIT("TRUE"),     PF_STR_INIT("UI"),
    PF_STR_INIT("URI"),        PF_STR_INIT("URL"),      PF_STR_INIT("USER"),
    PF_STR_INIT("UTC"),        PF_STR_INIT("UTF"),      PF_STR_INIT("UUID"),
    PF_STR_INIT("VALUE"),      PF_STR_INIT("VARIABLE"), PF_STR_INIT("VIRTUAL_ENV"),
    PF_STR_INIT("VPC"),        PF_STR_INIT("VPS"),      PF_STR_INIT("WARNING"),
    PF_STR_INIT("WIP"),        PF_STR_INIT("WSGI"),     PF_STR_INIT("XML"),
    PF_STR_INIT("YAML"),       PF_STR_INIT("YES"),
};

static const pf_str placeholders[] = {
    PF_STR_INIT("..."),       PF_STR_INIT("\xE2\x80\xA6"), PF_STR_INIT("xxx"),
    PF_STR_INIT("your"),      PF_STR_INIT("changeme"),     PF_STR_INIT("change-me"),
    PF_STR_INIT("change_me"), PF_STR_INIT("replace"),      PF_STR_INIT("todo"),
    PF_STR_INIT("***"),       PF_STR_INIT("insert"),
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool pf_docs_is_name(pf_str text)
{
    if (text.len < 2 || text.len > LONGEST_NAME || (!is_upper(text.data[0]) && text.data[0] != '_'))
        return false;
    bool has_letter = false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_upper(text.data[i]) && !pf_is_digit(text.data[i]) && text.data[i] != '_')
            return false;
        has_letter = has_letter || is_upper(text.data[i]);
    }
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (pf_str_eq(no_names[i], text))
            return false;
    return has_letter;
}

bool pf_docs_is_placeholder(pf_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.data[i] == '<' || value.data[i] == '>' || value.data[i] == '$' ||
            value.data[i] == '`' || value.data[i] == '{')
            return true;
    for (size_t i = 0; i + 3 <= value.len; i++)
        for (size_t j = 0; j < sizeof placeholders / sizeof *placeholders; j++) {
            pf_str part = pf_str_slice(value, i, i + placeholders[j].len);
            if (pf_str_eq_nocase(part, placeholders[j]))
                return true;
        }
    return false;
}

/* What may stand around a name: mark-up, quotes, brackets, a dollar, a check box. */
static bool is_around(char c)
{
    return c == '`' || c == '*' || c == '"' || c == '\'' || c == '[' || c == ']' || c == '$' ||
           c == '{' || c == '}' || c == '~' || c == ' ' || c == '\t';
}

static bool is_between(char c)
{
    return c == ',' || c == '/' || c == '\n' || c == '\r' || c == '&' || c == ';';
}

static size_t skip(pf_str text, size_t at, bool (*passes)(char c))
{
    while (at < text.len && passes(text.data[at]))
        at++;
    return at;
}

/* "<br>" and "<br/>" stand between the names of a cell. */
static size_t skip_break(pf_str text, size_t at)
{
    pf_str rest = pf_str_slice(text, at, text.len);
    ptrdiff_t end = pf_str_starts(rest, PF_STR("<br")) ? pf_str_find_byte(rest, '>') : PF_STR_NONE;
    return end == PF_STR_NONE ? at : at + (size_t)end + 1;
}

static size_t skip_around(pf_str text, size_t at)
{
    at = skip(text, at, is_around);
    pf_str export = PF_STR("export ");
    if (pf_str_starts(pf_str_slice(text, at, text.len), export))
        at = skip(text, at + export.len, is_around);
    return at;
}

static bool ends_value(char c)
{
    return c == '`' || pf_is_space(c);
}

/* "=0" behind a name. */
static size_t read_value(pf_str text, size_t at, struct pf_docs_name *name)
{
    if (at >= text.len || text.data[at] != '=')
        return at;
    size_t end = ++at;
    while (end < text.len && !ends_value(text.data[end]))
        end++;
    name->value = pf_str_slice(text, at, end);
    return end;
}

struct pf_docs_names pf_docs_find_names(pf_str text)
{
    struct pf_docs_names names = {0};
    size_t at = skip_around(text, 0);
    while (names.count < PF_DOCS_NAMES) {
        size_t end = skip(text, at, pf_is_name);
        struct pf_docs_name name = {.text = pf_str_slice(text, at, end), .at = at};
        if (!pf_docs_is_name(name.text))
            break;
        names.has_underscore =
            names.has_underscore || pf_str_find_byte(name.text, '_') != PF_STR_NONE;
        at = read_value(text, end, &name);
        names.items[names.count++] = name;
        names.end = at = skip(text, at, is_around);
        size_t next = skip(text, skip_break(text, at), is_between);
        if (next == at)
            break;
        at = skip_around(text, next);
    }
    return names;
}
