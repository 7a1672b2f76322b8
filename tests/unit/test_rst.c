/* reStructuredText: which blocks a text has, its tables' cells, and that no text takes long. */
#include "unit.h"

#include "prose_dump.h"
#include "read/rst.h"

#include <string.h>

Suite *rst_suite(void);

struct sample {
    const char *name, *text, *blocks;
};

static const struct sample samples[] = {
    {"headings", "=====\nTitle\n=====\n\nPart\n====\n\nSub\n---\n\nOther\n=====\n",
     "h1 Title\nh2 Part\nh3 Sub\nh2 Other\n"},
    {"short underline", "Title\n----\n\nab\n--\n\nabc\n--\n", "h1 Title\nh1 ab\np abc --\n"},
    {"wide title", "\xE5\x90\x8D\xE5\x89\x8D\n--\n\n\xE5\x90\x8D\n--\n",
     "p \xE5\x90\x8D\xE5\x89\x8D --\nh1 \xE5\x90\x8D\n"},
    {"transition", "a\n\n----\n\nb\n", "p a\np b\n"},
    {"paragraphs", "one\ntwo ``lit`` :code:`x`\n\nthree\n",
     "p one two ``lit`` :code:`x` {lit} {x}\np three\n"},
    {"literal block", "Run::\n\n    git push\n\n      more\n\nafter\n",
     "p Run::\nc : git push / more /\np after\n"},
    {"literal block alone", "::\n\n  x\n", "c : x /\n"},
    {"literal block at once", "Run::\n  x\ny\n", "p Run::\nc : x /\np y\n"},
    {"quoted literal block", "Run::\n\n> x\n> y\n\nz\n", "p Run::\nc : > x / > y /\np z\n"},
    {"code directives",
     ".. code-block:: bash\n   :linenos:\n\n   git push\n\n.. code:: sh\n\n  a\n\n.. console::\n\n "
     " b\n\n"
     ".. sourcecode:: python\n\n  c\ntext\n",
     "c bash: git push /\nc sh: a /\nc console: b /\nc python: c /\np text\n"},
    {"code without options", ".. code-block::\n\n   x\n", "c : x /\n"},
    {"admonition", ".. note:: Head\n   :class: x\n\n   Body ``y``::\n\n     code\n",
     "p Head\np Body ``y``:: {y}\nc : code /\n"},
    {"comments and targets",
     ".. a comment\n   git push\n\n.. _target: http://x\n\n.. [1] note\n\n.. |s| image:: "
     "x\n\n..\n\n   quote\n\n..\n   gone\n\nend\n",
     "p quote\np end\n"},
    {"passed over",
     ".. image:: x.png\n   :alt: git push\n\n.. raw:: html\n\n   <b>git push</b>\n\ntext\n",
     "p text\n"},
    {"environment variable", ".. envvar:: SECRET_KEY\n\n   The key.\n",
     "i1 SECRET_KEY {SECRET_KEY}\np The key.\n"},
    {"lists", "- one\n  two\n- three\n\n  para\n\n  * deep\n\n1. a\n#. b\n(2) c\n",
     "i1 one   two\ni1 three\np para\ni2 deep\ni1 a\ni1 b\ni1 c\n"},
    {"literal block in an item", "- run::\n\n    x\n\n  after\n", "i1 run::\nc : x /\np after\n"},
    {"fields", ":SECRET_KEY: the key\n:DEBUG: ``0``\n",
     "i1 :SECRET_KEY: the key\ni1 :DEBUG: ``0`` {0}\n"},
    {"definitions", "term\n  meaning\n", "p term\np meaning\n"},
    {"doctest", ">>> a\n1\n\nb\n", "c pycon: >>> a / 1 /\np b\n"},
    {"grid table",
     "+------+-----+\n| Name | Req |\n+======+=====+\n| A    | yes |\n|      | no  "
     "|\n+------+-----+\n| B    |     |\n+------+-----+\n\nx\n",
     "t H[Name][Req] R[A][yes no] R[B][]\np x\n"},
    {"grid spans",
     "+---+---+---+\n| a     | b |\n+---+---+   |\n| c | d |   |\n|   +---+---+\n|   | e | f "
     "|\n+---+---+---+\n",
     "t R[a][][b] R[c][d][b] R[c][e][f]\n"},
    {"grid with wide letters", "+----+----+\n| \xE5\x90\x8D | \xC3\xA9  |\n+----+----+\n",
     "t R[\xE5\x90\x8D][\xC3\xA9]\n"},
    {"grid text on a border", "+-----+---+\n| a   | b |\n+-----+---+\n| c d | e |\n+---------+\n",
     "t R[a][b] R[c d | e][]\n"},
    {"grid letter across a border",
     "+----+---+\n| a  | b |\n+----+---+\n| c \xE5\x90\x8D d |\n+--------+\n",
     "t R[a][b] R[c \xE5\x90\x8D d][]\n"},
    {"indented grid", "  +---+\n  | a |\n  +---+\n", "t R[a]\n"},
    {"broken grid", "+---+\n| a\n\n+---+\n|abc|\n+---+\n|x\n", "p +---+ | a\nt R[abc]\np |x\n"},
    {"simple table",
     "====  ====\nName  Req\n====  ====\nA     yes\n      no\nB     x  y z\n====  ====\n\nx\n",
     "t H[Name][Req] R[A][yes no] R[B][x  y z]\np x\n"},
    {"simple table without header", "==  ==\na   b\n==  ==\n", "t R[a][b]\n"},
    {"simple spans",
     "==  ==  ==\nab      c\n------  --\nx   y   z\n==  ==  ==\n1   2   3\n==  ==  ==\n",
     "t H[ab][][c] H[x][y][z] R[1][2][3]\n"},
    {"list table",
     ".. list-table:: Variables\n   :header-rows: 1\n   :widths: 1 2\n\n   * - Name\n     - "
     "Meaning\n   * - ``A``\n     - long\n       text\n   * - B\n     -\n",
     "t H[Name][Meaning] R[``A``][long text] R[B][]\n"},
    {"csv table",
     ".. csv-table:: V\n   :header: \"Name\", \"Req\"\n\n   A, \"yes, \"\"really\"\"\"\n   B,\n   "
     "C\n",
     "t H[Name][Req] R[A][yes, \"\"really\"\"] R[B][] R[C]\n"},
    {"csv with tabs", ".. csv-table::\n   :delim: tab\n   :header-rows: 1\n\n   a\tb\n   c\td\n",
     "t H[a][b] R[c][d]\n"},
    {"CRLF", "T\r\n=\r\n\r\nx::\r\n\r\n  y\r\n", "h1 T\np x::\nc : y /\n"},
    {"BOM", "\xEF\xBB\xBFT\n=\n", "h1 T\n"},
    {"empty", "", ""},
};

