/* Our tables of workflows against GitHub's own schema, where it is at hand. */
#include "oracle.h"
#include "unit.h"

#include "base/table.h"
#include "read/json.h"

Suite *shape_schema_suite(void);

struct schema {
    struct pf_arena *arena;
    const struct pf_node *workflow, *action; /* the definitions of both files; NULL: not at hand */
    struct pf_table shape, contexts, events, permissions;
};

static const struct pf_node *definitions(struct pf_arena *arena, struct pf_root *root,
                                         const char *name)
{
    pf_str bytes;
    struct pf_error error;
    struct pf_faults faults = {0};
    ck_assert(pf_root_read(root, arena, pf_str_c(name), PF_FILE_CAP, &bytes, &error));
    const struct pf_source *source = pf_source_new(arena, pf_str_c(name), bytes);
    return pf_node_get(pf_json_read(arena, source, &faults), "definitions");
}

static struct schema open_schema(void)
{
    struct schema schema = {.arena = pf_arena_new(NULL)};
    struct pf_root *root = pf_oracle_open(schema.arena, "github-schema");
    if (root == NULL)
        return schema;
    schema.workflow = definitions(schema.arena, root, "workflow-v1.0.json");
    schema.action = definitions(schema.arena, root, "action-v1.0.json");
    schema.shape = pf_table_read(schema.arena, "rules/tables/github-shape.tsv");
    schema.contexts = pf_table_read(schema.arena, "rules/tables/github-schema-contexts.tsv");
    schema.events = pf_table_read(schema.arena, "rules/tables/github-events.tsv");
    schema.permissions = pf_table_read(schema.arena, "rules/tables/github-permissions.tsv");
    pf_root_close(root);
    return schema;
}

/* "type" of {"type": "x", …}, or "x" itself. */
static pf_str type_name(const struct pf_node *value)
{
    return pf_node_is(value, PF_MAP) ? pf_node_text(pf_node_get(value, "type"))
                                     : pf_node_text(value);
}

static bool has_item(const struct pf_node *list, pf_str text)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (pf_str_eq(pf_node_text(list->items[i]), text))
            return true;
    return false;
}

/* --- sections, their keys and what may stand in their values --- */

static const struct {
    const char *ours, *theirs;
    bool is_action;
} sections[] = {
    {"workflow", "workflow-root-strict", false},
    {"workflow-defaults", "workflow-defaults", false},
    {"defaults-run", "workflow-defaults-run", false},
    {"concurrency", "concurrency-mapping", false},
    {"job", "job-factory", false},
    {"call", "workflow-job", false},
    {"job-defaults", "job-defaults", false},
    {"defaults-run", "job-defaults-run", false},
    {"environment", "job-environment-mapping", false},
    {"runs-on", "runs-on-mapping", false},
    {"strategy", "strategy", false},
    {"matrix", "matrix", false},
    {"container", "container-mapping", false},
    {"service", "service-container-mapping", false},
    {"credentials", "container-registry-credentials", false},
    {"snapshot", "snapshot-mapping", false},
    {"run-step", "run-step", false},
    {"uses-step", "regular-step", false},
    {"wait-step", "wait-step", false},
    {"wait-all-step", "wait-all-step", false},
    {"cancel-step", "cancel-step", false},
    {"parallel-step", "parallel-step", false},
    {"schedule", "cron-mapping", false},
    {"dispatch", "workflow-dispatch-mapping", false},
    {"dispatch-input", "workflow-dispatch-input", false},
    {"workflow-call", "workflow-call-mapping", false},
    {"call-input", "workflow-call-input-definition", false},
    {"call-secret", "workflow-call-secret-mapping-definition", false},
    {"call-output", "workflow-call-output-definition", false},
    {"action", "action-root-strict", true},
    {"action-input", "input-strict", true},
    {"action-output", "output-definition", true},
    {"branding", "branding", true},
    {"docker-runs", "container-runs-strict", true},
    {"node-runs", "node-runs-strict", true},
    {"composite-runs", "composite-runs-strict", true},
    {"action-run-step", "run-step", true},
    {"action-uses-step", "uses-step", true},
};

/* Where our table knows more, or asks for less, than the schema says. */
static const struct {
    const char *section, *key, *reason;
} differences[] = {
    {"workflow-defaults", "run", "defaults without it decide nothing"},
    {"job-defaults", "run", "defaults without it decide nothing"},
    {"job", "steps", "GitHub asks for it when the job starts"},
    {"container", "image", "'Container image cannot be empty' is said by code"},
    {"service", "image", "'Container image cannot be empty' is said by code"},
    {"credentials", "username", "said by code"},
    {"credentials", "password", "said by code"},
    {"dispatch-input", "deprecationMessage", "documented for inputs of actions; passed over"},
    {"call-input", "deprecationMessage", "documented for inputs of actions; passed over"},
    {"docker-runs", "using", "runtimes are looked at by code, which knows the removed ones"},
    {"node-runs", "using", "runtimes are looked at by code, which knows the removed ones"},
    {"composite-runs", "using", "runtimes are looked at by code, which knows the removed ones"},
    {"action-input", "type", "written by many actions; passed over"},
};

