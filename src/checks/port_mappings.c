/* Port mappings: ports and ranges that can be, and names that tell them apart. Each rule takes one.
 */
#include "checks/facts.h"

#include "model/taskdef.h"

enum {
    LAST_PORT = 65535,
    MAX_RANGE =
        100 /* ports of all ranges of a container. Source: the ECS API reference, PortMapping */
};

static void report_port(struct pf_check_context *context, const char *message,
                        const struct pf_node *value, pf_str container)
{
    struct pf_report *report = pf_check_report(context, message, value->span);
    pf_report_value(report, "value", value);
    pf_report_argument(report, "container", container);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(value->text));
}

struct range {
    int64_t first, last; /* 0 and -1 when it is none: no port is in it */
};

/* "8000-8010". */
static struct range range_of(pf_str text)
{
    static const struct range none = {0, -1};
    pf_str first, last;
    struct range range;
    if (!pf_str_cut(text, '-', &first, &last) || !pf_str_to_int(first, &range.first) ||
        !pf_str_to_int(last, &range.last) || range.first < 1 || range.last > LAST_PORT ||
        range.first >= range.last)
        return none;
    return range;
}

/* The ports of a mapping: its range, or its one port. */
static struct range mapped(const struct pf_node *mapping)
{
    const struct pf_node *port = pf_node_get(mapping, "containerPort");
    if (pf_node_is(port, PF_INT))
        return (struct range){port->as.integer, port->as.integer};
    return range_of(pf_node_text(pf_node_get(mapping, "containerPortRange")));
}

/* One port of both udp and tcp is fine; a range takes part, or they may be the same twice. */
static bool overlaps_earlier(const struct pf_node *mappings, size_t at)
{
    struct range range = mapped(mappings->items[at]);
    bool is_range = range.first < range.last;
    for (size_t i = 0; i < at; i++) {
        struct range other = mapped(mappings->items[i]);
        if ((is_range || other.first < other.last) && range.first <= other.last &&
            other.first <= range.last)
            return true;
    }
    return false;
}

static void judge_range(struct pf_check_context *context, const struct pf_node *root,
                        const struct pf_node *mapping, pf_str container, int64_t *total)
{
    const struct pf_node *range = pf_node_get(mapping, "containerPortRange");
    pf_str mode = pf_node_text(pf_node_get(root, "networkMode"));
    if (!pf_node_is(range, PF_STRING) || pf_taskdef_is_placeholder(range->text))
        return;
    struct range found = range_of(range->text);
    int64_t ports = found.last - found.first + 1;
    bool was_full = *total > MAX_RANGE;
    *total += ports;
    if (ports == 0)
        report_port(context, "range", range, container);
    else if (pf_node_get(mapping, "hostPort") != NULL)
        report_port(context, "range-and-host", range, container);
    else if (pf_str_eq(mode, PF_STR("host")) || pf_str_eq(mode, PF_STR("none")))
        report_port(context, "range-and-mode", range, container);
    else if (!was_full && *total > MAX_RANGE)
        report_port(context, "wide", range, container);
}

static void judge_numbers(struct pf_check_context *context, const struct pf_node *root,
                          const struct pf_node *container)
{
    const struct pf_node *mappings = pf_node_get(container, "portMappings");
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    int64_t total = 0;
    for (size_t i = 0; pf_node_is(mappings, PF_SEQ) && i < mappings->count; i++) {
        const struct pf_node *port = pf_node_get(mappings->items[i], "containerPort");
        if (pf_node_is(port, PF_INT) && (port->as.integer < 1 || port->as.integer > LAST_PORT))
            report_port(context, "port", port, name);
        judge_range(context, root, mappings->items[i], name, &total);
        const struct pf_node *value = pf_node_get(mappings->items[i], "containerPortRange");
        if (overlaps_earlier(mappings, i))
            report_port(context, "overlap", value == NULL ? port : value, name);
    }
}

/* Small letters, digits, _ and -, which does not begin it; 64 at most. */
static bool is_name(pf_str name)
{
    enum { LONGEST = 64 };
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        if (!(c >= 'a' && c <= 'z') && !pf_is_digit(c) && c != '_' && c != '-')
            return false;
    }
    return name.len > 0 && name.len <= LONGEST && name.data[0] != '-';
}

static void judge_names(struct pf_check_context *context, const struct pf_node *container,
                        struct pf_strs *names)
{
    const struct pf_node *mappings = pf_node_get(container, "portMappings");
    pf_str owner = pf_node_text(pf_node_get(container, "name"));
    for (size_t i = 0; pf_node_is(mappings, PF_SEQ) && i < mappings->count; i++) {
        const struct pf_node *name = pf_node_get(mappings->items[i], "name");
        if (!pf_node_is(name, PF_STRING) || pf_taskdef_is_placeholder(name->text))
            continue;
        if (!is_name(name->text))
            report_port(context, "name", name, owner);
        else if (pf_strs_has(names, name->text))
            report_port(context, "twice", name, owner);
        pf_strs_add_once(context->arena, names, name->text);
    }
}

void pf_check_port_mappings(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    bool wants_names = pf_check_param_has(context, "asks", PF_STR("names"));
    for (size_t i = 0; i < taskdefs.count; i++) {
        const struct pf_node *root = taskdefs.nodes[i], *container;
        struct pf_strs names = {0};
        for (size_t k = 0; (container = pf_taskdef_container(root, k)) != NULL; k++) {
            if (wants_names)
                judge_names(context, container, &names);
            else
                judge_numbers(context, root, container);
        }
    }
}
