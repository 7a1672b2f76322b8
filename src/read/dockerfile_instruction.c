/* Instructions by the rules of BuildKit's line parsers. */
#include "read/dockerfile_instruction.h"

#include "base/nearest.h"
#include "read/docker_word.h"
#include "read/json.h"
#include "read/shell_scan.h"

/* How the rest of a line is taken apart. */
enum manner {
    SENTENCE, /* all of it is one value */
    FIELDS,   /* values between blanks */
    LIST,     /* the same, or a JSON array */
    COMMAND,  /* a shell command, or a JSON array */
    PAIRS,    /* name=value…, or name value */
    NAMES,    /* name or name=value… */
    HEALTH,
    TRIGGER
};

static const struct instruction {
    const char *name;
    enum manner manner;
    size_t least;      /* values it needs */
    bool heredocs;     /* takes here-documents */
    const char *flags; /* space in front of and behind each; one with * may come several times */
} instructions[] = {
    {"ADD", LIST, 2, true, " chown chmod link keep-git-dir checksum unpack exclude* "},
    {"ARG", NAMES, 1, false, " "},
    {"CMD", COMMAND, 0, false, " "},
    {"COPY", LIST, 2, true, " from chown chmod link parents exclude* "},
    {"ENTRYPOINT", COMMAND, 0, false, " "},
    {"ENV", PAIRS, 1, false, " "},
    {"EXPOSE", FIELDS, 1, false, " "},
    {"FROM", FIELDS, 1, false, " platform "},
    {"HEALTHCHECK", HEALTH, 1, false, " interval timeout start-period start-interval retries "},
    {"LABEL", PAIRS, 1, false, " "},
    {"MAINTAINER", SENTENCE, 1, false, " "},
    {"ONBUILD", TRIGGER, 1, true, " "},
    {"RUN", COMMAND, 0, true, " mount* network security device* "},
    {"SHELL", COMMAND, 1, false, " "},
    {"STOPSIGNAL", SENTENCE, 1, false, " "},
    {"USER", SENTENCE, 1, false, " "},
    {"VOLUME", LIST, 1, false, " "},
    {"WORKDIR", SENTENCE, 1, false, " "},
};
enum { INSTRUCTION_COUNT = sizeof instructions / sizeof *instructions, MAX_FLAGS = 8 };

/* What is being built, and the part of the line that is still to be read. */
struct reading {
    struct pf_docker_lines *lines;
    const struct pf_docker_line *line;
    const struct instruction *instruction;
    struct pf_node *node, *words;
    size_t at, end; /* in the line's text */
};

static struct pf_arena *arena_of(const struct reading *reading)
{
    return reading->lines->arena;
}

static pf_str text_of(const struct reading *reading, size_t from, size_t to)
{
    return pf_str_slice(reading->line->text, from, to);
}

static pf_span span_of(const struct reading *reading, size_t from, size_t to)
{
    return pf_docker_line_span(reading->line, from, to);
}

__attribute__((format(printf, 4, 5))) static void refuse(const struct reading *reading, size_t from,
                                                         size_t to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str message = pf_arena_vformat(arena_of(reading), format, args);
    va_end(args);
    pf_fault_add(arena_of(reading), reading->lines->faults, PF_FAULT_UNPARSABLE,
                 span_of(reading, from, to), "%.*s", PF_ARG(message));
}

static void put_text(const struct reading *reading, const char *key, pf_str text, size_t from,
                     size_t to)
{
    pf_span span = span_of(reading, from, to);
    pf_node_put(arena_of(reading), reading->node, pf_str_c(key), span,
                pf_node_str(arena_of(reading), text, span));
}

/* The value without quotes and escapes; variables stay. False where Docker refuses it: `*node` is
 * what is written, `*reason` why. */
static bool try_unquoted(const struct reading *reading, size_t from, size_t to,
                         struct pf_node **node, pf_str *reason)
{
    pf_str text, written = text_of(reading, from, to);
    bool fits = pf_docker_fill(arena_of(reading), written, reading->lines->escape, NULL, &text) !=
                PF_DOCKER_BROKEN;
    *reason = text;
    *node = pf_node_str(arena_of(reading), fits ? text : written, span_of(reading, from, to));
    if (pf_str_starts(written, PF_STR("'")))
        (*node)->style = PF_STYLE_SINGLE;
    else if (pf_str_starts(written, PF_STR("\"")))
        (*node)->style = PF_STYLE_DOUBLE;
    return fits;
}