static bool is_difference(const char *section, pf_str key)
{
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (pf_str_eq(pf_str_c(section), pf_str_c(differences[i].section)) &&
            pf_str_eq(key, pf_str_c(differences[i].key)))
            return true;
    return false;
}

static ptrdiff_t find_row(const struct schema *schema, const char *section, pf_str key)
{
    for (size_t row = 0; row < schema->shape.row_count; row++)
        if (pf_str_eq(pf_table_cell(&schema->shape, row, 0), pf_str_c(section)) &&
            pf_str_eq(pf_table_cell(&schema->shape, row, 1), key))
            return (ptrdiff_t)row;
    return PF_STR_NONE;
}

/* The names of the cell's contexts row are those of the schema's list, in any order. */
static bool same_contexts(const struct schema *schema, pf_str cell, const struct pf_node *list)
{
    ptrdiff_t row = pf_table_find(&schema->contexts, 0, cell);
    if (row == PF_STR_NONE || list == NULL)
        return cell.len == 0 && list == NULL;
    pf_str rest = pf_table_cell(&schema->contexts, (size_t)row, 1), one;
    size_t count = 0;
    for (bool more = true; more; count++) {
        more = pf_str_cut(rest, ' ', &one, &rest);
        if (!has_item(list, one))
            return false;
    }
    return count == list->count;
}

static void check_key(const struct schema *schema, const struct pf_node *all, const char *section,
                      const struct pf_node *property)
{
    pf_str key = property->key->text;
    ptrdiff_t row = find_row(schema, section, key);
    ck_assert_msg(row != PF_STR_NONE, "%s has no %.*s", section, PF_ARG(key));
    bool theirs = pf_str_eq(pf_node_text(pf_node_get(property, "required")), PF_STR("true"));
    bool ours = pf_table_cell(&schema->shape, (size_t)row, 3).len > 0;
    ck_assert_msg(ours == theirs || is_difference(section, key), "%s.%.*s is required", section,
                  PF_ARG(key));
    const struct pf_node *type = pf_node_get_str(all, type_name(property));
    pf_str contexts = pf_table_cell(&schema->shape, (size_t)row, 4);
    const struct pf_node *list = pf_node_get(type, "context");
    bool is_inherited = list == NULL && contexts.len > 0;
    ck_assert_msg(is_inherited || same_contexts(schema, contexts, list),
                  "%s.%.*s has other contexts", section, PF_ARG(key));
    pf_str kind = pf_table_cell(&schema->shape, (size_t)row, 2);
    ck_assert_msg(pf_node_get(type, "boolean") == NULL || pf_str_eq(kind, PF_STR("bool")),
                  "%s.%.*s is a boolean", section, PF_ARG(key));
    ck_assert_msg(pf_node_get(type, "number") == NULL || pf_str_eq(kind, PF_STR("num")),
                  "%s.%.*s is a number", section, PF_ARG(key));
    const struct pf_node *values = pf_node_get(type, "allowed-values");
    for (size_t i = 0; values != NULL && i < values->count; i++)
        ck_assert_msg(is_difference(section, key) || pf_str_contains(kind, values->items[i]->text),
                      "%s.%.*s may be %.*s", section, PF_ARG(key), PF_ARG(values->items[i]->text));
}

START_TEST(sections_have_the_keys_of_githubs_schema)
{
    struct schema schema = open_schema();
    for (size_t i = 0; schema.workflow != NULL && i < sizeof sections / sizeof *sections; i++) {
        const struct pf_node *all = sections[i].is_action ? schema.action : schema.workflow;
        const struct pf_node *definition = pf_node_get(all, sections[i].theirs);
        const struct pf_node *properties =
            pf_node_get(pf_node_get(definition, "mapping"), "properties");
        ck_assert_msg(properties != NULL, "no definition %s", sections[i].theirs);
        for (size_t j = 0; j < properties->count; j++)
            check_key(&schema, all, sections[i].ours, properties->items[j]);
        for (size_t row = 0; row < schema.shape.row_count; row++) {
            pf_str key = pf_table_cell(&schema.shape, row, 1);
            bool is_ours =
                pf_str_eq(pf_table_cell(&schema.shape, row, 0), pf_str_c(sections[i].ours)) &&
                !pf_str_eq(key, PF_STR("*"));
            ck_assert_msg(!is_ours || pf_node_get_str(properties, key) != NULL ||
                              is_difference(sections[i].ours, key),
                          "%s of ours has %.*s", sections[i].ours, PF_ARG(key));
        }
    }
    pf_arena_free(schema.arena);
}
END_TEST

START_TEST(every_section_of_ours_is_compared)
{
    struct schema schema = open_schema();
    for (size_t row = 0; row < schema.shape.row_count; row++) {
        bool is_compared = false;
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            is_compared = is_compared || pf_str_eq(pf_table_cell(&schema.shape, row, 0),
                                                   pf_str_c(sections[i].ours));
        ck_assert_msg(is_compared, "%.*s", PF_ARG(pf_table_cell(&schema.shape, row, 0)));
    }
    pf_arena_free(schema.arena);
}
END_TEST

