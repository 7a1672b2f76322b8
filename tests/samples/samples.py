"""The sample projects: what preflight says of them, and what real Django makes of their settings.

samples.py CHECKOUT PREFLIGHT [--update]
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
UPDATE = "--update" in sys.argv
SAMPLES = {"broken-shop": 1, "tidy-shop": 0, "tidy-booking": 0, "tidy-journal": 0}
SHOPS = ["broken-shop", "tidy-shop"]
# The task definitions of each sample, in the order of its deployments, and the container.
CONTAINERS = {
    "broken-shop": (["task-definition.json"], "web"),
    "tidy-shop": (["task-definition.json"], "web"),
    "tidy-booking": (
        ["deploy/task-definition.staging.json", "deploy/task-definition.production.json"],
        "app",
    ),
    "tidy-journal": (["infra/task-definition.json"], "web"),
}
# What else their containers are given, and secrets that have a form.
GIVEN = {
    "tidy-booking": {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": "postgres://booking:of-database_url@db.example-hall.org/booking",
    },
    "tidy-journal": {"DJANGO_SETTINGS_MODULE": "journal.settings"},
}
ASKED = ["DEBUG", "ALLOWED_HOSTS", "SECRET_KEY"]

READ_SETTINGS = """
import json, os, sys
import sentry_sdk
from django.conf import settings
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in sys.argv[1:]},
    "sentry": [call["dsn"] for call in sentry_sdk.calls],
}))
"""


def preflight(*arguments, cwd=ROOT):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    return subprocess.run(
        [PREFLIGHT, *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )


def container_environment(sample, path):
    """What the container gets; a secret's value is its name in small letters."""
    definition = json.loads((sample / path).read_text())
    name = CONTAINERS[sample.name][1]
    [container] = [c for c in definition["containerDefinitions"] if c["name"] == name]
    given = {entry["name"]: entry["value"] for entry in container["environment"]}
    given.update({entry["name"]: "of-" + entry["name"].lower() for entry in container["secrets"]})
    given.update(GIVEN.get(sample.name, {}))
    return given


def documents(text):
    """The JSON documents that stand one after the other."""
    decoder, at, found = json.JSONDecoder(), 0, []
    while text[at:].strip():
        document, at = decoder.raw_decode(text, at)
        found.append(document)
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


def django(sample, path="task-definition.json"):
    """The settings as Django itself reads them, in the container's environment."""
    environment = container_environment(sample, path)
    stand_ins = ROOT / "tests/samples/stand-ins"
    environment["PYTHONPATH"] = os.pathsep.join([str(stand_ins), str(sample)])
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS, *ASKED],
        cwd=sample,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


class Samples(unittest.TestCase):
    maxDiff = None

    def check(self, name):
        """In a folder like a clone whose default branch is main, whatever this one is."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(ROOT / "samples" / name, folder / "samples" / name)
            (folder / ".git/refs/remotes/origin").mkdir(parents=True)
            (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
            (folder / ".git/refs/remotes/origin/HEAD").write_text("ref: refs/remotes/origin/main\n")
            return preflight("check", "samples/" + name, cwd=folder)

    def test_the_report_is_the_one_beside_the_sample(self):
        for name, status in SAMPLES.items():
            with self.subTest(name):
                done = self.check(name)
                beside = ROOT / "samples" / (name + ".expected.txt")
                if UPDATE:
                    beside.write_text(done.stdout)
                self.assertEqual(done.stdout, beside.read_text())
                self.assertEqual(done.stderr, "")
                self.assertEqual(done.returncode, status)

    def test_django_itself_sees_what_the_samples_are_made_to_show(self):
        broken, tidy = (django(ROOT / "samples" / name)["settings"] for name in SHOPS)
        self.assertIs(broken["DEBUG"], True)
        self.assertEqual(broken["ALLOWED_HOSTS"], ["*"])
        self.assertIs(tidy["DEBUG"], False)
        self.assertEqual(tidy["ALLOWED_HOSTS"], ["www.lejardin.fr", "lejardin.fr"])
        self.assertEqual(tidy["SECRET_KEY"], "of-secret_key")

    def test_sentry_runs_in_the_tidy_sample_only(self):
        self.assertEqual(django(ROOT / "samples/broken-shop")["sentry"], [])
        self.assertEqual(django(ROOT / "samples/tidy-shop")["sentry"], ["of-sentry_dsn"])

    def test_preflight_settings_says_what_django_says(self):
        for name, (paths, _) in CONTAINERS.items():
            sample = ROOT / "samples" / name
            done = preflight("settings", "--format", "json", *ASKED, cwd=sample)
            self.assertEqual(done.returncode, 0, done.stderr)
            deployments = documents(done.stdout)
            self.assertEqual(len(deployments), len(paths))
            for path, deployment in zip(paths, deployments):
                self.check_settings(name, deployment["settings"], django(sample, path)["settings"])

    def check_settings(self, name, said, real):
        for setting in ASKED:
            with self.subTest(sample=name, setting=setting):
                if said[setting]["known"]:
                    self.assertEqual(said[setting]["value"], real[setting])
                else:
                    # Only what a secret supplies may stay unknown.
                    self.assertEqual(real[setting], "of-" + setting.lower())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
