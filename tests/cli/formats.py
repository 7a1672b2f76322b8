"""Every report of the samples and of hostile projects, read by strict readers of its format.

formats.py CHECKOUT PREFLIGHT

JUnit and Checkstyle: the elements and attributes that their schemas allow, and counts that add up.
GitLab, rdjsonl, github: their fields. All: the findings are those of `json`, at the same places.
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

import jsonschema

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())
HOSTILE_PROJECTS = 12
FORMATS = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "markdown", "concise", "text"]
ELEMENTS = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name", "classname", "line", "column"},
    "failure": {"message", "type"},
    "checkstyle": {"version"},
    "file": {"name"},
    "error": {"line", "column", "severity", "message", "source"},
}
INSIDE = {
    "testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure"},
    "checkstyle": {"file"}, "file": {"error"},
}
COMMANDS = {"set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher", "error", "warning",
            "notice", "debug", "group", "endgroup", "echo", "stop-commands", "remove-matcher"}
PIECES = ["::error::", "##[", "##[add-mask]x", "]", "\u00a0", "\u3000", "\x1b[2J", "\u202e", "\n::set-output name=a::b",
          "\r", "%0A::warning::", "](https://evil.example)", "[x](https://evil.example)", "<img src=x>", "|", "`", "@all",
          "'", "&amp;", "a", "\t", "\u2028", "%", ",", ": "]


def runner_command(line):
    """TryParseV2, then TryParse, of actions/runner's ActionCommand.cs."""
    trimmed = line.lstrip()
    if trimmed.startswith("::"):
        end = trimmed.find("::", 2)
        if end >= 0 and trimmed[2:end].split(" ")[0].lower() in COMMANDS:
            return trimmed[2:end]
    at = line.find("##[")
    end = line.find("]", at) if at >= 0 else -1
    if end >= 0 and line[at + 3:end].split(" ")[0].lower() in COMMANDS:
        return line[at + 3:end]
    return None


