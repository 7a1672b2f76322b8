/* The two XML formats: JUnit, with a passing case for every clean file, and Checkstyle. */
#include "report/formats.h"
#include "report/escape.h"
#include "report/mask.h"
#include "report/place.h"

#include "base/file.h"

struct context {
    struct pf_arena *arena;
    const struct pf_verdict *verdict;
    struct pf_sink *sink;
    struct pf_mask mask;
    struct pf_shown shown;
};

static struct context context_of(const struct pf_verdict *verdict, struct pf_sink *sink)
{
    struct pf_arena *arena = sink->buffer.arena;
    return (struct context){arena, verdict, sink, pf_mask_new(arena, verdict->findings),
                            pf_shown_findings(arena, verdict)};
}

/* name="value" */
static void attribute(struct context *c, const char *name, pf_str value)
{
    pf_sink_format(c->sink, " %s=\"", name);
    pf_escape_xml(&c->sink->buffer, pf_mask_text(&c->mask, value));
    pf_sink_add(c->sink, "\"");
}

static void number(struct context *c, const char *name, size_t value)
{
    pf_sink_format(c->sink, " %s=\"%zu\"", name, value);
}

/* Every path there is something to say of: the checked files and "" for the project, in order. */
static struct pf_strs all_paths(struct context *c)
{
    struct pf_strs paths = {0};
    for (size_t i = 0; i < c->verdict->files->count; i++)
        pf_strs_add_once(c->arena, &paths, c->verdict->files->items[i]);
    for (size_t i = 0; i < c->shown.count; i++)
        pf_strs_add_once(c->arena, &paths,
                         pf_place_in_project(c->arena, c->verdict, c->shown.items[i]->span).path);
    pf_strs_sort(&paths);
    return paths;
}

static struct pf_shown findings_of(struct context *c, pf_str path)
{
    struct pf_shown found = {0};
    for (size_t i = 0; i < c->shown.count; i++)
        if (pf_str_eq(pf_place_in_project(c->arena, c->verdict, c->shown.items[i]->span).path,
                      path))
            *pf_pile_add(c->arena, &found) = c->shown.items[i];
    return found;
}

static pf_str named(struct context *c, pf_str path)
{
    return path.len == 0 ? PF_STR("(project)") : pf_path_join(c->arena, c->verdict->root, path);
}

static pf_str without_suffix(pf_str path)
{
    pf_str base = pf_path_base(path);
    ptrdiff_t dot = pf_str_find_last_byte(base, '.');
    return dot <= 0 ? path : pf_str_slice(path, 0, path.len - base.len + (size_t)dot);
}

static void junit_case(struct context *c, const struct pf_finding *finding, pf_str path)
{
    struct pf_printed_place place = pf_place_in_project(c->arena, c->verdict, finding->span);
    pf_sink_add(c->sink, "    <testcase");
    attribute(c, "name", pf_arena_format(c->arena, "preflight.%.*s", PF_ARG(finding->rule->id)));
    attribute(c, "classname", without_suffix(path));
    number(c, "line", place.line);
    number(c, "column", place.column);
    pf_sink_add(c->sink, ">\n      <failure");
    attribute(c, "message", finding->message);
    attribute(c, "type", pf_str_c(pf_severity_name(finding->severity)));
    pf_sink_add(c->sink, ">");
    pf_str where = pf_arena_format(c->arena, "%.*s:%u:%u: %.*s\n%.*s", PF_ARG(path), place.line,
                                   place.column, PF_ARG(finding->message), PF_ARG(finding->help));
    pf_escape_xml(&c->sink->buffer, pf_mask_text(&c->mask, where));
    pf_sink_add(c->sink, "</failure>\n    </testcase>\n");
}

static void junit_suite(struct context *c, pf_str path)
{
    struct pf_shown found = findings_of(c, path);
    pf_str name = named(c, path);
    pf_sink_add(c->sink, "  <testsuite");
    attribute(c, "name", name);
    number(c, "tests", found.count == 0 ? 1 : found.count);
    number(c, "failures", found.count);
    number(c, "errors", 0);
    pf_sink_add(c->sink, ">\n");
    for (size_t i = 0; i < found.count; i++)
        junit_case(c, found.items[i], name);
    if (found.count == 0) {
        pf_sink_add(c->sink, "    <testcase name=\"preflight\"");
        attribute(c, "classname", without_suffix(name));
        pf_sink_add(c->sink, "/>\n");
    }
    pf_sink_add(c->sink, "  </testsuite>\n");
}

void pf_format_junit(const struct pf_verdict *verdict, const struct pf_look *look,
                     struct pf_sink *sink)
{
    (void)look;
    struct context c = context_of(verdict, sink);
    struct pf_strs paths = all_paths(&c);
    size_t clean = 0;
    for (size_t i = 0; i < paths.count; i++)
        clean += findings_of(&c, paths.items[i]).count == 0;
    pf_sink_add(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"preflight\"");
    number(&c, "tests", c.shown.count + clean);
    number(&c, "failures", c.shown.count);
    number(&c, "errors", 0);
    pf_sink_add(sink, ">\n");
    for (size_t i = 0; i < paths.count; i++)
        junit_suite(&c, paths.items[i]);
    pf_sink_add(sink, "</testsuites>\n");
}

static void checkstyle_error(struct context *c, const struct pf_finding *finding)
{
    struct pf_printed_place place = pf_place_in_project(c->arena, c->verdict, finding->span);
    pf_sink_add(c->sink, "    <error");
    number(c, "line", place.line);
    number(c, "column", place.column);
    attribute(c, "severity", pf_str_c(pf_severity_name(finding->severity)));
    attribute(c, "message", finding->message);
    attribute(c, "source", pf_arena_format(c->arena, "preflight.%.*s", PF_ARG(finding->rule->id)));
    pf_sink_add(c->sink, "/>\n");
}

void pf_format_checkstyle(const struct pf_verdict *verdict, const struct pf_look *look,
                          struct pf_sink *sink)
{
    (void)look;
    struct context c = context_of(verdict, sink);
    struct pf_strs paths = all_paths(&c);
    pf_sink_add(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (size_t i = 0; i < paths.count; i++) {
        struct pf_shown found = findings_of(&c, paths.items[i]);
        if (found.count == 0)
            continue;
        pf_sink_add(sink, "  <file");
        attribute(&c, "name", named(&c, paths.items[i]));
        pf_sink_add(sink, ">\n");
        for (size_t k = 0; k < found.count; k++)
            checkstyle_error(&c, found.items[k]);
        pf_sink_add(sink, "  </file>\n");
    }
    pf_sink_add(sink, "</checkstyle>\n");
}
