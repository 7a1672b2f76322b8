/* Shell text → tokens. */
#include "read/shell_scan.h"

static char byte_at(const struct pf_shell_scan *scan, size_t at)
{
    return at < scan->end ? scan->script.data[at] : '\0';
}

static pf_str rest(const struct pf_shell_scan *scan)
{
    return pf_str_slice(scan->script, scan->at, scan->end);
}

static bool stands(const struct pf_shell_scan *scan, pf_str text)
{
    return pf_str_starts(rest(scan), text);
}

/* The script's bytes up to `to` become part of the word as they are. */
static void keep_until(struct pf_shell_scan *scan, size_t to)
{
    pf_buffer_add(&scan->text, pf_str_slice(scan->script, scan->at, to));
    scan->at = to;
}

static void note_inner(struct pf_shell_scan *scan, size_t from, size_t to)
{
    if (from < to)
        *pf_pile_add(scan->arena, &scan->inner) = (struct pf_shell_range){from, to};
}

/* `at` stands on a back-tick: the place of the one that closes it, or the end. */
static size_t back_tick_end(const struct pf_shell_scan *scan, size_t at, size_t end)
{
    for (at++; at < end && scan->script.data[at] != '`'; at++)
        if (scan->script.data[at] == '\\')
            at++;
    return at < end ? at : end;
}

/* Behind the substitution that begins at `at`, which is noted; `at` itself where none begins. */
static size_t substitution_end(struct pf_shell_scan *scan, size_t at, size_t end)
{
    pf_str here = pf_str_slice(scan->script, at, end);
    if (pf_str_starts(here, PF_STR("`"))) {
        size_t close = back_tick_end(scan, at, end);
        note_inner(scan, at + 1, close);
        return close < end ? close + 1 : end;
    }
    if (!pf_str_starts(here, PF_STR("$(")))
        return at;
    size_t close;
    bool closed = pf_shell_skip(scan->script, at + 1, end, false, &close);
    bool arithmetic = closed && close > at + 4 && pf_str_starts(here, PF_STR("$((")) &&
                      scan->script.data[close - 2] == ')';
    if (arithmetic)
        pf_shell_scan_inner(scan, at + 3, close - 2);
    else
        note_inner(scan, at + 2, close - closed);
    return close;
}

/* True recursion with substitution_end; an inner arithmetic is shorter, and pf_shell_skip bounds
 * how many there are inside each other. */
void pf_shell_scan_inner(struct pf_shell_scan *scan, size_t from, size_t to)
{
    while (from < to) {
        size_t behind = substitution_end(scan, from, to);
        if (behind > from)
            from = behind;
        else
            from += scan->script.data[from] == '\\' ? 2 : 1;
    }
}

/* `at` stands on a dollar sign or a back-tick that single quotes do not hide. False: it is just
 * that. */
static bool read_expansion(struct pf_shell_scan *scan, bool quoted)
{
    char next = byte_at(scan, scan->at + 1);
    size_t from = scan->at, to = scan->at;
    if (stands(scan, PF_STR("${{"))) {
        to = pf_shell_skip_github(scan->script, from, scan->end);
    } else if (stands(scan, PF_STR("${"))) {
        if (pf_shell_skip(scan->script, from + 1, scan->end, quoted, &to))
            pf_shell_scan_inner(scan, from + 2, to);
    } else if (stands(scan, PF_STR("`")) || next == '(') {
        to = substitution_end(scan, from, scan->end);
    } else if (pf_is_name(next) ||
               (next != '\0' && pf_str_find_byte(PF_STR("@*#?$!-"), next) >= 0)) {
        to = from + 2;
    }
    keep_until(scan, to);
    return to > from;
}

/* A `$` or ` inside a word: what it opens, or the byte itself. */
static void read_dollar(struct pf_shell_scan *scan, struct pf_shell_word *word, bool quoted)
{
    if (read_expansion(scan, quoted))
        word->literal = false;
    else
        keep_until(scan, scan->at + 1);
}

static void read_single_quotes(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    word->quoted = true;
    for (scan->at++; scan->at < scan->end && byte_at(scan, scan->at) != '\'';) {
        size_t to = scan->at + 1;
        while (to < scan->end && scan->script.data[to] != '\'' && scan->script.data[to] != '$')
            to++;
        if (stands(scan,
                   PF_STR("${{"))) { /* GitHub fills these in before a shell sees the quotes */
            to = pf_shell_skip_github(scan->script, scan->at, scan->end);
            word->literal = false;
        }
        keep_until(scan, to);
    }
    scan->at += scan->at < scan->end;
}

static bool is_special_in_quotes(char c)
{
    return c == '"' || c == '\\' || c == '$' || c == '`';
}

