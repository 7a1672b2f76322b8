/* Other linters' goldens and real files, where they are at hand: what is found, and what is not. */
#include "oracle.h"
#include "project.h"
#include "unit.h"

#include "ghexpr/find.h"
#include "model/workflow_shape.h"
#include "read/yaml.h"

Suite *shape_oracle_suite(void);

struct tally {
    size_t golden, hit, files, flagged, wrong, refused;
    size_t kinds[PF_WORKFLOW_PROBLEM_COUNT];
};

static bool is_verbose(void)
{
    return getenv("PREFLIGHT_ORACLE_VERBOSE") != NULL;
}

/* Lines of the goldens that are not reported, and files said to be right that are. */
static const struct known {
    const char *file;
    uint32_t line; /* 0: a file that is right */
    const char *reason;
} known[] = {
    {"glob_more.yaml", 6, "'[x]' is a pattern, if an odd one: GitHub reads it"},
    {"schedule_invalid_timezone.yaml", 6, "UTC is a name of the IANA database"},
    {"errors-required-property-missing.yml", 5, "told at the key of the mapping, one line above"},
    {"errors-required-property-missing.yml", 11, "told at the key of the mapping, one line above"},
    {"errors-required-property-missing.yml", 17, "told at the key of the mapping, one line above"},
    {"workflow_call_job.yaml", 0, "GitHub calls workflows of .github/workflows only"},
    {"escape-html-values.yml", 0, "its condition is text, so always true; linux with macos"},
    {"events-mapping-all.yml", 0, "GitHub refuses branches beside branches-ignore when it runs"},
    {"insert.yml", 0, "it takes an output of a step that is not there"},
    {"job-defaults.yml", 0, "github has no 'test'"},
    {"step-if.yml", 0, "it asks for a job that it does not need"},
    {"step-run.yml", 0, "it takes an output of a step that is not there"},
    {"yaml-schema-bool.yml", 0, "true, True and TRUE make the same leg several times"},
};

static bool is_known(pf_str file, uint32_t line)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pf_str_eq(file, pf_str_c(known[i].file)) && known[i].line == line)
            return true;
    return false;
}

/* One line of a golden; a miss that the list does not explain ends the test. */
static void count_line(struct tally *tally, pf_str file, uint32_t line, bool is_hit)
{
    tally->golden++;
    tally->hit += is_hit ? 1 : 0;
    ck_assert_msg(is_hit || is_known(file, line), "missed %.*s:%u", PF_ARG(file), line);
}

struct checked {
    struct pf_workflow_problems problems;
    struct pf_faults faults;
};

static struct checked check(struct pf_project *project, pf_str path)
{
    struct checked checked = {0};
    const struct pf_workflow_shapes *shapes = pf_project_shapes(project);
    for (size_t i = 0; i < shapes->count; i++)
        if (pf_str_eq(shapes->items[i].file->path, path))
            checked.problems = shapes->items[i].problems;
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
        count_line(tally, name, number, has_line(checked, number));
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
    tally->flagged += is_flagged && !is_known(name, 0) ? 1 : 0;
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
            struct checked checked =
                check(pf_project_virtual(arena, files), PF_STR(".github/workflows/test.yaml"));
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
    ck_assert_uint_ge(tally.hit * 100, tally.golden * 98);
}
END_TEST

START_TEST(workflows_that_are_right_are_left_alone)
{
    struct tally tally = {0};
    check_folder("actionlint/ok", &tally, false);
    fprintf(stderr, "right workflows flagged: %zu of %zu\n", tally.flagged, tally.files);
    ck_assert_uint_eq(tally.flagged, 0);
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

static void check_places(const struct pf_node *node, void *context)
{
    size_t *count = context;
    if (!pf_node_is_scalar(node) || !pf_ghexpr_has(node->text))
        return;
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, node->text);
    for (size_t i = 0; i < sites.count; i++, ++*count) {
        pf_span start = pf_ghexpr_span(node, sites.items[i].at, 3);
        pf_span end = pf_ghexpr_span(node, sites.items[i].at + sites.items[i].len - 2, 2);
        ck_assert_pf_str_eq(pf_span_text(start), PF_STR("${{"));
        ck_assert_pf_str_eq(pf_span_text(end), PF_STR("}}"));
    }
    pf_arena_free(arena);
}

