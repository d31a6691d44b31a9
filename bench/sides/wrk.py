"""wrk, which asks one HTTP server over N connections in a closed loop."""

import os
import re
import subprocess

# Reports what wrk prints in units that change, as numbers.
REPORT = """
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format("FOUND %d %d %d %d", summary.requests, summary.duration,
                      latency:percentile(50), latency:percentile(99)))
  print(string.format("FAILED %d", errors.connect + errors.read + errors.write
                                   + errors.status + errors.timeout))
end
"""


def run(directory, url, connections, seconds, headers=(), script=""):
    """Requests a second, and milliseconds of the median and the 99th."""
    path = os.path.join(directory, "load.lua")
    with open(path, "w", encoding="utf-8") as file:
        file.write(script + REPORT)
    command = ["wrk", "--threads", "1", "--connections", str(connections),
               "--duration", f"{seconds}s", "--timeout", "30s", "--script",
               path]
    for each in headers:
        command += ["--header", each]
    out = subprocess.run([*command, url], capture_output=True, text=True,
                         check=True).stdout
    requests, us, median, late = map(
        int, re.search(r"FOUND (\d+) (\d+) (\d+) (\d+)", out).groups())
    failed = int(re.search(r"FAILED (\d+)", out).group(1))
    if failed:
        raise RuntimeError(f"{failed} requests failed:\n{out}")
    return {"per_second": requests / us * 1e6, "p50_ms": median / 1000,
            "p99_ms": late / 1000}
