/* Follows `echo NAME=value >> $GITHUB_ENV` and its kin. */
#include "model/writes.h"

#include "base/buffer.h"
#include "ghexpr/value.h"
#include "read/shell_scan.h"

struct script {
    struct pf_writes_scope scope; /* its `env` changes with what the script sets */
    struct pf_arena *arena;
    pf_str file;
    struct pf_writes writes;
    size_t understood; /* mentions of the file that were followed */
};

static struct pf_node *unknown(struct pf_arena *arena, pf_str reason)
{
    return pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, reason, (pf_span){0});
}

/* "$NAME" or "${NAME}" at `at`: its name, and where it ends; false for any other expansion. */
static bool read_variable(pf_str text, size_t at, pf_str *name, size_t *end)
{
    size_t from = at + 1;
    bool has_brace = from < text.len && text.data[from] == '{';
    from += has_brace ? 1 : 0;
    size_t to = from;
    while (to < text.len && pf_is_name(text.data[to]))
        to++;
    *name = pf_str_slice(text, from, to);
    if (name->len == 0 || pf_is_digit(name->data[0]))
        return false;
    if (has_brace && (to >= text.len || text.data[to] != '}'))
        return false;
    *end = to + (has_brace ? 1 : 0);
    return true;
}

static const struct pf_node *variable(struct pf_arena *arena, const struct pf_node *env,
                                      pf_str name)
{
    const struct pf_node *value = pf_node_get_str(env, name);
    if (value == NULL)
        return unknown(arena, pf_arena_format(arena, "the shell variable %.*s", PF_ARG(name)));
    return value;
}

static const struct pf_node *expand(struct pf_arena *arena, pf_str text, const struct pf_node *env)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t at = 0; at < text.len;) {
        if (text.data[at] != '$' && text.data[at] != '`') {
            pf_buffer_add_byte(&buffer, text.data[at++]);
            continue;
        }
        pf_str name;
        if (pf_str_starts(pf_str_slice(text, at, text.len), PF_STR("${{")))
            return unknown(arena, PF_STR("an expression in a script"));
        if (text.data[at] == '`' || !read_variable(text, at, &name, &at))
            return unknown(arena, PF_STR("what a command of the script prints"));
        const struct pf_node *value = variable(arena, env, name);
        if (pf_ghexpr_value_is_unknown(value))
            return value;
        pf_buffer_add(&buffer, pf_ghexpr_value_to_string(arena, value));
    }
    return pf_node_str(arena, pf_buffer_str(&buffer), (pf_span){0});
}

/* Bytes of "$(…)", "${…}", "${{ … }}" or "$x" at `at`, as far as they can be told. */
static size_t expansion_length(pf_str text, size_t at)
{
    size_t end;
    if (pf_str_starts(pf_str_slice(text, at, text.len), PF_STR("$("))) {
        pf_shell_skip(text, at + 1, text.len, false, &end);
        return end - at;
    }
    static const struct {
        pf_str open, close;
    } pairs[] = {
        {PF_STR_INIT("${{"), PF_STR_INIT("}}")},
        {PF_STR_INIT("${"), PF_STR_INIT("}")},
        {PF_STR_INIT("`"), PF_STR_INIT("`")},
    };
    pf_str rest = pf_str_slice(text, at, text.len);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!pf_str_starts(rest, pairs[i].open))
            continue;
        ptrdiff_t close =
            pf_str_find(pf_str_slice(rest, pairs[i].open.len, rest.len), pairs[i].close);
        return close == PF_STR_NONE ? rest.len
                                    : pairs[i].open.len + (size_t)close + pairs[i].close.len;
    }
    return 1;
}

/* The variable that the expansion at `at` asks for, and its value where it is known; else NULL. */
static const struct pf_node *known_variable(struct pf_arena *arena, const struct pf_node *env,
                                            pf_str text, size_t at, size_t *end)
{
    pf_str name;
    bool is_variable = text.data[at] == '$' && read_variable(text, at, &name, end);
    const struct pf_node *value = is_variable ? variable(arena, env, name) : NULL;
    return value == NULL || pf_ghexpr_value_is_unknown(value) ? NULL : value;
}

