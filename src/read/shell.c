/* Shell scripts → the simple commands they start, and how certainly. */
#include "read/shell.h"

#include "read/shell_scan.h"
#include "read/shell_word.h"

enum frame_kind { IF, LOOP, CASE, BRACES, BRACKETS };

enum {
    MAX_SPREAD = 32,   /* compounds inside each other whose redirects reach their commands */
    MAX_REDIRECTS = 16 /* a command takes from the compounds around it */
};

/* A compound command that is open. */
struct frame {
    enum frame_kind kind;
    bool conditional;  /* its commands now are */
    bool body_certain; /* a for over words that are there */
    bool in_pattern;   /* case: a pattern is due, not a command */
    bool chained;      /* what `chained` was in front of it */
    size_t first;      /* index of its first command */
};

struct heredoc {
    pf_str delimiter;
    bool tabs, literal;
    size_t command; /* index of the one that reads it */
};

struct reader {
    struct pf_shell_scan scan;
    struct pf_shell_commands *commands;
    PF_PILE(struct frame) frames;
    PF_PILE(struct heredoc) heredocs; /* whose text begins on the next line */
    enum pf_shell_joint joint;        /* of the next command */
    bool conditional;                 /* everything here is */
    bool chained;                     /* behind && or || */
    bool function_body_next;
    bool closed_compound; /* the last token ended one: redirects are its own */
    size_t closed_first;  /* … which began with this command */
    unsigned depth;
};

struct words {
    struct pf_shell_word *items;
    size_t count, capacity;
};

static struct pf_arena *arena_of(const struct reader *reader)
{
    return reader->scan.arena;
}

static struct frame *top_frame(struct reader *reader)
{
    return reader->frames.count > 0 ? &reader->frames.items[reader->frames.count - 1] : NULL;
}

static bool conditional_here(struct reader *reader)
{
    const struct frame *frame = top_frame(reader);
    return reader->chained || (frame != NULL ? frame->conditional : reader->conditional);
}

static struct frame *open_frame(struct reader *reader, enum frame_kind kind)
{
    struct frame frame = {.kind = kind,
                          .conditional = conditional_here(reader) || reader->function_body_next,
                          .chained = reader->chained,
                          .first = reader->commands->count};
    reader->chained = reader->function_body_next = false;
    struct frame *added = pf_pile_add(arena_of(reader), &reader->frames);
    *added = frame;
    return added;
}

static void close_frame(struct reader *reader, enum frame_kind kind)
{
    const struct frame *frame = top_frame(reader);
    if (frame == NULL || frame->kind != kind)
        return;
    reader->chained = frame->chained;
    reader->closed_compound = true;
    reader->closed_first = frame->first;
    reader->frames.count--;
}

static void end_list(struct reader *reader, enum pf_shell_joint joint)
{
    reader->joint = joint;
    reader->chained = false;
}

/* ---- here-documents ---- */

static void read_heredoc(struct reader *reader, const struct heredoc *heredoc)
{
    struct pf_shell_scan *scan = &reader->scan;
    size_t from = scan->at, to = scan->at;
    bool ended = false;
    while (!ended && scan->at < scan->end) {
        size_t line = to = scan->at;
        while (scan->at < scan->end && scan->script.data[scan->at] != '\n')
            scan->at++;
        ended =
            pf_shell_heredoc_ends(scan->script, line, scan->at, heredoc->delimiter, heredoc->tabs);
        scan->at += scan->at < scan->end;
        if (!ended)
            to = scan->at;
    }
    pf_str text = pf_str_slice(scan->script, from, to);
    if (heredoc->command < reader->commands->count)
        reader->commands->items[heredoc->command].heredoc =
            heredoc->tabs ? pf_shell_without_tabs(arena_of(reader), text) : text;
    if (heredoc->literal)
        return;
    pf_shell_scan_inner(scan, from, to);
}

/* ---- substitutions ---- */

static void read_script(struct pf_arena *arena, pf_str script, struct pf_shell_range range,
                        bool conditional, unsigned depth, struct pf_shell_commands *commands);

