#!/usr/bin/python3
"""Settings that use a modelled library: what Debian's library gives and what `preflight settings` says.

Usage: models_oracle.py PREFLIGHT [--count N] [--seed S]

Each case is one module. Every value that preflight calls known must be the one that CPython computes with the
real library, every exception that it calls certain must be raised; and a share of them must be known, which is
small where a library asks the network. One that this machine does not have is left out by name.
"""
import argparse
import importlib.metadata
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile

WORKER = r"""
import importlib, json, os, pathlib, sys, warnings
warnings.simplefilter("ignore")
def plain(v):
    if v is None or type(v) in (bool, int, str): return v
    if type(v) is float: return {"float": repr(v)}
    if isinstance(v, pathlib.PurePath): return str(v)
    if type(v) in (list, tuple): return [plain(x) for x in v]
    if isinstance(v, dict) and type(v).__name__ in ("dict", "OrderedDict", "DynamicInlineTableDict"): return {"map": [[plain(k), plain(x)] for k, x in v.items()]}
    return {"!": type(v).__name__}
for line in sys.stdin:
    case = json.loads(line)
    os.environ.clear(); os.environ.update(case["env"])
    os.chdir(case["root"]); sys.path[0] = case["root"]
    sys.modules.pop("settings", None); importlib.invalidate_caches()
    out = {"values": None, "raises": None}
    try:
        m = importlib.import_module("settings")
        out["values"] = {k: plain(v) for k, v in vars(m).items() if k.isupper()}
    except Exception as e:
        out["raises"] = type(e).__name__
    print(json.dumps(out), flush=True)
"""
DISTRIBUTIONS = ("django", "pydantic", "django-cors-headers", "celery", "dynaconf", "boto3", "whitenoise", "PyYAML", "toml")
# name: the module that must be there, and the share of values that must be known
LIBRARIES = {"configparser": ("configparser", 0.9), "yaml": ("yaml", 0.7), "toml": ("toml", 0.8), "tomllib": ("tomllib", 0.9),
             "pydantic": ("pydantic", 0.9), "corsheaders": ("corsheaders", 0.9), "celery": ("celery", 0.9),
             "dynaconf": ("dynaconf", 0.5), "boto3": ("boto3", 0.4), "whitenoise": ("whitenoise", 0.5)}