pf_str pf_writes_expand_gaps(struct pf_gaps *gaps, pf_str text, const struct pf_node *env)
{
    struct pf_buffer buffer = pf_buffer_new(gaps->arena);
    for (size_t at = 0; at < text.len;) {
        if (text.data[at] != '$' && text.data[at] != '`') {
            pf_buffer_add_byte(&buffer, text.data[at++]);
            continue;
        }
        size_t end = at + expansion_length(text, at);
        const struct pf_node *value = known_variable(gaps->arena, env, text, at, &end);
        pf_buffer_add(&buffer, value != NULL ? pf_ghexpr_value_to_string(gaps->arena, value)
                                             : pf_gaps_make(gaps, pf_str_slice(text, at, end)));
        at = end;
    }
    return pf_buffer_str(&buffer);
}

pf_str pf_writes_expand_known(struct pf_arena *arena, pf_str text, const struct pf_node *env,
                              bool *is_known)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    *is_known = true;
    for (size_t at = 0; at < text.len;) {
        if (text.data[at] != '$' && text.data[at] != '`') {
            pf_buffer_add_byte(&buffer, text.data[at++]);
            continue;
        }
        size_t end = at + expansion_length(text, at);
        const struct pf_node *value = known_variable(arena, env, text, at, &end);
        *is_known = *is_known && value != NULL;
        pf_buffer_add(&buffer, value != NULL ? pf_ghexpr_value_to_string(arena, value)
                                             : pf_str_slice(text, at, end));
        at = end;
    }
    return pf_buffer_str(&buffer);
}

static bool names_file(const struct script *script, pf_str word)
{
    pf_str name;
    size_t end = 0;
    return word.len > 1 && word.data[0] == '$' && read_variable(word, 0, &name, &end) &&
           end == word.len && pf_str_eq(name, script->file);
}

static void add(struct script *script, pf_str name, const struct pf_node *value)
{
    *pf_pile_add(script->arena, &script->writes) = (struct pf_write){name, value};
}

/* What cannot be followed: an unknown with its reason, or a gap named after it. */
static const struct pf_node *not_followed(struct script *script, const char *reason, pf_str name)
{
    if (script->scope.gaps == NULL)
        return unknown(script->arena, pf_str_c(reason));
    pf_str words = pf_arena_format(script->arena, "%s: %.*s", reason, PF_ARG(name));
    return pf_node_str(script->arena, pf_gaps_make(script->scope.gaps, words), (pf_span){0});
}

/* A word's text with its expansions replaced from what the script has by now. */
static const struct pf_node *value_of(struct script *script, pf_str text, bool is_literal)
{
    if (is_literal)
        return pf_node_str(script->arena, text, (pf_span){0});
    if (script->scope.fill != NULL)
        text = script->scope.fill(script->scope.context, text);
    if (script->scope.gaps == NULL)
        return expand(script->arena, text, script->scope.env);
    return pf_node_str(script->arena,
                       pf_writes_expand_gaps(script->scope.gaps, text, script->scope.env),
                       (pf_span){0});
}

/* "NAME=value" or the head of "NAME<<END", whose value is on other lines. */
static void add_line(struct script *script, pf_str line, bool is_literal, bool is_certain)
{
    ptrdiff_t equals = pf_str_find_byte(line, '=');
    ptrdiff_t marks = pf_str_find(line, PF_STR("<<"));
    if (marks != PF_STR_NONE && (equals == PF_STR_NONE || marks < equals)) {
        add(script, pf_str_trim(pf_str_slice(line, 0, (size_t)marks)),
            not_followed(script, "lines that a script writes", line));
        return;
    }
    pf_str name, value;
    if (!pf_str_cut(line, '=', &name, &value))
        return;
    name = pf_str_trim(name);
    if (pf_str_find_byte(name, '$') != PF_STR_NONE) {
        script->writes.is_open = true;
        return;
    }
    const struct pf_node *node = value_of(script, value, is_literal);
    if (!is_certain)
        node = not_followed(script, "a script that writes it under a condition", line);
    add(script, name, node);
}

