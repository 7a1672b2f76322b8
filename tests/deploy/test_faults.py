"""Every call of a deploy × every way to be stopped in it × before, during and after its effect; then
--resume. No effect happens twice, the end is the new revision, the old one, or exit status 5 with the
command to type; nothing runs on, no lock is held, no secret is written.

test_faults.py PREFLIGHT SHIM [FILTER]

The table is made from a run in which nothing goes wrong: its calls are the steps. All of it is tried
with PREFLIGHT_FULL (scripts/test --full), else half of it, drawn the same way every time; with
PREFLIGHT_FAULTS=N so many cases (the sanitizers are slow).
"""
import concurrent.futures
import os
import pathlib
import random
import re
import resource
import signal
import sys
import tempfile
import time
import unittest

from world import World, make_templates

PREFLIGHT, SHIM = [pathlib.Path(word).resolve() for word in sys.argv[1:3]]
FILTER = sys.argv[3] if len(sys.argv) > 3 else ""
MANY = int(os.environ.get("PREFLIGHT_FAULTS", "0"))
FULL = bool(os.environ.get("PREFLIGHT_FULL")) or bool(FILTER)
LEAST = 200  # cases that must be tried where nothing else is asked for
POINTS = ["before", "during", "after"]
FLOWS = {flow: ["deploy", flow, "--yes"] for flow in ["release", "push"]}


# -- the faults ------------------------------------------------------------------------------------


def by_signal(number):
    def strike(world, call):
        world.struck = time.monotonic()
        if number == signal.SIGINT:
            call.order("deaf")  # it must be killed
        os.kill(world.process.pid, number)
        call.order("sleep", 60000)
        return True

    return strike


def by_timeout(world, call):
    call.order("deaf")
    call.order("sleep", 60000)
    return True


def by_status(world, call):
    call.say("something went wrong: Could not connect to the endpoint URL\n", "err")
    call.order("exit", 255)
    return True


def by_full_disk(world, call):
    """From here on the journal cannot grow."""
    journal = world.journal()
    size = journal.stat().st_size if journal else 0
    resource.prlimit(world.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    return False


FAULTS = {
    "SIGKILL": by_signal(signal.SIGKILL),
    "SIGTERM": by_signal(signal.SIGTERM),
    "SIGINT": by_signal(signal.SIGINT),
    "timeout": by_timeout,
    "status": by_status,
    "full disk": by_full_disk,
}
ENDS = {
    "SIGKILL": {-signal.SIGKILL},
    "SIGTERM": {128 + signal.SIGTERM},
    "SIGINT": {128 + signal.SIGINT},
}


BY_HAND = re.compile(r"by hand: aws .*ecs update-service .*--task-definition \S+:1$", re.M)


class Table:
    """The calls of a good run, in order: (name, how often it came before, plus one)."""

    def __init__(self, template):
        self.calls = {}
        for flow, words in FLOWS.items():
            with World(template / flow, PREFLIGHT, SHIM) as world:
                status, out = world.run(*words)
                if status != 0:
                    raise AssertionError("%s ends with %d:\n%s" % (flow, status, out))
                self.calls[flow] = [(call.name, call.number) for call in world.stage.calls]

    def cases(self):
        for flow, calls in self.calls.items():
            for name, number in calls:
                for fault in FAULTS:
                    for point in POINTS:
                        if is_worth_it(name, number, fault, point):
                            yield flow, name, number, fault, point


LOOKS = re.compile(r"git (?!push)|.* --version$")


def is_worth_it(name, number, fault, point):
    """A look at this machine is struck once, before: git's own end is git's. Of a row of the same
    questions to GitHub the first and the last ones tell."""
    if LOOKS.match(name):
        return point == "before" and number == 1 and fault in ("SIGKILL", "SIGTERM", "status")
    return name != "gh api" or number in (1, 7, 9)


def try_case(template, flow, name, number, fault, point):
    """What is wrong with how the case went, as lines; none is well."""
    with World(template / flow, PREFLIGHT, SHIM) as world:
        struck = []

        def strike(call, where):
            if struck or (call.name, call.number, where) != (name, number, point):
                return False
            struck.append(call)
            return FAULTS[fault](world, call)

        world.stage.fault = strike
        limit = ["--timeout", "2"] if fault == "timeout" else []
        status, out = world.run(*FLOWS[flow], *limit)
        if not struck:
            # With two seconds for all of it a slow machine may not come that far.
            return [] if fault == "timeout" else ["the call did not come"]
        wrong = judge_first(world, fault, status, out)
        world.stage.fault = None
        again, told = world.run(*FLOWS[flow], "--resume")
        if again == 2 and "no deploy to go on with" in told and not world.stage.has_effects():
            again, told = world.run(*FLOWS[flow])
        wrong += ["resumed: " + text for text in world.troubles(told)]
        wrong += judge_end(world, status, again, told)
        return wrong + (["first: " + out[-1500:], "resumed: " + told[-1500:]] if wrong else [])


def judge_first(world, fault, status, out):
    wrong = ["first: " + text for text in world.troubles(out)]
    if status not in ENDS.get(fault, {0, 1, 3, 4, 5, 70}):
        wrong.append("it ended with %d" % status)
    if status == 0 and not world.is_new():
        wrong.append("it ended with 0, but the new revision does not run")
    if status == 4 and not world.is_old():
        wrong.append("it ended with 4, but production is not as before")
    if status == 5 and not BY_HAND.search(out):
        wrong.append("it ended with 5 without the command to type")
    if status > 128 and "production is as before" in out and not world.is_old():
        wrong.append("it told that production is as before, and it is not")
    if status > 128 and "production" not in out and "nothing was changed" not in out:
        wrong.append("it does not tell how production is")
    seconds = world.ended - (world.struck or world.ended)
    if seconds > 7:
        wrong.append("after the signal it took %d s" % seconds)
    return wrong


def judge_end(world, first, again, told):
    wrong = []
    if world.new_revisions() > 1:
        wrong.append("%d revisions were registered" % world.new_revisions())
    if world.updates_to_new() > 1:
        wrong.append("the service was updated %d times" % world.updates_to_new())
    if again not in (0, 4, 5) and not (first == 0 and again == 2):
        wrong.append("the end is %d" % again)
    if again == 0 and not (world.is_new() and world.pushed_commit() == world.scene.head()):
        wrong.append("the end is 0, but the new revision does not run")
    if again == 4 and not world.is_old():
        wrong.append("the end is 4, but production is not as before")
    if again == 5 and not BY_HAND.search(told):
        wrong.append("the end is 5 without the command to type")
    return wrong


def title(case):
    return " · ".join(str(part) for part in case)


class Faults(unittest.TestCase):
    def test_no_fault_leaves_a_deploy_in_between(self):
        with tempfile.TemporaryDirectory(prefix="pf-") as folder:
            template = pathlib.Path(folder)
            make_templates(template, FLOWS)
            cases = [case for case in Table(template).cases() if FILTER in title(case)]
            wanted = MANY or (len(cases) if FULL else max(LEAST, len(cases) // 2))
            cases = random.Random(1).sample(cases, min(wanted, len(cases)))
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                results = list(pool.map(lambda case: try_case(template, *case), cases))
        bad = [(case, wrong) for case, wrong in zip(cases, results) if wrong]
        for case, wrong in bad:
            print("--- " + title(case), *wrong, sep="\n  ", file=sys.stderr)
        print("%d cases, %d wrong" % (len(cases), len(bad)), file=sys.stderr)
        self.assertEqual([title(case) for case, _ in bad], [])
        if not MANY and not FILTER:
            self.assertGreaterEqual(len(cases), LEAST)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
