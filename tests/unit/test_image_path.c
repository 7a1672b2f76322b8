/* What a build finds in its context, and which paths its image has by then. */
#include "unit.h"

#include "model/image_path.h"
#include "project.h"

Suite *image_path_suite(void);

/* Of a context that holds manage.py, shop/settings.py, start.sh (kept out) and docs/ (partly). */
static struct pf_image_origin origin_of(struct pf_arena *arena, const char *dockerfile,
                                        struct pf_project **project, struct pf_image *image)
{
    const struct pf_test_file files[] = {
        {"Dockerfile", dockerfile}, {".dockerignore", "start.sh\ndocs\n!docs/a.txt\n"},
        {".gitignore", "/dist\n"},  {"manage.py", ""},
        {"shop/settings.py", ""},   {"start.sh", ""},
        {"docs/a.txt", ""},         {NULL, NULL},
    };
    *project = pf_test_project(arena, files);
    struct pf_project_file *file = pf_project_file(*project, PF_STR("Dockerfile"));
    ck_assert(pf_project_load(*project, file));
    ck_assert(pf_image_of_stage(arena, file->root, PF_STR(""), image));
    return pf_image_origin_of(arena, *project, file->path, PF_STR(""), image);
}

START_TEST(a_source_is_there_missing_or_kept_out)
{
    static const struct {
        const char *source;
        enum pf_image_source found;
    } examples[] = {
        {"manage.py", PF_SOURCE_THERE},
        {"/manage.py", PF_SOURCE_THERE},
        {"../manage.py", PF_SOURCE_THERE},
        {"shop/", PF_SOURCE_THERE},
        {".", PF_SOURCE_THERE},
        {"manage", PF_SOURCE_MISSING},
        {"shop/urls.py", PF_SOURCE_MISSING},
        {"start.sh", PF_SOURCE_EXCLUDED},
        {"docs", PF_SOURCE_UNTOLD},
        {"dist", PF_SOURCE_UNTOLD},
        {"dist/a.js", PF_SOURCE_UNTOLD},
        {"none*", PF_SOURCE_UNTOLD},
        {"https://example.org/a", PF_SOURCE_UNTOLD},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project;
    struct pf_image image;
    struct pf_image_origin origin = origin_of(arena, "FROM python:3.12", &project, &image);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        ck_assert_msg(pf_image_source_of(arena, project, &origin, pf_str_c(examples[i].source)) ==
                          examples[i].found,
                      "%s", examples[i].source);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_path_is_followed_back_to_the_context)
{
    static const struct {
        const char *dockerfile, *path;
        enum pf_truth found;
    } examples[] = {
        {"FROM python:3.12\nCOPY . /app", "/app/manage.py", PF_YES},
        {"FROM python:3.12\nCOPY . /app", "/srv/manage.py", PF_NO},
        {"FROM python:3.12\nCOPY . /app", "/app/start.sh", PF_NO},
        {"FROM python:3.12\nCOPY shop /app/shop", "/app/shop/settings.py", PF_YES},
        {"FROM python:3.12\nCOPY shop /app", "/app/shop/settings.py", PF_NO},
        {"FROM python:3.12\nWORKDIR /app\nCOPY manage.py ./", "/app/manage.py", PF_YES},
        {"FROM python:3.12\nCOPY manage.py /app/run", "/app/run", PF_YES},
        {"FROM own/base\nRUN true", "/app/manage.py", PF_MAYBE},
        {"FROM python:3.12\nRUN git clone x /app", "/app/manage.py", PF_MAYBE},
        {"FROM python:3.12\nRUN touch manage.py", "/app/manage.py", PF_MAYBE},
        {"FROM python:3.12\nRUN pip install django", "/app/manage.py", PF_NO},
        {"FROM python:3.12\nARG TO\nCOPY . $TO", "/app/manage.py", PF_MAYBE},
        {"FROM python:3.12\nCOPY *.py /app/", "/app/manage.py", PF_MAYBE},
        {"FROM python:3.12 AS a\nCOPY . /src\nFROM python:3.12\nCOPY --from=a /src /app",
         "/app/manage.py", PF_YES},
        {"FROM python:3.12 AS a\nCOPY . /src\nFROM python:3.12\nCOPY --from=a /srv /app",
         "/app/manage.py", PF_NO},
        {"FROM python:3.12\nCOPY --from=other/image /src /app", "/app/manage.py", PF_MAYBE},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_project *project;
        struct pf_image image;
        struct pf_image_origin origin = origin_of(arena, examples[i].dockerfile, &project, &image);
        enum pf_truth found = pf_image_has_path(arena, project, &origin, pf_str_c(examples[i].path),
                                                image.step_count);
        ck_assert_msg(found == examples[i].found, "%s: %s is %s", examples[i].dockerfile,
                      examples[i].path, pf_truth_name(found));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(only_the_steps_so_far_count)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project;
    struct pf_image image;
    struct pf_image_origin origin =
        origin_of(arena, "FROM python:3.12\nRUN true\nCOPY . /app", &project, &image);
    const pf_str path = PF_STR("/app/manage.py");
    ck_assert_int_eq(pf_image_has_path(arena, project, &origin, path, 1), PF_NO);
    ck_assert_int_eq(pf_image_has_path(arena, project, &origin, path, 2), PF_YES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(words_become_absolute_where_they_can)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_node *app = pf_node_str(arena, PF_STR("/app"), (pf_span){0});
    ck_assert_pf_str_eq(pf_image_absolute(arena, app, PF_STR("./a/../b")), PF_STR("/app/b"));
    ck_assert_pf_str_eq(pf_image_absolute(arena, NULL, PF_STR("b")), PF_STR("/b"));
    ck_assert_pf_str_eq(pf_image_absolute(arena, app, PF_STR("/b")), PF_STR("/b"));
    ck_assert_pf_str_eq(pf_image_absolute(arena, app, PF_STR("$HOME/b")), PF_STR(""));
    ck_assert_pf_str_eq(pf_image_absolute(arena, app, PF_STR("../../b")), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

Suite *image_path_suite(void)
{
    const TTest *const tests[] = {
        a_source_is_there_missing_or_kept_out,
        a_path_is_followed_back_to_the_context,
        only_the_steps_so_far_count,
        words_become_absolute_where_they_can,
        NULL,
    };
    return pf_suite("image_path", tests);
}
