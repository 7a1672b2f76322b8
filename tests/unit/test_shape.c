/* What GitHub refuses in a workflow, each in the smallest file that shows it. */
#include "project.h"
#include "unit.h"

#include "model/workflow_shape.h"

Suite *shape_suite(void);

/* Those of the project's first workflow, or of the file `path`. */
static struct pf_workflow_problems problems_in(struct pf_project *project, const char *path)
{
    const struct pf_workflow_shapes *shapes = pf_project_shapes(project);
    for (size_t i = 0; i < shapes->count; i++)
        if (path == NULL || pf_str_eq(shapes->items[i].file->path, pf_str_c(path)))
            return shapes->items[i].problems;
    ck_abort_msg("nothing looked at %s", path == NULL ? "a workflow" : path);
    return (struct pf_workflow_problems){0};
}

static pf_str listed(struct pf_arena *arena, const struct pf_workflow_problems *problems)
{
    pf_str all = PF_STR("");
    for (size_t i = 0; i < problems->count; i++)
        all = pf_arena_format(arena, "%.*s%s%s %.*s", PF_ARG(all), i == 0 ? "" : "; ",
                              pf_workflow_problem_rule(problems->items[i].kind),
                              PF_ARG(pf_span_text(problems->items[i].span)));
    return all;
}

struct expected {
    const char *text, *problems; /* rule and text at fault, in order */
};

static void check_all(const struct expected *cases, size_t count, const char *head,
                      const char *tail)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = pf_arena_format(arena, "%s%s%s", head, cases[i].text, tail);
        struct pf_workflow_problems problems =
            problems_in(pf_test_workflow(arena, text.data), NULL);
        pf_str got = listed(arena, &problems);
        ck_assert_msg(pf_str_eq(got, pf_str_c(cases[i].problems)), "%s\n  gives  %.*s\n  wanted %s",
                      text.data, PF_ARG(got), cases[i].problems);
        pf_arena_free(arena);
    }
}

#define CHECK_ALL(cases, head, tail) check_all(cases, sizeof(cases) / sizeof *(cases), head, tail)

START_TEST(syntax_of_2026_is_left_alone)
{
    static const struct expected cases[] = {
        {"name: all\n"
         "description: words\n"
         "run-name: ${{ github.actor }} deploys\n"
         "on:\n"
         "  push: {branches: [main, 'release/**'], tags: ['v[0-9]+.*'], paths: ['src/**', "
         "'!**.md']}\n"
         "  pull_request: {types: [opened, stacked]}\n"
         "  image_version: {types: [created, ready], names: [a], versions: ['1.*']}\n"
         "  schedule: [{cron: '*/5 0-6/2 * JAN-MAR MON,FRI', timezone: Europe/Berlin}]\n"
         "  workflow_dispatch:\n"
         "    inputs:\n"
         "      stage: {type: choice, options: [a, b], default: a}\n"
         "      dry: {type: boolean, default: false}\n"
         "      plain:\n"
         "  workflow_call:\n"
         "    inputs: {n: {type: number, default: 3}}\n"
         "    secrets: {key: {required: true}, other: }\n"
         "    outputs: {o: {value: '${{ jobs.a.outputs.x }}'}}\n"
         "permissions: {contents: read, id-token: write, models: read, copilot-requests: write}\n"
         "env: {A: 1, B: '${{ vars.B }}'}\n"
         "defaults: {run: {shell: bash, working-directory: src}}\n"
         "concurrency: {group: 'x-${{ github.ref }}', cancel-in-progress: false, queue: max}\n"
         "jobs:\n"
         "  a:\n"
         "    runs-on: [self-hosted, Linux, my-own]\n"
         "    timeout-minutes: 10\n"
         "    cancel-timeout-minutes: ${{ +1 == .5 && 0o17 || 3 }}\n"
         "    environment: {name: prod, url: '${{ steps.x.outputs.u }}', deployment: false}\n"
         "    outputs: {x: '${{ steps.x.outputs.u }}'}\n"
         "    strategy:\n"
         "      fail-fast: ${{ inputs.dry }}\n"
         "      matrix: {os: [a, b], include: [{os: c, extra: 1}], exclude: [{os: b}]}\n"
         "    container: {image: 'python:3', credentials: {username: u, password: '${{ secrets.P "
         "}}'}}\n"
         "    services: {db: {image: postgres, ports: ['5432:5432'], command: x}, cache: redis}\n"
         "    steps:\n"
         "      - {id: x, run: 'echo ${{ job.workflow_sha }} ${{ matrix.extra }}', background: "
         "true}\n"
         "      - {uses: $/.github/actions/x}\n"
         "      - {wait: x}\n"
         "      - {wait-all: }\n"
         "      - {cancel: x}\n"
         "      - parallel: [{run: a}, {run: b}]\n"
         "      - {if: \"always() && steps.x.outcome == 'success'\", run: a, shell: 'perl {0}'}\n"
         "      - run: echo ${{ case(github.ref == 'x', 'a', NaN == Infinity, 'b', 'c') }}\n"
         "      - {uses: 'docker://alpine:3', with: {entrypoint: x, args: y}}\n"
         "      - {uses: actions/checkout@v4, with: {fetch-depth: 0}}\n"
         "  b:\n"
         "    needs: [a]\n"
         "    if: needs.a.result == 'success' && success('a')\n"
         "    uses: owner/repo/.github/workflows/x.yml@v1\n"
         "    with: {n: '${{ needs.a.outputs.x }}'}\n"
         "    secrets: inherit\n"
         "  c:\n"
         "    uses: owner/repo/.github/workflows/x.yml@v1\n"
         "    strategy: {matrix: '${{ fromJSON(inputs.n) }}'}\n"
         "    secrets: {k: '${{ secrets.K }}'}\n",
         ""},
        {"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n"
         "    strategy: {matrix: {v: ['3.10', macOS], exclude: [{v: 3.10}, {v: macos}]}}\n"
         "    steps: [{run: a}]\n",
         ""},
        {"on: [push, workflow_dispatch]\njobs:\n  a:\n    runs-on: ${{ matrix.os }}\n"
         "    strategy: {matrix: {os: [ubuntu-latest, [self-hosted, x]]}}\n"
         "    env:\n      ${{ insert }}: ${{ fromJSON(vars.X) }}\n"
         "    steps: [{run: a}]\n",
         ""},
    };
    CHECK_ALL(cases, "", "");
}
END_TEST

