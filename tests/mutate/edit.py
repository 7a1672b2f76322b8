"""A clean sample in a folder of its own, and the ways to damage it."""
import json
import pathlib
import shutil

# What stands where in each sample. `workflow` releases, `trigger` is what a push starts.
ROLES = {
    "tidy-shop": {
        "taskdef": "task-definition.json",
        "container": "web",
        "workflow": ".github/workflows/deploy.yml",
        "trigger": ".github/workflows/deploy.yml",
        "settings": "shop/settings.py",
        "base": "shop/settings.py",
        "wsgi": "shop/wsgi.py",
        "docs": "docs/deploiement.rst",
        "requirements": "requirements.txt",
        "dockerfile": "Dockerfile",
        "dockerignore": ".dockerignore",
    },
    "tidy-booking": {
        "taskdef": "deploy/task-definition.production.json",
        "container": "app",
        "workflow": ".github/workflows/deploy.yml",
        "trigger": ".github/workflows/deploy.yml",
        "settings": "config/settings/production.py",
        "base": "config/settings/base.py",
        "wsgi": "config/wsgi.py",
        "docs": "docs/deployment.md",
        "requirements": "requirements/production.txt",
        "dockerfile": "Dockerfile",
        "dockerignore": ".dockerignore",
    },
    "tidy-journal": {
        "taskdef": "infra/task-definition.json",
        "container": "web",
        "workflow": ".github/workflows/release.yml",
        "trigger": ".github/workflows/ci.yml",
        "settings": "journal/settings.py",
        "base": "journal/settings.py",
        "wsgi": "journal/wsgi.py",
        "docs": "README.md",
        "requirements": "requirements.txt",
        "dockerfile": "Dockerfile",
        "dockerignore": ".dockerignore",
    },
}
ALL = tuple(ROLES)
SHOP, BOOKING, JOURNAL = ALL
FARGATE = (SHOP, BOOKING)


class Unchanged(Exception):
    """The defect found nothing to damage."""


class Sample:
    """A copy of a sample, like a clone whose default branch is main."""

    def __init__(self, original, folder):
        self.name = original.name
        self.original = original
        self.root = pathlib.Path(folder)
        self.touched = set()
        shutil.copytree(original, self.root, dirs_exist_ok=True)
        (self.root / ".git/refs/remotes/origin").mkdir(parents=True)
        (self.root / ".git/HEAD").write_text("ref: refs/heads/main\n")
        (self.root / ".git/refs/remotes/origin/HEAD").write_text("ref: refs/remotes/origin/main\n")

    def path(self, role):
        return self.root / ROLES[self.name].get(role, role)

    def read(self, role):
        return self.path(role).read_text()

    def write(self, role, text):
        path = self.path(role)
        self.touched.add(path)
        for parent in path.relative_to(self.root).parents:
            if not (self.root / parent).exists():
                self.touched.add(self.root / parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def rename(self, role, suffix):
        path = self.path(role)
        self.touched.update((path, path.with_suffix(suffix)))
        path.rename(path.with_suffix(suffix))

    def mend(self):
        """As it was before the last edit."""
        for path in self.touched:
            clean = self.original / path.relative_to(self.root)
            if clean.is_file():
                shutil.copyfile(clean, path)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self.touched.clear()


def replace(role, old, new, times=1):
    """The first `times` places of `old` in the file of that role become `new`."""

    def edit(sample):
        text = sample.read(role)
        if old not in text or old == new:
            raise Unchanged(f"{old!r} is not in {sample.path(role)}")
        sample.write(role, text.replace(old, new, times))

    return edit


def append(role, text):
    return lambda sample: sample.write(role, sample.read(role) + text)


def create(path, text):
    return lambda sample: sample.write(path, text)


def both(*edits):
    """Several edits that are one defect."""

    def edit(sample):
        for one in edits:
            one(sample)

    return edit


def each(**edits):
    """An edit of its own for each sample: shop=…, booking=…, journal=…"""
    return lambda sample: edits[sample.name.removeprefix("tidy-")](sample)


def taskdef(change):
    """`change` gets the parsed task definition."""

    def edit(sample):
        before = json.loads(sample.read("taskdef"))
        after = json.loads(sample.read("taskdef"))
        change(after)
        if before == after:
            raise Unchanged("the task definition stays as it is")
        sample.write("taskdef", json.dumps(after, indent=2) + "\n")

    return edit


def container(change):
    """`change` gets the parsed container that runs Django."""

    def edit(sample):
        wanted = ROLES[sample.name]["container"]
        taskdef(
            lambda definition: change(
                next(c for c in definition["containerDefinitions"] if c["name"] == wanted)
            )
        )(sample)

    return edit


def put(**values):
    """For taskdef() and container(): sets members; None takes one away."""

    def change(owner):
        for name, value in values.items():
            if value is None:
                del owner[name]
            else:
                owner[name] = value

    return change


def sidecar(**values):
    """For taskdef(): one more container, which logs as the first one does."""

    def change(definition):
        first = definition["containerDefinitions"][0]
        extra = {"name": "extra", "image": "public.ecr.aws/docker/library/busybox:1.37.0"}
        extra.update({"essential": False, "memory": 16}, logConfiguration=first["logConfiguration"])
        definition["containerDefinitions"].append(dict(extra, **values))

    return change


def variable(name, value=None, rename=None):
    """For container(): another value or name for an entry of environment or secrets; neither: it
    is taken away. A name that is not there is added."""

    def change(owner):
        for part in ("environment", "secrets"):
            for entry in owner[part]:
                if entry["name"] != name:
                    continue
                if value is None and rename is None:
                    owner[part].remove(entry)
                elif rename is not None:
                    entry["name"] = rename
                elif part == "environment":
                    entry["value"] = value
                else:
                    entry["valueFrom"] = value
                return
        if value is not None:
            owner["environment"].append({"name": name, "value": value})

    return change
