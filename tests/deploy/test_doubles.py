"""The doubles answer the real programs as the services would: aws and gh of Debian.

test_doubles.py
"""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from aws_server import Amazon
from cloud import Cloud
from github_server import GitHub, Hub

AWS, GH = "/usr/bin/aws", "/usr/bin/gh"


@unittest.skipUnless(os.path.exists(AWS), "no awscli here: its double is not tried with it")
class AmazonDouble(unittest.TestCase):
    def aws(self, amazon, *words):
        done = subprocess.run(
            [AWS, "--endpoint-url", amazon.url, "--output", "json", *words],
            env={
                "PATH": "/usr/bin:/bin",
                "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "for-the-test",
                "AWS_DEFAULT_REGION": "eu-west-3",
                "AWS_PAGER": "",
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_MAX_ATTEMPTS": "1",
                "HOME": "/nonexistent",
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, json.loads(done.stdout or "null"), done.stderr

    def test_a_good_rollout_is_seen_by_the_real_client(self):
        with Amazon(Cloud({"polls": 2})) as amazon:
            status, caller, _ = self.aws(amazon, "sts", "get-caller-identity")
            self.assertEqual((status, caller["Account"]), (0, "482913570216"))
            definition = {"family": "shop", "containerDefinitions": [{"name": "web", "image": "i"}]}
            status, made, _ = self.aws(
                amazon, "ecs", "register-task-definition", "--cli-input-json", json.dumps(definition)
            )
            named = made["taskDefinition"]["taskDefinitionArn"]
            self.assertTrue(named.endswith("task-definition/shop:2"), named)
            where = ["--cluster", "production"]
            self.aws(
                amazon, "ecs", "update-service", *where, "--service", "shop",
                "--task-definition", named,
            )  # fmt: skip
            look = ["ecs", "describe-services", *where, "--services", "shop"]
            states = []
            for _ in range(2):
                _, seen, _ = self.aws(amazon, *look)
                states.append(seen["services"][0]["deployments"][0]["rolloutState"])
            self.assertEqual(states, ["IN_PROGRESS", "COMPLETED"])

    def test_errors_have_the_clients_own_form(self):
        faults = [{"op": "GetCallerIdentity", "kind": "expired"}]
        with Amazon(Cloud({"faults": faults})) as amazon:
            status, _, said = self.aws(amazon, "sts", "get-caller-identity")
            self.assertEqual(status, 254)
            self.assertIn("An error occurred (ExpiredTokenException) when calling", said)
            status, seen, _ = self.aws(
                amazon, "ecs", "describe-services", "--cluster", "production", "--services", "x"
            )
            self.assertEqual((status, seen["failures"][0]["reason"]), (0, "MISSING"))


class CloudModel(unittest.TestCase):
    """The same without a client: what a rollout becomes, one look after the other."""

    def states(self, rollout, looks):
        cloud = Cloud({"rollout": rollout, "polls": 2})
        made = cloud.call(
            "RegisterTaskDefinition",
            {"family": "shop", "containerDefinitions": [{"name": "web", "image": "i"}]},
        )
        cloud.call(
            "UpdateService",
            {
                "cluster": "production",
                "service": "shop",
                "taskDefinition": made["taskDefinition"]["taskDefinitionArn"],
            },
        )
        seen = []
        for _ in range(looks):
            answer = cloud.call(
                "DescribeServices", {"cluster": "production", "services": ["shop"]}
            )
            primary = answer["services"][0]["deployments"][0]
            seen.append((primary["taskDefinition"][-1], primary["rolloutState"]))
        return seen

    def test_what_becomes_of_a_rollout(self):
        for rollout, wanted in {
            "good": [("2", "IN_PROGRESS"), ("2", "COMPLETED"), ("2", "COMPLETED")],
            "rollback": [("2", "IN_PROGRESS"), ("1", "IN_PROGRESS"), ("1", "IN_PROGRESS")],
            "fail": [("2", "IN_PROGRESS"), ("2", "FAILED"), ("2", "FAILED")],
            "crash": [("2", "IN_PROGRESS"), ("2", "IN_PROGRESS"), ("2", "IN_PROGRESS")],
            "stuck": [("2", "IN_PROGRESS"), ("2", "IN_PROGRESS"), ("2", "IN_PROGRESS")],
            "replaced": [("2", "IN_PROGRESS"), ("3", "IN_PROGRESS"), ("3", "IN_PROGRESS")],
        }.items():
            with self.subTest(rollout):
                self.assertEqual(self.states(rollout, 3), wanted)


@unittest.skipUnless(os.path.exists(GH), "no gh here: its double is not tried with it")
class GitHubDouble(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pf-")
        self.addCleanup(shutil.rmtree, self.folder)

    def gh(self, github, *words):
        return subprocess.run(
            [GH, *words],
            env={"PATH": "/usr/bin:/bin", "HOME": self.folder, "GH_TOKEN": "t", **github.environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_the_real_client_follows_a_run_to_its_failure(self):
        hub = Hub({"conclusion": "failure"})
        hub.head = lambda: "a" * 40
        with GitHub(hub, self.folder) as github:
            listed = self.gh(github, "run", "list", "--json", "databaseId,headSha")
            self.assertEqual(
                json.loads(listed.stdout), [{"databaseId": 7001, "headSha": "a" * 40}], listed.stderr
            )
            self.gh(github, "api", "repos/{owner}/{repo}/actions/runs/7001/jobs")
            jobs = self.gh(github, "api", "repos/{owner}/{repo}/actions/runs/7001/jobs")
            job = json.loads(jobs.stdout)["jobs"][0]
            self.assertEqual((job["status"], job["conclusion"]), ("completed", "failure"))
            log = self.gh(github, "api", "repos/{owner}/{repo}/actions/jobs/31/logs")
            self.assertIn("F401", log.stdout)

    def test_names_of_secrets_may_be_closed(self):
        with GitHub(Hub({"forbidden": ["secrets"]}), self.folder) as github:
            names = self.gh(
                github, "api", "repos/{owner}/{repo}/actions/variables", "--jq", ".variables[].name"
            )
            self.assertEqual(names.stdout, "PREFLIGHT_REPOSITORY\n", names.stderr)
            closed = self.gh(github, "api", "repos/{owner}/{repo}/actions/secrets")
            self.assertEqual(closed.returncode, 1)


if __name__ == "__main__":
    unittest.main()
