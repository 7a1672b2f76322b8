/* Dockerfiles: stages, instructions and what Docker would refuse. */
#include "unit.h"

#include "base/buffer.h"
#include "read/dockerfile.h"
#include "read/dockerfile_lines.h"

Suite *dockerfile_suite(void);

static void show(struct pf_buffer *buffer, const struct pf_node *node)
{
    if (node->kind == PF_NULL) {
        pf_buffer_add_c(buffer, "null");
    } else if (node->kind == PF_MAP || node->kind == PF_SEQ) {
        pf_buffer_add_c(buffer, node->kind == PF_MAP ? "{" : "[");
        for (size_t i = 0; i < node->count; i++) {
            if (i > 0)
                pf_buffer_add_c(buffer, ", ");
            if (node->kind == PF_MAP)
                pf_buffer_format(buffer, "%.*s: ", PF_ARG(node->items[i]->key->text));
            show(buffer, node->items[i]);
        }
        pf_buffer_add_c(buffer, node->kind == PF_MAP ? "}" : "]");
    } else {
        pf_buffer_add(buffer, node->text);
    }
}

static const struct pf_node *read_text(struct pf_arena *arena, pf_str text,
                                       struct pf_faults *faults)
{
    return pf_dockerfile_read(arena, pf_source_new(arena, PF_STR("Dockerfile"), text), faults);
}

/* The instruction behind "FROM x\n", with the keys that the claim is about. */
static pf_str one(struct pf_arena *arena, const char *line, const char *const *keys)
{
    struct pf_faults faults = {0};
    pf_str text = pf_arena_format(arena, "FROM x\n%s", line);
    const struct pf_node *root = read_text(arena, text, &faults);
    const struct pf_node *instruction =
        pf_node_at(pf_node_get(pf_node_at(pf_node_get(root, "stages"), 0), "instructions"), 0);
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (; *keys != NULL; keys++) {
        const struct pf_node *value = pf_node_get(instruction, *keys);
        if (value == NULL)
            continue;
        if (buffer.len > 0)
            pf_buffer_add_byte(&buffer, ' ');
        show(&buffer, value);
    }
    for (size_t i = 0; i < faults.count; i++)
        pf_buffer_format(&buffer, " ! %.*s", PF_ARG(faults.items[i].message));
    return pf_buffer_str(&buffer);
}

struct example {
    const char *line, *expected;
};

static void check(const struct example *examples, size_t count, const char *const *keys)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str got = one(arena, examples[i].line, keys);
        ck_assert_msg(pf_str_eq(got, pf_str_c(examples[i].expected)),
                      "%s\ngives\n%.*s\nexpected\n%s", examples[i].line, PF_ARG(got),
                      examples[i].expected);
        pf_arena_free(arena);
    }
}
#define KEYS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define CHECK(keys, ...)                                                                           \
    do {                                                                                           \
        static const struct example examples_[] = {__VA_ARGS__};                                   \
        check(examples_, sizeof examples_ / sizeof *examples_, keys);                              \
    } while (0)

/* The faults of a whole file, one a line. */
static pf_str faults_of(struct pf_arena *arena, pf_str text)
{
    struct pf_faults faults = {0};
    read_text(arena, text, &faults);
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < faults.count; i++)
        pf_buffer_format(&buffer, "%s%u: %.*s", i > 0 ? "\n" : "",
                         pf_span_start(faults.items[i].span).line, PF_ARG(faults.items[i].message));
    return pf_buffer_str(&buffer);
}

START_TEST(commands_are_in_shell_or_exec_form)
{
    CHECK(KEYS("instruction", "form", "text", "words"),
          {"CMD gunicorn 'a b' $X && c",
           "CMD shell gunicorn 'a b' $X && c [gunicorn, a b, $X, &&, c]"},
          {"cmd [\"gunicorn\", \"-b\", \"0.0.0.0:$PORT\"]",
           "CMD exec [\"gunicorn\", \"-b\", \"0.0.0.0:$PORT\"] [gunicorn, -b, 0.0.0.0:$PORT]"},
          {"ENTRYPOINT []", "ENTRYPOINT exec [] []"}, {"CMD", "CMD shell  []"},
          {"CMD ['a', 'b']", "CMD shell ['a', 'b'] [[a,, b]] ! not a JSON array (its strings need "
                             "double quotes), so CMD is a shell command"},
          {"RUN [ -f x ] && y", "RUN shell [ -f x ] && y [[, -f, x, ], &&, y]"},
          {"CMD [\"a\", 1]", "CMD exec [\"a\", 1] [a] ! CMD takes an array of strings only"},
          {"SHELL [\"/bin/bash\", \"-c\"]", "SHELL exec [\"/bin/bash\", \"-c\"] [/bin/bash, -c]"},
          {"SHELL bash", "SHELL shell bash [bash] ! SHELL takes a JSON array only"});
}
END_TEST

