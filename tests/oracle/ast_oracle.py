#!/usr/bin/env python3
"""Compares `preflight debug ast --oracle FILE` with CPython 3.11's own syntax tree, file by file.

    ast_oracle.py PREFLIGHT [--python PYTHON] [--newer PYTHON] [--sample N] [--seed N] [--jobs N] [PATH…]

For every file that CPython parses the text must be that of ast.dump(tree, include_attributes=True) once the
attributes of all nodes inside a JoinedStr are 0. For every file that it refuses, preflight must name a syntax error
with its place, unless a newer grammar allows the file (which --newer can tell). With --newer PYTHON (3.12 or later),
the true positions of the expressions inside f-strings are compared with that interpreter's, too.
PATHs are files or folders (files over 1 MiB, which preflight does not read, are left out); without any, the standard library of PYTHON and, where installed, Debian's Django.
Ends with a summary and status 0 when every file agrees, 1 when one does not, 77 when PYTHON is not a 3.11.
"""
import argparse
import ast
import json
import os
import queue
import random
import re
import subprocess
import sys
import threading
import warnings

DJANGO = "/usr/lib/python3/dist-packages/django"
SECONDS_PER_FILE = 60
LARGEST = 1024 * 1024  # preflight reads no larger file (PF_FILE_CAP)
PLACE = re.compile(rb":(\d+):(\d+): ", re.M)


# --- in the worker, which the interpreter under comparison runs ---

