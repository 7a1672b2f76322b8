/* Other linters' goldens and real files, where they are at hand: what is found, and what is not. */
#include "oracle.h"
#include "project.h"
#include "unit.h"

#include "model/workflow_shape.h"

Suite *shape_oracle_suite(void);

struct tally {
    size_t golden, hit, files, flagged;
    size_t kinds[PF_WORKFLOW_PROBLEM_COUNT];
};

static bool is_verbose(void)
{
    return getenv("PREFLIGHT_ORACLE_VERBOSE") != NULL;
}

struct checked {
    struct pf_workflow_problems problems;
    struct pf_faults faults;
};

static struct checked check(struct pf_arena *arena, struct pf_project *project, pf_str path)
{
    struct checked checked = {0};
    struct pf_workflows workflows = pf_workflows_read(arena, project);
    for (size_t i = 0; i < workflows.count; i++)
        if (pf_str_eq(workflows.items[i].file->path, path))
            checked.problems = pf_workflow_shape(arena, project, &workflows.items[i]);
    struct pf_project_file *file = pf_project_file(project, path);
    if (file != NULL)
        checked.faults = file->faults;
    return checked;
}

static bool has_line(const struct checked *checked, uint32_t line)
{
    for (size_t i = 0; i < checked->problems.count; i++)
        if (pf_span_start(checked->problems.items[i].span).line == line)
            return true;
    for (size_t i = 0; i < checked->faults.count; i++)
        if (pf_span_start(checked->faults.items[i].span).line == line)
            return true;
    return false;
}

/* "test.yaml:4:7: message [kind]", or the same as a regular expression between slashes. */
static uint32_t golden_line(pf_str golden)
{
    pf_str plain =
        pf_str_starts(golden, PF_STR("/")) ? pf_str_slice(golden, 1, golden.len) : golden;
    ptrdiff_t dot = pf_str_find(plain, PF_STR("ml:"));
    if (dot == PF_STR_NONE)
        return 0;
    size_t digit = (size_t)dot + 3;
    int64_t line = 0;
    for (; digit < plain.len && pf_is_digit(plain.data[digit]); digit++)
        line = line * 10 + (plain.data[digit] - '0');
    return (uint32_t)line;
}

static bool is_out_of_scope(pf_str golden)
{
    static const pf_str kinds[] = {PF_STR_INIT("shellcheck"), PF_STR_INIT("pyflakes"),
                                   PF_STR_INIT("potentially untrusted"),
                                   PF_STR_INIT("configuration variable")};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (pf_str_contains(golden, kinds[i]))
            return true;
    return false;
}

static void compare(struct tally *tally, const struct checked *checked, pf_str name, pf_str out)
{
    pf_str line;
    while (pf_str_next_line(&out, &line)) {
        uint32_t number = golden_line(line);
        if (number == 0 || is_out_of_scope(line))
            continue;
        tally->golden++;
        bool hit = has_line(checked, number);
        tally->hit += hit ? 1 : 0;
        if (!hit && is_verbose())
            fprintf(stderr, "missed %.*s %.*s\n", PF_ARG(name), PF_ARG(pf_str_slice(line, 0, 150)));
    }
}

static void count(struct tally *tally, const struct checked *checked, pf_str name,
                  bool with_harmless)
{
    bool is_flagged = false;
    tally->files++;
    for (size_t i = 0; i < checked->problems.count; i++) {
        const struct pf_workflow_problem *problem = &checked->problems.items[i];
        if (problem->is_harmless && !with_harmless)
            continue;
        is_flagged = true;
        tally->kinds[problem->kind]++;
        if (is_verbose() && problem->kind != PF_WORKFLOW_ACTION_OUTDATED)
            fprintf(stderr, "%s %.*s:%u %.*s | %.*s | %.*s | %.*s\n",
                    pf_workflow_problem_rule(problem->kind), PF_ARG(name),
                    pf_span_start(problem->span).line, PF_ARG(problem->name),
                    PF_ARG(problem->where), PF_ARG(problem->expected), PF_ARG(problem->detail));
    }
    tally->flagged += is_flagged ? 1 : 0;
}