static struct pf_node *unquoted(const struct reading *reading, size_t from, size_t to)
{
    struct pf_node *node;
    pf_str reason;
    if (!try_unquoted(reading, from, to, &node, &reason))
        refuse(reading, from, to, "%.*s in %.*s", PF_ARG(reason), PF_ARG(node->text));
    return node;
}

static void add_word(const struct reading *reading, struct pf_node *word)
{
    pf_node_append(arena_of(reading), reading->words, word);
}

/* ---- flags ---- */

/* Where " name " or " name* " stands among the instruction's flags. */
static bool knows_flag(const struct instruction *instruction, pf_str name, bool *several)
{
    pf_str rest = pf_str_trim(pf_str_c(instruction->flags)), flag;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, ' ', &flag, &rest);
        *several = pf_str_ends(flag, PF_STR("*"));
        if (pf_str_eq(pf_str_slice(flag, 0, flag.len - *several), name))
            return true;
    }
    return false;
}

static void refuse_flag(const struct reading *reading, size_t from, size_t to, pf_str name)
{
    pf_str known[MAX_FLAGS], flag, rest = pf_str_trim(pf_str_c(reading->instruction->flags));
    size_t count = 0;
    for (bool more = rest.len > 0; more && count < MAX_FLAGS; count++) {
        more = pf_str_cut(rest, ' ', &flag, &rest);
        known[count] = pf_str_slice(flag, 0, flag.len - pf_str_ends(flag, PF_STR("*")));
    }
    ptrdiff_t nearest = pf_nearest(name, known, count);
    if (nearest >= 0)
        refuse(reading, from, to, "%s has no flag '--%.*s'; did you mean '--%.*s'?",
               reading->instruction->name, PF_ARG(name), PF_ARG(known[nearest]));
    else
        refuse(reading, from, to, "%s has no flag '--%.*s'", reading->instruction->name,
               PF_ARG(name));
}

/* Go's notation: "1m30s", "500ms"; "30" has no unit and is refused. */
static bool is_duration(pf_str text)
{
    static const char *const units[] = {"ns", "us", "ms", "s", "m", "h"};
    if (pf_str_eq(text, PF_STR("0")))
        return true;
    size_t at = text.len > 0 && (text.data[0] == '+' || text.data[0] == '-');
    if (at >= text.len)
        return false;
    while (at < text.len) {
        size_t from = at, unit = 0;
        while (at < text.len && (pf_is_digit(text.data[at]) || text.data[at] == '.'))
            at++;
        pf_str rest = pf_str_slice(text, at, text.len);
        while (unit < sizeof units / sizeof *units && !pf_str_starts(rest, pf_str_c(units[unit])))
            unit++;
        if (at == from || unit == sizeof units / sizeof *units)
            return false;
        at += pf_str_c(units[unit]).len;
    }
    return true;
}

static void check_health_flag(const struct reading *reading, size_t from, size_t to, pf_str name,
                              pf_str value)
{
    int64_t number;
    if (pf_str_find_byte(value, '$') >= 0)
        return;
    bool fits = pf_str_eq(name, PF_STR("retries")) ? pf_str_to_int(value, &number) && number >= 0
                                                   : is_duration(value);
    if (!fits)
        refuse(reading, from, to, "--%.*s takes %s, not '%.*s'", PF_ARG(name),
               pf_str_eq(name, PF_STR("retries")) ? "a number" : "a time with its unit such as 30s",
               PF_ARG(value));
}

static void read_flag(const struct reading *reading, struct pf_node *flags, size_t from, size_t to)
{
    pf_str text = text_of(reading, from + 2, to), name, value;
    bool has_value = pf_str_cut(text, '=', &name, &value), several = false;
    size_t value_at = has_value ? from + 2 + name.len + 1 : from;
    if (!knows_flag(reading->instruction, name, &several)) {
        refuse_flag(reading, from, to, name);
        return;
    }
    if (!several && pf_node_get_str(flags, name) != NULL)
        refuse(reading, from, to, "flag '--%.*s' is given twice", PF_ARG(name));
    struct pf_node *node = has_value
                               ? unquoted(reading, value_at, to)
                               : pf_node_bool(arena_of(reading), true, span_of(reading, from, to));
    if (reading->instruction->manner == HEALTH)
        check_health_flag(reading, from, to, name, node->text);
    pf_node_put(arena_of(reading), flags, name, span_of(reading, from, from + 2 + name.len), node);
}