def ours(preflight, path, *options):
    """The dump, and the lines of the places where preflight finds errors."""
    done = subprocess.run([preflight, "debug", "ast", *options, path], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS_PER_FILE, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError("status %d: %s" % (done.returncode, done.stderr[:200]))
    lines = [int(line) for line, _ in PLACE.findall(done.stderr)]
    if done.returncode == 3 and not lines:
        raise RuntimeError("an error without a place: %s" % done.stderr[:200])
    return done.stdout.decode("utf-8", "surrogatepass"), lines


def parse(path):
    with open(path, "rb") as file:
        return ast.parse(file.read())


def without_format_places(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for child in ast.walk(node):
                if child is not node and "lineno" in child._attributes:
                    child.lineno = child.col_offset = child.end_lineno = child.end_col_offset = 0
    return tree


def first_difference(expected, actual):
    at = next((i for i, (a, b) in enumerate(zip(expected, actual)) if a != b), min(len(expected), len(actual)))
    return "expected …%s… but got …%s…" % (expected[max(0, at - 60):at + 60], actual[max(0, at - 60):at + 60])


def compare(preflight, path):
    try:
        expected = ast.dump(without_format_places(parse(path)), include_attributes=True)
    except (SyntaxError, ValueError) as error:
        _, lines = ours(preflight, path, "--oracle")
        line = getattr(error, "lineno", None)
        return {"verdict": "refused" if lines else "accepted", "detail": str(error),
                "same_line": bool(lines) and lines[0] == line}
    actual, lines = ours(preflight, path, "--oracle")
    if lines:
        return {"verdict": "different", "detail": "an error in line %d, where there is none" % lines[0]}
    if actual != expected + "\n":
        return {"verdict": "different", "detail": first_difference(expected, actual)}
    return {"verdict": "equal"}


def places(node, in_format=False):
    """Class and place of the expressions of an f-string's field; text between fields is left out."""
    is_text = in_format and isinstance(node, (ast.Constant, ast.FormattedValue, ast.JoinedStr))
    if "lineno" in node._attributes and not is_text:
        yield (type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
    for child in ast.iter_child_nodes(node):
        inside = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.FormattedValue) and child is not node.value)
        yield from places(child, inside)


def fields(tree):
    return [list(places(node.value)) for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]


def compare_fields(preflight, path):
    try:
        expected = fields(parse(path))
    except (SyntaxError, ValueError) as error:
        return {"verdict": "refused", "detail": str(error)}
    if not expected:
        return {"verdict": "none"}
    text, lines = ours(preflight, path)
    if lines:
        return {"verdict": "different", "detail": "an error in line %d, where there is none" % lines[0]}
    actual = fields(eval(text, dict(vars(ast), inf=float("inf"))))  # pylint: disable=eval-used
    for mine, theirs in zip(actual, expected):
        if mine != theirs:
            return {"verdict": "different", "detail": "expected %s but got %s" % (theirs, mine)}
    return {"verdict": "equal" if len(actual) == len(expected) else "different", "count": len(expected)}


def work(preflight, mode):
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    threading.stack_size(512 << 20)
    one = compare if mode == "trees" else compare_fields

    def loop():
        for line in sys.stdin:
            try:
                result = one(preflight, json.loads(line))
            except (RuntimeError, RecursionError, MemoryError, OSError, subprocess.TimeoutExpired) as error:
                result = {"verdict": "failed", "detail": "%s: %s" % (type(error).__name__, error)}
            print(json.dumps(result), flush=True)
    thread = threading.Thread(target=loop)
    thread.start()
    thread.join()


# --- in the caller ---

def ask(python, preflight, mode, paths, jobs):
    """The worker's answer for each path, from `jobs` workers side by side."""
    waiting, answers = queue.Queue(), {}
    for path in paths:
        waiting.put(path)

    def serve():
        with subprocess.Popen([python, "-B", os.path.abspath(__file__), preflight, "--work", mode], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
            while True:
                try:
                    path = waiting.get_nowait()
                except queue.Empty:
                    break
                worker.stdin.write(json.dumps(path) + "\n")
                worker.stdin.flush()
                line = worker.stdout.readline()
                answers[path] = json.loads(line) if line else {"verdict": "failed", "detail": "the worker died"}
            worker.stdin.close()
    threads = [threading.Thread(target=serve) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def default_paths(python):
    stdlib = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], check=True,
                            stdout=subprocess.PIPE, text=True).stdout.strip()
    return [path for path in (stdlib, DJANGO) if os.path.isdir(path)]


def files_below(paths):
    found = set()
    for path in paths:
        if os.path.isfile(path):
            found.add(path)
        for folder, _, names in os.walk(path):
            found.update(os.path.join(folder, name) for name in names if name.endswith(".py"))
    return sorted(path for path in found if os.path.isfile(path) and os.path.getsize(path) <= LARGEST)


def tell(title, answers, good):
    counts = {}
    for path, answer in sorted(answers.items()):
        counts[answer["verdict"]] = counts.get(answer["verdict"], 0) + 1
        if answer["verdict"] not in good:
            print("%s: %s: %s" % (path, answer["verdict"], answer.get("detail", "")))
    bad = sum(count for verdict, count in counts.items() if verdict not in good)
    print("%s: %d files: %s" % (title, len(answers), ", ".join("%d %s" % (n, v) for v, n in sorted(counts.items()))))
    return bad == 0


def allow_newer(answers, newer):
    """What 3.11 refuses and preflight accepts is right where the newer interpreter accepts it."""
    code = "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read())"
    for path, answer in answers.items():
        if answer["verdict"] == "accepted" and newer is not None:
            done = subprocess.run([newer, "-W", "ignore", "-c", code, path], stderr=subprocess.DEVNULL, check=False)
            if done.returncode == 0:
                answer["verdict"] = "newer"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("preflight")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--newer")
    parser.add_argument("--sample", type=int, default=0, help="so many files only, chosen by --seed")
    parser.add_argument("--seed", type=int, default=311)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", choices=["trees", "fields"], help=argparse.SUPPRESS)
    options = parser.parse_intermixed_args()
    preflight = os.path.abspath(options.preflight)
    if options.work:
        work(preflight, options.work)
        return 0
    version = subprocess.run([options.python, "-c", "import sys; print(*sys.version_info[:2])"], check=False,
                             stdout=subprocess.PIPE, text=True)
    if version.stdout.strip() != "3 11":
        print("skipped: %s is not Python 3.11, whose trees are the reference" % options.python)
        return 77
    paths = files_below(options.paths or default_paths(options.python))
    if options.sample and options.sample < len(paths):
        paths = sorted(random.Random(options.seed).sample(paths, options.sample))
    answers = ask(options.python, preflight, "trees", paths, options.jobs)
    allow_newer(answers, options.newer)
    good = tell("trees", answers, ("equal", "refused", "newer"))
    refused = [answer for answer in answers.values() if answer["verdict"] == "refused"]
    if refused:
        print("errors: %d of %d in the line that CPython names" % (sum(a["same_line"] for a in refused), len(refused)))
    if options.newer:
        answers = ask(options.newer, preflight, "fields", paths, options.jobs)
        good &= tell("places in f-strings", answers, ("equal", "none", "refused"))
    return 0 if good and paths else 1


if __name__ == "__main__":
    sys.exit(main())
