"""What may go wrong around a deploy: what it says then, how it ends, what it leaves.

test_failures.py PREFLIGHT SHIM
"""
import base64
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import signal
import sys
import tempfile
import unittest
import urllib.parse

from scene import SECRETS
from shims import DIGEST
from world import World, make_templates

PREFLIGHT, SHIM = [pathlib.Path(word).resolve() for word in sys.argv[1:3]]
FULL = bool(os.environ.get("PREFLIGHT_FULL"))
RELEASE = ["deploy", "release", "--yes"]
PUSH = ["deploy", "push", "--yes"]


def no_service(world):
    world.cloud.services.clear()


def no_cluster(world):
    world.cloud.clusters.clear()


def dirty(world):
    (world.scene.project / "shop/urls.py").write_text("# changed\n")


def detached(world):
    world.scene.git("checkout", "-q", "--detach")


def side_branch(world):
    world.scene.git("checkout", "-q", "-b", "feature")


def finding(world):
    path = world.scene.project / "shop/settings.py"
    path.write_text(path.read_text().replace('== "1"', '!= "1"'))
    world.scene.git("commit", "-qam", "debug")
    world.scene.git("push", "-q", "origin", "HEAD:main")
    world.scene.git("fetch", "-q")


def no_docker(world):
    os.unlink(os.path.join(world.stage.path, "docker"))


def answers(name, *orders, number=1, then=None):
    """A stand-in does as it is told once; `then` is its exit status."""

    def prepare(world):
        def fault(call, point):
            if (call.name, call.number, point) != (name, number, "before"):
                return False
            for order in orders:
                if isinstance(order, tuple):
                    call.say(*order)
                else:
                    call.order(order)
            if then is not None:
                call.order("exit", then)
            return then is not None

        world.stage.fault = fault

    return prepare


def fault(op, kind, **more):
    return {"faults": [{"op": op, "kind": kind, **more}]}


