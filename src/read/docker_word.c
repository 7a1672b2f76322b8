/* The word rules of Dockerfile instructions: splitting, unquoting, filling in variables. */
#include "read/docker_word.h"

#include "base/buffer.h"

static void add(struct pf_arena *arena, struct pf_docker_ranges *ranges, size_t from, size_t to)
{
    *pf_pile_add(arena, ranges) = (struct pf_docker_range){from, to};
}

/* Behind the closing quote; an escape counts in " only. */
static size_t pass_quotes(pf_str text, size_t at, char escape)
{
    char quote = text.data[at];
    for (at++; at < text.len && text.data[at] != quote; at++)
        if (text.data[at] == escape && quote == '"')
            at++;
    return at < text.len ? at + 1 : text.len;
}

size_t pf_docker_first_word(pf_str text, char escape)
{
    size_t at = 0;
    while (at < text.len && !pf_is_space(text.data[at])) {
        if (text.data[at] == '\'' || text.data[at] == '"')
            at = pass_quotes(text, at, escape);
        else
            at += text.data[at] == escape ? 2 : 1;
    }
    return at < text.len ? at : text.len;
}

struct pf_docker_ranges pf_docker_split(struct pf_arena *arena, pf_str text, char escape)
{
    struct pf_docker_ranges ranges = {0};
    for (size_t at = 0; at < text.len;) {
        size_t len = pf_docker_first_word(pf_str_slice(text, at, text.len), escape);
        if (len > 0)
            add(arena, &ranges, at, at + len);
        at += len > 0 ? len : 1;
    }
    return ranges;
}

struct pf_docker_ranges pf_docker_fields(struct pf_arena *arena, pf_str text)
{
    struct pf_docker_ranges ranges = {0};
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && !pf_is_space(text.data[at]))
            at++;
        if (at > from)
            add(arena, &ranges, from, at);
        else
            at++;
    }
    return ranges;
}

struct filler {
    struct pf_arena *arena;
    pf_str word;
    size_t at;
    char escape;
    const struct pf_docker_variables *variables;
    struct pf_buffer text;
    enum pf_docker_outcome outcome;
    pf_str reason;
    unsigned depth;
    bool gave_up; /* too deep: the rest was not looked at */
};

static bool more(const struct filler *filler)
{
    return filler->at < filler->word.len;
}

static char peek(const struct filler *filler)
{
    return more(filler) ? filler->word.data[filler->at] : '\0';
}

/* The first trouble is kept; a broken word outranks an unknown one. */
static void note(struct filler *filler, enum pf_docker_outcome outcome, pf_str reason)
{
    if (outcome <= filler->outcome)
        return;
    filler->outcome = outcome;
    filler->reason = reason;
}

/* A name, digits, or one of the shell's special parameters; empty when none stands there. */
static pf_str read_name(struct filler *filler)
{
    size_t from = filler->at;
    char c = peek(filler);
    if (pf_is_digit(c)) {
        while (pf_is_digit(peek(filler)))
            filler->at++;
    } else if (pf_is_name(c)) {
        while (pf_is_name(peek(filler)))
            filler->at++;
    } else if (more(filler) && pf_str_find_byte(PF_STR("@*#?-$!"), c) >= 0) {
        filler->at++;
    }
    return pf_str_slice(filler->word, from, filler->at);
}

static enum pf_docker_found look_up(struct filler *filler, pf_str name, pf_str *value)
{
    *value = PF_STR("");
    return filler->variables->get(filler->variables->context, name, value);
}

static void note_unknown(struct filler *filler, pf_str name, pf_str reason)
{
    if (reason.len == 0)
        reason = pf_arena_format(filler->arena, "$%.*s is not known", PF_ARG(name));
    note(filler, PF_DOCKER_OPEN, reason);
}

static void fill_until(struct filler *filler, char stop);

/* The text up to the } that closes, variables filled in; nothing of it reaches the word. */
static pf_str read_alternative(struct filler *filler, enum pf_docker_outcome *outcome,
                               pf_str *reason)
{
    struct filler inner = *filler;
    inner.text = pf_buffer_new(filler->arena);
    inner.outcome = PF_DOCKER_FILLED;
    inner.depth++;
    if (inner.depth > PF_DOCKER_WORD_DEPTH) {
        inner.at = inner.word.len;
        inner.gave_up = true;
        note(&inner, PF_DOCKER_OPEN, PF_STR("nested too deeply"));
    } else {
        fill_until(&inner, '}');
        if (!more(&inner) && !inner.gave_up)
            note(&inner, PF_DOCKER_BROKEN, PF_STR("'${' is not closed"));
    }
    filler->gave_up = inner.gave_up;
    filler->at = inner.at + (inner.at < inner.word.len);
    *outcome = inner.outcome;
    *reason = inner.reason;
    return pf_buffer_str(&inner.text);
}