def check(folder, form, *options):
    """(status, report as text) of a check whose report goes to the runner's log."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "GITHUB_ACTIONS": "true"}
    done = subprocess.run([PREFLIGHT, "check", "--format", form, *options], cwd=folder, env=environment,
                          capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def text_of(choose, length):
    return "".join(choose.choice(PIECES) for _ in range(length))


def file_name(choose):
    return text_of(choose, 4).replace("/", "_").replace("\0", "")[:60]


def build_hostile(folder, seed):
    """A project that says hostile things wherever a report might repeat them."""
    choose = random.Random(seed)

    def word():
        return json.dumps(text_of(choose, 3))

    workflow = "\n".join([
        "name: %s" % word(),
        "on: {push: {branches: [%s, %s]}}" % (word(), word()),
        "%s: 1" % word(),
        "jobs:",
        "  %s:" % word(),
        "    runs-on: %s" % word(),
        "    needs: [%s]" % word(),
        "    if: ${{ %s == github.ref }} x" % word().replace('"', "'"),
        "    steps:",
        "    - uses: %s" % word(),
        "    - run: aws ecs update-service --cluster c --service s",
        "      env: {%s: %s}" % (word(), word()),
        ""])
    task = {"family": text_of(choose, 3), text_of(choose, 3): 1, "revision": 3, "containerDefinitions": [
        {"name": text_of(choose, 3), "image": text_of(choose, 3), "enviroment": [],
         "environment": [{"name": name, "value": text_of(choose, 3)}
                         for name in ("DEBUG", "SECRET_KEY", text_of(choose, 3), "DJANGO_SETTINGS_MODULE")]}]}
    name = file_name(choose)
    (folder / ".github/workflows").mkdir(parents=True)
    (folder / ".github/workflows" / (name + ".yml")).write_text(workflow)
    (folder / ".github/workflows" / ("::error::" + file_name(choose) + ".yml")).write_text("on: [\n")
    (folder / (name + "task-definition.json")).write_text(json.dumps(task))
    (folder / (name + "Dockerfile")).write_text("FROM %s\nENV DEBUG=1\n" % word())
    (folder / "Dockerfile").write_text("FROM python:latest\nENV SECRET_KEY=%s\nCMD python manage.py runserver\n" % word())
    (folder / "README.md").write_text("# Deploy\n\n    git push origin %s\n\n| `%s` | x |\n" % (word(), text_of(choose, 2)))


class Formats(unittest.TestCase):
    maxDiff = None

    def reports(self, folder, *options):
        said = {}
        for form in FORMATS:
            status, out, aside = check(folder, form, *options)
            self.assertIn(status, {0, 1, 3}, aside)
            said[form] = out
            for line in aside.splitlines():
                self.assertIsNone(runner_command(line), line)
        return said

    def judge(self, folder, *options):
        said = self.reports(folder, *options)
        everything = json.loads(said["json"])
        schema = json.loads((ROOT / "schemas/check.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(everything)
        findings = [f for f in everything["findings"] if not f["suppressed"]]
        self.judge_lines(said, findings)
        self.judge_sarif(json.loads(said["sarif"]), findings, folder)
        self.judge_junit(ElementTree.fromstring(said["junit"]), findings)
        self.judge_checkstyle(ElementTree.fromstring(said["checkstyle"]), findings)
        self.judge_gitlab(json.loads(said["gitlab"]), findings)
        self.judge_rdjsonl([json.loads(line) for line in said["rdjsonl"].splitlines()], findings)
        self.judge_markdown(said["markdown"], findings)
        return findings

    def judge_lines(self, said, findings):
        for form, text in said.items():
            self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]", form)
            commands = [command for command in map(runner_command, re.split("\r\n|\r|\n", text)) if command]
            if form != "github":
                self.assertEqual(commands, [], form)
        self.assertEqual(len(said["jsonl"].splitlines()), len(json.loads(said["json"])["findings"]))
        self.judge_github(said["github"].splitlines(), findings)

    def judge_github(self, lines, findings):
        order = {"error": 0, "warning": 1, "notice": 2}
        seen = []
        for line in lines:
            match = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::(.*)", line)
            if match is None:
                self.assertRegex(line, r"^preflight: GitHub shows 10 annotations of a kind for a step; \d+ more ")
                continue
            properties = dict(part.split("=", 1) for part in match[2].split(","))
            self.assertLessEqual(set(properties), {"file", "line", "col", "endLine", "endColumn", "title"})
            if "col" in properties:
                self.assertEqual(properties["line"], properties["endLine"])
            seen.append(order[match[1]])
        self.assertEqual(seen, sorted(seen), "the gravest come first")
        self.assertEqual(len(seen), len(findings))

    def judge_sarif(self, log, findings, folder):
        (run,) = log["runs"]
        self.assertEqual(len(run["results"]), len(findings))
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            self.assertEqual(ids[result["ruleIndex"]], result["ruleId"])
            self.assertRegex(result["partialFingerprints"]["primaryLocationLineHash"], r"^[1-9a-f][0-9a-f]*:[1-9][0-9]*$")
            self.assertNotIn("](", result["message"]["text"])
            for place in [*result["locations"], *result.get("relatedLocations", [])]:
                self.assertNotIn("](", place.get("message", {}).get("text", ""))
                uri = place["physicalLocation"]["artifactLocation"]["uri"]
                self.assertRegex(uri, r"^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$")
                self.assertNotIn("..", uri.split("/"))
                self.assertTrue(os.path.exists(os.fsencode(folder) + b"/" + urllib.parse.unquote_to_bytes(uri)), uri)
                region = place["physicalLocation"]["region"]
                start = region["startLine"], region["startColumn"]
                self.assertGreaterEqual(min(start), 1)
                self.assertLessEqual(start, (region["endLine"], region["endColumn"]))

    def strict(self, element):
        self.assertLessEqual(set(element.attrib), ELEMENTS[element.tag], element.tag)
        for child in element:
            self.assertIn(child.tag, INSIDE.get(element.tag, set()), element.tag)
            self.strict(child)

    def judge_junit(self, root, findings):
        self.assertEqual(root.tag, "testsuites")
        self.strict(root)
        cases = list(root.iter("testcase"))
        self.assertEqual(int(root.get("tests")), len(cases))
        self.assertEqual(int(root.get("failures")), len(list(root.iter("failure"))))
        self.assertEqual(int(root.get("failures")), len(findings))
        for suite in root:
            self.assertEqual(int(suite.get("tests")), len(suite))
            self.assertEqual(int(suite.get("failures")), len(list(suite.iter("failure"))))
            self.assertGreater(len(suite), 0)

    def judge_checkstyle(self, root, findings):
        self.assertEqual((root.tag, root.get("version")), ("checkstyle", "4.3"))
        self.strict(root)
        errors = list(root.iter("error"))
        self.assertEqual(len(errors), len(findings))
        for error in errors:
            self.assertIn(error.get("severity"), {"error", "warning", "info"})
            self.assertRegex(error.get("source"), r"^preflight\.[A-Z]{3}[0-9]{3}$")
            self.assertGreaterEqual(min(int(error.get("line")), int(error.get("column"))), 1)

    def judge_gitlab(self, issues, findings):
        self.assertEqual(len(issues), len(findings))
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))
        for issue in issues:
            self.assertEqual(set(issue), {"description", "check_name", "fingerprint", "severity", "location"})
            self.assertIn(issue["severity"], {"info", "minor", "major", "critical", "blocker"})
            self.assertFalse(issue["location"]["path"].startswith(("./", "/")))
            self.assertGreaterEqual(issue["location"]["positions"]["begin"]["line"], 1)

    def judge_rdjsonl(self, diagnostics, findings):
        self.assertEqual(len(diagnostics), len(findings))
        for diagnostic in diagnostics:
            self.assertLessEqual(set(diagnostic), {"message", "location", "severity", "code", "source", "suggestions"})
            self.assertIn(diagnostic["severity"], {"ERROR", "WARNING", "INFO"})

    def judge_markdown(self, text, findings):
        rows = [line for line in text.splitlines() if line.startswith("|")][2:]
        self.assertEqual(len(rows), min(len(findings), 50))
        for row in rows:
            self.assertEqual(row.count("|"), 5, row)
            self.assertNotRegex(row.replace("<br>", ""), r"[<>`\[\]*@]|https?:", row)

    def test_the_samples(self):
        for sample in ("broken-shop", "tidy-shop"):
            with self.subTest(sample):
                self.judge(ROOT / "samples" / sample)

    def test_a_project_that_is_clean(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "Dockerfile").write_text("FROM scratch\n")
            self.assertEqual(self.judge(folder, "--select", "DJG"), [])

    def test_what_strangers_write_forges_nothing(self):
        found = 0
        for seed in range(HOSTILE_PROJECTS):
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as folder:
                build_hostile(pathlib.Path(folder), seed)
                found += len(self.judge(pathlib.Path(folder), "--no-config"))
        self.assertGreater(found, 10 * HOSTILE_PROJECTS)

    def test_other_commands_print_no_command_either(self):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "GITHUB_ACTIONS": "true"}
        for seed in range(3):
            with tempfile.TemporaryDirectory() as folder:
                build_hostile(pathlib.Path(folder), seed)
                for command in (["env"], ["doctor", "-v"], ["simulate", "push"], ["settings"], ["check", "--list-files"],
                                ["check", "--diff"], ["init", "--print"]):
                    done = subprocess.run([PREFLIGHT, *command], cwd=folder, env=environment, capture_output=True, timeout=60)
                    for line in re.split("\r\n|\r|\n", (done.stdout + done.stderr).decode("utf-8")):
                        self.assertIsNone(runner_command(line), command)

    def test_several_reports_of_one_run(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "samples/broken-shop", folder + "/shop")
            options = [option for form in FORMATS for option in ("--format", "%s=%s/%s.out" % (form, folder, form))]
            done = subprocess.run([PREFLIGHT, "check", *options, "--format", "concise", "shop"], cwd=folder,
                                  env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(pathlib.Path(folder, "concise.out").read_text(), done.stdout)
            for form in FORMATS:
                self.assertGreater(pathlib.Path(folder, form + ".out").stat().st_size, 0, form)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
