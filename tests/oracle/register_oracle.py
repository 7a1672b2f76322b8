"""Generated task definitions through Debian's own `aws ecs register-task-definition` and preflight.

register_oracle.py CHECKOUT PREFLIGHT [--cases N] [--client N]

Good definitions, and the same with a single slip, go to the client with --generate-cli-skeleton,
which validates and sends nothing: 0 is accepted, 252 refused. preflight says the same by its rules
of shape, ECS001 to ECS005. The client takes a second a call, so its driver is called inside this
process; the first --client cases go through /usr/bin/aws too, which must agree with the driver.
"""
import argparse
import collections
import contextlib
import copy
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

SKIPPED = 77
ACCEPTED, REFUSED = 0, 252
BATCH = 250  # definitions that preflight sees as one project
TOP = "RegisterTaskDefinitionRequest"
CLIENT = "/usr/bin/aws"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
}
# Where the two differ by design: (the client refuses, preflight refuses), and why.
DIFFERENCES = {
    "null": (True, False, "the deploy action drops nulls before it registers; the client refuses"),
    "bad enum": (False, True, "the client checks no enums; ECS does"),
    "newer": (True, False, "the client of 2022 does not know the member; ECS does"),
    "true for a number": (False, True, "to the client's Python true is a number; ECS refuses it"),
    "no containers": (True, False, "without containerDefinitions no file is a task definition"),
}


class Table:
    def __init__(self, path):
        self.structs, self.enums = collections.defaultdict(dict), {}
        for line in path.read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if cells[0].startswith("enum:"):
                self.enums[cells[0]] = cells[1].split(",")
            else:
                self.structs[cells[0]][cells[1]] = {
                    "type": cells[2],
                    "required": cells[3] == "1",
                    # The client bundles a model that is a little newer than python3-botocore's.
                    "newer": cells[5] == "0" and cells[1] != "containerPortRange",
                }

    def value(self, kind, choose, newer):
        if kind.startswith("@"):
            return self.struct(kind[1:], choose, newer)
        if kind.startswith("list<"):
            return [self.value(kind[5:-1], choose, newer) for _ in range(choose.randint(1, 2))]
        if kind.startswith("map<"):
            return {"one": self.value(kind[4:-1], choose, newer)}
        if kind.startswith("enum:"):
            return choose.choice(self.enums[kind])
        return {"str": "text", "int": 64, "bool": False}[kind]

    def struct(self, name, choose, newer, all_of=False):
        made = {}
        for member, row in self.structs[name].items():
            if row["newer"] and not newer:
                continue
            if row["required"] or all_of or choose.random() < 0.35:
                made[member] = self.value(row["type"], choose, newer)
        return made

    def full(self, name=TOP):
        """Every member that the client knows."""
        made = {}
        for member, row in self.structs[name].items():
            if not row["newer"]:
                made[member] = self.full_value(row["type"])
        return made

    def full_value(self, kind):
        if kind.startswith("@"):
            return self.full(kind[1:])
        if kind.startswith("list<"):
            return [self.full_value(kind[5:-1])]
        if kind.startswith("map<"):
            return {"one": self.full_value(kind[4:-1])}
        return self.value(kind, random.Random(0), False)


def sites(table, value, kind, path=()):
    """Every value below, with its path and type."""
    yield path, kind
    if kind.startswith("@"):
        for member, inner in value.items():
            yield from sites(table, inner, table.structs[kind[1:]][member]["type"], path + (member,))
    elif kind.startswith("list<"):
        for i, inner in enumerate(value):
            yield from sites(table, inner, kind[5:-1], path + (i,))
    elif kind.startswith("map<"):
        for member, inner in value.items():
            yield from sites(table, inner, kind[4:-1], path + (member,))


def wrong_types(kind):
    """Values of other types, by the slip's name."""
    if kind == "str" or kind.startswith("enum:"):
        return {"number for text": 7, "true for text": True, "list for text": ["x"]}
    if kind == "int":
        return {"text for a number": "7", "fraction for a number": 7.5, "true for a number": True}
    if kind == "bool":
        return {"text for true": "true", "number for true": 1}
    if kind.startswith("list<"):
        return {"object for a list": {"a": "b"}, "text for a list": "x"}
    return {"list for an object": [{"a": "b"}], "text for an object": "x"}


def put(definition, path, value):
    """The definition with another value at that path."""
    if not path:
        return value
    changed = copy.deepcopy(definition)
    owner = changed
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    return changed


def at(definition, path):
    for step in path:
        definition = definition[step]
    return definition


def slips_at(table, definition, path, kind):
    """Every single slip that can be made of the value at that path: (name, definition)."""
    value = at(definition, path)
    if path:
        for name, other in wrong_types(kind).items():
            yield name, put(definition, path, other)
        yield "null", put(definition, path, None)
    if kind.startswith("list<"):
        yield "list in a list", put(definition, path, [value])
    if kind.startswith("enum:"):
        yield "bad enum", put(definition, path, "neither")
    if not kind.startswith("@"):
        return
    yield "unknown key", put(definition, path, dict(value, nobodyKnowsThis="x"))
    for member in value:
        renamed = {k[0].upper() + k[1:] if k == member else k: v for k, v in value.items()}
        yield "wrong case", put(definition, path, renamed)
    for member, row in table.structs[kind[1:]].items():
        if row["required"] and member in value:
            yield "missing required", put(
                definition, path, {k: v for k, v in value.items() if k != member}
            )


