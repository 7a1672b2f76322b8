"""The examples in the built-in rules, and their pages in docs/rules against the rules themselves.

rule_pages.py CHECKOUT PREFLIGHT
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())


def run(*arguments):
    return subprocess.run([PREFLIGHT, *arguments], capture_output=True, text=True)


class Rules(unittest.TestCase):
    maxDiff = None

    def test_every_example_is_judged_as_its_rule_says(self):
        done = run("test-rules")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_pages_are_those_of_the_rules(self):
        """When this fails: preflight rules --write-docs docs/rules"""
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run("rules", "--write-docs", folder).returncode, 0)
            made = {path.name: path.read_text() for path in pathlib.Path(folder).iterdir()}
        kept = {path.name: path.read_text() for path in (ROOT / "docs/rules").iterdir()}
        self.assertEqual(sorted(kept), sorted(made))
        for name, text in made.items():
            with self.subTest(name):
                self.assertEqual(kept[name], text)

    def test_each_rule_says_why_it_matters(self):
        for path in sorted((ROOT / "docs/rules").glob("[A-Z]*[0-9].md")):
            with self.subTest(path.name):
                self.assertIn("## Why it matters", path.read_text())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
