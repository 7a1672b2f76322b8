"""What a pull request changes: findings on changed lines, new findings, and the gate itself.

pull_request.py CHECKOUT PREFLIGHT
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
CONFIG = "version: 1\nfail-on: warning\nrule-files: [rules/acme.yaml]\n"
RULE = """\
version: 1
rules:
- id: ACM001
  name: no-latest-tag
  severity: error
  summary: the task definition names an image by the tag latest
  for: {c: "$taskdef.containerDefinitions[*]"}
  forbid: $c.image =~ /:latest$/
  message: container {c.name} runs {c.image}, which may be another image tomorrow
"""


class PullRequest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        self.base, self.ours = self.home / "base", self.home / "ours"
        shutil.copytree(ROOT / "samples/tidy-shop", self.base)
        self.write(self.base, "preflight.yml", CONFIG)
        self.write(self.base, "rules/acme.yaml", RULE)
        shutil.copytree(self.base, self.ours)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, side, path, text):
        (side / path).parent.mkdir(parents=True, exist_ok=True)
        (side / path).write_text(text)

    def change(self, path, old, new):
        text = (self.ours / path).read_text()
        self.assertIn(old, text)
        (self.ours / path).write_text(text.replace(old, new))

    def check(self, *options, folder=None, text=None):
        done = subprocess.run([PREFLIGHT, "check", "--format", "concise", *options], cwd=folder or self.ours,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, capture_output=True, text=True,
                              input=text, timeout=60)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()

    def gate(self, *options):
        """The findings about the gate, without their places' columns."""
        status, lines = self.check("--base", "../base", *options)
        found = [line for line in lines if line.endswith("[PFL905]")]
        self.assertEqual(status, 1 if found else 0, lines)
        return found

    def test_the_same_project_changes_nothing(self):
        self.assertEqual(self.gate(), [])

    def test_the_bases_configuration_holds_whatever_the_request_says(self):
        self.change("preflight.yml", "fail-on: warning\n", "fail-on: warning\nignore: [ACM001]\n")
        self.change("task-definition.json", '"DEBUG", "value": "0"', '"DEBUG", "value": "1"')
        self.change("preflight.yml", "fail-on: warning\n", "fail-on: off\nignore: [DJG]\nselect: [IMG]\n".replace("ignore: [DJG]\n", ""))
        status, lines = self.check("--base", "../base")
        self.assertEqual(status, 1)
        self.assertIn("DJG003", " ".join(lines))
        self.assertEqual([line for line in lines if "PFL905" in line],
                         ["preflight.yml:2:1: error: preflight.yml is part of the gate, and this pull request changes it [PFL905]"])

    def test_each_part_of_the_gate_that_changes_is_told(self):
        self.change("rules/acme.yaml", "severity: error", "severity: info")
        self.assertEqual(self.gate(), ["rules/acme.yaml:5:1: error: rules/acme.yaml is part of the gate, and this pull request changes it [PFL905]"])
        (self.ours / "preflight.yml").unlink()
        self.assertEqual(self.gate()[0], "error: preflight.yml is part of the gate, and this pull request removes it [PFL905]")

    def test_a_gate_that_the_base_has_not_is_told(self):
        (self.base / "preflight.yml").unlink()
        (self.base / "rules/acme.yaml").unlink()
        self.assertEqual([line.split(" ", 1)[1] for line in self.gate()],
                         ["error: preflight.yml becomes part of the gate by this pull request [PFL905]",
                          "error: rules/acme.yaml becomes part of the gate by this pull request [PFL905]"])

    def test_a_configuration_that_the_request_breaks_is_told_and_does_not_stop_the_run(self):
        self.write(self.ours, "preflight.yml", "version: [\n")
        self.assertEqual(len(self.gate()), 1)

    def test_the_workflow_that_runs_preflight_is_part_of_the_gate(self):
        self.write(self.base, ".github/workflows/gate.yml", "on: pull_request\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n    - run: preflight check\n")
        self.write(self.ours, ".github/workflows/gate.yml", "on: pull_request\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n    - run: echo check\n")
        self.assertEqual(self.gate(), [".github/workflows/gate.yml:6:1: error: .github/workflows/gate.yml is part of the gate, and this pull request changes it [PFL905]"])

    def test_a_workflow_that_does_not_run_it_is_none(self):
        for side in (self.base, self.ours):
            self.write(side, ".github/workflows/other.yml", "on: push\n# not preflight\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n    - run: %s\n" % side.name)
        self.assertEqual(self.gate(), [])

    def test_comments_that_hide_findings_are_told_unless_the_base_has_them(self):
        comment = "# preflight: ignore[DJG006] the load balancer checks hosts\n"
        settings = "shop/settings.py"
        self.write(self.ours, settings, comment + (self.base / settings).read_text() + comment)
        self.assertEqual(len(self.gate()), 2)
        self.write(self.base, settings, (self.base / settings).read_text() + "\n\n" + comment)
        self.assertEqual([line.split(": ", 2)[2] for line in self.gate()], ["this pull request hides DJG006 here [PFL905]"])

    def test_nothing_hides_it(self):
        self.write(self.base, "preflight.yml", CONFIG + "ignore:\n- {rule: PFL905, reason: no}\n")
        self.write(self.ours, "preflight.yml", CONFIG + "# preflight: ignore-file[PFL905] no\n")
        for options in ([], ["--ignore", "PFL905"], ["--select", "DJG"], ["--changed", "-"], ["--only-new"], ["shop/settings.py"]):
            with self.subTest(options):
                status, lines = self.check("--base", "../base", *options, text="README.rst:1\n")
                self.assertIn("preflight.yml is part of the gate", " ".join(lines))
                self.assertEqual(status, 1)

    def test_only_new_leaves_out_what_the_base_has(self):
        for side in (self.base, self.ours):
            text = (side / "task-definition.json").read_text()
            (side / "task-definition.json").write_text(text.replace('"DEBUG", "value": "0"', '"DEBUG", "value": "1"'))
        self.assertIn("DJG003", " ".join(self.check("--base", "../base")[1]))
        self.assertEqual(self.check("--base", "../base", "--only-new"), (0, []))
        text = (self.ours / "shop/settings.py").read_text()
        self.write(self.ours, "shop/settings.py", "\n\n" + text + "\nALLOWED_HOSTS = ['*']\n")
        status, lines = self.check("--base", "../base", "--only-new")
        self.assertEqual((status, {line[-8:-1] for line in lines} & {"DJG003]", "[DJG006"}), (1, {"[DJG006"}), lines)

    def test_the_base_within_the_project_is_none_of_it(self):
        shutil.copytree(ROOT / "samples/broken-shop", self.ours / "base")
        self.write(self.ours / "base", "preflight.yml", CONFIG)
        shutil.copytree(self.base / "rules", self.ours / "base/rules")
        status, lines = self.check("--base", "base")
        self.assertEqual([line for line in lines if line.startswith("base/")], [])

    def test_only_new_needs_a_base_and_the_base_a_folder(self):
        for options in (["--only-new"], ["--base", "nowhere"], ["--base", "..", ".", "shop"], ["--changed", "nowhere"]):
            done = subprocess.run([PREFLIGHT, "check", *options], cwd=self.ours, capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, options)
            self.assertNotEqual(done.stderr, "")

    def test_a_diff_on_standard_input_narrows_the_report(self):
        shutil.copytree(ROOT / "samples/broken-shop", self.home / "shop")
        status, everything = self.check(folder=self.home / "shop")
        (at,) = [line.split(":")[1] for line in everything if "[DJG006]" in line]
        diff = "--- a/shop/settings.py\n+++ b/shop/settings.py\n@@ -%s +%s @@\n-x\n+y\n" % (at, at)
        status, lines = self.check("--changed", "-", folder=self.home / "shop", text=diff)
        self.assertEqual((status, [line[-8:] for line in lines]), (0, ["[DJG006]"]))
        # From the repository's root, as git writes it.
        diff = diff.replace("a/shop", "a/shop/shop").replace("b/shop", "b/shop/shop")
        status, lines = self.check("--changed", "-", "shop", folder=self.home, text=diff)
        self.assertEqual([line[-8:] for line in lines], ["[DJG006]"])
        # Both places of a finding count.
        lines = self.check("--changed", "-", folder=self.home / "shop", text="shop/settings.py:12\n")[1]
        self.assertIn("[DJG004]", " ".join(lines))
        self.assertEqual(self.check("--changed", "-", folder=self.home / "shop", text=""), (0, []))
        # A comment without a reason is told where it is touched.
        self.write(self.home / "shop", "manage.py", "# preflight: ignore[DJG040]\n")
        self.assertEqual(self.check("--changed", "-", folder=self.home / "shop", text=""), (0, []))
        self.assertIn("[PFL901]", " ".join(self.check("--changed", "-", folder=self.home / "shop", text="manage.py\n")[1]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
