"""Tiny repositories and what one rule says of each.

cases.py FOLDER PREFLIGHT [--update]

FOLDER/<ID>/<claim>/ is a project; its file `expected` holds what `preflight check --select <ID>
--format concise` prints of it, and `exit N` as a last line where the status is not the usual one (1
with an error, else 0). `options` may hold other options; `dot-git` becomes .git. A project runs in
a copy of its own, so nothing around it is seen.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(sys.argv[1])
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
UPDATE = "--update" in sys.argv


def check(case):
    options = ["--select", case.parent.name]
    if (case / "options").exists():
        options = shlex.split((case / "options").read_text())
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "project"
        shutil.copytree(case, project, symlinks=True)
        for name in ("expected", "options"):
            (project / name).unlink(missing_ok=True)
        if (project / "dot-git").exists():
            (project / "dot-git").rename(project / ".git")
        done = subprocess.run(
            [str(PREFLIGHT), "check", "--allow-empty", "--format", "concise", *options],
            cwd=project,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1735689600"},
            capture_output=True,
            text=True,
            errors="backslashreplace",
            timeout=60,
        )
    lines = done.stdout.splitlines() + ["stderr: " + line for line in done.stderr.splitlines()]
    usual = 1 if re.search(r"(^|: )error: .*\[[A-Z]{3}[0-9]{3}\]$", done.stdout, re.M) else 0
    if done.returncode != usual:
        lines.append("exit %d" % done.returncode)
    return "".join(line + "\n" for line in lines)


class Cases(unittest.TestCase):
    maxDiff = None


def add(case):
    def test(self):
        expected = case / "expected"
        printed = check(case)
        if UPDATE:
            expected.write_text(printed)
        self.assertEqual(expected.read_text(), printed, case.relative_to(FOLDER))

    name = "test_%s_%s" % (case.parent.name, re.sub(r"\W", "_", case.name))
    setattr(Cases, name, test)


for found in sorted(FOLDER.glob("*/*/")):
    add(found)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
