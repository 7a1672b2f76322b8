/* Which files an image holds: COPY, ADD, .dockerignore, stages, and what commands may do. */
#include "unit.h"

#include "base/buffer.h"
#include "model/image_content.h"
#include "project.h"

Suite *image_content_suite(void);

static enum pf_truth ask(struct pf_arena *arena, const char *dockerfile, const char *ignore,
                         const char *target, const char *path, pf_str *place)
{
    const struct pf_test_file files[] = {
        {"Dockerfile", dockerfile}, {".dockerignore", ignore}, {NULL, NULL}};
    struct pf_project *project = pf_test_project(arena, files);
    struct pf_project_file *file = pf_project_file(project, PF_STR("Dockerfile"));
    ck_assert(pf_project_load(project, file));
    struct pf_image image;
    ck_assert(pf_image_of_stage(arena, file->root, pf_str_c(target), &image));
    struct pf_image_origin origin =
        pf_image_origin_of(arena, project, file->path, PF_STR(""), &image);
    const struct pf_node *by;
    enum pf_truth held = pf_image_origin_place(arena, &origin, pf_str_c(path), &by, place);
    ck_assert_int_eq(pf_image_origin_holds(arena, &origin, pf_str_c(path), &by), held);
    return held;
}

struct example {
    const char *dockerfile, *path;
    enum pf_truth held;
    const char *place;
};

static void check(const struct example *examples, size_t count, const char *ignore)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str place;
        enum pf_truth held =
            ask(arena, examples[i].dockerfile, ignore, "", examples[i].path, &place);
        ck_assert_msg(held == examples[i].held && pf_str_eq(place, pf_str_c(examples[i].place)),
                      "%s: %s gives %s at '%.*s'", examples[i].dockerfile, examples[i].path,
                      pf_truth_name(held), PF_ARG(place));
        pf_arena_free(arena);
    }
}
#define CHECK(ignore, ...)                                                                         \
    do {                                                                                           \
        static const struct example examples_[] = {__VA_ARGS__};                                   \
        check(examples_, sizeof examples_ / sizeof *examples_, ignore);                            \
    } while (0)

START_TEST(a_copy_takes_files_directories_and_patterns)
{
    CHECK("", {"FROM x\nCOPY . /app", ".env", PF_YES, "/app/.env"},
          {"FROM x\nWORKDIR /app\nCOPY . .", "shop/.env", PF_YES, "/app/shop/.env"},
          {"FROM x\nWORKDIR /app\nCOPY ./ ./", ".env", PF_YES, "/app/.env"},
          {"FROM x\nCOPY shop /app/", "shop/a/b.py", PF_YES, "/app/a/b.py"},
          {"FROM x\nCOPY shop/ /app", "shops/b.py", PF_NO, ""},
          {"FROM x\nCOPY manage.py /app/", "manage.py", PF_YES, "/app/manage.py"},
          {"FROM x\nCOPY a.env /app/.env", "a.env", PF_YES, "/app/.env"},
          {"FROM x\nCOPY a b /app", "b", PF_YES, "/app/b"},
          {"FROM x\nCOPY *.py /app/", "manage.py", PF_YES, "/app/manage.py"},
          {"FROM x\nCOPY *.py /app/", "shop/urls.py", PF_NO, ""},
          {"FROM x\nCOPY [\"a b\", \"/x y/\"]", "a b", PF_YES, "/x y/a b"},
          {"FROM x\nADD . /app\nCOPY .env /", ".env", PF_YES, ""},
          {"FROM x\nCOPY . app", ".env", PF_YES, ""},
          {"FROM x\nARG D=/srv\nCOPY . $D", ".env", PF_YES, "/srv/.env"},
          {"FROM x\nARG S\nCOPY $S /app", ".env", PF_MAYBE, ""},
          {"FROM x\nCOPY ../a /app", "a", PF_NO, ""},
          {"FROM x\nCOPY --parents shop/a.py /app", "shop/a.py", PF_YES, "/app/shop/a.py"},
          {"FROM x\nCOPY --exclude=.env . /app", ".env", PF_MAYBE, "/app/.env"},
          {"FROM x\nCOPY requirements.txt /", ".env", PF_NO, ""});
}
END_TEST

START_TEST(dockerignore_keeps_files_out_of_every_copy)
{
    CHECK("*.env\n.env*\n!keep.env\n", {"FROM x\nCOPY . /app", ".env", PF_NO, ""},
          {"FROM x\nCOPY . /app", "keep.env", PF_YES, "/app/keep.env"},
          {"FROM x\nCOPY .env /app/", ".env", PF_NO, ""});
}
END_TEST