def all_slips(table, definition):
    for path, kind in list(sites(table, definition, "@" + TOP)):
        yield from slips_at(table, definition, path, kind)


def cases(table, count):
    """(name, definition): every slip of the full definition, then random ones."""
    made = [("good", table.full())]
    made += all_slips(table, table.full())
    choose = random.Random(2022)
    while len(made) < count:
        newer = choose.random() < 0.1
        definition = table.struct(TOP, choose, newer)
        made.append(("newer" if newer else "good", definition))
        slips = list(all_slips(table, definition))
        if not newer:
            made += choose.sample(slips, min(4, len(slips)))
    return made


def uses_newer(table, definition, kind="@" + TOP):
    for path, _ in sites(table, definition, kind):
        owner = TOP
        for step in path:
            row = table.structs[owner].get(step) if isinstance(step, str) else None
            if row is None:
                continue
            if row["newer"]:
                return True
            inner = row["type"].removeprefix("list<").rstrip(">")
            if inner.startswith("@"):
                owner = inner[1:]
    return False


class Driver:
    """The client's own code in this process."""

    def __init__(self):
        try:
            import awscli.clidriver
        except ImportError:
            print("skipped: awscli is not installed for this Python")
            sys.exit(SKIPPED)
        os.environ.update(ENVIRONMENT)
        self.driver = awscli.clidriver.create_clidriver()

    def verdict(self, path):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return self.driver.main(arguments(path))


def arguments(path):
    return [
        "ecs",
        "register-task-definition",
        "--cli-input-json",
        f"file://{path}",
        "--generate-cli-skeleton",
        "output",
    ]


def client_verdict(path):
    done = subprocess.run(
        [CLIENT, *arguments(path)],
        env=dict(os.environ, **ENVIRONMENT),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode


def refused_by_preflight(preflight, folder):
    """The names of the files in which preflight finds a wrong shape."""
    done = subprocess.run(
        [preflight, "check", "--no-config", "--select", "ECS001,ECS002,ECS003,ECS004,ECS005",
         "--format", "json"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1, 3):
        sys.exit(f"preflight ended with {done.returncode}: {done.stderr}")
    shape = ("ECS001", "ECS002", "ECS003", "ECS004", "ECS005")
    found = json.loads(done.stdout)["findings"]
    return {finding["path"] for finding in found if finding["rule"] in shape}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("preflight", type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=2400)
    parser.add_argument("--client", type=int, default=60)
    options = parser.parse_args()
    table = Table(options.checkout / "rules/tables/ecs-task-definition.tsv")
    driver = Driver()
    if not os.access(CLIENT, os.X_OK):
        print(f"skipped: no {CLIENT}")
        return SKIPPED
    everything = cases(table, options.cases)
    # The same number of each kind goes first, so that few cases show many kinds.
    random.Random(7).shuffle(everything)
    everything = everything[: options.cases]
    faults, differing, kinds = [], collections.Counter(), collections.Counter()
    preflight = str(options.preflight.resolve())
    by_client = 0
    for start in range(0, len(everything), BATCH):
        batch = everything[start : start + BATCH]
        with tempfile.TemporaryDirectory() as folder:
            for i, (_, definition) in enumerate(batch):
                pathlib.Path(folder, f"{i:04}.json").write_text(json.dumps(definition))
            refused = refused_by_preflight(preflight, folder)
            for i, (kind, definition) in enumerate(batch):
                path = f"{folder}/{i:04}.json"
                verdict = driver.verdict(path)
                kinds[kind] += 1
                if by_client < options.client:
                    by_client += 1
                    if client_verdict(path) != verdict:
                        faults.append(f"driver and client differ on {json.dumps(definition)}")
                both = (verdict == REFUSED, f"{i:04}.json" in refused)
                label = kind
                if not isinstance(definition, dict) or "containerDefinitions" not in definition:
                    label = "no containers"
                if verdict not in (ACCEPTED, REFUSED):
                    faults.append(f"the client ended with {verdict}: {json.dumps(definition)}")
                elif both[0] == both[1]:
                    continue
                elif label in DIFFERENCES and both == DIFFERENCES[label][:2]:
                    differing[label] += 1
                else:
                    faults.append(f"{kind}: client {both[0]}, preflight {both[1]}: "
                                  f"{json.dumps(definition)[:2000]}")
    print(f"{len(everything)} definitions, {by_client} of them through {CLIENT} itself")
    print("kinds:", ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    for label, number in sorted(differing.items()):
        print(f"differing by design: {number} {label}: {DIFFERENCES[label][2]}")
    for fault in faults[:20]:
        print("register:", fault)
    print(f"{len(faults)} other differences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
