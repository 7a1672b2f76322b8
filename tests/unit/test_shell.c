/* Shell scripts: which commands they start, with which words, and how certainly. */
#include "unit.h"

#include "base/buffer.h"
#include "read/shell.h"

START_TEST(a_redirect_tells_its_arrow_and_other_streams_do_not_count)
{
    static const struct {
        const char *script;
        enum pf_shell_arrow arrow;
    } examples[] = {
        {"a > f", PF_SHELL_ARROW_WHOLE},   {"a >\"f\"", PF_SHELL_ARROW_WHOLE},
        {"\"a\">f", PF_SHELL_ARROW_WHOLE}, {"a >> f", PF_SHELL_ARROW_MORE},
        {"a >>f", PF_SHELL_ARROW_MORE},    {"a < f", PF_SHELL_ARROW_FROM},
        {"<f a", PF_SHELL_ARROW_FROM},     {"a 2> f", PF_SHELL_ARROW_OTHER},
        {"a 2>> f", PF_SHELL_ARROW_OTHER}, {"a &> f", PF_SHELL_ARROW_OTHER},
        {"a >| f", PF_SHELL_ARROW_OTHER},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        pf_str script = pf_str_c(examples[i].script);
        struct pf_shell_commands commands = pf_shell_read(arena, script);
        ck_assert_uint_eq(commands.items[0].redirect_count, 1);
        ck_assert_msg(pf_shell_arrow_of(script, &commands.items[0].redirects[0]) ==
                          examples[i].arrow,
                      "%s", examples[i].script);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *shell_suite(void);

static void add_words(struct pf_buffer *buffer, const struct pf_shell_word *words, size_t count,
                      const char *open, const char *close)
{
    for (size_t i = 0; i < count; i++)
        pf_buffer_format(buffer, " %s%.*s%s", open, PF_ARG(words[i].text), close);
}

/* One line a command: joint, ? when conditional, {A=1} assignments, <words>, >redirects, "text". */
static pf_str shown(struct pf_arena *arena, pf_str script)
{
    static const char *const joints[] = {";", "&&", "||", "|", "&"};
    struct pf_shell_commands commands = pf_shell_read(arena, script);
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        pf_buffer_format(&buffer, "%s%s%s", i > 0 ? "\n" : "", joints[command->joint],
                         command->conditional ? "?" : "");
        add_words(&buffer, command->assignments, command->assignment_count, "{", "}");
        add_words(&buffer, command->words, command->word_count, "<", ">");
        add_words(&buffer, command->redirects, command->redirect_count, ">", "");
        if (command->heredoc.len > 0)
            pf_buffer_format(&buffer, " \"%.*s\"", PF_ARG(command->heredoc));
    }
    return pf_buffer_str(&buffer);
}

struct example {
    const char *script, *commands;
};

static void check(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str got = shown(arena, pf_str_c(examples[i].script));
        ck_assert_msg(pf_str_eq(got, pf_str_c(examples[i].commands)),
                      "%s\ngives\n%.*s\nexpected\n%s", examples[i].script, PF_ARG(got),
                      examples[i].commands);
        pf_arena_free(arena);
    }
}
#define CHECK(...)                                                                                 \
    do {                                                                                           \
        static const struct example examples_[] = {__VA_ARGS__};                                   \
        check(examples_, sizeof examples_ / sizeof *examples_);                                    \
    } while (0)

START_TEST(words_lose_quotes_and_escapes_and_keep_expansions)
{
    CHECK({"a 'b c' \"d e\" f\\ g h\"i\"'j'", "; <a> <b c> <d e> <f g> <hij>"},
          {"a \"$X\" ${Y:-a b} $(c d) `e f` $1 $@ $? $", "; <a> <$X> <${Y:-a b}> <$(c d)> <`e f`> "
                                                         "<$1> <$@> <$?> <$>\n"
                                                         "; <c> <d>\n; <e> <f>"},
          {"a '$X' \"\\$X \\\" \\n\"", "; <a> <$X> <$X \" \\n>"}, {"a ''", "; <a> <>"},
          {"a $'x\\ty\\'z' $\"w\"", "; <a> <x\ty'z> <w>"}, {"a#b c#d # e", "; <a#b> <c#d>"},
          {"${X:-$(cmd --flag)} b", "; <${X:-$(cmd --flag)}> <b>\n; <cmd> <--flag>"},
          {"a \"$(b \"c d\" \")\")\" e", "; <a> <$(b \"c d\" \")\")> <e>\n; <b> <c d> <)>"},
          {"a $((1+(2<<3))) $(( $(nproc) * 2 ))",
           "; <a> <$((1+(2<<3)))> <$(( $(nproc) * 2 ))>\n; <nproc>"});
}
END_TEST

