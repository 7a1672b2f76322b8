"""Debian's pre-commit with the hook that builds itself: once, in its clone, and offline from then on.

hook_build.py CHECKOUT; ends with 77 where pre-commit or git is missing, this is no git checkout, or
neither CI nor PREFLIGHT_FULL is set: it takes a whole build. The clone holds what is committed.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
CONFIG = "repos:\n- repo: %s\n  rev: %s\n  hooks:\n  - id: preflight-build\n"
SECONDS = 900  # a release build on a loaded machine


def revision():
    done = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def without_network():
    """The words before a command that take the network away; none where the system does not let us."""
    for words in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return []


class HookBuild(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        home = pathlib.Path(self.folder.name)
        self.project = home / "project"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            # A compiler cache makes this quick where there is one.
            **{name: os.environ[name] for name in ("CMAKE_C_COMPILER_LAUNCHER",) if name in os.environ},
            "CCACHE_DIR": os.environ.get("CCACHE_DIR", os.path.expanduser("~/.cache/ccache")),
            "CCACHE_BASEDIR": str(home),
            "CCACHE_NOHASHDIR": "1",
        }
        shutil.copytree(ROOT / "samples/tidy-shop", self.project)
        (self.project / ".pre-commit-config.yaml").write_text(CONFIG % (ROOT, revision()))
        for command in (["init", "-q", "-b", "main"], ["config", "user.email", "claire@example.org"],
                        ["config", "user.name", "Claire"]):
            self.run_in("git", *command)
        self.run_in("pre-commit", "install")

    def tearDown(self):
        self.folder.cleanup()

    def run_in(self, *command):
        return subprocess.run(command, cwd=self.project, env=self.environment, capture_output=True, text=True,
                              timeout=SECONDS)

    def commit(self, message, *before):
        self.run_in("git", "add", "-A")
        return self.run_in(*before, "git", "commit", "-m", message)

    def builds(self):
        return list(pathlib.Path(self.folder.name).glob("cache/*/build/release/.built"))

    def test_it_builds_once_then_holds_defects_back_without_a_network(self):
        done = self.commit("first")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (built,) = self.builds()
        when = built.stat().st_mtime_ns
        offline = without_network()
        if not offline:
            print("note: this system does not let us take the network away")
        definition = self.project / "task-definition.json"
        good = definition.read_text()
        definition.write_text(good.replace('"DEBUG", "value": "0"', '"DEBUG", "value": "1"'))
        done = self.commit("a defect", *offline)
        self.assertEqual(done.returncode, 1)
        self.assertIn("error[DJG003]", done.stdout + done.stderr)
        definition.write_text(good)
        (self.project / "README.rst").write_text("Mended.\n")
        done = self.commit("mended", *offline)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual((self.builds(), built.stat().st_mtime_ns), ([built], when))


if __name__ == "__main__":
    if not (shutil.which("pre-commit") and shutil.which("git") and revision()):
        print("skipped: pre-commit or git is not installed, or this is no git checkout")
        sys.exit(77)
    if not (os.environ.get("CI") or os.environ.get("PREFLIGHT_FULL")):
        print("skipped: it builds all of preflight; scripts/test --full runs it")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
