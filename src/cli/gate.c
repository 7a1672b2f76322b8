/* The options of `preflight check`, read into what they mean. */
#include "cli/gate.h"

#include "cli/paths.h"
#include "cli/timer.h"
#include "report/formats.h"

#include <stdlib.h>

enum {
    OPTION_FORMAT = PF_OPTION_FIRST_OWN,
    OPTION_SELECT,
    OPTION_IGNORE,
    OPTION_EXTEND_SELECT,
    OPTION_FAIL_ON,
    OPTION_CONFIG,
    OPTION_NO_CONFIG,
    OPTION_RULES,
    OPTION_BASELINE,
    OPTION_WRITE_BASELINE,
    OPTION_STRICT_BASELINE,
    OPTION_BASE,
    OPTION_ONLY_NEW,
    OPTION_CHANGED,
    OPTION_STDIN_FILENAME,
    OPTION_SUMMARY,
    OPTION_QUIET,
    OPTION_LIST_FILES,
    OPTION_EXIT_ZERO,
    OPTION_ALLOW_EMPTY,
    OPTION_TIMEOUT,
    OPTION_SANDBOX,
    OPTION_FIX,
    OPTION_DIFF,
    OPTION_BRANCH
};

static const char *const format_names[] = {"text",    "concise",  "json",   "jsonl", "plan",
                                           "sarif",   "github",   "gitlab", "junit", "checkstyle",
                                           "rdjsonl", "markdown", NULL};
static const char *const fix_names[] = {"unsafe", NULL};
static const char *const sandbox_names[] = {"auto", "require", "off", NULL};
static const char *const thresholds[] = {"error", "warning", "info", NULL};

const struct pf_option pf_gate_options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = {.name = "format",
                       .letter = 'f',
                       .kind = PF_OPTION_LIST,
                       .value = "FORMAT[=FILE]",
                       .help = "text (default), concise, json, jsonl, plan, sarif, github, gitlab, "
                               "junit,\ncheckstyle, rdjsonl or markdown; several, each into a file "
                               "of its own",
                       .choices = format_names,
                       .choice_may_go_on = true},
    [OPTION_SELECT] = {.name = "select",
                       .kind = PF_OPTION_LIST,
                       .value = "RULES",
                       .help =
                           "these only: ids, names, prefixes (DJG), tag:security, ALL; by comma"},
    [OPTION_IGNORE] = {.name = "ignore",
                       .kind = PF_OPTION_LIST,
                       .value = "RULES",
                       .help = "not these"},
    [OPTION_EXTEND_SELECT] = {.name = "extend-select",
                              .kind = PF_OPTION_LIST,
                              .value = "RULES",
                              .help = "these too, also where they are off by default"},
    [OPTION_FAIL_ON] = {.name = "fail-on",
                        .kind = PF_OPTION_VALUE,
                        .value = "SEVERITY",
                        .help = "exit with 1 from this severity on: error (default), warning, info",
                        .choices = thresholds},
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    [OPTION_NO_CONFIG] = {.name = "no-config", .help = "no configuration at all"},
    [OPTION_RULES] = {.name = "rules",
                      .kind = PF_OPTION_LIST,
                      .value = "FOLDER",
                      .help = "your own rules too: every *.yaml and *.yml in it",
                      .completes = PF_COMPLETES_FOLDERS},
    [OPTION_BASELINE] = {.name = "baseline",
                         .kind = PF_OPTION_VALUE,
                         .value = "FILE",
                         .help = "findings listed there are known and do not count",
                         .completes = PF_COMPLETES_FILES},
    [OPTION_WRITE_BASELINE] = {.name = "write-baseline",
                               .kind = PF_OPTION_VALUE,
                               .value = "FILE",
                               .help = "write what is found now to FILE, and exit with 0",
                               .completes = PF_COMPLETES_FILES},
    [OPTION_STRICT_BASELINE] = {.name = "strict-baseline",
                                .help = "an entry that is no longer found is an error"},
    [OPTION_BASE] = {.name = "base",
                     .kind = PF_OPTION_VALUE,
                     .value = "FOLDER",
                     .help = "the project before the pull request: its configuration holds, and "
                             "what the\nrequest changes of the gate is an error",
                     .completes = PF_COMPLETES_FOLDERS},
    [OPTION_ONLY_NEW] = {.name = "only-new",
                         .help = "with --base: not the findings that it has as well"},
    [OPTION_CHANGED] = {.name = "changed",
                        .kind = PF_OPTION_VALUE,
                        .value = "FILE",
                        .help = "findings on changed lines only: a diff (git diff -U0), or lines\n"
                                "path[:first-last]; - is standard input",
                        .completes = PF_COMPLETES_FILES},
    [OPTION_STDIN_FILENAME] = {.name = "stdin-filename",
                               .kind = PF_OPTION_VALUE,
                               .value = "FILE",
                               .help = "the project with standard input in place of FILE; reports "
                                       "on that file",
                               .completes = PF_COMPLETES_FILES},
    [OPTION_SUMMARY] = {.name = "summary",
                        .help = "append a table to $GITHUB_STEP_SUMMARY as well"},
    [OPTION_QUIET] = {.name = "quiet", .letter = 'q', .help = "findings only, no closing line"},
    [OPTION_LIST_FILES] = {.name = "list-files",
                           .help = "say which files are read and what each is taken for"},
    [OPTION_EXIT_ZERO] = {.name = "exit-zero", .help = "exit with 0 despite findings"},
    [OPTION_ALLOW_EMPTY] = {.name = "allow-empty",
                            .help = "a project with nothing to check is clean"},
    [OPTION_TIMEOUT] = {.name = "timeout",
                        .kind = PF_OPTION_VALUE,
                        .value = "SECONDS",
                        .help = "give up after this (60); 0 never does"},
    [OPTION_SANDBOX] = {.name = "sandbox",
                        .kind = PF_OPTION_VALUE,
                        .value = "WHEN",
                        .help = "auto (default): give up other files, network and programs where "
                                "the kernel\nhas Landlock and seccomp; require, off",
                        .choices = sandbox_names},
    [OPTION_FIX] = {.name = "fix",
                    .value = "[=unsafe]",
                    .help =
                        "repair what has a safe fix, then check again; unsafe ones too on demand",
                    .choices = fix_names},
    [OPTION_DIFF] = {.name = "diff",
                     .help = "with --fix: show what it would change, change nothing"},
    [OPTION_BRANCH] = {.name = "branch",
                       .kind = PF_OPTION_VALUE,
                       .value = "BRANCH",
                       .help = "with --format plan: the branch that would be pushed"},
    {.name = NULL},
};