/* The commands inside what was read since the last time. */
static void read_inner(struct reader *reader, bool conditional)
{
    struct pf_shell_ranges inner = reader->scan.inner;
    reader->scan.inner = (struct pf_shell_ranges){0};
    for (size_t i = 0; i < inner.count; i++)
        if (reader->depth < PF_SHELL_DEPTH)
            read_script(arena_of(reader), reader->scan.script, inner.items[i], conditional,
                        reader->depth + 1, reader->commands);
}

static void line_end(struct reader *reader)
{
    for (size_t i = 0; i < reader->heredocs.count; i++)
        read_heredoc(reader, &reader->heredocs.items[i]);
    reader->heredocs.count = 0;
    read_inner(reader, conditional_here(reader));
    bool waits = reader->joint == PF_SHELL_AND || reader->joint == PF_SHELL_OR ||
                 reader->joint == PF_SHELL_PIPE || reader->joint == PF_SHELL_BACKGROUND;
    if (!waits)
        end_list(reader, PF_SHELL_THEN);
}

/* A token that turns out to belong to somebody else is read again. */
struct mark {
    size_t at, inner;
};

static struct mark mark_of(const struct reader *reader)
{
    return (struct mark){reader->scan.at, reader->scan.inner.count};
}

static void return_to(struct reader *reader, struct mark mark)
{
    reader->scan.at = mark.at;
    reader->scan.inner.count = mark.inner;
}

/* ---- redirects ---- */

/*
 * What follows a redirecting operator: a file to `files`, a here-string to `*heredoc`, a
 * here-document is noted for `command`.
 */
static void read_redirect(struct reader *reader, pf_str operator, size_t command,
                          struct words *files, pf_str *heredoc)
{
    struct mark before = mark_of(reader);
    struct pf_shell_token token = pf_shell_scan_next(&reader->scan);
    if (token.kind != PF_SHELL_WORD) {
        return_to(reader, before);
        return;
    }
    if (pf_str_eq(operator, PF_STR("<<<"))) {
        *heredoc = token.word.text;
    } else if (pf_str_starts(operator, PF_STR("<<"))) {
        *pf_pile_add(arena_of(reader), &reader->heredocs) =
            (struct heredoc){.delimiter = token.word.text,
                             .tabs = operator.len == 3,
                             .literal = token.word.quoted,
                             .command = command};
    } else if (!(pf_str_ends(operator, PF_STR("&")) && pf_shell_is_descriptor(token.word.text))) {
        *pf_pile_add(arena_of(reader), files) = token.word;
    }
}

/* done > file: as if each command inside had it. */
static void redirect_compound(struct reader *reader, pf_str operator)
{
    struct words files = {0};
    size_t first = reader->closed_first;
    pf_str heredoc = {0};
    read_redirect(reader, operator, first, &files, &heredoc);
    if (heredoc.len > 0 && first < reader->commands->count)
        reader->commands->items[first].heredoc = heredoc;
    if (files.count == 0 || reader->frames.count >= MAX_SPREAD)
        return;
    for (size_t i = first; i < reader->commands->count; i++) {
        struct pf_shell_command *command = &reader->commands->items[i];
        if (command->redirect_count >= MAX_REDIRECTS)
            continue;
        struct words all = {0};
        for (size_t j = 0; j < command->redirect_count; j++)
            *pf_pile_add(arena_of(reader), &all) = command->redirects[j];
        *pf_pile_add(arena_of(reader), &all) = files.items[0];
        command->redirects = all.items;
        command->redirect_count = all.count;
    }
}

/* ---- simple commands ---- */

static size_t pass_blanks(const struct pf_shell_scan *scan, size_t at)
{
    while (at < scan->end && (scan->script.data[at] == ' ' || scan->script.data[at] == '\t'))
        at++;
    return at;
}

/* Behind the first word: `name ()`. */
static bool is_function_head(struct reader *reader)
{
    const struct pf_shell_scan *scan = &reader->scan;
    size_t open = pass_blanks(scan, scan->at);
    if (open >= scan->end || scan->script.data[open] != '(')
        return false;
    size_t close = pass_blanks(scan, open + 1);
    if (close >= scan->end || scan->script.data[close] != ')')
        return false;
    reader->scan.at = close + 1;
    return true;
}