START_TEST(github_expressions_are_kept_whole_even_in_quotes)
{
    CHECK({"echo ${{ github.ref == 'refs/heads/a }} b' && secrets.X || 1 }}x y",
           "; <echo> <${{ github.ref == 'refs/heads/a }} b' && secrets.X || 1 }}x> <y>"},
          {"docker push '${{ env.IMAGE }}:latest'", "; <docker> <push> <${{ env.IMAGE }}:latest>"},
          {"A=\"${{ a || 'b' }}\"", "; {A=${{ a || 'b' }}}"}, {"a ${{ b", "; <a> <${{ b>"});
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_shell_commands commands = pf_shell_read(arena, PF_STR("a '${{ b }}' 'c' \"$d\" e"));
    const struct pf_shell_word *words = commands.items[0].words;
    ck_assert(!words[1].literal && words[1].quoted);
    ck_assert(words[2].literal && words[2].quoted);
    ck_assert(!words[3].literal && words[3].quoted);
    ck_assert(words[4].literal && !words[4].quoted);
    pf_arena_free(arena);
}
END_TEST

START_TEST(operators_join_commands_and_only_chains_make_them_conditional)
{
    CHECK({"a && b || c; d\ne & f | g |& h", "; <a>\n&&? <b>\n||? <c>\n; <d>\n; <e>\n& <f>\n| <g>\n"
                                             "| <h>"},
          {"a &&\n# why\n b |\n c\nd", "; <a>\n&&? <b>\n|? <c>\n; <d>"},
          {"a \\\n  --b \\\r\n  --c", "; <a> <--b> <--c>"}, {"a\r\nb\r\n", "; <a>\n; <b>"},
          {"a || { b; c; } && d; e", "; <a>\n||? <b>\n;? <c>\n&&? <d>\n; <e>"},
          {"(a; b) && c", "; <a>\n; <b>\n&&? <c>"}, {"! a\ntime b", "; <a>\n; <b>"});
}
END_TEST

START_TEST(branches_and_bodies_are_conditional_first_conditions_are_not)
{
    CHECK(
        {"if a; then b; elif c; then d; else e; fi; f",
         "; <a>\n;? <b>\n;? <c>\n;? <d>\n;? <e>\n; <f>"},
        {"while a; do b; done\nuntil c\ndo d\ndone\ne", "; <a>\n;? <b>\n; <c>\n;? <d>\n; <e>"},
        {"for x in a b; do c $x; done; d", "; <c> <$x>\n; <d>"},
        {"for x in $(a) b; do c; done", "; <a>\n;? <c>"}, {"for x in *.py; do c; done", ";? <c>"},
        {"for x; do c; done", ";? <c>"}, {"for ((i=0;i<3;i++)); do c; done; d", ";? <c>\n; <d>"},
        {"case $x in a|b) c;; (d) e; f;; *) g ;; esac; h", ";? <c>\n;? <e>\n;? <f>\n;? <g>\n; <h>"},
        {"f() { a; }\nfunction g { b; }\nh() ( c )\nd", ";? <a>\n;? <b>\n;? <c>\n; <d>"},
        {"f ()\n{\n  if a; then b; fi\n}\nf", ";? <a>\n;? <b>\n; <f>"},
        {"echo if then done { }", "; <echo> <if> <then> <done> <{> <}>"},
        {"'if' a; \\fi", "; <if> <a>\n; <fi>"}, {"fi; done; a", "; <a>"});
}
END_TEST

