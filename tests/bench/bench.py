"""How long a check takes, beside the least that reading the same YAML costs.

bench.py CHECKOUT PREFLIGHT YAML_SCAN [RUNS]

Times are medians of CPU time (user + system): wall time says nothing on a machine with other work.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(sys.argv[1]).resolve()
PREFLIGHT, SCAN = (str(pathlib.Path(path).resolve()) for path in sys.argv[2:4])
RUNS = int(sys.argv[4]) if len(sys.argv) > 4 else 15
ORACLE = pathlib.Path(os.environ.get("PREFLIGHT_ORACLE", ROOT.parent / "shared" / "oracle"))


def run(command, folder):
    """(wall ms, CPU ms, peak MB) of one run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = (time.perf_counter() - start) * 1000
    return wall, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def measure(commands, folder, runs=RUNS):
    """Medians of each command. They take turns: a machine that slows down slows all of them down."""
    figures = [[] for _ in commands]
    for _ in range(runs):
        for i, command in enumerate(commands):
            figures[i].append(run(command, folder))
    return [tuple(statistics.median(column) for column in zip(*of_one)) for of_one in figures]


# Other programs that look at workflows, where they are installed. None does the same; each reads the same bytes.
PEERS = [
    ("actionlint", ["-shellcheck=", "-pyflakes="]),
    ("yamllint", ["-d", "relaxed"]),
]


def show(title, figures, base=None):
    ratio = "" if base is None else "  %5.2f × the scan" % (figures[1] / max(base[1], 0.01))
    print("%-46s %8.1f ms wall %8.1f ms CPU %7.1f MB%s" % (title, *figures, ratio))


def compare(title, folder):
    files = sorted(str(path) for path in (folder / ".github/workflows").glob("*.y*ml"))
    size = sum(os.path.getsize(path) for path in files)
    print("\n%s: %d workflows, %.1f MB" % (title, len(files), size / 1e6))
    scan, check = measure([[SCAN, *files], [PREFLIGHT, "check", "--format", "concise"]], folder)
    show("libyaml, events only", scan)
    show("preflight check", check, scan)
    for name, options in PEERS:
        if shutil.which(name):
            show(name, *measure([[name, *options, *files]], folder, 3), scan)


def project_of(files, folder):
    """A project with nothing but these workflows."""
    workflows = folder / ".github/workflows"
    workflows.mkdir(parents=True)
    (folder / ".git").mkdir()
    for i, path in enumerate(files):
        shutil.copyfile(path, workflows / ("%04d-%s" % (i, path.name)))


def main():
    print("start-up")
    show("preflight --version", *measure([[PREFLIGHT, "--version"]], ROOT))
    for sample in ("broken-shop", "tidy-shop"):
        show("preflight check samples/" + sample, *measure([[PREFLIGHT, "check", "samples/" + sample]], ROOT))
    with tempfile.TemporaryDirectory() as name:
        real = sorted((ORACLE / "real-workflows").rglob("*.y*ml"))
        if real:
            folder = pathlib.Path(name) / "real"
            project_of(real, folder)
            compare("real workflows", folder)
        else:
            print("\nreal workflows: none at hand (PREFLIGHT_ORACLE)")
        folder = pathlib.Path(name) / "copies"
        project_of([ROOT / "samples/tidy-shop/.github/workflows/deploy.yml"] * 1000, folder)
        compare("1,000 copies of one workflow", folder)


if __name__ == "__main__":
    main()
