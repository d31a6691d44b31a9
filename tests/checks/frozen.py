"""Checks that golden bytes of a release are still what they were.

tests/releases/VERSION/golden is a copy of tests/golden as that version had it.
Since then items and lines may have been added, and none has changed or gone.
A digest and a snapshot of everything there is change with each new field: that
old ones can be read is what tests/releases/release.py sees.
Usage: frozen.py SOURCE
"""

import pathlib
import sys

NOT_KEPT = ("state.txt", "snapshot")


def items_of(path):
    """Lines that are not indented begin an item."""
    items, lines = {}, None
    for line in path.read_text().splitlines():
        if line.startswith(" "):
            lines.append(line)
        else:
            lines = items.setdefault(line, [])
    return items


def lost(kept, now):
    """The first line of `kept` that `now` does not have in its place."""
    rest = iter(now)
    for line in kept:
        if not any(line == other for other in rest):
            return line
    return None


def problems(release, golden):
    for path in sorted(release.glob("*.txt")):
        if path.name in NOT_KEPT:
            continue
        now = items_of(golden / path.name)
        for name, lines in items_of(path).items():
            if name in NOT_KEPT:
                continue
            if name not in now:
                yield f"{path}: {name} is gone"
            elif (line := lost(lines, now[name])) is not None:
                yield f"{path}: {name} has no more `{line.strip()}`"


def main():
    tests = pathlib.Path(sys.argv[1]) / "tests"
    found = [x for release in sorted(tests.glob("releases/*/golden"))
             for x in problems(release, tests / "golden")]
    for each in found:
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
