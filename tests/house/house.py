"""The rules of the house, read from the sources and the objects built from them.

house.py CHECKOUT BUILD
"""
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2])

# A file includes its own folder and lower floors; folders on one floor do not see each other.
FLOORS = {
    "base": 0,
    "tree": 1,
    "read": 2,
    "python": 2,
    "ghexpr": 2,
    "model": 3,
    "rule": 4,
    "checks": 4,
    "report": 5,
    "command": 6,
    "cli": 7,
    "deploy": 7,
}
# The engine calls the checks by their table, and they answer through the engine's face. Settings
# load .env files.
NEIGHBOURS = {("rule", "checks"), ("checks", "rule"), ("python", "read")}

FORBIDDEN = {
    "length-blind": "strcpy strcat stpcpy sprintf vsprintf gets strtok strtok_r scanf sscanf fscanf",
    "silent on bad input": "atoi atol atoll atof",
    "a process or a socket": "system popen fork vfork execl execlp execle execv execvp execvpe execve fexecve "
    "posix_spawn posix_spawnp socket connect",
    "unsafe names": "tmpnam tempnam mktemp",
    "unbounded stack": "alloca",
    "shared state": "gmtime localtime asctime ctime setlocale strerror_l",
}
# preflight becomes preflight-deploy; that one starts programs in one place, under a supervisor, and
# opens sockets in one, for libcurl.
LEAVES_THE_PROCESS = {
    ("cli", "hand_over.c"),
    ("deploy", "spawn.c"),
    ("deploy", "supervise.c"),
    ("deploy", "http.c"),
}
ALLOCATION = "malloc calloc realloc free strdup strndup asprintf vasprintf aligned_alloc"


def sources(*patterns):
    found = []
    for pattern in patterns:
        found += ROOT.glob(pattern)
    return sorted(found)


def without_comments_and_strings(text):
    def blank(match):
        kept = match.group(0)[0] if match.group(0)[0] in "\"'" else " "
        return kept + re.sub(r"[^\n]", " ", match.group(0)[1:])

    return re.sub(
        r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
        blank,
        text,
        flags=re.S,
    )


def calls(path, names):
    text = without_comments_and_strings(path.read_text(encoding="utf-8"))
    pattern = r"(?<![\w.>])(%s)\s*\(" % "|".join(names.split())
    for match in re.finditer(pattern, text):
        line = text.count("\n", 0, match.start()) + 1
        yield "%s:%d: %s" % (path.relative_to(ROOT), line, match.group(1))


def tracked():
    """Every text file that belongs to the checkout, without what building makes."""
    made = {".git", "build", "node_modules", "__pycache__", ".cache"}
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not made & set(path.relative_to(ROOT).parts):
            yield path


