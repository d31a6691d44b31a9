"""Checks what Prometheus is given: a node's metrics, the alert rules and their
tests, and that rules and dashboard ask only for what there is.

Usage: metrics_test.py SOURCES PROGRAMS. Without promtool, which scripts/setup
--tests fetches, only the names are checked, and the exit code is 77.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "fuzz"))
import http_fuzz  # noqa: E402

SKIPPED = 77
NAME = re.compile(r"\b(?:taskraft|process)_[a-z_]+\b")


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def certificates(programs, folder):
    """Settings with which there is the metric of certificates, too."""
    place = f"{folder}/tls"
    for words in (["create-ca", place], ["create-node", place, "1", "localhost"]):
        subprocess.run([f"{programs}/taskraft", "cert", *words], check=True,
                       capture_output=True)
    return (f'[tls]\npeer_ca = "{place}/ca.crt"\n'
            f'peer_certificate = "{place}/node-1.crt"\n'
            f'peer_key = "{place}/node-1.key"\n')


def metrics_of(programs):
    with tempfile.TemporaryDirectory() as folder:
        node = http_fuzz.Node(programs, folder, certificates(programs, folder))
        try:
            root = f"http://127.0.0.1:{node.port}"
            deadline = time.monotonic() + http_fuzz.START_SECONDS
            while time.monotonic() < deadline:
                try:
                    read(root + "/readyz")
                    read(root + "/api/v1/info")
                    return read(root + "/metrics")
                except OSError:
                    time.sleep(0.1)
            sys.exit("the node has not started: " + node.logged())
        finally:
            node.stop()


def asked_for(deploy):
    rules = (deploy / "prometheus/taskraft.rules.yml").read_text()
    found = {"the rules": rules}
    board = json.loads((deploy / "grafana/taskraft.json").read_text())
    for panel in board["panels"]:
        found[panel["title"]] = " ".join(target["expr"]
                                         for target in panel["targets"])
    return found


def promtool(program, *arguments, text=None):
    done = subprocess.run([program, *arguments], input=text, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"promtool {arguments}: {done.stdout}{done.stderr}")


def main():
    sources, programs = (pathlib.Path(x).resolve() for x in sys.argv[1:3])
    text = metrics_of(programs)
    names = set(re.findall(r"^([a-z_]+)[{ ]", text, re.MULTILINE))
    # Of what is counted by followers, a node alone has none.
    names |= set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    for place, asked in asked_for(sources / "deploy").items():
        for name in NAME.findall(asked):
            if name not in names:
                sys.exit(f"{place}: there is no {name}")
    told = set(NAME.findall((sources / "docs/metrics.md").read_text()))
    there = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    if told != there:
        sys.exit("docs/metrics.md and the node differ: "
                 f"{sorted(told ^ there)}")
    places = f"{os.environ['PATH']}:{sources}/build/tools"
    program = shutil.which("promtool", path=places)
    if not program:
        print("skipped: rules, their tests and the text were not checked: "
              "scripts/setup --tests fetches promtool")
        sys.exit(SKIPPED)
    promtool(program, "check", "metrics", text=text)
    rules = sources / "deploy/prometheus"
    promtool(program, "check", "rules", str(rules / "taskraft.rules.yml"))
    promtool(program, "test", "rules", str(rules / "taskraft.rules.test.yml"))


if __name__ == "__main__":
    main()
