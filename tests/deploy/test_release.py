"""From `preflight deploy` to a verified site, with real programs all the way: git, docker and a
registry with a login, aws, gh; the sample is built, pushed, registered, started and asked.

test_release.py PREFLIGHT
"""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import docker_real
import site_double
from aws_server import Amazon
from cloud import Cloud
from docker_real import Docker
from github_server import GitHub, Hub
from scene import SECRETS, Scene, locks_held
from site_double import HOST, TOKEN, Certificates, Sentry, Terminator

PREFLIGHT = pathlib.Path(sys.argv[1]).resolve()
PROGRAMS = ["/usr/bin/aws", "/usr/bin/docker", "/usr/bin/gh", "/usr/bin/git"]
VALUES = {  # what Secrets Manager holds
    "SECRET_KEY": "kept-by-the-cloud-59f2a7-0123456789-abcdefghijklmnop",
    "DATABASE_PASSWORD": "kept-by-the-cloud-too-77aa",
}


def why_not():
    missing = [program for program in PROGRAMS if not os.path.exists(program)]
    if missing:
        return "no " + ", no ".join(missing)
    return docker_real.why_not() or (None if site_double.is_there() else "no Django or openssl")


def without_postgres(project):
    """There is no database server here: the shop keeps its plants in a file for the test."""
    settings = project / "shop/settings.py"
    settings.write_text(
        settings.read_text().replace("django.db.backends.postgresql", "django.db.backends.sqlite3")
    )
    path = project / "task-definition.json"
    definition = json.loads(path.read_text())
    definition["containerDefinitions"][0]["environment"].append(
        {"name": "DATABASE_NAME", "value": "/tmp/shop.sqlite3"}
    )
    path.write_text(json.dumps(definition, indent=4))


class Fargate:
    """Runs what a revision says, as a container of the real Docker; asked by a unix socket."""

    def __init__(self, docker, folder, cloud, dsn):
        self.docker, self.cloud = docker, cloud
        self.folder = pathlib.Path(folder) / "task"
        self.folder.mkdir()
        self.folder.chmod(0o777)
        self.socket = str(self.folder / "shop.sock")
        self.values = {**VALUES, "SENTRY_DSN": dsn}
        self.container = None

    def start(self, definition):
        container = definition["containerDefinitions"][0]
        words = ["run", "-d", "--network=none", "-v", "%s:/run/shop" % self.folder]
        if container.get("readonlyRootFilesystem"):
            words += ["--read-only", "--tmpfs", "/tmp"]
        if "user" in container:
            words += ["--user", container["user"]]
        for pair in container["environment"]:
            words += ["-e", "%s=%s" % (pair["name"], pair["value"])]
        for pair in container.get("secrets", []):
            words += ["-e", "%s=%s" % (pair["name"], self.values[pair["name"]])]
        words += [container["image"], "gunicorn", "--bind", "unix:/run/shop/shop.sock",
                  "--worker-tmp-dir", "/dev/shm", "shop.wsgi"]  # fmt: skip
        self.stop()
        self.container = self.docker.run(*words).stdout.strip()

    def stop(self):
        if self.container:
            self.docker.run("rm", "-f", self.container)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.socket)

    def log(self):
        done = self.docker.run("logs", self.container, check=False) if self.container else None
        return "\nthe container:\n" + done.stdout + done.stderr if done else ""

    def is_ready(self):
        """Its socket is there. A container that ended is a task that failed."""
        if os.path.exists(self.socket):
            return True
        state = self.docker.run("inspect", "--format", "{{.State.Running}}", self.container)
        if state.stdout.strip() == "false":
            self.cloud.services["production", "shop"]["deployments"][0]["_rollout"] = "fail"
        return state.stdout.strip() == "false"


