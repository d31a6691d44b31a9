#!/usr/bin/env python3
"""Plants bugs one by one and says how long the simulator needs to find each.

    tests/mutations/run.py --check            nearly each still has its place
    tests/mutations/run.py [--seconds 300] [--plain 300] [--tests] [NAME]

It works on a copy of the last commit, in build/mutations, and prints a table
for docs/testing.md. `--tests` runs each bug's test program as well.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import time

from mutations import MUTATIONS

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "mutations"
SIMULATOR = PLACE / "build" / "release" / "bin" / "taskraft-sim"


def run(*command, limit=3600):
    """The outcome of a command in the copy, and what it has said."""
    try:
        done = subprocess.run(command, cwd=PLACE, timeout=limit, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        return "hangs", ""


def missing_places():
    """Bugs that cannot be planted, as their code has changed."""
    for one in MUTATIONS:
        count = (ROOT / one.path).read_text().count(one.old)
        if count != 1:
            yield one.name, f"{one.path} has its place {count} times"


def prepare():
    if not PLACE.exists():
        subprocess.run(["git", "worktree", "add", "--detach", PLACE, "HEAD"],
                       cwd=ROOT, check=True)
    run("git", "checkout", "--quiet", "--force", "--detach",
        subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT,
                                text=True).strip())
    code, said = run("cmake", "--preset", "release")
    if code != 0:
        sys.exit(said)


def build(target):
    code, said = run("ninja", "-C", "build/release", "-j1", target)
    return code == 0, said


def simulate(seconds, *more):
    """What was found, after how many seeds and seconds."""
    begin = time.monotonic()
    code, said = run(SIMULATOR, "--seconds", str(seconds), "--seed", "1",
                     *more, limit=seconds + 120)
    took = time.monotonic() - begin
    if code == 0:
        return "not found", seconds
    if code == "hangs":
        return "a run that never ends", took
    seed = re.search(r"seed (?:was )?(\d+)", said[said.find("\n"):])
    seeds = seed.group(1) if seed else "?"
    broken = re.search(r"failed:\n  (.*)", said)
    invariant = re.search(r"invariant.*", said)
    why = (broken or invariant)
    why = why.group(1 if broken else 0) if why else said.strip()[-80:]
    return f"{seeds} | {took:.0f} | {why[:90]}", took


def unit_test(one):
    good, said = build(one.test)
    if not good:
        return "does not compile"
    code, _ = run(PLACE / "build" / "release" / "tests" / one.test,
                  limit=600)
    return "not found" if code == 0 else one.test


def plant(one, given):
    file = PLACE / one.path
    before = file.read_text()
    file.write_text(before.replace(one.old, one.new))
    try:
        good, said = build("taskraft-sim")
        if not good:
            errors = [x for x in said.splitlines() if "error" in x]
            return f"does not compile: {errors[:2]}"
        found = simulate(given.seconds)[0]
        plain = simulate(given.plain, "--without-judge")[0]
        text = f"{found} || without the judge: {plain}"
        return f"{text} || {unit_test(one)}" if given.tests else text
    finally:
        file.write_text(before)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--plain", type=int, default=300,
                        help="seconds without the judge")
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    missing = dict(missing_places())
    for name, why in missing.items():
        print(f"{name}: {why}")
    # Code moves on: a few may wait for somebody to find their places again.
    if given.check:
        sys.exit(1 if len(missing) * 10 > len(MUTATIONS) else 0)
    prepare()
    for one in MUTATIONS:
        if one.name in missing or (given.names
                                   and one.name not in given.names):
            continue
        print(f"| {one.name} | {one.what} | "
              f"{plant(one, given)} |", flush=True)


if __name__ == "__main__":
    main()
