/* Task definitions: their parts, placeholders, and the shape table. */
#include "unit.h"

#include "model/taskdef.h"

Suite *taskdef_suite(void);

static const pf_span nowhere = {0};

static struct pf_node *string(struct pf_arena *arena, const char *text)
{
    return pf_node_str(arena, pf_str_c(text), nowhere);
}

static void put(struct pf_arena *arena, struct pf_node *map, const char *key, struct pf_node *value)
{
    pf_node_put(arena, map, pf_str_c(key), nowhere, value);
}

/* {"family": "shop", "containerDefinitions": [{"name": "web", "image": "acme/shop:1"}]} */
static struct pf_node *good(struct pf_arena *arena, struct pf_node **container)
{
    struct pf_node *root = pf_node_new(arena, PF_MAP, nowhere);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, nowhere);
    *container = pf_node_new(arena, PF_MAP, nowhere);
    put(arena, *container, "name", string(arena, "web"));
    put(arena, *container, "image", string(arena, "acme/shop:1"));
    pf_node_append(arena, list, *container);
    put(arena, root, "family", string(arena, "shop"));
    put(arena, root, "containerDefinitions", list);
    return root;
}

START_TEST(a_plain_definition_has_no_problem)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *container;
    struct pf_node *root = good(arena, &container);
    ck_assert_uint_eq(pf_taskdef_shape(arena, root).count, 0);
    ck_assert_ptr_eq(pf_taskdef_container_named(root, PF_STR("web")), container);
    ck_assert_uint_eq(pf_taskdef_container_count(root), 1);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_wrapped_definition_is_unwrapped_and_anything_else_is_none)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *container, *root = good(arena, &container);
    struct pf_node *wrapper = pf_node_new(arena, PF_MAP, nowhere);
    ck_assert_ptr_null(pf_taskdef_root(wrapper));
    ck_assert_ptr_null(pf_taskdef_root(string(arena, "a task definition that is a string")));
    ck_assert_ptr_null(pf_taskdef_root(NULL));
    put(arena, wrapper, "taskDefinition", root);
    ck_assert_ptr_eq(pf_taskdef_root(wrapper), root);
    pf_arena_free(arena);
}
END_TEST

START_TEST(slips_are_named_with_what_was_meant)
{
    static const struct {
        const char *key, *meant;
    } cases[] = {{"env", "environment"},
                 {"healthcheck", "healthCheck"},
                 {"Image", "image"},
                 {"ports", "portMappings"},
                 {"zzzzzz", ""}};
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_node *container, *root = good(arena, &container);
        put(arena, container, cases[i].key, pf_node_new(arena, PF_SEQ, nowhere));
        struct pf_shape_problems problems = pf_taskdef_shape(arena, root);
        ck_assert_uint_eq(problems.count, 1);
        ck_assert_int_eq(problems.items[0].kind, PF_SHAPE_UNKNOWN_KEY);
        ck_assert_pf_str_eq(problems.items[0].suggestion, pf_str_c(cases[i].meant));
        ck_assert_pf_str_eq(problems.items[0].where, PF_STR("containerDefinitions[0]"));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(output_keys_are_told_from_unknown_ones)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *container, *root = good(arena, &container);
    put(arena, root, "taskDefinitionArn", string(arena, "arn:aws:ecs"));
    put(arena, root, "deleteRequestedAt", string(arena, "2026"));
    struct pf_shape_problems problems = pf_taskdef_shape(arena, root);
    ck_assert_uint_eq(problems.count, 2);
    ck_assert_int_eq(problems.items[0].kind, PF_SHAPE_OUTPUT_ONLY);
    ck_assert(problems.items[0].removed_by_action);
    ck_assert(!problems.items[1].removed_by_action);
    pf_arena_free(arena);
}
END_TEST