START_TEST(every_expression_of_real_workflows_is_where_it_is_said_to_be)
{
    struct pf_arena *names = pf_arena_new(NULL);
    struct pf_root *root = pf_oracle_open(names, "real-workflows");
    struct pf_file_entries entries = {0};
    struct pf_error error;
    size_t count = 0;
    if (root != NULL)
        ck_assert(pf_root_list(root, names, PF_STR(""), &entries, &error));
    for (size_t i = 0; i < entries.count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text;
        struct pf_faults faults = {0};
        ck_assert(pf_root_read(root, arena, entries.items[i].name, PF_FILE_CAP, &text, &error));
        const struct pf_source *source = pf_source_new(arena, entries.items[i].name, text);
        const struct pf_node *tree = pf_yaml_read(arena, source, &faults);
        if (tree != NULL)
            pf_node_walk(tree, check_places, &count);
        pf_arena_free(arena);
    }
    fprintf(stderr, "expressions of real workflows: %zu\n", count);
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
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
        struct checked checked = check(project, path);
        count_line(tally, name, golden_line(line), has_line(&checked, golden_line(line)));
    }
}

/* Options, workflow, any number of called workflows behind their names, and expected JSON. */
enum { MAX_PARTS = 12 };

struct reader_case {
    pf_str name;
    pf_str parts[MAX_PARTS];
    size_t count;
};

static void split_parts(struct reader_case *one, pf_str text)
{
    size_t from = 0;
    for (size_t at = 0, next; at < text.len; at = next) {
        ptrdiff_t end = pf_str_find_byte(pf_str_slice(text, at, text.len), '\n');
        next = end == PF_STR_NONE ? text.len : at + (size_t)end + 1;
        if (!pf_str_eq(pf_str_trim(pf_str_slice(text, at, next)), PF_STR("---")))
            continue;
        ck_assert_uint_lt(one->count + 1, MAX_PARTS);
        one->parts[one->count++] = pf_str_slice(text, from, at);
        from = next;
    }
    one->parts[one->count++] = pf_str_slice(text, from, text.len);
}

static pf_str replaced(struct pf_arena *arena, pf_str text, pf_str from, pf_str to)
{
    struct pf_strs parts = {0};
    ptrdiff_t at;
    while ((at = pf_str_find(text, from)) != PF_STR_NONE) {
        *pf_pile_add(arena, &parts) = pf_str_slice(text, 0, (size_t)at);
        text = pf_str_slice(text, (size_t)at + from.len, text.len);
    }
    *pf_pile_add(arena, &parts) = text;
    return pf_arena_join(arena, parts.items, parts.count, to);
}

static pf_str called_path(struct pf_arena *arena, size_t part)
{
    return pf_arena_format(arena, ".github/workflows/called-%zu.yml", part);
}