class Gen:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, *options):
        return self.r.choice(options)

    def some(self, make, most=4):
        return [make() for _ in range(self.r.randint(0, most))]

    # --- configparser --------------------------------------------------------------------------
    def ini(self):
        lines = [] if self.r.random() < 0.95 else ["loose = 1"]
        for section in self.r.sample(["a", "b c", "DEFAULT", "D"], self.r.randint(1, 4)) + ["a"] * (self.r.random() < 0.05):
            lines.append(self.pick("[%s]", "[%s]", "[%s]  ; comment", " [%s]") % section)
            odd = self.r.random() < 0.1
            options = ["x = 1", "y=%(x)s", "z = 5.5", "w = a%%b", "n = a, b ,c", "k = v ; no comment", "h = http://a:8/b=c", "e =", "b = off"]
            options = self.r.sample(options, self.r.randint(0, 5)) + self.some(lambda: self.pick(
                "# c = 1", "", "; x", "l%d = one\n  two\n\n  three" % self.r.randint(0, 99), "  i%d = 3" % self.r.randint(0, 99)), 2)
            self.r.shuffle(options)
            lines += options + ([self.pick("novalue", "X: yes", "m = %(missing)s", "w = %q", "= 5")] if odd else [])
        return "\n".join(lines) + "\n"

    def configparser(self):
        section, option = self.pick("'a'", "'b c'", "'DEFAULT'", "'Q'"), self.pick(*"'x' 'X' 'y' 'z' 'n' 'q' 'k' 'w' 'h'".split())
        how = self.pick("get", "get", "getint", "getboolean", "getfloat")
        fallback = self.pick("", ", fallback='f'", ", fallback=None", ", raw=True")
        if how != "get" and "raw" in fallback:
            fallback = ""
        lines = ["import configparser", "c = configparser.%s(%s)" % (self.pick("ConfigParser", "RawConfigParser"), self.pick(
                     "", "", "interpolation=None", "{'x': '0'}", "defaults={'Q': 'q'}")),
                 self.pick("F = c.read('c.ini')", "F = c.read(['none.ini', 'c.ini'])", "c.read_file(open('c.ini'))",
                           "c.read_string(open('c.ini').read())")]
        lines += ["S = c.sections()", "H = [c.has_option(%s, %s), c.has_section(%s), %s in c]" % (section, option, section, section)]
        lines += ["V = c.%s(%s, %s%s)" % (how, section, option, fallback)]
        lines += [self.pick("I = c.items(%s)" % section, "I = dict(c[%s])" % section, "I = c[%s][%s]" % (section, option),
                            "I = c[%s].get(%s, 'z')" % (section, option), "I = c.options(%s)" % section,
                            "I = c[%s].getboolean(%s, True)" % (section, option), "I = {s: dict(c.items(s)) for s in c.sections()}",
                            "I = %s in c[%s]" % (option, section))]
        return lines, {"c.ini": self.ini()}

    # --- YAML ----------------------------------------------------------------------------------
    def yaml_scalar(self):
        return self.pick("1", "0", "-5", "0o7", "0777", "0x1F", "1_000", "+3", "1.5", "1e3", "1.0e+3", ".5", "-.5", "5.", "yes", "No", "on",
                         "OFF", "true", "y", "~", "null", "", "abc", "'1'", '"a\\tb"', "a b", "a:b", "12:30", "2001-01-02", "0b101",
                         "'it''s'", "a#b", "a #b", "-", "1.2.3", "\"\"", "TRUE", "nUll", "08", "0_7", "1:2:3", "80:59", "-3:07", "+1:1", "0:5", "8080:80", "10.0.0.1:80", "1:30.5", "1_0:2", "&n 5", "*n", "*l", "&l [1, 2]", "&m {z: 1, y: 2}", ".inf", "http://x/?a=b&c=d", "=", "3 4")

    def yaml_value(self, depth, indent):
        kind = self.pick("scalar", "scalar", "list", "map", "flow") if depth < 3 else "scalar"
        if kind == "scalar":
            return " " + self.yaml_scalar()
        if kind == "flow":
            return " " + self.pick("[1, yes, 'a']", "{a: 1, b: off}", "[]", "{}", "[a, [b]]", "&l [x, 3]", "&m {k: v, a: 9}", "[*l, *l]", "{<<: *m, b: 1}", "{b: 1, <<: [*m, *m], a: 3}")
        items = self.some(lambda: None, 3) or [None]
        pad = " " * indent
        if kind == "list":
            return "".join("\n%s-%s" % (pad, self.yaml_value(depth + 1, indent + 2)) for _ in items)
        return "".join("\n%s%s:%s" % (pad, self.pick("a", "b", "key", "1", "yes", "'q'", "A-B"), self.yaml_value(depth + 1, indent + 2)) for _ in items)

    def yaml(self):
        text = "".join("%s:%s\n" % (name, self.yaml_value(1, 2)) for name in "abcd"[:self.r.randint(1, 4)])
        load = self.pick("yaml.safe_load(f)", "yaml.safe_load(f.read())", "yaml.load(f, Loader=yaml.SafeLoader)",
                         "yaml.load(f, yaml.FullLoader)")
        return ["import yaml", "with open('c.yml') as f:", "    C = %s" % load, "A = C.get('a')", "B = C.get('z', 5)", "if isinstance(A, list): A.append(C.get('b'))"], {"c.yml": text}

    # --- TOML ----------------------------------------------------------------------------------
    def toml_value(self):
        return self.pick("1", "true", "false", '"a"', "'b\\n'", "1.5", "[1, 2]", '["a", "b"]', "{x = 1, y = 'z'}", "0x1F", "1_000", "-3", '"""\na\nb"""',
                         "2001-01-02", "1e3", "[]", "[[1], [2]]", "0o17", "+5", "nope")

    def toml_text(self):
        lines = []
        for table in [None] + self.r.sample(["[a]", "[b.c]", "[[d]]", "['e f']"], 2):
            lines += [table] if table else []
            lines += ["%s = %s" % (key, self.toml_value()) for key in self.r.sample(["k", "x.y", '"q r"', "z"], self.r.randint(0, 3))]
        return "\n".join(lines) + "\n"

    def tomllib(self):
        return self.pick(["import tomllib", "with open('c.toml', 'rb') as f:", "    C = tomllib.load(f)"],
                         ["import tomllib", "C = tomllib.loads(open('c.toml').read())"]), {"c.toml": self.toml_text()}

    def toml(self):
        text = self.toml_text().replace("nope", "1")
        if self.r.random() < 0.9:
            text = text.replace("x.y", "xy")
        return self.pick(["import toml", "C = toml.load('c.toml')"], ["import toml", "C = toml.loads(open('c.toml').read())"]), {"c.toml": text}

    # --- pydantic ------------------------------------------------------------------------------
    def pydantic(self):
        lines = ["from pydantic import BaseSettings, Field, SecretStr, validator", "from pathlib import Path", "from typing import Dict, List, Literal, Optional",
                 "class S(BaseSettings):"]
        names = self.r.sample(["debug", "port", "key", "hosts", "level"], self.r.randint(1, 4))
        env = {}
        for name in names:
            kind, default = self.pick(("bool", "False"), ("int", "5"), ("str", "'s'"), ("Optional[str]", "None"), ("List[str]", "['a']"),
                                      ("SecretStr", "'x'"), ("Dict[str, int]", "{}"), ("float", "1.5"), ("float", "2"), ("Literal['abc', '1']", "'abc'"),
                                      ("Path", "Path('/x')"), ("Optional[int]", "None"), ("int | None", "3"), ("list[str]", "[]"))
            form = self.pick("    %s: %s = %s", "    %s: %s = %s", "    %s: %s", "    %s: %s = Field(%s, env='OTHER')", "    %s: %s = Field(%s)", "    %s: %s = Field(%s, ge=0, le=9)")
            lines.append(form % ((name, kind, default) if form.count("%s") == 3 else (name, kind)))
            if self.r.random() < 0.7:
                env[self.pick(name.upper(), name, "P_" + name.upper(), "OTHER")] = self.pick(
                    "1", "0", "true", "off", "yes", "no", "abc", "", '["a", "b"]', '{"a": 1}', "1.5", "8000", "-1", " 3 ", "None", "T")
        if self.r.random() < 0.4:
            lines += ["    class Config:", "        " + self.pick("env_prefix = 'P_'", "case_sensitive = True", "env_file = '.env'")]
        for i in range(self.r.choice((0, 0, 1, 2))):
            lines += ["    @validator(%r%s)" % (self.pick("*", *names), self.pick("", ", pre=True", ", always=True")), "    def f%d(cls, v):" % i,
                      "        " + self.pick("return v", "return v.split(',') if isinstance(v, str) else v", "if v == 'abc': raise ValueError('no')",
                                             "assert v != '1'", "return v if v is None else '1'", "return str(v).upper()"), "        return v"]
        lines += ["s = S()"] + ["V_%s = s.%s" % (n.upper(), n) for n in names]
        return lines, {".env": "key=from-file\nPORT=7\n"}, env

    # --- the others: little is asked of them ----------------------------------------------------
    def corsheaders(self):
        return ["from corsheaders.defaults import default_headers, default_methods", "H = list(default_headers) + ['x']", "M = list(default_methods)",
                "T = 'authorization' in default_headers", self.pick("from corsheaders.defaults import *", "import corsheaders.defaults as d")], {}

    def celery(self):
        when = self.pick("", "minute=0", "minute='*/15', hour='3'", "hour=25", "minute='x'", "day_of_week='mon-fri'", "0, 0, day_of_month='1'")
        return ["from celery.schedules import crontab", "from datetime import timedelta", "C = crontab(%s)" % when, "B = bool(C)",
                "S = {'a': {'schedule': C, 'task': 't', 'args': ()}}", "T = S['a']['task']"], {}

    def boto3(self):
        service = self.pick("'s3'", "'ssm'", "'nope'", "service_name='s3'")
        return ["import boto3", "from botocore.exceptions import ClientError", "try:",
                "    C = boto3.client(%s, region_name='eu-west-1')" % service, "    B = bool(C)", "except Exception:", "    B = None",
                "S = boto3.session.Session()", "D = S is not None"], {}

    def dynaconf(self):
        return ["DEBUG = False", "HOSTS = ['a']", "import dynaconf", "s = dynaconf.Dynaconf(envvar_prefix=%s)" % self.pick("'APP'", "'DYNACONF'"),
                "V = s.get('NAME', 'none')", "W = DEBUG"], {}

    def whitenoise(self):
        return ["import whitenoise", "from whitenoise.storage import CompressedManifestStaticFilesStorage as Storage",
                "MIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']", "class Mine(Storage):", "    manifest_strict = False",
                "STRICT = Mine.manifest_strict"], {}


