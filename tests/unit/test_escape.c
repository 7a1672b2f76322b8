/* What strangers' bytes become before anybody sees them. */
#include "unit.h"

#include "report/escape.h"

Suite *escape_suite(void);

typedef void escaper(struct pf_buffer *buffer, pf_str s);

struct row {
    pf_str in, out;
};
#define ROW(in, out)                                                                               \
    {                                                                                              \
        PF_STR_INIT(in), PF_STR_INIT(out)                                                          \
    }

static void check_rows(escaper *escape, const struct row *rows, size_t count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < count; i++) {
        struct pf_buffer buffer = pf_buffer_new(arena);
        escape(&buffer, rows[i].in);
        ck_assert_pf_str_eq(pf_buffer_str(&buffer), rows[i].out);
    }
    pf_arena_free(arena);
}
#define CHECK_ROWS(escape, rows) check_rows(escape, rows, sizeof rows / sizeof *rows)

START_TEST(people_see_control_characters_and_hidden_marks_as_escapes)
{
    static const struct row rows[] = {
        ROW("plain d\303\251j\303\240", "plain d\303\251j\303\240"),
        ROW("a\033[31mred", "a\\x1b[31mred"),
        ROW("one\ntwo\r", "one\\ntwo\\x0d"),
        ROW("tab\tstays", "tab\tstays"),
        ROW("nul\0byte", "nul\\x00byte"),
        ROW("C1 \302\233m", "C1 \\x9bm"),
        ROW("bidi \342\200\256x", "bidi \\u{202e}x"),
        ROW("bad \377\300\200", "bad \\xff\\xc0\\x80"),
        ROW("zero\342\200\213width", "zero\\u{200b}width"),
        ROW("::error::x ##[error]", "::error::x ##[error]"),
    };
    CHECK_ROWS(pf_escape_visible, rows);
}
END_TEST

START_TEST(the_runner_sees_no_command_of_either_kind)
{
    static const struct row rows[] = {
        ROW("::error::x", "\\x3a:error::x"), ROW("  ::error::x", "  \\x3a:error::x"),
        ROW("a ::error::x", "a ::error::x"), ROW("a ##[group]x", "a ##\\x5bgroup]x"),
        ROW("a[0] #[x]", "a[0] #[x]"),
    };
    CHECK_ROWS(pf_escape_guarded, rows);
}
END_TEST

START_TEST(a_command_cannot_be_put_together_from_two_pieces)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_escape_guarded(&buffer, PF_STR("a ##"));
    pf_escape_guarded(&buffer, PF_STR("[error]"));
    pf_buffer_add_c(&buffer, "\n ");
    pf_escape_guarded(&buffer, PF_STR(":"));
    pf_escape_guarded(&buffer, PF_STR(":error::"));
    ck_assert_pf_str_eq(pf_buffer_str(&buffer), PF_STR("a ##\\x5berror]\n \\x3a:error::"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(json_strings_hold_any_bytes)
{
    static const struct row rows[] = {
        ROW("\"\\/\b\f\n\r\t", "\\\"\\\\/\\b\\f\\n\\r\\t"),
        ROW("\001\177", "\\u0001\\u007f"),
        ROW("\342\200\256", "\\u202e"),
        ROW("\363\240\200\201", "\\udb40\\udc01"),
        ROW("\360\237\230\200", "\360\237\230\200"),
        ROW("\377", "\357\277\275"),
        ROW("##[error]", "##\\u005berror]"),
    };
    CHECK_ROWS(pf_escape_json, rows);
}
END_TEST

START_TEST(xml_gets_no_character_that_it_forbids)
{
    static const struct row rows[] = {
        ROW("<a b=\"c\">&'", "&#60;a b=&#34;c&#34;&#62;&#38;&#39;"),
        ROW("\001\377\357\277\276", "\357\277\275\357\277\275\357\277\275"),
        ROW("##[x]", "##&#91;x]"),
        ROW("a\nb", "a&#10;b"),
    };
    CHECK_ROWS(pf_escape_xml, rows);
}
END_TEST

START_TEST(an_address_is_relative_whatever_the_name)
{
    static const struct row rows[] = {
        ROW("a/b-c_d.py", "a/b-c_d.py"),
        ROW("C:/x", "C%3A/x"),
        ROW("a b#c?d%e", "a%20b%23c%3Fd%25e"),
        ROW("d\303\251\377", "d%C3%A9%FF"),
    };
    CHECK_ROWS(pf_escape_uri, rows);
}
END_TEST

START_TEST(nothing_in_markdown_becomes_markup)
{
    static const struct row rows[] = {
        ROW("[x](http://y)", "&#91;x&#93;(http&#58;//y)"),
        ROW("a|b `c` *d* _e_ <i>", "a&#124;b &#96;c&#96; &#42;d&#42; &#95;e&#95; &#60;i&#62;"),
        ROW("www.evil.example @you", "www&#46;evil.example &#64;you"),
        ROW("two\nlines &amp;", "two\\nlines &#38;amp;"),
    };
    CHECK_ROWS(pf_escape_markdown, rows);
}
END_TEST

static void command_message(struct pf_buffer *buffer, pf_str s)
{
    pf_escape_command(buffer, s, false);
}

static void command_property(struct pf_buffer *buffer, pf_str s)
{
    pf_escape_command(buffer, s, true);
}

START_TEST(a_workflow_command_is_decoded_to_what_was_meant)
{
    static const struct row messages[] = {ROW("50%\r\na:b,c", "50%25%0D%0Aa:b,c"),
                                          ROW("\033[1m", "\\x1b[1m")};
    static const struct row properties[] = {ROW("a:b,c%\n", "a%3Ab%2Cc%25%0A")};
    CHECK_ROWS(command_message, messages);
    CHECK_ROWS(command_property, properties);
}
END_TEST

Suite *escape_suite(void)
{
    const TTest *const tests[] = {
        people_see_control_characters_and_hidden_marks_as_escapes,
        the_runner_sees_no_command_of_either_kind,
        a_command_cannot_be_put_together_from_two_pieces,
        json_strings_hold_any_bytes,
        xml_gets_no_character_that_it_forbids,
        an_address_is_relative_whatever_the_name,
        nothing_in_markdown_becomes_markup,
        a_workflow_command_is_decoded_to_what_was_meant,
        NULL,
    };
    return pf_suite("escape", tests);
}
