"""Checks that the suites of the API have asked each of its operations with
success, and have met each of its refusals, and no other.

The suites write down what was answered. Usage: api_coverage.py SOURCES PROGRAMS
ANSWERS, which is the folder of what they wrote.
"""

import json
import pathlib
import re
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "fuzz"))
import http_fuzz  # noqa: E402

# It takes another change that is stuck for seconds while the leader leads on:
# tests/actors/gateway/gateway_members_test.cpp has it.
ELSEWHERE = {("409", "member_change_pending")}
ROW = re.compile(r"^\| (\d{3}) \| (`.*) \|$", re.MULTILINE)


def read_json(url):
    """Once the node listens."""
    deadline = time.monotonic() + http_fuzz.START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return json.load(answer)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def described(programs):
    """The operations, as pairs of a method and a path with its variables."""
    with tempfile.TemporaryDirectory() as folder:
        node = http_fuzz.Node(programs, folder)
        try:
            api = read_json(f"http://127.0.0.1:{node.port}/api/v1/openapi.json")
        finally:
            node.stop()
    return {(method.upper(), path) for path, item in api["paths"].items()
            for method in item if method != "parameters"}


def pattern_of(path):
    return re.compile(re.sub(r"\\{[^/]*\\}", "[^/]+", re.escape(path)) + "$")


def operation_of(operations, method, target):
    """The one with the fewest variables that fits; None if none does."""
    path = target.split("?")[0].removeprefix("/api/v1")
    fits = [x for x in operations if x[0] == method
            and pattern_of(x[1]).match(path)]
    return min(fits, key=lambda x: x[1].count("{"), default=None)


def main():
    sources, programs, answers = (pathlib.Path(x).resolve()
                                  for x in sys.argv[1:4])
    operations = described(programs)
    table = {(status, code)
             for status, codes in ROW.findall(
                 (sources / "docs/api.md").read_text())
             for code in re.findall(r"`([a-z_]+)`", codes)}
    done, refused = set(), set()
    for file in sorted(answers.glob("*.txt")):
        for line in file.read_text().splitlines():
            method, target, status, code = line.split(" ")
            if code != "-":
                refused.add((status, code))
            elif status.startswith("2") and target.startswith("/api/v1/"):
                done.add(operation_of(operations, method, target))
    problems = [f"{method} {path} was never done"
                for method, path in sorted(operations - done)]
    problems += [f"nothing was refused with {status} {code}"
                 for status, code in sorted(table - refused - ELSEWHERE)]
    problems += [f"docs/api.md knows no {status} {code}"
                 for status, code in sorted(refused - table)]
    print(f"{len(operations)} operations, {len(table)} refusals")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