/* One by one, so that a failure names the one that is refused. */
START_TEST(each_newcomer_of_2026_is_left_alone)
{
    static const struct expected cases[] = {
        {"    steps: [{run: a, id: s, background: true}, {wait: s}]\n", ""},
        {"    steps: [{run: a, id: s, background: true}, {run: b, id: t, background: true}, "
         "{wait: [s, t], name: w, continue-on-error: true}]\n",
         ""},
        {"    steps: [{run: a, background: '${{ inputs.x }}'}, {wait-all: }]\n", "GHA016 inputs"},
        {"    steps: [{run: a}, {wait-all: true, id: all}]\n", ""},
        {"    steps: [{run: a, id: s, background: true}, {cancel: s, name: stop}]\n", ""},
        {"    steps: [{parallel: [{run: a, id: p}, {uses: actions/checkout@v5}]}, "
         "{run: 'echo ${{ steps.p.outputs.x }}'}]\n",
         ""},
        {"    concurrency: {group: g, queue: max}\n    steps: [{run: a}]\n", ""},
        {"    concurrency: {group: g, queue: single, cancel-in-progress: true}\n"
         "    steps: [{run: a}]\n",
         ""},
        {"    steps: [{uses: $/.github/actions/a}]\n", ""},
        {"    steps: [{run: 'echo ${{ job.workflow_ref }} ${{ job.workflow_sha }} "
         "${{ job.workflow_repository }} ${{ job.workflow_file_path }}'}]\n",
         ""},
        {"    permissions: {artifact-metadata: write, attestations: write, code-quality: write, "
         "copilot-requests: write, discussions: read, drives: read, models: read, "
         "vulnerability-alerts: read, id-token: write}\n    steps: [{run: a}]\n",
         ""},
        {"    cancel-timeout-minutes: 5\n    steps: [{run: a}]\n", ""},
        {"    snapshot: {image-name: i, version: 1.*, if: github.ref == 'a'}\n"
         "    steps: [{run: a}]\n",
         ""},
        {"    environment: {name: e, deployment: false}\n    steps: [{run: a}]\n", ""},
        {"    services: {db: {image: i, entrypoint: e, command: c}}\n    steps: [{run: a}]\n", ""},
        {"    steps: [{run: 'echo ${{ +1 }} ${{ .5 }} ${{ 0o17 }} ${{ NaN }} ${{ Infinity }} "
         "${{ -Infinity }} ${{ 1e+3 }} ${{ -.5e-3 }} ${{ 0xFF }}'}]\n",
         ""},
        {"    steps: [{run: \"echo ${{ case(github.ref == 'a', 1, github.ref == 'b', 2, 3) "
         "}}\"}]\n",
         ""},
        {"    if: failure('b', 'c') || success()\n    steps: [{run: a}]\n", ""},
    };
    static const char *const labels[] = {
        "ubuntu-26.04",         "ubuntu-26.04-arm", "ubuntu-24.04-arm", "ubuntu-22.04-arm",
        "windows-11-arm",       "windows-2025",     "macos-15-intel",   "macos-26",
        "macos-latest-xlarge",  "macos-15-xlarge",  "ubuntu-slim",      "windows-11-vs2026-arm",
        "ubuntu-latest-8-core", "macos-26-xlarge",  "ubuntu-latest-m",
    };
    CHECK_ALL(cases, "on: push\njobs:\n  a:\n    runs-on: x\n", "");
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct expected one = {labels[i], ""};
        check_all(&one, 1, "on: push\njobs: {a: {steps: [{run: a}], runs-on: ", "}}\n");
    }
}
END_TEST