static void check_folder(const char *folder, struct tally *tally, bool has_goldens)
{
    struct pf_arena *names = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(names, folder);
    struct pf_file_entries entries = {0};
    struct pf_error error;
    if (root != NULL && !pf_root_list(root, names, PF_STR(""), &entries, &error))
        entries.count = 0;
    for (size_t i = 0; i < entries.count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str name = entries.items[i].name, text, out;
        bool is_yaml = pf_str_ends(name, PF_STR(".yaml")) || pf_str_ends(name, PF_STR(".yml"));
        if (is_yaml && pf_root_read(root, arena, name, PF_FILE_CAP, &text, &error)) {
            struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
            pf_node_put(arena, files, PF_STR(".github/workflows/test.yaml"), (pf_span){0},
                        pf_node_str(arena, text, (pf_span){0}));
            struct checked checked = check(arena, pf_project_virtual(arena, files),
                                           PF_STR(".github/workflows/test.yaml"));
            pf_str golden =
                pf_arena_format(arena, "%.*s.out", PF_ARG(pf_str_slice(name, 0, name.len - 5)));
            if (has_goldens && pf_root_read(root, arena, golden, PF_FILE_CAP, &out, &error))
                compare(tally, &checked, name, out);
            else if (!has_goldens)
                count(tally, &checked, name, false);
        }
        pf_arena_free(arena);
    }
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
}

START_TEST(golden_lines_of_broken_workflows_are_found)
{
    struct tally tally = {0};
    check_folder("actionlint/err", &tally, true);
    fprintf(stderr, "golden lines: %zu of %zu\n", tally.hit, tally.golden);
    ck_assert_uint_ge(tally.hit * 100, tally.golden * 95);
}
END_TEST

START_TEST(workflows_that_are_right_are_left_alone)
{
    struct tally tally = {0};
    check_folder("actionlint/ok", &tally, false);
    fprintf(stderr, "right workflows flagged: %zu of %zu\n", tally.flagged, tally.files);
    ck_assert_uint_le(tally.flagged, tally.files / 20);
}
END_TEST

START_TEST(real_workflows_are_read_to_the_end)
{
    struct tally tally = {0};
    check_folder("real-workflows", &tally, false);
    fprintf(stderr, "real workflows flagged: %zu of %zu\n", tally.flagged, tally.files);
    for (size_t i = 0; i < PF_WORKFLOW_PROBLEM_COUNT; i++)
        if (tally.kinds[i] > 0)
            fprintf(stderr, "  %s %zu\n",
                    pf_workflow_problem_rule((enum pf_workflow_problem_kind)i), tally.kinds[i]);
}
END_TEST

/* The projects keep workflows in places of their own: they are moved to GitHub's. */
static pf_str moved(struct pf_arena *arena, pf_str text)
{
    static const pf_str from[] = {PF_STR_INIT("./workflows/"), PF_STR_INIT("./reusable/")};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        struct pf_strs parts = {0};
        ptrdiff_t at;
        while ((at = pf_str_find(text, from[i])) != PF_STR_NONE) {
            *pf_pile_add(arena, &parts) = pf_str_slice(text, 0, (size_t)at);
            text = pf_str_slice(text, (size_t)at + from[i].len, text.len);
        }
        *pf_pile_add(arena, &parts) = text;
        text = pf_arena_join(arena, parts.items, parts.count, PF_STR("./.github/workflows/"));
    }
    return text;
}