START_TEST(env_has_two_forms)
{
    CHECK(KEYS("pairs"),
          {"ENV A=1 B=\"x y\" C=a\\ b D='$X' E=", "{A: 1, B: x y, C: a b, D: $X, E: }"},
          {"ENV A x  y \"z\"", "{A: x  y z}"}, {"ENV A=1 A=2", "{A: 1, A: 2}"},
          {"ENV A=$B/${C:-d}", "{A: $B/${C:-d}}"}, {"LABEL \"a.b\"=c d=e", "{a.b: c, d: e}"},
          {"ENV A", "{} ! ENV needs a name and a value"},
          {"ENV A=1 B", "{A: 1} ! 'B' lacks its =value"}, {"ENV", "{} ! ENV needs a value"},
          {"ENV =1", "{: 1} ! ENV with an empty name"},
          {"ENV A=\"x", "{A: \"x} ! a double quote is not closed in \"x"},
          {"ARG A B=c D=", "{A: null, B: c, D: }"});
}
END_TEST

START_TEST(values_are_split_at_blanks_or_not_at_all)
{
    CHECK(KEYS("words"), {"EXPOSE 80 443/tcp  $P", "[80, 443/tcp, $P]"}, {"WORKDIR /a b", "[/a b]"},
          {"USER app:app", "[app:app]"}, {"COPY a b\t/c/", "[a, b, /c/]"},
          {"COPY [\"a b\", \"/c d\"]", "[a b, /c d]"}, {"VOLUME /a /b", "[/a, /b]"},
          {"STOPSIGNAL SIGINT", "[SIGINT]"}, {"MAINTAINER me <me@x>", "[me <me@x>]"},
          {"COPY a", "[a] ! COPY needs a source and a "
                     "destination"},
          {"USER", "[] ! USER needs a value"});
}
END_TEST

START_TEST(flags_stand_in_front_and_are_checked)
{
    CHECK(KEYS("flags", "words"),
          {"COPY --from=build --chown=\"a:b\" --link /x /y",
           "{from: build, chown: a:b, link: true} [/x, /y]"},
          {"RUN --mount=type=cache,target=/r --mount=type=ssh pip install x",
           "{mount: type=cache,target=/r, mount: type=ssh} [pip, install, x]"},
          {"RUN -- --x", "[--x]"}, {"CMD --x", "[] ! CMD has no flag '--x'"},
          {"COPY --form=a b c", "[b, c] ! COPY has no flag '--form'; did you mean '--from'?"},
          {"COPY --from=a --from=b c d", "{from: a, from: b} [c, d] ! flag '--from' is given "
                                         "twice"});
}
END_TEST

START_TEST(health_checks_name_their_command)
{
    CHECK(KEYS("type", "form", "text", "words", "flags"),
          {"HEALTHCHECK --interval=1m30s --retries=3 CMD curl -f http://x || exit 1",
           "CMD shell curl -f http://x || exit 1 [curl, -f, http://x, ||, exit, 1] "
           "{interval: 1m30s, retries: 3}"},
          {"HEALTHCHECK none", "none shell  []"});
}
END_TEST

START_TEST(onbuild_holds_an_instruction)
{
    CHECK(KEYS("instruction", "words", "trigger"),
          {"ONBUILD run a", "ONBUILD [a] {instruction: RUN, text: a, words: [a], form: shell}"},
          {"ONBUILD FROM a", "ONBUILD [] ! FROM cannot follow ONBUILD"},
          {"ONBUILD ONBUILD RUN a", "ONBUILD [] ! ONBUILD cannot follow ONBUILD"},
          {"ONBUILD", "ONBUILD [] ! ONBUILD needs a value"});
}
END_TEST