/* Called workflows of other repositories become local ones: only those can be looked into. */
static struct pf_project *reader_project(struct pf_arena *arena, const struct reader_case *one)
{
    struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 1; i + 1 < one->count; i += 2) {
        pf_str text = one->parts[i];
        for (size_t j = 2; j + 1 < one->count; j += 2)
            text = replaced(arena, text, pf_str_trim(one->parts[j]),
                            pf_arena_format(arena, "./%.*s", PF_ARG(called_path(arena, j + 1))));
        pf_node_put(arena, files,
                    i == 1 ? PF_STR(".github/workflows/test.yaml") : called_path(arena, i),
                    (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    }
    return pf_project_virtual(arena, files);
}

/* Cases of a limit that their options set, or of a rule that GitHub has lifted. */
static bool is_out_of_date(pf_str name)
{
    static const pf_str names[] = {
        PF_STR_INIT("errors-reusable-workflow-max-result-size.yml"),
        PF_STR_INIT("errors-max-file-size.yml"), PF_STR_INIT("errors-max-result-size.yml"),
        PF_STR_INIT("errors-anchor-tag.yml"), /* GitHub reads anchors since 2025 */
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(names[i], name))
            return true;
    return false;
}

static bool is_right(const struct checked *checked)
{
    for (size_t i = 0; i < checked->problems.count; i++)
        if (!checked->problems.items[i].is_harmless &&
            checked->problems.items[i].kind != PF_WORKFLOW_ACTION_OUTDATED)
            return false;
    return checked->faults.count == 0;
}

/* Is there a word about any file of the project? */
static bool has_word(struct pf_project *project)
{
    const struct pf_workflow_shapes *shapes = pf_project_shapes(project);
    for (size_t i = 0; i < shapes->count; i++) {
        const struct pf_workflow_problems *problems = &shapes->items[i].problems;
        for (size_t j = 0; j < problems->count; j++)
            if (problems->items[j].kind != PF_WORKFLOW_ACTION_OUTDATED)
                return true;
        if (shapes->items[i].file->faults.count > 0)
            return true;
    }
    return false;
}

/* "…/deploy.yml@v1 (Line: 5, Col: 3): …" of one message. */
static void compare_message(struct pf_arena *arena, struct tally *tally, struct pf_project *project,
                            const struct reader_case *one, pf_str message)
{
    static const char mark[] = "(Line: ";
    ptrdiff_t at = pf_str_find(message, PF_STR(mark));
    if (at == PF_STR_NONE)
        return;
    pf_str path = PF_STR(".github/workflows/test.yaml");
    for (size_t i = 2; i + 1 < one->count; i += 2)
        if (pf_str_starts(message, pf_str_trim(one->parts[i])))
            path = called_path(arena, i + 1);
    uint32_t line = 0;
    for (size_t i = (size_t)at + sizeof mark - 1; pf_is_digit(message.data[i]); i++)
        line = line * 10 + (uint32_t)(message.data[i] - '0');
    struct checked checked = check(project, path);
    count_line(tally, one->name, line, has_line(&checked, line));
}

static void compare_reader(struct pf_arena *arena, struct tally *tally,
                           const struct reader_case *one)
{
    struct pf_project *project = reader_project(arena, one);
    pf_str json = one->parts[one->count - 1], head, rest = json;
    struct checked checked = check(project, PF_STR(".github/workflows/test.yaml"));
    if (!pf_str_contains(json, PF_STR("\"errors\""))) {
        tally->files++;
        tally->flagged += is_right(&checked) ? 0 : 1;
        ck_assert_msg(is_right(&checked) || is_known(one->name, 0), "flagged %.*s",
                      PF_ARG(one->name));
        return;
    }
    if (is_out_of_date(one->name))
        return;
    bool is_refused = has_word(project);
    tally->refused += is_refused ? 1 : 0;
    tally->wrong++;
    ck_assert_msg(is_refused, "not refused: %.*s", PF_ARG(one->name));
    while (pf_str_contains(rest, PF_STR("\"Message\": \""))) {
        rest =
            pf_str_slice(rest, (size_t)pf_str_find(rest, PF_STR("\"Message\": \"")) + 12, rest.len);
        pf_str_cut(rest, '\n', &head, &rest);
        compare_message(arena, tally, project, one, head);
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
        struct reader_case one = {.name = entries.items[i].name};
        pf_str text;
        ck_assert(pf_root_read(root, arena, one.name, PF_FILE_CAP, &text, &error));
        split_parts(&one, text);
        compare_reader(arena, &tally, &one);
        pf_arena_free(arena);
    }
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
    fprintf(stderr,
            "files GitHub refuses: %zu of %zu, their lines: %zu of %zu, clean ones flagged: %zu of "
            "%zu\n",
            tally.refused, tally.wrong, tally.hit, tally.golden, tally.flagged, tally.files);
    ck_assert_uint_ge(tally.hit * 100, tally.golden * 95);
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
        /* GitHub permits no loops in the tree of workflows, and finds no action of a repository
         * that nothing has checked out; those golden lines leave it out. */
        bool is_right = out.len == 0 && !pf_str_eq(name, PF_STR("recursive_workflow_call")) &&
                        !pf_str_eq(name, PF_STR("yaml_anchor_in_action"));
        struct pf_workflows workflows = *pf_project_workflows(project);
        for (size_t j = 0; is_right && j < workflows.count; j++) {
            struct checked checked = check(project, workflows.items[j].file->path);
            count(&tally, &checked, name, false);
        }
        pf_arena_free(arena);
    }
    if (root != NULL)
        pf_root_close(root);
    pf_arena_free(names);
    fprintf(stderr, "golden lines of projects: %zu of %zu, right ones flagged: %zu\n", tally.hit,
            tally.golden, tally.flagged);
    ck_assert_uint_ge(tally.hit * 100, tally.golden * 98);
    ck_assert_uint_eq(tally.flagged, 0);
}
END_TEST

Suite *shape_oracle_suite(void)
{
    const TTest *const tests[] = {
        golden_lines_of_broken_workflows_are_found,
        golden_lines_of_projects_are_found,
        what_githubs_own_reader_refuses_is_refused,
        workflows_that_are_right_are_left_alone,
        real_workflows_are_read_to_the_end,
        every_expression_of_real_workflows_is_where_it_is_said_to_be,
        NULL,
    };
    return pf_suite("shape_oracle", tests);
}