START_TEST(tests_and_arithmetic_are_one_command)
{
    CHECK({"[[ $a == b && ! -f c || d < e ]] && f",
           "; <[[> <$a> <==> <b> <&&> <!> <-f> <c> <||> <d> <<> <e> <]]>\n&&? <f>"},
          {"(( a > b )) && c", "; <(( a > b ))>\n&&? <c>"},
          {"[ -n \"$a\" ] || b", "; <[> <-n> <$a> <]>\n||? <b>"});
}
END_TEST

START_TEST(assignments_and_redirects_are_no_words)
{
    CHECK({"A=1 B='x y' c D=2", "; {A=1} {B=x y} <c> <D=2>"},
          {"A=$(b c)", "; {A=$(b c)}\n; <b> <c>"},
          {"A=(x \"y z\" $(w)) B+=1 C[0]=d", "; {A=(x \"y z\" $(w))} {B+=1} {C[0]=d}\n; <w>"},
          {"'A'=1", "; <A=1>"}, {"a > b 2>> c 2>&1 &> d < e >&2 f", "; <a> <f> >b >c >d >e"},
          {"echo x >> $GITHUB_ENV", "; <echo> <x> >$GITHUB_ENV"}, {"> f", "; >f"},
          {"{ a; b >c; } >> \"$GITHUB_OUTPUT\" 2>/dev/null; d",
           "; <a> >$GITHUB_OUTPUT >/dev/null\n; <b> >c >$GITHUB_OUTPUT >/dev/null\n; <d>"},
          {"a > >(tee b) <(c d)", "; <a> <<(c d)> >>(tee b)\n; <tee> <b>\n; <c> <d>"},
          {"echo 2 3>f", "; <echo> <2> >f"});
}
END_TEST

START_TEST(here_documents_are_text_of_their_command)
{
    CHECK({"cat <<EOF > f\na 'b\n$(c)\nEOF\nd", "; <cat> >f \"a 'b\n$(c)\n\"\n; <c>\n; <d>"},
          {"cat <<'E F' | x\n$(c)\nE F\nd", "; <cat> \"$(c)\n\"\n| <x>\n; <d>"},
          {"cat <<-EOF\n\ta\n\t\tEOF\nd", "; <cat> \"a\n\"\n; <d>"},
          {"cat <<A && b <<B\n1\nA\n2\nB\nd", "; <cat> \"1\n\"\n&&? <b> \"2\n\"\n; <d>"},
          {"docker login --password-stdin <<< \"$T\"", "; <docker> <login> <--password-stdin> "
                                                       "\"$T\""},
          {"x=$(cat <<'EOF'\nit's )\nEOF\n)\nd", "; {x=$(cat <<'EOF'\nit's )\nEOF\n)}\n"
                                                 "; <cat> \"it's )\n\"\n; <d>"},
          {"cat <<EOF\nnever closed", "; <cat> \"never closed\""},
          {"while read x; do a; done <<EOF\n1\nEOF\nb", "; <read> <x> \"1\n\"\n;? <a>\n; <b>"});
}
END_TEST

START_TEST(substitutions_end_where_bash_ends_them)
{
    CHECK({"a $(case x in y) b;; esac) c", "; <a> <$(case x in y) b;; esac)> <c>\n;? <b>"},
          {"a $(b # it's )\n) c", "; <a> <$(b # it's )\n)> <c>\n; <b>"},
          {"a $(echo case) b", "; <a> <$(echo case)> <b>\n; <echo> <case>"},
          {"a `b \\`c\\`` d", "; <a> <`b \\`c\\``> <d>\n; <b> <`c`>"},
          {"a ${X//\"}\"/'}'} b", "; <a> <${X//\"}\"/'}'}> <b>"},
          {"a \"${X:-it's}\" b", "; <a> <${X:-it's}> <b>"});
}
END_TEST

START_TEST(what_is_not_closed_reaches_to_the_end)
{
    CHECK({"a 'b c", "; <a> <b c>"}, {"a \"b c\nd", "; <a> <b c\nd>"},
          {"a $(b c", "; <a> <$(b c>\n"
                      "; <b> <c>"},
          {"a `b", "; <a> <`b>\n; <b>"}, {"a ${b", "; <a> <${b>"},
          {"if a; then b", "; <a>\n;? <b>"}, {"a \\", "; <a> <\\>"}, {"a <(", "; <a> <<(>"},
          {"case", ""}, {"for", ""}, {"f()", ""}, {"a >", "; <a>"}, {"a <<", "; <a>"}, {"", ""},
          {"\n\n# only\n", ""});
}
END_TEST

