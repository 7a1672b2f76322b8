#!/usr/bin/env python3
"""Generated .env files read by the real libraries and by pf_dotenv_read must agree.

dotenv_oracle.py DRIVER [--count N] [--seed S]. Exit 77: a library is missing.
"""
import argparse
import io
import os
import random
import subprocess
import sys
import tempfile

try:
    import decouple
    import dotenv.parser
    import environ
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PYTHON, ENVIRON, DECOUPLE = 0, 1, 2

PIECES = [
    "A", "B", "KEY", "DEBUG", "X_1", "é", "a.b", "export ", "export\t", "export", "=", "=", "=",
    "'", '"', "\\", "\\n", "\\'", '\\"', "\\\\", "\\t", "\\x", "#", " #", " ", "  ", "\t", "\n",
    "\n", "\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\u2028", "\xa0", "$A", "${B}", "1", "0",
    "true", "value", "two words", "'quoted'", '"quoted"', '"a\\nb"', "'it''s'", "# comment",
    "A=1\n", "B='x'\n", 'C="y" # z\n', "D = 4\n", "export E=5\n", "\ufeff", ":", ";", "=\n",
]
WHOLE_LINES = [
    "A=1", "A='1'", 'A="1"', "A=a b", "A=a # b", "A=a#b", "A='a # b' # c", 'A="a # b"', "A=",
    "A", " A=1", "A =1", "A= 1", "A=1 ", "export A=1", "  export  A=1", "'A B'=1", "A='", 'A="',
    "A='\\''", 'A="\\"', "A='\\'", 'A="\\n\\q"', "A=''", 'A=""', "A='a\nb'", "=1", "# A=1", "",
    "A=\"'1'\"", "A='\"1\"'", "A=\\", "A='a'b", "A=é ", "A-B=1", "1A=2", "A==1", "B=$A",
]


def generate(source):
    if source.random() < 0.5:
        lines = [source.choice(WHOLE_LINES) for _ in range(source.randrange(1, 6))]
        return source.choice(["\n", "\n", "\r\n"]).join(lines)
    return "".join(source.choice(PIECES) for _ in range(source.randrange(1, 20)))


def opened(data):
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")


def with_python(data):
    return [(b.key, b.value) for b in dotenv.parser.parse_stream(opened(data))
            if b.key is not None]


def with_environ(data):
    class Env(environ.Env):
        ENVIRON = {}

    Env.read_env(opened(data))
    return Env.ENVIRON


def with_decouple(data, path):
    with open(path, "wb") as file:
        file.write(data)
    return decouple.RepositoryEnv(path).data


def ours(driver, jobs):
    """One list of (name, value) a job; value None for none, Ellipsis for not known."""
    request = b"".join(b"%d %d\n" % (mode, len(data)) + data for mode, data in jobs)
    answer = subprocess.run([driver], input=request, stdout=subprocess.PIPE, check=True).stdout
    results, current = [], []
    for line in answer.decode().split("\n"):
        if not line:
            results.append(current)
            current = []
            continue
        name, value = line.split(" ")
        special = {"-": None, "?": ...}
        text = special[value] if value in special else bytes.fromhex(value).decode()
        current.append((bytes.fromhex(name).decode(), text))
    return results[:len(jobs)]


def first_wins(pairs):
    result = {}
    for name, value in pairs:
        result.setdefault(name, value)
    return result


def environ_differs(real, pairs):
    """Real is 0.4.4: what we call unknown may be anything, even absent (export)."""
    mine = first_wins(pairs)
    known = {name: value for name, value in mine.items() if value is not ...}
    return any(real.get(name, ...) != value for name, value in known.items()) or \
        any(name not in mine for name in real)


def unknown_without_cause(data, pairs):
    names = [name for name, _ in pairs]
    cause = any(mark in data for mark in (b"#", b"\\", b"'", b"export "))
    return not cause and any(value is ... and names.count(name) == 1 for name, value in pairs)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("driver")
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=20)
    chosen = options.parse_args()
    source = random.Random(chosen.seed)
    texts = [generate(source).encode() for _ in range(chosen.count)]
    texts += [line.encode() for line in WHOLE_LINES]
    jobs = [(mode, data) for data in texts for mode in (PYTHON, ENVIRON, DECOUPLE)]
    answers = ours(chosen.driver, jobs)
    failures = unknown = 0
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, ".env")
        for (mode, data), pairs in zip(jobs, answers):
            if mode == PYTHON:
                real = with_python(data)
                wrong = real != pairs
            elif mode == ENVIRON:
                real = with_environ(data)
                wrong = environ_differs(real, pairs) or unknown_without_cause(data, pairs)
                unknown += sum(value is ... for _, value in pairs)
            else:
                real = with_decouple(data, path)
                wrong = real != dict(pairs)
            if wrong:
                failures += 1
                if failures <= 10:
                    print(f"mode {mode}: {data!r}\n  real {real!r}\n  ours {pairs!r}")
    print(f"{len(jobs)} readings, {failures} differ, {unknown} values left open by django-environ")
    return 1 if failures else 0


if __name__ == "__main__":
    import logging
    logging.disable(logging.CRITICAL)
    sys.exit(main())