static pf_str blocks_of(struct pf_arena *arena, pf_str text)
{
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("x.rst"), text);
    struct pf_prose prose = pf_rst_read(arena, source, &faults);
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

START_TEST(cells_of_all_tables_point_to_their_first_line)
{
    static const char *const tables[] = {
        "+-----+-----+\n| x   | KEY |\n|     | b   |\n+-----+-----+\n",
        "===  ===\nx    KEY\n     b\n===  ===\n",
        ".. list-table::\n\n   * - x\n     - KEY\n       b\n",
        ".. csv-table::\n\n   x, \"KEY\n   b\"\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        const struct pf_source *source = pf_source_new(arena, PF_STR("x.rst"), pf_str_c(tables[i]));
        struct pf_prose prose = pf_rst_read(arena, source, &faults);
        ck_assert_uint_eq(prose.count, 1);
        struct pf_prose_cell cell = prose.items[0].rows[0].cells[1];
        ck_assert_pf_str_eq(pf_str_slice(pf_span_text(cell.span), 0, 3), PF_STR("KEY"));
        pf_arena_free(arena);
    }
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
    for (size_t more = 0; more < 2; more++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        pf_str text = repeated(arena, "a\n\n", PF_PROSE_PARTS + more);
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), text), &faults);
        ck_assert_uint_eq(faults.count, more);
        ck_assert(pf_faults_has(&faults, PF_FAULT_LIMIT) == (more == 1));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(heading_styles_beyond_their_limit_share_the_last_level)
{
    static const char marks[] = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~";
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < sizeof marks - 1; i++)
        pf_buffer_format(&text, "T\n%c\n\n", marks[i]);
    for (size_t i = 0; i < 2; i++)
        pf_buffer_format(&text, "%c%c%c%c\nT\n%c%c%c%c\n\n", marks[i], marks[i], marks[i], marks[i],
                         marks[i], marks[i], marks[i], marks[i]);
    struct pf_faults faults = {0};
    struct pf_prose prose =
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), pf_buffer_str(&text)), &faults);
    ck_assert_uint_eq(prose.count, sizeof marks - 1 + 2);
    ck_assert_uint_eq(prose.items[prose.count - 2].level, PF_PROSE_STYLES);
    ck_assert_uint_eq(prose.items[prose.count - 1].level, PF_PROSE_STYLES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(lists_deeper_than_their_limit_keep_its_level)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < 17; i++)
        pf_buffer_format(&text, "%*s- x\n\n", 2 * i, "");
    struct pf_faults faults = {0};
    struct pf_prose prose =
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), pf_buffer_str(&text)), &faults);
    ck_assert_uint_eq(prose.count, 17);
    ck_assert_uint_eq(prose.items[15].level, 16);
    ck_assert_uint_eq(prose.items[16].level, 16);
    pf_arena_free(arena);
}
END_TEST

