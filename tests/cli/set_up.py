"""What sets a project up: init, doctor, manual pages and completions say what the tables say.

set_up.py CHECKOUT PREFLIGHT
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
PAGES = ("preflight.1", "preflight.yml.5", "preflight-rules.7")


def run(folder, *arguments):
    done = subprocess.run([str(PREFLIGHT), *arguments], cwd=folder, capture_output=True, text=True, timeout=60,
                          env={"PATH": "%s:%s" % (PREFLIGHT.parent, os.environ["PATH"]), "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout, done.stderr


def commands():
    """command → the long options that its --help lists."""
    text = run(ROOT, "--help")[1]
    names = re.findall(r"^  ([a-z][a-z-]+)  ", text, re.M)
    return {name: re.findall(r"^ +(?:-., )?(--[a-z-]+)", run(ROOT, name, "--help")[1], re.M) for name in names}


class SetUp(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.project = pathlib.Path(self.folder.name) / "shop"
        shutil.copytree(ROOT / "samples/tidy-shop", self.project)

    def tearDown(self):
        self.folder.cleanup()

    def test_what_init_writes_is_valid_and_changes_no_verdict(self):
        before = run(self.project, "check", "--format", "concise")
        status, said, _ = run(self.project, "init", "--hook", "--ci")
        self.assertEqual((status, said.count("wrote ")), (0, 3))
        config = yaml.safe_load((self.project / "preflight.yml").read_text())
        schema = json.loads(run(ROOT, "schema", "config")[1])
        jsonschema.Draft202012Validator(schema).validate(config)
        self.assertEqual(config["branch"], "main")
        self.assertIn("SENTRY_DSN", config["mandated"])
        self.assertEqual(run(self.project, "check", "--format", "concise"), before)
        hooks = yaml.safe_load((self.project / ".pre-commit-config.yaml").read_text())
        self.assertEqual(hooks["repos"][0]["hooks"][0]["entry"], "preflight check")

    def test_the_lines_that_init_comments_out_are_valid_too(self):
        run(self.project, "init")
        path = self.project / "preflight.yml"
        lines = path.read_text().splitlines()
        kept = [line[2:] if line.startswith(("# ignore:", "# - ", "# deployments:", "#   ")) else line for line in lines]
        path.write_text("\n".join(kept) + "\n")
        status, said, aside = run(self.project, "check", "--format", "concise")
        self.assertEqual(aside, "")
        self.assertIn("[PFL902]", said, "the ignore of the example hides nothing here")

    def test_init_leaves_what_is_there(self):
        (self.project / ".pre-commit-config.yaml").write_text("repos: []\n")
        (self.project / "preflight.yml").write_text("version: 1\n")
        status, said, aside = run(self.project, "init", "--hook", "--ci")
        self.assertEqual((status, said.count("wrote "), aside.count("left as it is")), (0, 1, 2))
        self.assertEqual((self.project / "preflight.yml").read_text(), "version: 1\n")
        self.assertEqual(run(self.project, "init")[0], 2)
        self.assertEqual(run(self.project, "init", "--force")[0], 0)

    def test_doctor_says_versions_roles_reasons_and_rules(self):
        status, said, _ = run(self.project, "doctor", "-v")
        self.assertEqual(status, 0)
        for words in ("preflight ", "libyaml", "PCRE2", "configuration", "task-definition.json", "says the task definition's environment",
                      "main, says the deploy workflow's trigger", "  DJG001  1 judged"):
            self.assertIn(words, said)
        self.assertEqual(run(self.project, "doctor", ".")[0], 2)

    def test_manual_pages_hold_every_command_option_key_and_rule(self):
        pages = {name: run(ROOT, "debug", "man", name)[1].replace("\\-", "-") for name in PAGES}
        for command, options in commands().items():
            self.assertIn(".SS preflight %s" % command, pages["preflight.1"])
            for option in options:
                self.assertIn(option, pages["preflight.1"])
        for key in json.loads(run(ROOT, "schema", "config")[1])["properties"]:
            self.assertIn("\\fB%s\\fR" % key, pages["preflight.yml.5"])
        listed = json.loads(run(ROOT, "rules", "--format", "json")[1])
        for rule in listed["rules"]:
            self.assertIn("\\fB%s\\fR %s (" % (rule["id"], rule["name"]), pages["preflight-rules.7"])

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_manual_pages_are_good_roff(self):
        for name in PAGES:
            page = run(ROOT, "debug", "man", name)[1]
            done = subprocess.run(["groff", "-man", "-ww", "-z", "-Kutf8"], input=page, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)

    def test_completions_name_every_command_and_option(self):
        for shell in ("bash", "zsh", "fish"):
            status, script, _ = run(ROOT, "completion", shell)
            self.assertEqual(status, 0)
            for command, options in commands().items():
                self.assertIn(command, script)
                for option in options:
                    self.assertIn(option.lstrip("-"), script)
            if shutil.which(shell):
                done = subprocess.run([shell, "-n", "/dev/stdin"], input=script, capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), shell)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
