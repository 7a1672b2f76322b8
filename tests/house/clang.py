"""Another compiler's opinion: clang takes every source with the warnings that gcc took it with.

clang.py CHECKOUT BUILD. Skipped (77) where clang is not installed.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

ROOT, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
CLANG = shutil.which("clang") or shutil.which("clang-14")
SKIPPED = 77
# What says where the result goes, and what only gcc knows.
OUTPUT = {"-c": 0, "-o": 1, "-MD": 0, "-MT": 1, "-MF": 1}
UNKNOWN = ("-fstack-clash-protection", "-ftrivial-auto-var-init", "-fcf-protection")


def arguments_of(command):
    words = iter(shlex.split(command))
    for word in words:
        if word.endswith("ccache"):
            next(words)
            continue
        if word in OUTPUT:
            for _ in range(OUTPUT[word]):
                next(words)
        elif word.startswith("-") and not word.startswith(UNKNOWN):
            yield word


def complaints(entry):
    """What clang says of one source; "" when nothing."""
    words = list(arguments_of(entry["command"]))
    done = subprocess.run(
        [CLANG, "-fsyntax-only", *words, entry["file"]],
        cwd=entry["directory"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode != 0 else ""


def main():
    if CLANG is None:
        print("clang: skipped, it is not installed")
        return SKIPPED
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    mine = [entry for entry in entries if pathlib.Path(entry["file"]).is_relative_to(ROOT / "src")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        told = [text for text in pool.map(complaints, mine) if text]
    print("".join(told), end="")
    print("clang: %d sources, %d with warnings" % (len(mine), len(told)))
    return 1 if told or not mine else 0


if __name__ == "__main__":
    sys.exit(main())