static void add_all(struct pf_arena *arena, const struct pf_strs *lists, struct pf_strs *entries)
{
    for (size_t i = 0; i < lists->count; i++)
        pf_selection_add(arena, entries, lists->items[i]);
}

static bool read_timeout(const struct pf_given *given, unsigned *seconds, struct pf_error *error)
{
    enum { LONGEST = 24 * 60 * 60 };
    pf_str text = pf_given_value(given, OPTION_TIMEOUT, "");
    int64_t number = PF_TIMER_SECONDS;
    if (text.len > 0 && (!pf_str_to_int(text, &number) || number < 0 || number > LONGEST))
        return pf_error_set(error, PF_EXIT_USAGE, "--timeout takes seconds, not '%.*s'",
                            PF_ARG(text));
    *seconds = (unsigned)number;
    return true;
}

static bool goes_to_file(pf_str format)
{
    return pf_str_find_byte(format, '=') != PF_STR_NONE;
}

/* Two reports on standard output would be none. */
static bool check_formats(const struct pf_strs *formats, struct pf_error *error)
{
    size_t on_output = 0;
    for (size_t i = 0; i < formats->count; i++)
        on_output += !goes_to_file(formats->items[i]);
    if (on_output > 1)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "only one format can go to standard output; give the others a file: "
                            "--format sarif=out.sarif");
    return true;
}

/* The diff of a vendored tree is larger than any file that is checked. */
enum { CHANGES_CAP = 64 * 1024 * 1024 };

static bool read_changes(struct pf_call *call, struct pf_gate *options, struct pf_error *error)
{
    pf_str path = pf_given_value(&call->given, OPTION_CHANGED, ""), text;
    if (path.len == 0)
        return true;
    bool is_read = pf_str_eq(path, PF_STR("-"))
                       ? pf_file_read_input(call->arena, CHANGES_CAP, &text, error)
                       : pf_file_read(call->arena, pf_arena_str(call->arena, path).data,
                                      CHANGES_CAP, &text, error);
    options->changes = PF_NEW(call->arena, struct pf_changes);
    return is_read && pf_changes_read(call->arena, text, options->changes, error);
}

