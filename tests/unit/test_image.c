/* Images: what a stage runs with, through the stages it is based on. */
#include "unit.h"

#include "base/buffer.h"
#include "model/image.h"
#include "read/dockerfile.h"

Suite *image_suite(void);

static pf_str shown(struct pf_arena *arena, const struct pf_node *node)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    if (node == NULL)
        return PF_STR("-");
    if (node->kind == PF_ANY)
        return pf_arena_format(arena, "?%.*s", PF_ARG(node->as.any->reason));
    if (pf_node_get(node, "text") != NULL)
        return pf_node_text(pf_node_get(node, "text"));
    if (node->kind != PF_MAP && node->kind != PF_SEQ)
        return node->text;
    for (size_t i = 0; i < node->count; i++) {
        const struct pf_node *item = node->items[i];
        pf_buffer_add_c(&buffer, i > 0 ? ", " : "");
        if (node->kind == PF_MAP)
            pf_buffer_format(&buffer, "%.*s=", PF_ARG(item->key->text));
        pf_buffer_add(&buffer, shown(arena, item));
    }
    return pf_buffer_str(&buffer);
}

static struct pf_image image_of(struct pf_arena *arena, const char *text, const char *target,
                                const char *build_args)
{
    struct pf_faults faults = {0};
    struct pf_image image = {0};
    const struct pf_source *source = pf_source_new(arena, PF_STR("Dockerfile"), pf_str_c(text));
    const struct pf_node *root = pf_dockerfile_read(arena, source, &faults);
    const struct pf_node *args =
        build_args == NULL ? NULL : pf_node_str(arena, pf_str_c(build_args), (pf_span){0});
    ck_assert(
        pf_image_of_build(arena, root, pf_str_c(target), pf_image_build_args(arena, args), &image));
    return image;
}

struct example {
    const char *dockerfile, *expected;
};

static void check_environments(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_image image = image_of(arena, examples[i].dockerfile, "", NULL);
        pf_str got = shown(arena, image.environment);
        ck_assert_msg(pf_str_eq(got, pf_str_c(examples[i].expected)),
                      "%s\ngives\n%.*s\nexpected\n%s", examples[i].dockerfile, PF_ARG(got),
                      examples[i].expected);
        pf_arena_free(arena);
    }
}

START_TEST(variables_are_filled_in_as_docker_does)
{
    static const struct example examples[] = {
        {"FROM scratch\nENV A=1 B=$A\nENV C=$A D=${A}x E=\\$A F='$A' G=\"$A\"",
         "A=1, B=, C=1, D=1x, E=$A, F=$A, G=1"},
        {"FROM scratch\nENV A= B=b\nENV C=${A:-x} D=${A-x} E=${B:+y} F=${B+y} G=${X:-${B}z}",
         "A=, B=b, C=x, D=, E=y, F=y, G=bz"},
        {"FROM scratch\nENV A 1\nENV A $A/2\nENV A=$A/3", "A=1/2/3"},
        {"FROM x\nENV P=/v:$PATH", "P=?$PATH may be set by the base image"},
        {"FROM x\nENV P=1\nENV Q=$P R=${X:-y}", "P=1, Q=1, R=?$X may be set by the base image"},
        {"FROM scratch\nENV A=${B#x} C=${B:?gone} D=${",
         "A=?a pattern is cut out of a variable, C=?$B is not set: gone, D=?'${' without a name"},
        {"FROM scratch\nENV A=$", "A=$"},
        {"FROM scratch\nENV A=1 \\\n  B=\"x \\\n y\"", "A=1, B=x  y"},
    };
    check_environments(examples, sizeof examples / sizeof *examples);
}
END_TEST

START_TEST(arguments_have_scopes)
{
    static const struct example examples[] = {
        {"FROM scratch\nARG A=1\nARG B\nENV C=$A D=$B", "C=1, D=?$B is given by the build"},
        {"ARG A=1\nFROM scratch\nENV B=$A", "B="},
        {"ARG A=1\nFROM scratch\nARG A\nENV B=$A", "B=1"},
        {"ARG A=1\nFROM scratch\nARG A=2\nENV B=$A", "B=2"},
        {"FROM scratch\nARG A=1\nENV A=2\nARG A=3\nENV B=$A", "A=2, B=2"},
        {"FROM scratch AS x\nARG A=1\nENV E=$A\nFROM x\nENV B=$A", "E=1, B=1"},
        {"FROM scratch AS x\nARG A=1\nFROM scratch\nENV B=$A", "B="},
        {"FROM scratch\nARG TARGETARCH\nENV B=$TARGETARCH",
         "B=?$TARGETARCH is told by the platform"},
        {"ARG A=1 B=$A\nFROM scratch\nARG B\nENV C=$B", "C=1"},
    };
    check_environments(examples, sizeof examples / sizeof *examples);
}
END_TEST