static void pass_blanks(struct reading *reading)
{
    while (reading->at < reading->end && pf_is_space(reading->line->text.data[reading->at]))
        reading->at++;
}

/* The words with -- in front; a bare -- ends them. */
static void read_flags(struct reading *reading)
{
    struct pf_node *flags = NULL;
    for (pass_blanks(reading);
         pf_str_starts(text_of(reading, reading->at, reading->end), PF_STR("--"));
         pass_blanks(reading)) {
        pf_str rest = text_of(reading, reading->at, reading->end);
        size_t from = reading->at, len = pf_docker_first_word(rest, '\\');
        reading->at += len;
        if (len == 2)
            break;
        if (flags == NULL)
            flags = pf_node_new(arena_of(reading), PF_MAP, span_of(reading, from, from + len));
        flags->span = pf_span_join(flags->span, span_of(reading, from, from + len));
        read_flag(reading, flags, from, from + len);
    }
    pass_blanks(reading);
    if (flags != NULL && flags->count > 0)
        pf_node_put(arena_of(reading), reading->node, PF_STR("flags"), flags->span, flags);
}

/* ---- here-documents ---- */

/* "<<-'EOF'" → the quoted name behind <<; false when the word is no such mark. */
static bool is_heredoc(pf_str word, bool *tabs, pf_str *name)
{
    size_t at = 0;
    while (at < word.len && pf_is_digit(word.data[at]))
        at++;
    if (!pf_str_starts(pf_str_slice(word, at, word.len), PF_STR("<<")))
        return false;
    at += 2;
    *tabs = at < word.len && word.data[at] == '-';
    *name = pf_str_slice(word, at + *tabs, word.len);
    return name->len > 0 && pf_str_find_byte(*name, '<') == PF_STR_NONE;
}

static void read_heredocs(const struct reading *reading)
{
    struct pf_arena *arena = arena_of(reading);
    pf_str text = text_of(reading, reading->at, reading->end);
    struct pf_node *heredocs = NULL;
    if (pf_str_find(text, PF_STR("<<")) == PF_STR_NONE)
        return;
    struct pf_docker_ranges words = pf_docker_split(arena, text, '\\');
    for (size_t i = 0; i < words.count; i++) {
        size_t from = reading->at + words.items[i].from, to = reading->at + words.items[i].to;
        bool tabs;
        pf_str written, name, content;
        pf_span span;
        if (!is_heredoc(text_of(reading, from, to), &tabs, &written) ||
            pf_docker_fill(arena, written, '\\', NULL, &name) != PF_DOCKER_FILLED || name.len == 0)
            continue;
        if (!pf_docker_lines_heredoc(reading->lines, name, tabs, &content, &span))
            refuse(reading, from, to, "here-document '%.*s' is not closed", PF_ARG(name));
        struct pf_node *heredoc = pf_node_new(arena, PF_MAP, span);
        pf_span mark = span_of(reading, from, to);
        pf_node_put(arena, heredoc, PF_STR("name"), mark, pf_node_str(arena, name, mark));
        pf_node_put(arena, heredoc, PF_STR("text"), span, pf_node_str(arena, content, span));
        pf_node_put(arena, heredoc, PF_STR("expand"), mark,
                    pf_node_bool(arena, pf_str_eq(written, name), mark));
        if (heredocs == NULL) {
            heredocs = pf_node_new(arena, PF_SEQ, span);
            pf_node_put(arena, reading->node, PF_STR("heredocs"), mark, heredocs);
        }
        pf_node_append(arena, heredocs, heredoc);
    }
}

/* ---- words ---- */

