/* Cron expressions and time zones of `schedule`, inputs of workflow_dispatch. */
#include "model/shape_inside.h"

#include "base/index.h"

struct cron_field {
    const char *name;
    unsigned low, high;
    const char *names; /* of the values from `low`, three letters each; NULL: none */
};

enum { FIELDS = 5, FIVE_MINUTES = 5 /* GitHub runs nothing more often */ };

static const struct cron_field cron_fields[FIELDS] = {
    {"minute", 0, 59, NULL},
    {"hour", 0, 23, NULL},
    {"day of the month", 1, 31, NULL},
    {"month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"},
    {"day of the week", 0, 7, "SUNMONTUEWEDTHUFRISAT"},
};

struct cron {
    struct pf_shape *shape;
    const struct pf_node *node;
    uint64_t set[FIELDS]; /* bit per value */
    bool is_bad;
};

static void report(struct cron *cron, const char *problem, const struct cron_field *field,
                   pf_str part)
{
    if (cron->is_bad)
        return;
    cron->is_bad = true;
    struct pf_workflow_problem *found =
        pf_shape_add(cron->shape, PF_WORKFLOW_BAD_CRON, cron->node->span, cron->node->text);
    if (field == NULL)
        found->detail = pf_str_c(problem);
    else
        pf_shape_detail(cron->shape, found, "%s in the %s: '%.*s'", problem, field->name,
                        PF_ARG(part));
}

/* A number or a name of the field; false when it is neither or out of range. */
static bool read_value(const struct cron_field *field, pf_str text, unsigned *value)
{
    int64_t number = 0;
    bool is_digits = text.len > 0 && pf_is_digit(text.data[0]);
    if (is_digits && pf_str_to_int(text, &number)) {
        *value = (unsigned)number;
        return number >= (int64_t)field->low && number <= (int64_t)field->high;
    }
    pf_str names = pf_str_c(field->names);
    for (size_t at = 0; text.len == 3 && at + 3 <= names.len; at += 3)
        if (pf_str_eq_nocase(pf_str_slice(names, at, at + 3), text)) {
            *value = field->low + (unsigned)(at / 3);
            return true;
        }
    return false;
}

static void add_range(struct cron *cron, size_t index, unsigned from, unsigned to, unsigned step)
{
    for (unsigned value = from; value <= to; value += step)
        cron->set[index] |= (uint64_t)1 << value;
}

/* "*", "5", "1-5", "2-10/3" and the names of months and days, once between commas. */
static void read_part(struct cron *cron, size_t index, pf_str part)
{
    const struct cron_field *field = &cron_fields[index];
    pf_str range, step_text, first, last;
    bool has_step = pf_str_cut(part, '/', &range, &step_text);
    int64_t step = 1;
    if (has_step && (!pf_str_to_int(step_text, &step) || step < 1 || step > (int64_t)field->high)) {
        report(cron, "no valid step", field, part);
        return;
    }
    unsigned from = field->low, to = field->high;
    if (!pf_str_eq(range, PF_STR("*"))) {
        bool is_range = pf_str_cut(range, '-', &first, &last);
        if (!read_value(field, first, &from) || (is_range && !read_value(field, last, &to))) {
            report(cron, "no valid value", field, part);
            return;
        }
        if (!is_range && !has_step)
            to = from;
    }
    if (from > to) {
        report(cron, "a range that ends before it starts", field, part);
        return;
    }
    add_range(cron, index, from, to, (unsigned)step);
}

static void read_field(struct cron *cron, size_t index, pf_str text)
{
    pf_str rest = text, part;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ',', &part, &rest);
        read_part(cron, index, part);
    }
}

static size_t split_fields(pf_str text, pf_str *fields, size_t room)
{
    size_t count = 0;
    pf_str rest = pf_str_trim(text);
    while (rest.len > 0) {
        size_t end = 0;
        while (end < rest.len && !pf_is_space(rest.data[end]))
            end++;
        if (count < room)
            fields[count] = pf_str_slice(rest, 0, end);
        count++;
        rest = pf_str_trim_left(pf_str_slice(rest, end, rest.len));
    }
    return count;
}