/* What an editor has not saved yet; the rest of the project is as it is on disk. */
static bool read_edited(struct pf_call *call, struct pf_gate *options, struct pf_error *error)
{
    pf_str name = pf_given_value(&call->given, OPTION_STDIN_FILENAME, "");
    if (name.len == 0)
        return true;
    if (!pf_path_clean(call->arena, name, &options->edited))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "--stdin-filename: %.*s is not beneath the current folder, which is "
                            "the project",
                            PF_ARG(name));
    if (call->given.operands.count > 0 || options->fixes ||
        pf_str_eq(pf_given_value(&call->given, OPTION_CHANGED, ""), PF_STR("-")))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "--stdin-filename goes with no path, no --fix and no --changed -");
    *pf_pile_add(call->arena, &options->only) = options->edited;
    return pf_file_read_input(call->arena, PF_FILE_SCAN_CAP, &options->edited_bytes, error);
}

/* The base stands for one project, in one folder. */
static bool read_base(struct pf_call *call, struct pf_gate *options, struct pf_error *error)
{
    pf_str base = pf_given_value(&call->given, OPTION_BASE, "");
    options->only_new = pf_given_flag(&call->given, OPTION_ONLY_NEW);
    if (base.len == 0)
        return !options->only_new ||
               pf_error_set(error, PF_EXIT_USAGE, "--only-new needs --base FOLDER");
    if (options->folders.count > 1)
        return pf_error_set(error, PF_EXIT_USAGE, "--base takes one project");
    struct pf_root *root = pf_root_open(call->arena, pf_arena_str(call->arena, base).data, error);
    pf_root_close(root);
    options->base = pf_paths_root(call->arena, base);
    return root != NULL;
}

static bool names_findings(const struct pf_strs *formats)
{
    pf_str name, file;
    for (size_t i = 0; i < formats->count; i++) {
        pf_str_cut(formats->items[i], '=', &name, &file);
        const struct pf_format *format = pf_format_find(name);
        if (format != NULL && format->names_findings)
            return true;
    }
    return false;
}

static bool wants_plan(const struct pf_strs *formats)
{
    for (size_t i = 0; i < formats->count; i++)
        if (pf_str_starts(formats->items[i], PF_STR("plan")))
            return true;
    return false;
}

static enum pf_sandbox_mode sandbox_mode(pf_str name)
{
    return pf_str_eq(name, PF_STR("off"))       ? PF_SANDBOX_OFF
           : pf_str_eq(name, PF_STR("require")) ? PF_SANDBOX_REQUIRE
                                                : PF_SANDBOX_AUTO;
}

bool pf_gate_read(struct pf_call *call, struct pf_gate *options, struct pf_error *error)
{
    const struct pf_given *given = &call->given;
    *options =
        (struct pf_gate){.config = pf_given_value(given, OPTION_CONFIG, ""),
                         .wants_config = !pf_given_flag(given, OPTION_NO_CONFIG),
                         .rule_folders = pf_given_list(given, OPTION_RULES),
                         .has_fail_on = pf_given_times(given, OPTION_FAIL_ON) > 0,
                         .fail_on = PF_SEVERITY_ERROR,
                         .baseline_path = pf_given_value(given, OPTION_BASELINE, ""),
                         .quiet = pf_given_flag(given, OPTION_QUIET),
                         .lists_files = pf_given_flag(given, OPTION_LIST_FILES),
                         .allows_empty = pf_given_flag(given, OPTION_ALLOW_EMPTY),
                         .exits_zero = pf_given_flag(given, OPTION_EXIT_ZERO),
                         .strict_baseline = pf_given_flag(given, OPTION_STRICT_BASELINE),
                         .writes_baseline = pf_given_times(given, OPTION_WRITE_BASELINE) > 0};
    options->branch = pf_given_value(given, OPTION_BRANCH, "");
    options->names_findings = names_findings(pf_given_list(given, OPTION_FORMAT));
    options->wants_plan = wants_plan(pf_given_list(given, OPTION_FORMAT));
    options->fixes = pf_given_flag(given, OPTION_FIX) || pf_given_flag(given, OPTION_DIFF);
    options->fixes_unsafe = pf_given_value(given, OPTION_FIX, "").len > 0;
    options->formats = pf_given_list(given, OPTION_FORMAT);
    options->writes_baseline_to = pf_given_value(given, OPTION_WRITE_BASELINE, "");
    options->sandbox = sandbox_mode(pf_given_value(given, OPTION_SANDBOX, "auto"));
    options->shows_diff = pf_given_flag(given, OPTION_DIFF);
    pf_severity_parse(pf_given_value(given, OPTION_FAIL_ON, "error"), &options->fail_on);
    add_all(call->arena, pf_given_list(given, OPTION_SELECT), &options->selection.select);
    add_all(call->arena, pf_given_list(given, OPTION_IGNORE), &options->selection.ignore);
    add_all(call->arena, pf_given_list(given, OPTION_EXTEND_SELECT), &options->selection.extend);
    return read_timeout(given, &options->timeout_seconds, error) &&
           check_formats(pf_given_list(given, OPTION_FORMAT), error) &&
           pf_paths_sort(call->arena, &given->operands, &options->folders, &options->only, error) &&
           read_edited(call, options, error) && read_base(call, options, error) &&
           read_changes(call, options, error);
}