/* Up to ]], whose && and < are words of the test. */
static void read_test(struct reader *reader, struct words *words)
{
    for (;;) {
        struct pf_shell_token token = pf_shell_scan_next(&reader->scan);
        if (token.kind == PF_SHELL_END)
            return;
        if (token.kind == PF_SHELL_LINE_END)
            continue;
        if (token.kind == PF_SHELL_OPERATOR)
            token.word = (struct pf_shell_word){.text = token.operator,
                                                .at = reader->scan.at - token.operator.len,
                                                .len = token.operator.len,
                                                .literal = true};
        *pf_pile_add(arena_of(reader), words) = token.word;
        if (token.kind == PF_SHELL_WORD && pf_str_eq(token.word.text, PF_STR("]]")))
            return;
    }
}

static struct pf_shell_command *begin_command(struct reader *reader)
{
    struct pf_shell_command *command = pf_pile_add(arena_of(reader), reader->commands);
    *command =
        (struct pf_shell_command){.joint = reader->joint, .conditional = conditional_here(reader)};
    reader->joint = PF_SHELL_THEN;
    reader->function_body_next = false;
    return command;
}

/* The tokens that belong to the command; the first that does not is left to be read. */
static void read_parts(struct reader *reader, size_t index, struct pf_shell_token token,
                       struct words *assignments, struct words *words, struct words *redirects)
{
    struct pf_arena *arena = arena_of(reader);
    for (struct mark before = mark_of(reader);; token = pf_shell_scan_next(&reader->scan)) {
        if (token.kind == PF_SHELL_WORD) {
            bool sets =
                words->count == 0 && pf_shell_is_assignment(reader->scan.script, &token.word);
            *pf_pile_add(arena, sets ? assignments : words) = token.word;
            if (words->count == 1 && !sets && !token.word.quoted &&
                pf_str_eq(token.word.text, PF_STR("[[")))
                read_test(reader, words);
        } else if (token.kind == PF_SHELL_OPERATOR && pf_shell_is_redirect(token.operator)) {
            read_redirect(reader, token.operator, index, redirects,
                          &reader->commands->items[index].heredoc);
        } else {
            return_to(reader, before);
            return;
        }
        before = mark_of(reader);
    }
}

static void read_simple(struct reader *reader, struct pf_shell_token token)
{
    if (token.kind == PF_SHELL_WORD && !token.word.quoted && is_function_head(reader)) {
        reader->function_body_next = true;
        return;
    }
    size_t index = reader->commands->count;
    struct words assignments = {0}, words = {0}, redirects = {0};
    bool conditional = begin_command(reader)->conditional;
    read_parts(reader, index, token, &assignments, &words, &redirects);
    struct pf_shell_command *command = &reader->commands->items[index];
    command->words = words.items;
    command->word_count = words.count;
    command->assignments = assignments.items;
    command->assignment_count = assignments.count;
    command->redirects = redirects.items;
    command->redirect_count = redirects.count;
    read_inner(reader, conditional);
}

/* (( … )): one word as written. */
static void read_arithmetic(struct reader *reader, size_t from)
{
    size_t to;
    if (pf_shell_skip(reader->scan.script, from, reader->scan.end, false, &to))
        pf_shell_scan_inner(&reader->scan, from + 2, to);
    struct pf_shell_command *command = begin_command(reader);
    command->words = PF_NEW(arena_of(reader), struct pf_shell_word);
    command->words[0] = (struct pf_shell_word){
        .text = pf_str_slice(reader->scan.script, from, to), .at = from, .len = to - from};
    command->word_count = 1;
    reader->scan.at = to;
    read_inner(reader, command->conditional);
}

/* ---- keywords ---- */

/* The next token that is no line end. */
static struct pf_shell_token next_solid(struct reader *reader)
{
    struct pf_shell_token token;
    do {
        token = pf_shell_scan_next(&reader->scan);
    } while (token.kind == PF_SHELL_LINE_END);
    return token;
}

