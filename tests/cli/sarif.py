"""SARIF reports against Microsoft's validator with GitHub's rules: no error, no warning.

sarif.py CHECKOUT PREFLIGHT FOLDER; the validator is installed from npm into FOLDER, once. Ends with
77 where npm is missing or cannot be reached.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())
TOOLS = pathlib.Path(sys.argv[3]).resolve()
PACKAGE = "@microsoft/sarif-multitool-linux"
VALIDATOR = TOOLS / "node_modules" / PACKAGE / "Sarif.Multitool"


def install():
    if VALIDATOR.exists():
        return True
    if not shutil.which("npm"):
        return False
    TOOLS.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), PACKAGE],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    return done.returncode == 0 and VALIDATOR.exists()


class Sarif(unittest.TestCase):
    def complaints(self, log):
        """(rule, level, arguments) of what the validator says about the log, notes left out."""
        with tempfile.TemporaryDirectory() as folder:
            path, said = pathlib.Path(folder) / "log.sarif", pathlib.Path(folder) / "said.sarif"
            path.write_text(json.dumps(log))
            subprocess.run([str(VALIDATOR), "validate", str(path), "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note",
                            "-o", str(said), "--log", "ForceOverwrite"],
                           env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
                           capture_output=True, timeout=120)
            (run,) = json.loads(said.read_text(encoding="utf-8-sig"))["runs"]
        self.assertTrue(run["invocations"][0]["executionSuccessful"])
        return [(result["ruleId"], result.get("level", "warning"), result["message"].get("arguments"))
                for result in run.get("results", []) if result.get("level", "warning") != "note"]

    def log_of(self, folder, *options):
        done = subprocess.run([PREFLIGHT, "check", "--format", "sarif", *options], cwd=folder,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, capture_output=True, text=True)
        self.assertIn(done.returncode, {0, 1, 3}, done.stderr)
        return json.loads(done.stdout)

    def test_what_is_written_is_valid_for_github(self):
        for sample in ("broken-shop", "tidy-shop"):
            with self.subTest(sample):
                self.assertEqual(self.complaints(self.log_of(ROOT / "samples" / sample)), [])

    def test_a_report_of_a_run_that_did_not_come_to_its_end_is_valid(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / ".github/workflows").mkdir(parents=True)
            (pathlib.Path(folder) / ".github/workflows/a b%#.yml").write_text("on: [\n")
            log = self.log_of(folder)
            self.assertFalse(log["runs"][0]["invocations"][0]["executionSuccessful"])
            self.assertEqual(self.complaints(log), [])

    def test_the_validator_sees_a_report_that_is_not_valid(self):
        log = self.log_of(ROOT / "samples/broken-shop")
        del log["runs"][0]["tool"]["driver"]["rules"][0]["help"]
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        self.assertNotEqual(self.complaints(log), [])


if __name__ == "__main__":
    if not install():
        print("skipped: npm is not installed, or does not reach its registry for %s" % PACKAGE)
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