class House(unittest.TestCase):
    maxDiff = None

    def test_every_file_includes_its_own_and_lower_floors_only(self):
        wrong = []
        for path in sources("src/*/*.c", "src/*/*.h", "src/*/*.def"):
            folder = path.parent.name
            if folder not in FLOORS:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s+"([^"/]+)/[^"]+"', line)
                if not match:
                    continue
                other = match.group(1)
                if other == folder or (folder, other) in NEIGHBOURS or other == "preflight":
                    continue
                if FLOORS.get(other, 99) >= FLOORS[folder]:
                    wrong.append("%s:%d: %s" % (path.relative_to(ROOT), number, line.strip()))
        self.assertEqual(wrong, [])

    def test_every_folder_has_a_floor(self):
        folders = {path.name for path in (ROOT / "src").iterdir() if path.is_dir()}
        self.assertEqual(folders - set(FLOORS) - {"gen"}, set())

    def test_no_forbidden_function_is_called(self):
        for why, names in FORBIDDEN.items():
            wrong = []
            for path in sources("src/*/*.c", "src/*/*.h"):
                if (path.parent.name, path.name) not in LEAVES_THE_PROCESS or "fork" not in names:
                    wrong += calls(path, names)
            with self.subTest(why):
                self.assertEqual(wrong, [])

    def test_memory_is_asked_for_in_base_only(self):
        wrong = []
        for path in sources("src/*/*.c", "src/*/*.h"):
            if path.parent.name not in ("base", "gen"):
                wrong += calls(path, ALLOCATION)
        self.assertEqual(wrong, [])

    def test_no_object_of_ours_has_a_mutable_static(self):
        objects = [
            path
            for path in sorted((BUILD / "CMakeFiles").rglob("*.o"))
            if re.search(r"preflight(-cli|-deploy|-deploying)?\.dir", str(path))
        ]
        self.assertNotEqual(objects, [])
        table = subprocess.run(
            ["nm", "--format=sysv", "--defined-only", *map(str, objects)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        wrong, name = [], ""
        for line in table.splitlines():
            if line.startswith("Symbols from "):
                name = line[len("Symbols from ") :].rstrip(":")
            cells = [cell.strip() for cell in line.split("|")]
            # Sanitizers and coverage keep theirs in sections or names of their own.
            if len(cells) < 7 or cells[0].startswith(("__", ".L", "_GLOBAL_")):
                continue
            if re.match(r"\.(data|bss|tdata|tbss)(\.(?!rel\.ro)|$)|\*COM\*", cells[6]):
                wrong.append("%s: %s in %s" % (name, cells[0], cells[6]))
        self.assertEqual(wrong, [])

    def test_no_two_files_give_one_name_to_the_linker(self):
        table = subprocess.run(
            ["nm", "--defined-only", "--extern-only", str(BUILD / "libpreflight.a"),
             str(BUILD / "libpreflight-deploying.a")],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        names = [line.split()[-1] for line in table.splitlines() if len(line.split()) == 3]
        twice = sorted({name for name in names if names.count(name) > 1 and name.startswith("pf_")})
        self.assertEqual(twice, [])

    def test_no_file_names_the_machine_it_was_written_on(self):
        here = str(ROOT).encode()
        self.assertGreater(len(here), 4, "a checkout at the root cannot be told from a slash")
        wrong = [str(path.relative_to(ROOT)) for path in tracked() if here in path.read_bytes()]
        self.assertEqual(wrong, [])

    def test_each_header_guards_itself_by_its_path(self):
        wrong = []
        for path in sources("src/*/*.h"):
            guard = "PF_%s_%s_H" % (path.parent.name, re.sub(r"\W", "_", path.stem))
            if "#ifndef %s\n#define %s\n" % ((guard.upper(),) * 2) not in path.read_text():
                wrong.append(str(path.relative_to(ROOT)))
        self.assertEqual(wrong, [])

    def test_the_manual_names_every_library_that_is_modelled(self):
        libraries = re.findall(r'\.module = "([a-z_.]+)",?\n', "".join(
            path.read_text() for path in sources("src/python/lib_*.c")))
        libraries += re.findall(r'^MODEL\(\w+, "([a-z_.]+)"', (ROOT / "src/python/models.def").read_text(), re.M)
        page = (ROOT / "docs/settings.md").read_text()
        named = set(re.findall(r"`([a-z_.]+)`", page))
        for library in libraries:
            parts = library.split(".")
            self.assertTrue(library in ("_preflight", "builtins") or any(".".join(parts[:n]) in named for n in range(1, len(parts) + 1)),
                            "docs/settings.md does not name %s" % library)

    def test_each_fuzz_target_has_a_corpus(self):
        for path in sources("tests/fuzz/fuzz_*.c"):
            corpus = ROOT / "tests/fuzz/corpus" / path.stem[len("fuzz_") :]
            with self.subTest(path.name):
                self.assertTrue(corpus.is_dir(), corpus)
                self.assertGreaterEqual(len(list(corpus.iterdir())), 8)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