START_TEST(lines_continue_over_comments_and_empty_lines)
{
    CHECK(KEYS("text"), {"RUN a \\\n  b \\\n# no \\\n\n   # no\n c\nRUN d", "a   b  c"},
          {"RUN a \\  \r\n b\r\n", "a  b"}, {"RUN a \\\\\nRUN b", "a \\\\"}, {"RUN a # b", "a # b"},
          {"RUN a \\", "a"}, {"  run\ta", "a"});
}
END_TEST

START_TEST(here_documents_belong_to_their_instruction)
{
    CHECK(KEYS("text", "heredocs"),
          {"RUN <<EOF\na\n# b \\\nEOF\nRUN x",
           "<<EOF [{name: EOF, text: a\n# b \\\n, expand: true}]"},
          {"COPY <<-'A' <<B /x/\n\ta\n\tA\nb\nB\n", "<<-'A' <<B /x/ [{name: A, text: a\n, expand: "
                                                    "false}, {name: B, text: b\n, expand: true}]"},
          {"RUN cat <<E\r\na\r\nE\r\n", "cat <<E [{name: E, text: a\n, expand: true}]"},
          {"RUN a \"<<E\"", "a \"<<E\""}, {"CMD <<E", "<<E"},
          {"RUN <<E\na", "<<E [{name: E, text: a\n, expand: true}] ! here-document 'E' is not "
                         "closed"},
          {"ONBUILD RUN <<E\na\nE\n", "RUN <<E"});
}
END_TEST

