/* Markdown: which blocks a text has, where they stand, and that no text takes long. */
#include "unit.h"

#include "prose_dump.h"
#include "read/markdown.h"

#include <string.h>

Suite *markdown_suite(void);

struct sample {
    const char *name, *text, *blocks;
};

static const struct sample samples[] = {
    {"headings", "# One\n## Two ##\n###\n####### no\n", "h1 One\nh2 Two\nh3 \np ####### no\n"},
    {"setext", "Three\n===\n\nFour\nlines\n---\n\n#no\n", "h1 Three\nh2 Four lines\np #no\n"},
    {"paragraphs", "one\ntwo\n\nthree `lit` ``a ` b`` \\`no` `open\n",
     "p one two\np three `lit` ``a ` b`` \\`no` `open {lit} {a ` b}\n"},
    {"fences", "```sh\ngit push\n\n  x\n```\n~~~~\n```\n~~~\n~~~~\nafter\n",
     "c sh: git push / x /\nc : ``` / ~~~ /\np after\n"},
    {"fence info", "```{code-block} bash\nx\n```\n```{.python #id}\ny\n```\n```a`b```\n",
     "c bash: x /\nc python: y /\np ```a`b``` {a`b}\n"},
    {"open fence", "```\nx\ny", "c : x / y /\n"},
    {"fence in paragraph", "Run:\n```\nx\n```\nthen\n", "p Run:\nc : x /\np then\n"},
    {"indented code", "text\n\n    git push\n\n    more\nback\n",
     "p text\nc : git push / more /\np back\n"},
    {"tab code", "\tgit push\n", "c : git push /\n"},
    {"no indented code in a paragraph", "text\n    still text\n", "p text     still text\n"},
    {"lists", "- one\n- two\n  more\n\n  second\n* three\n",
     "i1 one\ni1 two   more\np second\ni1 three\n"},
    {"nested lists", "1. one\n   - deep\n     text\n   - deep two\n2. two\n10) ten\n",
     "i1 one\ni2 deep      text\ni2 deep two\ni1 two\ni1 ten\n"},
    {"lazy item", "- one\ntwo\n\nthree\n", "i1 one two\np three\n"},
    {"code in an item", "- run\n\n  ```sh\n  make\n  ```\n- next\n\n      code\n",
     "i1 run\nc sh: make /\ni1 next\nc : code /\n"},
    {"fence ends with its item", "- x\n  ```\n  code\nout\n", "i1 x\nc : code /\np out\n"},
    {"fence behind a bullet", "- ```sh\n  x\n  ```\n", "c sh: x /\n"},
    {"empty item", "-\n  text\n- \n", "p text\n"},
    {"number in a paragraph", "it was\n1986. A year\n", "p it was 1986. A year\n"},
    {"bullet ends a paragraph", "text\n- item\n1. one\n", "p text\ni1 item\ni1 one\n"},
    {"heading in an item", "- # Title\n  text\n", "h1 Title\np text\n"},
    {"breaks", "a\n\n***\n* * *\n- - -\n___\nb\n", "p a\np b\n"},
    {"quotes", "> # Head\n> text\nlazy\n\n> ```\n> code\n> ```\n> > deep\n",
     "h1 Head\np text lazy\nc : code /\np deep\n"},
    {"fence ends with its quote", "> ```\n> a\nb\n", "c : a /\np b\n"},
    {"table", "| Name | Req |\n|------|:---:|\n| `A` | yes |\n| B \\| C |\nlast | x | y\n\nend\n",
     "t H[Name][Req] R[`A`][yes] R[B \\| C] R[last][x][y]\np end\n"},
    {"table without outer pipes", "a | b\n--|--\n1 | 2\n", "t H[a][b] R[1][2]\n"},
    {"table in a paragraph", "text\na | b\n- | -\n1 | 2\n# h\n",
     "p text\nt H[a][b] R[1][2]\nh1 h\n"},
    {"no table", "a | b\n--\n", "h2 a | b\n"},
    {"no table of unequal rows", "a | b\n|---|\n", "p a | b |---|\n"},
    {"one column", "| a |\n|---|\n| 1 |\n", "t H[a] R[1]\n"},
    {"html", "<div>\n**x**\n\ntext\n<!-- # hidden\n\n`git push`\n--> tail\n\nafter\n",
     "p text\np after\n"},
    {"html table", "<table>\n<tr><td>DEBUG</td></tr>\n</table>\n\ntext\n", "p text\n"},
    {"inline html", "text <b>x</b>\n<span>y</span>\n", "p text <b>x</b> <span>y</span>\n"},
    {"front matter", "---\ntitle: x\n---\ntext\n", "p text\n"},
    {"a break is no front matter", "---\n\ntext\n\n---\n", "p text\n"},
    {"CRLF", "# A\r\n\r\n```sh\r\nx\r\n```\r\ntext\r\n", "h1 A\nc sh: x /\np text\n"},
    {"BOM", "\xEF\xBB\xBF# A\n", "h1 A\n"},
    {"empty", "", ""},
};

static pf_str blocks_of(struct pf_arena *arena, pf_str text)
{
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("x.md"), text);
    struct pf_prose prose = pf_markdown_read(arena, source, &faults);
    ck_assert_uint_eq(faults.count, 0);
    return dump_prose(arena, &prose);
}