/* --- events and permissions --- */

/* What GitHub's documentation has and its schema does not. */
static bool is_newer(pf_str event, pf_str type)
{
    return pf_str_eq(event, PF_STR("merge_group")) && pf_str_eq(type, PF_STR("destroyed"));
}

/* "x-activity-type" of the type of `types`: the list in the innermost definition. */
static const struct pf_node *activity_values(const struct schema *schema, pf_str name)
{
    for (int depth = 0; depth < 4; depth++) {
        const struct pf_node *one = pf_node_get_str(schema->workflow, name);
        if (pf_node_get(one, "allowed-values") != NULL)
            return pf_node_get(one, "allowed-values");
        if (pf_node_get(one, "one-of") == NULL)
            return NULL;
        name = pf_node_text(pf_node_at(pf_node_get(one, "one-of"), 0));
    }
    return NULL;
}

static const struct pf_node *event_mapping(const struct schema *schema, pf_str name)
{
    const struct pf_node *one = pf_node_get_str(schema->workflow, name);
    const struct pf_node *choices = pf_node_get(one, "one-of");
    for (size_t i = 0; choices != NULL && i < choices->count; i++) {
        const struct pf_node *choice =
            pf_node_get_str(schema->workflow, pf_node_text(choices->items[i]));
        if (pf_node_get(choice, "mapping") != NULL)
            return pf_node_get(pf_node_get(choice, "mapping"), "properties");
    }
    return pf_node_get(pf_node_get(one, "mapping"), "properties");
}

static void check_list(pf_str event, pf_str ours, const struct pf_node *theirs, bool by_key)
{
    pf_str rest = ours, one;
    size_t count = 0;
    for (bool more = ours.len > 0; more;) {
        more = pf_str_cut(rest, ',', &one, &rest);
        bool is_there = by_key ? pf_node_get_str(theirs, one) != NULL : has_item(theirs, one);
        count += is_there ? 1 : 0;
        ck_assert_msg(is_there || is_newer(event, one), "%.*s has no %.*s", PF_ARG(event),
                      PF_ARG(one));
    }
    ck_assert_msg(count == (theirs == NULL ? 0 : theirs->count), "%.*s lacks some", PF_ARG(event));
}

START_TEST(events_have_the_filters_and_types_of_githubs_schema)
{
    struct schema schema = open_schema();
    const struct pf_node *events = pf_node_get(
        pf_node_get(pf_node_get(schema.workflow, "on-mapping-strict"), "mapping"), "properties");
    ck_assert_uint_eq(schema.events.row_count, events == NULL ? 0 : events->count);
    for (size_t row = 0; row < schema.events.row_count; row++) {
        pf_str event = pf_table_cell(&schema.events, row, 0);
        const struct pf_node *one = pf_node_get_str(events, event);
        ck_assert_msg(one != NULL, "%.*s", PF_ARG(event));
        const struct pf_node *keys = event_mapping(&schema, type_name(one));
        check_list(event, pf_table_cell(&schema.events, row, 1), keys, true);
        check_list(event, pf_table_cell(&schema.events, row, 2),
                   activity_values(&schema, type_name(pf_node_get(keys, "types"))), false);
    }
    pf_arena_free(schema.arena);
}
END_TEST

START_TEST(permissions_have_the_levels_of_githubs_schema)
{
    static const struct {
        const char *type, *levels;
    } levels[] = {
        {"permission-level-any", "read,write,none"},
        {"permission-level-read-or-no-access", "read,none"},
        {"permission-level-write-or-no-access", "write,none"},
    };
    struct schema schema = open_schema();
    const struct pf_node *scopes = pf_node_get(
        pf_node_get(pf_node_get(schema.workflow, "permissions-mapping"), "mapping"), "properties");
    ck_assert_uint_eq(schema.permissions.row_count, scopes == NULL ? 0 : scopes->count);
    for (size_t row = 0; row < schema.permissions.row_count; row++) {
        const struct pf_node *scope =
            pf_node_get_str(scopes, pf_table_cell(&schema.permissions, row, 0));
        ck_assert_ptr_nonnull(scope);
        for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
            if (pf_str_eq(type_name(scope), pf_str_c(levels[i].type)))
                ck_assert_pf_str_eq(pf_table_cell(&schema.permissions, row, 1),
                                    pf_str_c(levels[i].levels));
    }
    pf_arena_free(schema.arena);
}
END_TEST

Suite *shape_schema_suite(void)
{
    const TTest *const tests[] = {
        sections_have_the_keys_of_githubs_schema,
        every_section_of_ours_is_compared,
        events_have_the_filters_and_types_of_githubs_schema,
        permissions_have_the_levels_of_githubs_schema,
        NULL,
    };
    return pf_suite("shape_schema", tests);
}