/* Minutes of one hour that stand closer than GitHub's floor. */
static bool is_too_often(uint64_t minutes)
{
    unsigned last = 60;
    for (unsigned value = 0; value < 60; value++) {
        if ((minutes >> value & 1) == 0)
            continue;
        if (last < 60 && value - last < FIVE_MINUTES)
            return true;
        last = value;
    }
    return false;
}

static void check_cron(struct pf_shape *shape, const struct pf_node *node)
{
    struct cron cron = {.shape = shape, .node = node};
    pf_str fields[FIELDS];
    if (split_fields(node->text, fields, FIELDS) != FIELDS) {
        report(&cron, "five fields are needed: minute, hour, day, month, day of the week", NULL,
               PF_STR(""));
        return;
    }
    for (size_t i = 0; i < FIELDS; i++)
        read_field(&cron, i, fields[i]);
    if (cron.is_bad || !is_too_often(cron.set[0]))
        return;
    struct pf_workflow_problem *often =
        pf_shape_add(shape, PF_WORKFLOW_BAD_CRON, node->span, node->text);
    often->detail = PF_STR("GitHub runs nothing more often than every 5 minutes");
    often->is_harmless = true;
}

static void check_zone(struct pf_shape *shape, const struct pf_node *node)
{
    struct pf_table zones = pf_table_read(shape->arena, "rules/tables/time-zones.tsv");
    if (pf_table_find(&zones, 0, node->text) != PF_STR_NONE || pf_shape_has_expression(node))
        return;
    static const pf_str short_names[] = {PF_STR_INIT("UTC"), PF_STR_INIT("GMT")};
    for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
        if (pf_str_eq(node->text, short_names[i]))
            return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_CRON, node->span, node->text);
    problem->detail = PF_STR("it is no time zone of the IANA database");
    struct pf_strs names = {zones.cells, zones.row_count, zones.row_count};
    if (zones.column_count == 1)
        pf_shape_choices(shape, problem, &names);
}

void pf_shape_cron(struct pf_shape *shape, const struct pf_node *schedule)
{
    if (!pf_node_is(schedule, PF_SEQ) || schedule->count == 0) {
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, schedule->span, PF_STR("schedule"))->expected =
            PF_STR("a list of cron expressions");
        return;
    }
    for (size_t i = 0; i < schedule->count; i++) {
        const struct pf_node *item = schedule->items[i];
        if (!pf_node_is(item, PF_MAP)) {
            pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, item->span, PF_STR("schedule"))->expected =
                PF_STR("'cron: …'");
            continue;
        }
        pf_shape_walk(shape, item, "schedule");
        const struct pf_node *cron = pf_node_get(item, "cron");
        const struct pf_node *zone = pf_node_get(item, "timezone");
        if (pf_node_text(cron).len > 0 && !pf_shape_has_expression(cron))
            check_cron(shape, cron);
        if (pf_node_text(zone).len > 0)
            check_zone(shape, zone);
    }
}

enum { MAX_INPUTS = 25 /* of workflow_dispatch, GitHub's limit */ };

static struct pf_workflow_problem *report_input(struct pf_shape *shape, const struct pf_node *input,
                                                const struct pf_node *place, const char *detail)
{
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_DISPATCH, pf_node_key_span(place), input->key->text);
    problem->detail = pf_str_c(detail);
    return problem;
}