@unittest.skipIf(why_not(), "releases with real programs are not tried: %s" % why_not())
class Release(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        try:
            cls.docker = cls.stack.enter_context(Docker())
            cls.docker.import_base()
        except RuntimeError as error:
            raise unittest.SkipTest("no container runs here: %s" % error)

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = tempfile.mkdtemp(prefix="pf-")
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        path = pathlib.Path(self.folder) / "bin"
        path.mkdir(mode=0o700)
        for program in PROGRAMS:
            (path / os.path.basename(program)).symlink_to(program)
        self.scene = Scene(self.folder, "%s:/usr/bin:/bin" % path)
        self.scene.make_repository(without_postgres)
        self.enter = self.stack.enter_context
        self.amazon = self.enter(Amazon(Cloud({"polls": 2})))
        self.hub = Hub({"polls": 2})
        self.github = self.enter(GitHub(self.hub, self.folder))
        self.sentry = self.enter(Sentry())
        certificates = Certificates(tempfile.mkdtemp(dir=self.folder))
        self.fargate = Fargate(self.docker, self.folder, self.amazon.cloud, self.sentry.dsn)
        self.stack.callback(self.fargate.stop)
        self.front = self.enter(Terminator(self.fargate.socket, certificates, tells=True))
        self.amazon.cloud.is_ready = self.fargate.is_ready
        self.amazon.cloud.started = self.fargate.start
        self.environment = {
            **self.scene.environment,
            **self.docker.environment,
            "DOCKER_BUILDKIT": "0",  # the builder that needs no bridge
            "DOCKER_CONFIG": self.folder + "/docker",
            "PREFLIGHT_AWS_ENDPOINT": self.amazon.url,
            "PREFLIGHT_GH_SOCKET": self.github.path,
            "PREFLIGHT_REGISTRY": self.docker.registry,
            "PREFLIGHT_REGISTRY_USER": docker_real.USER,
            "PREFLIGHT_REGISTRY_PASSWORD": docker_real.PASSWORD,
            "PREFLIGHT_URL": "https://%s:%d/" % (HOST, self.front.port),
            "PREFLIGHT_CONNECT_TO": "127.0.0.1",
            "PREFLIGHT_CA_FILE": str(certificates.authority),
            "PREFLIGHT_ALLOW_LOCAL": "1",
            "PREFLIGHT_ALLOW_HTTP": "1",
            "SENTRY_DSN": self.sentry.dsn,
            "SENTRY_ORG": "jardin",
        }

    def preflight(self, *words, **more):
        done = subprocess.run(
            [PREFLIGHT, *words, "--timeout", "400"],
            cwd=self.scene.project,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=450,
        )
        self.said = done.stdout + done.stderr
        if done.returncode != 0:
            self.said += self.fargate.log()
        for secret in [*SECRETS.values(), docker_real.PASSWORD, self.sentry.dsn, TOKEN]:
            self.assertNotIn(secret, self.said)
        return done.returncode

    def assert_clean(self):
        secrets = [docker_real.PASSWORD, self.sentry.dsn, *VALUES.values()]
        self.assertEqual(self.scene.files_with_secrets(secrets), [])
        self.assertEqual(locks_held(self.scene.state), [])
        self.assertEqual(list(self.scene.tmp.iterdir()), [])

    def test_release_builds_pushes_registers_rolls_out_and_verifies(self):
        commit = self.scene.head()
        status = self.preflight("deploy", "release", "--from", "release", "--yes")
        self.assertEqual(status, 0, self.said)
        cloud = self.amazon.cloud
        primary = cloud.services["production", "shop"]["deployments"][0]
        made = cloud.task_definition(primary["taskDefinition"])
        image = made["containerDefinitions"][0]["image"]
        self.assertRegex(image, "^%s/lejardin/shop@sha256:[0-9a-f]{64}$" % self.docker.registry)
        self.assertEqual(made["family"], "shop")
        self.assertEqual(primary["rolloutState"], "COMPLETED")
        # What runs is what the registry has, and it is the commit.
        self.docker.run("login", "-u", docker_real.USER, "--password-stdin", self.docker.registry,
                        input=docker_real.PASSWORD)  # fmt: skip
        self.docker.run("pull", image)
        labels = json.loads(self.docker.run("image", "inspect", image).stdout)[0]["Config"]["Labels"]
        self.assertEqual(labels["org.opencontainers.image.revision"], commit)
        self.assertEqual(len(self.sentry.events), 1)
        self.assertEqual(list(self.sentry.events.values())[0]["release"], commit)
        self.assertIn("the site", self.said)
        self.assert_clean()

    def pipeline(self):
        """What the sample's workflow does with a push, done here by the real Docker."""
        clone = self.folder + "/clone-%s" % self.scene.pushed()[:8]
        self.scene.git("clone", "-q", str(self.scene.remote), clone)
        image = "%s/lejardin/shop:%s" % (self.docker.registry, self.scene.pushed())
        self.docker.run("build", "-t", image, clone)
        definition = json.loads(pathlib.Path(clone, "task-definition.json").read_text())
        definition["containerDefinitions"][0]["image"] = image
        cloud = self.amazon.cloud
        made = cloud.call("RegisterTaskDefinition", definition)["taskDefinition"]
        cloud.call("UpdateService", {"cluster": "production", "service": "shop",
                                     "taskDefinition": made["taskDefinitionArn"]})  # fmt: skip

    def test_push_is_followed_through_the_pipeline_to_the_site(self):
        before = self.scene.pushed()
        commit = self.scene.commit()
        self.docker.environment["DOCKER_BUILDKIT"] = "0"
        self.hub.head = lambda: self.scene.pushed() if self.scene.pushed() != before else None
        self.hub.completed = self.pipeline
        status = self.preflight("deploy", "push", "--from", "push", "--yes")
        self.assertEqual(status, 0, self.said)
        self.assertEqual(self.scene.pushed(), commit)
        self.assertEqual(len(self.sentry.events), 1)
        self.assert_clean()

    def results(self):
        """subject: (result, detail) of what was said with --json"""
        events = [json.loads(line) for line in self.said.splitlines() if line.startswith("{")]
        return {
            event["subject"]: (event["result"], event.get("detail", ""))
            for event in events
            if event["event"] == "result"
        }

    def test_prepare_says_what_is_there_and_what_cannot_be_known(self):
        self.hub.scenario["secrets"] = ["AWS_DEPLOY_ROLE", "DOCKERHUB_USERNAME"]
        status = self.preflight("deploy", "prepare", "--json")
        self.assertEqual(status, 4, self.said)
        seen = self.results()
        for subject in ["git", "aws", "gh", "credentials", "service", "AWS_DEPLOY_ROLE"]:
            self.assertEqual(seen[subject][0], "ok", seen)
        self.assertEqual(seen["DOCKERHUB_TOKEN"][0], "ng", seen)
        self.hub.scenario["forbidden"] = ["secrets"]
        status = self.preflight("deploy", "prepare", "--json")
        seen = self.results()
        self.assertNotIn("ng", [seen.get(n, ("",))[0] for n in ["DOCKERHUB_TOKEN", "AWS_DEPLOY_ROLE"]])
        self.assertIn("skip", [mark for mark, _ in seen.values()], seen)
        self.assert_clean()

    def test_a_registry_that_refuses_changes_nothing(self):
        status = self.preflight(
            "deploy", "release", "--from", "release", "--yes", PREFLIGHT_REGISTRY_PASSWORD="wrong-password"
        )
        self.assertEqual(status, 4, self.said)
        self.assertEqual(self.amazon.cloud.count("RegisterTaskDefinition"), 0)
        self.assertEqual(self.amazon.cloud.count("UpdateService"), 0)
        self.assert_clean()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