static void append(struct pf_arena *arena, const struct pf_strs *from, struct pf_strs *to)
{
    for (size_t i = 0; i < from->count; i++)
        *pf_pile_add(arena, to) = from->items[i];
}

static bool read_baseline(struct pf_arena *arena, struct pf_gate *options, struct pf_error *error)
{
    pf_str bytes;
    const char *path = pf_arena_str(arena, options->baseline_path).data;
    if (!pf_file_read(arena, path, PF_FILE_SCAN_CAP, &bytes, error))
        return false;
    options->baseline = PF_NEW(arena, struct pf_baseline);
    return pf_baseline_read(arena, pf_source_new(arena, options->baseline_path, bytes),
                            options->baseline, error);
}

bool pf_gate_choose(struct pf_arena *arena, struct pf_gate *options, struct pf_scene *scene,
                    struct pf_rules *ran, struct pf_error *error)
{
    const struct pf_config *config = &scene->config;
    struct pf_selection selection = options->selection;
    if (selection.select.count == 0)
        selection.select = config->selection.select;
    append(arena, &config->selection.ignore, &selection.ignore);
    append(arena, &config->selection.extend, &selection.extend);
    if (!pf_selection_check(arena, &selection, &scene->rules, error))
        return false;
    *ran = pf_rules_select(arena, &scene->rules, &selection);

    if (!options->has_fail_on && config->has_fail_on)
        options->fail_on = config->fail_on;
    if (options->baseline_path.len == 0)
        options->baseline_path = config->baseline;
    return options->baseline_path.len == 0 || read_baseline(arena, options, error);
}

static bool write_one(struct pf_call *call, pf_str asked, const struct pf_verdict *verdict,
                      struct pf_error *error)
{
    pf_str name, path;
    bool to_file = pf_str_cut(asked, '=', &name, &path);
    const struct pf_format *format = pf_format_find(name);
    struct pf_look look = pf_call_look(call);
    if (!to_file) {
        format->write(verdict, &look, &call->out);
        return true;
    }
    struct pf_sink sink = pf_sink_new(call->arena, false);
    look = (struct pf_look){.width = PF_LOOK_WIDTH};
    format->write(verdict, &look, &sink);
    return pf_sink_write_file(&sink, pf_arena_str(call->arena, path).data, error);
}

static bool write_summary(struct pf_call *call, const struct pf_verdict *verdict,
                          struct pf_error *error)
{
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    if (path == NULL || *path == '\0')
        return pf_error_set(error, PF_EXIT_USAGE, "--summary needs GITHUB_STEP_SUMMARY to be set");
    struct pf_sink sink = pf_sink_new(call->arena, false);
    struct pf_look look = {.width = PF_LOOK_WIDTH};
    pf_format_markdown(verdict, &look, &sink);
    return pf_sink_append_file(&sink, path, error);
}

static bool write_baseline(struct pf_call *call, const struct pf_verdict *verdict, pf_str path,
                           struct pf_error *error)
{
    struct pf_sink sink = pf_sink_new(call->arena, false);
    pf_baseline_write(verdict->findings, &sink.buffer);
    return pf_sink_write_file(&sink, pf_arena_str(call->arena, path).data, error);
}

bool pf_gate_write(struct pf_call *call, const struct pf_gate *options,
                   const struct pf_verdict *verdict, struct pf_error *error)
{
    const struct pf_given *given = &call->given;
    const struct pf_strs *formats = pf_given_list(given, OPTION_FORMAT);
    bool has_output = false;
    for (size_t i = 0; i < formats->count; i++) {
        has_output = has_output || !goes_to_file(formats->items[i]);
        if (!write_one(call, formats->items[i], verdict, error))
            return false;
    }
    if (!has_output && !write_one(call, PF_STR("text"), verdict, error))
        return false;
    if (pf_given_flag(given, OPTION_SUMMARY) && !write_summary(call, verdict, error))
        return false;
    return !options->writes_baseline ||
           write_baseline(call, verdict, pf_given_value(given, OPTION_WRITE_BASELINE, ""), error);
}
