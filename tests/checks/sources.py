"""The project's own source files, as the checks see them."""

import pathlib
import sys

ROOMS = ("actors", "bin", "bench", "config", "deploy", "persistence",
         "protocol", "scripts", "tests", "tls", "web")
# What is installed, and bytes of any kind.
OTHERS = ("node_modules", "corpus")


def files(root, suffixes):
    """Every file of the rooms with one of `suffixes`, relative to `root`."""
    found = []
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and path.suffix in suffixes \
                    and not set(OTHERS).intersection(path.parts):
                found.append(path.relative_to(root))
    return found


def main(check):
    """Runs `check` on the folder named on the command line."""
    root = pathlib.Path(sys.argv[1])
    findings = check(root)
    if not files(root, {".cpp"}):
        findings.append(f"{root}: there are no sources to check")
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