static void read_double_quotes(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    word->quoted = true;
    for (scan->at++; scan->at < scan->end && byte_at(scan, scan->at) != '"';) {
        char c = byte_at(scan, scan->at);
        char next = byte_at(scan, scan->at + 1);
        if (c == '\\' && next == '\n') {
            scan->at += 2;
        } else if (c == '\\' && next != '\0' && pf_str_find_byte(PF_STR("$`\"\\"), next) >= 0) {
            scan->at++;
            keep_until(scan, scan->at + 1);
        } else if (c == '$' || c == '`') {
            read_dollar(scan, word, true);
        } else {
            size_t to = scan->at + 1;
            while (to < scan->end && !is_special_in_quotes(scan->script.data[to]))
                to++;
            keep_until(scan, to);
        }
    }
    scan->at += scan->at < scan->end;
}

/* $'…': the escapes that people use; others stay as written. */
static void read_ansi_quotes(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    static const char escapes[] = "n\nt\tr\r\\\\''\"\"a\ab\bf\fv\ve\033";
    word->quoted = true;
    for (scan->at += 2; scan->at < scan->end && byte_at(scan, scan->at) != '\'';) {
        char next = byte_at(scan, scan->at + 1);
        size_t known = 0;
        while (byte_at(scan, scan->at) == '\\' && known < sizeof escapes - 1 &&
               escapes[known] != next)
            known += 2;
        if (byte_at(scan, scan->at) == '\\' && known < sizeof escapes - 1) {
            pf_buffer_add_byte(&scan->text, escapes[known + 1]);
            scan->at += 2;
        } else {
            keep_until(scan, scan->at + 1);
        }
    }
    scan->at += scan->at < scan->end;
}

static void read_escape(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    char next = byte_at(scan, scan->at + 1);
    if (next == '\n' || (next == '\r' && byte_at(scan, scan->at + 2) == '\n')) {
        scan->at += next == '\n' ? 2 : 3;
        return;
    }
    word->quoted = true;
    if (scan->at + 1 < scan->end)
        scan->at++;
    keep_until(scan, scan->at + 1);
}

/* NAME=( and patterns such as @( and !( hold brackets that end no word. */
static bool bracket_belongs_to_word(const struct pf_shell_scan *scan, size_t from)
{
    if (scan->at == from)
        return false;
    char before = byte_at(scan, scan->at - 1);
    if (before == '=')
        return pf_is_name(byte_at(scan, from)) && !pf_is_digit(byte_at(scan, from));
    return pf_str_find_byte(PF_STR("?*+@!"), before) >= 0;
}

static void read_brackets(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    size_t from = scan->at, to;
    if (pf_shell_skip(scan->script, from, scan->end, false, &to))
        pf_shell_scan_inner(scan, from + 1, to);
    pf_str all = pf_str_slice(scan->script, from, to);
    if (pf_str_find_byte(all, '$') >= 0 || pf_str_find_byte(all, '`') >= 0)
        word->literal = false;
    keep_until(scan, to);
}