/* for NAME in WORD… and for ((…)); the `do` is a keyword like any other. */
static void open_for(struct reader *reader)
{
    bool certain = false;
    struct mark before = mark_of(reader);
    struct pf_shell_token token = pf_shell_scan_next(&reader->scan);
    if (token.kind == PF_SHELL_OPERATOR && pf_str_eq(token.operator, PF_STR("("))) {
        size_t behind;
        if (pf_shell_skip(reader->scan.script, reader->scan.at - 1, reader->scan.end, false,
                          &behind))
            pf_shell_scan_inner(&reader->scan, reader->scan.at, behind);
        reader->scan.at = behind;
    } else {
        before = mark_of(reader);
        token = next_solid(reader);
        bool lists = token.kind == PF_SHELL_WORD && pf_str_eq(token.word.text, PF_STR("in"));
        if (!lists)
            return_to(reader, before);
        bool all = true;
        size_t count = 0;
        for (before = mark_of(reader); lists; before = mark_of(reader), count++) {
            token = pf_shell_scan_next(&reader->scan);
            if (token.kind != PF_SHELL_WORD)
                break;
            bool there =
                token.word.literal && (token.word.quoted || !pf_shell_has_pattern(token.word.text));
            all = all && there;
        }
        return_to(reader, before);
        certain = lists && all && count > 0;
    }
    struct frame *frame = open_frame(reader, LOOP);
    frame->body_certain = certain;
    read_inner(reader, frame->conditional);
}

static void open_case(struct reader *reader)
{
    struct mark before = mark_of(reader);
    struct pf_shell_token token = pf_shell_scan_next(&reader->scan);
    if (token.kind != PF_SHELL_WORD)
        return_to(reader, before);
    before = mark_of(reader);
    token = next_solid(reader);
    if (token.kind != PF_SHELL_WORD || !pf_str_eq(token.word.text, PF_STR("in")))
        return_to(reader, before);
    struct frame *frame = open_frame(reader, CASE);
    read_inner(reader, frame->conditional);
    frame = top_frame(reader);
    frame->conditional = frame->in_pattern = true;
}

static void name_function(struct reader *reader)
{
    struct mark before = mark_of(reader);
    struct pf_shell_token token = pf_shell_scan_next(&reader->scan);
    if (token.kind == PF_SHELL_WORD)
        is_function_head(reader);
    else
        return_to(reader, before);
    reader->function_body_next = true;
}

static void enter_branch(struct reader *reader, enum frame_kind kind)
{
    struct frame *frame = top_frame(reader);
    if (frame != NULL && frame->kind == kind && !frame->body_certain)
        frame->conditional = true;
    end_list(reader, PF_SHELL_THEN);
}

static void read_keyword(struct reader *reader, enum pf_shell_keyword keyword)
{
    switch (keyword) {
    case PF_SHELL_K_IF:
        open_frame(reader, IF);
        break;
    case PF_SHELL_K_LOOP:
        open_frame(reader, LOOP);
        break;
    case PF_SHELL_K_FOR:
        open_for(reader);
        break;
    case PF_SHELL_K_CASE:
        open_case(reader);
        break;
    case PF_SHELL_K_OPEN:
        open_frame(reader, BRACES);
        break;
    case PF_SHELL_K_THEN:
        enter_branch(reader, IF);
        break;
    case PF_SHELL_K_DO:
        enter_branch(reader, LOOP);
        break;
    case PF_SHELL_K_FI:
        close_frame(reader, IF);
        break;
    case PF_SHELL_K_DONE:
        close_frame(reader, LOOP);
        break;
    case PF_SHELL_K_ESAC:
        close_frame(reader, CASE);
        break;
    case PF_SHELL_K_CLOSE:
        close_frame(reader, BRACES);
        break;
    case PF_SHELL_K_FUNCTION:
        name_function(reader);
        break;
    case PF_SHELL_K_PASS:
    case PF_SHELL_K_NONE:
        break;
    }
}

/* In front of a case pattern's ): only its end and esac matter. */
static void read_pattern(struct reader *reader, const struct pf_shell_token *token)
{
    if (token->kind == PF_SHELL_WORD && pf_shell_keyword_of(&token->word) == PF_SHELL_K_ESAC) {
        close_frame(reader, CASE);
    } else if (token->kind == PF_SHELL_OPERATOR && pf_str_eq(token->operator, PF_STR(")"))) {
        top_frame(reader)->in_pattern = false;
        end_list(reader, PF_SHELL_THEN);
    }
    read_inner(reader, true);
}

