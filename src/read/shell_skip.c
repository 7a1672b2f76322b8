/* Finding the end of $( ), ${ } and ( ) in shell text, whatever stands inside. */
#include "read/shell_scan.h"

enum bracket { PAREN, ARITHMETIC, BRACE, DOUBLE_QUOTE, BACK_TICK };

enum { MAX_HEREDOCS = 8 /* that begin on one line; nobody writes three */ };

size_t pf_shell_skip_github(pf_str script, size_t at, size_t end)
{
    bool quoted = false;
    for (size_t i = at + 3; i < end; i++) {
        if (script.data[i] == '\'')
            quoted = !quoted;
        else if (!quoted && script.data[i] == '}' && i + 1 < end && script.data[i + 1] == '}')
            return i + 2;
    }
    return end;
}

struct heredoc {
    pf_str delimiter;
    bool tabs;
};

struct skip {
    pf_str script;
    size_t at, end;
    enum bracket stack[PF_SHELL_NESTING];
    unsigned cases[PF_SHELL_NESTING]; /* `case` without its `esac`: their ) close patterns */
    size_t depth;
    bool too_deep;
    bool quoted; /* all of it stands in double quotes */
    char before; /* the last byte that is no blank: a keyword stands only behind some */
    struct heredoc heredocs[MAX_HEREDOCS];
    size_t heredoc_count;
};

static pf_str rest(const struct skip *skip)
{
    return pf_str_slice(skip->script, skip->at, skip->end);
}

static bool stands(const struct skip *skip, const char *text)
{
    return pf_str_starts(rest(skip), pf_str_c(text));
}

static void push(struct skip *skip, enum bracket bracket, size_t width)
{
    skip->at += width;
    if (skip->depth >= PF_SHELL_NESTING) {
        skip->too_deep = true;
        return;
    }
    skip->stack[skip->depth] = bracket;
    skip->cases[skip->depth] = 0;
    skip->depth++;
    skip->before = '(';
}

/* Everything that begins with a dollar sign or a back-tick, in quotes too. */
static bool opened_expansion(struct skip *skip)
{
    char c = skip->script.data[skip->at];
    if (c != '$' && c != '`')
        return false;
    if (stands(skip, "${{")) {
        skip->at = pf_shell_skip_github(skip->script, skip->at, skip->end);
    } else if (stands(skip, "$((")) {
        push(skip, ARITHMETIC, 2);
        push(skip, ARITHMETIC, 1);
    } else if (stands(skip, "$(")) {
        push(skip, PAREN, 2);
    } else if (stands(skip, "${")) {
        push(skip, BRACE, 2);
    } else if (stands(skip, "`")) {
        push(skip, BACK_TICK, 1);
    } else {
        return false;
    }
    return true;
}

static void pass_single_quotes(struct skip *skip)
{
    for (skip->at++; skip->at < skip->end && skip->script.data[skip->at] != '\''; skip->at++)
        if (skip->script.data[skip->at] == '$' && stands(skip, "${{"))
            skip->at = pf_shell_skip_github(skip->script, skip->at, skip->end) - 1;
    skip->at += skip->at < skip->end;
}

static void pass_line(struct skip *skip)
{
    while (skip->at < skip->end && skip->script.data[skip->at] != '\n')
        skip->at++;
}

bool pf_shell_heredoc_ends(pf_str script, size_t from, size_t to, pf_str delimiter, bool tabs)
{
    while (tabs && from < to && script.data[from] == '\t')
        from++;
    if (to > from && script.data[to - 1] == '\r')
        to--;
    return pf_str_eq(pf_str_slice(script, from, to), delimiter);
}

/* `at` stands behind <<: remembers what ends the text that begins on the next line. */
static void note_heredoc(struct skip *skip)
{
    struct heredoc heredoc = {.tabs = stands(skip, "-")};
    skip->at += heredoc.tabs;
    while (stands(skip, " ") || stands(skip, "\t"))
        skip->at++;
    char quote = stands(skip, "'") ? '\'' : stands(skip, "\"") ? '"' : '\0';
    skip->at += quote != '\0' || stands(skip, "\\");
    size_t from = skip->at;
    while (skip->at < skip->end &&
           (quote != '\0' ? skip->script.data[skip->at] != quote
                          : pf_is_name(skip->script.data[skip->at]) || stands(skip, "-")))
        skip->at++;
    heredoc.delimiter = pf_str_slice(skip->script, from, skip->at);
    skip->at += quote != '\0' && skip->at < skip->end;
    if (heredoc.delimiter.len > 0 && skip->heredoc_count < MAX_HEREDOCS)
        skip->heredocs[skip->heredoc_count++] = heredoc;
}

