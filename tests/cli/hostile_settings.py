"""Settings that nobody should write: bounded time and memory, and a finding that says what was not followed.

hostile_settings.py PREFLIGHT
"""
import os
import pathlib
import sys
import tempfile
import unittest

PREFLIGHT = pathlib.Path(sys.argv[1]).resolve()
CPU_SECONDS = 10  # the worst takes one; sanitizers take ten times that
MEMORY = 512 * 1024 * 1024
SANITIZED = b"__asan_init" in PREFLIGHT.read_bytes() or b"__tsan_init" in PREFLIGHT.read_bytes()
TASKDEF = """\
{"family": "web", "containerDefinitions": [
  {"name": "web", "image": "acme/web:1", "environment": [
    {"name": "DJANGO_SETTINGS_MODULE", "value": "shop.settings"}]}]}
"""

# Over a budget: PFL003 and status 3.
OVER = {
    "an integer of a billion bits": "A = 2 ** 10**9\nB = 10 ** 10 ** 10\nC = 1 << 10**12\n",
    "a text of a gigabyte": "A = 'a' * 10**9\n",
    "a text that doubles": "A = 'ab'\nfor i in range(100):\n    A = A + A\n",
    "a list that doubles": "A = [1]\nfor i in range(100):\n    A += A\n",
    "a dict that grows": "A = {}\nfor i in range(10**7):\n    A[i] = i\n",
    "a tuple of billions": "A = (1,) * 10**10\n",
    "a width of a gigabyte": "A = '%1000000000d' % 1\n",
    "a precision of a gigabyte": "A = '%.1000000000f' % 1.5\n",
    "text moved far to the right": "A = 'a'.rjust(10**9)\n",
    "replacements in replacements": "A = ('a' * 1000).replace('', 'b' * 1000).replace('a', 'c' * 1000)\n",
    "an endless loop": "while True:\n    pass\n",
    "an endless loop with a try": "while True:\n    try:\n        raise ValueError\n    except ValueError:\n        continue\n",
    "an endless return": "def f():\n    while True:\n        try:\n            return 1\n        finally:\n            continue\nA = f()\n",
    "a loop of billions": "A = 0\nfor i in range(10**9):\n    A += 1\n",
    "a loop that waits for a variable": "import os\nA = 0\nwhile os.environ.get('X') != 'y':\n    A += 1\n",
    "an endless generator": "def g():\n    while True:\n        yield 1\nA = list(g())\n",
    "an iterator without end": "A = list(iter(int, 1))\n",
    "a sum of billions": "A = sum(map(lambda x: x, range(10**9)))\n",
    "lists in lists in lists": "A = [[[i for i in range(1000)] for j in range(1000)] for k in range(1000)]\n",
    "a product of products": "import itertools\nA = list(itertools.product(range(1000), repeat=9))\n",
    "a function that calls itself": "def f():\n    return f()\nA = f()\n",
    "functions that call each other": "def f(n): return g(n)\ndef g(n): return f(n)\nA = f(1)\n",
    "a property that asks for itself": "class A:\n    @property\n    def x(self): return self.x\nX = A().x\n",
    "an attribute that asks for itself": "class A:\n    def __getattr__(self, n): return getattr(self, n)\nX = A().y\n",
    "a decorator that decorates itself": "def d(f): return d(f)\n@d\ndef g(): pass\n",
    "a call tree": "def f(n): return f(n - 1) + f(n - 2) if n > 1 else n\nA = f(60)\n",
    "a cached call that goes deep": "import functools\n@functools.lru_cache\ndef f(n): return f(n - 1) + 1 if n else 0\nA = f(10**6)\n",
    "a file that runs itself": "exec(open(__file__).read())\n",
    "a deep copy of a graph": "import copy\nA = [1]\nfor i in range(60):\n    A = [A, A]\nB = copy.deepcopy(A)\n",
    "a key that is a graph": "A = (1,)\nfor i in range(60):\n    A = (A, A)\nB = {A: 1}\n",
    "a class with a hundred bases": "class C0: pass\n" + "".join("class C%d(C%d): pass\n" % (i, i - 1) for i in range(1, 100)),
    "brackets without end": "A = " + "[" * 50000,
    "four megabytes": "".join("A%d = {'k': [%d, 'x' * %d]}\n" % (i, i, i % 7) for i in range(130000)),
}
# Within the budgets: a value or an unknown, and no more.
WITHIN = {
    "a class of itself": "class A(A): pass\n",
    "a list in itself": "A = []\nA.append(A)\nB = str(A)\nC = A == A\n",
    "a dict in itself": "import json\nA = {}\nA['a'] = A\nB = json.dumps(A)\n",
    "containers nine thousand deep": "A = []\nfor i in range(9000):\n    A = [A]\nB = str(A)\nC = A == A\n",
    "a graph of lists": "A = [1]\nfor i in range(60):\n    A = [A, A]\nB = A == A\nC = repr(A)\n",
    "brackets ninety deep": "A = " + "[" * 90 + "]" * 90 + "\n",
    "a pattern that backtracks": "import re\nA = re.match('(a+)+$', 'a' * 4000 + 'b')\nB = re.search('[a-z]+[a-y]+[0-9]', 'z' * 4096)\n",
    "JSON without end": "import json\ntry:\n    A = json.loads('[' * 100000)\nexcept ValueError:\n    A = 1\n",
    "a thousand undecided branches": "import os\n" + "".join("A%d = 1 if os.environ.get('X%d') else 2\n" % (i, i) for i in range(3000))
    + "B = sum([" + ", ".join("A%d" % i for i in range(3000)) + "])\n",
    "star imports in a circle": "from shop.settings import *\nfrom .settings import *\nA = 1\n",
}


class HostileSettings(unittest.TestCase):
    def run_on(self, source):
        """(status, what was said, CPU seconds, most memory)"""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "shop").mkdir()
            (root / "shop/__init__.py").write_text("")
            (root / "shop/settings.py").write_text("DEBUG = False\n" + source)
            (root / "task-definition.json").write_text(TASKDEF)
            with open(root / "said", "wb") as said:
                argv = [str(PREFLIGHT), "check", "--no-config", "--format", "concise"]
                child = os.fork()
                if child == 0:
                    os.chdir(root)
                    os.dup2(said.fileno(), 1)
                    os.dup2(said.fileno(), 2)
                    os.execve(argv[0], argv, {"LC_ALL": "C"})
                _, status, used = os.wait4(child, 0)
            text = (root / "said").read_text(errors="replace")
        return os.waitstatus_to_exitcode(status), text, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024

    def check(self, name, source, statuses):
        with self.subTest(name):
            status, said, seconds, memory = self.run_on(source)
            self.assertIn(status, statuses, said)
            if not SANITIZED:
                self.assertLess(seconds, CPU_SECONDS)
                self.assertLess(memory, MEMORY)
            return said

    def test_over_a_budget_is_a_finding_and_status_3(self):
        for name, source in OVER.items():
            said = self.check(name, source, {3})
            with self.subTest(name):
                self.assertRegex(said or "", "PFL00[34]")

    def test_within_the_budgets_it_is_evaluated(self):
        for name, source in WITHIN.items():
            self.check(name, source, {0, 1})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
