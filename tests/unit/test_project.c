/* The project: what is found, what is passed over, where it stops, and that memory equals disk. */
#include "unit.h"

#include "model/project_class.h"
#include "model/project_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *project_suite(void);

struct text_file {
    const char *path, *text;
};

static struct pf_node *map_of(struct pf_arena *arena, const struct text_file *files, size_t count)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; i < count; i++)
        pf_node_put(arena, map, pf_str_c(files[i].path), (pf_span){0},
                    pf_node_str(arena, pf_str_c(files[i].text), (pf_span){0}));
    return map;
}

static void shell(const char *format, const char *folder)
{
    char command[2048];
    int len = snprintf(command, sizeof command, "cd %s && (", folder);
    snprintf(command + len, sizeof command - (size_t)len, "%s )", format);
    ck_assert_int_eq(system(command), 0);
}

static void write_text(const char *folder, const char *path, const char *text)
{
    char name[1024];
    int len = snprintf(name, sizeof name, "%s/%s", folder, path);
    for (char *slash = name + strlen(folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(name, 0700);
        *slash = '/';
    }
    ck_assert_int_gt(len, 0);
    FILE *file = fopen(name, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

struct disk {
    struct pf_arena *arena;
    char path[64];
};

static struct disk new_disk(void)
{
    struct disk disk = {.arena = pf_arena_new(NULL)};
    snprintf(disk.path, sizeof disk.path, "/tmp/preflight-project-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(disk.path));
    return disk;
}

static struct pf_project *open_disk(const struct disk *disk, struct pf_project_limits limits)
{
    struct pf_project *project;
    ck_assert(pf_project_open_within(disk->arena, disk->path, limits, &project, NULL));
    return project;
}

static void end_disk(struct disk *disk, struct pf_project *project)
{
    pf_project_close(project);
    pf_arena_free(disk->arena);
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", disk->path, disk->path);
    ck_assert_int_eq(system(command), 0);
}

/* The classed files, one a line: "class path". */
static pf_str listing(struct pf_arena *arena, const struct pf_project *project)
{
    struct pf_strs lines = {0};
    for (size_t i = 0; i < project->files.count; i++) {
        const struct pf_project_file *file = project->files.items[i];
        *pf_pile_add(arena, &lines) =
            pf_arena_format(arena, "%s %.*s", pf_file_class_name(file->type), PF_ARG(file->path));
    }
    return pf_arena_join(arena, lines.items, lines.count, PF_STR("\n"));
}

START_TEST(paths_tell_their_class)
{
    static const struct {
        const char *path;
        enum pf_file_class type;
    } cases[] = {
        {".github/workflows/deploy.yml", PF_CLASS_WORKFLOW},
        {".github/workflows/deploy.yaml", PF_CLASS_WORKFLOW},
        {".github/workflows/sub/deploy.yml", PF_CLASS_OTHER},
        {"sub/.github/workflows/deploy.yml", PF_CLASS_OTHER},
        {".GitHub/workflows/deploy.yml", PF_CLASS_OTHER},
        {".github/actions/x/action.yml", PF_CLASS_ACTION},
        {"Dockerfile", PF_CLASS_DOCKERFILE},
        {"docker/Dockerfile.prod", PF_CLASS_DOCKERFILE},
        {"web.Dockerfile", PF_CLASS_DOCKERFILE},
        {"web.dockerfile", PF_CLASS_DOCKERFILE},
        {"Containerfile", PF_CLASS_DOCKERFILE},
        {"Dockerfile.j2", PF_CLASS_OTHER},
        {"Dockerfile.dockerignore", PF_CLASS_DOCKERIGNORE},
        {".dockerignore", PF_CLASS_DOCKERIGNORE},
        {"docker-compose.prod.yml", PF_CLASS_COMPOSE},
        {"compose.yaml", PF_CLASS_COMPOSE},
        {"requirements.txt", PF_CLASS_REQUIREMENTS},
        {"requirements-dev.txt", PF_CLASS_REQUIREMENTS},
        {"requirements/base.txt", PF_CLASS_REQUIREMENTS},
        {"app/requirements/base.in", PF_CLASS_REQUIREMENTS},
        {"docs/requirements.txt", PF_CLASS_REQUIREMENTS},
        {"pyproject.toml", PF_CLASS_REQUIREMENTS},
        {"Pipfile", PF_CLASS_REQUIREMENTS},
        {"Pipfile.lock", PF_CLASS_REQUIREMENTS},
        {".env", PF_CLASS_DOTENV},
        {".env.example", PF_CLASS_DOTENV},
        {"prod.env", PF_CLASS_DOTENV},
        {"README", PF_CLASS_DOCS},
        {"README.md", PF_CLASS_DOCS},
        {"README.txt", PF_CLASS_DOCS},
        {"README.png", PF_CLASS_OTHER},
        {"doc/deploy.rst", PF_CLASS_DOCS},
        {"docs/notes.txt", PF_CLASS_DOCS},
        {"docs/a/b/notes.txt", PF_CLASS_DOCS},
        {"data/notes.txt", PF_CLASS_OTHER},
        {"CONTRIBUTING.md", PF_CLASS_DOCS},
        {"shop/settings.py", PF_CLASS_PYTHON},
        {"preflight.yml", PF_CLASS_CONFIG},
        {".preflight.yml", PF_CLASS_CONFIG},
        {"sub/preflight.yml", PF_CLASS_OTHER},
        {"package.json", PF_CLASS_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(pf_class_of_path(pf_str_c(cases[i].path)) == cases[i].type, "%s is %s",
                      cases[i].path, pf_file_class_name(pf_class_of_path(pf_str_c(cases[i].path))));
}
END_TEST

START_TEST(content_tells_a_task_definition)
{
    static const struct {
        const char *text;
        bool is_taskdef;
    } cases[] = {
        {"{\"family\": \"x\", \"containerDefinitions\": []}", true},
        {"{\"taskDefinition\": {\"containerDefinitions\": []}}", true},
        {"\xEF\xBB\xBF{\"containerDefinitions\" : []}", true},
        {"{\"cpu\": ${cpu}, \"containerDefinitions\": []}", true},
        {"{\"a\": {\"containerDefinitions\": []}}", false},
        {"{\"a\": [{\"containerDefinitions\": []}]}", false},
        {"{\"a\": \"containerDefinitions\", \"b\": 1}", false},
        {"[\"containerDefinitions\"]", false},
        {"{\"taskDefinition\": [{\"containerDefinitions\": []}]}", false},
        {"{\"a\\\"containerDefinitions\": [", false},
        {"family: x\ncontainerDefinitions:\n  - name: web\n", true},
        {"---\n# x\ntaskDefinition:\n  family: x\n  containerDefinitions: []\n", true},
        {"'containerDefinitions': []\n", true},
        {"resource:\n  containerDefinitions: []\n", false},
        {"taskDefinition:\n  a:\n    containerDefinitions: []\n", false},
        {"# containerDefinitions: []\n", false},
        {"Family: x\nContainerDefinitions: []\n", true}, /* CloudFormation's capitals: told */
        {"Resources:\n  ContainerDefinitions: []\n", false},
        {"", false},
        {"containerDefinitions", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(pf_class_is_taskdef(pf_str_c(cases[i].text)) == cases[i].is_taskdef, "%s",
                      cases[i].text);
}
END_TEST

START_TEST(load_balancers_at_the_top_make_a_service)
{
    static const struct {
        const char *text;
        bool is_service;
    } cases[] = {
        {"{\"serviceName\": \"x\", \"loadBalancers\": []}", true},
        {"{\"service\": {\"loadBalancers\": []}}", true},
        {"{\"services\": [{\"loadBalancers\": []}]}", false},
        {"{\"Resources\": {\"loadBalancers\": []}}", false},
        {"serviceName: x\nloadBalancers:\n- containerName: web\n", true},
        {"# loadBalancers: []\n", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(pf_class_is_service(pf_str_c(cases[i].text)) == cases[i].is_service, "%s",
                      cases[i].text);
}
END_TEST

static const struct text_file shop[] = {
    {".gitignore", "*.log\n/ignored/\n.env*\nlocal_settings.py\n"},
    {".git/HEAD", "ref: refs/heads/main\n"},
    {".github/workflows/deploy.yml", "on: push\njobs: {}\n"},
    {".env", "DEBUG=1\n"},
    {"Dockerfile", "FROM python:3.11\n"},
    {"README.md", "# Shop\n"},
    {"build/lib/shop/settings.py", "DEBUG = True\n"},
    {"build/Dockerfile", "FROM x\n"},
    {"ci/build/Dockerfile", "FROM x\n"},
    {"deploy/task.json", "{\"containerDefinitions\": []}"},
    {"deploy/other.json", "{}"},
    {"env2/pyvenv.cfg", "home = /usr\n"},
    {"env2/x.py", ""},
    {"ignored/README.md", ""},
    {"node_modules/a/README.md", ""},
    {"shop-1.egg-info/README.md", ""},
    {"shop/__pycache__/x.py", ""},
    {"shop/local_settings.py", "DEBUG = True\n"},
    {"shop/settings.py", "DEBUG = False\n"},
    {"shop/settings-x/y.py", ""},
    {"vendor/modules.txt", ""},
    {"vendor/a/README.md", ""},
    {"venv/lib/x.py", ""},
};
enum { SHOP_COUNT = sizeof shop / sizeof *shop };

#define SHOP_LISTING                                                                               \
    "dotenv file .env\n"                                                                           \
    "workflow .github/workflows/deploy.yml\n"                                                      \
    "Dockerfile Dockerfile\n"                                                                      \
    "documentation README.md\n"                                                                    \
    "Dockerfile ci/build/Dockerfile\n"                                                             \
    "task definition deploy/task.json\n"                                                           \
    "Python shop/settings-x/y.py\n"                                                                \
    "Python shop/settings.py"

static void check_shop(struct pf_arena *arena, struct pf_project *project)
{
    ck_assert_pf_str_eq(listing(arena, project), PF_STR(SHOP_LISTING));
    ck_assert_pf_str_eq(
        pf_arena_join(arena, project->directories.items, project->directories.count, PF_STR(",")),
        PF_STR(",.github/workflows,ci/build,deploy,shop,shop/settings-x"));
    ck_assert_uint_eq(project->faults.count, 0);
    ck_assert(!project->truncated);
    ck_assert_uint_eq(pf_project_of_class(project, PF_CLASS_PYTHON).count, 2);
    ck_assert(pf_project_has_file(project, PF_STR(".git/HEAD")));
    ck_assert(!pf_project_has_file(project, PF_STR("shop")));
    ck_assert(!pf_project_has_file(project, PF_STR("shop/../README.md")));
    ck_assert(!pf_project_has_file(project, PF_STR("")));
    ck_assert(pf_project_has_directory(project, PF_STR("shop")));
    ck_assert(pf_project_has_directory(project, PF_STR("")));
    ck_assert(!pf_project_has_directory(project, PF_STR("README.md")));

    struct pf_project_file *dotenv = pf_project_file(project, PF_STR(".env"));
    ck_assert(dotenv->tracked_out);
    struct pf_project_file *local = pf_project_file(project, PF_STR("shop/local_settings.py"));
    ck_assert(local->tracked_out);
    ck_assert_ptr_null(project->python.get(project->python.context, local->path));
    ck_assert(!project->python.is_file(project->python.context, local->path));

    const struct pf_source *settings =
        project->python.get(project->python.context, PF_STR("shop/settings.py"));
    ck_assert_pf_str_eq(settings->bytes, PF_STR("DEBUG = False\n"));
    ck_assert_ptr_eq(settings,
                     project->python.get(project->python.context, PF_STR("shop/settings.py")));
    ck_assert(project->python.is_directory(project->python.context, PF_STR("shop")));
    ck_assert_ptr_null(project->python.get(project->python.context, PF_STR("shop/missing.py")));

    struct pf_project_file *taskdef = pf_project_file(project, PF_STR("deploy/task.json"));
    ck_assert(pf_project_load(project, taskdef));
    ck_assert(pf_node_is(pf_node_get(taskdef->root, "containerDefinitions"), PF_SEQ));
    struct pf_project_file *other = pf_project_file(project, PF_STR("deploy/other.json"));
    ck_assert_int_eq(other->type, PF_CLASS_OTHER);
    ck_assert(pf_project_load(project, other));
    ck_assert(pf_node_is(other->root, PF_MAP));
    ck_assert_ptr_null(pf_project_file(project, PF_STR("deploy/nothing.json")));
}

START_TEST(a_project_in_memory_is_found_and_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    check_shop(arena, pf_project_virtual(arena, map_of(arena, shop, SHOP_COUNT)));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_same_project_on_disk_is_the_same)
{
    struct disk disk = new_disk();
    for (size_t i = 0; i < SHOP_COUNT; i++)
        write_text(disk.path, shop[i].path, shop[i].text);
    struct pf_project *project = open_disk(&disk, pf_project_usual_limits());
    check_shop(disk.arena, project);
    end_disk(&disk, project);
}
END_TEST

START_TEST(unclean_paths_of_a_map_are_cleaned_or_refused)
{
    static const struct text_file files[] = {
        {"./a/../README.md", "x"}, {"../outside.md", "x"}, {"/etc/x.md", "x"}, {"", "x"}};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_project_virtual(arena, map_of(arena, files, 4));
    ck_assert_pf_str_eq(listing(arena, project), PF_STR("documentation README.md"));
    ck_assert_uint_eq(project->faults.count, 3);
    ck_assert_uint_eq(pf_project_virtual(arena, NULL)->files.count, 0);
    pf_arena_free(arena);
}
END_TEST

static enum pf_fault_kind load_fault(struct pf_project *project, const char *path)
{
    struct pf_project_file *file = pf_project_file(project, pf_str_c(path));
    ck_assert_msg(file != NULL, "%s is not there", path);
    ck_assert(!pf_project_load(project, file));
    ck_assert_uint_eq(file->faults.count, 1);
    ck_assert(!pf_project_load(project, file));
    ck_assert_uint_eq(file->faults.count, 1);
    ck_assert_pf_str_eq(file->faults.items[0].span.file->path, pf_str_c(path));
    return file->faults.items[0].kind;
}

START_TEST(what_cannot_be_opened_is_told_not_lost)
{
    struct disk disk = new_disk();
    shell("mkdir -p .github/workflows docs real && cd .github/workflows && mkfifo fifo.yml && "
          "ln -s /etc/passwd out.yml && ln -s loop.yml loop.yml && ln -s gone dangling.yml && "
          "truncate -s 10G sparse.yml && cd ../.. && ln -s . docs/self && ln -s /etc docs/etc && "
          "echo x > README.md && ln -s ../README.md docs/index.md && "
          "echo FROM x > real/production && ln -s real/production Dockerfile && "
          "ln -s user@host.1 docs/.#README.md",
          disk.path);
    struct pf_project *project = open_disk(&disk, pf_project_usual_limits());
    ck_assert_pf_str_eq(listing(disk.arena, project),
                        PF_STR("workflow .github/workflows/"
                               "dangling.yml\n"
                               "workflow .github/workflows/fifo.yml\n"
                               "workflow .github/workflows/loop.yml\n"
                               "workflow .github/workflows/out.yml\n"
                               "workflow .github/workflows/sparse.yml\n"
                               "Dockerfile Dockerfile\n"
                               "documentation README.md"));
    ck_assert_int_eq(load_fault(project, ".github/workflows/fifo.yml"), PF_FAULT_UNREADABLE);
    ck_assert_int_eq(load_fault(project, ".github/workflows/loop.yml"), PF_FAULT_UNREADABLE);
    ck_assert_int_eq(load_fault(project, ".github/workflows/out.yml"), PF_FAULT_UNREADABLE);
    ck_assert_int_eq(load_fault(project, ".github/workflows/dangling.yml"), PF_FAULT_UNREADABLE);
    ck_assert_int_eq(load_fault(project, ".github/workflows/sparse.yml"), PF_FAULT_LIMIT);
    ck_assert(pf_project_load(project, pf_project_file(project, PF_STR("Dockerfile"))));
    end_disk(&disk, project);
}
END_TEST

START_TEST(names_that_are_no_utf8_are_told_where_they_matter)
{
    struct disk disk = new_disk();
    write_text(disk.path, "caf\xe9.Dockerfile", "FROM x\n");
    write_text(disk.path, "caf\xe9.txt", "x\n");
    write_text(disk.path, "d\xe9/README.md", "x\n");
    write_text(disk.path, "new\nline.md", "x\n");
    struct pf_project *project = open_disk(&disk, pf_project_usual_limits());
    ck_assert_pf_str_eq(listing(disk.arena, project), PF_STR("documentation new\nline.md"));
    ck_assert_uint_eq(project->faults.count, 2);
    ck_assert_int_eq(project->faults.items[0].kind, PF_FAULT_UNREADABLE);
    end_disk(&disk, project);
}
END_TEST

START_TEST(a_missing_directory_or_a_file_is_no_project)
{
    struct disk disk = new_disk();
    struct pf_project *project = NULL;
    struct pf_error error;
    write_text(disk.path, "file", "x");
    char path[128];
    snprintf(path, sizeof path, "%s/file", disk.path);
    ck_assert(!pf_project_open(disk.arena, path, &project, &error));
    ck_assert_int_eq(error.exit_status, PF_EXIT_USAGE);
    snprintf(path, sizeof path, "%s/missing", disk.path);
    ck_assert(!pf_project_open(disk.arena, path, &project, &error));
    ck_assert_ptr_null(project);
    end_disk(&disk, NULL);
}
END_TEST

static struct pf_project *limited(struct pf_arena *arena, size_t entries, size_t depth,
                                  size_t bytes, size_t sniffed)
{
    static const struct text_file files[] = {
        {"a/b/c/x.md", "12345"}, {"t.json", "{\"containerDefinitions\":[]}"}, {"y.md", "12345"}};
    struct pf_project_limits limits = {{entries, depth}, bytes, sniffed};
    return pf_project_virtual_within(arena, map_of(arena, files, 3), limits);
}

START_TEST(the_walk_ends_at_its_limits_and_says_so)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert(!limited(arena, 6, 3, 100, 100)->truncated);
    struct pf_project *entries = limited(arena, 5, 3, 100, 100);
    ck_assert(entries->truncated);
    ck_assert_int_eq(entries->faults.items[0].kind, PF_FAULT_LIMIT);
    struct pf_project *depth = limited(arena, 6, 2, 100, 100);
    ck_assert(depth->truncated);
    ck_assert_int_eq(depth->faults.items[0].kind, PF_FAULT_LIMIT);
    ck_assert_uint_eq(depth->files.count, 2);
    struct pf_project *sniffed = limited(arena, 6, 3, 100, 0);
    ck_assert(sniffed->truncated);
    ck_assert_uint_eq(sniffed->files.count, 2);
    ck_assert_uint_eq(limited(arena, 6, 3, 100, 1)->files.count, 3);
    pf_arena_free(arena);
}
END_TEST

START_TEST(all_bytes_together_have_a_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *fits = limited(arena, 6, 3, 10, 100);
    ck_assert(pf_project_load(fits, pf_project_file(fits, PF_STR("y.md"))));
    ck_assert(pf_project_load(fits, pf_project_file(fits, PF_STR("a/b/c/x.md"))));
    ck_assert(!fits->truncated);
    struct pf_project *less = limited(arena, 6, 3, 9, 100);
    ck_assert(pf_project_load(less, pf_project_file(less, PF_STR("y.md"))));
    ck_assert_int_eq(load_fault(less, "a/b/c/x.md"), PF_FAULT_LIMIT);
    ck_assert(less->truncated);
    pf_arena_free(arena);
}
END_TEST

static struct pf_project *of_size(struct pf_arena *arena, const char *path, size_t size)
{
    char *text = pf_arena_take(arena, size);
    memset(text, ' ', size);
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, map, pf_str_c(path), (pf_span){0},
                pf_node_str(arena, (pf_str){text, size}, (pf_span){0}));
    return pf_project_virtual(arena, map);
}

START_TEST(a_file_is_read_up_to_the_cap_of_its_class)
{
    static const struct {
        const char *path;
        size_t cap;
    } cases[] = {{"a.py", PF_FILE_CAP}, {"a.md", PF_FILE_SCAN_CAP}, {"uv.lock", PF_FILE_SCAN_CAP}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_project *fits = of_size(arena, cases[i].path, cases[i].cap);
        ck_assert(pf_project_load(fits, pf_project_file(fits, pf_str_c(cases[i].path))));
        struct pf_project *more = of_size(arena, cases[i].path, cases[i].cap + 1);
        ck_assert_int_eq(load_fault(more, cases[i].path), PF_FAULT_LIMIT);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_template_of_json_is_a_task_definition_where_it_reads_as_json)
{
    static const struct {
        const char *path, *text;
        bool is_taskdef;
    } cases[] = {
        {"td.json.tpl", "{\"cpu\": \"${CPU}\", \"containerDefinitions\": []}", true},
        {"ecs/td.json.tmpl", "{\"cpu\": \"{{ .Cpu }}\", \"containerDefinitions\": []}", true},
        {"td.json.j2", "{\"cpu\": \"{{ cpu }}\", \"containerDefinitions\": []}", true},
        {"td.json.jinja2", "{\"containerDefinitions\": []}", true},
        {"td.json.template", "{\"containerDefinitions\": []}", true},
        {"td.json.in", "{\"cpu\": \"@CPU@\", \"containerDefinitions\": []}", true},
        {"td.json", "{\"cpu\": ${CPU}, \"containerDefinitions\": []}", true},
        {"td.json.tpl", "{\"cpu\": ${CPU}, \"containerDefinitions\": []}", false},
        {"td.json.j2", "{% if x %}{\"containerDefinitions\": []}{% endif %}", false},
        {"td.json.tpl", "{\"containerDefinitions\": [],}", false},
        {"td.json.tpl", "[{\"name\": \"web\"}]", false},
        {"td.tpl", "{\"containerDefinitions\": []}", false},
        {"td.yml.j2", "containerDefinitions: []\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
        pf_node_put(arena, map, pf_str_c(cases[i].path), (pf_span){0},
                    pf_node_str(arena, pf_str_c(cases[i].text), (pf_span){0}));
        struct pf_project *project = pf_project_virtual(arena, map);
        ck_assert_msg(pf_project_of_class(project, PF_CLASS_TASKDEF).count ==
                          (cases[i].is_taskdef ? 1 : 0),
                      "%s: %s", cases[i].path, cases[i].text);
        ck_assert_uint_eq(project->faults.count, 0);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_task_definition_is_looked_for_up_to_its_cap)
{
    static const char start[] = "{\"containerDefinitions\":[]}";
    for (size_t more = 0; more < 2; more++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        size_t size = PF_TASKDEF_CAP + more;
        char *text = pf_arena_take(arena, size);
        memset(text, ' ', size);
        memcpy(text, start, sizeof start - 1);
        struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
        pf_node_put(arena, map, PF_STR("t.json"), (pf_span){0},
                    pf_node_str(arena, (pf_str){text, size}, (pf_span){0}));
        ck_assert_uint_eq(pf_project_virtual(arena, map)->files.count, more == 0 ? 1 : 0);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *project_suite(void)
{
    const TTest *const tests[] = {
        paths_tell_their_class,
        content_tells_a_task_definition,
        load_balancers_at_the_top_make_a_service,
        a_project_in_memory_is_found_and_read,
        the_same_project_on_disk_is_the_same,
        unclean_paths_of_a_map_are_cleaned_or_refused,
        what_cannot_be_opened_is_told_not_lost,
        names_that_are_no_utf8_are_told_where_they_matter,
        a_missing_directory_or_a_file_is_no_project,
        the_walk_ends_at_its_limits_and_says_so,
        all_bytes_together_have_a_limit,
        a_file_is_read_up_to_the_cap_of_its_class,
        a_template_of_json_is_a_task_definition_where_it_reads_as_json,
        a_task_definition_is_looked_for_up_to_its_cap,
        NULL,
    };
    return pf_suite("project", tests);
}
