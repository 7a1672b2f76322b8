/* Variables in code blocks: dotenv files, exports, and docker run -e. */
#include "model/docs_inside.h"

enum code { CODE_OTHER, CODE_SHELL, CODE_DOTENV };

static const struct {
    pf_str language;
    enum code code;
} languages[] = {
    {PF_STR_INIT(""), CODE_SHELL},
    {PF_STR_INIT("sh"), CODE_SHELL},
    {PF_STR_INIT("bash"), CODE_SHELL},
    {PF_STR_INIT("shell"), CODE_SHELL},
    {PF_STR_INIT("console"), CODE_SHELL},
    {PF_STR_INIT("zsh"), CODE_SHELL},
    {PF_STR_INIT("text"), CODE_SHELL},
    {PF_STR_INIT("plain"), CODE_SHELL},
    {PF_STR_INIT("plaintext"), CODE_SHELL},
    {PF_STR_INIT("txt"), CODE_SHELL},
    {PF_STR_INIT("none"), CODE_SHELL},
    {PF_STR_INIT("dotenv"), CODE_DOTENV},
    {PF_STR_INIT("env"), CODE_DOTENV},
    {PF_STR_INIT(".env"), CODE_DOTENV},
    {PF_STR_INIT("properties"), CODE_DOTENV},
    {PF_STR_INIT("ini"), CODE_DOTENV},
};

/* Of the shell and of tools on the reader's machine: no promise about the application. */
static const pf_str shell_names[] = {
    PF_STR_INIT("PATH"),
    PF_STR_INIT("HOME"),
    PF_STR_INIT("LANG"),
    PF_STR_INIT("LC_ALL"),
    PF_STR_INIT("EDITOR"),
    PF_STR_INIT("AWS_PROFILE"),
    PF_STR_INIT("GH_TOKEN"),
    PF_STR_INIT("CR_PAT"),
    PF_STR_INIT("COMPOSE_FILE"),
    PF_STR_INIT("LDFLAGS"),
    PF_STR_INIT("CFLAGS"),
    PF_STR_INIT("CPPFLAGS"),
    PF_STR_INIT("PKG_CONFIG_PATH"),
    PF_STR_INIT("DOCKER_BUILDKIT"),
    PF_STR_INIT("DOCKER_HOST"),
    PF_STR_INIT("COMPOSE_PROJECT_NAME"),
    PF_STR_INIT("LD_LIBRARY_PATH"),
    PF_STR_INIT("VERSION"),
    PF_STR_INIT("TAG"),
    PF_STR_INIT("IMAGE"),
};

static enum code code_of(pf_str language)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (pf_str_eq_nocase(languages[i].language, language))
            return languages[i].code;
    return CODE_OTHER;
}

/* "NAME=value": where the name ends, or 0. */
static size_t assigned_name(pf_str line)
{
    size_t end = 0;
    while (end < line.len && pf_is_name(line.data[end]))
        end++;
    if (end >= line.len || line.data[end] != '=')
        return 0;
    return pf_docs_is_name(pf_str_slice(line, 0, end)) ? end : 0;
}

static bool is_shells_own(pf_str name)
{
    for (size_t i = 0; i < sizeof shell_names / sizeof *shell_names; i++)
        if (pf_str_eq(shell_names[i], name))
            return true;
    return false;
}

/* The quoted part, or what stands before a comment. */
static pf_str value_of(pf_str written)
{
    written = pf_str_trim(written);
    char quote = written.len > 0 ? written.data[0] : '\0';
    if (quote == '"' || quote == '\'') {
        ptrdiff_t end = pf_str_find_byte(pf_str_slice(written, 1, written.len), quote);
        if (end != PF_STR_NONE)
            return pf_str_slice(written, 1, 1 + (size_t)end);
    }
    ptrdiff_t comment = pf_str_find(written, PF_STR(" #"));
    return comment == PF_STR_NONE ? written
                                  : pf_str_trim_right(pf_str_slice(written, 0, (size_t)comment));
}

static void add_assignment(struct pf_docs_reader *reader, pf_str name, pf_str written)
{
    if (!pf_docs_is_name(name) || is_shells_own(name))
        return;
    size_t at = (size_t)(name.data - reader->source->bytes.data);
    struct pf_docs_variable *variable = pf_docs_add_variable(
        reader, reader->before, name, pf_span_of(reader->source, at, name.len));
    pf_str value = value_of(written);
    if (variable != NULL && written.data != NULL && !pf_docs_is_placeholder(value))
        pf_docs_set_value(variable, value);
}

/* "A=b make" runs make; only a dotenv file has values with bare spaces. */
static bool starts_program(pf_str written)
{
    pf_str value = value_of(written);
    bool is_whole =
        written.len > 0 && pf_str_find_byte(PF_STR("\"'$`"), written.data[0]) != PF_STR_NONE;
    return !is_whole && pf_str_find_byte(value, ' ') != PF_STR_NONE;
}