START_TEST(types_and_enums_are_checked_and_placeholders_and_nulls_pass)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *container, *root = good(arena, &container);
    put(arena, root, "networkMode", string(arena, "awsvcp"));
    put(arena, root, "ipcMode", string(arena, "${IPC}"));
    put(arena, root, "cpu", pf_node_int(arena, 256, nowhere));
    put(arena, container, "memory", string(arena, "512"));
    put(arena, container, "cpu", string(arena, "<CPU>"));
    put(arena, container, "privileged", pf_node_new(arena, PF_NULL, nowhere));
    struct pf_shape_problems problems = pf_taskdef_shape(arena, root);
    ck_assert_uint_eq(problems.count, 3);
    static const enum pf_shape_kind kinds[] = {PF_SHAPE_WRONG_TYPE, PF_SHAPE_BAD_ENUM,
                                               PF_SHAPE_WRONG_TYPE};
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(problems.items[i].kind, kinds[i]);
    ck_assert_pf_str_eq(problems.items[0].where, PF_STR("containerDefinitions[0].memory"));
    ck_assert_pf_str_eq(problems.items[1].suggestion, PF_STR("awsvpc"));
    ck_assert_pf_str_eq(problems.items[2].expected, PF_STR("a string"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(required_members_are_missed_also_deep_down)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *container, *root = good(arena, &container);
    struct pf_node *secrets = pf_node_new(arena, PF_SEQ, nowhere);
    struct pf_node *secret = pf_node_new(arena, PF_MAP, nowhere);
    put(arena, secret, "name", string(arena, "SENTRY_DSN"));
    pf_node_append(arena, secrets, secret);
    put(arena, container, "secrets", secrets);
    struct pf_shape_problems problems = pf_taskdef_shape(arena, root);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(problems.items[0].kind, PF_SHAPE_MISSING);
    ck_assert_pf_str_eq(problems.items[0].name, PF_STR("valueFrom"));
    ck_assert_pf_str_eq(problems.items[0].where, PF_STR("containerDefinitions[0].secrets[0]"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(problems_end_at_a_thousand)
{
    for (size_t excess = 0; excess < 2; excess++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_node *container, *root = good(arena, &container);
        for (size_t i = 0; i < PF_SHAPE_PROBLEMS + excess; i++)
            put(arena, root, pf_arena_format(arena, "zz%zu", i).data, string(arena, "x"));
        ck_assert_uint_eq(pf_taskdef_shape(arena, root).count, PF_SHAPE_PROBLEMS);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(text_that_a_pipeline_fills_is_recognised)
{
    static const pf_str filled[] = {
        PF_STR_INIT("<IMAGE>"),        PF_STR_INIT("arn:aws:iam::<ACCOUNT_ID>:role/x"),
        PF_STR_INIT("${IMAGE}"),       PF_STR_INIT("acme/shop:$TAG"),
        PF_STR_INIT("{{ image }}"),    PF_STR_INIT("%IMAGE%"),
        PF_STR_INIT("__IMAGE_NAME__"), PF_STR_INIT("@IMAGE@"),
        PF_STR_INIT("<%= image %>"),
    };
    static const pf_str literal[] = {PF_STR_INIT("acme/shop:1"), PF_STR_INIT("a<b"),
                                     PF_STR_INIT("5 < 6 > 4"),   PF_STR_INIT("100%"),
                                     PF_STR_INIT("@daily"),      PF_STR_INIT("")};
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        ck_assert_msg(pf_taskdef_is_placeholder(filled[i]), "'%.*s'", PF_ARG(filled[i]));
    for (size_t i = 0; i < sizeof literal / sizeof *literal; i++)
        ck_assert_msg(!pf_taskdef_is_placeholder(literal[i]), "'%.*s'", PF_ARG(literal[i]));
}
END_TEST

Suite *taskdef_suite(void)
{
    const TTest *const tests[] = {
        a_plain_definition_has_no_problem,
        a_wrapped_definition_is_unwrapped_and_anything_else_is_none,
        slips_are_named_with_what_was_meant,
        output_keys_are_told_from_unknown_ones,
        types_and_enums_are_checked_and_placeholders_and_nulls_pass,
        required_members_are_missed_also_deep_down,
        problems_end_at_a_thousand,
        text_that_a_pipeline_fills_is_recognised,
        NULL,
    };
    return pf_suite("taskdef", tests);
}