/* Each would take minutes if a line were looked at more than a few times. */
START_TEST(megabytes_of_anything_are_read_at_once)
{
    static const char *const parts[] = {"== ==\n",
                                        "+-+\n",
                                        "+--+--+\n|  |  |\n",
                                        ".. note::\n",
                                        "- a\n",
                                        "::\n\n x\n",
                                        "`",
                                        "a\n",
                                        "a\n\n",
                                        " == ==\n",
                                        "==\n",
                                        ".. x\n",
                                        "\n",
                                        "    ",
                                        "+-",
                                        "=",
                                        "= ",
                                        "|",
                                        "* -\n",
                                        "::\n",
                                        ".. list-table::\n\n   * - a\n",
                                        "\xE5\x90\x8D",
                                        ".. csv-table::\n\n   \"\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        pf_str text = repeated(arena, parts[i], 1024 * 1024 / strlen(parts[i]));
        pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), text), &faults);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(directives_in_each_other_take_no_square)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < 1000; i++)
        pf_buffer_format(&text, "%*s.. note:: x\n\n", i, "");
    pf_str lines = repeated(arena, "        deep\n", 1);
    for (int i = 0; i < 1000; i++)
        pf_buffer_format(&text, "%*s%.*s", 1000, "", PF_ARG(lines));
    struct pf_faults faults = {0};
    pf_rst_read(arena, pf_source_new(arena, PF_STR("x.rst"), pf_buffer_str(&text)), &faults);
    ck_assert_uint_eq(faults.count, 0);
    pf_arena_free(arena);
}
END_TEST

Suite *rst_suite(void)
{
    const TTest *const tests[] = {
        texts_fall_into_their_blocks,
        cells_of_all_tables_point_to_their_first_line,
        parts_end_at_their_limit_with_a_fault,
        heading_styles_beyond_their_limit_share_the_last_level,
        lists_deeper_than_their_limit_keep_its_level,
        megabytes_of_anything_are_read_at_once,
        directives_in_each_other_take_no_square,
        NULL,
    };
    return pf_suite("rst", tests);
}
