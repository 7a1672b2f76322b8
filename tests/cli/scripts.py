"""scripts/preflight on machines that lack things: what it installs, and what it says.

scripts.py CHECKOUT
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
TOOLS = "sh cat dirname env find grep head id mkdir mv printf readlink rm sed touch uname".split()


class Scripts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        self.bin = self.home / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            self.bin.joinpath(tool).symlink_to(shutil.which(tool))
        # A checkout without a build: only what the script reads before it would build.
        self.checkout = self.home / "checkout"
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")

    def tearDown(self):
        self.folder.cleanup()

    def program(self, name, body):
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text("#!/bin/sh\n" + body)
        path.chmod(0o755)

    def run_script(self):
        done = subprocess.run(
            [str(self.checkout / "scripts/preflight"), "--version"],
            env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stderr

    def log(self):
        path = self.home / "log"
        return path.read_text() if path.exists() else ""

    def log_calls_of(self, name, status):
        self.program(name, 'echo "%s $*" >>"%s/log"\nexit %d\n' % (name, self.home, status))

    def test_a_system_that_it_does_not_know_is_told_what_to_install(self):
        status, said = self.run_script()
        self.assertEqual(status, 2)
        for words in ("cc (in Debian: gcc libc6-dev)", "libpcre2-8 (in Debian: libpcre2-dev)", "Fedora: gcc cmake"):
            self.assertIn(words, said)

    def test_root_on_debian_gets_what_is_missing_and_nothing_else(self):
        self.program("id", "echo 0\n")
        self.program("cc", "exit 0\n")
        self.log_calls_of("apt-get", 1)
        status, said = self.run_script()
        self.assertEqual(status, 2)
        self.assertIn("installing Debian packages with apt-get: cmake ninja-build pkg-config", said)
        self.assertIn("apt-get update", self.log())
        self.assertNotIn("gcc", said.splitlines()[0])

    def test_a_user_with_sudo_installs_through_it_without_waiting_for_a_password(self):
        self.program("id", "echo 1000\n")
        self.log_calls_of("apt-get", 0)
        self.log_calls_of("sudo", 1)
        status, _ = self.run_script()
        self.assertEqual(status, 2)
        self.assertTrue(self.log().startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"))

    def test_a_user_without_sudo_is_told_the_command(self):
        self.program("id", "echo 1000\n")
        self.log_calls_of("apt-get", 0)
        status, said = self.run_script()
        self.assertEqual(status, 2)
        self.assertIn("As root, run:", said)
        self.assertIn("apt-get install gcc libc6-dev cmake ninja-build", said)
        self.assertEqual(self.log(), "")

    def test_a_second_call_builds_nothing(self):
        built = self.checkout / "build/release"
        built.mkdir(parents=True)
        (built / "preflight").write_text("#!/bin/sh\necho ran\n")
        (built / "preflight").chmod(0o755)
        for name in ("src", "rules"):
            (self.checkout / name).mkdir()
        (built / ".built").write_text("")
        future = (self.checkout / "src").stat().st_mtime + 10
        os.utime(built / ".built", (future, future))
        self.assertEqual(self.run_script(), (0, ""))
        os.utime(self.checkout / "rules", (future + 10, future + 10))
        self.assertEqual(self.run_script()[0], 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