/* Of an input of workflow_dispatch or workflow_call whose type is `type`. */
static void check_default(struct pf_shape *shape, const struct pf_node *input, pf_str type)
{
    const struct pf_node *value = pf_node_get(input, "default");
    if (!pf_node_is_scalar(value) || value->kind == PF_NULL || pf_shape_has_expression(value))
        return;
    bool is_boolean = value->kind == PF_BOOL || pf_str_eq(value->text, PF_STR("true")) ||
                      pf_str_eq(value->text, PF_STR("false"));
    if (pf_str_eq(type, PF_STR("boolean")) && !is_boolean)
        report_input(shape, input, value, "the default of a boolean is true or false");
    bool is_number = value->kind == PF_INT || value->kind == PF_REAL;
    bool looks_like_one =
        value->text.len > 0 && (pf_is_digit(value->text.data[0]) || value->text.data[0] == '-');
    if (pf_str_eq(type, PF_STR("number")) && !is_number && !looks_like_one)
        report_input(shape, input, value, "the default of a number is a number");
}

static bool is_among(const struct pf_node *options, pf_str text)
{
    for (size_t i = 0; i < options->count; i++)
        if (pf_str_eq(pf_node_text(options->items[i]), text))
            return true;
    return false;
}

static void check_choice(struct pf_shape *shape, const struct pf_node *input)
{
    const struct pf_node *options = pf_node_get(input, "options");
    const struct pf_node *value = pf_node_get(input, "default");
    if (!pf_node_is(options, PF_SEQ) || options->count == 0) {
        report_input(shape, input, options == NULL ? pf_node_get(input, "type") : options,
                     "a choice needs options");
        return;
    }
    struct pf_index seen = pf_index_new(shape->arena);
    for (size_t i = 0; i < options->count; i++) {
        struct pf_node *option = options->items[i];
        if (pf_index_get(&seen, pf_node_text(option)) != NULL)
            report_input(shape, input, option, "an option stands there twice");
        pf_index_put(&seen, pf_node_text(option), option);
    }
    if (pf_node_is_scalar(value) && value->kind != PF_NULL && !is_among(options, value->text))
        report_input(shape, input, value, "the default is none of the options");
}

static void check_input(struct pf_shape *shape, const struct pf_node *input)
{
    pf_str type = pf_node_text(pf_node_get(input, "type"));
    const struct pf_node *options = pf_node_get(input, "options");
    if (pf_str_eq(type, PF_STR("choice")))
        check_choice(shape, input);
    else if (options != NULL)
        report_input(shape, input, options, "options are for inputs of type choice")->is_harmless =
            true;
    check_default(shape, input, type);
}

void pf_shape_dispatch(struct pf_shape *shape, const struct pf_node *event)
{
    if (event->kind == PF_NULL || event->kind == PF_ANY)
        return;
    if (event->kind != PF_MAP) {
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, event->span, event->key->text)->expected =
            PF_STR("a mapping with inputs");
        return;
    }
    pf_shape_walk(shape, event, "dispatch");
    pf_shape_names(shape, pf_node_get(event, "inputs"));
    const struct pf_node *inputs = pf_node_get(event, "inputs");
    if (!pf_node_is(inputs, PF_MAP))
        return;
    if (inputs->count > MAX_INPUTS)
        pf_shape_detail(
            shape, pf_shape_add(shape, PF_WORKFLOW_LIMIT, inputs->key->span, PF_STR("inputs")),
            "workflow_dispatch takes %d inputs at most, not %u", MAX_INPUTS, inputs->count);
    for (size_t i = 0; i < inputs->count; i++)
        if (pf_node_is(inputs->items[i], PF_MAP))
            check_input(shape, inputs->items[i]);
}

void pf_shape_call_event(struct pf_shape *shape, const struct pf_node *event)
{
    if (event->kind != PF_MAP)
        return;
    pf_shape_walk(shape, event, "workflow-call");
    const struct pf_node *inputs = pf_node_get(event, "inputs");
    pf_shape_names(shape, inputs);
    pf_shape_names(shape, pf_node_get(event, "outputs"));
    for (size_t i = 0; pf_node_is(inputs, PF_MAP) && i < inputs->count; i++)
        check_default(shape, inputs->items[i], pf_node_text(pf_node_get(inputs->items[i], "type")));
}
