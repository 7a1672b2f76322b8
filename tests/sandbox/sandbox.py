"""What a check can no longer do once it knows what it was asked for.

sandbox.py CHECKOUT PREFLIGHT DRIVER; ends with 77 where the kernel has no Landlock, or under a sanitizer.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())
DRIVER = str(pathlib.Path(sys.argv[3]).resolve())


def run(*command, cwd=None, **more):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, **more)


class Sandbox(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def test_what_is_not_listed_is_refused(self):
        (self.home / "read").mkdir()
        (self.home / "write").mkdir()
        (self.home / "read/file").write_text("x")
        done = run(DRIVER, str(self.home / "read"), str(self.home / "write"))
        said = dict(line.split(": ") for line in done.stdout.splitlines())
        allowed = [what for what, verdict in said.items() if verdict == "allowed"]
        self.assertEqual(allowed, ["read there", "make where it may", "replace where it may"])
        self.assertEqual(len(said), 11, done.stdout)

    def check(self, *options, cwd, status):
        done = run(PREFLIGHT, "check", "--sandbox", "require", "--format", "concise", *options, cwd=cwd)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_everything_that_a_check_is_asked_for_works_inside(self):
        (self.home / "repository/apps").mkdir(parents=True)
        shop = self.home / "repository/apps/shop"
        shutil.copytree(ROOT / "samples/broken-shop", shop)
        (self.home / "repository/preflight.yml").write_text("version: 1\nextends: [shared.yml]\nbaseline: known.json\n")
        (self.home / "repository/shared.yml").write_text("version: 1\nfail-on: error\n")
        (self.home / "repository/known.json").write_text('{"schema": 1, "findings": []}')
        run("git", "init", "-q", "-b", "main", cwd=self.home / "repository")
        outside = self.home / "reports"
        outside.mkdir()
        self.check(cwd=shop, status=1)
        self.check("repository/apps/shop", cwd=self.home, status=1)
        self.check("--format", "sarif=%s/a.sarif" % outside, "--format", "json=b.json", cwd=shop, status=1)
        self.assertTrue((outside / "a.sarif").exists() and (shop / "b.json").exists())
        self.check("--write-baseline", "../old.json", cwd=shop, status=0)
        self.check("--baseline", "../old.json", cwd=shop, status=0)
        self.check("--select", "ECS005", "--fix", cwd=shop, status=0)
        self.assertNotIn("taskDefinitionArn", (shop / "task-definition.json").read_text())
        shutil.copytree(shop, self.home / "base")
        self.check("--base", "../../../base", "--only-new", cwd=shop, status=1)

    def test_a_work_tree_of_git_is_read(self):
        repository = self.home / "repository"
        shutil.copytree(ROOT / "samples/tidy-shop", repository)
        for command in (["init", "-q", "-b", "main"], ["add", "-A"],
                        ["-c", "user.name=C", "-c", "user.email=c@example.org", "commit", "-qm", "x"],
                        ["worktree", "add", "-q", "-b", "other", "../tree"]):
            run("git", *command, cwd=repository)
        plain = run(PREFLIGHT, "check", "--sandbox", "off", "--format", "json", cwd=self.home / "tree")
        inside = run(PREFLIGHT, "check", "--sandbox", "require", "--format", "json", cwd=self.home / "tree")
        self.assertEqual((inside.returncode, inside.stdout), (plain.returncode, plain.stdout))

    def test_it_is_said(self):
        done = run(PREFLIGHT, "check", "-v", str(ROOT / "samples/tidy-shop"))
        self.assertRegex(done.stderr, r"preflight: sandbox: Landlock ABI \d+, seccomp\n")
        done = run(PREFLIGHT, "check", "-v", "--sandbox", "off", str(ROOT / "samples/tidy-shop"))
        self.assertIn("preflight: sandbox: none\n", done.stderr)
        self.assertRegex(run(PREFLIGHT, "doctor").stdout, r"  sandbox +Landlock ABI \d+, seccomp\n")

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_a_check_opens_no_socket_and_starts_nothing_by_itself(self):
        trace = self.home / "trace"
        run("strace", "-f", "-o", str(trace), "-e", "trace=%network,%process", PREFLIGHT, "check", "--sandbox", "off",
            str(ROOT / "samples/broken-shop"))
        calls = {re.sub(r"^\d+ +", "", line).split("(")[0] for line in trace.read_text().splitlines()}
        self.assertLessEqual(calls, {"execve", "exit_group", "+++ exited with 1 +++"})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        tried = run(DRIVER, folder, folder)
    if tried.returncode == 77:
        print(tried.stdout.strip())
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
