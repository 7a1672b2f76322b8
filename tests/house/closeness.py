"""Does each rule show its defect alone?

closeness.py RULES [--show]

A rule's failing and its passing example differ in the defect and in nothing else. For each rule the
closest pair of a failing and a passing example among `bad`, `good` and `tests` is looked for, all
files together; it may differ in few lines.
"""
import difflib
import pathlib
import re
import sys
import unittest

import yaml

RULES = pathlib.Path(sys.argv[1])
FAMILIES = ("DEP", "DJG", "DOC", "ECS", "ENV", "GHA", "IMG", "SEC")
MOST_LINES = 3  # a defect that is a key, its value and a line that makes way for them
MOST_WORDS = 25  # words and signs: a line of a task definition may hold a whole container

# Rules whose closest pair differs in more, and why that is the defect and nothing else.
EXCEPTIONS = {
    "DEP014": "a step that logs in is what is missing",
    "DEP025": "YAML and JSON are two ways to write the same file",
    "ECS223": "a router is a container of its own",
    "ECS407": "a whole log configuration is what is missing",
}
# Internal rules have no examples: what finds them is another test.
WITHOUT_EXAMPLES = {"GHA001": "what the YAML reader tells: tests/mutate/gha.py breaks a workflow"}


def examples(rule):
    """Its failing and its passing projects, each a map of path to text."""
    bad = [example["files"] for example in rule.get("bad", ())]
    good = [example["files"] for example in rule.get("good", ())]
    for example in rule.get("tests", ()):
        if "expect" in example:
            (bad if example["expect"] else good).append(example["files"])
    return bad, good


def lines(text):
    return text.splitlines()


def words(text):
    return re.findall(r"\w+|[^\w\s]", text)


def difference(one, other, parts):
    """How many parts an editor would touch to make one project of the other."""
    count = 0
    for path in sorted(set(one) | set(other)):
        a, b = (parts(str(files.get(path, ""))) for files in (one, other))
        for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
            if tag != "equal":
                count += max(a2 - a1, b2 - b1)
    return count


def distance(rule):
    """(lines, words) of the closest pair; None when there is no pair."""
    bad, good = examples(rule)
    pairs = [(difference(b, g, lines), b, g) for b in bad for g in good]
    if not pairs:
        return None
    least = min(pair[0] for pair in pairs)
    most = max(least, MOST_LINES)
    return least, min(difference(b, g, words) for n, b, g in pairs if n <= most)


class Closeness(unittest.TestCase):
    pass


def claim(rule):
    def test(self):
        found = distance(rule)
        if rule["id"] in WITHOUT_EXAMPLES:
            self.assertIsNone(found, "it has examples, so it is no exception any more")
            return
        self.assertIsNotNone(found, "a failing or a passing example is missing")
        is_close = found[0] <= MOST_LINES and found[1] <= MOST_WORDS
        self.assertEqual(is_close, rule["id"] not in EXCEPTIONS, f"lines, words that differ: {found}")

    return test


def rules():
    for path in sorted(RULES.glob("*/*.yaml")):
        for rule in yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["rules"]:
            if rule["id"][:3] in FAMILIES:
                yield rule


FOUND = list(rules())
for RULE in FOUND:
    setattr(Closeness, f"test_{RULE['id']}_{RULE['name'].replace('-', '_')}", claim(RULE))


class Table(unittest.TestCase):
    def test_every_exception_is_a_rule(self):
        named = set(EXCEPTIONS) | set(WITHOUT_EXAMPLES)
        self.assertEqual(named - {rule["id"] for rule in FOUND}, set())

    def test_the_rules_are_found(self):
        self.assertGreater(len(FOUND), 200)


if __name__ == "__main__":
    if "--show" in sys.argv:
        for RULE in sorted(FOUND, key=lambda rule: distance(rule) or (0, 0), reverse=True):
            print(RULE["id"], *(distance(RULE) or ("no examples",)))
        sys.exit()
    unittest.main(argv=sys.argv[:1])
