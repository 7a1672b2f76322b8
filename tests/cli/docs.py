"""Runs what the documentation shows: every ```console block, and compares what it says is printed.

docs.py CHECKOUT PREFLIGHT [--update]

In a block, "$ " is a command, "..." any number of lines, and `echo $?` shows the exit status. The
commands of a page run one after the other in a folder of their own that holds copies of the samples, a clone
of one of them as tidy
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

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
UPDATE = "--update" in sys.argv
PAGES = ["README.md", "docs/tour.md", "docs/formats.md", "docs/integrations.md",
         "docs/settings.md", "docs/deployments.md", "docs/ecs.md", "docs/deploy.md", "docs/workflows.md"]


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


def add(name):
    def test(self):
        self.play(name)

    setattr(Docs, "test_" + re.sub(r"\W", "_", name), test)


for page_name in PAGES:
    add(page_name)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