static bool ends_word(char c)
{
    static const bool ends[256] = {
        [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true, [';'] = true, ['&'] = true,
        ['|'] = true, ['('] = true,  [')'] = true,  ['<'] = true,  ['>'] = true};
    return ends[(unsigned char)c];
}

/* Quotes, and what else makes a word more than the bytes it is written with. */
static bool is_special(char c)
{
    static const bool special[256] = {
        ['\\'] = true, ['\''] = true, ['"'] = true, ['$'] = true, ['`'] = true};
    return special[(unsigned char)c];
}

/* Behind the bytes from `at` that mean nothing but themselves, in a word without quotes. */
static size_t plain_end(const struct pf_shell_scan *scan, size_t at)
{
    while (at < scan->end && !ends_word(scan->script.data[at]) &&
           !is_special(scan->script.data[at]))
        at++;
    return at;
}

/* <( ) and >( ): commands whose output or input stands as a file's name. */
static void read_process(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    size_t from = scan->at, to;
    bool closed = pf_shell_skip(scan->script, from + 1, scan->end, false, &to);
    note_inner(scan, from + 2, to - closed);
    word->literal = false;
    keep_until(scan, to);
}

/* A word that stands there as it is; most do. */
static bool read_plain_word(struct pf_shell_scan *scan, struct pf_shell_word *word)
{
    size_t end = plain_end(scan, word->at);
    if (end == word->at || is_special(byte_at(scan, end)) || byte_at(scan, end) == '(')
        return false;
    word->len = end - word->at;
    word->text = pf_str_slice(scan->script, word->at, end);
    scan->at = end;
    return true;
}

static struct pf_shell_word read_word(struct pf_shell_scan *scan)
{
    size_t from = scan->at;
    struct pf_shell_word word = {.at = from, .literal = true};
    if (read_plain_word(scan, &word))
        return word;
    scan->text.len = 0;
    if (stands(scan, PF_STR("<(")) || stands(scan, PF_STR(">(")))
        read_process(scan, &word);
    while (scan->at < scan->end) {
        char c = byte_at(scan, scan->at), next = byte_at(scan, scan->at + 1);
        if (c == '(' && bracket_belongs_to_word(scan, from))
            read_brackets(scan, &word);
        else if (ends_word(c))
            break;
        else if (c == '\\')
            read_escape(scan, &word);
        else if (c == '\'')
            read_single_quotes(scan, &word);
        else if (c == '"')
            read_double_quotes(scan, &word);
        else if (c == '$' && next == '\'')
            read_ansi_quotes(scan, &word);
        else if (c == '$' && next == '"')
            scan->at++;
        else if (c == '$' || c == '`')
            read_dollar(scan, &word, false);
        else
            keep_until(scan, plain_end(scan, scan->at));
    }
    if (scan->at > scan->end)
        scan->at = scan->end;
    word.len = scan->at - from;
    word.text = pf_str_slice(scan->script, from, scan->at);
    if (!pf_str_eq(word.text, pf_buffer_str(&scan->text)))
        word.text = pf_arena_str(scan->arena, pf_buffer_str(&scan->text));
    return word;
}

static void pass_line(struct pf_shell_scan *scan)
{
    ptrdiff_t line_end = pf_str_find_byte(rest(scan), '\n');
    scan->at = line_end == PF_STR_NONE ? scan->end : scan->at + (size_t)line_end;
}

static void pass_blanks(struct pf_shell_scan *scan)
{
    while (scan->at < scan->end) {
        char c = byte_at(scan, scan->at);
        if (c == ' ' || c == '\t' || c == '\r')
            scan->at++;
        else if (c == '#')
            pass_line(scan);
        else if (c == '\\' && stands(scan, PF_STR("\\\n")))
            scan->at += 2;
        else if (c == '\\' && stands(scan, PF_STR("\\\r\n")))
            scan->at += 3;
        else
            break;
    }
}

/* The length of the operator at `at`, 0 when none stands there; longest first. */
static size_t operator_length(const struct pf_shell_scan *scan, size_t at)
{
    static const pf_str operators[] = {
        PF_STR_INIT(";;&"), PF_STR_INIT("&>>"), PF_STR_INIT("<<<"), PF_STR_INIT("<<-"),
        PF_STR_INIT(";;"),  PF_STR_INIT(";&"),  PF_STR_INIT("&&"),  PF_STR_INIT("&>"),
        PF_STR_INIT("||"),  PF_STR_INIT("|&"),  PF_STR_INIT("<<"),  PF_STR_INIT("<&"),
        PF_STR_INIT("<>"),  PF_STR_INIT(">>"),  PF_STR_INIT(">&"),  PF_STR_INIT(">|"),
        PF_STR_INIT(";"),   PF_STR_INIT("&"),   PF_STR_INIT("|"),   PF_STR_INIT("("),
        PF_STR_INIT(")"),   PF_STR_INIT("<"),   PF_STR_INIT(">")};
    if (!ends_word(byte_at(scan, at)))
        return 0;
    pf_str here = pf_str_slice(scan->script, at, scan->end);
    if (pf_str_starts(here, PF_STR("<(")) || pf_str_starts(here, PF_STR(">(")))
        return 0;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (pf_str_starts(here, operators[i]))
            return operators[i].len;
    return 0;
}

struct pf_shell_token pf_shell_scan_next(struct pf_shell_scan *scan)
{
    pass_blanks(scan);
    if (scan->at >= scan->end)
        return (struct pf_shell_token){.kind = PF_SHELL_END};
    if (byte_at(scan, scan->at) == '\n') {
        scan->at++;
        return (struct pf_shell_token){.kind = PF_SHELL_LINE_END};
    }
    size_t digits = scan->at; /* 2>: the number belongs to the operator */
    while (pf_is_digit(byte_at(scan, digits)))
        digits++;
    char behind = byte_at(scan, digits);
    size_t at = behind == '<' || behind == '>' ? digits : scan->at;
    size_t len = operator_length(scan, at);
    if (len > 0) {
        scan->at = at + len;
        return (struct pf_shell_token){.kind = PF_SHELL_OPERATOR,
                                       .operator= pf_str_slice(scan->script, at, at + len)};
    }
    return (struct pf_shell_token){.kind = PF_SHELL_WORD, .word = read_word(scan)};
}