/* A JSON array of strings becomes the words. False: it is not JSON, so it is something else. */
static bool read_array(const struct reading *reading)
{
    pf_str text = text_of(reading, reading->at, reading->end);
    if (!pf_str_starts(text, PF_STR("[")))
        return false;
    struct pf_arena *arena = arena_of(reading);
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR(""), text);
    const struct pf_node *array = pf_json_read(arena, source, &faults);
    if (array == NULL || array->kind != PF_SEQ || pf_faults_has(&faults, PF_FAULT_UNPARSABLE) ||
        pf_faults_has(&faults, PF_FAULT_LIMIT) || pf_faults_has(&faults, PF_FAULT_UNREADABLE))
        return false;
    for (size_t i = 0; i < array->count; i++) {
        const struct pf_node *item = array->items[i];
        size_t from = reading->at + item->span.at, to = from + item->span.len;
        if (item->kind != PF_STRING) {
            refuse(reading, from, to, "%s takes an array of strings only",
                   reading->instruction->name);
            continue;
        }
        struct pf_node *word = pf_node_str(arena, item->text, span_of(reading, from, to));
        word->style = PF_STYLE_DOUBLE;
        add_word(reading, word);
    }
    return true;
}

/* ['gunicorn', 'shop'] was meant as an array; [ -f x ] is a shell's test. */
static bool looks_like_array(pf_str text)
{
    return text.len > 2 && text.data[0] == '[' && text.data[text.len - 1] == ']' &&
           !pf_is_space(text.data[1]) && text.data[1] != '[';
}

static void read_shell_words(const struct reading *reading)
{
    struct pf_arena *arena = arena_of(reading);
    struct pf_shell_scan scan = {.arena = arena,
                                 .script = reading->line->text,
                                 .at = reading->at,
                                 .end = reading->end,
                                 .text = pf_buffer_new(arena)};
    for (;;) {
        struct pf_shell_token token = pf_shell_scan_next(&scan);
        size_t from = scan.at - token.operator.len;
        if (token.kind == PF_SHELL_END)
            return;
        if (token.kind == PF_SHELL_OPERATOR)
            add_word(reading, pf_node_str(arena, token.operator, span_of(reading, from, scan.at)));
        else if (token.kind == PF_SHELL_WORD)
            add_word(reading,
                     pf_node_str(arena, token.word.text,
                                 span_of(reading, token.word.at, token.word.at + token.word.len)));
    }
}

/* The command from `at` on; says whether it is in exec form. */
static bool read_command(const struct reading *reading)
{
    pf_str text = text_of(reading, reading->at, reading->end);
    if (read_array(reading))
        return true;
    if (looks_like_array(text))
        pf_fault_add(arena_of(reading), reading->lines->faults, PF_FAULT_SUSPICIOUS,
                     span_of(reading, reading->at, reading->end),
                     "not a JSON array (its strings need double quotes), so %s is a shell command",
                     reading->instruction->name);
    read_shell_words(reading);
    return false;
}

static void read_fields(const struct reading *reading)
{
    struct pf_docker_ranges fields =
        pf_docker_fields(arena_of(reading), text_of(reading, reading->at, reading->end));
    for (size_t i = 0; i < fields.count; i++)
        add_word(reading, unquoted(reading, reading->at + fields.items[i].from,
                                   reading->at + fields.items[i].to));
}

/* ---- pairs ---- */

static void add_pair(const struct reading *reading, struct pf_node *pairs, size_t from,
                     size_t name_end, struct pf_node *value)
{
    if (name_end == from)
        refuse(reading, from, from, "%s with an empty name", reading->instruction->name);
    struct pf_node *name = unquoted(reading, from, name_end);
    pf_node_put(arena_of(reading), pairs, name->text, name->span, value);
}

/* The split words as name=value; `bare` says what to do with one without =. */
static void read_split_pairs(const struct reading *reading, struct pf_node *pairs,
                             const struct pf_docker_ranges *words, bool bare)
{
    for (size_t i = 0; i < words->count; i++) {
        size_t from = reading->at + words->items[i].from, to = reading->at + words->items[i].to;
        ptrdiff_t equal = pf_str_find_byte(text_of(reading, from, to), '=');
        size_t name_end = equal < 0 ? to : from + (size_t)equal;
        struct pf_node *word; /* its halves tell what is wrong with it */
        pf_str reason;
        try_unquoted(reading, from, to, &word, &reason);
        add_word(reading, word);
        if (equal >= 0)
            add_pair(reading, pairs, from, name_end, unquoted(reading, name_end + 1, to));
        else if (bare)
            add_pair(reading, pairs, from, to,
                     pf_node_new(arena_of(reading), PF_NULL, span_of(reading, from, to)));
        else
            refuse(reading, from, to, "'%.*s' lacks its =value",
                   PF_ARG(text_of(reading, from, to)));
    }
}

