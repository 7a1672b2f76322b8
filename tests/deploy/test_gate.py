"""The gate of `preflight deploy`: what is deployed is the commit, and what may not be is refused.

test_gate.py CHECKOUT PREFLIGHT

Real git, repositories of the test's own, nothing else: programs that a step would run are scripts.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT, PREFLIGHT = [pathlib.Path(word).resolve() for word in sys.argv[1:3]]
REASON = "the fire brigade waits"


class Clone:
    """A clone of a sample, one commit ahead of its origin."""

    def __init__(self, sample="tidy-shop"):
        self.room = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.room.name)
        self.project = self.folder / "shop"
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.git("init", "-q", "--bare", "-b", "main", str(self.folder / "origin.git"), cwd=self.folder)
        shutil.copytree(ROOT / "samples" / sample, self.project)
        self.git("init", "-q", "-b", "main")
        self.git("remote", "add", "origin", str(self.folder / "origin.git"))
        self.git("commit", "-q", "--allow-empty", "-m", "nothing yet")
        self.git("push", "-q", "origin", "main")
        self.commit("the shop")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.room.cleanup()

    def environment(self, **more):
        return {
            "PATH": "%s:/usr/bin:/bin" % self.bin,
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "LC_ALL": "C.UTF-8",
            **more,
        }

    def git(self, *words, cwd=None):
        names = {"GIT_%s_%s" % (role, what): "preflight@example.org"
                 for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *words], cwd=cwd or self.project, env=self.environment(**names),
            capture_output=True, text=True,
        )
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def write(self, name, text, mode=0o644):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def program(self, name, text):
        path = self.bin / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)

    def deploy(self, *words, **environment):
        done = subprocess.run(
            [str(PREFLIGHT), "deploy", "-C", str(self.project), *words],
            cwd=self.folder, env=self.environment(**environment), capture_output=True, text=True,
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    def left(self):
        return [name for name in os.listdir(self.folder) if name.startswith("preflight-")]


def a_changed_file(clone):
    clone.write("shop/urls.py", "urlpatterns = []\n")


def a_removed_file(clone):
    (clone.project / "manage.py").unlink()


def a_link_for_a_file(clone):
    (clone.project / "manage.py").unlink()
    (clone.project / "manage.py").symlink_to("/dev/null")


def a_detached_head(clone):
    clone.git("checkout", "-q", "--detach")


def no_remote(clone):
    clone.git("remote", "remove", "origin")


def another_way(clone):
    clone.git("reset", "-q", "--hard", "HEAD~")
    clone.write("x", "x")
    clone.commit("theirs")
    clone.git("push", "-q", "origin", "main")
    clone.git("reset", "-q", "--hard", "HEAD@{2}")


def a_branch_that_deploys_nothing(clone):
    clone.git("checkout", "-q", "-b", "topic")


def already_pushed(clone):
    clone.git("push", "-q", "origin", "main")


REFUSED = [
    (a_changed_file, 4, "shop/urls.py"),
    (a_removed_file, 4, "manage.py"),
    (a_link_for_a_file, 4, "manage.py"),
    (a_detached_head, 4, "HEAD is detached"),
    (no_remote, 4, "never fetched or pushed"),
    (another_way, 4, "has gone another way"),
    (a_branch_that_deploys_nothing, 4, "a push to 'topic' deploys nothing; 'main' is production's"),
    (already_pushed, 4, "a push would start nothing"),
]


class Gate(unittest.TestCase):
    def test_what_stands_against_a_deploy_is_said_and_refused(self):
        for break_it, status, words in REFUSED:
            with self.subTest(break_it.__name__), Clone() as clone:
                break_it(clone)
                code, out = clone.deploy("push", "--yes")
                self.assertEqual(code, status, out)
                self.assertIn(words, out)
                self.assertIn("nothing was changed", out)
                self.assertEqual(clone.left(), [])

    def test_findings_refuse_with_the_status_of_the_check(self):
        with Clone("broken-shop") as clone:
            code, out = clone.deploy("push", "--dry-run")
            self.assertEqual(code, 1, out)
            self.assertIn("[DJG001]", out)
            self.assertNotIn("git push", out)

    def test_an_override_goes_on_and_is_shown(self):
        with Clone("broken-shop") as clone:
            code, out = clone.deploy("push", "--dry-run", "--override", REASON)
            self.assertEqual(code, 0, out)
            self.assertIn("WARN overridden                " + REASON, out)

    def test_nothing_overrides_a_pull_request(self):
        for event in ("pull_request", "pull_request_target"):
            with self.subTest(event), Clone() as clone:
                code, out = clone.deploy(
                    "push", "--yes", "--override", REASON, GITHUB_EVENT_NAME=event
                )
                self.assertEqual(code, 4, out)

    def test_untracked_files_do_not_matter(self):
        with Clone() as clone:
            clone.write("notes.txt", "mine\n")
            self.assertEqual(clone.deploy("push", "--dry-run")[0], 0)

    def test_without_yes_and_a_terminal_nothing_begins(self):
        with Clone() as clone:
            code, out = clone.deploy("push")
            self.assertEqual(code, 2, out)
            self.assertIn("--yes", out)

    def test_a_dry_run_writes_nothing(self):
        with Clone() as clone:
            before = sorted(str(path) for path in clone.folder.rglob("*"))
            for way in ("push", "release"):
                clone.deploy(way, "--dry-run")
            self.assertEqual(sorted(str(path) for path in clone.folder.rglob("*")), before)

    def test_events_are_objects_one_a_line(self):
        with Clone() as clone:
            code, out = clone.deploy("push", "--dry-run", "--json")
            events = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(code, 0, out)
            self.assertEqual(events[-1]["event"], "end")
            self.assertEqual(events[-1]["status"], 0)
            pushed = [e["argv"] for e in events if e["event"] == "command" and "push" in e["argv"]]
            head = clone.git("rev-parse", "HEAD")
            self.assertEqual(pushed[0][-1], head + ":refs/heads/main")

    def test_checks_see_the_commits_bytes_and_nothing_else(self):
        with Clone() as clone:
            clone.write(".gitattributes", "kept.txt export-ignore\n*.txt text eol=crlf\n")
            clone.write("kept.txt", "one\ntwo\n")
            clone.write("run.sh", "#!/bin/sh\n", 0o755)
            (clone.project / "link").symlink_to("kept.txt")
            clone.commit("odd files")
            clone.write("untracked", "x")
            seen = clone.folder / "seen"
            clone.program("flake8", 'cp -a . "%s"; env > "%s.env"\n' % (seen, seen))
            clone.program("pytest", "exit 0\n")
            code, out = clone.deploy("validate", GH_TOKEN="ghp_secret_secret", BASH_ENV="/x")
            self.assertEqual(code, 0, out)
            self.assertEqual((seen / "kept.txt").read_bytes(), b"one\ntwo\n")
            self.assertTrue(os.access(seen / "run.sh", os.X_OK))
            self.assertEqual(os.readlink(seen / "link"), "kept.txt")
            self.assertFalse((seen / "untracked").exists())
            self.assertFalse((seen / ".git").exists())
            environment = (clone.folder / "seen.env").read_text()
            self.assertIn("SECRET_KEY=for-the-tests-only\n", environment)
            self.assertNotIn("ghp_", environment)
            self.assertNotIn("BASH_ENV", environment)
            self.assertEqual(clone.left(), [])

    def test_a_gh_that_is_not_logged_in_is_said_so(self):
        with Clone() as clone:
            clone.program("gh", 'case "$1" in --version) echo "gh version 2.23.0";; *) echo "Alternatively, …" >&2; exit 4;; esac\n')
            code, out = clone.deploy("prepare", "--gh-repo", "acme/shop")
            self.assertEqual(code, 0, out)
            self.assertIn("cannot be known: gh is not logged in: run gh auth login, or put a token into GH_TOKEN", out)
            self.assertNotIn("Alternatively", out)

    def test_a_check_that_fails_stops_the_deploy(self):
        with Clone() as clone:
            clone.program("flake8", "echo wrong; exit 3\n")
            clone.program("pytest", "exit 0\n")
            code, out = clone.deploy("validate")
            self.assertEqual(code, 4, out)
            self.assertIn("| wrong\n", out)
            self.assertIn("flake8: exit status 3", out)

    def test_a_program_of_the_project_is_not_run_for_git(self):
        with Clone() as clone:
            clone.write("git", "#!/bin/sh\ntouch %s/ran\n" % clone.folder, 0o755)
            clone.commit("a git of its own")
            path = "%s:/usr/bin:/bin" % clone.project
            code, out = clone.deploy("push", "--dry-run", PATH=path)
            self.assertEqual(code, 0, out)
            self.assertFalse((clone.folder / "ran").exists())

    def test_nothing_that_the_repositorys_configuration_names_is_run(self):
        with Clone() as clone:
            mark = clone.folder / "ran"
            clone.program("evil", "touch %s\nexit 1\n" % mark)
            evil = str(clone.bin / "evil")
            clone.write(".gitattributes", "*.py filter=x diff=x\n")
            clone.commit("attributes")
            for key in ("core.fsmonitor", "core.sshCommand", "core.askPass", "core.pager",
                        "core.editor", "diff.external", "filter.x.clean", "filter.x.smudge",
                        "diff.x.textconv", "gpg.program", "credential.helper",
                        "remote.origin.receivepack", "remote.origin.uploadpack"):
                clone.git("config", key, evil)
            clone.git("config", "push.gpgSign", "true")
            hooks = clone.project / ".git/hooks"
            for hook in ("pre-push", "post-index-change", "reference-transaction", "pre-auto-gc"):
                shutil.copy(evil, hooks / hook)
            code, out = clone.deploy("--only", "push", "--yes", "--state", str(clone.folder / "state"))
            self.assertEqual(code, 0, out)
            self.assertFalse(mark.exists())
            self.assertEqual(
                clone.git("rev-parse", "main", cwd=clone.folder / "origin.git"),
                clone.git("rev-parse", "HEAD"),
            )

    def test_commands_of_a_commit_that_nobody_looked_at_are_not_followed(self):
        with Clone() as clone:
            mark = clone.folder / "ran"
            clone.write("preflight.yml", "version: 1\ndeploy:\n  checks: [[touch, %s]]\n" % mark)
            clone.commit("a check of its own")
            for program in ("flake8", "pytest"):
                clone.program(program, "exit 0\n")
            code, out = clone.deploy("validate")
            self.assertEqual(code, 0, out)
            self.assertFalse(mark.exists())
            self.assertIn("its deploy: is not followed", out)
            clone.git("push", "-q", "origin", "main")
            code, out = clone.deploy("validate")
            self.assertEqual(code, 0, out)
            self.assertTrue(mark.exists())

    def test_a_second_deploy_finds_the_lock(self):
        with Clone() as clone:
            state = clone.folder / "state"
            state.mkdir(mode=0o700)
            clone.program("flake8", "exit 0\n")
            clone.program("pytest", "exit 0\n")
            holder = subprocess.Popen(
                ["flock", str(state / "lock"), "sh", "-c", "echo held; read line"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            holder.stdout.readline()
            code, out = clone.deploy("--only", "push", "--yes", "--state", str(state))
            holder.communicate("\n")
            self.assertEqual(code, 6, out)
            self.assertIn("another deploy", out)
            self.assertEqual(clone.deploy("--only", "push", "--yes", "--state", str(state))[0], 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
