"""check --stdin-filename: the project with a file as an editor has it.

editor.py CHECKOUT PREFLIGHT
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())


class Editor(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.shop = pathlib.Path(self.folder.name) / "shop"
        shutil.copytree(ROOT / "samples/tidy-shop", self.shop)

    def tearDown(self):
        self.folder.cleanup()

    def check(self, name, text, *options):
        done = subprocess.run([PREFLIGHT, "check", "--format", "concise", "--stdin-filename", name, *options], cwd=self.shop,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, input=text, capture_output=True, timeout=60,
                              text=isinstance(text, str))
        return done.returncode, done.stdout, done.stderr

    def test_what_is_not_saved_yet_is_judged_with_the_rest_of_the_project(self):
        text = (self.shop / "task-definition.json").read_text()
        self.assertEqual(self.check("task-definition.json", text), (0, "", ""))
        status, said, _ = self.check("task-definition.json", text.replace('"SENTRY_DSN"', '"SENTRY_DNS"'))
        self.assertEqual(status, 1)
        self.assertIn("SENTRY_DNS, which nothing reads; SENTRY_DSN is wanted", said)
        settings = (self.shop / "shop/settings.py").read_text()
        status, said, _ = self.check("./shop/settings.py", settings + "\nDEBUG = True\n")
        self.assertIn("[DJG001]", said)

    def test_nothing_is_written_and_other_files_are_not_reported(self):
        broken = (self.shop / "task-definition.json").read_text().replace('"DEBUG", "value": "0"', '"DEBUG", "value": "1"')
        (self.shop / "task-definition.json").write_text(broken)
        self.assertEqual(self.check("README.rst", "Nothing.\n"), (0, "", ""))
        self.assertEqual((self.shop / "task-definition.json").read_text(), broken)

    def test_a_file_that_is_not_there_yet(self):
        status, said, _ = self.check(".github/workflows/new.yml", "on: push\njobs:\n  x:\n    runs_on: ubuntu-latest\n    steps:\n    - run: make\n")
        self.assertEqual(status, 1)
        self.assertIn(".github/workflows/new.yml:4:5: error: 'runs_on' is no key", said)

    def test_a_file_in_folders_that_are_not_there_yet(self):
        status, said, _ = self.check("extra/deep/Dockerfile", "FROM python:3.12\nUSR x\n")
        self.assertEqual(status, 3)
        self.assertIn("extra/deep/Dockerfile:2:1: error: unknown instruction", said)

    def test_what_cannot_be_read(self):
        self.assertEqual(self.check(".github/workflows/deploy.yml", "on: [\n")[0], 3)
        self.assertEqual(self.check(".github/workflows/deploy.yml", b"\xff\n")[0], 3)
        large = "# " + "x" * (1024 * 1024 - 2)
        self.assertEqual(self.check(".github/workflows/more.yml", large[:-1])[0] == 3, False, "at the limit")
        self.assertEqual(self.check(".github/workflows/more.yml", large + "x")[0], 3)

    def test_what_does_not_go_together(self):
        for options in (["."], ["--fix"], ["--changed", "-"]):
            self.assertEqual(self.check("README.rst", "", *options)[0], 2, options)
        self.assertEqual(self.check("../README.rst", "")[0], 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