START_TEST(a_file_of_another_kind_called_action_yml_is_left_alone)
{
    static const struct pf_test_file files[] = {
        {"plugin/action.yml", "kind: Action\nspec: {steps: []}\n"},
        {"real/action.yml", "name: n\ndescription: d\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, files);
    ck_assert_uint_eq(problems_in(project, "plugin/action.yml").count, 0);
    struct pf_workflow_problems problems = problems_in(project, "real/action.yml");
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_pf_str_eq(problems.items[0].name, PF_STR("runs"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(keys_and_kinds_are_those_of_githubs_schema)
{
    static const struct expected cases[] = {
        {"on: push\nNAME: x\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n", "GHA002 NAME"},
        {"name: x\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n",
         "GHA003 name: x\njobs: {a: {runs-on: x, steps: [{run: a}]}}"},
        {"on: push\njobs: {}\n", "GHA005 {}"},
        {"on: push\njobs: {a: {steps: [{run: a}]}}\n", "GHA003 a"},
        {"on: push\njobs: {a: {runs-on: x, steps: [{runs: a}]}}\n", "GHA002 runs"},
        {"on: push\njobs: {a: {runs-on: x, steps: [{command: a}]}}\n",
         "GHA003 {command: a}; GHA002 command"},
        {"on: push\njobs: {a: {runs-on: x, steps: [{run: a, with: {b: c}}]}}\n", "GHA002 with"},
        {"on: push\njobs: {a: {runs-on: x, steps: [{uses: a/b@c, shell: bash}]}}\n",
         "GHA002 shell"},
        {"on: push\njobs: {a: {uses: a/b/.github/workflows/c.yml@d, steps: []}}\n", "GHA002 steps"},
        {"on: push\njobs: {a: {runs-on: x, secrets: inherit, steps: [{run: a}]}}\n",
         "GHA002 secrets"},
        {"on: push\nenv: {A: 1, a: 2}\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n", "GHA004 a"},
        {"on: push\nenv:\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n", "GHA005 env"},
        {"on: push\nenv: [A]\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n", "GHA006 [A]"},
        {"on: push\njobs: {a: {runs-on: x, timeout-minutes: ten, steps: [{run: a}]}}\n",
         "GHA006 ten"},
        {"on: push\njobs: {a: {runs-on: x, timeout-minutes: 0, steps: [{run: a}]}}\n", "GHA006 0"},
        {"on: push\njobs: {a: {runs-on: x, continue-on-error: 'yes', steps: [{run: a}]}}\n",
         "GHA006 'yes'"},
        {"on: push\nconcurrency: {cancel-in-progress: true}\n"
         "jobs: {a: {runs-on: x, steps: [{run: a}]}}\n",
         "GHA003 concurrency"},
        {"on: push\nconcurrency: {group: x, queue: some}\n"
         "jobs: {a: {runs-on: x, steps: [{run: a}]}}\n",
         "GHA006 some"},
        {"on: push\njobs: {a: {runs-on: x, container: {image: }, steps: [{run: a}]}}\n",
         "GHA005 image"},
    };
    CHECK_ALL(cases, "", "");
}
END_TEST

START_TEST(a_slip_in_a_key_names_the_one_that_is_meant)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflow_problems problems =
        problems_in(pf_test_workflow(arena, "on: push\njobs:\n  a:\n    run-on: x\n    runs-on: x\n"
                                            "    steps: [{run: a}]\n"),
                    NULL);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_pf_str_eq(problems.items[0].suggestion, PF_STR("runs-on"));
    ck_assert_pf_str_eq(problems.items[0].where, PF_STR("job"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(events_take_what_the_documentation_lists)
{
    static const struct expected cases[] = {
        {"psuh", "GHA030 psuh"},
        {"[push, pull_requests]", "GHA030 pull_requests"},
        {"{SCHEDULE: }", "GHA030 SCHEDULE"},
        {"schedule", "GHA032 schedule"},
        {"{pull_request: {types: [created]}}", "GHA031 created"},
        {"{push: {types: [opened]}}", "GHA032 types"},
        {"{release: {branches: [main]}}", "GHA032 branches"},
        {"{push: {branches: [a], branches-ignore: [b]}}", "GHA032 branches-ignore"},
        {"{push: {branches: }}", "GHA005 branches"},
        {"{push: {branches: ['!a']}}", "GHA032 branches"},
        {"{push: {branches: ['a b']}}", "GHA033 'a b'"},
        {"{push: {paths: [./src/**]}}", "GHA033 ./src/**"},
        {"{schedule: [{cron: '* * * *'}]}", "GHA034 '* * * *'"},
        {"{schedule: [{cron: '61 * * * *'}]}", "GHA034 '61 * * * *'"},
        {"{schedule: [{cron: '*/4 * * * *'}]}", "GHA034 '*/4 * * * *'"},
        {"{schedule: [{cron: '0 0 1 FOO *'}]}", "GHA034 '0 0 1 FOO *'"},
        {"{schedule: [{cron: '0 5-2 * * *'}]}", "GHA034 '0 5-2 * * *'"},
        {"{schedule: [{cron: '0 0 * * 0', timezone: Europe/Berln}]}", "GHA034 Europe/Berln"},
        {"{schedule: [{corn: '0 0 * * 0'}]}", "GHA002 corn"},
        {"{workflow_dispatch: {inputs: {a: {type: choice}}}}", "GHA035 type: choice"},
        {"{workflow_dispatch: {inputs: {a: {type: choice, options: [x], default: y}}}}",
         "GHA035 default: y"},
        {"{workflow_dispatch: {inputs: {a: {type: boolean, default: maybe}}}}",
         "GHA035 default: maybe"},
        {"{workflow_dispatch: {inputs: {a: {type: sting}}}}", "GHA006 sting"},
        {"{workflow_call: {inputs: {a: {default: x}}}}", "GHA003 a"},
        {"{workflow_call: {inputs: {a: {type: number, default: x}}}}", "GHA035 default: x"},
        {"{workflow_call: {inputs: {a: {type: boolean, default: '${{ github.ref == 1 }}'}}}}", ""},
        {"{workflow_dispatch: {inputs: {a b: {type: string}}}}", "GHA062 a b"},
        {"{workflow_run: {branches: [main]}}", "GHA032 workflow_run"},
    };
    CHECK_ALL(cases, "on: ", "\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n");
}
END_TEST

START_TEST(jobs_and_steps_are_looked_at)
{
    static const struct expected cases[] = {
        {"  a: {runs-on: x, needs: [b], steps: [{run: a}]}\n", "GHA021 b"},
        {"  a: {runs-on: x, needs: b, steps: [{run: a}]}\n"
         "  b: {runs-on: x, needs: a, steps: [{run: a}]}\n",
         "GHA022 a"},
        {"  1a: {runs-on: x, steps: [{run: a}]}\n", "GHA062 1a"},
        {"  __a: {runs-on: x, steps: [{run: a}]}\n", "GHA062 __a"},
        {"  a: {runs-on: x, steps: [{id: x, run: a}, {id: X, run: a}]}\n", "GHA061 X"},
        {"  a: {runs-on: ubuntu-lastest, steps: [{run: a}]}\n", "GHA040 ubuntu-lastest"},
        {"  a: {runs-on: ubuntu-18.04, steps: [{run: a}]}\n", "GHA040 ubuntu-18.04"},
        {"  a: {runs-on: [ubuntu-latest, windows-latest], steps: [{run: a}]}\n",
         "GHA041 windows-latest"},
        {"  a: {runs-on: x, permissions: {content: read}, steps: [{run: a}]}\n", "GHA065 content"},
        {"  a: {runs-on: x, permissions: {id-token: read}, steps: [{run: a}]}\n", "GHA065 read"},
        {"  a: {runs-on: x, permissions: all, steps: [{run: a}]}\n", "GHA065 all"},
        {"  a: {runs-on: x, steps: [{run: a, shell: zsh}]}\n", "GHA060 zsh"},
        {"  a: {runs-on: x, env: {'A B': 1}, steps: [{run: a}]}\n", "GHA064 'A B'"},
        {"  a: {runs-on: x, container: {image: i, credentials: {username: u, password: p}},"
         " steps: [{run: a}]}\n",
         "GHA063 p"},
        {"  a: {runs-on: x, steps: [{uses: checkout}]}\n", "GHA050 checkout"},
        {"  a: {runs-on: x, steps: [{uses: actions/checkout}]}\n", "GHA050 actions/checkout"},
        {"  a: {runs-on: x, steps: [{uses: actions/checkout@v4, with: {fetch-dept: 0}}]}\n",
         "GHA051 fetch-dept"},
        {"  a: {runs-on: x, steps: [{uses: actions/cache@v4, with: {path: x}}]}\n",
         "GHA052 actions/cache@v4"},
        {"  a: {runs-on: x, steps: [{uses: actions/checkout@v2}]}\n", "SEC013 actions/checkout@v2"},
        {"  a: {runs-on: x, strategy: {matrix: {v: [1, 2, 1]}}, steps: [{run: a}]}\n", "GHA068 1"},
        {"  a: {runs-on: x, strategy: {matrix: {v: [1], exclude: [{v: 2}]}}, steps: [{run: a}]}\n",
         "GHA069 2"},
        {"  a: {runs-on: x, strategy: {matrix: {v: [1], exclude: [{w: 2}]}}, steps: [{run: a}]}\n",
         "GHA069 w"},
        {"  a: {runs-on: x, strategy: {matrix: {v: []}}, steps: [{run: a}]}\n", "GHA005 []"},
        {"  a: {runs-on: x, strategy: {matrix: {}}, steps: [{run: a}]}\n", "GHA005 matrix"},
        {"  a: {runs-on: x, strategy: {matrix: {include: []}}, steps: [{run: a}]}\n", "GHA005 []"},
        {"  a: {runs-on: x, steps: []}\n", "GHA005 []"},
        {"  a: {runs-on: x, snapshot: {image-name: i, version: 2.0.1}, steps: [{run: a}]}\n",
         "GHA006 2.0.1"},
        {"  a: {runs-on: x, container: 'docker://', steps: [{run: a}]}\n", "GHA005 'docker://'"},
        {"  a: {runs-on: x, services: {db: {image: 'docker://'}}, steps: [{run: a}]}\n",
         "GHA005 'docker://'"},
        {"  a: {runs-on: x, steps: [{uses: a/b/.github/workflows/c.yml@d}]}\n",
         "GHA050 a/b/.github/workflows/c.yml@d"},
        {"  a: {runs-on: x, outputs: {a b: c, d-e: f}, steps: [{run: a}]}\n", "GHA062 a b"},
        {"  a: {runs-on: x, steps: [{id: s, run: a}, {wait: [s, t]}, {cancel: u}]}\n",
         "GHA020 t; GHA020 u"},
        {"  a: {runs-on: x, steps: [{wait: s}, {id: s, run: a}]}\n", "GHA020 s"},
        {"  a: {runs-on: x, concurrency: {group: g, queue: max, cancel-in-progress: true},"
         " steps: [{run: a}]}\n",
         "GHA071 max"},
        {"  a: {uses: owner/repo/x.yml@main}\n", "GHA056 owner/repo/x.yml@main"},
        {"  a: {uses: owner/repo/.github/workflows/d/x.yml@v1}\n",
         "GHA056 owner/repo/.github/workflows/d/x.yml@v1"},
        {"  a: {uses: owner/repo@main}\n", "GHA056 owner/repo@main"},
        {"  a: {uses: ./.github/workflows/no.yml}\n", "GHA056 ./.github/workflows/no.yml"},
    };
    CHECK_ALL(cases, "on: push\njobs:\n", "");
}
END_TEST

START_TEST(expressions_are_checked_where_they_stand)
{
    static const struct expected cases[] = {
        {"      - run: echo ${{ github.ref == \"x\" }}\n", "GHA010 \"x\""},
        {"      - run: |\n          echo\n          ${{ github.ref = 'x' }}\n", "GHA010 ="},
        {"      - run: echo ${{ github.ref\n", "GHA010 ${{"},
        {"      - run: echo ${{ }}\n", "GHA010 ${{ }}"},
        {"      - run: echo ${{ gihub.ref }}\n", "GHA012 gihub"},
        {"      - run: echo ${{ github.reff }}\n", "GHA013 github.reff"},
        {"      - run: echo ${{ contain('a', 'b') }}\n", "GHA014 contain('a', 'b')"},
        {"      - run: echo ${{ contains('a') }}\n", "GHA015 ("},
        {"      - run: echo ${{ format('{1}', 'a') }}\n", "GHA015 '{1}'"},
        {"      - run: echo ${{ fromJSON('{') }}\n", "GHA015 '{'"},
        {"      - run: echo ${{ fromJSON('[1,]')[0] }}\n", ""},
        {"      - {run: a, if: \"secrets.A != ''\"}\n", "GHA016 secrets"},
        {"      - run: echo ${{ success() }}\n", "GHA017 success()"},
        {"      - {run: a, if: success('b')}\n", "GHA015 success('b')"},
        {"      - run: echo ${{ case('a', 'b', 'c') }}\n", "GHA011 'a'"},
        {"      - run: echo ${{ case(github.ref == 'a', 'b', 'c') }}\n", ""},
        {"      - {run: a, shell: '${{ env.S }}'}\n", "GHA016 env"},
        {"      - run: echo ${{ steps.nobody.outputs.x }}\n", "GHA020 steps.nobody"},
        {"      - run: echo ${{ needs.b.outputs.x }}\n", "GHA023 needs.b.outputs.x"},
        {"      - run: echo ${{ needs.c.result }}\n", "GHA021 needs.c"},
        {"      - run: echo ${{ matrix.nothing }}\n", "GHA024 matrix.nothing"},
        {"      - run: echo ${{ inputs.x }}\n", "GHA013 inputs.x"},
        {"      - run: echo ${{ github }}\n", "GHA011 github"},
        {"      - run: echo ${{ github.ref.x }}\n", "GHA011 github.ref.x"},
        {"      - {run: a, if: \"github.event == 'push'\"}\n", "GHA011 github.event == 'push'"},
        {"      - {id: c, uses: actions/cache@v4, with: {path: a, key: b}}\n"
         "      - run: echo ${{ steps.c.outputs.cache-hitt }}\n",
         "GHA054 steps.c.outputs.cache-hitt"},
        {"      - {run: a, if: \"${{ github.ref }} == 'x'\"}\n",
         "GHA067 \"${{ github.ref }} == 'x'\""},
        {"      - run: a\n        if: |\n          ${{ github.ref == 'x' }}\n",
         "GHA067 |\n          ${{ github.ref == 'x' }}"},
        {"      - {id: s, run: a}\n      - {run: a, if: steps.s.outcome == 'failed'}\n",
         "GHA025 'failed'"},
        {"      - {run: a, if: \"'Ubuntu' != runner.os || needs.b.result == 'SUCCESS'\"}\n",
         "GHA025 'Ubuntu'"},
        {"      - {run: a, if: \"contains(needs.*.result, 'failed')\"}\n", "GHA025 'failed'"},
        {"      - {run: a, if: \"contains(needs.*.result, 'failure')\"}\n", ""},
        {"      - {run: a, if: \"startsWith(github.ref, 'x') == 'true'\"}\n", "GHA011 'true'"},
        {"      - {run: a, if: \"github.ref_protected == '1'\"}\n", ""},
        {"      - {run: a, if: needs.b.outputs.y == true}\n", "GHA011 true"},
        {"      - {run: a, if: needs.b.outputs.y == false}\n", ""},
        {"      - {run: a, env: {A: true, B: 1}, if: env.A == true || env.B == true}\n",
         "GHA011 true"},
        {"      - run: echo ${{ job.services.db.id }}\n", "GHA013 job.services.db"},
        {"      - {id: s, run: a}\n      - {uses: o/r@v1, with: {a: steps.s.outputs.x, b: "
         "secrets.json, "
         "c: steps.t.outputs.x, d: github.com}}\n",
         "GHA018 steps.s.outputs.x"},
        {"      - {run: a, env: {T: secrets.TOKEN, N: needs.c.result, M: matrix.v}}\n",
         "GHA018 secrets.TOKEN; GHA018 matrix.v"},
        {"      - run: >\n          a \\\n          --b\n",
         "GHA072 >\n          a \\\n          --b"},
        {"      - run: |\n          a \\\n          --b\n", ""},
        {"      - {run: \"a \\\n          --b\"}\n", ""},
        {"      - {id: s, run: 'echo go=false >> $GITHUB_OUTPUT'}\n"
         "      - {if: steps.s.outputs.go && steps.s.outputs.other, run: a}\n",
         "GHA011 steps.s.outputs.go"},
        {"      - {id: s, run: 'echo go=false >> $GITHUB_OUTPUT'}\n"
         "      - {run: \"echo ${{ steps.s.outputs.go || 'x' }}\"}\n",
         ""},
        {"      - {if: env.A || env.B, env: {A: false, B: no}, run: a}\n", "GHA011 env.A"},
        {"      - uses: docker/build-push-action@v6\n"
         "        with: {tags: 'x:${TAG}', labels: a=$B, context: '{{defaultContext}}'}\n",
         "GHA073 'x:${TAG}'"},
        {"      - {uses: o/r@v1, with: {image: $X}}\n", ""},
        {"      - {shell: pwsh, run: 'a \\ --b'}\n", ""},
        {"      - {run: a, if: true}\n", "GHA066 true"},
        {"      - {run: a, if: \"'a' == 'b'\"}\n", "GHA066 \"'a' == 'b'\""},
        {"      - {run: a, if: \"runner.os == 'Linux' && hashFiles('x') != ''\"}\n", ""},
        {"      - run: echo ${{ matrix.v }} ${{ needs.b.outputs.y }} ${{ env.X }} ${{ secrets.Y "
         "}}\n",
         ""},
    };
    CHECK_ALL(cases,
              "on: push\njobs:\n  b:\n    runs-on: x\n    outputs: {y: z}\n    steps: [{run: a}]\n"
              "  a:\n    needs: b\n    runs-on: x\n    strategy: {matrix: {v: [1, 2]}}\n"
              "    steps:\n",
              "");
}
END_TEST

START_TEST(a_row_of_mappings_has_the_names_that_stand_in_it)
{
    static const struct expected cases[] = {
        {"[{a: 1}, {b: 2}]}\n    steps: [{run: '${{ matrix.m.a }} ${{ matrix.m.b }} "
         "${{ matrix.m.c }}'}]\n",
         "GHA013 matrix.m.c"},
        {"[{a: 1}, '${{ vars.X }}']}\n    steps: [{run: '${{ matrix.m.c }}'}]\n", ""},
        {"[{a: 1}], include: [{m: {c: 1}}]}\n    steps: [{run: '${{ matrix.m.c }}'}]\n", ""},
        {"[{a: {b: 1}}]}\n    steps: [{run: '${{ matrix.m.a.c }}'}]\n", ""},
    };
    CHECK_ALL(cases,
              "on: push\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix: {m: ", "");
}
END_TEST

START_TEST(a_local_action_needs_the_repository_checked_out)
{
    static const struct {
        const char *job, *problems;
    } cases[] = {
        {"runs-on: ubuntu-latest, steps: [{uses: ./act}]", "GHA055 ./act"},
        {"runs-on: ubuntu-latest, steps: [{uses: actions/setup-node@v5}, {run: npm ci}, "
         "{uses: ./act}]",
         ""}, /* a script may have written it */
        {"runs-on: ubuntu-latest, steps: [{uses: actions/setup-node@v5}, {uses: ./act}]",
         "GHA055 ./act"},
        {"runs-on: ubuntu-latest, steps: [{uses: actions/checkout@v5}, {uses: ./act}]", ""},
        {"runs-on: ubuntu-latest, steps: [{uses: o/fetch@v5}, {uses: ./act}]", ""},
        {"runs-on: ubuntu-latest, steps: [{uses: $/act}]", ""},
        {"runs-on: self-hosted, steps: [{uses: ./act}]", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_test_file files[] = {
            {".github/workflows/a.yml",
             pf_arena_format(arena, "on: push\njobs: {a: {%s}}\n", cases[i].job).data},
            {"act/action.yml", "name: a\ndescription: b\n"
                               "runs: {using: composite, steps: [{run: a, shell: bash}]}\n"},
            {NULL, NULL},
        };
        struct pf_workflow_problems problems = problems_in(pf_test_project(arena, files), NULL);
        ck_assert_pf_str_eq(listed(arena, &problems), pf_str_c(cases[i].problems));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(an_action_gets_texts_and_gives_what_is_in_braces)
{
    static const struct pf_test_file files[] = {
        {"act/action.yml",
         "name: a\ndescription: b\ninputs: {dry: {default: 'false'}, other: {}}\n"
         "outputs: {o: {value: steps.x.outputs.o}}\nruns:\n  using: composite\n  steps:\n"
         "    - {id: x, if: inputs.dry == false || inputs.other == false, run: a, shell: bash}\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflow_problems problems = problems_in(pf_test_project(arena, files), NULL);
    ck_assert_pf_str_eq(listed(arena, &problems), PF_STR("GHA018 steps.x.outputs.o; GHA011 false"));
    pf_arena_free(arena);
}
END_TEST

/* Through the YAML reader, to the line and column that a report says. */
START_TEST(an_expression_at_fault_is_placed_exactly_however_it_is_written)
{
    static const struct {
        const char *run;
        uint32_t line, column; /* of `no.x`, counted from the step's first line */
    } cases[] = {
        {"      - run: echo ${{ no.x }}\n", 1, 23},
        {"      - run:   'it''s ${{ no.x }}'\n", 1, 27},
        {"      - run: \"\\u00e9\\t\\\"\\x20${{ no.x }}\"\n", 1, 33},
        {"      - run: \"a \\\n          ${{ no.x }}\"\n", 2, 15},
        {"      - run: \"a\n\n\n          b ${{ no.x }}\"\n", 4, 17},
        {"      - run: a\n          b ${{\n          no.x }}\n", 3, 11},
        {"      - run: |\n          a\n\n            ${{ no.x }}\n", 4, 17},
        {"      - run: |2-\n          ${{ no.x }}\n", 2, 15},
        {"      - run: |\r\n          a\r\n          ${{ no.x }}\r\n", 3, 15},
        {"      - run: >\n          a\n          b ${{ no.x }}\n", 3, 17},
        {"      - run: >-\n\n          a\n\n            c\n          ${{\n            no.x }}\n", 7,
         13},
        {"      - run: \xc3\xa9 ${{ no.x }}\n", 1, 20},
        {"      - run: '${{ 1 }} ${{ format(''}}'', no.x) }}'\n", 1, 43},
        {"      - run: &r |\n          echo ${{ no.x }}\n", 2, 20},
        {"      - {run: \"${{ no.x }}\"}\n", 1, 20},
        {"      - {run: a, if: \"no.x\"}\n", 1, 23},
        {"      - run: a\n        if: |\n          no.x == 1 &&\n          1\n", 3, 11},
        {"      - run: a\n        if: >-\n          1 == 1 &&\n          no.x\n", 4, 11},
        {"      - run: a\n        env: {'A${{ no.x }}': b}\n", 2, 21},
        {"      - uses: a/b@c\n        with:\n          k: ${{ no.x }}\n", 3, 18},
    };
    static const char head[] = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = pf_arena_format(arena, "%s%s", head, cases[i].run);
        struct pf_workflow_problems problems =
            problems_in(pf_test_workflow(arena, text.data), NULL);
        const struct pf_workflow_problem *found = NULL;
        for (size_t j = 0; j < problems.count; j++)
            if (problems.items[j].kind == PF_WORKFLOW_UNKNOWN_CONTEXT)
                found = &problems.items[j];
        ck_assert_msg(found != NULL, "%s", text.data);
        struct pf_place place = pf_span_start(found->span);
        ck_assert_pf_str_eq(pf_span_text(found->span), PF_STR("no"));
        ck_assert_msg(place.line == cases[i].line + 5 && place.column == cases[i].column,
                      "%s: %u:%u", cases[i].run, place.line - 5, place.column);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(calls_are_held_against_what_the_workflow_declares)
{
    static const struct pf_test_file files[] = {
        {".github/workflows/a.yml",
         "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"
         "    with: {n: text, extra: 1}\n    secrets: {other: x}\n"
         "  b: {uses: ./.github/workflows/c.yml}\n"
         "  c: {needs: a, runs-on: x, steps: [{run: 'echo ${{ needs.a.outputs.no }}'}]}\n"},
        {".github/workflows/b.yml",
         "on:\n  workflow_call:\n"
         "    inputs: {n: {type: number}, must: {type: string, required: true, default: d}}\n"
         "    secrets: {key: {required: true}}\n    outputs: {yes: {value: x}}\n"
         "jobs: {a: {runs-on: x, steps: [{run: a}]}}\n"},
        {".github/workflows/c.yml", "on: push\njobs: {a: {runs-on: x, steps: [{run: a}]}}\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflow_problems problems = problems_in(pf_test_project(arena, files), NULL);
    ck_assert_pf_str_eq(listed(arena, &problems),
                        PF_STR("GHA056 ./.github/workflows/b.yml; "
                               "GHA056 ./.github/workflows/b.yml; GHA006 text; GHA056 extra; "
                               "GHA056 other; GHA056 ./.github/workflows/c.yml; "
                               "GHA023 needs.a.outputs.no"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(local_actions_give_their_inputs_and_are_looked_at_themselves)
{
    static const struct pf_test_file files[] = {
        {".github/workflows/a.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
                                    "      - {id: s, uses: ./act, with: {wrong: 1}}\n"
                                    "      - run: echo ${{ steps.s.outputs.none }}\n"
                                    "      - uses: ./missing\n"},
        {"act/action.yml",
         "name: act\ndescription: d\ninputs: {must: {required: true}}\noutputs: {o: {value: x}}\n"
         "runs:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.nope }}\n"
         "    - {uses: actions/checkout@v4, with: {x: 1}}\n"},
        {"bad/action.yml", "name: bad\nruns: {using: node16, main: no.js, foo: x}\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_project *project = pf_test_project(arena, files);
    struct pf_workflow_problems problems = problems_in(project, NULL);
    ck_assert_pf_str_eq(listed(arena, &problems),
                        PF_STR("GHA052 ./act; GHA055 ./act; GHA051 wrong; GHA054 "
                               "steps.s.outputs.none"));
    problems = problems_in(project, "act/action.yml");
    ck_assert_pf_str_eq(listed(arena, &problems),
                        PF_STR("GHA003 run: echo ${{ inputs.nope }}; GHA013 inputs.nope; "
                               "GHA051 x"));
    problems = problems_in(project, "bad/action.yml");
    ck_assert_uint_eq(problems.count, 4);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_file_that_holds_no_workflow_is_told)
{
    static const struct expected cases[] = {
        {"", "GHA005 "},
        {"# nothing yet\n", "GHA005 "},
        {"~\n", "GHA005 "},
        {"[push]\n", "GHA006 "},
    };
    CHECK_ALL(cases, "", "");
}
END_TEST

START_TEST(anchors_are_used_and_mappings_are_not_merged)
{
    static const struct expected cases[] = {
        {"    env: &e {A: 1}\n    steps: [{run: a, env: *e}]\n", ""},
        {"    env: &e {A: 1}\n    steps: [{run: a}]\n", "GHA070 &e"},
        {"    env: &e {A: 1}\n    steps: [{run: a, env: &e {B: 1}}, {run: b, env: *e}]\n",
         "GHA070 &e"},
        {"    env: &e {A: 1}\n    steps: [{run: a, env: {<<: *e, B: 1}}]\n", "GHA070 <<"},
        {"    steps: [&s {run: a}, {<<: *s, id: b}]\n", "GHA070 <<"},
        {"    strategy: {matrix: {v: [&v {a: 1}, {<<: *v, b: 1}]}}\n    steps: [{run: a}]\n",
         "GHA070 <<"},
        {"    steps: [{run: 'a && b & c &'}]\n", ""},
    };
    CHECK_ALL(cases, "on: push\njobs:\n  a:\n    runs-on: x\n", "");
}
END_TEST

START_TEST(a_called_workflow_asks_for_no_more_than_the_job_has)
{
    static const struct {
        const char *permissions, *of_job, *called, *problems;
    } cases[] = {
        {"{contents: read}", NULL, "{contents: read}", ""},
        {"{contents: read}", NULL, "{contents: write}", "GHA056 a"},
        {"{contents: read}", "{contents: write}", "{contents: write}", ""},
        {"{contents: read}", "{contents: write}", "{packages: read}", "GHA056 a"},
        {"write-all", NULL, "{contents: write, id-token: write}", ""},
        {"read-all", NULL, "write-all", "GHA056 a"},
        {"{}", NULL, "read-all", "GHA056 a"},
        {"{}", NULL, "{contents: none}", ""},
        {NULL, NULL, "{contents: read, packages: read}", ""},
        {NULL, NULL, "{id-token: write}", "GHA056 a"}, /* a warning, see below */
        {"{contents: write}", NULL, NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const char *all = cases[i].permissions, *job = cases[i].of_job, *called = cases[i].called;
        struct pf_test_file files[] = {
            {".github/workflows/a.yml",
             pf_arena_format(arena,
                             "on: push\n%s%s\njobs:\n  a: {uses: ./.github/workflows/b.yml%s%s}\n",
                             all == NULL ? "" : "permissions: ", all == NULL ? "" : all,
                             job == NULL ? "" : ", permissions: ", job == NULL ? "" : job)
                 .data},
            {".github/workflows/b.yml",
             "on: workflow_call\njobs: {b: {uses: ./.github/workflows/c.yml}}\n"},
            {".github/workflows/c.yml",
             pf_arena_format(arena,
                             "on: workflow_call\n%s%s\n"
                             "jobs: {c: {runs-on: x, steps: [{run: a}]}}\n",
                             called == NULL ? "" : "permissions: ", called == NULL ? "" : called)
                 .data},
            {NULL, NULL},
        };
        struct pf_workflow_problems problems = problems_in(pf_test_project(arena, files), NULL);
        ck_assert_pf_str_eq(listed(arena, &problems), pf_str_c(cases[i].problems));
        pf_arena_free(arena);
    }
}
END_TEST

/* A default that lets the token write makes it right, so it is no more than a hint. */
START_TEST(what_a_repositorys_setting_decides_is_a_hint)
{
    static const struct pf_test_file files[] = {
        {".github/workflows/a.yml", "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}, "
                                    "b: {uses: ./.github/workflows/b.yml}}\n"},
        {".github/workflows/b.yml", "on: workflow_call\npermissions: {id-token: write}\n"
                                    "jobs: {b: {runs-on: x, steps: [{run: a}]}}\n"},
        {NULL, NULL},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflow_problems problems = problems_in(pf_test_project(arena, files), NULL);
    ck_assert_pf_str_eq(listed(arena, &problems), PF_STR("GHA056 a"));
    ck_assert(problems.items[0].is_harmless);
    pf_arena_free(arena);
}
END_TEST

static pf_str repeated(struct pf_arena *arena, const char *part, size_t count)
{
    pf_str *parts = PF_NEW_ARRAY(arena, pf_str, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = pf_str_c(part);
    return pf_arena_join(arena, parts, count, PF_STR(""));
}

static size_t count_of(struct pf_arena *arena, const char *format, pf_str text)
{
    ptrdiff_t at = pf_str_find(pf_str_c(format), PF_STR("@@"));
    pf_str whole = pf_str_c(format);
    pf_str parts[] = {pf_str_slice(whole, 0, (size_t)at), text,
                      pf_str_slice(whole, (size_t)at + 2, whole.len)};
    pf_str file = pf_arena_join(arena, parts, 3, PF_STR(""));
    return problems_in(pf_test_workflow(arena, file.data), NULL).count;
}

START_TEST(limits_hold_at_their_number_and_are_told_past_it)
{
    static const char ids[] = "on: push\njobs: {@@: {runs-on: x, steps: [{run: a}]}}\n";
    static const char runs[] =
        "on: push\njobs: {a: {runs-on: x, steps: [{run: '${{ env.A }}@@'}]}}\n";
    static const char keys[] = "on: push\n@@jobs: {a: {runs-on: x, steps: [{run: a}]}}\n";
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(count_of(arena, ids, repeated(arena, "a", 99)), 0);
    ck_assert_uint_eq(count_of(arena, ids, repeated(arena, "a", 100)), 1);
    ck_assert_uint_eq(count_of(arena, runs, repeated(arena, "a", 21000 - 12)), 0);
    ck_assert_uint_eq(count_of(arena, runs, repeated(arena, "a", 21000 - 11)), 1);
    static const char matrix[] = "on: push\njobs: {a: {runs-on: x, strategy: {matrix: {m: @@}}, "
                                 "steps: [{run: a}]}}\n";
    for (size_t deep = 45; deep <= 46; deep++) {
        pf_str lists[] = {repeated(arena, "[", deep), repeated(arena, "]", deep)};
        ck_assert_uint_eq(count_of(arena, matrix, pf_arena_join(arena, lists, 2, PF_STR("1"))),
                          deep - 45);
    }
    static const char legs[] = "on: push\njobs: {a: {runs-on: x, strategy: {matrix: {m: [@@], n: "
                               "[1, 2]}}, steps: [{run: a}]}}\n";
    pf_str values = PF_STR("0");
    for (int i = 1; i < 129; i++) {
        if (i == 128)
            ck_assert_uint_eq(count_of(arena, legs, values), 0);
        values = pf_arena_format(arena, "%.*s, %d", PF_ARG(values), i);
    }
    ck_assert_uint_eq(count_of(arena, legs, values), 1);
    pf_str many = PF_STR("");
    for (int i = 0; i < PF_WORKFLOW_PROBLEMS; i++)
        many = pf_arena_format(arena, "%.*sx%d: 1\n", PF_ARG(many), i);
    ck_assert_uint_eq(count_of(arena, keys, many), PF_WORKFLOW_PROBLEMS);
    many = pf_arena_format(arena, "%.*sy: 1\n", PF_ARG(many));
    ck_assert_uint_eq(count_of(arena, keys, many), PF_WORKFLOW_PROBLEMS);
    pf_arena_free(arena);
}
END_TEST

START_TEST(twenty_five_inputs_are_taken_and_one_more_is_not)
{
    static const char format[] = "on: {workflow_dispatch: {inputs: {@@}}}\n"
                                 "jobs: {a: {runs-on: x, steps: [{run: a}]}}\n";
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str inputs = PF_STR("");
    for (int i = 0; i < 26; i++) {
        inputs = pf_arena_format(arena, "%.*s%si%d: {type: string}", PF_ARG(inputs),
                                 i == 0 ? "" : ", ", i);
        if (i >= 24)
            ck_assert_uint_eq(count_of(arena, format, inputs), i == 24 ? 0 : 1);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *shape_suite(void)
{
    const TTest *const tests[] = {
        syntax_of_2026_is_left_alone,
        each_newcomer_of_2026_is_left_alone,
        a_file_of_another_kind_called_action_yml_is_left_alone,
        keys_and_kinds_are_those_of_githubs_schema,
        a_slip_in_a_key_names_the_one_that_is_meant,
        events_take_what_the_documentation_lists,
        jobs_and_steps_are_looked_at,
        expressions_are_checked_where_they_stand,
        a_row_of_mappings_has_the_names_that_stand_in_it,
        a_local_action_needs_the_repository_checked_out,
        an_action_gets_texts_and_gives_what_is_in_braces,
        an_expression_at_fault_is_placed_exactly_however_it_is_written,
        calls_are_held_against_what_the_workflow_declares,
        local_actions_give_their_inputs_and_are_looked_at_themselves,
        a_file_that_holds_no_workflow_is_told,
        anchors_are_used_and_mappings_are_not_merged,
        a_called_workflow_asks_for_no_more_than_the_job_has,
        what_a_repositorys_setting_decides_is_a_hint,
        limits_hold_at_their_number_and_are_told_past_it,
        twenty_five_inputs_are_taken_and_one_more_is_not,
        NULL,
    };
    return pf_suite("shape", tests);
}
