"""Runs what the documentation shows. No block of code goes unchecked: its first line says what it is.

docs.py CHECKOUT PREFLIGHT [--update]

```console is run and compared; ```yaml config, workflow, job, pre-commit, gitlab, lefthook, rule and
the like are given to what reads them (see KINDS). In a console block, "$ " is a command, "..." any
number of lines, and `echo $?` shows the exit status. The commands of a page run one after the other in
a folder of their own that holds copies of the samples, a clone of one of them as tidy
and of scripts/preflight, the latter as the binary under test.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
UPDATE = "--update" in sys.argv
PAGES = ["README.md", *sorted("docs/" + path.name for path in (ROOT / "docs").glob("*.md"))]


def run(command, folder, status):
    environment = {
        "PATH": "%s:/usr/bin:/bin" % PREFLIGHT.parent,
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "SOURCE_DATE_EPOCH": "1735689600",
    }
    done = subprocess.run(
        ["sh", "-c", "(exit %d); %s" % (status, command)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    return done.stdout.decode("utf-8", "backslashreplace").splitlines(), done.returncode


def matches(expected, printed):
    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + "\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


class Page:
    """A page's lines, with its console blocks replayed."""

    def __init__(self, path, folder):
        self.path, self.folder, self.status = path, folder, 0
        self.out, self.wrong = [], []

    def command(self, line, expected):
        printed, self.status = run(line[2:], self.folder, self.status)
        same = matches(expected, printed)
        if not same:
            self.wrong.append((line, expected, printed))
        self.out += [line, *(expected if same else printed)]

    def block(self, lines):
        while lines:
            line = lines.pop(0)
            if not line.startswith("$ "):
                self.out.append(line)
                continue
            expected = []
            while lines and not lines[0].startswith("$ "):
                expected.append(lines.pop(0))
            self.command(line, expected)

    def play(self):
        inside, lines = None, self.path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            if inside is None:
                self.out.append(line)
                inside = [] if line == "```console" else None
            elif line == "```":
                self.block(inside)
                self.out.append(line)
                inside = None
            else:
                inside.append(line)


def clone(folder):
    """A clone of tidy-shop, one commit ahead of its origin; ids depend on the sample alone."""
    project, origin = folder / "tidy", folder / "origin.git"
    shutil.copytree(ROOT / "samples/tidy-shop", project)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        environment["GIT_%s_NAME" % role] = "preflight"
        environment["GIT_%s_EMAIL" % role] = "preflight@example.org"
        environment["GIT_%s_DATE" % role] = "2025-01-01T00:00:00Z"

    def git(*words):
        subprocess.run(
            ["git", *words], cwd=project, env=environment, check=True, capture_output=True
        )

    git("init", "-q", "--bare", "-b", "main", str(origin))
    git("init", "-q", "-b", "main")
    git("remote", "add", "origin", str(origin))
    git("commit", "-q", "--allow-empty", "-m", "nothing yet")
    git("push", "-q", "origin", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "the shop")


class Docs(unittest.TestCase):
    maxDiff = None

    def play(self, name):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(ROOT / "samples", folder / "samples")
            (folder / "scripts").mkdir()
            (folder / "scripts/preflight").symlink_to(PREFLIGHT)
            # As in a clone whose default branch is main.
            (folder / ".git/refs/remotes/origin").mkdir(parents=True)
            (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
            (folder / ".git/refs/remotes/origin/HEAD").write_text("ref: refs/remotes/origin/main\n")
            if "-C tidy" in (ROOT / name).read_text(encoding="utf-8"):
                clone(folder)
            page = Page(ROOT / name, folder)
            page.play()
        if UPDATE:
            page.path.write_text("\n".join(page.out) + "\n", encoding="utf-8")
            return
        for line, expected, printed in page.wrong:
            self.assertEqual(expected, printed, "%s: %s" % (name, line))

    def test_links_lead_somewhere(self):
        for name in PAGES:
            text = (ROOT / name).read_text(encoding="utf-8")
            for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
                with self.subTest(page=name, link=target):
                    self.assertTrue(((ROOT / name).parent / target).exists())


# ---- blocks that are no transcript ----


def check_in(text, path, *options, sample="tidy-shop"):
    """(status, what is printed) of a check of a sample in which `path` holds the text."""
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "shop"
        shutil.copytree(ROOT / "samples" / sample, project)
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
        done = subprocess.run([str(PREFLIGHT), "check", "--format", "concise", *options], cwd=project, capture_output=True,
                              text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1735689600"})
        return done.returncode, done.stdout + done.stderr


def shell_is_good(case, text):
    done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True)
    case.assertEqual((done.returncode, done.stderr), (0, ""), text)


def config(case, text):
    """A preflight.yml: read without a mistake; the files it names are made up."""
    made = re.sub(r"^(rule-files|baseline|extends|projects):.*\n", "", text, flags=re.M)
    status, said = check_in(made, "preflight.yml")
    case.assertIn(status, {0, 1}, said)


def workflow(case, text):
    status, said = check_in(text, ".github/workflows/shown.yml", "--select", "GHA", "--fail-on", "warning")
    case.assertEqual(status, 0, said)


def job(case, text):
    """Jobs of a workflow, with whatever else they need left out."""
    text = re.sub("<owner>", "owner", re.sub("^", "  ", text, flags=re.M))
    whole = "on: push\njobs:\n" + text
    for name in re.findall(r"^    needs: (\w+)$", whole, re.M):
        if "\n  %s:" % name not in whole:
            whole += "  %s:\n    runs-on: ubuntu-24.04\n    steps:\n    - run: make\n" % name
    workflow(case, whole)


def pre_commit(case, text):
    for repo in yaml.safe_load(text)["repos"]:
        case.assertLessEqual({"repo", "hooks"}, set(repo))
        manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        for hook in repo["hooks"]:
            if repo["repo"] == "local":
                case.assertEqual((hook["entry"], hook["language"], hook["pass_filenames"]), ("preflight check", "system", False))
            else:
                case.assertIn(hook["id"], [known["id"] for known in manifest])
                case.assertEqual(repo["rev"], "v" + (ROOT / "VERSION").read_text().strip())


def gitlab(case, text):
    page = yaml.safe_load(text)
    for include in page.get("include", []):
        case.assertTrue((ROOT / include["file"]).exists())
    for name, each in page.items():
        if isinstance(each, dict) and "script" in each:
            shell_is_good(case, "\n".join(each["script"]))


def lefthook(case, text):
    (command,) = yaml.safe_load(text)["pre-commit"]["commands"].values()
    case.assertEqual(command["run"], "preflight check")


def rule(case, text):
    """A rule file; one that shows a built-in rule takes another id and name here."""
    text = re.sub(r"(id: )[A-Z]{3}|(name: )(?=[a-z-]+\n)", lambda match: (match[1] or "") + "ZZZ" if match[1] else match[2] + "shown-", text)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "own.yaml").write_text(text, encoding="utf-8")
        done = subprocess.run([str(PREFLIGHT), "rules", "--no-config", "--rules", folder], capture_output=True, text=True)
        case.assertEqual((done.returncode, done.stderr), (0, ""))