def requirements():
    lines = []
    for name in DISTRIBUTIONS:
        try:
            lines.append("%s==%s\n" % (name, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            pass
    return "".join(lines)


def plain(v):
    if isinstance(v, float):
        return {"float": repr(v)}
    if isinstance(v, list):
        return [plain(x) for x in v]
    if isinstance(v, dict):
        return {"map": [[k, plain(x)] for k, x in v.items()]}
    return v


def same(mine, theirs):
    """JSON has no keys but texts."""
    if isinstance(theirs, dict) and "map" in theirs:
        pairs = mine.get("map") if isinstance(mine, dict) else None
        return pairs is not None and len(pairs) == len(theirs["map"]) and all(
            a[0] == (b[0] if isinstance(b[0], str) else json_key(b[0])) and same(a[1], b[1]) for a, b in zip(pairs, theirs["map"]))
    if isinstance(theirs, list):
        return isinstance(mine, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs and type(mine) is type(theirs)


def json_key(key):
    return repr(key) if not isinstance(key, dict) else key.get("float", str(key))


def is_data(v):
    if isinstance(v, dict):
        return "!" not in v and ("map" not in v or all(is_data(x) for _, x in v["map"]))
    return all(map(is_data, v)) if isinstance(v, list) else True


def compare(ours, theirs):
    """What is wrong, and how many values are known of how many."""
    raised = ours["raises"]
    certain = raised is not None and raised.get("certain", True)
    if certain and theirs["raises"] is None:
        return ["certainly raises %s, CPython does not" % raised], 0, 0
    if certain:
        same_name = raised["type"] == theirs["raises"] or raised["type"] in ("SettingsError", "ValidationError")
        return ([] if same_name else ["raises %s, CPython %s" % (raised, theirs["raises"])]), 0, 0
    if theirs["raises"] is not None:
        return ([] if raised is not None or ours["names_are_open"] or any(not v["known"] for v in ours["settings"].values())
                else ["CPython raises %s" % theirs["raises"]]), 0, 0
    wrong, known, total = [], 0, 0
    for name, value in theirs["values"].items():
        mine = ours["settings"].get(name)
        total += is_data(value)
        if mine is not None and mine["known"]:
            known += is_data(value)
            if not same(plain(mine["value"]), value):
                wrong.append("%s is %r, CPython %r" % (name, mine["value"], value))
    return wrong, known, total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("preflight")
    parser.add_argument("--count", type=int, default=100, help="modules of each library; the shares of fewer are a matter of chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    args = parser.parse_args()
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"})
    failures = 0
    for library, (module, share) in LIBRARIES.items():
        if args.only not in (None, library):
            continue
        if importlib.util.find_spec(module) is None:
            print("left out: this Python has no %s" % module)
            continue
        known = total = 0
        for i in range(args.count):
            made = getattr(Gen("%d %s %d" % (args.seed, library, i)), library)()
            lines, files, env = made if len(made) == 3 else (*made, {})
            files = {**files, "settings.py": "\n".join(lines) + "\n", "requirements.txt": requirements()}
            with tempfile.TemporaryDirectory(prefix="models_oracle.") as root:
                for path, text in files.items():
                    with open(os.path.join(root, path), "w", encoding="utf-8") as f:
                        f.write(text)
                worker.stdin.write(json.dumps({"root": root, "env": env}) + "\n")
                worker.stdin.flush()
                theirs = json.loads(worker.stdout.readline())
                argv = [os.path.abspath(args.preflight), "settings", "--bare", "--module", "settings", "--format", "json"]
                for name, value in env.items():
                    argv += ["--env", "%s=%s" % (name, value)]
                run = subprocess.run(argv, cwd=root, capture_output=True, timeout=20)
            try:
                ours = json.loads(run.stdout)
                ours.setdefault("names_are_open", False)
                wrong, k, t = compare(ours, theirs)
            except ValueError:
                wrong, k, t = ["no JSON, status %d: %s" % (run.returncode, run.stderr[:500])], 0, 0
            known, total = known + k, total + t
            if wrong:
                failures += 1
                print("%s, seed %d, case %d:\n  %s\n  env %s\n%s" % (library, args.seed, i, "\n  ".join(wrong[:3]), env, "\n".join(
                    "--- %s\n%s" % (path, text) for path, text in files.items() if path != "requirements.txt")))
        print("%s: %d modules, %d of %d values known" % (library, args.count, known, total))
        if known < share * total:
            failures += 1
            print("%s: fewer than %d of 100 values are known" % (library, share * 100))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