static size_t substitutions_read(unsigned depth)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer script = pf_buffer_new(arena);
    for (unsigned i = 0; i < depth; i++)
        pf_buffer_add_c(&script, "a $(");
    pf_buffer_add_c(&script, "b");
    for (unsigned i = 0; i < depth; i++)
        pf_buffer_add_c(&script, ")");
    size_t count = pf_shell_read(arena, pf_buffer_str(&script)).count;
    pf_arena_free(arena);
    return count;
}

START_TEST(substitutions_deeper_than_the_limit_stay_text)
{
    ck_assert_uint_eq(substitutions_read(PF_SHELL_DEPTH), PF_SHELL_DEPTH + 1);
    ck_assert_uint_eq(substitutions_read(PF_SHELL_DEPTH + 1), PF_SHELL_DEPTH + 1);
}
END_TEST

static size_t words_behind_braces(unsigned depth)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer script = pf_buffer_new(arena);
    pf_buffer_add_c(&script, "a ");
    for (unsigned i = 0; i < depth; i++)
        pf_buffer_add_c(&script, "${x:-");
    for (unsigned i = 0; i < depth; i++)
        pf_buffer_add_c(&script, "}");
    pf_buffer_add_c(&script, " b");
    size_t count = pf_shell_read(arena, pf_buffer_str(&script)).items[0].word_count;
    pf_arena_free(arena);
    return count;
}

START_TEST(a_word_nested_deeper_than_the_limit_takes_the_rest)
{
    ck_assert_uint_eq(words_behind_braces(PF_SHELL_NESTING), 3);
    ck_assert_uint_eq(words_behind_braces(PF_SHELL_NESTING + 1), 2);
}
END_TEST

START_TEST(places_are_those_of_the_whole_script)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str script = PF_STR("a 'b' \"$(c d)\"");
    struct pf_shell_commands commands = pf_shell_read(arena, script);
    const struct pf_shell_word *quoted = &commands.items[0].words[1];
    const struct pf_shell_word *inner = &commands.items[1].words[1];
    ck_assert_pf_str_eq(pf_str_slice(script, quoted->at, quoted->at + quoted->len), PF_STR("'b'"));
    ck_assert_uint_eq(inner->at, 11);
    ck_assert_uint_eq(inner->len, 1);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_command_in_a_string_splits_into_words_and_operators)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_strs words =
        pf_shell_words(arena, PF_STR("gunicorn -b '0.0.0.0:8000' \"$M\" && x >f # y"));
    pf_str all = pf_arena_join(arena, words.items, words.count, PF_STR("|"));
    ck_assert_pf_str_eq(all, PF_STR("gunicorn|-b|0.0.0.0:8000|$M|&&|x|>|f"));
    ck_assert_uint_eq(pf_shell_words(arena, PF_STR("")).count, 0);
    pf_arena_free(arena);
}
END_TEST

Suite *shell_suite(void)
{
    const TTest *const tests[] = {
        words_lose_quotes_and_escapes_and_keep_expansions,
        github_expressions_are_kept_whole_even_in_quotes,
        operators_join_commands_and_only_chains_make_them_conditional,
        branches_and_bodies_are_conditional_first_conditions_are_not,
        tests_and_arithmetic_are_one_command,
        assignments_and_redirects_are_no_words,
        a_redirect_tells_its_arrow_and_other_streams_do_not_count,
        here_documents_are_text_of_their_command,
        substitutions_end_where_bash_ends_them,
        what_is_not_closed_reaches_to_the_end,
        substitutions_deeper_than_the_limit_stay_text,
        a_word_nested_deeper_than_the_limit_takes_the_rest,
        places_are_those_of_the_whole_script,
        a_command_in_a_string_splits_into_words_and_operators,
        NULL,
    };
    return pf_suite("shell", tests);
}
