"""Defects of the workflow file itself."""
from defect import Defect
from edit import BOOKING, JOURNAL, SHOP, append, both, create, replace

TRIGGER = "branches: [main]"


def on(old, new):
    """In the workflow that a push starts."""
    return replace("trigger", old, new)


def to(old, new):
    """In the workflow that releases."""
    return replace("workflow", old, new)


def step(text):
    """A step in front of the one that installs the tests' packages."""
    return on("      - run: pip install", text + "      - run: pip install")


def job(text):
    return append("trigger", "\n" + text)


RUNS = "    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n"

DEFECTS = [
    Defect("GHA001", "a tab indents", on("permissions:\n  contents", "permissions:\n\tcontents"),
           also_in={JOURNAL: {"DEP013"}}),
    Defect("GHA002", "a key of a job has a slip", on("    runs-on: ubuntu-24.04", "    run-on: ubuntu-24.04")),
    Defect("GHA002", "a key of the workflow has a slip", on("permissions:\n  contents: read", "permission:\n  contents: read")),
    Defect("GHA003", "a job says not where it runs", on("    runs-on: ubuntu-24.04\n", "")),
    Defect("GHA004", "a key stands twice", on("    runs-on: ubuntu-24.04\n", "    runs-on: ubuntu-24.04\n    runs-on: ubuntu-22.04\n")),
    Defect("GHA005", "an empty list of steps", job("  empty:\n" + RUNS + "    steps:\n")),
    Defect("GHA006", "a time that is a word", on("timeout-minutes: 1", "timeout-minutes: ten #")),
    Defect("GHA010", "an expression without its end", step("      - run: echo '${{ github.sha }'\n")),
    Defect("GHA011", "a whole context as text", step("      - run: echo '${{ github }}'\n")),
    Defect("GHA012", "a context that does not exist", step("      - run: echo '${{ environment.NAME }}'\n")),
    Defect("GHA013", "a property with a slip", step("      - run: echo '${{ github.reff }}'\n")),
    Defect("GHA014", "a function that does not exist", step("      - if: startWith(github.ref, 'refs/tags/')\n        run: date\n")),
    Defect("GHA015", "a function with one argument too few", step("      - if: contains(github.ref)\n        run: date\n")),
    Defect("GHA016", "secrets in a condition", step("      - if: secrets.NAME != ''\n        run: date\n")),
    Defect("GHA017", "hashFiles outside a step", job("  early:\n    if: hashFiles('x') != ''\n" + RUNS + "    steps:\n      - run: date\n")),
    Defect("GHA018", "an output without its braces", job("  told:\n" + RUNS + "    outputs:\n      day: steps.day.outputs.day\n    steps:\n      - id: day\n        run: echo day=1 >> $GITHUB_OUTPUT\n")),
    Defect("GHA020", "a step that nobody calls so", step("      - run: echo '${{ steps.nobody.outputs.x }}'\n")),
    Defect("GHA021", "a job that does not exist", on("needs: [test, preflight]", "needs: [test, preflght]"),
           also={"DEP001", "DOC001"}),
    Defect("GHA022", "jobs that wait for each other", job("  one:\n    needs: two\n" + RUNS + "    steps:\n      - run: date\n  two:\n    needs: one\n" + RUNS + "    steps:\n      - run: date\n")),
    Defect("GHA023", "an output that the job does not declare",
           to("needs.image.outputs.tag", "needs.image.outputs.digest"), (BOOKING,)),
    Defect("GHA024", "a row that the matrix does not have",
           step("      - run: echo '${{ matrix.python }}'\n")),
    Defect("GHA025", "a result with a slip", job("  after:\n    needs: test\n    if: always() && needs.test.result == 'failed'\n" + RUNS + "    steps:\n      - run: date\n")),
    Defect("GHA030", "an event that does not exist", on("on:\n  push:", "on:\n  pushed:\n  push:")),
    Defect("GHA031", "an activity that does not exist", on("on:\n", "on:\n  issues:\n    types: [open]\n")),
    Defect("GHA032", "two filters that exclude each other", on(TRIGGER, TRIGGER + "\n    branches-ignore: [old]"),
           also={"DEP001", "DOC001"}),
    Defect("GHA033", "a pattern with a plus in front", on(TRIGGER, "branches: [main, '+x']")),
    Defect("GHA034", "a minute that is none", on("on:\n", "on:\n  schedule:\n    - cron: '61 4 * * *'\n")),
    Defect("GHA035", "a choice without options", on("on:\n", "on:\n  workflow_dispatch:\n    inputs:\n      place:\n        type: choice\n")),
    Defect("GHA040", "a runner with a slip", on("runs-on: ubuntu-24.04", "runs-on: ubuntu-latets")),
    Defect("GHA041", "two systems at once", on("runs-on: ubuntu-24.04", "runs-on: [ubuntu-latest, windows-latest]")),
    Defect("GHA050", "an action without a version", step("      - uses: actions/cache\n        with: {path: x, key: y}\n")),
    Defect("GHA051", "an input with a slip", on("persist-credentials: false", "persist-credential: false")),
    Defect("GHA052", "an input that is required", step("      - uses: actions/cache@6849a6489940f00c2f30c0fb92c6274307ccb58a # v4.1.2\n        with: {key: y}\n")),
    Defect("GHA054", "an output that the action does not have",
           to("steps.render.outputs.task-definition", "steps.render.outputs.task-definitions")),
    Defect("GHA055", "an action of the project that is not there", both(create(".github/actions/prepare/README.md", "To do.\n"), step("      - uses: ./.github/actions/prepare\n"))),
    Defect("GHA056", "a called workflow that is not there", job("  other:\n    uses: ./.github/workflows/other.yml\n")),
    Defect("GHA056", "an input that the called workflow requires", on("      cluster: press\n", ""), (JOURNAL,)),
    Defect("GHA060", "a shell that does not exist", step("      - run: date\n        shell: fish\n")),
    Defect("GHA061", "two steps of one id", step("      - id: one\n        run: date\n      - id: one\n        run: date\n")),
    Defect("GHA062", "an id with a dot", step("      - id: one.two\n        run: date\n")),
    Defect("GHA063", "a registry's password in clear",
           on("    steps:\n", "    container:\n      image: ghcr.io/acme/tests:1\n      credentials:\n        username: acme\n        password: horse-battery\n    steps:\n")),
    Defect("GHA064", "a variable with a space", step("      - run: date\n        env:\n          MY VARIABLE: x\n")),
    Defect("GHA065", "a permission with a slip", on("permissions:\n  contents: read", "permissions:\n  content: read")),
    Defect("GHA066", "a condition that is always false", step("      - if: false\n        run: date\n")),
    Defect("GHA067", "a condition with text around it", step("      - if: ${{ github.actor == 'x' }} && true\n        run: date\n")),
    Defect("GHA068", "a row with one value twice",
           job("  many:\n" + RUNS + "    strategy:\n      matrix:\n        python: ['3.11', '3.11']\n    steps:\n      - run: date ${{ matrix.python }}\n")),
    Defect("GHA069", "an exclusion that fits nothing",
           job("  many:\n" + RUNS + "    strategy:\n      matrix:\n        python: ['3.11', '3.12']\n        exclude:\n          - python: '3.10'\n    steps:\n      - run: date ${{ matrix.python }}\n")),
    Defect("GHA070", "a merge key", step("      - run: date\n        env: &one\n          A: a\n      - run: date\n        env:\n          <<: *one\n          B: b\n")),
    Defect("GHA072", "a script that YAML folds", step("      - run: >\n          date \\\n          --utc\n")),
    Defect("GHA074", "two commands that YAML joins", step("      - run:\n          git status\n          git log\n")),
    Defect("GHA075", "a version without quotes", step("      - run: date\n        env:\n          PYTHON_VERSION: 3.10\n")),
    Defect("GHA073", "a variable of the shell in an input", step("      - uses: docker/setup-qemu-action@v3\n        with:\n          platforms: linux/$ARCH\n")),
    Defect("GHA053", "an input that is deprecated",
           on("      - run: flake8\n", "      - uses: docker/setup-buildx-action@v3\n        with:\n          install: true\n      - run: flake8\n"), (SHOP,)),
]