/* `at` stands on a line end. */
static void pass_heredocs(struct skip *skip)
{
    skip->at++;
    for (size_t i = 0; i < skip->heredoc_count; i++) {
        bool ended = false;
        while (!ended && skip->at < skip->end) {
            size_t from = skip->at;
            pass_line(skip);
            ended = pf_shell_heredoc_ends(skip->script, from, skip->at, skip->heredocs[i].delimiter,
                                          skip->heredocs[i].tabs);
            skip->at += skip->at < skip->end;
        }
    }
    skip->heredoc_count = 0;
}

static bool in_words(char c)
{
    return pf_is_name(c) || c == '-' || c == '.' || c == '/';
}

/* A bare word of commands: `case` where a command may begin, `esac` anywhere. */
static void pass_bare_word(struct skip *skip)
{
    size_t from = skip->at;
    while (skip->at < skip->end && in_words(skip->script.data[skip->at]))
        skip->at++;
    pf_str word = pf_str_slice(skip->script, from, skip->at);
    unsigned *cases = &skip->cases[skip->depth - 1];
    bool begins = skip->before == '(' || skip->before == ';' || skip->before == '\n' ||
                  skip->before == '|' || skip->before == '&';
    if (pf_str_eq(word, PF_STR("case")) && begins)
        (*cases)++;
    else if (pf_str_eq(word, PF_STR("esac")) && *cases > 0)
        (*cases)--;
    skip->before = 'a';
}

static bool follows_blank(const struct skip *skip)
{
    char previous = skip->at > 0 ? skip->script.data[skip->at - 1] : ' ';
    return pf_is_space(previous) || previous == ';' || previous == '(' || previous == '|' ||
           previous == '&';
}

static void step_in_commands(struct skip *skip)
{
    char c = skip->script.data[skip->at];
    if (c == '#' && follows_blank(skip)) {
        pass_line(skip);
    } else if (c == '\n') {
        pass_heredocs(skip);
        skip->before = '\n';
    } else if (c == '<' && stands(skip, "<<<")) {
        skip->at += 3;
    } else if (c == '<' && stands(skip, "<<")) {
        skip->at += 2;
        note_heredoc(skip);
    } else if (in_words(c)) {
        pass_bare_word(skip);
    } else {
        if (c != ' ' && c != '\t' && c != '\r')
            skip->before = c;
        skip->at++;
    }
}

static void step_in_brackets(struct skip *skip, enum bracket top)
{
    char c = skip->script.data[skip->at];
    bool in_quotes = skip->depth > 1 ? skip->stack[skip->depth - 2] == DOUBLE_QUOTE : skip->quoted;
    if (c == '\\') {
        skip->at += 2;
    } else if (c == '"') {
        push(skip, DOUBLE_QUOTE, 1);
    } else if (c == '\'' && !(top == BRACE && in_quotes)) {
        pass_single_quotes(skip);
        skip->before = 'a';
    } else if (top == BRACE && c == '}') {
        skip->at++;
        skip->depth--;
    } else if (top != BRACE && c == '(') {
        push(skip, top, 1);
    } else if (top != BRACE && c == ')') {
        skip->at++;
        if (skip->cases[skip->depth - 1] == 0)
            skip->depth--;
        skip->before = ';';
    } else if (top == PAREN) {
        step_in_commands(skip);
    } else {
        skip->at++;
    }
}

static void step_in_double_quotes(struct skip *skip)
{
    char c = skip->script.data[skip->at];
    skip->at += c == '\\' ? 2 : 1;
    if (c == '"') {
        skip->depth--;
        skip->before = 'a';
    }
}

static void step_in_back_ticks(struct skip *skip)
{
    char c = skip->script.data[skip->at];
    skip->at += c == '\\' ? 2 : 1;
    if (c == '`') {
        skip->depth--;
        skip->before = 'a';
    }
}

bool pf_shell_skip(pf_str script, size_t at, size_t end, bool quoted, size_t *behind)
{
    struct skip skip;
    skip.script = script;
    skip.at = at;
    skip.end = end;
    skip.depth = skip.heredoc_count = 0;
    skip.too_deep = false;
    skip.quoted = quoted;
    push(&skip, script.data[at] == '{' ? BRACE : PAREN, 1);
    if (script.data[at] == '(' && stands(&skip, "("))
        skip.stack[0] = ARITHMETIC;
    while (skip.depth > 0 && skip.at < end && !skip.too_deep) {
        enum bracket top = skip.stack[skip.depth - 1];
        if (top == BACK_TICK)
            step_in_back_ticks(&skip);
        else if (opened_expansion(&skip))
            continue;
        else if (top == DOUBLE_QUOTE)
            step_in_double_quotes(&skip);
        else
            step_in_brackets(&skip, top);
    }
    bool closed = skip.depth == 0 && skip.at <= end;
    *behind = closed ? skip.at : end;
    return closed;
}