START_TEST(texts_fall_into_their_blocks)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str blocks = blocks_of(arena, pf_str_c(samples[i].text));
        ck_assert_msg(pf_str_eq(blocks, pf_str_c(samples[i].blocks)), "%s:\n%.*sinstead of\n%s",
                      samples[i].name, PF_ARG(blocks), samples[i].blocks);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(spans_point_to_what_they_say)
{
    static const char text[] =
        "x\n\n| A | `KEY` |\n|---|---|\n| b | c |\n\n> ```\n> git push\n> ```\n";
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("x.md"), pf_str_c(text));
    struct pf_prose prose = pf_markdown_read(arena, source, &faults);
    ck_assert_uint_eq(prose.count, 3);
    ck_assert_pf_str_eq(pf_span_text(prose.items[1].rows[0].cells[1].span), PF_STR("`KEY`"));
    ck_assert_pf_str_eq(pf_span_text(prose.items[1].rows[1].cells[0].span), PF_STR("b"));
    pf_span line;
    size_t at = 0;
    ck_assert(pf_prose_next_line(&prose.items[2], &at, &line));
    ck_assert_uint_eq(pf_span_start(line).line, 8);
    ck_assert_uint_eq(pf_span_start(line).column, 3);
    ck_assert(!pf_prose_next_line(&prose.items[2], &at, &line));
    pf_arena_free(arena);
}
END_TEST

static pf_str repeated(struct pf_arena *arena, const char *part, size_t count)
{
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_c(&text, part);
    return pf_buffer_str(&text);
}

START_TEST(parts_end_at_their_limit_with_a_fault)
{
    static const char *const parts[] = {"a\n\n", "`a` ", "|a\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t more = 0; more < 2; more++) {
            struct pf_arena *arena = pf_arena_new(NULL);
            struct pf_faults faults = {0};
            /* a paragraph's literals and a table's rows leave one part for the block itself;
             * a row of one cell takes two */
            size_t all = PF_PROSE_PARTS - (size_t)(i > 0);
            size_t count = all / (i == 2 ? 2 : 1) + more;
            pf_str text = repeated(arena, parts[i], count - (i == 2));
            if (i == 2)
                text = pf_arena_format(arena, "|a\n|-\n%.*s", PF_ARG(text));
            pf_markdown_read(arena, pf_source_new(arena, PF_STR("x.md"), text), &faults);
            ck_assert_msg(faults.count == more, "%s", parts[i]);
            ck_assert(pf_faults_has(&faults, PF_FAULT_LIMIT) == (more == 1));
            pf_arena_free(arena);
        }
}
END_TEST

static struct pf_prose read_all(struct pf_arena *arena, pf_str text)
{
    struct pf_faults faults = {0};
    return pf_markdown_read(arena, pf_source_new(arena, PF_STR("x.md"), text), &faults);
}

START_TEST(lists_and_quotes_nest_to_their_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t more = 0; more < 2; more++) {
        pf_str bullets[] = {repeated(arena, "- ", 16 + more), PF_STR("x")};
        struct pf_prose items = read_all(arena, pf_arena_join(arena, bullets, 2, PF_STR("")));
        ck_assert_uint_eq(items.count, 1);
        ck_assert_uint_eq(items.items[0].level, 16);
        ck_assert_uint_eq(items.items[0].span.len, more == 0 ? 1 : 3);
        pf_str quotes[] = {repeated(arena, ">", 16 + more), PF_STR("x")};
        struct pf_prose quoted = read_all(arena, pf_arena_join(arena, quotes, 2, PF_STR("")));
        ck_assert_uint_eq(quoted.items[0].quoted, 16);
        ck_assert_uint_eq(quoted.items[0].span.len, 1 + more);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(sixteen_back_ticks_open_a_literal_and_seventeen_do_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t more = 0; more < 2; more++) {
        pf_str ticks = repeated(arena, "`", 16 + more);
        pf_str parts[] = {PF_STR("a "), ticks, PF_STR(" x "), ticks};
        struct pf_prose prose = read_all(arena, pf_arena_join(arena, parts, 4, PF_STR("")));
        ck_assert_uint_eq(prose.items[0].literal_count, 1 - more);
    }
    pf_arena_free(arena);
}
END_TEST

/* Each would take minutes if a line or a run of marks were looked at more than a few times. */
START_TEST(megabytes_of_anything_are_read_at_once)
{
    static const char *const parts[] = {
        "`",  "``` ", "> ", "- ",  "- a\n ", "*a\n",   "|",     "a|b\n", "<!--",  "<",  "    ",
        "\t", "\n",   "#",  "a\n", "`a``b",  "1. a\n", "---\n", "\\",    "~~~\n", ">\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        pf_str text = repeated(arena, parts[i], 1024 * 1024 / strlen(parts[i]));
        pf_markdown_read(arena, pf_source_new(arena, PF_STR("x.md"), text), &faults);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *markdown_suite(void)
{
    const TTest *const tests[] = {
        texts_fall_into_their_blocks,
        spans_point_to_what_they_say,
        parts_end_at_their_limit_with_a_fault,
        lists_and_quotes_nest_to_their_limit,
        sixteen_back_ticks_open_a_literal_and_seventeen_do_not,
        megabytes_of_anything_are_read_at_once,
        NULL,
    };
    return pf_suite("markdown", tests);
}
