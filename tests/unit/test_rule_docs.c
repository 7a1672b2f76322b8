/* What the documents about rules say is what the rules do: their examples run here. */
#include "rules_help.h"

#include "base/file.h"
#include "rule/test_rules.h"

Suite *rule_docs_suite(void);

struct block {
    pf_str info, text;
    size_t line; /* of its first line */
};
struct blocks {
    struct block *items;
    size_t count, capacity;
};

static pf_str read_document(struct pf_arena *arena, const char *name)
{
    pf_str path = pf_arena_format(arena, "%s/../docs/%s", PREFLIGHT_TESTS_FOLDER, name), bytes;
    struct pf_error error = {0};
    ck_assert_msg(pf_file_read(arena, path.data, PF_FILE_CAP, &bytes, &error), "%s", error.message);
    return bytes;
}

/* The fenced blocks of a document, with what stands behind the three ticks. */
static struct blocks blocks_of(struct pf_arena *arena, pf_str document)
{
    struct blocks blocks = {0};
    pf_str rest = document, line;
    bool is_open = false;
    for (size_t number = 1; pf_str_next_line(&rest, &line); number++) {
        if (pf_str_starts(line, PF_STR("```")) && !is_open) {
            *pf_pile_add(arena, &blocks) = (struct block){.info = pf_str_slice(line, 3, line.len),
                                                          .text = {rest.data, 0},
                                                          .line = number + 1};
            is_open = true;
        } else if (pf_str_starts(line, PF_STR("```"))) {
            is_open = false;
        } else if (is_open) {
            struct block *block = &blocks.items[blocks.count - 1];
            block->text.len = (size_t)(line.data + line.len - block->text.data) + 1;
        }
    }
    ck_assert(!is_open);
    return blocks;
}

static bool has_file(void *context, pf_str path)
{
    (void)context;
    return pf_str_eq(path, PF_STR("deploy/task-definition.json"));
}

/* Members with bars between them, or yes, maybe and no for a condition. */
static pf_str show(struct pf_eval *eval, const struct pf_expr *expr)
{
    if (expr->type == PF_EXPR_CONDITION || expr->kind == PF_EXPR_NAME)
        return pf_str_c(pf_truth_name(pf_eval_condition(eval, expr)));
    struct pf_set set = pf_eval_set(eval, expr);
    struct pf_buffer shown = pf_buffer_new(eval->arena);
    for (size_t i = 0; i < set.count; i++) {
        struct pf_set one = {.items = &set.items[i], .count = 1};
        pf_buffer_add_c(&shown, i > 0 ? " | " : "");
        pf_buffer_add(&shown, pf_capture_words(eval->arena, &one, NULL));
    }
    return pf_buffer_str(&shown);
}

/* "EXPR → RESULT"; a set may also be claimed as a condition. */
static void check_claim(struct pf_arena *arena, const struct pf_picture_root *root, pf_str line,
                        size_t number)
{
    ptrdiff_t arrow = pf_str_find(line, PF_STR("→"));
    ck_assert_msg(arrow != PF_STR_NONE, "line %zu", number);
    pf_str text = pf_str_trim(pf_str_slice(line, 0, (size_t)arrow));
    pf_str result = pf_str_slice(line, (size_t)arrow + PF_STR("→").len, line.len);
    if (result.len > 0)
        result = pf_str_slice(result, 1, result.len);
    struct pf_expr_fault fault = {0};
    const struct pf_expr *expr =
        pf_expr_parse(arena, pf_node_str(arena, text, (pf_span){0}), NULL, &fault);
    ck_assert_msg(expr != NULL, "line %zu: %.*s", number, PF_ARG(fault.message));
    struct pf_eval eval = pf_eval_new(arena);
    eval.roots = root;
    eval.root_count = 1;
    eval.has_file = has_file;
    pf_str shown = show(&eval, expr);
    const char *truth = pf_truth_name(pf_eval_condition(&eval, expr));
    ck_assert_msg(pf_str_eq(shown, result) || pf_str_eq(pf_str_c(truth), result),
                  "line %zu: %.*s is '%.*s'", number, PF_ARG(text), PF_ARG(shown));
}

START_TEST(every_expression_of_the_language_page_comes_to_what_it_says)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct blocks blocks = blocks_of(arena, read_document(arena, "rule-language.md"));
    struct pf_picture_root root = {0};
    size_t claims = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        pf_str rest = blocks.items[i].text, line;
        if (pf_str_eq(blocks.items[i].info, PF_STR("yaml sample")))
            root = root_of(arena, "d", yaml_doc(arena, "d.yml", pf_arena_str(arena, rest).data));
        for (size_t number = blocks.items[i].line;
             pf_str_eq(blocks.items[i].info, PF_STR("expr")) && pf_str_next_line(&rest, &line);
             number++, claims++)
            check_claim(arena, &root, line, number);
    }
    ck_assert_uint_ge(claims, 50);
    pf_arena_free(arena);
}
END_TEST

