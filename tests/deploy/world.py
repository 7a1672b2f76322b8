"""One deploy with stand-ins for all programs: the world around it, and what it looks like after."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from cloud import Cloud
from github_server import Hub
from scene import SECRETS, Scene, locks_held
from shims import Stage


def quiet_limits():
    """A file that may not grow gives an error, not a signal: as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


class World:
    """One project, its services, and a deploy of it."""

    def __init__(self, template, preflight, shim, scenario=None, hub=None):
        self.preflight = preflight
        self.folder = tempfile.mkdtemp(prefix="pf-")
        self.cloud = Cloud({"polls": 2, **(scenario or {})})
        self.hub = Hub({"polls": 1, **(hub or {})})
        self.stage = Stage(self.folder, shim, self.cloud, self.hub)
        self.scene = Scene(self.folder, self.stage.path)
        shutil.copytree(template / "shop", self.scene.project, symlinks=True)
        shutil.copytree(template / "remote.git", self.scene.remote, symlinks=True)
        config = self.scene.project / ".git/config"
        config.write_text(config.read_text().replace(str(template), self.folder))
        self.first = self.pushed_commit()
        self.hub.head = self.new_commit
        self.hub.completed = self.pipeline
        self.old = self.primary()["taskDefinition"]
        self.process = self.struck = None

    def __enter__(self):
        self.stage.__enter__()
        return self

    def __exit__(self, *_):
        for pid in self.stage.running():
            os.kill(pid, signal.SIGKILL)
        self.stage.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def primary(self):
        return self.cloud.services["production", "shop"]["deployments"][0]

    def pushed_commit(self):
        head = self.scene.remote / "refs/heads/main"
        return head.read_text().strip() if head.exists() else None

    def new_commit(self):
        commit = self.pushed_commit()
        return commit if commit != self.first else None

    def pipeline(self):
        """What the workflow does at its end."""
        definition = {"family": "shop", "containerDefinitions": [{"name": "web", "image": "new"}]}
        made = self.cloud.call("RegisterTaskDefinition", definition)["taskDefinition"]
        where = {"cluster": "production", "service": "shop"}
        self.cloud.call("UpdateService", {**where, "taskDefinition": made["taskDefinitionArn"]})

    def run(self, *words, unseen=False, seconds=60, **environment):
        """(status, output): both streams together, as a person or a log sees them; or `unseen`."""
        self.process = subprocess.Popen(
            [str(self.preflight), *words],
            cwd=self.scene.project,
            env={**self.scene.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if unseen else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=quiet_limits,
        )
        self.began = time.monotonic()
        try:
            out, _ = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
            raise AssertionError("it hangs:\n" + (out or b"").decode(errors="replace")[-2000:])
        self.ended = time.monotonic()
        return self.process.returncode, (out or b"").decode(errors="replace")

    def second(self, *words):
        """Another one beside the one that runs."""
        done = subprocess.run(
            [str(self.preflight), *words],
            cwd=self.scene.project,
            env=self.scene.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )
        return done.returncode, done.stdout.decode(errors="replace")

    # -- what a person would look at afterwards --------------------------------------------------

    def new_revisions(self):
        return len(self.cloud.families["shop"]) - 1

    def updates_to_new(self):
        """How often the service was sent to a revision that was not there before."""
        return sum(
            1
            for name, given in self.cloud.calls
            if name == "UpdateService" and given.get("taskDefinition", self.old) != self.old
        )

    def is_new(self):
        primary = self.primary()
        return primary["taskDefinition"] != self.old and primary["rolloutState"] == "COMPLETED"

    def is_old(self):
        return self.primary()["taskDefinition"] == self.old

    def journal(self):
        files = [p for p in self.scene.state.rglob("*") if p.is_file() and "journal" in p.name]
        return files[0] if files else None

    def troubles(self, out):
        """What must never be there once a deploy is over, as lines."""
        wrong = []
        end = time.monotonic() + 2
        while self.stage.running() and time.monotonic() < end:
            time.sleep(0.02)
        if self.stage.running():
            wrong.append("something runs on")
        if locks_held(self.scene.state):
            wrong.append("the lock is held")
        wrong += ["a secret is printed" for secret in SECRETS.values() if secret in out]
        wrong += ["a secret is in " + path for path in self.scene.files_with_secrets()]
        for call in self.stage.calls:
            if any(secret in word for word in call.words for secret in SECRETS.values()):
                wrong.append("a secret is an argument of " + call.name)
        return wrong + ["the test itself: " + text for text in self.stage.trouble]


def make_templates(folder, flows):
    """A project for each flow, to be copied into worlds: what a release deploys was pushed before."""
    for flow in flows:
        (folder / flow).mkdir()
        scene = Scene(folder / flow, "/usr/bin:/bin")
        scene.make_repository()
        if flow == "push":
            scene.commit()