static void add_files(struct pf_arena *arena, struct pf_root *root, pf_str folder, pf_str project,
                      struct pf_node *files)
{
    struct pf_file_entries entries = {0};
    struct pf_error error;
    pf_str text;
    if (!pf_root_list(root, arena, folder, &entries, &error))
        return;
    for (size_t i = 0; i < entries.count; i++) {
        pf_str path = pf_path_join(arena, folder, entries.items[i].name);
        if (entries.items[i].type == PF_FILE_DIRECTORY) {
            add_files(arena, root, path, project, files);
            continue;
        }
        if (!pf_root_read(root, arena, path, PF_FILE_CAP, &text, &error))
            continue;
        pf_str name = pf_str_slice(path, project.len + 1, path.len);
        pf_str head = pf_path_directory(name);
        bool is_moved = pf_str_eq(head, PF_STR("workflows")) || pf_str_eq(head, PF_STR("reusable"));
        if (is_moved)
            name = pf_arena_format(arena, ".github/workflows/%.*s", PF_ARG(pf_path_base(name)));
        pf_node_put(arena, files, name, (pf_span){0},
                    pf_node_str(arena, moved(arena, text), (pf_span){0}));
    }
}

/* Lines of one workflow of the project, by the head of the golden line. */
static void compare_project(struct pf_arena *arena, struct tally *tally, struct pf_project *project,
                            pf_str name, pf_str out)
{
    pf_str line;
    while (pf_str_next_line(&out, &line)) {
        pf_str plain = pf_str_starts(line, PF_STR("/")) ? pf_str_slice(line, 1, line.len) : line;
        struct pf_strs letters = {0};
        ptrdiff_t end = pf_str_find(plain, PF_STR("ml:"));
        if (end == PF_STR_NONE || is_out_of_scope(line))
            continue;
        for (size_t i = 0; i < (size_t)end + 2; i++)
            if (plain.data[i] != '\\')
                *pf_pile_add(arena, &letters) = pf_str_slice(plain, i, i + 1);
        pf_str path = pf_arena_format(
            arena, ".github/workflows/%.*s",
            PF_ARG(pf_path_base(pf_arena_join(arena, letters.items, letters.count, PF_STR("")))));
        struct checked checked = check(arena, project, path);
        bool is_in_action =
            pf_str_contains(line, PF_STR("metadata")) || pf_str_contains(line, PF_STR("runs"));
        if (is_in_action)
            continue;
        tally->golden++;
        bool hit = has_line(&checked, golden_line(line));
        tally->hit += hit ? 1 : 0;
        if (!hit && is_verbose())
            fprintf(stderr, "missed %.*s %.*s\n", PF_ARG(name), PF_ARG(pf_str_slice(line, 0, 150)));
    }
}

/* Options, workflow and expected JSON between lines of "---"; more parts: remote workflows. */
static size_t split_parts(pf_str text, pf_str *parts, size_t room)
{
    size_t count = 0, from = 0, at = 0;
    while (at < text.len) {
        pf_str rest = pf_str_slice(text, at, text.len), line = rest;
        ptrdiff_t end = pf_str_find_byte(rest, '\n');
        size_t next = end == PF_STR_NONE ? text.len : at + (size_t)end + 1;
        line = pf_str_trim(pf_str_slice(text, at, next));
        if (pf_str_eq(line, PF_STR("---"))) {
            if (count < room)
                parts[count] = pf_str_slice(text, from, at);
            count++;
            from = next;
        }
        at = next;
    }
    if (count < room)
        parts[count] = pf_str_slice(text, from, text.len);
    return count + 1;
}