/* ENV name value with spaces. */
static void read_old_pair(const struct reading *reading, struct pf_node *pairs)
{
    size_t name_end = reading->at;
    while (name_end < reading->end && !pf_is_space(reading->line->text.data[name_end]))
        name_end++;
    size_t value = name_end;
    while (value < reading->end && pf_is_space(reading->line->text.data[value]))
        value++;
    add_word(reading, unquoted(reading, reading->at, name_end));
    if (value == reading->end) {
        refuse(reading, reading->at, reading->end, "%s needs a name and a value",
               reading->instruction->name);
        return;
    }
    add_word(reading, unquoted(reading, value, reading->end));
    add_pair(reading, pairs, reading->at, name_end, unquoted(reading, value, reading->end));
}

static void read_pairs(const struct reading *reading)
{
    struct pf_arena *arena = arena_of(reading);
    pf_str text = text_of(reading, reading->at, reading->end);
    pf_span span = span_of(reading, reading->at, reading->end);
    struct pf_docker_ranges words = pf_docker_split(arena, text, reading->lines->escape);
    struct pf_node *pairs = pf_node_new(arena, PF_MAP, span);
    pf_node_put(arena, reading->node, PF_STR("pairs"), span, pairs);
    if (words.count == 0)
        return;
    pf_str first = pf_str_slice(text, words.items[0].from, words.items[0].to);
    bool names = reading->instruction->manner == NAMES;
    if (names || pf_str_find_byte(first, '=') >= 0)
        read_split_pairs(reading, pairs, &words, names);
    else
        read_old_pair(reading, pairs);
}

/* ---- instructions inside instructions ---- */

static bool read_health(struct reading *reading)
{
    size_t from = reading->at;
    while (reading->at < reading->end && !pf_is_space(reading->line->text.data[reading->at]))
        reading->at++;
    size_t to = reading->at;
    pf_str type = text_of(reading, from, to);
    bool is_command = pf_str_eq_nocase(type, PF_STR("CMD"));
    pass_blanks(reading);
    if (to > from)
        put_text(reading, "type", is_command ? PF_STR("CMD") : type, from, to);
    if (is_command && reading->at == reading->end)
        refuse(reading, from, to, "HEALTHCHECK CMD without a command");
    else if (pf_str_eq_nocase(type, PF_STR("NONE")) && reading->at < reading->end)
        refuse(reading, reading->at, reading->end, "HEALTHCHECK NONE takes nothing more");
    else if (!is_command && !pf_str_eq_nocase(type, PF_STR("NONE")) && to > from)
        refuse(reading, from, to, "HEALTHCHECK '%.*s' is neither CMD nor NONE", PF_ARG(type));
    return is_command && read_command(reading);
}

static struct pf_node *read_instruction(struct pf_docker_lines *lines,
                                        const struct pf_docker_line *line, size_t at, bool nested);

static void read_trigger(const struct reading *reading)
{
    if (reading->at == reading->end)
        return;
    struct pf_node *trigger = read_instruction(reading->lines, reading->line, reading->at, true);
    if (trigger == NULL)
        return;
    const struct pf_node *words = pf_node_get(trigger, "words");
    for (size_t i = 0; i < words->count; i++)
        add_word(reading, pf_node_with_key(arena_of(reading), words->items[i], NULL));
    pf_node_put(arena_of(reading), reading->node, PF_STR("trigger"), trigger->span, trigger);
}

/* ---- the whole ---- */

static const struct instruction *find_instruction(pf_str name)
{
    for (size_t i = 0; i < INSTRUCTION_COUNT; i++)
        if (pf_str_eq_nocase(name, pf_str_c(instructions[i].name)))
            return &instructions[i];
    return NULL;
}