def rule_part(case, text):
    """Keys of a rule, one a line."""
    schema = subprocess.run([str(PREFLIGHT), "schema", "rule"], capture_output=True, text=True).stdout
    for line in text.splitlines():
        for key in yaml.safe_load(line):
            case.assertIn('"%s"' % key, schema)


def with_other_tests(case, text):
    """Run by the unit suite rule_docs, which reads these pages."""
    case.assertIn(text, (ROOT / "docs/rule-language.md").read_text(encoding="utf-8"))


def grammar(case, text):
    """Every name that a production uses has one of its own."""
    heads = set(re.findall(r"^([A-Za-z]+) +=", text, re.M))
    for line in text.splitlines():
        if not re.match(r"[A-Z]+ +=", line):
            case.assertLessEqual(set(re.findall(r"[A-Za-z]+", re.sub('"[^"]*"', "", line))), heads, line)


def said_of_a_site(case, text):
    """What is said of a site, a service or a registry, none of which is here: the commands exist."""
    commands = subprocess.run([str(PREFLIGHT), "--help"], capture_output=True, text=True).stdout
    for name in re.findall(r"^\$ preflight ([a-z-]+)", text, re.M):
        case.assertIn("\n  %s " % name, commands)


def vim(case, text):
    if shutil.which("vim"):
        done = subprocess.run(["vim", "-Nu", "NONE", "-es", "-c", text.strip(), "-c", "qa!"], capture_output=True)
        case.assertEqual(done.returncode, 0)
    case.assertIn("errorformat=%f:%l:%c:", text)


KINDS = {
    "console": None,  # Docs.play
    "sh": shell_is_good,
    "yaml config": config,
    "yaml workflow": workflow,
    "yaml job": job,
    "yaml pre-commit": pre_commit,
    "yaml gitlab": gitlab,
    "yaml lefthook": lefthook,
    "yaml rule": rule,
    "yaml rule-part": rule_part,
    "yaml sample": with_other_tests,
    "expr": with_other_tests,
    "grammar": grammar,
    "vim": vim,
    "text": said_of_a_site,
}


def blocks(name):
    """(line number, what the fence says, text) of each block of code; indented ones say nothing."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    fence, start, inside = None, 0, []
    for number, line in enumerate(lines, 1):
        if fence is None and line.startswith("```"):
            fence, start, inside = line[3:], number, []
        elif fence is not None and line == "```":
            yield start, fence, "\n".join(inside) + "\n"
            fence = None
        elif fence is not None:
            inside.append(line)
        elif line.startswith("    ") and number > 1 and lines[number - 2] == "":
            yield number, "", line


class Blocks(unittest.TestCase):
    def test_every_block_is_of_a_kind_that_is_checked(self):
        for name in PAGES:
            for number, kind, _ in blocks(name):
                self.assertIn(kind, KINDS, "%s:%d: say in the fence what reads this block" % (name, number))

    def test_every_block_is_what_it_says(self):
        count = 0
        for name in PAGES:
            for number, kind, text in blocks(name):
                if KINDS.get(kind) is not None:
                    count += 1
                    with self.subTest("%s:%d: %s" % (name, number, kind)):
                        KINDS[kind](self, text)
        self.assertGreater(count, 20)


def add(name):
    def test(self):
        self.play(name)

    setattr(Docs, "test_" + re.sub(r"\W", "_", name), test)


for page_name in PAGES:
    add(page_name)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
