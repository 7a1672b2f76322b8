"""Fixes: the bytes that --fix changes, and that there is nothing left to do afterwards.

fixes.py CHECKOUT PREFLIGHT [--update]

tests/fixes/<ID>/<claim>/ is a project; its file `expected.diff` is what --diff shows of it and what
--fix then does. Besides, every example of a rule that has a fix is repaired in the same way.
"""
import difflib
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
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())
UPDATE = "--update" in sys.argv
CASES = ROOT / "tests/fixes"
BROKEN = re.compile(r"\[(PFL00[124]|GHA001)\]")  # a file that can no longer be read


def run(folder, *options):
    done = subprocess.run([PREFLIGHT, "check", "--no-config", "--allow-empty", "--format", "concise", *options], cwd=folder,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode()


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def changed_lines(before, after):
    """The - and + lines between two trees, file by file."""
    lines = []
    for path in before:
        old, new = (side[path].decode("utf-8").splitlines(True) for side in (before, after))
        lines += [line.rstrip("\n") for line in difflib.unified_diff(old, new) if not line.startswith(("---", "+++", "@@", " "))]
    return lines


def lines_of(diff):
    return [line for line in diff.split("\n") if line[:1] in ("+", "-") and not line.startswith(("--- ", "+++ "))]


class Fixes(unittest.TestCase):
    maxDiff = None

    def repair(self, rule, folder):
        """The diff that was shown, after it was made as shown and nothing is left to do."""
        before = tree(folder)
        broken = BROKEN.findall(run(folder)[0])
        shown, _ = run(folder, "--select", rule, "--fix=unsafe", "--diff")
        self.assertEqual(tree(folder), before, "--diff writes nothing")
        after_text, said = run(folder, "--select", rule, "--fix=unsafe")
        after = tree(folder)
        self.assertEqual(sorted(before), sorted(after))
        self.assertEqual(sorted(changed_lines(before, after)), sorted(lines_of(shown)))
        self.assertEqual(bool(shown), "repaired" in said)
        self.assertEqual(run(folder, "--select", rule, "--fix=unsafe", "--diff")[0], "", "a second run has nothing to do")
        self.assertEqual(run(folder, "--select", rule)[0], after_text, "what was printed is how it is now")
        self.assertEqual(BROKEN.findall(run(folder)[0]), broken)
        return shown

    def play(self, case):
        with tempfile.TemporaryDirectory() as folder:
            project = pathlib.Path(folder) / "project"
            shutil.copytree(case, project)
            (project / "expected.diff").unlink(missing_ok=True)
            if (project / "dot-git").exists():
                (project / "dot-git").rename(project / ".git")
            shown = self.repair(case.parent.name, project)
        if UPDATE:
            (case / "expected.diff").write_bytes(shown.encode())
            return
        self.assertEqual(shown, (case / "expected.diff").read_bytes().decode())
        self.assertNotEqual(shown, "")

    def repair_examples(self, rule):
        shown = ""
        for example in [*rule.get("bad", []), *rule.get("tests", [])]:
            given = example.get("given")
            if given:
                continue
            with self.subTest(example.get("name")), tempfile.TemporaryDirectory() as folder:
                for path, content in example["files"].items():
                    target = pathlib.Path(folder) / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(content or "", encoding="utf-8")
                shown += self.repair(rule["id"], pathlib.Path(folder))
        return shown

    def test_a_fix_that_calls_for_another_is_followed(self):
        with tempfile.TemporaryDirectory() as folder:
            workflow = pathlib.Path(folder) / ".github/workflows/a.yml"
            workflow.parent.mkdir(parents=True)
            workflow.write_text("on: push\njobs:\n  build: &job\n    runs-on: ubuntu-latest\n    steps:\n    - run: make\n"
                                "  deploy:\n    needs: [biuld]\n    runs-on: ubuntu-latest\n    steps:\n"
                                "    - run: echo ${{ needs.build.result }} ${{ needs.biuld.result }}\n".replace(" &job", ""))
            run(folder, "--select", "GHA", "--fix=unsafe")
            self.assertNotIn("biuld", workflow.read_text())
            self.assertEqual(run(folder, "--select", "GHA"), ("", ""))

    def test_every_rule_with_a_fix_repairs_an_example_of_its_own(self):
        count = 0
        for path in sorted((ROOT / "rules").rglob("*.yaml")):
            (rule,) = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
            if rule.get("fix", {}).get("safety") not in ("safe", "unsafe"):
                continue
            count += 1
            with self.subTest(rule["id"]):
                self.assertNotEqual(self.repair_examples(rule), "", "no example of it is repaired")
        self.assertGreater(count, 20)


def add(case):
    def test(self):
        self.play(case)

    setattr(Fixes, "test_" + re.sub(r"\W", "_", "%s_%s" % (case.parent.name, case.name)), test)


for found in sorted(CASES.glob("*/*/")):
    add(found)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
