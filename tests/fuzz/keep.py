"""Copies into tests/fuzz/corpus what every run of the tests feeds its targets with:
of the inputs that libFuzzer found, those that reach the most code together.

After scripts/fuzz, from the folder of the project. Usage: keep.py [TARGET...]
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FUZZER = pathlib.Path("build/fuzz/bin/taskraft-fuzz")
FOUND = pathlib.Path("build/fuzz/corpus")
KEPT = pathlib.Path("tests/fuzz/corpus")
MOST_INPUTS = 64
MOST_BYTES = 1024


def features_of(target, inputs):
    """What each file reaches, as numbers; and what the seeds do, which every run
    has anyway."""
    with tempfile.TemporaryDirectory() as folder:
        control = pathlib.Path(folder) / "control"
        merged = pathlib.Path(folder) / "merged"
        merged.mkdir()
        subprocess.run(
            [FUZZER, "-set_cover_merge=1", "-use_counters=0",
             f"-max_len={MOST_BYTES}", f"-merge_control_file={control}", merged,
             *inputs],
            env=dict(os.environ, TASKRAFT_FUZZ=target), check=True,
            stderr=subprocess.DEVNULL)
        lines = control.read_text().splitlines()
    count = int(lines[0])
    names = lines[2:2 + count]
    found, seeds = {}, set()
    for line in lines[2 + count:]:
        kind, number, *features = line.split()
        if kind != "FT":
            continue
        name = names[int(number)]
        if pathlib.Path(name).parent == merged:
            seeds.update(features)
        else:
            found[name] = set(features)
    return found, seeds


def choose(found, seeds):
    """Each adds more than the ones that come after it."""
    chosen, reached = [], set(seeds)
    while found and len(chosen) < MOST_INPUTS:
        best = max(found, key=lambda x: (len(found[x] - reached),
                                         -os.path.getsize(x)))
        if not found[best] - reached:
            break
        chosen.append(best)
        reached |= found[best]
    return chosen, len(reached), len(seeds.union(*found.values()))


def keep(target):
    folder = KEPT / target
    inputs = [x for x in (FOUND / target, folder) if x.is_dir()]
    found, seeds = features_of(target, inputs)
    found = {x: y for x, y in found.items() if os.path.getsize(x) <= MOST_BYTES}
    chosen, reached, everything = choose(found, seeds)
    fresh = folder.with_name(f"{target}.new")
    fresh.mkdir(parents=True)
    for each in chosen:
        shutil.copyfile(each, fresh / pathlib.Path(each).name)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    print(f"{target}: seeds reach {len(seeds)}, with {len(chosen)} inputs "
          f"{reached}, of {everything}", flush=True)


def main():
    for target in sys.argv[1:] or sorted(x.name for x in FOUND.iterdir()):
        keep(target)


main()