START_TEST(directives_stand_at_the_top_only)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        read_text(arena,
                  PF_STR("\xEF\xBB\xBF# Syntax = docker/dockerfile:1\r\n#escape=`\nFROM a\nRUN b "
                         "`\n c \\\nCMD d"),
                  &faults);
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "escape")), PF_STR("`"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "syntax")), PF_STR("docker/dockerfile:1"));
    const struct pf_node *stage = pf_node_at(pf_node_get(root, "stages"), 0);
    ck_assert_uint_eq(pf_node_get(stage, "instructions")->count, 2);
    root = read_text(arena, PF_STR("# a comment\n# escape=`\nFROM a\nRUN b `\nCMD c"), &faults);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "escape")), PF_STR("\\"));
    root = read_text(arena, PF_STR("\n# escape=`\nFROM a"), &faults);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(root, "escape")), PF_STR("\\"));
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_pf_str_eq(faults_of(arena, PF_STR("# escape=x\n# escape=`\nFROM a")),
                        PF_STR("1: escape directive 'x' must be \\ or `\n"
                               "2: only one escape directive can be used"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(stages_have_names_bases_and_platforms)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        read_text(arena,
                  PF_STR("ARG V=3\nFROM --platform=linux/amd64 python:$V as Build\nRUN a\n"
                         "from Build\nCMD b\n"),
                  &faults);
    struct pf_buffer buffer = pf_buffer_new(arena);
    show(&buffer, pf_node_get(root, "args"));
    const struct pf_node *stages = pf_node_get(root, "stages");
    for (size_t i = 0; i < stages->count; i++)
        pf_buffer_format(&buffer, "|%.*s,%.*s,%.*s,%u",
                         PF_ARG(pf_node_text(pf_node_get(stages->items[i], "name"))),
                         PF_ARG(pf_node_text(pf_node_get(stages->items[i], "base"))),
                         PF_ARG(pf_node_text(pf_node_get(stages->items[i], "platform"))),
                         pf_node_get(stages->items[i], "instructions")->count);
    ck_assert_pf_str_eq(pf_buffer_str(&buffer),
                        PF_STR("[{instruction: ARG, pairs: {V: 3}, text: V=3, words: [V=3], form: "
                               "shell}]|build,python:$V,linux/amd64,1|,Build,,1"));
    ck_assert_uint_eq(faults.count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_docker_refuses_is_told_and_reading_goes_on)
{
    static const struct example examples[] = {
        {"FROM a\nRUNN b\nCMD c", "2: unknown instruction 'RUNN'; did you mean 'RUN'?"},
        {"FROM a\npip install b", "2: unknown instruction 'pip'"},
        {"RUN a\nCMD b\nFROM c", "1: RUN in front of the first FROM; only ARG may stand there"},
        {"ARG A", "1: no FROM: nothing is built"},
        {"", "1: no instructions in this Dockerfile"},
        {"# only\n\n", "1: no instructions in this Dockerfile"},
        {"FROM a b", "1: FROM takes a base, or a base AS a name"},
        {"FROM", "1: FROM needs a value"},
        {"FROM a AS 1x", "1: stage name '1x' must begin with a letter and hold letters, digits and "
                         "-_. only"},
        {"FROM a AS b\nFROM c AS B", "2: stage 'b' exists already"},
        {"FROM a\nHEALTHCHECK --interval=30 CMD b",
         "2: --interval takes a time with its unit such as 30s, not '30'"},
        {"FROM a\nHEALTHCHECK --retries=x CMD b", "2: --retries takes a number, not 'x'"},
        {"FROM a\nHEALTHCHECK CMD", "2: HEALTHCHECK CMD without a command"},
        {"FROM a\nHEALTHCHECK NONE x", "2: HEALTHCHECK NONE takes nothing more"},
        {"FROM a\nHEALTHCHECK curl x", "2: HEALTHCHECK 'curl' is neither CMD nor NONE"},
        {"FROM a\nENV A=\xff", "2: not UTF-8"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        ck_assert_pf_str_eq(faults_of(arena, pf_str_c(examples[i].line)),
                            pf_str_c(examples[i].expected));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(spans_point_into_continued_lines)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    const struct pf_node *root =
        read_text(arena, PF_STR("FROM a\n  ENV A=1 \\\n  # c\n    B=\"x y\"\n"), &faults);
    const struct pf_node *env =
        pf_node_at(pf_node_get(pf_node_at(pf_node_get(root, "stages"), 0), "instructions"), 0);
    const struct pf_node *b = pf_node_get(pf_node_get(env, "pairs"), "B");
    ck_assert_pf_str_eq(pf_span_text(b->span), PF_STR("\"x y\""));
    ck_assert_pf_str_eq(pf_span_text(b->key->span), PF_STR("B"));
    ck_assert_uint_eq(pf_span_start(b->key->span).line, 4);
    ck_assert_pf_str_eq(pf_span_text(env->span), PF_STR("ENV A=1 \\\n  # c\n    B=\"x y\""));
    pf_arena_free(arena);
}
END_TEST

static pf_str with_run_of(struct pf_arena *arena, size_t len)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_buffer_add_c(&buffer, "FROM a\nRUN ");
    for (size_t i = 4; i < len - 1; i++)
        pf_buffer_add_byte(&buffer, 'x');
    pf_buffer_add_c(&buffer, "\nCMD b");
    return pf_buffer_str(&buffer);
}

START_TEST(a_line_longer_than_docker_takes_ends_the_file)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(faults_of(arena, with_run_of(arena, PF_DOCKERFILE_LINE)).len, 0);
    ck_assert_pf_str_eq(faults_of(arena, with_run_of(arena, PF_DOCKERFILE_LINE + 1)),
                        PF_STR("2: line of more than 65535 bytes: Docker refuses the file"));
    pf_arena_free(arena);
}
END_TEST

static pf_str with_instructions(struct pf_arena *arena, size_t count)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_buffer_add_c(&buffer, "FROM a\n");
    for (size_t i = 1; i < count; i++)
        pf_buffer_add_c(&buffer, "USER a\n");
    return pf_buffer_str(&buffer);
}

START_TEST(more_instructions_than_the_limit_are_a_fault)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    read_text(arena, with_instructions(arena, PF_DOCKERFILE_INSTRUCTIONS), &faults);
    ck_assert_uint_eq(faults.count, 0);
    read_text(arena, with_instructions(arena, PF_DOCKERFILE_INSTRUCTIONS + 1), &faults);
    ck_assert(pf_faults_has(&faults, PF_FAULT_LIMIT));
    pf_arena_free(arena);
}
END_TEST

Suite *dockerfile_suite(void)
{
    const TTest *const tests[] = {
        commands_are_in_shell_or_exec_form,
        env_has_two_forms,
        values_are_split_at_blanks_or_not_at_all,
        flags_stand_in_front_and_are_checked,
        health_checks_name_their_command,
        onbuild_holds_an_instruction,
        lines_continue_over_comments_and_empty_lines,
        here_documents_belong_to_their_instruction,
        directives_stand_at_the_top_only,
        stages_have_names_bases_and_platforms,
        what_docker_refuses_is_told_and_reading_goes_on,
        spans_point_into_continued_lines,
        a_line_longer_than_docker_takes_ends_the_file,
        more_instructions_than_the_limit_are_a_fault,
        NULL,
    };
    return pf_suite("dockerfile", tests);
}
