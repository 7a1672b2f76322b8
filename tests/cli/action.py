"""What action.yml runs, called as GitHub's runner would: inputs as variables, files for the outputs;
and the jobs of ci/gitlab.yml and of this repository's own workflow.

action.py CHECKOUT PREFLIGHT
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

import yaml

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()


class Action(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        shutil.copytree(ROOT / "samples", self.home / "samples")
        # The action's own folder, with the program already built.
        (self.home / "action/scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts/action", self.home / "action/scripts")
        (self.home / "action/scripts/preflight").symlink_to(PREFLIGHT)
        (self.home / "temp").mkdir()

    def tearDown(self):
        self.folder.cleanup()

    def run_action(self, **inputs):
        environment = {
            "PATH": "/usr/bin:/bin",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.home / "output"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
            "RUNNER_TEMP": str(self.home / "temp"),
            **{"PREFLIGHT_" + name: value for name, value in inputs.items()},
        }
        return subprocess.run(
            [str(self.home / "action/scripts/action")],
            cwd=self.home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def outputs(self):
        lines = (self.home / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def test_a_broken_project_fails_with_annotations_summary_and_outputs(self):
        done = self.run_action(PATH="samples/broken-shop", SARIF="out.sarif")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(done.stdout.startswith("::error file=samples/broken-shop/"))
        self.assertGreater(int(self.outputs()["errors"]), 3)
        self.assertEqual(self.outputs()["sarif-file"], "out.sarif")
        self.assertTrue((self.home / "out.sarif").exists())
        self.assertIn("### preflight: ", (self.home / "summary").read_text())
        self.assertEqual(list((self.home / "temp").iterdir()), [])

    def test_the_base_of_a_pull_request_holds(self):
        shutil.copytree(self.home / "samples/tidy-shop", self.home / "base")
        (self.home / "samples/tidy-shop/preflight.yml").write_text("version: 1\nfail-on: off\n")
        done = self.run_action(PATH="samples/tidy-shop", BASE="base", ONLY_NEW="true")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("PFL905", done.stdout)

    def test_every_input_reaches_the_script_and_no_expression_a_shell(self):
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        script = (ROOT / "scripts/action").read_text()
        (step,) = [step for step in action["runs"]["steps"] if "run" in step]
        self.assertEqual(step["shell"], "bash")
        for other in action["runs"]["steps"]:
            self.assertNotIn("${{", other.get("run", ""))
        named = {re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]: name for name, value in step["env"].items()}
        self.assertEqual(set(named), set(action["inputs"]))
        for variable in named.values():
            self.assertIn("${" + variable + ":-", script)
        for output in action["outputs"].values():
            self.assertIn(output["value"].split(".")[-1].rstrip(" }"), script)
        for uses in (step["uses"] for step in action["runs"]["steps"] if "uses" in step):
            self.assertRegex(uses, r"@[0-9a-f]{40}$")

    def test_this_repositorys_own_workflow_uses_it(self):
        jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
        self.assertIn("./", [step.get("uses") for step in jobs["gate"]["steps"]])
        # By themselves: the rest of the checkout holds samples and corpora that are broken on purpose.
        project = self.home / "own"
        for path in ("action.yml", ".github/workflows/ci.yml"):
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, project / path)
        done = subprocess.run([str(PREFLIGHT), "check", "--fail-on", "warning", "--format", "concise"], cwd=project,
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_the_job_for_gitlab_writes_its_report_and_fails(self):
        page = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())
        report = page["preflight"]["artifacts"]["reports"]["codequality"]
        for sample, status in (("broken-shop", 1), ("tidy-shop", 0)):
            environment = {**{name: str(value) for name, value in page["variables"].items()}, "PATH": os.environ["PATH"],
                           "PREFLIGHT_HOME": str(self.home / "action"), "PREFLIGHT_PATH": "samples/" + sample}
            done = subprocess.run(["sh", "-ec", "\n".join(page["preflight"]["script"])], cwd=self.home, env=environment,
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, status, done.stderr)
            issues = json.loads((self.home / report).read_text())
            self.assertEqual(bool(issues), status == 1)
            for issue in issues:
                self.assertTrue((self.home / issue["location"]["path"]).exists())

    def test_a_tidy_project_passes(self):
        done = self.run_action(PATH="samples/tidy-shop")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertEqual(self.outputs(), {"errors": "0", "warnings": "0"})

    def test_inputs_choose_and_cannot_become_commands(self):
        done = self.run_action(
            PATH="samples/broken-shop",
            SELECT="DJG006",
            FAIL_ON="warning",
            ANNOTATIONS="false",
            SUMMARY="false",
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("warning[DJG006]", done.stdout)
        self.assertFalse((self.home / "summary").exists())
        done = self.run_action(PATH="$(touch hacked); touch hacked", CONFIG_FILE="`touch hacked`")
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.home / "hacked").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
