#!/usr/bin/env python3
"""Generated TOML read by Python's tomllib and by pf_toml_read must agree, refusals included.

toml_oracle.py DRIVER [--count N] [--seed S]. Exit 77: this Python has no tomllib.
"""
import argparse
import datetime
import json
import math
import random
import subprocess
import sys

try:
    import tomllib
except ImportError:
    print("skipped: no tomllib")
    sys.exit(77)

DOCUMENTS = [
    '[project]\nname = "shop"\ndependencies = [\n  "django~=4.2", # LTS\n  "gunicorn==21.2.0",\n]\n'
    '[tool.poetry.group.dev.dependencies]\npytest = { version = "^8", extras = ["x"] }\n',
    '[[package]]\nname = "django"\nversion = "4.2.11"\n\n[package.dependencies]\nasgiref = ">=3.6"\n\n'
    '[[package]]\nname = "pytz"\nversion = "2024.1"\n[package.extras]\na = []\n[metadata]\nn = 1\n',
    'a = 1\na.b = 2\n', '[a]\n[a]\n', '[a.b]\n[a]\n[a.b]\n', 'a.b.c = 1\na.b.d = 2\n[a.b]\n',
    '[a]\nb.c = 1\n[a.b]\n', '[a]\nb.c = 1\n[a.b.d]\ne = 1\n', '[[a]]\n[a.b]\n[[a]]\n[a.b]\n',
    'a = []\n[[a]]\n', '[a]\n[[a]]\n', '[[a]]\n[a]\n', 'a = {b = 1}\na.c = 2\n', 'a = {b = 1}\n[a.c]\n',
    'a = {b.c = 1, b.d = 2}\n', 'a = {b = {}, b.c = 1}\n', 'a = {b = 1, b = 2}\n', '[a.b.c]\n[a]\nb.x = 1\n',
    '[a.b.c]\n[a]\nb.c.x = 1\n', 'a = {\n}\n', 'a = {b = 1,}\n', 'a = [1,,2]\n', 'a = [\n1\n,\n]\n',
    's = """\na \\\n   b"""\n', "s = '''\n'a'\n'''\n", 's = """a"""""\n', 's = """a""""""\n', 's = "a\\u00e9\\U0001F600"\n',
    's = "\\ud800"\n', 's = "\\x41"\n', "s = 'a\\b'\n", 's = """a\\  \n  b"""\n', 's = """a\\ b"""\n',
    'n = [0, +1, -1, 1_000, 0x_1, 0xDEAD_beef, 0o17, 0b101, 01, 1__0, 1_]\n', 'n = 0xdead_beef\n', 'n = -0\n',
    'f = [1.5, -0.0, 1e5, 1E-5, 6.626e-34, 1_0.0_1, inf, -inf, +inf, nan]\n', 'f = 1.\n', 'f = .5\n', 'f = 1.e5\n',
    'd = 1979-05-27\nt = 07:32:00\nm = 1979-05-27 07:32:00\nz = 1979-05-27T07:32:00.999Z\no = 1979-05-27T00:32:00-07:00\n',
    'd = 2023-02-29\n', 'd = 2024-02-29\n', 'd = 1979-13-01\n', 't = 24:00:00\n', 't = 07:32\n', 'n = 1979-05\n',
    '"a b" = 1\n\'c.d\' = 2\ne."f g".h = 3\n', '"" = 1\n', '"""a""" = 1\n', 'a\n', 'a =\n', '= 1\n', 'a = 1 b = 2\n',
    '# comment\x01\n', 'a = "\x7f"\n', 'a = 1\r\nb = 2\r\n', 'a = 1\rb = 2\n', 'a = "x\ry"\n', 'a = """x\r\ny"""\n',
    'a = 99999999999999999999\n', 'a = true\nb = false\nc = True\n', 'a = truex\n', '[ a . b ]\nc = 1\n', '[a\n]\n', '[]\n',
    '[a] b = 1\n', '[[a]\n', '[a]]\n', 'a.b = 1\n[a]\nc = 2\n', '[a]\nb = 1\n[a.b]\n', '[a]\n\n[b]\n[a.c]\n', '',
    '[[a.b]]\nc = 1\n[[a.b]]\n[a]\nd = 2\n', 'a = [{b = 1}, {b = 2}]\na.c = 1\n', '[[a]]\nb = 1\n[[a.c]]\nd = 1\n[a.e]\nf = 2\n',
]
PIECES = ["a", "b", "c", "a.b", "[a]", "[b]", "[a.b]", "[[a]]", "[[b]]", "[[a.b]]", "{", "}", "[", "]", ",", ".", "=", " = ",
          "\n", "\n", "\n", "\r\n", " ", "\t", "#", "# x", '"', "'", '"""', "'''", "\\", "\\n", "\\u00e9", "\\\n", "1", "0", "-", "+",
          "_", "1.5", "1e5", "true", "false", "inf", "nan", "0x1f", "0b1", "1979-05-27", "T", "07:32:00", "Z", "+01:00", ".5",
          '"x"', "'y'", "{a = 1}", "[1, 2]", "a = 1\n", "b = 2\n", "a.c = 3\n", "[a.c]\n", "é", "\x00", "\x7f"]


