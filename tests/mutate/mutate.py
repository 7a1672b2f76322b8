"""Damages the clean samples in one way at a time: preflight must find just that.

mutate.py CHECKOUT PREFLIGHT [--only TEXT] [--show]
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import dep
import djg
import ecs
import env
import gha
import img
import pfl
import sec
import unprovoked
from edit import ALL, Sample, Unchanged

FAMILIES = (dep, djg, ecs, env, gha, img, pfl, sec)
DEFECTS = [defect for family in FAMILIES for defect in family.DEFECTS]
LEAST = 120  # defects, or the table has lost some


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("preflight", type=pathlib.Path)
    parser.add_argument("--only", default="", help="defects whose rule, claim or sample holds this")
    parser.add_argument("--show", action="store_true", help="what is found, wrong or right")
    return parser.parse_args()


class Runner:
    def __init__(self, options):
        self.options = options
        self.preflight = str(options.preflight.resolve())
        self.folder = tempfile.TemporaryDirectory()
        originals = options.checkout.resolve() / "samples"
        self.samples = {
            name: Sample(originals / name, pathlib.Path(self.folder.name) / name) for name in ALL
        }
        self.clean = {name: self.findings_of(name, lambda sample: None) for name in ALL}
        self.complaints = []
        self.provoked = set()
        self.runs = 0

    def findings_of(self, name, edit):
        sample = self.samples[name]
        try:
            edit(sample)
            done = subprocess.run(
                [self.preflight, "check", "--format", "json"],
                cwd=sample.root,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                capture_output=True,
                text=True,
            )
        finally:
            sample.mend()
        if done.returncode not in (0, 1, 3):
            sys.exit(f"{name}: preflight ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)["findings"]

    def try_defect(self, defect, name):
        label = f"{defect.rule} {name}: {defect.claim}"
        if self.options.only not in label:
            return
        self.runs += 1
        try:
            findings = self.findings_of(name, defect.edit)
        except Unchanged as why:
            self.complaints.append(f"{label}: {why}")
            return
        known = collections.Counter((f["rule"], f["message"]) for f in self.clean[name])
        fresh = [f for f in findings if known[f["rule"], f["message"]] == 0]
        found, expected = {f["rule"] for f in fresh}, defect.expected(name)
        if self.options.show or found != expected:
            print(label, "" if found == expected else "  <-- WRONG")
            for finding in fresh:
                print("   {rule} {path}:{line}: {message}".format(**finding))
        if defect.rule not in found:
            self.complaints.append(f"{label}: not found")
        for rule in sorted(found - expected):
            self.complaints.append(f"{label}: stray {rule}")
        for rule in sorted(expected - found - {defect.rule}):
            self.complaints.append(f"{label}: its companion {rule} is not found")
        if defect.rule in found:
            self.provoked.add(defect.rule)

    def check_catalogue(self):
        """Every rule has a defect, or a reason why there is none."""
        listed = subprocess.run(
            [self.preflight, "rules", "--no-config"], capture_output=True, text=True, check=True
        )
        rules = {line.split()[0] for line in listed.stdout.splitlines() if line.strip()}
        wanted = {defect.rule for defect in DEFECTS}
        for rule in sorted(rules - wanted - set(unprovoked.REASONS)):
            self.complaints.append(f"{rule}: no defect provokes it, and unprovoked.py says not why")
        for rule in sorted(wanted & set(unprovoked.REASONS)):
            self.complaints.append(f"{rule}: unprovoked.py names it, and a defect provokes it")
        for rule in sorted(set(unprovoked.REASONS) - rules):
            self.complaints.append(f"{rule}: unprovoked.py names a rule that does not exist")
        again = {name: self.findings_of(name, lambda sample: None) for name in ALL}
        if again != self.clean:
            self.complaints.append("the samples were not mended: they are found otherwise now")
        if len(DEFECTS) < LEAST:
            self.complaints.append(f"only {len(DEFECTS)} defects")

    def run(self):
        for name in ALL:
            for finding in self.clean[name]:
                if finding["severity"] != "info":
                    self.complaints.append(f"{name} is not clean: {finding['rule']}")
        for defect in DEFECTS:
            for name in defect.samples:
                self.try_defect(defect, name)
        if not self.options.only:
            self.check_catalogue()
        print(f"{len(DEFECTS)} defects, {self.runs} damaged samples, {len(self.provoked)} rules")
        for complaint in self.complaints:
            print("mutate:", complaint)
        return 1 if self.complaints else 0


if __name__ == "__main__":
    sys.exit(Runner(arguments()).run())