static void read_operator(struct reader *reader, pf_str operator)
{
    struct frame *frame = top_frame(reader);
    if (pf_str_eq(operator, PF_STR("("))) {
        open_frame(reader, BRACKETS);
    } else if (pf_str_eq(operator, PF_STR(")"))) {
        close_frame(reader, BRACKETS);
    } else if (pf_str_eq(operator, PF_STR("&&")) || pf_str_eq(operator, PF_STR("||"))) {
        reader->joint = operator.data[0] == '&' ? PF_SHELL_AND : PF_SHELL_OR;
        reader->chained = true;
    } else if (operator.data[0] == '|') {
        reader->joint = PF_SHELL_PIPE;
    } else {
        end_list(reader, pf_str_eq(operator, PF_STR("&")) ? PF_SHELL_BACKGROUND : PF_SHELL_THEN);
        if (operator.len> 1 && frame != NULL && frame->kind == CASE)
            frame->in_pattern = true;
    }
}

/* A token where a command may begin. */
static void read_token(struct reader *reader, const struct pf_shell_token *token)
{
    const struct frame *frame = top_frame(reader);
    bool closed = reader->closed_compound;
    bool opens = token->kind == PF_SHELL_OPERATOR && pf_str_eq(token->operator, PF_STR("("));
    reader->closed_compound = false;
    if (token->kind == PF_SHELL_LINE_END) {
        line_end(reader);
    } else if (frame != NULL && frame->in_pattern) {
        read_pattern(reader, token);
    } else if (token->kind == PF_SHELL_WORD) {
        enum pf_shell_keyword keyword = pf_shell_keyword_of(&token->word);
        if (keyword == PF_SHELL_K_NONE)
            read_simple(reader, *token);
        else
            read_keyword(reader, keyword);
    } else if (pf_shell_is_redirect(token->operator) && closed) {
        redirect_compound(reader, token->operator);
        reader->closed_compound = true;
    } else if (pf_shell_is_redirect(token->operator)) {
        read_simple(reader, *token);
    } else if (opens &&
               pf_str_starts(pf_str_slice(reader->scan.script, reader->scan.at, reader->scan.end),
                             PF_STR("("))) {
        read_arithmetic(reader, reader->scan.at - 1);
    } else {
        read_operator(reader, token->operator);
    }
}

static void read_script(struct pf_arena *arena, pf_str script, struct pf_shell_range range,
                        bool conditional, unsigned depth, struct pf_shell_commands *commands)
{
    struct reader reader = {.scan = {.arena = arena,
                                     .script = script,
                                     .at = range.from,
                                     .end = range.to,
                                     .text = pf_buffer_new(arena)},
                            .commands = commands,
                            .joint = PF_SHELL_THEN,
                            .conditional = conditional,
                            .depth = depth};
    for (;;) {
        struct pf_shell_token token = pf_shell_scan_next(&reader.scan);
        if (token.kind == PF_SHELL_END)
            break;
        read_token(&reader, &token);
    }
    read_inner(&reader, conditional);
}

struct pf_shell_commands pf_shell_read(struct pf_arena *arena, pf_str script)
{
    struct pf_shell_commands commands = {0};
    read_script(arena, script, (struct pf_shell_range){0, script.len}, false, 0, &commands);
    return commands;
}

struct pf_strs pf_shell_words(struct pf_arena *arena, pf_str text)
{
    struct pf_strs words = {0};
    struct pf_shell_scan scan = {
        .arena = arena, .script = text, .end = text.len, .text = pf_buffer_new(arena)};
    for (;;) {
        struct pf_shell_token token = pf_shell_scan_next(&scan);
        if (token.kind == PF_SHELL_END)
            return words;
        if (token.kind == PF_SHELL_WORD)
            *pf_pile_add(arena, &words) = token.word.text;
        else if (token.kind == PF_SHELL_OPERATOR)
            *pf_pile_add(arena, &words) = token.operator;
    }
}

bool pf_shell_has_word(const struct pf_shell_command *command, size_t from, pf_str word)
{
    for (size_t i = from; i < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, word))
            return true;
    return false;
}

bool pf_shell_mentions(const struct pf_shell_word *words, size_t count, pf_str text)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_contains(words[i].text, text))
            return true;
    return false;
}