static void refuse_unknown(const struct reading *reading, size_t from, size_t to)
{
    pf_str names[INSTRUCTION_COUNT], name = text_of(reading, from, to);
    for (size_t i = 0; i < INSTRUCTION_COUNT; i++)
        names[i] = pf_str_c(instructions[i].name);
    ptrdiff_t nearest = pf_nearest(name, names, INSTRUCTION_COUNT);
    if (nearest >= 0)
        refuse(reading, from, to, "unknown instruction '%.*s'; did you mean '%.*s'?", PF_ARG(name),
               PF_ARG(names[nearest]));
    else
        refuse(reading, from, to, "unknown instruction '%.*s'", PF_ARG(name));
}

static bool read_rest(struct reading *reading)
{
    switch (reading->instruction->manner) {
    case SENTENCE:
        if (reading->at < reading->end)
            add_word(reading, unquoted(reading, reading->at, reading->end));
        return false;
    case LIST:
        if (read_array(reading))
            return true;
        read_fields(reading);
        return false;
    case FIELDS:
        read_fields(reading);
        return false;
    case COMMAND:
        return read_command(reading);
    case PAIRS:
    case NAMES:
        read_pairs(reading);
        return false;
    case HEALTH:
        return read_health(reading);
    case TRIGGER:
        read_trigger(reading);
        return false;
    }
    return false;
}

static void check_whole(const struct reading *reading, size_t name_at, size_t name_end, bool exec)
{
    const char *name = reading->instruction->name;
    size_t given = reading->words->count;
    if (reading->instruction->manner == HEALTH || reading->instruction->manner == TRIGGER)
        given = reading->end > name_end;
    if (given < reading->instruction->least)
        refuse(reading, name_at, given == 0 ? name_end : reading->end, "%s needs %s", name,
               reading->instruction->least == 2 ? "a source and a destination" : "a value");
    else if (pf_str_eq(pf_str_c(name), PF_STR("SHELL")) && !exec)
        refuse(reading, name_end, reading->end, "SHELL takes a JSON array only");
}

/* True recursion: ONBUILD holds one instruction, which may not be ONBUILD. */
static struct pf_node *read_instruction(struct pf_docker_lines *lines,
                                        const struct pf_docker_line *line, size_t at, bool nested)
{
    struct reading reading = {.lines = lines, .line = line, .at = at, .end = line->text.len};
    while (reading.at < reading.end && !pf_is_space(line->text.data[reading.at]))
        reading.at++;
    size_t name_end = reading.at;
    reading.instruction = find_instruction(text_of(&reading, at, name_end));
    if (reading.instruction == NULL) {
        refuse_unknown(&reading, at, name_end);
        return NULL;
    }
    pf_str name = pf_str_c(reading.instruction->name);
    if (nested && (reading.instruction->manner == TRIGGER || pf_str_eq(name, PF_STR("FROM")) ||
                   pf_str_eq(name, PF_STR("MAINTAINER")))) {
        refuse(&reading, at, name_end, "%.*s cannot follow ONBUILD", PF_ARG(name));
        return NULL;
    }
    pf_span whole = span_of(&reading, at, reading.end);
    reading.node = pf_node_new(lines->arena, PF_MAP, whole);
    reading.words = pf_node_new(lines->arena, PF_SEQ, whole);
    put_text(&reading, "instruction", name, at, name_end);
    read_flags(&reading);
    size_t from = reading.at;
    bool exec = read_rest(&reading);
    put_text(&reading, "text", text_of(&reading, reading.at, reading.end), reading.at, reading.end);
    reading.words->span = span_of(&reading, reading.at, reading.end);
    pf_node_put(lines->arena, reading.node, PF_STR("words"), reading.words->span, reading.words);
    put_text(&reading, "form", exec ? PF_STR("exec") : PF_STR("shell"), reading.at, reading.end);
    check_whole(&reading, at, name_end, exec);
    reading.at = from;
    if (reading.instruction->heredocs && reading.instruction->manner != TRIGGER)
        read_heredocs(&reading);
    return reading.node;
}

struct pf_node *pf_docker_instruction(struct pf_docker_lines *lines,
                                      const struct pf_docker_line *line)
{
    return read_instruction(lines, line, 0, false);
}