START_TEST(build_arguments_outrank_defaults)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const char *text = "ARG V=3\nFROM python:$V\nARG A=1\nARG B=2\nARG C=3\nARG V\n"
                       "ENV A=$A B=$B C=$C V=$V";
    struct pf_image image = image_of(arena, text, "", "A=x=y\nB=${{ github.sha }}\n\nV=4\n=z");
    ck_assert_pf_str_eq(shown(arena, image.environment),
                        PF_STR("A=x=y, B=?$B is given by the build, C=3, V=4"));
    ck_assert_pf_str_eq(shown(arena, image.base), PF_STR("python:4"));
    const struct pf_node *open =
        pf_node_any(arena, PF_KINDS_ALL, true, PF_STR("a secret"), (pf_span){0});
    ck_assert(pf_node_is(pf_image_build_args(arena, open), PF_ANY));
    ck_assert_ptr_null(pf_image_build_args(arena, NULL));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_stage_goes_on_where_its_base_stopped)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const char *text =
        "ARG TAG=3.11\nFROM python:$TAG-slim AS base\nENV A=1 B=2\nUSER app\nWORKDIR /app\n"
        "EXPOSE 8000 9000/UDP\nCOPY a /a\nRUN b\nCMD [\"x\"]\n"
        "FROM node AS assets\nENV C=3\nFROM base as final\nENV B=4\nWORKDIR shop/../web\n"
        "EXPOSE 8000/tcp 80:70\nADD c /c\nHEALTHCHECK CMD d\n"
        "FROM Base\nCMD e f";
    struct pf_image image = image_of(arena, text, "final", NULL);
    ck_assert_pf_str_eq(shown(arena, image.base), PF_STR("python:3.11-slim"));
    ck_assert_pf_str_eq(shown(arena, image.environment), PF_STR("A=1, B=4"));
    ck_assert_pf_str_eq(pf_span_text(image.environment->items[1]->key->span), PF_STR("B"));
    ck_assert_uint_eq(pf_span_start(image.environment->items[1]->span).line, 13);
    ck_assert_pf_str_eq(shown(arena, image.user), PF_STR("app"));
    ck_assert_pf_str_eq(shown(arena, image.workdir), PF_STR("/app/web"));
    ck_assert_pf_str_eq(shown(arena, image.exposes), PF_STR("8000/tcp, 9000/udp, 70/tcp"));
    ck_assert_pf_str_eq(shown(arena, image.copies), PF_STR("a /a, c /c"));
    ck_assert_pf_str_eq(shown(arena, image.runs), PF_STR("b"));
    ck_assert_pf_str_eq(shown(arena, image.command), PF_STR("x"));
    ck_assert_pf_str_eq(shown(arena, image.healthcheck), PF_STR("d"));
    ck_assert(!image.has_base_stage_unknown);
    image = image_of(arena, text, "", NULL);
    ck_assert_int_eq(image.command->kind, PF_STRING);
    ck_assert_pf_str_eq(shown(arena, image.command), PF_STR("e f"));
    image = image_of(arena, text, "1", NULL);
    ck_assert_pf_str_eq(shown(arena, image.environment), PF_STR("C=3"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_entrypoint_takes_back_the_base_s_command_but_not_its_own)
{
    static const struct {
        const char *dockerfile, *entrypoint, *command;
    } examples[] = {
        {"FROM x\nCMD a\nENTRYPOINT [\"b\"]", "b", "a"},
        {"FROM x AS y\nCMD a\nFROM y\nENTRYPOINT [\"b\"]", "b", "-"},
        {"FROM x AS y\nCMD a\nFROM y\nENTRYPOINT [\"b\"]\nCMD c", "b", "c"},
        {"FROM x AS y\nENTRYPOINT b\nFROM y\nCMD [\"c\", \"d\"]", "b", "c, d"},
        {"FROM x\nENTRYPOINT []\nCMD []", "", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_image image = image_of(arena, examples[i].dockerfile, "", NULL);
        ck_assert_pf_str_eq(shown(arena, image.entrypoint), pf_str_c(examples[i].entrypoint));
        ck_assert_pf_str_eq(shown(arena, image.command), pf_str_c(examples[i].command));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(what_the_file_does_not_say_is_not_known)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_image image =
        image_of(arena, "ARG T\nFROM x:$T\nWORKDIR a\nUSER $U\nEXPOSE $P", "", NULL);
    ck_assert_pf_str_eq(shown(arena, image.base), PF_STR("?$T is given by the build"));
    ck_assert(image.has_base_stage_unknown);
    ck_assert_pf_str_eq(shown(arena, image.workdir),
                        PF_STR("?relative to the directory that the base image sets"));
    ck_assert_pf_str_eq(shown(arena, image.user), PF_STR("?$U may be set by the base image"));
    ck_assert_pf_str_eq(shown(arena, image.exposes), PF_STR("?$P may be set by the base image"));
    image = image_of(arena, "FROM --platform=$BUILDPLATFORM x$TARGETARCH", "", NULL);
    ck_assert_int_eq(image.base->kind, PF_ANY);
    ck_assert_ptr_null(image.user);
    ck_assert_ptr_null(image.command);
    ck_assert_uint_eq(image.environment->count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_stage_that_does_not_exist_is_told)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults faults = {0};
    struct pf_image image = {0};
    const struct pf_source *source =
        pf_source_new(arena, PF_STR("Dockerfile"), PF_STR("FROM a AS b\n"));
    const struct pf_node *root = pf_dockerfile_read(arena, source, &faults);
    ck_assert(pf_image_of_stage(arena, root, PF_STR("B"), &image));
    ck_assert(pf_image_of_stage(arena, root, PF_STR("0"), &image));
    ck_assert(!pf_image_of_stage(arena, root, PF_STR("c"), &image));
    ck_assert(!pf_image_of_stage(arena, root, PF_STR("1"), &image));
    ck_assert(!pf_image_of_stage(arena, NULL, PF_STR(""), &image));
    pf_arena_free(arena);
}
END_TEST

START_TEST(port_ranges_are_listed_up_to_the_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_image image = image_of(arena, "FROM a\nEXPOSE 1-100 0 70000 x 5-4 201-301", "", NULL);
    ck_assert_uint_eq(image.exposes->count, PF_IMAGE_PORTS + 1);
    ck_assert_pf_str_eq(image.exposes->items[PF_IMAGE_PORTS]->text, PF_STR("201-301/tcp"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(defaults_nested_deeper_than_the_limit_are_unknown)
{
    for (unsigned depth = 32; depth <= 33; depth++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer text = pf_buffer_new(arena);
        pf_buffer_add_c(&text, "FROM scratch\nENV A=");
        for (unsigned i = 0; i < depth; i++)
            pf_buffer_add_c(&text, "${x:-");
        pf_buffer_add_byte(&text, 'y');
        for (unsigned i = 0; i < depth; i++)
            pf_buffer_add_byte(&text, '}');
        pf_buffer_add_byte(&text, '\0');
        struct pf_image image = image_of(arena, text.data, "", NULL);
        ck_assert_pf_str_eq(shown(arena, image.environment),
                            depth == 32 ? PF_STR("A=y") : PF_STR("A=?nested too deeply"));
        pf_arena_free(arena);
    }
}
END_TEST

#define HEX32 "0123456789abcdef0123456789abcdef"

START_TEST(references_are_completed_as_docker_completes_them)
{
    static const struct {
        const char *text, *registry, *repository, *tag, *digest;
    } examples[] = {
        {"nginx", "docker.io", "library/nginx", "", ""},
        {"acme/shop:1.2", "docker.io", "acme/shop", "1.2", ""},
        {"index.docker.io/nginx", "docker.io", "library/nginx", "", ""},
        {"registry-1.docker.io/a/b", "docker.io", "a/b", "", ""},
        {"ghcr.io/acme/shop:latest", "ghcr.io", "acme/shop", "latest", ""},
        {"localhost:5000/a:b", "localhost:5000", "a", "b", ""},
        {"localhost/a", "localhost", "a", "", ""},
        {"123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:" HEX32 HEX32,
         "123456789012.dkr.ecr.eu-west-1.amazonaws.com", "a/b", "", "sha256:" HEX32 HEX32},
        {"x/a-b__c.d/e--f:_x", "docker.io", "x/a-b__c.d/e--f", "_x", ""},
        {"[::1]:80/a", "[::1]:80", "a", "", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_image_reference reference = {0};
        pf_str problem = {0};
        bool fits =
            pf_image_reference_parse(arena, pf_str_c(examples[i].text), &reference, &problem);
        ck_assert_msg(fits, "%s: %.*s", examples[i].text, PF_ARG(problem));
        ck_assert_pf_str_eq(reference.registry, pf_str_c(examples[i].registry));
        ck_assert_pf_str_eq(reference.repository, pf_str_c(examples[i].repository));
        ck_assert_pf_str_eq(reference.tag, pf_str_c(examples[i].tag));
        ck_assert_pf_str_eq(reference.digest, pf_str_c(examples[i].digest));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(references_that_docker_refuses_say_why)
{
    static const struct example examples[] = {
        {"", "the reference is empty"},
        {"Acme/shop", "a repository's name is lower case"},
        {"ghcr.io/Acme/shop", "a repository's name is lower case"},
        {"a/b:", "a tag is 1 to 128 letters, digits, _ . -, and begins with none of . -"},
        {"a:.b", "a tag is 1 to 128 letters, digits, _ . -, and begins with none of . -"},
        {"a@sha256:12", "a digest is sha256: and 64 hexadecimal digits"},
        {"a@b", "a digest is sha256: and 64 hexadecimal digits"},
        {"https://ghcr.io/a", "the registry is no host name"},
        {"ghcr.io/", "a repository's name is missing"},
        {"a//b", "a repository's name holds lower-case letters, digits and single . _ - between "
                 "them"},
        {"a b", "a repository's name holds lower-case letters, digits and single . _ - between "
                "them"},
        {"<IMAGE>", "a repository's name is lower case"},
        {HEX32 HEX32, "64 hexadecimal digits are an image's id, not its name"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_image_reference reference = {0};
        pf_str problem = {0};
        ck_assert(!pf_image_reference_parse(arena, pf_str_c(examples[i].dockerfile), &reference,
                                            &problem));
        if (!pf_str_eq(problem, pf_str_c(examples[i].expected)))
            ck_assert_msg(false, "%s: %.*s", examples[i].dockerfile, PF_ARG(problem));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(names_and_tags_have_lengths)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_image_reference reference = {0};
    pf_str problem = {0};
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "a:");
    for (int i = 0; i < 128; i++)
        pf_buffer_add_byte(&text, 'x');
    ck_assert(pf_image_reference_parse(arena, pf_buffer_str(&text), &reference, &problem));
    pf_buffer_add_byte(&text, 'x');
    ck_assert(!pf_image_reference_parse(arena, pf_buffer_str(&text), &reference, &problem));
    text.len = 0;
    pf_buffer_add_c(&text, "ghcr.io/");
    while (text.len < 255)
        pf_buffer_add_byte(&text, 'x');
    ck_assert(pf_image_reference_parse(arena, pf_buffer_str(&text), &reference, &problem));
    pf_buffer_add_byte(&text, 'x');
    ck_assert(!pf_image_reference_parse(arena, pf_buffer_str(&text), &reference, &problem));
    pf_arena_free(arena);
}
END_TEST

Suite *image_suite(void)
{
    const TTest *const tests[] = {
        variables_are_filled_in_as_docker_does,
        arguments_have_scopes,
        build_arguments_outrank_defaults,
        a_stage_goes_on_where_its_base_stopped,
        an_entrypoint_takes_back_the_base_s_command_but_not_its_own,
        what_the_file_does_not_say_is_not_known,
        a_stage_that_does_not_exist_is_told,
        port_ranges_are_listed_up_to_the_limit,
        defaults_nested_deeper_than_the_limit_are_unknown,
        references_are_completed_as_docker_completes_them,
        references_that_docker_refuses_say_why,
        names_and_tags_have_lengths,
        NULL,
    };
    return pf_suite("image", tests);
}
