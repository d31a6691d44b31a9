"""Three etcd nodes and their load, by the Go program beside this package."""

import os
import re
import subprocess

SOURCE = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "etcd")
# What stands beside operations with tasks.
OPERATIONS = {"put": "put", "get": "linget", "create": "put", "update": "put",
              "mixed": "put", "show": "linget"}


def build(directory):
    program = os.path.join(directory, "etcd-load")
    subprocess.run(
        ["go", "build", "-o", program, "."], cwd=SOURCE,
        env=dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode"),
        check=True)
    return program


def measure(program, directory, operation, clients, seconds):
    name = OPERATIONS[operation]
    # Reads need keys to read: the put phase before them writes some.
    names = name if name == "put" else "put," + name
    out = subprocess.run(
        [program, "-mode", "bench", "-secs", str(seconds), "-reps", "1", "-ns",
         str(clients), "-ops", names, "-clean", "-dir",
         os.path.join(directory, "etcd")],
        capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        if f"op={name} N={clients} " in line and "warmup" not in line:
            found = dict(re.findall(r"(\w+)=([\d.]+)", line))
            return {"per_second": float(found["tput"]),
                    "p50_ms": float(found["p50"]),
                    "p99_ms": float(found["p99"]),
                    "cpu_ms_per_1000": 1000 * float(found["srv_cpu_s_per_1k"])}
    raise RuntimeError("no result in:\n" + out)