START_TEST(stages_hand_files_on)
{
    CHECK("",
          {"FROM x AS b\nWORKDIR /src\nCOPY . .\nFROM y\nCOPY --from=b /src /app", ".env", PF_YES,
           "/app/.env"},
          {"FROM x AS b\nWORKDIR /src\nCOPY . .\nFROM y\nCOPY --from=0 /src/shop /app", ".env",
           PF_NO, ""},
          {"FROM x AS b\nCOPY . /src\nFROM y\nCOPY --from=b /venv /venv", ".env", PF_NO, ""},
          {"FROM x AS b\nCOPY . src\nFROM y\nCOPY --from=b /venv /venv", ".env", PF_MAYBE, ""},
          {"FROM x AS b\nCOPY . /src\nFROM b\nRUN y", ".env", PF_YES, "/src/.env"},
          {"FROM x AS b\nCOPY . /src\nFROM y\nRUN z", ".env", PF_MAYBE, ""},
          {"FROM x AS b\nCOPY . /src\nFROM y\nCOPY a /a", ".env", PF_NO, ""},
          {"FROM y\nCOPY --from=nginx /etc /etc", ".env", PF_MAYBE, ""},
          {"FROM y AS a\nCOPY --from=b /x /x\nFROM y AS b\nCOPY --from=a /x /x", ".env", PF_MAYBE,
           ""});
}
END_TEST

START_TEST(commands_may_remove_make_or_fetch_it)
{
    CHECK(
        "", {"FROM x\nCOPY . /app\nRUN rm -f /app/.env", ".env", PF_MAYBE, "/app/.env"},
        {"FROM x\nCOPY . /app\nRUN rm -f /app/other", ".env", PF_YES, "/app/.env"},
        {"FROM x\nCOPY a /a\nRUN cp .env.example .env", ".env", PF_MAYBE, ""},
        {"FROM x\nCOPY a /a\nRUN git clone https://example.org/x", ".env", PF_MAYBE, ""},
        {"FROM x\nCOPY a /a\nRUN --mount=type=bind,target=/s cp -r /s /app", ".env", PF_MAYBE, ""},
        {"FROM x\nADD app.tar.gz /app", ".env", PF_MAYBE, ""},
        {"FROM x\nCOPY a /a\nRUN <<E\necho X=1 > .env\nE", ".env", PF_MAYBE, ""});
}
END_TEST

START_TEST(without_a_copy_or_a_dockerfile_nothing_is_sure)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str place;
    ck_assert_int_eq(ask(arena, "FROM x\nRUN y", "", "", "a", &place), PF_MAYBE);
    struct pf_image_origin origin = {.context = PF_STR("shop")};
    const struct pf_node *by;
    ck_assert_int_eq(pf_image_origin_holds(arena, &origin, PF_STR("shop/a"), &by), PF_MAYBE);
    ck_assert_int_eq(pf_image_origin_holds(arena, &origin, PF_STR("other/a"), &by), PF_NO);
    pf_arena_free(arena);
}
END_TEST

/* A file handed on through `count` stages. */
static enum pf_truth through_stages(unsigned count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "FROM x AS s0\nCOPY . /a\n");
    for (unsigned i = 1; i <= count; i++)
        pf_buffer_format(&text, "FROM x AS s%u\nCOPY --from=s%u /a /a\n", i, i - 1);
    pf_buffer_add_byte(&text, '\0');
    pf_str place;
    enum pf_truth held = ask(arena, text.data, "", "", "f", &place);
    pf_arena_free(arena);
    return held;
}

/* The last of `count` stages that are looked into holds the file. */
static enum pf_truth beside_stages(unsigned count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (unsigned i = 1; i <= count; i++)
        pf_buffer_format(&text, "FROM x AS s%u\nCOPY %s /a\n", i, i == count ? "." : "b");
    pf_buffer_add_c(&text, "FROM x\n");
    for (unsigned i = 1; i <= count; i++)
        pf_buffer_format(&text, "COPY --from=s%u /a /a\n", i);
    pf_buffer_add_byte(&text, '\0');
    pf_str place;
    enum pf_truth held = ask(arena, text.data, "", "", "f", &place);
    pf_arena_free(arena);
    return held;
}