static void compare_reader(struct tally *tally, const struct checked *checked, pf_str name,
                           pf_str json)
{
    static const char mark[] = "(Line: ";
    bool must_flag = pf_str_contains(json, PF_STR("\"errors\""));
    bool is_clean = true;
    for (size_t i = 0; i < checked->problems.count; i++)
        is_clean = is_clean && (checked->problems.items[i].is_harmless ||
                                checked->problems.items[i].kind == PF_WORKFLOW_ACTION_OUTDATED);
    is_clean = is_clean && checked->faults.count == 0;
    tally->files += must_flag ? 0 : 1;
    tally->flagged += !must_flag && !is_clean ? 1 : 0;
    if (!must_flag && !is_clean && is_verbose())
        fprintf(
            stderr, "clean one flagged: %.*s %s %.*s\n", PF_ARG(name),
            checked->problems.count == 0
                ? "fault"
                : pf_workflow_problem_rule(checked->problems.items[0].kind),
            PF_ARG(checked->problems.count == 0 ? PF_STR("") : checked->problems.items[0].name));
    ptrdiff_t at;
    while (must_flag && (at = pf_str_find(json, PF_STR(mark))) != PF_STR_NONE) {
        json = pf_str_slice(json, (size_t)at + sizeof mark - 1, json.len);
        int64_t line = 0;
        for (size_t i = 0; i < json.len && pf_is_digit(json.data[i]); i++)
            line = line * 10 + (json.data[i] - '0');
        bool hit = has_line(checked, (uint32_t)line);
        tally->golden++;
        tally->hit += hit ? 1 : 0;
        if (!hit && is_verbose())
            fprintf(stderr, "missed %.*s line %d\n", PF_ARG(name), (int)line);
    }
}

START_TEST(what_githubs_own_reader_refuses_is_refused)
{
    struct tally tally = {0};
    struct pf_arena *names = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(names, "github-workflow-reader");
    struct pf_file_entries entries = {0};
    struct pf_error error;
    if (root != NULL)
        ck_assert(pf_root_list(root, names, PF_STR(""), &entries, &error));
    for (size_t i = 0; i < entries.count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text, parts[3] = {{NULL, 0}};
        if (pf_root_read(root, arena, entries.items[i].name, PF_FILE_CAP, &text, &error) &&
            split_parts(text, parts, 3) == 3) {
            struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
            pf_node_put(arena, files, PF_STR(".github/workflows/test.yaml"), (pf_span){0},
                        pf_node_str(arena, parts[1], (pf_span){0}));
            struct checked checked = check(arena, pf_project_virtual(arena, files),
                                           PF_STR(".github/workflows/test.yaml"));
            compare_reader(&tally, &checked, entries.items[i].name, parts[2]);
        }
        pf_arena_free(arena);
    }
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
    fprintf(stderr, "lines GitHub refuses: %zu of %zu, clean ones flagged: %zu of %zu\n", tally.hit,
            tally.golden, tally.flagged, tally.files);
}
END_TEST

START_TEST(golden_lines_of_projects_are_found)
{
    struct tally tally = {0};
    struct pf_arena *names = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(names, "actionlint/projects");
    struct pf_file_entries entries = {0};
    struct pf_error error;
    if (root != NULL)
        ck_assert(pf_root_list(root, names, PF_STR(""), &entries, &error));
    for (size_t i = 0; i < entries.count; i++) {
        if (entries.items[i].type != PF_FILE_DIRECTORY)
            continue;
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
        pf_str name = entries.items[i].name, out;
        add_files(arena, root, name, name, files);
        struct pf_project *project = pf_project_virtual(arena, files);
        pf_str golden = pf_arena_format(arena, "%.*s.out", PF_ARG(name));
        if (pf_root_read(root, arena, golden, PF_FILE_CAP, &out, &error))
            compare_project(arena, &tally, project, name, out);
        bool is_right = out.len == 0;
        struct pf_workflows workflows = pf_workflows_read(arena, project);
        for (size_t j = 0; is_right && j < workflows.count; j++) {
            struct checked checked = check(arena, project, workflows.items[j].file->path);
            count(&tally, &checked, name, false);
        }
        pf_arena_free(arena);
    }
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
    fprintf(stderr, "golden lines of projects: %zu of %zu, right ones flagged: %zu\n", tally.hit,
            tally.golden, tally.flagged);
    ck_assert_uint_ge(tally.hit * 100, tally.golden * 95);
}
END_TEST

Suite *shape_oracle_suite(void)
{
    const TTest *const tests[] = {
        golden_lines_of_broken_workflows_are_found, golden_lines_of_projects_are_found,
        what_githubs_own_reader_refuses_is_refused, workflows_that_are_right_are_left_alone,
        real_workflows_are_read_to_the_end,         NULL,
    };
    return pf_suite("shape_oracle", tests);
}