REASON = "CannotPullContainerError: pull access denied for lejardin/shop"
# name, words, scenario of the cloud, preparation, exit status, words that are said
CASES = [
    ("a circuit breaker goes back", RELEASE, {"rollout": "rollback"}, None, {4}, "back"),
    ("a circuit breaker stops", RELEASE, {"rollout": "fail"}, None, {5}, "by hand: aws"),
    (
        "containers that fail for ever",
        RELEASE + ["--timeout", "4"],
        {"rollout": "crash", "stopped": {"exit": 3}},
        None,
        {5},
        "by hand: aws",
    ),
    ("pending for ever", RELEASE + ["--timeout", "4"], {"rollout": "stuck"}, None, {5}, "by hand"),
    ("somebody else deploys meanwhile", RELEASE, {"rollout": "replaced"}, None, {5}, "by hand"),
    (
        "a reason that AWS gives",
        RELEASE,
        {"rollout": "rollback", "stopped": {"code": "TaskFailedToStart", "reason": REASON}},
        None,
        {4},
        "CannotPullContainerError",
    ),
    ("no such service", RELEASE, {}, no_service, {4}, "shop"),
    ("no such cluster", RELEASE, {}, no_cluster, {4}, "(?i)cluster"),
    ("not allowed to update", RELEASE, fault("UpdateService", "deny"), None, {4}, "not authorized"),
    ("not allowed to look", RELEASE, fault("DescribeServices", "deny"), None, {4}, "not authorized"),
    ("credentials that expired", RELEASE, fault("*", "expired", times=99), None, {4}, "expired"),
    ("throttled twice, then well", RELEASE, fault("UpdateService", "throttle", times=2), None, {0}, ""),
    ("a hiccup while following", RELEASE, fault("DescribeServices", "http", status=503, skip=3), None, {0}, ""),
    ("garbage for a service", RELEASE, fault("DescribeServices", "garbage", times=9), None, {4}, ""),
    ("a page of a proxy", RELEASE, fault("DescribeServices", "html", times=9), None, {4}, ""),
    ("nothing for a service", RELEASE, fault("DescribeServices", "empty", times=9), None, {4}, ""),
    ("far too much", RELEASE, fault("DescribeServices", "huge", times=9), None, {4}, ""),
    ("garbage for an update", RELEASE, fault("UpdateService", "garbage", times=9), None, {4, 5}, ""),
    ("garbage for a revision", RELEASE, fault("RegisterTaskDefinition", "garbage"), None, {4}, ""),
    ("a changed work tree", RELEASE, {}, dirty, {4}, "changed since the commit"),
    ("a detached HEAD", PUSH, {}, detached, {4}, "detached"),
    ("a branch that deploys nothing", PUSH, {}, side_branch, {4}, "deploys nothing"),
    ("a commit with a finding", RELEASE, {}, finding, {1}, "DJG"),
    ("no --yes and nobody to ask", RELEASE[:-1], {}, None, {2}, "--yes"),
    ("no docker", RELEASE, {}, no_docker, {4}, "docker"),
    ("docker's build fails", RELEASE, {}, answers("docker build", ("no space left\n", "err"), then=1), {4}, "no space left"),
    ("a push that is denied", RELEASE, {}, answers("docker push", ("denied: no\n", "err"), then=1), {4}, "denied"),
    ("a push without a digest", RELEASE, {}, answers("docker push", ("pushed\n",), then=0), {4}, "digest"),
    ("a hanging docker", RELEASE + ["--timeout", "3"], {}, answers("docker build", "deaf", "orphan", "sleep 60000"), {4}, ""),
    ("what a program leaves behind", RELEASE, {}, answers("docker build", "orphan"), {0}, ""),
    ("standard output closed", RELEASE, {}, answers("docker push", "closeout", then=0), {4}, "digest"),
    ("a check of the project that fails", RELEASE, {}, answers("pytest", ("1 failed\n",), then=1), {4}, "1 failed"),
    ("a step of the pipeline that fails", PUSH, {"hub": {"conclusion": "failure"}}, None, {4, 5}, "F401"),
    ("a pipeline that is cancelled", PUSH, {"hub": {"conclusion": "cancelled"}}, None, {4, 5}, "cancelled"),
    ("GitHub with hiccups", PUSH, {"hub": {"faults": [{"path": "actions/runs", "times": 2, "status": 502}]}}, None, {0}, ""),
]  # fmt: skip
UNTOUCHED = re.compile(r"docker push|aws (register|update)|git push")


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="pf-")
        cls.addClassCleanup(folder.cleanup)
        cls.templates = pathlib.Path(folder.name)
        make_templates(cls.templates, ["release", "push"])

    def world(self, words=RELEASE, scenario=None, **more):
        scenario = dict(scenario or {})
        hub = scenario.pop("hub", None)
        return World(self.templates / words[1], PREFLIGHT, SHIM, scenario, hub, **more)

    def one(self, name, words, scenario, prepare, statuses, said):
        with self.world(words, scenario) as world:
            if prepare:
                prepare(world)
            status, out = world.run(*words)
            wrong = world.troubles(out)
            if status not in statuses:
                wrong.append("it ended with %d" % status)
            if not re.search(said, out):
                wrong.append("it does not say '%s'" % said)
            if status in (1, 2) and any(UNTOUCHED.match(c.name) for c in world.stage.calls):
                wrong.append("it was refused, and yet something was changed")
            if status == 4 and world.cloud.services and not world.is_old():
                wrong.append("production is not as before")
            if status == 0 and not world.is_new():
                wrong.append("the new revision does not run")
            return wrong and ["--- " + name] + wrong + [out[-2500:]]

    def test_each_failure_is_told_and_ends_as_documented(self):
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            results = list(pool.map(lambda case: self.one(*case), CASES))
        for wrong in filter(None, results):
            print(*wrong, sep="\n  ", file=sys.stderr)
        self.assertEqual([wrong[:2] for wrong in results if wrong], [])

    # -- output of others -------------------------------------------------------------------------

    def test_what_programs_print_does_no_harm(self):
        dirt = "\x1b[2J\x1b]0;x\x07##[error]no\n::set-output name=a::b\n\r::error::x\x00\n"
        with self.world() as world:
            answers("docker build", (dirt,), (dirt, "err"))(world)
            status, out = world.run(*RELEASE, GITHUB_ACTIONS="true")
        self.assertEqual(status, 0, out)
        self.assertNotIn("\x1b", out)
        self.assertNotIn("\x07", out)
        self.assertNotIn("##[", out)
        state = None
        for line in out.splitlines():  # between stop-commands and its token nothing is a command
            if line.startswith("::stop-commands::"):
                state = line.split("::")[2]
            elif state and line == "::%s::" % state:
                state = None
            elif line.lstrip().startswith("::") and not state:
                self.fail("a command: " + line)

    def test_a_gibibyte_of_output_is_borne(self):
        with self.world() as world:
            answers("docker build", "flood %d" % (1024 if FULL else 32))(world)
            status, _ = world.run(*RELEASE, "--json", unseen=True, seconds=500)
            self.assertEqual((status, world.troubles("")), (0, []))
            used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            # The sanitizers keep what was freed: 256 MB of it.
            most = 800 if b"__asan_init" in PREFLIGHT.read_bytes() else 200
            self.assertLess(used, most * 1024, "kilobytes of memory")

    def test_secrets_in_the_output_of_others_are_hidden_in_every_form(self):
        printed, hidden = [], []
        for secret in SECRETS.values():
            plain = [secret, urllib.parse.quote(secret, ""), json.dumps(secret)[1:-1]]
            printed += plain
            hidden += plain
            for shift in range(3):
                form = base64.b64encode(b"x" * shift + secret.encode() + b"yy").decode()
                printed.append(form)
                hidden.append(form[4:-8])  # without what its neighbours mix in
        with self.world() as world:
            pieces = []
            for text in printed:  # in two pieces, with a pause between
                half = len(text) // 2
                pieces += [("at " + text[:half],), "sleep 1", (text[half:] + "\n",)]
            answers("docker build", *pieces)(world)
            status, out = world.run(*RELEASE)
            self.assertEqual((status, world.troubles(out)), (0, []), out)
        for form in hidden:
            self.assertNotIn(form, out)

    # -- who gets what ----------------------------------------------------------------------------

    def test_each_program_gets_its_own_secrets_only(self):
        own = {"aws": {"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}, "gh": {"GH_TOKEN"}}
        for words in [RELEASE, PUSH]:
            with self.world(words) as world:
                status, out = world.run(*words, LD_PRELOAD="", GIT_DIR="/nowhere", BASH_ENV="/x")
                self.assertEqual(status, 0, out)
                for call in world.stage.calls:
                    got = set(SECRETS) & set(call.environment)
                    self.assertLessEqual(got, own.get(call.program, set()), call.name)
                    self.assertFalse({"LD_PRELOAD", "GIT_DIR", "BASH_ENV"} & set(call.environment))

    def test_a_login_takes_its_password_by_standard_input(self):
        with self.world() as world:
            world.stage.docker.wants_login = True
            status, out = world.run(*RELEASE, PREFLIGHT_REGISTRY_USER="bot")
            self.assertEqual((status, world.troubles(out)), (0, []), out)
            logins = [call for call in world.stage.calls if call.name == "docker login"]
            self.assertEqual(logins[0].input.strip(), SECRETS["PREFLIGHT_REGISTRY_PASSWORD"])

    # -- what is released -------------------------------------------------------------------------

    def test_the_revision_names_the_image_by_its_digest_and_has_no_read_only_key(self):
        with self.world() as world:
            self.assertEqual(world.run(*RELEASE)[0], 0)
            given = [g for name, g in world.cloud.calls if name == "RegisterTaskDefinition"][-1]
            self.assertEqual(given["containerDefinitions"][0]["image"], "lejardin/shop@" + DIGEST)
            self.assertFalse({"taskDefinitionArn", "revision", "status"} & set(given))

    def test_a_dry_run_changes_nothing_and_shows_every_command(self):
        for words in [RELEASE[:-1], PUSH[:-1]]:
            with self.world(words) as world:
                status, out = world.run(*words, "--dry-run")
                self.assertEqual(status, 0, out)
                self.assertEqual({call.program for call in world.stage.calls}, {"git"})
                self.assertFalse([c for c in world.stage.calls if c.name == "git push"])
                wanted = "update-service" if words[1] == "release" else " push "
                self.assertIn(wanted, out)
                self.assertFalse(world.scene.state.exists())
                self.assertTrue(world.is_old())

    # -- several at once, and afterwards ----------------------------------------------------------

    def test_a_second_deploy_waits_for_nobody(self):
        with self.world() as world:
            seen = []

            def fault(call, point):
                if call.name == "docker build" and point == "before" and not seen:
                    seen.append(world.second(*RELEASE))
                return False

            world.stage.fault = fault
            status, out = world.run(*RELEASE)
            self.assertEqual(status, 0, out)
            self.assertEqual(seen[0][0], 6, seen)
            self.assertEqual(world.updates_to_new(), 1)

    def test_a_deploy_of_somebody_else_is_not_disturbed(self):
        with self.world() as world:
            world.primary()["rolloutState"] = "IN_PROGRESS"
            world.primary()["_rollout"] = "stuck"
            status, out = world.run(*RELEASE)
            self.assertEqual((status, world.new_revisions()), (6, 0), out)

    def test_a_pull_request_does_not_deploy(self):
        for event in ["pull_request", "pull_request_target"]:
            with self.world() as world:
                status, out = world.run(*RELEASE, GITHUB_EVENT_NAME=event)
                self.assertEqual((status, world.stage.has_effects()), (4, False), out)

    def test_an_override_is_recorded(self):
        with self.world() as world:
            dirty(world)
            status, out = world.run(*RELEASE, "--override", "the site is down")
            self.assertEqual(status, 0, out)
            self.assertIn("the site is down", out)
            self.assertIn("the site is down", world.journal().read_text())

    def test_a_rollback_goes_to_the_revision_of_before(self):
        with self.world() as world:
            self.assertEqual(world.run(*RELEASE)[0], 0)
            self.assertTrue(world.is_new())
            status, out = world.run("deploy", "rollback", "--yes")
            self.assertEqual((status, world.is_old()), (0, True), out)
            self.assertEqual(world.primary()["rolloutState"], "COMPLETED")
            self.assertEqual(world.troubles(out), [])
            status, out = world.run("deploy", "status")
            self.assertEqual(status, 0, out)
            self.assertIn("shop:1", out)

    def test_an_interrupted_release_is_told_and_goes_on(self):
        with self.world() as world:

            def fault(call, point):
                if call.name == "aws update-service" and point == "during":
                    os.kill(world.process.pid, signal.SIGINT)
                    call.order("sleep", 60000)
                    return True
                return False

            world.stage.fault = fault
            status, out = world.run(*RELEASE)
            self.assertEqual(status, 128 + signal.SIGINT)
            self.assertIn("--resume", out)
            world.stage.fault = None
            status, out = world.run(*RELEASE)
            self.assertEqual(status, 5, "a new deploy must not begin by accident:\n" + out)
            status, out = world.run(*RELEASE, "--resume")
            self.assertEqual((status, world.updates_to_new()), (0, 1), out)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