/* In the stage before, the file stands in `count` places; the last one is copied on. */
static enum pf_truth through_places(unsigned count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, "FROM x AS s\n");
    for (unsigned i = 1; i <= count; i++)
        pf_buffer_format(&text, "COPY . /a%u\n", i);
    pf_buffer_format(&text, "FROM x\nCOPY --from=s /a%u /b\n", count);
    pf_buffer_add_byte(&text, '\0');
    pf_str place;
    enum pf_truth held = ask(arena, text.data, "", "", "f", &place);
    pf_arena_free(arena);
    return held;
}

START_TEST(beyond_the_limits_the_answer_is_maybe)
{
    ck_assert_int_eq(through_stages(PF_IMAGE_STAGES_DEEP), PF_YES);
    ck_assert_int_eq(through_stages(PF_IMAGE_STAGES_DEEP + 1), PF_MAYBE);
    ck_assert_int_eq(beside_stages(PF_IMAGE_STAGES), PF_YES);
    ck_assert_int_eq(beside_stages(PF_IMAGE_STAGES + 1), PF_MAYBE);
    ck_assert_int_eq(through_places(PF_IMAGE_PLACES), PF_YES);
    ck_assert_int_eq(through_places(PF_IMAGE_PLACES + 1), PF_MAYBE);
}
END_TEST

static struct pf_image_origin origin_of(struct pf_arena *arena, const char *dockerfile)
{
    const struct pf_test_file files[] = {{"Dockerfile", dockerfile}, {NULL, NULL}};
    struct pf_project *project = pf_test_project(arena, files);
    struct pf_project_file *file = pf_project_file(project, PF_STR("Dockerfile"));
    ck_assert(pf_project_load(project, file));
    struct pf_image *image = PF_NEW(arena, struct pf_image);
    ck_assert(pf_image_of_stage(arena, file->root, PF_STR(""), image));
    return pf_image_origin_of(arena, project, file->path, PF_STR(""), image);
}

static pf_str root_of(struct pf_arena *arena, const char *dockerfile, const char *path)
{
    struct pf_image_origin origin = origin_of(arena, dockerfile);
    return pf_image_origin_root(arena, &origin, pf_str_c(path));
}

START_TEST(a_file_stands_at_each_place_that_it_is_copied_to)
{
    static const struct {
        const char *dockerfile, *place;
        bool stands;
    } cases[] = {
        {"FROM x\nCOPY . /app\nCOPY go.sh /go.sh", "/go.sh", true},
        {"FROM x\nCOPY . /app\nCOPY go.sh /go.sh", "/app/go.sh", true},
        {"FROM x\nCOPY . /app\nCOPY go.sh /go.sh", "/srv/go.sh", false},
        {"FROM x\nCOPY . /app", "/app/go.sh", true},
        {"FROM x\nCOPY other /app", "/app/go.sh", false},
        {"FROM x\nARG D\nCOPY . /app\nCOPY go.sh $D", "/app/go.sh", false}, /* and where else? */
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_image_origin origin = origin_of(arena, cases[i].dockerfile);
        ck_assert_msg(pf_image_origin_stands_at(arena, &origin, PF_STR("go.sh"),
                                                pf_str_c(cases[i].place)) == cases[i].stands,
                      "%s: %s", cases[i].dockerfile, cases[i].place);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_place_of_a_file_shows_the_root_unless_it_was_moved)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_pf_str_eq(root_of(arena, "FROM x\nWORKDIR /app\nCOPY . .", "shop/settings.py"),
                        PF_STR("/app"));
    ck_assert_pf_str_eq(root_of(arena, "FROM x\nCOPY shop /app/", "shop/settings.py"), PF_STR(""));
    ck_assert_pf_str_eq(root_of(arena, "FROM x\nARG S\nCOPY $S /app", "settings.py"), PF_STR(""));
    ck_assert_pf_str_eq(root_of(arena, "FROM x\nCOPY . /", "settings.py"), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

Suite *image_content_suite(void)
{
    const TTest *const tests[] = {
        a_copy_takes_files_directories_and_patterns,
        dockerignore_keeps_files_out_of_every_copy,
        stages_hand_files_on,
        commands_may_remove_make_or_fetch_it,
        without_a_copy_or_a_dockerfile_nothing_is_sure,
        beyond_the_limits_the_answer_is_maybe,
        a_file_stands_at_each_place_that_it_is_copied_to,
        the_place_of_a_file_shows_the_root_unless_it_was_moved,
        NULL,
    };
    return pf_suite("image_content", tests);
}