/* The documents of an example by their paths, without the model of a project. */
static bool build(void *context, struct pf_arena *arena, const struct pf_rules *rules,
                  const struct pf_node *files, const struct pf_node *given,
                  struct pf_rule_project *project, struct pf_error *error)
{
    (void)context, (void)rules, (void)given, (void)error;
    struct pf_faults faults = {0};
    project->roots = PF_NEW_ARRAY(arena, struct pf_picture_root, files->count);
    struct pf_picture_root *roots = PF_NEW_ARRAY(arena, struct pf_picture_root, files->count);
    for (size_t i = 0; i < files->count; i++) {
        pf_str path = files->items[i]->key->text;
        const char *name = pf_str_starts(path, PF_STR(".github/workflows/")) ? "workflow"
                           : pf_str_starts(path, PF_STR("deployment"))       ? "deployment"
                                                                             : "taskdef";
        roots[i] = root_of(
            arena, name,
            pf_yaml_read(arena, pf_source_new(arena, path, files->items[i]->text), &faults));
    }
    project->roots = roots;
    project->root_count = files->count;
    return faults.count == 0;
}

static size_t test_rules_of(struct pf_arena *arena, const char *name)
{
    struct blocks blocks = blocks_of(arena, read_document(arena, name));
    size_t count = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        struct pf_rules rules = {0};
        struct pf_faults faults = {0};
        struct pf_buffer report = pf_buffer_new(arena);
        if (!pf_str_eq(blocks.items[i].info, PF_STR("yaml rule")))
            continue;
        pf_rule_file_read(arena, pf_source_new(arena, pf_str_c(name), blocks.items[i].text), false,
                          &rules, &faults);
        pf_str words = pf_rule_faults_text(arena, &faults);
        ck_assert_msg(faults.count == 0, "line %zu on: %.*s", blocks.items[i].line, PF_ARG(words));
        struct pf_rule_tests_result result = pf_rules_test(&rules, build, NULL, &report);
        words = pf_buffer_str(&report);
        ck_assert_msg(result.failed == 0, "line %zu on: %.*s", blocks.items[i].line, PF_ARG(words));
        count += rules.count;
    }
    return count;
}

START_TEST(every_rule_in_the_documents_is_sound_and_passes_its_examples)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_ge(test_rules_of(arena, "rule-language.md"), 2);
    ck_assert_uint_ge(test_rules_of(arena, "writing-rules.md"), 4);
    pf_arena_free(arena);
}
END_TEST

START_TEST(functions_keys_and_roots_are_all_described)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str page = read_document(arena, "rule-language.md");
    for (size_t i = 0; i < PF_FUNCTION_COUNT; i++) {
        pf_str row = pf_arena_format(arena, "| `%s(", pf_expr_functions[i].name);
        pf_str summary = pf_arena_format(arena, ")` | %s |\n", pf_expr_functions[i].summary);
        ck_assert_msg(pf_str_contains(page, row) && pf_str_contains(page, summary), "%s",
                      pf_expr_functions[i].name);
    }
    for (size_t i = 0; i < pf_rule_key_count; i++) {
        const struct pf_rule_key *key = &pf_rule_keys[i];
        pf_str row =
            pf_arena_format(arena, "| `%s` | %s | %s |\n", key->name, key->type, key->summary);
        ck_assert_msg(pf_str_contains(page, row), "%.*s", PF_ARG(row));
    }
    for (size_t i = 0; i < pf_rule_root_count; i++)
        ck_assert(pf_str_contains(
            page, pf_arena_format(arena, "| `$%.*s` | ", PF_ARG(pf_rule_roots[i]))));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_limits_are_those_of_the_program)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str page = read_document(arena, "rule-language.md");
    ck_assert_int_eq(PF_VISITS_PER_RULE, 1000000);
    ck_assert(PF_EXPR_CAP == 8192 && PF_EXPR_DEPTH == 64 && PF_REGEX_PATTERN_CAP == 4096);
    ck_assert(PF_REGEX_SUBJECT_CAP == 65536 && PF_REGEX_STEPS == 1000000);
    ck_assert(PF_REGEX_STEPS_PER_RULE == 20000000 && PF_FINDINGS_PER_RULE_AND_FILE == 100);
    ck_assert(PF_RULES_CAP == 1000 && PF_RULE_VARIABLES == 32);
    static const char *const said[] = {"1,000,000",  "8,192 bytes, 64 levels",
                                       "4,096",      "65,536",
                                       "20,000,000", "| 100 |",
                                       "| 1,000 |",  "32 in `for`"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        ck_assert_msg(pf_str_contains(page, pf_str_c(said[i])), "%s", said[i]);
    pf_arena_free(arena);
}
END_TEST

Suite *rule_docs_suite(void)
{
    const TTest *const tests[] = {
        every_expression_of_the_language_page_comes_to_what_it_says,
        every_rule_in_the_documents_is_sound_and_passes_its_examples,
        functions_keys_and_roots_are_all_described,
        the_limits_are_those_of_the_program,
        NULL,
    };
    return pf_suite("rule_docs", tests);
}