static void add_lines(struct script *script, pf_str text, bool is_literal, bool is_certain)
{
    pf_str rest = text, line;
    while (pf_str_next_line(&rest, &line))
        add_line(script, line, is_literal, is_certain);
}

/* What `echo` prints: its words with one space between them. */
static pf_str echoed(struct script *script, const struct pf_shell_command *command,
                     bool *is_literal)
{
    struct pf_buffer buffer = pf_buffer_new(script->arena);
    bool has_word = false;
    *is_literal = true;
    for (size_t i = 1; i < command->word_count; i++) {
        const struct pf_shell_word *word = &command->words[i];
        bool is_flag = !has_word &&
                       (pf_str_eq(word->text, PF_STR("-n")) || pf_str_eq(word->text, PF_STR("-e")));
        if (is_flag)
            continue;
        if (has_word)
            pf_buffer_add_byte(&buffer, ' ');
        pf_buffer_add(&buffer, word->text);
        *is_literal = *is_literal && word->literal;
        has_word = true;
    }
    return pf_buffer_str(&buffer);
}

static void add_echo(struct script *script, const struct pf_shell_command *command)
{
    bool is_literal;
    pf_str text = echoed(script, command, &is_literal);
    add_lines(script, text, is_literal, !command->conditional);
}

/* Does the command print text that can be followed? Then it is taken. */
static bool take_output(struct script *script, const struct pf_shell_command *command)
{
    if (command->word_count == 0)
        return false;
    pf_str program = command->words[0].text;
    if (pf_str_eq(program, PF_STR("echo"))) {
        add_echo(script, command);
        return true;
    }
    bool is_document = pf_str_eq(program, PF_STR("cat")) && command->word_count == 1;
    if (is_document && command->heredoc.len > 0) {
        add_lines(script, command->heredoc, pf_str_find_byte(command->heredoc, '$') == PF_STR_NONE,
                  !command->conditional);
        return true;
    }
    return false;
}

static void follow_redirects(struct script *script, const struct pf_shell_command *command)
{
    for (size_t i = 0; i < command->redirect_count; i++)
        if (names_file(script, command->redirects[i].text) && take_output(script, command))
            script->understood++;
}

/* "echo A=b | tee -a $GITHUB_ENV" */
static void follow_tee(struct script *script, const struct pf_shell_command *before,
                       const struct pf_shell_command *command)
{
    if (command->joint != PF_SHELL_PIPE || command->word_count < 2 ||
        !pf_str_eq(command->words[0].text, PF_STR("tee")))
        return;
    for (size_t i = 1; i < command->word_count; i++)
        if (names_file(script, command->words[i].text) && take_output(script, before))
            script->understood++;
}

/* "::set-output name=x::value", the form before the files; in quotes or without. */
static void follow_command(struct script *script, const struct pf_shell_command *command)
{
    bool is_env = pf_str_eq(script->file, PF_STR("GITHUB_ENV")), is_literal;
    pf_str head = is_env ? PF_STR("::set-env name=") : PF_STR("::set-output name=");
    if (command->word_count < 2 || !pf_str_eq(command->words[0].text, PF_STR("echo")))
        return;
    pf_str text = echoed(script, command, &is_literal);
    if (!pf_str_starts(text, head))
        return;
    text = pf_str_slice(text, head.len, text.len);
    ptrdiff_t colons = pf_str_find(text, PF_STR("::"));
    if (colons == PF_STR_NONE)
        return;
    pf_str line =
        pf_arena_format(script->arena, "%.*s=%.*s", PF_ARG(pf_str_slice(text, 0, (size_t)colons)),
                        PF_ARG(pf_str_slice(text, (size_t)colons + 2, text.len)));
    add_line(script, line, is_literal, !command->conditional);
}