/* Behind the operator of ${name:-…}, ${name+…} or ${name?…}. */
static void fill_alternative(struct filler *filler, pf_str name, bool empty_counts_as_unset,
                             char operation)
{
    enum pf_docker_outcome outcome;
    pf_str reason, value;
    pf_str other = read_alternative(filler, &outcome, &reason);
    if (outcome == PF_DOCKER_BROKEN)
        note(filler, outcome, reason);
    enum pf_docker_found found = look_up(filler, name, &value);
    bool there = found == PF_DOCKER_SET && !(empty_counts_as_unset && value.len == 0);
    if (found == PF_DOCKER_UNKNOWN) {
        note_unknown(filler, name, value);
    } else if (operation == '?' && !there) {
        note(filler, PF_DOCKER_BROKEN,
             pf_arena_format(filler->arena, "$%.*s is not set: %.*s", PF_ARG(name), PF_ARG(other)));
    } else if ((operation == '-' && !there) || (operation == '+' && there)) {
        note(filler, outcome, reason);
        pf_buffer_add(&filler->text, other);
    } else if (operation != '+') {
        pf_buffer_add(&filler->text, value);
    }
}

static void fill_plain(struct filler *filler, pf_str name)
{
    pf_str value;
    if (look_up(filler, name, &value) == PF_DOCKER_UNKNOWN)
        note_unknown(filler, name, value);
    else
        pf_buffer_add(&filler->text, value);
}

/* Behind "${". */
static void fill_braces(struct filler *filler)
{
    pf_str name = read_name(filler);
    char c = peek(filler);
    bool colon = c == ':';
    filler->at += more(filler);
    if (colon) {
        c = peek(filler);
        filler->at += more(filler);
    }
    if (name.len == 0) {
        note(filler, PF_DOCKER_BROKEN, PF_STR("'${' without a name"));
    } else if (c == '}' && !colon) {
        fill_plain(filler, name);
    } else if (c != '\0' && pf_str_find_byte(PF_STR("-+?"), c) >= 0) {
        fill_alternative(filler, name, colon, c);
    } else if (c != '\0' && !colon && pf_str_find_byte(PF_STR("#%/"), c) >= 0) {
        enum pf_docker_outcome outcome;
        pf_str reason;
        read_alternative(filler, &outcome, &reason);
        note(filler, outcome == PF_DOCKER_BROKEN ? outcome : PF_DOCKER_OPEN,
             outcome == PF_DOCKER_BROKEN ? reason : PF_STR("a pattern is cut out of a variable"));
    } else {
        note(filler, PF_DOCKER_BROKEN,
             pf_arena_format(filler->arena, "'${%.*s' is not closed or has an unknown modifier",
                             PF_ARG(name)));
    }
}

/* `at` stands on a dollar sign. */
static void fill_variable(struct filler *filler)
{
    filler->at++;
    if (filler->variables == NULL) {
        pf_buffer_add_byte(&filler->text, '$');
        return;
    }
    if (peek(filler) == '{') {
        filler->at++;
        fill_braces(filler);
        return;
    }
    pf_str name = read_name(filler);
    if (name.len == 0)
        pf_buffer_add_byte(&filler->text, '$');
    else
        fill_plain(filler, name);
}

static void fill_single_quotes(struct filler *filler)
{
    for (filler->at++; more(filler) && peek(filler) != '\''; filler->at++)
        pf_buffer_add_byte(&filler->text, peek(filler));
    if (!more(filler))
        note(filler, PF_DOCKER_BROKEN, PF_STR("a single quote is not closed"));
    filler->at += more(filler);
}

static void fill_double_quotes(struct filler *filler)
{
    for (filler->at++; more(filler) && peek(filler) != '"';) {
        char c = peek(filler);
        if (c == '$') {
            fill_variable(filler);
            continue;
        }
        char next = filler->at + 1 < filler->word.len ? filler->word.data[filler->at + 1] : '\0';
        if (c == filler->escape && (next == '"' || next == '$' || next == filler->escape)) {
            filler->at++;
            c = next;
        }
        pf_buffer_add_byte(&filler->text, c);
        filler->at++;
    }
    if (!more(filler) && !filler->gave_up)
        note(filler, PF_DOCKER_BROKEN, PF_STR("a double quote is not closed"));
    filler->at += more(filler);
}

/* Up to `stop` outside quotes, or to the end; `stop` itself stays. */
static void fill_until(struct filler *filler, char stop)
{
    while (more(filler) && (stop == '\0' || peek(filler) != stop)) {
        char c = peek(filler);
        if (c == '\'') {
            fill_single_quotes(filler);
        } else if (c == '"') {
            fill_double_quotes(filler);
        } else if (c == '$') {
            fill_variable(filler);
        } else {
            filler->at += c == filler->escape;
            if (more(filler))
                pf_buffer_add_byte(&filler->text, peek(filler));
            filler->at += more(filler);
        }
    }
}

enum pf_docker_outcome pf_docker_fill(struct pf_arena *arena, pf_str word, char escape,
                                      const struct pf_docker_variables *variables, pf_str *text)
{
    struct filler filler = {.arena = arena,
                            .word = word,
                            .escape = escape,
                            .variables = variables,
                            .text = pf_buffer_new(arena)};
    fill_until(&filler, '\0');
    *text = filler.outcome == PF_DOCKER_FILLED ? pf_buffer_str(&filler.text) : filler.reason;
    return filler.outcome;
}
