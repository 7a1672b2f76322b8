"""What action.yml runs, called as GitHub's runner would: inputs as variables, files for the outputs.

action.py CHECKOUT PREFLIGHT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

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
