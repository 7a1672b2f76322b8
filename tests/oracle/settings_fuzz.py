#!/usr/bin/python3
"""Random settings modules, run by CPython and by `preflight settings`: no known value may differ.

Usage: settings_fuzz.py [--command "build/dev/preflight settings"] [--count N | --full] [--seed S] [--secrets]

Each case is a small project (a settings module, sometimes split over a base module and helpers) and
an environment. CPython imports the module with that environment; preflight evaluates it. Every value
preflight calls known must be CPython's, every exception it calls certain must be raised. Where some
variables are withheld from preflight (--secrets: a task definition names them), the same holds
whatever their value is.
"""
import argparse
import ast
import importlib.metadata
import importlib.util
import json
import math
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from settings_directions import DIRECTIONS, EXTRA_IMPORTS, OPTIONAL_IMPORTS, Directions
from settings_idioms import NAMES, TEXTS, URLS, Idioms

SECONDS = 20  # a module that needs longer is none to compare: it doubles a text, or raises to a power
MEMORY = 1 << 31
WORKER = r"""
import sys, os, json, importlib, math, collections, pathlib, resource, signal
def plain(v, depth=0):
    if depth > 30: return {"!": "deep"}
    if v is None or isinstance(v, (bool, str)): return v if not isinstance(v, str) or type(v) is str else {"!": type(v).__name__}
    if type(v) is int: return v
    if type(v) is float: return {"float": repr(v)}
    if isinstance(v, pathlib.PurePath): return str(v)
    if isinstance(v, (list, tuple)) and (type(v) in (list, tuple) or hasattr(v, "_fields")): return [plain(x, depth + 1) for x in v]
    if type(v) in (set, frozenset): return {"set": sorted((json.dumps(plain(x), sort_keys=True) for x in v))}
    if type(v) in (dict, collections.OrderedDict, collections.defaultdict, collections.Counter): return {"map": {str(k): plain(x, depth + 1) for k, x in v.items()}}
    return {"!": type(v).__name__}
try:
    import sentry_sdk, sentry_sdk.utils
    def init(*args, **kwargs):
        given = dict(kwargs)
        if args: given["dsn"] = args[0]
        calls.append({k: plain(v) for k, v in given.items()})
        dsn = given.get("dsn")
        if dsn is None: dsn = os.environ.get("SENTRY_DSN")
        if dsn: sentry_sdk.utils.Dsn(dsn)
    sentry_sdk.init = init
except ImportError:
    pass
import warnings
warnings.simplefilter("ignore")
import django.core.exceptions
class Reads(type(os.environ)):
    def __getitem__(self, key):
        reads.add(key)
        return super().__getitem__(key)
__file__ = "worker.py"  # python-dotenv: not interactive
calls, reads = [], set()
os.environ.__class__ = Reads
resource.setrlimit(resource.RLIMIT_AS, (case_memory, case_memory))
for line in sys.stdin:
    signal.alarm(case_seconds)  # ends the process, wherever it is
    case = json.loads(line)
    os.environ.clear(); os.environ.update(case["env"])
    for name in [n for n in sys.modules if n == "shop" or n.startswith("shop.")]: del sys.modules[name]
    if "pydantic.class_validators" in sys.modules: # refuses a second validator of the same name in one process
        sys.modules["pydantic.class_validators"]._FUNCS.clear()
    warnings.simplefilter("ignore")
    sys.path[0] = case["root"]
    importlib.invalidate_caches()
    if "decouple" in sys.modules:
        import decouple
        decouple.config.__init__()
    calls, reads = [], set()
    out = {"values": None, "raises": None, "calls": calls}
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = open(os.devnull, "w")
    try:
        m = importlib.import_module("shop.settings")
        out["values"] = {k: plain(getattr(m, k)) for k in dir(m) if k.isupper()}
    except BaseException as e:
        out["raises"] = [type(e).__name__, str(e)]
    sys.stdout.close()
    sys.stdout, sys.stderr = stdout, stderr
    out["reads"] = sorted(reads)
    signal.alarm(0)
    print(json.dumps(out), flush=True)
""".replace("case_memory", str(MEMORY)).replace("case_seconds", str(SECONDS))


NEEDS = {"environ": ["environ"], "decouple": ["decouple"], "dotenv": ["dotenv"], "dj_database_url": ["dj_database_url"],
         "sentry": ["sentry_sdk"]}
PRESENT = {m for m in ("environ", "decouple", "dotenv", "dj_database_url", "sentry_sdk", "django", "distutils")
           if importlib.util.find_spec(m)}
PRELUDE_IMPORTS = """import ast, base64, collections, contextlib, copy, dataclasses, enum, functools, hashlib, importlib, itertools, json
import logging, math, operator, os, platform, re, string, sys, types
from datetime import timedelta
from distutils.util import strtobool
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, urlencode, urlparse, urlsplit
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
""" + "".join(line for module, line in (
    ("environ", "import environ\n"), ("decouple", "from decouple import Choices, Csv, config\n"), ("dj_database_url", "import dj_database_url\n"),
    ("dotenv", "from dotenv import dotenv_values, find_dotenv, load_dotenv\n"), ("sentry_sdk", "import sentry_sdk\n")) if module in PRESENT)


MORE_IMPORTS = EXTRA_IMPORTS + "".join(text for module, text in OPTIONAL_IMPORTS.items() if importlib.util.find_spec(module))


