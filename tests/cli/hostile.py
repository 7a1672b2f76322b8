"""What nobody should commit: every such project gives a documented exit status, soon, and says why.

hostile.py PREFLIGHT
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PREFLIGHT = pathlib.Path(sys.argv[1]).resolve()
SECONDS = 20  # a check takes hundredths of one; sanitizers and a loaded machine take more

WORKFLOW = """\
name: deploy
on: {push: {branches: [main]}}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
    - run: aws ecs update-service --cluster c --service s --force-new-deployment
"""
TASKDEF = """\
{"family": "web", "containerDefinitions": [
  {"name": "web", "image": "acme/web:1", "environment": [
    {"name": "DJANGO_SETTINGS_MODULE", "value": "shop.settings"}]}]}
"""
SETTINGS = "import os\nDEBUG = False\nSECRET_KEY = os.environ['SECRET_KEY']\nALLOWED_HOSTS = ['x']\n"


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.write(".github/workflows/deploy.yml", WORKFLOW)
        self.write("task-definition.json", TASKDEF)
        self.write("shop/settings.py", SETTINGS)
        self.write("shop/__init__.py", "")
        self.write("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, path, content):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        target.write_bytes(content)

    def check(self, *options):
        return subprocess.run(
            [str(PREFLIGHT), "check", "--no-config", "--format", "concise", *options],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            capture_output=True,
            timeout=SECONDS,
        )

    def statuses(self, allowed, *options):
        done = self.check(*options)
        self.assertIn(done.returncode, allowed, done.stdout + done.stderr)
        return (done.stdout + done.stderr).decode("utf-8", "replace")

    def test_a_plain_project_is_read_to_its_end(self):
        self.statuses({0, 1})

    def test_empty_files(self):
        for path in (".github/workflows/deploy.yml", "task-definition.json", "shop/settings.py"):
            self.write(path, "")
        self.write("Dockerfile", "")
        self.statuses({0, 1, 3})

    def test_a_binary_workflow_is_not_passed_over(self):
        self.write(".github/workflows/deploy.yml", bytes(range(256)) * 40)
        self.assertIn("deploy.yml", self.statuses({3}))

    def test_a_sparse_file_of_ten_gigabytes_is_not_read(self):
        with open(self.root / ".github/workflows/big.yml", "wb") as file:
            file.truncate(10 * 1024**3)
        self.assertIn("big.yml", self.statuses({3}))

    def test_a_fifo_does_not_block(self):
        os.mkfifo(self.root / ".github/workflows/pipe.yml")
        os.mkfifo(self.root / "shop/pipe.py")
        self.statuses({0, 1, 3})

    def test_links_that_loop_or_lead_out_are_not_followed(self):
        os.symlink("loop.yml", self.root / ".github/workflows/loop.yml")
        os.symlink("/etc/passwd", self.root / ".github/workflows/out.yml")
        os.symlink("..", self.root / "shop/up")
        os.symlink("/", self.root / "everything")
        said = self.statuses({0, 1, 3})
        self.assertNotIn("root:", said)

    def test_bytes_that_are_no_utf_8(self):
        self.write(".github/workflows/deploy.yml", WORKFLOW.encode() + b"# caf\xe9\n")
        self.assertIn("deploy.yml", self.statuses({1, 3}))

    def test_a_name_that_is_no_utf_8_can_be_printed(self):
        path = os.fsencode(self.root / ".github/workflows") + b"/caf\xe9.yml"
        with open(path, "wb") as file:
            file.write(b"on: [\n")
        self.statuses({1, 3})

    def test_other_line_ends_and_a_byte_order_mark(self):
        self.write(".github/workflows/deploy.yml", b"\xef\xbb\xbf" + WORKFLOW.replace("\n", "\r\n").encode())
        self.write("shop/settings.py", b"\xef\xbb\xbf" + SETTINGS.replace("\n", "\r\n").encode())
        self.statuses({0, 1})

    def test_brackets_without_end(self):
        for opening in ("[", "{", "- ", "? ", "(", "[{"):
            with self.subTest(opening):
                self.write(".github/workflows/deep.yml", opening * (256 * 1024 // len(opening)))
                self.write("deep.json", '{"containerDefinitions":' + opening * 100000)
                self.write("shop/settings.py", "X = " + opening * 50000)
                self.statuses({1, 3})

    def test_an_alias_bomb(self):
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        for i in range(1, 12):
            lines.append("a%d: &a%d [%s]" % (i, i, ", ".join(["*a%d" % (i - 1)] * 9)))
        self.write(".github/workflows/bomb.yml", "\n".join(lines) + "\n")
        self.assertIn("bomb.yml", self.statuses({3}))

    def test_documents_of_the_wrong_kind(self):
        self.write(".github/workflows/list.yml", "- a\n- b\n")
        self.write(".github/workflows/text.yml", "just words\n")
        self.write("deploy/task-definition.json", '"containerDefinitions"')
        self.write("deploy/taskdef.json", '{"containerDefinitions": "none"}')
        self.statuses({0, 1, 3})

    def test_one_broken_line_in_the_settings(self):
        self.write("shop/settings.py", SETTINGS + "X = = 1\nDEBUG = True\n")
        self.assertIn("PFL004", self.statuses({1, 3}))

    def test_imports_in_a_circle(self):
        self.write("shop/settings.py", "from .a import *\n" + SETTINGS)
        self.write("shop/a.py", "from .b import *\n")
        self.write("shop/b.py", "from .settings import *\nfrom .a import *\n")
        self.statuses({0, 1, 3})

    def test_settings_that_never_end(self):
        for source in (
            "while True:\n    pass\n",
            "X = 'a' * 10**9\n",
            "X = 2 ** (10 ** 9)\n",
            "X = [1]\nfor i in range(10**9):\n    X = [X, X]\n",
            "def f():\n    return f()\nX = f()\n",
            "X = '%1000000000d' % 1\n",
        ):
            with self.subTest(source):
                self.write("shop/settings.py", SETTINGS + source)
                self.statuses({0, 1, 3})

    def test_a_rule_file_with_a_mistake_stops_the_run(self):
        self.write("own/rule.yaml", "version: 1\nrules:\n- id: ACM001\n  nmae: x\n")
        said = self.statuses({2}, "--rules", "own")
        self.assertIn("own/rule.yaml:4:", said)

    def test_a_pattern_that_is_none_stops_the_run(self):
        self.write(
            "own/rule.yaml",
            "version: 1\nrules:\n- id: ACM001\n  name: x\n  severity: error\n  summary: s\n"
            "  for: {w: $workflow}\n  forbid: $w.name =~ /(/\n  message: m\n",
        )
        self.assertIn("own/rule.yaml:8:", self.statuses({2}, "--rules", "own"))

    def test_many_files_do_not_hurt(self):
        for i in range(1000):
            self.write("node_modules/p%d/index.js" % i, "")
            self.write("docs/page%d.txt" % i, "")
        self.statuses({0, 1})

    def test_a_folder_that_is_too_deep(self):
        deep = self.root
        for _ in range(100):
            deep = deep / "d"
        deep.mkdir(parents=True)
        (deep / "action.yml").write_text("name: x\n")
        self.statuses({0, 1, 3})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
