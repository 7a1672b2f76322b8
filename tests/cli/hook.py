"""Debian's pre-commit with our hook: a defect is held back, the mended project passes, offline.

hook.py CHECKOUT PREFLIGHT; ends with 77 where pre-commit or git is missing.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
CONFIG = """\
repos:
- repo: %s
  rev: %s
  hooks:
  - id: preflight
"""


class Hook(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        home = pathlib.Path(self.folder.name)
        self.hooks, self.project = home / "hooks", home / "project"
        self.environment = {
            "PATH": "%s:%s" % (PREFLIGHT.parent, os.environ["PATH"]),
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.hooks.mkdir()
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", self.hooks)
        shutil.copytree(ROOT / "samples/tidy-shop", self.project)
        self.start(self.hooks)
        self.commit(self.hooks, "hooks")
        revision = self.git(self.hooks, "rev-parse", "HEAD").stdout.strip()
        (self.project / ".pre-commit-config.yaml").write_text(CONFIG % (self.hooks, revision))
        self.start(self.project)
        self.run_in(self.project, "pre-commit", "install")

    def tearDown(self):
        self.folder.cleanup()

    def run_in(self, folder, *command):
        return subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, text=True, timeout=120
        )

    def git(self, folder, *arguments):
        return self.run_in(folder, "git", *arguments)

    def start(self, folder):
        self.git(folder, "init", "-q", "-b", "main")
        self.git(folder, "config", "user.email", "claire@example.org")
        self.git(folder, "config", "user.name", "Claire")

    def commit(self, folder, message):
        self.git(folder, "add", "-A")
        return self.git(folder, "commit", "-m", message)

    def test_a_defect_is_held_back_and_the_mended_project_passes(self):
        done = self.commit(self.project, "first")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        definition = self.project / "task-definition.json"
        good = definition.read_text()
        definition.write_text(good.replace('"DEBUG", "value": "0"', '"DEBUG", "value": "1"'))
        done = self.commit(self.project, "a defect")
        self.assertEqual(done.returncode, 1)
        self.assertIn("DJG003", done.stdout + done.stderr)
        definition.write_text(good)
        (self.project / "README.rst").write_text("Mended.\n")
        self.assertEqual(self.commit(self.project, "mended").returncode, 0)

    def test_files_that_decide_nothing_do_not_wake_it(self):
        self.commit(self.project, "first")
        (self.project / "static/shop.css").write_text("/* other */\n")
        done = self.commit(self.project, "style")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Skipped", done.stdout + done.stderr)


    def test_whatever_a_check_reads_wakes_it(self):
        manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        for hook in manifest:
            for path in ("deploy/prod.json", "deploy/web.yml", ".github/workflows/x.yaml", "preflight.yml", "rules/acme.yaml",
                         "known.json", "shop/hosts.py", "docker/web.Dockerfile", "Containerfile", "compose.yml", ".env.production",
                         "requirements/prod.txt", "requirements.in", "poetry.lock", "Pipfile", "README", "docs/deploy.rst",
                         ".dockerignore", "sub/.gitignore"):
                self.assertRegex(path, hook["files"])
            for path in ("static/shop.css", "shop/templates/base.html", "static/app.js", "logo.png"):
                self.assertNotRegex(path, hook["files"])


if __name__ == "__main__":
    if not (shutil.which("pre-commit") and shutil.which("git")):
        print("skipped: pre-commit or git is not installed")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