def requirements():
    """The versions that this Python has, so that preflight models these."""
    lines = []
    for name in ("django", "django-environ", "python-decouple", "python-dotenv", "dj-database-url", "sentry-sdk", "celery", "django-cors-headers",
                 "pydantic"):
        try:
            lines.append("%s==%s\n" % (name, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            pass
    return "".join(lines)


REQUIREMENTS = requirements()


class Gen(Directions, Idioms):
    """Modules from typed expressions and from the idioms of settings files."""

    def __init__(self, seed, direction=None):
        self.r = random.Random(seed)
        self.direction = self.r.choice(sorted(DIRECTIONS)) if direction == "all" else direction
        self.n = 0
        self.vars = {"str": [], "int": [], "bool": [], "float": [], "list": [], "dict": [],
                     "strs": [], "set": [], "tuple": []}
        self.env = {}
        self.lines = []
        self.files = {}
        self.dotenv = self.data = False

    def has(self, idiom):
        return all(m in PRESENT for m in NEEDS.get(idiom, []))

    def name(self):
        self.n += 1
        return "V%d" % self.n

    def pick(self, *options):
        return self.r.choice(options)

    # --- constants ---------------------------------------------------------------------------
    WORDS = ["", "a", "abc", "True", "False", "true", "0", "1", "yes", "no", " on ", "a,b", "a, b ,",
             "x=1,y=2", "Prod", "é", "Straße", "a b c", "%s", "{}", "{0}-{x}", "10", "-3", "1.5", "1e3",
             "0x10", "1_000", "a/b", "/a/b.c", "a.b.c", "'", '"', "\\", "\t x\n", "ab\ncd\r\nef", "None",
             "[1,2]", "postgres://u:p@h:5432/db", "日本", "\x1f", "ÿ", "tab\tx", "aAbB", "__x__"]

    def c_str(self):
        return repr(self.r.choice(self.WORDS))

    def c_int(self):
        return str(self.r.choice([0, 1, 2, 3, -1, -2, 7, 10, 100, 255, 1000, 65536, 10 ** 12, 2 ** 62]))

    def c_float(self):
        return self.r.choice(["0.0", "1.0", "0.5", "-1.5", "3.14159", "1e10", "1e16", "1e-5", "123456789.125",
                              "0.1", "2.675", "1e22", "100.0"])

    def env_name(self):
        names = ["DEBUG", "PORT", "HOSTS", "NAME", "LEVEL", "URL", "FLAG", "TOKEN"]
        name = self.r.choice(names)
        if name not in self.env:
            self.env[name] = self.r.choice(self.WORDS + [None] * 12)
        return name

    # --- expressions -------------------------------------------------------------------------
    def expr(self, kind, d=0):
        if d > 3 or self.r.random() < 0.12:
            if self.vars[kind] and self.r.random() < 0.6:
                return self.r.choice(self.vars[kind])
            return getattr(self, "leaf_" + kind)()
        return getattr(self, "e_" + kind)(d + 1)

    def leaf_str(self): return self.c_str()
    def leaf_any(self): return "None"
    def leaf_int(self): return self.c_int()
    def leaf_float(self): return self.c_float()
    def leaf_bool(self): return self.pick("True", "False")
    def leaf_list(self): return self.pick("[]", "[1, 2]", "['a', None]", "[True, 1.5, 'x']")
    def leaf_strs(self): return self.pick("[]", "['a', 'b']", "['x']", "['b', 'a', 'b', '']")
    def leaf_dict(self): return self.pick("{}", "{'a': 1}", "{'a': 1, 'b': [1]}", "{1: 'x', True: 'y'}")
    def leaf_set(self): return self.pick("set()", "{1, 2}", "{'a'}", "{1, 1.0, True}")
    def leaf_tuple(self): return self.pick("()", "(1,)", "('a', 'b')", "(1, 'x', None)")

    def any(self, d):
        return self.expr(self.pick("str", "int", "bool", "float", "list", "dict", "strs", "tuple"), d)

    def e_str(self, d):
        s, i = lambda: self.expr("str", d), lambda: self.expr("int", d)
        e = self.env_name
        return self.pick(
            lambda: "os.environ.get(%r, %s)" % (e(), s()),
            lambda: "os.getenv(%r, %s)" % (e(), s()),
            lambda: "os.environ[%r]" % e(),
            lambda: "(os.environ.get(%r) or %s)" % (e(), s()),
            lambda: "(%s + %s)" % (s(), s()),
            lambda: "(%s * %s)" % (s(), self.pick("2", "0", "3", "-1")),
            lambda: "%s.%s()" % (s(), self.pick("lower", "upper", "strip", "title", "capitalize", "swapcase",
                                                "casefold", "lstrip", "rstrip")),
            lambda: "%s.strip(%s)" % (s(), s()),
            lambda: "%s.replace(%s, %s)" % (s(), s(), s()),
            lambda: "%s.replace(%s, %s, %s)" % (s(), s(), s(), self.pick("0", "1", "2", "-1")),
            lambda: "%s.join(%s)" % (s(), self.expr("strs", d)),
            lambda: "%s[%s]" % (s(), i()),
            lambda: "%s[%s:%s]" % (s(), self.pick("", "1", "-2", "0", "5"), self.pick("", "2", "-1", "9")),
            lambda: "%s[%s:%s:%s]" % (s(), self.pick("", "1", "-2"), self.pick("", "4", "-1"), self.pick("2", "-1", "-2")),
            lambda: "str(%s)" % self.any(d),
            lambda: "repr(%s)" % self.any(d),
            lambda: "('%%%s' %% (%s,))" % (self.pick("s", "r", "10s", "-10s|", ".2s", "5.1s"), self.any(d)),
            lambda: "('%%%s' %% %s)" % (self.pick("d", "5d", "-5d|", "05d", "+d", "x", "X", "#x", "o", "i", " d", "e", "g"), i()),
            lambda: "('%%%s' %% %s)" % (self.pick("f", ".2f", "08.3f", "g", ".3g", "e", ".1e", "d", "+.1f", "G"), self.expr("float", d)),
            lambda: "('%%(a)s-%%(b)s' %% {'a': %s, 'b': %s})" % (self.any(d), self.any(d)),
            lambda: "(%s %% %s)" % (s(), self.pick(s(), "(%s, %s)" % (s(), i()), "()")),
            lambda: "'{}:{}'.format(%s, %s)" % (self.any(d), self.any(d)),
            lambda: "'{1}{0!r}'.format(%s, %s)" % (self.any(d), self.any(d)),
            lambda: "'{x:>{w}}|'.format(x=%s, w=%s)" % (s(), self.pick("5", "8", "0")),
            lambda: "'{0[0]}{1}'.format(%s, 2)" % s(),
            lambda: "%s.format(%s, x=%s)" % (s(), self.any(d), self.any(d)),
            lambda: "f'{%s}'" % self.fexpr("str", d),
            lambda: "f'<{%s!r:>12}>'" % self.fexpr("str", d),
            lambda: "f'{%s:%s}'" % (self.fexpr("str", d), self.pick(">8", "<8", "^9", "*^9", ".2", "s", "10.3", "=5", "08")),
            lambda: "f'{%s:%s}'" % (self.fexpr("int", d), self.pick("", "5", "05", "+", ",", "_", "x", "#x", "b", "o", "e", "f", ".1f", "%", "<6", "^7", "*>8", "n", "#b", "010,", "-", " ", "X")),
            lambda: "f'{%s:%s}'" % (self.fexpr("float", d), self.pick("", ".2f", "8.3f", "e", "g", ".3g", "%", ".1%", ",", ",.2f", "+.1f", "010.2f", "<9", ".3", ".10", "G")),
            lambda: "f'{%s} and {%s}'" % (self.fexpr("list", d), self.fexpr("dict", d)),
            lambda: "%s.%s(%s)" % (s(), self.pick("ljust", "rjust", "center", "zfill"), self.pick("0", "3", "6", "9")),
            lambda: "%s.center(%s, %s)" % (s(), self.pick("5", "8"), self.pick("'*'", "'é'", s())),
            lambda: "%s.%s(%s)[%s]" % (s(), self.pick("partition", "rpartition"), s(), self.pick("0", "1", "2")),
            lambda: "%s.%s(%s)" % (s(), self.pick("removeprefix", "removesuffix"), s()),
            lambda: "(%s if %s else %s)" % (s(), self.expr("bool", d), s()),
            lambda: "%s.expandtabs()" % s(),
            lambda: "chr(%s)" % self.pick("65", "233", "0", "127", "8364", i()),
            lambda: "%s(%s)" % (self.pick("hex", "oct", "bin"), i()),
            lambda: "%s.translate(str.maketrans('ab', 'xy', 'c'))" % s(),
            lambda: "min(%s, %s)" % (s(), s()),
            lambda: "max(%s)" % self.expr("strs", d),
            lambda: "%s[%s]" % (self.expr("strs", d), self.pick("0", "-1", "1")),
            lambda: "next((q for q in %s if q), %s)" % (self.expr("strs", d), s()),
            lambda: "%s.encode().decode()" % s(),
            lambda: "type(%s).__name__" % self.any(d),
            lambda: "format(%s, %s)" % (i(), self.pick("'>5'", "','", "'x'")),
            lambda: "ascii_(%s)" % s(),
            lambda: "os.path.join(%s, %s)" % (s(), s()),
            lambda: "os.path.%s(%s)" % (self.pick("basename", "dirname", "normpath"), s()),
            lambda: "os.path.splitext(%s)[%s]" % (s(), self.pick("0", "1")),
            lambda: "str(Path(%s) / %s)" % (s(), s()),
            lambda: "Path(%s).%s" % (s(), self.pick("name", "stem", "suffix")),
            lambda: "str(Path(%s).parent)" % s(),
            lambda: "repr(Path(%s))" % s(),
        )()

    def fexpr(self, kind, d):
        e = self.expr(kind, d)
        if any(c in e for c in "'\"\\{}#:!\n"):
            return self.r.choice(self.vars[kind]) if self.vars[kind] else {"str": "name_", "int": "42", "float": "1.5", "list": "[1, 2]", "dict": "dict(a=1)"}[kind]
        return e

    def e_int(self, d):
        i, s = lambda: self.expr("int", d), lambda: self.expr("str", d)
        return self.pick(
            lambda: "int(os.environ.get(%r, %s))" % (self.env_name(), self.pick(i(), s())),
            lambda: "int(%s)" % s(),
            lambda: "int(%s, %s)" % (s(), self.pick("10", "16", "2", "0", "36")),
            lambda: "int(%s)" % self.expr("float", d),
            lambda: "int(%s)" % self.expr("bool", d),
            lambda: "(%s %s %s)" % (i(), self.pick("+", "-", "*", "//", "%", "|", "&", "^"), i()),
            lambda: "(%s ** %s)" % (i(), self.pick("0", "1", "2", "3")),
            lambda: "(%s %s %s)" % (i(), self.pick("<<", ">>"), self.pick("0", "1", "4", "70")),
            lambda: "-%s" % i(), lambda: "~%s" % i(), lambda: "abs(%s)" % i(),
            lambda: "len(%s)" % self.pick(s(), self.expr("list", d), self.expr("dict", d), self.expr("set", d)),
            lambda: "%s.%s(%s)" % (s(), self.pick("find", "rfind", "count", "index"), s()),
            lambda: "%s.find(%s, %s)" % (s(), s(), self.pick("0", "1", "-1", "5")),
            lambda: "ord(%s)" % s(),
            lambda: "sum(%s)" % self.pick("[1, 2, 3]", "range(5)", "(x for x in (1, 2))"),
            lambda: "%s(%s, %s)" % (self.pick("min", "max"), i(), i()),
            lambda: "round(%s)" % self.expr("float", d),
            lambda: "divmod(%s, %s)[%s]" % (i(), i(), self.pick("0", "1")),
            lambda: "(%s if %s else %s)" % (i(), self.expr("bool", d), i()),
            lambda: "%s.count(%s)" % (self.expr("list", d), self.any(d)),
            lambda: "%s.index(%s)" % (self.expr("strs", d), s()),
            lambda: "(%s or %s)" % (i(), i()), lambda: "(%s and %s)" % (i(), i()),
            lambda: "%s.bit_length()" % ("(%s)" % i()),
            lambda: "helper_(%s, b=%s)" % (i(), i()),
            lambda: "sum(len(q) for q in %s)" % self.expr("strs", d),
        )()

    def e_float(self, d):
        f, i = lambda: self.expr("float", d), lambda: self.expr("int", d)
        return self.pick(
            lambda: "float(%s)" % self.expr("str", d),
            lambda: "float(os.environ.get(%r, %s))" % (self.env_name(), self.pick("1", "'2.5'")),
            lambda: "(%s %s %s)" % (f(), self.pick("+", "-", "*", "/", "//", "%"), self.pick(f(), i())),
            lambda: "(%s / %s)" % (i(), i()), lambda: "float(%s)" % i(), lambda: "-%s" % f(),
            lambda: "abs(%s)" % f(), lambda: "round(%s, %s)" % (f(), self.pick("0", "1", "2", "3")),
            lambda: "%s ** %s" % (f(), self.pick("2", "0.5", "-1")),
        )()

    def e_bool(self, d):
        b, s = lambda: self.expr("bool", d), lambda: self.expr("str", d)
        return self.pick(
            lambda: "bool(%s)" % self.any(d),
            lambda: "bool(os.environ.get(%r, %s))" % (self.env_name(), self.any(d)),
            lambda: "(os.environ.get(%r) == %s)" % (self.env_name(), s()),
            lambda: "(os.environ.get(%r, %s) != %s)" % (self.env_name(), s(), s()),
            lambda: "(%r in os.environ)" % self.env_name(),
            lambda: "(os.environ.get(%r, '').lower() in %s)" % (self.env_name(), self.pick("('1', 'true')", "['yes', 'true']", "{'1', 'on'}", "('true')")),
            lambda: "(os.environ.get(%r) is %sNone)" % (self.env_name(), self.pick("", "not ")),
            lambda: "(%s %s %s)" % (s(), self.pick("==", "!=", "<", ">=", "in", "not in"), s()),
            lambda: "(%s %s %s)" % (self.expr("int", d), self.pick("==", "!=", "<", "<=", ">", ">="), self.pick(self.expr("int", d), self.expr("float", d))),
            lambda: "(%s == %s)" % (self.any(d), self.any(d)),
            lambda: "(%s %s %s)" % (self.expr("list", d), self.pick("==", "<", "!="), self.expr("list", d)),
            lambda: "(%s in %s)" % (self.any(d), self.pick(self.expr("list", d), self.expr("dict", d), self.expr("tuple", d), self.expr("set", d))),
            lambda: "(%s and %s)" % (b(), b()), lambda: "(%s or %s)" % (b(), b()), lambda: "(not %s)" % b(),
            lambda: "(%s < %s <= %s)" % (self.expr("int", d), self.expr("int", d), self.expr("int", d)),
            lambda: "%s.%s(%s)" % (s(), self.pick("startswith", "endswith"), self.pick(s(), "('a', 'b')")),
            lambda: "%s.%s()" % (s(), self.pick("isdigit", "isalpha", "isupper", "islower", "isalnum", "isspace", "isnumeric", "isidentifier", "istitle", "isascii", "isprintable")),
            lambda: "%s(%s)" % (self.pick("any", "all"), self.pick(self.expr("list", d), self.expr("strs", d), "q == 'a' for q in %s" % self.expr("strs", d))),
            lambda: "isinstance(%s, %s)" % (self.any(d), self.pick("str", "int", "(int, float)", "list", "dict", "bool", "object")),
            lambda: "%s.%s(%s)" % (self.expr("set", d), self.pick("issubset", "issuperset", "isdisjoint"), self.expr("set", d)),
            lambda: "bool_(%s)" % s(),
            lambda: "hasattr(%s, %s)" % (self.any(d), self.pick("'lower'", "'append'", "'items'", "'real'")),
            lambda: "callable(%s)" % self.pick("len", "str", "helper_", "1"),
        )()

    def e_strs(self, d):
        s, l = lambda: self.expr("str", d), lambda: self.expr("strs", d)
        return self.pick(
            lambda: "os.environ.get(%r, %s).split(%s)" % (self.env_name(), s(), self.pick("','", "", "' '")),
            lambda: "%s.split(%s)" % (s(), self.pick("','", "", "None", s())),
            lambda: "%s.%s(%s, %s)" % (s(), self.pick("split", "rsplit"), self.pick("','", "None", "' '"), self.pick("0", "1", "2", "-1")),
            lambda: "%s.splitlines(%s)" % (s(), self.pick("", "True")),
            lambda: "[q.strip() for q in %s if q]" % l(),
            lambda: "[q for q in %s]" % s(),
            lambda: "list(filter(None, %s))" % l(),
            lambda: "list(map(str.%s, %s))" % (self.pick("strip", "upper", "lower"), l()),
            lambda: "sorted(%s)" % l(), lambda: "sorted(set(%s))" % l(),
            lambda: "sorted(%s, key=len, reverse=%s)" % (l(), self.expr("bool", d)),
            lambda: "(%s + %s)" % (l(), l()), lambda: "[*%s, %s]" % (l(), s()),
            lambda: "%s[%s:%s]" % (l(), self.pick("", "1"), self.pick("", "-1", "2")),
            lambda: "list(reversed(%s))" % l(), lambda: "%s[::-1]" % l(),
            lambda: "[%s, %s]" % (s(), s()),
            lambda: "[a + b for a in %s for b in %s]" % (l(), l()),
            lambda: "[k for k in %s if k.startswith(%s)]" % (l(), s()),
            lambda: "list(dict.fromkeys(%s))" % l(),
            lambda: "[f'{i}:{q}' for i, q in enumerate(%s, %s)]" % (l(), self.pick("0", "1")),
            lambda: "[a + b for a, b in zip(%s, %s)]" % (l(), l()),
            lambda: "(%s if %s else %s)" % (l(), self.expr("bool", d), l()),
            lambda: "list_(%s)" % s(),
            lambda: "walrus_(%s)" % l(),
        )()

    def e_list(self, d):
        return self.pick(
            lambda: self.expr("strs", d),
            lambda: "[%s, %s]" % (self.any(d), self.any(d)),
            lambda: "(%s + %s)" % (self.expr("list", d), self.expr("list", d)),
            lambda: "list(%s)" % self.pick(self.expr("tuple", d), self.expr("dict", d), self.expr("str", d), "range(%s)" % self.pick("3", "1, 7, 2", "5, 0, -2")),
            lambda: "list(%s.%s())" % (self.expr("dict", d), self.pick("keys", "values", "items")),
            lambda: "[q * 2 for q in %s]" % self.expr("list", d),
            lambda: "[x for x in range(%s) if x %% 2]" % self.pick("5", "8"),
            lambda: "(%s * %s)" % (self.expr("list", d), self.pick("0", "1", "2")),
            lambda: "sorted(%s, key=str)" % self.expr("list", d),
            lambda: "[%s for _ in range(2)]" % self.any(d),
            lambda: "list(zip(%s, %s))" % (self.expr("list", d), self.expr("strs", d)),
        )()

    def e_tuple(self, d):
        return self.pick(
            lambda: "tuple(%s)" % self.expr("list", d), lambda: "(%s, %s)" % (self.any(d), self.any(d)),
            lambda: "(%s + %s)" % (self.expr("tuple", d), self.expr("tuple", d)),
            lambda: "%s[1:]" % self.expr("tuple", d),
            lambda: "tuple(q for q in %s)" % self.expr("strs", d),
            lambda: "(*%s, %s)" % (self.expr("strs", d), self.any(d)))()

    def e_set(self, d):
        return self.pick(
            lambda: "set(%s)" % self.expr("strs", d), lambda: "{%s, %s}" % (self.expr("str", d), self.expr("int", d)),
            lambda: "(%s %s %s)" % (self.expr("set", d), self.pick("|", "&", "-", "^"), self.expr("set", d)),
            lambda: "{q for q in %s}" % self.expr("strs", d), lambda: "frozenset(%s)" % self.expr("strs", d),
            lambda: "%s.union(%s)" % (self.expr("set", d), self.expr("strs", d)))()

    def e_dict(self, d):
        k = lambda: self.pick("'a'", "'b'", "1", "True", "1.0", "None", self.expr("str", d))
        return self.pick(
            lambda: "{%s: %s, %s: %s}" % (k(), self.any(d), k(), self.any(d)),
            lambda: "{**%s, %s: %s}" % (self.expr("dict", d), k(), self.any(d)),
            lambda: "(%s | %s)" % (self.expr("dict", d), self.expr("dict", d)),
            lambda: "dict(%s)" % self.pick("a=%s" % self.any(d), "%s, b=%s" % (self.expr("dict", d), self.any(d)), "[('k', %s)]" % self.any(d), "zip(%s, %s)" % (self.expr("strs", d), self.expr("list", d))),
            lambda: "{q: len(q) for q in %s}" % self.expr("strs", d),
            lambda: "{v: q for q, v in enumerate(%s)}" % self.expr("strs", d),
            lambda: "dict(p.split('=') for p in %s)" % self.expr("strs", d),
            lambda: "dict.fromkeys(%s, %s)" % (self.expr("strs", d), self.any(d)),
            lambda: "{k: v for k, v in %s.items() if v}" % self.expr("dict", d),
            lambda: "%s.copy()" % self.expr("dict", d),
        )()

    # --- statements --------------------------------------------------------------------------
    KINDS = ["str"] * 6 + ["int"] * 3 + ["bool"] * 4 + ["float"] * 2 + ["strs"] * 3 + ["list"] * 2 + \
            ["dict"] * 2 + ["set", "tuple"]

    def guarded(self, kind, expression, indent):
        """An assignment that cannot end the module: the exception's type is the value then."""
        name = self.name()
        self.lines += ["%stry:" % indent, "%s    %s = %s" % (indent, name, expression),
                       "%sexcept Exception as e_:" % indent,
                       "%s    %s = %s" % (indent, name, getattr(self, "leaf_" + kind)()),
                       "%s    %s_E = type(e_).__name__" % (indent, name)]
        if kind in self.vars:
            self.vars[kind].append(name)
        return name

    def assign(self, indent):
        kind = self.r.choice(self.KINDS)
        e = self.expr(kind)
        if self.r.random() < 0.98:
            self.guarded(kind, e, indent)
        else:
            name = self.name()
            self.lines.append("%s%s = %s" % (indent, name, e))
            self.vars[kind].append(name)

    def rebind(self, indent):
        kinds = [k for k in self.vars if self.vars[k]]
        if not kinds:
            return self.assign(indent)
        kind = self.r.choice(kinds)
        name = self.r.choice(self.vars[kind])
        self.lines.append("%stry:\n%s    %s = %s\n%sexcept Exception:\n%s    pass" % (indent, indent, name, self.expr(kind), indent, indent))

    def mutate(self, indent):
        lists = self.vars["strs"] + self.vars["list"]
        dicts = self.vars["dict"]
        options = []
        if lists:
            l = self.r.choice(lists)
            options += ["%s.append(%s)" % (l, self.expr("str")), "%s += %s" % (l, self.expr("strs")),
                        "%s.extend(%s)" % (l, self.expr("strs")), "%s.insert(%s, %s)" % (l, self.pick("0", "1", "-1", "9"), self.expr("str")),
                        "%s.remove(%s)" % (l, self.expr("str")), "%s.sort(key=str)" % l, "%s.reverse()" % l,
                        "%s.pop()" % l, "%s[0] = %s" % (l, self.expr("str")), "del %s[0]" % l, "%s[1:1] = %s" % (l, self.expr("strs")),
                        "ALIAS%d = %s" % (self.r.randrange(3), l), "%s *= 2" % l]
        if dicts:
            m = self.r.choice(dicts)
            options += ["%s['k'] = %s" % (m, self.any(1)), "%s.update(%s)" % (m, self.expr("dict")),
                        "%s.setdefault('a', %s)" % (m, self.any(1)), "%s.pop('a', None)" % m,
                        "del %s['a']" % m, "%s |= %s" % (m, self.expr("dict")), "ALIASD = %s" % m,
                        "%s['n'] = %s.get('a', %s)" % (m, m, self.any(1)), "%s.setdefault('l', []).append(1)" % m]
        ints = self.vars["int"]
        if ints:
            options += ["%s %s= %s" % (self.r.choice(ints), self.pick("+", "-", "*"), self.c_int())]
        if not options:
            return self.assign(indent)
        self.lines += ["%stry:" % indent, "%s    %s" % (indent, self.r.choice(options)),
                       "%sexcept Exception as e_:" % indent, "%s    EXC_%d = type(e_).__name__" % (indent, self.r.randrange(5))]

    def body(self, indent, depth):
        for _ in range(self.r.randint(1, 3)):
            self.statement(indent + "    ", depth + 1)

    def statement(self, indent="", depth=0):
        k = self.r.random()
        if self.direction and self.r.random() < 0.5:
            return self.directed(indent)
        if self.r.random() < 0.4:
            return self.idiom(indent)
        if depth >= 3 or k < 0.45:
            return self.assign(indent)
        if k < 0.55:
            return self.rebind(indent)
        if k < 0.70:
            return self.mutate(indent)
        if k < 0.80:
            self.lines.append("%sif %s:" % (indent, self.safe_test()))
            self.body(indent, depth)
            if self.r.random() < 0.4:
                self.lines.append("%selif %s:" % (indent, self.safe_test()))
                self.body(indent, depth)
            if self.r.random() < 0.6:
                self.lines.append("%selse:" % indent)
                self.body(indent, depth)
        elif k < 0.86:
            source = self.r.choice(self.vars["strs"] or ["['p', 'q']"])
            acc = self.name()
            self.lines += ["%s%s = []" % (indent, acc), "%sfor q_ in list(%s):" % (indent, source)]
            if self.r.random() < 0.4:
                self.lines += ["%s    if q_ == %s:" % (indent, self.c_str()), "%s        %s" % (indent, self.pick("continue", "break"))]
            if self.r.random() < 0.3:
                self.lines += ["%s    if %s:" % (indent, self.safe_test()), "%s        %s" % (indent, self.pick("continue", "break", "%s.append('t')" % acc))]
            self.lines += ["%s    %s.append(q_%s)" % (indent, acc, self.pick("", ".upper()", " + '!'", "[:2]"))]
            if self.r.random() < 0.4:
                self.lines += ["%selse:" % indent, "%s    %s.append('else')" % (indent, acc)]
            self.vars["strs"].append(acc)
        elif k < 0.90:
            self.function(indent)
        elif k < 0.93:
            self.klass(indent)
        elif k < 0.96:
            n = self.name()
            self.lines += ["%stry:" % indent, "%s    %s = 'start'" % (indent, n)]
            self.body(indent, depth)
            self.lines += ["%s    %s = %s" % (indent, n, self.expr("str")),
                           "%sexcept (%s):" % (indent, self.pick("KeyError, IndexError", "ValueError, TypeError", "LookupError", "ArithmeticError, AttributeError")),
                           "%s    %s = 'caught'" % (indent, n),
                           "%sexcept Exception as e_:" % indent, "%s    %s = 'other ' + type(e_).__name__" % (indent, n)]
            if self.r.random() < 0.5:
                self.lines += ["%selse:" % indent, "%s    %s_ELSE = %s" % (indent, n, n)]
            if self.r.random() < 0.5:
                self.lines += ["%sfinally:" % indent, "%s    %s_FIN = 1" % (indent, n)]
            self.vars["str"].append(n)
        elif k < 0.98:
            i, n = self.name(), self.name()
            self.lines += ["%s%s = 0" % (indent, n), "%s%s = ''" % (indent, i), "%swhile %s < %s:" % (indent, n, self.pick("3", "5", "len(name_)")),
                           "%s    %s += 1" % (indent, n), "%s    %s += str(%s)" % (indent, i, n)]
            if self.r.random() < 0.5:
                self.lines += ["%s    if %s:" % (indent, self.safe_test()), "%s        break" % indent]
            self.vars["int"].append(n)
            self.vars["str"].append(i)
        else:
            n = self.name()
            self.lines += ["%smatch os.environ.get(%r, %s):" % (indent, self.env_name(), self.c_str()),
                           "%s    case %s | %s:" % (indent, self.c_str(), self.c_str()), "%s        %s = 'one'" % (indent, n),
                           "%s    case str(s_) if %s:" % (indent, self.safe_test()), "%s        %s = s_" % (indent, n),
                           "%s    case _:" % indent, "%s        %s = 'rest'" % (indent, n)]
            self.vars["str"].append(n)

    def safe_test(self):
        e = self.expr("bool", 1)
        return self.pick("safe_(lambda: %s)" % e, "safe_(lambda: %s)" % e,
                         "os.environ.get(%r)" % self.env_name(), "%r in os.environ" % self.env_name(),
                         "os.environ.get(%r, %s) == %s" % (self.env_name(), self.c_str(), self.c_str()),
                         "not os.environ.get(%r, '')" % self.env_name())

    def function(self, indent):
        f = "f%d_" % self.n
        self.n += 1
        self.lines += ["%sdef %s(a, b=%s, *rest, key=%s, **more):" % (indent, f, self.any(2), self.any(2)),
                       "%s    if %s:" % (indent, self.safe_test()), "%s        return %s" % (indent, self.expr("str", 2)),
                       "%s    for r in rest:" % indent, "%s        if r == a:" % indent, "%s            return 'found'" % indent,
                       "%s    try:" % indent, "%s        v = %s" % (indent, self.expr("str", 2)), "%s    except Exception:" % indent, "%s        v = 'exc'" % indent,
                       "%s    return str(a) + v + str(len(rest)) + str(sorted(more)) + str(key)" % indent]
        for _ in range(2):
            self.guarded("str", "%s(%s)" % (f, ", ".join(self.pick(
                ["%s" % self.any(2)], ["%s" % self.any(2), self.any(2)], [self.any(2), self.any(2), self.any(2)],
                [self.any(2), "key=%s" % self.any(2), "z=1"], ["*%s" % self.expr("strs", 2)], ["1", "**%s" % "{'y': 2}"], []))), indent)

    def klass(self, indent):
        c = "C%d_" % self.n
        self.n += 1
        self.lines += ["%sclass %sBase:" % (indent, c), "%s    x = %s" % (indent, self.expr("int", 2) if self.r.random() < 0 else self.c_int()),
                       "%s    def __init__(self, v): self.v = v" % indent,
                       "%s    @property" % indent, "%s    def double(self): return self.v * 2" % indent,
                       "%s    @classmethod" % indent, "%s    def make(cls, v): return cls(v)" % indent,
                       "%s    @staticmethod" % indent, "%s    def st(v): return v" % indent,
                       "%s    def __eq__(self, o): return isinstance(o, %sBase) and self.v == o.v" % (indent, c),
                       "%s    def __str__(self): return '<' + str(self.v) + '>'" % indent,
                       "%s    def __getitem__(self, k): return self.v[k]" % indent,
                       "%s    def __len__(self): return len(self.v)" % indent,
                       "%s    def __add__(self, o): return type(self)(self.v + o)" % indent,
                       "%sclass %s(%sBase):" % (indent, c, c), "%s    def __init__(self, v):" % indent,
                       "%s        super().__init__(v)" % indent, "%s        self.w = [v]" % indent]
        o = "o%d_" % self.n
        self.lines.append("%s%s = %s.make(%s)" % (indent, o, c, self.r.choice(self.vars["str"] or ["'v'"])))
        for kind, e in [("str", "str(%s)" % o), ("str", "%s.double" % o), ("str", "%s[0]" % o), ("int", "len(%s)" % o),
                        ("bool", "%s == %sBase(%s)" % (o, c, self.expr("str", 3))), ("str", "str(%s + 'z')" % o),
                        ("str", "getattr(%s, %s, 'none')" % (o, self.pick("'w'", "'v'", "'x'", "'nope'"))), ("bool", "bool(%s)" % o)]:
            if self.r.random() < 0.5:
                self.guarded(kind, e, indent)

    PRELUDE = '''name_ = 'name'
def ascii_(s):
    return ''.join(c for c in s if ord(c) < 128)
def helper_(a, b=1):
    return a - b
def bool_(s, default=False):
    if s is None:
        return default
    return s.strip().lower() in ('1', 'true', 'yes', 'on')
def list_(s):
    return [p.strip() for p in s.split(',') if p.strip()]
def walrus_(l):
    return [y for q in l if (y := q.strip())]
def safe_(f):
    try:
        return f()
    except Exception:
        return False
'''

    def imports(self):
        return PRELUDE_IMPORTS + (MORE_IMPORTS if self.direction else "")

    def prelude(self):
        return self.imports() + self.PRELUDE

    HELPERS = "name_, ascii_, helper_, bool_, list_, safe_, walrus_"

    def cut(self):
        """A line in the first half at which a module can be cut in two; 0: none."""
        text = "\n".join(self.lines)
        starts = [min([n.lineno] + [d.lineno for d in getattr(n, "decorator_list", [])]) - 1 for n in ast.parse(text).body]
        self.lines = text.split("\n")
        return max((i for i in starts if i <= len(self.lines) // 2), default=0)

    def module(self):
        for _ in range(self.r.randint(4, 22)):
            self.statement()
        if self.r.random() < 0.08:
            self.lines.append(self.last_words())
        files = {"shop/__init__.py": "", "requirements.txt": REQUIREMENTS}
        if self.r.random() < 0.3:
            cut = self.cut()
            files["shop/base.py"] = self.prelude() + "\n".join(self.lines[:cut]) + "\n"
            head = "from .base import *\nfrom .base import %s\n" % self.HELPERS
            files["shop/settings.py"] = head + self.imports() + "\n".join(self.lines[cut:]) + "\n"
        else:
            files["shop/settings.py"] = self.prelude() + "\n".join(self.lines) + "\n"
        if self.dotenv or self.r.random() < 0.1:
            files["shop/.env"] = "".join("%s%s=%s\n" % (self.pick("", "", "export "), self.r.choice(NAMES), self.r.choice(TEXTS + URLS).replace("\n", ""))
                                         for _ in range(self.r.randint(0, 5)))
        if self.data:
            files["shop/data.json"] = self.pick('{"a": 1, "b": [true, "x"]}', '{"a": "é", "b": {"c": null}}', "[1]", "{")
            files["shop/data.txt"] = self.pick("secret\n", "a b\nc\n", "")
        files.update(self.files)
        return files, {k: v for k, v in self.env.items() if v is not None}

    def last_words(self):
        """A statement that may end the module with an exception about a variable."""
        v = self.variable()
        return self.pick(
            "LAST = os.environ[%s]" % v, "LAST = int(os.environ.get(%s, '1'))" % v, "LAST = os.environ.get(%s).split(',')" % v,
            "LAST = json.loads(os.environ.get(%s, '{}'))" % v, "LAST = float(os.getenv(%s, '0.5'))" % v,
            "LAST = bool(int(os.environ.get(%s, 0)))" % v, "LAST = strtobool(os.environ.get(%s, 'no'))" % v,
            "LAST = ast.literal_eval(os.environ.get(%s, 'False'))" % v, "LAST = 'x' + os.environ.get(%s)" % v,
            "if not os.environ.get(%s):\n    raise ImproperlyConfigured('set it')" % v,
            *(["LAST = environ.Env()(%s)" % v, "LAST = environ.Env().int(%s)" % v] if self.has("environ") else []),
            *(["LAST = config(%s)" % v, "LAST = config(%s, cast=bool)" % v] if self.has("decouple") else []),
            *(["LAST = dj_database_url.parse(os.environ.get(%s, 'x://'))" % v] if self.has("dj_database_url") else []))


def plain(value, kind=None):
    """preflight's JSON value as the worker writes CPython's."""
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {"map": {k: plain(v) for k, v in value.items()}}
    return value


def equal(ours, theirs):
    if isinstance(theirs, dict) and set(theirs) == {"set"}:
        return isinstance(ours, list) and sorted(json.dumps(v, sort_keys=True) for v in ours) == theirs["set"]
    if isinstance(theirs, dict) and set(theirs) == {"float"}:
        if not math.isfinite(float(theirs["float"])):  # JSON has no word for them
            return ours == {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[theirs["float"]]
        return isinstance(ours, dict) and "float" in ours and float(ours["float"]) == float(theirs["float"]) or \
            (isinstance(ours, dict) and ours == theirs)
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(equal, ours, theirs))
    if isinstance(theirs, dict) and set(theirs) == {"map"}:
        return isinstance(ours, dict) and set(ours) == {"map"} and set(ours["map"]) == set(theirs["map"]) and \
            all(equal(v, theirs["map"][k]) for k, v in ours["map"].items())
    return type(ours) is type(theirs) and ours == theirs


def compare_calls(ours, theirs):
    """sentry_sdk.init: reached or not, and with which known arguments."""
    mine = [c for c in ours["calls"] if c["function"] == "sentry_sdk.init"]
    certain = [c for c in mine if c["reached"] == "yes"]
    if len(theirs["calls"]) < len(certain):
        yield "%d calls of sentry_sdk.init are certain, CPython makes %d" % (len(certain), len(theirs["calls"]))
    if theirs["calls"] and not mine and not ours.get("names_are_open"):  # then nobody knows what is called
        yield "sentry_sdk.init is not seen"
    if len(mine) == len(theirs["calls"]) == len(certain):
        for call, arguments in zip(certain, theirs["calls"]):
            for name, value in call["arguments"].items():
                if value["known"] and not equal(plain(value["value"]), arguments.get(name)):
                    yield "sentry_sdk.init(%s=%r), CPython %r" % (name, value["value"], arguments.get(name))


def named_in(raises):
    """The variable that CPython's message names."""
    kind, message = raises
    if kind == "KeyError" and message.strip("'") in NAMES:
        return message.strip("'")
    for pattern in (r"Set the (\w+) environment variable", r"^(\w+) not found\. Declare it"):
        found = re.search(pattern, message)
        if found:
            return found.group(1)
    return None


def compare_raises(ours, theirs, secrets):
    raises = ours["raises"]
    certain = raises is not None and raises.get("certain", True) not in (False, "maybe")
    if theirs["raises"] is None:
        if certain:
            yield "raises %s, CPython nothing" % raises
        return
    if not certain:
        return  # silence is no wrong answer
    unread = raises.get("variable") and raises["variable"] not in theirs["reads"]
    if secrets and (raises["type"] != theirs["raises"][0] or unread):
        return  # a secret's value made an earlier line raise
    if theirs["raises"][0] == "ModuleNotFoundError":
        return  # packages are taken to be installed
    if raises["type"] != theirs["raises"][0]:
        yield "raises %s, CPython %s" % (raises, theirs["raises"])
    variable = raises.get("variable")
    if variable and variable not in theirs["reads"]:
        yield "%s is at fault, CPython never reads it" % variable
    if named_in(theirs["raises"]) and variable and variable != named_in(theirs["raises"]):
        yield "%s is at fault, CPython %s" % (variable, theirs["raises"])


def is_data(value):
    """Something that JSON can say."""
    if isinstance(value, dict) and set(value) == {"!"}:
        return False
    if isinstance(value, dict) and set(value) == {"map"}:
        return all(map(is_data, value["map"].values()))
    return all(map(is_data, value)) if isinstance(value, list) else True


def compare(ours, theirs, secrets):
    wrong = list(compare_raises(ours, theirs, secrets))
    known = total = 0
    raises = ours["raises"]
    if theirs["raises"] is not None or wrong:
        return wrong, 0, 0
    wrong += compare_calls(ours, theirs)
    for name, value in theirs["values"].items():
        total += is_data(value)
        mine = ours["settings"].get(name)
        if mine is None:
            if not ours.get("names_are_open"):
                wrong.append("%s is missing" % name)
        elif mine["known"]:
            known += is_data(value)
            if not equal(plain(mine["value"]), value):
                wrong.append("%s is %r, CPython %r" % (name, mine["value"], value))
    for name, mine in ours["settings"].items():
        if mine["known"] and name not in theirs["values"]:
            wrong.append("%s = %r is not set by CPython" % (name, mine["value"]))
    return wrong, known, total


def task_definition(env, secrets):
    return {"family": "shop", "containerDefinitions": [{
        "name": "web", "image": "shop:1",
        "environment": [{"name": k, "value": v} for k, v in env.items() if k not in secrets],
        "secrets": [{"name": k, "valueFrom": "arn:aws:ssm:eu-west-1:482913570216:parameter/" + k} for k in secrets]}]}


def start_worker():
    return subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                            env={"PYTHONHASHSEED": "random", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--command", default="build/dev/preflight settings")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--secrets", action="store_true", help="withhold variables in every second case")
    parser.add_argument("--direction", choices=sorted(DIRECTIONS) + ["all"], help="what half of the statements are of")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--keep", help="write the first differing project here")
    args = parser.parse_args()
    count = 10000 if args.full else args.count
    missing = {"django", "distutils"} - PRESENT
    if missing:
        print("skipped: this Python has no %s" % " and no ".join(sorted(missing)))
        return 77
    command = [os.path.abspath(shlex.split(args.command)[0])] + shlex.split(args.command)[1:]
    worker = start_worker()
    differing = known = total = left_out = 0
    for i in range(args.first, args.first + count):
        seed = args.seed * 1000003 + i
        files, env = Gen(seed, args.direction).module()
        root = tempfile.mkdtemp(prefix="settings_fuzz.")
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as f:
                f.write(text)
        env = {k: v for k, v in env.items() if "\0" not in v}
        r = random.Random(seed)
        if args.secrets and i % 2:
            env = {k: v for k, v in env.items() if "$" not in v}  # the pipeline may replace it
        secrets = [k for k in env if args.secrets and i % 2 and env[k] and r.random() < 0.5]
        worker.stdin.write(json.dumps({"root": root, "env": env}) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()
        if not answer or "MemoryError" in answer:
            left_out += 1
            shutil.rmtree(root)
            worker = worker if answer else start_worker()
            continue
        theirs = json.loads(answer)
        argv = command + ["--module", "shop.settings", "--format", "json"]
        if secrets:
            with open(os.path.join(root, "task-definition.json"), "w", encoding="utf-8") as f:
                json.dump(task_definition(env, secrets), f)
        else:
            argv.append("--bare")
            for k, v in env.items():
                argv += ["--env", "%s=%s" % (k, v)]
        try:
            run = subprocess.run(argv, cwd=root, capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            print("seed %d case %d (%s) takes more than 20 s: %s" % (args.seed, i, root, argv))
            differing += 1
            continue
        try:
            ours = json.loads(run.stdout)
            wrong, k, t = compare(ours, theirs, secrets)
        except ValueError:
            wrong, k, t = ["no JSON, status %d: %s" % (run.returncode, run.stderr[:500])], 0, 0
        if not secrets:
            known, total = known + k, total + t
        if wrong:
            differing += 1
            with open(os.path.join(root, "env.json"), "w", encoding="utf-8") as f:
                json.dump(env, f)
            print("seed %d case %d (%s) secrets %s\n  %s" % (args.seed, i, root, secrets, "\n  ".join(wrong[:3])))
            if args.keep and differing == 1:
                shutil.copytree(root, args.keep, dirs_exist_ok=True)
        else:
            shutil.rmtree(root)
    print("%d modules, %d differ; %d of %d values known (%.1f %%)%s" %
          (count, differing, known, total, 100.0 * known / max(total, 1),
           "; %d too large for CPython left out" % left_out if left_out else ""))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