/* Every line assigns or comments, one at least assigns, and none is made by a command. */
static size_t count_assignments(const struct pf_prose_block *code, enum code kind)
{
    size_t count = 0;
    pf_span line;
    for (size_t at = 0; pf_prose_next_line(code, &at, &line);) {
        pf_str text = pf_span_text(line);
        if (text.data[0] == '#' || text.data[0] == '[')
            continue;
        size_t name = assigned_name(text);
        pf_str written = pf_str_slice(text, name + 1, text.len);
        if (name == 0 || pf_str_starts(written, PF_STR("$(")) ||
            (kind != CODE_DOTENV && starts_program(written)))
            return 0;
        count++;
    }
    return count;
}

/* A single assignment may be a line of any script; the text around must speak of variables. */
static bool is_dotenv(struct pf_docs_reader *reader, const struct pf_prose_block *code,
                      enum code kind)
{
    size_t count = count_assignments(code, kind);
    if (count == 0 || kind == CODE_DOTENV || count > 1)
        return count > 0;
    return (pf_docs_around(reader, reader->before) & (PF_SENSE_VARIABLE | PF_SENSE_ENVIRONMENT)) !=
           0;
}

static bool cut_start(pf_str *text, pf_str start)
{
    if (!pf_str_starts(*text, start))
        return false;
    *text = pf_str_trim_left(pf_str_slice(*text, start.len, text->len));
    return true;
}

static void read_assignment(struct pf_docs_reader *reader, pf_str text, enum code kind)
{
    size_t name = assigned_name(text);
    pf_str written = pf_str_slice(text, name + 1, text.len);
    if (name > 0 && (kind == CODE_DOTENV || !starts_program(written)))
        add_assignment(reader, pf_str_slice(text, 0, name), pf_str_slice(text, name + 1, text.len));
}

static bool next_word(pf_str *rest, pf_str *word)
{
    *rest = pf_str_trim_left(*rest);
    size_t len = 0;
    char quote = '\0';
    for (; len < rest->len && (quote != '\0' || !pf_is_space(rest->data[len])); len++) {
        char c = rest->data[len];
        if (quote == c)
            quote = '\0';
        else if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
    }
    *word = pf_str_slice(*rest, 0, len);
    *rest = pf_str_slice(*rest, len, rest->len);
    return len > 0;
}

static pf_str without_quotes(pf_str word)
{
    if (word.len >= 2 && (word.data[0] == '"' || word.data[0] == '\'') &&
        word.data[word.len - 1] == word.data[0])
        return pf_str_slice(word, 1, word.len - 1);
    return word;
}

/* `-e NAME=value`, `--env NAME`, `--env=NAME=value` of docker run, over lines that end in a
 * backslash. */
static void read_container_options(struct pf_docs_reader *reader, pf_str line)
{
    pf_str word;
    while (next_word(&line, &word)) {
        bool is_option = pf_str_eq(word, PF_STR("-e")) || pf_str_eq(word, PF_STR("--env"));
        if (is_option && !next_word(&line, &word))
            return;
        if (!is_option && !cut_start(&word, PF_STR("--env=")))
            continue;
        pf_str text = without_quotes(word);
        if (pf_docs_is_name(text))
            add_assignment(reader, text, (pf_str){NULL, 0});
        else
            read_assignment(reader, text, CODE_DOTENV);
    }
}

static bool starts_container(pf_str line)
{
    return (pf_str_contains(line, PF_STR("docker")) || pf_str_contains(line, PF_STR("podman"))) &&
           pf_str_contains(line, PF_STR(" run "));
}

static void read_shell(struct pf_docs_reader *reader, const struct pf_prose_block *code)
{
    pf_span line;
    bool in_container = false;
    for (size_t at = 0; !reader->full && pf_prose_next_line(code, &at, &line);) {
        pf_str text = pf_span_text(line);
        if (text.data[0] == '#')
            continue;
        cut_start(&text, PF_STR("$ "));
        in_container = in_container || starts_container(text);
        if (in_container)
            read_container_options(reader, text);
        else if (cut_start(&text, PF_STR("export ")))
            read_assignment(reader, text, CODE_SHELL);
        in_container = in_container && pf_str_ends(text, PF_STR("\\"));
    }
}

static void read_dotenv(struct pf_docs_reader *reader, const struct pf_prose_block *code)
{
    pf_span line;
    for (size_t at = 0; !reader->full && pf_prose_next_line(code, &at, &line);)
        read_assignment(reader, pf_span_text(line), CODE_DOTENV);
}

void pf_docs_read_code(struct pf_docs_reader *reader, const struct pf_prose_block *code)
{
    enum code kind = code_of(code->language);
    if (kind == CODE_OTHER)
        return;
    if (is_dotenv(reader, code, kind))
        read_dotenv(reader, code);
    else if (kind == CODE_SHELL)
        read_shell(reader, code);
}