static size_t count_mentions(pf_str script, pf_str name)
{
    size_t count = 0;
    for (;;) {
        ptrdiff_t at = pf_str_find(script, name);
        if (at == PF_STR_NONE)
            return count;
        count++;
        script = pf_str_slice(script, (size_t)at + name.len, script.len);
    }
}

/* `env` with the variable set: a copy, since others look at the map as it was. */
static const struct pf_node *env_with(struct pf_arena *arena, const struct pf_node *env,
                                      pf_str name, const struct pf_node *value)
{
    struct pf_node *changed = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, changed, name, (pf_span){0}, pf_node_with_key(arena, value, NULL));
    for (size_t i = 0; env != NULL && i < env->count; i++)
        if (!pf_str_eq(env->items[i]->key->text, name))
            pf_node_append(arena, changed, env->items[i]);
    return changed;
}

/* "NAME=value" of the script's own: it stands before what the step was given. */
static void assign(struct script *script, const struct pf_shell_word *word, bool is_certain)
{
    pf_str name, value;
    if (!pf_str_cut(word->text, '=', &name, &value) || name.len == 0)
        return;
    bool adds = name.data[name.len - 1] == '+';
    name = pf_str_slice(name, 0, name.len - (adds ? 1 : 0));
    const struct pf_node *node = value_of(script, value, word->literal);
    if (!is_certain || adds)
        node = not_followed(script, "a script that sets it under a condition", word->text);
    script->scope.env = env_with(script->arena, script->scope.env, name, node);
}

static void follow_assignments(struct script *script, const struct pf_shell_command *command)
{
    static const pf_str words[] = {PF_STR_INIT("export"), PF_STR_INIT("declare"),
                                   PF_STR_INIT("local"), PF_STR_INIT("readonly"),
                                   PF_STR_INIT("typeset")};
    bool is_certain = !command->conditional;
    for (size_t i = 0; command->word_count == 0 && i < command->assignment_count; i++)
        assign(script, &command->assignments[i], is_certain);
    bool declares = false;
    for (size_t i = 0; command->word_count > 0 && i < sizeof words / sizeof *words; i++)
        declares = declares || pf_str_eq(command->words[0].text, words[i]);
    for (size_t i = 1; declares && i < command->word_count; i++)
        assign(script, &command->words[i], is_certain);
}

const struct pf_node *pf_writes_env_at(const struct pf_writes_scope *scope,
                                       const struct pf_shell_commands *commands, size_t at)
{
    struct script state = {.scope = *scope, .arena = scope->arena};
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        const struct pf_shell_word *first =
            command->word_count > 0 ? command->words : command->assignments;
        if (first != NULL && first->at < at)
            follow_assignments(&state, command);
    }
    return state.scope.env;
}

struct pf_writes pf_writes_in(const struct pf_writes_scope *scope, pf_str script, pf_str file)
{
    struct script state = {.scope = *scope, .arena = scope->arena, .file = file};
    size_t mentions = count_mentions(script, file);
    if (mentions == 0 && !pf_str_contains(script, PF_STR("::set-")))
        return state.writes;
    struct pf_shell_commands own;
    const struct pf_shell_commands *commands = scope->commands;
    if (commands == NULL) {
        own = pf_shell_read(state.arena, script);
        commands = &own;
    }
    for (size_t i = 0; i < commands->count; i++) {
        follow_assignments(&state, &commands->items[i]);
        follow_redirects(&state, &commands->items[i]);
        if (i > 0)
            follow_tee(&state, &commands->items[i - 1], &commands->items[i]);
        follow_command(&state, &commands->items[i]);
    }
    state.writes.is_open = state.writes.is_open || state.understood < mentions;
    return state.writes;
}

struct pf_writes pf_writes_of(struct pf_arena *arena, pf_str script, pf_str file,
                              const struct pf_node *env)
{
    struct pf_writes_scope scope = {.arena = arena, .env = env};
    return pf_writes_in(&scope, script, file);
}