def generate(source):
    kind = source.random()
    if kind < 0.3:
        return "".join(source.choice(PIECES) for _ in range(source.randrange(1, 15)))
    if kind < 0.6:
        return "".join(source.choice(DOCUMENTS) for _ in range(source.randrange(1, 4)))
    text = list(source.choice(DOCUMENTS))
    for _ in range(source.randrange(1, 4)):
        at = source.randrange(len(text) + 1)
        if source.random() < 0.5 and text:
            del text[at:at + source.randrange(1, 3)]
        else:
            text.insert(at, source.choice(PIECES))
    return "".join(text)


def from_hex(text):
    return bytes.fromhex(text).decode()


def same(ours, real):
    kind, rest = ours
    if kind == "map":
        pairs = [(from_hex(key), value) for key, value in rest]
        return isinstance(real, dict) and sorted(k for k, _ in pairs) == sorted(real) and \
            all(same(value, real[key]) for key, value in pairs)
    if kind == "seq":
        return isinstance(real, list) and len(rest) == len(real) and all(map(same, rest, real))
    text = from_hex(rest)
    if isinstance(real, (datetime.date, datetime.time)):
        return kind == "moment" and tomllib.loads("x = " + text)["x"] == real
    if isinstance(real, bool):
        return kind == "bool" and text == str(real).lower()
    if isinstance(real, int):
        return kind == "int" and (text == str(real) or abs(real) >= 2**63)
    if isinstance(real, float):
        mine = float(text.replace("_", ""))
        return kind == "float" and (mine == real or math.isnan(mine) and math.isnan(real))
    return kind == "str" and text == real


def main():
    options = argparse.ArgumentParser()
    options.add_argument("driver")
    options.add_argument("--count", type=int, default=5000)
    options.add_argument("--seed", type=int, default=20)
    chosen = options.parse_args()
    source = random.Random(chosen.seed)
    texts = [text.encode() for text in DOCUMENTS] + [generate(source).encode() for _ in range(chosen.count)]
    request = b"".join(b"%d\n" % len(text) + text for text in texts)
    answer = subprocess.run([chosen.driver], input=request, stdout=subprocess.PIPE, check=True).stdout
    failures = accepted = 0
    for text, line in zip(texts, answer.decode().splitlines()):
        try:
            real = tomllib.loads(text.decode())
        except ValueError as error:
            real, message = None, str(error)
        if real is None:
            wrong = line != "refused"
        else:
            accepted += 1
            wrong = line == "refused" or not same(json.loads(line), real)
        if wrong:
            failures += 1
            if failures <= 10:
                print(f"{text!r}\n  real {real if real is not None else message!r}\n  ours {line}")
    print(f"{len(texts)} texts, {accepted} of them TOML, {failures} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
