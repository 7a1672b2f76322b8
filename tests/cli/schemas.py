"""What the program prints as JSON against the schemas that it publishes.

schemas.py CHECKOUT PREFLIGHT
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT = str(pathlib.Path(sys.argv[2]).resolve())

# What is run in a sample, and the schema of what it prints.
RUNS = [
    ("expr", ["expr", "1 == 1"]),
    ("expr", ["expr", "github.ref"]),
    ("expr", ["expr", "1 +"]),
    ("check", ["check", "--format", "json"]),
    ("plan", ["check", "--format", "plan"]),
    ("plan", ["check", "--format", "plan", "--branch", "x"]),
    ("settings", ["settings", "--format", "json"]),
    ("settings", ["settings", "--bare", "--module", "shop.settings", "--format", "json"]),
    ("settings", ["settings", "--env", "DATABASE_HOST", "--format", "json", "DEBUG", "NONE"]),
    ("settings", ["settings", "--diff", "web", "shop.settings", "--format", "json"]),
    ("settings", ["settings", "--diff", "shop.settings", "manage.py", "--format", "json"]),
    ("env", ["env", "--format", "json"]),
    ("simulate", ["simulate", "push", "--format", "json"]),
    ("simulate", ["simulate", "push", "--branch", "x", "--format", "json"]),
    ("simulate", ["simulate", "pull_request", "--format", "json"]),
    ("rules", ["rules", "--format", "json"]),
]


def schema(name):
    return json.loads((ROOT / "schemas" / (name + ".json")).read_text(encoding="utf-8"))


def printed(arguments, folder):
    done = subprocess.run(
        [PREFLIGHT, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        capture_output=True,
        text=True,
    )
    return done.stdout


def documents(text):
    """The JSON values that stand in `text` one after the other."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        yield value


class Schemas(unittest.TestCase):
    def test_each_schema_is_one(self):
        for path in sorted((ROOT / "schemas").glob("*.json")):
            with self.subTest(path.name):
                jsonschema.Draft202012Validator.check_schema(schema(path.stem))

    def test_what_is_printed_fits_its_schema(self):
        for name, arguments in RUNS:
            for sample in ("broken-shop", "tidy-shop"):
                with self.subTest(sample=sample, run=" ".join(arguments)):
                    values = list(documents(printed(arguments, ROOT / "samples" / sample)))
                    self.assertNotEqual(values, [])
                    for value in values:
                        jsonschema.Draft202012Validator(schema(name)).validate(value)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
