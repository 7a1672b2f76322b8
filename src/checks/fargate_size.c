/* The cpu and memory of a Fargate task: pairs that exist, and what the containers ask of them. */
#include "checks/facts.h"

#include "model/taskdef.h"

enum {
    UNITS = 1024, /* CPU units of a vCPU, MiB of a GB */
    MAX_SIZE = 1 << 20
};

/* "0.5" of `text` in thousandths, what follows in `*rest`; -1 when no number is there. */
static int64_t thousandths(pf_str text, pf_str *rest)
{
    int64_t value = 0;
    size_t at = 0, digits = 0;
    for (; at < text.len && pf_is_digit(text.data[at]) && value < MAX_SIZE; at++, digits++)
        value = value * 10 + (text.data[at] - '0');
    value *= 1000;
    if (at < text.len && text.data[at] == '.') {
        int64_t weight = 100;
        for (at++; at < text.len && pf_is_digit(text.data[at]); at++, digits++, weight /= 10)
            value += weight * (text.data[at] - '0');
    }
    *rest = pf_str_trim(pf_str_slice(text, at, text.len));
    return digits > 0 ? value : -1;
}

/* "512", 512, "0.5 vCPU", "1 GB" in CPU units or MiB; -1 for what ECS cannot read. */
static int64_t size_of(const struct pf_node *value, pf_str unit)
{
    pf_str rest;
    int64_t amount = thousandths(pf_str_trim(pf_node_text(value)), &rest);
    if (amount < 0 || (rest.len > 0 && !pf_str_eq_nocase(rest, unit)))
        return -1;
    return rest.len > 0 ? amount * UNITS / 1000 : amount / 1000;
}

static bool is_pair(int64_t cpu, int64_t memory)
{
    static const struct {
        int64_t cpu, least, most, step; /* the last three in GB */
    } ranges[] = {
        {512, 1, 4, 1},   {1024, 2, 8, 1},   {2048, 4, 16, 1},
        {4096, 8, 30, 1}, {8192, 16, 60, 4}, {16384, 32, 120, 8},
    };
    if (cpu == 256)
        return memory == 512 || memory == 1024 || memory == 2048;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].cpu == cpu)
            return memory >= ranges[i].least * UNITS && memory <= ranges[i].most * UNITS &&
                   (memory - ranges[i].least * UNITS) % (ranges[i].step * UNITS) == 0;
    return false;
}

static pf_str choices_of(int64_t cpu)
{
    static const struct {
        int64_t cpu;
        pf_str words;
    } choices[] = {
        {256, PF_STR_INIT("512, 1024 or 2048")},
        {512, PF_STR_INIT("1024 to 4096 in steps of 1024")},
        {1024, PF_STR_INIT("2048 to 8192 in steps of 1024")},
        {2048, PF_STR_INIT("4096 to 16384 in steps of 1024")},
        {4096, PF_STR_INIT("8192 to 30720 in steps of 1024")},
        {8192, PF_STR_INIT("16384 to 61440 in steps of 4096")},
        {16384, PF_STR_INIT("32768 to 122880 in steps of 8192")},
    };
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (choices[i].cpu == cpu)
            return choices[i].words;
    return PF_STR("");
}

static void report_value(struct pf_check_context *context, const char *message,
                         const struct pf_node *cpu, const struct pf_node *memory,
                         const struct pf_node *at)
{
    struct pf_report *report = pf_check_report(context, message, at->span);
    pf_report_value(report, "cpu", cpu);
    pf_report_value(report, "memory", memory);
    pf_report_argument(report, "choices", choices_of(size_of(cpu, PF_STR("vCPU"))));
    pf_report_key(report, "%s", message);
}

static bool is_open(const struct pf_node *value)
{
    return !pf_node_is_scalar(value) || value->kind == PF_NULL || value->text.len == 0 ||
           pf_taskdef_is_placeholder(value->text) ||
           pf_str_find_byte(value->text, '{') != PF_STR_NONE;
}

static bool is_fargate(const struct pf_node *root)
{
    const struct pf_node *list = pf_node_get(root, "requiresCompatibilities");
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        if (pf_str_eq(pf_node_text(list->items[i]), PF_STR("FARGATE")))
            return true;
    return false;
}

static void judge_pair(struct pf_check_context *context, const struct pf_node *cpu,
                       const struct pf_node *memory)
{
    int64_t units = size_of(cpu, PF_STR("vCPU")), mebibytes = size_of(memory, PF_STR("GB"));
    if (choices_of(units).len == 0)
        report_value(context, "cpu", cpu, memory, cpu);
    else if (!is_pair(units, mebibytes))
        report_value(context, "memory", cpu, memory, memory);
}

/* A container's own number; 0 where it has none that can be read. */
static int64_t asked_by(const struct pf_node *container, const char *name)
{
    const struct pf_node *value = pf_node_get(container, name);
    return pf_node_is(value, PF_INT) && value->as.integer > 0 ? value->as.integer : 0;
}

static void report_sum(struct pf_check_context *context, const char *message,
                       const struct pf_node *at, int64_t asked, const struct pf_node *task,
                       const struct pf_node *container)
{
    struct pf_report *report = pf_check_report(context, message, at->span);
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    pf_report_argument(report, "asked", pf_arena_format(context->arena, "%lld", (long long)asked));
    pf_report_value(report, "task", task);
    pf_report_argument(report, "container", name);
    pf_report_related(report, "task", task->span);
    pf_report_key(report, "%s/%.*s", message, PF_ARG(name));
}

static void judge_sums(struct pf_check_context *context, const struct pf_node *root,
                       const struct pf_node *cpu, const struct pf_node *memory)
{
    int64_t units = size_of(cpu, PF_STR("vCPU")), mebibytes = size_of(memory, PF_STR("GB"));
    int64_t sum = 0;
    const struct pf_node *container, *last = NULL;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++) {
        int64_t own = asked_by(container, "memory");
        if (mebibytes > 0 && own > mebibytes)
            report_sum(context, "memory", pf_node_get(container, "memory"), own, memory, container);
        if (asked_by(container, "cpu") > 0)
            last = container;
        sum += asked_by(container, "cpu") < MAX_SIZE ? asked_by(container, "cpu") : MAX_SIZE;
    }
    if (units > 0 && sum > units && last != NULL)
        report_sum(context, "cpu", pf_node_get(last, "cpu"), sum, cpu, last);
}

void pf_check_fargate_size(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++) {
        const struct pf_node *root = taskdefs.nodes[i];
        const struct pf_node *cpu = pf_node_get(root, "cpu"), *memory = pf_node_get(root, "memory");
        if (!is_fargate(root) || cpu == NULL || memory == NULL || is_open(cpu) || is_open(memory))
            continue;
        if (pf_check_param_has(context, "asks", PF_STR("pair")))
            judge_pair(context, cpu, memory);
        else
            judge_sums(context, root, cpu, memory);
    }
}
