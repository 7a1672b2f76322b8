"""The world that a deploy finds: the sample's repository with a remote, variables, a state folder."""
import fcntl
import pathlib
import shutil
import subprocess

import site_double

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "samples/tidy-shop"
SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "aws-secret-of-the-test/wJalrXUtnFEMI",
    "AWS_SESSION_TOKEN": "aws-session-of-the-test-FwoGZXIvYXdzE",
    "GH_TOKEN": "ghp_of-the-test-0123456789abcdef0123",
    "PREFLIGHT_REGISTRY_PASSWORD": "registry-password-for-the-test",
    "SENTRY_AUTH_TOKEN": site_double.TOKEN,
}


class Scene:
    """A folder with repository, bare remote, home and state; `environment` for preflight."""

    def __init__(self, folder, path):
        self.folder = pathlib.Path(folder)
        self.project = self.folder / "shop"
        self.remote = self.folder / "remote.git"
        self.state = self.folder / "state"
        self.home = self.folder / "home"
        self.tmp = self.folder / "tmp"
        for made in [self.home, self.tmp]:
            made.mkdir(mode=0o700)
        self.environment = {
            "PATH": path,
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_DEFAULT_REGION": "eu-west-3",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "PREFLIGHT_STATE": str(self.state),
            "PREFLIGHT_POLL": "20",
            "PREFLIGHT_GH_REPO": "lejardin/shop",
            **SECRETS,
        }

    def git(self, *words, folder=None):
        done = subprocess.run(
            ["/usr/bin/git", "-C", str(folder or self.project), *words],
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1"},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def make_repository(self, change=None):
        """The sample, committed and pushed once; `change` may touch the files before that."""
        shutil.copytree(SAMPLE, self.project)
        if change:
            change(self.project)
        subprocess.run(["/usr/bin/git", "init", "-q", "--bare", "-b", "main", str(self.remote)],
                       check=True)  # fmt: skip
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Bot")
        self.git("config", "user.email", "bot@lejardin.test")
        self.git("remote", "add", "origin", str(self.remote))
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "the shop")
        self.git("push", "-q", "origin", "main")
        self.git("fetch", "-q", "origin")

    def commit(self, name="CHANGES", text="a change\n"):
        (self.project / name).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a change")
        return self.git("rev-parse", "HEAD")

    def head(self):
        return self.git("rev-parse", "HEAD")

    def pushed(self):
        return self.git("rev-parse", "refs/heads/main", folder=self.remote)

    def files_with_secrets(self, more=()):
        """Files below the scene that hold a secret: none may. The worlds' own are left out."""
        found = []
        secrets = [value.encode() for value in [*SECRETS.values(), *more]]
        for folder in [self.state, self.tmp, self.home, self.project]:
            for path in folder.rglob("*"):
                if ".git" not in path.parts and path.is_file() and not path.is_symlink():
                    data = path.read_bytes()
                    found += [str(path) for secret in secrets if secret in data]
        return found


def locks_held(folder):
    """Lock files below the folder that somebody holds, by trying."""
    held = []
    for path in pathlib.Path(folder).rglob("*lock*"):
        with open(path, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.append(str(path))
    return held
