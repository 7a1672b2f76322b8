"""Runs transcripts of the command line and compares what is printed and the exit status.

transcripts.py FOLDER PREFLIGHT [--update]

A transcript (*.case) holds commands and what they print, in an empty folder of its own:

    $ preflight expr '1 == 1'
    {"kind": "Boolean", "value": true}
    $ preflight nonsense
    ! preflight: no command 'nonsense'; preflight --help lists them
    ? 2

"! " is standard error, "? N" the exit status where it is not 0, "..." any number of lines, "# " a
remark. $SAMPLES is the folder of the sample projects, $SOURCE the checkout. Commands are run by sh.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(sys.argv[1])
PREFLIGHT = pathlib.Path(sys.argv[2]).resolve()
UPDATE = "--update" in sys.argv
ROOT = FOLDER.resolve().parent.parent


def parse(text):
    """(remarks, command, expected lines) for each command; remarks stand right before one."""
    runs, remarks = [], []
    for line in text.splitlines():
        if line.startswith("$ "):
            runs.append((remarks, line[2:], []))
            remarks = []
        elif line.startswith("# "):
            remarks.append(line)
        else:
            runs[-1][2].extend([*remarks, line])
            remarks = []
    return runs


def run(command, folder):
    environment = {
        "PATH": "%s:/usr/bin:/bin" % PREFLIGHT.parent,
        "LC_ALL": "C",
        "HOME": str(folder),
        "SAMPLES": str(ROOT / "samples"),
        "SOURCE": str(ROOT),
    }
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, timeout=60
    )
    lines = done.stdout.decode("utf-8", "backslashreplace").splitlines()
    lines += ["! " + line for line in done.stderr.decode("utf-8", "replace").splitlines()]
    if done.returncode != 0:
        lines.append("? %d" % done.returncode)
    return lines


def matches(expected, printed):
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


class Transcripts(unittest.TestCase):
    maxDiff = None

    def play(self, path):
        said = []
        with tempfile.TemporaryDirectory() as folder:
            for remarks, command, expected in parse(path.read_text(encoding="utf-8")):
                printed = run(command, folder)
                same = matches(expected, printed)
                if UPDATE:
                    said += [*remarks, "$ " + command, *(expected if same else printed)]
                elif not same:
                    self.assertEqual(expected, printed, "%s: $ %s" % (path.name, command))
        if UPDATE:
            path.write_text("\n".join(said) + "\n", encoding="utf-8")


def add(path):
    def test(self):
        self.play(path)

    setattr(Transcripts, "test_" + re.sub(r"\W", "_", path.stem), test)


for case in sorted(FOLDER.glob("*.case")):
    add(case)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
